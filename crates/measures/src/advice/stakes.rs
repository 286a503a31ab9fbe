//! What a change of a scenario is judged by: its stakes.
//!
//! Every stake is a measure of [`crate::kpi`], read by its key; which of them count as promises is said here and nowhere else.
//! A plan is met at most in full: tonnes above it show in tonnes.
use crate::kpi::{Book, Definition};
use iceroad_model::record::RunRecord;

/// What a change wants to better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Aim {
    /// What the mine moves.
    Tonnes,
    /// What was promised in agreements.
    Promise,
    /// What people need.
    People,
}

impl Aim {
    /// Every aim.
    pub const ALL: [Aim; 3] = [Aim::Tonnes, Aim::Promise, Aim::People];

    /// The measure by which changes of this aim are held against each other.
    pub fn key(self) -> &'static str {
        match self {
            Aim::Tonnes => DELIVERED,
            Aim::Promise => LATE,
            Aim::People => PERSON_DAYS,
        }
    }
}

/// Ore that was delivered; everything where there is no ore.
pub const DELIVERED: &str = "delivered.wanted";
/// The plan of the material that lags most.
pub const PLAN: &str = "plan.least_share";
/// Days of lateness of agreement lines, each weighed by its value.
pub const LATE: &str = "agreements.late_value_days";
/// Person-days with too little.
pub const PERSON_DAYS: &str = "shortage.person_days";
/// What is used up, in money: stock counts when it is used, machines as they wear.
pub const COST: &str = "use.total";
/// What is left of the worth of tonnes.
pub const MARGIN: &str = "margin.total";

/// What kind of thing a stake is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Owed to somebody: it must not become worse, and bettering it helps.
    Promise,
    /// One of those that is yes or no in a replication.
    Chance,
    /// Sums up others, to rank by: not shown.
    Summary,
    /// Money.
    Money,
}

/// One thing that a change is judged by.
pub struct Stake<'b, 'f> {
    /// The measure.
    pub measure: &'b Definition<'f>,
    /// What kind of thing it is.
    pub kind: Kind,
}

impl Stake<'_, '_> {
    /// Its value in a replication.
    pub fn of(&self, record: &RunRecord) -> f64 {
        let value = self.measure.of(record);
        if self.measure.key == PLAN { value.min(1.0) } else { value }
    }
}

/// All stakes of a scenario, in a fixed order.
pub fn all<'b, 'f>(book: &'b Book<'f>) -> Vec<Stake<'b, 'f>> {
    let kind = |key: &str| match key {
        DELIVERED | PLAN | PERSON_DAYS => Some(Kind::Promise),
        LATE => Some(Kind::Summary),
        COST | MARGIN => Some(Kind::Money),
        _ if !key.starts_with("line.") => None,
        _ if key.ends_with(".on_time") => Some(Kind::Chance),
        _ if key.ends_with(".lateness") => Some(Kind::Promise),
        _ => None,
    };
    let stakes = book.all().iter().filter_map(|measure| Some(Stake { measure, kind: kind(&measure.key)? }));
    stakes.collect()
}
