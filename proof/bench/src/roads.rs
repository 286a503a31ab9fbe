//! Pits whose roads have rules: spirals of the shape of minehaulsim's presets, and many of them side by side.
//!
//! The presets' figures (benches, lengths, grade, zones, crossings, fleet) are those of `starter_pit` and `deep_spiral`
//! of minehaulsim 0.12.1; the trucks and loaders are those of [`iceroad_worlds::pit`], whose faces lie at the
//! bottom. So the work is of the same kind, not the same mine: `make bench-peers` runs the very same.

use iceroad_base::civil::Horizon;
use iceroad_base::quantity::{Grade, Metres, RollingResistance, Seconds, Speed};
use iceroad_haulage::{HaulageError, Layout};
use iceroad_model::mine::{DispatchPolicy, Node, Segment};
use iceroad_model::roads::{Crossing, LaneZone, SegmentRules, TrafficRule, ZonePolicy};
use iceroad_model::{MineId, NodeId, SegmentId, Tables};
use iceroad_worlds::pit::{Pit, PitDump, PitFace};

/// What the rules of the road are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rules {
    /// None: free flow.
    Free,
    /// No overtaking, 80 m and 8 s, crossings; two lanes everywhere.
    TwoLanes,
    /// The same, and the ramp a single lane, a zone for each bench, loaded trucks first.
    OneLane,
}

/// A pit with a spiral ramp.
#[derive(Clone, Copy, Debug)]
pub struct Spiral {
    /// Benches, one segment each.
    pub benches: usize,
    /// Length of ramp from bench to bench, m.
    pub bench_m: f64,
    /// Grade of the ramp, %.
    pub grade: f64,
    /// Loaders, at faces on the lowest benches.
    pub loaders: usize,
    /// Trucks.
    pub trucks: usize,
    /// Trucks in a zone at once.
    pub zone_trucks: u16,
    /// Segments that each bench's ramp is cut into.
    pub pieces: usize,
    /// Such spirals side by side, each with its own faces, dump and fleet, on one rim.
    pub copies: usize,
}

/// The shape of `starter_pit`: 7 benches, 2 loaders, 19 trucks.
pub const STARTER: Spiral = Spiral {
    benches: 7,
    bench_m: 152.1,
    grade: 9.49,
    loaders: 2,
    trucks: 19,
    zone_trucks: 1,
    pieces: 1,
    copies: 1,
};

/// The shape of `deep_spiral`: 16 benches, 8 loaders, 48 trucks.
pub const DEEP: Spiral = Spiral {
    benches: 16,
    bench_m: 256.8,
    grade: 8.07,
    loaders: 8,
    trucks: 48,
    zone_trucks: 3,
    pieces: 1,
    copies: 1,
};

const MINE: MineId = MineId(0);
const RIM: NodeId = NodeId(0);

impl Spiral {
    /// What haulage works out of it.
    ///
    /// # Errors
    /// Those of [`Layout::of_tables`].
    pub fn layout(&self, rules: Rules, dispatch: DispatchPolicy, days: u32) -> Result<Layout, HaulageError> {
        let (tables, horizon) = self.tables(rules, dispatch, days);
        Layout::of_tables(&tables, &horizon)
    }

    /// Segments of the network.
    pub fn segments(&self) -> usize {
        self.tables(Rules::Free, DispatchPolicy::Fixed, 1).0.segments.len()
    }

    fn tables(&self, rules: Rules, dispatch: DispatchPolicy, days: u32) -> (Tables, Horizon) {
        let face = PitFace { metres: 150.0, loaders: 1, tonnes: None };
        let dump = PitDump { metres: 900.0, places: 2, seconds: 55.0, crusher: None };
        let pit = Pit {
            trucks: self.trucks * self.copies,
            faces: vec![face; self.loaders * self.copies],
            dumps: vec![dump; self.copies],
            dispatch,
            days,
            ..Pit::default()
        };
        let mut tables = pit.tables();
        if rules != Rules::Free {
            tables.mines[MINE].traffic.rule = TrafficRule::NoOvertaking;
        }
        for copy in 0..self.copies {
            self.dig(&mut tables, copy, rules);
        }
        // Each truck stays with its spiral.
        for (index, machine) in tables.machines.iter_mut().enumerate().take(self.trucks * self.copies) {
            machine.dump =
                Some(iceroad_model::DumpId((index % (self.loaders * self.copies) / self.loaders) as u32));
        }
        let horizon = pit.horizon();
        (tables, horizon)
    }

    /// Puts a ramp in place of the level roads to the faces of a spiral.
    fn dig(&self, tables: &mut Tables, copy: usize, rules: Rules) {
        let first_face = copy * self.loaders;
        let mut above = RIM;
        let mut benches = Vec::new();
        for bench in 0..self.benches {
            let zone = (rules == Rules::OneLane).then(|| {
                tables.zones.push(LaneZone {
                    name: format!("ramp {copy} {bench}"),
                    mine: MINE,
                    policy: ZonePolicy::LoadedFirst,
                    max_trucks: Some(self.zone_trucks),
                    batch: None,
                    max_hold: None,
                })
            });
            for piece in 0..self.pieces {
                let below = tables.nodes.push(Node {
                    name: format!("bench {copy} {bench} {piece}"),
                    ..tables.nodes[RIM].clone()
                });
                tables.segments.push(Segment {
                    from: below,
                    to: above,
                    length: Metres::clamped(self.bench_m / self.pieces as f64),
                    grade: Grade::clamped(self.grade),
                    rolling: RollingResistance::clamped(2.5),
                    limit: Speed::clamped(40.0),
                    two_way: true,
                    corner_radius: None,
                    superelevation: None,
                    max_gross: None,
                    trolley: false,
                    rules: SegmentRules { zone, overtaking: false },
                });
                above = below;
            }
            benches.push(above);
        }
        for nth in 0..self.loaders {
            // Park, gate and fuel point have the first three roads of the star.
            let road = SegmentId((3 + first_face + nth) as u32);
            tables.segments[road].from = benches[self.benches - 1 - nth % 2];
        }
        // Between rim and dump lies a crossing, as the presets have one and more.
        let crossing =
            tables.nodes.push(Node { name: format!("crossing {copy}"), ..tables.nodes[RIM].clone() });
        if rules != Rules::Free {
            tables.nodes[crossing].rules.crossing =
                Some(Crossing { trucks: 2, time: Seconds::clamped(12.0) });
        }
        let to_dump = SegmentId((3 + self.loaders * self.copies + copy) as u32);
        let dump_road = tables.segments[to_dump].clone();
        tables.segments[to_dump].from = crossing;
        tables.segments.push(Segment { to: crossing, ..dump_road });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::year;
    use iceroad_base::{Span, Time};
    use std::sync::Arc;

    #[test]
    fn rules_slow_a_spiral_down_and_do_not_stop_it() {
        let end = Time::START + Span::DAY;
        let cycles = |rules| {
            let layout = Arc::new(DEEP.layout(rules, DispatchPolicy::ShortestQueue, 1).unwrap());
            year::haulage_alone(&layout, 1, end).unwrap().cycles
        };
        let [free, two, one] = [Rules::Free, Rules::TwoLanes, Rules::OneLane].map(cycles);
        assert!(free > 1_000 && one > 200 && two <= free && one < two, "{free}, {two}, {one}");
    }
}
