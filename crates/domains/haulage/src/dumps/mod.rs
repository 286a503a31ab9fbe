//! The dumps in a replication: who stands there, the hopper of a crusher, and what happens beside the dumping.
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

mod hopper;

pub(crate) use hopper::{Hopper, Outage};

use crate::fleet::{Line, Truck};
use crate::ground::{DumpRow, Ground};
use crate::notice::Ctx;
use crate::rows::TruckIdx;
use iceroad_base::quantity::Mass;
use iceroad_base::random::Stream;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Event, Recorder};
use iceroad_model::ore::OreLedger;
use iceroad_model::{DumpId, MachineId};

/// The dumps of all mines.
#[derive(Clone, Debug)]
pub(crate) struct Dumps {
    pub(crate) each: Table<DumpId, Dump>,
    /// Grades of what is aboard, on stockpiles and fed to crushers, where any is told.
    pub(crate) ore: Option<OreLedger>,
}

impl Dumps {
    /// All dumps before the start. `named` gives a dump's stream for a purpose.
    pub(crate) fn new(
        ground: &Ground,
        ore: Option<OreLedger>,
        named: impl Fn(&str, &str) -> Stream,
    ) -> Dumps {
        Dumps { each: ground.dumps.iter().map(|row| Dump::new(row, &named)).collect(), ore }
    }

    /// A truck sets off with a load: that counts in the mean grade that the dump is promised.
    pub(crate) fn promise(&mut self, row: &DumpRow, dump_id: DumpId, truck: MachineId, load: Mass) {
        let grade = self.ore.as_ref().and_then(|ore| ore.aboard(truck));
        if let (Some(blend), Some(grade)) = (row.blend, grade) {
            let dump = &mut self.each[dump_id];
            dump.promised_grade = blend.after(dump.promised_grade, grade, load);
        }
    }
}

/// Who of those in line at a dump may dump.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Admitted {
    /// The first, who has a place now.
    Truck(TruckIdx),
    /// The first once the hopper has room, see [`Dump::falls_due`].
    Later,
    Nobody,
}

/// A dump with its line and hopper.
#[derive(Clone, Debug)]
pub(crate) struct Dump {
    pub(crate) line: Line,
    /// Trucks that dump.
    pub(crate) busy: u32,
    /// Trucks on the way.
    pub(crate) coming: u32,
    /// What all these and those in line have aboard.
    pub(crate) bound_kg: i64,
    pub(crate) total_kg: i64,
    pub(crate) hopper: Option<Hopper>,
    /// The running mean grade with what is under way to it.
    pub(crate) promised_grade: f64,
    /// When the first in line fits the hopper, as far as is known.
    fits_at: Time,
    /// When the crusher fails or works again.
    turns_at: Time,
    /// When the place that is being levelled is open again; never while none is.
    levelled_at: Time,
    /// Loads since the dozer came last.
    since_dozer: u32,
    /// How its crusher fails.
    outage: Option<Outage>,
}

impl Dump {
    fn new(row: &DumpRow, named: impl Fn(&str, &str) -> Stream) -> Dump {
        let mut hopper = row.crusher.map(|crusher| Hopper::new(crusher.hopper_kg, crusher.kg_per_h));
        let mut outage = row.breaks.map(|breaks| Outage {
            breaks,
            life: named(&row.name, "crusher life"),
            repair: named(&row.name, "crusher repair"),
        });
        if let (Some(hopper), Some(outage)) = (&mut hopper, &mut outage) {
            hopper.start(outage.breaks.life.draw(&mut outage.life), Time::START);
        }
        Dump {
            line: Line::EMPTY,
            busy: 0,
            coming: 0,
            bound_kg: 0,
            total_kg: 0,
            hopper,
            promised_grade: row.blend.map_or(0.0, |blend| blend.middle()),
            fits_at: Time::NEVER,
            turns_at: Time::NEVER,
            levelled_at: Time::NEVER,
            since_dozer: 0,
            outage,
        }
    }

    /// Places closed for levelling.
    #[inline]
    pub(crate) fn closed(&self) -> u32 {
        u32::from(self.levelled_at < Time::NEVER)
    }

    /// Whether its crusher stands, broken down.
    pub(crate) fn is_stopped(&self) -> bool {
        self.hopper.is_some_and(|hopper| hopper.is_stopped())
    }

    /// Lets the first in line dump if there is a place and, at a crusher, its load fits.
    #[inline]
    pub(crate) fn admit(&mut self, row: &DumpRow, trucks: &Table<TruckIdx, Truck>, now: Time) -> Admitted {
        if self.busy + self.closed() >= row.places {
            return Admitted::Nobody;
        }
        let Some(truck_idx) = self.line.first() else { return Admitted::Nobody };
        if let Some(hopper) = &mut self.hopper {
            let load_kg = trucks[truck_idx].load_kg;
            match hopper.wait_ms(load_kg, now) {
                Some(0) => hopper.reserve(load_kg),
                Some(ms) => {
                    self.fits_at = now + Span::from_millis(ms);
                    return Admitted::Later;
                }
                None => return Admitted::Nobody,
            }
        }
        self.line.pop(trucks);
        self.busy += 1;
        Admitted::Truck(truck_idx)
    }

    /// A truck sets off for it with so much aboard.
    #[inline]
    pub(crate) fn awaits(&mut self, kg: i64) {
        self.coming += 1;
        self.bound_kg += kg;
    }

    /// A truck on its way comes no more.
    pub(crate) fn awaits_no_more(&mut self, kg: i64) {
        self.coming -= 1;
        self.bound_kg -= kg;
    }

    /// A truck leaves the line with its load.
    pub(crate) fn leaves_line(&mut self, trucks: &mut Table<TruckIdx, Truck>, truck_idx: TruckIdx) {
        self.bound_kg -= trucks[truck_idx].load_kg;
        self.line.remove(trucks, truck_idx);
    }

    /// A truck has dumped its load and leaves its place.
    pub(crate) fn takes(&mut self, kg: i64, now: Time) {
        self.busy -= 1;
        self.bound_kg -= kg;
        self.total_kg += kg;
        if let Some(hopper) = &mut self.hopper {
            hopper.pour(kg, now);
        }
    }

    /// A truck leaves its place with its load.
    pub(crate) fn goes_without(&mut self, kg: i64) {
        self.busy -= 1;
        self.bound_kg -= kg;
        if let Some(hopper) = &mut self.hopper {
            hopper.release(kg);
        }
    }

    /// Whether the crusher fails now, or works again.
    pub(crate) fn crusher_turns(&self, now: Time) -> bool {
        self.turns_at <= now
    }

    /// Its slot has fallen due: takes note of what has passed.
    pub(crate) fn is_due<L: Recorder>(&mut self, row: &DumpRow, dump_id: DumpId, ctx: &mut Ctx<'_, L>) {
        if self.fits_at <= ctx.now {
            self.fits_at = Time::NEVER;
        }
        if self.crusher_turns(ctx.now) {
            self.turn_crusher(dump_id, ctx);
        }
        if self.levelled_at <= ctx.now {
            self.levelled_at = Time::NEVER;
            self.call_dozer(row, ctx.now);
        }
    }

    /// A load has been dumped at a dump whose crusher may fail or that a dozer comes to.
    pub(crate) fn look_after(&mut self, row: &DumpRow, now: Time) {
        if let (Some(_), Some(hopper)) = (row.breaks, &mut self.hopper)
            && !hopper.is_stopped()
        {
            self.turns_at = hopper.fails_at(now);
        }
        if row.dozer.is_some() {
            self.since_dozer += 1;
            self.call_dozer(row, now);
        }
    }

    /// The earliest of what lies ahead of it; never where nothing does.
    pub(crate) fn falls_due(&self) -> Time {
        self.fits_at.min(self.turns_at).min(self.levelled_at)
    }

    /// The crusher fails, or works again.
    fn turn_crusher<L: Recorder>(&mut self, dump_id: DumpId, ctx: &mut Ctx<'_, L>) {
        let (Some(hopper), Some(outage)) = (&mut self.hopper, &mut self.outage) else {
            return;
        };
        if hopper.is_stopped() {
            hopper.start(outage.breaks.life.draw(&mut outage.life), ctx.now);
            self.turns_at = hopper.fails_at(ctx.now);
            ctx.log.record(ctx.now, Event::DumpWorks { dump: dump_id });
            return;
        }
        hopper.stop(ctx.now);
        let hours = outage.breaks.repair.draw(&mut outage.repair);
        self.turns_at = (ctx.now + Span::from_hours(hours).max(Span::from_millis(1))).min(Time::NEVER);
        ctx.log.record(ctx.now, Event::DumpStopped { dump: dump_id });
    }

    /// Closes a place for levelling where enough loads have come and the dozer is free.
    fn call_dozer(&mut self, row: &DumpRow, now: Time) {
        let Some(dozer) = row.dozer else { return };
        if self.closed() == 0 && self.since_dozer >= dozer.every && self.busy < row.places {
            self.since_dozer -= dozer.every;
            self.levelled_at = now + Span::from_millis(dozer.ms);
        }
    }
}
