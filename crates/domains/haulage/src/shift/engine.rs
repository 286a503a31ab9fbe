//! Engines in the cold: warm-up after a cold start, and engines left to idle where starting them would be worse.
//!
//! An engine is off while its machine is parked, on a break, out of work, out of fuel or without an operator; it
//! runs through a change of shift. A machine comes out of the workshop, and from a repair in the field, with a warm
//! engine (assumed: the crew has run it up). On days colder than the mine's `idle_below_c` engines are left to idle
//! where they would be switched off, at the flow of idling, until the tank is low; the hour meter, on which lives
//! are counted, does not run then (assumed: idling wears little). An engine that was off already when such a day
//! begins stays off and is started cold. A loader that walks sets out without warming up (assumed: it walks slowly).

use super::duty::Duty;
use crate::Haulage;
use crate::error::HaulageError;
use crate::notice::Ctx;
use crate::rows::{LoaderIdx, TruckIdx};
use crate::yard::{LoaderPhase, TruckPhase};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::{Span, Time};
use iceroad_model::MineId;
use iceroad_model::event::{MachineState, Recorder, class};

impl Haulage {
    /// Begins a truck's warm-up where its engine is too cold to work; otherwise the engine runs from now on.
    pub(crate) fn truck_warms_up<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let ms = self.cold_start_ms(
            self.layout.trucks[truck_idx].cold,
            &self.trucks[truck_idx].duty,
            self.trucks[truck_idx].mine,
            ctx.now,
        );
        self.truck_runs(truck_idx, ctx.now);
        let Some(ms) = ms else { return Ok(false) };
        let truck = &mut self.trucks[truck_idx];
        truck.phase = TruckPhase::Idling;
        truck.since = ctx.now;
        truck.status.enter(MachineState::WarmUp, ctx);
        self.post_truck(truck_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    /// The same of a loader.
    pub(super) fn loader_warms_up<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let loader = &self.loaders[loader_idx];
        let ms = self.cold_start_ms(self.layout.loaders[loader_idx].cold, &loader.duty, loader.mine, ctx.now);
        self.loader_runs(loader_idx, ctx.now);
        let Some(ms) = ms else { return Ok(false) };
        let loader = &mut self.loaders[loader_idx];
        loader.phase = LoaderPhase::Idling;
        loader.since = ctx.now;
        loader.status.enter(MachineState::WarmUp, ctx);
        self.post_loader(loader_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    fn cold_start_ms(
        &self,
        cold: Option<super::plan::Cold>,
        duty: &Duty,
        mine: MineId,
        now: Time,
    ) -> Option<i64> {
        let cold = cold?;
        let is_cold = self.shifts[mine].mean_c < cold.below_c;
        // An engine switched off at this very instant was not off.
        let was_off = duty.off_since < now && (now - duty.off_since).millis() >= cold.after_ms;
        (is_cold && was_off).then_some(cold.ms)
    }

    pub(crate) fn truck_runs(&mut self, truck_idx: TruckIdx, now: Time) {
        let truck = &mut self.trucks[truck_idx];
        truck.duty.runs(&mut truck.tank, truck.idle_ml_h, now);
    }

    pub(crate) fn loader_runs(&mut self, loader_idx: LoaderIdx, now: Time) {
        let loader = &mut self.loaders[loader_idx];
        loader.duty.runs(&mut loader.tank, loader.idle_ml_h, now);
    }

    /// A truck stands with nothing to do.
    pub(crate) fn truck_stands(&mut self, truck_idx: TruckIdx, now: Time) {
        let idles = self.engines_idle(self.trucks[truck_idx].mine);
        self.trucks[truck_idx].duty.stands(now, idles);
    }

    /// A loader stands with nothing to do.
    pub(crate) fn loader_stands(&mut self, loader_idx: LoaderIdx, now: Time) {
        let idles = self.engines_idle(self.loaders[loader_idx].mine);
        self.loaders[loader_idx].duty.stands(now, idles);
    }

    fn engines_idle(&self, mine_id: MineId) -> bool {
        let limit = self.layout.mines[mine_id].shift.idle_below;
        limit.is_some_and(|limit| self.shifts[mine_id].mean_c < limit.get())
    }

    /// A day begins with this mean: what was idled away until now is burnt, and engines are left on or not.
    pub(crate) fn day_of_engines(&mut self, mine_id: MineId, mean: Celsius, now: Time) {
        self.settle_idling(mine_id, now);
        self.shifts[mine_id].mean_c = mean.get();
        let idles = self.engines_idle(mine_id);
        for &truck_idx in &self.layout.mines[mine_id].trucks {
            self.trucks[truck_idx].duty.day_begins(now, idles);
        }
        for &loader_idx in &self.layout.mines[mine_id].loaders {
            self.loaders[loader_idx].duty.day_begins(now, idles);
        }
    }

    /// Burns what the machines of a mine have idled away up to now.
    pub(crate) fn settle_idling(&mut self, mine_id: MineId, now: Time) {
        for &truck_idx in &self.layout.mines[mine_id].trucks {
            let truck = &mut self.trucks[truck_idx];
            truck.duty.settle(&mut truck.tank, truck.idle_ml_h, now);
        }
        for &loader_idx in &self.layout.mines[mine_id].loaders {
            let loader = &mut self.loaders[loader_idx];
            loader.duty.settle(&mut loader.tank, loader.idle_ml_h, now);
        }
    }
}
