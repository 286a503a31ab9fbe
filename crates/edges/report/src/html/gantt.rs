//! A shift as a picture: a row for every loader and truck, states as bars, loads and failures marked, and above them how
//! many trucks were at work.
use super::chart::{Table, legend, map_figure};
use super::looks::{self, LOOKS};
use super::svg::{Anchor, Svg, shorten};
use super::{Extra, document, opening};
use crate::gantt::{Ask, AskError, Bar, Chart, MarkKind, Part, Row, charts};
use iceroad_base::civil::{Clock, TimeOfDay};
use iceroad_base::{Span, Time};
use iceroad_measures::numbers::{count, date, fixed, percent};
use iceroad_measures::words;
use iceroad_model::Scenario;
use iceroad_model::event::{Entry, MachineState, StateClass};
use iceroad_words::say;
use maud::{Markup, html};

/// Room for names at the left and totals at the right.
const LEFT: f64 = 138.0;
const RIGHT: f64 = 128.0;
const ROW: f64 = 17.0;
/// The strip of trucks by class.
const STRIP: f64 = 54.0;
/// Room for a reading of the clock.
const READING: f64 = 44.0;
/// How finely the strip is drawn.
const SAMPLES: i64 = 160;
/// Classes of the strip from the bottom, with their looks.
const CLASSES: [(StateClass, &str); 4] = [
    (StateClass::Working, "s-work"),
    (StateClass::Delay, "s-line"),
    (StateClass::Standby, "s-off"),
    (StateClass::Down, "s-wait"),
];

/// The shift as a section of the report, with a chart for each mine.
///
/// # Errors
/// That there is no such day or shift.
pub fn section(
    scenario: &Scenario,
    entries: &[Entry],
    ask: &Ask,
    replication: u32,
) -> Result<Extra, AskError> {
    let body = body(scenario, &charts(scenario, entries, ask)?, ask, replication, 972.0).into_string();
    Ok(Extra { after: "usage", id: "shift", short: "nav-shift", body })
}

/// The shift as a page of its own that opens without a network and prints on one side.
///
/// # Errors
/// That there is no such day or shift.
pub fn page(
    scenario: &Scenario,
    entries: &[Entry],
    ask: &Ask,
    replication: u32,
    command: &str,
) -> Result<String, AskError> {
    let charts = charts(scenario, entries, ask)?;
    let title = &scenario.heading.title;
    let page = html! {
        header { h1 { (title) } }
        main { section #shift { (body(scenario, &charts, ask, replication, 1_560.0)) } }
        footer { p { (say!("made-by")) " " code { (command) } } }
    };
    Ok(document(title, Some("gantt"), &page))
}

/// `3 Jul 2026, day shift`
fn asked(ask: &Ask) -> String {
    let day = date(ask.day);
    match &ask.part {
        Part::Whole => day,
        Part::Shift(name) => say!("shift-asked", day = day, name = name),
        Part::Hours(from, to) => say!("shift-hours", day = day, b = short(from), c = short(to)),
    }
}

fn body(scenario: &Scenario, charts: &[Chart], ask: &Ask, replication: u32, width: f64) -> Markup {
    let at_mine = |chart: &Chart| match scenario.mines.len() {
        1 => String::new(),
        _ => say!("shift-at", a = scenario.mines[chart.mine].title),
    };
    html! {
        @for chart in charts {
            (opening(&say!("shift-title", at = at_mine(chart), asked = asked(ask)), &lead(scenario, chart)))
            (legend(&shown_looks(chart)))
            (map_figure(&draw(scenario, chart, width)))
            p.note {
                (say!("shift-note", n = replication.to_string()))
            }
            (table(scenario, chart).behind("shift-table"))
        }
    }
}

/// The looks that the chart has.
fn shown_looks(chart: &Chart) -> Vec<(String, &'static str)> {
    let is_there = |states: &[MachineState]| {
        chart.rows.iter().any(|row| row.bars.iter().any(|bar| states.contains(&bar.state)))
    };
    let shown = LOOKS.iter().filter(|look| is_there(look.states));
    shown.map(|look| (format!("s-{}", look.class), look.words)).collect()
}

/// What the shift came to, in a sentence.
fn lead(scenario: &Scenario, chart: &Chart) -> String {
    let trucks: Vec<&Row> = chart.rows.iter().filter(|row| row.is_truck).collect();
    let mut loads = 0;
    let mut tonnes = 0.0;
    for row in &trucks {
        let (n, mass) = row.loads();
        loads += n;
        tonnes += mass.get() as f64 / 1_000.0;
    }
    let hours = |wanted: &dyn Fn(MachineState) -> bool| {
        trucks.iter().map(|row| row.time_in(wanted).hours()).sum::<f64>()
    };
    let all = hours(&|state| state != MachineState::Absent);
    let working = hours(&|state| state.class() == StateClass::Working);
    let mut losses: Vec<(f64, MachineState)> = MachineState::ALL
        .iter()
        .filter(|state| !matches!(state.class(), StateClass::Working | StateClass::Absent))
        .map(|&state| (hours(&|other| other == state), state))
        .filter(|loss| loss.0 > 0.0)
        .collect();
    losses.sort_by(|a, b| b.0.total_cmp(&a.0));
    let worst: Vec<String> = losses
        .iter()
        .take(3)
        .map(|(hours, state)| format!("{} {}", words::state(*state), percent(hours / all)))
        .collect();
    let failures: Vec<String> = chart
        .rows
        .iter()
        .flat_map(|row| row.marks.iter().map(move |mark| (row, mark)))
        .filter_map(|(row, mark)| match &mark.kind {
            MarkKind::Failed { subsystem } => {
                let at = reading(&chart.clock, mark.at);
                Some(say!(
                    "shift-failure",
                    name = scenario.machines[row.machine].name,
                    part = subsystem,
                    at = at
                ))
            }
            _ => None,
        })
        .collect();
    let most =
        if worst.is_empty() { String::new() } else { say!("shift-lead-most", worst = worst.join(", ")) };
    let mut text = say!(
        "shift-lead",
        trucks = count(trucks.len(), "truck"),
        loads = count(loads, "load"),
        t = fixed(tonnes, 0),
        share = percent(working / all),
        most = most,
    );
    let n = count(failures.len(), "failure");
    match failures.len() {
        0 => {}
        1..=4 => text += &format!(" {}", say!("shift-failures", n = n, all = failures.join(", "))),
        _ => text += &format!(" {}", say!("shift-failures-first", n = n, first = failures[0])),
    }
    text
}

/// `06:35`
fn reading(clock: &Clock, at: Time) -> String {
    short(&clock.time_of_day(at))
}

/// A clock reading without its seconds.
fn short(reading: &TimeOfDay) -> String {
    reading.to_string().chars().take(5).collect()
}

fn draw(scenario: &Scenario, chart: &Chart, width: f64) -> Svg {
    let top = STRIP + 46.0;
    let gap = 10.0;
    let height = top + ROW * chart.rows.len() as f64 + gap + 24.0;
    let (left, right) = (LEFT, width - RIGHT);
    let span = (chart.to - chart.from).millis() as f64;
    let x = |at: Time| left + (at - chart.from).millis() as f64 / span * (right - left);
    let mut svg = Svg::new(width, height, "shift-draw");
    strip(&mut svg, chart, &x);
    hours(&mut svg, chart, &x, (18.0 + STRIP, height - 22.0));
    svg.text((width - RIGHT + 8.0, top - 8.0), Anchor::Start, "soft small", &say!("shift-loads"));
    svg.text((width - 4.0, top - 8.0), Anchor::End, "soft small", &say!("shift-t-work"));
    let mut y = top;
    let mut was_truck = false;
    for row in &chart.rows {
        if row.is_truck && !was_truck {
            y += gap;
        }
        was_truck = row.is_truck;
        draw_row(&mut svg, scenario, chart, row, (y, width), &x);
        y += ROW;
    }
    svg
}

fn draw_row(
    svg: &mut Svg,
    scenario: &Scenario,
    chart: &Chart,
    row: &Row,
    (y, width): (f64, f64),
    x: &impl Fn(Time) -> f64,
) {
    let machine = &scenario.machines[row.machine];
    let place = match machine.face.filter(|_| !row.is_truck) {
        Some(face) => format!("{} · {}", machine.name, scenario.faces[face].title),
        None => machine.name.clone(),
    };
    svg.text((LEFT - 8.0, y + 12.0), Anchor::End, "small", &shorten(&place, 19));
    for bar in &row.bars {
        let Some(look) = looks::of(bar.state) else { continue };
        let hover = bar_words(&machine.name, bar, &chart.clock);
        svg.rect(
            (x(bar.from), y + 1.5),
            (x(bar.to) - x(bar.from), ROW - 6.0),
            &format!("s-{}", look.class),
            &hover,
        );
    }
    for mark in &row.marks {
        let at = x(mark.at);
        if let MarkKind::Failed { subsystem } = &mark.kind {
            let hover = say!(
                "shift-failed",
                name = machine.name,
                part = subsystem,
                at = reading(&chart.clock, mark.at)
            );
            let (high, low) = (y + 1.0, y + ROW - 5.0);
            for style in ["failedge", "failmark"] {
                svg.line((at - 5.0, high), (at + 5.0, low), style);
                svg.line((at - 5.0, low), (at + 5.0, high), style);
            }
            svg.rect((at - 5.0, y), (10.0, ROW - 3.0), "s-clear", &hover);
        } else {
            svg.line((at, y + ROW - 4.0), (at, y + ROW - 1.0), "loadtick");
        }
    }
    let (loads, mass) = row.loads();
    let there = row.time_in(|state| state != MachineState::Absent).hours();
    let working = row.time_in(|state| state.class() == StateClass::Working).hours();
    svg.text((width - RIGHT + 34.0, y + 12.0), Anchor::End, "small num", &loads.to_string());
    let text = format!("{} · {}", fixed(mass.get() as f64 / 1_000.0, 0), percent(working / there));
    svg.text((width - 4.0, y + 12.0), Anchor::End, "small num", &text);
}

/// `B13-01: in line at a loader 08:12–08:19 (7 min)`
fn bar_words(name: &str, bar: &Bar, clock: &Clock) -> String {
    let minutes = (bar.to - bar.from).seconds() / 60.0;
    let length = if minutes < 90.0 {
        say!("minutes", a = fixed(minutes, if minutes < 10.0 { 1 } else { 0 }))
    } else {
        say!("hours-short", a = fixed(minutes / 60.0, 1))
    };
    let (from, to) = (reading(clock, bar.from), reading(clock, bar.to));
    format!("{name}: {} {from}–{to} ({length})", words::state(bar.state))
}

/// Hours of the local clock as a grid, and their readings.
fn hours(svg: &mut Svg, chart: &Chart, x: &impl Fn(Time) -> f64, (top, bottom): (f64, f64)) {
    let hour_px = (x(chart.to) - x(chart.from)) / (chart.to - chart.from).hours();
    let every = [1, 2, 3, 6].into_iter().find(|every| hour_px * f64::from(*every) >= READING).unwrap_or(12);
    let quarter = Span::from_millis(15 * 60_000);
    // Whole hours are found on the local clock, which may be changed within the window.
    let first = chart.clock.midnight(chart.clock.date(chart.from));
    let mut at = first;
    while at <= chart.to {
        let (hour, minute) = clock_reading(&chart.clock, at);
        if at >= chart.from && minute == 0 && hour % every == 0 {
            svg.line((x(at), top), (x(at), bottom), "grid");
            svg.text((x(at), bottom + 15.0), Anchor::Middle, "soft small num", &reading(&chart.clock, at));
            if x(at) < x(chart.to) - 20.0 {
                let above = (x(at), top + 13.0);
                svg.text(above, Anchor::Middle, "soft small num", &reading(&chart.clock, at));
            }
        }
        at += quarter;
    }
}

fn clock_reading(clock: &Clock, at: Time) -> (i32, i32) {
    let text = reading(clock, at);
    let mut parts = text.split(':').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

/// How many trucks were of which class, over time.
fn strip(svg: &mut Svg, chart: &Chart, x: &impl Fn(Time) -> f64) {
    let trucks: Vec<&Row> = chart.rows.iter().filter(|row| row.is_truck).collect();
    if trucks.is_empty() {
        return;
    }
    let (top, bottom) = (16.0, 16.0 + STRIP);
    let each = STRIP / trucks.len() as f64;
    let step = (chart.to - chart.from).millis() / SAMPLES;
    let mut next: Vec<usize> = vec![0; trucks.len()];
    for sample in 0..SAMPLES {
        let at = chart.from + Span::from_millis(step * sample + step / 2);
        let until = chart.from + Span::from_millis(step * (sample + 1));
        let mut counts = [0_u32; CLASSES.len()];
        for (row, next) in trucks.iter().zip(&mut next) {
            while row.bars.get(*next).is_some_and(|bar| bar.to <= at) {
                *next += 1;
            }
            let Some(bar) = row.bars.get(*next) else { continue };
            if let Some(class) = CLASSES.iter().position(|(class, _)| *class == bar.state.class()) {
                counts[class] += 1;
            }
        }
        let from = x(at - Span::from_millis(step / 2));
        let mut y = bottom;
        for ((class, look), n) in CLASSES.iter().zip(counts) {
            let size = f64::from(n) * each;
            y -= size;
            let hover = format!(
                "{}: {} {}",
                reading(&chart.clock, at),
                count(n as usize, "truck"),
                words::class(*class)
            );
            svg.rect((from, y), (x(until) - from + 0.2, size), look, &hover);
        }
    }
    svg.text((LEFT - 8.0, top + 10.0), Anchor::End, "soft small", &count(trucks.len(), "truck"));
    for ((class, look), line) in CLASSES.iter().zip(0..) {
        let y = bottom - 3.0 - 13.0 * f64::from(line);
        let edge = chart_right(x, chart) + 8.0;
        svg.rect((edge, y - 9.0), (9.0, 9.0), look, "");
        svg.text((edge + 14.0, y), Anchor::Start, "soft small", &words::class(*class));
    }
}

fn chart_right(x: &impl Fn(Time) -> f64, chart: &Chart) -> f64 {
    x(chart.to)
}

fn table(scenario: &Scenario, chart: &Chart) -> Table<'static> {
    let mut table = Table::new(
        &["machine", "model", "face", "working-h", "delay-h", "standby-h", "down-h", "loads", "unit-t"],
        &[false, false, false, true, true, true, true, true, true],
    );
    for row in &chart.rows {
        let machine = &scenario.machines[row.machine];
        let face = machine.face.map_or("", |face| scenario.faces[face].title.as_str());
        let mut cells =
            vec![machine.name.clone(), scenario.models[machine.model].name.clone(), face.to_string()];
        for class in words::CLASSES {
            cells.push(fixed(row.time_in(|state| state.class() == class).hours(), 2));
        }
        let (loads, mass) = row.loads();
        cells.push(loads.to_string());
        cells.push(fixed(mass.get() as f64 / 1_000.0, 1));
        table.row(cells);
    }
    table
}
