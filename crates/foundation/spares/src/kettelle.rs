//! Every allocation that no other dominates, hull or not: for few items and a budget.
//!
//! Kettelle (1962, Operations Research 10; Barlow & Proschan 1965, chapter 6): the undominated sets of two groups, each with each, and
//! what is dominated dropped, group after group. Where [`frontier`](crate::frontier) has the corners of the curve of money against
//! value, this has the points between them too; their number grows with items and budget.

use crate::error::{SparesError, not_negative};
use crate::frontier::Rung;

/// An allocation and what it costs and leaves.
#[derive(Clone, PartialEq, Debug)]
pub struct Allocation {
    /// What it costs.
    pub cost: f64,
    /// What it leaves of the value to be lowered.
    pub value: f64,
    /// For each item its stock.
    pub stocks: Vec<u32>,
}

/// The most allocations kept.
const MOST: usize = 1_000_000;

/// The undominated allocations up to a cost, from the cheapest; each leaves less than all before it.
///
/// Values may be negative: to raise a fill rate, lower its opposite.
///
/// # Errors
/// Where an item has no stock to choose, a cost is negative, or there are more than a million to keep.
pub fn undominated(items: &[Vec<Rung>], most_cost: f64) -> Result<Vec<Allocation>, SparesError> {
    not_negative("greatest cost", most_cost)?;
    let mut kept = vec![Allocation { cost: 0.0, value: 0.0, stocks: Vec::new() }];
    for stocks in items {
        let mut all = Vec::with_capacity(kept.len() * stocks.len());
        for rung in stocks {
            not_negative("cost of a stock", rung.cost)?;
            for before in &kept {
                let cost = before.cost + rung.cost;
                if cost <= most_cost * (1.0 + 1e-12) {
                    all.push((cost, before.value + rung.value, &before.stocks, rung.stock));
                }
            }
        }
        if all.is_empty() {
            return Err(SparesError::Nothing { what: "stocks of an item within the cost" });
        }
        if all.len() > MOST {
            return Err(SparesError::TooLarge { what: "allocations", found: all.len(), most: MOST });
        }
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
        let mut next: Vec<Allocation> = Vec::new();
        for (cost, value, before, stock) in all {
            if next.last().is_none_or(|last| value < last.value) {
                let mut stocks = before.clone();
                stocks.push(stock);
                next.push(Allocation { cost, value, stocks });
            }
        }
        kept = next;
    }
    Ok(kept)
}
