//! Roads on ice: what their rules allow whatever the weather, read off the limits of single days.
//!
//! The log holds no thickness, so the ice itself is not judged here. What must be true of any winter: nobody drives before
//! the builders could be done, nor after the last day on which the operators may close; no limit is above the last step; and a
//! heavier step is taken back in time. Operators' days lie within three standard deviations of their mean. Where measured dates
//! are replayed they override the rules, and nothing is judged.
//!
//! Where the record's own weather is replayed the ice is known after all ([`crate::winter`]), and each day's limit with it.
use crate::weather::Weather;
use crate::winter;
use crate::{Findings, Rules};
use iceroad_base::civil::{Clock, Date, MonthDay, epoch_day};
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_base::{Table, Time};
use iceroad_model::climate::{ClimateMode, IceSeason, SeasonKind};
use iceroad_model::event::{Entry, Event};
use iceroad_model::{Scenario, SeasonId};
use std::collections::BTreeMap;

/// Operators' days lie within so many standard deviations of their mean.
const DEVIATIONS: f64 = 3.0;

pub(crate) struct Ice<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    weather: Weather<'s>,
    /// The limit that stands, and since when.
    limits: Table<SeasonId, Option<(Mass, Time)>>,
    /// Every limit by the day it holds from.
    told: Table<SeasonId, Vec<(i64, Mass)>>,
}

impl<'s> Ice<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let clock = scenario.clock(&scenario.heading.zone);
        let n = scenario.seasons.len();
        let (limits, told) = (Table::filled(n, None), Table::filled(n, Vec::new()));
        Self { scenario, clock, weather: Weather::new(scenario), limits, told }
    }

    /// Whether measured dates are replayed, which override the rules.
    fn is_overruled(&self, id: SeasonId) -> bool {
        self.scenario.heading.climate != ClimateMode::Resampled
            && !self.scenario.seasons[id].measured.is_empty()
    }

    /// Judges every day of a season whose weather is known.
    fn judge_days(&self, id: SeasonId, findings: &mut Findings) {
        let season = &self.scenario.seasons[id];
        let (SeasonKind::Ice(ice), Some(station)) = (&season.kind, season.station) else { return };
        if self.is_overruled(id) || !self.weather.is_replayed() {
            return;
        }
        let mut winters = BTreeMap::new();
        let mut told = self.told[id].iter().peekable();
        let mut gross = Mass::ZERO;
        for day in 0..i64::from(self.scenario.heading.days) {
            while let Some(&(_, changed)) = told.next_if(|&&(from, _)| from <= day) {
                gross = changed;
            }
            let date = self.clock.date_of_day(day);
            let begun = epoch_day(ice.freeze_from.in_year(date.year())) <= epoch_day(date);
            let year = if begun { date.year() } else { date.year().saturating_sub(1) };
            let winter =
                winters.entry(year).or_insert_with(|| winter::Winter::of(ice, station, year, &self.weather));
            let Some(limit) = winter.as_ref().map(|winter| winter.limit(date)) else { continue };
            findings.check(gross == limit, "an ice road allows what its ice and its steps do", || {
                format!("{}: {} t for {} t on {date}", season.name, gross.tonnes(), limit.tonnes())
            });
        }
    }

    /// Judges the first and the last day of a limit that has stood until now.
    fn stood(&self, id: SeasonId, until: Time, findings: &mut Findings) {
        let season = &self.scenario.seasons[id];
        let (SeasonKind::Ice(ice), Some((gross, since))) = (&season.kind, self.limits[id]) else { return };
        if self.is_overruled(id) || gross <= Mass::ZERO || since == until {
            return;
        }
        let (first, last) = (self.clock.day_index(since), self.clock.day_index(until) - 1);
        for day in [first, last.max(first)] {
            let date = self.clock.date_of_day(day);
            judge(ice, date, gross, findings, || format!("{}: {} t on {date}", season.name, gross.tonnes()));
        }
    }
}

fn judge(ice: &IceSeason, date: Date, gross: Mass, findings: &mut Findings, says: impl Fn() -> String) {
    let winter = Winter::of(ice, date);
    findings.check(
        (winter.earliest..=winter.latest).contains(&epoch_day(date)),
        "an ice road is open only from the builders' earliest day to the operators' last",
        &says,
    );
    let Some(last) = ice.steps.last() else { return };
    findings.check(gross <= last.gross, "an ice road allows no more than its last step", &says);
    // The limit may be the bearing, just below a step: the step that it stands on is the first that is no less.
    let step = ice.steps.iter().find(|step| step.gross >= gross).unwrap_or(last);
    let left = (winter.latest - epoch_day(date)) as f64;
    findings.check(step.ends_before.get() <= left, "a load step is taken back before the road closes", &says);
}

/// The days between which a road may be open in a winter, as epoch days.
struct Winter {
    earliest: i64,
    latest: i64,
}

impl Winter {
    /// The winter of a date: it begins with freeze-up on it or before it.
    fn of(ice: &IceSeason, date: Date) -> Self {
        let this_year = epoch_day(ice.freeze_from.in_year(date.year()));
        let begun = this_year <= epoch_day(date);
        let year = if begun { date.year() } else { date.year().saturating_sub(1) };
        let freeze_up = epoch_day(ice.freeze_from.in_year(year));
        let day = |day: MonthDay| {
            let same = epoch_day(day.in_year(year));
            if same >= freeze_up { same } else { epoch_day(day.in_year(year.saturating_add(1))) }
        };
        let spread = |sd: f64| (DEVIATIONS * sd).round() as i64;
        let builders = ice.work.not_before.map_or(freeze_up, day);
        let takes = ice.construction.get().ceil() as i64 - spread(ice.work.construction_sd.get());
        let operators = ice.habits.closes_usual.map(|usual| day(usual) + spread(ice.habits.closes_sd.get()));
        let latest = day(ice.closes_latest);
        Winter {
            earliest: builders + takes.max(0),
            latest: operators.map_or(latest, |operators| operators.min(latest)),
        }
    }
}

impl Rules for Ice<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        let Event::SeasonLimit { season, gross } = entry.event else { return };
        self.stood(season, entry.at, findings);
        self.limits[season] = Some((gross, entry.at));
        self.told[season].push((self.clock.day_index(entry.at), gross));
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for id in self.scenario.seasons.ids() {
            self.stood(id, end, findings);
            self.judge_days(id, findings);
        }
    }
}
