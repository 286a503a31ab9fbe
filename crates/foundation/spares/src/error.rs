//! Why a question about stock has no answer.
use std::fmt;

/// Why a number could not be worked out.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum SparesError {
    /// A number that cannot be.
    Number {
        /// What it is ("demand rate").
        what: &'static str,
        /// What was given.
        value: f64,
        /// What is legal, in words.
        expected: &'static str,
    },
    /// Nothing to choose from.
    Nothing {
        /// What there is none of ("items").
        what: &'static str,
    },
    /// Two lists that must be of one length are not.
    Lengths {
        /// The list ("demand by period").
        what: &'static str,
        /// How long it is.
        found: usize,
        /// How long it should be.
        wanted: usize,
    },
    /// The money buys nothing at all.
    BudgetBelowFirst {
        /// The money.
        budget: f64,
        /// What the cheapest step costs.
        cheapest: f64,
    },
    /// No stock of this size reaches the target.
    OutOfReach {
        /// What the target is of ("expected backorders").
        what: &'static str,
        /// The target.
        wanted: f64,
        /// The best there is.
        best: f64,
    },
    /// An item that no leg brings and nothing flies in.
    NoSupply {
        /// Its row.
        item: usize,
    },
    /// Work comes faster than it can ever be done.
    Overloaded {
        /// Work over capacity; 1 or more.
        load: f64,
    },
    /// Larger than the exact way can do.
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much.
        found: usize,
        /// The most.
        most: usize,
    },
}

impl fmt::Display for SparesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { what, value, expected } => write!(f, "{what} of {value} is not {expected}"),
            Self::Nothing { what } => write!(f, "there are no {what} to choose from"),
            Self::Lengths { what, found, wanted } => {
                write!(f, "{what}: {found} values where {wanted} are needed")
            }
            Self::BudgetBelowFirst { budget, cheapest } => write!(
                f,
                "a budget of {budget} buys nothing: the cheapest useful piece costs {cheapest}; raise the budget to that at least"
            ),
            Self::OutOfReach { what, wanted, best } => {
                write!(
                    f,
                    "{what} of {wanted} cannot be reached: the best that any stock here gives is {best}"
                )
            }
            Self::NoSupply { item } => write!(
                f,
                "item {item} has demand, but no leg brings it and it cannot be flown in or waited for; give it a supply or a price of shortage"
            ),
            Self::Overloaded { load } => write!(
                f,
                "work comes at {load} times what the servers can do, so that the queue grows for ever; add servers or shorten the work"
            ),
            Self::TooLarge { what, found, most } => {
                write!(f, "{found} {what} are too many for the exact way; it takes up to {most}")
            }
        }
    }
}

impl std::error::Error for SparesError {}

/// Refuses what `legal` does not hold for.
pub(crate) fn check(
    legal: bool,
    what: &'static str,
    value: f64,
    expected: &'static str,
) -> Result<(), SparesError> {
    if legal {
        return Ok(());
    }
    Err(SparesError::Number { what, value, expected })
}

/// A finite number above 0.
pub(crate) fn positive(what: &'static str, value: f64) -> Result<(), SparesError> {
    check(value > 0.0 && value.is_finite(), what, value, "a finite number above 0")
}

/// A finite number of 0 or more.
pub(crate) fn not_negative(what: &'static str, value: f64) -> Result<(), SparesError> {
    check(value >= 0.0 && value.is_finite(), what, value, "a finite number of 0 or more")
}

/// A number from 0 to 1.
pub(crate) fn share(what: &'static str, value: f64) -> Result<(), SparesError> {
    check((0.0..=1.0).contains(&value), what, value, "between 0 and 1")
}

/// Lists of one length.
pub(crate) fn lengths(what: &'static str, found: usize, wanted: usize) -> Result<(), SparesError> {
    if found == wanted {
        return Ok(());
    }
    Err(SparesError::Lengths { what, found, wanted })
}
