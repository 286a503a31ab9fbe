//! What a domain is handed with every call: the calendar to schedule on, the log to write to, and the notices it
//! leaves for the engine to carry to others.
//!
//! Domains never call each other. A domain changes its own state, schedules its own slots, writes what happened
//! to the log, and pushes notices; the engine delivers each notice after the call has returned, in order.
use crate::calendar::Calendar;
use iceroad_base::Time;

/// One call's surroundings. `L` is the log, `N` the domain's own kind of notice.
pub struct Context<'a, L, N> {
    /// The instant of this call.
    pub now: Time,
    /// The event calendar; a domain touches only its own slots.
    pub calendar: &'a mut Calendar,
    /// The event log.
    pub log: &'a mut L,
    /// What others must hear, in order.
    pub notices: &'a mut Vec<N>,
}
