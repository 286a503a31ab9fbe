//! What a change of a scenario is judged by and a run does not list.
use super::definitions::{DELIVERED_WANTED, LATE_VALUE_DAYS};
use super::{Book, Head, LESS, MORE};
use crate::production::{delivered_tonnes, wanted};
use crate::promise::Line;
use iceroad_words::say;

pub(super) fn fill(book: &mut Book<'_>) {
    let (frame, scenario) = (book.frame, book.frame.scenario);
    let (materials, word) = wanted(scenario);
    let head = Head {
        key: "delivered.wanted".into(),
        title: say!("kpi-delivered", name = say!(word)),
        unit: "t",
        definition: DELIVERED_WANTED,
        better: MORE,
    };
    book.add(head, move |record| {
        materials.iter().map(|&material| delivered_tonnes(frame, record, material)).sum()
    });
    if scenario.lines.is_empty() {
        return;
    }
    let lines = scenario.lines.entries().map(|(id, row)| (Line::of(scenario, id), row.price.major()));
    let lines: Vec<(Line, f64)> = lines.filter(|(line, _)| line.is_due()).collect();
    let head = Head {
        key: "agreements.late_value_days".into(),
        title: say!("kpi-late-value"),
        unit: "days",
        definition: LATE_VALUE_DAYS,
        better: LESS,
    };
    book.add(head, move |record| {
        let late = lines.iter().map(|(line, value)| line.lateness(record).bound() * value);
        late.filter(|late| late.is_finite()).sum()
    });
}
