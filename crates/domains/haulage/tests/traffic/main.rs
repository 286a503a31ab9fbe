//! Roads with rules, each rule in a world so small that its times are reckoned by hand, and random worlds judged by
//! what must hold in all of them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod chance;
mod closures;
mod flow;
mod halts;
mod weather;
mod world;
mod zones;
