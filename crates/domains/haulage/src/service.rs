//! What others ask of haulage: start and commission, weather, fuel, and the coming and going of machines
//! between haulage and maintenance.
//!
//! A machine is haulage's or it is away. `stop` takes it wherever it stands, `release` asks it to come; `resume`
//! puts it at the gate, `resume_in_place` where it was stopped. Calls that make no sense in the machine's present
//! state (stopping one that is away) change nothing.

use crate::cycle::Done;
use crate::error::HaulageError;
use crate::layout::Role;
use crate::routes::Surface;
use crate::yard::{LoaderPhase, NONE, TruckPhase, UNBOUNDED};
use crate::{Haulage, Notice, Stopped};
use iceroad_base::quantity::{Celsius, Mass, Metres, Ranged};
use iceroad_base::{Id, Span, Time};
use iceroad_kernel::context::Context;
use iceroad_model::event::{MachineState, Recorder, class};
use iceroad_model::{MachineId, MineId};

impl Haulage {
    /// Begins at the horizon's start: shifts, and every machine that is there from the start.
    ///
    /// Trucks begin at the park, loaders at their faces. Machines that come later are logged as absent.
    ///
    /// # Errors
    /// [`HaulageError::Schedule`], a bug: the run cannot continue.
    pub fn start<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Result<(), HaulageError> {
        for index in 0..self.layout.road_mines.len() {
            self.roads_change(self.layout.road_mines[index], ctx)?;
        }
        for m in 0..self.mines.len() {
            self.shift_changes(m, ctx)?;
        }
        for l in 0..self.loaders.len() {
            if !self.layout.loaders[l].at_start {
                self.loaders[l].status.enter(MachineState::Absent, ctx);
            }
        }
        for t in 0..self.trucks.len() {
            if !self.layout.trucks[t].at_start {
                self.trucks[t].status.enter(MachineState::Absent, ctx);
            }
        }
        // Loaders first, so that the first truck finds them.
        for l in 0..self.loaders.len() {
            if self.layout.loaders[l].at_start {
                self.open(l, ctx)?;
            }
        }
        for t in 0..self.trucks.len() {
            if self.layout.trucks[t].at_start {
                self.decide(t, ctx)?;
            }
        }
        Ok(())
    }

    /// A machine joins the fleet: a truck at the park, a loader at its face. Nothing if it is there already.
    ///
    /// # Errors
    /// [`HaulageError::UnknownMachine`], or [`HaulageError::Schedule`]: bugs.
    pub fn commission<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), HaulageError> {
        let role = self.role(machine)?;
        match role {
            Role::Truck(t) if self.trucks[t].phase == TruckPhase::Absent => {
                self.comings_and_goings += 1;
                self.joins(role, ctx)?;
                self.decide(t, ctx)
            }
            Role::Loader(l) if self.loaders[l].phase == LoaderPhase::Absent => {
                self.joins(role, ctx)?;
                self.open(l, ctx)
            }
            _ => Ok(()),
        }
    }

    /// A day begins with this mean: the roads' surface, and whether the mine stands down. Logs the day's fuel.
    ///
    /// Drives under way keep the time they set off with.
    ///
    /// # Errors
    /// [`HaulageError::Schedule`], a bug.
    pub fn set_weather<L: Recorder>(
        &mut self,
        mine: MineId,
        mean: Celsius,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), HaulageError> {
        let m = mine.index();
        let Some(row) = self.layout.mines.get(m) else {
            return Ok(());
        };
        let before = self.mines[m];
        if let Some(day) = &mut self.road_days[m] {
            day.mean = mean;
        }
        self.mines[m].surface = Surface::of(mean);
        self.mines[m].too_cold = row.stops_below.is_some_and(|least| mean.get() < least.get());
        if row.shift.lived {
            self.day_of_engines(m, mean, ctx.now);
        }
        let row = &self.layout.mines[m];
        for &t in &row.trucks {
            let truck = &mut self.trucks[t];
            truck.tank.log_burnt(truck.status.machine, ctx);
        }
        for &l in &row.loaders {
            let loader = &mut self.loaders[l];
            loader.tank.log_burnt(loader.status.machine, ctx);
        }
        if before.too_cold == self.mines[m].too_cold {
            return Ok(());
        }
        self.mine_changes(m, before.works(), ctx)
    }

    /// The store issued what the machine asked for in [`Notice::FuelWanted`]. Nothing if it no longer waits.
    ///
    /// # Errors
    /// [`HaulageError::UnknownMachine`], or [`HaulageError::Schedule`]: bugs.
    pub fn fuel_ready<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), HaulageError> {
        match self.role(machine)? {
            Role::Truck(t) if waits_for_fuel(self.trucks[t].phase) => self.truck_has_fuel(t, ctx),
            Role::Loader(l) if loader_waits_for_fuel(self.loaders[l].phase) => {
                self.refuel_loader(l, ctx)?;
                self.wake_trucks(self.loaders[l].mine as usize, ctx)
            }
            _ => Ok(()),
        }
    }

    /// The horizon has ended: logs the fuel burnt up to now. Nothing may be asked of haulage afterwards.
    pub fn finish<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) {
        for m in 0..self.mines.len() {
            self.settle_idling(m, ctx.now);
        }
        for t in 0..self.trucks.len() {
            self.burn_standing(t, ctx.now);
            self.burn_part_of_leg(t, ctx.now);
            let truck = &mut self.trucks[t];
            truck.tank.log_burnt(truck.status.machine, ctx);
        }
        for l in 0..self.loaders.len() {
            self.burn_loader(l, ctx.now);
            let loader = &mut self.loaders[l];
            loader.tank.log_burnt(loader.status.machine, ctx);
        }
    }

    // ---- Taken away ---------------------------------------------------------------------------------------

    /// The machine has failed where it stands: it is maintenance's from now on.
    ///
    /// A truck keeps what is aboard, whole passes of a load cut short included; a loader's truck leaves with its
    /// whole passes or, having none, goes elsewhere with those in line. The meter stops. No state is logged for
    /// the machine itself. An earlier [`Haulage::release`] is forgotten: what is due may be done in the same visit,
    /// and is asked for again if not.
    ///
    /// # Errors
    /// [`HaulageError::UnknownMachine`], or [`HaulageError::Schedule`]: bugs.
    pub fn stop<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<Stopped, HaulageError> {
        match self.role(machine)? {
            Role::Truck(t) => self.stop_truck(t, ctx),
            Role::Loader(l) => self.stop_loader(l, ctx),
        }
    }

    fn stop_truck<L: Recorder>(
        &mut self,
        t: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<Stopped, HaulageError> {
        let phase = self.trucks[t].phase;
        if matches!(phase, TruckPhase::Absent | TruckPhase::Away) {
            let loaded = self.trucks[t].load_kg > 0;
            return Ok(Stopped { to_gate: Metres::clamped(0.0), loaded });
        }
        let to_gate = self.truck_to_gate(t, ctx.now);
        let target = self.trucks[t].target as usize;
        self.leave_target(t, ctx);
        ctx.calendar.cancel(self.truck_slot(t));
        let truck = &mut self.trucks[t];
        self.comings_and_goings += 1;
        truck.phase = TruckPhase::Away;
        truck.stopped_in = phase;
        truck.released = false;
        truck.status.hand_over(ctx);
        let loaded = truck.load_kg > 0;
        self.breaks_down_on_road(t, ctx)?;
        match phase {
            TruckPhase::Loading => {
                self.next_truck(target, ctx)?;
                self.face_changes(target, ctx)?;
                // What was not dug is at the face again, where there may have been nothing left.
                self.wake_trucks(self.trucks[t].mine as usize, ctx)?;
            }
            TruckPhase::DumpLine | TruckPhase::Dumping => self.serve_dump(target, ctx)?,
            TruckPhase::Refuelling if self.trucks[t].tank.is_battery() => {
                self.charger_free(self.trucks[t].mine as usize, ctx)?;
            }
            _ => {}
        }
        self.truck_leaves(t, ctx)?;
        Ok(Stopped { to_gate, loaded })
    }

    /// Undoes what a truck's phase has claimed: its place on the way, in line, under the loader, at the dump.
    fn leave_target<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) {
        let target = self.trucks[t].target as usize;
        match self.trucks[t].phase {
            TruckPhase::ToFace => {
                self.loaders[target].coming -= 1;
                self.loaders[target].backlog_ms -= self.expected_ms(target, t);
                self.burn_part_of_leg(t, ctx.now);
            }
            TruckPhase::ToDump => {
                self.dumps[target].coming -= 1;
                self.burn_part_of_leg(t, ctx.now);
            }
            TruckPhase::ToFuel | TruckPhase::ToPark | TruckPhase::ToGate => {
                self.burn_part_of_leg(t, ctx.now);
            }
            TruckPhase::LoadLine => self.leave_load_line(t, ctx.now),
            TruckPhase::Loading => self.cut_load(target, t, ctx),
            TruckPhase::DumpLine => {
                self.burn_standing(t, ctx.now);
                self.dumps[target].line.remove(&mut self.trucks, t);
            }
            TruckPhase::Dumping => {
                self.burn_standing(t, ctx.now);
                let dump = &mut self.dumps[target];
                dump.busy -= 1;
                if let Some(hopper) = &mut dump.hopper {
                    hopper.release(self.trucks[t].load_kg);
                }
            }
            TruckPhase::FuelLine => self.leave_pump_line(t, ctx),
            TruckPhase::NoFuel if self.trucks[t].duty.fuel_issued => self.leave_pump_line(t, ctx),
            TruckPhase::AskFuel | TruckPhase::NoFuel => {
                ctx.notices.push(Notice::FuelGivenUp { machine: self.trucks[t].status.machine });
            }
            TruckPhase::ChargeLine => {
                let mine = self.trucks[t].mine as usize;
                self.mines[mine].charge_line.remove(&mut self.trucks, t);
            }
            TruckPhase::Refuelling if self.trucks[t].tank.is_battery() => self.cut_charge(t, ctx),
            // The fuel was issued, so it is in the tank.
            TruckPhase::Refuelling => {
                let truck = &mut self.trucks[t];
                truck.tank.fill(truck.status.machine, ctx);
            }
            TruckPhase::Idling => self.burn_standing(t, ctx.now),
            TruckPhase::Absent
            | TruckPhase::Away
            | TruckPhase::Parked
            | TruckPhase::NoWork
            | TruckPhase::Resting => {}
        }
    }

    pub(crate) fn leave_load_line(&mut self, t: usize, now: Time) {
        self.burn_standing(t, now);
        let target = self.trucks[t].target as usize;
        let expected_ms = self.expected_ms(target, t);
        let loader = &mut self.loaders[target];
        loader.backlog_ms -= expected_ms;
        loader.line.remove(&mut self.trucks, t);
    }

    /// Ends a load now: whole passes are aboard, the rest is at the face as before.
    fn cut_load<L: Recorder>(&mut self, l: usize, t: usize, ctx: &mut Context<'_, L, Notice>) {
        let truck = &self.trucks[t];
        let spent_ms = (ctx.now - truck.since).millis();
        let load = truck.filling;
        let mass = match self.layout.fill_of(self.loaders[l].fill_row as usize, truck.kind) {
            Some(fill) => fill.part(load, spent_ms - truck.spot_ms),
            None => Mass::ZERO,
        };
        let left = &mut self.left_kg[self.loaders[l].face as usize];
        if *left != UNBOUNDED {
            *left += (load.mass - mass).get();
        }
        self.end_load(l, t, mass, ctx);
    }

    fn stop_loader<L: Recorder>(
        &mut self,
        l: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<Stopped, HaulageError> {
        let to_gate = self.loader_to_gate(l, ctx.now);
        let stopped = Stopped { to_gate, loaded: false };
        let phase = self.loaders[l].phase;
        if matches!(phase, LoaderPhase::Absent | LoaderPhase::Away) {
            return Ok(Stopped { to_gate: Metres::clamped(0.0), ..stopped });
        }
        let serving = self.loaders[l].serving;
        if serving != NONE {
            self.cut_load(l, serving as usize, ctx);
        }
        let walked_ms = (ctx.now - self.loaders[l].since).millis();
        self.burn_loader(l, ctx.now);
        let loader = &mut self.loaders[l];
        loader.walk_ms = (loader.walk_ms - walked_ms).max(0);
        if loader_waits_for_fuel(phase) {
            ctx.notices.push(Notice::FuelGivenUp { machine: loader.status.machine });
        }
        if phase == LoaderPhase::Refuelling {
            loader.tank.fill(loader.status.machine, ctx);
        }
        loader.phase = LoaderPhase::Away;
        loader.stopped_in = phase;
        loader.released = false;
        loader.expected_end = ctx.now;
        loader.status.hand_over(ctx);
        ctx.calendar.cancel(self.loader_slot(l));
        if serving != NONE {
            let t = serving as usize;
            ctx.calendar.cancel(self.truck_slot(t));
            self.face_changes(l, ctx)?;
            self.decide(t, ctx)?;
        }
        self.dissolve_line(l, ctx)?;
        if serving != NONE {
            self.wake_trucks(self.loaders[l].mine as usize, ctx)?;
        }
        self.loader_leaves(l, ctx)?;
        Ok(stopped)
    }

    /// Asks the machine to come in for planned service: after its present cycle it drives to the gate, and
    /// [`Notice::AtGate`] says when it is there.
    ///
    /// A truck in line at a loader, parked, out of work or out of fuel goes at once, and one on its way to a face
    /// turns there. A loader finishes the truck it is at. Who has asked for fuel at this very instant takes it first
    /// if it is there, for the store may have issued it already.
    ///
    /// # Errors
    /// [`HaulageError::UnknownMachine`], or [`HaulageError::Schedule`]: bugs.
    pub fn release<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), HaulageError> {
        match self.role(machine)? {
            Role::Truck(t) => self.release_truck(t, ctx),
            Role::Loader(l) => self.release_loader(l, ctx),
        }
    }

    fn release_truck<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        use TruckPhase::{ChargeLine, LoadLine, NoFuel, NoWork, Parked};
        self.trucks[t].released = true;
        let truck = &self.trucks[t];
        if !matches!(truck.phase, Parked | NoWork | LoadLine | ChargeLine | NoFuel) || truck.duty.fuel_issued
        {
            return Ok(());
        }
        self.leave_target(t, ctx);
        self.decide(t, ctx)
    }

    fn release_loader<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let loader = &mut self.loaders[l];
        loader.released = true;
        match loader.phase {
            LoaderPhase::NoFuel => {
                ctx.notices.push(Notice::FuelGivenUp { machine: loader.status.machine });
                self.walk_to_gate(l, ctx)
            }
            LoaderPhase::Waiting | LoaderPhase::NoWork | LoaderPhase::Standing => {
                self.burn_loader(l, ctx.now);
                self.next_truck(l, ctx)
            }
            LoaderPhase::Loading | LoaderPhase::AskFuel | LoaderPhase::Refuelling => {
                self.dissolve_line(l, ctx)
            }
            _ => Ok(()),
        }
    }

    // ---- Given back ---------------------------------------------------------------------------------------

    /// The machine is fit and stands at the gate. A truck with a load dumps it first; a loader goes to its face.
    ///
    /// # Errors
    /// [`HaulageError::UnknownMachine`], or [`HaulageError::Schedule`]: bugs.
    pub fn resume<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), HaulageError> {
        let role = self.role(machine)?;
        match role {
            Role::Truck(t) if self.trucks[t].phase == TruckPhase::Away => {
                self.joins(role, ctx)?;
                self.is_taken_off_road(t, ctx)?;
                let gate = self.layout.mines[self.trucks[t].mine as usize].gate;
                self.trucks[t].place = gate;
                self.comings_and_goings += 1;
                self.decide(t, ctx)
            }
            Role::Loader(l) if self.loaders[l].phase == LoaderPhase::Away => {
                self.joins(role, ctx)?;
                let ms = self.walk_ms(l);
                self.loaders[l].walk_from = self.layout.mines[self.loaders[l].mine as usize].gate;
                self.walk(l, LoaderPhase::ToFace, ms, ctx)
            }
            _ => Ok(()),
        }
    }

    /// The machine was repaired where it was stopped, and goes on from there.
    ///
    /// A drive goes on with what was left of it; in line a truck begins at the end again.
    ///
    /// # Errors
    /// [`HaulageError::UnknownMachine`], or [`HaulageError::Schedule`]: bugs.
    pub fn resume_in_place<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), HaulageError> {
        let role = self.role(machine)?;
        match role {
            Role::Truck(t) if self.trucks[t].phase == TruckPhase::Away => {
                self.joins(role, ctx)?;
                self.go_on(t, ctx)
            }
            Role::Loader(l) if self.loaders[l].phase == LoaderPhase::Away => {
                self.joins(role, ctx)?;
                let loader = &self.loaders[l];
                match loader.stopped_in {
                    phase @ (LoaderPhase::ToGate | LoaderPhase::ToFace) => {
                        let ms = loader.walk_ms;
                        self.walk(l, phase, ms, ctx)
                    }
                    _ => self.open(l, ctx),
                }
            }
            _ => Ok(()),
        }
    }

    fn go_on<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.comings_and_goings += 1;
        let phase = self.trucks[t].stopped_in;
        let target = self.trucks[t].target as usize;
        match phase {
            TruckPhase::ToFace => {
                self.loaders[target].coming += 1;
                self.loaders[target].backlog_ms += self.expected_ms(target, t);
            }
            TruckPhase::ToDump => self.dumps[target].coming += 1,
            TruckPhase::ToFuel | TruckPhase::ToPark | TruckPhase::ToGate => {}
            // Elsewhere it stands at a place, and asks anew what to do: with a load aboard that is to dump it.
            _ => return self.decide(t, ctx),
        }
        let truck = &mut self.trucks[t];
        truck.phase = phase;
        truck.since = ctx.now;
        let loaded = phase == TruckPhase::ToDump;
        truck.status.enter(if loaded { MachineState::TravelLoaded } else { MachineState::TravelEmpty }, ctx);
        if truck.on_road {
            return self.drives_on(t, ctx);
        }
        let at = ctx.now + Span::from_millis(truck.leg_ms);
        self.post_truck(t, at, class::ARRIVAL, ctx)
    }

    // ---- Where it stands ----------------------------------------------------------------------------------

    /// Distance to the gate; on the road, between those of the two ends by the share of time driven.
    fn truck_to_gate(&self, t: usize, now: Time) -> Metres {
        let truck = &self.trucks[t];
        let mine = truck.mine as usize;
        let row = &self.layout.mines[mine];
        let from = row.routes.metres(truck.place, row.gate);
        if !truck.phase.is_driving() {
            return Metres::clamped(from);
        }
        let left = if truck.on_road {
            self.trips[t].left(now)
        } else {
            let loaded = truck.phase == TruckPhase::ToDump;
            let whole =
                row.routes.leg(truck.kind, loaded, self.mines[mine].surface, truck.place, truck.goal).ms;
            let left_ms = truck.leg_ms - (now - truck.since).millis();
            (left_ms as f64 / f64::from(whole.max(1))).clamp(0.0, 1.0)
        };
        let to = row.routes.metres(truck.goal, row.gate);
        Metres::clamped(from * left + to * (1.0 - left))
    }

    fn loader_to_gate(&self, l: usize, now: Time) -> Metres {
        let loader = &self.loaders[l];
        let row = &self.layout.mines[loader.mine as usize];
        let metres = row.routes.metres(loader.place, row.gate);
        let left_ms = (loader.walk_ms - (now - loader.since).millis()).max(0) as f64;
        Metres::clamped(match loader.phase {
            LoaderPhase::ToGate => metres * (left_ms / (self.walk_ms(l) as f64).max(1.0)),
            LoaderPhase::ToFace => {
                let left = (left_ms / (self.walk_to_face_ms(l) as f64).max(1.0)).min(1.0);
                row.routes.metres(loader.walk_from, row.gate) * left + metres * (1.0 - left)
            }
            _ => metres,
        })
    }

    /// Burns the fuel of the part of a leg driven so far; leg and fuel keep what is left of them.
    fn burn_part_of_leg(&mut self, t: usize, now: Time) {
        let truck = &mut self.trucks[t];
        if !truck.phase.is_driving() {
            return;
        }
        if truck.on_road {
            return self.burn_on_road(t, now);
        }
        let driven_ms = (now - truck.since).millis().min(truck.leg_ms);
        truck.use_part(driven_ms);
        truck.since = now;
    }
}

fn waits_for_fuel(phase: TruckPhase) -> bool {
    matches!(phase, TruckPhase::AskFuel | TruckPhase::NoFuel)
}

fn loader_waits_for_fuel(phase: LoaderPhase) -> bool {
    matches!(phase, LoaderPhase::AskFuel | LoaderPhase::NoFuel)
}
