//! Why there is no flow plan.
use std::fmt;

/// Why a flow plan could not be made, or not be trusted.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum FlowError {
    /// A number or position of the network that cannot be.
    Input {
        /// What it is ("trucks").
        what: &'static str,
        /// The row it stands in.
        row: usize,
        /// The number.
        value: f64,
    },
    /// The plan's minima and blends cannot all be kept with these machines.
    Infeasible,
    /// The tonnage has no bound: some haul takes neither truck time nor anything else that is limited.
    Unbounded,
    /// The solver failed.
    Solver(String),
    /// The solver's answer does not keep a row of the program.
    Broken {
        /// Which row.
        row: usize,
        /// By how much, over the size of the row's terms.
        excess: f64,
    },
    /// The programs for flows and for prices differ in value, so that one of them was not solved.
    Gap {
        /// Tonnes an hour by flows.
        flows: f64,
        /// Tonnes an hour by prices.
        prices: f64,
    },
}

impl fmt::Display for FlowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input { what, row, value } => write!(f, "flow plan: {what} of row {row} cannot be {value}"),
            Self::Infeasible => {
                write!(f, "flow plan: the plan's minima and blends cannot all be kept with these machines")
            }
            Self::Unbounded => {
                write!(f, "flow plan: some haul is limited by nothing; give it a truck time above 0")
            }
            Self::Solver(message) => write!(f, "flow plan: the solver failed: {message}"),
            Self::Broken { row, excess } => {
                write!(f, "flow plan: the solver's answer breaks row {row} by {excess:e}")
            }
            Self::Gap { flows, prices } => {
                write!(f, "flow plan: {flows} t/h by flows and {prices} t/h by prices should be equal")
            }
        }
    }
}

impl std::error::Error for FlowError {}
