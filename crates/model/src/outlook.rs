//! When roads and rivers may be expected to be open, and what each leg can then carry: the record that the climate
//! forecasts and the report shows.
//!
//! Terms: a *draw* is the weather of one replication; a *band* is what lies between one draw in ten and nine in ten.
//! Days count from the horizon's first day in the scenario's zone and may be negative. Seasons and legs are those of
//! the scenario, in the same order.
//!
//! Pitfall: bands are over the draws in which a thing came at all; read the chance beside them.
use crate::climate::{PlannedWindow, SeasonKind};
use crate::haul_outlook::HaulOutlook;
use crate::ids::{LegId, SeasonId, StationId};
use iceroad_base::quantity::Mass;
use serde::Serialize;

/// When seasons may be expected to be open, and what legs can carry.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outlook {
    /// Draws behind it; one in recorded mode.
    pub draws: u32,
    /// Winters that weather is drawn from: years that are whole for all measured stations.
    pub winters: u32,
    /// Years of the records that are not used, for a gap or because they are cut off by the record's ends.
    pub winters_dropped: u32,
    /// Every season of the scenario, in order.
    pub seasons: Vec<SeasonForecast>,
    /// Every leg of the scenario, in order.
    pub legs: Vec<LegForecast>,
    /// What haul routes come to without waiting.
    pub hauls: HaulOutlook,
}

/// How a season opens and closes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum SeasonSort {
    /// By ice physics.
    Ice,
    /// By river.
    River,
    /// By calendar.
    Calendar,
}

impl SeasonSort {
    /// The sort of a season.
    pub fn of(kind: &SeasonKind) -> Self {
        match kind {
            SeasonKind::Ice(_) => SeasonSort::Ice,
            SeasonKind::River(_) => SeasonSort::River,
            SeasonKind::Calendar(_) => SeasonSort::Calendar,
        }
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            SeasonSort::Ice => "ice",
            SeasonSort::River => "river",
            SeasonSort::Calendar => "calendar",
        }
    }
}

/// One season.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SeasonForecast {
    /// Which.
    pub season: SeasonId,
    /// Its short name.
    pub name: String,
    /// How it opens and closes.
    pub sort: SeasonSort,
    /// The station whose temperatures it has.
    pub station: Option<StationId>,
    /// Every window that touches the horizon, in order.
    pub windows: Vec<WindowForecast>,
    /// Allowed gross mass on each day of the horizon; empty where there would be too many, or none were drawn. Not stored.
    #[serde(skip)]
    pub limits: Vec<LimitBand>,
    /// Windows that were measured in earlier years.
    pub measured: Vec<MeasuredWindow>,
}

/// One window of a season over the draws.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct WindowForecast {
    /// The year in which its span begins: freeze-up, or the mean opening.
    pub year: i16,
    /// Its name: `2026/27` where it goes over New Year, `2026` where not.
    pub label: String,
    /// Share of draws in which it came at all, 0 to 1.
    pub chance: f64,
    /// Share of draws in which full load was reached, 0 to 1.
    pub full_load_chance: f64,
    /// First open day.
    pub opened: Option<DayBand>,
    /// First day at full load, among draws that reached it.
    pub full_load: Option<DayBand>,
    /// Last open day.
    pub closed: Option<DayBand>,
    /// Days open, those on which thaw had closed it left out; none where single days were not looked at.
    pub days_open: Option<DayBand>,
    /// What planners and policies expect.
    pub planned: Option<PlannedWindow>,
}

/// A day, or a number of days, with its spread.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct DayBand {
    /// One draw in ten is below.
    pub p10: i32,
    /// Median.
    pub p50: i32,
    /// One draw in ten is above.
    pub p90: i32,
}

/// Allowed gross mass on one day; zero is closed, [`crate::climate::DayLimit::UNLIMITED`] leaves it to the leg.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LimitBand {
    /// One draw in ten allows less.
    pub p10: Mass,
    /// Median.
    pub p50: Mass,
    /// One draw in ten allows more.
    pub p90: Mass,
}

/// A measured window, its month and day moved to the first of [`SeasonForecast::windows`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct MeasuredWindow {
    /// The year in which it closed.
    pub year: i16,
    /// First day with traffic.
    pub opened: Option<i32>,
    /// First day with full loads.
    pub full_load: Option<i32>,
    /// Last day with traffic.
    pub closed: Option<i32>,
}

/// What one leg can carry.
#[derive(Clone, PartialEq, Debug)]
pub struct LegForecast {
    /// Which.
    pub leg: LegId,
    /// Its short name.
    pub name: String,
    /// By window of its season, as in [`SeasonForecast::windows`]; a leg without a season has one, the horizon.
    pub windows: Vec<LegWindow>,
}

/// What one leg can carry in one window, t.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LegWindow {
    /// The window's name.
    pub label: String,
    /// One draw in ten carries less.
    pub p10_t: f64,
    /// Median.
    pub p50_t: f64,
    /// One draw in ten carries more.
    pub p90_t: f64,
}
