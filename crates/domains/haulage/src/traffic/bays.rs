//! Passing bays of bounded size: a truck goes into a zone only if the bay behind it has a place for it, and only if
//! all who are in bays can still go on to their ends, one after another.
//!
//! That is the safe-state test of the banker's algorithm (Dijkstra 1965): where it holds after every step, nobody is
//! ever stuck. Each truck needs one bay after another and holds one at a time, so letting whoever can go to its end
//! never hurts the others, and trying them in any order finds out.
//!
//! A way that changes under a truck (a road closes) may break what was safe. Whether it has is looked at whenever
//! somebody begins to wait; a circle is an error that names who waits for what.
use super::map::RoadMap;
use super::state::{Stage, Trip};
use crate::cycle::Done;
use crate::yard::NONE;
use crate::{Haulage, HaulageError};
use iceroad_base::Time;
use iceroad_kernel::WaitBoard;

/// The bays of bounded size between two zones on what lies ahead of a truck that stands before step `from`, the next
/// first.
fn bays_ahead<'a>(map: &'a RoadMap, trip: &'a Trip, from: usize) -> impl Iterator<Item = u32> + 'a {
    let edges = trip.steps.get(from..).unwrap_or_default().windows(2);
    edges.filter_map(|pair| {
        let (before, after) = (map.edges[pair[0].edge as usize], map.edges[pair[1].edge as usize]);
        let between = before.zone != NONE && after.zone != NONE && before.zone != after.zone;
        let bay = map.nodes[after.from as usize].bay;
        (between && bay != NONE).then_some(bay)
    })
}

/// The bay right behind the zone that a truck is about to enter, or [`NONE`].
fn bay_behind(map: &RoadMap, trip: &Trip) -> u32 {
    let Some(zone) = trip.steps.get(trip.at).map(|step| map.edges[step.edge as usize].zone) else {
        return NONE;
    };
    let ahead = trip.steps.get(trip.at..).unwrap_or_default();
    let next = ahead.iter().map(|step| map.edges[step.edge as usize]).find(|edge| edge.zone != zone);
    next.filter(|edge| edge.zone != NONE).map_or(NONE, |edge| map.nodes[edge.from as usize].bay)
}

impl Haulage {
    /// Whether the bay behind the zone has a place for the truck, and all can still go on.
    #[inline]
    pub(super) fn bay_is_free(&self, t: usize, m: usize) -> bool {
        let map = &self.layout.mines[m].map;
        if map.bays.is_empty() {
            return true;
        }
        let bay = bay_behind(map, &self.trips[t]);
        bay == NONE
            || (self.roads[m].bays[bay as usize] < map.bays[bay as usize].trucks
                && self.stuck(m, Some((t, bay))).is_empty())
    }

    /// Takes the place in the bay behind the zone and gives back the one it had.
    #[inline]
    pub(super) fn moves_to_bay(&mut self, t: usize, m: usize) {
        let map = &self.layout.mines[m].map;
        if map.bays.is_empty() {
            return;
        }
        let bay = bay_behind(map, &self.trips[t]);
        if bay != NONE {
            self.roads[m].bays[bay as usize] += 1;
        }
        let left = std::mem::replace(&mut self.trips[t].bay, bay);
        self.gives_bay_back(m, left);
    }

    /// Gives its place in a bay back without going into a zone.
    pub(super) fn leaves_bay(&mut self, t: usize) {
        let left = std::mem::replace(&mut self.trips[t].bay, NONE);
        self.gives_bay_back(self.trucks[t].mine as usize, left);
    }

    /// A place in a bay is free: whoever waits for it may go.
    pub(super) fn gives_bay_back(&mut self, m: usize, bay: u32) {
        if bay == NONE {
            return;
        }
        let map = &self.layout.mines[m].map;
        let roads = &mut self.roads[m];
        roads.bays[bay as usize] -= 1;
        for zone in 0..map.zones.len() as u32 {
            let waits = roads.zones[zone as usize].lines.iter().any(|line| line.len() > 0);
            if waits && !roads.stirred.contains(&zone) {
                roads.stirred.push(zone);
            }
        }
    }

    /// Those in bays of a mine who could never go on; `moved` has gone into a bay beforehand.
    fn stuck(&self, m: usize, moved: Option<(usize, u32)>) -> Vec<usize> {
        let map = &self.layout.mines[m].map;
        let mut free: Vec<u32> = map
            .bays
            .iter()
            .zip(&self.roads[m].bays)
            .map(|(row, &taken)| row.trucks.saturating_sub(taken))
            .collect();
        if let Some((t, bay)) = moved {
            free[bay as usize] = free[bay as usize].saturating_sub(1);
            let left = self.trips[t].bay;
            if left != NONE {
                free[left as usize] += 1;
            }
        }
        let place = |t: usize| match moved {
            Some((who, bay)) if who == t => bay,
            _ => self.trips[t].bay,
        };
        let trucks = &self.layout.mines[m].trucks;
        let mut left: Vec<usize> = trucks.iter().copied().filter(|&t| place(t) != NONE).collect();
        loop {
            let before = left.len();
            left.retain(|&t| {
                let trip = &self.trips[t];
                let own = place(t);
                let mut ahead = bays_ahead(map, trip, trip.at).filter(|&bay| bay != own);
                let goes = ahead.all(|bay| free[bay as usize] > 0);
                if goes {
                    free[own as usize] += 1;
                }
                !goes
            });
            if left.len() == before || left.is_empty() {
                return left;
            }
        }
    }

    /// Tells where trucks in bays wait for each other for ever.
    pub(super) fn find_gridlock(&self, m: usize) -> Done {
        let map = &self.layout.mines[m].map;
        if map.bays.is_empty() {
            return Ok(());
        }
        let stuck = self.stuck(m, None);
        if stuck.is_empty() || stuck.iter().any(|&t| self.trips[t].stage != Stage::AtZone) {
            return Ok(());
        }
        let mut board = WaitBoard::new();
        for &t in &stuck {
            board.hold(t as u32, self.trips[t].bay);
            let bay = bay_behind(map, &self.trips[t]);
            if bay != NONE {
                board.wait(t as u32, bay, self.trucks[t].since);
            }
        }
        let truck = |t: u32| format!("truck `{}`", self.layout.trucks[t as usize].name);
        let bay = |b: u32| format!("a place in the bay `{}`", map.bays[b as usize].name);
        let at = stuck.iter().map(|&t| self.trucks[t].since).max().unwrap_or(Time::START);
        match board.stalled(at, truck, bay) {
            Some(stalled) => Err(HaulageError::Gridlock { stalled: Box::new(stalled) }),
            None => Ok(()),
        }
    }
}
