//! The slots of maintenance on the calendar: one per machine for its clocks, one for the workshops' agenda, one for
//! changes of shift.
use crate::clocks::Ring;
use crate::notice::Notice;
use crate::{Maintenance, Outcome};
use iceroad_base::{Id, Time};
use iceroad_kernel::context::Context;
use iceroad_kernel::{Class, Slot};
use iceroad_model::MachineId;
use iceroad_model::event::{Event, Recorder, class};

impl Maintenance {
    pub(crate) fn clock_rings<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Outcome {
        match self.clocks.ring(machine, ctx.now) {
            Some(Ring::Failed(subsystem)) => {
                self.visits[machine].failed = Some(subsystem);
                ctx.log.record(ctx.now, Event::Failed { machine, subsystem });
                ctx.notices.push(Notice::Failed { machine });
            }
            // Whoever was called in for planned work is called already.
            Some(Ring::FirstDue) if !self.planned_work_waits(machine) => {
                ctx.notices.push(Notice::ServiceDue { machine });
            }
            Some(Ring::FirstDue | Ring::AlsoDue) | None => {}
        }
        self.set_machine_slot(machine, ctx)
    }

    pub(crate) fn agenda_due<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        // Whoever is served by several items of this instant is served once, after all of them.
        while let Some((_, item)) = self.agenda.pop_due(ctx.now) {
            let workshop = self.take_up(item, ctx)?;
            self.stale[workshop] = true;
        }
        for workshop in self.stale.ids() {
            if std::mem::take(&mut self.stale[workshop]) {
                self.dispatch(workshop, ctx);
            }
        }
        self.set_agenda_slot(ctx)
    }

    pub(crate) fn shift_changes<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        self.shifts.turn(&self.prepared.calendars, ctx.now);
        self.send_off_shift_home(ctx);
        self.dispatch_all(ctx);
        self.set_shift_slot(ctx)?;
        self.set_agenda_slot(ctx)
    }

    fn slot(&self, local: usize) -> Slot {
        // `new` has checked that the sum fits.
        Slot(self.first_slot + local as u16)
    }

    pub(crate) fn set_machine_slot<L>(
        &self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Outcome {
        let slot = self.slot(machine.index());
        match self.clocks.rings_at(machine) {
            Some(at) => ctx.calendar.schedule(slot, at.max(ctx.now), Class(class::FAILURE))?,
            None => ctx.calendar.cancel(slot),
        }
        Ok(())
    }

    pub(crate) fn set_agenda_slot<L>(&self, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        let slot = self.slot(self.visits.len());
        match self.agenda.next_due().filter(|&(at, _)| at < Time::NEVER) {
            Some((at, class)) => ctx.calendar.schedule(slot, at, class)?,
            None => ctx.calendar.cancel(slot),
        }
        Ok(())
    }

    pub(crate) fn set_shift_slot<L>(&self, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        let slot = self.slot(self.visits.len() + 1);
        match self.shifts.next_change() {
            Some(at) => ctx.calendar.schedule(slot, at, Class(class::SHIFT))?,
            None => ctx.calendar.cancel(slot),
        }
        Ok(())
    }
}
