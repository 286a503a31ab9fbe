//! What settlements lacked.
use crate::chance::Chance;
use crate::spread::Spread;
use iceroad_model::record::RunRecord;
use iceroad_model::{ItemId, Scenario, SettlementId};
use serde::Serialize;

/// What each settlement wants, in the order of `consumption`, which has no item of a settlement twice.
pub fn wants(scenario: &Scenario) -> impl Iterator<Item = (SettlementId, ItemId)> {
    scenario.consumption.iter().map(|row| (row.settlement, row.item))
}

/// Days on which a settlement had too little of an item.
pub fn short_days(record: &RunRecord, settlement: SettlementId, item: ItemId) -> f64 {
    let cells = record.shortages.iter().filter(|cell| cell.settlement == settlement && cell.item == item);
    cells.map(|cell| f64::from(cell.days)).sum()
}

/// What a settlement lacks of one item.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ShortageForecast {
    /// The settlement.
    pub settlement: SettlementId,
    /// The item.
    pub item: ItemId,
    /// Where the settlement is.
    pub place: String,
    /// How many people live there.
    pub people: u32,
    /// The item's title.
    pub goods: String,
    /// Days with too little.
    pub days: Spread,
    /// In how many replications there are any.
    pub with: Chance,
    /// Days with too little among those replications; none where there are none.
    pub days_if_any: Option<Spread>,
    /// Most days in a replication.
    pub most_days: f64,
}

/// What each settlement lacks of what it wants; nothing where there are no replications.
pub fn shortages(scenario: &Scenario, records: &[RunRecord]) -> Vec<ShortageForecast> {
    let one = |(settlement, item): (SettlementId, ItemId)| {
        let days: Vec<f64> = records.iter().map(|record| short_days(record, settlement, item)).collect();
        let row = &scenario.settlements[settlement];
        Some(ShortageForecast {
            settlement,
            item,
            place: scenario.sites[row.site].title.clone(),
            people: row.people,
            goods: scenario.items[item].title.clone(),
            with: Chance::over(&days, |days| *days > 0.0),
            days_if_any: Spread::of(&days.iter().copied().filter(|days| *days > 0.0).collect::<Vec<_>>()),
            most_days: days.iter().copied().fold(0.0, f64::max),
            days: Spread::of(&days)?,
        })
    };
    wants(scenario).filter_map(one).collect()
}
