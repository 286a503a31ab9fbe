//! When each road opens, carries full loads and closes, what it can carry, and how the ice physics stands against measured
//! dates.
use crate::error::Error;
use crate::run::LEAST_DRAWS;
use crate::session::Session;
use iceroad_base::civil::{Clock, Date, MonthDay};
use iceroad_climate::backtest::{self, BackTest, Milestone, back_test, normal_record};
use iceroad_engine::EngineError;
use iceroad_model::Scenario;
use iceroad_model::climate::{DailyMean, MonthNormal, Season, SeasonKind, Station, StationRecord};
use iceroad_model::outlook::{DayBand, LegForecast, Outlook, SeasonForecast, WindowForecast};
use serde::{Deserialize, Serialize, Serializer};

/// What is asked of the roads. What is left out is as the scenario says.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoadsSpec {
    /// Seed of all random streams; none: the scenario's.
    pub seed: Option<u64>,
    /// Years drawn; none: [`LEAST_DRAWS`].
    pub draws: Option<u32>,
    /// Whether the ice physics is held against the measured seasons.
    pub backtest: bool,
}

/// What may be expected of the roads.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RoadsAnswer {
    /// The scenario's name.
    pub scenario: String,
    /// Years drawn; one in recorded mode.
    pub draws: u32,
    /// Every season.
    pub seasons: Vec<SeasonRoad>,
    /// Every leg.
    pub legs: Vec<LegRoad>,
    /// Every ice season with measured dates, where it was asked for.
    pub backtest: Vec<SeasonHeld>,
}

/// One season.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SeasonRoad {
    /// Its short name.
    pub season: String,
    /// How it opens and closes: "ice", "river" or "calendar".
    pub kind: &'static str,
    /// The title of the station whose temperatures it has.
    pub station: Option<String>,
    /// Whether these are synthetic.
    pub synthetic: bool,
    /// Every window that touches the horizon.
    pub windows: Vec<RoadWindow>,
}

/// One window of a season.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RoadWindow {
    /// Its name: `2026/27` where it goes over New Year.
    pub window: String,
    /// Share of years in which it opens at all.
    pub chance: f64,
    /// Share of years in which full loads are reached.
    pub full_load_chance: f64,
    /// First open day, among years in which it opens.
    pub opens: Option<DateBand>,
    /// First day at full load, among years that reach it.
    pub full_load: Option<DateBand>,
    /// Last open day.
    pub closes: Option<DateBand>,
}

/// A day with its spread over years.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct DateBand {
    /// One year in ten is earlier.
    #[serde(serialize_with = "iso")]
    pub p10: Date,
    /// Median.
    #[serde(serialize_with = "iso")]
    pub p50: Date,
    /// One year in ten is later.
    #[serde(serialize_with = "iso")]
    pub p90: Date,
}

/// What one leg can carry within the horizon.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LegRoad {
    /// Its short name.
    pub leg: String,
    /// By window of its season.
    pub windows: Vec<LegTonnes>,
}

/// What one leg can carry in one window, t.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LegTonnes {
    /// The window's name.
    pub window: String,
    /// One year in ten carries less.
    pub p10_t: f64,
    /// Median.
    pub p50_t: f64,
    /// One year in ten carries more.
    pub p90_t: f64,
}

/// The ice physics of one season against its measured dates.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SeasonHeld {
    /// Its short name.
    pub season: String,
    /// Which temperatures the physics was given.
    pub basis: String,
    /// The errors by milestone: opening, full load, closing.
    pub errors: Vec<MilestoneErrors>,
    /// The years that could be compared.
    pub seasons: Vec<YearHeld>,
    /// The years that could not.
    pub left_out: Vec<YearLeftOut>,
}

/// Errors of one milestone, predicted less measured, days.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MilestoneErrors {
    /// Which.
    pub milestone: &'static str,
    /// Years behind them.
    pub n: u32,
    /// Years with a measured day that the physics does not reach at all.
    pub never: u32,
    /// Mean; above zero the physics is late.
    pub mean_days: Option<f64>,
    /// Mean absolute error.
    pub mae_days: Option<f64>,
    /// Root of the mean squared error.
    pub rmse_days: Option<f64>,
    /// The same of the constant: the mean day of the other years.
    pub constant_rmse_days: Option<f64>,
    /// 1 is perfect, 0 no better than the constant.
    pub skill: Option<f64>,
}

/// One year measured and predicted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct YearHeld {
    /// The year in which it closed.
    pub year: i16,
    /// What happened.
    pub measured: RoadDates,
    /// What the physics says.
    pub predicted: RoadDates,
}

/// The dates of one season.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct RoadDates {
    /// First day with traffic.
    #[serde(serialize_with = "iso_or_none")]
    pub opened: Option<Date>,
    /// First day with full loads.
    #[serde(serialize_with = "iso_or_none")]
    pub full_load: Option<Date>,
    /// Last day with traffic.
    #[serde(serialize_with = "iso_or_none")]
    pub closed: Option<Date>,
}

/// A year that could not be compared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct YearLeftOut {
    /// The year in which it closed.
    pub year: i16,
    /// Why.
    pub why: String,
}

fn iso<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

fn iso_or_none<S: Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => to.collect_str(date),
        None => to.serialize_none(),
    }
}

impl Session {
    /// Forecasts the roads without running the mine.
    ///
    /// ```
    /// use iceroad::{RoadsSpec, Session};
    ///
    /// let place = tempfile::tempdir()?;
    /// iceroad::init(&place.path().join("mine"))?;
    /// let answer = Session::open(place.path().join("mine"))?.roads(&RoadsSpec::default())?;
    /// let road = &answer.seasons[0];
    /// assert_eq!((road.season.as_str(), road.kind), ("ice_road", "ice"));
    /// assert!(road.windows[0].opens.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Spec`] where no year is to be drawn, and [`Error::Engine`] where the climate record gives no usable year.
    pub fn roads(&self, spec: &RoadsSpec) -> Result<RoadsAnswer, Error> {
        let scenario = self.scenario();
        let draws = spec.draws.unwrap_or(LEAST_DRAWS);
        if draws == 0 {
            return Err(Error::spec("draws", "no year is to be drawn; ask for at least one".into()));
        }
        let outlook = self.outlook(spec.seed.unwrap_or(scenario.heading.seed), draws)?;
        let clock = scenario.clock(&scenario.heading.zone);
        Ok(RoadsAnswer {
            scenario: scenario.heading.name.clone(),
            draws: outlook.draws,
            seasons: outlook.seasons.iter().map(|season| season_road(scenario, &clock, season)).collect(),
            legs: outlook.legs.iter().map(leg_road).collect(),
            backtest: if spec.backtest { held(scenario) } else { Vec::new() },
        })
    }

    /// The outlook of roads, and of haul routes without waiting.
    pub(crate) fn outlook(&self, seed: u64, draws: u32) -> Result<Outlook, Error> {
        let prepared = self.prepared()?;
        let mut outlook = prepared
            .climate()
            .outlook(seed, draws)
            .map_err(|error| EngineError::Prepare { part: "climate", message: error.to_string() })?;
        outlook.hauls = prepared.haul_outlook();
        Ok(outlook)
    }
}

fn season_road(scenario: &Scenario, clock: &Clock, season: &SeasonForecast) -> SeasonRoad {
    let station = season.station.map(|station| &scenario.stations[station]);
    let band = |band: Option<DayBand>| {
        let date = |day: i32| clock.date_of_day(day.into());
        band.map(|DayBand { p10, p50, p90 }| DateBand { p10: date(p10), p50: date(p50), p90: date(p90) })
    };
    let window = |window: &WindowForecast| RoadWindow {
        window: window.label.clone(),
        chance: window.chance,
        full_load_chance: window.full_load_chance,
        opens: band(window.opened),
        full_load: band(window.full_load),
        closes: band(window.closed),
    };
    SeasonRoad {
        season: season.name.clone(),
        kind: season.sort.name(),
        station: station.map(|station| station.title.clone()),
        synthetic: station.is_some_and(Station::is_synthetic),
        windows: season.windows.iter().map(window).collect(),
    }
}

fn leg_road(leg: &LegForecast) -> LegRoad {
    let windows = leg.windows.iter().map(|window| LegTonnes {
        window: window.label.clone(),
        p10_t: window.p10_t,
        p50_t: window.p50_t,
        p90_t: window.p90_t,
    });
    LegRoad { leg: leg.name.clone(), windows: windows.collect() }
}

/// Every ice season with measured dates, held against them.
fn held(scenario: &Scenario) -> Vec<SeasonHeld> {
    let mut all = Vec::new();
    for season in &scenario.seasons {
        let (SeasonKind::Ice(ice), Some(station)) = (&season.kind, season.station) else { continue };
        if season.measured.is_empty() {
            continue;
        }
        let station = &scenario.stations[station];
        let (record, basis) = match &station.record {
            StationRecord::Measured(record) => {
                (record.clone(), format!("daily means measured at {}", station.title))
            }
            StationRecord::Synthetic { normals, .. } => (
                normals_over(normals, season),
                format!(
                    "monthly normals of {}, the same every year: only the mean error says anything",
                    station.title
                ),
            ),
        };
        let result = back_test(&record, ice, &season.measured, Milestone::Opened);
        all.push(season_held(season.name.clone(), basis, result));
    }
    all
}

/// Normals as if they were a record, over all measured seasons.
fn normals_over(normals: &[MonthNormal; 12], season: &Season) -> Vec<DailyMean> {
    let years = season.measured.iter().map(|dates| dates.year);
    let (Some(first), Some(last)) = (years.clone().min(), years.max()) else { return Vec::new() };
    let july = MonthDay { month: 7, day: 1 };
    normal_record(normals, july.in_year(first - 1), july.in_year(last))
}

fn season_held(season: String, basis: String, result: BackTest) -> SeasonHeld {
    let dates = |dates: &backtest::Dates| RoadDates {
        opened: dates.opened,
        full_load: dates.full_load,
        closed: dates.closed,
    };
    let errors = Milestone::ALL.iter().zip(&result.errors).map(|(milestone, errors)| MilestoneErrors {
        milestone: milestone.name(),
        n: errors.n,
        never: errors.never,
        mean_days: errors.mean,
        mae_days: errors.mae,
        rmse_days: errors.rmse,
        constant_rmse_days: errors.constant_rmse,
        skill: errors.skill,
    });
    let year = |row: &backtest::Row| YearHeld {
        year: row.year,
        measured: dates(&row.measured),
        predicted: dates(&row.predicted),
    };
    let left_out =
        result.skipped.iter().map(|skipped| YearLeftOut { year: skipped.year, why: skipped.why.clone() });
    SeasonHeld {
        season,
        basis,
        errors: errors.collect(),
        seasons: result.rows.iter().map(year).collect(),
        left_out: left_out.collect(),
    }
}
