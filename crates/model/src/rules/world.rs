//! What the rules look at: the tables, and what several rules derive from them.
use super::Place;
use super::graph::Graph;
use crate::climate::SeasonKind;
use crate::fleet::{LoaderModel, TruckModel};
use crate::goods::Approval;
use crate::ids::*;
use crate::tables::Tables;
use iceroad_base::civil::Horizon;
use iceroad_base::{Id, Table};
use std::collections::BTreeSet;

/// The tables with what rules share. Made only of tables whose ids all name rows.
pub(super) struct World<'a> {
    /// The tables.
    pub(super) tables: &'a Tables,
    /// The time that is simulated.
    pub(super) horizon: &'a Horizon,
    /// Legs by site, ordinary ones only.
    ordinary: Graph,
    /// Legs by site, all of them.
    all_legs: Graph,
    /// Items that are on a shelf, on the way or on offer, themselves or by what may stand in for them.
    to_be_had: Table<ItemId, bool>,
}

impl<'a> World<'a> {
    pub(super) fn new(tables: &'a Tables, horizon: &'a Horizon) -> Self {
        let sites = tables.sites.len();
        let legs = tables.legs.iter();
        let ordinary =
            legs.clone().filter(|leg| !leg.emergency).map(|leg| (leg.from.index(), leg.to.index()));
        let all = legs.map(|leg| (leg.from.index(), leg.to.index()));
        Self {
            tables,
            horizon,
            ordinary: Graph::new(sites, ordinary),
            all_legs: Graph::new(sites, all),
            to_be_had: to_be_had(tables),
        }
    }

    /// Where a model's column is.
    pub(super) fn model(&self, id: ModelId, column: &'static str) -> Place {
        model_place(self.tables, id, column)
    }

    /// Where a season's column is.
    pub(super) fn season(&self, id: SeasonId, column: &'static str) -> Place {
        season_place(self.tables, id, column)
    }

    /// The trucks of each mine, in order of machine.
    pub(super) fn trucks(&self) -> Table<MineId, Vec<(MachineId, &'a TruckModel)>> {
        let mut of_mine = Table::filled(self.tables.mines.len(), Vec::new());
        for (id, machine) in self.tables.machines.entries() {
            if let Some(truck) = self.tables.models[machine.model].truck() {
                of_mine[machine.mine].push((id, truck));
            }
        }
        of_mine
    }

    /// The loaders of each mine, in order of machine.
    pub(super) fn loaders(&self) -> Table<MineId, Vec<(MachineId, &'a LoaderModel)>> {
        let mut of_mine = Table::filled(self.tables.mines.len(), Vec::new());
        for (id, machine) in self.tables.machines.entries() {
            if let Some(loader) = self.tables.models[machine.model].loader() {
                of_mine[machine.mine].push((id, loader));
            }
        }
        of_mine
    }

    /// Which models each workshop keeps.
    pub(super) fn kept(&self) -> BTreeSet<(WorkshopId, ModelId)> {
        let machines = self.tables.machines.iter();
        machines.filter_map(|machine| machine.workshop.map(|workshop| (workshop, machine.model))).collect()
    }

    /// The mine of a face.
    pub(super) fn mine_of_face(&self, face: FaceId) -> MineId {
        self.tables.nodes[self.tables.faces[face].node].mine
    }

    /// The mine of a dump.
    pub(super) fn mine_of_dump(&self, dump: DumpId) -> MineId {
        self.tables.nodes[self.tables.dumps[dump].node].mine
    }

    /// Whether an item can ever be had, in the best case.
    pub(super) fn can_be_had(&self, item: ItemId) -> bool {
        self.to_be_had[item]
    }

    /// Which sites ordinary legs reach from `site`.
    pub(super) fn ordinary_from(&self, site: SiteId) -> Vec<bool> {
        self.ordinary.reach(std::iter::once(site.index()))
    }

    /// Which sites legs of any kind reach from `site`.
    pub(super) fn legs_from(&self, site: SiteId) -> Vec<bool> {
        self.all_legs.reach(std::iter::once(site.index()))
    }
}

/// Where a column of a model is.
pub(super) fn model_place(tables: &Tables, id: ModelId, column: &'static str) -> Place {
    let trucks = tables.models[id].truck().is_some();
    (if trucks { "truck_models" } else { "loader_models" }, id.index(), column)
}

/// Where a column of a season is.
pub(super) fn season_place(tables: &Tables, id: SeasonId, column: &'static str) -> Place {
    let table = match tables.seasons[id].kind {
        SeasonKind::Ice(_) => "seasons_ice",
        SeasonKind::River(_) => "seasons_river",
        SeasonKind::Calendar(_) => "seasons_calendar",
    };
    (table, id.index(), column)
}

/// From the items that are there, along what may stand in for what.
fn to_be_had(tables: &Tables) -> Table<ItemId, bool> {
    let mut arrows = Vec::new();
    for one in tables.interchange.iter().filter(|one| one.approval == Approval::Approved) {
        arrows.push((one.substitute.index(), one.need.index()));
        if one.two_way {
            arrows.push((one.need.index(), one.substitute.index()));
        }
    }
    let offered = tables.offers.iter().map(|offer| offer.item);
    let shelved = tables.stock.iter().filter(|line| line.on_hand.get() > 0).map(|line| line.item);
    let inbound = tables.inbound.iter().map(|one| one.item);
    let there = offered.chain(shelved).chain(inbound).map(Id::index);
    let reach = Graph::new(tables.items.len(), arrows.iter().copied()).reach(there);
    reach.into_iter().collect()
}
