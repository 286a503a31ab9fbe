//! What many replications make of one measure.
//!
//! Some values are known only to lie beyond what was seen: goods that had not come when the horizon ended come later, and
//! nobody knows when. Such a value is **censored on the right** and is kept as a lower bound, [`Seen::After`]; leaving it out
//! would make the late look early. A quantile that falls among them is a lower bound itself, and so is the mean of all; both
//! say so.
use iceroad_base::estimate::{Moments, Quantiles};
use serde::Serialize;

/// Confidence level of every interval in reports.
pub const LEVEL: f64 = 0.95;

/// A value, or how far it is at least away.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// Known; not-a-number where there is no value.
    At(f64),
    /// Not there when the horizon ended: more than this, or as much.
    After(f64),
}

impl Seen {
    /// The value, or its lower bound.
    pub fn bound(self) -> f64 {
        match self {
            Seen::At(value) | Seen::After(value) => value,
        }
    }

    /// Whether only a lower bound is known.
    pub fn is_after(self) -> bool {
        matches!(self, Seen::After(_))
    }

    /// A value, as a lower bound where told so.
    fn new(value: f64, is_after: bool) -> Self {
        if is_after { Seen::After(value) } else { Seen::At(value) }
    }
}

/// Which numbers of a spread are lower bounds, because values lie beyond what was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Beyond {
    /// How many of the values are lower bounds.
    pub n: usize,
    /// Whether the value that one replication in ten is below is.
    pub p10: bool,
    /// Whether the median is.
    pub p50: bool,
    /// Whether the value that one replication in ten is above is.
    pub p90: bool,
}

/// Mean with interval, and quantiles.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Spread {
    /// How many replications have a value.
    pub n: usize,
    /// Mean; a lower bound where some values are.
    pub mean: f64,
    /// Half-width of Student's 95 % interval for the mean; none for fewer than two values, and where some are lower bounds.
    pub half_width: Option<f64>,
    /// One replication in ten is below.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// One replication in ten is above.
    pub p90: f64,
    /// Which of these are lower bounds; none where every value is known.
    pub beyond: Option<Beyond>,
}

impl Spread {
    /// The spread of the finite ones among `values`; none where there is none.
    pub fn of(values: &[f64]) -> Option<Spread> {
        let finite: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        if finite.is_empty() {
            return None;
        }
        let moments: Moments = finite.iter().copied().collect();
        let interval = moments.interval(LEVEL);
        let quantiles = Quantiles::of(&finite);
        Some(Spread {
            n: finite.len(),
            mean: interval.mean,
            half_width: interval.half_width.is_finite().then_some(interval.half_width),
            p10: quantiles.p10(),
            p50: quantiles.p50(),
            p90: quantiles.p90(),
            beyond: None,
        })
    }

    /// The spread of values of which some may lie beyond what was seen; those that are not finite are left out.
    pub fn of_seen(values: &[Seen]) -> Option<Spread> {
        let bounds: Vec<f64> = values.iter().map(|value| value.bound()).collect();
        let mut spread = Spread::of(&bounds)?;
        let finite = || values.iter().filter(|value| value.bound().is_finite());
        let n = finite().filter(|value| value.is_after()).count();
        if n == 0 {
            return Some(spread);
        }
        // A quantile is known where it is the same whether what was not seen came at once or never.
        let never = |value: &Seen| if value.is_after() { f64::INFINITY } else { value.bound() };
        let latest = Quantiles::of(&finite().map(never).collect::<Vec<_>>());
        spread.beyond = Some(Beyond {
            n,
            p10: latest.p10() != spread.p10,
            p50: latest.p50() != spread.p50,
            p90: latest.p90() != spread.p90,
        });
        spread.half_width = None;
        Some(spread)
    }

    /// The mean of the finite ones among `values`; `none` where there is none.
    pub fn mean_of(values: &[f64], none: f64) -> f64 {
        Spread::of(values).map_or(none, |spread| spread.mean)
    }

    /// The spread of `value` over a set of things; see [`Spread::of`].
    pub fn over<T>(all: &[T], value: impl Fn(&T) -> f64) -> Option<Spread> {
        Spread::of(&all.iter().map(value).collect::<Vec<_>>())
    }

    /// The spread of `value` over a set of things; see [`Spread::of_seen`].
    pub fn over_seen<T>(all: &[T], value: impl Fn(&T) -> Seen) -> Option<Spread> {
        Spread::of_seen(&all.iter().map(value).collect::<Vec<_>>())
    }

    /// The mean, or what it is at least.
    pub fn seen_mean(&self) -> Seen {
        Seen::new(self.mean, self.beyond.is_some())
    }

    /// The value that one replication in ten is below, or what it is at least.
    pub fn seen_p10(&self) -> Seen {
        Seen::new(self.p10, self.beyond.is_some_and(|beyond| beyond.p10))
    }

    /// The median, or what it is at least.
    pub fn seen_p50(&self) -> Seen {
        Seen::new(self.p50, self.beyond.is_some_and(|beyond| beyond.p50))
    }

    /// The value that one replication in ten is above, or what it is at least.
    pub fn seen_p90(&self) -> Seen {
        Seen::new(self.p90, self.beyond.is_some_and(|beyond| beyond.p90))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_value_is_left_out_and_counted() {
        let spread = Spread::of(&[1.0, f64::NAN, 3.0, f64::INFINITY]).unwrap();
        assert_eq!((spread.n, spread.mean, spread.p50), (2, 2.0, 2.0));
        assert_eq!(Spread::of(&[f64::NAN]), None);
        assert_eq!(Spread::of(&[]), None);
    }

    #[test]
    fn one_value_has_no_interval() {
        assert_eq!(Spread::of(&[4.0]).unwrap().half_width, None);
    }

    #[test]
    fn what_was_not_seen_by_the_end_is_late_and_not_missing() {
        use Seen::{After, At};
        // Half of them came, the others were not there on day 29: the median of those that came, 14, says nothing.
        let mut values: Vec<Seen> = (0..10).map(|day| At(f64::from(day) * 3.0)).collect();
        values.extend([After(29.0); 11]);
        let spread = Spread::of_seen(&values).unwrap();
        assert_eq!((spread.n, spread.beyond.map(|beyond| beyond.n)), (21, Some(11)));
        assert_eq!(
            (spread.seen_p10(), spread.seen_p50(), spread.seen_p90()),
            (At(6.0), After(29.0), After(29.0))
        );
        assert!(spread.seen_mean().is_after() && spread.half_width.is_none());
        // A quantile between the last that came and the first that did not is not known either.
        let spread = Spread::of_seen(&[At(1.0), After(9.0)]).unwrap();
        assert_eq!(spread.seen_p50(), After(5.0));
        // Of bounds that differ, one below what came later may be anywhere.
        let spread = Spread::of_seen(&[After(2.0), At(5.0), At(6.0)]).unwrap();
        assert!(spread.seen_p50().is_after());
        assert_eq!(Spread::of_seen(&[At(1.0), At(3.0)]), Spread::of(&[1.0, 3.0]));
    }
}
