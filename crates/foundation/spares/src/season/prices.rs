//! Prices of the legs' room at which the bound is highest.

use super::Effort;
use super::levels::Levels;
use super::model::{Answer, Model};
use super::order::Scratch;

/// Items are told apart in at most this many groups: more groups need fewer rounds, each with a larger master problem.
const GROUPS: usize = 100;
/// What of the gap that is small enough the prices may leave.
const OF_GAP: f64 = 0.05;

/// Prices and the bound at them.
pub(super) struct Priced {
    /// Money a kilogram, row by row.
    pub(super) prices: Vec<f64>,
    pub(super) bound: f64,
    pub(super) rounds: usize,
}

/// The rows that can be full, and the items by group.
struct Rows<'a> {
    items: &'a [Levels],
    rooms: &'a [f64],
    /// Rows of `rooms` that are neither closed nor endless.
    scarce: Vec<usize>,
    /// Where a row is in `scarce`.
    place: Vec<Option<usize>>,
    groups: usize,
}

pub(super) fn search(items: &[Levels], rooms: &[f64], effort: &Effort) -> Priced {
    let scarce: Vec<usize> =
        (0..rooms.len()).filter(|row| rooms[*row] > 0.0 && rooms[*row].is_finite()).collect();
    let mut place = vec![None; rooms.len()];
    for (at, row) in scarce.iter().enumerate() {
        place[*row] = Some(at);
    }
    let room: Vec<f64> = scarce.iter().map(|row| rooms[*row]).collect();
    let rows = Rows { items, rooms, scarce, place, groups: items.len().min(GROUPS) };
    let mut scratch = Scratch::default();
    let mut prices = vec![0.0; rooms.len()];
    let (bound, model) = Model::new(&room, rows.ask(&prices, &mut scratch));
    let Some(mut model) = model else { return Priced { prices, bound, rounds: 1 } };
    let mut rounds = 1;
    while rounds < effort.rounds {
        let (trial, promised) = model.propose();
        let promised = promised.max(0.0);
        rows.spread(trial, &mut prices);
        if promised <= OF_GAP * effort.gap * model.bound.abs() {
            break;
        }
        model.learn(rows.ask(&prices, &mut scratch), promised);
        rounds += 1;
    }
    rows.spread(&model.centre, &mut prices);
    Priced { prices, bound: model.bound, rounds }
}

impl Rows<'_> {
    /// What the groups' least costs are at these prices, and the loads they make.
    fn ask(&self, prices: &[f64], scratch: &mut Scratch) -> Answer {
        let mut answer = vec![(0.0, vec![0.0; self.scarce.len()]); self.groups];
        for (row, item) in self.items.iter().enumerate() {
            let (cost, used) = &mut answer[row % self.groups];
            // A plan that overfills a row by itself is none: without it the bound is higher.
            *cost += if item.fills_a_row {
                scratch.within(item, prices, self.rooms)
            } else {
                scratch.at_prices(item, prices)
            };
            for (row, units) in &scratch.loads {
                if let Some(at) = self.place[*row] {
                    used[at] += f64::from(*units) * item.mass;
                }
            }
        }
        answer
    }

    fn spread(&self, scarce: &[f64], prices: &mut [f64]) {
        for (row, price) in self.scarce.iter().zip(scarce) {
            prices[*row] = *price;
        }
    }
}
