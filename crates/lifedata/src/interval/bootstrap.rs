//! Bootstrap intervals: the sample drawn anew, fitted, and the middle of what came out.
//!
//! B. Efron, "Censored data and the bootstrap", JASA 76 (1981) 312–319; A. C. Davison and D. V. Hinkley, *Bootstrap Methods and
//! their Application* (1997), section 3.5. Draws are named streams: the same seed gives the same interval.

use iceroad_base::random::Stream;

use super::{Interval, Quantity};
use crate::law::{Fit, fit};
use crate::nonparametric::{Step, censoring_survival};
use crate::observation::{End, Life, Sample};

/// What is drawn anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resampling {
    /// Lives of the sample, with replacement; assumes nothing of the law.
    Lives,
    /// Ages at failure from the fitted law, censored as the sample is: a running life is watched as long as it was, a
    /// failed one until an age drawn from the sample's own ages of censoring beyond its failure, looks at a life stay when
    /// they were.
    Law,
}

/// Intervals by bootstrap.
#[derive(Clone, PartialEq, Debug)]
pub struct Bootstrap {
    /// One for each quantity asked for.
    pub intervals: Vec<Interval>,
    /// How many samples were drawn.
    pub drawn: u32,
    /// How many of them bore no law of the family; they are left out, so that many of them mean the intervals are too narrow.
    pub unfit: u32,
}

/// Percentile intervals of several quantities from `draws` samples; replication `i` of the stream draws the `i`-th.
///
/// The ends are infinite where not two samples could be fitted. The fit must be of this sample.
pub fn bootstrap(
    fitted: &Fit,
    sample: &Sample,
    quantities: &[Quantity],
    level: f64,
    resampling: Resampling,
    draws: u32,
    seed: u64,
) -> Bootstrap {
    let plan = Plan::new(fitted, sample, resampling);
    let mut values = vec![Vec::with_capacity(draws as usize); quantities.len()];
    for nth in 0..draws {
        let mut stream = Stream::named(seed, nth, fitted.family().name(), "bootstrap");
        let Some(refitted) = plan.draw(&mut stream).and_then(|drawn| fit(fitted.family(), &drawn).ok())
        else {
            continue;
        };
        values
            .iter_mut()
            .zip(quantities)
            .for_each(|(values, quantity)| values.push(quantity.of(&refitted.law)));
    }
    let fits = values.first().map_or(0, Vec::len);
    let interval = |(quantity, mut values): (&Quantity, Vec<f64>)| {
        let estimate = quantity.of(&fitted.law);
        values.sort_by(f64::total_cmp);
        let (low, high) =
            (percentile(&values, (1.0 - level) / 2.0), percentile(&values, f64::midpoint(1.0, level)));
        match (low, high) {
            (Some(low), Some(high)) => Interval { estimate, low, high, level },
            _ => Interval { estimate, low: f64::NEG_INFINITY, high: f64::INFINITY, level },
        }
    };
    let intervals = quantities.iter().zip(values).map(interval).collect();
    Bootstrap { intervals, drawn: draws, unfit: draws - fits as u32 }
}

/// Between the two nearest of sorted values, by the place `p·(n + 1)` of B. Efron; none for fewer than two.
fn percentile(sorted: &[f64], p: f64) -> Option<f64> {
    if sorted.len() < 2 {
        return None;
    }
    let place = (p * (sorted.len() + 1) as f64 - 1.0).clamp(0.0, (sorted.len() - 1) as f64);
    let below = (place as usize).min(sorted.len() - 2);
    let share = place - below as f64;
    // Two infinities have no middle.
    let (low, high) = (sorted[below], sorted[below + 1]);
    Some(if share == 0.0 || low == high { low } else { low + share * (high - low) })
}

/// What is the same for all draws.
struct Plan<'a> {
    fitted: &'a Fit,
    sample: &'a Sample,
    resampling: Resampling,
    /// Up to which life, in the order of the rows, each row reaches.
    until: Vec<u64>,
    /// The share of lives that would still be watched at an age.
    watched: Vec<Step>,
}

impl Plan<'_> {
    fn new<'a>(fitted: &'a Fit, sample: &'a Sample, resampling: Resampling) -> Plan<'a> {
        let mut lives = 0;
        let until = sample.rows().iter().map(|life| {
            lives += life.count;
            lives
        });
        Plan { fitted, sample, resampling, until: until.collect(), watched: censoring_survival(sample) }
    }

    fn draw(&self, stream: &mut Stream) -> Option<Sample> {
        let rows = self.sample.rows();
        let drawn: Vec<Life> = match self.resampling {
            Resampling::Lives => {
                let mut counts = vec![0; rows.len()];
                for _ in 0..self.sample.lives() {
                    let life = stream.below(self.sample.lives());
                    counts[self.until.partition_point(|until| *until <= life)] += 1;
                }
                rows.iter()
                    .zip(counts)
                    .filter(|(_, count)| *count > 0)
                    .map(|(life, count)| life.times(count))
                    .collect()
            }
            Resampling::Law => {
                let each = rows.iter().flat_map(|life| (0..life.count).map(move |_| *life));
                each.map(|life| self.relive(&life, stream)).collect()
            }
        };
        Sample::new(drawn).ok()
    }

    /// One life of the fitted law, watched as this one was.
    fn relive(&self, life: &Life, stream: &mut Stream) -> Life {
        let law = &self.fitted.law;
        // One that would not have been seen had it failed before its entry.
        let alive = law.survival(life.entry);
        let age = law
            .quantile(1.0 - alive * stream.uniform())
            .max(life.entry * (1.0 + 1e-12))
            .max(f64::MIN_POSITIVE);
        let end = match life.end {
            End::Running(last) if age > last => End::Running(last),
            End::Failed(last) => {
                let watched = self.watched_until(last, stream);
                if age > watched { End::Running(watched) } else { End::Failed(age) }
            }
            End::FailedBefore(look) => {
                if age > look {
                    End::Running(look)
                } else {
                    End::FailedBefore(look)
                }
            }
            End::FailedBetween(low, high) => {
                if age > high {
                    End::Running(high)
                } else if age > low {
                    End::FailedBetween(low, high)
                } else {
                    End::FailedBefore(low)
                }
            }
            End::Running(_) => End::Failed(age),
        };
        Life { entry: life.entry, end, count: 1 }
    }

    /// Until when a life that failed at an age would have been watched.
    fn watched_until(&self, age: f64, stream: &mut Stream) -> f64 {
        let from = self.watched.partition_point(|step| step.age <= age);
        let share = if from == 0 { 1.0 } else { self.watched[from - 1].survival };
        let left = share * stream.uniform();
        let later = &self.watched[from..];
        later.iter().find(|step| step.survival <= left).map_or(f64::INFINITY, |step| step.age)
    }
}
