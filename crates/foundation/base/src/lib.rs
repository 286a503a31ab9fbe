//! What every other room stands on: quantities with units, typed ids, time, random streams and estimators.
//!
//! This crate knows nothing of mines and nothing of files. Its rules are few:
//!
//! * mass, volume, money and counts are integers ([`quantity`]); physics is a finite `f64` in a named type
//!   whose legal range is stated once, at the type;
//! * time is a whole number of milliseconds since the horizon's start in UTC ([`time`]); civil dates appear
//!   only where a site's clock is read ([`civil`]);
//! * a random draw is named by (seed, replication, entity, purpose, number of the draw) and by nothing else
//!   ([`random`]), so that adding a truck does not change the luck of another;
//! * what cannot be seen in a text is told by [`text`], once for reading and showing;
//! * every hash is one of [`hash`], and its values never change;
//! * ids are positions in a table ([`mod@id`]); the outside name lives in the table, never in a global.
//!
//! Pitfall: `f64::ln`, `exp` and `powf` come from the platform's C library and differ in the last bit between
//! versions. Everything below the edges uses the pure-Rust `libm` crate; a lint forbids the others.

pub mod civil;
pub mod control;
pub mod estimate;
pub mod hash;
pub mod id;
pub mod law;
pub mod quantity;
pub mod random;
pub mod text;
pub mod time;

/// For [`id!`]: ids are stored as their row number.
#[doc(hidden)]
pub use serde;

pub use id::{Id, Table};
pub use time::{Span, Time};
