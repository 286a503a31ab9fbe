//! Changes that a run's evidence asks for, by rule. They are proposals: nobody sees one before paired runs tried it.
//!
//! | evidence | changes | in |
//! |---|---|---|
//! | trucks stand in line at a face | one loader more there; another dispatch policy | `haulage` |
//! | loaders wait for trucks | one truck more | `haulage` |
//! | trucks stand in line at a dump | a faster crusher, one place more | `haulage` |
//! | machines wait for a bay, a technician, tow | one more of the fullest | `workshop` |
//! | a shelf is bare: parts, fuel, goods for people | more on it at the start, higher levels, the yearly order earlier | `stock` |
//! | a line of an agreement is late | call it off earlier | `agreements` |
//! | a staple does not last to its next supply after the horizon | more of it before the road closes | `cover` |
//! | goods that somebody waits for stand in line for a leg | let them board first; more trips or vehicles | `freight` |
//!
//! Several changes may be proposed for one evidence: the runs tell which of them helps. What a scenario forbids is not proposed:
//! bays that fit no machine, dates before the horizon.
mod agreements;
mod cover;
mod freight;
mod haulage;
mod stock;
mod workshop;

use crate::advice::Change;
use crate::advice::stakes::Aim;
use crate::frame::Frame;
use crate::spread::Spread;
use iceroad_model::Scenario;
use iceroad_model::record::RunRecord;
use std::collections::VecDeque;

/// A change that a rule proposes.
#[derive(Clone, PartialEq, Debug)]
pub struct Proposal {
    /// What it wants to better.
    pub aim: Aim,
    /// What is at stake, to rank proposals of one aim by.
    stake: f64,
    /// What to change, in a few words.
    pub title: String,
    /// The evidence.
    pub why: String,
    /// The cells and rows.
    pub change: Change,
}

impl Proposal {
    fn new(aim: Aim, stake: f64, title: String, why: String, change: Change) -> Self {
        Self { aim, stake, title, why, change }
    }
}

/// Less at stake than so many machine-hours is noise (assumed: half a machine-day).
const LEAST_HOURS: f64 = 12.0;

/// All changes that the evidence asks for, those first that have most at stake; aims take turns.
pub fn proposals(scenario: &Scenario, records: &[RunRecord]) -> Vec<Proposal> {
    let frame = Frame::new(scenario, records);
    if frame.records.is_empty() {
        return Vec::new();
    }
    let mut all = haulage::proposals(&frame);
    all.extend(workshop::proposals(&frame));
    all.extend(stock::for_machines(&frame));
    all.retain(|proposal| proposal.stake >= LEAST_HOURS);
    all.extend(agreements::proposals(&frame));
    all.extend(freight::proposals(&frame));
    all.extend(stock::for_people(&frame));
    all.extend(cover::proposals(&frame));
    all.sort_by(|a, b| b.stake.total_cmp(&a.stake));
    let mut of_aim: Vec<VecDeque<Proposal>> = Aim::ALL
        .iter()
        .map(|aim| all.iter().filter(|proposal| proposal.aim == *aim).cloned().collect())
        .collect();
    let mut in_turn = Vec::with_capacity(all.len());
    while in_turn.len() < all.len() {
        in_turn.extend(of_aim.iter_mut().filter_map(VecDeque::pop_front));
    }
    in_turn
}

fn mean(frame: &Frame<'_>, value: impl Fn(&RunRecord) -> f64) -> f64 {
    Spread::over(frame.records, |record| value(record)).map_or(0.0, |spread| spread.mean)
}

/// The greatest first, at most `n`; of equals the first.
fn greatest<T>(all: impl Iterator<Item = (T, f64)>, n: usize) -> Vec<(T, f64)> {
    let mut all: Vec<(T, f64)> = all.filter(|(_, value)| *value > 0.0).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all.truncate(n);
    all
}
