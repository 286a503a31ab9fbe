//! Solving a network: flows, the bound, prices, and what binds.

use crate::FlowError;
use crate::build::{Built, build};
use crate::network::Network;
use crate::program::{Program, Row, TOLERANCE};
use crate::solver::{Simplex, Solver};

/// What limits a flow plan; positions are those of the [`Network`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Limit {
    /// The trucks of a class.
    Trucks(usize),
    /// The time of a loader.
    Loader(usize),
    /// The places of a dump.
    Places(usize),
    /// The rate of a dump's crusher.
    Crusher(usize),
    /// The least mean grade at a dump.
    BlendLeast(usize),
    /// The most.
    BlendMost(usize),
    /// A plan's minimum; its price is negative: what one more tonne an hour of it costs.
    Minimum(usize),
}

impl Limit {
    /// The unit of its shadow price.
    pub fn unit(self) -> &'static str {
        match self {
            Limit::Trucks(_) => "t/h per truck",
            Limit::Loader(_) => "t/h per loader",
            Limit::Places(_) => "t/h per place",
            Limit::Crusher(_) => "t/h per t/h of the crusher",
            Limit::BlendLeast(_) | Limit::BlendMost(_) => "t/h per unit of grade times t/h",
            Limit::Minimum(_) => "t/h per t/h of the minimum",
        }
    }
}

/// A limit with its use and its shadow price.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Price {
    /// What is limited.
    pub limit: Limit,
    /// How much of it the plan uses.
    pub used: f64,
    /// How much there is.
    pub there: f64,
    /// What one more of it adds to the objective, in [`Limit::unit`].
    pub worth: f64,
}

impl Price {
    /// Its part in the bound, t/h; the parts of all limits add up to it.
    pub fn part(&self) -> f64 {
        self.worth * self.there
    }
}

/// A flow plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// The bound: the tonnes an hour of the plan.
    pub t_per_h: f64,
    /// What was maximised: the same, weighted, less what truck hours cost.
    pub objective: f64,
    /// Loads an hour on each haul.
    pub hauls: Vec<f64>,
    /// Empty runs an hour on each return.
    pub returns: Vec<f64>,
    /// How many times the production plan is reached; 0 where there is none.
    pub share: f64,
    /// Every limit, in order.
    pub prices: Vec<Price>,
}

impl Plan {
    /// The limit with the largest part in the bound; none where nothing is hauled. Ties: the first.
    pub fn binding(&self) -> Option<&Price> {
        let mut most: Option<&Price> = None;
        for price in self.prices.iter().filter(|price| price.part() > 0.0) {
            if most.is_none_or(|most| price.part() > most.part()) {
                most = Some(price);
            }
        }
        most
    }

    /// The price of a limit; 0 where there is none such.
    pub fn worth(&self, limit: Limit) -> f64 {
        self.prices.iter().find(|price| price.limit == limit).map_or(0.0, |price| price.worth)
    }
}

/// The flow plan of a network, with prices. Where there is a production plan they are prices of keeping it, with a planned
/// tonne counted a thousand times, and their parts add up to that.
///
/// # Errors
/// [`FlowError`] where the network is senseless, no plan keeps its minima and blends, or the solver's answer does not
/// stand up to being checked: every row kept, and flows and prices of one value.
pub fn plan(network: &Network) -> Result<Plan, FlowError> {
    plan_with(&Simplex, network)
}

/// The same by another solver.
///
/// # Errors
/// As [`plan`].
pub fn plan_with(solver: &dyn Solver, network: &Network) -> Result<Plan, FlowError> {
    network.check()?;
    let built = build(network);
    let flows = kept(network, solved(solver, &built.program)?)?;
    let dual = built.program.dual();
    let prices = solved(solver, &dual)?;
    // Every minimum is met, so what that is worth is the same in both.
    let minima: f64 = network.minima.iter().map(|minimum| minimum.t_per_h * built.met_worth).sum();
    let met = minima + built.share_worth * share(network, &flows);
    let (by_flows, by_prices) = (built.program.value(&flows) - met, dual.value(&prices) - met);
    // Relative to the larger, for a mine may move one tonne an hour or ten thousand.
    if (by_flows - by_prices).abs() > 1e-6 * (1.0 + by_flows.abs().max(by_prices.abs())) {
        return Err(FlowError::Gap { flows: by_flows, prices: by_prices });
    }
    let priced = built.limits.iter().zip(&built.program.rows).zip(&prices);
    let prices: Vec<Price> =
        priced.map(|((&limit, row), &price)| priced_limit(&built, limit, row, price, &flows)).collect();
    let (hauls, rest) = flows.split_at(network.hauls.len());
    let returns = &rest[..network.returns.len()];
    Ok(Plan {
        t_per_h: hauls.iter().zip(&network.hauls).map(|(flow, haul)| flow * haul.tonnes).sum(),
        objective: by_flows,
        hauls: hauls.to_vec(),
        returns: returns.to_vec(),
        share: share(network, &flows),
        prices,
    })
}

/// The flows alone (hauls, then returns), at half the cost: for who plans and need not know the prices.
///
/// # Errors
/// As [`plan`], but the value is not checked against the dual's.
pub fn flows(network: &Network) -> Result<Vec<f64>, FlowError> {
    flows_with(&Simplex, network)
}

/// The same by another solver.
///
/// # Errors
/// As [`flows`].
pub fn flows_with(solver: &dyn Solver, network: &Network) -> Result<Vec<f64>, FlowError> {
    network.check()?;
    let mut flows = kept(network, solved(solver, &build(network).program)?)?;
    flows.truncate(network.hauls.len() + network.returns.len());
    Ok(flows)
}

/// How many times a solution reaches the production plan; 0 where there is no plan.
fn share(network: &Network, solution: &[f64]) -> f64 {
    solution.get(network.hauls.len() + network.returns.len() + network.minima.len()).copied().unwrap_or(0.0)
}

/// The solution, if every minimum is met in it.
fn kept(network: &Network, solution: Vec<f64>) -> Result<Vec<f64>, FlowError> {
    let met = &solution[network.hauls.len() + network.returns.len()..];
    let lacks =
        |(met, minimum): (&f64, &crate::Minimum)| minimum.t_per_h - met > TOLERANCE * (1.0 + minimum.t_per_h);
    let any = met.iter().zip(&network.minima).any(lacks);
    if any { Err(FlowError::Infeasible) } else { Ok(solution) }
}

/// A solution that keeps every row; what is negative by rounding is 0.
fn solved(solver: &dyn Solver, program: &Program) -> Result<Vec<f64>, FlowError> {
    let mut x = solver.solve(program)?;
    program.check(&x)?;
    for (x, variable) in x.iter_mut().zip(&program.variables) {
        if !variable.free && *x < 0.0 {
            *x = 0.0;
        }
    }
    Ok(x)
}

fn priced_limit(built: &Built, limit: Limit, row: &Row, price: f64, flows: &[f64]) -> Price {
    let used = row.terms.iter().map(|&(at, coefficient)| coefficient * flows[at]).sum();
    let met = if matches!(limit, Limit::Minimum(_)) { built.met_worth } else { 0.0 };
    Price { limit, used, there: row.right, worth: price - met }
}
