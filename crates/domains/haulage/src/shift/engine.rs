//! Engines in the cold: warm-up after a cold start, and engines left to idle where starting them would be worse.
//!
//! An engine is off while its machine is parked, on a break, out of work, out of fuel or without an operator; it
//! runs through a change of shift, and a battery truck is kept warm at the charger. A machine comes out of the workshop, and from a repair in the field, with a warm
//! engine (assumed: the crew has run it up). On days colder than the mine's `idle_below_c` engines are left to idle
//! where they would be switched off, at the flow of idling, until the tank is low; the hour meter, on which lives
//! are counted, does not run then (assumed: idling wears little). An engine that was off already when such a day
//! begins stays off and is started cold. A loader that walks sets out without warming up (assumed: it walks slowly).

use super::OnShift;
use crate::error::HaulageError;
use crate::fleet::{Duty, LoaderPhase, TruckPhase};
use crate::ground::{ColdStart, Role};
use crate::notice::Ctx;
use crate::rows::{LoaderIdx, TruckIdx};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::{Span, Time};
use iceroad_model::event::{MachineState, Recorder, class};

impl OnShift<'_> {
    /// Begins a truck's warm-up where its engine is too cold to work; otherwise the engine runs from now on.
    pub(crate) fn truck_warms_up<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let truck = &mut self.fleet.trucks[truck_idx];
        let cold_start = self.ground.machine(Role::Truck(truck_idx)).cold_start;
        let ms = cold_start.and_then(|start| start.takes_ms(&truck.duty, self.state.mean_c, ctx.now));
        truck.engine_runs(ctx.now);
        let Some(ms) = ms else { return Ok(false) };
        truck.stand(TruckPhase::Idling, MachineState::WarmUp, ctx);
        self.slots.post_truck(truck_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    /// The same of a loader.
    pub(super) fn loader_warms_up<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let loader = &mut self.fleet.loaders[loader_idx];
        let cold_start = self.ground.machine(Role::Loader(loader_idx)).cold_start;
        let ms = cold_start.and_then(|start| start.takes_ms(&loader.duty, self.state.mean_c, ctx.now));
        loader.engine_runs(ctx.now);
        let Some(ms) = ms else { return Ok(false) };
        loader.phase = LoaderPhase::Idling;
        loader.since = ctx.now;
        loader.status.enter(MachineState::WarmUp, ctx);
        self.slots.post_loader(loader_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    /// A truck stands with nothing to do: its engine is off, or left to idle.
    pub(crate) fn truck_stands(&mut self, truck_idx: TruckIdx, now: Time) {
        let idles = self.engines_idle();
        self.fleet.trucks[truck_idx].duty.stands(now, idles);
    }

    /// A loader stands with nothing to do.
    pub(super) fn loader_stands(&mut self, loader_idx: LoaderIdx, now: Time) {
        let idles = self.engines_idle();
        self.fleet.loaders[loader_idx].duty.stands(now, idles);
    }

    fn engines_idle(&self) -> bool {
        self.row.idle_below.is_some_and(|limit| self.state.mean_c < limit.get())
    }

    /// A day begins with this mean: what was idled away until now is burnt, and engines are left on or not.
    pub(crate) fn day_begins(&mut self, mean: Celsius, now: Time) {
        self.settle_idling(now);
        self.state.mean_c = mean.get();
        let idles = self.engines_idle();
        for &truck_idx in &self.mine().trucks {
            self.fleet.trucks[truck_idx].duty.day_begins(now, idles);
        }
        for &loader_idx in &self.mine().loaders {
            self.fleet.loaders[loader_idx].duty.day_begins(now, idles);
        }
    }

    /// Burns what the machines of the mine have idled away up to now.
    pub(crate) fn settle_idling(&mut self, now: Time) {
        for &truck_idx in &self.mine().trucks {
            let truck = &mut self.fleet.trucks[truck_idx];
            truck.duty.settle(&mut truck.tank, truck.idle_flow, now);
        }
        for &loader_idx in &self.mine().loaders {
            let loader = &mut self.fleet.loaders[loader_idx];
            loader.duty.settle(&mut loader.tank, loader.idle_flow, now);
        }
    }
}

impl ColdStart {
    /// How long a machine warms up on a day with this mean; none where its engine is warm enough.
    fn takes_ms(self, duty: &Duty, mean_c: f64, now: Time) -> Option<i64> {
        let is_cold = mean_c < self.below_c;
        // An engine switched off at this very instant was not off.
        let was_off = duty.off_since < now && (now - duty.off_since).millis() >= self.after_ms;
        (is_cold && was_off).then_some(self.ms)
    }
}
