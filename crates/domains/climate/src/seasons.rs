//! The tracks of seasons: what each allows on each day of one replication, and its windows.
//!
//! A **window** is one opening to the last open day of one winter or summer; a **track** is the limit of every day, and
//! the windows that touch the horizon. Days count from the horizon's first.
//!
//! * **Ice** follows the replication's weather ([`crate::ice`]) and what is drawn beside it ([`crate::luck`]).
//! * **Rivers and calendar seasons** open and close on days drawn from a normal law about their mean days, cut at
//!   [`crate::MOST_DEVIATIONS`] standard deviations, rounded to whole days; a season's own stream makes them. A year has low
//!   water, or has not, for the whole of the span that the season names.
//! * **Recorded mode** draws nothing: measured dates ([`SeasonDates`]) override ice and calendar alike, and what was not
//!   measured is the physics for ice, the mean day for others, and low water only where it is likelier than not.
//!
//! Where measured dates override the physics the road was open from the first to the last of them: the physics' limit
//! then holds, but no less than the first step (there was traffic); before a measured full-load day it stays
//! below the last step, and from it on it is the last step.
use crate::ice::{Frost, Luck, Winter, allowed, bearing, opening_thickness};
use crate::luck::{IceStreams, deviation};
use crate::years::{MARGIN_DAYS, Weather};
use iceroad_base::Table;
use iceroad_base::civil::{Date, MonthDay, date_of_epoch_day, epoch_day};
use iceroad_base::quantity::{IceThickness, Mass, Ranged, Share};
use iceroad_base::random::Stream;
use iceroad_model::climate::{
    CalendarSeason, ClimateMode, DayLimit, IceSeason, RiverSeason, Season, SeasonDates, SeasonKind, july_year,
};
use iceroad_model::transport::Vehicle;
use iceroad_model::{LegId, Scenario, SeasonId};

/// One opening of a season to its last open day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// The year in which the season's own span begins (freeze-up, or the mean opening): tells windows of
    /// different draws apart even where their days overlap.
    pub year: i16,
    /// First open day.
    pub opened: i32,
    /// First day at full load, where it came.
    pub full_load: Option<i32>,
    /// Last open day.
    pub closed: i32,
}

/// What a season allows on every day of one replication.
#[derive(Clone, PartialEq, Debug)]
pub struct SeasonTrack {
    /// From day −[`MARGIN_DAYS`] on.
    limits: Vec<DayLimit>,
    windows: Vec<Window>,
}

impl SeasonTrack {
    /// What the season allows on a day, known like the weather from 400 days before the horizon to 400 after;
    /// beyond it is closed.
    #[inline]
    pub fn limit(&self, day: i64) -> DayLimit {
        let index = usize::try_from(day + MARGIN_DAYS).ok();
        index.and_then(|index| self.limits.get(index).copied()).unwrap_or(DayLimit::CLOSED)
    }

    /// The windows that touch the horizon, in order.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }
}

/// The seasons, and everything their tracks depend on but the weather; the run's calendar as day counts.
#[derive(Clone, Debug)]
pub(crate) struct Seasons {
    pub(crate) rows: Table<SeasonId, Season>,
    pub(crate) legs: Table<LegId, LegLoad>,
    /// The mass that is full load for a season: the greatest gross of its legs.
    full: Table<SeasonId, Option<Mass>>,
    /// Epoch day of the horizon's first day.
    pub(crate) start: i64,
    /// Days of the horizon.
    pub(crate) days: i64,
    start_year: i16,
    end_year: i16,
    /// Years from the run's calendar to the record's, in recorded mode.
    away: Option<i16>,
}

/// What of a leg decides how much it can carry.
#[derive(Clone, Debug)]
pub(crate) struct LegLoad {
    pub(crate) name: String,
    pub(crate) season: Option<SeasonId>,
    /// What runs on it, with its trips a day on average.
    pub(crate) vehicles: Vec<(Vehicle, f64)>,
    /// Trips a day that its spacing leaves.
    most_trips: f64,
}

impl LegLoad {
    pub(crate) fn of(scenario: &Scenario, id: LegId) -> Self {
        let leg = &scenario.legs[id];
        let on_it = scenario.vehicles.iter().filter(|vehicle| vehicle.leg == id);
        let mut vehicles: Vec<(Vehicle, f64)> =
            on_it.map(|vehicle| (vehicle.clone(), vehicle.trips_a_day(leg))).collect();
        vehicles.sort_by_key(|(vehicle, _)| std::cmp::Reverse(vehicle.payload));
        let most_trips = leg.spacing.map_or(f64::INFINITY, |spacing| f64::from(spacing.most_a_day()));
        Self { name: leg.name.clone(), season: leg.season, vehicles, most_trips }
    }

    /// Mass that may start on one day: of each class, the greatest first, its trips times what the limit leaves above the
    /// vehicle's own mass, times the share that low water leaves. A class runs where that is worth a trip.
    pub(crate) fn day(&self, limit: DayLimit) -> Mass {
        let mut trips_left = self.most_trips;
        let mut mass = Mass::ZERO;
        for (vehicle, trips) in &self.vehicles {
            let room = vehicle.room(limit);
            if room < vehicle.least_room() {
                continue;
            }
            let trips = trips.min(trips_left);
            trips_left -= trips;
            mass += room.scaled(limit.payload.get() * trips);
        }
        mass
    }

    /// The greatest gross mass that runs on it.
    fn gross(&self) -> Option<Mass> {
        self.vehicles.iter().map(|(vehicle, _)| vehicle.tare + vehicle.payload).max()
    }
}

/// The days of one year's span of a season.
#[derive(Clone, Copy, Debug)]
struct Span {
    year: i16,
    /// Its first day.
    first: i64,
    /// Its last day.
    last: i64,
}

/// The streams that a season's dates and its low water are drawn from; none where nothing is to be drawn.
#[derive(Clone, Default)]
pub(crate) struct SeasonStreams {
    dates: Option<Stream>,
    water: Option<Stream>,
    ice: Option<IceStreams>,
}

impl SeasonStreams {
    fn of(season: &Season, seed: u64, replication: u32) -> Self {
        let named = |purpose| Some(Stream::named(seed, replication, &season.name, purpose));
        let ice = Some(IceStreams::named(&season.name, seed, replication));
        SeasonStreams { dates: named("season-dates"), water: named("low-water"), ice }
    }
}

/// A window about to be written, with what it allows.
struct Open {
    window: Window,
    gross: Mass,
}

impl Seasons {
    pub(crate) fn prepare(scenario: &Scenario) -> Self {
        let horizon = scenario.horizon();
        let legs: Table<LegId, LegLoad> = scenario.legs.ids().map(|leg| LegLoad::of(scenario, leg)).collect();
        let full = |season: SeasonId| {
            legs.iter().filter(|leg| leg.season == Some(season)).filter_map(LegLoad::gross).max()
        };
        let away = match scenario.heading.climate {
            ClimateMode::Resampled => None,
            ClimateMode::Recorded { first_year } => {
                Some(first_year.saturating_sub(july_year(horizon.start())))
            }
        };
        Seasons {
            full: scenario.seasons.ids().map(full).collect(),
            rows: scenario.seasons.clone(),
            legs,
            start: epoch_day(horizon.start()),
            days: i64::from(horizon.days()),
            start_year: horizon.start().year(),
            end_year: horizon.last().year(),
            away,
        }
    }

    /// The day index of a date.
    pub(crate) fn day(&self, date: Date) -> i64 {
        epoch_day(date) - self.start
    }

    /// Every year's span from one day of the year to another that lies within what is known of the weather.
    fn spans(&self, from: MonthDay, to: MonthDay) -> impl Iterator<Item = Span> + use<'_> {
        let years = self.start_year.saturating_sub(2)..=self.end_year.saturating_add(2);
        let over_new_year = over_new_year(from, to);
        let known = -MARGIN_DAYS..self.days + MARGIN_DAYS;
        years.filter_map(move |year| {
            let (first, last) =
                (self.day(from.in_year(year)), self.day(to.in_year(year.saturating_add(over_new_year))));
            (known.contains(&first) && known.contains(&last)).then_some(Span { year, first, last })
        })
    }

    fn touches_horizon(&self, window: &Window) -> bool {
        i64::from(window.opened) < self.days && window.closed >= 0
    }

    fn closed_track(&self) -> SeasonTrack {
        let length = (self.days + 2 * MARGIN_DAYS) as usize;
        SeasonTrack { limits: vec![DayLimit::CLOSED; length], windows: Vec::new() }
    }

    /// The track of one season, with measured dates laid over it where `away` says how many years off
    /// the record is. All windows are kept, those outside the horizon too.
    pub(crate) fn whole_track(
        &self,
        id: SeasonId,
        weather: &Weather,
        streams: SeasonStreams,
        away: Option<i16>,
    ) -> SeasonTrack {
        let season = &self.rows[id];
        match &season.kind {
            SeasonKind::Ice(ice) => self.ice_track(id, season, ice, (weather, streams.ice), away),
            SeasonKind::River(river) => self.river_track(season, river, streams, away),
            SeasonKind::Calendar(calendar) => self.calendar_track(season, calendar, streams, away),
        }
    }

    /// The track of one season in one replication, with all its windows.
    pub(crate) fn whole_track_of(
        &self,
        id: SeasonId,
        weather: &Weather,
        seed: u64,
        replication: u32,
    ) -> SeasonTrack {
        let streams = match self.away {
            None => SeasonStreams::of(&self.rows[id], seed, replication),
            Some(_) => SeasonStreams::default(),
        };
        self.whole_track(id, weather, streams, self.away)
    }

    /// The track of one season in one replication, with the windows that touch the horizon.
    pub(crate) fn track(&self, id: SeasonId, weather: &Weather, seed: u64, replication: u32) -> SeasonTrack {
        let mut track = self.whole_track_of(id, weather, seed, replication);
        track.windows.retain(|window| self.touches_horizon(window));
        track
    }

    /// The days of the year between which a season lies: freeze-up or mean opening, last or mean closing.
    fn ends(&self, id: SeasonId) -> (MonthDay, MonthDay) {
        match &self.rows[id].kind {
            SeasonKind::Ice(ice) => (ice.freeze_from, ice.closes_latest),
            SeasonKind::River(river) => (river.opens, river.closes),
            SeasonKind::Calendar(calendar) => (calendar.opens, calendar.closes),
        }
    }

    /// One where a season goes over New Year, else nothing.
    pub(crate) fn over_new_year(&self, id: SeasonId) -> i16 {
        let (from, to) = self.ends(id);
        over_new_year(from, to)
    }

    /// The first and last day of a season's span that begins in `year`.
    pub(crate) fn span_of(&self, id: SeasonId, year: i16) -> Option<(i64, i64)> {
        let (from, to) = self.ends(id);
        let span = self.spans(from, to).find(|span| span.year == year)?;
        Some((span.first, span.last))
    }

    /// The years whose span ends in the horizon.
    pub(crate) fn years_ending_in_horizon(&self, id: SeasonId) -> Vec<i16> {
        let (from, to) = self.ends(id);
        self.spans(from, to)
            .filter(|span| (0..self.days).contains(&span.last))
            .map(|span| span.year)
            .collect()
    }

    /// The name of a season's window: `2026/27` over New Year, else `2026`.
    pub(crate) fn label(&self, id: SeasonId, year: i16) -> String {
        match self.over_new_year(id) {
            0 => format!("{year}"),
            _ => format!("{year}/{:02}", (year.saturating_add(1)).rem_euclid(100)),
        }
    }

    fn ice_track(
        &self,
        id: SeasonId,
        season: &Season,
        ice: &IceSeason,
        (weather, mut streams): (&Weather, Option<IceStreams>),
        away: Option<i16>,
    ) -> SeasonTrack {
        let mut track = self.closed_track();
        let Some(station) = season.station else { return track };
        for span in self.spans(ice.freeze_from, ice.closes_latest) {
            let days = (span.last - span.first + 1) as usize;
            let luck =
                streams.as_mut().map_or_else(|| Luck::likeliest(ice), |streams| streams.draw(ice, days));
            let Some(means_c) = weather.range(station, span.first, span.last) else { continue };
            let begins = date_of_epoch_day(self.start + span.first);
            let frost = Frost { first: span.first, begins, means_c };
            let mut winter = Winter::of(ice, self.full[id], frost, &luck);
            if let Some(dates) = self.measured(season, span.last, away) {
                overrule(&mut winter, ice, &dates);
            }
            for (nth, gross) in winter.limits.iter().enumerate() {
                if *gross > Mass::ZERO {
                    let limit = DayLimit { gross: *gross, payload: Share::clamped(1.0) };
                    self.write(&mut track, span.first + nth as i64, limit);
                }
            }
            if let (Some(opened), Some(closed)) = (winter.opened, winter.closed) {
                let full_load = winter.full_load.map(|day| day as i32);
                let window =
                    Window { year: span.year, opened: opened as i32, full_load, closed: closed as i32 };
                track.windows.push(window);
            }
        }
        track
    }

    /// The thickest ice of an ice season in any winter under a weather, without luck.
    pub(crate) fn thickest(&self, id: SeasonId, weather: &Weather) -> Option<IceThickness> {
        let season = &self.rows[id];
        let (SeasonKind::Ice(ice), Some(station)) = (&season.kind, season.station) else { return None };
        let mut thickest = None;
        for span in self.spans(ice.freeze_from, ice.closes_latest) {
            let Some(means_c) = weather.range(station, span.first, span.last) else { continue };
            let begins = date_of_epoch_day(self.start + span.first);
            let frost = Frost { first: span.first, begins, means_c };
            let winter = Winter::of(ice, None, frost, &Luck::default());
            thickest = winter.thickness_cm.iter().copied().chain(thickest).reduce(f64::max);
        }
        thickest.map(IceThickness::clamped)
    }

    /// Measured dates of the season that closes in the same year as a span, as days of the run.
    fn measured(&self, season: &Season, last: i64, away: Option<i16>) -> Option<MeasuredDays> {
        let away = away?;
        let year = date_of_epoch_day(self.start + last).year();
        let dates = season.measured.iter().find(|dates| dates.year == year.saturating_add(away))?;
        Some(self.shifted(dates, away.saturating_neg()))
    }

    /// Measured dates so many years on, as days of the run; 29 February may become the 28th.
    pub(crate) fn shifted(&self, dates: &SeasonDates, years: i16) -> MeasuredDays {
        let day = |date: Option<Date>| {
            let date = date?;
            let there = MonthDay { month: date.month(), day: date.day() };
            Some(self.day(there.in_year(date.year().saturating_add(years))))
        };
        MeasuredDays {
            opened: day(dates.opened),
            full_load: day(dates.full_load),
            never_full: dates.never_full,
            closed: day(dates.closed),
        }
    }

    fn write(&self, track: &mut SeasonTrack, day: i64, limit: DayLimit) {
        let index = usize::try_from(day + MARGIN_DAYS).ok();
        if let Some(place) = index.and_then(|index| track.limits.get_mut(index)) {
            *place = limit;
        }
    }

    /// Opening and closing of every year by mean days with spread.
    fn by_calendar(
        &self,
        season: &Season,
        (opens, opens_sd): (MonthDay, f64),
        (closes, closes_sd): (MonthDay, f64),
        stream: &mut Option<Stream>,
        away: Option<i16>,
    ) -> Vec<Open> {
        let mut all: Vec<Open> = Vec::new();
        for span in self.spans(opens, closes) {
            // Two draws a year, used or not, so that a year's luck depends on no other's.
            let drawn =
                [opens_sd, closes_sd].map(|sd| stream.as_mut().map_or(0, |stream| deviation(stream, sd)));
            let dates = self.measured(season, span.last, away);
            let opened = dates.and_then(|dates| dates.opened).unwrap_or(span.first + drawn[0]);
            let closed = dates.and_then(|dates| dates.closed).unwrap_or(span.last + drawn[1]);
            let after = all.last().map_or(i64::MIN, |open| i64::from(open.window.closed) + 1);
            let opened = opened.max(after);
            if opened > closed {
                continue;
            }
            let full_load = dates.and_then(|dates| dates.full_load).unwrap_or(opened);
            let window = Window {
                year: span.year,
                opened: opened as i32,
                full_load: Some(full_load.max(opened) as i32),
                closed: closed as i32,
            };
            all.push(Open { window, gross: DayLimit::UNLIMITED });
        }
        all
    }

    fn lay(&self, opens: Vec<Open>) -> SeasonTrack {
        let mut track = self.closed_track();
        for Open { window, gross } in opens {
            for day in window.opened..=window.closed {
                let limit = DayLimit { gross, payload: Share::clamped(1.0) };
                self.write(&mut track, i64::from(day), limit);
            }
            track.windows.push(window);
        }
        track
    }

    fn calendar_track(
        &self,
        season: &Season,
        calendar: &CalendarSeason,
        mut streams: SeasonStreams,
        away: Option<i16>,
    ) -> SeasonTrack {
        let opens = (calendar.opens, calendar.opens_sd.get());
        let closes = (calendar.closes, calendar.closes_sd.get());
        let mut all = self.by_calendar(season, opens, closes, &mut streams.dates, away);
        let gross = calendar.gross.unwrap_or(DayLimit::UNLIMITED);
        all.iter_mut().for_each(|open| open.gross = gross);
        self.lay(all)
    }

    fn river_track(
        &self,
        season: &Season,
        river: &RiverSeason,
        mut streams: SeasonStreams,
        away: Option<i16>,
    ) -> SeasonTrack {
        let opens = (river.opens, river.opens_sd.get());
        let closes = (river.closes, river.closes_sd.get());
        let all = self.by_calendar(season, opens, closes, &mut streams.dates, away);
        let mut track = self.lay(all);
        let (Some(from), Some(to)) = (river.low_water_from, river.low_water_to) else { return track };
        let chance = river.low_water_chance.get();
        for span in self.spans(from, to) {
            let low = streams.water.as_mut().map_or(chance > 0.5, |stream| stream.chance(chance));
            if !low {
                continue;
            }
            for day in span.first..=span.last {
                let limit = track.limit(day);
                if limit.gross > Mass::ZERO {
                    self.write(&mut track, day, DayLimit { payload: river.low_water_payload, ..limit });
                }
            }
        }
        track
    }
}

/// One where a span from one day of the year to another goes over New Year, else nothing.
fn over_new_year(from: MonthDay, to: MonthDay) -> i16 {
    i16::from((from.month, from.day) > (to.month, to.day))
}

/// Measured dates as days of the run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct MeasuredDays {
    pub(crate) opened: Option<i64>,
    pub(crate) full_load: Option<i64>,
    pub(crate) never_full: bool,
    pub(crate) closed: Option<i64>,
}

/// Lays measured dates over a winter; what was not measured stays as the physics has it.
fn overrule(winter: &mut Winter, ice: &IceSeason, dates: &MeasuredDays) {
    let (Some(opened), Some(closed)) =
        (dates.opened.or(winter.opened), dates.closed.or(winter.closed.or(dates.opened)))
    else {
        return;
    };
    let first_step = match ice.steps.first() {
        Some(step) => step.gross,
        None => bearing(ice.bearing.get(), opening_thickness(ice).get()),
    };
    let last_step = ice.steps.last().map(|step| step.gross);
    let below_last = ice.steps.len().checked_sub(2).map_or(first_step, |nth| ice.steps[nth].gross);
    for (nth, limit) in winter.limits.iter_mut().enumerate() {
        let day = winter.first + nth as i64;
        if day < opened || day > closed {
            *limit = Mass::ZERO;
            continue;
        }
        *limit = allowed(ice, winter.thickness_cm[nth]).max(first_step);
        if dates.never_full {
            *limit = (*limit).min(below_last);
        }
        if let (Some(full_load), Some(full)) = (dates.full_load, last_step) {
            *limit = if day < full_load { (*limit).min(below_last) } else { full };
        }
    }
    let day = |index: Option<usize>| index.map(|index| winter.first + index as i64);
    winter.opened = day(winter.limits.iter().position(|limit| *limit > Mass::ZERO));
    winter.closed = day(winter.limits.iter().rposition(|limit| *limit > Mass::ZERO));
    let physics = last_step.and_then(|full| winter.limits.iter().position(|limit| *limit >= full));
    winter.full_load = dates.full_load.or_else(|| match last_step {
        Some(_) => day(physics),
        None => winter.full_load.filter(|day| *day >= opened && *day <= closed),
    });
}

#[cfg(test)]
mod tests;
