//! The event log: what happened in one replication, entry by entry, in order.
//!
//! Every rule of a run can be re-derived from this log and the scenario alone; the audit does so. Entries are
//! small and `Copy`, so that writing one costs a few nanoseconds when only the digest is kept.
//!
//! `kinds` declares the entries, `field` what their fields hold, `states` and `causes` the lists behind fields.
//!
//! Order: entries are written in the order in which they happen; several at one instant keep the order of cause
//! and effect. Pitfall: an entry about a machine's state says what begins now; what it was before ends now.
mod causes;
mod field;
mod kinds;
mod states;

pub use causes::*;
pub use field::{Field, Holds};
pub use kinds::{Event, EventField, EventKind, FieldVisitor};
pub use states::*;

use crate::ids::*;
use iceroad_base::quantity::{Mass, Money, Quantity, Volume};
use iceroad_base::{Span, Time};

/// Classes of calendar events: at one instant, lower classes happen first. Fixed, and printed in the book.
pub mod class {
    /// A civil day begins: weather, seasons, settlements.
    pub const DAY: u8 = 0;
    /// A shift begins or ends.
    pub const SHIFT: u8 = 1;
    /// Goods arrive, orders are reviewed, tasks end.
    pub const SUPPLY: u8 = 2;
    /// Work in the workshop ends.
    pub const WORKSHOP: u8 = 3;
    /// A subsystem fails or a service falls due.
    pub const FAILURE: u8 = 4;
    /// Loading or dumping ends: places go free before others arrive.
    pub const SERVED: u8 = 5;
    /// A machine arrives somewhere.
    pub const ARRIVAL: u8 = 6;
}

/// Whoever keeps the log: a digest, a tally, a file, or all of them.
pub trait Recorder {
    /// Takes one entry that happened `at`.
    fn record(&mut self, at: Time, event: Event);
}

/// One entry with its time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// What.
    pub event: Event,
}

impl Recorder for Vec<Entry> {
    fn record(&mut self, at: Time, event: Event) {
        self.push(Entry { at, event });
    }
}
