//! The product-limit curve, with late entry.

use iceroad_base::law::normal_quantile;

use crate::observation::{End, Sample};

/// The survival curve from one age of failure to the next.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Step {
    /// The age at which something failed.
    pub age: f64,
    /// How many lives were watched and running just before.
    pub at_risk: u64,
    /// How many of them failed.
    pub failures: u64,
    /// The share that lives longer: Kaplan–Meier.
    pub survival: f64,
    /// Its variance: Greenwood.
    pub variance: f64,
    /// The cumulative hazard: Nelson–Aalen.
    pub cumulative_hazard: f64,
    /// Its variance: `Σ d/n²`.
    pub hazard_variance: f64,
}

impl Step {
    /// The ends of a two-sided interval for the share that lives longer, on the scale of `ln(−ln S)`, which keeps it
    /// within 0 and 1: J. D. Kalbfleisch and R. L. Prentice, *The Statistical Analysis of Failure Time Data* (2nd ed. 2002), section
    /// 1.4. From 0 to 1 where the curve has come to 0.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let log = libm::log(self.survival);
        if !(log < 0.0 && log.is_finite()) {
            return (0.0, 1.0);
        }
        let spread =
            normal_quantile(f64::midpoint(1.0, level)) * self.variance.sqrt() / (self.survival * log.abs());
        (libm::exp(log * libm::exp(spread)), libm::exp(log * libm::exp(-spread)))
    }
}

/// Who leaves at an age, and why.
struct Exit {
    age: f64,
    failed: u64,
    censored: u64,
}

/// The curve of a sample, one step for each age of failure; none where a failure was only found: see
/// [`super::turnbull`].
///
/// ```
/// use iceroad_lifedata::nonparametric::kaplan_meier;
/// use iceroad_lifedata::observation::{Life, Sample};
/// let sample = Sample::new([Life::failed(10.0), Life::running(20.0), Life::failed(30.0), Life::running(40.0)])?;
/// let steps = kaplan_meier(&sample).unwrap_or_default();
/// assert_eq!((steps[0].survival, steps[1].survival), (0.75, 0.375));
/// # Ok::<(), iceroad_lifedata::observation::BadSample>(())
/// ```
pub fn kaplan_meier(sample: &Sample) -> Option<Vec<Step>> {
    let exits = sample.rows().iter().map(|life| match life.end {
        End::Failed(age) => Some(Exit { age, failed: life.count, censored: 0 }),
        End::Running(age) => Some(Exit { age, failed: 0, censored: life.count }),
        End::FailedBefore(_) | End::FailedBetween(..) => None,
    });
    let entries = sample.rows().iter().map(|life| (life.entry, life.count)).collect();
    Some(product_limit(exits.collect::<Option<Vec<Exit>>>()?, entries))
}

/// The curve of the ages at which running lives ceased to be watched, failures being what ends the watch: the share that
/// would still be watched. Failures that were only found are taken at the age when they were.
pub(crate) fn censoring_survival(sample: &Sample) -> Vec<Step> {
    let exits = sample.rows().iter().map(|life| match life.end {
        End::Running(age) => Exit { age, failed: life.count, censored: 0 },
        end => Exit { age: end.last_age(), failed: 0, censored: life.count },
    });
    let entries = sample.rows().iter().map(|life| (life.entry, life.count)).collect();
    product_limit(exits.collect(), entries)
}

fn product_limit(mut exits: Vec<Exit>, mut entries: Vec<(f64, u64)>) -> Vec<Step> {
    exits.sort_by(|a, b| a.age.total_cmp(&b.age));
    entries.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut entries = entries.into_iter().peekable();
    let mut at_risk = 0;
    let mut steps: Vec<Step> = Vec::new();
    let (mut survival, mut greenwood, mut hazard, mut hazard_variance) = (1.0, 0.0, 0.0, 0.0);
    for group in exits.chunk_by(|a, b| a.age == b.age) {
        let age = group[0].age;
        while let Some((_, count)) = entries.next_if(|(entry, _)| *entry < age) {
            at_risk += count;
        }
        let failures: u64 = group.iter().map(|exit| exit.failed).sum();
        let censored: u64 = group.iter().map(|exit| exit.censored).sum();
        if failures > 0 {
            let (failed, risk) = (failures as f64, at_risk as f64);
            survival *= 1.0 - failed / risk;
            greenwood += failed / (risk * (risk - failed));
            hazard += failed / risk;
            hazard_variance += failed / (risk * risk);
            let variance = if survival > 0.0 { survival * survival * greenwood } else { 0.0 };
            let cumulative_hazard = hazard;
            steps.push(Step {
                age,
                at_risk,
                failures,
                survival,
                variance,
                cumulative_hazard,
                hazard_variance,
            });
        }
        // What fails and what is censored at one age were both at risk there.
        at_risk -= failures + censored;
    }
    steps
}

/// The share that lives longer than an age, by a curve.
pub fn survival_at(steps: &[Step], age: f64) -> f64 {
    let passed = steps.partition_point(|step| step.age <= age);
    if passed == 0 { 1.0 } else { steps[passed - 1].survival }
}
