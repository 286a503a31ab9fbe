//! Covariates, checked and measured in their own spread.

use super::NoRegression;
use crate::numeric::linear;

/// What is left of a covariate's spread, as a share of it, below which it follows from others.
const LEAST_OWN: f64 = 1e-10;
/// A share in what a covariate follows from that is named, in standard deviations.
const LEAST_SHARE: f64 = 1e-6;

/// Named figures, a value of each for every row of a sample.
///
/// ```
/// use iceroad_lifedata::regression::Covariates;
/// let frost = Covariates::new([("frost".to_owned(), vec![0.0, 0.0, 1.0])])?;
/// assert_eq!(frost.rows(), 3);
/// # Ok::<(), iceroad_lifedata::regression::NoRegression>(())
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Covariates {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

impl Covariates {
    /// Covariates by name, each with its values in the order of the rows.
    ///
    /// # Errors
    /// [`NoRegression`] where there is none, where their rows are not as many, or where a value is not finite.
    pub fn new(columns: impl IntoIterator<Item = (String, Vec<f64>)>) -> Result<Covariates, NoRegression> {
        let (names, columns): (Vec<String>, Vec<Vec<f64>>) = columns.into_iter().unzip();
        let Some(first) = columns.first() else { return Err(NoRegression::NoCovariate) };
        let rows = first.len();
        for (name, column) in names.iter().zip(&columns) {
            if column.len() != rows {
                return Err(NoRegression::RowsDiffer { rows, have: column.len(), name: name.clone() });
            }
            if let Some(row) = column.iter().position(|value| !value.is_finite()) {
                return Err(NoRegression::NotFinite { name: name.clone(), row });
            }
        }
        Ok(Covariates { names, columns })
    }

    /// Their names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The value of a row, by its place and the covariate's; NaN where there is none.
    pub fn value(&self, row: usize, covariate: usize) -> f64 {
        self.columns.get(covariate).and_then(|column| column.get(row)).copied().unwrap_or(f64::NAN)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }
}

/// Covariates of rows with weights, each measured from its mean in standard deviations: no unit of a planner's matters to Newton's steps.
pub(super) struct Design {
    pub(super) names: Vec<String>,
    pub(super) means: Vec<f64>,
    pub(super) deviations: Vec<f64>,
    /// Rows one after another.
    pub(super) cells: Vec<f64>,
}

impl Design {
    /// # Errors
    /// [`NoRegression`] where rows are not as many as weights, or where a covariate is constant or follows from others.
    pub(super) fn new(covariates: &Covariates, weights: &[f64]) -> Result<Design, NoRegression> {
        let rows = covariates.rows();
        if rows != weights.len() {
            let name = covariates.names.first().cloned().unwrap_or_default();
            return Err(NoRegression::RowsDiffer { rows: weights.len(), have: rows, name });
        }
        let total: f64 = weights.iter().sum();
        let size = covariates.names.len();
        let mut design = Design {
            names: covariates.names.clone(),
            means: Vec::with_capacity(size),
            deviations: Vec::with_capacity(size),
            cells: vec![0.0; rows * size],
        };
        for (at, column) in covariates.columns.iter().enumerate() {
            let (least, most) =
                column.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                    (low.min(*value), high.max(*value))
                });
            if least == most {
                return Err(NoRegression::Constant { name: design.names[at].clone(), value: least });
            }
            let mean = column.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / total;
            let square = |(value, weight): (&f64, &f64)| weight * (value - mean) * (value - mean);
            let deviation = (column.iter().zip(weights).map(square).sum::<f64>() / total).sqrt();
            for (row, value) in column.iter().enumerate() {
                design.cells[row * size + at] = (value - mean) / deviation;
            }
            design.means.push(mean);
            design.deviations.push(deviation);
        }
        design.check_collinear(weights, total)?;
        Ok(design)
    }

    pub(super) fn size(&self) -> usize {
        self.names.len()
    }

    /// A coefficient in the covariate's own unit.
    pub(super) fn own(&self, at: usize, coefficient: f64) -> f64 {
        coefficient / self.deviations[at]
    }

    /// Each covariate must have a spread of its own beside those before it: the factors of Cholesky of the correlations.
    fn check_collinear(&self, weights: &[f64], total: f64) -> Result<(), NoRegression> {
        let size = self.size();
        let mut correlations = vec![0.0; size * size];
        for (row, weight) in self.cells.chunks_exact(size).zip(weights) {
            for i in 0..size {
                for j in 0..size {
                    correlations[i * size + j] += weight * row[i] * row[j] / total;
                }
            }
        }
        for at in 1..size {
            // By least squares on those before, which have passed.
            let before: Vec<f64> = (0..at * at).map(|k| correlations[k / at * size + k % at]).collect();
            let with: Vec<f64> = (0..at).map(|i| correlations[at * size + i]).collect();
            let mut shares = with.clone();
            let mut factor = before;
            let is_solved = linear::factor(&mut factor, at);
            if is_solved {
                linear::solve(&factor, at, &mut shares);
            }
            let own = correlations[at * size + at] - linear::dot(&shares, &with);
            if !is_solved || own < LEAST_OWN {
                let from = (0..at).filter(|i| shares[*i].abs() > LEAST_SHARE);
                let from = from.map(|i| self.names[i].clone()).collect();
                return Err(NoRegression::Collinear { name: self.names[at].clone(), from });
            }
        }
        Ok(())
    }
}
