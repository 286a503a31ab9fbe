//! Loading and dumping beyond the plain case.
use super::{Faults, Rule, World};
use crate::fault::Code;
use crate::fleet::{LoaderModel, TruckModel};
use crate::ids::*;
use iceroad_base::quantity::{Density, Ranged};
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] = &[loader_fills_the_trucks];

/// The least share of what a truck holds that a loader must reach on average. Assumed: below it the match of
/// loader and truck can only be a slip.
const LEAST_FILLED: f64 = 0.6;

/// Mean mass of a pass and what the truck holds, kg.
fn pass_and_hold(loader: &LoaderModel, truck: &TruckModel, density: Density) -> (f64, f64) {
    let by_volume = loader.bucket.cubic_metres() * loader.fill.get() * density.get() * 1_000.0;
    let by_body = truck.body.cubic_metres() * density.get() * 1_000.0;
    (by_volume.min(loader.bucket_mass.get() as f64), by_body.min(truck.payload.get() as f64))
}

/// A part bucket fills any truck to two thirds at least, so only whole buckets can leave one half empty.
fn loader_fills_the_trucks(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let trucks = world.trucks();
    let mut told: BTreeSet<(ModelId, ModelId)> = BTreeSet::new();
    for (mine, loaders) in world.loaders().entries() {
        for &(machine, loader) in loaders {
            let (model, face) = (t.machines[machine].model, t.machines[machine].face);
            let Some(face) = face.filter(|_| loader.manner.rule == crate::pit::LoadingRule::FullBucket)
            else {
                continue;
            };
            let density = t.materials[t.faces[face].material].loose_density;
            for &(truck, truck_model) in &trucks[mine] {
                let (pass, hold) = pass_and_hold(loader, truck_model, density);
                if pass <= 0.0 || hold < pass {
                    continue;
                }
                let filled = (hold / pass + 1e-9).floor() * pass / hold;
                let truck = t.machines[truck].model;
                if filled >= LEAST_FILLED || !told.insert((model, truck)) {
                    continue;
                }
                faults.add(
                    Code::TrayHalfEmpty,
                    world.model(model, "loading_rule"),
                    format!(
                        "`{}` puts {:.1} t into `{}`, which holds {:.1} t",
                        t.models[model].name,
                        filled * hold / 1_000.0,
                        t.models[truck].name,
                        hold / 1_000.0
                    ),
                    format!("whole buckets that fill {:.0} % of a truck or more", LEAST_FILLED * 100.0),
                    "write `full_truck`, so that a last bucket is emptied in part, or choose a smaller bucket",
                );
            }
        }
    }
}
