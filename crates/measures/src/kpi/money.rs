//! Costs and turnover.
use super::definitions::*;
use super::{Book, Head, LESS};
use crate::frame::ratio;
use crate::money::{all_paid_minor, paid_minor, turnover_minor};
use crate::production::tonnes;
use iceroad_model::event::{CostCause, Flow};

pub(super) fn fill(book: &mut Book<'_>) {
    let head =
        |key: String, title: String, unit, definition, better| Head { key, title, unit, definition, better };
    book.add_money(head("cost.total".into(), "all costs".into(), "", COST, LESS), all_paid_minor);
    for cause in CostCause::ALL {
        let key = format!("cost.{}", cause.name());
        let head = head(key, cause.words().into(), "", COST, LESS);
        book.add_money(head, move |record| paid_minor(record, cause));
    }
    let title = "costs per tonne moved".to_string();
    book.add_money(head("cost.per_tonne".into(), title, "/t", COST_PER_TONNE, LESS), |record| {
        ratio(all_paid_minor(record), tonnes(record, None))
    });
    book.add_money(head("turnover.total".into(), "turnover".into(), "", TURNOVER, None), |record| {
        turnover_minor(record, |_| true)
    });
    book.add_money(head("turnover.import".into(), "imports".into(), "", TURNOVER, None), |record| {
        turnover_minor(record, |cell| cell.flow == Flow::Import)
    });
    for (id, party) in book.scenario().parties.entries() {
        if !book.scenario().offers.iter().any(|offer| offer.seller == id) {
            continue;
        }
        let key = format!("turnover.partner.{}", party.name);
        let title = format!("turnover with {}", party.title);
        book.add_money(head(key, title, "", TURNOVER, None), move |record| {
            turnover_minor(record, |cell| cell.partner == id)
        });
    }
}
