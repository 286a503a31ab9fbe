//! All that haulage works out of a scenario once, before any replication: the ground, and what each room makes of it.
//!
//! Making a [`Layout`] integrates every drive of every truck model and may take some tens of milliseconds; a
//! replication made on it ([`crate::Haulage::on_layout`]) costs next to nothing. It never changes.
//!
//! What a scenario does not ask for is not there: a mine whose roads have no rules has no `RoadRules`, one whose shifts
//! have no breaks, operators or closures has no `ShiftRow`, and no line of those rooms runs for it.

use crate::dispatch::DispatchRow;
use crate::energy::EnergyRows;
use crate::error::HaulageError;
use crate::ground::{Ground, Role};
use crate::loading::Fill;
use crate::routes::Routes;
use crate::shift::ShiftRow;
use crate::traffic::RoadRules;
use iceroad_base::Table;
use iceroad_base::civil::Horizon;
use iceroad_kernel::calendar::Calendar;
use iceroad_model::ore::OreLedger;
use iceroad_model::{MachineId, MineId, Scenario, Tables};
use std::sync::Arc;

/// The unchanging part of haulage; see the [module](self).
#[derive(Clone, Debug)]
pub struct Layout {
    pub(crate) ground: Ground,
    pub(crate) energy: EnergyRows,
    /// Where trucks drive segment by segment, for the roads have rules.
    pub(crate) roads: Table<MineId, Option<RoadRules>>,
    pub(crate) shifts: Table<MineId, Option<ShiftRow>>,
    pub(crate) dispatch: Table<MineId, Arc<DispatchRow>>,
    /// Mines whose roads close or change by calendar or weather.
    pub(crate) road_mines: Vec<MineId>,
    /// Grades at the start; none where no grade and no stockpile is told.
    pub(crate) ore: Option<OreLedger>,
}

impl Layout {
    /// Works the layout out.
    ///
    /// # Errors
    /// [`HaulageError`] where a truck cannot get to where it must, a material has no dump, or there are too many
    /// machines.
    pub fn new(scenario: &Scenario) -> Result<Layout, HaulageError> {
        Layout::of_tables(scenario, scenario.horizon())
    }

    /// The same of tables that no rule has judged, for worlds made by tests. Ids must name rows.
    ///
    /// # Errors
    /// As [`Layout::new`].
    pub fn of_tables(tables: &Tables, horizon: &Horizon) -> Result<Layout, HaulageError> {
        let slots = slots(tables);
        if slots > Calendar::MAX_SLOTS {
            return Err(HaulageError::TooMany { slots });
        }
        let mut ground = Ground::new(tables, horizon)?;
        let mut roads = Table::new();
        for mine_id in tables.mines.ids() {
            roads.push(RoadRules::new(tables, horizon, mine_id, &mut ground.mines[mine_id])?);
        }
        let energy = EnergyRows::new(tables, &mut ground)?;
        let mut shifts = Table::new();
        let mut dispatch = Table::new();
        for mine_id in tables.mines.ids() {
            shifts.push(ShiftRow::new(tables, horizon, &ground, mine_id)?);
            dispatch.push(Arc::new(DispatchRow::new(tables, horizon, mine_id)));
        }
        let road_mines = tables.mines.ids().filter(|&id| has_road_days(tables, id)).collect();
        Ok(Layout { ground, energy, roads, shifts, dispatch, road_mines, ore: OreLedger::new(tables) })
    }

    /// How many calendar slots haulage needs.
    pub fn slots(&self) -> usize {
        let ground = &self.ground;
        ground.roles.len() + ground.mines.len() + ground.dumps.len() + self.road_mines.len()
    }

    /// How many flow plans two-stage dispatch at a mine has made and kept, over all replications so far.
    pub fn plans_kept(&self, mine: MineId) -> usize {
        self.dispatch[mine].plans.len()
    }

    /// The legs of a mine's trucks.
    pub fn routes(&self, mine: MineId) -> &Routes {
        &self.ground.mines[mine].routes
    }

    /// How a loader fills a truck model at the face it begins at; none where the loader has no face or the machine is no loader.
    pub fn fill(&self, loader: MachineId, truck: MachineId) -> Option<&Fill> {
        let ground = &self.ground;
        match (ground.roles.get(loader)?, ground.roles.get(truck)?) {
            (&Role::Loader(loader), &Role::Truck(truck)) => {
                ground.fill_of(ground.loaders[loader].fills_at, ground.trucks[truck].kind)
            }
            _ => None,
        }
    }
}

/// The calendar slots haulage needs: one a machine, a mine, a dump, and a mine whose roads change.
pub(crate) fn slots(tables: &Tables) -> usize {
    let road_days = tables.mines.ids().filter(|&id| has_road_days(tables, id)).count();
    tables.machines.len() + tables.mines.len() + tables.dumps.len() + road_days
}

/// Whether the mine's roads close or change by calendar or weather.
fn has_road_days(tables: &Tables, mine: MineId) -> bool {
    let closed = tables.closures.iter().any(|row| row.mine == mine && row.segment.is_some());
    closed || tables.road_weather.iter().any(|row| row.mine == mine)
}
