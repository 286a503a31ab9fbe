//! The incomplete gamma functions with their derivatives in the shape, by series and continued fraction.
//!
//! `P(a, x)` is the lower and `Q(a, x)` the upper regularised function; logarithms keep both tails. Derivatives in
//! `a` come from the same recurrences, each step carried out on values with two derivatives, so they are as
//! good as the values: W. Gautschi, "A computational procedure for incomplete gamma functions", ACM TOMS 5 (1979)
//! 466–481, differentiated term by term.

use super::jet::Jet;
use super::root::rising_root;

/// The first and second derivative of `ln Γ` at `x > 0`: recurrence up to 12, then the asymptotic series
/// (Abramowitz and Stegun 1964, 6.3.18 and 6.4.12).
pub(crate) fn polygamma(x: f64) -> [f64; 2] {
    let (mut x, mut first, mut second) = (x, 0.0, 0.0);
    while x < 12.0 {
        first -= 1.0 / x;
        second += 1.0 / (x * x);
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let tail_first = square
        * (1.0 / 12.0
            - square
                * (1.0 / 120.0
                    - square
                        * (1.0 / 252.0
                            - square * (1.0 / 240.0 - square * (1.0 / 132.0 - square * 691.0 / 32_760.0)))));
    let tail_second = inverse
        * square
        * (1.0 / 6.0
            - square
                * (1.0 / 30.0
                    - square
                        * (1.0 / 42.0
                            - square * (1.0 / 30.0 - square * (5.0 / 66.0 - square * 691.0 / 2_730.0)))));
    [first + libm::log(x) - 0.5 * inverse - tail_first, second + inverse + 0.5 * square + tail_second]
}

/// Terms of the series, or levels of the fraction, at most.
const MOST: usize = 100_000;

/// `ln P(a, x)` with two derivatives in `a`, by the series that serves for `x` up to `a + 1`.
fn lower_series(a: f64, x: f64) -> [f64; 3] {
    // Each term is x^n/((a + 1)…(a + n)); its logarithm has the derivatives −Σ 1/(a + j) and Σ 1/(a + j)².
    let (mut term, mut first, mut second) = (1.0, 0.0, 0.0);
    let mut sum = [1.0, 0.0, 0.0];
    let mut n = a;
    for _ in 0..MOST {
        n += 1.0;
        let inverse = 1.0 / n;
        term *= x * inverse;
        first -= inverse;
        second += inverse * inverse;
        sum[0] += term;
        sum[1] += term * first;
        sum[2] += term * (first * first + second);
        if term * (1.0 + first * first) < sum[0] * 1e-17 {
            break;
        }
    }
    let [psi, psi_1] = polygamma(a + 1.0);
    let log_x = libm::log(x);
    let (slope, bend) = (sum[1] / sum[0], sum[2] / sum[0]);
    [
        a * log_x - x - libm::lgamma(a + 1.0) + libm::log(sum[0]),
        log_x - psi + slope,
        bend - slope * slope - psi_1,
    ]
}

/// `ln Q(a, x)` with two derivatives in `a`, by Legendre's continued fraction in Lentz's way, for `x` from `a + 1`.
fn upper_fraction(a: f64, x: f64) -> [f64; 3] {
    let shape: Jet<1> = Jet::coordinate(a, 0);
    let mut b = Jet::constant(x + 1.0).plus(-1.0, &shape);
    let mut d = b.reciprocal();
    let mut h = d;
    let mut c: Jet<1> = Jet::constant(1e300);
    for i in 1..MOST {
        let i = i as f64;
        // −i·(i − a)
        let numerator = Jet::constant(-i * i).plus(i, &shape);
        b.value += 2.0;
        d = numerator.times(&d).plus(1.0, &b).reciprocal();
        c = if i == 1.0 { b } else { numerator.times(&c.reciprocal()).plus(1.0, &b) };
        let ratio = d.times(&c);
        h = h.times(&ratio);
        let change = (ratio.value - 1.0).abs() + ratio.slope[0].abs() + ratio.curve[0][0].abs();
        if change < 1e-15 {
            break;
        }
    }
    let log = h.ln();
    let [psi, psi_1] = polygamma(a);
    let log_x = libm::log(x);
    [a * log_x - x - libm::lgamma(a) + log.value, log_x - psi + log.slope[0], log.curve[0][0] - psi_1]
}

/// The logarithm of one minus a share whose logarithm is given, with derivatives.
fn log_of_rest([log, first, second]: [f64; 3]) -> [f64; 3] {
    let odds = 1.0 / libm::expm1(-log);
    [libm::log(-libm::expm1(log)), -odds * first, -odds * second - odds * (1.0 + odds) * first * first]
}

/// `ln Q(a, x)` with two derivatives in `a`; `x` above 0.
pub(crate) fn log_upper_with_slopes(a: f64, x: f64) -> [f64; 3] {
    if x < a + 1.0 { log_of_rest(lower_series(a, x)) } else { upper_fraction(a, x) }
}

/// `ln Q(a, x)`.
pub(crate) fn log_upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { log_upper_with_slopes(a, x)[0] }
}

/// `ln P(a, x)`; `x` above 0.
fn log_lower(a: f64, x: f64) -> f64 {
    if x < a + 1.0 { lower_series(a, x)[0] } else { log_of_rest(upper_fraction(a, x))[0] }
}

/// The `x` with `P(a, x) = p`, for `p` below 1.
pub(crate) fn quantile(a: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    // The series' first term alone, where it is good; else from the mean.
    let guess = ((libm::log(p) + libm::lgamma(a + 1.0)) / a).min(libm::log(a + 1.0));
    let log = if p < 0.5 {
        let wanted = libm::log(p);
        rising_root(guess, |log| log_lower(a, libm::exp(log)) - wanted)
    } else {
        let wanted = libm::log1p(-p);
        rising_root(guess, |log| wanted - log_upper(a, libm::exp(log)))
    };
    libm::exp(log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_statrs() {
        for a in [0.05, 0.3, 1.0, 2.7, 14.0, 160.0] {
            for share in [0.01, 0.2, 0.7, 1.0, 1.3, 2.0, 4.0] {
                let x = a * share;
                let (lower, upper) =
                    (statrs::function::gamma::gamma_lr(a, x), statrs::function::gamma::gamma_ur(a, x));
                assert!((libm::exp(log_lower(a, x)) / lower - 1.0).abs() < 1e-9, "P({a}, {x})");
                assert!(
                    (libm::exp(log_upper(a, x)) / upper - 1.0).abs() < 1e-9 || upper < 1e-9,
                    "Q({a}, {x})"
                );
            }
        }
    }

    #[test]
    fn polygamma_has_the_known_values() {
        let [first, second] = polygamma(1.0);
        assert!((first + 0.577_215_664_901_532_9).abs() < 1e-14);
        assert!((second - std::f64::consts::PI.powi(2) / 6.0).abs() < 1e-14);
    }

    #[test]
    fn derivatives_in_the_shape_are_those_of_the_value() {
        for a in [0.15, 0.9, 3.0, 40.0] {
            for share in [1e-6, 0.3, 1.0, 1.8, 5.0] {
                let (x, step) = (a * share, a * 1e-5);
                let (low, here, high) = (
                    log_upper_with_slopes(a - step, x),
                    log_upper_with_slopes(a, x),
                    log_upper_with_slopes(a + step, x),
                );
                for order in 0..2 {
                    let slope = (high[order] - low[order]) / (2.0 * step);
                    let fault = (slope - here[order + 1]).abs();
                    assert!(
                        fault < 1e-6 * (here[order].abs() / a + slope.abs()) + 1e-9,
                        "{a} {x} {order}: {slope} {here:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn quantiles_invert() {
        for a in [0.1, 1.0, 8.0] {
            for p in [1e-9, 0.1, 0.5, 0.999] {
                let back = libm::exp(log_lower(a, quantile(a, p)));
                assert!((back / p - 1.0).abs() < 1e-11, "{a} {p} {back}");
            }
        }
    }
}
