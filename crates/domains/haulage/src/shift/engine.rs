//! Engines in the cold: warm-up after a cold start, and engines left to idle where starting them would be worse.
//!
//! An engine is off while its machine is parked, on a break, out of work, out of fuel or without an operator; it
//! runs through a change of shift. A machine comes out of the workshop, and from a repair in the field, with a warm
//! engine (assumed: the crew has run it up). On days colder than the mine's `idle_below_c` engines are left to idle
//! where they would be switched off, at the flow of idling, until the tank is low; the hour meter, on which lives
//! are counted, does not run then (assumed: idling wears little). An engine that was off already when such a day
//! begins stays off and is started cold. A loader that walks sets out without warming up (assumed: it walks slowly).

use super::duty::Duty;
use crate::error::HaulageError;
use crate::yard::{LoaderPhase, TruckPhase};
use crate::{Haulage, Notice};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::{Span, Time};
use iceroad_kernel::context::Context;
use iceroad_model::event::{MachineState, Recorder, class};

impl Haulage {
    /// Begins a truck's warm-up where its engine is too cold to work; otherwise the engine runs from now on.
    pub(crate) fn truck_warms_up<L: Recorder>(
        &mut self,
        t: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<bool, HaulageError> {
        let ms = self.cold_start_ms(
            self.layout.trucks[t].cold,
            &self.trucks[t].duty,
            self.trucks[t].mine,
            ctx.now,
        );
        self.truck_runs(t, ctx.now);
        let Some(ms) = ms else { return Ok(false) };
        let truck = &mut self.trucks[t];
        truck.phase = TruckPhase::Idling;
        truck.since = ctx.now;
        truck.status.enter(MachineState::WarmUp, ctx);
        self.post_truck(t, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    /// The same of a loader.
    pub(super) fn loader_warms_up<L: Recorder>(
        &mut self,
        l: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<bool, HaulageError> {
        let loader = &self.loaders[l];
        let ms = self.cold_start_ms(self.layout.loaders[l].cold, &loader.duty, loader.mine, ctx.now);
        self.loader_runs(l, ctx.now);
        let Some(ms) = ms else { return Ok(false) };
        let loader = &mut self.loaders[l];
        loader.phase = LoaderPhase::Idling;
        loader.since = ctx.now;
        loader.status.enter(MachineState::WarmUp, ctx);
        self.post_loader(l, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    fn cold_start_ms(
        &self,
        cold: Option<super::plan::Cold>,
        duty: &Duty,
        mine: u32,
        now: Time,
    ) -> Option<i64> {
        let cold = cold?;
        let is_cold = self.shifts[mine as usize].mean_c < cold.below_c;
        // An engine switched off at this very instant was not off.
        let was_off = duty.off_since < now && (now - duty.off_since).millis() >= cold.after_ms;
        (is_cold && was_off).then_some(cold.ms)
    }

    pub(crate) fn truck_runs(&mut self, t: usize, now: Time) {
        let truck = &mut self.trucks[t];
        truck.duty.runs(&mut truck.tank, truck.idle_ml_h, now);
    }

    pub(crate) fn loader_runs(&mut self, l: usize, now: Time) {
        let loader = &mut self.loaders[l];
        loader.duty.runs(&mut loader.tank, loader.idle_ml_h, now);
    }

    /// A truck stands with nothing to do.
    pub(crate) fn truck_stands(&mut self, t: usize, now: Time) {
        let idles = self.engines_idle(self.trucks[t].mine as usize);
        self.trucks[t].duty.stands(now, idles);
    }

    /// A loader stands with nothing to do.
    pub(crate) fn loader_stands(&mut self, l: usize, now: Time) {
        let idles = self.engines_idle(self.loaders[l].mine as usize);
        self.loaders[l].duty.stands(now, idles);
    }

    fn engines_idle(&self, m: usize) -> bool {
        let limit = self.layout.mines[m].shift.idle_below;
        limit.is_some_and(|limit| self.shifts[m].mean_c < limit.get())
    }

    /// A day begins with this mean: what was idled away until now is burnt, and engines are left on or not.
    pub(crate) fn day_of_engines(&mut self, m: usize, mean: Celsius, now: Time) {
        self.settle_idling(m, now);
        self.shifts[m].mean_c = mean.get();
        let idles = self.engines_idle(m);
        for &t in &self.layout.mines[m].trucks {
            self.trucks[t].duty.day_begins(now, idles);
        }
        for &l in &self.layout.mines[m].loaders {
            self.loaders[l].duty.day_begins(now, idles);
        }
    }

    /// Burns what the machines of a mine have idled away up to now.
    pub(crate) fn settle_idling(&mut self, m: usize, now: Time) {
        for &t in &self.layout.mines[m].trucks {
            let truck = &mut self.trucks[t];
            truck.duty.settle(&mut truck.tank, truck.idle_ml_h, now);
        }
        for &l in &self.layout.mines[m].loaders {
            let loader = &mut self.loaders[l];
            loader.duty.settle(&mut loader.tank, loader.idle_ml_h, now);
        }
    }
}
