//! Roads with rules: how trucks meet, single-lane zones, crossings and bays, closures, weather on the road.
//!
//! All of it is optional. The defaults are free flow: trucks do not hinder each other, and roads are always open.
use crate::ids::{FaceId, MineId, NodeId, ZoneId};
use iceroad_base::civil::{Date, TimeOfDay};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Factor, Hours, Metres, Seconds};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// Whether trucks on one road hinder each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum TrafficRule {
    /// They do not: a drive takes as long as the road and the truck ask for.
    #[default]
    FreeFlow,
    /// Nobody overtakes on a segment, trucks keep their distance, and zones and crossings are obeyed.
    NoOvertaking,
}

/// How trucks meet on a mine's roads: columns of `mines.csv`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Traffic {
    /// The rule.
    pub rule: TrafficRule,
    /// Road that a truck takes up with its distance to the next, m: a segment holds its length over this in each
    /// direction, and one at least.
    pub headway: Metres,
    /// Least time between two trucks that enter or leave a segment in one direction, s.
    pub gap: Seconds,
}

impl Default for Traffic {
    /// Free flow. 80 m and 8 s are the constants of minehaulsim 0.12.1 (Apache-2.0).
    fn default() -> Self {
        Self { rule: TrafficRule::FreeFlow, headway: Metres::clamped(80.0), gap: Seconds::clamped(8.0) }
    }
}

/// A crossing that lets through so many trucks at once.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Crossing {
    /// Trucks on it at once.
    pub trucks: u16,
    /// How long a truck is on it.
    pub time: Seconds,
}

/// Rules of a node: columns of `haul_nodes.csv`.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct NodeRules {
    /// It is a crossing for those who drive through.
    pub crossing: Option<Crossing>,
    /// Trucks that may wait here between two zones; none: any number.
    pub bay_trucks: Option<u16>,
}

/// Rules of a segment: columns of `haul_segments.csv`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SegmentRules {
    /// The single-lane zone it is part of.
    pub zone: Option<ZoneId>,
    /// Trucks overtake here although the mine says that nobody does.
    pub overtaking: bool,
}

/// Who goes next when a zone is empty and trucks wait at both ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum ZonePolicy {
    /// The direction of the truck that has waited longest.
    #[default]
    FirstCome,
    /// The direction of the loaded truck that has waited longest; where none is loaded, first come.
    LoadedFirst,
}

/// A single lane driven both ways, a row of `haul_zones.csv`: at any time in one direction only.
#[derive(Clone, PartialEq, Debug)]
pub struct LaneZone {
    /// Short name, unique.
    pub name: String,
    /// The mine it is of.
    pub mine: MineId,
    /// Who goes next.
    pub policy: ZonePolicy,
    /// Trucks in it at once; none: as many as the headway leaves room for.
    pub max_trucks: Option<u16>,
    /// While someone waits at the other end so many may follow one another in; none: any number.
    pub batch: Option<u16>,
    /// While someone waits at the other end nobody follows in once the direction has been held so long; none: no
    /// such limit.
    pub max_hold: Option<Seconds>,
}

/// Why a road or a face is closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum ClosureReason {
    /// Road works.
    Works,
    /// A blast: stand clear.
    Blast,
    /// A storm that is known beforehand, such as a season of drifts.
    Storm,
}

/// A closure by calendar, a row of `haul_closures.csv`.
///
/// With `segment` a road is closed. Without it, no road is: the row is about the machines near a face, or, with no
/// face either, about all of the mine's.
#[derive(Clone, PartialEq, Debug)]
pub struct Closure {
    /// The mine.
    pub mine: MineId,
    /// The two ends of the segment; it is closed in both directions, and so is every segment between these ends.
    pub segment: Option<(NodeId, NodeId)>,
    /// The face that is cleared.
    pub face: Option<FaceId>,
    /// Why.
    pub reason: ClosureReason,
    /// The first day on which it may begin; none: from before the horizon on.
    pub first_day: Option<Date>,
    /// The last day on which it may begin; none: for ever.
    pub last_day: Option<Date>,
    /// The weekdays on which it begins, Monday first.
    pub weekdays: [bool; 7],
    /// When it begins, in the zone of the mine's calendar.
    pub start: TimeOfDay,
    /// When it ends; at or before the start means on the next day, so equal times are a whole day.
    pub end: TimeOfDay,
}

impl Closure {
    /// Whether it begins on this local day.
    pub fn begins_on(&self, day: Date) -> bool {
        let weekday = day.weekday().to_monday_zero_offset() as usize;
        self.weekdays[weekday]
            && self.first_day.is_none_or(|first| day >= first)
            && self.last_day.is_none_or(|last| day <= last)
    }
}

/// What comes over the roads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum RoadWeatherKind {
    /// Snow; it lies until it is ploughed.
    Snow,
    /// A storm.
    Storm,
    /// Fog, or ice fog in great cold.
    Fog,
}

impl RoadWeatherKind {
    /// The word in tables and messages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Weather on the roads of a mine, drawn in each replication: a row of `haul_weather.csv`.
#[derive(Clone, PartialEq, Debug)]
pub struct RoadWeather {
    /// The mine.
    pub mine: MineId,
    /// What comes.
    pub kind: RoadWeatherKind,
    /// It comes from this month, 1 to 12, …
    pub first_month: u8,
    /// … to the end of this, over the new year where it is earlier.
    pub last_month: u8,
    /// Mean number in a month of the season; the times of coming are a Poisson process.
    pub per_month: f64,
    /// How long it lasts, hours.
    pub duration_h: Law,
    /// Rolling resistance is multiplied by this meanwhile.
    pub rolling: Factor,
    /// Speed limits are multiplied by this meanwhile, above 0 and at most 1.
    pub speed: f64,
    /// Nobody drives meanwhile.
    pub closes: bool,
    /// It comes only on days with a mean below this.
    pub only_below: Option<Celsius>,
    /// What it left lies so long until it is ploughed.
    pub plough: Hours,
}

impl RoadWeather {
    /// Whether a month, 1 to 12, is of its season.
    pub fn is_of(&self, month: u8) -> bool {
        if self.first_month <= self.last_month {
            (self.first_month..=self.last_month).contains(&month)
        } else {
            month >= self.first_month || month <= self.last_month
        }
    }
}
