//! Two stores that help each other: a demand that finds its own shelf empty is met from the other's.
//!
//! Each keeps its stock by ordering a piece for a piece; pieces come back after exponential times, each by itself. The pair of
//! numbers under way is then a Markov chain (Axsäter 1990, Management Science 36, for a demand that waits at its own store
//! where both are empty; Kutanoglu 2008 for one that is served from outside), solved exactly by the state reduction of
//! Grassmann, Taksar and Heyman (1985), which subtracts nothing and so loses no digits.
//!
//! Pitfall: a piece that comes to one store does not serve a demand that already waits at the other.

use crate::count::Count;
use crate::error::{SparesError, positive};

/// What becomes of a demand that finds both shelves empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BothEmpty {
    /// It waits at its own store.
    Waits,
    /// It is served from outside at once.
    FromOutside,
}

/// Two stores.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pair {
    /// Demands per unit of time.
    pub rates: [f64; 2],
    /// Mean time for a piece to come back.
    pub mean_time: f64,
    /// Pieces held.
    pub stocks: [usize; 2],
    /// What becomes of a demand that neither can meet.
    pub both_empty: BothEmpty,
}

/// What one of the two achieves. The three shares sum to 1.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Helped {
    /// The share of its demands met from its own shelf.
    pub own: f64,
    /// The share met from the other's.
    pub lateral: f64,
    /// The share that waits, or is served from outside.
    pub neither: f64,
    /// Pieces it owes in the mean.
    pub backorders: f64,
    /// Pieces on its shelf in the mean.
    pub on_hand: f64,
}

/// The most states of the chain.
const MOST_STATES: usize = 20_000;

/// What the pair comes to in the long run.
///
/// ```
/// use iceroad_spares::lateral::{BothEmpty, Pair, pair};
/// let stores = Pair { rates: [0.1, 0.1], mean_time: 10.0, stocks: [1, 1], both_empty: BothEmpty::FromOutside };
/// let [one, _] = pair(&stores)?;
/// assert!((one.own - 0.4).abs() < 1e-12 && (one.lateral - 0.2).abs() < 1e-12);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
///
/// # Errors
/// Where rates or the time are not above 0, or the stores are too large for the exact way.
pub fn pair(stores: &Pair) -> Result<[Helped; 2], SparesError> {
    positive("demand rate", stores.rates[0])?;
    positive("demand rate", stores.rates[1])?;
    positive("mean time to come back", stores.mean_time)?;
    let sizes = [size(stores, 0)?, size(stores, 1)?];
    let states = sizes[0] * sizes[1];
    if states > MOST_STATES {
        return Err(SparesError::TooLarge { what: "states of two stores", found: states, most: MOST_STATES });
    }
    let chances = balance(stores, sizes);
    let mut helped = [Helped::default(); 2];
    for (state, &chance) in chances.iter().enumerate() {
        let under_way = [state / sizes[1], state % sizes[1]];
        for own in 0..2 {
            let (here, other) =
                (under_way[own] < stores.stocks[own], under_way[1 - own] < stores.stocks[1 - own]);
            let at = &mut helped[own];
            *(if here {
                &mut at.own
            } else if other {
                &mut at.lateral
            } else {
                &mut at.neither
            }) += chance;
            at.backorders += chance * under_way[own].saturating_sub(stores.stocks[own]) as f64;
            at.on_hand += chance * stores.stocks[own].saturating_sub(under_way[own]) as f64;
        }
    }
    Ok(helped)
}

/// How many values the number under way of a store may have: as far as all demand together could lead with a chance that counts.
fn size(stores: &Pair, own: usize) -> Result<usize, SparesError> {
    let stock = stores.stocks[own];
    if stores.both_empty == BothEmpty::FromOutside {
        return Ok(stock + 1);
    }
    let all = Count::poisson((stores.rates[0] + stores.rates[1]) * stores.mean_time)?.table();
    Ok(stock.max(all.quantile(1.0 - 1e-15)) + 1 + stock / 2)
}

/// Where a demand at `own` leads from a state, if anywhere.
fn demand(stores: &Pair, under_way: [usize; 2], own: usize, sizes: [usize; 2]) -> Option<[usize; 2]> {
    let free = |store: usize| under_way[store] < stores.stocks[store];
    let from = if free(own) {
        own
    } else if free(1 - own) {
        1 - own
    } else if stores.both_empty == BothEmpty::Waits {
        own
    } else {
        return None;
    };
    let mut next = under_way;
    next[from] += 1;
    (next[from] < sizes[from]).then_some(next)
}

/// The chances of all states.
fn balance(stores: &Pair, sizes: [usize; 2]) -> Vec<f64> {
    let (width, states) = (sizes[1], sizes[0] * sizes[1]);
    let span = 2 * width + 1;
    // Row by row the rates to the states from `width` before to `width` after.
    let mut rates = vec![0.0; states * span];
    let at = |from: usize, to: usize| from * span + (to + width - from);
    for state in 0..states {
        let under_way = [state / width, state % width];
        for own in 0..2 {
            if let Some(next) = demand(stores, under_way, own, sizes) {
                rates[at(state, next[0] * width + next[1])] += stores.rates[own];
            }
            if under_way[own] > 0 {
                let back = if own == 0 { state - width } else { state - 1 };
                rates[at(state, back)] += under_way[own] as f64 / stores.mean_time;
            }
        }
    }
    for last in (1..states).rev() {
        let near = last.saturating_sub(width)..last;
        let out: f64 = near.clone().map(|to| rates[at(last, to)]).sum();
        for from in near.clone() {
            let share = rates[at(from, last)] / out;
            if share == 0.0 {
                continue;
            }
            rates[at(from, last)] = share;
            for to in near.clone().filter(|to| *to != from) {
                rates[at(from, to)] += share * rates[at(last, to)];
            }
        }
    }
    let mut chances = vec![1.0];
    for state in 1..states {
        let from = state.saturating_sub(width)..state;
        chances.push(from.map(|from| chances[from] * rates[at(from, state)]).sum());
    }
    let sum: f64 = chances.iter().sum();
    chances.iter().map(|weight| weight / sum).collect()
}
