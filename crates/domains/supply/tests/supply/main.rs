//! Supply in tiny worlds of one rule each; every expected number is derived by hand beside it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so by panicking")]

mod agreements;
mod balance;
mod consumption;
mod freight;
mod interchange;
mod legs;
mod orders;
mod projects;
mod restrictions;
mod rotables;
mod routes;
mod small;
mod stores;
mod world;
