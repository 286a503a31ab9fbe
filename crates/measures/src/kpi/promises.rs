//! Agreements, settlements and projects.
use super::definitions::*;
use super::{Book, Head, LESS, MORE};
use crate::frame::ratio;
use crate::projects::done_day;
use crate::promise::Line;
use crate::settlements;

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
    let head = Head {
        key: "otif".into(),
        title: "agreement lines on time in full".into(),
        unit: "share",
        definition: OTIF,
        better: MORE,
    };
    book.add(head, move |record| {
        let known: Vec<f64> =
            all.iter().map(|line| line.on_time(record)).filter(|value| value.is_finite()).collect();
        ratio(known.iter().sum(), known.len() as f64)
    });
    for line in lines {
        let row = &scenario.lines[line.id];
        let name = format!("{}.{}", scenario.agreements[row.agreement].name, row.name);
        let head = |key: &str, words: &str, unit, definition, better| Head {
            key: format!("line.{name}.{key}"),
            title: format!("{name}: {words}"),
            unit,
            definition,
            better,
        };
        book.add(head("on_time", "on time in full", "share", ON_TIME, MORE), move |r| line.on_time(r));
        book.add(head("lateness", "lateness", "days", LATENESS, LESS), move |r| line.lateness(r));
        book.add(head("delivered", "share delivered", "share", DELIVERED, MORE), move |record| {
            let units = record.lines.get(line.id).map_or(0, |row| row.delivered);
            ratio(units as f64, row.quantity.get() as f64)
        });
        book.add_money(head("penalty", "penalty", "", PENALTY, LESS), move |r| line.penalty_minor(r));
    }
}

fn shortages(book: &mut Book<'_>) {
    let scenario = book.scenario();
    for (settlement, item) in settlements::wants(scenario) {
        let (place, goods) = (&scenario.settlements[settlement], &scenario.items[item]);
        let head = Head {
            key: format!("shortage.{}.{}", place.name, goods.name),
            title: format!("days {} lacked {}", place.name, goods.title),
            unit: "days",
            definition: SHORTAGE,
            better: LESS,
        };
        book.add(head, move |record| settlements::short_days(record, settlement, item));
    }
    if scenario.settlements.is_empty() {
        return;
    }
    let head = Head {
        key: "shortage.person_days".into(),
        title: "person-days with too little".into(),
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
        let head = |key: &str, words: &str, unit, better| Head {
            key: format!("task.{name}.{key}"),
            title: format!("{}: {words}", task.title),
            unit,
            definition: TASK_DONE,
            better,
        };
        book.add(head("done", "done", "day", LESS), move |record| done_day(record, id));
        book.add(head("is_done", "done within the horizon", "share", MORE), move |record| {
            f64::from(u8::from(done_day(record, id).is_finite()))
        });
    }
}
