//! Shifts by rates: who begins with one, and who is parked when after its end.
//!
//! A class is parked a *tail* after the end of a shift, all its machines together: the mean time that the cycle model's
//! trucks need to finish their cycles and drive to the park.

use super::haulage::RateHaulage;
use super::machines::Phase;
use crate::notice::{Ctx, Done};
use iceroad_base::{Id, Span};
use iceroad_kernel::calendar::Class;
use iceroad_model::event::{Recorder, class};
use iceroad_model::{MachineId, MineId};
use std::sync::Arc;

impl RateHaulage {
    pub(super) fn turn_shift<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let windows = &self.table.layout.ground.mines[mine_id].windows;
        let book = &mut self.books[mine_id];
        let mut next = windows.get(book.shifts_begun);
        while next.is_some_and(|(on, _)| on <= ctx.now) {
            book.shifts_begun += 1;
            next = windows.get(book.shifts_begun);
        }
        let ends = book.shifts_begun.checked_sub(1).and_then(|last| windows.get(last)).map(|(_, off)| off);
        let ends = ends.filter(|&off| ctx.now < off);
        book.on_shift = ends.is_some();
        if let Some(next) = ends.or(next.map(|(on, _)| on)) {
            let slot = self.slot(self.machines.len() + mine_id.index());
            ctx.calendar.schedule(slot, next, Class(class::SHIFT))?;
        }
        Ok(())
    }

    pub(super) fn shift_changes<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        self.pass(mine_id, ctx.now);
        let worked = self.books[mine_id].works();
        self.turn_shift(mine_id, ctx)?;
        self.mine_changes(mine_id, worked, ctx)
    }

    /// The mine begins or ceases to work, or stands for another reason than before.
    pub(crate) fn mine_changes<L: Recorder>(
        &mut self,
        mine_id: MineId,
        worked: bool,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let (works, standing) = (self.books[mine_id].works(), self.books[mine_id].standing());
        if works && !worked {
            for class in 0..self.books[mine_id].active.len() {
                ctx.calendar.cancel(self.class_slot(mine_id, class));
            }
            self.books[mine_id].active.fill(true);
        }
        if worked && !works {
            self.end_shift(mine_id, ctx)?;
        }
        if works {
            self.begin_shift(mine_id, ctx)?;
        } else {
            for &machine_id in self.table.mines[mine_id].machines.iter().flatten() {
                let machine = &mut self.machines[machine_id];
                if machine.phase == Phase::Standing {
                    machine.status.enter(standing, ctx);
                }
            }
        }
        self.refresh(mine_id, ctx)
    }

    /// Who stands ready begins to work; trucks parked at a shift's end go on where they were.
    fn begin_shift<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let table = Arc::clone(&self.table);
        for (class, machines) in table.mines[mine_id].machines.iter().enumerate() {
            let idle = self.books[mine_id].rates.classes[class].idle;
            let mut counted = 0;
            for &machine_id in machines {
                let machine = &mut self.machines[machine_id];
                if machine.phase != Phase::Standing {
                    continue;
                }
                if !machine.is_truck() || !machine.follows {
                    self.begin_work(machine_id, ctx)?;
                    continue;
                }
                machine.turn_to_work(idle, ctx);
                machine.counted = true;
                counted += 1;
                if ctx.calendar.pending(self.machine_slot(machine_id)).is_none() {
                    self.look_at_tank(machine_id, ctx)?;
                }
            }
            if counted > 0 {
                self.books[mine_id].count(class, counted);
            }
        }
        Ok(())
    }

    /// Who has no work stands at once; the others are parked when their class is.
    fn end_shift<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) -> Done {
        let table = Arc::clone(&self.table);
        for (class, machines) in table.mines[mine_id].machines.iter().enumerate() {
            let rates = &self.books[mine_id].rates.classes[class];
            if rates.idle || rates.tail <= Span::ZERO {
                self.park(mine_id, class, ctx);
            } else {
                let at = ctx.now + rates.tail;
                ctx.calendar.schedule(self.class_slot(mine_id, class), at, Class(class::ARRIVAL))?;
            }
            for &machine_id in machines {
                if self.machines[machine_id].phase == Phase::NoWork {
                    self.stand(machine_id, ctx);
                }
            }
        }
        Ok(())
    }

    pub(super) fn class_parks<L: Recorder>(&mut self, local: usize, ctx: &mut Ctx<'_, L>) -> Done {
        let mine_id =
            MineId::from_index(self.first_class.as_slice().partition_point(|&first| first <= local) - 1);
        self.pass(mine_id, ctx.now);
        self.park(mine_id, local - self.first_class[mine_id], ctx);
        self.refresh(mine_id, ctx)
    }

    /// A class is parked, but for those on their way to the gate.
    fn park<L: Recorder>(&mut self, mine_id: MineId, class: usize, ctx: &mut Ctx<'_, L>) {
        self.books[mine_id].active[class] = false;
        let standing = self.books[mine_id].standing();
        let table = Arc::clone(&self.table);
        let mut counted = 0;
        for &machine_id in &table.mines[mine_id].machines[class] {
            if self.machines[machine_id].phase != Phase::Work || self.machines[machine_id].released {
                continue;
            }
            self.burn_wait(machine_id, ctx.now);
            let machine = &mut self.machines[machine_id];
            machine.left_at = ctx.now;
            counted += i32::from(std::mem::take(&mut machine.counted));
            machine.phase = Phase::Standing;
            machine.status.enter(standing, ctx);
        }
        if counted > 0 {
            self.books[mine_id].count(class, -counted);
        }
    }

    pub(crate) fn stand<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) {
        let standing = self.books[self.machines[machine_id].mine].standing();
        self.machines[machine_id].phase = Phase::Standing;
        self.machines[machine_id].status.enter(standing, ctx);
    }
}
