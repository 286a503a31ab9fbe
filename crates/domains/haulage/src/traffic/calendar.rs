//! What the calendar and the weather may do to a mine's roads, worked out once: which segments are closed when, what
//! weather comes in which season, and the *states* that follow, each with routes of its own.
//!
//! A state is a set of closed segments under one weather. Sets come from the calendar of closures and there are few; of
//! several weathers at once the hardest governs. Where a storm closes all roads there is one state more.
use crate::error::HaulageError;
use crate::routes::Routes;
use crate::rows::RoadState;
use iceroad_base::civil::{Clock, Date, Horizon};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::{Span, Time};
use iceroad_kernel::working_time::Windows;
use iceroad_model::roads::{Closure, RoadWeather};
use iceroad_model::{MineId, SegmentId, Tables};

/// Days in a month, on average over the Gregorian calendar's 400 years.
const DAYS_A_MONTH: f64 = 365.2425 / 12.0;

/// A mine's closures and weather over the horizon.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct RoadCalendar {
    /// When the calendar closes another set of segments than before, beginning with the horizon's start.
    pub(crate) changes: Vec<(Time, u16)>,
    /// The sets, each sorted; the first is empty.
    pub(crate) sets: Vec<Vec<SegmentId>>,
    pub(crate) weather: Vec<WeatherRow>,
    /// Rows of the weather that slows, the hardest first.
    hardest: Vec<usize>,
    /// Every segment of the mine.
    pub(crate) all: Vec<SegmentId>,
}

/// A row of `haul_weather.csv`.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct WeatherRow {
    /// The name of its stream.
    pub(crate) stream: String,
    pub(crate) season: Windows,
    /// Mean time of its season between two comings, ms; 0: it never comes.
    pub(crate) every_ms: f64,
    pub(crate) duration_h: Law,
    pub(crate) plough: Span,
    pub(crate) only_below: Option<Celsius>,
    pub(crate) closes: bool,
    rolling: f64,
    speed: f64,
}

impl RoadCalendar {
    /// The calendar of a mine.
    ///
    /// # Errors
    /// [`HaulageError::Calendar`] where a closure's hours make no window.
    pub(crate) fn new(tables: &Tables, horizon: &Horizon, id: MineId) -> Result<RoadCalendar, HaulageError> {
        let mine = &tables.mines[id];
        let clock = Clock::new(horizon, &tables.calendars[mine.calendar].zone);
        let mut calendar = RoadCalendar { sets: vec![Vec::new()], ..RoadCalendar::default() };
        calendar.all = tables
            .segments
            .entries()
            .filter(|(_, segment)| tables.nodes[segment.from].mine == id)
            .map(|(id, _)| id)
            .collect();
        let refused = |error| HaulageError::Calendar { mine: mine.name.clone(), error };
        for row in tables.road_weather.iter().filter(|row| row.mine == id) {
            calendar.weather.push(weather_row(row, &mine.name, &clock, horizon).map_err(refused)?);
        }
        let slows = |&row: &usize| !calendar.weather[row].closes;
        calendar.hardest = (0..calendar.weather.len()).filter(slows).collect();
        let hardness = |row: &WeatherRow| (row.speed, -row.rolling);
        calendar.hardest.sort_by(|&a, &b| {
            let (a, b) = (hardness(&calendar.weather[a]), hardness(&calendar.weather[b]));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let mut closed = Vec::new();
        for closure in tables.closures.iter().filter(|closure| closure.mine == id) {
            let Some(ends) = closure.segment else { continue };
            let windows = windows(closure, &clock, horizon).map_err(refused)?;
            let between = calendar.all.iter().copied().filter(|&segment| {
                let segment = &tables.segments[segment];
                (segment.from, segment.to) == ends || (segment.to, segment.from) == ends
            });
            closed.extend(between.map(|segment| (segment, windows.clone())));
        }
        calendar.add_changes(&closed);
        Ok(calendar)
    }

    /// Whether the roads of the mine are ever other than written.
    pub(crate) fn is_empty(&self) -> bool {
        self.sets.len() == 1 && self.weather.is_empty()
    }

    /// Whether weather may close all roads.
    pub(crate) fn has_storms(&self) -> bool {
        self.weather.iter().any(|row| row.closes)
    }

    /// Segments that the calendar closes some time.
    pub(crate) fn closable(&self) -> Vec<SegmentId> {
        let mut all: Vec<SegmentId> = self.sets.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn add_changes(&mut self, closed: &[(SegmentId, Windows)]) {
        let mut times: Vec<Time> =
            closed.iter().flat_map(|(_, windows)| windows.iter()).flat_map(|(on, off)| [on, off]).collect();
        times.push(Time::START);
        times.sort_unstable();
        times.dedup();
        for at in times {
            let mut set: Vec<SegmentId> =
                closed.iter().filter(|(_, windows)| windows.is_on(at)).map(|&(segment, _)| segment).collect();
            set.sort_unstable();
            set.dedup();
            let known = self.sets.iter().position(|other| *other == set);
            let number = known.unwrap_or_else(|| {
                self.sets.push(set);
                self.sets.len() - 1
            }) as u16;
            if self.changes.last().is_none_or(|&(_, before)| before != number) {
                self.changes.push((at, number));
            }
        }
    }

    /// The routes of every state but the first, from those of open roads.
    pub(crate) fn other_states(&self, open: &Routes) -> Vec<Routes> {
        let mut states = Vec::new();
        for closed in &self.sets {
            for weather in 0..=self.hardest.len() {
                let row = weather.checked_sub(1).map(|nth| &self.weather[self.hardest[nth]]);
                let (rolling, speed) = row.map_or((1.0, 1.0), |row| (row.rolling, row.speed));
                if !(closed.is_empty() && weather == 0) {
                    states.push(open.under(closed, rolling, speed));
                }
            }
        }
        if self.has_storms() {
            states.push(open.under(&self.all, 1.0, 1.0));
        }
        states
    }

    /// The state under a set of closed segments, where `is_on` tells which rows of the weather are on.
    pub(crate) fn state(&self, set: u16, is_on: impl Fn(usize) -> bool) -> RoadState {
        let each = self.hardest.len() + 1;
        if (0..self.weather.len()).any(|row| self.weather[row].closes && is_on(row)) {
            return RoadState((self.sets.len() * each) as u16);
        }
        let nth = self.hardest.iter().position(|&row| is_on(row));
        RoadState((usize::from(set) * each + nth.map_or(0, |nth| nth + 1)) as u16)
    }

    /// The segments that are closed in a state.
    pub(crate) fn closed(&self, state: RoadState) -> &[SegmentId] {
        let set = usize::from(state.0) / (self.hardest.len() + 1);
        self.sets.get(set).unwrap_or(&self.all)
    }
}

/// When a closure is on.
fn windows(
    closure: &Closure,
    clock: &Clock,
    horizon: &Horizon,
) -> Result<Windows, iceroad_kernel::WindowsError> {
    let mut pairs = Vec::new();
    // What began the day before the first may reach into the horizon.
    for day in clock.day_index(Time::START) - 1..=clock.day_index(horizon.end()) {
        let date = clock.date_of_day(day);
        if !closure.begins_on(date) {
            continue;
        }
        let last = if closure.end <= closure.start { clock.date_of_day(day + 1) } else { date };
        let on = clock.at(date, closure.start).max(Time::START);
        let off = clock.at(last, closure.end).min(horizon.end());
        if on < off {
            pairs.push((on, off));
        }
    }
    Windows::of(pairs)
}

fn weather_row(
    row: &RoadWeather,
    mine: &str,
    clock: &Clock,
    horizon: &Horizon,
) -> Result<WeatherRow, iceroad_kernel::WindowsError> {
    let mut pairs = Vec::new();
    for day in clock.day_index(Time::START)..=clock.day_index(horizon.end()) {
        let date: Date = clock.date_of_day(day);
        let on = clock.midnight(date).max(Time::START);
        let off = clock.end_of_day(date).min(horizon.end());
        if row.is_of(date.month() as u8) && on < off {
            pairs.push((on, off));
        }
    }
    let a_day = Span::DAY.millis() as f64;
    Ok(WeatherRow {
        stream: format!("{mine}/{}/{}", row.kind.name(), row.first_month),
        season: Windows::of(pairs)?,
        every_ms: if row.per_month > 0.0 { DAYS_A_MONTH * a_day / row.per_month } else { 0.0 },
        duration_h: row.duration_h,
        plough: Span::from_hours(row.plough.get()),
        only_below: row.only_below,
        closes: row.closes,
        rolling: row.rolling.get(),
        speed: row.speed,
    })
}
