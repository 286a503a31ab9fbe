//! Haulage by rates: the same calls and notices as the cycle model, without its cycles.
//!
//! A machine begins to work with the shift, is parked a class's tail after its end, fails, is asked in, is towed and
//! comes back as in the cycle model, so the clocks of maintenance meet the same luck. Between two such changes
//! everything flows at the rates of the [state](super::State).
//!
//! Part cycles: a truck that comes back from a stop counts only after the time a stop is found to cost
//! (the module `pauses`), and one asked in counts until it is at the gate.
//!
//! The log tells what was hauled in sums (`hauled`, `carried`, `spent`) when the books are made up:
//! [`RateHaulage::settle`] at a month's end, [`RateHaulage::settle_tonnes`] whenever tonnes are asked for.

use super::RateTable;
use super::fuel::HOTTER;
use super::learn::Rates;
use super::yard::{Flow, Machine, Phase, Pit, Sums, WIDTH};
use crate::error::HaulageError;
use crate::layout::Role;
use crate::routes::Surface;
use crate::yard::{LOW_TANK, Tank};
use crate::{Layout, Notice};
use iceroad_base::quantity::Mass;
use iceroad_base::random::Stream;
use iceroad_base::{Id, Span, Time};
use iceroad_kernel::calendar::{Class, Slot};
use iceroad_kernel::context::Context;
use iceroad_model::DumpId;
use iceroad_model::event::{MachineState, Recorder, class};
use std::sync::Arc;

pub(crate) type Done = Result<(), HaulageError>;

/// Haulage of all mines in one replication, by rates.
pub struct RateHaulage {
    pub(crate) table: Arc<RateTable>,
    pub(crate) first_slot: u16,
    /// By id.
    pub(crate) machines: Vec<Machine>,
    pub(crate) pits: Vec<Pit>,
    /// Position of the first class of each mine among all classes.
    pub(crate) first_class: Vec<usize>,
    pub(crate) n_classes: usize,
    pub(crate) dumped_kg: Vec<i64>,
    /// What is left at each face; infinite where it is not counted.
    pub(crate) left_kg: Vec<f64>,
}

impl RateHaulage {
    /// Haulage for one replication on a table of rates.
    ///
    /// `seed` and `replication` name the tanks' levels at the start, which are those of the cycle model.
    pub fn new(table: Arc<RateTable>, seed: u64, replication: u32, first_slot: u16) -> RateHaulage {
        let layout = Arc::clone(&table.layout);
        RateHaulage::on_layout(table, &layout, seed, replication, first_slot)
    }

    /// The same with the machines of another layout there from the start; in all else it must be the table's.
    pub fn on_layout(
        table: Arc<RateTable>,
        layout: &Layout,
        seed: u64,
        replication: u32,
        first_slot: u16,
    ) -> RateHaulage {
        let mut first_class = Vec::new();
        let mut n_classes = 0;
        let mut pits = Vec::new();
        let mut class_of = vec![0; layout.roles.len()];
        for mine in &table.mines {
            first_class.push(n_classes);
            n_classes += mine.machines.len();
            for (class, machines) in mine.machines.iter().enumerate() {
                machines.iter().for_each(|machine| class_of[machine.index()] = class);
            }
            let mut state = mine.full(Surface::Normal);
            state.trucks.fill(0);
            state.loaders.fill(false);
            let idle = super::learn::ClassRates { idle: true, ..Default::default() };
            let rates = Rates { classes: Arc::new(vec![idle; mine.machines.len()]), ..Rates::default() };
            let bounded = |&l: &usize| {
                layout.loaders[l].face.is_some_and(|face| layout.faces[face.index()].available_kg.is_some())
            };
            pits.push(Pit {
                on_shift: false,
                too_cold: false,
                shifts_begun: 0,
                at: Time::START,
                on_ms: 0,
                at_work_ms: vec![0; mine.machines.len()],
                rated: state.clone(),
                sheet: table.sheet(&state),
                state,
                rates: Arc::new(rates),
                active: vec![false; mine.machines.len()],
                sums: vec![[0.0; WIDTH]; mine.machines.len()],
                flows: vec![Flow::default(); mine.n_flows()],
                untold_loads: 0,
                untold_kg: 0,
                looked_at: vec![f64::INFINITY; mine.machines.len()],
                has_bounds: mine.loaders.iter().any(bounded),
            });
        }
        let machine = |(index, &role): (usize, &Role)| {
            let (row, place) = match role {
                Role::Truck(t) => (&layout.trucks[t], (true, t)),
                Role::Loader(l) => (&layout.loaders[l], (false, l)),
            };
            // The stream and share of the cycle model: the tanks are those that it would have.
            let share = LOW_TANK
                + (1.0 - LOW_TANK) * Stream::named(seed, replication, &row.name, "tank at start").uniform();
            let mut machine = Machine::new(row, place, class_of[index], Tank::new(row.tank_ml, share));
            machine.face = row.face.map(Id::index).filter(|_| !machine.is_truck);
            machine
        };
        let machines = layout.roles.iter().enumerate().map(machine).collect();
        let dumped_kg = vec![0; layout.dumps.len()];
        let left = |kg: Option<i64>| kg.map_or(f64::INFINITY, |kg| kg as f64);
        let left_kg = layout.faces.iter().map(|face| left(face.available_kg)).collect();
        RateHaulage { table, first_slot, machines, pits, first_class, n_classes, dumped_kg, left_kg }
    }

    /// How many calendar slots it needs: one a machine, two a mine, one a class.
    pub fn n_slots(&self) -> usize {
        self.machines.len() + 2 * self.pits.len() + self.n_classes
    }

    /// Mass dumped at a dump, as far as the books are made up.
    pub fn dumped_total(&self, dump: DumpId) -> Mass {
        self.dumped_kg.get(dump.index()).map_or(Mass::ZERO, |&kg| Mass(kg))
    }

    /// Begins at the horizon's start.
    ///
    /// # Errors
    /// [`HaulageError`], a bug: the run cannot continue.
    pub fn start<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Done {
        for m in 0..self.pits.len() {
            self.turn_shift(m, ctx)?;
            let works = self.pits[m].works();
            self.pits[m].active.fill(works);
        }
        for i in 0..self.machines.len() {
            if self.machines[i].at_start {
                self.begin_work(i, ctx)?;
            } else {
                self.machines[i].status.enter(MachineState::Absent, ctx);
            }
        }
        self.refresh_all(ctx)
    }

    /// An event of slot `local` (counted from the first of haulage's) has fallen due.
    ///
    /// # Errors
    /// [`HaulageError`], a bug: the run cannot continue.
    pub fn on_due<L: Recorder>(&mut self, local: u16, ctx: &mut Context<'_, L, Notice>) -> Done {
        let local = usize::from(local);
        let (machines, mines) = (self.machines.len(), self.pits.len());
        if local < machines {
            return self.machine_due(local, ctx);
        }
        if local < machines + mines {
            return self.shift_changes(local - machines, ctx);
        }
        if local < machines + 2 * mines {
            let m = local - machines - mines;
            self.pass(m, ctx.now);
            self.faces_dug_out(m, ctx);
            return self.refresh(m, ctx);
        }
        self.class_parks(local - machines - 2 * mines, ctx)
    }

    fn machine_due<L: Recorder>(&mut self, i: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let machine = &self.machines[i];
        let (m, phase) = (machine.mine, machine.phase);
        if phase == Phase::Work && machine.counted && !machine.released {
            return self.look_at_tank(i, ctx);
        }
        self.pass(m, ctx.now);
        let machine = &mut self.machines[i];
        match phase {
            Phase::Work if machine.released => {
                self.leave(i, ctx.now);
                self.at_gate(i, ctx);
            }
            Phase::Work => {
                self.burn_wait(i, ctx.now);
                self.others_lose(i);
                let machine = &mut self.machines[i];
                machine.counted = true;
                let class = machine.class;
                self.pits[m].count(class, 1);
                self.look_at_tank(i, ctx)?;
            }
            Phase::AskFuel => self.goes_without(i, ctx)?,
            Phase::ToPark => {
                machine.phase = Phase::Standing;
                if machine.released { self.drive_to_gate(i, ctx)? } else { self.begin_work(i, ctx)? }
            }
            Phase::ToGate => {
                self.burn_walk(i, ctx.now);
                self.at_gate(i, ctx);
            }
            Phase::ToFace => {
                self.burn_walk(i, ctx.now);
                self.rejoin(i, ctx)?;
            }
            Phase::Absent | Phase::Away | Phase::Standing | Phase::NoWork | Phase::NoFuel => {}
        }
        self.refresh(m, ctx)
    }

    // ---- At work ------------------------------------------------------------------------------------------

    /// A machine that stands ready turns to work, if there is any. The mine's time must have passed up to now.
    pub(crate) fn begin_work<L: Recorder>(&mut self, i: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.join(i, Span::ZERO, ctx)
    }

    /// The same after a stop: a loader counts when trucks have come to it again.
    pub(crate) fn rejoin<L: Recorder>(&mut self, i: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let after = if self.machines[i].is_truck { 0 } else { self.pause(i).stop_loss_ms };
        self.join(i, Span::from_millis(after), ctx)
    }

    /// The same, and it counts only some time later.
    pub(crate) fn join<L: Recorder>(
        &mut self,
        i: usize,
        after: Span,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let (m, class) = (self.machines[i].mine, self.machines[i].class);
        if !self.pits[m].works() {
            self.stand(i, ctx);
            return Ok(());
        }
        if !self.machines[i].is_truck && !self.has_face(i) {
            self.leave(i, ctx.now);
            self.machines[i].phase = Phase::NoWork;
            self.machines[i].status.enter(MachineState::NoWork, ctx);
            return Ok(());
        }
        if !self.machines[i].follows {
            self.count_up(m);
            self.machines[i].seen = self.pits[m].sums[class];
            self.machines[i].follows = true;
        }
        let pit = &mut self.pits[m];
        let machine = &mut self.machines[i];
        // A loader that does not count yet waits for trucks.
        let waits = !machine.is_truck && after > Span::ZERO;
        let idle = pit.rates.classes[class].idle && !waits;
        machine.turn_to_work(idle, ctx);
        machine.counted = after <= Span::ZERO;
        if !machine.counted {
            ctx.calendar.schedule(self.slot(i), ctx.now + after, Class(class::ARRIVAL))?;
            return Ok(());
        }
        pit.count(class, 1);
        // What was set before is early enough.
        if ctx.calendar.pending(self.slot(i)).is_none() {
            self.look_at_tank(i, ctx)?;
        }
        Ok(())
    }

    fn has_face(&self, i: usize) -> bool {
        self.machines[i].face.is_some_and(|face| self.left_kg[face] >= 1.0)
    }

    /// A machine ceases to work, for whatever reason, or is no longer ready for the next shift; who calls says what it
    /// does instead. The mine's time must have passed up to now.
    pub(crate) fn leave(&mut self, i: usize, now: Time) {
        if self.machines[i].phase.is_at_work() {
            self.burn_wait(i, now);
        }
        let machine = &mut self.machines[i];
        let (m, class) = (machine.mine, machine.class);
        if std::mem::take(&mut machine.counted) {
            self.pits[m].count(class, -1);
        }
        if std::mem::take(&mut self.machines[i].follows) {
            self.count_up(m);
            self.machines[i].read(&self.pits[m].sums[class]);
        }
    }

    // ---- Time and rates -----------------------------------------------------------------------------------

    /// Lets a mine's time pass up to now.
    pub(crate) fn pass(&mut self, m: usize, now: Time) {
        self.pits[m].pass(now);
        // What is left at a face is asked for all the time.
        if self.pits[m].has_bounds {
            self.count_up(m);
        }
    }

    /// Counts the time that has passed into a mine's sums.
    pub(crate) fn count_up(&mut self, m: usize) {
        let (table, left_kg) = (&self.table, &mut self.left_kg);
        self.pits[m].count_up(|flow, kg| {
            let (place, ..) = table.mines[m].flow(flow);
            let loader = table.mines[m].loaders[place];
            if let Some(face) = table.layout.loaders[loader].face {
                left_kg[face.index()] = (left_kg[face.index()] - kg).max(0.0);
            }
        });
    }

    pub(crate) fn refresh_all<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Done {
        (0..self.pits.len()).try_for_each(|m| self.refresh(m, ctx))
    }

    /// Looks the rates of a mine up where its state has changed.
    pub(crate) fn refresh<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let pit = &mut self.pits[m];
        // A mine that stands keeps the rates of its last hour: they say how long its machines take to be parked.
        if !pit.works() {
            return Ok(());
        }
        if pit.rated == pit.state && pit.rates.simulated + pit.rates.flows.len() as u64 > 0 {
            return self.next_dug_out(m, ctx);
        }
        if !pit.sheet.holds(&pit.state) {
            pit.sheet = self.table.sheet(&pit.state);
        }
        let rates = self.table.rates_on(&pit.sheet, &pit.state)?;
        pit.rated.clone_from(&pit.state);
        self.count_up(m);
        let before = std::mem::replace(&mut self.pits[m].rates, rates);
        for class in 0..before.classes.len() {
            let idle = self.pits[m].rates.classes[class].idle;
            if idle != before.classes[class].idle {
                self.turn_idle(m, class, idle, ctx)?;
            }
            let pit = &mut self.pits[m];
            if pit.rates.classes[class].burn > pit.looked_at[class] * HOTTER {
                pit.looked_at[class] = f64::INFINITY;
                self.look_at_tanks(m, class, ctx)?;
            }
        }
        self.next_dug_out(m, ctx)
    }

    /// There is no work for a class any longer, or there is again.
    fn turn_idle<L: Recorder>(
        &mut self,
        m: usize,
        class: usize,
        idle: bool,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let table = Arc::clone(&self.table);
        for machine in &table.mines[m].machines[class] {
            let i = machine.index();
            if self.machines[i].phase != Phase::Work || self.machines[i].released {
                continue;
            }
            let state = if idle { MachineState::NoWork } else { self.machines[i].cover() };
            self.machines[i].status.enter(state, ctx);
        }
        Ok(())
    }

    /// A class burns so much more than when its tanks were looked at that they may run low sooner.
    fn look_at_tanks<L: Recorder>(
        &mut self,
        m: usize,
        class: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let table = Arc::clone(&self.table);
        for machine in &table.mines[m].machines[class] {
            let machine = &self.machines[machine.index()];
            if machine.phase == Phase::Work && machine.counted && !machine.released {
                self.look_at_tank(machine.status.machine.index(), ctx)?;
            }
        }
        Ok(())
    }

    /// Sets the mine's clock for the next face to be dug out at the present rates.
    fn next_dug_out<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let pit = &self.pits[m];
        if !pit.has_bounds {
            return Ok(());
        }
        let slot = self.slot(self.machines.len() + self.pits.len() + m);
        let mut rate = vec![0.0; self.left_kg.len()];
        for flow in &pit.rates.flows {
            let (place, ..) = self.table.mines[m].flow(flow.flow);
            if let Some(face) = self.table.layout.loaders[self.table.mines[m].loaders[place]].face {
                rate[face.index()] += flow.kg;
            }
        }
        let lasts = |(&left, &rate): (&f64, &f64)| if rate > 0.0 { left / rate } else { f64::INFINITY };
        let ms = self.left_kg.iter().zip(&rate).map(lasts).fold(f64::INFINITY, f64::min);
        ctx.calendar.cancel(slot);
        // Beyond a thousand years nothing need be set.
        if ms < 3.2e13 {
            let at = ctx.now + Span::from_millis(ms as i64 + 1);
            ctx.calendar.schedule(slot, at, Class(class::SERVED))?;
        }
        Ok(())
    }

    fn faces_dug_out<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) {
        let table = Arc::clone(&self.table);
        for &l in &table.mines[m].loaders {
            let i = table.layout.loaders[l].id.index();
            if self.machines[i].phase == Phase::Work && !self.has_face(i) {
                self.leave(i, ctx.now);
                self.machines[i].phase = Phase::NoWork;
                self.machines[i].status.enter(MachineState::NoWork, ctx);
            }
        }
    }

    // ---- Small things -------------------------------------------------------------------------------------

    pub(crate) fn slot(&self, local: usize) -> Slot {
        Slot(self.first_slot + local as u16)
    }

    pub(super) fn class_slot(&self, m: usize, class: usize) -> Slot {
        self.slot(self.machines.len() + 2 * self.pits.len() + self.first_class[m] + class)
    }

    pub(crate) fn sums(&self, i: usize) -> &Sums {
        &self.pits[self.machines[i].mine].sums[self.machines[i].class]
    }
}
