//! The highest point of a function of one variable.

/// So many steps are more than enough for the last digit.
const STEPS: usize = 200;

/// The highest point of a function on an interval and its height there: golden sections and parabolas (R. P. Brent, 1973, ch. 5), the
/// ends themselves included.
pub(crate) fn highest(low: f64, high: f64, tolerance: f64, mut f: impl FnMut(f64) -> f64) -> (f64, f64) {
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
    fn the_highest_point_is_found_inside_and_at_an_end() {
        let (at, height) = highest(0.0, 3.0, 1e-10, |x| 4.0 - (x - 1.25) * (x - 1.25));
        assert!((at - 1.25).abs() < 1e-6 && (height - 4.0).abs() < 1e-12);
        assert_eq!(highest(0.0, 3.0, 1e-10, |x| x).0, 3.0);
    }
}
