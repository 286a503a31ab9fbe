//! Passing bays of bounded size: a truck goes into a zone only if the bay behind it has a place for it, and only if
//! all who are in bays can still go on to their ends, one after another.
//!
//! That is the safe-state test of the banker's algorithm (Dijkstra 1965): where it holds after every step, nobody is
//! ever stuck. Each truck needs one bay after another and holds one at a time, so letting whoever can go to its end
//! never hurts the others, and trying them in any order finds out.
//!
//! A way that changes under a truck (a road closes) may break what was safe. Whether it has is looked at whenever
//! somebody begins to wait; a circle is an error that names who waits for what.
use super::OnRoads;
use super::map::{BayIdx, RoadMap};
use super::state::{Stage, Trip};
use crate::error::HaulageError;
use crate::notice::Done;
use crate::rows::TruckIdx;
use iceroad_base::{Table, Time};
use iceroad_kernel::WaitBoard;

/// The bays of bounded size between two zones on what lies ahead of a truck that stands before step `from`, the next
/// first.
fn bays_ahead<'a>(map: &'a RoadMap, trip: &'a Trip, from: usize) -> impl Iterator<Item = BayIdx> + 'a {
    let edges = trip.steps.get(from..).unwrap_or_default().windows(2);
    edges.filter_map(|pair| {
        let (before, after) = (map.edges[pair[0].edge as usize], map.edges[pair[1].edge as usize]);
        let between = before.zone.is_some() && after.zone.is_some() && before.zone != after.zone;
        map.nodes[after.from as usize].bay.filter(|_| between)
    })
}

/// The bay of bounded size right behind the zone that a truck is about to enter.
fn bay_behind(map: &RoadMap, trip: &Trip) -> Option<BayIdx> {
    let zone = map.edges[trip.steps.get(trip.at)?.edge as usize].zone;
    let ahead = trip.steps.get(trip.at..).unwrap_or_default();
    let next = ahead.iter().map(|step| map.edges[step.edge as usize]).find(|edge| edge.zone != zone);
    next.filter(|edge| edge.zone.is_some()).and_then(|edge| map.nodes[edge.from as usize].bay)
}

impl OnRoads<'_> {
    /// Whether the bay behind the zone has a place for the truck, and all can still go on.
    #[inline]
    pub(super) fn bay_is_free(&self, truck_idx: TruckIdx) -> bool {
        let map = &self.rules.map;
        if map.bays.is_empty() {
            return true;
        }
        bay_behind(map, &self.trips[truck_idx]).is_none_or(|bay| {
            self.roads.bays[bay] < map.bays[bay].trucks && self.stuck(Some((truck_idx, bay))).is_empty()
        })
    }

    /// Takes the place in the bay behind the zone and gives back the one it had.
    #[inline]
    pub(super) fn moves_to_bay(&mut self, truck_idx: TruckIdx) {
        let map = &self.rules.map;
        if map.bays.is_empty() {
            return;
        }
        let bay = bay_behind(map, &self.trips[truck_idx]);
        if let Some(bay) = bay {
            self.roads.bays[bay] += 1;
        }
        let left = std::mem::replace(&mut self.trips[truck_idx].bay, bay);
        if let Some(left) = left {
            self.gives_bay_back(left);
        }
    }

    /// Gives its place in a bay back without going into a zone.
    pub(super) fn leaves_bay(&mut self, truck_idx: TruckIdx) {
        if let Some(left) = self.trips[truck_idx].bay.take() {
            self.gives_bay_back(left);
        }
    }

    /// A place in a bay is free: whoever waits for it may go.
    fn gives_bay_back(&mut self, bay: BayIdx) {
        let map = &self.rules.map;
        let roads = &mut *self.roads;
        roads.bays[bay] -= 1;
        for zone in map.zones.ids() {
            let waits = roads.zones[zone].lines.iter().any(|line| line.len() > 0);
            if waits && !roads.stirred.contains(&zone) {
                roads.stirred.push(zone);
            }
        }
    }

    /// Those in bays of a mine who could never go on; `moved` has gone into a bay beforehand.
    fn stuck(&self, moved: Option<(TruckIdx, BayIdx)>) -> Vec<TruckIdx> {
        let map = &self.rules.map;
        let mut free: Table<BayIdx, u32> = map
            .bays
            .iter()
            .zip(&self.roads.bays)
            .map(|(row, &taken)| row.trucks.saturating_sub(taken))
            .collect();
        if let Some((truck_idx, bay)) = moved {
            free[bay] = free[bay].saturating_sub(1);
            if let Some(left) = self.trips[truck_idx].bay {
                free[left] += 1;
            }
        }
        let place = |truck_idx: TruckIdx| match moved {
            Some((who, bay)) if who == truck_idx => Some(bay),
            _ => self.trips[truck_idx].bay,
        };
        let trucks = &self.mine().trucks;
        let mut left: Vec<TruckIdx> =
            trucks.iter().copied().filter(|&truck_idx| place(truck_idx).is_some()).collect();
        loop {
            let before = left.len();
            left.retain(|&truck_idx| {
                let trip = &self.trips[truck_idx];
                let own = place(truck_idx);
                let mut ahead = bays_ahead(map, trip, trip.at).filter(|&bay| Some(bay) != own);
                let goes = ahead.all(|bay| free[bay] > 0);
                if let Some(own) = own.filter(|_| goes) {
                    free[own] += 1;
                }
                !goes
            });
            if left.len() == before || left.is_empty() {
                return left;
            }
        }
    }

    /// Tells where trucks in bays wait for each other for ever.
    pub(super) fn find_gridlock(&self) -> Done {
        let map = &self.rules.map;
        if map.bays.is_empty() {
            return Ok(());
        }
        let stuck = self.stuck(None);
        if stuck.is_empty() || stuck.iter().any(|&truck_idx| self.trips[truck_idx].stage != Stage::AtZone) {
            return Ok(());
        }
        let mut board = WaitBoard::new();
        for &truck_idx in &stuck {
            if let Some(bay) = self.trips[truck_idx].bay {
                board.hold(truck_idx.0, bay.0);
            }
            if let Some(bay) = bay_behind(map, &self.trips[truck_idx]) {
                board.wait(truck_idx.0, bay.0, self.fleet.trucks[truck_idx].since);
            }
        }
        let truck = |row: u32| format!("truck `{}`", self.ground.trucks[TruckIdx(row)].machine.name);
        let bay = |row: u32| format!("a place in the bay `{}`", map.bays[BayIdx(row)].name);
        let at =
            stuck.iter().map(|&truck_idx| self.fleet.trucks[truck_idx].since).max().unwrap_or(Time::START);
        match board.stalled(at, truck, bay) {
            Some(stalled) => Err(HaulageError::Gridlock { stalled: Box::new(stalled) }),
            None => Ok(()),
        }
    }
}
