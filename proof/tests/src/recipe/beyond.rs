//! Loading and dumping beyond the plain case: sequences, sides, crushers that fail, dozers, blends and heaps; loaders on cables.
use super::Recipe;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Mass, Power, Seconds};
use iceroad_model::Tables;
use iceroad_model::fleet::{Cable, Machine, Work};
use iceroad_model::mine::{Dump, Face};
use iceroad_model::pit::{Blend, Breaks, DigStep, Dozer, LoadingRule};
use iceroad_worlds::example::*;

impl Recipe {
    /// Loading and dumping beyond the plain case, each by a bit of its own.
    pub(super) fn beyond(&self, tables: &mut Tables) {
        let has = |bit: u8| self.pit.beyond & (1 << bit) != 0;
        if has(0) {
            tables.faces[FACE_ORE].available = Some(Mass::from_tonnes(6_000.0));
            for (loader, machine) in tables.machines.entries() {
                if machine.model == BIRCH_LOADER && machine.face == Some(FACE_ORE) {
                    tables.dig_sequence.push(DigStep { loader, order: 3, face: FACE_WASTE });
                }
            }
        }
        if let Work::Loader(loader) = &mut tables.models[BIRCH_LOADER].work {
            loader.two_sided = has(1);
            loader.loading_rule = if has(2) { LoadingRule::FullBucket } else { LoadingRule::FullTruck };
            loader.first_pass = has(3).then(|| Seconds::clamped(8.0));
            // Of a quarter only, as rates do not follow them.
            loader.electric = (has(7) && has(1)).then(electric_loader);
        }
        if has(4) && tables.dumps[CRUSHER].crusher.is_some() {
            let (life, repair) = (Law::Exponential { mean: 30.0 }, Law::Exponential { mean: 6.0 });
            tables.dumps[CRUSHER].breaks = Some(Breaks { life, repair });
        }
        if has(6) {
            tables.faces[FACE_ORE].grade = Some(2.0);
            let (least, most) = (Some(1.5), Some(1.9));
            let over = Mass::from_tonnes(300.0);
            tables.dumps[CRUSHER].blend = Some(Blend { least, most, over });
            heap(tables, has(0));
        }
        if has(5) {
            for dump in [CRUSHER, SPOIL] {
                tables.dumps[dump].dozer = Some(Dozer { every: 7, takes: Seconds::clamped(900.0) });
            }
        }
    }
}

fn electric_loader() -> Cable {
    Cable { work: Power::clamped(600.0), idle: Power::clamped(75.0) }
}

/// A heap of poor ore, to which what spoils the blend goes; one loader digs it.
fn heap(tables: &mut Tables, all_move: bool) {
    let heap = tables.dumps.push(Dump {
        name: "heap".into(),
        materials: vec![ORE],
        crusher: None,
        breaks: None,
        dozer: None,
        blend: None,
        ..tables.dumps[CRUSHER].clone()
    });
    let face = tables.faces.push(Face {
        name: "heap".into(),
        title: "heap".into(),
        available: Some(Mass::from_tonnes(900.0)),
        grade: Some(1.0),
        stockpile: Some(heap),
        ..tables.faces[FACE_ORE].clone()
    });
    let digs = |machine: &&mut Machine| machine.model == BIRCH_LOADER && machine.face == Some(FACE_ORE);
    if !all_move && let Some(loader) = tables.machines.iter_mut().filter(digs).nth(1) {
        loader.face = Some(face);
    }
}
