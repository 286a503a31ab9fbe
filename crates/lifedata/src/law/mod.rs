//! Laws of life: what they say of an age, and how they are fitted to a sample.
//!
//! A **family** is a form of law with free parameters ([`Family`]); a [`LifeLaw`] is one with its figures; a
//! [`Fit`] is a law with the evidence it was fitted to. Times are in the unit of the sample.
//!
//! | family | parameters | cumulative hazard `H(t)`; a share `exp(−H)` lives longer than `t` |
//! |---|---|---|
//! | exponential | mean `m` | `t/m` |
//! | Weibull | shape `k`, scale `s` | `(t/s)^k` |
//! | Weibull with a threshold | and threshold `a` | `((t − a)/s)^k`, 0 up to `a` |
//! | log-normal | `mu`, `sigma` of `ln t` | `−ln Φ((mu − ln t)/sigma)` |
//! | log-logistic | shape `k`, scale `s` (the median) | `ln(1 + (t/s)^k)` |
//! | gamma | shape `k`, scale `s` | `−ln Q(k, t/s)` with the upper regularised gamma function `Q` |
//! | Gompertz | rate `r` at age 0, growth `g` | `r·(exp(g·t) − 1)/g` |
//! | mixture of two Weibull laws | share, and shape and scale of both | `−ln(share·S₁ + (1 − share)·S₂)` |
//!
//! Sources: W. Q. Meeker and L. A. Escobar, *Statistical Methods for Reliability Data* (1998), chapters 4, 5 and 8;
//! J. F. Lawless, *Statistical Models and Methods for Lifetime Data* (2nd ed. 2003), chapters 1 to 5.
//!
//! Pitfall: where much is censored, a fitted mean or a late quantile is a statement about ages that nobody has
//! seen.

pub(crate) mod fit;
pub(crate) mod form;
mod life_law;
mod mixture;
pub(crate) mod prepared;
pub(crate) mod standard;
mod threshold;
mod weibull;

pub use fit::{Fit, FitError, fit, fit_each, log_likelihood};
pub use life_law::{Family, LifeLaw, NotInScenario};

#[cfg(test)]
mod tests;
