//! Agreements, settlements and projects.
use super::definitions::*;
use super::{Book, Head, LESS, MORE};
use crate::frame::ratio;
use crate::projects::Progress;
use crate::promise::Line;
use crate::spread::Seen;
use crate::{mine_supply, settlements};
use iceroad_model::record::RunRecord;
use iceroad_words::say;
use std::sync::Arc;

pub(super) fn fill(book: &mut Book<'_>) {
    lines(book);
    shortages(book);
    tasks(book);
}

fn lines(book: &mut Book<'_>) {
    let scenario = book.scenario();
    if scenario.lines.is_empty() {
        return;
    }
    let lines: Vec<Line> = scenario.lines.ids().map(|id| Line::of(scenario, id)).collect();
    let all = lines.clone();
    let head =
        Head { key: "otif".into(), title: say!("kpi-otif"), unit: "share", definition: OTIF, better: MORE };
    book.add(head, move |record| {
        let due: Vec<f64> =
            all.iter().filter(|line| line.is_due()).map(|line| line.on_time(record)).collect();
        ratio(due.iter().sum(), due.len() as f64)
    });
    for line in lines {
        let row = &scenario.lines[line.id];
        let name = format!("{}.{}", scenario.agreements[row.agreement].name, row.name);
        let head = |key: &str, words: &str, unit, definition, better| Head {
            key: format!("line.{name}.{key}"),
            title: say!("kpi-line", name = name, what = say!(words)),
            unit,
            definition,
            better,
        };
        let (id, line) = (line.id, Arc::new(line));
        let of = Arc::clone(&line);
        book.add_chance(head("on_time", "kpi-on-time", "share", ON_TIME, MORE), move |r| of.on_time(r));
        let of = Arc::clone(&line);
        let days_late = move |record: &RunRecord| {
            if of.is_due() { of.lateness(record) } else { Seen::At(f64::NAN) }
        };
        book.add_seen(head("lateness", "kpi-lateness", "days", LATENESS, LESS), days_late);
        book.add(head("delivered", "kpi-share-delivered", "share", DELIVERED, MORE), move |record| {
            let units = record.lines.get(id).map_or(0, |row| row.delivered);
            ratio(units as f64, row.quantity.get() as f64)
        });
        book.add_money(head("penalty", "kpi-penalty", "", PENALTY, LESS), move |r| line.penalty_minor(r));
    }
}

fn shortages(book: &mut Book<'_>) {
    let scenario = book.scenario();
    for (settlement, item) in settlements::wants(scenario) {
        let (place, goods) = (&scenario.settlements[settlement], &scenario.items[item]);
        let head = Head {
            key: format!("shortage.{}.{}", place.name, goods.name),
            title: say!("kpi-short", a = place.name, b = goods.title),
            unit: "days",
            definition: SHORTAGE,
            better: LESS,
        };
        book.add(head, move |record| settlements::short_days(record, settlement, item));
    }
    for (mine, store, item) in mine_supply::wants(scenario) {
        let (place, goods) = (&scenario.mines[mine], &scenario.items[item]);
        let head = Head {
            key: format!("shortage.{}.{}", place.name, goods.name),
            title: say!("kpi-short", a = place.name, b = goods.title),
            unit: "days",
            definition: MINE_SHORTAGE,
            better: LESS,
        };
        book.add(head, move |record| mine_supply::short_days(record, mine, store, item));
    }
    if scenario.settlements.is_empty() {
        return;
    }
    let head = Head {
        key: "shortage.person_days".into(),
        title: say!("kpi-person-days"),
        unit: "person-days",
        definition: PERSON_DAYS,
        better: LESS,
    };
    book.add(head, move |record| {
        let people =
            |settlement| scenario.settlements.get(settlement).map_or(0.0, |row| f64::from(row.people));
        record.shortages.iter().map(|cell| f64::from(cell.days) * people(cell.settlement)).sum()
    });
}

fn tasks(book: &mut Book<'_>) {
    let scenario = book.scenario();
    for (id, task) in scenario.tasks.entries() {
        let name = format!("{}.{}", scenario.projects[task.project].name, task.name);
        let progress = Arc::new(Progress::of(scenario, id));
        let head = |key: &str, words: &str, unit, definition, better| Head {
            key: format!("task.{name}.{key}"),
            title: say!("kpi-line", name = task.title, what = say!(words)),
            unit,
            definition,
            better,
        };
        let of = Arc::clone(&progress);
        book.add_seen(head("done", "kpi-task-done", "day", TASK_DONE, LESS), move |record| of.done(record));
        let of = Arc::clone(&progress);
        let is_done = head("is_done", "kpi-task-is-done", "share", TASK_IS_DONE, MORE);
        book.add_chance(is_done, move |record| f64::from(u8::from(!of.done(record).is_after())));
        if progress.is_due() {
            let on_time = head("on_time", "kpi-task-on-time", "share", TASK_ON_TIME, MORE);
            book.add_chance(on_time, move |record| progress.on_time(record));
        }
    }
}
