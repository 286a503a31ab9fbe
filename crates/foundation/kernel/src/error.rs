//! What can go wrong in the kernel, as values: each error carries the times and the parties it is about.
//!
//! None of these is the fault of random draws. A [`ScheduleError`] is a bug of the model that scheduled; the
//! engine adds the replication, the seed and the name of the slot's owner, and ends the run.

use std::fmt;

use iceroad_base::Time;

use crate::calendar::{Class, Slot};

/// More slots asked for than a calendar can hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooManySlots {
    /// How many were asked for.
    pub asked: usize,
    /// How many there can be.
    pub most: usize,
}

impl fmt::Display for TooManySlots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asked, most } = self;
        write!(
            f,
            "{asked} clocks asked for, a calendar holds at most {most}; put dated entries behind one agenda"
        )
    }
}

impl std::error::Error for TooManySlots {}

/// Why an event could not be scheduled or the clock not moved. The calendar is as it was before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ScheduleError {
    /// The time asked for has gone by.
    Past {
        /// The clock.
        now: Time,
        /// The time asked for.
        asked: Time,
        /// Whose event it was to be; none where only the clock was to move.
        slot: Option<Slot>,
    },
    /// The time asked for is [`Time::NEVER`] or later.
    BeyondRange {
        /// The clock.
        now: Time,
        /// The time asked for.
        asked: Time,
        /// Whose event it was to be.
        slot: Slot,
    },
    /// The calendar has no such slot.
    UnknownSlot {
        /// The slot asked for.
        slot: Slot,
        /// How many there are.
        n_slots: usize,
    },
    /// There is no such class.
    UnknownClass {
        /// The class asked for.
        class: Class,
        /// Whose event it was to be.
        slot: Slot,
    },
    /// The clock was to move past a pending event.
    Skips {
        /// The clock.
        now: Time,
        /// The time asked for.
        asked: Time,
        /// The slot with the pending event.
        slot: Slot,
        /// When that event falls due.
        pending: Time,
    },
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Past { now, asked, slot: Some(slot) } => {
                write!(f, "event of slot {} asked for {asked:?}, which lies before now, {now:?}", slot.0)
            }
            Self::Past { now, asked, slot: None } => {
                write!(f, "clock asked to go to {asked:?}, which lies before now, {now:?}")
            }
            Self::BeyondRange { now, asked, slot } => write!(
                f,
                "event of slot {} asked for {asked:?} at {now:?}, beyond what the calendar can hold; cancel the slot instead",
                slot.0
            ),
            Self::UnknownSlot { slot, n_slots } => {
                write!(f, "slot {} asked for, the calendar has {n_slots} slots counted from 0", slot.0)
            }
            Self::UnknownClass { class, slot } => {
                write!(f, "class {} asked for by slot {}, classes run from 0 to 15", class.0, slot.0)
            }
            Self::Skips { now, asked, slot, pending } => write!(
                f,
                "clock asked to go from {now:?} to {asked:?} past the event of slot {} at {pending:?}; pop it first",
                slot.0
            ),
        }
    }
}

impl std::error::Error for ScheduleError {}

/// Why windows of working time could not be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum WindowsError {
    /// A window ends where it starts, or before.
    Empty {
        /// Position in the list given, from 0.
        index: usize,
        /// Its start.
        on: Time,
        /// Its end.
        off: Time,
    },
    /// A roster of no days.
    NoDays,
}

impl fmt::Display for WindowsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { index, on, off } => {
                write!(f, "window {index} ends at {off:?}, not after its start at {on:?}")
            }
            Self::NoDays => f.write_str("roster of 0 days on and 0 days off; give at least one day"),
        }
    }
}

impl std::error::Error for WindowsError {}
