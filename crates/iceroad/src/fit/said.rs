//! What became of the rows of a failure log, in words.
use iceroad_format::failure_log::FailureLog;
use iceroad_lifedata::log::{Aside, Assembled, Basis, Fate, Remark, Repair};
use serde::Serialize;
use std::collections::BTreeMap;

/// Lines that are told of each kind.
const MOST_LINES: usize = 10;

/// What became of the rows; used, repaired and set aside are all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RowsTold {
    /// All rows.
    pub all: usize,
    /// Used as they are.
    pub used: usize,
    /// Used after something was put right.
    pub repaired: usize,
    /// Not used.
    pub aside: usize,
    /// What was put right, and why rows were set aside.
    pub why: Vec<RowsOfKind>,
}

/// One kind of what became of rows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RowsOfKind {
    /// Whether the rows were set aside; put right otherwise.
    pub aside: bool,
    /// Why, or what was put right.
    pub what: &'static str,
    /// How many rows.
    pub rows: usize,
    /// The lines of the first of them.
    pub lines: Vec<usize>,
}

/// What became of each row of a log.
pub(super) fn rows(read: &FailureLog, taken: &Assembled) -> RowsTold {
    let mut why: BTreeMap<(bool, &'static str), (usize, Vec<usize>)> = BTreeMap::new();
    for (fate, line) in taken.fates.iter().zip(&read.lines) {
        let key = match fate {
            Fate::Used => continue,
            Fate::Repaired(repair) => (false, repaired(*repair)),
            Fate::Aside(reason) => (true, aside(*reason)),
        };
        let (rows, lines) = why.entry(key).or_default();
        *rows += 1;
        if lines.len() < MOST_LINES {
            lines.push(*line);
        }
    }
    let [used, repaired, aside] = taken.tally();
    let why = why.into_iter().map(|((aside, what), (rows, lines))| RowsOfKind { aside, what, rows, lines });
    RowsTold { all: taken.fates.len(), used, repaired, aside, why: why.collect() }
}

fn repaired(repair: Repair) -> &'static str {
    match repair {
        Repair::ReadingFromDate => "no reading: age worked out from the date and the readings around",
        Repair::ReadingReplaced => {
            "a reading that the readings around make impossible (backwards, or more than 24 h a day): age worked out from the date"
        }
        Repair::MeterSwapped => "a new meter begins: hours go on from the old one",
        Repair::MeterOfRow => {
            "no date, and its machine had more than one meter: its reading is taken for that of the meter it fits, or of the row above it"
        }
        Repair::OtherZone => "its time is of another zone than most: taken to that of most",
        Repair::OutOfOrder => "below a row with a later reading: taken in the order of readings",
        Repair::CellLeftOut => "a cell that could not be read is left out",
        Repair::PartHoursLeftOut => "hours on the part that do not fit its machine's are left out",
    }
}

fn aside(reason: Aside) -> &'static str {
    match reason {
        Aside::Unreadable => "a cell that it needs could not be read",
        Aside::UnknownEvent => "its word for what happened is not known",
        Aside::NoPlace => "it says neither when nor at what reading",
        Aside::Duplicate(_) => "an earlier row says the same",
        Aside::DuringRepair(_) => "the same part of the machine was down already",
        Aside::BeforeWatching => "from before watching began",
        Aside::AfterWatching => "from after watching ended",
        Aside::NoExposure => "nothing else is known of the machine, so it was watched for no time",
    }
}

/// What a reader must know of the log as a whole.
pub(super) fn remarks(read: &FailureLog, taken: &Assembled) -> Vec<String> {
    let mut all = Vec::new();
    let options = &read.options;
    if let Some(km) = read.km_per_hour {
        all.push(format!(
            "the meter counts kilometres, and {km} of them are taken for an hour, as the mapping file says"
        ));
    }
    if let Some(zone) = &read.zone {
        all.push(format!("times are of the zone {zone}; those that say none are taken for such"));
    }
    if taken.basis == Basis::Dates && options.hours_per_day.is_none() {
        all.push(
            "no hour meter: ages are hours of the calendar, not of operation; write `hours_per_day` in the mapping file to turn \
             them into operating hours"
                .to_owned(),
        );
    }
    let (beyond, watched) = taken
        .machines
        .iter()
        .fold((0.0, 0.0), |(beyond, all), one| (beyond + one.beyond_rows, all + one.to - one.from));
    // Without dates nothing is worked out: it is told from where on machines are taken to be watched.
    if taken.window.is_some() && beyond > 0.2 * watched {
        all.push(format!(
            "{:.0} % of the hours lie before a machine's first row or after its last and are worked out from its pace; rows with \
             meter readings make them sure",
            100.0 * beyond / watched
        ));
    }
    all.extend(taken.remarks.iter().map(remark));
    all
}

fn machines(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 machine {one}") } else { format!("{n} machines {many}") }
}

fn remark(remark: &Remark) -> String {
    match *remark {
        Remark::SilentAtEnd(n) => format!(
            "{} no row in the last third of the log, and {} taken to run on: tell by a `suspension` when one left",
            machines(n, "has", "have"),
            if n == 1 { "is" } else { "are" }
        ),
        Remark::TwoModels(n) => {
            format!("{} two models by different rows; the first is taken", machines(n, "is of", "are of"))
        }
        Remark::Overlaps(n) => {
            format!("{n} jobs overlap with the job before on the same machine; each is counted")
        }
        Remark::LateStart(n) => format!(
            "{} far from new at the first row, and watched from then: how old parts were then is not known",
            machines(n, "was", "were")
        ),
        Remark::FromNew(n) => format!(
            "no dates: {} taken to be watched from hour 0 to the last row; tell otherwise by a `start` row",
            machines(n, "is", "are")
        ),
    }
}
