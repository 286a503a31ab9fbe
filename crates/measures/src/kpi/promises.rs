//! Agreements, settlements and projects.
use super::definitions::*;
use super::{Book, Head, LESS, MORE};
use crate::frame::{days, ratio};
use crate::promise::{self, Outcome};
use iceroad_model::record::RunRecord;
use iceroad_model::{ItemId, SettlementId};

pub(super) fn fill(book: &mut Book<'_, '_>) {
    lines(book);
    shortages(book);
    tasks(book);
}

fn lines(book: &mut Book<'_, '_>) {
    let scenario = book.scenario();
    if scenario.lines.is_empty() {
        return;
    }
    let outcomes: Vec<promise::Line> =
        scenario.lines.ids().map(|id| promise::Line::of(scenario, id)).collect();
    let head = Head {
        key: "otif".into(),
        title: "agreement lines on time in full".into(),
        unit: "share",
        definition: OTIF,
        better: MORE,
    };
    book.add(head, |record| {
        let known: Vec<f64> =
            outcomes.iter().map(|line| line.on_time(record)).filter(|value| value.is_finite()).collect();
        ratio(known.iter().sum(), known.len() as f64)
    });
    for line in &outcomes {
        let row = &scenario.lines[line.id];
        let name = format!("{}.{}", scenario.agreements[row.agreement].name, row.name);
        let head = |key: &str, words: &str, unit, definition, better| Head {
            key: format!("line.{name}.{key}"),
            title: format!("{name}: {words}"),
            unit,
            definition,
            better,
        };
        book.add(head("on_time", "on time in full", "share", ON_TIME, MORE), |record| line.on_time(record));
        book.add(head("lateness", "lateness", "days", LATENESS, LESS), |record| match line.outcome(record) {
            Outcome::OnTime { .. } => 0.0,
            Outcome::Late { days, .. } | Outcome::Missing { days } => days,
            Outcome::NotYetDue => f64::NAN,
        });
        book.add(head("delivered", "share delivered", "share", DELIVERED, MORE), |record| {
            let units = record.lines.get(line.id).map_or(0, |row| row.delivered);
            ratio(units as f64, row.quantity.get() as f64)
        });
        book.add_money(head("penalty", "penalty", "", PENALTY, LESS), |record| {
            record.lines.get(line.id).map_or(0.0, |row| row.penalty as f64)
        });
    }
}

fn shortages(book: &mut Book<'_, '_>) {
    let scenario = book.scenario();
    for (id, row) in scenario.consumption.entries() {
        let settlement = &scenario.settlements[row.settlement];
        let item = &scenario.items[row.item];
        let first = scenario
            .consumption
            .entries()
            .find(|(_, other)| other.settlement == row.settlement && other.item == row.item);
        if first.is_some_and(|(first, _)| first != id) {
            continue;
        }
        let head = Head {
            key: format!("shortage.{}.{}", settlement.name, item.name),
            title: format!("days {} lacked {}", settlement.name, item.title),
            unit: "days",
            definition: SHORTAGE,
            better: LESS,
        };
        book.add(head, |record| shortage_days(record, row.settlement, row.item));
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
    book.add(head, |record| {
        let people =
            |settlement| scenario.settlements.get(settlement).map_or(0.0, |row| f64::from(row.people));
        record.shortages.iter().map(|cell| f64::from(cell.days) * people(cell.settlement)).sum()
    });
}

fn shortage_days(record: &RunRecord, settlement: SettlementId, item: ItemId) -> f64 {
    let cells = record.shortages.iter().filter(|cell| cell.settlement == settlement && cell.item == item);
    cells.map(|cell| f64::from(cell.days)).sum()
}

fn tasks(book: &mut Book<'_, '_>) {
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
        book.add(head("done", "done", "day", LESS), |record| {
            let done = record.tasks.get(id).and_then(|row| row.done_ms);
            done.map_or(f64::NAN, days)
        });
        book.add(head("is_done", "done within the horizon", "share", MORE), |record| {
            f64::from(u8::from(record.tasks.get(id).is_some_and(|row| row.done_ms.is_some())))
        });
    }
}
