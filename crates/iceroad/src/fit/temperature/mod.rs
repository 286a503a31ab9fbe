//! What temperature does to a subsystem: hours and failures by band of the day's temperature, factors with their intervals, a test for
//! cold and one for warmth, and the ageing curve that a scenario can hold.
//!
//! Where lives are of one law, the factors are those of a Weibull life whose hours use it up at a pace by band
//! ([`iceroad_lifedata::regression::bands`]), which is what a run does with the curve; where failures come faster or slower with age, they are ratios of
//! rates with exact intervals ([`iceroad_lifedata::regression::rates`]).
//!
//! Pitfalls: a failure counts at the mean of its day, so a frost of three hours is not seen; and what goes along with the season (load, road) is
//! taken for the temperature.
mod told;

use self::told::sentence;
use super::choose::{ALIKE, sample};
use super::weather::Weather;
use super::{FitTold, GroupTold, Parameter};
use iceroad_base::quantity::{Celsius, Factor, Ranged};
use iceroad_engine::factor_at;
use iceroad_lifedata::interval::Interval;
use iceroad_lifedata::law::{Family, fit};
use iceroad_lifedata::log::{Calendar, Counting, Group, PartLife, Watched};
use iceroad_lifedata::regression::bands::{self, Banded, BandedLife};
use iceroad_lifedata::regression::rates::{self, Count};
use iceroad_lifedata::regression::{LikelihoodRatio, NoRegression};
use iceroad_model::maintenance::TemperatureCurve;
use std::collections::BTreeMap;

pub use self::told::{BandTold, TemperatureTold};

/// Where bands meet, °C of the day's mean: hard frost, frost, dry mild frost, thaw, cool, warm, hot. Definition of this program; they are joined where
/// hours are few.
const EDGES: [f64; 7] = [-40.0, -30.0, -20.0, -5.0, 5.0, 15.0, 25.0];
const BANDS: usize = EDGES.len() + 1;
/// The band that others are held against, where it has hours enough: frost, hard ground, and neither thaw nor brittle steel.
const REFERENCE: usize = 3;
/// Failures that a band must expect by its hours. Assumed: below, an interval reaches over a factor of three.
const LEAST_EXPECTED: f64 = 5.0;
/// Failures below which temperature is not asked for.
const LEAST_FAILURES: usize = 10;

/// What a group's temperatures come to.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) told: Option<TemperatureTold>,
    pub(super) fit: Option<FitTold>,
    pub(super) says: Vec<String>,
    /// The curve by which hours are to be counted, the new one or that of the scenario.
    pub(super) curve: Option<TemperatureCurve>,
    /// Whether it is the scenario's.
    pub(super) is_kept: bool,
    /// What log-likelihoods of counted hours lack to those of hours run: Σ ln of the curve's factor, over the lives that failed and over all failures.
    pub(super) shift: [f64; 2],
    /// Figures of the curve that were found in this log.
    pub(super) figures: usize,
}

/// The days of machines with their temperatures.
pub(super) struct Days<'a> {
    weather: &'a Weather,
    calendars: BTreeMap<u32, &'a Calendar>,
}

impl<'a> Days<'a> {
    pub(super) fn new(weather: &'a Weather, machines: &'a [Watched]) -> Days<'a> {
        let calendars = machines.iter().map(|one| (one.machine, &one.calendar));
        Days { weather, calendars: calendars.collect() }
    }

    /// The band of a day.
    fn band(&self, day: i64) -> Option<usize> {
        let mean = self.weather.at(day)?;
        Some(EDGES.iter().filter(|edge| **edge <= mean).count())
    }
}

/// Hours counted by a curve.
struct ByCurve<'a> {
    days: &'a Days<'a>,
    curve: &'a TemperatureCurve,
}

impl Counting for ByCurve<'_> {
    fn calendar(&self, machine: u32) -> Option<&Calendar> {
        self.days.calendars.get(&machine).copied()
    }

    fn factor(&self, day: i64) -> f64 {
        let at = self.days.weather.at(day).map(Celsius::clamped);
        at.map_or(1.0, |at| factor_at(self.curve, at).get())
    }
}

/// A group in hours counted by a curve.
pub(super) fn counted(group: &Group, days: &Days<'_>, curve: &TemperatureCurve) -> Group {
    group.counted(&ByCurve { days, curve })
}

/// What temperature does to a group; `kept` is the curve by which it ages in the scenario that is to be written into.
pub(super) fn seen(
    group: &Group,
    told: &GroupTold,
    days: &Days<'_>,
    kept: Option<&TemperatureCurve>,
    level: f64,
) -> Seen {
    let mut seen = Seen::default();
    match asked(group, told, days, level) {
        Ok((temperature, fit)) => {
            seen.says.push(sentence(&temperature));
            if temperature.chosen {
                let points = temperature.curve.iter();
                let points = points.map(|(at, factor)| (Celsius::clamped(*at), Factor::clamped(*factor)));
                seen.curve = Some(TemperatureCurve { name: curve_name(told), points: points.collect() });
            }
            seen.fit = fit;
            seen.told = Some(temperature);
        }
        Err(why) => seen.says.push(why),
    }
    seen.figures = seen.curve.as_ref().map_or(0, |curve| curve.points.len() - 1);
    if seen.curve.is_none()
        && let Some(kept) = kept
    {
        seen.says.push(format!(
            "The scenario ages it by its curve {}, which stays; ages below are in hours that count as that curve has them.",
            kept.name
        ));
        (seen.curve, seen.is_kept) = (Some(kept.clone()), true);
    }
    if let Some(curve) = &seen.curve {
        let by = ByCurve { days, curve };
        let log = |day: i64| libm::log(by.factor(day));
        let failed = group.lives.iter().filter(|life| life.failed);
        let of_lives = failed.filter_map(|life| life.day).map(log).sum();
        seen.shift = [of_lives, group.failure_days.iter().copied().map(log).sum()];
    }
    if seen.is_kept
        && let Some(gain) = gain(group, days, &seen)
    {
        let than = "than lives as they were run, by Akaike's criterion";
        seen.says.push(if gain < -ALIKE {
            format!(
                "The log speaks against that curve: lives counted by it fit worse by {:.1} {than}.",
                -gain
            )
        } else if gain > ALIKE {
            format!("The log speaks for that curve: lives counted by it fit better by {gain:.1} {than}.")
        } else {
            "The log speaks neither for that curve nor against it.".to_owned()
        });
    }
    seen
}

/// By how much of Akaike's criterion a Weibull law fits lives counted by a curve better than lives as they were run.
fn gain(group: &Group, days: &Days<'_>, seen: &Seen) -> Option<f64> {
    let log_likelihood = |group: &Group| Some(fit(Family::Weibull, &sample(group)?).ok()?.log_likelihood);
    let by_curve = log_likelihood(&counted(group, days, seen.curve.as_ref()?))?;
    Some(2.0 * (by_curve + seen.shift[0] - log_likelihood(group)?))
}

fn curve_name(told: &GroupTold) -> String {
    format!("{} {} fitted", told.model, told.subsystem).trim().replace([' ', ','], "-")
}

/// Sums of a band.
#[derive(Clone, Copy, Default)]
struct Sum {
    hours: f64,
    degrees: f64,
    failures: usize,
}

/// Bands that were joined from the first to the last of those of [`EDGES`].
#[derive(Clone, Copy, PartialEq, Eq)]
struct Joined {
    first: usize,
    last: usize,
}

/// # Errors
/// Why the data cannot tell.
fn asked(
    group: &Group,
    told: &GroupTold,
    days: &Days<'_>,
    level: f64,
) -> Result<(TemperatureTold, Option<FitTold>), String> {
    let sums = sums(group, days);
    let failures: usize = sums.iter().map(|sum| sum.failures).sum();
    if failures < LEAST_FAILURES {
        return Err(format!(
            "What temperature does cannot be told: {failures} of at least {LEAST_FAILURES} failures on days with a temperature."
        ));
    }
    let (joined, reference) = joined(&sums);
    let whole = |one: &Joined| {
        sums[one.first..=one.last].iter().fold(Sum::default(), |sum, one| Sum {
            hours: sum.hours + one.hours,
            degrees: sum.degrees + one.degrees,
            failures: sum.failures + one.failures,
        })
    };
    let of_bands: Vec<Sum> = joined.iter().map(whole).collect();
    if joined.len() == 1 {
        let mean = of_bands[0].degrees / of_bands[0].hours;
        return Err(format!(
            "What temperature does cannot be told: nearly all hours were run at one temperature, {mean:.0} °C on average."
        ));
    }
    let counts: Vec<Count> =
        of_bands.iter().map(|sum| Count { failures: sum.failures as u64, hours: sum.hours }).collect();
    let is_of_lives = matches!(verdict(told), "none" | "renewal" | "cannot tell");
    let lives = if is_of_lives { by_lives(group, days, &joined, reference, level) } else { None };
    let by = if lives.is_some() { "lives" } else { "counts" };
    let mut fit = None;
    let factors = match lives {
        Some(Ok(lives)) => {
            fit = Some(fit_told(told, &lives.fit, &lives.factors, &joined, failures));
            lives.factors
        }
        _ => by_counts(&counts, reference, level),
    };
    let bands: Vec<BandTold> = joined
        .iter()
        .zip(&of_bands)
        .enumerate()
        .map(|(at, (one, sum))| BandTold {
            from_c: one.first.checked_sub(1).map(|edge| EDGES[edge]),
            to_c: EDGES.get(one.last).copied(),
            mean_c: sum.degrees / sum.hours,
            hours: sum.hours,
            failures: sum.failures,
            reference: at == reference,
            factor: parameter(&factors.factors[at]),
        })
        .collect();
    let mut temperature = TemperatureTold {
        weather: days.weather.told.clone(),
        by,
        bands,
        cold_p: factors.cold.map(|test| test.p),
        warm_p: factors.warm.map(|test| test.p),
        chosen: false,
        curve: Vec::new(),
    };
    temperature.choose(reference);
    if let Some(fit) = &mut fit {
        fit.chosen = temperature.chosen;
        let more = if temperature.chosen { "more" } else { "no more" };
        fit.why = format!("temperature does {more} than chance");
    }
    Ok((temperature, fit))
}

fn verdict(told: &GroupTold) -> &'static str {
    told.trend.as_ref().map_or("cannot tell", |trend| trend.verdict)
}

/// Hours and failures of each band.
fn sums(group: &Group, days: &Days<'_>) -> [Sum; BANDS] {
    let mut sums = [Sum::default(); BANDS];
    for (unit, (machine, born)) in group.histories.iter().zip(&group.units) {
        let Some(calendar) = days.calendars.get(machine) else { continue };
        for (day, hours) in calendar.between(born + unit.from(), born + unit.to()) {
            if let (Some(band), Some(mean)) = (days.band(day), days.weather.at(day)) {
                sums[band].hours += hours;
                sums[band].degrees += hours * mean;
            }
        }
    }
    for day in &group.failure_days {
        if let Some(band) = days.band(*day) {
            sums[band].failures += 1;
        }
    }
    sums
}

/// Joins bands until each can be told, from both ends towards the band of reference; gives them with the place of that.
fn joined(sums: &[Sum; BANDS]) -> (Vec<Joined>, usize) {
    let failures: usize = sums.iter().map(|sum| sum.failures).sum();
    let hours: f64 = sums.iter().map(|sum| sum.hours).sum();
    let expected = |sum: &Sum| failures as f64 * sum.hours / hours;
    let is_enough = |of: Joined| {
        let within = &sums[of.first..=of.last];
        within.iter().map(expected).sum::<f64>() >= LEAST_EXPECTED
            && within.iter().any(|sum| sum.failures > 0)
    };
    let reference = if is_enough(Joined { first: REFERENCE, last: REFERENCE }) {
        REFERENCE
    } else {
        (0..BANDS).max_by(|a, b| sums[*a].hours.total_cmp(&sums[*b].hours)).unwrap_or(REFERENCE)
    };
    let mut middle = Joined { first: reference, last: reference };
    let mut cold: Vec<Joined> = Vec::new();
    let mut first = 0;
    for last in 0..reference {
        if is_enough(Joined { first, last }) {
            cold.push(Joined { first, last });
            first = last + 1;
        }
    }
    // What is left over beside the band of reference goes to the band beyond it, or to that of reference where there is none.
    match cold.last_mut() {
        Some(nearest) => nearest.last = reference - 1,
        None => middle.first = 0,
    }
    let mut warm: Vec<Joined> = Vec::new();
    let mut last = BANDS - 1;
    for first in (reference + 1..BANDS).rev() {
        if is_enough(Joined { first, last }) {
            warm.push(Joined { first, last });
            last = first - 1;
        }
    }
    match warm.last_mut() {
        Some(nearest) => nearest.first = reference + 1,
        None => middle.last = BANDS - 1,
    }
    let place = cold.len();
    cold.push(middle);
    cold.extend(warm.into_iter().rev());
    (cold, place)
}

/// Factors of bands, and the tests of both sides.
struct Factors {
    factors: Vec<Interval>,
    cold: Option<LikelihoodRatio>,
    warm: Option<LikelihoodRatio>,
}

/// By failures per hour. The test of a side is whether its bands and that of reference have one rate.
fn by_counts(counts: &[Count], reference: usize, level: f64) -> Factors {
    let factor = |at: usize| match rates::factor(counts[at], counts[reference], level) {
        Some(factor) if at != reference => factor,
        _ => Interval { estimate: 1.0, low: 1.0, high: 1.0, level },
    };
    let side = |of: &[Count]| (of.len() > 1).then(|| rates::alike(of));
    Factors {
        factors: (0..counts.len()).map(factor).collect(),
        cold: side(&counts[..=reference]),
        warm: side(&counts[reference..]),
    }
}

/// By lives, with the fit.
struct ByLives {
    fit: Banded,
    factors: Factors,
}

/// None where too few lives are known by day.
fn by_lives(
    group: &Group,
    days: &Days<'_>,
    joined: &[Joined],
    reference: usize,
    level: f64,
) -> Option<Result<ByLives, NoRegression>> {
    let lives: Vec<BandedLife> = group.lives.iter().filter_map(|life| banded(life, days, joined)).collect();
    let failed = |lives: usize| lives * 10 >= 8 * group.failure_days.len();
    if !failed(lives.iter().filter(|life| life.failed_in.is_some()).count()) {
        return None;
    }
    let of_lives = || -> Result<ByLives, NoRegression> {
        let free: Vec<usize> = (0..joined.len()).filter(|band| *band != reference).collect();
        let fit = bands::fit(&lives, &free)?;
        let mut factors = Vec::with_capacity(joined.len());
        for band in 0..joined.len() {
            let held = Interval { estimate: 1.0, low: 1.0, high: 1.0, level };
            factors.push(bands::profile(&fit, &lives, band, level)?.unwrap_or(held));
        }
        // A side does nothing where its bands are as that of reference.
        let side = |is_its: &dyn Fn(usize) -> bool| -> Result<Option<LikelihoodRatio>, NoRegression> {
            let others: Vec<usize> = free.iter().copied().filter(|band| !is_its(*band)).collect();
            let more = free.len() - others.len();
            if more == 0 {
                return Ok(None);
            }
            let without = bands::fit(&lives, &others)?;
            Ok(Some(LikelihoodRatio::new(fit.log_likelihood, without.log_likelihood, more)))
        };
        let (cold, warm) = (side(&|band| band < reference)?, side(&|band| band > reference)?);
        Ok(ByLives { factors: Factors { factors, cold, warm }, fit })
    };
    Some(of_lives()).filter(Result::is_ok)
}

/// A life from new with its hours by band; none where a day of it has no temperature.
fn banded(life: &PartLife, days: &Days<'_>, joined: &[Joined]) -> Option<BandedLife> {
    if life.entry > 0.0 {
        return None;
    }
    let place = |band: usize| joined.iter().position(|one| (one.first..=one.last).contains(&band));
    let mut hours = vec![0.0; joined.len()];
    for (day, run) in days.calendars.get(&life.machine)?.between(life.ran.0, life.ran.1) {
        hours[place(days.band(day)?)?] += run;
    }
    let failed_in = match life.failed {
        true => Some(place(days.band(life.day?)?)?),
        false => None,
    };
    let run: f64 = hours.iter().sum();
    match (run > 0.0, failed_in) {
        // The part's own hours may be some more, or fewer, than the meter's.
        (true, _) => hours.iter_mut().for_each(|hours| *hours *= life.age / run),
        (false, Some(band)) => hours[band] = life.age,
        (false, None) => return None,
    }
    Some(BandedLife { hours, failed_in })
}

fn parameter(factor: &Interval) -> Parameter {
    Parameter {
        estimate: factor.estimate,
        low: Some(factor.low),
        high: Some(factor.high).filter(|high| high.is_finite()),
    }
}

fn fit_told(
    told: &GroupTold,
    fit: &Banded,
    factors: &Factors,
    joined: &[Joined],
    failures: usize,
) -> FitTold {
    let (size, n) = (fit.size() as f64, failures as f64);
    let plain = 2.0 * size - 2.0 * fit.log_likelihood;
    let spare = n - size - 1.0;
    let mut parameters = BTreeMap::new();
    let alone = |estimate| Parameter { estimate, low: None, high: None };
    parameters.insert("shape".to_owned(), alone(fit.shape));
    parameters.insert("scale".to_owned(), alone(fit.scale));
    for (one, factor) in joined.iter().zip(&factors.factors) {
        let name = match (one.first.checked_sub(1).map(|edge| EDGES[edge]), EDGES.get(one.last)) {
            (Some(from), Some(to)) => format!("factor_{from}_to_{to}_c"),
            (Some(from), None) => format!("factor_above_{from}_c"),
            (None, Some(to)) => format!("factor_below_{to}_c"),
            (None, None) => continue,
        };
        if factor.low < factor.high {
            parameters.insert(name, parameter(factor));
        }
    }
    FitTold {
        model: told.model.clone(),
        subsystem: told.subsystem.clone(),
        cause: told.cause.clone(),
        of: "temperature",
        distribution: "weibull_by_temperature".to_owned(),
        parameters,
        log_likelihood: fit.log_likelihood,
        aic: if spare > 0.0 { plain + 2.0 * size * (size + 1.0) / spare } else { plain },
        n: failures as u64,
        failures: failures as u64,
        trend: verdict(told),
        chosen: false,
        why: String::new(),
    }
}
