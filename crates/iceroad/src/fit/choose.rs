//! Which model a group's life gets, and why: trend before laws, laws by what the failures can bear.
use super::group::SIGNIFICANCE;
use super::temperature::Seen;
use super::{FitTold, GroupTold, Parameter};
use iceroad_base::law::normal_cdf;
use iceroad_lifedata::interval::{Interval, Quantity, profile};
use iceroad_lifedata::law::{Family, Fit, LifeLaw, fit_each};
use iceroad_lifedata::log::{Group, PartLife};
use iceroad_lifedata::nonparametric::plotting_positions;
use iceroad_lifedata::observation::{Life, Sample};
use iceroad_lifedata::recurrent::exposure;
use iceroad_lifedata::recurrent::log_linear::{self, LogLinear};
use iceroad_lifedata::recurrent::power_law::{self, PowerLaw};
use iceroad_lifedata::recurrent::renewal::{self, ImperfectRepair, Kijima};
use std::collections::BTreeMap;

/// Failures below which a law has its mean alone.
const LEAST_FOR_SHAPE: u64 = 6;
/// Failures below which three numbers are not asked for.
const LEAST_FOR_THREE: u64 = 20;
/// Failures below which two laws in one are not looked for.
const LEAST_FOR_MIXTURE: u64 = 60;
/// Failures below which the effect of repairs is not asked for, and beyond which it takes too long.
const FOR_REPAIR: std::ops::RangeInclusive<usize> = 20..=200_000;
/// A difference of Akaike's criterion below which the data do not tell two laws apart (K. P. Burnham and D. R. Anderson, *Model
/// Selection and Multimodel Inference*, 2002, section 2.6).
pub(super) const ALIKE: f64 = 2.0;

/// A model that was tried.
pub(super) struct Tried {
    pub(super) told: FitTold,
    /// The law, where it is one.
    pub(super) law: Option<LifeLaw>,
    /// The share of age that a repair takes away, where the model says so.
    pub(super) restoration: f64,
}

/// All that was tried for a group, and what it comes to.
#[derive(Default)]
pub(super) struct Fitted {
    pub(super) tried: Vec<Tried>,
    pub(super) says: Vec<String>,
    /// The chosen model's mean cumulative function, where it is one of failures that come again.
    pub(super) expected: Vec<(f64, f64)>,
    /// Where lives stand on probability paper.
    pub(super) plot: Vec<(f64, f64)>,
    /// The greatest age that the chosen model has evidence of, h.
    pub(super) known_to_h: f64,
    /// What temperature does, and by which curve the hours above are counted.
    pub(super) temperature: Seen,
}

impl Fitted {
    /// The model of its life.
    pub(super) fn chosen(&self) -> Option<&Tried> {
        self.tried.iter().find(|tried| tried.told.chosen && matches!(tried.told.of, "life" | "recurrence"))
    }

    /// The law of its hands-on repairs. Hours down are no such law: they hold waiting, which a scenario adds by itself.
    pub(super) fn repair(&self) -> Option<&Tried> {
        self.tried.iter().find(|tried| tried.told.chosen && tried.told.of == "repair")
    }
}

/// A chance as it is told; small ones by their bound, for none is nothing.
pub(super) fn chance(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

/// Fits a group: `group` in hours counted as `temperature` says.
pub(super) fn fitted(group: &Group, seen: &GroupTold, temperature: Seen, level: f64) -> Fitted {
    let mut work = Work { group, seen, level, fitted: Fitted { temperature, ..Fitted::default() } };
    work.exposure();
    work.temperature();
    match work.verdict() {
        "worse" | "better" | "other" => work.recurrence(),
        _ => work.lives(),
    }
    work.repairs();
    work.fitted
}

struct Work<'a> {
    group: &'a Group,
    seen: &'a GroupTold,
    level: f64,
    fitted: Fitted,
}

impl Work<'_> {
    fn verdict(&self) -> &'static str {
        self.seen.trend.as_ref().map_or("cannot tell", |trend| trend.verdict)
    }

    fn say(&mut self, text: String) {
        self.fitted.says.push(text);
    }

    /// A fit, not chosen yet.
    fn told(&self, of: &'static str, distribution: &str, n: u64, failures: u64) -> FitTold {
        FitTold {
            model: self.seen.model.clone(),
            subsystem: self.seen.subsystem.clone(),
            cause: self.seen.cause.clone(),
            of,
            distribution: distribution.to_owned(),
            parameters: BTreeMap::new(),
            log_likelihood: 0.0,
            aic: 0.0,
            n,
            failures,
            trend: self.verdict(),
            chosen: false,
            why: String::new(),
        }
    }

    fn exposure(&mut self) {
        let GroupTold { units, failures, hours, .. } = self.seen;
        let units = if *units == 1 { "1 unit".to_owned() } else { format!("{units} units") };
        self.say(match failures {
            0 => format!("{units} ran {hours:.0} h without a failure."),
            1 => format!("{units} ran {hours:.0} h with one failure."),
            _ => format!(
                "{units} ran {hours:.0} h with {failures} failures: one in {:.0} h.",
                hours / *failures as f64
            ),
        });
        if let Some(trend) = &self.seen.trend {
            let least = |name: &str| {
                let of_name = trend
                    .tests
                    .iter()
                    .filter(|tested| tested.test.contains(name) && tested.together == "by unit");
                of_name.map(|tested| tested.p).fold(f64::NAN, f64::min)
            };
            let p = format!(
                "(Lewis-Robinson {}, generalised Anderson-Darling {}; a trend has one of them below {})",
                chance(least("Lewis")),
                chance(least("generalised")),
                SIGNIFICANCE / 2.0
            );
            let text = match trend.verdict {
                "cannot tell" => "Too few failures to tell whether they come faster with age.".to_owned(),
                "none" => format!("No trend with age was found {p}: gaps may be taken for lives of one law."),
                "renewal" => format!(
                    "Failures do not come at an even rate, but no trend with age was found {p}: gaps may be taken for lives of one law."
                ),
                "worse" => format!(
                    "Failures come faster with age {p}: gaps are no lives of one law, and none was fitted to them."
                ),
                "better" => {
                    format!(
                        "Failures come more seldom with age {p}: gaps are no lives of one law, and none was fitted to them."
                    )
                }
                _ => format!(
                    "The rate of failures changes with age, and not one way {p}: gaps are no lives of one law, and none was fitted to \
                     them. The models below are one-way and tell the average drift only."
                ),
            };
            self.say(text);
        }
    }

    fn temperature(&mut self) {
        for says in self.fitted.temperature.says.clone() {
            self.say(says);
        }
        if let Some(told) = self.fitted.temperature.fit.clone() {
            self.fitted.tried.push(Tried { told, law: None, restoration: 0.0 });
        }
    }

    /// Brings a likelihood of counted hours back to hours run, and counts the curve's figures with the model's.
    fn bring_back(&self, told: &mut FitTold, of: usize) {
        let Seen { shift, figures, .. } = &self.fitted.temperature;
        told.log_likelihood += shift[of];
        told.aic += 2.0 * *figures as f64 - 2.0 * shift[of];
    }

    // ---- A trend -----------------------------------------------------------------------------------------------

    fn recurrence(&mut self) {
        let histories = &self.group.histories;
        let power = power_law::fit(histories, self.level).ok();
        let linear = log_linear::fit(histories, self.level).ok();
        let imperfect = FOR_REPAIR
            .contains(&self.seen.failures)
            .then(|| renewal::fit(histories, Kijima::OfAll, self.level).ok())
            .flatten();
        let mut tried = Vec::new();
        tried.extend(power.as_ref().map(|power| self.power_told(power)));
        tried.extend(linear.as_ref().map(|linear| self.linear_told(linear)));
        tried.extend(imperfect.as_ref().map(|imperfect| self.imperfect_told(imperfect)));
        let oldest = exposure(histories).oldest_h;
        let ages = (0..=40).map(|k| oldest * f64::from(k) / 40.0);
        // Repairs help where the likelihood of "as bad as old" is too far below.
        let helps = imperfect.as_ref().is_some_and(|one| {
            let ratio = 2.0 * (one.log_likelihood - one.log_likelihood_minimal).max(0.0);
            2.0 * normal_cdf(-ratio.sqrt()) < SIGNIFICANCE
        });
        let chosen = match (&power, &linear, &imperfect) {
            (_, _, Some(one)) if helps => {
                let why = format!(
                    "each repair takes {:.0} % of the age away ({} to {} %): better than leaving it as bad as old, and than making it as \
                     good as new",
                    100.0 * one.restoration.estimate,
                    (100.0 * one.restoration.low).round(),
                    (100.0 * one.restoration.high).round()
                );
                Some(("imperfect_repair", why))
            }
            (Some(power), linear, _) => {
                self.fitted.expected = ages.map(|age| (age, power.cumulative(age))).collect();
                let better =
                    linear.as_ref().map_or(0.0, |linear| linear.log_likelihood - power.log_likelihood);
                let beside = if better * 2.0 > ALIKE {
                    format!(
                        "; a log-linear rate fits better by {:.1} of Akaike's criterion, and a scenario holds none",
                        2.0 * better
                    )
                } else {
                    String::new()
                };
                let sense = if power.shape.estimate > 1.0 { "worsens" } else { "improves" };
                Some((
                    "power_law",
                    format!(
                        "repairs leave the machine as old as it was, and its rate {sense} with age{beside}"
                    ),
                ))
            }
            _ => None,
        };
        let Some((name, why)) = chosen else {
            return self.say("No model of failures that come again could be fitted.".to_owned());
        };
        for one in &mut tried {
            self.bring_back(&mut one.told, 1);
        }
        for mut one in tried {
            one.told.chosen = one.told.distribution == name;
            one.told.why = if one.told.chosen { why.clone() } else { format!("{name} was chosen: {why}") };
            self.fitted.tried.push(one);
        }
        self.say(format!("Chosen: {}; {why}.", name.replace('_', " ")));
        self.fitted.known_to_h = oldest;
        self.say(format!("Known up to {oldest:.0} h on the meter; nothing is claimed beyond."));
    }

    fn power_told(&self, power: &PowerLaw) -> Tried {
        let mut told = self.told("recurrence", "power_law", self.seen.units as u64, power.failures as u64);
        told.parameters = [("shape", power.shape), ("scale", power.scale_h)].map(named).into();
        told.log_likelihood = power.log_likelihood;
        told.aic = 4.0 - 2.0 * power.log_likelihood;
        let (shape, scale) = (power.shape.estimate, power.scale_h.estimate);
        Tried { told, law: Some(LifeLaw::Weibull { shape, scale }), restoration: 0.0 }
    }

    fn linear_told(&self, linear: &LogLinear) -> Tried {
        let mut told = self.told("recurrence", "log_linear", self.seen.units as u64, linear.failures as u64);
        told.parameters = [("rate_at_new", linear.rate_at_new), ("growth", linear.growth)].map(named).into();
        told.log_likelihood = linear.log_likelihood;
        told.aic = 4.0 - 2.0 * linear.log_likelihood;
        Tried { told, law: None, restoration: 0.0 }
    }

    fn imperfect_told(&self, one: &ImperfectRepair) -> Tried {
        let mut told =
            self.told("recurrence", "imperfect_repair", self.seen.units as u64, one.failures as u64);
        told.parameters = [("shape", one.shape), ("scale", one.scale_h), ("restoration", one.restoration)]
            .map(named)
            .into();
        told.log_likelihood = one.log_likelihood;
        told.aic = 6.0 - 2.0 * one.log_likelihood;
        let (shape, scale) = (one.shape.estimate, one.scale_h.estimate);
        Tried { told, law: Some(LifeLaw::Weibull { shape, scale }), restoration: one.restoration.estimate }
    }

    // ---- No trend ----------------------------------------------------------------------------------------------

    fn lives(&mut self) {
        let Some(sample) = sample(self.group) else {
            return self.say("No life was seen from a known age on: no law can be fitted.".to_owned());
        };
        if self.group.unknown_age > 0 {
            let n = self.group.unknown_age;
            let stretches =
                if n == 1 { "1 stretch is no life".into() } else { format!("{n} stretches are no lives") };
            self.say(format!("{stretches}: how old the part was when watching began is not known."));
        }
        self.fitted.known_to_h = sample.longest();
        self.fitted.plot = plotting_positions(&sample).iter().map(|point| (point.age, point.share)).collect();
        match sample.failures() {
            0 => {
                // The exact bound of a rate with no event: exp(−hours/mean) is 5 %.
                let bound = sample.exposure() / -libm::log(0.05);
                self.say(format!(
                    "All lives are censored: a mean life above {bound:.0} h is all that can be said (95 % sure, if failures come at an even \
                     rate). No law was fitted."
                ));
            }
            _ => self.laws("life", &sample),
        }
    }

    fn repairs(&mut self) {
        let hours = &self.group.repair_h;
        let Ok(sample) = Sample::new(counted(hours.iter().map(|hours| Life::failed(*hours)))) else { return };
        let mean = hours.iter().sum::<f64>() / hours.len() as f64;
        let told = if hours.len() == 1 {
            "1 failure tells".to_owned()
        } else {
            format!("{} failures tell", hours.len())
        };
        if self.group.repair_is_down {
            self.say(format!(
                "{told} hours down: {mean:.1} h on average. These hold waiting for parts, bays and people too, which a scenario adds by \
                 itself, so they are not written as hours of repair."
            ));
            return self.laws("down", &sample);
        }
        self.say(format!("{told} hours of repair: {mean:.1} h on average."));
        self.laws("repair", &sample);
    }

    /// Fits the laws that the failures can bear, and chooses.
    fn laws(&mut self, of: &'static str, sample: &Sample) {
        let failures = sample.failures();
        let families = families(failures);
        let mut fits: Vec<Fit> = fit_each(&families, sample).into_iter().flatten().collect();
        fits.sort_by(|a, b| criterion(a).total_cmp(&criterion(b)));
        let Some(best) = fits.first().cloned() else {
            return self.say(format!("No law of {of} could be fitted."));
        };
        // What the data do not tell apart is told by what a scenario holds, then by the usual order.
        let is_alike = |fit: &&Fit| criterion(fit) - criterion(&best) <= ALIKE;
        let held = |fit: &&Fit| fit.law.scenario_law().is_ok();
        let chosen = fits.iter().find(|fit| held(fit) && is_alike(fit)).or_else(|| fits.iter().find(held));
        let chosen = chosen.unwrap_or(&best).clone();
        let why = why(&fits, &best, &chosen, failures);
        for fit in &fits {
            let is_chosen = fit.family() == chosen.family();
            let with_ends = is_chosen || fit.family().is_in_scenario();
            let mut told = self.law_told(of, fit, sample, with_ends);
            if of == "life" {
                self.bring_back(&mut told, 0);
            }
            told.chosen = is_chosen;
            told.why = if is_chosen {
                why.clone()
            } else {
                let worse = criterion(fit) - criterion(&chosen);
                let sense = if worse >= 0.0 { "worse" } else { "better" };
                format!("{:.1} {sense} than {} by Akaike's criterion", worse.abs(), chosen.family())
            };
            self.fitted.tried.push(Tried { told, law: Some(fit.law), restoration: 1.0 });
        }
        let told = self.fitted.tried.iter().rev().find(|tried| tried.told.chosen && tried.told.of == of);
        let figures = told.map(|tried| tried.told.figures()).unwrap_or_default();
        let what = match of {
            "life" => "Chosen",
            "repair" => "Repair",
            _ => "Down",
        };
        self.say(format!("{what}: {}, {figures}; {why}.", chosen.family()));
        let (mean, longest) = (chosen.law.mean(), sample.longest());
        if of == "life" && mean > longest {
            self.say(format!(
                "Its mean of {mean:.0} h lies beyond the longest life seen, {longest:.0} h: that part of the law is extrapolated."
            ));
        }
    }

    fn law_told(&self, of: &'static str, fit: &Fit, sample: &Sample, with_ends: bool) -> FitTold {
        let mut told = self.told(of, fit.family().name(), fit.lives, fit.failures);
        told.log_likelihood = fit.log_likelihood;
        told.aic = criterion(fit);
        let names = fit.family().parameter_names();
        let asked: Vec<Quantity> = (0..names.len()).map(Quantity::Parameter).collect();
        let ends = if with_ends { profile(fit, sample, &asked, self.level) } else { Vec::new() };
        let values = fit.law.parameters();
        for (at, name) in names.iter().enumerate() {
            let end = |of: fn(&Interval) -> f64| ends.get(at).map(of).filter(|end| end.is_finite());
            let parameter =
                Parameter { estimate: values[at], low: end(|one| one.low), high: end(|one| one.high) };
            told.parameters.insert((*name).to_owned(), parameter);
        }
        told
    }
}

/// The lives of a group as a sample; none where there is no life.
pub(super) fn sample(group: &Group) -> Option<Sample> {
    Sample::new(counted(group.lives.iter().map(life))).ok()
}

fn life(life: &PartLife) -> Life {
    let told = if life.failed { Life::failed(life.age) } else { Life::running(life.age) };
    told.entered(life.entry)
}

/// Equal lives as one row: meters show whole hours, so that of a million lives a few thousand differ.
fn counted(lives: impl Iterator<Item = Life>) -> Vec<Life> {
    let mut counts: BTreeMap<(u64, u64, bool), Life> = BTreeMap::new();
    for life in lives {
        let key = (life.entry.to_bits(), life.end.last_age().to_bits(), life.end.is_failure());
        counts.entry(key).and_modify(|known| known.count += life.count).or_insert(life);
    }
    counts.into_values().collect()
}

/// The laws that so many failures can bear.
fn families(failures: u64) -> Vec<Family> {
    let most = match failures {
        ..LEAST_FOR_SHAPE => 1,
        LEAST_FOR_SHAPE..LEAST_FOR_THREE => 2,
        LEAST_FOR_THREE..LEAST_FOR_MIXTURE => 3,
        _ => 5,
    };
    Family::ALL.into_iter().filter(|family| family.size() <= most).collect()
}

/// Akaike's criterion, corrected where it can be.
fn criterion(fit: &Fit) -> f64 {
    fit.aicc().unwrap_or_else(|| fit.aic())
}

fn why(fits: &[Fit], best: &Fit, chosen: &Fit, failures: u64) -> String {
    if failures < LEAST_FOR_SHAPE {
        let n = if failures == 1 { "one failure".to_owned() } else { format!("{failures} failures") };
        return format!("{n} cannot support more than a mean, so an even rate is all that can be said");
    }
    let worse = criterion(chosen) - criterion(best);
    if worse > ALIKE {
        return format!(
            "{} fits better by {worse:.1} of Akaike's criterion, and a scenario holds none: it is the best of those it holds",
            best.family()
        );
    }
    let alike = fits
        .iter()
        .filter(|fit| fit.family() != chosen.family() && (criterion(fit) - criterion(chosen)).abs() <= ALIKE);
    let alike: Vec<&str> = alike.map(|fit| fit.family().name()).collect();
    let fits = match (alike.is_empty(), worse > 0.0) {
        (true, _) => "it fits best by Akaike's criterion, and no other comes near".to_owned(),
        (false, true) => {
            let alike = alike.join(", ");
            format!(
                "it fits as well as any by what the data tell, and a scenario holds it; they do not tell it apart from {alike}"
            )
        }
        (false, false) => format!("it fits best; the data do not tell it apart from {}", alike.join(", ")),
    };
    if failures < LEAST_FOR_THREE {
        return format!("{fits}; {failures} failures cannot support a law of three figures");
    }
    fits
}

fn named((name, within): (&str, Interval)) -> (String, Parameter) {
    let finite = |end: f64| Some(end).filter(|end| end.is_finite());
    (
        name.to_owned(),
        Parameter { estimate: within.estimate, low: finite(within.low), high: finite(within.high) },
    )
}
