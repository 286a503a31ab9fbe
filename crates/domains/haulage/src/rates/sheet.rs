//! One sheet of a table: what a mine does on one surface with one set of loaders at work and
//! one set of materials ahead of the plan, by its trucks.
//!
//! Trucks come and go far oftener than loaders and seasons, so a pit keeps its sheet and finds the rates of other trucks
//! by their number, without a search.

use super::classes::{Mine, State};
use super::learn::{FlowRate, Rates};
use super::{SLOPE_STEP, is_small, spine};
use crate::rows::TruckIdx;
use crate::surface::Surface;
use iceroad_model::{MaterialId, MineId};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Rates with one set of loaders, as far as they are known. Nobody's answer depends on what another has asked.
#[derive(Debug)]
pub(crate) struct Sheet {
    mine: MineId,
    surface: Surface,
    loaders: Vec<bool>,
    mix: u8,
    ahead: Vec<MaterialId>,
    is_small: bool,
    /// A place for each combination of trucks of a small mine; else for each number of trucks.
    pub(super) exact: Vec<OnceLock<Arc<Rates>>>,
    /// A place for each class at each anchor, where the mine is not small.
    pub(super) slopes: Vec<OnceLock<Slope>>,
}

/// What one truck of a class more does.
#[derive(Debug)]
pub(crate) struct Slope {
    /// In order of flow; below nothing where it takes from a flow.
    pub(super) flows: Vec<FlowRate>,
    /// The richer of the two states that it is the difference of.
    pub(super) with: Arc<Rates>,
}

impl Slope {
    /// The difference of two states that are so many trucks apart, for each truck.
    pub(super) fn between(with: Arc<Rates>, without: &Rates, trucks: f64) -> Slope {
        let mut flows: BTreeMap<usize, FlowRate> = BTreeMap::new();
        for (rates, by) in [(&*with, 1.0 / trucks), (without, -1.0 / trucks)] {
            for rate in &rates.flows {
                let flow =
                    flows.entry(rate.flow).or_insert(FlowRate { flow: rate.flow, loads: 0.0, kg: 0.0 });
                flow.loads += by * rate.loads;
                flow.kg += by * rate.kg;
            }
        }
        Slope { flows: flows.into_values().collect(), with }
    }
}

impl Sheet {
    pub(super) fn new(mine: &Mine, state: &State) -> Sheet {
        let n_trucks: usize = mine.trucks.iter().map(Vec::len).sum();
        let is_small = is_small(mine);
        let (n_exact, n_slopes) = if is_small {
            (mine.trucks.iter().map(|class| class.len() + 1).product(), 0)
        } else {
            (n_trucks + 1, (n_trucks / SLOPE_STEP + 2) * mine.trucks.len())
        };
        Sheet {
            mine: state.mine,
            surface: state.surface,
            loaders: state.loaders.clone(),
            mix: state.mix,
            ahead: state.ahead.clone(),
            is_small,
            exact: (0..n_exact).map(|_| OnceLock::new()).collect(),
            slopes: (0..n_slopes).map(|_| OnceLock::new()).collect(),
        }
    }

    /// Whether a state's rates are on it.
    pub(crate) fn holds(&self, state: &State) -> bool {
        let is_of = self.mine == state.mine && self.surface == state.surface && self.mix == state.mix;
        is_of && self.loaders == state.loaders && self.ahead == state.ahead
    }

    /// The place of a state that is simulated; none where it lies between such.
    pub(super) fn place(&self, mine: &Mine, state: &State, spine: &[Vec<u16>]) -> Option<usize> {
        if self.is_small {
            let digit = |place: usize, (class, &n): (&Vec<TruckIdx>, &u16)| {
                place * (class.len() + 1) + usize::from(n)
            };
            return Some(mine.trucks.iter().zip(&state.trucks).fold(0, digit));
        }
        let n = state.n_trucks();
        (spine[n] == state.trucks).then_some(n)
    }
}

/// The spine of a mine by number of trucks.
pub(super) fn spines(mine: &Mine) -> Vec<Vec<u16>> {
    let all: usize = mine.trucks.iter().map(Vec::len).sum();
    (0..=all).map(|n| spine(mine, n)).collect()
}
