//! Supply: what is asked of stores, bought, forbidden, moved over seasonal legs, promised, eaten and built with.
//!
//! ```text
//!  demands ──▶ stores ──position──▶ orders ──choice──▶ sourcing ◀── interchange, restrictions, routes
//!                ▲                     │ lead time, licence
//!                └── Received ◀── shipments ◀── legs (season, load limit, trips of the day)
//!  agreements, settlements, projects: who else orders from sellers or asks stores
//! ```
//!
//! [`Supply`] is what the engine calls. The questions that stand on their own, without a run, are public too:
//! [`interchange`] (what may stand in for what), [`restrictions`] (may this be bought), [`routes`] (which ways are
//! there and when would goods come), [`legs`] (what may a trip carry today), [`penalty`], [`freight`].
//!
//! Terms: a *demand* asks a store for goods; an *order* asks a seller, or a store above; a *shipment* is goods of an
//! order on the move; a *line* of an agreement is a promise with a due day; the *position* of a stock line is on
//! hand + on order − owed.
//!
//! Pitfall: nothing here looks at what the replication will bring. Choices use planned windows and mean times; only
//! what happens reads the day's limits.
mod agreements;
mod balance;
mod core;
mod error;
pub mod interchange;
pub mod legs;
mod notice;
mod orders;
mod projects;
pub mod restrictions;
pub mod routes;
mod settlements;
mod shelf;
mod shipments;
mod sourcing;
mod stores;
mod supply;
mod urgent;
mod world;

pub use agreements::penalty;
pub use balance::Balance;
pub use error::SupplyError;
pub use notice::{Demand, Notice};
pub use shipments::freight;
pub use supply::Supply;
