//! A failure log as maintenance systems keep it, made into histories and lives of the parts of machines.
//!
//! ```text
//!  rows ──clock──▶ every row at an age of its machine ──watch──▶ from when to when each machine was watched
//!       ──units──▶ histories, lives, repairs and hours by month of each model × subsystem (× cause)
//! ```
//!
//! Terms: a **reading** is what the hour meter showed at a row; an **age** is the hours a machine had run by then, over all meters it had;
//! a **fate** is what became of a row. No row is lost: each is used, used after something of it was put right, or set aside for a
//! reason, and the three add up to all rows.
//!
//! Pitfalls: a machine without failures counts as much as one with many, so whoever watched it must be in the log, if only by readings.
//! And where a machine was watched from a later age, the age of its parts then is not known: the stretch to the first failure is no life.

mod calendar;
mod clock;
mod units;
mod watch;

pub use calendar::{Calendar, Counting};
pub use units::{Group, PartLife};

use std::collections::BTreeMap;

/// Names in order of their first use.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names {
    all: Vec<String>,
    by_name: BTreeMap<String, u32>,
}

impl Names {
    /// The number of a name, a new one where it was not met before.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let number = self.all.len() as u32;
        self.all.push(name.to_owned());
        self.by_name.insert(name.to_owned(), number);
        number
    }

    /// The name of a number; empty where there is none.
    pub fn name(&self, number: u32) -> &str {
        self.all.get(number as usize).map_or("", String::as_str)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// What a row tells of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Event {
    /// Something failed.
    Failure,
    /// A part was replaced before it failed.
    Replacement,
    /// Watching ended without a failure: of a part, or of the machine where no subsystem is named.
    Suspension,
    /// The machine, or a part of it, came into use.
    Start,
    /// Somebody looked and nothing was done.
    Inspection,
    /// The meter was read.
    Reading,
}

/// One row of a log, as it was understood.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Row {
    /// The machine, of [`Log::machines`].
    pub machine: u32,
    /// Its model, of [`Log::models`].
    pub model: Option<u32>,
    /// What of it, of [`Log::subsystems`].
    pub subsystem: Option<u32>,
    /// Why, of [`Log::causes`].
    pub cause: Option<u32>,
    /// What happened.
    pub event: Event,
    /// When, in hours of the local calendar since 1970.
    pub when: Option<f64>,
    /// Whether only the day is known.
    pub is_day: bool,
    /// What the hour meter showed, h.
    pub meter_h: Option<f64>,
    /// Hours since the event of the same part before this, for logs that have neither dates nor readings.
    pub gap_h: Option<f64>,
    /// The hours that the part itself had run.
    pub part_h: Option<f64>,
    /// Hours until the machine worked again.
    pub down_h: Option<f64>,
    /// Hours of work on it.
    pub repair_h: Option<f64>,
    /// The temperature then, °C.
    pub temperature_c: Option<f64>,
}

/// A failure log.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Log {
    /// Its machines.
    pub machines: Names,
    /// Their models.
    pub models: Names,
    /// What failed.
    pub subsystems: Names,
    /// Why.
    pub causes: Names,
    /// Its rows, in the order in which they are written.
    pub rows: Vec<Row>,
}

/// How a log is taken.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Options {
    /// Whether models are kept apart.
    pub by_model: bool,
    /// Whether subsystems are kept apart.
    pub by_subsystem: bool,
    /// Whether causes are kept apart.
    pub by_cause: bool,
    /// When watching began, hours since 1970; none: the day before the first row.
    pub from: Option<f64>,
    /// When it ended; none: the end of the day of the last row.
    pub until: Option<f64>,
    /// Hours that a machine runs a day, for logs without a meter; none: ages are hours of the calendar.
    pub hours_per_day: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            by_model: true,
            by_subsystem: true,
            by_cause: false,
            from: None,
            until: None,
            hours_per_day: None,
        }
    }
}

/// What of a row was put right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Repair {
    /// It had no reading: its age is worked out from its date and the readings around.
    ReadingFromDate,
    /// Its reading fits neither the one before nor those after, as 24 hours a day allow: worked out from its date instead.
    ReadingReplaced,
    /// A new meter begins here, after one that showed more, or less than 24 hours a day allow: ages go on.
    MeterSwapped,
    /// It has no date, and its machine had more than one meter: its reading is taken for that of the meter it fits, or of the row above it.
    MeterOfRow,
    /// Its time is of another zone than those of most rows: taken to theirs.
    OtherZone,
    /// It stood below a row with a later reading, in a log without dates: taken in the order of readings.
    OutOfOrder,
    /// A cell that the row can do without could not be read, and is left out.
    CellLeftOut,
    /// Hours on the part that do not fit its machine's are left out.
    PartHoursLeftOut,
}

/// Why a row is set aside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Aside {
    /// A cell that it needs could not be read, or it has another number of cells than the header.
    Unreadable,
    /// Its word for what happened is not known.
    UnknownEvent,
    /// It says neither when nor at what reading.
    NoPlace,
    /// An earlier row says the same: its number.
    Duplicate(usize),
    /// The same part of the machine failed in this earlier row and was not yet mended.
    DuringRepair(usize),
    /// It is from before watching began, or of that very moment.
    BeforeWatching,
    /// It is from after watching ended.
    AfterWatching,
    /// Nothing else is known of the machine, so it was watched for no time.
    NoExposure,
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Used as it is.
    Used,
    /// Used after something was put right.
    Repaired(Repair),
    /// Not used.
    Aside(Aside),
}

/// What ages are made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Hour meters and dates.
    MeterAndDates,
    /// Hour meters alone.
    Meter,
    /// Dates alone: hours of the calendar, or of a day's work as it was told.
    Dates,
}

/// From when to when a machine was watched.
#[derive(Clone, PartialEq, Debug)]
pub struct Watched {
    /// The machine.
    pub machine: u32,
    /// Its model.
    pub model: Option<u32>,
    /// Its age when watching began, h.
    pub from: f64,
    /// Its age when it ended, h.
    pub to: f64,
    /// When watching began, hours since 1970; none without dates.
    pub since: Option<f64>,
    /// Hours worked out by the machine's own pace before its first and after its last row.
    pub beyond_rows: f64,
    /// Hours it ran in each month of the year, January first; all 0 without dates.
    pub by_month: [f64; 12],
    /// Its days.
    pub calendar: Calendar,
}

/// Something about the log as a whole that its reader must know.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Remark {
    /// So many machines have no row in the last third of the log, and were taken to run on.
    SilentAtEnd(usize),
    /// So many machines are of two models by different rows; the first was taken.
    TwoModels(usize),
    /// So many jobs overlap with another job of the same machine; each is counted with its own hours.
    Overlaps(usize),
    /// So many machines without dates begin at a reading far beyond their usual gaps, and were taken to be watched from their first row.
    LateStart(usize),
    /// No row says when machines came into use, and readings begin near new: they were taken to be watched from new.
    FromNew(usize),
}

/// A log made into histories and lives.
#[derive(Clone, PartialEq, Debug)]
pub struct Assembled {
    /// What became of each row, in the order of the log.
    pub fates: Vec<Fate>,
    /// Every model × subsystem (× cause).
    pub groups: Vec<Group>,
    /// Every machine that was watched.
    pub machines: Vec<Watched>,
    /// What ages are made of.
    pub basis: Basis,
    /// When watching began and ended, hours since 1970; none without dates.
    pub window: Option<(f64, f64)>,
    /// What its reader must know.
    pub remarks: Vec<Remark>,
}

impl Assembled {
    /// Rows used, put right and set aside.
    pub fn tally(&self) -> [usize; 3] {
        let of = |is: fn(&Fate) -> bool| self.fates.iter().filter(|fate| is(fate)).count();
        [
            of(|fate| matches!(fate, Fate::Used)),
            of(|fate| matches!(fate, Fate::Repaired(_))),
            of(|fate| matches!(fate, Fate::Aside(_))),
        ]
    }
}

/// Makes histories and lives of a log. `fates` are those of rows that were found bad, or put right, when they were read; the others are
/// [`Fate::Used`].
pub fn assemble(log: &Log, fates: Vec<Fate>, options: &Options) -> Assembled {
    let readings = vec![None; log.rows.len()];
    let mut work = Work { log, options, fates, readings, remarks: Vec::new() };
    work.fates.resize(log.rows.len(), Fate::Used);
    work.read_meters();
    let mut machines = work.by_machine();
    work.set_duplicates_aside(&machines);
    let clocks = clock::clocks(&mut work, &mut machines);
    let watched = watch::watched(&mut work, &machines, &clocks);
    let groups = units::groups(&mut work, &machines, &clocks, &watched);
    let window = clocks.window;
    let mut remarks = work.remarks;
    remarks.sort();
    Assembled { fates: work.fates, groups, machines: watched, basis: clocks.basis, window, remarks }
}

/// A log under way.
struct Work<'a> {
    log: &'a Log,
    options: &'a Options,
    fates: Vec<Fate>,
    /// What each row's meter showed, or would have by its gaps.
    readings: Vec<Option<f64>>,
    remarks: Vec<Remark>,
}

impl Work<'_> {
    fn is_aside(&self, row: usize) -> bool {
        matches!(self.fates[row], Fate::Aside(_))
    }

    fn set_aside(&mut self, row: usize, why: Aside) {
        self.fates[row] = Fate::Aside(why);
    }

    /// The first thing that was put right is told.
    fn repair(&mut self, row: usize, what: Repair) {
        if self.fates[row] == Fate::Used {
            self.fates[row] = Fate::Repaired(what);
        }
    }

    /// Takes the readings; gaps of a part are added up where there is neither a reading nor a date.
    fn read_meters(&mut self) {
        let mut sums: BTreeMap<(u32, Option<u32>), f64> = BTreeMap::new();
        let mut latest: BTreeMap<u32, f64> = BTreeMap::new();
        for (at, row) in self.log.rows.iter().enumerate() {
            if self.is_aside(at) {
                continue;
            }
            self.readings[at] = row.meter_h;
            if let (None, None, Some(gap)) = (row.when, row.meter_h, row.gap_h) {
                let sum = sums.entry((row.machine, row.subsystem)).or_default();
                *sum += gap;
                self.readings[at] = Some(*sum);
            }
            if let (None, Some(reading)) = (row.when, row.meter_h) {
                let latest = latest.entry(row.machine).or_insert(reading);
                if reading < *latest {
                    self.repair(at, Repair::OutOfOrder);
                }
                *latest = latest.max(reading);
            }
        }
    }

    /// Of each machine its rows, in the order of their dates, then of their readings, then as they are written.
    fn by_machine(&mut self) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new(); self.log.machines.len()];
        for (at, row) in self.log.rows.iter().enumerate() {
            if self.is_aside(at) {
                continue;
            }
            if row.when.is_none() && self.readings[at].is_none() {
                self.set_aside(at, Aside::NoPlace);
                continue;
            }
            if let Some(rows) = all.get_mut(row.machine as usize) {
                rows.push(at);
            }
        }
        let key = |row: usize| {
            (self.log.rows[row].when.unwrap_or(f64::NEG_INFINITY), self.readings[row].unwrap_or(0.0))
        };
        for rows in &mut all {
            rows.sort_by(|a, b| key(*a).0.total_cmp(&key(*b).0).then(key(*a).1.total_cmp(&key(*b).1)));
        }
        all
    }

    /// Rows that say again what another says: the same event of the same part, at the same time and reading.
    fn set_duplicates_aside(&mut self, machines: &[Vec<usize>]) {
        for rows in machines {
            let mut first_of = BTreeMap::new();
            let mut in_order = rows.clone();
            in_order.sort_unstable();
            for at in in_order {
                let row = &self.log.rows[at];
                if row.gap_h.is_some() || row.event == Event::Reading {
                    continue;
                }
                let place = (row.when.map(f64::to_bits), row.meter_h.map(f64::to_bits));
                let told = (row.event, row.subsystem, row.cause, place);
                let first = *first_of.entry(told).or_insert(at);
                if first != at {
                    self.set_aside(at, Aside::Duplicate(first));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
