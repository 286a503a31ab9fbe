//! Stores in a row, each filled from the next, the last from outside: a rail head, a river port, the mine. One item, nothing repaired.
//!
//! An *echelon's* stock is all that is at a store or further down the row, less what is owed at its end. Each store orders its echelon up to a level as soon
//! as it falls below; what it is sent is there a lead time later. Levels found store by store from the end are the best of all policies (Clark & Scarf 1960, Management
//! Science 6), by the recursion of Chen & Zheng (1994), Management Science 40: a store short of stock costs the next one up what it costs itself.
//!
//! Demand over each lead time is a [`Table`]; a law that is not of pieces goes in a unit of the caller's, and so do the costs.

use crate::count::Table;
use crate::error::{SparesError, not_negative, positive};

/// The most stocks that are looked at.
const MOST: usize = 200_000;

/// A store, and the way to it.
#[derive(Clone, PartialEq, Debug)]
pub struct Stage {
    /// Pieces asked for over the lead time to it.
    pub over_lead: Table,
    /// Money per unit of time for a piece in its echelon: what holding a piece here costs more than at the next store up.
    pub held: f64,
}

/// The best levels.
#[derive(Clone, PartialEq, Debug)]
pub struct Levels {
    /// To what each echelon is filled up, in the order of the stages.
    pub fill_to: Vec<u32>,
    /// Money per unit of time.
    pub cost: f64,
}

/// The best levels of a row of stores, the first the one where pieces are used; `owed` is money per unit of time for a piece owed there.
///
/// ```
/// use iceroad_spares::{count::Count, serial::{Stage, serial}};
/// // Shang and Song (2003): four stores, Poisson demand, four pieces over each lead time.
/// let over_lead = Count::poisson(4.0)?.table();
/// let stage = |held| Stage { over_lead: over_lead.clone(), held };
/// let found = serial(&[stage(0.25), stage(2.5), stage(2.5), stage(0.25)], 9.0)?;
/// assert_eq!(found.fill_to, [9, 10, 13, 19]);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
///
/// # Errors
/// Where there are no stages, `owed` is not above 0, a cost is negative, or there are too many stocks to look at.
pub fn serial(stages: &[Stage], owed: f64) -> Result<Levels, SparesError> {
    positive("cost of a piece owed", owed)?;
    if stages.is_empty() {
        return Err(SparesError::Nothing { what: "stages" });
    }
    stages.iter().try_for_each(|stage| not_negative("cost of a piece held", stage.held))?;
    let reach: usize = stages.iter().map(|stage| stage.over_lead.reach() - 1).sum();
    if 2 * reach + 1 > MOST {
        return Err(SparesError::TooLarge { what: "stocks of an item", found: 2 * reach + 1, most: MOST });
    }
    // Stocks from −reach to reach; below what a stage can come to its costs are not needed.
    let (zero, count) = (reach, 2 * reach + 1);
    let all_held: f64 = stages.iter().map(|stage| stage.held).sum();
    let mut here: Vec<f64> =
        (0..count).map(|at| (owed + all_held) * zero.saturating_sub(at) as f64).collect();
    let (mut fill_to, mut cost, mut least_at) = (Vec::new(), 0.0, 0);
    for stage in stages {
        for (at, cost) in here.iter_mut().enumerate() {
            *cost += stage.held * (at as f64 - zero as f64);
        }
        // The position a lead time before, less what is asked for in it.
        let chances = stage.over_lead.chances();
        least_at += chances.len() - 1;
        let expected =
            |at: usize| chances.iter().zip(here[..=at].iter().rev()).map(|(p, cost)| p * cost).sum::<f64>();
        let before: Vec<f64> = (least_at..count).map(expected).collect();
        let mut best = zero;
        for at in zero..count {
            if before[at - least_at] < before[best - least_at] {
                best = at;
            }
        }
        fill_to.push((best - zero) as u32);
        cost = before[best - least_at];
        // The next store up can have less to send than is wanted here. What lies below `least_at` is read by none.
        here = (0..count).map(|at| before[at.clamp(least_at, best) - least_at]).collect();
    }
    Ok(Levels { fill_to, cost })
}
