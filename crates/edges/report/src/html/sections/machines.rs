//! Where machine hours went, and what stopped machines.
use crate::findings::truck_losses;
use crate::frame::{Group, hours as in_hours, ratio};
use crate::html::chart::{Scale, Table, WIDE, figure, legend, nice, x_months};
use crate::html::svg::{Anchor, Svg, shorten};
use crate::html::{Page, opening};
use crate::numbers::{fixed, percent, scaled};
use crate::spread::Spread;
use iceroad_model::SubsystemId;
use iceroad_model::event::MachineState;
use iceroad_model::record::RunRecord;
use maud::{Markup, html};

/// What hours are shown as: words, states, colour.
pub(super) const PARTS: [(&str, &[MachineState], u8); 8] = {
    use MachineState::*;
    [
        ("working", &[TravelEmpty, Loading, TravelLoaded, Dumping], 1),
        (
            "in line, held, refuelling, warming up, changing crews, waiting for trucks",
            &[QueueLoad, QueueDump, HeldOnRoad, Refuelling, WarmUp, ShiftChange, WaitTruck],
            2,
        ),
        ("off shift, break", &[OffShift, Break], 3),
        ("cold stop, blast", &[WeatherStop, BlastStandDown], 7),
        ("no work, no fuel, no operator", &[NoWork, NoFuel, NoOperator], 6),
        ("planned service", &[Service], 5),
        ("hands-on repair", &[Repair], 8),
        ("waiting for repair", &[WaitTow, Tow, WaitBay, WaitTechnician, WaitPart, WaitWeather], 4),
    ]
};

/// The legend of [`PARTS`].
pub(super) fn keys() -> Vec<(String, &'static str)> {
    PARTS.iter().map(|(words, _, colour)| (format!("k{colour}"), *words)).collect()
}

fn hours_in(group: &Group, record: &RunRecord, states: &[MachineState]) -> f64 {
    states.iter().map(|&state| group.state_hours(record, state)).sum()
}

fn mean(page: &Page<'_, '_>, value: impl Fn(&RunRecord) -> f64) -> f64 {
    Spread::over(page.frame.records, |record| value(record)).map_or(0.0, |spread| spread.mean)
}

/// Where truck hours went.
pub(in crate::html) fn hours(page: &Page<'_, '_>) -> Markup {
    let groups = page.frame.groups();
    if groups.is_empty() || page.frame.records.is_empty() {
        return opening("Where truck hours went", "There are no machine hours to show.");
    }
    let losses = truck_losses(page.results);
    let worst: Vec<String> = losses
        .iter()
        .filter(|loss| loss.is_loss)
        .take(3)
        .map(|loss| format!("{} ({})", loss.words, percent(loss.share.mean)))
        .collect();
    let working = groups.iter().find(|group| group.key == "trucks").map(|trucks| {
        mean(page, |record| ratio(hours_in(trucks, record, PARTS[0].1), trucks.calendar_hours(record)))
    });
    let lead = working.map_or(String::new(), |working| {
        format!(
            "Of 100 truck hours {} are work. Largest losses: {}.",
            fixed(working * 100.0, 0),
            worst.join(", ")
        )
    });
    html! {
        (opening("Where truck hours went", &lead))
        (legend(&keys()))
        (by_group(page, groups))
        @if let Some(trucks) = groups.iter().find(|group| group.key == "trucks") {
            h3 { "All trucks by month" }
            p.note { (worst_month(page, trucks)) }
            (by_month(page, trucks))
        }
        (states_table(page, groups).behind("Table: mean hours per machine in every state"))
    }
}

/// One bar a group: shares of calendar time.
fn by_group(page: &Page<'_, '_>, groups: &[Group]) -> Markup {
    let (left, right, row, top) = (190.0, WIDE - 108.0, 27.0, 20.0);
    let height = top + row * groups.len() as f64 + 6.0;
    let mut svg = Svg::new(WIDE, height, "Shares of calendar hours by state, for each group of machines");
    svg.text((left, 12.0), Anchor::Start, "soft small", "share of calendar hours");
    svg.text((right + 10.0, 12.0), Anchor::Start, "soft small", "availability · use");
    for (at, group) in groups.iter().enumerate() {
        let y = top + row * at as f64;
        let is_all = at == 0 || groups[at].key == "loaders";
        let class = if is_all { "strong" } else { "" };
        let label = format!("{} ({})", shorten(&group.title, 21), group.machines.len());
        svg.text((left - 10.0, y + 17.0), Anchor::End, class, &label);
        let mut x = left;
        for (words, states, colour) in PARTS {
            let share =
                mean(page, |record| ratio(hours_in(group, record, states), group.calendar_hours(record)));
            let width = share * (right - left);
            let hover = format!("{}: {words} {}", group.title, percent(share));
            svg.rect((x, y + 3.0), (width, row - 7.0), &format!("f{colour}"), &hover);
            x += width;
        }
        let down = |record: &RunRecord| group.class_hours(record, iceroad_model::event::StateClass::Down);
        let up = mean(page, |record| {
            ratio(group.calendar_hours(record) - down(record), group.calendar_hours(record))
        });
        let used = mean(page, |record| {
            let operating = hours_in(group, record, PARTS[0].1) + hours_in(group, record, PARTS[1].1);
            ratio(operating, group.calendar_hours(record) - down(record))
        });
        let text = format!("{} · {}", percent(up), percent(used));
        svg.text((right + 10.0, y + 17.0), Anchor::Start, "num", &text);
    }
    figure(&svg)
}

/// The month with the least work, and what took the time there.
fn worst_month(page: &Page<'_, '_>, group: &Group) -> String {
    let share = |month: usize, states: &[MachineState]| {
        mean(page, |record| {
            let ms = |states: &[MachineState]| -> i64 {
                let rows = group.rows(record).filter_map(|machine| machine.state_ms.get(month));
                rows.map(|cells| states.iter().map(|&state| cells[state as usize]).sum::<i64>()).sum()
            };
            let all: i64 = PARTS.iter().map(|(_, states, _)| ms(states)).sum();
            ratio(ms(states) as f64, all as f64)
        })
    };
    let months = (0..page.frame.months.len()).map(|month| (month, share(month, PARTS[0].1)));
    let Some((month, working)) = months.min_by(|a, b| a.1.total_cmp(&b.1)) else { return String::new() };
    let most = PARTS[1..].iter().map(|(words, states, _)| (*words, share(month, states)));
    let Some((words, taken)) = most.max_by(|a, b| a.1.total_cmp(&b.1)) else { return String::new() };
    format!(
        "{} has the least work: {} of truck hours; {words} takes {} there.",
        page.frame.month_label(month),
        percent(working),
        percent(taken)
    )
}

fn by_month(page: &Page<'_, '_>, group: &Group) -> Markup {
    let (height, left) = (230.0, 62.0);
    let (top, bottom) = (14.0, height - 38.0);
    let frame = page.frame;
    let n = frame.months.len();
    let month_hours = |month: usize, states: &[MachineState]| {
        mean(page, |record| {
            let rows = group.rows(record).filter_map(|machine| machine.state_ms.get(month));
            in_hours(rows.map(|cells| states.iter().map(|&state| cells[state as usize]).sum::<i64>()).sum())
        })
    };
    let months: Vec<Vec<f64>> =
        (0..n).map(|month| PARTS.iter().map(|(_, states, _)| month_hours(month, states)).collect()).collect();
    let (high, step) = nice(months.iter().map(|parts| parts.iter().sum()).fold(0.0, f64::max));
    let mut svg = Svg::new(WIDE, height, "Truck hours by state and month");
    let y = Scale::new((0.0, high), (bottom, top));
    let x = Scale::new((0.0, frame.days() as f64), (left, WIDE - 4.0));
    crate::html::chart::y_axis(&mut svg, &y, high, step, (left, WIDE - 4.0), "h");
    x_months(&mut svg, frame, &x, (bottom, bottom), WIDE - left);
    for (month, parts) in months.iter().enumerate() {
        let from = x.at(frame.month_start(month) as f64);
        let to = x.at(frame.month_start(month + 1) as f64);
        let pad = ((to - from) * 0.12).min(5.0);
        let mut so_far = 0.0;
        for (&hours, (words, _, colour)) in parts.iter().zip(PARTS) {
            let (low, up) = (y.at(so_far), y.at(so_far + hours));
            let hover = format!("{}: {words} {} h", frame.month_label(month), fixed(hours, 0));
            svg.rect((from + pad, up), (to - from - 2.0 * pad, low - up), &format!("f{colour}"), &hover);
            so_far += hours;
        }
    }
    figure(&svg)
}

fn states_table(page: &Page<'_, '_>, groups: &[Group]) -> Table<'static> {
    let mut table = Table::new(
        &["Machines", "State", "Class", "Mean, h a machine", "P10", "P90", "Share of calendar"],
        &[false, false, false, true, true, true, true],
    );
    for group in groups {
        let machines = group.machines.len() as f64;
        for state in MachineState::ALL {
            let spread =
                Spread::over(page.frame.records, |record| group.state_hours(record, state) / machines);
            let Some(spread) = spread.filter(|spread| spread.mean > 0.05) else { continue };
            let share =
                mean(page, |record| ratio(group.state_hours(record, state), group.calendar_hours(record)));
            let is_counted = state != MachineState::Absent;
            table.row(vec![
                group.title.clone(),
                state.words().into(),
                state.class().words().into(),
                fixed(spread.mean, 1),
                fixed(spread.p10, 1),
                fixed(spread.p90, 1),
                if is_counted { percent(share) } else { crate::numbers::NONE.into() },
            ]);
        }
    }
    table
}

/// Parts of the time after a failure: words, state, colour.
const STOPS: [(&str, MachineState, u8); 7] = [
    ("hands-on repair", MachineState::Repair, 8),
    ("waiting for a part", MachineState::WaitPart, 4),
    ("waiting for a technician", MachineState::WaitTechnician, 6),
    ("waiting for a bay", MachineState::WaitBay, 2),
    ("waiting for tow or field crew", MachineState::WaitTow, 1),
    ("under tow", MachineState::Tow, 7),
    ("waiting for weather", MachineState::WaitWeather, 3),
];

/// At most so many subsystems are drawn.
const MOST_STOPS: usize = 14;

/// One subsystem of a model with what its failures cost.
struct Stop {
    name: String,
    failures: Spread,
    parts: [f64; 7],
    total: Spread,
}

/// What stopped machines, by subsystem and cause.
pub(in crate::html) fn stops(page: &Page<'_, '_>) -> Markup {
    let title = "What stopped them";
    let all = stop_rows(page);
    if all.is_empty() {
        return opening(title, "No machine failed in any replication.");
    }
    let total: f64 = all.iter().map(|stop| stop.total.mean).sum();
    let repair: f64 = all.iter().map(|stop| stop.parts[0]).sum();
    let (cause, most) = (1..STOPS.len())
        .map(|at| (STOPS[at].0, all.iter().map(|stop| stop.parts[at]).sum::<f64>()))
        .fold(("", 0.0), |best, next| if next.1 > best.1 { next } else { best });
    let lead = format!(
        "{} costs most hours. Of all {} machine-hours down after failures {} are hands-on repair; most waiting is {} ({}).",
        all[0].name,
        fixed(total, 0),
        percent(ratio(repair, total)),
        cause,
        percent(ratio(most, total))
    );
    let keys: Vec<_> = STOPS.iter().map(|(words, _, colour)| (format!("k{colour}"), words)).collect();
    let shown = &all[..all.len().min(MOST_STOPS)];
    html! {
        (opening(title, &lead))
        (legend(&keys))
        (stop_bars(shown))
        @if all.len() > shown.len() {
            p.note { "The " (shown.len()) " largest of " (all.len()) " subsystems; the rest is in the table." }
        }
        (stop_table(&all).behind("Table: failures and hours down by subsystem, mean of replications"))
    }
}

fn stop_rows(page: &Page<'_, '_>) -> Vec<Stop> {
    let scenario = page.results.scenario;
    let mut all = Vec::new();
    for (id, subsystem) in scenario.subsystems.entries() {
        let of = |record: &RunRecord, states: &[MachineState]| {
            record
                .subsystems
                .get(id)
                .map_or(0.0, |row| in_hours(states.iter().map(|&state| row.down_ms[state as usize]).sum()))
        };
        let failures = |record: &RunRecord| failures(record, id);
        let total = Spread::over(page.frame.records, |record| of(record, &MachineState::ALL));
        let (Some(failures), Some(total)) = (Spread::over(page.frame.records, failures), total) else {
            continue;
        };
        if failures.mean == 0.0 && total.mean == 0.0 {
            continue;
        }
        let name = format!("{} · {}", page.frame.model_title(subsystem.model), subsystem.name);
        let parts = STOPS.map(|(_, state, _)| mean(page, |record| of(record, &[state])));
        all.push(Stop { name, failures, parts, total });
    }
    all.sort_by(|a, b| b.total.mean.total_cmp(&a.total.mean));
    all
}

fn failures(record: &RunRecord, id: SubsystemId) -> f64 {
    record.subsystems.get(id).map_or(0.0, |row| f64::from(row.failures))
}

fn stop_bars(stops: &[Stop]) -> Markup {
    let (left, right, row, top) = (250.0, WIDE - 170.0, 25.0, 20.0);
    let height = top + row * stops.len() as f64 + 6.0;
    let most = stops.iter().map(|stop| stop.total.mean).fold(0.0, f64::max);
    let x = Scale::new((0.0, most), (left, right));
    let mut svg = Svg::new(WIDE, height, "Machine-hours down after failures by subsystem and cause");
    svg.text((left, 12.0), Anchor::Start, "soft small", "machine-hours down after its failures");
    svg.text((WIDE - 4.0, 12.0), Anchor::End, "soft small", "hours · failures");
    for (at, stop) in stops.iter().enumerate() {
        let y = top + row * at as f64;
        svg.text((left - 10.0, y + 16.0), Anchor::End, "", &shorten(&stop.name, 34));
        let mut so_far = 0.0;
        for (&hours, (words, _, colour)) in stop.parts.iter().zip(STOPS) {
            let (from, to) = (x.at(so_far), x.at(so_far + hours));
            let hover = format!("{}: {words} {} h", stop.name, fixed(hours, 0));
            svg.rect((from, y + 3.0), (to - from, row - 7.0), &format!("f{colour}"), &hover);
            so_far += hours;
        }
        let text = format!("{} h · {}", scaled(stop.total.mean), fixed(stop.failures.mean, 1));
        svg.text((WIDE - 4.0, y + 16.0), Anchor::End, "num", &text);
    }
    figure(&svg)
}

fn stop_table(stops: &[Stop]) -> Table<'static> {
    let mut table = Table::new(
        &[
            "Model · subsystem",
            "Failures",
            "P10",
            "P90",
            "Hours down",
            "P10",
            "P90",
            "Repair",
            "Part",
            "Technician",
            "Bay",
            "Tow wait",
            "Tow",
            "Weather",
            "h per failure",
        ],
        &[false, true, true, true, true, true, true, true, true, true, true, true, true, true, true],
    );
    for stop in stops {
        let mut cells = vec![
            stop.name.clone(),
            fixed(stop.failures.mean, 1),
            fixed(stop.failures.p10, 0),
            fixed(stop.failures.p90, 0),
            fixed(stop.total.mean, 0),
            fixed(stop.total.p10, 0),
            fixed(stop.total.p90, 0),
        ];
        cells.extend(stop.parts.iter().map(|&hours| fixed(hours, 0)));
        cells.push(fixed(ratio(stop.total.mean, stop.failures.mean), 1));
        table.row(cells);
    }
    table
}
