//! What mines lacked of what they use beside their machines' parts and fuel.
use crate::chance::Chance;
use crate::spread::Spread;
use iceroad_model::record::RunRecord;
use iceroad_model::{ItemId, MineId, Scenario, StoreId};
use serde::Serialize;

/// What each mine uses out of which store, in the order of `mine_consumption.csv`, each once.
pub fn wants(scenario: &Scenario) -> Vec<(MineId, StoreId, ItemId)> {
    let mut all = Vec::new();
    for row in &scenario.mine_uses {
        let key = (row.mine, row.store, row.item);
        if !all.contains(&key) {
            all.push(key);
        }
    }
    all
}

/// Days on which a mine had too little of an item in a store.
pub fn short_days(record: &RunRecord, mine: MineId, store: StoreId, item: ItemId) -> f64 {
    let key = (mine, store, item);
    let cells = record.mine_shortages.iter().filter(|cell| (cell.mine, cell.store, cell.item) == key);
    cells.map(|cell| f64::from(cell.days)).sum()
}

/// What a mine lacks of one item.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MineShortage {
    /// The mine's name.
    pub mine: String,
    /// The store's name.
    pub store: String,
    /// The item's title.
    pub goods: String,
    /// Days with too little.
    pub days: Spread,
    /// How often any.
    pub with: Chance,
}

/// What each mine lacks of what it uses; nothing where there are no replications.
pub fn shortages(scenario: &Scenario, records: &[RunRecord]) -> Vec<MineShortage> {
    let one = |(mine, store, item): (MineId, StoreId, ItemId)| {
        let days: Vec<f64> = records.iter().map(|record| short_days(record, mine, store, item)).collect();
        Some(MineShortage {
            mine: scenario.mines[mine].title.clone(),
            store: scenario.stores[store].title.clone(),
            goods: scenario.items[item].title.clone(),
            with: Chance::over(&days, |days| *days > 0.0),
            days: Spread::of(&days)?,
        })
    };
    wants(scenario).into_iter().filter_map(one).collect()
}
