//! Scenarios made in code: what tests, proofs, benchmarks and doc examples of every room run on.
//!
//! | module | a world of |
//! |---|---|
//! | [`example`] | everything: each table at least once, and every rule kept |
//! | [`pit`] | haul roads, loaders, trucks and dumps |
//! | [`shop`] | a workshop, its people and the machines that come to it |
//! | [`supply`] | stores, sellers and ways between them |
//! | [`build`] | the rows that the last three are made of, to go on from there |
//!
//! A world is plain [`Tables`](iceroad_model::Tables): what a test is about it says by [`build::Build`] or changes by hand.
//!
//! ```
//! use iceroad_worlds::build::{Build, constant};
//! use iceroad_worlds::shop::{ALWAYS, BELAZ, shop};
//! let mut tables = shop(30);
//! let model = tables.truck_model(BELAZ, 90.0);
//! tables.machines(model, 3);
//! tables.subsystem(model, constant(100.0), constant(8.0));
//! tables.bays(1);
//! tables.technicians(1, ALWAYS).field = true;
//! assert_eq!(tables.machines.len(), 3);
//! ```
//!
//! No room of the house may know this one but as a development dependency; `cargo xtask tidy` holds that.
//!
//! **Every figure here is assumed**: chosen to be easy to reckon with or plausible together, from no source.

pub mod build;
pub mod example;
pub mod pit;
pub mod shop;
pub mod supply;
