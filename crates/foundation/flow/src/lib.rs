//! The flow plan of a mine's haulage: how many loads an hour each truck class should carry from each loader to each
//! dump, the greatest tonnage an hour that any dispatch could reach, and what more of each resource would be worth.
//!
//! ```text
//!   Network ──plan──▶ Program ──Solver──▶ flows      checked: feasible, strong duality
//!   (numbers only)      └──dual──▶ Program ──Solver──▶ shadow prices
//! ```
//!
//! **The program.** Variables are loads an hour on every haul (class, loader, face, dump) and empty runs an hour on every
//! return (class, dump, face). Tonnes an hour are maximised, weighted where asked. Trucks that arrive somewhere
//! leave it (by class, at every face and dump), so that a truck may go back to another face than it came from;
//! the time that trucks spend on all this is at most the trucks there are; loaders and places at dumps are busy for
//! at most an hour an hour; crushers pass on at most their rate; blends and plans are kept.
//!
//! **Why it is a bound.** Time averages of any schedule, however clever and whatever the spread of its times, fulfil
//! these rows as long as each time in the network is the *mean* of what it stands for and nothing hinders trucks on
//! the road. Waiting is nowhere in it, and so no dispatch reaches it but by luck within a finite time: trucks that
//! begin under way, or loads in their bodies at the start, are worth a load each.
//!
//! **Shadow prices** are the solution of the dual program, which is written out and solved by the same solver, since
//! that one tells no duals. By strong duality the bound is the sum over all limits of *price × how much there is*;
//! [`Plan::binding`] is the limit with the largest part in that sum. Where several solutions of the dual are equally
//! good (as many limits bind as could), the prices are those of one of them.
//!
//! Pitfalls: a price holds for a small change only, and is per *unit of the limit's right side* ([`Limit::unit`]).
//! Flows are averages: whole trucks and whole loads are the dispatcher's affair.
//!
//! The formulation is the upper stage of White & Olson, "Computer-based dispatching in mines with concurrent operating
//! objectives", Mining Engineering 38 (1986) 1045–1054, with the trucks as a limit instead of an outcome.
//!
//! ```
//! use iceroad_flow::{Dump, Haul, Loader, Network, Return, TruckClass, plan};
//!
//! // One loader (5 min a load), one dump, 3 trucks of 100 t, a cycle of half an hour in all.
//! let network = Network {
//!     classes: vec![TruckClass { trucks: 3.0, ..TruckClass::default() }],
//!     loaders: vec![Loader { at_work: 1.0 }],
//!     faces: 1,
//!     dumps: vec![Dump { places: 1.0, ..Dump::default() }],
//!     hauls: vec![Haul { load_h: 1.0 / 12.0, loader_h: 1.0 / 12.0, travel_h: 0.2, dump_h: 0.05, tonnes: 100.0, ..Haul::default() }],
//!     returns: vec![Return { travel_h: 1.0 / 6.0, ..Return::default() }],
//!     ..Network::default()
//! };
//! let plan = plan(&network)?;
//! assert!((plan.t_per_h - 600.0).abs() < 1e-6);
//! # Ok::<(), iceroad_flow::FlowError>(())
//! ```

mod build;
mod error;
mod network;
mod plan;
pub mod program;
pub mod solver;

pub use error::FlowError;
pub use network::{Blend, Dump, Grade, Haul, Loader, Minimum, Network, Return, TruckClass};
pub use plan::{Limit, Plan, Price, flows, flows_with, plan, plan_with};
