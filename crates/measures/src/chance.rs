//! A chance, from how often something was seen: never surer than the number of replications allows.
//!
//! The interval is the exact one of Clopper and Pearson at 95 % ([`clopper_pearson`]). Where something was seen in all
//! replications or in none, a sentence gives the one bound that can be wrong, one-sided at 95 %: seen in 50 of 50 is
//! "at least 94 %", the fiftieth root of 0.05.
//!
//! Pitfall: what is decided only after the horizon is *unknown*, and counts for neither side: the interval then reaches from
//! the case that none of it comes true to the case that all does.
use crate::numbers::{NONE, percent, percent_range};
use crate::spread::LEVEL;
use iceroad_base::estimate::clopper_pearson;
use iceroad_words::say;
use serde::Serialize;

/// How often something was seen, and the chance that this speaks of.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Chance {
    /// Replications in which it was seen.
    pub met: usize,
    /// Replications.
    pub of: usize,
    /// Those among them in which it is not decided when the horizon ends.
    pub unknown: usize,
    /// Lower end of the interval, 0 to 1.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Chance {
    /// Seen in `met` of `of` replications.
    pub fn seen(met: usize, of: usize) -> Self {
        Self::with_unknown(met, of, 0)
    }

    /// Seen in `met` of `of` replications, and not decided in `unknown` of them.
    pub fn with_unknown(met: usize, of: usize, unknown: usize) -> Self {
        let low = clopper_pearson(met, of, LEVEL).0;
        let high = clopper_pearson(met + unknown, of, LEVEL).1;
        Self { met, of, unknown, low, high }
    }

    /// How often `is_so` holds among replications.
    pub fn over<T>(all: &[T], is_so: impl Fn(&T) -> bool) -> Self {
        Self::seen(all.iter().filter(|one| is_so(one)).count(), all.len())
    }

    /// The share in which it was seen; none where some are unknown or there are no replications.
    pub fn share(&self) -> Option<f64> {
        (self.of > 0 && self.unknown == 0).then(|| self.met as f64 / self.of as f64)
    }

    /// The chance in words: `54 % (47–61 %)`, `at least 94 %`, `at most 6 %`.
    pub fn words(&self) -> String {
        match self.one_sided() {
            Some(bound) => bound,
            None if self.of == 0 => NONE.into(),
            None => match self.share() {
                Some(share) => format!("{} ({})", percent(share), percent_range(self.low, self.high)),
                None => percent_range(self.low, self.high),
            },
        }
    }

    /// In how many years, or whatever replications are [called](crate::frame::Frame::called), with the chance:
    /// `27 of 50 years (39–68 %)`, `each of 50 simulations (at least 94 %)`.
    pub fn how_often(&self, called: &'static str) -> String {
        let (met, n) = (self.met, self.of);
        match (self.one_sided(), self.of) {
            (_, 0) => say!("times-no", called = called),
            (_, 1) if met == 1 => say!("times-the-one", called = called),
            (_, 1) => say!("times-not-the-one", called = called),
            (Some(bound), _) if met == 0 => say!("times-none", called = called, n = n, bound = bound),
            (Some(bound), _) => say!("times-each", called = called, n = n, bound = bound),
            (None, _) => {
                let range = percent_range(self.low, self.high);
                say!("times-some", called = called, met = met, n = n, range = range)
            }
        }
    }

    /// The bound where it was seen in all or in none; percents are rounded to the careful side.
    fn one_sided(&self) -> Option<String> {
        if self.of == 0 || self.unknown > 0 || (self.met > 0 && self.met < self.of) {
            return None;
        }
        // One side of the two-sided interval that leaves out the whole of it on each.
        let (low, high) = clopper_pearson(self.met, self.of, 2.0 * LEVEL - 1.0);
        Some(if self.met == self.of {
            say!("chance-least", a = (low * 100.0).floor())
        } else {
            say!("chance-most", a = (high * 100.0).ceil())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_words::{Language, speaking};

    #[test]
    fn fifty_of_fifty_is_not_every() {
        assert_eq!(Chance::seen(50, 50).words(), "at least 94 %");
        assert_eq!(Chance::seen(0, 50).words(), "at most 6 %");
        assert_eq!(Chance::seen(0, 20).how_often("year"), "none of 20 years (at most 14 %)");
        assert_eq!(Chance::seen(2, 2).how_often("year"), "each of 2 years (at least 22 %)");
        assert_eq!(Chance::seen(27, 50).words(), "54 % (39–68 %)");
        assert_eq!(Chance::seen(1, 1).how_often("year"), "the one year");
    }

    #[test]
    fn a_shift_is_not_called_a_year() {
        let told = |language, met, of| speaking(language, || Chance::seen(met, of).how_often("simulation"));
        let english = |met, of| told(Language::English, met, of);
        assert_eq!(english(84, 100), "84 of 100 simulations (75–91 %)");
        assert_eq!(english(0, 20), "none of 20 simulations (at most 14 %)");
        assert_eq!(english(1, 1), "the one simulation");
        let russian = |met, of| told(Language::Russian, met, of);
        assert_eq!(russian(84, 100), "в 84 из 100 прогонов (75–91 %)");
        assert_eq!(russian(14, 21), "в 14 из 21 прогона (43–85 %)");
        assert_eq!(russian(20, 20), "в каждом из 20 прогонов (не менее 86 %)");
    }

    #[test]
    fn what_is_not_decided_speaks_for_neither_side() {
        let chance = Chance::with_unknown(109, 200, 91);
        assert_eq!(chance.share(), None);
        assert_eq!(chance.words(), "47–100 %");
    }
}
