//! The weather of runs that replay the record: the log tells no temperatures, but then the scenario does.
//!
//! A run's day is the record's of the same date, whole years away. Known are days that a measured station has on record; a
//! day that was filled in, one that the record's year does not have, and synthetic stations are not.
use iceroad_base::Time;
use iceroad_base::civil::{Clock, Date, MonthDay, epoch_day};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_model::climate::{ClimateMode, StationRecord};
use iceroad_model::maintenance::TemperatureCurve;
use iceroad_model::{CurveId, Scenario, SiteId, StationId};

/// Heating degree-days are counted below this, °C.
const HEATED_BELOW: f64 = 18.0;

pub(crate) struct Weather<'s> {
    scenario: &'s Scenario,
    pub(crate) clock: Clock,
    /// Years from the run's calendar to the record's.
    away: Option<i16>,
}

impl<'s> Weather<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let start = scenario.horizon().start();
        let july = start.year().saturating_sub(i16::from(start.month() < 7));
        let away = match scenario.heading.climate {
            ClimateMode::Resampled => None,
            ClimateMode::Recorded { first_year } => Some(first_year.saturating_sub(july)),
        };
        Self { scenario, clock: scenario.clock(&scenario.heading.zone), away }
    }

    /// Whether any day may be known.
    pub(crate) fn is_replayed(&self) -> bool {
        self.away.is_some()
    }

    /// A station's mean on a date of the run, °C.
    pub(crate) fn mean_of(&self, station: StationId, date: Date) -> Option<f64> {
        let StationRecord::Measured(record) = &self.scenario.stations[station].record else { return None };
        let year = date.year().saturating_add(self.away?);
        let there = MonthDay { month: date.month(), day: date.day() }.in_year(year);
        if there.day() != date.day() {
            return None;
        }
        let first = epoch_day(record.first()?.date);
        let guess = usize::try_from(epoch_day(there) - first).ok()?;
        // Days that are missing only move those after them forward.
        let near = record.get(guess).filter(|day| day.date == there);
        let day = near.or_else(|| record.iter().take(guess).rev().find(|day| day.date <= there))?;
        (day.date == there).then_some(day.mean.get())
    }

    /// The mean at a site on a day of the run, °C.
    pub(crate) fn mean(&self, site: SiteId, day: i64) -> Option<f64> {
        self.mean_of(self.scenario.sites[site].station?, self.clock.date_of_day(day))
    }

    /// Whether the night of a day is colder at a site than a limit; not known where nothing is.
    pub(crate) fn night_is_below(&self, site: SiteId, limit: Option<Celsius>, day: i64) -> Option<bool> {
        let Some(limit) = limit else { return Some(false) };
        let drop = self.scenario.stations[self.scenario.sites[site].station?].night_drop_c;
        Some(self.mean(site, day)? - drop < limit.get())
    }

    /// The day of a time within it; none for a midnight, at which one day's rules end and the next one's begin.
    pub(crate) fn day_within(&self, at: Time) -> Option<i64> {
        let day = self.clock.day_index(at);
        (self.clock.midnight(self.clock.date_of_day(day)) < at).then_some(day)
    }

    /// Heating degree-days at a site up to each day of the horizon and with it; none where a day is not known.
    pub(crate) fn heating(&self, site: SiteId) -> Option<Vec<f64>> {
        let mut so_far = 0.0;
        let mut day = |day: i64| {
            so_far += (HEATED_BELOW - self.mean(site, day)?).max(0.0);
            Some(so_far)
        };
        (0..i64::from(self.scenario.heading.days)).map(&mut day).collect()
    }

    /// The factor of a curve at a site on a day; 1 without a curve.
    pub(crate) fn factor(&self, site: SiteId, curve: Option<CurveId>, day: i64) -> Option<f64> {
        let Some(curve) = curve else { return Some(1.0) };
        Some(factor_at(&self.scenario.curves[curve], self.mean(site, day)?))
    }
}

/// Straight lines between the points of a curve, level beyond them.
pub(crate) fn factor_at(curve: &TemperatureCurve, celsius: f64) -> f64 {
    let mut below: Option<(f64, f64)> = None;
    for (at, factor) in curve.points.iter().map(|(at, factor)| (at.get(), factor.get())) {
        if celsius <= at {
            let Some((from, was)) = below else { return factor };
            return was + (factor - was) * (celsius - from) / (at - from);
        }
        below = Some((at, factor));
    }
    below.map_or(1.0, |(_, factor)| factor)
}
