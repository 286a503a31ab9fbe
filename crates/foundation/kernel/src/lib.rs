//! What a discrete-event simulation runs on: the event calendar, stations where things wait and are served,
//! working time, and the board that says who waits for what.
//!
//! The kernel knows nothing of mines, files or threads. One run owns one [`Calendar`]; replications share
//! nothing. There are no callbacks, boxed processes or coroutines: the model pops an event, looks at whose it is,
//! changes its own arrays and schedules. A whole model is one `match` in a loop:
//!
//! ```
//! use iceroad_base::{Span, Time};
//! use iceroad_kernel::{Calendar, Class, FifoStation, Slot};
//!
//! // Three trucks, one loader of 4 min, a round trip of 16 min without the loading: 0.15 loads per minute.
//! let mut calendar = Calendar::new(3)?;
//! let mut loader = FifoStation::new(1)?;
//! for truck in 0..3 {
//!     calendar.schedule(Slot(truck), Time::START, Class::default())?;
//! }
//! let end = Time::START + Span::HOUR * 10;
//! while let Some(arrival) = calendar.pop_until(end) {
//!     let load = loader.arrive(arrival.at, Span::MINUTE * 4);
//!     calendar.schedule(arrival.slot, load.end + Span::MINUTE * 16, Class::default())?;
//! }
//! assert_eq!(loader.usage(end).arrivals, 90);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! * [`calendar`]: one pending event per clock, totally ordered by time, class and slot;
//! * [`agenda`]: any number of dated entries behind one slot of the calendar;
//! * [`ahead`]: durations drawn one ahead of need;
//! * [`context`]: what a domain is handed with every call;
//! * [`station`]: servers and queues, either with completions computed on arrival or with explicit events;
//! * [`working_time`]: shifts, rosters, holidays and stops as sorted windows;
//! * [`stall`]: who waits for what since when, and how a run that cannot go on says so;
//! * [`error`]: what can go wrong, as values.
//!
//! Pitfall: time is in whole milliseconds. Draw durations as `f64`, convert once with
//! [`Span::from_seconds`](iceroad_base::Span::from_seconds), and add ticks from there on.

pub mod agenda;
pub mod ahead;
pub mod calendar;
pub mod context;
pub mod error;
pub mod stall;
pub mod station;
pub mod working_time;

pub use agenda::{Agenda, Ticket};
pub use ahead::Ahead;
pub use calendar::{Calendar, Class, Due, Slot};
pub use context::Context;
pub use error::{ScheduleError, StationError, TooManySlots, WindowsError};
pub use stall::{Stalled, WaitBoard};
pub use station::{FifoStation, ServerQueue};
pub use working_time::{Windows, WorkingTime};
