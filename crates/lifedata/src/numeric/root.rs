//! Roots of functions of one variable.

/// The root of a rising function, found from a guess by widening steps and then by Chandrupatla's method.
///
/// T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
/// without using derivatives", Advances in Engineering Software 28 (1997) 145–149. Infinite where the function
/// never crosses 0.
pub(crate) fn rising_root(guess: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    let at_guess = f(guess);
    if at_guess == 0.0 {
        return guess;
    }
    let upward = at_guess < 0.0;
    let (mut near, mut far, mut step) = (guess, guess, 0.5);
    for _ in 0..1_100 {
        near = far;
        far = if upward { far + step } else { far - step };
        step *= 2.0;
        if !far.is_finite() {
            break;
        }
        let value = f(far);
        if (upward && value >= 0.0) || (!upward && value <= 0.0) {
            return crossing(near, far, f);
        }
    }
    let _ = near;
    if upward { f64::INFINITY } else { f64::NEG_INFINITY }
}

/// A point between two ends where the function changes its sign, to the last digits.
pub(crate) fn crossing(a: f64, b: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    let (mut a, mut b) = (a, b);
    let (mut f_a, mut f_b) = (f(a), f(b));
    let mut share = 0.5;
    for _ in 0..200 {
        let x = a + share * (b - a);
        let f_x = f(x);
        let (c, f_c);
        if (f_x > 0.0) == (f_a > 0.0) {
            (c, f_c) = (a, f_a);
        } else {
            (c, f_c) = (b, f_b);
            (b, f_b) = (a, f_a);
        }
        (a, f_a) = (x, f_x);
        let best = if f_a.abs() < f_b.abs() { a } else { b };
        let close = 4.0 * f64::EPSILON * best.abs() + f64::MIN_POSITIVE;
        let closeness = close / (b - a).abs();
        if closeness > 0.5 || f_a == 0.0 {
            return best;
        }
        let (xi, phi) = ((a - b) / (c - b), (f_a - f_b) / (f_c - f_b));
        share = if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            f_a / (f_b - f_a) * (f_c / (f_b - f_c))
                + (c - a) / (b - a) * (f_a / (f_c - f_a)) * (f_b / (f_c - f_b))
        } else {
            0.5
        };
        if !share.is_finite() {
            share = 0.5;
        }
        share = share.clamp(closeness, 1.0 - closeness);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_found_far_from_the_guess() {
        assert!((rising_root(0.0, |x| libm::exp(x) - 1e9) - libm::log(1e9)).abs() < 1e-13);
        assert!((rising_root(50.0, |x| x * x * x + 8.0) + 2.0).abs() < 1e-14);
        assert_eq!(rising_root(0.0, |x| -1.0 - libm::exp(-x)), f64::INFINITY);
    }
}
