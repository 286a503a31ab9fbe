//! The one place that knows which solver is used: docs/adr/0005-flow-plan-solver.md.

use crate::FlowError;
use crate::program::{Program, Relation};
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOutcome};

/// Solves linear programs. The answer must be a pure function of the program.
pub trait Solver {
    /// The value of every variable in an optimal solution.
    ///
    /// # Errors
    /// [`FlowError::Infeasible`], [`FlowError::Unbounded`], or [`FlowError::Solver`] where it gives up.
    fn solve(&self, program: &Program) -> Result<Vec<f64>, FlowError>;
}

/// The `microlp` crate: revised simplex in pure Rust, one thread, no limits of time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Simplex;

impl Solver for Simplex {
    fn solve(&self, program: &Program) -> Result<Vec<f64>, FlowError> {
        let scale = Scale::of(program);
        let direction =
            if program.maximise { OptimizationDirection::Maximize } else { OptimizationDirection::Minimize };
        let mut problem = Problem::new(direction);
        let variables: Vec<_> = program
            .variables
            .iter()
            .zip(&scale.columns)
            .map(|(variable, scale)| {
                let least = if variable.free { f64::NEG_INFINITY } else { 0.0 };
                problem.add_var(variable.worth * scale, (least, f64::INFINITY))
            })
            .collect();
        for (row, by) in program.rows.iter().zip(&scale.rows) {
            let relation = match row.relation {
                Relation::AtMost => ComparisonOp::Le,
                Relation::AtLeast => ComparisonOp::Ge,
                Relation::Equal => ComparisonOp::Eq,
            };
            let terms = row.terms.iter().map(|&(at, c)| (variables[at], c * scale.columns[at] * by));
            problem.add_constraint(terms, relation, row.right * by);
        }
        match problem.solve() {
            Ok(SolveOutcome::Solution(solution)) => {
                let scaled = variables.iter().zip(&scale.columns);
                Ok(scaled.map(|(&variable, scale)| solution.var_value(variable) * scale).collect())
            }
            Ok(_) => Err(FlowError::Solver("it stopped before it had a solution".into())),
            Err(Error::Infeasible) => Err(FlowError::Infeasible),
            Err(Error::Unbounded) => Err(FlowError::Unbounded),
            Err(error) => Err(FlowError::Solver(error.to_string())),
        }
    }
}

/// Powers of two that bring the largest coefficient of every column, then of every row, to between 1 and 2, for the
/// solver's tolerances are absolute. Multiplying by them rounds nothing.
struct Scale {
    columns: Vec<f64>,
    rows: Vec<f64>,
}

impl Scale {
    fn of(program: &Program) -> Scale {
        let mut columns = vec![0.0_f64; program.variables.len()];
        for &(at, coefficient) in program.rows.iter().flat_map(|row| &row.terms) {
            columns[at] = columns[at].max(coefficient.abs());
        }
        let columns: Vec<f64> = columns.into_iter().map(to_one).collect();
        let largest = |row: &crate::program::Row| {
            row.terms.iter().map(|&(at, c)| (c * columns[at]).abs()).fold(0.0_f64, f64::max)
        };
        let rows = program.rows.iter().map(|row| to_one(largest(row))).collect();
        Scale { columns, rows }
    }
}

/// The power of two that brings `size` to between 1 and 2; 1 for nothing.
fn to_one(size: f64) -> f64 {
    if size.is_normal() { f64::from_bits((2_046 - (size.to_bits() >> 52)).max(1) << 52) } else { 1.0 }
}
