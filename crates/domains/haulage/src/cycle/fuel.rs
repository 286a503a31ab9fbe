//! Fuel and charge put back: a truck comes to the fuel point or the charge point, a loader asks where it stands.
//!
//! Where fuel is issued by a store a machine asks for it with a notice and waits for the answer within the same instant.
//! Who may have a pump or a charger, and the lines there, are in [`crate::energy`].

use crate::Haulage;
use crate::energy::FuelPoint;
use crate::fleet::{LoaderPhase, TruckPhase};
use crate::ground::{Role, TankRow};
use crate::notice::{Ctx, Done, Notice};
use crate::rows::{LoaderIdx, TruckIdx};
use iceroad_base::quantity::Quantity;
use iceroad_base::{Span, Time};
use iceroad_model::MineId;
use iceroad_model::event::{MachineState, Recorder, class};

impl Haulage {
    /// Burns what a truck has idled away since its phase began, see [`crate::fleet::Truck::burn_standing`].
    #[inline]
    pub(crate) fn burn_standing(&mut self, truck_idx: TruckIdx, now: Time) {
        let truck = &mut self.fleet.trucks[truck_idx];
        let crusher_stands = truck.phase == TruckPhase::DumpLine && self.dumps.each[truck.dump].is_stopped();
        truck.burn_standing(crusher_stands, now);
    }

    pub(super) fn at_fuel_point<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &mut self.fleet.trucks[truck_idx];
        truck.arrive();
        if truck.tank.is_battery() {
            return self.at_charger(truck_idx, ctx);
        }
        if !self.takes_pump(truck_idx, ctx) {
            return Ok(());
        }
        self.asks_fuel(truck_idx, ctx)
    }

    // ---- Trucks at the fuel point -------------------------------------------------------------------------

    fn takes_pump<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> bool {
        let mine_id = self.fleet.trucks[truck_idx].mine;
        let row = &self.layout.energy.mines[mine_id];
        self.at_points[mine_id].takes_pump(row, &mut self.fleet.trucks, truck_idx, ctx)
    }

    /// The truck stands at a pump, or the bowser has come to it.
    pub(super) fn asks_fuel<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &mut self.fleet.trucks[truck_idx];
        let litres = Quantity(truck.tank.ask());
        if self.layout.energy.mines[truck.mine].fuel.is_none_or(|point| !point.is_issued) {
            return self.refuel_truck(truck_idx, ctx);
        }
        truck.phase = TruckPhase::AskFuel;
        truck.since = ctx.now;
        ctx.notices.push(Notice::FuelWanted { machine: truck.status.machine, litres });
        // If no answer has come by then, in this same instant, there is no fuel to be had.
        self.slots.post_truck(truck_idx, ctx.now, class::ARRIVAL, ctx)
    }

    fn refuel_truck<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &mut self.fleet.trucks[truck_idx];
        truck.stand(TruckPhase::Refuelling, MachineState::Refuelling, ctx);
        let point = self.layout.energy.mines[truck.mine].fuel;
        let end = ctx.now + point.map_or(Span::ZERO, |point| point.pumping(truck.tank.wanted));
        self.slots.post_truck(truck_idx, end, class::SERVED, ctx)
    }

    /// The store has issued what a truck asked for: it refuels, or waits for a pump.
    pub(crate) fn truck_has_fuel<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &self.fleet.trucks[truck_idx];
        let at_bowser = truck.halted.is_some();
        if truck.fuel_issued || (!at_bowser && !truck.at_pump && !self.takes_pump(truck_idx, ctx)) {
            return Ok(());
        }
        self.refuel_truck(truck_idx, ctx)
    }

    /// A truck that held a pump leaves it to the first in line.
    pub(crate) fn leave_pump<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let mine_id = self.fleet.trucks[truck_idx].mine;
        let points = &mut self.at_points[mine_id];
        let Some(next) = points.leaves_pump(&mut self.fleet.trucks, truck_idx, ctx.now) else {
            return Ok(());
        };
        if std::mem::take(&mut self.fleet.trucks[next].fuel_issued) {
            self.refuel_truck(next, ctx)
        } else {
            self.asks_fuel(next, ctx)
        }
    }

    // ---- Battery trucks -----------------------------------------------------------------------------------

    /// A battery truck that has come into line at a loader looks at its battery before that holds too little for the load
    /// and the way to the charger after it, for a line may outlast a battery.
    pub(super) fn watch_battery<L>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let truck = &self.fleet.trucks[truck_idx];
        if !truck.tank.is_battery() {
            return Ok(());
        }
        let Some(face) = self.fleet.loaders[truck.loader].face else { return Ok(()) };
        let leave_wh = self.layout.energy.leave_line_wh(&self.layout.ground, truck.kind, face);
        let Some(ms) = truck.tank.below_in_ms(leave_wh, truck.idle_flow) else { return Ok(()) };
        self.slots.post_truck(truck_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)
    }

    /// A truck that leaves the line for another reason looks no more.
    pub(super) fn forget_battery<L>(&self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) {
        if self.fleet.trucks[truck_idx].tank.is_battery() {
            ctx.calendar.cancel(self.slots.truck(truck_idx));
        }
    }

    /// The battery of a truck in line holds no more than it needs: it goes to charge instead.
    pub(super) fn leaves_to_charge<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        self.leave_load_line(truck_idx, ctx.now);
        match self.layout.energy.mines[self.fleet.trucks[truck_idx].mine].charge {
            Some(point) => self.go(truck_idx, point.place, TruckPhase::ToFuel, ctx),
            None => self.decide(truck_idx, ctx),
        }
    }

    /// A battery truck has come to the charge point.
    fn at_charger<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let mine_id = self.fleet.trucks[truck_idx].mine;
        let row = &self.layout.energy.mines[mine_id];
        if self.at_points[mine_id].takes_charger(row, &mut self.fleet.trucks, truck_idx) {
            return self.begin_charge(truck_idx, ctx);
        }
        self.stand(truck_idx, TruckPhase::ChargeLine, MachineState::Refuelling, ctx)
    }

    fn begin_charge<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let wh = self.fleet.trucks[truck_idx].tank.ask() * 1_000;
        let span = Span::from_millis((wh as f64 / self.charge_wh_per_ms(truck_idx)).round() as i64);
        self.stand(truck_idx, TruckPhase::Charging, MachineState::Refuelling, ctx)?;
        self.slots.post_truck(truck_idx, ctx.now + span, class::SERVED, ctx)
    }

    /// A truck has left its charger: the next in line has it.
    pub(crate) fn charger_free<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        match self.at_points[mine_id].leaves_charger(&self.fleet.trucks) {
            Some(next) => self.begin_charge(next, ctx),
            None => Ok(()),
        }
    }

    /// Cuts charging short: what has gone in so far stays in.
    pub(crate) fn cut_charge(&mut self, truck_idx: TruckIdx, now: Time) {
        let wh_per_ms = self.charge_wh_per_ms(truck_idx);
        let truck = &mut self.fleet.trucks[truck_idx];
        let wh = (now - truck.since).millis() as f64 * wh_per_ms;
        truck.tank.charge((wh as i64).min(truck.tank.wanted * 1_000));
    }

    fn charge_wh_per_ms(&self, truck_idx: TruckIdx) -> f64 {
        match self.layout.ground.machine(Role::Truck(truck_idx)).tank {
            TankRow::Battery { charge_wh_per_ms, .. } => charge_wh_per_ms,
            TankRow::Fuel { .. } | TankRow::Grid => 0.0,
        }
    }

    // ---- Loaders ------------------------------------------------------------------------------------------

    pub(super) fn loader_asks_fuel<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        point: &FuelPoint,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let loader = &mut self.fleet.loaders[loader_idx];
        let litres = Quantity(loader.tank.ask());
        if !point.is_issued {
            return self.refuel_loader(loader_idx, ctx);
        }
        loader.phase = LoaderPhase::AskFuel;
        ctx.notices.push(Notice::FuelWanted { machine: loader.status.machine, litres });
        self.slots.post_loader(loader_idx, ctx.now, class::ARRIVAL, ctx)
    }

    pub(crate) fn refuel_loader<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &mut self.fleet.loaders[loader_idx];
        loader.phase = LoaderPhase::Refuelling;
        loader.since = ctx.now;
        loader.status.enter(MachineState::Refuelling, ctx);
        let point = self.layout.energy.mines[loader.mine].fuel;
        let end = ctx.now + point.map_or(Span::ZERO, |point| point.pumping(loader.tank.wanted));
        loader.expected_end = end;
        self.slots.post_loader(loader_idx, end, class::SERVED, ctx)
    }
}
