//! What a mean day brings to a pit: trucks at faces and dumps, and trucks held before single-lane zones and on roads.
use crate::Results;
use crate::frame::{hours, state_ms};
use crate::spread::Spread;
use iceroad_model::event::MachineState;
use iceroad_model::record::{LaneRecord, PlaceRecord, RunRecord};
use iceroad_model::{MineId, NodeId, ZoneId};
use serde::Serialize;

/// A mine's pit on a mean day of all replications.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PitDay {
    /// Faces, then dumps.
    pub places: Vec<PlaceDay>,
    /// Single-lane zones.
    pub zones: Vec<ZoneDay>,
    /// Hours that trucks are held on roads.
    pub held_h: f64,
}

/// A face or a dump.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PlaceDay {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub node: NodeId,
    /// A face; a dump otherwise.
    pub is_face: bool,
    /// Trucks served.
    pub trucks: f64,
    /// Hours that trucks stand in line.
    pub queued_h: f64,
}

impl PlaceDay {
    /// Minutes in line of one truck; none where no truck was served.
    pub fn minutes(&self) -> Option<f64> {
        (self.trucks > 0.0).then(|| self.queued_h * 60.0 / self.trucks)
    }
}

/// A single-lane zone.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ZoneDay {
    /// Which.
    pub zone: ZoneId,
    /// Its name.
    pub name: String,
    /// Along it and against.
    pub lanes: [LaneDay; 2],
}

impl ZoneDay {
    /// Hours that trucks are held before it, both ways.
    pub fn held_h(&self) -> f64 {
        self.lanes[0].held_h + self.lanes[1].held_h
    }
}

/// One direction of a zone.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct LaneDay {
    /// Trucks that go in.
    pub trucks: f64,
    /// Of them, those held before it.
    pub held: f64,
    /// Hours that they are held.
    pub held_h: f64,
}

impl LaneDay {
    /// Minutes of one that is held; none where none is.
    pub fn minutes(&self) -> Option<f64> {
        (self.held > 0.0).then(|| self.held_h * 60.0 / self.held)
    }
}

impl PitDay {
    /// The mean day of a mine.
    pub fn of(results: &Results<'_>, mine: MineId) -> Self {
        let scenario = results.scenario;
        let days = f64::from(scenario.heading.days.max(1));
        let mean = |value: &dyn Fn(&RunRecord) -> f64| {
            Spread::over(results.records, value).map_or(0.0, |spread| spread.mean) / days
        };
        let is_here = |node: NodeId| scenario.nodes.get(node).is_some_and(|row| row.mine == mine);
        let place = |name: &str, node, is_face, row: &dyn Fn(&RunRecord) -> Option<PlaceRecord>| PlaceDay {
            name: name.into(),
            node,
            is_face,
            trucks: mean(&|record| row(record).map_or(0.0, |row| f64::from(row.trucks))),
            queued_h: mean(&|record| row(record).map_or(0.0, |row| hours(row.queued_ms))),
        };
        let lane = |row: &dyn Fn(&RunRecord) -> Option<LaneRecord>| LaneDay {
            trucks: mean(&|record| row(record).map_or(0.0, |row| f64::from(row.trucks))),
            held: mean(&|record| row(record).map_or(0.0, |row| f64::from(row.held))),
            held_h: mean(&|record| row(record).map_or(0.0, |row| hours(row.held_ms))),
        };
        let faces =
            scenario.faces.entries().filter(|(_, face)| is_here(face.node)).map(|(id, face)| {
                place(&face.title, face.node, true, &|record| record.faces.get(id).copied())
            });
        let dumps =
            scenario.dumps.entries().filter(|(_, dump)| is_here(dump.node)).map(|(id, dump)| {
                place(&dump.title, dump.node, false, &|record| record.dumps.get(id).copied())
            });
        let zones =
            scenario.zones.entries().filter(|(_, zone)| zone.mine == mine).map(|(id, zone)| ZoneDay {
                zone: id,
                name: zone.name.clone(),
                lanes: [
                    lane(&|record| record.zones.get(id).map(|row| row.along)),
                    lane(&|record| record.zones.get(id).map(|row| row.against)),
                ],
            });
        let machines = || scenario.machines.entries().filter(|(_, machine)| machine.mine == mine);
        let held_h = |record: &RunRecord| {
            let rows = machines().filter_map(|(id, _)| record.machines.get(id));
            hours(rows.map(|row| state_ms(&row, MachineState::HeldOnRoad)).sum())
        };
        Self { places: faces.chain(dumps).collect(), zones: zones.collect(), held_h: mean(&held_h) }
    }
}
