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
    let (mut far, mut step) = (guess, 0.5);
    for _ in 0..1_100 {
        let near = far;
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

/// Where a function that has other signs at `low` and `high` is 0, to the last digits; none where the signs are the same or a value is
/// not a number.
pub(crate) fn root_between(low: f64, high: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (at_low, at_high) = (f(low), f(high));
    if at_low == 0.0 || at_high == 0.0 {
        return Some(if at_low == 0.0 { low } else { high });
    }
    if at_low.is_nan() || at_high.is_nan() || (at_low > 0.0) == (at_high > 0.0) {
        return None;
    }
    let mut is_known = true;
    let at = crossing(low, high, |x| {
        let value = f(x);
        is_known &= !value.is_nan();
        value
    });
    is_known.then_some(at)
}

/// Where a function that rises and then falls, seen from `start`, has come down to 0 to one side: the root of `f` between `start`, where
/// it is above 0, and some place that is found by going on in ever longer steps by `factor` (below 1: downwards), at most to `end`.
pub(crate) fn descent(start: f64, factor: f64, end: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut inside, mut stretch) = (start, factor);
    for _ in 0..60 {
        let next = if factor < 1.0 { (inside * stretch).max(end) } else { (inside * stretch).min(end) };
        if f(next) <= 0.0 {
            return root_between(inside.min(next), inside.max(next), &f);
        }
        if next == end {
            return None;
        }
        inside = next;
        stretch *= stretch.max(0.01);
    }
    None
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

    #[test]
    fn roots_are_found_between_two_ends_and_on_the_way_down() {
        let two = root_between(0.0, 2.0, |x| x * x - 2.0).unwrap();
        assert!((two - 2.0_f64.sqrt()).abs() < 1e-15);
        assert_eq!(root_between(2.0, 3.0, |x| x * x - 2.0), None);
        assert_eq!(root_between(0.0, 1.0, |x| x), Some(0.0));
        assert_eq!(root_between(-1.0, 1.0, |x| if x.abs() < 0.9 { f64::NAN } else { x }), None);
        assert!((descent(1.0, 2.0, 1e9, |x| 5000.0 - x).unwrap() - 5000.0).abs() < 1e-9);
        assert!((descent(1.0, 0.5, 0.0, |x| x - 1e-3).unwrap() - 1e-3).abs() < 1e-12);
        assert_eq!(descent(1.0, 2.0, 100.0, |_| 1.0), None);
    }
}
