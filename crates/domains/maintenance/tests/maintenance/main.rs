//! Maintenance driven by a tiny engine: one rule per world, and random workshops judged from their log.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world has failed")]

mod getting_there;
mod hazards;
mod random;
mod services;
mod weather;
mod working;
mod world;
