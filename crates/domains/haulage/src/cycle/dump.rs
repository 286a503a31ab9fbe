//! A dump's own events beside the dumping: its crusher turns, a place is level again, its heap can be dug once more.

use crate::Haulage;
use crate::fleet::LoaderPhase;
use crate::notice::{Ctx, Done};
use iceroad_base::Time;
use iceroad_base::quantity::Mass;
use iceroad_kernel::calendar::Class;
use iceroad_model::DumpId;
use iceroad_model::event::{Recorder, class};

impl Haulage {
    /// Something that was set for a dump has fallen due.
    pub(super) fn dump_due<L: Recorder>(&mut self, dump_id: DumpId, ctx: &mut Ctx<'_, L>) -> Done {
        if self.dumps.each[dump_id].crusher_turns(ctx.now) {
            self.burn_line(dump_id, ctx.now);
        }
        let row = &self.layout.ground.dumps[dump_id];
        let looked_after = row.is_looked_after();
        self.dumps.each[dump_id].is_due(row, dump_id, ctx);
        self.serve_dump(dump_id, ctx)?;
        if looked_after { self.post_dump(dump_id, ctx) } else { Ok(()) }
    }

    /// Burns what those in line have idled away: at a turn of the crusher their engines go off or on.
    fn burn_line(&mut self, dump_id: DumpId, now: Time) {
        let mut next = self.dumps.each[dump_id].line.first();
        while let Some(truck_idx) = next {
            self.burn_standing(truck_idx, now);
            next = self.fleet.trucks[truck_idx].next;
        }
    }

    /// Sets a dump's slot for the earliest of what lies ahead of it.
    pub(super) fn post_dump<L>(&self, dump_id: DumpId, ctx: &mut Ctx<'_, L>) -> Done {
        let at = self.dumps.each[dump_id].falls_due();
        if at < Time::NEVER {
            ctx.calendar.schedule(self.slots.dump(dump_id), at, Class(class::SERVED))?;
        }
        Ok(())
    }

    /// What was dumped can be dug again, where the dump is a stockpile.
    pub(super) fn pile_grows<L: Recorder>(
        &mut self,
        dump_id: DumpId,
        mass: Mass,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let Some(face) = self.layout.ground.dumps[dump_id].pile else { return Ok(()) };
        let was_empty = !self.faces.has_work(face);
        self.faces.heap_up(face, mass);
        if !was_empty {
            return Ok(());
        }
        for loader_idx in self.fleet.loaders.ids() {
            let loader = &self.fleet.loaders[loader_idx];
            let sequence = self.layout.ground.loaders[loader_idx].faces.iter();
            let may_dig = sequence.skip(loader.step).any(|&own| own == face);
            if loader.phase == LoaderPhase::NoWork && may_dig {
                self.open(loader_idx, ctx)?;
            }
        }
        Ok(())
    }
}
