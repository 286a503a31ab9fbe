//! Which of several options has the least mean, and when enough was run to say so.
//!
//! The procedure is KN: S.-H. Kim and B. L. Nelson, "A fully sequential procedure for indifference-zone selection in
//! simulation", ACM TOMACS 11 (2001), with c = 1, recalled from the chapter "Selecting the best system" of the same authors in
//! the *Handbook in Operations Research and Management Science: Simulation* (2006). After a first stage of n₀ replications of
//! every option, and after each further one, an option is given up once another is better by more than
//! `W = max(0, δ/(2r) · (h² S² / δ² − r))`, where `S²` is the first stage's variance of the difference of the two,
//! `h² = 2 η (n₀ − 1)` and `η = ½ ((2 α / (k − 1))^(−2 / (n₀ − 1)) − 1)`. With confidence 1 − α the one that is left is the best, or
//! within δ of it. Common random numbers make S² small, and so make it end soon.
//!
//! Pitfall: it takes the differences to be normal, as means over a year nearly are.

use iceroad_base::estimate::Moments;

/// The state of a selection of the least mean.
#[derive(Clone, Debug)]
pub struct Selection {
    h_square: f64,
    zone: f64,
    /// First-stage variances of differences, `[i][l]`.
    variances: Vec<Vec<f64>>,
    alive: Vec<bool>,
}

impl Selection {
    /// Begins after the first stage: `values[i]` are the first-stage values of option `i`, as many of each, paired by their
    /// number. `alpha` is one less the confidence, `zone` the difference not worth knowing.
    pub fn begin(values: &[Vec<f64>], alpha: f64, zone: f64) -> Selection {
        let k = values.len();
        let n0 = values.first().map_or(0, Vec::len);
        let freedom = n0.saturating_sub(1).max(1) as f64;
        let eta = 0.5 * (libm::pow(2.0 * alpha / (k.max(2) - 1) as f64, -2.0 / freedom) - 1.0);
        let variance = |i: usize, l: usize| -> f64 {
            let apart: Moments = values[i].iter().zip(&values[l]).map(|(a, b)| a - b).collect();
            if apart.n() < 2 { f64::INFINITY } else { apart.variance() }
        };
        let row = |i: usize| (0..k).map(|l| variance(i, l)).collect();
        let variances = (0..k).map(row).collect();
        let mut selection =
            Selection { h_square: 2.0 * eta * freedom, zone, variances, alive: vec![true; k] };
        selection.look(values);
        selection
    }

    /// Looks again: `values[i]` are all values so far; those of options given up are not read. Every other has as many.
    pub fn look(&mut self, values: &[Vec<f64>]) {
        let means: Vec<f64> =
            values.iter().map(|values| values.iter().sum::<f64>() / values.len().max(1) as f64).collect();
        let before = self.alive.clone();
        for i in 0..values.len() {
            let r = values[i].len() as f64;
            let beaten =
                (0..values.len()).any(|l| l != i && before[l] && means[i] > means[l] + self.margin(i, l, r));
            if before[i] && beaten {
                self.alive[i] = false;
            }
        }
    }

    fn margin(&self, i: usize, l: usize, r: f64) -> f64 {
        let lasts = self.h_square * self.variances[i][l] / (self.zone * self.zone);
        (self.zone / (2.0 * r) * (lasts - r)).max(0.0)
    }

    /// Who may still be the best.
    pub fn alive(&self) -> &[bool] {
        &self.alive
    }

    /// The one that is left, once only one is.
    pub fn best(&self) -> Option<usize> {
        let mut left = (0..self.alive.len()).filter(|&i| self.alive[i]);
        let best = left.next()?;
        left.next().is_none().then_some(best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::law::normal_quantile;
    use iceroad_base::random::Stream;

    /// Options with means 0, 1, 2 … and common noise.
    fn draw(trial: u32, r: usize, k: usize) -> Vec<f64> {
        let mut common = Stream::named(trial.into(), r as u32, "common", "test");
        let normal = |stream: &mut Stream| normal_quantile(stream.uniform().clamp(1e-12, 1.0 - 1e-12));
        let shared = 3.0 * normal(&mut common);
        (0..k)
            .map(|i| {
                let mut own = Stream::named(trial.into(), r as u32, &format!("option {i}"), "test");
                i as f64 + shared + normal(&mut own)
            })
            .collect()
    }

    #[test]
    fn the_best_is_found_as_often_as_the_confidence_says() {
        let (trials, k, n0) = (400, 5, 8);
        let (mut right, mut used) = (0, 0);
        for trial in 0..trials {
            let mut values: Vec<Vec<f64>> = vec![Vec::new(); k];
            let take = |values: &mut Vec<Vec<f64>>, r: usize, alive: &[bool]| {
                for (i, value) in draw(trial, r, k).into_iter().enumerate() {
                    if alive[i] {
                        values[i].push(value);
                    }
                }
            };
            for r in 0..n0 {
                take(&mut values, r, &[true; 5]);
            }
            let mut selection = Selection::begin(&values, 0.05, 1.0);
            let mut r = n0;
            while selection.best().is_none() {
                take(&mut values, r, selection.alive());
                r += 1;
                selection.look(&values);
            }
            used += r;
            right += u32::from(selection.best() == Some(0));
        }
        let share = f64::from(right) / f64::from(trials);
        assert!(share >= 0.93, "{share}");
        assert!(used < 60 * trials as usize, "{used}");
    }

    #[test]
    fn equal_options_end_once_they_cannot_differ_by_the_zone() {
        let values = vec![vec![5.0, 6.0, 7.0], vec![5.0, 6.0, 7.0]];
        let selection = Selection::begin(&values, 0.05, 0.1);
        // No spread between them: the margin is nil, and neither is above the other.
        assert_eq!(selection.alive(), [true, true]);
    }
}
