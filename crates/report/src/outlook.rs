//! The outlook of roads and rivers in plain numbers, as the climate room forecasts it; filled in by whoever joins the two.
//!
//! Days count from the horizon's first day in the scenario's zone and may be negative. The same list of seasons and
//! legs as the scenario's, in the same order.
use iceroad_base::quantity::Mass;
use iceroad_model::climate::PlannedWindow;
use iceroad_model::{LegId, SeasonId};

/// When seasons may be expected to be open, and what legs can carry.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SeasonOutlook {
    /// Weather years drawn for it.
    pub draws: u32,
    /// Every season of the scenario.
    pub seasons: Vec<SeasonForecast>,
    /// Every leg of the scenario.
    pub legs: Vec<LegForecast>,
}

/// What kind of season.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SeasonKindName {
    /// By ice physics.
    Ice,
    /// By river.
    River,
    /// By calendar.
    Calendar,
}

impl SeasonKindName {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            SeasonKindName::Ice => "ice",
            SeasonKindName::River => "river",
            SeasonKindName::Calendar => "calendar",
        }
    }
}

/// One season.
#[derive(Clone, PartialEq, Debug)]
pub struct SeasonForecast {
    /// Which.
    pub season: SeasonId,
    /// Its short name.
    pub name: String,
    /// Title of the station whose temperatures it has.
    pub station: Option<String>,
    /// Whether that station's series is synthetic.
    pub synthetic: bool,
    /// Its kind.
    pub kind: SeasonKindName,
    /// Every window that touches the horizon, in order.
    pub windows: Vec<WindowForecast>,
    /// Allowed gross mass on each day of the horizon; may be empty where it was not drawn.
    pub limits: Vec<LimitBand>,
    /// Windows that were measured in earlier years.
    pub measured: Vec<MeasuredWindow>,
}

/// One window of a season over the draws.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct WindowForecast {
    /// Its name: `2026/27` for a winter, `2026` for a summer.
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
    /// What planners and policies expect (medians of the record).
    pub planned: Option<PlannedWindow>,
}

/// A day with its spread, in days since the horizon's first day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DayBand {
    /// One draw in ten is earlier.
    pub p10: i32,
    /// Median.
    pub p50: i32,
    /// One draw in ten is later.
    pub p90: i32,
}

/// Allowed gross mass on one day; zero is closed, `DayLimit::UNLIMITED` leaves it to the leg.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LimitBand {
    /// One draw in ten allows less.
    pub p10: Mass,
    /// Median.
    pub p50: Mass,
    /// One draw in ten allows more.
    pub p90: Mass,
}

/// A measured window of an earlier year, moved to where its month and day lie in the horizon's season.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MeasuredWindow {
    /// The year in which it closed.
    pub year: i16,
    /// Which window of [`SeasonForecast::windows`] its days are moved to.
    pub window: usize,
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
    /// By window of its season; one without a season has one window, the horizon.
    pub windows: Vec<LegWindow>,
}

/// What one leg can carry in one window.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LegWindow {
    /// The window's name.
    pub label: String,
    /// One draw in ten carries less, t.
    pub p10_t: f64,
    /// Median, t.
    pub p50_t: f64,
    /// One draw in ten carries more, t.
    pub p90_t: f64,
}
