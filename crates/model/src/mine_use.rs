//! What a mine uses beside its machines' parts and fuel: explosives, power-station diesel, cement, grinding media.
//!
//! Terms: a use *follows work* where it goes with tonnes hauled: explosives with rock that was blasted, so with its material;
//! cement and grinding media with what comes to the crusher, so with that dump.
use crate::ids::{DumpId, ItemId, MaterialId, MineId, StoreId};
use crate::tables::Tables;

/// What a mine uses of an item, a row of `mine_consumption.csv`.
#[derive(Clone, Debug)]
pub struct MineUse {
    /// Who.
    pub mine: MineId,
    /// Out of which store.
    pub store: StoreId,
    /// What.
    pub item: ItemId,
    /// Units per day at 18 °C and above, at the mine's site.
    pub per_day: f64,
    /// Units per day more for each degree of the daily mean below 18 °C (heating degree-days).
    pub per_heating_degree_day: f64,
    /// Units per tonne hauled.
    pub per_tonne: f64,
    /// Only tonnes of this material count; none: of any.
    pub material: Option<MaterialId>,
    /// Only tonnes brought to this dump count; none: to any dump of the mine but stockpiles, so that a tonne counts once.
    pub dump: Option<DumpId>,
}

impl MineUse {
    /// Whether tonnes of a material brought to a dump count for it.
    pub fn counts(&self, tables: &Tables, dump: DumpId, material: MaterialId) -> bool {
        if self.material.is_some_and(|only| only != material) {
            return false;
        }
        if let Some(only) = self.dump {
            return only == dump;
        }
        let is_stockpile = tables.faces.iter().any(|face| face.stockpile == Some(dump));
        mine_of(tables, dump) == self.mine && !is_stockpile
    }
}

/// The mine that a dump is of.
pub(crate) fn mine_of(tables: &Tables, dump: DumpId) -> MineId {
    tables.nodes[tables.dumps[dump].node].mine
}
