//! The bound of a pit against what is simulated, and laws of the simulation that need no formula.
//!
//! Everything here is without other trucks on the road, failures or weather, so that the bound leaves nothing out but
//! waiting and the drives to and from the park.

mod laws;
mod policies;
mod worked;

use iceroad_base::quantity::Mass;
use iceroad_base::{Span, Time};
use iceroad_haulage::alone::Alone;
use iceroad_haulage::dispatch::Dispatch;
use iceroad_haulage::{Haulage, HaulageError, Layout};
use iceroad_model::MineId;
use iceroad_model::event::{Event, Recorder};
use iceroad_worlds::pit::Pit;
use std::sync::Arc;

/// What haulage works out of a pit.
fn layout(pit: &Pit) -> Result<Layout, HaulageError> {
    Layout::of_tables(&pit.tables(), &pit.horizon())
}

/// Adds up what is dumped.
#[derive(Default)]
struct Dumped(Mass);

impl Recorder for Dumped {
    fn record(&mut self, _at: Time, event: Event) {
        if let Event::Dumped { mass, .. } = event {
            self.0 += mass;
        }
    }
}

/// Tonnes dumped in a replication of so many hours on a layout, by the scenario's policy or another.
fn tonnes(
    layout: &Arc<Layout>,
    replication: u32,
    hours: i64,
    policy: Option<Box<dyn Dispatch>>,
) -> Result<f64, HaulageError> {
    let mut haulage = Haulage::on_layout(Arc::clone(layout), 1, replication, 0);
    if let Some(policy) = policy {
        haulage.set_dispatch(MineId(0), policy);
    }
    let mut world = Alone::start(haulage, Dumped::default())?;
    world.keep_notices = false;
    world.run_until(Time::START + Span::HOUR * hours)?;
    Ok(world.log.0.tonnes())
}

/// The bound of a pit with all its machines at work all the time, t/h.
fn bound(pit: &Pit) -> Result<f64, Box<dyn std::error::Error>> {
    Ok(layout(pit)?.bound_t_per_h(MineId(0), |_| 1.0)?)
}

/// Mean and standard error of some values.
fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}
