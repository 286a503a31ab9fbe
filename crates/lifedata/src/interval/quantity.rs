//! What is asked of a law, and the scale on which its likelihood is most nearly a parabola.

use crate::law::LifeLaw;

/// A quantity of a law.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Quantity {
    /// One of its parameters, by its place in [`crate::law::Family::parameter_names`].
    Parameter(usize),
    /// The age by which this share has failed; 0.1 for the B10 life. Between 0 and 1.
    Quantile(f64),
    /// The mean life.
    Mean,
    /// The share that lasts longer than this age, which is above 0.
    Survival(f64),
}

impl Quantity {
    /// Its value for a law; NaN for a parameter that the law does not have.
    pub fn of(&self, law: &LifeLaw) -> f64 {
        match *self {
            Quantity::Parameter(place) => law.parameters().get(place).copied().unwrap_or(f64::NAN),
            Quantity::Quantile(share) => law.quantile(share),
            Quantity::Mean => law.mean(),
            Quantity::Survival(age) => law.survival(age),
        }
    }

    /// Whether it may be of either sign, lies between 0 and 1, or is above 0.
    fn range(&self, law: &LifeLaw) -> Range {
        match (*self, law) {
            (Quantity::Parameter(0), LifeLaw::LogNormal { .. })
            | (Quantity::Parameter(1), LifeLaw::Gompertz { .. })
            | (Quantity::Parameter(2), LifeLaw::WeibullThreshold { .. }) => Range::Any,
            (Quantity::Parameter(0), LifeLaw::WeibullMixture { .. }) => Range::Share,
            (Quantity::Survival(_), _) => Range::Survival,
            _ => Range::Positive,
        }
    }

    /// Its value on the scale of the search.
    pub(super) fn on_scale(&self, law: &LifeLaw) -> f64 {
        match (self.range(law), *self) {
            (Range::Any, _) => self.of(law),
            (Range::Positive, _) => libm::log(self.of(law)),
            (Range::Share, _) => {
                let share = self.of(law);
                libm::log(share) - libm::log1p(-share)
            }
            (Range::Survival, Quantity::Survival(age)) => -libm::log(law.cumulative_hazard(age)),
            (Range::Survival, _) => f64::NAN,
        }
    }

    /// Back from the scale of the search, whose ends are the ends of what the quantity may be.
    pub(super) fn off_scale(&self, law: &LifeLaw, value: f64) -> f64 {
        match self.range(law) {
            Range::Any => value,
            Range::Positive => libm::exp(value),
            Range::Share => 1.0 / (1.0 + libm::exp(-value)),
            Range::Survival => libm::exp(-libm::exp(-value)),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Range {
    Any,
    Positive,
    Share,
    Survival,
}
