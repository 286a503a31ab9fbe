//! What settlements lacked.
use iceroad_model::record::RunRecord;
use iceroad_model::{ItemId, Scenario, SettlementId};

/// What each settlement wants, each item once, in the order of `consumption`.
pub fn wants(scenario: &Scenario) -> Vec<(SettlementId, ItemId)> {
    let mut all = Vec::new();
    for row in &scenario.consumption {
        if !all.contains(&(row.settlement, row.item)) {
            all.push((row.settlement, row.item));
        }
    }
    all
}

/// Days on which a settlement had too little of an item.
pub fn short_days(record: &RunRecord, settlement: SettlementId, item: ItemId) -> f64 {
    let cells = record.shortages.iter().filter(|cell| cell.settlement == settlement && cell.item == item);
    cells.map(|cell| f64::from(cell.days)).sum()
}
