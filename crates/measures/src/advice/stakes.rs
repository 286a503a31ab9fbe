//! What a change of a scenario is judged by: its stakes.
//!
//! Every stake is a measure of [`crate::kpi`], read by its key; which of them count as promises is said here and nowhere else.
//! A plan is met at most in full: tonnes above it show in tonnes.
//!
//! The year after counts by staples: whether what people and all machines live from lasts to its next planned supply. A book
//! knows that only with the replications of a run, for the roads that were open in them.
use crate::cover::{lasts_key, staples};
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
    /// What there is for the year after.
    Cover,
}

impl Aim {
    /// Every aim.
    pub const ALL: [Aim; 4] = [Aim::Tonnes, Aim::Promise, Aim::People, Aim::Cover];

    /// The measure by which changes of this aim are held against each other.
    pub fn key(self) -> &'static str {
        match self {
            Aim::Tonnes => DELIVERED,
            Aim::Promise => LATE,
            Aim::People => PERSON_DAYS,
            Aim::Cover => SHORT_DAYS,
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
/// Days without in the year after.
pub const SHORT_DAYS: &str = "cover.short_days";
/// What is used up, in money: stock counts when it is used, machines as they wear.
pub const COST: &str = "use.total";
/// What is left of the worth of tonnes.
pub const MARGIN: &str = "margin.total";
/// What is paid, for this year and for the year after.
pub const PAID: &str = "cost.total";

/// Whether a stake is money, which is never owed to anybody.
pub fn is_money(key: &str) -> bool {
    matches!(key, COST | MARGIN | PAID)
}

/// Whether a stake is that a line lasts in the year after.
pub fn is_cover(key: &str) -> bool {
    key.starts_with("cover.") && key.ends_with(".lasts")
}

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
    let scenario = book.scenario();
    let lasts: Vec<String> = staples(scenario).map(|line| lasts_key(scenario, line)).collect();
    let kind = |key: &str| match key {
        DELIVERED | PLAN | PERSON_DAYS => Some(Kind::Promise),
        LATE | SHORT_DAYS => Some(Kind::Summary),
        _ if is_money(key) => Some(Kind::Money),
        _ if lasts.iter().any(|other| other == key) => Some(Kind::Chance),
        _ if !key.starts_with("line.") => None,
        _ if key.ends_with(".on_time") => Some(Kind::Chance),
        _ if key.ends_with(".lateness") => Some(Kind::Promise),
        _ => None,
    };
    let stakes = book.all().iter().filter_map(|measure| Some(Stake { measure, kind: kind(&measure.key)? }));
    stakes.collect()
}
