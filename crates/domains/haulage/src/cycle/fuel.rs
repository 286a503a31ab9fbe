//! Fuel: what is burnt standing, and how it is put back: a truck comes to the fuel point, a loader asks where it stands.
//!
//! Where fuel is issued by a store a machine asks for it with a notice and waits for the answer within the same instant.
//! The line at counted pumps is in `shift::pump`, chargers are in `charge`.

use super::Done;
use crate::layout::MineRow;
use crate::yard::{LoaderPhase, TruckPhase};
use crate::{Haulage, Notice};
use iceroad_base::quantity::Quantity;
use iceroad_base::{Span, Time};
use iceroad_kernel::context::Context;
use iceroad_model::event::{MachineState, Recorder, class};

impl Haulage {
    /// Burns what a truck idles away in line, under the loader, at the dump and before its work, since its phase
    /// began.
    ///
    /// In line at a crusher that stands its engine is off.
    pub(crate) fn burn_standing(&mut self, t: usize, now: Time) {
        use TruckPhase::{DumpLine, Dumping, FuelLine, Idling, LoadLine, Loading};
        let truck = &mut self.trucks[t];
        if matches!(truck.phase, LoadLine | Loading | DumpLine | Dumping | FuelLine | Idling) {
            let ms = (now - truck.since).millis();
            truck.since = now;
            if truck.phase == DumpLine && self.dumps[truck.target as usize].is_stopped() {
                return;
            }
            truck.tank.burn_flow(truck.idle_ml_h, ms);
        }
    }

    /// Burns what a loader has used since its phase began.
    pub(crate) fn burn_loader(&mut self, l: usize, now: Time) {
        let loader = &mut self.loaders[l];
        let flow = match loader.phase {
            LoaderPhase::Loading | LoaderPhase::ToGate | LoaderPhase::ToFace => loader.work_ml_h,
            LoaderPhase::Waiting | LoaderPhase::Idling => loader.idle_ml_h,
            _ => return,
        };
        let ms = (now - loader.since).millis();
        loader.since = now;
        loader.tank.burn_flow(flow, ms);
    }

    pub(super) fn at_fuel_point<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.arrive(t);
        if self.trucks[t].tank.is_battery() {
            return self.at_charger(t, ctx);
        }
        if !self.takes_pump(t, ctx) {
            return Ok(());
        }
        self.asks_fuel(t, ctx)
    }

    /// The truck stands at a pump.
    pub(crate) fn asks_fuel<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let truck = &mut self.trucks[t];
        truck.tank.wanted_l = truck.tank.room_l();
        if !self.layout.mines[truck.mine as usize].fuel_is_issued {
            return self.refuel_truck(t, ctx);
        }
        truck.phase = TruckPhase::AskFuel;
        truck.since = ctx.now;
        let (machine, litres) = (truck.status.machine, Quantity(truck.tank.wanted_l));
        ctx.notices.push(Notice::FuelWanted { machine, litres });
        // If no answer has come by then, in this same instant, there is no fuel to be had.
        self.post_truck(t, ctx.now, class::ARRIVAL, ctx)
    }

    pub(crate) fn refuel_truck<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let truck = &mut self.trucks[t];
        truck.phase = TruckPhase::Refuelling;
        truck.since = ctx.now;
        truck.status.enter(MachineState::Refuelling, ctx);
        let end = ctx.now + pumping(truck.tank.wanted_l, &self.layout.mines[truck.mine as usize]);
        self.post_truck(t, end, class::SERVED, ctx)
    }

    pub(super) fn loader_asks_fuel<L: Recorder>(
        &mut self,
        l: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let loader = &mut self.loaders[l];
        loader.tank.wanted_l = loader.tank.room_l();
        if !self.layout.mines[loader.mine as usize].fuel_is_issued {
            return self.refuel_loader(l, ctx);
        }
        loader.phase = LoaderPhase::AskFuel;
        let (machine, litres) = (loader.status.machine, Quantity(loader.tank.wanted_l));
        ctx.notices.push(Notice::FuelWanted { machine, litres });
        self.post_loader(l, ctx.now, class::ARRIVAL, ctx)
    }

    pub(crate) fn refuel_loader<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let loader = &mut self.loaders[l];
        loader.phase = LoaderPhase::Refuelling;
        loader.since = ctx.now;
        loader.status.enter(MachineState::Refuelling, ctx);
        let end = ctx.now + pumping(loader.tank.wanted_l, &self.layout.mines[loader.mine as usize]);
        loader.expected_end = end;
        self.post_loader(l, end, class::SERVED, ctx)
    }
}

/// How long it takes to pump so many litres.
fn pumping(litres: i64, mine: &MineRow) -> Span {
    if mine.refuel_ml_per_ms <= 0.0 {
        return Span::ZERO;
    }
    Span::from_millis((litres as f64 * 1_000.0 / mine.refuel_ml_per_ms).round() as i64)
}
