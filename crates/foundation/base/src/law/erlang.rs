//! The Erlang distribution with stages of mean 1: the regularised gamma functions for a whole parameter.
//!
//! `upper(k, x) = e⁻ˣ·Σ_{i<k} xⁱ/i!` is a finite sum; `lower` is the rest of the same series. Each is summed
//! from the side that has no cancellation. Sufficient for `k` up to [`super::MOST_STAGES`].

/// The share that ends by `x`.
pub(super) fn lower(k: u32, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x < f64::from(k) { lower_series(k, x) } else { 1.0 - upper_sum(k, x) }
}

/// The share that lasts longer than `x`.
pub(super) fn upper(k: u32, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x < f64::from(k) { 1.0 - lower_series(k, x) } else { upper_sum(k, x) }
}

/// `e⁻ˣ·xᵏ⁻¹/(k−1)!`, which is also the density.
fn density(k: u32, x: f64) -> f64 {
    let stages = f64::from(k);
    if k == 1 {
        return libm::exp(-x);
    }
    libm::exp((stages - 1.0) * libm::log(x) - x - libm::lgamma(stages))
}

/// The terms from `k` up; they shrink at once for `x < k`.
fn lower_series(k: u32, x: f64) -> f64 {
    let mut i = f64::from(k);
    let mut term = density(k, x) * x / i;
    let mut sum = term;
    while term > sum * 1e-17 {
        i += 1.0;
        term *= x / i;
        sum += term;
    }
    sum.min(1.0)
}

/// The terms from `k − 1` down to 0; they shrink at once for `x >= k`.
fn upper_sum(k: u32, x: f64) -> f64 {
    if !x.is_finite() {
        return 0.0;
    }
    let mut term = density(k, x);
    let mut sum = term;
    for i in (1..k).rev() {
        term *= f64::from(i) / x;
        sum += term;
    }
    sum.min(1.0)
}

/// The `x` that a share `p` ends by.
pub(super) fn lower_quantile(k: u32, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    if p < 0.5 { solve(k, |x| lower(k, x) - p) } else { solve(k, |x| (1.0 - p) - upper(k, x)) }
}

/// The `x` that a share `alive` lasts longer than.
pub(super) fn upper_quantile(k: u32, alive: f64) -> f64 {
    if alive >= 1.0 {
        return 0.0;
    }
    if alive <= 0.0 {
        return f64::INFINITY;
    }
    if alive > 0.5 { lower_quantile(k, 1.0 - alive) } else { solve(k, |x| alive - upper(k, x)) }
}

/// The root of a rising function whose slope is the density: Newton's steps, halved where they leave the bracket.
fn solve(k: u32, excess: impl Fn(f64) -> f64) -> f64 {
    let mut low = 0.0;
    // The median lies close below k, and 1,200 is beyond what leaves a normal float for k up to 100.
    let mut high = 1_200.0;
    let mut x = f64::from(k) * 0.95;
    for _ in 0..200 {
        let fault = excess(x);
        if fault == 0.0 {
            return x;
        }
        if fault > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let newton = x - fault / density(k, x);
        let next = if newton > low && newton < high { newton } else { low + (high - low) / 2.0 };
        if (next - x).abs() <= 1e-15 * x {
            return next;
        }
        x = next;
    }
    x
}
