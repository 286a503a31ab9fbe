//! A mine begins to work and ceases: its shifts, and whatever else closes it.
//!
//! Shifts, and closures with them, fall due here; the weather comes in through [`Haulage::set_weather`]. Both end in
//! `mine_changes`.

use crate::Haulage;
use crate::fleet::{LoaderPhase, TruckPhase};
use crate::ground::Role;
use crate::notice::{Ctx, Done};
use crate::rows::{LoaderIdx, TruckIdx};
use iceroad_base::Time;
use iceroad_kernel::calendar::Class;
use iceroad_model::MineId;
use iceroad_model::event::{MachineState, Recorder, class};

impl Haulage {
    pub(crate) fn shift_changes<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let windows = &self.layout.ground.mines[mine_id].windows;
        let (on_shift, change) = (windows.is_on(ctx.now), windows.next_change(ctx.now));
        let before = self.days[mine_id];
        self.days[mine_id].on_shift = on_shift;
        let (mut next, mut moments) = (change, false);
        if let Some(mut shift) = self.on_shift(mine_id) {
            moments = shift.moments_come(ctx.now);
            next = next.min(shift.next_moment());
        }
        if next < Time::NEVER {
            ctx.calendar.schedule(self.slots.shift(mine_id), next, Class(class::SHIFT))?;
        }
        if moments {
            // Before any loader takes one of them.
            self.homeward_leave_lines(mine_id, ctx)?;
        }
        self.mine_changes(mine_id, before.works(), ctx)?;
        if moments { self.stir(mine_id, ctx) } else { Ok(()) }
    }

    /// The mine begins or ceases to work, or stands for another reason than before.
    pub(crate) fn mine_changes<L: Recorder>(
        &mut self,
        mine_id: MineId,
        worked: bool,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let (works, standing) = (self.days[mine_id].works(), self.days[mine_id].standing());
        for index in 0..self.layout.ground.mines[mine_id].loaders.len() {
            let loader_idx = self.layout.ground.mines[mine_id].loaders[index];
            match self.fleet.loaders[loader_idx].phase {
                LoaderPhase::Standing if works => self.open(loader_idx, ctx)?,
                LoaderPhase::Standing => self.fleet.loaders[loader_idx].status.enter(standing, ctx),
                LoaderPhase::Waiting | LoaderPhase::NoWork if !works => {
                    self.fleet.loaders[loader_idx].burn(ctx.now);
                    self.next_truck(loader_idx, ctx)?;
                }
                // Who loads or refuels finishes that, and then stands; but the line is sent home now.
                _ if worked && !works => self.dissolve_line(loader_idx, ctx)?,
                _ => {}
            }
        }
        for index in 0..self.layout.ground.mines[mine_id].trucks.len() {
            let truck_idx = self.layout.ground.mines[mine_id].trucks[index];
            match self.fleet.trucks[truck_idx].phase {
                TruckPhase::Parked | TruckPhase::NoWork => self.decide(truck_idx, ctx)?,
                _ => {}
            }
        }
        Ok(())
    }

    // ---- Moments of the shift -----------------------------------------------------------------------------

    /// Trucks in line at a loader that nobody operates any more, or whose crew walks out, leave it.
    fn homeward_leave_lines<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        for index in 0..self.layout.ground.mines[mine_id].trucks.len() {
            let truck_idx = self.layout.ground.mines[mine_id].trucks[index];
            let truck = &self.fleet.trucks[truck_idx];
            if truck.phase == TruckPhase::LoadLine && truck.duty.homeward {
                self.leave_load_line(truck_idx, ctx.now);
                self.forget_battery(truck_idx, ctx);
                self.decide(truck_idx, ctx)?;
            }
        }
        Ok(())
    }

    /// Machines that stand, or wait in line, look again at what they do.
    fn stir<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        if !self.days[mine_id].works() {
            return Ok(());
        }
        self.homeward_leave_lines(mine_id, ctx)?;
        for index in 0..self.layout.ground.mines[mine_id].loaders.len() {
            let loader_idx = self.layout.ground.mines[mine_id].loaders[index];
            let loader = &self.fleet.loaders[loader_idx];
            match loader.phase {
                LoaderPhase::Standing => self.open(loader_idx, ctx)?,
                LoaderPhase::Waiting | LoaderPhase::NoWork
                    if loader.duty.stirs() || self.face_cleared(loader_idx).is_some() =>
                {
                    self.fleet.loaders[loader_idx].burn(ctx.now);
                    self.next_truck(loader_idx, ctx)?;
                }
                _ => {}
            }
        }
        for index in 0..self.layout.ground.mines[mine_id].trucks.len() {
            let truck_idx = self.layout.ground.mines[mine_id].trucks[index];
            let truck = &self.fleet.trucks[truck_idx];
            match truck.phase {
                TruckPhase::Parked => self.decide(truck_idx, ctx)?,
                TruckPhase::NoWork if truck.duty.stirs() => self.decide(truck_idx, ctx)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// How the loader stands where its face is cleared.
    pub(crate) fn face_cleared(&self, loader_idx: LoaderIdx) -> Option<MachineState> {
        let loader = &self.fleet.loaders[loader_idx];
        let (row, shift) = (self.layout.shifts[loader.mine].as_ref()?, self.shifts[loader.mine].as_ref()?);
        shift.face_cleared(row, loader.face)
    }

    /// A machine has left, or one is about to come: its operator is free, or wanted.
    fn crew_changes<L: Recorder>(
        &mut self,
        mine_id: MineId,
        joins: Option<Role>,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        match self.on_shift(mine_id) {
            Some(mut shift) if !shift.row.crews.is_empty() => shift.man(joins, ctx.now),
            _ => return Ok(()),
        }
        self.stir(mine_id, ctx)
    }

    /// A machine is about to come to haulage: it wants an operator.
    pub(crate) fn joins<L: Recorder>(&mut self, role: Role, ctx: &mut Ctx<'_, L>) -> Done {
        self.crew_changes(self.layout.ground.machine(role).mine, Some(role), ctx)
    }

    /// A truck leaves haulage: its pump and its operator are free.
    pub(crate) fn truck_leaves<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let mine_id = self.fleet.trucks[truck_idx].mine;
        if let Some(mut shift) = self.on_shift(mine_id) {
            shift.truck_leaves(truck_idx, ctx.now);
        }
        self.leave_pump(truck_idx, ctx)?;
        self.crew_changes(mine_id, None, ctx)
    }

    /// A loader leaves haulage: its operator is free.
    pub(crate) fn loader_leaves<L: Recorder>(&mut self, loader_idx: LoaderIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let mine_id = self.fleet.loaders[loader_idx].mine;
        if let Some(mut shift) = self.on_shift(mine_id) {
            shift.loader_leaves(loader_idx, ctx.now);
        }
        self.crew_changes(mine_id, None, ctx)
    }
}
