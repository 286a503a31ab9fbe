//! Roads with rules: trucks that hinder each other, single-lane zones with arbitration, crossings, passing bays, closures
//! by calendar, and weather on the road.
//!
//! A mine without such rules has no [`RoadRules`], and nothing here runs for it. A mine with them is driven segment by
//! segment, and a truck's calendar slot means the next *stop* of its way instead of its goal.
//!
//! The state is that of [`Traffic`]: edges, zones, crossings and bays by mine, and each truck's trip. What happens on the
//! roads of one mine is a method of [`OnRoads`], which names all that the roads may see of the pit around them: the trucks,
//! the day, and dispatch, which sends a truck elsewhere that no open road leads to its loader.
//!
//! | module | is about |
//! |---|---|
//! | [`map`] | what each piece of road asks, worked out once |
//! | [`calendar`] | closures and weather of the horizon, and the states of the roads that follow |
//! | [`state`] | what changes: edges, zones, bays, and each truck's trip |
//! | [`drive`] | a truck on its way; the hot path |
//! | [`bays`] | passing bays of bounded size, and why nobody is ever stuck in them |
//! | [`changes`] | roads close and open; other ways |
//! | [`halts`] | breakdowns on the road, and fuel |
//! | [`check`] | what must hold between any two events |
mod bays;
mod calendar;
mod changes;
mod check;
mod drive;
mod halts;
mod map;
mod state;

pub(crate) use check::RoadCheck;
pub(crate) use state::{Roads, Trip};

use crate::day::Day;
use crate::dispatch::Dispatch;
use crate::dumps::Dumps;
use crate::error::HaulageError;
use crate::faces::Faces;
use crate::fleet::{Fleet, TruckPhase};
use crate::ground::{Ground, MineRow};
use crate::rows::TruckIdx;
use crate::slots::Slots;
use calendar::RoadCalendar;
use changes::RoadChanges;
use iceroad_base::Table;
use iceroad_base::civil::Horizon;
use iceroad_base::quantity::Celsius;
use iceroad_base::random::Stream;
use iceroad_kernel::calendar::Slot;
use iceroad_model::roads::TrafficRule;
use iceroad_model::{MineId, Tables};
use map::RoadMap;
use state::Stage;

/// The rules of one mine's roads, worked out once.
#[derive(Clone, Debug)]
pub(crate) struct RoadRules {
    map: RoadMap,
    calendar: RoadCalendar,
}

impl RoadRules {
    /// The rules of a mine's roads; none where it has no such rules. Gives the mine the routes of every state of its roads.
    ///
    /// # Errors
    /// [`HaulageError::Calendar`] where a closure's hours make no window.
    pub(crate) fn new(
        tables: &Tables,
        horizon: &Horizon,
        mine_id: MineId,
        mine: &mut MineRow,
    ) -> Result<Option<RoadRules>, HaulageError> {
        let calendar = RoadCalendar::new(tables, horizon, mine_id)?;
        if tables.mines[mine_id].traffic.rule != TrafficRule::NoOvertaking && calendar.is_empty() {
            return Ok(None);
        }
        mine.routes.keep_ways();
        mine.other_routes = calendar.other_states(&mine.routes);
        let map = RoadMap::new(tables, mine_id, &mine.routes, &calendar.closable(), calendar.has_storms());
        Ok(Some(RoadRules { map, calendar }))
    }
}

/// What changes on the roads with rules in a replication.
#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    pub(crate) roads: Table<MineId, Option<Roads>>,
    /// Each truck's way.
    pub(crate) trips: Table<TruckIdx, Trip>,
}

impl Traffic {
    /// Empty roads. `slot` is that of a mine whose roads change; `named` gives the stream of a weather.
    pub(crate) fn new(
        rules: &Table<MineId, Option<RoadRules>>,
        trucks: usize,
        slot: impl Fn(MineId) -> Option<Slot>,
        named: impl Fn(&str) -> Stream,
    ) -> Traffic {
        let roads = rules.entries().map(|(mine_id, rules)| {
            let rules = rules.as_ref()?;
            let changes = slot(mine_id).map(|slot| RoadChanges::new(&rules.calendar, slot, &named));
            Some(Roads::new(&rules.map, changes))
        });
        Traffic { roads: roads.collect(), trips: Table::filled(trucks, Trip::default()) }
    }

    /// A day begins with this mean, for weather that only comes in the cold.
    pub(crate) fn set_mean(&mut self, mine_id: MineId, mean: Celsius) {
        if let Some(changes) = self.roads[mine_id].as_mut().and_then(|roads| roads.changes.as_mut()) {
            changes.mean = mean;
        }
    }

    /// Whether a truck stands on the road with no open way to its loader.
    pub(crate) fn is_cut_off(&self, truck_idx: TruckIdx, phase: TruckPhase) -> bool {
        let trip = &self.trips[truck_idx];
        trip.stage == Stage::Shut && !trip.broken && phase == TruckPhase::ToFace
    }
}

/// The roads of one mine with rules, and all that they may see of the pit around them.
pub(crate) struct OnRoads<'a> {
    pub(crate) rules: &'a RoadRules,
    pub(crate) roads: &'a mut Roads,
    pub(crate) trips: &'a mut Table<TruckIdx, Trip>,
    pub(crate) mine_id: MineId,
    pub(crate) ground: &'a Ground,
    pub(crate) slots: &'a Slots,
    pub(crate) day: &'a mut Day,
    pub(crate) fleet: &'a mut Fleet,
    pub(crate) faces: &'a Faces,
    pub(crate) dumps: &'a Dumps,
    pub(crate) policies: &'a mut Table<MineId, Box<dyn Dispatch>>,
}

impl<'a> OnRoads<'a> {
    fn mine(&self) -> &'a MineRow {
        &self.ground.mines[self.mine_id]
    }
}
