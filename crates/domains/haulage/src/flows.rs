//! The mine as the flow plan sees it: truck models, loaders, dumps and the ways between them, in hours and tonnes.
//!
//! Every time is the mean of what is simulated, without any waiting and on free roads: filling from
//! [`crate::loading`], driving from [`crate::routes`], dumping times, crushers at their rate. On a two-sided loader
//! the next truck spots while one is filled, so a load takes of the loader what digging takes, or half of spotting and
//! digging where spotting takes longer.
//!
//! Blends are those of the dumps. The grade of a stockpile, which nobody knows beforehand, is taken to be whatever suits
//! a limit best of all that its ore can have.
//!
//! What it leaves out only ever costs time: drives to park, gate and fuel point, refuelling, other trucks on the
//! road, crushers that stand, faces that run out. So what it says is a bound.

use crate::ground::Ground;
use crate::loading::Fill;
use crate::routes::Leg;
use crate::rows::{LoaderIdx, Place, TruckKind};
use iceroad_flow::{Blend, Dump, Haul, Loader, Minimum, Network, Return, TruckClass};
use iceroad_model::bound::OffBlend;
use iceroad_model::{DumpId, FaceId, MaterialId};

/// A loader at its face, or at any of its faces.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Digging {
    /// The loader.
    pub(crate) loader: LoaderIdx,
    /// The faces.
    pub(crate) faces: Vec<FaceId>,
    /// 1, or the share of its time that it is at work.
    pub(crate) at_work: f64,
}

/// A network with what its rows are in the ground.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Flows {
    pub(crate) network: Network,
    /// Truck model of each class.
    pub(crate) kinds: Vec<TruckKind>,
    /// The row of each of the network's loaders.
    pub(crate) loaders: Vec<LoaderIdx>,
    /// The id of each of its faces.
    pub(crate) faces: Vec<FaceId>,
    /// The id of each of its dumps.
    pub(crate) dumps: Vec<DumpId>,
}

const H_PER_MS: f64 = 1.0 / 3_600_000.0;

impl Flows {
    /// The flows of a mine with so many trucks of each model, these loaders, what blends may be off their limits, and
    /// legs by (model, loaded, from, to).
    pub(crate) fn new(
        ground: &Ground,
        trucks: &[f64],
        loaders: &[Digging],
        off_blend: impl Fn(DumpId) -> OffBlend,
        leg: impl Fn(TruckKind, bool, Place, Place) -> Leg,
    ) -> Flows {
        let mut flows = Flows::default();
        for (kind, &trucks) in trucks.iter().enumerate().filter(|(_, trucks)| **trucks > 0.0) {
            flows.kinds.push(TruckKind(kind as u16));
            flows.network.classes.push(TruckClass { trucks, hour_cost_t: 0.0 });
        }
        let at_work: Vec<&Digging> = loaders.iter().filter(|digging| digging.at_work > 0.0).collect();
        for digging in &at_work {
            flows.loaders.push(digging.loader);
            flows.network.loaders.push(Loader { at_work: digging.at_work });
            flows.faces.extend(&digging.faces);
        }
        flows.faces.sort_unstable_by_key(|&face| (ground.faces[face].rank, face));
        flows.faces.dedup();
        flows.network.faces = flows.faces.len();
        flows.dumps = flows.faces.iter().flat_map(|&face| ground.faces[face].dumps.iter().copied()).collect();
        flows.dumps.sort_unstable_by_key(|&dump| (ground.dumps[dump].rank, dump));
        flows.dumps.dedup();
        for &dump in &flows.dumps {
            let row = &ground.dumps[dump];
            let most_t_per_h = row.crusher.map(|crusher| crusher.kg_per_h as f64 / 1_000.0);
            let blend = row.blend.map(|blend| {
                let OffBlend { below, above } = off_blend(dump);
                Blend { least: blend.least, most: blend.most, below, above }
            });
            flows.network.dumps.push(Dump { places: f64::from(row.places), most_t_per_h, blend });
        }
        for class in 0..flows.kinds.len() {
            flows.add_returns(ground, class, &leg);
            for (loader, digging) in at_work.iter().enumerate() {
                flows.add_hauls(ground, class, loader, digging, &leg);
            }
        }
        flows
    }

    /// Plans for a mix of materials first, by share: what is hauled to a stockpile does not count, and what no machine at
    /// work can haul is left out.
    pub(crate) fn plan_for(&mut self, ground: &Ground, mix: &[(MaterialId, f64)]) {
        for &(material, share) in mix {
            let counts = |haul: &Haul| {
                ground.faces[self.faces[haul.face]].material == material
                    && ground.dumps[self.dumps[haul.dump]].pile.is_none()
            };
            let hauls = self.network.hauls.iter().enumerate().filter(|(_, haul)| counts(haul));
            let hauls: Vec<usize> = hauls.map(|(at, _)| at).collect();
            if !hauls.is_empty() {
                self.network.planned.push(Minimum { hauls, t_per_h: share });
            }
        }
    }

    fn add_returns(
        &mut self,
        ground: &Ground,
        class: usize,
        leg: impl Fn(TruckKind, bool, Place, Place) -> Leg,
    ) {
        for (dump, &from) in self.dumps.iter().enumerate() {
            for (face, &to) in self.faces.iter().enumerate() {
                let (from, to) = (ground.dumps[from].place, ground.faces[to].place);
                let back = leg(self.kinds[class], false, from, to);
                if back.is_open() {
                    self.network.returns.push(Return { class, dump, face, travel_h: hours(back) });
                }
            }
        }
    }

    fn add_hauls(
        &mut self,
        ground: &Ground,
        class: usize,
        loader: usize,
        digging: &Digging,
        leg: impl Fn(TruckKind, bool, Place, Place) -> Leg,
    ) {
        let kind = self.kinds[class];
        let two_sided = ground.loaders[digging.loader].two_sided;
        for (face, &face_row) in self.faces.iter().enumerate() {
            let here = &ground.faces[face_row];
            let fill = ground.fill_at(digging.loader, face_row, kind);
            let Some(fill) = fill.filter(|_| digging.faces.contains(&face_row)) else { continue };
            for (dump, row) in self.dumps.iter().enumerate().filter(|(_, row)| here.dumps.contains(row)) {
                let there = &ground.dumps[*row];
                let way = leg(kind, true, here.place, there.place);
                if !way.is_open() {
                    continue;
                }
                self.network.hauls.push(Haul {
                    class,
                    loader,
                    face,
                    dump,
                    tonnes: fill.mass.tonnes(),
                    load_h: fill.expected_ms() as f64 * H_PER_MS,
                    loader_h: loader_ms(fill, two_sided) * H_PER_MS,
                    travel_h: hours(way),
                    dump_h: there.dump_ms as f64 * H_PER_MS,
                    grade: here.grade,
                    ..Haul::default()
                });
            }
        }
    }
}

fn hours(leg: Leg) -> f64 {
    f64::from(leg.ms) * H_PER_MS
}

/// What a load takes of a loader that is never without trucks, ms.
fn loader_ms(fill: &Fill, two_sided: bool) -> f64 {
    let (spot, dig) = (fill.spot_ms as f64, fill.dig_ms as f64);
    if two_sided { dig.max((spot + dig) / 2.0) } else { (spot + dig).max(1.0) }
}
