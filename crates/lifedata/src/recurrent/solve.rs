//! Roots and highest points of functions of one number.

/// So many halvings or steps are more than enough for the last digit.
const STEPS: usize = 200;

/// Where a function that has other signs at `low` and `high` is 0, to the last digits: Brent's method (R. P. Brent, *Algorithms for
/// Minimization without Derivatives*, 1973, ch. 4). None where the signs are the same or a value is not a number.
pub(super) fn root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa.is_nan() || fb.is_nan() || fa * fb > 0.0 {
        return None;
    }
    let (mut c, mut fc) = (a, fa);
    let (mut step, mut before) = (b - a, b - a);
    for _ in 0..STEPS {
        if fb * fc > 0.0 {
            (c, fc) = (a, fa);
            step = b - a;
            before = step;
        }
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let near = 2.0 * f64::EPSILON * b.abs() + f64::MIN_POSITIVE;
        let half = (c - b) / 2.0;
        if half.abs() <= near || fb == 0.0 {
            return Some(b);
        }
        let mut is_inside = false;
        if before.abs() >= near && fa.abs() > fb.abs() {
            let s = fb / fa;
            let (mut p, mut q) = if a == c {
                (2.0 * half * s, 1.0 - s)
            } else {
                let (q, r) = (fa / fc, fb / fc);
                let p = s * (2.0 * half * q * (q - r) - (b - a) * (r - 1.0));
                (p, (q - 1.0) * (r - 1.0) * (s - 1.0))
            };
            if p > 0.0 {
                q = -q;
            }
            p = p.abs();
            if 2.0 * p < (3.0 * half * q - (near * q).abs()).min((before * q).abs()) {
                before = step;
                step = p / q;
                is_inside = true;
            }
        }
        if !is_inside {
            step = half;
            before = half;
        }
        (a, fa) = (b, fb);
        b += if step.abs() > near { step } else { near.copysign(half) };
        fb = f(b);
        if fb.is_nan() {
            return None;
        }
    }
    Some(b)
}

/// Where a function that rises and then falls, seen from `start`, has come down to 0 to one side: the root of `f` between `start`, where
/// it is above 0, and some place that is found by going on in ever longer steps by `factor` (below 1: downwards), at most to `end`.
pub(super) fn descent(start: f64, factor: f64, end: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut inside, mut stretch) = (start, factor);
    for _ in 0..60 {
        let next = if factor < 1.0 { (inside * stretch).max(end) } else { (inside * stretch).min(end) };
        if f(next) <= 0.0 {
            return root(inside.min(next), inside.max(next), &f);
        }
        if next == end {
            return None;
        }
        inside = next;
        stretch *= stretch.max(0.01);
    }
    None
}

/// The highest point of a function on an interval and its height there: golden sections and parabolas (R. P. Brent, 1973, ch. 5), the
/// ends themselves included.
pub(super) fn highest(low: f64, high: f64, tolerance: f64, mut f: impl FnMut(f64) -> f64) -> (f64, f64) {
    const GOLD: f64 = 0.381_966_011_250_105_1;
    let ends = [(low, f(low)), (high, f(high))];
    let (mut a, mut b) = (low, high);
    let mut x = a + GOLD * (b - a);
    let mut fx = -f(x);
    let (mut w, mut v, mut fw, mut fv) = (x, x, fx, fx);
    let (mut step, mut before) = (0.0_f64, 0.0_f64);
    for _ in 0..STEPS {
        let middle = (a + b) / 2.0;
        let near = tolerance * x.abs() + 1e-12;
        if (x - middle).abs() <= 2.0 * near - (b - a) / 2.0 {
            break;
        }
        let mut is_golden = true;
        if before.abs() > near {
            let r = (x - w) * (fx - fv);
            let mut q = (x - v) * (fx - fw);
            let mut p = (x - v) * q - (x - w) * r;
            q = 2.0 * (q - r);
            if q > 0.0 {
                p = -p;
            }
            q = q.abs();
            if p.abs() < (q * before / 2.0).abs() && p > q * (a - x) && p < q * (b - x) {
                before = step;
                step = p / q;
                let u = x + step;
                if u - a < 2.0 * near || b - u < 2.0 * near {
                    step = near.copysign(middle - x);
                }
                is_golden = false;
            }
        }
        if is_golden {
            before = if x < middle { b - x } else { a - x };
            step = GOLD * before;
        }
        let u = if step.abs() >= near { x + step } else { x + near.copysign(step) };
        let fu = -f(u);
        if fu <= fx {
            if u < x {
                b = x;
            } else {
                a = x;
            }
            (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
            continue;
        }
        if u < x {
            a = u;
        } else {
            b = u;
        }
        if fu <= fw || w == x {
            (v, fv, w, fw) = (w, fw, u, fu);
        } else if fu <= fv || v == x || v == w {
            (v, fv) = (u, fu);
        }
    }
    let mut best = (x, -fx);
    for end in ends {
        if end.1 >= best.1 {
            best = end;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_and_heights_are_found() {
        let two = root(0.0, 2.0, |x| x * x - 2.0).unwrap();
        assert!((two - 2.0_f64.sqrt()).abs() < 1e-15);
        assert_eq!(root(2.0, 3.0, |x| x * x - 2.0), None);
        assert!((descent(1.0, 2.0, 1e9, |x| 5000.0 - x).unwrap() - 5000.0).abs() < 1e-9);
        assert!((descent(1.0, 0.5, 0.0, |x| x - 1e-3).unwrap() - 1e-3).abs() < 1e-12);
        assert_eq!(descent(1.0, 2.0, 100.0, |_| 1.0), None);
        let (at, height) = highest(0.0, 3.0, 1e-10, |x| 4.0 - (x - 1.25) * (x - 1.25));
        assert!((at - 1.25).abs() < 1e-6 && (height - 4.0).abs() < 1e-12);
        assert_eq!(highest(0.0, 3.0, 1e-10, |x| x).0, 3.0);
    }
}
