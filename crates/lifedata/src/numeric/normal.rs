//! The standard normal law far into its tails: cumulative hazard with two derivatives.

use std::f64::consts::FRAC_1_SQRT_2;

/// `ln(2π)/2`.
pub(crate) const HALF_LOG_TAU: f64 = 0.918_938_533_204_672_7;

/// From here on the tail is summed by its asymptotic series, whose ninth term is below 10⁻¹⁶.
const FAR: f64 = 25.0;

/// `−ln Φ(−z)`.
pub(crate) fn cumulative_hazard(z: f64) -> f64 {
    cumulative(z)[0]
}

/// `−ln Φ(−z)` with two derivatives: the hazard `φ/Φ(−z)`, and `hazard·(hazard − z)`.
#[inline]
pub(crate) fn cumulative(z: f64) -> [f64; 3] {
    if z >= FAR {
        return far(z);
    }
    let lower = 0.5 * libm::erfc(z.abs() * FRAC_1_SQRT_2);
    let (value, upper) =
        if z < 0.0 { (-libm::log1p(-lower), 1.0 - lower) } else { (-libm::log(lower), lower) };
    let hazard = libm::exp(-0.5 * z * z - HALF_LOG_TAU) / upper;
    [value, hazard, hazard * (hazard - z)]
}

/// The asymptotic series of Mills' ratio, `(1 − 1/z² + 3/z⁴ − 15/z⁶ …)/z`: Abramowitz and Stegun (1964), 26.2.12.
fn far(z: f64) -> [f64; 3] {
    let inverse = 1.0 / (z * z);
    let (mut term, mut lack) = (1.0, 0.0);
    for n in 0..9 {
        term *= -f64::from(2 * n + 1) * inverse;
        lack -= term;
    }
    let over = z * lack / (1.0 - lack);
    let value = 0.5 * z * z + HALF_LOG_TAU + libm::log(z) - libm::log1p(-lack);
    [value, z + over, (z + over) * over]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_ways_of_the_tail_meet() {
        let (near, far) = (cumulative(FAR - 1e-9), far(FAR - 1e-9));
        for (near, far) in near.into_iter().zip(far) {
            assert!((near / far - 1.0).abs() < 1e-10, "{near} {far}");
        }
    }

    #[test]
    fn derivatives_are_those_of_the_value() {
        for z in [-9.0, -3.0, -0.4, 0.0, 0.7, 4.0, 20.0, 40.0, 300.0] {
            let step = 1e-5;
            let (low, high) = (cumulative(z - step), cumulative(z + step));
            let here = cumulative(z);
            for order in 0..2 {
                let slope = (high[order] - low[order]) / (2.0 * step);
                assert!((slope - here[order + 1]).abs() < 1e-6 * (1.0 + slope.abs()), "{z} {order}");
            }
        }
    }
}
