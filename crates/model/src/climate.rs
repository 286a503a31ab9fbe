//! Weather stations and the seasons of roads on ice, of rivers and of the calendar.
//!
//! Terms: *FDD*, freezing degree-days: the sum of −T over days with mean temperature T below 0 °C;
//! *thaw degree-days*: the sum of T over days above 0 °C; *full load*: the first day on which a leg's limit
//! reaches the last of the operator's steps.
use crate::ids::StationId;
use iceroad_base::civil::{Date, MonthDay, epoch_day};
use iceroad_base::quantity::{Bearing, Celsius, Days, DegreeDays, IceGrowth, IceThickness, Mass, Share};
use strum::{EnumDiscriminants, IntoStaticStr, VariantArray, VariantNames};

/// How weather is chosen for a replication.
#[derive(Clone, Copy, PartialEq, Eq, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(ClimateModeKind),
    doc = "Which [`ClimateMode`] it is.",
    derive(IntoStaticStr, VariantArray, VariantNames),
    strum(serialize_all = "snake_case")
)]
pub enum ClimateMode {
    /// Whole measured years, July to June, drawn with replacement; the same year for all stations.
    Resampled,
    /// The record as it was, from the year that starts in July `first_year` on; the same in every replication.
    Recorded {
        /// The July of this year is the first of the run.
        first_year: i16,
    },
}

/// Daily mean temperature of one day.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DailyMean {
    /// The local day.
    pub date: Date,
    /// Mean of the day's highest and lowest, °C; a day that lacks either is not in the record.
    pub mean: Celsius,
}

/// How many days of a July-to-June year may be missing for it to count as whole (assumed: half a month).
pub const MOST_MISSING_DAYS: i64 = 15;

/// The longest gap, in days, that is filled by a straight line (assumed: cold spells last about as long; the daily
/// anomalies of Yakutsk have a lag-1 autocorrelation of 0.82 in winter, own calculation from GHCN-Daily 1983–2018).
pub const LONGEST_FILLED_GAP: i64 = 3;

/// The July in which the July-to-June year of a day began.
pub fn july_year(date: Date) -> i16 {
    if date.month() >= 7 { date.year() } else { date.year() - 1 }
}

/// The whole July-to-June years of a record in order of date: begun and ended within the record, touched by no gap
/// longer than [`LONGEST_FILLED_GAP`], and lacking no more than [`MOST_MISSING_DAYS`] in all.
pub fn whole_years(record: &[DailyMean]) -> Vec<i16> {
    let (Some(first), Some(last)) = (record.first(), record.last()) else { return Vec::new() };
    let (first, last) = (epoch_day(first.date), epoch_day(last.date));
    // Days before and after each long gap, in order.
    let gaps = record.windows(2).map(|pair| (epoch_day(pair[0].date), epoch_day(pair[1].date)));
    let gaps: Vec<(i64, i64)> =
        gaps.filter(|(before, after)| after - before - 1 > LONGEST_FILLED_GAP).collect();
    let mut years = Vec::new();
    for days in record.chunk_by(|one, next| july_year(one.date) == july_year(next.date)) {
        let Some(day) = days.first() else { continue };
        let year = july_year(day.date);
        let july = epoch_day(MonthDay { month: 7, day: 1 }.in_year(year));
        let june = epoch_day(MonthDay { month: 6, day: 30 }.in_year(year.saturating_add(1)));
        // The first gap that ends after the year's first day touches the year if it begins before its last.
        let next_gap = gaps.get(gaps.partition_point(|&(_, after)| after <= july));
        let touched = next_gap.is_some_and(|&(before, _)| before < june);
        let missing = june - july + 1 - days.len() as i64;
        if first <= july && june <= last && !touched && missing <= MOST_MISSING_DAYS {
            years.push(year);
        }
    }
    years
}

/// Normals of one calendar month for a station without a daily record.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MonthNormal {
    /// Long-term mean, °C.
    pub mean: Celsius,
}

/// Where a station's temperatures come from.
#[derive(Clone, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(StationRecordKind),
    doc = "Which [`StationRecord`] it is.",
    derive(IntoStaticStr, VariantArray, VariantNames),
    strum(serialize_all = "snake_case")
)]
pub enum StationRecord {
    /// Measured daily means, in order of date, gaps simply absent.
    Measured(Vec<DailyMean>),
    /// Twelve monthly normals, January first, plus the daily anomalies of a measured station: a synthetic
    /// series, and labelled so wherever it is shown.
    Synthetic {
        /// Normals, January first.
        normals: [MonthNormal; 12],
        /// The measured station whose anomalies from its own normals are added day by day.
        anomalies_from: StationId,
    },
}

/// One row of `stations.csv` with its record.
#[derive(Clone, Debug)]
pub struct Station {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Its temperatures.
    pub record: StationRecord,
    /// How far the night's lowest lies below the day's mean, °C. Limits of cold are held against the night.
    pub night_drop_c: f64,
}

impl Station {
    /// Whether its temperatures were made, not measured; wherever they are shown this must be said.
    pub fn is_synthetic(&self) -> bool {
        matches!(self.record, StationRecord::Synthetic { .. })
    }
}

/// One of the operator's load steps: from this thickness on, this gross mass.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct IceStep {
    /// Least thickness.
    pub thickness: IceThickness,
    /// Allowed gross vehicle mass.
    pub gross: Mass,
    /// In spring it is taken back so many days before the road closes.
    pub ends_before: Days,
}

/// What builders do to a road's ice, columns of `seasons_ice.csv`.
#[derive(Clone, PartialEq, Debug)]
pub struct IceWork {
    /// They go out no earlier than this day.
    pub not_before: Option<MonthDay>,
    /// Standard deviation of the time that construction takes.
    pub construction_sd: Days,
    /// Growth coefficient from the first day of construction on, when snow is cleared; none: as before.
    pub cleared_alpha: Option<IceGrowth>,
    /// Ice that flooding adds on each day of frost from the first day of construction on, up to the last step's
    /// thickness, cm.
    pub flooding_cm_per_day: f64,
}

impl Default for IceWork {
    /// Work that begins with the ice, always takes its time, and does nothing to the ice that its coefficient does not tell.
    fn default() -> Self {
        Self {
            not_before: None,
            construction_sd: Days::clamped(0.0),
            cleared_alpha: None,
            flooding_cm_per_day: 0.0,
        }
    }
}

/// What the operators' record tells of a road beyond its ice, columns of `seasons_ice.csv`.
#[derive(Clone, PartialEq, Debug)]
pub struct IceHabits {
    /// Chance that the operator gives the last step in a year at all, thick enough ice granted.
    pub full_load_chance: Share,
    /// Mean day on which operators close; none: thaw and `closes_latest` alone decide.
    pub closes_usual: Option<MonthDay>,
    /// Standard deviation of it.
    pub closes_sd: Days,
    /// Storms that begin in 30 days, mean.
    pub storms_per_month: f64,
    /// Whole days that a storm closes the road, mean; at least one.
    pub storm_days: Days,
}

impl Default for IceHabits {
    /// No spread, no storms, and full loads wherever the ice allows them.
    fn default() -> Self {
        Self {
            full_load_chance: Share::clamped(1.0),
            closes_usual: None,
            closes_sd: Days::clamped(0.0),
            storms_per_month: 0.0,
            storm_days: Days::clamped(1.0),
        }
    }
}

/// A road on ice, one row of `seasons_ice.csv` with its steps.
#[derive(Clone, Debug)]
pub struct IceSeason {
    /// FDD are counted from this day on (freeze-up).
    pub freeze_from: MonthDay,
    /// Growth coefficient alpha in `h = alpha·sqrt(FDD)`, cm/√(°C·d); snow is in it, and what [`IceWork`] does not tell.
    pub alpha: IceGrowth,
    /// Gold's `A` in `P = A·h²` for the accepted risk class, kg/cm².
    pub bearing: Bearing,
    /// Construction (clearing, flooding) begins at this thickness …
    pub construction_from: IceThickness,
    /// … and takes this long before the road may open.
    pub construction: Days,
    /// What builders do to the ice.
    pub work: IceWork,
    /// Operator's steps in rising order; the limit is the lesser of the step and Gold's bearing.
    /// Empty: the bearing alone.
    pub steps: Vec<IceStep>,
    /// Thinnest ice lost per thaw degree-day, cm/(°C·d).
    pub melt_cm_per_degree_day: f64,
    /// Thaw towards the closing is counted above this daily mean: 0 °C, or below it where sun softens snow and ice before the
    /// air is warm.
    pub thaw_base_c: f64,
    /// The road closes when this many thaw degree-days have come since the year's coldest stretch …
    pub closes_after_thaw: DegreeDays,
    /// … and no later than this day, whatever the weather.
    pub closes_latest: MonthDay,
    /// What the operators' record tells beyond the ice.
    pub habits: IceHabits,
}

/// A river season, one row of `seasons_river.csv`.
#[derive(Clone, Debug)]
pub struct RiverSeason {
    /// Mean first day of navigation.
    pub opens: MonthDay,
    /// Standard deviation of the first day.
    pub opens_sd: Days,
    /// Mean last day of navigation.
    pub closes: MonthDay,
    /// Standard deviation of the last day.
    pub closes_sd: Days,
    /// Low water from this day …
    pub low_water_from: Option<MonthDay>,
    /// … to this day.
    pub low_water_to: Option<MonthDay>,
    /// Chance that a year is a low-water year.
    pub low_water_chance: Share,
    /// Share of full payload that the draught allows in low water.
    pub low_water_payload: Share,
}

/// A calendar season, one row of `seasons_calendar.csv`: open from `opens` to `closes` each year.
#[derive(Clone, Debug)]
pub struct CalendarSeason {
    /// First open day.
    pub opens: MonthDay,
    /// Standard deviation of the first day.
    pub opens_sd: Days,
    /// Last open day.
    pub closes: MonthDay,
    /// Standard deviation of the last day.
    pub closes_sd: Days,
    /// Gross limit while open; none: the leg's own.
    pub gross: Option<Mass>,
}

/// What kind of season it is.
#[derive(Clone, Debug)]
pub enum SeasonKind {
    /// By ice physics.
    Ice(IceSeason),
    /// By river.
    River(RiverSeason),
    /// By calendar.
    Calendar(CalendarSeason),
}

/// Measured dates of one season, a row of `season_dates.csv`; they override the physics in recorded mode and are
/// shown beside it otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeasonDates {
    /// The year in which the season closes.
    pub year: i16,
    /// First day with traffic.
    pub opened: Option<Date>,
    /// First day with full loads.
    pub full_load: Option<Date>,
    /// Whether the season ended without a day of full loads. Without it and without a day nothing is known.
    pub never_full: bool,
    /// Last day with traffic.
    pub closed: Option<Date>,
}

/// A season that legs share, a row of one of the three season tables.
#[derive(Clone, Debug)]
pub struct Season {
    /// Short name, unique over the three tables.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Whose temperatures; needed by ice.
    pub station: Option<StationId>,
    /// How it opens and closes.
    pub kind: SeasonKind,
    /// Measured seasons, in order of year.
    pub measured: Vec<SeasonDates>,
}

/// What a season allows on one day; the engine hands it from `climate` to `supply`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DayLimit {
    /// Allowed gross vehicle mass: zero is closed, [`DayLimit::UNLIMITED`] leaves it to the leg.
    pub gross: Mass,
    /// Share of the payload that may be loaded (low water).
    pub payload: Share,
}

impl DayLimit {
    /// No limit of the season's own.
    pub const UNLIMITED: Mass = Mass(i64::MAX);
    /// Closed.
    pub const CLOSED: DayLimit = DayLimit { gross: Mass::ZERO, payload: Share::clamped(0.0) };
    /// Open without limit.
    pub const OPEN: DayLimit = DayLimit { gross: Self::UNLIMITED, payload: Share::clamped(1.0) };
}

/// When a season may be expected to be open: what planners and policies may know beforehand, never what a
/// replication will bring. Days count from the horizon's first day and may be negative.
#[derive(Clone, Copy, PartialEq, Debug, serde::Serialize)]
pub struct PlannedWindow {
    /// Median first open day.
    pub opens: i32,
    /// Median first day at full load; none where it is rarely reached.
    pub full_load: Option<i32>,
    /// Median last open day.
    pub closes: i32,
}
