//! Agreements and projects on a time line, and what settlements lacked.
use crate::html::chart::{Lanes, Scale, Table, both_widths, legend, x_months};
use crate::html::svg::{Anchor, Svg, shorten};
use crate::html::{Page, opening};
use crate::values;
use iceroad_measures::numbers::{NONE, count, date, fixed, percent, scaled, whole};
use iceroad_measures::projects::TaskForecast;
use iceroad_measures::promise::LineForecast;
use iceroad_measures::spread::{Seen, Spread};
use iceroad_measures::words;
use iceroad_words::say;
use maud::{Markup, html};

pub(in crate::html) fn section(page: &Page<'_, '_>) -> Markup {
    let title = "promises-title";
    let forecasts = &page.found.lines;
    html! {
        (opening(title, &lead(page, forecasts)))
        @if !forecasts.is_empty() {
            (legend(&[("kbar", "promises-bar"), ("kdue", "promises-due")]))
            (both_widths(|width| timeline(page, forecasts, width)))
            (table(page, forecasts).behind("promises-table"))
        }
        (projects(page))
        (settlements(page))
    }
}

fn lead(page: &Page<'_, '_>, forecasts: &[LineForecast]) -> String {
    if forecasts.is_empty() {
        return say!("promises-none");
    }
    let due: Vec<&LineForecast> = forecasts.iter().filter(|line| line.chance.is_some()).collect();
    let risky = due.iter().filter(|line| line.on_time.high < 0.5).count();
    let sure = due.iter().filter(|line| line.on_time.low >= 0.9).count();
    let later = match forecasts.len() - due.len() {
        0 => String::new(),
        n => say!("promises-later", a = count(n, "line")),
    };
    let penalty: f64 = forecasts.iter().filter_map(|line| line.penalty).map(|spread| spread.mean).sum();
    say!(
        "promises-lead",
        due = count(due.len(), "line"),
        sure = sure,
        risky = risky,
        years = count(page.frame.records.len(), page.frame.called()),
        penalty = scaled(penalty),
        currency = values::currency(page.frame),
        later = later,
    )
}

fn chance_class(chance: Option<f64>) -> &'static str {
    match chance {
        None => "soft",
        Some(chance) if chance >= 0.9 => "good strong",
        Some(chance) if chance >= 0.5 => "warn strong",
        Some(_) => "bad strong",
    }
}

fn timeline(page: &Page<'_, '_>, forecasts: &[LineForecast], width: f64) -> Svg {
    let (lanes, top) = (Lanes::new(width, (236.0, 232.0), 40.0), 20.0);
    let bottom = top + lanes.row * forecasts.len() as f64;
    let mut svg = Svg::new(width, bottom + 38.0, "promises-draw");
    let x = Scale::new((0.0, page.frame.days() as f64), (lanes.left, lanes.right));
    x_months(&mut svg, page.frame, &x, (top, bottom), lanes.right - lanes.left);
    lanes.above_words(&mut svg, &say!("promises-over"));
    for (at, line) in forecasts.iter().enumerate() {
        let y = top + lanes.row * at as f64;
        lanes.name(&mut svg, y, "strong", &line.name, &line.promised);
        delivery_bar(page, &mut svg, &x, y + lanes.drop, line);
        let due = line.due_day;
        if due <= page.frame.days() as f64 && due >= 0.0 {
            svg.line((x.at(due), y + lanes.drop + 5.0), (x.at(due), y + lanes.drop + 31.0), "due");
        }
        let late = line.lateness.filter(|late| late.mean >= 0.05).map_or(String::new(), |late| {
            say!("promises-late", a = values::seen(page.frame, late.seen_mean(), "days"))
        });
        let chance = format!("{}{late}", line.on_time.words());
        let why = if line.is_risky() { shorten(line.cause_words(), 38) } else { String::new() };
        lanes.words(&mut svg, y, chance_class(line.chance), &chance, &why);
    }
    svg
}

fn delivery_bar(page: &Page<'_, '_>, svg: &mut Svg, x: &Scale, y: f64, line: &LineForecast) {
    let Some(spread) = line.complete.filter(|_| line.completed.met > 0) else {
        svg.text((x.at(4.0), y + 22.0), Anchor::Start, "soft small halo", &say!("promises-not-full"));
        return;
    };
    let show = |seen: Seen| values::seen_day(page.frame, seen);
    let hover = say!(
        "promises-hover",
        name = line.name,
        p50 = show(spread.seen_p50()),
        p10 = show(spread.seen_p10()),
        p90 = show(spread.seen_p90()),
        years = line.completed.how_often(page.frame.called()),
    );
    let (from, to) = (x.inside(spread.p10), x.inside(spread.p90));
    svg.rect((from, y + 11.0), ((to - from).max(3.0), 14.0), "bar", &hover);
    let middle = x.inside(spread.p50);
    svg.line((middle, y + 8.0), (middle, y + 28.0), "whisker");
}

fn table(page: &Page<'_, '_>, forecasts: &[LineForecast]) -> Table<'static> {
    let scenario = page.results.scenario;
    let mut table = Table::new(
        &[
            "line",
            "promise",
            "due",
            "on-time",
            "complete-in",
            "P10",
            "P50",
            "P90",
            "late",
            "penalty",
            "main-cause",
            "in",
        ],
        &[false, false, true, true, true, true, true, true, true, true, false, true],
    );
    for line in forecasts {
        let show = |of: fn(&Spread) -> Seen| {
            line.complete.as_ref().map_or(NONE.into(), |spread| values::seen_day(page.frame, of(spread)))
        };
        table.row(vec![
            line.name.clone(),
            words::promise(scenario, line.line),
            date(scenario.lines[line.line].due),
            line.on_time.words(),
            line.completed.how_often(page.frame.called()),
            show(Spread::seen_p10),
            show(Spread::seen_p50),
            show(Spread::seen_p90),
            line.lateness.map_or(NONE.into(), |late| values::seen(page.frame, late.seen_mean(), "days")),
            line.penalty.map_or(NONE.into(), |penalty| scaled(penalty.mean)),
            line.cause_words().into(),
            line.cause.as_ref().map_or(NONE.into(), |cause| percent(cause.share)),
        ]);
    }
    table
}

fn projects(page: &Page<'_, '_>) -> Markup {
    let scenario = page.results.scenario;
    if scenario.tasks.is_empty() {
        return html! {};
    }
    let tasks = &page.found.tasks;
    let mut table = Table::new(
        &[
            "project",
            "task",
            "begins-p50",
            "done-p10",
            "done-p50",
            "done-p90",
            "done-in",
            "wanted-by",
            "by-then",
        ],
        &[false, false, true, true, true, true, true, true, true],
    );
    for task in tasks {
        let row = &scenario.tasks[task.task];
        let show = |spread: Option<Spread>, of: fn(&Spread) -> Seen| {
            spread.as_ref().map_or(NONE.into(), |spread| values::seen_day(page.frame, of(spread)))
        };
        table.row(vec![
            scenario.projects[row.project].title.clone(),
            row.title.clone(),
            show(task.started, Spread::seen_p50),
            show(task.done, Spread::seen_p10),
            show(task.done, Spread::seen_p50),
            show(task.done, Spread::seen_p90),
            task.finished.how_often(page.frame.called()),
            row.due.map_or(NONE.into(), date),
            task.on_time.map_or(NONE.into(), |chance| chance.words()),
        ]);
    }
    html! {
        h3 { (say!("projects")) }
        (both_widths(|width| task_lines(page, tasks, width)))
        (table.behind("tasks-table"))
    }
}

fn task_lines(page: &Page<'_, '_>, tasks: &[TaskForecast], width: f64) -> Svg {
    let scenario = page.results.scenario;
    let (lanes, top) = (Lanes::new(width, (236.0, 232.0), 26.0), 6.0);
    let bottom = top + lanes.row * tasks.len() as f64;
    let mut svg = Svg::new(width, bottom + 38.0, "tasks-draw");
    let x = Scale::new((0.0, page.frame.days() as f64), (lanes.left, lanes.right));
    x_months(&mut svg, page.frame, &x, (top, bottom), lanes.right - lanes.left);
    for (at, task) in tasks.iter().enumerate() {
        let (y, row) = (top + lanes.row * at as f64, &scenario.tasks[task.task]);
        lanes.name(&mut svg, y, "", &row.title, "");
        task_bar(page, &mut svg, &x, y + lanes.drop, task);
        let text = match task.done {
            Some(done) if task.finished.met > 0 => {
                say!("task-done", a = values::seen_day(page.frame, done.seen_p50()))
            }
            _ => say!("task-not-done"),
        };
        let class = if 2 * task.finished.met < task.finished.of { "bad" } else { "" };
        lanes.words(&mut svg, y, class, &text, "");
    }
    svg
}

fn task_bar(page: &Page<'_, '_>, svg: &mut Svg, x: &Scale, y: f64, task: &TaskForecast) {
    if let (Some(started), Some(done)) = (task.started, task.done) {
        let (from, to) = (x.inside(started.p50), x.inside(done.p50));
        svg.rect((from, y + 8.0), (to - from, 10.0), "band", &say!("task-hover"));
        let (from, to) = (x.inside(done.p10), x.inside(done.p90));
        svg.rect((from, y + 6.0), ((to - from).max(3.0), 14.0), "bar", &say!("task-hover-done"));
        svg.line((x.inside(done.p50), y + 4.0), (x.inside(done.p50), y + 22.0), "whisker");
    }
    if let Some(due) = page.results.scenario.tasks[task.task].due {
        let due = page.frame.clock.day_of_date(due) as f64 + 1.0;
        if (0.0..=page.frame.days() as f64).contains(&due) {
            svg.line((x.at(due), y + 3.0), (x.at(due), y + 23.0), "due");
        }
    }
}

fn settlements(page: &Page<'_, '_>) -> Markup {
    if page.results.scenario.settlements.is_empty() {
        return html! {};
    }
    let mut table = Table::new(
        &["settlement", "people", "item", "years-short", "days-short", "P10", "P90"],
        &[false, true, false, true, true, true, true],
    );
    for short in &page.found.shortages {
        table.row(vec![
            short.place.clone(),
            whole(short.people.into()),
            short.goods.clone(),
            short.with.how_often(page.frame.called()),
            fixed(short.days.mean, 1),
            fixed(short.days.p10, 0),
            fixed(short.days.p90, 0),
        ]);
    }
    let any = page.found.shortages.iter().find(|short| short.with.met > 0);
    let none =
        page.found.shortages.first().map_or(String::new(), |short| short.with.how_often(page.frame.called()));
    html! {
        h3 { (say!("settlements")) }
        @if any.is_none() { p.note { (say!("settlements-short", years = none)) } }
        (table)
    }
}
