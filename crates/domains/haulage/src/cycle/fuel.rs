//! Fuel: what is burnt standing, and how it is put back: a truck comes to the fuel point, a loader asks where it stands.
//!
//! Where fuel is issued by a store a machine asks for it with a notice and waits for the answer within the same instant.
//! The line at counted pumps is in `shift::pump`, chargers are in `charge`.

use crate::Haulage;
use crate::layout::MineRow;
use crate::notice::{Ctx, Done, Notice};
use crate::rows::{LoaderIdx, TruckIdx};
use crate::yard::{LoaderPhase, TruckPhase};
use iceroad_base::quantity::Quantity;
use iceroad_base::{Span, Time};
use iceroad_model::event::{MachineState, Recorder, class};

impl Haulage {
    /// Burns what a truck idles away in line, under the loader, at the dump and before its work, since its phase
    /// began.
    ///
    /// In line at a crusher that stands its engine is off.
    pub(crate) fn burn_standing(&mut self, truck_idx: TruckIdx, now: Time) {
        use TruckPhase::{DumpLine, Dumping, FuelLine, Idling, LoadLine, Loading};
        let truck = &mut self.trucks[truck_idx];
        if matches!(truck.phase, LoadLine | Loading | DumpLine | Dumping | FuelLine | Idling) {
            let ms = (now - truck.since).millis();
            truck.since = now;
            if truck.phase == DumpLine && self.dumps[truck.dump].is_stopped() {
                return;
            }
            truck.tank.burn_flow(truck.idle_ml_h, ms);
        }
    }

    /// Burns what a loader has used since its phase began.
    pub(crate) fn burn_loader(&mut self, loader_idx: LoaderIdx, now: Time) {
        let loader = &mut self.loaders[loader_idx];
        let flow = match loader.phase {
            LoaderPhase::Loading | LoaderPhase::ToGate | LoaderPhase::ToFace => loader.work_ml_h,
            LoaderPhase::Waiting | LoaderPhase::Idling => loader.idle_ml_h,
            _ => return,
        };
        let ms = (now - loader.since).millis();
        loader.since = now;
        loader.tank.burn_flow(flow, ms);
    }

    pub(super) fn at_fuel_point<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.arrive(truck_idx);
        if self.trucks[truck_idx].tank.is_battery() {
            return self.at_charger(truck_idx, ctx);
        }
        if !self.takes_pump(truck_idx, ctx) {
            return Ok(());
        }
        self.asks_fuel(truck_idx, ctx)
    }

    /// The truck stands at a pump.
    pub(crate) fn asks_fuel<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &mut self.trucks[truck_idx];
        truck.tank.wanted_l = truck.tank.room_l();
        if !self.layout.mines[truck.mine].fuel_is_issued {
            return self.refuel_truck(truck_idx, ctx);
        }
        truck.phase = TruckPhase::AskFuel;
        truck.since = ctx.now;
        let (machine, litres) = (truck.status.machine, Quantity(truck.tank.wanted_l));
        ctx.notices.push(Notice::FuelWanted { machine, litres });
        // If no answer has come by then, in this same instant, there is no fuel to be had.
        self.post_truck(truck_idx, ctx.now, class::ARRIVAL, ctx)
    }

    pub(crate) fn refuel_truck<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &mut self.trucks[truck_idx];
        truck.phase = TruckPhase::Refuelling;
        truck.since = ctx.now;
        truck.status.enter(MachineState::Refuelling, ctx);
        let end = ctx.now + pumping(truck.tank.wanted_l, &self.layout.mines[truck.mine]);
        self.post_truck(truck_idx, end, class::SERVED, ctx)
    }

    pub(super) fn loader_asks_fuel<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let loader = &mut self.loaders[loader_idx];
        loader.tank.wanted_l = loader.tank.room_l();
        if !self.layout.mines[loader.mine].fuel_is_issued {
            return self.refuel_loader(loader_idx, ctx);
        }
        loader.phase = LoaderPhase::AskFuel;
        let (machine, litres) = (loader.status.machine, Quantity(loader.tank.wanted_l));
        ctx.notices.push(Notice::FuelWanted { machine, litres });
        self.post_loader(loader_idx, ctx.now, class::ARRIVAL, ctx)
    }

    pub(crate) fn refuel_loader<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &mut self.loaders[loader_idx];
        loader.phase = LoaderPhase::Refuelling;
        loader.since = ctx.now;
        loader.status.enter(MachineState::Refuelling, ctx);
        let end = ctx.now + pumping(loader.tank.wanted_l, &self.layout.mines[loader.mine]);
        loader.expected_end = end;
        self.post_loader(loader_idx, end, class::SERVED, ctx)
    }
}

/// How long it takes to pump so many litres.
fn pumping(litres: i64, mine: &MineRow) -> Span {
    if mine.refuel_ml_per_ms <= 0.0 {
        return Span::ZERO;
    }
    Span::from_millis((litres as f64 * 1_000.0 / mine.refuel_ml_per_ms).round() as i64)
}
