//! Shifts by rates: who begins with one, and who is parked when after its end.
//!
//! A class is parked a *tail* after the end of a shift, all its machines together: the mean time that the cycle model's
//! trucks need to finish their cycles and drive to the park.

use super::haulage::{Done, RateHaulage};
use super::yard::Phase;
use crate::Notice;
use iceroad_base::{Id, Span};
use iceroad_kernel::calendar::Class;
use iceroad_kernel::context::Context;
use iceroad_model::event::{Recorder, class};
use std::sync::Arc;

impl RateHaulage {
    pub(super) fn turn_shift<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let windows = &self.table.layout.mines[m].windows;
        let pit = &mut self.pits[m];
        let mut next = windows.get(pit.shifts_begun);
        while next.is_some_and(|(on, _)| on <= ctx.now) {
            pit.shifts_begun += 1;
            next = windows.get(pit.shifts_begun);
        }
        let ends = pit.shifts_begun.checked_sub(1).and_then(|last| windows.get(last)).map(|(_, off)| off);
        let ends = ends.filter(|&off| ctx.now < off);
        pit.on_shift = ends.is_some();
        if let Some(next) = ends.or(next.map(|(on, _)| on)) {
            let slot = self.slot(self.machines.len() + m);
            ctx.calendar.schedule(slot, next, Class(class::SHIFT))?;
        }
        Ok(())
    }

    pub(super) fn shift_changes<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.pass(m, ctx.now);
        let worked = self.pits[m].works();
        self.turn_shift(m, ctx)?;
        self.mine_changes(m, worked, ctx)
    }

    /// The mine begins or ceases to work, or stands for another reason than before.
    pub(crate) fn mine_changes<L: Recorder>(
        &mut self,
        m: usize,
        worked: bool,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let (works, standing) = (self.pits[m].works(), self.pits[m].standing());
        if works && !worked {
            for class in 0..self.pits[m].active.len() {
                ctx.calendar.cancel(self.class_slot(m, class));
            }
            self.pits[m].active.fill(true);
        }
        if worked && !works {
            self.end_shift(m, ctx)?;
        }
        if works {
            self.begin_shift(m, ctx)?;
        } else {
            for id in self.table.mines[m].machines.iter().flatten() {
                let machine = &mut self.machines[id.index()];
                if machine.phase == Phase::Standing {
                    machine.status.enter(standing, ctx);
                }
            }
        }
        self.refresh(m, ctx)
    }

    /// Who stands ready begins to work; trucks parked at a shift's end go on where they were.
    fn begin_shift<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let table = Arc::clone(&self.table);
        for (class, machines) in table.mines[m].machines.iter().enumerate() {
            let idle = self.pits[m].rates.classes[class].idle;
            let mut counted = 0;
            for machine in machines {
                let i = machine.index();
                let machine = &mut self.machines[i];
                if machine.phase != Phase::Standing {
                    continue;
                }
                if !machine.is_truck || !machine.follows {
                    self.begin_work(i, ctx)?;
                    continue;
                }
                machine.turn_to_work(idle, ctx);
                machine.counted = true;
                counted += 1;
                if ctx.calendar.pending(self.slot(i)).is_none() {
                    self.look_at_tank(i, ctx)?;
                }
            }
            if counted > 0 {
                self.pits[m].count(class, counted);
            }
        }
        Ok(())
    }

    /// Who has no work stands at once; the others are parked when their class is.
    fn end_shift<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let table = Arc::clone(&self.table);
        for (class, machines) in table.mines[m].machines.iter().enumerate() {
            let rates = &self.pits[m].rates.classes[class];
            if rates.idle || rates.tail <= Span::ZERO {
                self.park(m, class, ctx);
            } else {
                let at = ctx.now + rates.tail;
                ctx.calendar.schedule(self.class_slot(m, class), at, Class(class::ARRIVAL))?;
            }
            for machine in machines {
                if self.machines[machine.index()].phase == Phase::NoWork {
                    self.stand(machine.index(), ctx);
                }
            }
        }
        Ok(())
    }

    pub(super) fn class_parks<L: Recorder>(
        &mut self,
        local: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let m = self.first_class.partition_point(|&first| first <= local) - 1;
        self.pass(m, ctx.now);
        self.park(m, local - self.first_class[m], ctx);
        self.refresh(m, ctx)
    }

    /// A class is parked, but for those on their way to the gate.
    fn park<L: Recorder>(&mut self, m: usize, class: usize, ctx: &mut Context<'_, L, Notice>) {
        self.pits[m].active[class] = false;
        let standing = self.pits[m].standing();
        let table = Arc::clone(&self.table);
        let mut counted = 0;
        for machine in &table.mines[m].machines[class] {
            let i = machine.index();
            if self.machines[i].phase != Phase::Work || self.machines[i].released {
                continue;
            }
            self.burn_wait(i, ctx.now);
            let machine = &mut self.machines[i];
            counted += i32::from(std::mem::take(&mut machine.counted));
            machine.phase = Phase::Standing;
            machine.status.enter(standing, ctx);
        }
        if counted > 0 {
            self.pits[m].count(class, -counted);
        }
    }

    pub(crate) fn stand<L: Recorder>(&mut self, i: usize, ctx: &mut Context<'_, L, Notice>) {
        let standing = self.pits[self.machines[i].mine].standing();
        self.machines[i].phase = Phase::Standing;
        self.machines[i].status.enter(standing, ctx);
    }
}
