//! What the numbers say in words: the answer, what binds, and what to try next.
//!
//! Everything here is a rule over records, written so that a reader can check it: the *answer* names the tonnes and
//! the plan, the worst month and what took it, the largest loss of truck hours, who runs short of what, and the agreement line
//! that is least likely to be on time; *what binds* ranks how
//! fully things are used; the *proposals* follow from the evidence by fixed rules and are shown to nobody before they were
//! tried ([`crate::advice`]).
//!
//! Pitfall: the largest loss is not always the cheapest cure, and a thing used at nine tenths is a bottleneck only if
//! something waits for it. That is why each row carries its evidence.
mod answer;
mod binds;
mod closing;
mod suggest;
mod worst;

pub use answer::{Answer, answer};
pub use binds::share_text;
pub use binds::{Binding, Loss, bindings, truck_losses};
pub use suggest::{Proposal, proposals};
