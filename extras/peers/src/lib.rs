//! Haulage by the rules of other programs, to the last tie: what they would answer for a scenario of ours.
//!
//! A planner who comes from another program asks first whether the new one knows what the old one knew. This room answers
//! it: one shift of haulage alone (no maintenance, no supply, no weather), without randomness, by the rules of
//! [`openmines`] 0.2.0 or [`minehaulsim`] 0.12.1. Where those rules are wrong or coarse, they are kept; the book's chapter
//! on peers says how our own haulage differs and by how much.
//!
//! Why not settings of the room `haulage`. Its clock counts whole milliseconds and its calendar orders equal times by class
//! and slot, whatever the order of the calls; that is what makes a run the same on any platform and a truck's luck its
//! own. The peers' clocks are sums of doubles, equal times fall due in the order in which they were scheduled, and a unit
//! that is given free is granted anew in a later turn of the same instant. A trace is only equal to theirs where all of
//! this is; so they have a clock of their own here ([`clock`]), and the rest of the house keeps its order.
//!
//! | module | is about |
//! |---|---|
//! | [`compat`] | one shift asked for and told |
//! | [`clock`] | time as a double, first scheduled first |
//! | [`outcome`] | what a shift came to |
//! | [`pit`] | the one mine of a scenario, as the peers see it |
//! | [`openmines`] | distance matrices, sites, dispatchers |
//! | [`minehaulsim`] | a road graph with traffic, policies |

pub mod clock;
pub mod compat;
pub mod minehaulsim;
pub mod openmines;
pub mod outcome;
pub mod pit;
