//! Machines that run dry: whoever has burnt all it had stands where it is until the fuel bowser comes and fills it there.
//!
//! A truck that drives is due at the moment its tank lasts to, if that is before its next stop; so is a loader that walks or
//! loads. What it was at ends there as at a breakdown: its claims are given up, a load is cut short, on a single-lane road it
//! is in the way. It stands in `no_fuel` for [`BOWSER`], asks for fuel, and once it has some goes on with what was left of
//! its way; a loader turns to its next truck.
//!
//! Pitfall: what idles away its last fuel in a line goes dry only when it is to drive. In between it burns nothing.

use crate::Haulage;
use crate::energy::BOWSER;
use crate::error::HaulageError;
use crate::fleet::{LoaderPhase, TruckPhase};
use crate::notice::{Ctx, Done};
use crate::rows::{LoaderIdx, TruckIdx};
use iceroad_base::{Span, Time};
use iceroad_model::event::{Event, MachineState, Recorder, class};

impl Haulage {
    // ---- Trucks -------------------------------------------------------------------------------------------

    /// Whether a truck that drives and is due has not come to its goal, nor to the next stop of its way.
    #[inline]
    pub(super) fn stops_short(&self, truck_idx: TruckIdx, now: Time) -> bool {
        let truck = &self.fleet.trucks[truck_idx];
        if truck.on_road {
            return self.traffic.trips[truck_idx].is_rolling(now);
        }
        now < truck.since + Span::from_millis(truck.leg_ms)
    }

    pub(super) fn truck_runs_dry<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.leave_target(truck_idx, ctx);
        let truck = &mut self.fleet.trucks[truck_idx];
        let machine = truck.status.machine;
        truck.halted = Some(truck.phase);
        truck.tank.log_fuel(machine, ctx);
        ctx.log.record(ctx.now, Event::RanDry { machine });
        truck.stand(TruckPhase::Dry, MachineState::NoFuel, ctx);
        if let Some(mut roads) = self.on_roads(self.fleet.trucks[truck_idx].mine) {
            roads.breaks_down(truck_idx, ctx)?;
        }
        self.slots.post_truck(truck_idx, ctx.now + BOWSER, class::SERVED, ctx)
    }

    /// A truck that ran dry has fuel again: it goes on with its drive.
    pub(super) fn truck_goes_on<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &mut self.fleet.trucks[truck_idx];
        truck.engine_runs(ctx.now);
        truck.stopped_in = truck.halted.take().unwrap_or(truck.phase);
        self.go_on(truck_idx, ctx)
    }

    // ---- Loaders ------------------------------------------------------------------------------------------

    /// A load has begun: where the tank does not last for it, the loader is due when that is empty.
    #[inline]
    pub(super) fn watch_load<L>(&mut self, loader_idx: LoaderIdx, takes: Span, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &self.fleet.loaders[loader_idx];
        if loader.tank.lasts_at(loader.work_flow, takes.millis()) {
            return Ok(());
        }
        let lasts_ms = loader.tank.lasts_ms(loader.work_flow).unwrap_or(i64::MAX).min(takes.millis());
        self.slots.post_loader(loader_idx, ctx.now + Span::from_millis(lasts_ms), class::SERVED, ctx)
    }

    /// A loader is due while it loads: its tank is empty, or it was to look at it while it waited.
    pub(super) fn may_run_dry<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &self.fleet.loaders[loader_idx];
        if loader.tank.lasts_at(loader.work_flow, (ctx.now - loader.since).millis() + 1) {
            return Ok(());
        }
        self.loader_runs_dry(loader_idx, ctx)
    }

    pub(super) fn loader_runs_dry<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let serving = self.breaks_off(loader_idx, ctx);
        let loader = &mut self.fleet.loaders[loader_idx];
        let machine = loader.status.machine;
        loader.halted = loader.is_walking().then_some(loader.phase);
        loader.phase = LoaderPhase::Dry;
        loader.since = ctx.now;
        loader.tank.log_fuel(machine, ctx);
        ctx.log.record(ctx.now, Event::RanDry { machine });
        loader.status.enter(MachineState::NoFuel, ctx);
        self.slots.post_loader(loader_idx, ctx.now + BOWSER, class::SERVED, ctx)?;
        self.sends_away(loader_idx, serving, ctx)
    }

    pub(super) fn bowser_comes<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        match self.layout.energy.mines[self.fleet.loaders[loader_idx].mine].fuel {
            Some(point) => self.loader_asks_fuel(loader_idx, &point, ctx),
            None => self.next_truck(loader_idx, ctx),
        }
    }

    /// Whether a loader refuels before it walks: where its tank is low, or does not last for the way and takes more.
    pub(super) fn refuels_to_walk<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ms: i64,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let loader = &self.fleet.loaders[loader_idx];
        let Some(point) = self.layout.energy.mines[loader.mine].fuel else { return Ok(false) };
        let lasts = loader.tank.lasts_at(loader.work_flow, ms) || !loader.tank.takes_more();
        if lasts && !loader.tank.is_low() {
            return Ok(false);
        }
        self.dissolve_line(loader_idx, ctx)?;
        self.loader_asks_fuel(loader_idx, &point, ctx)?;
        Ok(true)
    }
}
