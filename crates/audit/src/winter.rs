//! A winter of a road on ice where its weather is known: the thickness of each morning and what it allows, derived anew.
//!
//! Frost thickens ice by Stefan's law, a day at a time; thaw takes from it. From the first day of work on snow is cleared and
//! the ice flooded. The road opens when the builders are done and the ice bears the first step, opens again after a thaw
//! only with two centimetres to spare, and closes with the thaw since the coldest month, on the operators' day or the last there
//! is.
use crate::weather::Weather;
use iceroad_base::civil::{Date, MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::quantity::{IceThickness, Mass, Ranged};
use iceroad_model::StationId;
use iceroad_model::climate::IceSeason;

/// Ice that a road opens again with above the first step, cm.
const TO_SPARE_CM: f64 = 2.0;
/// Days of the coldest stretch.
const COLDEST_DAYS: usize = 30;

/// What a road allows on each day of a winter.
pub(crate) struct Winter {
    /// Freeze-up, as epoch day.
    first: i64,
    limits: Vec<Mass>,
}

impl Winter {
    /// The winter that begins with the freeze-up of a year; none where a day's weather is not known.
    pub(crate) fn of(ice: &IceSeason, station: StationId, year: i16, weather: &Weather<'_>) -> Option<Self> {
        let first = epoch_day(ice.freeze_from.in_year(year));
        let last = day_after(ice.closes_latest, first, year);
        let days = (first..=last).map(|day| weather.mean_of(station, date_of_epoch_day(day)));
        let means: Vec<f64> = days.collect::<Option<_>>()?;
        let (mornings, work) = mornings(ice, &means, first, year);
        let usual = ice.habits.closes_usual.map(|day| (day_after(day, first, year) - first) as usize);
        let ends = [usual, thawed(ice, &means), Some(means.len() - 1)].into_iter().flatten().min()?;
        let opens = work.map_or(usize::MAX, |day| day + ice.construction.get().ceil() as usize);
        let mut limits = vec![Mass::ZERO; means.len()];
        let least = ice.steps.first().map_or(ice.construction_from, |step| step.thickness).get();
        let (mut was_open, mut is_open) = (false, false);
        for day in opens..=ends.min(means.len() - 1) {
            let spare = if was_open && !is_open { TO_SPARE_CM } else { 0.0 };
            is_open = mornings[day] >= least + spare;
            was_open |= is_open;
            if is_open {
                limits[day] = allowed(ice, mornings[day], ends - day);
            }
        }
        Some(Self { first, limits })
    }

    /// The limit on a date; closed outside the winter.
    pub(crate) fn limit(&self, date: Date) -> Mass {
        let day = usize::try_from(epoch_day(date) - self.first).ok();
        day.and_then(|day| self.limits.get(day).copied()).unwrap_or(Mass::ZERO)
    }
}

/// The first such day from freeze-up on.
fn day_after(day: MonthDay, freeze_up: i64, year: i16) -> i64 {
    let same = epoch_day(day.in_year(year));
    if same >= freeze_up { same } else { epoch_day(day.in_year(year.saturating_add(1))) }
}

/// The ice of each morning, cm, and the day on which work began.
fn mornings(ice: &IceSeason, means: &[f64], first: i64, year: i16) -> (Vec<f64>, Option<usize>) {
    let may_work = ice.work.not_before.map_or(0, |day| (day_after(day, first, year) - first) as usize);
    let last_step = ice.steps.last().map(|step| step.thickness.get());
    let (mut all, mut work, mut cm) = (Vec::with_capacity(means.len()), None, 0.0_f64);
    for (day, &mean) in means.iter().enumerate() {
        all.push(cm);
        if work.is_none() && day >= may_work && cm >= ice.construction_from.get() {
            work = Some(day);
        }
        if mean >= 0.0 {
            cm = (cm - ice.melt_cm_per_degree_day * mean).max(0.0);
            continue;
        }
        let cleared = ice.work.cleared_alpha.filter(|_| work.is_some());
        let alpha = cleared.unwrap_or(ice.alpha).get();
        cm = (cm * cm + alpha * alpha * -mean).sqrt();
        if let (Some(last), Some(_)) = (last_step, work) {
            cm = (cm + ice.work.flooding_cm_per_day).min(last).max(cm);
        }
        cm = cm.min(IceThickness::MAX);
    }
    (all, work)
}

/// The day on which so much has thawed since the coldest stretch that the road closes.
fn thawed(ice: &IceSeason, means: &[f64]) -> Option<usize> {
    let length = COLDEST_DAYS.min(means.len());
    let sums = means.windows(length).map(|stretch| stretch.iter().sum::<f64>());
    let coldest = sums.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(from, _)| from);
    let mut thaw = 0.0;
    for (day, mean) in means.iter().enumerate().skip(coldest + length) {
        thaw += (mean - ice.thaw_base_c).max(0.0);
        if thaw > 0.0 && thaw >= ice.closes_after_thaw.get() {
            return Some(day);
        }
    }
    None
}

/// The lesser of what the ice bears and of the heaviest step that it is thick enough for and that is not taken back yet.
fn allowed(ice: &IceSeason, cm: f64, days_left: usize) -> Mass {
    let bears = Mass((ice.bearing.get() * cm * cm) as i64);
    if ice.steps.is_empty() {
        return bears;
    }
    // Where the last step is seldom given, a replayed winter is one without it.
    let seldom = ice.habits.full_load_chance.get() < 0.5 && ice.steps.len() > 1;
    let most = ice.steps[ice.steps.len() - 1 - usize::from(seldom)].gross;
    let stands = ice
        .steps
        .iter()
        .rev()
        .find(|step| step.thickness.get() <= cm && step.ends_before.get() <= days_left as f64);
    stands.map_or(Mass::ZERO, |step| step.gross.min(bears).min(most))
}
