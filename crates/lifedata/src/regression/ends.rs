//! The ends of a profile interval: where the likelihood, with one figure held, has lost what the level allows.

use crate::interval::Interval;
use crate::numeric::root::crossing;
use iceroad_base::law::normal_quantile;

/// So many times the distance is doubled in search of an end before it is taken to be open.
const MOST_DOUBLINGS: u32 = 30;

/// The interval of a figure by what the log-likelihood has lost with it held at a value; `loss` gives none where there is no model, which is
/// beyond the end. An end that is never reached is infinite.
pub(super) fn profile(
    estimate: f64,
    error: f64,
    level: f64,
    mut loss: impl FnMut(f64) -> Option<f64>,
) -> Interval {
    let z = normal_quantile(f64::midpoint(1.0, level));
    let allowed = z * z / 2.0;
    let mut end = |sign: f64| {
        let (mut near, mut reach) = (0.0, z * error);
        for _ in 0..MOST_DOUBLINGS {
            let mut excess =
                |reach: f64| loss(estimate + sign * reach).map_or(1e6, |loss| (loss - allowed).min(1e6));
            if excess(reach) >= 0.0 {
                return estimate + sign * crossing(near, reach, excess);
            }
            near = reach;
            reach *= 2.0;
        }
        sign * f64::INFINITY
    };
    Interval { estimate, low: end(-1.0), high: end(1.0), level }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parabola_has_the_ends_of_wald_and_a_slope_has_one() {
        let interval = profile(3.0, 0.5, 0.9, |at| Some((at - 3.0) * (at - 3.0) / (2.0 * 0.25)));
        let reach = 0.5 * normal_quantile(0.95);
        assert!((interval.low - 3.0 + reach).abs() < 1e-12 && (interval.high - 3.0 - reach).abs() < 1e-12);
        let open = profile(3.0, 0.5, 0.9, |at| Some((3.0 - at).max(0.0)));
        assert!(open.low > 1.6 && open.high == f64::INFINITY);
    }
}
