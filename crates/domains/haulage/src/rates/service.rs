//! What others ask of haulage by rates; the meaning of each call is that of the cycle model's call of the same name.

use super::haulage::RateHaulage;
use super::machines::{KG, LOADS, Phase, Way, set_surface};
use super::pauses::Pause;
use crate::Stopped;
use crate::error::HaulageError;
use crate::ground::Role;
use crate::notice::{Ctx, Done, Notice};
use crate::rows::LoaderIdx;
use crate::surface::Surface;
use iceroad_base::quantity::{Celsius, Metres, Ranged};
use iceroad_base::{Span, Time};
use iceroad_kernel::calendar::Class;
use iceroad_model::event::{MachineState, Recorder, class};
use iceroad_model::{MachineId, MineId};
use std::sync::Arc;

impl RateHaulage {
    fn known(&self, machine: MachineId) -> Result<MachineId, HaulageError> {
        match self.machines.get(machine) {
            Some(_) => Ok(machine),
            None => Err(HaulageError::UnknownMachine { machine }),
        }
    }

    /// A machine joins the fleet. See [`crate::Haulage::commission`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn commission<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let machine_id = self.known(machine)?;
        if self.machines[machine_id].phase != Phase::Absent {
            return Ok(());
        }
        let mine_id = self.machines[machine_id].mine;
        self.pass(mine_id, ctx.now);
        self.begin_work(machine_id, ctx)?;
        self.refresh(mine_id, ctx)
    }

    /// A day begins with this mean. See [`crate::Haulage::set_weather`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn set_weather<L: Recorder>(&mut self, mine_id: MineId, mean: Celsius, ctx: &mut Ctx<'_, L>) -> Done {
        let Some(row) = self.table.layout.ground.mines.get(mine_id) else { return Ok(()) };
        let too_cold = row.stops_below.is_some_and(|least| mean.get() < least.get());
        self.pass(mine_id, ctx.now);
        let worked = self.books[mine_id].works();
        set_surface(&mut self.books[mine_id], Surface::of(mean));
        if self.books[mine_id].too_cold != too_cold {
            self.books[mine_id].too_cold = too_cold;
            return self.mine_changes(mine_id, worked, ctx);
        }
        self.refresh(mine_id, ctx)
    }

    /// The store issued what the machine asked for. See [`crate::Haulage::fuel_ready`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn fuel_ready<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let machine_id = self.known(machine)?;
        let mine_id = self.machines[machine_id].mine;
        let phase = self.machines[machine_id].phase;
        if !matches!(phase, Phase::AskFuel | Phase::NoFuel) {
            return Ok(());
        }
        self.machines[machine_id].tank.fill(machine, ctx);
        if phase == Phase::NoFuel {
            ctx.calendar.cancel(self.machine_slot(machine_id));
            self.pass(mine_id, ctx.now);
            self.rejoin(machine_id, ctx)?;
            return self.refresh(mine_id, ctx);
        }
        self.machines[machine_id].phase = Phase::Work;
        if self.machines[machine_id].released {
            self.pass(mine_id, ctx.now);
            return self.come_in(machine_id, ctx);
        }
        self.set_look(machine_id, ctx)
    }

    /// The machine has failed where it stands. See [`crate::Haulage::stop`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn stop<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<Stopped, HaulageError> {
        let machine_id = self.known(machine)?;
        let (mine_id, phase) = (self.machines[machine_id].mine, self.machines[machine_id].phase);
        if matches!(phase, Phase::Absent | Phase::Away) {
            return Ok(Stopped { to_gate: Metres::clamped(0.0), loaded: false });
        }
        self.pass(mine_id, ctx.now);
        let to_gate = self.to_gate(machine_id, ctx.now);
        self.leave(machine_id, ctx.now);
        self.burn_walk(machine_id, ctx.now);
        ctx.calendar.cancel(self.machine_slot(machine_id));
        let entry = &mut self.machines[machine_id];
        if matches!(phase, Phase::AskFuel | Phase::NoFuel) {
            ctx.notices.push(Notice::FuelGivenUp { machine });
        }
        entry.phase = Phase::Away;
        entry.stopped_in = phase;
        entry.released = false;
        entry.visits = false;
        entry.status.hand_over(ctx);
        self.refresh(mine_id, ctx)?;
        Ok(Stopped { to_gate: Metres::clamped(to_gate), loaded: false })
    }

    /// Asks the machine to come in for planned service. See [`crate::Haulage::release`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn release<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let machine_id = self.known(machine)?;
        let mine_id = self.machines[machine_id].mine;
        let phase = self.machines[machine_id].phase;
        if matches!(phase, Phase::Absent | Phase::Away) {
            return Ok(());
        }
        self.machines[machine_id].released = true;
        self.pass(mine_id, ctx.now);
        match phase {
            Phase::Work => self.come_in(machine_id, ctx)?,
            Phase::Standing | Phase::NoWork => {
                self.leave(machine_id, ctx.now);
                self.drive_to_gate(machine_id, ctx)?;
            }
            Phase::NoFuel => {
                ctx.notices.push(Notice::FuelGivenUp { machine });
                self.drive_to_gate(machine_id, ctx)?;
            }
            // These go when they have arrived, or are answered.
            _ => {}
        }
        self.refresh(mine_id, ctx)
    }

    /// A machine at work that was asked in: a truck finishes its cycle, which takes what it was found to take; a loader
    /// walks off.
    fn come_in<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let idle =
            self.books[self.machines[machine_id].mine].rates.classes[self.machines[machine_id].class].idle;
        if !self.machines[machine_id].is_truck() || idle {
            self.leave(machine_id, ctx.now);
            return self.drive_to_gate(machine_id, ctx);
        }
        if !self.machines[machine_id].counted {
            // It was on its way from the gate, and turns.
            self.machines[machine_id].counted = true;
            let (mine_id, class) = (self.machines[machine_id].mine, self.machines[machine_id].class);
            self.books[mine_id].count(class, 1);
        }
        let ms = self.pause(machine_id).to_gate_ms.max(1);
        let at = ctx.now + Span::from_millis(ms);
        Ok(ctx.calendar.schedule(self.machine_slot(machine_id), at, Class(class::ARRIVAL))?)
    }

    /// Sets off for the gate from where a machine that is not at work stands.
    pub(crate) fn drive_to_gate<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let machine = &self.machines[machine_id];
        let layout = &self.table.layout;
        let row = &layout.ground.mines[machine.mine];
        let way = match machine.role {
            Role::Truck(truck_idx) => {
                let fuel = layout.energy.mines[machine.mine].fuel.filter(|_| machine.phase == Phase::NoFuel);
                let from = fuel.map_or(row.park, |point| point.place);
                let kind = layout.ground.trucks[truck_idx].kind;
                let surface = self.books[machine.mine].state.surface;
                Way::by_road(&row.routes.leg(kind, false, surface, from, row.gate))
            }
            Role::Loader(loader_idx) => self.walk(machine_id, loader_idx),
        };
        self.go(machine_id, Phase::ToGate, way, ctx)
    }

    pub(crate) fn at_gate<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) {
        let machine = &mut self.machines[machine_id];
        machine.phase = Phase::Away;
        machine.stopped_in = Phase::Away;
        machine.released = false;
        machine.visits = true;
        machine.status.hand_over(ctx);
        ctx.notices.push(Notice::AtGate { machine: machine.status.machine });
    }

    /// The machine is fit and stands at the gate. See [`crate::Haulage::resume`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn resume<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let machine_id = self.known(machine)?;
        let mine_id = self.machines[machine_id].mine;
        if self.machines[machine_id].phase != Phase::Away {
            return Ok(());
        }
        self.pass(mine_id, ctx.now);
        let truck_idx = match self.machines[machine_id].role {
            Role::Truck(truck_idx) => truck_idx,
            Role::Loader(loader_idx) => {
                let way = self.walk(machine_id, loader_idx);
                return self.go(machine_id, Phase::ToFace, way, ctx);
            }
        };
        if !self.books[mine_id].works() {
            let ground = &self.table.layout.ground;
            let (row, kind) = (&ground.mines[mine_id], ground.trucks[truck_idx].kind);
            let leg = row.routes.leg(kind, false, self.books[mine_id].state.surface, row.gate, row.park);
            return self.go(machine_id, Phase::ToPark, Way::by_road(&leg), ctx);
        }
        let pause = self.pause(machine_id);
        let loss_ms = if self.machines[machine_id].visits { pause.visit_loss_ms } else { pause.stop_loss_ms };
        self.join(machine_id, Span::from_millis(loss_ms.max(0)), ctx)?;
        if loss_ms < 0 {
            self.credit(machine_id, -loss_ms as f64);
        }
        self.refresh(mine_id, ctx)
    }

    /// The machine was repaired where it was stopped. See [`crate::Haulage::resume_in_place`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn resume_in_place<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let machine_id = self.known(machine)?;
        let mine_id = self.machines[machine_id].mine;
        if self.machines[machine_id].phase != Phase::Away {
            return Ok(());
        }
        self.pass(mine_id, ctx.now);
        match self.machines[machine_id].stopped_in {
            phase @ (Phase::ToGate | Phase::ToFace | Phase::ToPark) => {
                let way = self.machines[machine_id].way;
                return self.go(machine_id, phase, way, ctx);
            }
            _ => self.rejoin(machine_id, ctx)?,
        }
        self.refresh(mine_id, ctx)
    }

    pub(crate) fn pause(&self, machine_id: MachineId) -> Pause {
        let machine = &self.machines[machine_id];
        self.table.pauses[machine.mine].get(machine.class).copied().unwrap_or_default()
    }

    /// Production that a machine had in so much time, given at once: a stop that cost less than nothing. A truck's is of all
    /// loaders alike, a loader's its own.
    pub(crate) fn credit(&mut self, machine_id: MachineId, ms: f64) {
        let machine = &mut self.machines[machine_id];
        let book = &mut self.books[machine.mine];
        let rates = Arc::clone(&book.rates);
        let class = &rates.classes[machine.class];
        let all: f64 = rates.flows.iter().map(|flow| flow.kg).sum();
        if all <= 0.0 {
            return;
        }
        let of_all_ms = if machine.is_truck() { class.kg * ms / all } else { ms };
        let mine = &self.table.mines[machine.mine];
        for rate in &rates.flows {
            let (place, ..) = mine.flow(rate.flow);
            let loader = &self.table.layout.ground.loaders[mine.loaders[place]].machine;
            if !machine.is_truck() && loader.id != machine.status.machine {
                continue;
            }
            let mut kg = rate.kg * of_all_ms;
            // No more than the face still has.
            if let Some(face) = loader.face {
                kg = kg.min(self.left_kg[face]);
                self.left_kg[face] -= kg;
            }
            book.flows[rate.flow].loads += rate.loads * kg / rate.kg.max(f64::MIN_POSITIVE);
            book.flows[rate.flow].kg += kg;
        }
        machine.own[LOADS] += class.loads * ms;
        machine.own[KG] += class.kg * ms;
    }

    /// A loader counts again: what the others have lost by its stop is taken off what they sent.
    pub(crate) fn others_lose(&mut self, machine_id: MachineId) {
        let machine = &self.machines[machine_id];
        if machine.is_truck() {
            return;
        }
        let ms = self.pause(machine_id).others_loss_ms as f64;
        let (table, book) = (&self.table, &mut self.books[machine.mine]);
        let mine = &table.mines[machine.mine];
        for rate in &book.rates.flows {
            let (place, ..) = mine.flow(rate.flow);
            let loader = &table.layout.ground.loaders[mine.loaders[place]];
            if loader.machine.id == machine.status.machine {
                continue;
            }
            // No more than the face still has.
            let left = loader.machine.face.map_or(f64::INFINITY, |face| self.left_kg[face]);
            let kg = (rate.kg * ms).max(-left);
            // The face gets back no more than is not yet told of: another loader may dig it.
            let untold = (book.flows[rate.flow].kg - book.flows[rate.flow].logged_kg as f64).max(0.0);
            if let Some(face) = loader.machine.face {
                self.left_kg[face] += kg.min(untold);
            }
            book.flows[rate.flow].kg -= kg;
            book.flows[rate.flow].loads -= rate.loads * kg / rate.kg.max(f64::MIN_POSITIVE);
        }
    }

    // ---- On the way ---------------------------------------------------------------------------------------

    fn go<L: Recorder>(
        &mut self,
        machine_id: MachineId,
        phase: Phase,
        way: Way,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let machine = &mut self.machines[machine_id];
        machine.phase = phase;
        machine.since = ctx.now;
        machine.way = way;
        machine.status.enter(MachineState::TravelEmpty, ctx);
        Ok(ctx.calendar.schedule(
            self.machine_slot(machine_id),
            ctx.now + Span::from_millis(way.ms),
            Class(class::ARRIVAL),
        )?)
    }

    /// Burns what was used on the way up to now, and keeps what is left of it.
    pub(crate) fn burn_walk(&mut self, machine_id: MachineId, now: Time) {
        let machine = &mut self.machines[machine_id];
        if !matches!(machine.phase, Phase::ToGate | Phase::ToFace | Phase::ToPark) {
            return;
        }
        let ms = (now - machine.since).millis();
        machine.since = now;
        machine.way.ms = (machine.way.ms - ms).max(0);
        machine.tank.burn_flow(machine.way.flow, ms);
    }

    /// Burns what a loader idles away before it counts.
    pub(crate) fn burn_wait(&mut self, machine_id: MachineId, now: Time) {
        let machine = &mut self.machines[machine_id];
        if machine.is_truck() || machine.counted {
            return;
        }
        let ms = (now - machine.since).millis();
        machine.since = now;
        machine.tank.burn_flow(self.table.layout.ground.machine(machine.role).idle_flow, ms);
    }

    /// A loader's way between its face and the gate.
    fn walk(&self, machine_id: MachineId, loader_idx: LoaderIdx) -> Way {
        let row = &self.table.layout.ground.loaders[loader_idx];
        let ms = (self.face_to_gate(machine_id) / row.walk_m_per_ms).round() as i64;
        Way { ms, flow: row.work_flow }
    }

    /// A loader's way from its face to the gate, m.
    fn face_to_gate(&self, machine_id: MachineId) -> f64 {
        let machine = &self.machines[machine_id];
        let row = &self.table.layout.ground.mines[machine.mine];
        let place = machine.face.map_or(row.park, |face| self.table.layout.ground.faces[face].place);
        row.routes.metres(place, row.gate)
    }

    /// Distance to the gate, m: a truck's at work is the mean that was found.
    fn to_gate(&self, machine_id: MachineId, now: Time) -> f64 {
        let machine = &self.machines[machine_id];
        let row = &self.table.layout.ground.mines[machine.mine];
        let Role::Loader(loader_idx) = machine.role else {
            let parked = !machine.phase.is_at_work();
            return if parked {
                row.routes.metres(row.park, row.gate)
            } else {
                self.pause(machine_id).to_gate_m
            };
        };
        let metres = self.face_to_gate(machine_id);
        let left_ms = (machine.way.ms - (now - machine.since).millis()).max(0) as f64;
        let share = left_ms / (self.walk(machine_id, loader_idx).ms as f64).max(1.0);
        match machine.phase {
            Phase::ToGate => metres * share,
            Phase::ToFace => metres * (1.0 - share),
            _ => metres,
        }
    }
}
