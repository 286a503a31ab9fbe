//! Moments as they come, and what the shift has a machine do before its work.

use super::duty::{Duty, Owed};
use super::plan::What;
use crate::cycle::Done;
use crate::error::HaulageError;
use crate::layout::Role;
use crate::yard::{LoaderPhase, TruckPhase};
use crate::{Haulage, Notice};
use iceroad_base::{Span, Time};
use iceroad_kernel::context::Context;
use iceroad_model::event::{MachineState, Recorder, class};
use iceroad_model::shift::ShiftChange;

impl Duty {
    fn owe(&mut self, owed: Owed, change: ShiftChange) {
        self.owes = owed;
        self.set_homeward(change);
    }

    pub(super) fn set_homeward(&mut self, change: ShiftChange) {
        let walks_out = self.owes == Owed::Change && change == ShiftChange::WalkOut;
        self.homeward = !self.manned || walks_out;
    }

    /// Whether a machine that stands idle has to look again at what it does.
    fn stirs(&self) -> bool {
        self.owes != Owed::Nothing || !self.manned
    }
}

impl Haulage {
    // ---- Moments ------------------------------------------------------------------------------------------

    /// When the calendar next brings something about at this mine.
    pub(crate) fn next_moment(&self, m: usize) -> Time {
        let row = &self.layout.mines[m].shift;
        row.moments.get(self.shifts[m].next).map_or(Time::NEVER, |moment| moment.at)
    }

    /// Takes note of every moment that has come; whether there was one. Machines act on it in [`Haulage::stir`].
    pub(crate) fn moments_come(&mut self, m: usize, now: Time) -> bool {
        let mut any = false;
        while let Some(&moment) = self.layout.mines[m].shift.moments.get(self.shifts[m].next)
            && moment.at <= now
        {
            self.shifts[m].next += 1;
            any = true;
            match moment.what {
                What::ShiftStarts { hands_over } => self.shift_starts(m, hands_over, now),
                What::ShiftEnds => {}
                What::Closes { row } => self.closes(m, row, 1),
                What::Opens { row } => self.closes(m, row, -1),
                What::Break { row, group } => self.break_falls_due(m, row, group),
            }
        }
        any
    }

    /// People come, and where one shift hands over to the next every machine at work owes a change.
    fn shift_starts(&mut self, m: usize, hands_over: bool, now: Time) {
        let row = &self.layout.mines[m].shift;
        self.shifts[m].crew.draw(row);
        let change = row.change;
        let changes = hands_over && change != ShiftChange::None && self.mines[m].works();
        for &t in &self.layout.mines[m].trucks {
            let truck = &mut self.trucks[t];
            // Who stands without work changes as it stands.
            let owes = changes && truck_may_owe(truck.phase) && truck.phase != TruckPhase::NoWork;
            truck.duty.owe(if owes { Owed::Change } else { Owed::Nothing }, change);
        }
        for &l in &self.layout.mines[m].loaders {
            let loader = &mut self.loaders[l];
            let owes = changes && loader_may_owe(loader.phase) && loader.phase != LoaderPhase::NoWork;
            loader.duty.owe(if owes { Owed::Change } else { Owed::Nothing }, change);
        }
        self.man(m, None, now);
    }

    fn break_falls_due(&mut self, m: usize, index: u16, group: u16) {
        if !self.mines[m].works() {
            return;
        }
        let mine = &self.layout.mines[m];
        let row = &mine.shift;
        for (nth, &t) in mine.trucks.iter().enumerate() {
            let truck = &mut self.trucks[t];
            if row.is_break_of_truck(index, group, nth) && truck_may_owe(truck.phase) {
                truck.duty.owe(Owed::Break(index), row.change);
            }
        }
        for (nth, &l) in mine.loaders.iter().enumerate() {
            let loader = &mut self.loaders[l];
            if row.is_break_of_loader(index, group, nth) && loader_may_owe(loader.phase) {
                loader.duty.owe(Owed::Break(index), row.change);
            }
        }
    }

    /// Machines that stand, or wait in line, look again at what they do.
    pub(crate) fn stir<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        if !self.mines[m].works() {
            return Ok(());
        }
        for index in 0..self.layout.mines[m].trucks.len() {
            let t = self.layout.mines[m].trucks[index];
            if self.trucks[t].phase == TruckPhase::LoadLine && self.trucks[t].duty.homeward {
                self.leave_load_line(t, ctx.now);
                self.forget_battery(t, ctx);
                self.decide(t, ctx)?;
            }
        }
        for index in 0..self.layout.mines[m].loaders.len() {
            let l = self.layout.mines[m].loaders[index];
            let loader = &self.loaders[l];
            match loader.phase {
                LoaderPhase::Standing => self.open(l, ctx)?,
                LoaderPhase::Waiting | LoaderPhase::NoWork
                    if loader.duty.stirs() || self.face_cleared(l).is_some() =>
                {
                    self.burn_loader(l, ctx.now);
                    self.next_truck(l, ctx)?;
                }
                _ => {}
            }
        }
        for index in 0..self.layout.mines[m].trucks.len() {
            let t = self.layout.mines[m].trucks[index];
            let truck = &self.trucks[t];
            match truck.phase {
                TruckPhase::Parked => self.decide(t, ctx)?,
                TruckPhase::NoWork if truck.duty.stirs() => self.decide(t, ctx)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A machine has left, or one is about to come: its operator is free, or wanted.
    pub(crate) fn crew_changes<L: Recorder>(
        &mut self,
        m: usize,
        joins: Option<Role>,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        if self.layout.mines[m].shift.crews.is_empty() {
            return Ok(());
        }
        self.man(m, joins, ctx.now);
        self.stir(m, ctx)
    }

    // ---- Before a machine's work --------------------------------------------------------------------------

    /// Whether the shift has a truck do something else than its work now; then that has begun.
    pub(crate) fn truck_shift_first<L: Recorder>(
        &mut self,
        t: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<bool, HaulageError> {
        self.leave_pump(t, ctx)?;
        let truck = &self.trucks[t];
        if truck.load_kg > 0 || truck.released {
            return self.truck_warms_up(t, ctx);
        }
        let m = truck.mine as usize;
        let (park, fuel, change) = {
            let row = &self.layout.mines[m];
            (row.park, row.pump_of(truck), row.shift.change)
        };
        let parked = truck.place == park;
        if !self.mines[m].works() {
            self.trucks[t].duty.owe(Owed::Nothing, change);
            return Ok(!parked && self.truck_warms_up(t, ctx)?);
        }
        if !truck.duty.manned {
            if parked {
                self.stand(t, TruckPhase::Parked, MachineState::NoOperator, ctx)?;
            } else if !self.truck_warms_up(t, ctx)? {
                self.go(t, park, TruckPhase::ToPark, ctx)?;
            }
            return Ok(true);
        }
        if let Some(fuel) = fuel
            && (truck.tank.is_low() || self.refuels_ahead(t, ctx.now)?)
        {
            if !self.truck_warms_up(t, ctx)? {
                self.go(t, fuel, TruckPhase::ToFuel, ctx)?;
            }
            return Ok(true);
        }
        if self.truck_rests(t, ctx)? {
            return Ok(true);
        }
        // With a shift or after a break it is made ready at once; out of work, when there is some.
        let was_put_by = matches!(self.trucks[t].phase, TruckPhase::Parked | TruckPhase::Resting);
        Ok(was_put_by && self.truck_warms_up(t, ctx)?)
    }

    /// Begins, or drives to, the rest that a truck owes; whether it owes one.
    fn truck_rests<L: Recorder>(
        &mut self,
        t: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<bool, HaulageError> {
        let truck = &self.trucks[t];
        let mine = &self.layout.mines[truck.mine as usize];
        let (row, park) = (&mine.shift, mine.park);
        let change = row.change;
        let owed = truck.duty.owes;
        let (ms, at_park) = match owed {
            Owed::Nothing => return Ok(false),
            Owed::Break(index) => (row.breaks[usize::from(index)].ms, row.breaks[usize::from(index)].at_park),
            Owed::Change => (row.change_ms, change == ShiftChange::WalkOut),
        };
        let drives = at_park && truck.place != park;
        // Who stands where the break is had does not start the engine for it.
        if (drives || owed == Owed::Change) && self.truck_warms_up(t, ctx)? {
            return Ok(true);
        }
        if drives {
            self.go(t, park, TruckPhase::ToPark, ctx)?;
            return Ok(true);
        }
        self.trucks[t].duty.owe(Owed::Nothing, change);
        let (phase, state) = rest_of_truck(owed);
        self.stand(t, phase, state, ctx)?;
        self.post_truck(t, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    /// Whether the shift has a loader do something else than its work now; then that has begun, and its line is
    /// to be dissolved.
    pub(crate) fn loader_shift_first<L: Recorder>(
        &mut self,
        l: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<bool, HaulageError> {
        let loader = &self.loaders[l];
        if loader.released {
            return self.loader_warms_up(l, ctx);
        }
        let m = loader.mine as usize;
        let row = &self.layout.mines[m].shift;
        let change = row.change;
        if !self.mines[m].works() {
            self.loaders[l].duty.owe(Owed::Nothing, change);
            self.loader_stands(l, ctx.now);
            return Ok(false);
        }
        let cleared = self.face_cleared(l);
        if let Some(state) = cleared.or((!loader.duty.manned).then_some(MachineState::NoOperator)) {
            self.loader_stands(l, ctx.now);
            let loader = &mut self.loaders[l];
            loader.duty.owe(Owed::Nothing, change);
            loader.phase = LoaderPhase::Standing;
            loader.status.enter(state, ctx);
            return Ok(true);
        }
        let owed = loader.duty.owes;
        let (phase, state, ms) = match owed {
            Owed::Nothing => {
                let has_work = self.face_has_work(l);
                if !has_work {
                    self.loader_stands(l, ctx.now);
                }
                return Ok(has_work && self.loader_warms_up(l, ctx)?);
            }
            Owed::Break(index) => {
                (LoaderPhase::Resting, MachineState::Break, row.breaks[usize::from(index)].ms)
            }
            Owed::Change => (LoaderPhase::Idling, MachineState::ShiftChange, row.change_ms),
        };
        if owed == Owed::Change {
            if self.loader_warms_up(l, ctx)? {
                return Ok(true);
            }
        } else {
            self.loader_stands(l, ctx.now);
        }
        let loader = &mut self.loaders[l];
        loader.duty.owe(Owed::Nothing, change);
        loader.phase = phase;
        loader.status.enter(state, ctx);
        self.post_loader(l, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    /// A machine is about to come to haulage: it wants an operator.
    pub(crate) fn joins<L: Recorder>(&mut self, role: Role, ctx: &mut Context<'_, L, Notice>) -> Done {
        let mine = match role {
            Role::Truck(t) => self.trucks[t].mine,
            Role::Loader(l) => self.loaders[l].mine,
        };
        self.crew_changes(mine as usize, Some(role), ctx)
    }

    /// A machine leaves haulage: it owes nothing, and what it idled away is burnt.
    pub(crate) fn truck_leaves<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let m = self.trucks[t].mine as usize;
        if !self.layout.mines[m].shift.lived {
            return Ok(());
        }
        self.truck_runs(t, ctx.now);
        self.trucks[t].duty.owe(Owed::Nothing, self.layout.mines[m].shift.change);
        self.leave_pump(t, ctx)?;
        self.crew_changes(m, None, ctx)
    }

    /// The same of a loader.
    pub(crate) fn loader_leaves<L: Recorder>(&mut self, l: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let m = self.loaders[l].mine as usize;
        if !self.layout.mines[m].shift.lived {
            return Ok(());
        }
        self.loader_runs(l, ctx.now);
        self.loaders[l].duty.owe(Owed::Nothing, self.layout.mines[m].shift.change);
        self.crew_changes(m, None, ctx)
    }
}

/// Whether a truck's crew has a rest to take: not one that stands by anyway, or is on its way to the workshop.
fn truck_may_owe(phase: TruckPhase) -> bool {
    use TruckPhase::{Absent, AskFuel, Away, NoFuel, Parked, ToGate};
    !matches!(phase, Absent | Away | Parked | AskFuel | NoFuel | ToGate)
}

fn loader_may_owe(phase: LoaderPhase) -> bool {
    use LoaderPhase::{Absent, AskFuel, Away, NoFuel, Standing, ToFace, ToGate};
    !matches!(phase, Absent | Away | Standing | AskFuel | NoFuel | ToFace | ToGate)
}

fn rest_of_truck(owed: Owed) -> (TruckPhase, MachineState) {
    match owed {
        Owed::Change => (TruckPhase::Idling, MachineState::ShiftChange),
        Owed::Break(_) | Owed::Nothing => (TruckPhase::Resting, MachineState::Break),
    }
}
