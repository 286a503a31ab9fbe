//! What others ask of haulage: start and commission, weather, fuel, and the coming and going of machines
//! between haulage and maintenance.
//!
//! A machine is haulage's or it is away. `stop` takes it wherever it stands, `release` asks it to come; `resume`
//! puts it at the gate, `resume_in_place` where it was stopped. Calls that make no sense in the machine's present
//! state (stopping one that is away) change nothing.

use crate::error::HaulageError;
use crate::fleet::{LoaderPhase, TruckPhase};
use crate::ground::Role;
use crate::notice::{Ctx, Done, Notice};
use crate::rows::{LoaderIdx, TruckIdx};
use crate::surface::Surface;
use crate::{Haulage, Stopped};
use iceroad_base::Time;
use iceroad_base::quantity::{Celsius, Mass, Metres, Ranged};
use iceroad_model::event::{MachineState, Recorder};
use iceroad_model::{MachineId, MineId};

impl Haulage {
    /// Begins at the horizon's start: shifts, and every machine that is there from the start.
    ///
    /// Trucks begin at the park, loaders at their faces. Machines that come later are logged as absent.
    ///
    /// # Errors
    /// [`HaulageError::Schedule`], a bug: the run cannot continue.
    pub fn start<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) -> Result<(), HaulageError> {
        for index in 0..self.layout.road_mines.len() {
            self.roads_change(self.layout.road_mines[index], ctx)?;
        }
        for mine_id in self.days.ids() {
            self.shift_changes(mine_id, ctx)?;
        }
        for loader_idx in self.fleet.loaders.ids() {
            if !self.layout.ground.loaders[loader_idx].machine.at_start {
                self.fleet.loaders[loader_idx].status.enter(MachineState::Absent, ctx);
            }
        }
        for truck_idx in self.fleet.trucks.ids() {
            if !self.layout.ground.trucks[truck_idx].machine.at_start {
                self.fleet.trucks[truck_idx].status.enter(MachineState::Absent, ctx);
            }
        }
        // Loaders first, so that the first truck finds them.
        for loader_idx in self.fleet.loaders.ids() {
            if self.layout.ground.loaders[loader_idx].machine.at_start {
                self.open(loader_idx, ctx)?;
            }
        }
        for truck_idx in self.fleet.trucks.ids() {
            if self.layout.ground.trucks[truck_idx].machine.at_start {
                self.decide(truck_idx, ctx)?;
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
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        let role = self.role(machine)?;
        match role {
            Role::Truck(truck_idx) if self.fleet.trucks[truck_idx].phase == TruckPhase::Absent => {
                self.fleet.changes += 1;
                self.joins(role, ctx)?;
                self.decide(truck_idx, ctx)
            }
            Role::Loader(loader_idx) if self.fleet.loaders[loader_idx].phase == LoaderPhase::Absent => {
                self.joins(role, ctx)?;
                self.open(loader_idx, ctx)
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
        mine_id: MineId,
        mean: Celsius,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        let Some(row) = self.layout.ground.mines.get(mine_id) else {
            return Ok(());
        };
        let before = self.days[mine_id];
        self.traffic.set_mean(mine_id, mean);
        self.days[mine_id].surface = Surface::of(mean);
        self.days[mine_id].too_cold = row.stops_below.is_some_and(|least| mean.get() < least.get());
        if let Some(mut shift) = self.on_shift(mine_id) {
            shift.day_begins(mean, ctx.now);
        }
        self.fleet.log_burnt(&self.layout.ground, mine_id, ctx);
        if before.too_cold == self.days[mine_id].too_cold {
            return Ok(());
        }
        self.mine_changes(mine_id, before.works(), ctx)
    }

    /// The store issued what the machine asked for in [`Notice::FuelWanted`]. Nothing if it no longer waits.
    ///
    /// # Errors
    /// [`HaulageError::UnknownMachine`], or [`HaulageError::Schedule`]: bugs.
    pub fn fuel_ready<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        match self.role(machine)? {
            Role::Truck(truck_idx) if self.fleet.trucks[truck_idx].phase.waits_for_fuel() => {
                self.truck_has_fuel(truck_idx, ctx)
            }
            Role::Loader(loader_idx) if self.fleet.loaders[loader_idx].phase.waits_for_fuel() => {
                self.refuel_loader(loader_idx, ctx)?;
                self.wake_trucks(self.fleet.loaders[loader_idx].mine, ctx)
            }
            _ => Ok(()),
        }
    }

    /// The horizon has ended: logs the fuel burnt up to now. Nothing may be asked of haulage afterwards.
    pub fn finish<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) {
        for mine_id in self.days.ids() {
            if let Some(mut shift) = self.on_shift(mine_id) {
                shift.settle_idling(ctx.now);
            }
        }
        for truck_idx in self.fleet.trucks.ids() {
            self.burn_standing(truck_idx, ctx.now);
            self.burn_part_of_leg(truck_idx, ctx.now);
            let truck = &mut self.fleet.trucks[truck_idx];
            truck.tank.log_burnt(truck.status.machine, ctx);
        }
        for loader_idx in self.fleet.loaders.ids() {
            self.fleet.loaders[loader_idx].burn(ctx.now);
            let loader = &mut self.fleet.loaders[loader_idx];
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
        ctx: &mut Ctx<'_, L>,
    ) -> Result<Stopped, HaulageError> {
        match self.role(machine)? {
            Role::Truck(truck_idx) => self.stop_truck(truck_idx, ctx),
            Role::Loader(loader_idx) => self.stop_loader(loader_idx, ctx),
        }
    }

    fn stop_truck<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<Stopped, HaulageError> {
        let phase = self.fleet.trucks[truck_idx].phase;
        if matches!(phase, TruckPhase::Absent | TruckPhase::Away) {
            let loaded = self.fleet.trucks[truck_idx].load_kg > 0;
            return Ok(Stopped { to_gate: Metres::clamped(0.0), loaded });
        }
        let to_gate = self.truck_to_gate(truck_idx, ctx.now);
        let (loader_idx, dump_id) = (self.fleet.trucks[truck_idx].loader, self.fleet.trucks[truck_idx].dump);
        self.leave_target(truck_idx, ctx);
        ctx.calendar.cancel(self.slots.truck(truck_idx));
        let truck = &mut self.fleet.trucks[truck_idx];
        self.fleet.changes += 1;
        truck.phase = TruckPhase::Away;
        truck.stopped_in = truck.halted.take().unwrap_or(phase);
        truck.released = false;
        truck.status.hand_over(ctx);
        let loaded = truck.load_kg > 0;
        if let Some(mut roads) = self.on_roads(self.fleet.trucks[truck_idx].mine) {
            roads.breaks_down(truck_idx, ctx)?;
        }
        match phase {
            TruckPhase::Loading => {
                self.next_truck(loader_idx, ctx)?;
                self.face_changes(loader_idx, ctx)?;
                // What was not dug is at the face again, where there may have been nothing left.
                self.wake_trucks(self.fleet.trucks[truck_idx].mine, ctx)?;
            }
            TruckPhase::DumpLine | TruckPhase::Dumping => self.serve_dump(dump_id, ctx)?,
            TruckPhase::Charging => self.charger_free(self.fleet.trucks[truck_idx].mine, ctx)?,
            _ => {}
        }
        self.truck_leaves(truck_idx, ctx)?;
        Ok(Stopped { to_gate, loaded })
    }

    /// Undoes what a truck's phase has claimed: its place on the way, in line, under the loader, at the dump.
    pub(crate) fn leave_target<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) {
        let (loader_idx, dump_id) = (self.fleet.trucks[truck_idx].loader, self.fleet.trucks[truck_idx].dump);
        match self.fleet.trucks[truck_idx].phase {
            TruckPhase::ToFace => {
                self.fleet.comes_no_more(&self.layout.ground, truck_idx);
                self.burn_part_of_leg(truck_idx, ctx.now);
            }
            TruckPhase::ToDump => {
                self.dumps.each[dump_id].awaits_no_more(self.fleet.trucks[truck_idx].load_kg);
                self.burn_part_of_leg(truck_idx, ctx.now);
            }
            TruckPhase::ToFuel | TruckPhase::ToPark | TruckPhase::ToGate => {
                self.burn_part_of_leg(truck_idx, ctx.now);
            }
            TruckPhase::LoadLine => self.leave_load_line(truck_idx, ctx.now),
            TruckPhase::Loading => self.cut_load(loader_idx, truck_idx, ctx),
            TruckPhase::DumpLine => {
                self.burn_standing(truck_idx, ctx.now);
                self.dumps.each[dump_id].leaves_line(&mut self.fleet.trucks, truck_idx);
            }
            TruckPhase::Dumping => {
                self.burn_standing(truck_idx, ctx.now);
                self.dumps.each[dump_id].goes_without(self.fleet.trucks[truck_idx].load_kg);
            }
            TruckPhase::FuelLine => self.leave_pump_line(truck_idx, ctx),
            TruckPhase::NoFuel if self.fleet.trucks[truck_idx].fuel_issued => {
                self.leave_pump_line(truck_idx, ctx)
            }
            TruckPhase::AskFuel | TruckPhase::NoFuel => {
                ctx.notices
                    .push(Notice::FuelGivenUp { machine: self.fleet.trucks[truck_idx].status.machine });
            }
            TruckPhase::ChargeLine => {
                let mine_id = self.fleet.trucks[truck_idx].mine;
                self.at_points[mine_id].charge_line.remove(&mut self.fleet.trucks, truck_idx);
            }
            TruckPhase::Charging => self.cut_charge(truck_idx, ctx.now),
            // The fuel was issued, so it is in the tank.
            TruckPhase::Refuelling => {
                let truck = &mut self.fleet.trucks[truck_idx];
                truck.tank.fill(truck.status.machine, ctx);
            }
            TruckPhase::Idling => self.burn_standing(truck_idx, ctx.now),
            TruckPhase::Absent
            | TruckPhase::Away
            | TruckPhase::Parked
            | TruckPhase::NoWork
            | TruckPhase::Resting
            | TruckPhase::Dry => {}
        }
    }

    fn leave_pump_line<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) {
        let points = &mut self.at_points[self.fleet.trucks[truck_idx].mine];
        points.leaves_pump_line(&mut self.fleet.trucks, truck_idx, ctx);
    }

    pub(crate) fn leave_load_line(&mut self, truck_idx: TruckIdx, now: Time) {
        self.burn_standing(truck_idx, now);
        let loader_idx = self.fleet.trucks[truck_idx].loader;
        let expected_ms = self.fleet.expected_ms(&self.layout.ground, loader_idx, truck_idx);
        let loader = &mut self.fleet.loaders[loader_idx];
        loader.backlog_ms -= expected_ms;
        loader.line.remove(&mut self.fleet.trucks, truck_idx);
    }

    /// Ends a load now: whole passes are aboard, the rest is at the face as before.
    pub(crate) fn cut_load<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) {
        let truck = &self.fleet.trucks[truck_idx];
        let spent_ms = (ctx.now - truck.since).millis();
        let load = truck.filling;
        let mass = match self.layout.ground.fill_of(self.fleet.loaders[loader_idx].fill_row, truck.kind) {
            Some(fill) => fill.part(load, spent_ms - truck.spot_ms),
            None => Mass::ZERO,
        };
        if let Some(face) = self.fleet.loaders[loader_idx].face {
            self.faces.put_back(face, load.mass - mass);
        }
        self.end_load(loader_idx, truck_idx, mass, ctx);
    }

    fn stop_loader<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<Stopped, HaulageError> {
        let to_gate = self.loader_to_gate(loader_idx, ctx.now);
        let stopped = Stopped { to_gate, loaded: false };
        let phase = self.fleet.loaders[loader_idx].phase;
        if matches!(phase, LoaderPhase::Absent | LoaderPhase::Away) {
            return Ok(Stopped { to_gate: Metres::clamped(0.0), ..stopped });
        }
        let serving = self.breaks_off(loader_idx, ctx);
        let loader = &mut self.fleet.loaders[loader_idx];
        if phase.waits_for_fuel() {
            ctx.notices.push(Notice::FuelGivenUp { machine: loader.status.machine });
        }
        if phase == LoaderPhase::Refuelling {
            loader.tank.fill(loader.status.machine, ctx);
        }
        loader.phase = LoaderPhase::Away;
        loader.stopped_in = loader.halted.take().unwrap_or(phase);
        loader.released = false;
        loader.expected_end = ctx.now;
        loader.status.hand_over(ctx);
        ctx.calendar.cancel(self.slots.loader(loader_idx));
        self.sends_away(loader_idx, serving, ctx)?;
        self.loader_leaves(loader_idx, ctx)?;
        Ok(stopped)
    }

    /// The machine is taken in tow: if it stands on the road, it blocks it no more.
    ///
    /// # Errors
    /// [`HaulageError::UnknownMachine`], or [`HaulageError::Schedule`]: bugs.
    pub fn towed<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        match self.role(machine)? {
            Role::Truck(truck_idx) if self.traffic.trips[truck_idx].broken => {
                self.takes_off_road(truck_idx, ctx)
            }
            _ => Ok(()),
        }
    }

    fn takes_off_road<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        match self.on_roads(self.fleet.trucks[truck_idx].mine) {
            Some(mut roads) => roads.is_taken_off(truck_idx, ctx),
            None => Ok(()),
        }
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
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        match self.role(machine)? {
            Role::Truck(truck_idx) => self.release_truck(truck_idx, ctx),
            Role::Loader(loader_idx) => self.release_loader(loader_idx, ctx),
        }
    }

    fn release_truck<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        use TruckPhase::{ChargeLine, LoadLine, NoFuel, NoWork, Parked};
        self.fleet.trucks[truck_idx].released = true;
        let truck = &self.fleet.trucks[truck_idx];
        let goes_at_once = matches!(truck.phase, Parked | NoWork | LoadLine | ChargeLine | NoFuel);
        if !goes_at_once || truck.fuel_issued || truck.halted.is_some() {
            return Ok(());
        }
        self.leave_target(truck_idx, ctx);
        self.decide(truck_idx, ctx)
    }

    fn release_loader<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let loader = &mut self.fleet.loaders[loader_idx];
        loader.released = true;
        match loader.phase {
            LoaderPhase::NoFuel if loader.can_do_without_fuel() => {
                ctx.notices.push(Notice::FuelGivenUp { machine: loader.status.machine });
                self.walk_to_gate(loader_idx, ctx)
            }
            LoaderPhase::Waiting | LoaderPhase::NoWork | LoaderPhase::Standing => {
                self.fleet.loaders[loader_idx].burn(ctx.now);
                self.next_truck(loader_idx, ctx)
            }
            LoaderPhase::Loading | LoaderPhase::AskFuel | LoaderPhase::Refuelling => {
                self.dissolve_line(loader_idx, ctx)
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
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        let role = self.role(machine)?;
        match role {
            Role::Truck(truck_idx) if self.fleet.trucks[truck_idx].phase == TruckPhase::Away => {
                self.joins(role, ctx)?;
                self.takes_off_road(truck_idx, ctx)?;
                let gate = self.layout.ground.mines[self.fleet.trucks[truck_idx].mine].gate;
                self.fleet.trucks[truck_idx].place = gate;
                self.fleet.changes += 1;
                self.decide(truck_idx, ctx)
            }
            Role::Loader(loader_idx) if self.fleet.loaders[loader_idx].phase == LoaderPhase::Away => {
                self.joins(role, ctx)?;
                let ms = self.fleet.walk_to_gate_ms(&self.layout.ground, loader_idx);
                self.fleet.loaders[loader_idx].walk_from =
                    self.layout.ground.mines[self.fleet.loaders[loader_idx].mine].gate;
                self.walk(loader_idx, LoaderPhase::ToFace, ms, ctx)
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
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        let role = self.role(machine)?;
        match role {
            Role::Truck(truck_idx) if self.fleet.trucks[truck_idx].phase == TruckPhase::Away => {
                self.joins(role, ctx)?;
                self.go_on(truck_idx, ctx)
            }
            Role::Loader(loader_idx) if self.fleet.loaders[loader_idx].phase == LoaderPhase::Away => {
                self.joins(role, ctx)?;
                let loader = &self.fleet.loaders[loader_idx];
                match loader.stopped_in {
                    phase @ (LoaderPhase::ToGate | LoaderPhase::ToFace) => {
                        let ms = loader.walk_ms;
                        self.walk(loader_idx, phase, ms, ctx)
                    }
                    _ => self.open(loader_idx, ctx),
                }
            }
            _ => Ok(()),
        }
    }

    /// Goes on with what it was stopped in, from where it stands.
    pub(crate) fn go_on<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.fleet.changes += 1;
        let phase = self.fleet.trucks[truck_idx].stopped_in;
        let loader_idx = self.fleet.trucks[truck_idx].loader;
        match phase {
            TruckPhase::ToFace => {
                self.fleet.loaders[loader_idx].coming += 1;
                self.fleet.loaders[loader_idx].backlog_ms +=
                    self.fleet.expected_ms(&self.layout.ground, loader_idx, truck_idx);
            }
            TruckPhase::ToDump => {
                let truck = &self.fleet.trucks[truck_idx];
                self.dumps.each[truck.dump].awaits(truck.load_kg);
            }
            TruckPhase::ToFuel | TruckPhase::ToPark | TruckPhase::ToGate => {}
            // Elsewhere it stands at a place, and asks anew what to do: with a load aboard that is to dump it.
            _ => return self.decide(truck_idx, ctx),
        }
        let truck = &mut self.fleet.trucks[truck_idx];
        truck.phase = phase;
        truck.since = ctx.now;
        let loaded = phase == TruckPhase::ToDump;
        truck.status.enter(if loaded { MachineState::TravelLoaded } else { MachineState::TravelEmpty }, ctx);
        let mine_id = truck.mine;
        if truck.on_road
            && let Some(mut roads) = self.on_roads(mine_id)
        {
            return roads.drives_on(truck_idx, ctx);
        }
        self.post_drive(truck_idx, ctx)
    }

    // ---- Where it stands ----------------------------------------------------------------------------------

    /// Distance to the gate; on the road, between those of the two ends by the share of time driven.
    fn truck_to_gate(&self, truck_idx: TruckIdx, now: Time) -> Metres {
        let truck = &self.fleet.trucks[truck_idx];
        let mine_id = truck.mine;
        let row = &self.layout.ground.mines[mine_id];
        let from = row.routes.metres(truck.place, row.gate);
        let phase = truck.halted.unwrap_or(truck.phase);
        if !phase.is_driving() {
            return Metres::clamped(from);
        }
        let left = if truck.on_road {
            self.traffic.trips[truck_idx].left(now)
        } else {
            let loaded = phase == TruckPhase::ToDump;
            let whole =
                row.routes.leg(truck.kind, loaded, self.days[mine_id].surface, truck.place, truck.goal).ms;
            let driven_ms = if truck.halted.is_some() { 0 } else { (now - truck.since).millis() };
            let left_ms = truck.leg_ms - driven_ms;
            (left_ms as f64 / f64::from(whole.max(1))).clamp(0.0, 1.0)
        };
        let to = row.routes.metres(truck.goal, row.gate);
        Metres::clamped(from * left + to * (1.0 - left))
    }

    fn loader_to_gate(&self, loader_idx: LoaderIdx, now: Time) -> Metres {
        let loader = &self.fleet.loaders[loader_idx];
        let row = &self.layout.ground.mines[loader.mine];
        let metres = row.routes.metres(loader.place, row.gate);
        let walked_ms = if loader.halted.is_some() { 0 } else { (now - loader.since).millis() };
        let left_ms = (loader.walk_ms - walked_ms).max(0) as f64;
        Metres::clamped(match loader.halted.unwrap_or(loader.phase) {
            LoaderPhase::ToGate => {
                metres
                    * (left_ms
                        / (self.fleet.walk_to_gate_ms(&self.layout.ground, loader_idx) as f64).max(1.0))
            }
            LoaderPhase::ToFace => {
                let left = (left_ms
                    / (self.fleet.walk_to_face_ms(&self.layout.ground, loader_idx) as f64).max(1.0))
                .min(1.0);
                row.routes.metres(loader.walk_from, row.gate) * left + metres * (1.0 - left)
            }
            _ => metres,
        })
    }

    /// Burns the fuel of the part of a leg driven so far; leg and fuel keep what is left of them.
    fn burn_part_of_leg(&mut self, truck_idx: TruckIdx, now: Time) {
        let truck = &mut self.fleet.trucks[truck_idx];
        if !truck.phase.is_driving() {
            return;
        }
        let mine_id = truck.mine;
        if truck.on_road
            && let Some(mut roads) = self.on_roads(mine_id)
        {
            return roads.burn(truck_idx, now);
        }
        let truck = &mut self.fleet.trucks[truck_idx];
        let driven_ms = (now - truck.since).millis().min(truck.leg_ms);
        truck.use_part(driven_ms);
        truck.since = now;
    }
}
