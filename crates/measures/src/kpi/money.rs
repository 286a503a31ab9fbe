//! Costs and turnover.
use super::definitions::*;
use super::production::tonnes;
use super::{Book, Head, LESS};
use crate::frame::ratio;
use crate::words;
use iceroad_model::event::{CostCause, Flow};
use iceroad_model::record::{RunRecord, TurnoverCell};

pub(super) fn fill(book: &mut Book<'_, '_>) {
    let head =
        |key: String, title: String, unit, definition, better| Head { key, title, unit, definition, better };
    book.add_money(head("cost.total".into(), "all costs".into(), "", COST, LESS), total);
    for cause in CostCause::ALL {
        let key = format!("cost.{}", cause.name());
        book.add_money(head(key, words::cost(cause).into(), "", COST, LESS), |record| {
            record.costs.iter().map(|month| month[cause as usize]).sum::<i64>() as f64
        });
    }
    let title = "costs per tonne moved".to_string();
    book.add_money(head("cost.per_tonne".into(), title, "/t", COST_PER_TONNE, LESS), |record| {
        ratio(total(record), tonnes(record, None))
    });
    let sum = |record: &RunRecord, take: &dyn Fn(&TurnoverCell) -> bool| -> f64 {
        record.turnover.iter().filter(|cell| take(cell)).map(|cell| cell.amount).sum::<i64>() as f64
    };
    book.add_money(head("turnover.total".into(), "turnover".into(), "", TURNOVER, None), |r| {
        sum(r, &|_| true)
    });
    book.add_money(head("turnover.import".into(), "imports".into(), "", TURNOVER, None), |record| {
        sum(record, &|cell| cell.flow == Flow::Import)
    });
    for (id, party) in book.scenario().parties.entries() {
        if !book.scenario().offers.iter().any(|offer| offer.seller == id) {
            continue;
        }
        let key = format!("turnover.partner.{}", party.name);
        let title = format!("turnover with {}", party.title);
        book.add_money(head(key, title, "", TURNOVER, None), |record| {
            sum(record, &|cell| cell.partner == id)
        });
    }
}

/// All money paid, minor units.
fn total(record: &RunRecord) -> f64 {
    record.costs.iter().map(|month| month.iter().sum::<i64>()).sum::<i64>() as f64
}
