//! Policies that give every loader a number and take the least: they see one truck at a time and plan nothing.
//!
//! | policy | number |
//! |---|---|
//! | [`Fixed`] | trucks at and on the way to it, of the loaders at the truck's own face |
//! | [`Nearest`] | driving time |
//! | [`ShortestQueue`] | trucks at and on the way to it |
//! | [`EarliestLoading`] | when this truck would be loaded: shortest processing time first (SPTF) |
//! | [`LeastSaturated`] | its match factor with this truck |
//! | [`MinTruckWait`] | how long this truck would wait, then driving time |
//! | [`MinLoaderIdle`] | how long it would have been idle, longest first |

use super::{Candidate, Dispatch, View};

/// The face written for the truck; of several loaders there, the one with fewest trucks at or on the way to it.
///
/// A truck without a face has no work.
pub struct Fixed;

impl Dispatch for Fixed {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        let face = view.assigned_face()?;
        view.least_at(face, |loader| Some(loader.at_loader + loader.coming))
    }
}

/// The nearest loader by driving time.
pub struct Nearest;

impl Dispatch for Nearest {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        view.least(|loader| Some(loader.travel))
    }
}

/// The loader with fewest trucks at or on the way to it.
pub struct ShortestQueue;

impl Dispatch for ShortestQueue {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        view.least(|loader| Some(loader.at_loader + loader.coming))
    }
}

/// The loader where this truck is expected to be loaded first, its own loading time included.
pub struct EarliestLoading;

impl Dispatch for EarliestLoading {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        view.least(|loader| Some((view.now() + loader.travel).max(loader.free_at) + loader.load))
    }
}

/// The loader least saturated with this truck sent to it.
///
/// Saturation is the match factor of the loader with the trucks that are bound for it,
/// `(trucks / time until they are loaded) / (1 / load time)`: the loading time of all of them, this truck included, over
/// this truck's time there without waiting. Written with loading times, not with trucks, it is the right one for mixed
/// trucks too (Burt & Caccetta, "Match factor for heterogeneous truck and loader fleets", Int. J. of Mining,
/// Reclamation and Environment 21 (2007) 262–270). Trucks that haul are bound for no loader and count nowhere.
pub struct LeastSaturated;

impl Dispatch for LeastSaturated {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        view.least(|loader| {
            let work = (loader.free_at - view.now()).millis() + loader.load.millis();
            let window = loader.travel.millis() + loader.load.millis();
            // In millionths, so that keys are whole numbers and ties are exact.
            Some(i128::from(work) * 1_000_000 / i128::from(window.max(1)))
        })
    }
}

/// The loader where this truck is expected to wait least; of those where it waits equally long, the nearest.
pub struct MinTruckWait;

impl Dispatch for MinTruckWait {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        view.least(|loader| {
            let wait = (loader.free_at - (view.now() + loader.travel)).millis().max(0);
            Some((wait, loader.travel))
        })
    }
}

/// The loader that will have been idle longest when the truck arrives; where none will, the one that is
/// kept waiting least by others, which is the same measure below zero.
pub struct MinLoaderIdle;

impl Dispatch for MinLoaderIdle {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        // Idle time on arrival is now + travel − idle since; the greatest is the least of its negative, and now is
        // the same for all.
        view.least(|loader| Some(view.idle_since(loader).millis() - loader.travel.millis()))
    }
}
