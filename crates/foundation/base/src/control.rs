//! A dear simulation and a cheap one that is like it: what both together say of the dear one's mean.
//!
//! `n` replications were run both ways with the same luck, `m` more the cheap way only. The estimate is
//!
//! ```text
//! mean(dear) + β · (mean of all n + m cheap − mean of the n paired cheap),   β = Σ(d − d̄)(c − c̄) / Σ(c − c̄)²
//! ```
//!
//! the control variate of S. S. Lavenberg and P. D. Welch, "A perspective on the use of control variables to increase the
//! efficiency of Monte Carlo simulations", Management Science 27 (1981), with the control's mean itself estimated (double
//! sampling: W. G. Cochran, *Sampling Techniques*, 3rd ed. 1977, chapter 12). Both recalled, not quoted. Whatever the cheap
//! simulation's bias, it cancels in the bracket.
//!
//! The interval is Student's with n − 2 degrees of freedom, of
//! `s² · (1/n + (c̄ − c̄ all)² / Σ(c − c̄)²) + β² · s²(c) / (n + m)`, where `s²` is the variance of the dear about the line: it counts
//! that β is estimated and that the cheap mean is.
//!
//! Pitfall: β is estimated from the same pairs, so the estimate is exactly without bias where the two are jointly normal,
//! as sums over a year nearly are, and otherwise to the order of 1/n.

use crate::estimate::{Interval, Moments, student};

/// What both simulations say of the dear one's mean.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Controlled {
    /// By both together.
    pub together: Interval,
    /// By the dear one alone.
    pub alone: Interval,
    /// The slope β.
    pub slope: f64,
    /// Correlation of the pairs.
    pub correlation: f64,
    /// Cheap less dear, over the pairs.
    pub bias: Interval,
}

impl Controlled {
    /// How many times as many dear replications alone would have been needed: the square of the intervals' ratio.
    pub fn variance_cut(&self) -> f64 {
        let ratio = self.alone.half_width / self.together.half_width;
        ratio * ratio
    }
}

/// The estimate from paired replications and further cheap ones; none for fewer than four pairs, or where the cheap
/// ones do not vary. Values that are not finite must be left out with their partners.
pub fn controlled(dear: &[f64], cheap: &[f64], more_cheap: &[f64], level: f64) -> Option<Controlled> {
    let n = dear.len();
    if n < 4 || cheap.len() != n {
        return None;
    }
    let (d, c): (Moments, Moments) = (dear.iter().copied().collect(), cheap.iter().copied().collect());
    let all: Moments = cheap.iter().chain(more_cheap).copied().collect();
    let (d_mean, c_mean) = (d.mean(), c.mean());
    let products: f64 = dear.iter().zip(cheap).map(|(d, c)| (d - d_mean) * (c - c_mean)).sum();
    let squares: f64 = cheap.iter().map(|c| (c - c_mean) * (c - c_mean)).sum();
    let d_squares: f64 = dear.iter().map(|d| (d - d_mean) * (d - d_mean)).sum();
    if !(squares > 0.0 && d_squares > 0.0) {
        return None;
    }
    let slope = products / squares;
    let off_line: f64 = dear
        .iter()
        .zip(cheap)
        .map(|(d, c)| {
            let off = (d - d_mean) - slope * (c - c_mean);
            off * off
        })
        .sum();
    let residual = off_line / (n - 2) as f64;
    let shift = all.mean() - c_mean;
    // The spread about the line is known from the pairs only, that of the cheap mean from all cheap years: the degrees
    // of freedom of their sum are Welch and Satterthwaite's, rounded down.
    let about_line = residual * (1.0 / n as f64 + shift * shift / squares);
    let of_cheap = slope * slope * all.variance() / all.n() as f64;
    let variance = about_line + of_cheap;
    let parts = about_line * about_line / (n - 2) as f64 + of_cheap * of_cheap / (all.n() - 1) as f64;
    let freedom = if parts > 0.0 { variance * variance / parts } else { (n - 2) as f64 };
    let half_width = student(level, freedom as u64 + 1) * variance.sqrt();
    let together = Interval { mean: d_mean + slope * shift, half_width, level, n: n as u64 };
    let bias: Moments = dear.iter().zip(cheap).map(|(d, c)| c - d).collect();
    Some(Controlled {
        together,
        alone: d.interval(level),
        slope,
        correlation: products / (squares * d_squares).sqrt(),
        bias: bias.interval(level),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::normal_quantile;
    use crate::random::Stream;

    /// Pairs with mean 10 and 7 and correlation 0.97, then cheap ones.
    fn draw(trial: u32, n: usize, m: usize) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let mut stream = Stream::named(4, trial, "pairs", "test");
        let mut normal = || normal_quantile(stream.uniform().clamp(1e-12, 1.0 - 1e-12));
        let (mut dear, mut cheap) = (Vec::new(), Vec::new());
        for _ in 0..n {
            let (common, own) = (normal(), normal());
            cheap.push(7.0 + common);
            dear.push(10.0 + 2.0 * (0.97 * common + (1.0 - 0.97_f64 * 0.97).sqrt() * own));
        }
        let more = (0..m).map(|_| 7.0 + normal()).collect();
        (dear, cheap, more)
    }

    #[test]
    fn the_estimate_has_no_bias_and_its_interval_holds_what_it_says() {
        let (mut means, mut cut, mut held) = (Moments::new(), Moments::new(), 0);
        let trials = 4_000;
        for trial in 0..trials {
            let (dear, cheap, more) = draw(trial, 12, 400);
            let found = controlled(&dear, &cheap, &more, 0.95).unwrap();
            means.push(found.together.mean);
            cut.push((found.alone.half_width / found.together.half_width).ln_1p());
            held += u32::from(found.together.contains(10.0));
        }
        let mean = means.interval(0.999);
        assert!(mean.contains(10.0), "{mean:?}");
        // 3.3 standard errors of a share of 0.95 in 4,000 are 0.0114.
        let share = f64::from(held) / f64::from(trials);
        assert!((share - 0.95).abs() < 0.0114, "{share}");
        // The variance about the line is 0.0591 of the whole, and 12 in 412 of it the cheap mean's: some eleven times less.
        let spread = means.variance() * 12.0 / 4.0;
        assert!((0.06..0.12).contains(&spread), "{spread}");
        assert!(cut.mean() > 1.0, "{}", cut.mean());
    }

    #[test]
    fn a_bias_of_the_cheap_one_is_told_and_cancels() {
        let (dear, cheap, more) = draw(0, 30, 300);
        let shift = |values: &[f64]| -> Vec<f64> { values.iter().map(|value| value + 5.0).collect() };
        let plain = controlled(&dear, &cheap, &more, 0.95).unwrap();
        let shifted = controlled(&dear, &shift(&cheap), &shift(&more), 0.95).unwrap();
        assert!((plain.together.mean - shifted.together.mean).abs() < 1e-9);
        assert!((shifted.bias.mean - plain.bias.mean - 5.0).abs() < 1e-9);
        assert!(plain.correlation > 0.9, "{}", plain.correlation);
    }

    #[test]
    fn without_pairs_or_without_spread_there_is_nothing_to_say() {
        assert!(controlled(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0], &[], 0.95).is_none());
        assert!(controlled(&[1.0, 2.0, 3.0, 4.0], &[1.0; 4], &[1.0], 0.95).is_none());
    }
}
