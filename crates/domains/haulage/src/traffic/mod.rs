//! Roads with rules: trucks that hinder each other, single-lane zones with arbitration, crossings, passing bays, closures
//! by calendar, and weather on the road.
//!
//! Nothing of this costs a mine without such rules more than one question an event. A mine with them is driven segment by
//! segment, and a truck's calendar slot means the next *stop* of its way instead of its goal.
//!
//! | module | is about |
//! |---|---|
//! | [`map`] | what each piece of road asks, worked out once |
//! | [`plan`] | closures and weather of the horizon, and the states of the roads that follow |
//! | [`state`] | what changes: edges, zones, bays, and each truck's trip |
//! | [`drive`] | a truck on its way; the hot path |
//! | [`bays`] | passing bays of bounded size, and why nobody is ever stuck in them |
//! | [`changes`] | roads close and open; other ways |
//! | [`halts`] | breakdowns on the road, and fuel |
//! | [`check`] | what must hold between any two events |
mod bays;
mod changes;
mod check;
mod drive;
mod halts;
mod map;
mod plan;
mod state;

pub(crate) use changes::RoadDay;
pub(crate) use map::RoadMap;
pub(crate) use plan::{RoadPlan, RoadState};
pub(crate) use state::{Roads, Trip};
