//! A linear program, its dual, and what a solution must fulfil; knows nothing of mines.
//!
//! Written as rows of sparse terms. [`Program::dual`] is the textbook's: for a program that maximises `c·x` with rows
//! `a·x ≤ b` (price `y ≥ 0`) and `a·x = b` (price `y` free) over `x ≥ 0`, it minimises `b·y` with one row
//! `Σ a·y ≥ c` for each variable.

use crate::FlowError;

/// How a row's sum of terms relates to its right side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
    /// Equal.
    Equal,
}

/// A row: `Σ coefficient · variable` against a right side.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// (variable, coefficient), each variable at most once.
    pub terms: Vec<(usize, f64)>,
    /// The relation.
    pub relation: Relation,
    /// The right side.
    pub right: f64,
}

/// A variable.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Variable {
    /// Its coefficient in the objective.
    pub worth: f64,
    /// Whether it may be negative; otherwise it is at least 0.
    pub free: bool,
}

/// A linear program.
#[derive(Clone, PartialEq, Debug)]
pub struct Program {
    /// Whether the objective is maximised; otherwise it is minimised.
    pub maximise: bool,
    /// The variables.
    pub variables: Vec<Variable>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// How far a row may be exceeded, over the size of its terms with every variable one larger: what simplex in doubles keeps with room to spare.
pub const TOLERANCE: f64 = 1e-7;

impl Program {
    /// The value of the objective.
    pub fn value(&self, x: &[f64]) -> f64 {
        self.variables.iter().zip(x).map(|(variable, x)| variable.worth * x).sum()
    }

    /// The dual of a program that maximises over variables that are at least 0 and has no row of the kind "at least".
    ///
    /// Its variables are the prices of this program's rows, in their order.
    pub fn dual(&self) -> Program {
        let price = |row: &Row| Variable { worth: row.right, free: row.relation == Relation::Equal };
        let mut rows: Vec<Row> = self
            .variables
            .iter()
            .map(|variable| Row { terms: Vec::new(), relation: Relation::AtLeast, right: variable.worth })
            .collect();
        for (index, row) in self.rows.iter().enumerate() {
            for &(variable, coefficient) in &row.terms {
                rows[variable].terms.push((index, coefficient));
            }
        }
        Program { maximise: false, variables: self.rows.iter().map(price).collect(), rows }
    }

    /// Whether `x` keeps every row and sign, to [`TOLERANCE`].
    ///
    /// # Errors
    /// [`FlowError::Broken`] with the first that it does not keep; a sign counts as a row after all rows.
    pub fn check(&self, x: &[f64]) -> Result<(), FlowError> {
        for (row, line) in self.rows.iter().enumerate() {
            let sum: f64 = line.terms.iter().map(|&(at, coefficient)| coefficient * x[at]).sum();
            let size: f64 =
                line.terms.iter().map(|&(at, coefficient)| coefficient.abs() * (1.0 + x[at].abs())).sum();
            let over = match line.relation {
                Relation::AtMost => sum - line.right,
                Relation::AtLeast => line.right - sum,
                Relation::Equal => (sum - line.right).abs(),
            };
            broken(row, over, size.max(line.right.abs()))?;
        }
        for (at, variable) in self.variables.iter().enumerate() {
            if !variable.free {
                broken(self.rows.len() + at, -x[at], 0.0)?;
            }
        }
        Ok(())
    }
}

fn broken(row: usize, over: f64, size: f64) -> Result<(), FlowError> {
    let excess = over / (1.0 + size);
    // Not `excess > TOLERANCE`, which would let through what is not a number.
    if excess <= TOLERANCE { Ok(()) } else { Err(FlowError::Broken { row, excess }) }
}
