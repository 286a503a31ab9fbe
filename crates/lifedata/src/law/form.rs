//! Each family in the coordinates in which its likelihood is climbed, and the likelihood of a sample in them.
//!
//! A family needs to say only two things of an age, with two derivatives: the logarithm of its density and its
//! cumulative hazard `H`. Every kind of row follows:
//!
//! | row | its part of the log-likelihood |
//! |---|---|
//! | failed at `t` | `ln f(t)` |
//! | running at `t` | `−H(t)` |
//! | failed between `a` and `b` | `−H(a) + ln(1 − exp(−(H(b) − H(a))))` |
//! | watched from `e` on | `+H(e)` |

use std::marker::PhantomData;

use super::life_law::{Family, LifeLaw};
use super::prepared::{Age, Prepared, Weighted};
use super::standard::{Logistic, Normal, SmallestExtreme, Standard};
use crate::numeric::climb::{Height, Hill};
use crate::numeric::gamma;
use crate::numeric::jet::Jet;

/// A family in `D` coordinates.
pub(crate) trait Form<const D: usize> {
    /// Whether there is a law at this point.
    fn is_legal(at: &[f64; D]) -> bool;
    /// The logarithm of the density at an age above 0.
    fn log_density(at: &[f64; D], age: Age) -> Jet<D>;
    /// The cumulative hazard at an age above 0.
    fn cumulative(at: &[f64; D], age: Age) -> Jet<D>;
    /// The law at a point, in the unit of the ages.
    fn law(at: &[f64; D]) -> LifeLaw;

    /// The sum of the log-densities at the failures whose age is known.
    fn exact(at: &[f64; D], sample: &Prepared) -> Jet<D> {
        let mut total = Jet::ZERO;
        for Weighted { age, weight } in &sample.exact {
            total.add(*weight, &Self::log_density(at, *age));
        }
        total
    }

    /// The log-likelihood of a sample, in its own unit.
    fn log_likelihood(at: &[f64; D], sample: &Prepared) -> Jet<D> {
        let mut total = Self::exact(at, sample);
        for Weighted { age, weight } in &sample.right {
            total.add(-weight, &Self::cumulative(at, *age));
        }
        for Weighted { age, weight } in &sample.entries {
            total.add(*weight, &Self::cumulative(at, *age));
        }
        for (low, Weighted { age: high, weight }) in &sample.between {
            let mut lived = Self::cumulative(at, *high);
            if low.value > 0.0 {
                let before = Self::cumulative(at, *low);
                total.add(-weight, &before);
                lived.add(-1.0, &before);
            }
            total.add(*weight, &lived.log_failing());
        }
        total
    }
}

/// `ln mean`.
pub(crate) struct Exponential;

impl Form<1> for Exponential {
    fn is_legal(at: &[f64; 1]) -> bool {
        at[0].is_finite()
    }

    fn log_density(at: &[f64; 1], age: Age) -> Jet<1> {
        Jet::constant(0.0).plus(-1.0, &Jet::coordinate(at[0], 0)).plus(-1.0, &Self::cumulative(at, age))
    }

    fn cumulative(at: &[f64; 1], age: Age) -> Jet<1> {
        let hazard = age.value * libm::exp(-at[0]);
        Jet::along([hazard, hazard, hazard], [-1.0])
    }

    fn law(at: &[f64; 1]) -> LifeLaw {
        LifeLaw::Exponential { mean: libm::exp(at[0]) }
    }
}

/// `(δ, γ)` with `z = γ·ln t − δ`; see [`super::standard`].
pub(crate) struct LogLocation<G>(PhantomData<G>);

/// No shape beyond this is taken for one: the failures then lie within a ten-thousandth of each other.
const STEEPEST: f64 = 1e5;

/// What differs between the three laws of `ln t`.
pub(crate) trait OfLog: Standard {
    /// The law with `z = γ·ln t − δ`.
    fn law(delta: f64, gamma: f64) -> LifeLaw;
    /// The sum of `ln φ(z)` with two derivatives in `(δ, γ)` where it follows from sums over the failures.
    fn from_sums(_delta: f64, _gamma: f64, _sample: &Prepared) -> Option<Jet<2>> {
        None
    }
}

impl OfLog for SmallestExtreme {
    fn law(delta: f64, gamma: f64) -> LifeLaw {
        LifeLaw::Weibull { shape: gamma, scale: libm::exp(delta / gamma) }
    }
}

impl OfLog for Normal {
    fn law(delta: f64, gamma: f64) -> LifeLaw {
        LifeLaw::LogNormal { mu: delta / gamma, sigma: 1.0 / gamma }
    }

    fn from_sums(delta: f64, gamma: f64, sample: &Prepared) -> Option<Jet<2>> {
        let sums = &sample.sums;
        let square =
            gamma * gamma * sums.log_square - 2.0 * gamma * delta * sums.log + delta * delta * sums.weight;
        Some(Jet {
            value: -0.5 * square - sums.weight * crate::numeric::normal::HALF_LOG_TAU,
            slope: [gamma * sums.log - delta * sums.weight, delta * sums.log - gamma * sums.log_square],
            curve: [[-sums.weight, sums.log], [sums.log, -sums.log_square]],
        })
    }
}

impl OfLog for Logistic {
    fn law(delta: f64, gamma: f64) -> LifeLaw {
        LifeLaw::LogLogistic { shape: gamma, scale: libm::exp(delta / gamma) }
    }
}

impl<G: OfLog> Form<2> for LogLocation<G> {
    fn is_legal([delta, gamma]: &[f64; 2]) -> bool {
        delta.is_finite() && *gamma > 1e-9 && *gamma < STEEPEST
    }

    fn log_density(at: &[f64; 2], age: Age) -> Jet<2> {
        let mut jet = Jet::along(G::log_density(at[1] * age.log - at[0]), [-1.0, age.log]);
        jet.value += libm::log(at[1]) - age.log;
        jet.slope[1] += 1.0 / at[1];
        jet.curve[1][1] -= 1.0 / (at[1] * at[1]);
        jet
    }

    #[inline]
    fn cumulative(at: &[f64; 2], age: Age) -> Jet<2> {
        Jet::along(G::cumulative(at[1] * age.log - at[0]), [-1.0, age.log])
    }

    fn law(at: &[f64; 2]) -> LifeLaw {
        G::law(at[0], at[1])
    }

    fn exact(at: &[f64; 2], sample: &Prepared) -> Jet<2> {
        let [delta, gamma] = *at;
        let sum = || {
            let mut total = Jet::ZERO;
            for Weighted { age, weight } in &sample.exact {
                total.add(*weight, &Jet::along(G::log_density(gamma * age.log - delta), [-1.0, age.log]));
            }
            total
        };
        let mut total = G::from_sums(delta, gamma, sample).unwrap_or_else(sum);
        let failures = sample.sums.weight;
        total.value += failures * libm::log(gamma) - sample.sums.log;
        total.slope[1] += failures / gamma;
        total.curve[1][1] -= failures / (gamma * gamma);
        total
    }
}

/// `(ln scale, shape)`.
pub(crate) struct Gamma;

impl Form<2> for Gamma {
    fn is_legal([log_scale, shape]: &[f64; 2]) -> bool {
        log_scale.is_finite() && *shape > 1e-9 && *shape < STEEPEST * STEEPEST
    }

    fn log_density([log_scale, shape]: &[f64; 2], age: Age) -> Jet<2> {
        let x = age.value * libm::exp(-log_scale);
        let [psi, psi_1] = gamma::polygamma(*shape);
        let log_x = age.log - log_scale;
        Jet {
            value: shape * log_x - x - libm::lgamma(*shape) - age.log,
            slope: [x - shape, log_x - psi],
            curve: [[-x, -1.0], [-1.0, -psi_1]],
        }
    }

    fn cumulative([log_scale, shape]: &[f64; 2], age: Age) -> Jet<2> {
        let x = age.value * libm::exp(-log_scale);
        let log_x = age.log - log_scale;
        let [log_upper, first, second] = gamma::log_upper_with_slopes(*shape, x);
        // x times the hazard, and how it bends with both coordinates.
        let rate = libm::exp(shape * log_x - x - libm::lgamma(*shape) - log_upper);
        let [psi, _] = gamma::polygamma(*shape);
        let mixed = -rate * (log_x - psi - first);
        Jet {
            value: -log_upper,
            slope: [-rate, -first],
            curve: [[rate * (shape - x + rate), mixed], [mixed, -second]],
        }
    }

    fn exact([log_scale, shape]: &[f64; 2], sample: &Prepared) -> Jet<2> {
        let sums = &sample.sums;
        let x = sums.age * libm::exp(-log_scale);
        let [psi, psi_1] = gamma::polygamma(*shape);
        let log_x = sums.log - sums.weight * log_scale;
        Jet {
            value: shape * log_x - x - sums.weight * libm::lgamma(*shape) - sums.log,
            slope: [x - sums.weight * shape, log_x - sums.weight * psi],
            curve: [[-x, -sums.weight], [-sums.weight, -sums.weight * psi_1]],
        }
    }

    fn law([log_scale, shape]: &[f64; 2]) -> LifeLaw {
        LifeLaw::Gamma { shape: *shape, scale: libm::exp(*log_scale) }
    }
}

/// `(ln rate, growth)`; growth may be of either sign here, and the fit says what it means.
pub(crate) struct Gompertz;

/// `∫₀¹ uᵐ·exp(x·u) du` for `m` of 0, 1 and 2.
fn moments_of_growth(x: f64) -> [f64; 3] {
    if x.abs() < 1.0 {
        let (mut term, mut sums) = (1.0, [0.0; 3]);
        for n in 0..22_u32 {
            for (m, sum) in (1_u32..).zip(&mut sums) {
                *sum += term / f64::from(n + m);
            }
            term *= x / f64::from(n + 1);
        }
        return sums;
    }
    let top = libm::exp(x);
    let first = libm::expm1(x) / x;
    let second = (top - first) / x;
    [first, second, (top - 2.0 * second) / x]
}

impl Form<2> for Gompertz {
    fn is_legal([log_rate, growth]: &[f64; 2]) -> bool {
        log_rate.is_finite() && growth.abs() < 1e3
    }

    fn log_density(at: &[f64; 2], age: Age) -> Jet<2> {
        let mut jet = Jet::constant(at[0] + at[1] * age.value);
        jet.slope = [1.0, age.value];
        jet.plus(-1.0, &Self::cumulative(at, age))
    }

    fn cumulative([log_rate, growth]: &[f64; 2], age: Age) -> Jet<2> {
        let t = age.value;
        let rate = libm::exp(*log_rate);
        let [zeroth, first, second] = moments_of_growth(growth * t);
        let (hazard, slope) = (rate * t * zeroth, rate * t * t * first);
        Jet {
            value: hazard,
            slope: [hazard, slope],
            curve: [[hazard, slope], [slope, rate * t * t * t * second]],
        }
    }

    fn law([log_rate, growth]: &[f64; 2]) -> LifeLaw {
        LifeLaw::Gompertz { rate: libm::exp(*log_rate), growth: *growth }
    }
}

/// `(δ, γ, threshold)` with `z = γ·ln(t − threshold) − δ`.
pub(crate) struct WeibullThreshold;

impl WeibullThreshold {
    /// `z` at an age beyond the threshold.
    fn z([delta, gamma, threshold]: &[f64; 3], age: f64) -> Jet<3> {
        let beyond = age - threshold;
        let log = libm::log(beyond);
        let mut z = Jet::constant(gamma * log - delta);
        z.slope = [-1.0, log, -gamma / beyond];
        z.curve[1][2] = -1.0 / beyond;
        z.curve[2][1] = -1.0 / beyond;
        z.curve[2][2] = -gamma / (beyond * beyond);
        z
    }
}

impl Form<3> for WeibullThreshold {
    fn is_legal([delta, gamma, threshold]: &[f64; 3]) -> bool {
        delta.is_finite() && *gamma > 1e-9 && *gamma < STEEPEST && *threshold >= 0.0
    }

    fn log_density(at: &[f64; 3], age: Age) -> Jet<3> {
        let beyond = age.value - at[2];
        if beyond <= 0.0 {
            return Jet::constant(f64::NEG_INFINITY);
        }
        let z = Self::z(at, age.value);
        let mut jet = z.plus(-1.0, &z.exp());
        jet.value += libm::log(at[1]) - libm::log(beyond);
        jet.slope[1] += 1.0 / at[1];
        jet.slope[2] += 1.0 / beyond;
        jet.curve[1][1] -= 1.0 / (at[1] * at[1]);
        jet.curve[2][2] += 1.0 / (beyond * beyond);
        jet
    }

    fn cumulative(at: &[f64; 3], age: Age) -> Jet<3> {
        if age.value <= at[2] { Jet::ZERO } else { Self::z(at, age.value).exp() }
    }

    fn law([delta, gamma, threshold]: &[f64; 3]) -> LifeLaw {
        LifeLaw::WeibullThreshold { shape: *gamma, scale: libm::exp(delta / gamma), threshold: *threshold }
    }
}

/// `(logit share, δ₁, γ₁, δ₂, γ₂)`.
pub(crate) struct WeibullMixture;

impl WeibullMixture {
    /// The logarithm of the share of the first or the second.
    fn log_share(logit: f64, second: bool) -> Jet<5> {
        let z = if second { logit } else { -logit };
        let [hazard, share, bend] = Logistic::cumulative(z);
        let mut slope = [0.0; 5];
        slope[0] = if second { 1.0 } else { -1.0 };
        Jet::along([-hazard, -share, -bend], slope)
    }

    /// `z` of one of the two.
    fn z(at: &[f64; 5], log_age: f64, first: usize) -> Jet<5> {
        let mut z = Jet::constant(at[first + 1] * log_age - at[first]);
        z.slope[first] = -1.0;
        z.slope[first + 1] = log_age;
        z
    }
}

impl Form<5> for WeibullMixture {
    fn is_legal(at: &[f64; 5]) -> bool {
        let is_shape = |gamma: f64| gamma > 1e-3 && gamma < 100.0;
        at.iter().all(|part| part.is_finite()) && at[0].abs() < 30.0 && is_shape(at[2]) && is_shape(at[4])
    }

    fn log_density(at: &[f64; 5], age: Age) -> Jet<5> {
        let part = |second: bool| {
            let first = if second { 3 } else { 1 };
            let z = Self::z(at, age.log, first);
            let mut jet = z.plus(-1.0, &z.exp()).plus(1.0, &Self::log_share(at[0], second));
            let gamma = at[first + 1];
            jet.value += libm::log(gamma) - age.log;
            jet.slope[first + 1] += 1.0 / gamma;
            jet.curve[first + 1][first + 1] -= 1.0 / (gamma * gamma);
            jet
        };
        part(false).log_sum(&part(true))
    }

    fn cumulative(at: &[f64; 5], age: Age) -> Jet<5> {
        let part = |second: bool| {
            let hazard = Self::z(at, age.log, if second { 3 } else { 1 }).exp();
            Self::log_share(at[0], second).plus(-1.0, &hazard)
        };
        Jet::ZERO.plus(-1.0, &part(false).log_sum(&part(true)))
    }

    fn law(at: &[f64; 5]) -> LifeLaw {
        let share = 1.0 / (1.0 + libm::exp(-at[0]));
        let of = |delta: f64, gamma: f64| (gamma, libm::exp(delta / gamma));
        let ((shape_1, scale_1), (shape_2, scale_2)) = (of(at[1], at[2]), of(at[3], at[4]));
        if scale_1 <= scale_2 {
            return LifeLaw::WeibullMixture { share, shape_1, scale_1, shape_2, scale_2 };
        }
        LifeLaw::WeibullMixture {
            share: 1.0 - share,
            shape_1: shape_2,
            scale_1: scale_2,
            shape_2: shape_1,
            scale_2: scale_1,
        }
    }
}

/// The log-likelihood of a sample for one family, as a hill.
pub(crate) struct Evidence<'a> {
    pub(crate) family: Family,
    pub(crate) sample: &'a Prepared,
}

/// Calls a function of a form with the coordinates as an array.
macro_rules! with_form {
    ($family:expr, $at:expr, |$form:ident, $point:ident| $body:expr) => {
        match $family {
            Family::Exponential => with_form!(@ Exponential, 1, $at, $form, $point, $body),
            Family::Weibull => with_form!(@ LogLocation<SmallestExtreme>, 2, $at, $form, $point, $body),
            Family::LogNormal => with_form!(@ LogLocation<Normal>, 2, $at, $form, $point, $body),
            Family::LogLogistic => with_form!(@ LogLocation<Logistic>, 2, $at, $form, $point, $body),
            Family::Gamma => with_form!(@ Gamma, 2, $at, $form, $point, $body),
            Family::Gompertz => with_form!(@ Gompertz, 2, $at, $form, $point, $body),
            Family::WeibullThreshold => with_form!(@ WeibullThreshold, 3, $at, $form, $point, $body),
            Family::WeibullMixture => with_form!(@ WeibullMixture, 5, $at, $form, $point, $body),
        }
    };
    (@ $type:ty, $size:literal, $at:expr, $form:ident, $point:ident, $body:expr) => {{
        type $form = $type;
        let mut $point = [0.0; $size];
        $point.copy_from_slice($at);
        $body
    }};
}

/// Writes a jet where the climb reads it.
fn write<const D: usize>(jet: &Jet<D>, height: &mut Height) {
    height.value = jet.value;
    height.slope.copy_from_slice(&jet.slope);
    height.curve.iter_mut().zip(jet.curve.iter().flatten()).for_each(|(to, from)| *to = *from);
}

impl Hill for Evidence<'_> {
    fn size(&self) -> usize {
        self.family.size()
    }

    fn is_legal(&self, at: &[f64]) -> bool {
        with_form!(self.family, at, |Form, point| Form::is_legal(&point))
    }

    fn height(&self, at: &[f64], height: &mut Height) {
        with_form!(self.family, at, |Form, point| write(&Form::log_likelihood(&point, self.sample), height));
    }
}

/// The law at a point, in the sample's unit of ages.
pub(crate) fn law_at(family: Family, at: &[f64], log_unit: f64) -> LifeLaw {
    with_form!(family, at, |Form, point| Form::law(&point)).rescaled(libm::exp(log_unit))
}

/// The point of a law.
pub(crate) fn point_of(law: &LifeLaw, log_unit: f64) -> Vec<f64> {
    let of = |shape: f64, scale: f64| [shape * (libm::log(scale) - log_unit), shape];
    match *law {
        LifeLaw::Exponential { mean } => vec![libm::log(mean) - log_unit],
        LifeLaw::Weibull { shape, scale } | LifeLaw::LogLogistic { shape, scale } => {
            of(shape, scale).to_vec()
        }
        LifeLaw::LogNormal { mu, sigma } => vec![(mu - log_unit) / sigma, 1.0 / sigma],
        LifeLaw::Gamma { shape, scale } => vec![libm::log(scale) - log_unit, shape],
        LifeLaw::Gompertz { rate, growth } => vec![libm::log(rate) + log_unit, growth * libm::exp(log_unit)],
        LifeLaw::WeibullThreshold { shape, scale, threshold } => {
            let [delta, gamma] = of(shape, scale);
            vec![delta, gamma, threshold * libm::exp(-log_unit)]
        }
        LifeLaw::WeibullMixture { share, shape_1, scale_1, shape_2, scale_2 } => {
            let (first, second) = (of(shape_1, scale_1), of(shape_2, scale_2));
            let logit = libm::log(share) - libm::log1p(-share);
            vec![logit, first[0], first[1], second[0], second[1]]
        }
    }
}
