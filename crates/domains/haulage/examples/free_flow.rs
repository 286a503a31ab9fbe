//! How fast truck cycles are simulated: a year of 40 trucks, 4 loaders and 3 dumps (one with a crusher), shifts,
//! fuel and spread on, log counted but not kept. Prints cycles and events per second.
//!
//! `cargo run --release -p iceroad-haulage --example free_flow`

use iceroad_base::quantity::Variation;
use iceroad_base::{Span, Time};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::{Haulage, HaulageError, Layout};
use iceroad_model::event::{Event, Recorder};
use iceroad_model::fleet::LoaderModel;
use iceroad_model::mine::DispatchPolicy;
use iceroad_worlds::pit::{Pit, PitDump, PitFace, loader_model};
use std::sync::Arc;
use std::time::Instant;

/// Counts entries and cycles.
#[derive(Default)]
struct Count {
    entries: u64,
    cycles: u64,
}

impl Recorder for Count {
    fn record(&mut self, _at: Time, event: Event) {
        self.entries += 1;
        self.cycles += u64::from(matches!(event, Event::Dumped { .. }));
    }
}

fn pit(dispatch: DispatchPolicy) -> Pit {
    let face = |metres| PitFace { metres, loaders: 1, tonnes: None };
    let dump = |metres, places, crusher| PitDump { metres, places, seconds: 60.0, crusher };
    let spread = Variation::clamped(0.2);
    Pit {
        trucks: 40,
        faces: [1_500.0, 2_000.0, 2_500.0, 3_000.0].map(face).to_vec(),
        dumps: vec![dump(3_000.0, 2, Some((3_000.0, 400.0))), dump(2_500.0, 4, None), dump(3_500.0, 4, None)],
        dispatch,
        shifts: vec![(8, 19), (20, 7)],
        days: 365,
        fuel: true,
        loader: LoaderModel { fill_variation: spread, pass_variation: spread, ..loader_model() },
        ..Pit::default()
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn main() -> Result<(), HaulageError> {
    for dispatch in [DispatchPolicy::Fixed, DispatchPolicy::EarliestLoading, DispatchPolicy::MinLoaderIdle] {
        let pit = pit(dispatch);
        let began = Instant::now();
        let layout = Arc::new(Layout::of_tables(&pit.tables(), &pit.horizon())?);
        let layout_ms = began.elapsed().as_secs_f64() * 1e3;
        let mut best = f64::INFINITY;
        let mut counted = (0, 0, 0);
        for replication in 0..7 {
            let began = Instant::now();
            let haulage = Haulage::on_layout(layout.clone(), 1, replication, 0);
            let mut alone = Alone::start(haulage, Count::default())?;
            alone.keep_notices = false;
            alone.run_until(Time::START + Span::DAY * 365)?;
            best = best.min(began.elapsed().as_secs_f64());
            counted = (alone.log.cycles, alone.events(), alone.log.entries);
        }
        let (cycles, events, entries) = counted;
        println!(
            "{dispatch:?}: layout {layout_ms:.1} ms; year {:.1} ms: {cycles} cycles, {events} events, \
             {entries} entries; {:.2} M cycles/s, {:.0} ns an event",
            best * 1e3,
            cycles as f64 / best / 1e6,
            best * 1e9 / events as f64
        );
    }
    Ok(())
}
