//! Tiny worlds, one rule each, and random ones. Numbers are derived by hand in the comments.
//!
//! The default pit: face at 1 km from the middle, dump at 2 km, level, limit 10 m/s. A drive of 3 km is 20 s and
//! 100 m up to speed at 0.5 m/s², 280 s at 10 m/s, 20 s and 100 m to stop: 320 s, loaded or empty. Loading is
//! 30 s + 5 × 30 s = 180 s, dumping 60 s. So one truck's cycle is 320 + 180 + 320 + 60 = 880 s for 100 t.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod battery;
mod book;
mod chance;
mod cycle;
mod dispatch;
mod dispatch_plan;
mod dry;
mod dumping;
mod electric;
mod failures;
mod faults;
mod fuel;
mod fuelling;
mod lived;
mod loading;
mod moving;
mod ore;
mod people;
mod rates;
mod rates_plan;
mod shifts;
mod world;
