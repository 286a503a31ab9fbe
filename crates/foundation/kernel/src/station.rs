//! Stations: servers, and customers that wait for them. Two kinds; choose when the model is built.
//!
//! | | [`FifoStation`] | [`ServerQueue`] |
//! |---|---|---|
//! | completions | computed on arrival | events of their own |
//! | order of service | as they come | priority, then as they come |
//! | preemption, leaving the queue, changing the number of servers | no | yes |
//! | breakdowns that let the service under way finish | yes, exactly | yes |
//! | breakdowns that cut a service | no | yes |
//! | events per visit | 1 | 2 |
//!
//! **Completions computed on arrival** (Kiefer and Wolfowitz 1955). With first come first served and no
//! preemption, whoever arrives later changes nothing for those who are here. So the time at which each server
//! comes free, taken over all who have arrived, settles start and end of the next service at the moment of
//! arrival. The model posts the *next* arrival directly; there is no event for the end of service. It is exact,
//! and it is the largest gain in speed there is. It is **not** exact where a later arrival may overtake, cut
//! short or send away an earlier one: use [`ServerQueue`] there.
//!
//! Pitfall: a [`FifoStation`] knows the future. A dispatcher that reads when a server *will* be free reads the
//! draws. Let it read [`FifoStation::waiting`] and [`FifoStation::serving`], which a person at the site could
//! count, and work with expected service times.
//!
//! Statistics are always on and exact to the tick: [`Usage`].

mod fifo;
mod queue;
mod usage;

pub use fifo::{FifoStation, Outage, Service};
pub use queue::{Arrival, Cancelled, Finish, Interruption, Move, Rules, ServerQueue, Start};
pub use usage::Usage;
