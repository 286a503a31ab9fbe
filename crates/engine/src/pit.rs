//! How haul roads were used: the hauls of all replications laid along the ways trucks drive.
use crate::prepared::Prepared;
use iceroad_model::record::{HaulCell, RunRecord};
use iceroad_model::road_use::{Drives, PitOutlook, RoadUse};
use iceroad_model::{DumpId, FaceId, MachineId, MineId, ModelId, NodeId, Scenario};
use std::collections::BTreeMap;

/// Uses of roads by (segment, along): loaded, empty.
type Uses = BTreeMap<(iceroad_model::SegmentId, bool), (Drives, Drives)>;

impl Prepared {
    /// How the haul roads were used in these replications, as a mean.
    pub fn pit(&self, records: &[RunRecord]) -> PitOutlook {
        let scenario = self.scenario();
        let mut uses = Uses::new();
        for cell in summed(records) {
            let (face, dump) = (cell.face, cell.dump);
            let (Some(face), Some(dump)) = (scenario.faces.get(face), scenario.dumps.get(dump)) else {
                continue;
            };
            let mine = scenario.nodes[face.node].mine;
            let Some(truck) = truck_of(scenario, cell.model, mine) else { continue };
            let there = Haul {
                trips: f64::from(cell.loads),
                mass_t: cell.mass_kg as f64 / 1_000.0,
                mean_s: mean_s(cell.drive_ms, cell.drives),
            };
            self.lay(&mut uses, truck, true, (face.node, dump.node), there);
            let back = Haul {
                trips: f64::from(cell.returns),
                mass_t: 0.0,
                mean_s: mean_s(cell.return_ms, cell.returns),
            };
            self.lay(&mut uses, truck, false, (dump.node, face.node), back);
        }
        let n = records.len().max(1) as f64;
        let mean = |drives: Drives| Drives {
            trips: drives.trips / n,
            mass_t: drives.mass_t / n,
            seconds: drives.seconds / n,
        };
        let roads = uses.into_iter().map(|((segment, along), (loaded, empty))| RoadUse {
            segment,
            along,
            loaded: mean(loaded),
            empty: mean(empty),
        });
        PitOutlook { replications: records.len() as u32, roads: roads.collect() }
    }

    /// Adds a haul to every road of its way.
    fn lay(&self, uses: &mut Uses, truck: MachineId, loaded: bool, (from, to): (NodeId, NodeId), haul: Haul) {
        if haul.trips == 0.0 {
            return;
        }
        for road in self.layout().profile_of(self.scenario(), truck, loaded, from, to).unwrap_or_default() {
            let both = uses.entry((road.segment, road.along)).or_default();
            let drives = if loaded { &mut both.0 } else { &mut both.1 };
            drives.trips += haul.trips;
            drives.mass_t += haul.mass_t;
            drives.seconds += haul.trips * haul.mean_s.unwrap_or(road.whole_seconds) * road.share;
        }
    }
}

/// Trips of one way.
#[derive(Clone, Copy)]
struct Haul {
    trips: f64,
    mass_t: f64,
    /// Measured; none where no trip went straight.
    mean_s: Option<f64>,
}

fn mean_s(ms: i64, drives: u32) -> Option<f64> {
    (drives > 0).then(|| ms as f64 / 1_000.0 / f64::from(drives))
}

/// The cells of all replications added up.
fn summed(records: &[RunRecord]) -> Vec<HaulCell> {
    let mut all: BTreeMap<(FaceId, DumpId, ModelId), HaulCell> = BTreeMap::new();
    for cell in records.iter().flat_map(|record| &record.hauls) {
        let (face, dump, model) = (cell.face, cell.dump, cell.model);
        let sum = all.entry((face, dump, model)).or_insert(HaulCell::new(face, dump, model));
        sum.loads = sum.loads.saturating_add(cell.loads);
        sum.mass_kg += cell.mass_kg;
        sum.drives = sum.drives.saturating_add(cell.drives);
        sum.drive_ms += cell.drive_ms;
        sum.returns = sum.returns.saturating_add(cell.returns);
        sum.return_ms += cell.return_ms;
    }
    all.into_values().collect()
}

/// A truck of this model at a mine.
fn truck_of(scenario: &Scenario, model: ModelId, mine: MineId) -> Option<MachineId> {
    let mut entries = scenario.machines.entries();
    entries.find(|(_, machine)| machine.model == model && machine.mine == mine).map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::quantity::Ranged;
    use iceroad_worlds::example;

    /// Every load is on the road that leaves its face and on the one that comes to its dump; nobody drives faster than the
    /// limit.
    #[test]
    fn what_is_hauled_is_on_the_roads() {
        let mut tables = example::small();
        tables.heading.days = 20;
        let prepared = Prepared::new(Scenario::new(tables).unwrap()).unwrap();
        let scenario = prepared.scenario();
        let records: Vec<RunRecord> =
            (0..2).map(|number| prepared.replicate(5, number, false).unwrap().record).collect();
        let pit = prepared.pit(&records);
        let hauled: u32 = records.iter().flat_map(|record| &record.hauls).map(|cell| cell.loads).sum();
        let dumped: u32 = records.iter().flat_map(|record| &record.tonnes).map(|cell| cell.loads).sum();
        assert!(hauled > 100 && hauled == dumped, "{hauled} of {dumped} loads have their haul");
        let served: u32 = records.iter().flat_map(|record| &record.dumps).map(|place| place.trucks).sum();
        assert_eq!(served, dumped);
        let off = |node: NodeId, use_of: &RoadUse| {
            let segment = &scenario.segments[use_of.segment];
            (if use_of.along { segment.from } else { segment.to }) == node
        };
        let leaving: f64 = scenario
            .faces
            .iter()
            .flat_map(|face| pit.roads.iter().filter(|road| off(face.node, road)))
            .map(|road| road.loaded.trips)
            .sum();
        assert!((leaving * 2.0 - f64::from(hauled)).abs() < 1e-6, "{leaving} of {hauled}");
        for road in &pit.roads {
            let segment = &scenario.segments[road.segment];
            for drives in [road.loaded, road.empty] {
                let speed = drives.speed_kmh(segment.length.get()).unwrap_or(1.0);
                assert!(speed > 0.5 && speed <= segment.limit.get() + 1e-6, "{speed} on {segment:?}");
            }
        }
    }

    #[test]
    fn nothing_hauled_is_nothing_driven() {
        let prepared = Prepared::new(Scenario::new(example::small()).unwrap()).unwrap();
        assert_eq!(prepared.pit(&[]).roads, []);
        assert_eq!(prepared.pit(&[RunRecord::default()]).roads, []);
    }
}
