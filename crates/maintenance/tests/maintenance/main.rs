//! Maintenance driven by a tiny engine: one rule per world, theory, and random workshops judged from their log.
mod getting_there;
mod random;
mod services;
mod theory;
mod weather;
mod working;
mod world;
