//! When each road opens, carries full loads and closes, what it can carry, and how its forecast stands against measured
//! dates.
use crate::error::Error;
use crate::run::LEAST_DRAWS;
use crate::session::Session;
use iceroad_base::civil::{Clock, Date};
use iceroad_base::quantity::Ranged;
use iceroad_climate::Climate;
use iceroad_climate::backtest::{self, BackTest, Milestone};
use iceroad_engine::EngineError;
use iceroad_model::Scenario;
use iceroad_model::climate::{SeasonDates, Station};
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
    /// Whether the forecast is held against the measured seasons.
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
    /// Winters that may be drawn: July-to-June years that are whole for all measured stations.
    pub winters: usize,
    /// July-to-June years of the records that are not used, for a gap or because they are cut off by the record's ends.
    pub winters_dropped: Vec<WinterDropped>,
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

/// A year of a record that is not used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct WinterDropped {
    /// The station's title.
    pub station: String,
    /// The year in which the winter ends.
    pub year: i16,
    /// Why.
    pub why: String,
}

/// The forecast of one ice season against its measured dates.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SeasonHeld {
    /// Its short name.
    pub season: String,
    /// Which temperatures the forecast was given.
    pub basis: String,
    /// The errors by milestone: opening, full load, closing.
    pub errors: Vec<MilestoneErrors>,
    /// Seasons of which it is known whether full load was reached.
    pub full_load_known: u32,
    /// Those of them that reached it.
    pub full_load_reached: u32,
    /// What `seasons_ice.csv` would hold if it were fitted to all these seasons; none where there are too few.
    pub fitted: Option<FittedFigures>,
    /// The years that could be compared.
    pub seasons: Vec<YearHeld>,
    /// The years that could not.
    pub left_out: Vec<YearLeftOut>,
}

/// Errors of one milestone.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MilestoneErrors {
    /// Which.
    pub milestone: &'static str,
    /// By the figures of `seasons_ice.csv` as they stand; no evidence where they were fitted to these years.
    pub as_written: ForecastErrors,
    /// Each year by figures fitted on the others; all empty where there are too few.
    pub left_one_out: ForecastErrors,
}

/// Errors of P50, forecast less measured, days.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ForecastErrors {
    /// Years behind them.
    pub n: u32,
    /// Years with a measured day that the forecast mostly does not reach at all.
    pub never: u32,
    /// Mean; above zero the forecast is late.
    pub mean_days: Option<f64>,
    /// Mean absolute error.
    pub mae_days: Option<f64>,
    /// The same of the best constant: the mean or the median day of the other years, whichever errs less.
    pub constant_mae_days: Option<f64>,
    /// Years whose day lies within P10–P90; eight in ten are right.
    pub within_p10_p90: u32,
}

/// Figures fitted to measured seasons, by the columns of `seasons_ice.csv`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FittedFigures {
    /// Days of construction.
    pub construction_days: f64,
    /// Their standard deviation.
    pub construction_sd_days: f64,
    /// Growth coefficient from construction on.
    pub cleared_alpha: f64,
    /// Share of years that reach full load.
    pub full_load_chance_share: f64,
    /// Mean day on which operators close, `04-05`.
    pub closes_usual: Option<String>,
    /// Its standard deviation, days.
    pub closes_sd_days: f64,
}

/// One year measured and forecast.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct YearHeld {
    /// The year in which it closed.
    pub year: i16,
    /// What happened.
    pub measured: RoadDates,
    /// Whether it is on record that full load was never reached.
    pub never_full: bool,
    /// The forecast by the figures as they stand.
    pub as_written: YearForecast,
    /// The forecast by figures fitted on the other years.
    pub left_one_out: Option<YearForecast>,
}

/// The forecast of one year; a day that fewer than half of the draws reach is none.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct YearForecast {
    /// First day with traffic.
    pub opens: Option<DateBand>,
    /// First day with full loads.
    pub full_load: Option<DateBand>,
    /// Share of draws that reach it.
    pub full_load_chance: f64,
    /// Last day with traffic.
    pub closes: Option<DateBand>,
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
        let prepared = self.prepared()?;
        let climate = prepared.climate();
        Ok(RoadsAnswer {
            scenario: scenario.heading.name.clone(),
            draws: outlook.draws,
            seasons: outlook.seasons.iter().map(|season| season_road(scenario, &clock, season)).collect(),
            legs: outlook.legs.iter().map(leg_road).collect(),
            winters: climate.pool().len(),
            winters_dropped: dropped(scenario, climate),
            backtest: if spec.backtest { held(scenario, climate) } else { Vec::new() },
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

fn dropped(scenario: &Scenario, climate: &Climate) -> Vec<WinterDropped> {
    let dropped = climate.dropped().iter().map(|dropped| WinterDropped {
        station: scenario.stations[dropped.station].title.clone(),
        year: dropped.year.saturating_add(1),
        why: dropped.reason.to_string(),
    });
    dropped.collect()
}

/// Every ice season with measured dates, held against them.
fn held(scenario: &Scenario, climate: &Climate) -> Vec<SeasonHeld> {
    let mut all = Vec::new();
    for (id, season) in scenario.seasons.entries() {
        let (Some(result), Some(station)) = (climate.back_test(id), season.station) else { continue };
        if !season.measured.is_empty() {
            let basis = basis(&scenario.stations[station], &result);
            all.push(season_held(season.name.clone(), basis, &result));
        }
    }
    all
}

/// What the temperatures allow to be said.
fn basis(station: &Station, result: &BackTest) -> String {
    if !station.is_synthetic() {
        return format!("daily means measured at {}, each year's own winter", station.title);
    }
    format!(
        "{}: its own winters are not on record, so every year is forecast from the same {} winters and cannot be told from \
         another; a mean error and a coverage can be judged, skill cannot",
        station.title, result.winters
    )
}

fn season_held(season: String, basis: String, result: &BackTest) -> SeasonHeld {
    let errors = Milestone::ALL.iter().zip(result.written.iter().zip(&result.left_out));
    let left_out =
        result.skipped.iter().map(|skipped| YearLeftOut { year: skipped.year, why: skipped.why.clone() });
    SeasonHeld {
        season,
        basis,
        errors: errors.map(milestone_errors).collect(),
        full_load_known: result.full_load_seasons.0,
        full_load_reached: result.full_load_seasons.1,
        fitted: result.fitted.map(|fitted| figures(&fitted)),
        seasons: result.rows.iter().map(year_held).collect(),
        left_out: left_out.collect(),
    }
}

fn milestone_errors(
    (milestone, (written, left_out)): (&Milestone, (&backtest::Errors, &backtest::Errors)),
) -> MilestoneErrors {
    let told = |errors: &backtest::Errors| ForecastErrors {
        n: errors.n,
        never: errors.never,
        mean_days: errors.mean,
        mae_days: errors.mae,
        constant_mae_days: errors.constant_mae,
        within_p10_p90: errors.within,
    };
    MilestoneErrors { milestone: milestone.name(), as_written: told(written), left_one_out: told(left_out) }
}

fn figures(fitted: &backtest::Fitted) -> FittedFigures {
    FittedFigures {
        construction_days: fitted.construction.get(),
        construction_sd_days: fitted.construction_sd.get(),
        cleared_alpha: fitted.cleared_alpha.get(),
        full_load_chance_share: fitted.full_load_chance.get(),
        closes_usual: fitted.closes_usual.map(|day| day.to_string()),
        closes_sd_days: fitted.closes_sd.get(),
    }
}

fn year_held(row: &backtest::Row) -> YearHeld {
    let SeasonDates { year, opened, full_load, never_full, closed } = row.measured;
    YearHeld {
        year,
        measured: RoadDates { opened, full_load, closed },
        never_full,
        as_written: year_forecast(row.written),
        left_one_out: row.left_out.map(year_forecast),
    }
}

fn year_forecast(forecast: backtest::Forecast) -> YearForecast {
    let [opens, full_load, closes] =
        forecast.days.map(|band| band.map(|backtest::Band { p10, p50, p90 }| DateBand { p10, p50, p90 }));
    YearForecast { opens, full_load, full_load_chance: forecast.full_load_chance, closes }
}
