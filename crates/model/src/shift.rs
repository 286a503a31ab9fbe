//! The shift as it is lived: crib breaks, changes of shift, refuelling ahead, operators, and engines in the cold.
//!
//! Terms. A **crib break** is the meal break of a crew. In a **hot-seat** change the relief comes to the machine and
//! takes it over where it stands; in a **walk-out** change the machine comes to the people. Every default means
//! that nothing of the kind happens.

use crate::ids::{MineId, ModelId};
use iceroad_base::civil::TimeOfDay;
use iceroad_base::quantity::{Celsius, Hours, Share};
use strum::{IntoStaticStr, VariantArray, VariantNames};

/// How one shift hands over to the next where they touch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum ShiftChange {
    /// Without loss of time.
    #[default]
    None,
    /// Trucks drive to the park, where the crews change.
    WalkOut,
    /// The relief comes to the machine.
    HotSeat,
}

/// When a truck goes to refuel.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum RefuelRule {
    /// Once its tank is low.
    #[default]
    WhenLow,
    /// In its last round before a break or the end of a shift, if it would run low before the next; and when low.
    BeforeChange,
}

/// What a mine's row of `mines.csv` says of the shift.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct ShiftRules {
    /// How a shift hands over to the next.
    pub change: ShiftChange,
    /// How long a machine stands for it, minutes.
    pub change_minutes: Option<u16>,
    /// When a truck goes to refuel.
    pub refuel: RefuelRule,
    /// Trucks that may refuel at once; none: any number.
    pub fuel_places: Option<u16>,
    /// On days with a mean below this, engines are left to idle while machines stand.
    pub idle_below: Option<Celsius>,
}

/// Whose break it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum BreakFor {
    /// Trucks only.
    Trucks,
    /// Loaders only.
    Loaders,
    /// Trucks and loaders.
    All,
}

/// Where trucks stand for a break.
#[derive(Clone, Copy, PartialEq, Eq, Debug, IntoStaticStr, VariantArray, VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum BreakPlace {
    /// Where they are when they have nothing on hand.
    InCab,
    /// At the mine's park.
    Park,
}

/// A crib break, a row of `breaks.csv`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Break {
    /// The mine.
    pub mine: MineId,
    /// When the first group's falls due, in local time of the mine's calendar.
    pub start: TimeOfDay,
    /// How long it lasts, minutes.
    pub minutes: u16,
    /// Trucks and loaders, each by their names (shorter first), are dealt into so many groups; each group's break
    /// falls due when the one's before it would end.
    pub groups: u16,
    /// Whose it is.
    pub who: BreakFor,
    /// Where trucks stand for it.
    pub place: BreakPlace,
}

/// People of one qualification, a row of `operators.csv`.
#[derive(Clone, PartialEq, Debug)]
pub struct Operators {
    /// Short name, unique.
    pub name: String,
    /// The mine.
    pub mine: MineId,
    /// The machine models each of them may operate.
    pub models: Vec<ModelId>,
    /// How many are rostered for each shift.
    pub per_shift: u16,
    /// Share of them that is absent on average.
    pub absence: Share,
}

/// How a cold engine is started, columns of `truck_models.csv` and `loader_models.csv`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WarmUp {
    /// How long it idles before the machine may work, minutes; 0: not at all.
    pub minutes: u16,
    /// On days with a mean below this …
    pub below: Option<Celsius>,
    /// … once it was off for so long.
    pub after: Hours,
}

impl Default for WarmUp {
    fn default() -> Self {
        WarmUp { minutes: 0, below: None, after: Hours::clamped(0.0) }
    }
}
