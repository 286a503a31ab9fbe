//! What a record of seasons says of a road's habits: the figures of `seasons_ice.csv` that are fitted to measured dates.
//!
//! | figure | fitted to |
//! |---|---|
//! | `construction_days`, `construction_sd_days` | mean and spread of the openings |
//! | `cleared_alpha` | mean of the full-load days |
//! | `full_load_chance_share` | share of seasons that reached full load |
//! | `closes_usual`, `closes_sd_days` | mean and spread of the closings |
//!
//! The physics goes first: what it makes of the weather is taken from the record, and only what is left over becomes a mean
//! or a spread of habits, so that no spread is counted twice. The spread is that
//! whose P10 and P90 are those of the next season: Student's, for neither mean nor spread of a few seasons is known well.
//!
//! Pitfall: with one figure for the mean of full-load days, growth after the opening and the work before it are not told
//! apart; `growth_alpha`, flooding and the day work begins are taken as they are written.
use super::{Fitted, LEAST_OTHERS, Milestone, Trial, mean};
use crate::ice::Luck;
use iceroad_base::civil::{MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::estimate::Moments;
use iceroad_base::law::normal_quantile;
use iceroad_base::quantity::{Days, IceGrowth, Ranged, Share};
use iceroad_model::climate::IceSeason;

/// Rounds of fitting, for openings depend on the ice and full loads on the opening.
const ROUNDS: usize = 3;
/// Halvings of the coefficient's range: 4/2¹⁰ is finer than it is written.
const HALVINGS: usize = 10;

impl Fitted {
    /// The season with these figures.
    pub(super) fn put_into(self, ice: &IceSeason) -> IceSeason {
        let mut ice = ice.clone();
        ice.construction = self.construction;
        ice.work.construction_sd = self.construction_sd;
        ice.work.cleared_alpha = Some(self.cleared_alpha);
        ice.habits.full_load_chance = self.full_load_chance;
        ice.habits.closes_usual = self.closes_usual;
        ice.habits.closes_sd = self.closes_sd;
        ice
    }

    fn of(ice: &IceSeason) -> Self {
        Fitted {
            construction: ice.construction,
            construction_sd: ice.work.construction_sd,
            cleared_alpha: ice.work.cleared_alpha.unwrap_or(ice.alpha),
            full_load_chance: ice.habits.full_load_chance,
            closes_usual: ice.habits.closes_usual,
            closes_sd: ice.habits.closes_sd,
        }
    }
}

/// The figures that fit these seasons; what too few of them tell stays as it is written. Nothing where they tell nothing.
pub(super) fn fitted(ice: &IceSeason, trials: &[Trial<'_>]) -> Option<Fitted> {
    let has =
        |milestone| trials.iter().filter(|trial| trial.measured(milestone).is_some()).count() >= LEAST_OTHERS;
    let [opened, full_load, closed] = Milestone::ALL.map(has);
    if !(opened || full_load || closed) {
        return None;
    }
    let mut fit = Fitted::of(ice);
    if closed {
        closing(&mut fit, ice, trials);
    }
    for _ in 0..ROUNDS {
        if opened {
            opening(&mut fit, ice, trials);
        }
        if full_load {
            growth(&mut fit, ice, trials);
        }
    }
    fit.full_load_chance = chance(ice, trials);
    Some(fit)
}

/// Measured less forecast mean of each season that has both, and the variance that weather gives the forecast.
struct Residuals {
    days: Moments,
    weather: f64,
}

impl Residuals {
    fn of(ice: &IceSeason, trials: &[Trial<'_>], milestone: Milestone) -> Self {
        let mut days = Moments::new();
        let mut within = Vec::new();
        for trial in trials {
            let Some(measured) = trial.measured(milestone) else { continue };
            let draws = trial.draw(ice, |_| Luck::default(), 1);
            let mut forecast = Moments::new();
            draws[milestone as usize].iter().for_each(|day| forecast.push(*day));
            if forecast.n() > 0 {
                days.push(measured - forecast.mean());
                within.push(if forecast.n() > 1 { forecast.variance() } else { 0.0 });
            }
        }
        Residuals { days, weather: mean(&within).unwrap_or(0.0) }
    }

    /// The spread that weather leaves to be told.
    fn spread(&self) -> Days {
        if self.days.n() < LEAST_OTHERS as u64 {
            return Days::clamped(0.0);
        }
        // Student's interval of the mean, made one of the next season: √(s²/n) becomes √(s² + s²/n).
        let next = self.days.interval(0.8).half_width * ((self.days.n() + 1) as f64).sqrt();
        let sd = next / normal_quantile(0.9);
        Days::clamped((sd * sd - self.weather).max(0.0).sqrt())
    }
}

fn opening(fit: &mut Fitted, ice: &IceSeason, trials: &[Trial<'_>]) {
    let residuals = Residuals::of(&fit.put_into(ice), trials, Milestone::Opened);
    if residuals.days.n() > 0 {
        fit.construction = Days::clamped((fit.construction.get() + residuals.days.mean()).round());
        fit.construction_sd = residuals.spread();
    }
}

/// The coefficient under which full loads come as late in the mean as on record; more growth, earlier.
fn growth(fit: &mut Fitted, ice: &IceSeason, trials: &[Trial<'_>]) {
    let (mut low, mut high) = (ice.alpha.get(), IceGrowth::MAX);
    for _ in 0..HALVINGS {
        let alpha = f64::midpoint(low, high);
        fit.cleared_alpha = IceGrowth::clamped(alpha);
        let residuals = Residuals::of(&fit.put_into(ice), trials, Milestone::FullLoad);
        let is_late = residuals.days.n() == 0 || residuals.days.mean() < 0.0;
        if is_late {
            low = alpha;
        } else {
            high = alpha;
        }
    }
}

/// The share of seasons known to have reached full load or not; as it is written where none is known.
fn chance(ice: &IceSeason, trials: &[Trial<'_>]) -> Share {
    let reached = trials.iter().filter(|trial| trial.dates.full_load.is_some()).count();
    let known = reached + trials.iter().filter(|trial| trial.dates.never_full).count();
    if known == 0 || ice.steps.len() < 2 {
        return ice.habits.full_load_chance;
    }
    Share::clamped(reached as f64 / known as f64)
}

fn closing(fit: &mut Fitted, ice: &IceSeason, trials: &[Trial<'_>]) {
    let days: Vec<f64> = trials.iter().filter_map(|trial| trial.measured(Milestone::Closed)).collect();
    let (Some(mut usual), Some(first)) = (mean(&days), trials.first()) else { return };
    let by_rule = fit.put_into(ice);
    // Thaw closes early springs before the operators' day: that day lies so much later than the mean closing.
    let mut sd = Days::clamped(0.0);
    for _ in 0..ROUNDS {
        fit.closes_usual = Some(month_day(first, usual));
        let residuals = Residuals::of(&fit.put_into(&by_rule), trials, Milestone::Closed);
        usual += residuals.days.mean();
        sd = residuals.spread();
    }
    fit.closes_usual = Some(month_day(first, usual));
    fit.closes_sd = sd;
}

fn month_day(trial: &Trial<'_>, days: f64) -> MonthDay {
    let date = date_of_epoch_day(epoch_day(trial.begins) + days.round() as i64);
    MonthDay { month: date.month(), day: date.day() }
}
