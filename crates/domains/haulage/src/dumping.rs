//! What happens at a dump beside the dumping: its crusher fails and is mended, a dozer levels a place.
//!
//! **Crusher.** It ages while it crushes, that is while its hopper holds something; the hours of a life are hours of
//! crushing, those of a repair are hours of the calendar. It is as good as new at the start and after each repair.
//! While it stands nothing leaves the hopper, and trucks dump only what still fits; those in line have their engines
//! off, or a long repair would empty their tanks.
//!
//! **Dozer.** After so many loads the place that the last of them left is closed for the time of a levelling. There is
//! one dozer to a dump: loads that fall due for it while it works wait until it is done.
//!
//! **Blend.** A dump with limits is sent only loads that keep the mean grade of all it was promised within them or lead it
//! back ([`iceroad_model::ore`]); others go to a stockpile, and where none takes them to the dump after all.
//!
//! **Stockpile.** A dump whose heap is a face's: what is dumped can be dug again there. It is the second choice for a
//! load, after every dump that works and welcomes it. Loaders out of work begin again when it is no longer empty.
//!
//! A dump has one calendar slot for all of this and for its line; it falls due at the earliest of them.

use crate::Haulage;
use crate::layout::DumpRow;
use crate::notice::{Ctx, Done};
use crate::rows::TruckIdx;
use crate::yard::LoaderPhase;
use iceroad_base::quantity::Mass;
use iceroad_base::{Span, Time};
use iceroad_kernel::calendar::Class;
use iceroad_model::DumpId;
use iceroad_model::event::{Event, Recorder, class};

impl DumpRow {
    /// Whether its crusher may fail or a dozer comes.
    #[inline]
    pub(crate) fn is_looked_after(&self) -> bool {
        self.breaks.is_some() || self.dozer.is_some()
    }
}

impl Haulage {
    /// Something that was set for a dump has fallen due.
    pub(crate) fn dump_due<L: Recorder>(&mut self, dump_id: DumpId, ctx: &mut Ctx<'_, L>) -> Done {
        let dump = &mut self.dumps[dump_id];
        if dump.fits_at <= ctx.now {
            dump.fits_at = Time::NEVER;
        }
        if !self.layout.dumps[dump_id].is_looked_after() {
            return self.serve_dump(dump_id, ctx);
        }
        if dump.turns_at <= ctx.now {
            self.burn_line(dump_id, ctx.now);
            self.crusher_turns(dump_id, ctx);
        }
        if self.dumps[dump_id].levelled_at <= ctx.now {
            self.dumps[dump_id].levelled_at = Time::NEVER;
            self.call_dozer(dump_id, ctx.now);
        }
        self.serve_dump(dump_id, ctx)?;
        self.post_dump(dump_id, ctx)
    }

    /// A load has been dumped at a dump whose crusher may fail or that a dozer comes to.
    pub(crate) fn look_after_dump<L: Recorder>(&mut self, dump_id: DumpId, ctx: &mut Ctx<'_, L>) -> Done {
        if let (Some(_), Some(hopper)) = (self.layout.dumps[dump_id].breaks, &mut self.dumps[dump_id].hopper)
            && !hopper.is_stopped()
        {
            self.dumps[dump_id].turns_at = hopper.fails_at(ctx.now);
        }
        if self.layout.dumps[dump_id].dozer.is_some() {
            self.dumps[dump_id].since_dozer += 1;
            self.call_dozer(dump_id, ctx.now);
        }
        self.post_dump(dump_id, ctx)
    }

    /// Burns what those in line have idled away: at a turn of the crusher their engines go off or on.
    fn burn_line(&mut self, dump_id: DumpId, now: Time) {
        let mut next = self.dumps[dump_id].line.first();
        while let Some(truck_idx) = next {
            self.burn_standing(truck_idx, now);
            next = self.trucks[truck_idx].next;
        }
    }

    /// The crusher fails, or works again.
    fn crusher_turns<L: Recorder>(&mut self, dump_id: DumpId, ctx: &mut Ctx<'_, L>) {
        let dump = &mut self.dumps[dump_id];
        let (Some(hopper), Some(outage)) = (&mut dump.hopper, &mut dump.outage) else {
            return;
        };
        let id = self.layout.dumps[dump_id].id;
        if hopper.is_stopped() {
            hopper.start(outage.breaks.life.draw(&mut outage.life), ctx.now);
            dump.turns_at = hopper.fails_at(ctx.now);
            ctx.log.record(ctx.now, Event::DumpWorks { dump: id });
            return;
        }
        hopper.stop(ctx.now);
        let hours = outage.breaks.repair.draw(&mut outage.repair);
        dump.turns_at = (ctx.now + Span::from_hours(hours).max(Span::from_millis(1))).min(Time::NEVER);
        ctx.log.record(ctx.now, Event::DumpStopped { dump: id });
    }

    /// Closes a place for levelling where enough loads have come and the dozer is free.
    fn call_dozer(&mut self, dump_id: DumpId, now: Time) {
        let Some((every, ms)) = self.layout.dumps[dump_id].dozer else { return };
        let places = self.layout.dumps[dump_id].places;
        let dump = &mut self.dumps[dump_id];
        if dump.closed() == 0 && dump.since_dozer >= every && dump.busy < places {
            dump.since_dozer -= every;
            dump.levelled_at = now + Span::from_millis(ms);
        }
    }

    /// Sets a dump's slot for the earliest of what lies ahead of it.
    pub(crate) fn post_dump<L>(&self, dump_id: DumpId, ctx: &mut Ctx<'_, L>) -> Done {
        let dump = &self.dumps[dump_id];
        let at = dump.fits_at.min(dump.turns_at).min(dump.levelled_at);
        if at < Time::NEVER {
            ctx.calendar.schedule(self.dump_slot(dump_id), at, Class(class::SERVED))?;
        }
        Ok(())
    }

    /// A truck sets off to a dump: its load counts in the mean that the dump is promised.
    pub(crate) fn promise(&mut self, dump_id: DumpId, truck_idx: TruckIdx) {
        let truck = &self.trucks[truck_idx];
        let grade = self.ore.as_ref().and_then(|ore| ore.aboard(truck.status.machine));
        if let (Some(blend), Some(grade)) = (self.layout.dumps[dump_id].blend, grade) {
            self.promised[dump_id] = blend.after(self.promised[dump_id], grade, Mass(truck.load_kg));
        }
    }

    /// What was dumped can be dug again, where the dump is a stockpile.
    pub(crate) fn pile_grows<L: Recorder>(&mut self, dump_id: DumpId, kg: i64, ctx: &mut Ctx<'_, L>) -> Done {
        let Some(face) = self.layout.dumps[dump_id].pile else { return Ok(()) };
        let was_empty = self.left_kg[face] == 0;
        self.left_kg[face] += kg;
        if !was_empty {
            return Ok(());
        }
        for loader_idx in self.loaders.ids() {
            let row = &self.layout.loaders[loader_idx];
            let may_dig = row.faces.iter().skip(self.loaders[loader_idx].step).any(|&own| own == face);
            if self.loaders[loader_idx].phase == LoaderPhase::NoWork && may_dig {
                self.open(loader_idx, ctx)?;
            }
        }
        Ok(())
    }
}
