//! What a discrete-event simulation runs on: the event calendar, working time, and the board that says who waits for what.
//!
//! The kernel knows nothing of mines, files or threads. One run owns one [`Calendar`]; replications share
//! nothing. There are no callbacks, boxed processes or coroutines: the model pops an event, looks at whose it is,
//! changes its own arrays and schedules. A whole model is one `match` in a loop:
//!
//! ```
//! use iceroad_base::{Span, Time};
//! use iceroad_kernel::{Calendar, Class, Slot};
//!
//! // Three trucks, one loader of 4 min, a round trip of 16 min without the loading: 0.15 loads per minute.
//! let mut calendar = Calendar::new(3)?;
//! let (mut free_at, mut loads) = (Time::START, 0);
//! for truck in 0..3 {
//!     calendar.schedule(Slot(truck), Time::START, Class::default())?;
//! }
//! let end = Time::START + Span::HOUR * 10;
//! while let Some(arrival) = calendar.pop_until(end) {
//!     free_at = arrival.at.max(free_at) + Span::MINUTE * 4;
//!     loads += 1;
//!     calendar.schedule(arrival.slot, free_at + Span::MINUTE * 16, Class::default())?;
//! }
//! assert_eq!(loads, 90);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! * [`calendar`]: one pending event per clock, totally ordered by time, class and slot;
//! * [`agenda`]: any number of dated entries behind one slot of the calendar;
//! * [`context`]: what a domain is handed with every call;
//! * [`working_time`]: shifts, rosters, holidays and stops as sorted windows;
//! * [`instant`]: whether time goes on;
//! * [`stall`]: who waits for what since when, and how a run that cannot go on says so;
//! * [`error`]: what can go wrong, as values.
//!
//! Pitfall: time is in whole milliseconds. Draw durations as `f64`, convert once with
//! [`Span::from_seconds`](iceroad_base::Span::from_seconds), and add ticks from there on.

pub mod agenda;
pub mod calendar;
pub mod context;
pub mod error;
pub mod instant;
pub mod stall;
pub mod working_time;

pub use agenda::{Agenda, Ticket};
pub use calendar::{Calendar, Class, Due, Slot};
pub use context::Context;
pub use error::{ScheduleError, TooManySlots, WindowsError};
pub use instant::{Instant, TimeStands};
pub use stall::{Stalled, WaitBoard};
pub use working_time::{Windows, WorkingTime};
