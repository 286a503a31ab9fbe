//! What must hold on the roads between any two events. For tests: it walks everything.
use super::state::{IDLE, Stage};
use crate::Haulage;
use crate::yard::{NONE, TruckPhase};

impl Haulage {
    /// Everything on the roads that does not add up, in words.
    pub(crate) fn check_roads(&self, found: &mut Vec<String>) {
        for m in 0..self.mines.len() {
            for zone in 0..self.roads[m].zones.len() {
                self.check_zone(m, zone, found);
            }
            self.check_bays(m, found);
            if !self.roads[m].stirred.is_empty() {
                found.push(format!("mine {m}: zones were stirred and not settled"));
            }
        }
        for (t, (truck, trip)) in self.trucks.iter().zip(&self.trips).enumerate() {
            let drives = truck.phase.is_driving() || truck.phase == TruckPhase::Away;
            if truck.on_road != (trip.stage != Stage::Off) || truck.on_road && !drives {
                found.push(format!("truck {t} ({:?}) is on the road as {:?}", truck.phase, trip.stage));
            }
            if !truck.on_road && (trip.zone != NONE || trip.bay != NONE) {
                found.push(format!(
                    "truck {t} is off the road and keeps zone {} or bay {}",
                    trip.zone, trip.bay
                ));
            }
        }
    }

    fn check_zone(&self, m: usize, zone: usize, found: &mut Vec<String>) {
        let (row, state) = (&self.layout.mines[m].map.zones[zone], &self.roads[m].zones[zone]);
        let mut complain = |what: String| found.push(format!("zone `{}`: {what}", row.name));
        let trucks = || self.layout.mines[m].trucks.iter().copied();
        let inside: Vec<usize> = trucks().filter(|&t| self.trips[t].zone == zone as u32).collect();
        if inside.len() != state.inside as usize || state.inside > row.most {
            complain(format!("{} inside, {} noted, {} allowed", inside.len(), state.inside, row.most));
        }
        let blocked = inside.iter().filter(|&&t| self.trips[t].broken).count();
        if blocked != state.blocked as usize {
            complain(format!("{blocked} broken down in it, {} noted", state.blocked));
        }
        if (state.inside == 0) != (state.direction == IDLE) {
            complain(format!("{} inside, driven in direction {}", state.inside, state.direction));
        }
        for t in inside {
            let trip = &self.trips[t];
            let step = trip.steps.get(trip.at).or_else(|| trip.steps.last());
            let edge = step.map(|step| self.layout.mines[m].map.edges[step.edge as usize]);
            if edge.is_none_or(|edge| edge.zone != zone as u32 || edge.direction != state.direction) {
                complain(format!("truck {t} in it drives elsewhere or the other way"));
            }
        }
        for direction in 0..2 {
            let lined: Vec<usize> = state.lines[usize::from(direction)].iter(&self.trucks).collect();
            let waiting: Vec<usize> = trucks()
                .filter(|&t| self.trips[t].stage == Stage::AtZone && !self.trips[t].broken)
                .filter(|&t| {
                    let edge = self.next_edge(t);
                    edge.zone == zone as u32 && edge.direction == direction
                })
                .collect();
            let mut sorted = lined.clone();
            sorted.sort_unstable();
            if sorted != waiting {
                complain(format!("{waiting:?} wait in direction {direction}, {lined:?} stand in line"));
            }
        }
    }

    fn check_bays(&self, m: usize, found: &mut Vec<String>) {
        for (bay, row) in self.layout.mines[m].map.bays.iter().enumerate() {
            let there = |&&t: &&usize| self.trips[t].bay == bay as u32;
            let count = self.layout.mines[m].trucks.iter().filter(there).count();
            let noted = self.roads[m].bays[bay];
            if count != noted as usize || noted > row.trucks {
                found.push(format!(
                    "bay `{}`: {count} there, {noted} noted, {} allowed",
                    row.name, row.trucks
                ));
            }
        }
    }
}
