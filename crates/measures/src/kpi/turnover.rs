//! Turnover and imports, by seller's seat and by origin.
use super::definitions::*;
use super::{Book, Head};
use crate::turnover::{is_import_by_origin, is_import_by_seat, is_partner, is_services, minor};
use iceroad_model::Scenario;
use iceroad_words::say;

pub(super) fn fill(book: &mut Book<'_>) {
    let scenario: &Scenario = book.scenario();
    let head = |key: &str, title: &str, definition| Head {
        key: key.into(),
        title: say!(title),
        unit: "",
        definition,
        better: None,
    };
    book.add_money(head("turnover.total", "kpi-turnover", TURNOVER), |record| minor(record, |_| true));
    book.add_money(head("turnover.import_by_seat", "kpi-import-seat", IMPORT_BY_SEAT), |record| {
        minor(record, is_import_by_seat)
    });
    book.add_money(head("turnover.import_by_origin", "kpi-import-origin", IMPORT_BY_ORIGIN), move |record| {
        minor(record, |cell| is_import_by_origin(scenario, cell))
    });
    book.add_money(head("turnover.unknown_origin", "kpi-unknown-origin", UNKNOWN_ORIGIN), |record| {
        minor(record, |cell| cell.origin.is_none())
    });
    book.add_money(head("turnover.services", "kpi-services-worth", WORKS), |record| {
        minor(record, is_services)
    });
    for (id, party) in scenario.parties.entries().filter(|&(id, _)| is_partner(scenario, id)) {
        let key = format!("turnover.partner.{}", party.name);
        let title = say!("kpi-turnover-with", a = party.title);
        book.add_money(head(&key, &title, TURNOVER), move |record| minor(record, |cell| cell.partner == id));
    }
}
