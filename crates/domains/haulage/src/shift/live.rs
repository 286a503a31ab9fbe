//! Moments as they come, and what the shift has a machine do before its work.

use super::duty::{Duty, Owed};
use super::plan::What;
use crate::Haulage;
use crate::error::HaulageError;
use crate::layout::Role;
use crate::notice::{Ctx, Done};
use crate::rows::{LoaderIdx, TruckIdx};
use crate::yard::{LoaderPhase, TruckPhase};
use iceroad_base::{Span, Time};
use iceroad_model::MineId;
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
    pub(crate) fn next_moment(&self, mine_id: MineId) -> Time {
        let row = &self.layout.mines[mine_id].shift;
        row.moments.get(self.shifts[mine_id].next).map_or(Time::NEVER, |moment| moment.at)
    }

    /// Takes note of every moment that has come; whether there was one. Machines act on it in [`Haulage::stir`].
    pub(crate) fn moments_come(&mut self, mine_id: MineId, now: Time) -> bool {
        let mut any = false;
        while let Some(&moment) = self.layout.mines[mine_id].shift.moments.get(self.shifts[mine_id].next)
            && moment.at <= now
        {
            self.shifts[mine_id].next += 1;
            any = true;
            match moment.what {
                What::ShiftStarts { hands_over } => self.shift_starts(mine_id, hands_over, now),
                What::ShiftEnds => {}
                What::Closes { row } => self.closes(mine_id, row, 1),
                What::Opens { row } => self.closes(mine_id, row, -1),
                What::Break { row, group } => self.break_falls_due(mine_id, row, group),
            }
        }
        any
    }

    /// People come, and where one shift hands over to the next every machine at work owes a change.
    fn shift_starts(&mut self, mine_id: MineId, hands_over: bool, now: Time) {
        let row = &self.layout.mines[mine_id].shift;
        self.shifts[mine_id].crew.draw(row);
        let change = row.change;
        let changes = hands_over && change != ShiftChange::None && self.mines[mine_id].works();
        for &truck_idx in &self.layout.mines[mine_id].trucks {
            let truck = &mut self.trucks[truck_idx];
            // Who stands without work changes as it stands.
            let owes = changes && truck_may_owe(truck.phase) && truck.phase != TruckPhase::NoWork;
            truck.duty.owe(if owes { Owed::Change } else { Owed::Nothing }, change);
        }
        for &loader_idx in &self.layout.mines[mine_id].loaders {
            let loader = &mut self.loaders[loader_idx];
            let owes = changes && loader_may_owe(loader.phase) && loader.phase != LoaderPhase::NoWork;
            loader.duty.owe(if owes { Owed::Change } else { Owed::Nothing }, change);
        }
        self.man(mine_id, None, now);
    }

    fn break_falls_due(&mut self, mine_id: MineId, index: u16, group: u16) {
        if !self.mines[mine_id].works() {
            return;
        }
        let mine = &self.layout.mines[mine_id];
        let row = &mine.shift;
        for (nth, &truck_idx) in mine.trucks.iter().enumerate() {
            let truck = &mut self.trucks[truck_idx];
            if row.is_break_of_truck(index, group, nth) && truck_may_owe(truck.phase) {
                truck.duty.owe(Owed::Break(index), row.change);
            }
        }
        for (nth, &loader_idx) in mine.loaders.iter().enumerate() {
            let loader = &mut self.loaders[loader_idx];
            if row.is_break_of_loader(index, group, nth) && loader_may_owe(loader.phase) {
                loader.duty.owe(Owed::Break(index), row.change);
            }
        }
    }

    /// Machines that stand, or wait in line, look again at what they do.
    pub(crate) fn stir<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        if !self.mines[mine_id].works() {
            return Ok(());
        }
        for index in 0..self.layout.mines[mine_id].trucks.len() {
            let truck_idx = self.layout.mines[mine_id].trucks[index];
            if self.trucks[truck_idx].phase == TruckPhase::LoadLine && self.trucks[truck_idx].duty.homeward {
                self.leave_load_line(truck_idx, ctx.now);
                self.forget_battery(truck_idx, ctx);
                self.decide(truck_idx, ctx)?;
            }
        }
        for index in 0..self.layout.mines[mine_id].loaders.len() {
            let loader_idx = self.layout.mines[mine_id].loaders[index];
            let loader = &self.loaders[loader_idx];
            match loader.phase {
                LoaderPhase::Standing => self.open(loader_idx, ctx)?,
                LoaderPhase::Waiting | LoaderPhase::NoWork
                    if loader.duty.stirs() || self.face_cleared(loader_idx).is_some() =>
                {
                    self.burn_loader(loader_idx, ctx.now);
                    self.next_truck(loader_idx, ctx)?;
                }
                _ => {}
            }
        }
        for index in 0..self.layout.mines[mine_id].trucks.len() {
            let truck_idx = self.layout.mines[mine_id].trucks[index];
            let truck = &self.trucks[truck_idx];
            match truck.phase {
                TruckPhase::Parked => self.decide(truck_idx, ctx)?,
                TruckPhase::NoWork if truck.duty.stirs() => self.decide(truck_idx, ctx)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A machine has left, or one is about to come: its operator is free, or wanted.
    pub(crate) fn crew_changes<L: Recorder>(
        &mut self,
        mine_id: MineId,
        joins: Option<Role>,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        if self.layout.mines[mine_id].shift.crews.is_empty() {
            return Ok(());
        }
        self.man(mine_id, joins, ctx.now);
        self.stir(mine_id, ctx)
    }

    // ---- Before a machine's work --------------------------------------------------------------------------

    /// Whether the shift has a truck do something else than its work now; then that has begun.
    pub(crate) fn truck_shift_first<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        self.leave_pump(truck_idx, ctx)?;
        let truck = &self.trucks[truck_idx];
        if truck.load_kg > 0 || truck.released {
            return self.truck_warms_up(truck_idx, ctx);
        }
        let mine_id = truck.mine;
        let (park, fuel, change) = {
            let row = &self.layout.mines[mine_id];
            (row.park, row.pump_of(truck), row.shift.change)
        };
        let parked = truck.place == park;
        if !self.mines[mine_id].works() {
            self.trucks[truck_idx].duty.owe(Owed::Nothing, change);
            return Ok(!parked && self.truck_warms_up(truck_idx, ctx)?);
        }
        if !truck.duty.manned {
            if parked {
                self.stand(truck_idx, TruckPhase::Parked, MachineState::NoOperator, ctx)?;
            } else if !self.truck_warms_up(truck_idx, ctx)? {
                self.go(truck_idx, park, TruckPhase::ToPark, ctx)?;
            }
            return Ok(true);
        }
        if let Some(fuel) = fuel
            && (truck.tank.is_low() || self.refuels_ahead(truck_idx, ctx.now)?)
        {
            if !self.truck_warms_up(truck_idx, ctx)? {
                self.go(truck_idx, fuel, TruckPhase::ToFuel, ctx)?;
            }
            return Ok(true);
        }
        if self.truck_rests(truck_idx, ctx)? {
            return Ok(true);
        }
        // With a shift or after a break it is made ready at once; out of work, when there is some.
        let was_put_by = matches!(self.trucks[truck_idx].phase, TruckPhase::Parked | TruckPhase::Resting);
        Ok(was_put_by && self.truck_warms_up(truck_idx, ctx)?)
    }

    /// Begins, or drives to, the rest that a truck owes; whether it owes one.
    fn truck_rests<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let truck = &self.trucks[truck_idx];
        let mine = &self.layout.mines[truck.mine];
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
        if (drives || owed == Owed::Change) && self.truck_warms_up(truck_idx, ctx)? {
            return Ok(true);
        }
        if drives {
            self.go(truck_idx, park, TruckPhase::ToPark, ctx)?;
            return Ok(true);
        }
        self.trucks[truck_idx].duty.owe(Owed::Nothing, change);
        let (phase, state) = rest_of_truck(owed);
        self.stand(truck_idx, phase, state, ctx)?;
        self.post_truck(truck_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    /// Whether the shift has a loader do something else than its work now; then that has begun, and its line is
    /// to be dissolved.
    pub(crate) fn loader_shift_first<L: Recorder>(
        &mut self,
        loader_idx: LoaderIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let loader = &self.loaders[loader_idx];
        if loader.released {
            return self.loader_warms_up(loader_idx, ctx);
        }
        let mine_id = loader.mine;
        let row = &self.layout.mines[mine_id].shift;
        let change = row.change;
        if !self.mines[mine_id].works() {
            self.loaders[loader_idx].duty.owe(Owed::Nothing, change);
            self.loader_stands(loader_idx, ctx.now);
            return Ok(false);
        }
        let cleared = self.face_cleared(loader_idx);
        if let Some(state) = cleared.or((!loader.duty.manned).then_some(MachineState::NoOperator)) {
            self.loader_stands(loader_idx, ctx.now);
            let loader = &mut self.loaders[loader_idx];
            loader.duty.owe(Owed::Nothing, change);
            loader.phase = LoaderPhase::Standing;
            loader.status.enter(state, ctx);
            return Ok(true);
        }
        let owed = loader.duty.owes;
        let (phase, state, ms) = match owed {
            Owed::Nothing => {
                let has_work = self.face_has_work(loader_idx);
                if !has_work {
                    self.loader_stands(loader_idx, ctx.now);
                }
                return Ok(has_work && self.loader_warms_up(loader_idx, ctx)?);
            }
            Owed::Break(index) => {
                (LoaderPhase::Resting, MachineState::Break, row.breaks[usize::from(index)].ms)
            }
            Owed::Change => (LoaderPhase::Idling, MachineState::ShiftChange, row.change_ms),
        };
        if owed == Owed::Change {
            if self.loader_warms_up(loader_idx, ctx)? {
                return Ok(true);
            }
        } else {
            self.loader_stands(loader_idx, ctx.now);
        }
        let loader = &mut self.loaders[loader_idx];
        loader.duty.owe(Owed::Nothing, change);
        loader.phase = phase;
        loader.status.enter(state, ctx);
        self.post_loader(loader_idx, ctx.now + Span::from_millis(ms), class::SERVED, ctx)?;
        Ok(true)
    }

    /// A machine is about to come to haulage: it wants an operator.
    pub(crate) fn joins<L: Recorder>(&mut self, role: Role, ctx: &mut Ctx<'_, L>) -> Done {
        let mine = match role {
            Role::Truck(truck_idx) => self.trucks[truck_idx].mine,
            Role::Loader(loader_idx) => self.loaders[loader_idx].mine,
        };
        self.crew_changes(mine, Some(role), ctx)
    }

    /// A machine leaves haulage: it owes nothing, and what it idled away is burnt.
    pub(crate) fn truck_leaves<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let mine_id = self.trucks[truck_idx].mine;
        if !self.layout.mines[mine_id].shift.lived {
            return Ok(());
        }
        self.truck_runs(truck_idx, ctx.now);
        self.trucks[truck_idx].duty.owe(Owed::Nothing, self.layout.mines[mine_id].shift.change);
        self.leave_pump(truck_idx, ctx)?;
        self.crew_changes(mine_id, None, ctx)
    }

    /// The same of a loader.
    pub(crate) fn loader_leaves<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let mine_id = self.loaders[loader_idx].mine;
        if !self.layout.mines[mine_id].shift.lived {
            return Ok(());
        }
        self.loader_runs(loader_idx, ctx.now);
        self.loaders[loader_idx].duty.owe(Owed::Nothing, self.layout.mines[mine_id].shift.change);
        self.crew_changes(mine_id, None, ctx)
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
