//! What legs carried, and what they can.
use crate::Results;
use crate::frame::in_tonnes;
use crate::spread::Spread;
use iceroad_model::LegId;
use iceroad_model::record::RunRecord;
use serde::Serialize;

/// Mass that set off on a leg within the horizon, t.
pub fn carried_tonnes(record: &RunRecord, leg: LegId) -> f64 {
    record.legs.get(leg).map_or(0.0, |row| in_tonnes(row.mass_kg))
}

/// What a leg carries of what it can.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LegUse {
    /// Which.
    pub leg: LegId,
    /// Its name.
    pub name: String,
    /// Carried within the horizon, t.
    pub carried_t: Option<Spread>,
    /// What a median year lets it carry in all its windows, t; none where the outlook does not say.
    pub can_t: Option<f64>,
    /// The share of it carried.
    pub used: Option<Spread>,
}

/// Every leg, in order.
pub fn all(results: &Results<'_>) -> Vec<LegUse> {
    let one = |leg: LegId| {
        let outlook = results.outlook.legs.iter().find(|forecast| forecast.leg == leg);
        let can_t = outlook.map(|leg| {
            leg.windows.iter().map(|window| window.p50_t).filter(|tonnes| tonnes.is_finite()).sum::<f64>()
        });
        let carried = |record: &RunRecord| carried_tonnes(record, leg);
        LegUse {
            leg,
            name: results.scenario.legs[leg].name.clone(),
            carried_t: Spread::over(results.records, carried),
            can_t,
            used: can_t.and_then(|can| Spread::over(results.records, |record| carried(record) / can)),
        }
    };
    results.scenario.legs.ids().map(one).collect()
}
