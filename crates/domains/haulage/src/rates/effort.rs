//! How long a state is measured: the likelier it is, the longer.
//!
//! An error of a state's rates is in the answer for as long as the mine is in that state, so that the states in which a
//! mine spends its year want the most loads; the sum over states of (share of time)² / loads is least where loads go
//! with the share of time. The shares are guessed from the state alone, as if every machine were at work with the same
//! probability by itself, for some probabilities from good to poor: a guess decides how exact a rate is and never what
//! it is.

use super::classes::{Mine, State};

/// Loads dumped before a state counts as known, however unlikely. Assumed: the half-width of all that is hauled is then
/// some tenths of a percent.
pub const LEAST_LOADS: u64 = 1_000;
/// Loads that would be simulated over all states if they were shared out by likelihood alone. Assumed: what one loader of
/// six sends then is off by less than a tenth of a percent over the year (book, `fidelity.md`).
const ALL_LOADS: f64 = 4e6;
/// How probably a machine is at work, from good to poor. Assumed.
const AT_WORK: [f64; 3] = [0.95, 0.88, 0.8];
/// Surfaces of the roads, taken for equally likely.
const SURFACES: f64 = 3.0;

/// How many loads a state is worth. `by_class` says that each class of trucks counts for itself; else all together do.
pub(crate) fn loads(mine: &Mine, state: &State, by_class: bool) -> u64 {
    let likelihood: f64 = AT_WORK.iter().map(|&p| likelihood(mine, state, by_class, p)).sum();
    let of_plan = mine.plan.as_ref().map_or(1.0, |plan| plan.time_in(state));
    let share = of_plan * likelihood / (AT_WORK.len() as f64 * SURFACES);
    LEAST_LOADS.max((ALL_LOADS * share) as u64)
}

fn likelihood(mine: &Mine, state: &State, by_class: bool, at_work: f64) -> f64 {
    let loaders = state.loaders.iter().map(|&works| if works { at_work } else { 1.0 - at_work });
    let trucks = if by_class {
        let classes = mine.trucks.iter().zip(&state.trucks);
        classes.map(|(class, &n)| binomial(class.len(), usize::from(n), at_work)).product()
    } else {
        binomial(mine.trucks.iter().map(Vec::len).sum(), state.n_trucks(), at_work)
    };
    loaders.product::<f64>() * trucks
}

/// The probability that `n` of `all` are at work.
fn binomial(all: usize, n: usize, at_work: f64) -> f64 {
    let gone = all.saturating_sub(n);
    let factorial = |n: usize| libm::lgamma(n as f64 + 1.0);
    let ways = factorial(all) - factorial(n) - factorial(gone);
    libm::exp(ways + n as f64 * libm::log(at_work) + gone as f64 * libm::log(1.0 - at_work))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_at_work_adds_up_to_one() {
        for all in [0, 1, 7, 42, 2_000] {
            let sum: f64 = (0..=all).map(|n| binomial(all, n, 0.88)).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{all}: {sum}");
        }
        // Ten choose eight, 45, of 0.9⁸ · 0.1².
        assert!((binomial(10, 8, 0.9) - 0.193_710_244_5).abs() < 1e-9);
    }
}
