//! What others ask of haulage by rates; the meaning of each call is that of the cycle model's call of the same name.

use super::haulage::{Done, RateHaulage};
use super::pauses::Pause;
use super::yard::{KG, LOADS, Phase, set_surface};
use crate::error::HaulageError;
use crate::routes::Surface;
use crate::{Notice, Stopped};
use iceroad_base::quantity::{Celsius, Metres, Ranged};
use iceroad_base::{Id, Span, Time};
use iceroad_kernel::calendar::Class;
use iceroad_kernel::context::Context;
use iceroad_model::event::{MachineState, Recorder, class};
use iceroad_model::{MachineId, MineId};
use std::sync::Arc;

impl RateHaulage {
    fn index(&self, machine: MachineId) -> Result<usize, HaulageError> {
        let known = machine.index() < self.machines.len();
        if known { Ok(machine.index()) } else { Err(HaulageError::UnknownMachine { machine }) }
    }

    /// A machine joins the fleet. See [`crate::Haulage::commission`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn commission<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) -> Done {
        let i = self.index(machine)?;
        if self.machines[i].phase != Phase::Absent {
            return Ok(());
        }
        let m = self.machines[i].mine;
        self.pass(m, ctx.now);
        self.begin_work(i, ctx)?;
        self.refresh(m, ctx)
    }

    /// A day begins with this mean. See [`crate::Haulage::set_weather`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn set_weather<L: Recorder>(
        &mut self,
        mine: MineId,
        mean: Celsius,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let m = mine.index();
        let Some(row) = self.table.layout.mines.get(m) else { return Ok(()) };
        let too_cold = row.stops_below.is_some_and(|least| mean.get() < least.get());
        self.pass(m, ctx.now);
        let worked = self.pits[m].works();
        set_surface(&mut self.pits[m], Surface::of(mean));
        if self.pits[m].too_cold != too_cold {
            self.pits[m].too_cold = too_cold;
            return self.mine_changes(m, worked, ctx);
        }
        self.refresh(m, ctx)
    }

    /// The store issued what the machine asked for. See [`crate::Haulage::fuel_ready`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn fuel_ready<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) -> Done {
        let i = self.index(machine)?;
        let m = self.machines[i].mine;
        let phase = self.machines[i].phase;
        if !matches!(phase, Phase::AskFuel | Phase::NoFuel) {
            return Ok(());
        }
        self.machines[i].tank.fill(machine, ctx);
        if phase == Phase::NoFuel {
            ctx.calendar.cancel(self.slot(i));
            self.pass(m, ctx.now);
            self.rejoin(i, ctx)?;
            return self.refresh(m, ctx);
        }
        self.machines[i].phase = Phase::Work;
        if self.machines[i].released {
            self.pass(m, ctx.now);
            return self.come_in(i, ctx);
        }
        self.set_look(i, ctx)
    }

    /// The machine has failed where it stands. See [`crate::Haulage::stop`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn stop<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<Stopped, HaulageError> {
        let i = self.index(machine)?;
        let (m, phase) = (self.machines[i].mine, self.machines[i].phase);
        if matches!(phase, Phase::Absent | Phase::Away) {
            return Ok(Stopped { to_gate: Metres::clamped(0.0), loaded: false });
        }
        self.pass(m, ctx.now);
        let to_gate = self.to_gate(i, ctx.now);
        self.leave(i, ctx.now);
        self.burn_walk(i, ctx.now);
        ctx.calendar.cancel(self.slot(i));
        let entry = &mut self.machines[i];
        if matches!(phase, Phase::AskFuel | Phase::NoFuel) {
            ctx.notices.push(Notice::FuelGivenUp { machine });
        }
        entry.phase = Phase::Away;
        entry.stopped_in = phase;
        entry.released = false;
        entry.visits = false;
        entry.status.hand_over(ctx);
        self.refresh(m, ctx)?;
        Ok(Stopped { to_gate: Metres::clamped(to_gate), loaded: false })
    }

    /// Asks the machine to come in for planned service. See [`crate::Haulage::release`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn release<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) -> Done {
        let i = self.index(machine)?;
        let m = self.machines[i].mine;
        let phase = self.machines[i].phase;
        if matches!(phase, Phase::Absent | Phase::Away) {
            return Ok(());
        }
        self.machines[i].released = true;
        self.pass(m, ctx.now);
        match phase {
            Phase::Work => self.come_in(i, ctx)?,
            Phase::Standing | Phase::NoWork => {
                self.leave(i, ctx.now);
                self.drive_to_gate(i, ctx)?;
            }
            Phase::NoFuel => {
                ctx.notices.push(Notice::FuelGivenUp { machine });
                self.drive_to_gate(i, ctx)?;
            }
            // These go when they have arrived, or are answered.
            _ => {}
        }
        self.refresh(m, ctx)
    }

    /// A machine at work that was asked in: a truck finishes its cycle, which takes what it was found to take; a loader
    /// walks off.
    fn come_in<L: Recorder>(&mut self, i: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let idle = self.pits[self.machines[i].mine].rates.classes[self.machines[i].class].idle;
        if !self.machines[i].is_truck || idle {
            self.leave(i, ctx.now);
            return self.drive_to_gate(i, ctx);
        }
        if !self.machines[i].counted {
            // It was on its way from the gate, and turns.
            self.machines[i].counted = true;
            let (m, class) = (self.machines[i].mine, self.machines[i].class);
            self.pits[m].count(class, 1);
        }
        let ms = self.pause(i).to_gate_ms.max(1);
        let at = ctx.now + Span::from_millis(ms);
        Ok(ctx.calendar.schedule(self.slot(i), at, Class(class::ARRIVAL))?)
    }

    /// Sets off for the gate from where a machine that is not at work stands.
    pub(crate) fn drive_to_gate<L: Recorder>(&mut self, i: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let machine = &self.machines[i];
        let row = &self.table.layout.mines[machine.mine];
        let ms = if machine.is_truck {
            let from = if machine.phase == Phase::NoFuel { row.fuel.unwrap_or(row.park) } else { row.park };
            let kind = self.table.layout.trucks[machine.row].kind;
            i64::from(row.routes.leg(kind, false, self.pits[machine.mine].state.surface, from, row.gate).ms)
        } else {
            self.walk_ms(i)
        };
        self.go(i, Phase::ToGate, ms, ctx)
    }

    pub(crate) fn at_gate<L: Recorder>(&mut self, i: usize, ctx: &mut Context<'_, L, Notice>) {
        let machine = &mut self.machines[i];
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
    pub fn resume<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) -> Done {
        let i = self.index(machine)?;
        let m = self.machines[i].mine;
        if self.machines[i].phase != Phase::Away {
            return Ok(());
        }
        self.pass(m, ctx.now);
        if !self.machines[i].is_truck {
            let ms = self.walk_ms(i);
            return self.go(i, Phase::ToFace, ms, ctx);
        }
        if !self.pits[m].works() {
            let row = &self.table.layout.mines[m];
            let kind = self.table.layout.trucks[self.machines[i].row].kind;
            let leg = row.routes.leg(kind, false, self.pits[m].state.surface, row.gate, row.park);
            return self.go(i, Phase::ToPark, i64::from(leg.ms), ctx);
        }
        let pause = self.pause(i);
        let loss_ms = if self.machines[i].visits { pause.visit_loss_ms } else { pause.stop_loss_ms };
        self.join(i, Span::from_millis(loss_ms.max(0)), ctx)?;
        if loss_ms < 0 {
            self.credit(i, -loss_ms as f64);
        }
        self.refresh(m, ctx)
    }

    /// The machine was repaired where it was stopped. See [`crate::Haulage::resume_in_place`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn resume_in_place<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let i = self.index(machine)?;
        let m = self.machines[i].mine;
        if self.machines[i].phase != Phase::Away {
            return Ok(());
        }
        self.pass(m, ctx.now);
        match self.machines[i].stopped_in {
            phase @ (Phase::ToGate | Phase::ToFace | Phase::ToPark) => {
                let ms = self.machines[i].walk_ms;
                return self.go(i, phase, ms, ctx);
            }
            _ => self.rejoin(i, ctx)?,
        }
        self.refresh(m, ctx)
    }

    pub(crate) fn pause(&self, i: usize) -> Pause {
        let machine = &self.machines[i];
        self.table.pauses[machine.mine].get(machine.class).copied().unwrap_or_default()
    }

    /// Production that a machine's class had in so much time, given at once: a stop that cost less than nothing.
    pub(crate) fn credit(&mut self, i: usize, ms: f64) {
        let machine = &mut self.machines[i];
        let pit = &mut self.pits[machine.mine];
        let rates = Arc::clone(&pit.rates);
        let class = &rates.classes[machine.class];
        let all: f64 = rates.flows.iter().map(|flow| flow.kg).sum();
        if all <= 0.0 {
            return;
        }
        let share = class.kg * ms / all;
        let mine = &self.table.mines[machine.mine];
        for rate in &rates.flows {
            let (place, ..) = mine.flow(rate.flow);
            let mut kg = rate.kg * share;
            // No more than the face still has.
            if let Some(face) = self.table.layout.loaders[mine.loaders[place]].face {
                kg = kg.min(self.left_kg[face.index()]);
                self.left_kg[face.index()] -= kg;
            }
            pit.flows[rate.flow].loads += rate.loads * kg / rate.kg.max(f64::MIN_POSITIVE);
            pit.flows[rate.flow].kg += kg;
        }
        machine.own[LOADS] += class.loads * ms;
        machine.own[KG] += class.kg * ms;
    }

    /// A loader counts again: what the others have lost by its stop is taken off what they sent.
    pub(crate) fn others_lose(&mut self, i: usize) {
        let machine = &self.machines[i];
        if machine.is_truck {
            return;
        }
        let ms = self.pause(i).others_loss_ms as f64;
        let (table, pit) = (&self.table, &mut self.pits[machine.mine]);
        let mine = &table.mines[machine.mine];
        for rate in &pit.rates.flows {
            let (place, ..) = mine.flow(rate.flow);
            let loader = &table.layout.loaders[mine.loaders[place]];
            if loader.id == machine.status.machine {
                continue;
            }
            // No more than the face still has.
            let left = loader.face.map_or(f64::INFINITY, |face| self.left_kg[face.index()]);
            let kg = (rate.kg * ms).max(-left);
            // The face gets back no more than is not yet told of: another loader may dig it.
            let untold = (pit.flows[rate.flow].kg - pit.flows[rate.flow].logged_kg as f64).max(0.0);
            if let Some(face) = loader.face {
                self.left_kg[face.index()] += kg.min(untold);
            }
            pit.flows[rate.flow].kg -= kg;
            pit.flows[rate.flow].loads -= rate.loads * kg / rate.kg.max(f64::MIN_POSITIVE);
        }
    }

    // ---- On the way ---------------------------------------------------------------------------------------

    fn go<L: Recorder>(&mut self, i: usize, phase: Phase, ms: i64, ctx: &mut Context<'_, L, Notice>) -> Done {
        let machine = &mut self.machines[i];
        machine.phase = phase;
        machine.since = ctx.now;
        machine.walk_ms = ms;
        machine.status.enter(MachineState::TravelEmpty, ctx);
        Ok(ctx.calendar.schedule(self.slot(i), ctx.now + Span::from_millis(ms), Class(class::ARRIVAL))?)
    }

    /// Burns what was used on the way up to now, and keeps what is left of it.
    pub(crate) fn burn_walk(&mut self, i: usize, now: Time) {
        let machine = &mut self.machines[i];
        if !matches!(machine.phase, Phase::ToGate | Phase::ToFace | Phase::ToPark) {
            return;
        }
        let ms = (now - machine.since).millis();
        machine.since = now;
        machine.walk_ms = (machine.walk_ms - ms).max(0);
        let layout = &self.table.layout;
        let row = if machine.is_truck { &layout.trucks[machine.row] } else { &layout.loaders[machine.row] };
        machine.tank.burn_flow(row.work_ml_h, ms);
    }

    /// Burns what a loader idles away before it counts.
    pub(crate) fn burn_wait(&mut self, i: usize, now: Time) {
        let machine = &mut self.machines[i];
        if machine.is_truck || machine.counted {
            return;
        }
        let ms = (now - machine.since).millis();
        machine.since = now;
        machine.tank.burn_flow(self.table.layout.loaders[machine.row].idle_ml_h, ms);
    }

    fn walk_ms(&self, i: usize) -> i64 {
        let speed = self.table.layout.loaders[self.machines[i].row].walk_m_per_ms;
        (self.face_to_gate(i) / speed).round() as i64
    }

    /// A loader's way from its face to the gate, m.
    fn face_to_gate(&self, i: usize) -> f64 {
        let machine = &self.machines[i];
        let row = &self.table.layout.mines[machine.mine];
        let place = machine.face.map_or(row.park, |face| self.table.layout.faces[face].place);
        row.routes.metres(place, row.gate)
    }

    /// Distance to the gate, m: a truck's at work is the mean that was found.
    fn to_gate(&self, i: usize, now: Time) -> f64 {
        let machine = &self.machines[i];
        let row = &self.table.layout.mines[machine.mine];
        if machine.is_truck {
            let parked = !machine.phase.is_at_work();
            return if parked { row.routes.metres(row.park, row.gate) } else { self.pause(i).to_gate_m };
        }
        let metres = self.face_to_gate(i);
        let left_ms = (machine.walk_ms - (now - machine.since).millis()).max(0) as f64;
        let share = left_ms / (self.walk_ms(i) as f64).max(1.0);
        match machine.phase {
            Phase::ToGate => metres * share,
            Phase::ToFace => metres * (1.0 - share),
            _ => metres,
        }
    }
}
