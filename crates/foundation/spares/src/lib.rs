//! What a stock of parts achieves: expected backorders, fill rates and the machines that stand for want of them, for
//! one store or several echelons, and the stock that buys the most for a budget.
//!
//! Numbers only: what an item is, who sells it and by which road it comes is told by the scenario.
//!
//! ```text
//!   count ── laws of a number of pieces ──▶ single, indenture, lateral, queue, fleet     what one store achieves
//!                                       ──▶ echelon                                      a depot and the stores behind it
//!                                       ──▶ serial                                       stores in a row
//!                                       ──▶ frontier, kettelle                           which pieces to buy first
//! ```
//!
//! Over time: `season` (what to order before a road closes, by which leg, for many items that share its room).
//!
//! Beside them: `once` (one order for all time), `review` (orders that cost something), `periodic` (a ship that calls), `lora` (where to repair, or whether),
//! `replacement` (when to change a part that still works).
//!
//! **Terms.** The *pipeline* is every piece that was used and is not back on the shelf: under repair, on order, on the way. With
//! `s` pieces to begin with and one for one replacement, a shelf whose pipeline holds `x` has `s − x` pieces, or owes
//! `x − s`: *backorders*. A machine stands for each, so that expected backorders are what stock is bought to lower.
//! The *fill rate* is the share of demands met at once, the *ready rate* the share of time in which nothing is owed.
//!
//! Units are the caller's: a rate and a time must be of one clock, costs of one currency.

pub mod count;
pub mod echelon;
mod error;
pub mod fleet;
pub mod frontier;
pub mod indenture;
pub mod kettelle;
pub mod lateral;
pub mod lora;
pub mod once;
pub mod periodic;
pub mod queue;
pub mod replacement;
pub mod review;
pub mod season;
pub mod serial;
pub mod single;

pub use error::SparesError;
