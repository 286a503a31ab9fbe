//! The tests of Anderson and Darling: the distance to "no trend" over all ages, most where little may stray.

use super::{Test, Tested, Together, variation};
use crate::recurrent::History;

/// For an even rate: are the failures, as shares of what was watched, uniform?
pub(super) fn even_rate(shares: &[f64], together: Together) -> Option<Tested> {
    let n = shares.len();
    let mut sum = 0.0;
    for (at, share) in shares.iter().enumerate() {
        let mirrored = shares[n - 1 - at];
        sum += (2 * at + 1) as f64 * (libm::log(*share) + libm::log1p(-mirrored));
    }
    let statistic = -(n as f64) - sum / n as f64;
    // A failure at the very end of what was watched is infinitely unlikely; it may be there by rounding.
    (n > 1 && statistic.is_finite()).then(|| Tested {
        test: Test::AndersonDarling,
        together,
        statistic,
        p: 1.0 - of_uniforms(statistic, n),
        direction: None,
    })
}

/// For gaps of any law. With `n` gaps of a unit that sum to `T`, the line through the points (k/n, time of failure k over T), less the
/// straight one, times √n over the gaps' coefficient of variation, is near a Brownian bridge; its square over s(1 − s) is integrated
/// exactly, piece by piece. Bridges of several units are added with weights √n, which gives a bridge again.
pub(super) fn any_gaps(histories: &[History]) -> Option<Tested> {
    let variation = variation(histories)?;
    let mut bends = Vec::new();
    let mut n = 0.0;
    for unit in histories {
        let gaps: Vec<f64> = unit.gaps().collect();
        let total = gaps.iter().sum::<f64>();
        if gaps.len() >= 2 && total > 0.0 {
            n += gaps.len() as f64;
            bend(&gaps, total, &mut bends);
        }
    }
    bends.sort_by(|a, b| a.at.total_cmp(&b.at));
    // Each weight √nⱼ/√n times √nⱼ of its bridge is nⱼ/√n. The factor n − 4 for n is Kvaløy and Lindqvist's.
    let statistic = (n - 4.0) / (n * n) * integral(&bends) / (variation * variation);
    (n > 4.0 && statistic.is_finite()).then(|| Tested {
        test: Test::GeneralisedAndersonDarling,
        together: Together::ByUnit,
        statistic,
        p: 1.0 - limit(statistic),
        direction: None,
    })
}

/// Where the added bridges bend, as a share of the gaps: by how much the line `level + slope·s` changes there.
struct Bend {
    at: f64,
    level: f64,
    slope: f64,
}

/// The bends of one unit's bridge, times its gaps.
fn bend(gaps: &[f64], total: f64, into: &mut Vec<Bend>) {
    let n = gaps.len() as f64;
    let (mut before, mut level, mut slope) = (0.0, 0.0, 0.0);
    for (k, gap) in gaps.iter().enumerate() {
        let (new_level, new_slope) = (n * (before - k as f64 * gap) / total, n * (n * gap / total - 1.0));
        into.push(Bend { at: k as f64 / n, level: new_level - level, slope: new_slope - slope });
        (level, slope) = (new_level, new_slope);
        before += gap;
    }
}

/// `∫ (level + slope·s)² / (s(1 − s)) ds` from 0 to 1: `q²/s + (q + r)²/(1 − s) − r²` under the integral. At both ends the line is at 0.
fn integral(bends: &[Bend]) -> f64 {
    let (mut sum, mut level, mut slope) = (0.0, 0.0, 0.0);
    for (at, bend) in bends.iter().enumerate() {
        level += bend.level;
        slope += bend.slope;
        let (from, to) = (bend.at, bends.get(at + 1).map_or(1.0, |next| next.at));
        if from > 0.0 {
            sum += level * level * libm::log(to / from);
        }
        if to < 1.0 {
            sum += (level + slope) * (level + slope) * libm::log((1.0 - from) / (1.0 - to));
        }
        sum -= slope * slope * (to - from);
    }
    sum
}

/// The distribution of the statistic of infinitely many uniforms, to six digits (G. Marsaglia and J. Marsaglia, *Journal of Statistical
/// Software* 9(2), 2004).
fn limit(z: f64) -> f64 {
    if z <= 0.0 {
        return 0.0;
    }
    if z < 2.0 {
        let poly = [2.00012, 0.247105, -0.0649821, 0.0347962, -0.0116720, 0.00168691];
        return libm::exp(-1.2337141 / z) / z.sqrt() * at(&poly, z);
    }
    let poly = [1.0776, -2.30695, 0.43424, -0.082433, 0.008056, -0.0003146];
    libm::exp(-libm::exp(at(&poly, z)))
}

/// The same of `n` uniforms, by their correction.
fn of_uniforms(z: f64, n: usize) -> f64 {
    let (x, n) = (limit(z), n as f64);
    if x > 0.8 {
        return x + at(&[-130.2137, 745.2337, -1705.091, 1950.646, -1116.360, 255.7844], x) / n;
    }
    let bound = 0.01265 + 0.1757 / n;
    if x < bound {
        let v = x / bound;
        let wave = v.sqrt() * (1.0 - v) * (49.0 * v - 102.0);
        return x + wave * (0.0037 / (n * n) + 0.00078 / n + 0.00006) / n;
    }
    let v = (x - bound) / (0.8 - bound);
    let wave = at(&[-0.00022633, 6.54034, -14.6538, 14.458, -8.259, 1.91864], v);
    x + wave * (0.04213 + 0.01365 / n) / n
}

/// A polynomial by its coefficients, the constant first.
fn at(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_has_its_known_points() {
        // Anderson and Darling's own: 1.933, 2.492 and 3.857 at 10, 5 and 1 %.
        for (z, p) in [(1.933, 0.90), (2.492, 0.95), (3.857, 0.99)] {
            assert!((limit(z) - p).abs() < 3e-4, "{z}: {}", limit(z));
        }
        assert!((of_uniforms(1.933, 8) - 0.9).abs() < 3e-3 && of_uniforms(0.2, 8) < 0.02);
    }

    #[test]
    fn pieces_add_up_to_the_integral() {
        let mut bends = Vec::new();
        let gaps = [3.0, 1.0, 7.0, 2.0, 5.0];
        bend(&gaps, 18.0, &mut bends);
        // By small steps.
        let line = |s: f64| {
            let k = ((s * 5.0) as usize).min(4);
            let before: f64 = gaps[..k].iter().sum();
            5.0 * ((before + (s * 5.0 - k as f64) * gaps[k]) / 18.0 - s)
        };
        let steps = 400_000;
        let slow: f64 = (0..steps)
            .map(|step| (f64::from(step) + 0.5) / f64::from(steps))
            .map(|s| line(s) * line(s) / (s * (1.0 - s)) / f64::from(steps))
            .sum();
        assert!((integral(&bends) - slow).abs() < 1e-6, "{} {slow}", integral(&bends));
    }
}
