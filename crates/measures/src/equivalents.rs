//! What an equivalent costs over its life, beside the item it stands in for.
//!
//! Price over hours: the purchase price of what one repair takes of it, over the mean life that it gives the subsystem. The
//! equivalent's life is that of the item by its `life_factor`. The price is that of the cheapest offer, of whatever
//! date and seller; of an item without an offer its book value. Freight, and hours that machines stand, are not in it.
//!
//! Pitfall: only approved statements from an item straight to its equivalent are told, not chains.
use crate::frame::Frame;
use crate::numbers::major;
use iceroad_base::quantity::Ranged;
use iceroad_model::goods::{Approval, Interchange};
use iceroad_model::maintenance::{PartUse, Subsystem};
use iceroad_model::{ItemId, Scenario};
use serde::Serialize;

/// An item and an equivalent of it, where a subsystem calls for the item.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Equivalent {
    /// `model · subsystem`.
    pub fitted_to: String,
    /// What is called for.
    pub item: String,
    /// What may stand in.
    pub equivalent: String,
    /// Mean life of the subsystem with the item, hours of the meter.
    pub life_h: f64,
    /// Life with the equivalent over that.
    pub life_factor: f64,
    /// Purchase price over hours of life with the item, in the scenario's currency; none where it has no price.
    pub item_cost_per_h: Option<f64>,
    /// The same with the equivalent.
    pub equivalent_cost_per_h: Option<f64>,
}

/// Every approved equivalent of a part that a repair calls for, in the order of statements and subsystems.
pub fn all(frame: &Frame<'_>) -> Vec<Equivalent> {
    let scenario = frame.scenario;
    let approved = scenario.interchange.iter().filter(|row| row.approval == Approval::Approved);
    let mut found = Vec::new();
    for row in approved {
        for subsystem in &scenario.subsystems {
            let on_model = row.models.is_empty() || row.models.contains(&subsystem.model);
            let calls = subsystem.parts.iter().find(|part| part.item == row.need);
            if let Some(part) = calls.filter(|_| on_model) {
                found.push(beside(frame, row, subsystem, part));
            }
        }
    }
    found
}

fn beside(frame: &Frame<'_>, row: &Interchange, subsystem: &Subsystem, part: &PartUse) -> Equivalent {
    let scenario = frame.scenario;
    let (life_h, pieces) = (subsystem.life.mean(), part.chance.get() * part.quantity.get() as f64);
    let ratio = f64::from(row.ratio.of_use) / f64::from(row.ratio.for_need);
    let per_h = |item: ItemId, pieces: f64, hours: f64| {
        let price = price_of(scenario, item)?;
        (hours > 0.0).then(|| major(price) * pieces / hours)
    };
    Equivalent {
        fitted_to: format!("{} · {}", frame.model_title(subsystem.model), subsystem.name),
        item: scenario.items[row.need].title.clone(),
        equivalent: scenario.items[row.substitute].title.clone(),
        life_h,
        life_factor: row.life_factor,
        item_cost_per_h: per_h(row.need, pieces, life_h),
        equivalent_cost_per_h: per_h(row.substitute, pieces * ratio, life_h * row.life_factor),
    }
}

/// The price of a unit, in minor units; none where nobody sells it and its books say nothing.
fn price_of(scenario: &Scenario, item: ItemId) -> Option<i64> {
    let offers = scenario.offers.iter().filter(|offer| offer.item == item);
    let value = scenario.items[item].value.get();
    offers.map(|offer| offer.price.get()).min().or((value > 0).then_some(value))
}
