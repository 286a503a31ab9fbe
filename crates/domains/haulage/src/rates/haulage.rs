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
use super::machines::{Flow, Machine, MineBook, Phase, Sums, WIDTH};
use super::plan::PlanBook;
use crate::Layout;
use crate::fleet::tank_at_start;
use crate::ground::Role;
use crate::notice::{Ctx, Done};
use crate::rows::LoaderIdx;
use crate::surface::Surface;
use iceroad_base::quantity::Mass;
use iceroad_base::random::Stream;
use iceroad_base::{Id, Span, Table, Time};
use iceroad_kernel::calendar::{Class, Slot};
use iceroad_model::event::{MachineState, Recorder, class};
use iceroad_model::{DumpId, FaceId, MachineId, MineId};
use std::sync::Arc;

/// Haulage of all mines in one replication, by rates.
pub struct RateHaulage {
    pub(crate) table: Arc<RateTable>,
    pub(crate) first_slot: u16,
    pub(crate) machines: Table<MachineId, Machine>,
    pub(crate) books: Table<MineId, MineBook>,
    /// Position of the first class of each mine among all classes.
    pub(crate) first_class: Table<MineId, usize>,
    pub(crate) n_classes: usize,
    pub(crate) dumped_kg: Table<DumpId, i64>,
    /// What is left at each face; infinite where it is not counted.
    pub(crate) left_kg: Table<FaceId, f64>,
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
        let mut first_class = Table::new();
        let mut n_classes = 0;
        let mut books = Table::new();
        let mut class_of: Table<MachineId, usize> = Table::filled(layout.ground.roles.len(), 0);
        for mine in &table.mines {
            first_class.push(n_classes);
            n_classes += mine.machines.len();
            for (class, machines) in mine.machines.iter().enumerate() {
                machines.iter().for_each(|&machine| class_of[machine] = class);
            }
            let mut state = mine.full(Surface::Normal);
            state.trucks.fill(0);
            state.loaders.fill(false);
            let idle = super::learn::ClassRates { idle: true, ..Default::default() };
            let rates = Rates { classes: Arc::new(vec![idle; mine.machines.len()]), ..Rates::default() };
            let bounded = |&loader_idx: &LoaderIdx| {
                layout.ground.loaders[loader_idx]
                    .machine
                    .face
                    .is_some_and(|face| layout.ground.faces[face].available.is_some())
            };
            books.push(MineBook {
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
                plan: mine.plan.as_ref().map(PlanBook::new).unwrap_or_default(),
                has_bounds: mine.loaders.iter().any(bounded),
            });
        }
        let machine = |(id, &role): (MachineId, &Role)| {
            let row = layout.ground.machine(role);
            // The stream and share of the cycle model: the tanks are those that it would have.
            let tank = tank_at_start(row, |name, purpose| Stream::named(seed, replication, name, purpose));
            let mut machine = Machine::new(row, role, class_of[id], tank);
            machine.face = row.face.filter(|_| !machine.is_truck());
            machine
        };
        let machines = layout.ground.roles.entries().map(machine).collect();
        let dumped_kg = Table::filled(layout.ground.dumps.len(), 0);
        let left = |mass: Option<Mass>| mass.map_or(f64::INFINITY, |mass| mass.get() as f64);
        let left_kg = layout.ground.faces.iter().map(|face| left(face.available)).collect();
        RateHaulage { table, first_slot, machines, books, first_class, n_classes, dumped_kg, left_kg }
    }

    /// How many calendar slots it needs: one a machine, three a mine, one a class.
    pub fn n_slots(&self) -> usize {
        self.machines.len() + 3 * self.books.len() + self.n_classes
    }

    /// Mass dumped at a dump, as far as the books are made up.
    pub fn dumped_total(&self, dump: DumpId) -> Mass {
        self.dumped_kg.get(dump).map_or(Mass::ZERO, |&kg| Mass(kg))
    }

    /// Begins at the horizon's start.
    ///
    /// # Errors
    /// [`HaulageError`](crate::HaulageError), a bug: the run cannot continue.
    pub fn start<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) -> Done {
        for mine_id in self.books.ids() {
            self.turn_shift(mine_id, ctx)?;
            let works = self.books[mine_id].works();
            self.books[mine_id].active.fill(works);
        }
        for machine_id in self.machines.ids() {
            if self.machines[machine_id].at_start {
                self.begin_work(machine_id, ctx)?;
            } else {
                self.machines[machine_id].status.enter(MachineState::Absent, ctx);
            }
        }
        self.refresh_all(ctx)
    }

    /// An event of slot `local` (counted from the first of haulage's) has fallen due.
    ///
    /// # Errors
    /// [`HaulageError`](crate::HaulageError), a bug: the run cannot continue.
    pub fn on_due<L: Recorder>(&mut self, local: u16, ctx: &mut Ctx<'_, L>) -> Done {
        let local = usize::from(local);
        let (machines, mines) = (self.machines.len(), self.books.len());
        if local < machines {
            return self.machine_due(Id::from_index(local), ctx);
        }
        if local < machines + mines {
            return self.shift_changes(Id::from_index(local - machines), ctx);
        }
        if local < machines + 2 * mines {
            let mine_id = Id::from_index(local - machines - mines);
            self.pass(mine_id, ctx.now);
            self.faces_dug_out(mine_id, ctx);
            return self.refresh(mine_id, ctx);
        }
        if local < machines + 3 * mines {
            let mine_id = Id::from_index(local - machines - 2 * mines);
            self.pass(mine_id, ctx.now);
            return self.refresh(mine_id, ctx);
        }
        self.class_parks(local - machines - 3 * mines, ctx)
    }

    fn machine_due<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let machine = &self.machines[machine_id];
        let (mine_id, phase) = (machine.mine, machine.phase);
        if phase == Phase::Work && machine.counted && !machine.released {
            return self.look_at_tank(machine_id, ctx);
        }
        self.pass(mine_id, ctx.now);
        let machine = &mut self.machines[machine_id];
        match phase {
            Phase::Work if machine.released => {
                self.leave(machine_id, ctx.now);
                self.at_gate(machine_id, ctx);
            }
            Phase::Work => {
                self.burn_wait(machine_id, ctx.now);
                self.others_lose(machine_id);
                let machine = &mut self.machines[machine_id];
                machine.counted = true;
                let class = machine.class;
                self.books[mine_id].count(class, 1);
                self.look_at_tank(machine_id, ctx)?;
            }
            Phase::AskFuel => self.goes_without(machine_id, ctx)?,
            Phase::ToPark => {
                self.burn_walk(machine_id, ctx.now);
                let machine = &mut self.machines[machine_id];
                machine.phase = Phase::Standing;
                if machine.released {
                    self.drive_to_gate(machine_id, ctx)?
                } else {
                    self.begin_work(machine_id, ctx)?
                }
            }
            Phase::ToGate => {
                self.burn_walk(machine_id, ctx.now);
                self.at_gate(machine_id, ctx);
            }
            Phase::ToFace => {
                self.burn_walk(machine_id, ctx.now);
                self.rejoin(machine_id, ctx)?;
            }
            Phase::Absent | Phase::Away | Phase::Standing | Phase::NoWork | Phase::NoFuel => {}
        }
        self.refresh(mine_id, ctx)
    }

    // ---- At work ------------------------------------------------------------------------------------------

    /// A machine that stands ready turns to work, if there is any. The mine's time must have passed up to now.
    pub(crate) fn begin_work<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        self.join(machine_id, Span::ZERO, ctx)
    }

    /// The same after a stop: a loader counts when trucks have come to it again. One that lost less than nothing, for a crusher
    /// had enough in line and in its hopper, is given that, but no more than it was away.
    pub(crate) fn rejoin<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        if self.machines[machine_id].is_truck() {
            return self.join(machine_id, Span::ZERO, ctx);
        }
        let (mine_id, loss_ms) = (self.machines[machine_id].mine, self.pause(machine_id).stop_loss_ms);
        self.join(machine_id, Span::from_millis(loss_ms.max(0)), ctx)?;
        if loss_ms < 0 && self.machines[machine_id].counted {
            let windows = &self.table.layout.ground.mines[mine_id].windows;
            let away = windows.on_time_between(self.machines[machine_id].left_at, ctx.now);
            // The rates are those with it from now on.
            self.refresh(mine_id, ctx)?;
            self.credit(machine_id, away.millis().min(-loss_ms) as f64);
        }
        Ok(())
    }

    /// The same, and it counts only some time later.
    pub(crate) fn join<L: Recorder>(
        &mut self,
        machine_id: MachineId,
        after: Span,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let (mine_id, class) = (self.machines[machine_id].mine, self.machines[machine_id].class);
        if !self.books[mine_id].works() {
            self.stand(machine_id, ctx);
            return Ok(());
        }
        if !self.machines[machine_id].is_truck() && !self.has_face(machine_id) {
            self.leave(machine_id, ctx.now);
            self.machines[machine_id].phase = Phase::NoWork;
            self.machines[machine_id].status.enter(MachineState::NoWork, ctx);
            return Ok(());
        }
        if !self.machines[machine_id].follows {
            self.count_up(mine_id);
            self.machines[machine_id].seen = self.books[mine_id].sums[class];
            self.machines[machine_id].follows = true;
        }
        let book = &mut self.books[mine_id];
        let machine = &mut self.machines[machine_id];
        // A loader that does not count yet waits for trucks.
        let waits = !machine.is_truck() && after > Span::ZERO;
        let idle = book.rates.classes[class].idle && !waits;
        machine.turn_to_work(idle, ctx);
        machine.counted = after <= Span::ZERO;
        if !machine.counted {
            ctx.calendar.schedule(self.machine_slot(machine_id), ctx.now + after, Class(class::ARRIVAL))?;
            return Ok(());
        }
        book.count(class, 1);
        // What was set before is early enough.
        if ctx.calendar.pending(self.machine_slot(machine_id)).is_none() {
            self.look_at_tank(machine_id, ctx)?;
        }
        Ok(())
    }

    fn has_face(&self, machine_id: MachineId) -> bool {
        self.machines[machine_id].face.is_some_and(|face| self.left_kg[face] >= 1.0)
    }

    /// A machine ceases to work, for whatever reason, or is no longer ready for the next shift; who calls says what it
    /// does instead. The mine's time must have passed up to now.
    pub(crate) fn leave(&mut self, machine_id: MachineId, now: Time) {
        if self.machines[machine_id].phase.is_at_work() {
            self.burn_wait(machine_id, now);
        }
        let machine = &mut self.machines[machine_id];
        let (mine_id, class) = (machine.mine, machine.class);
        if std::mem::take(&mut machine.counted) {
            machine.left_at = now;
            self.books[mine_id].count(class, -1);
        }
        if std::mem::take(&mut self.machines[machine_id].follows) {
            self.count_up(mine_id);
            self.machines[machine_id].read(&self.books[mine_id].sums[class]);
        }
    }

    // ---- Time and rates -----------------------------------------------------------------------------------

    /// Lets a mine's time pass up to now.
    pub(crate) fn pass(&mut self, mine_id: MineId, now: Time) {
        self.books[mine_id].pass(now);
        // What is left at a face is asked for all the time.
        if self.books[mine_id].has_bounds {
            self.count_up(mine_id);
        }
    }

    /// Counts the time that has passed into a mine's sums.
    pub(crate) fn count_up(&mut self, mine_id: MineId) {
        let (table, left_kg) = (&self.table, &mut self.left_kg);
        self.books[mine_id].count_up(|flow, kg| {
            let (place, ..) = table.mines[mine_id].flow(flow);
            let loader = table.mines[mine_id].loaders[place];
            if let Some(face) = table.layout.ground.loaders[loader].machine.face {
                left_kg[face] = (left_kg[face] - kg).max(0.0);
            }
        });
    }

    pub(crate) fn refresh_all<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) -> Done {
        self.books.ids().try_for_each(|mine_id| self.refresh(mine_id, ctx))
    }

    /// Looks the rates of a mine up where its state has changed.
    pub(crate) fn refresh<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        // A mine that stands keeps the rates of its last hour: they say how long its machines take to be parked.
        if !self.books[mine_id].works() {
            return Ok(());
        }
        self.look_at_plan(mine_id, ctx.now);
        self.look_up(mine_id, ctx)?;
        self.next_dug_out(mine_id, ctx)?;
        self.next_of_plan(mine_id, ctx)
    }

    fn look_up<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let book = &mut self.books[mine_id];
        if book.rated == book.state && book.rates.simulated + book.rates.flows.len() as u64 > 0 {
            return Ok(());
        }
        if !book.sheet.holds(&book.state) {
            book.sheet = self.table.sheet(&book.state);
        }
        let rates = self.table.rates_on(&book.sheet, &book.state)?;
        book.rated.clone_from(&book.state);
        self.count_up(mine_id);
        let before = std::mem::replace(&mut self.books[mine_id].rates, rates);
        for class in 0..before.classes.len() {
            let idle = self.books[mine_id].rates.classes[class].idle;
            if idle != before.classes[class].idle {
                self.turn_idle(mine_id, class, idle, ctx)?;
            }
            let book = &mut self.books[mine_id];
            if book.rates.classes[class].burn > book.looked_at[class] * HOTTER {
                book.looked_at[class] = f64::INFINITY;
                self.look_at_tanks(mine_id, class, ctx)?;
            }
        }
        Ok(())
    }

    /// Finds what mix dispatch keeps, and what it does not want now.
    fn look_at_plan(&mut self, mine_id: MineId, now: Time) {
        let table = Arc::clone(&self.table);
        let mine = &table.mines[mine_id];
        let Some(plan) = &mine.plan else { return };
        self.count_up(mine_id);
        let book = &mut self.books[mine_id];
        book.plan.look(plan, mine, &book.flows, now);
        book.plan.tell(plan, &mut book.state);
    }

    /// Sets the mine's clock for when dispatch wants something else, at the present rates.
    fn next_of_plan<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let mine = &self.table.mines[mine_id];
        let Some(plan) = &mine.plan else { return Ok(()) };
        let book = &self.books[mine_id];
        let slot = self.slot(self.machines.len() + 2 * self.books.len() + mine_id.index());
        ctx.calendar.cancel(slot);
        if let Some(at) = book.plan.next_change(plan, mine, &book.rates, ctx.now) {
            ctx.calendar.schedule(slot, at, Class(class::SERVED))?;
        }
        Ok(())
    }

    /// There is no work for a class any longer, or there is again.
    fn turn_idle<L: Recorder>(
        &mut self,
        mine_id: MineId,
        class: usize,
        idle: bool,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let table = Arc::clone(&self.table);
        for &machine_id in &table.mines[mine_id].machines[class] {
            if self.machines[machine_id].phase != Phase::Work || self.machines[machine_id].released {
                continue;
            }
            let state = if idle { MachineState::NoWork } else { self.machines[machine_id].cover() };
            self.machines[machine_id].status.enter(state, ctx);
        }
        Ok(())
    }

    /// A class burns so much more than when its tanks were looked at that they may run low sooner.
    fn look_at_tanks<L: Recorder>(&mut self, mine_id: MineId, class: usize, ctx: &mut Ctx<'_, L>) -> Done {
        let table = Arc::clone(&self.table);
        for &machine_id in &table.mines[mine_id].machines[class] {
            let machine = &self.machines[machine_id];
            if machine.phase == Phase::Work && machine.counted && !machine.released {
                self.look_at_tank(machine_id, ctx)?;
            }
        }
        Ok(())
    }

    /// Sets the mine's clock for the next face to be dug out at the present rates.
    fn next_dug_out<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let book = &self.books[mine_id];
        if !book.has_bounds {
            return Ok(());
        }
        let slot = self.slot(self.machines.len() + self.books.len() + mine_id.index());
        let mut rate: Table<FaceId, f64> = Table::filled(self.left_kg.len(), 0.0);
        for flow in &book.rates.flows {
            let (place, ..) = self.table.mines[mine_id].flow(flow.flow);
            if let Some(face) =
                self.table.layout.ground.loaders[self.table.mines[mine_id].loaders[place]].machine.face
            {
                rate[face] += flow.kg;
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

    fn faces_dug_out<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) {
        let table = Arc::clone(&self.table);
        for &loader_idx in &table.mines[mine_id].loaders {
            let machine_id = table.layout.ground.loaders[loader_idx].machine.id;
            if self.machines[machine_id].phase == Phase::Work && !self.has_face(machine_id) {
                self.leave(machine_id, ctx.now);
                self.machines[machine_id].phase = Phase::NoWork;
                self.machines[machine_id].status.enter(MachineState::NoWork, ctx);
            }
        }
    }

    // ---- Small things -------------------------------------------------------------------------------------

    pub(crate) fn machine_slot(&self, machine_id: MachineId) -> Slot {
        self.slot(machine_id.index())
    }

    pub(crate) fn slot(&self, local: usize) -> Slot {
        Slot(self.first_slot + local as u16)
    }

    pub(super) fn class_slot(&self, mine_id: MineId, class: usize) -> Slot {
        self.slot(self.machines.len() + 3 * self.books.len() + self.first_class[mine_id] + class)
    }

    pub(crate) fn sums(&self, machine_id: MachineId) -> &Sums {
        &self.books[self.machines[machine_id].mine].sums[self.machines[machine_id].class]
    }
}
