//! What does not last into the year after: more of it ordered before the road closes.
//!
//! How much more is what the year after would lack, in the one replication in ten that lacks most. What would have spoiled before
//! the next supply comes, as what keeps for less than a year where it is ordered once a year, is not bought for it: there only an
//! earlier supply helps.
use super::stock::{Shelf, two_digits};
use super::{Proposal, mean};
use crate::advice::Change;
use crate::advice::stakes::Aim;
use crate::cover::{CoverForecast, Covers, all};
use crate::findings::closing::in_words;
use crate::frame::Frame;
use crate::numbers::{self, capital};
use crate::spread::Spread;
use iceroad_model::stores::ReviewPolicy;
use iceroad_words::say;

/// So many lines are looked at.
const LINES: usize = 3;

pub(super) fn proposals(frame: &Frame<'_>) -> Vec<Proposal> {
    let covers = Covers::of(frame);
    let asks = |one: &CoverForecast| one.is_staple && one.is_risky() && covers.keeps_until_supply(one.line);
    all(frame)
        .iter()
        .filter(|one| asks(one))
        .take(LINES)
        .filter_map(|one| more(frame, &covers, one))
        .collect()
}

fn more(frame: &Frame<'_>, covers: &Covers<'_>, one: &CoverForecast) -> Option<Proposal> {
    let lacking = Spread::over(frame.records, |record| covers.lacking(record, one.line))?;
    let (shelf, units) = (Shelf::of(frame, one.line), two_digits(lacking.p90));
    let cells = shelf.levels(units);
    if cells.is_empty() {
        return None;
    }
    let goods = say!("try-goods", n = numbers::whole(units), item = shelf.title());
    let title = match frame.scenario.stock[one.line].policy {
        ReviewPolicy::BeforeClosure { .. } => {
            say!("try-order-before", goods = goods, store = shelf.store())
        }
        _ => say!("try-keep-in", goods = goods, store = shelf.store()),
    };
    let short = |record: &_| (one.next_supply.unwrap_or(0.0) - covers.days(record, one.line)).max(0.0);
    let why = format!("{}.", capital(&in_words(frame, one)));
    Some(Proposal::new(Aim::Cover, mean(frame, short), title, why, Change { cells, rows: Vec::new() }))
}
