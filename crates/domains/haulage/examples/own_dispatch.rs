//! A dispatch policy of one's own, and what it moves beside the built-in ones. The policy is the part above `main`.
//!
//! `cargo run --release -p iceroad-haulage --example own_dispatch`

use iceroad_base::{Span, Time};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::dispatch::{Candidate, Dispatch, View};
use iceroad_haulage::{Haulage, HaulageError, Layout};
use iceroad_model::event::{Event, Recorder};
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::{FaceId, MineId};
use iceroad_worlds::pit::{Pit, PitFace};
use std::sync::Arc;

/// Where loading ends first; but of every so many trucks one goes to the face that the mine is developing.
struct Develop {
    face: FaceId,
    every: u32,
    sent: u32,
}

impl Dispatch for Develop {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        self.sent += 1;
        let turn = self.sent.is_multiple_of(self.every);
        let wanted = |loader: &Candidate| (loader.face == self.face) == turn;
        let loaded_at = |loader: &Candidate| (view.now() + loader.travel).max(loader.free_at) + loader.load;
        // Where the loader that is wanted takes no trucks, any will do.
        view.least(|loader| wanted(loader).then(|| loaded_at(loader)))
            .or_else(|| view.least(|l| Some(loaded_at(l))))
    }
}

/// Tonnes by face.
#[derive(Default)]
struct Loaded([f64; 3]);

impl Recorder for Loaded {
    fn record(&mut self, _at: Time, event: Event) {
        if let Event::Loaded { face: FaceId(face), mass, .. } = event {
            self.0[face as usize] += mass.tonnes();
        }
    }
}

fn main() -> Result<(), HaulageError> {
    let faces = [1_000.0, 2_000.0, 4_000.0].map(|metres| PitFace { metres, loaders: 1, tonnes: None });
    let mut pit = Pit { trucks: 10, faces: faces.to_vec(), days: 10, ..Pit::default() };
    let run = |name: &str, pit: &Pit, own: Option<Box<dyn Dispatch>>| -> Result<(), HaulageError> {
        let mut haulage =
            Haulage::on_layout(Arc::new(Layout::of_tables(&pit.tables(), &pit.horizon())?), 1, 0, 0);
        if let Some(policy) = own {
            haulage.set_dispatch(MineId(0), policy);
        }
        let mut world = Alone::start(haulage, Loaded::default())?;
        world.run_until(Time::START + Span::DAY * 10)?;
        let tonnes = world.log.0;
        println!("{name:18} {:8.0} t {:?} by face", tonnes.iter().sum::<f64>(), tonnes);
        Ok(())
    };
    for (name, policy) in
        [("earliest_loading", DispatchPolicy::EarliestLoading), ("two_stage", DispatchPolicy::TwoStage)]
    {
        pit.dispatch = policy;
        run(name, &pit, None)?;
    }
    run("develop face 2", &pit, Some(Box::new(Develop { face: FaceId(2), every: 5, sent: 0 })))
}
