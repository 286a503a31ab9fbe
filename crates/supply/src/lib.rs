//! Supply: stores, interchange, restrictions, routes, shipments, agreements, settlements and projects.
mod error;
mod notice;
mod supply;

pub use error::SupplyError;
pub use notice::{Demand, Notice};
pub use supply::Supply;
