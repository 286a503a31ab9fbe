//! What must hold on the roads between any two events. For tests: it walks everything.
use super::RoadRules;
use super::map::{Direction, EdgeRow, ZoneIdx};
use super::state::{Roads, Stage, Trip};
use crate::fleet::{Truck, TruckPhase};
use crate::ground::MineRow;
use crate::rows::TruckIdx;
use iceroad_base::Table;

/// The roads of one mine and the trucks on them, to look at.
pub(crate) struct RoadCheck<'a> {
    pub(crate) mine: &'a MineRow,
    pub(crate) rules: &'a RoadRules,
    pub(crate) roads: &'a Roads,
    pub(crate) trips: &'a Table<TruckIdx, Trip>,
    pub(crate) trucks: &'a Table<TruckIdx, Truck>,
}

impl RoadCheck<'_> {
    /// Everything on the roads that does not add up, in words.
    pub(crate) fn check(&self, found: &mut Vec<String>) {
        for zone in self.roads.zones.ids() {
            self.check_zone(zone, found);
        }
        self.check_bays(found);
        if !self.roads.stirred.is_empty() {
            found.push(format!("mine `{}`: zones were stirred and not settled", self.mine.name));
        }
        for &truck_idx in &self.mine.trucks {
            let (truck, trip) = (&self.trucks[truck_idx], &self.trips[truck_idx]);
            let stands = truck.phase == TruckPhase::Away || truck.halted.is_some();
            let drives = truck.phase.is_driving() || stands;
            if truck.on_road != (trip.stage != Stage::Off) || truck.on_road && !drives {
                found.push(format!("{truck_idx:?} ({:?}) is on the road as {:?}", truck.phase, trip.stage));
            }
            if !truck.on_road && (trip.zone.is_some() || trip.bay.is_some()) {
                found.push(format!(
                    "{truck_idx:?} is off the road and keeps {:?} or {:?}",
                    trip.zone, trip.bay
                ));
            }
        }
    }

    fn next_edge(&self, truck_idx: TruckIdx) -> EdgeRow {
        let trip = &self.trips[truck_idx];
        self.rules.map.edges[trip.steps[trip.at].edge as usize]
    }

    fn check_zone(&self, zone: ZoneIdx, found: &mut Vec<String>) {
        let (row, state) = (&self.rules.map.zones[zone], &self.roads.zones[zone]);
        let mut complain = |what: String| found.push(format!("zone `{}`: {what}", row.name));
        let trucks = || self.mine.trucks.iter().copied();
        let inside: Vec<TruckIdx> =
            trucks().filter(|&truck_idx| self.trips[truck_idx].zone == Some(zone)).collect();
        if inside.len() != state.inside as usize || state.inside > row.most {
            complain(format!("{} inside, {} noted, {} allowed", inside.len(), state.inside, row.most));
        }
        let blocked = inside.iter().filter(|&&truck_idx| self.trips[truck_idx].broken).count();
        if blocked != state.blocked as usize {
            complain(format!("{blocked} broken down in it, {} noted", state.blocked));
        }
        if (state.inside == 0) != state.direction.is_none() {
            complain(format!("{} inside, driven {:?}", state.inside, state.direction));
        }
        for truck_idx in inside {
            let trip = &self.trips[truck_idx];
            let step = trip.steps.get(trip.at).or_else(|| trip.steps.last());
            let edge = step.map(|step| self.rules.map.edges[step.edge as usize]);
            if edge.is_none_or(|edge| edge.zone != Some(zone) || Some(edge.direction) != state.direction) {
                complain(format!("{truck_idx:?} in it drives elsewhere or the other way"));
            }
        }
        for direction in Direction::BOTH {
            let lined: Vec<TruckIdx> = state.lines[direction as usize].iter(self.trucks).collect();
            let waiting: Vec<TruckIdx> = trucks()
                .filter(|&truck_idx| {
                    self.trips[truck_idx].stage == Stage::AtZone && !self.trips[truck_idx].broken
                })
                .filter(|&truck_idx| {
                    let edge = self.next_edge(truck_idx);
                    edge.zone == Some(zone) && edge.direction == direction
                })
                .collect();
            let mut sorted = lined.clone();
            sorted.sort_unstable();
            if sorted != waiting {
                complain(format!("{waiting:?} wait to go {direction:?}, {lined:?} stand in line"));
            }
        }
    }

    fn check_bays(&self, found: &mut Vec<String>) {
        for (bay, row) in self.rules.map.bays.entries() {
            let there = |&&truck_idx: &&TruckIdx| self.trips[truck_idx].bay == Some(bay);
            let count = self.mine.trucks.iter().filter(there).count();
            let noted = self.roads.bays[bay];
            if count != noted as usize || noted > row.trucks {
                found.push(format!(
                    "bay `{}`: {count} there, {noted} noted, {} allowed",
                    row.name, row.trucks
                ));
            }
        }
    }
}
