//! What of a winter's road is drawn beside its weather: how long the builders take, the day the operators choose, whether full
//! loads are given, and storms.
//!
//! Each has a stream of its own, named by the season, and takes as many numbers from it in every winter, so that one winter's
//! luck depends on no other's and a rule that is added changes nothing else.
//!
//! * **Days** are normal about their means, cut at [`MOST_DEVIATIONS`] standard deviations, rounded to whole days.
//! * **Storms** begin on a day with a chance of `storms_per_month / 30` and go on to the next with one of
//!   `1 − 1/storm_days`: their number is near Poisson, their length geometric from one day on.
use crate::ice::Luck;
use iceroad_base::law::normal_quantile;
use iceroad_base::quantity::Ranged;
use iceroad_base::random::Stream;
use iceroad_model::climate::{IceHabits, IceSeason};

/// Drawn days lie within so many standard deviations of their mean (assumed; 0.3 % of a normal law lies outside).
pub const MOST_DEVIATIONS: f64 = 3.0;

/// Days of the month that storms are counted in.
const MONTH_DAYS: f64 = 30.0;

/// Whole days from the mean; takes one uniform number.
pub(crate) fn deviation(stream: &mut Stream, sd: f64) -> i64 {
    let deviations = normal_quantile(stream.uniform()).clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS);
    (deviations * sd).round() as i64
}

/// The streams of one road's luck in one replication.
#[derive(Clone)]
pub(crate) struct IceStreams {
    construction: Stream,
    closing: Stream,
    full_load: Stream,
    storms: Stream,
}

impl IceStreams {
    pub(crate) fn named(season: &str, seed: u64, replication: u32) -> Self {
        let named = |purpose| Stream::named(seed, replication, season, purpose);
        Self {
            construction: named("ice-construction"),
            closing: named("ice-closing"),
            full_load: named("ice-full-load"),
            storms: named("ice-storms"),
        }
    }

    /// The luck of the next winter, of so many days.
    pub(crate) fn draw(&mut self, season: &IceSeason, days: usize) -> Luck {
        Luck {
            construction: deviation(&mut self.construction, season.work.construction_sd.get()),
            closing: deviation(&mut self.closing, season.habits.closes_sd.get()),
            no_full_load: !self.full_load.chance(season.habits.full_load_chance.get()),
            storms: storms(&mut self.storms, &season.habits, days),
        }
    }
}

impl Luck {
    /// No luck at all; full loads are given unless they are likelier not to be.
    pub(crate) fn likeliest(season: &IceSeason) -> Self {
        Luck { no_full_load: season.habits.full_load_chance.get() < 0.5, ..Luck::default() }
    }
}

fn storms(stream: &mut Stream, habits: &IceHabits, days: usize) -> Vec<bool> {
    if habits.storms_per_month <= 0.0 {
        return Vec::new();
    }
    let begins = habits.storms_per_month / MONTH_DAYS;
    let goes_on = 1.0 - 1.0 / habits.storm_days.get().max(1.0);
    let mut storm = false;
    let mut day = |_| {
        // What ends may begin again on the same day.
        let chance = if storm { goes_on + (1.0 - goes_on) * begins } else { begins };
        storm = stream.uniform() < chance;
        storm
    };
    (0..days).map(&mut day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::quantity::Days;

    #[test]
    fn storms_come_as_often_and_last_as_long_as_they_were_said() {
        let habits =
            IceHabits { storms_per_month: 1.5, storm_days: Days::clamped(2.0), ..IceHabits::default() };
        let mut stream = Stream::named(7, 0, "road", "ice-storms");
        let days = storms(&mut stream, &habits, 300_000);
        let stormy = days.iter().filter(|storm| **storm).count() as f64;
        let begun = days.windows(2).filter(|pair| !pair[0] && pair[1]).count() as f64;
        // In steady state a day is stormy with b/(b + (1 − b)/2) where b = 1.5/30: 2·0.05/(1 + 0.05) = 0.0952.
        assert!((stormy / 300_000.0 - 0.0952).abs() < 0.004, "{stormy}");
        // Spells: 0.05 on each of the 0.9048 calm days; each lasts 1/(0.5·0.95) = 2.105 days with those that follow at once.
        assert!((begun / 300_000.0 - 0.0452).abs() < 0.002, "{begun}");
        assert!((stormy / begun - 2.105).abs() < 0.06);
    }

    #[test]
    fn a_road_without_storms_draws_none() {
        let mut stream = Stream::named(7, 0, "road", "ice-storms");
        assert!(storms(&mut stream, &IceHabits::default(), 200).is_empty());
        assert_eq!(stream.drawn(), 0);
    }
}
