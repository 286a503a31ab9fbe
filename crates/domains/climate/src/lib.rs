//! Weather, ice and open seasons: what of a replication is decided before anything moves.
//!
//! ```text
//!  measured years ──draw──▶ Weather: a mean for each station and day ──ice physics──▶ SeasonTrack: a limit for each day
//!        └────────── every year once ──────────▶ planned windows: medians, all that policies may know
//! ```
//!
//! Make a [`Climate`] once of a scenario, then a [`Weather`] and [`SeasonTrack`]s for each replication. A *day* is a local
//! civil day of the scenario's zone, counted from the horizon's first; weather and limits are known from day −400 to 400
//! days after the horizon. Everything here is a pure function of the scenario, the seed and the replication.
//!
//! Terms: *FDD*, freezing degree-days, the sum of −T over days below 0 °C; *pool*, the July-to-June years that are
//! whole for all measured stations; *window*, one opening of a season to its last open day; *full load*, the first
//! day on which a limit reaches the operator's last step.
//!
//! ```
//! use iceroad_climate::Climate;
//! use iceroad_model::Scenario;
//! use iceroad_worlds::example;
//! let scenario = Scenario::new(example::small()).map_err(|faults| faults[0].clone())?;
//! let climate = Climate::prepare(&scenario)?;
//! let weather = climate.draw(42, 0)?;
//! let tracks = climate.tracks(&weather, 42, 0);
//! let winter = tracks[example::ICE].windows()[0];
//! assert!(tracks[example::ICE].limit(i64::from(winter.opened)).gross.get() > 0);
//! assert_eq!(tracks[example::ICE].limit(i64::from(winter.opened) - 1).gross.get(), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
pub mod backtest;
mod error;
mod foresight;
pub mod ice;
mod luck;
mod outlook;
mod planned;
mod seasons;
mod series;
mod slots;
mod years;

pub use error::ClimateError;
pub use luck::MOST_DEVIATIONS;
pub use seasons::{SeasonTrack, Window};
pub use series::DropReason;
pub use years::{DroppedYear, LONGEST_FILLED_GAP, MARGIN_DAYS, Weather, YearDrawn};

use crate::backtest::BackTest;
use crate::seasons::Seasons;
use crate::years::Years;
use iceroad_base::Table;
use iceroad_base::quantity::Celsius;
use iceroad_model::climate::PlannedWindow;
use iceroad_model::outlook::Outlook;
use iceroad_model::{Scenario, SeasonId, StationId};

/// The stations and seasons of a scenario, made ready to be drawn from many times.
#[derive(Clone, Debug)]
pub struct Climate {
    years: Years,
    seasons: Seasons,
    planned: Table<SeasonId, Vec<PlannedWindow>>,
}

impl Climate {
    /// Cuts the records into years, makes the daily normals, and plans every season.
    ///
    /// # Errors
    /// [`ClimateError::NoSharedYear`] where weather is to be drawn but no year is whole for all measured stations;
    /// [`ClimateError::NotMeasured`] where a synthetic station leans on another.
    pub fn prepare(scenario: &Scenario) -> Result<Self, ClimateError> {
        let years = Years::prepare(scenario)?;
        let seasons = Seasons::prepare(scenario);
        let planned = planned::planned(&years, &seasons);
        Ok(Self { years, seasons, planned })
    }

    /// Draws the weather of one replication: whole years, the same for all stations; in recorded mode the record.
    ///
    /// # Errors
    /// None today; the type leaves room for weather that is read as it is needed.
    pub fn draw(&self, seed: u64, replication: u32) -> Result<Weather, ClimateError> {
        Ok(self.years.draw(seed, replication))
    }

    /// Every season of one replication under its weather.
    pub fn tracks(&self, weather: &Weather, seed: u64, replication: u32) -> Table<SeasonId, SeasonTrack> {
        self.seasons.rows.ids().map(|season| self.seasons.track(season, weather, seed, replication)).collect()
    }

    /// What may be known beforehand of every season: medians over the record, in order of time.
    pub fn planned(&self) -> &Table<SeasonId, Vec<PlannedWindow>> {
        &self.planned
    }

    /// When seasons may be expected to be open and what legs can carry, over replications 0 to `draws` − 1 of `seed` (one
    /// in recorded mode, where all are alike).
    ///
    /// # Errors
    /// None today, as [`Climate::draw`].
    pub fn outlook(&self, seed: u64, draws: u32) -> Result<Outlook, ClimateError> {
        Ok(outlook::outlook(&self.years, &self.seasons, &self.planned, (seed, draws)))
    }

    /// Holds the forecast of an ice season against its measured dates; none for other seasons.
    pub fn back_test(&self, season: SeasonId) -> Option<BackTest> {
        backtest::back_test(&self.years, self.seasons.rows.get(season)?)
    }

    /// The lowest daily mean on record for a station; for a synthetic one the lowest its series can take.
    pub fn lowest(&self, station: StationId) -> Celsius {
        self.years.lowest(station)
    }

    /// The highest daily mean on record for a station; for a synthetic one the highest its series can take.
    pub fn highest(&self, station: StationId) -> Celsius {
        self.years.highest(station)
    }

    /// The Julys in which the years of the pool began, in order; empty where no station is measured.
    pub fn pool(&self) -> &[i16] {
        &self.years.pool
    }

    /// The years of the records that are not used, with the reason.
    pub fn dropped(&self) -> &[DroppedYear] {
        &self.years.dropped
    }

    /// By station, the days of the horizon that recorded mode had to fill by daily normals; zero in other modes.
    pub fn days_filled(&self) -> Table<StationId, u32> {
        self.years.days_filled()
    }
}
