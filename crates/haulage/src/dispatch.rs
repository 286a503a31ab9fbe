//! Which loader an empty truck is sent to.
//!
//! A policy is one function from a [`View`] to one of its candidates. It sees what a dispatcher could know: who
//! stands or drives where, and *expected* loading and driving times. It never sees a drawn time, so it cannot
//! look into the future. It keeps no state of its own, so one policy serves all replications.
//!
//! To add one, write the function and hand it to [`crate::Haulage::set_dispatch`]:
//!
//! ```
//! use iceroad_haulage::dispatch::{Candidate, Dispatch, View};
//!
//! /// Goes where loading begins first, whatever it takes.
//! struct EarliestStart;
//!
//! impl Dispatch for EarliestStart {
//!     fn choose(&self, view: &View<'_>) -> Option<Candidate> {
//!         view.least(|loader| Some((view.now() + loader.travel).max(loader.free_at)))
//!     }
//! }
//! ```
//!
//! Ties go to the lowest id in every policy here. Where no loader takes trucks, the truck stands in `NoWork`
//! until one does. Pitfall: a truck is sent when it has dumped, and is sent again only if its loader stops taking
//! trucks before it is loaded.

use crate::layout::Layout;
use crate::routes::Leg;
use crate::yard::{Loader, LoaderPhase};
use iceroad_base::{Id, Span, Time};
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::{FaceId, MachineId};

/// A dispatch policy.
pub trait Dispatch: Send + Sync {
    /// One of the view's candidates, or none to let the truck stand until some loader begins to take trucks.
    fn choose(&self, view: &View<'_>) -> Option<Candidate>;
}

/// A loader the truck may be sent to, with what is expected of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub(crate) row: usize,
    /// The loader.
    pub loader: MachineId,
    /// The face it digs.
    pub face: FaceId,
    /// Driving time from where the truck stands.
    pub travel: Span,
    /// Trucks in line or being loaded.
    pub at_loader: u32,
    /// Trucks on the way.
    pub coming: u32,
    /// When it is expected to have loaded all these.
    pub free_at: Time,
    /// Expected time to spot and load this truck.
    pub load: Span,
}

/// What a dispatcher sees when a truck asks where to go.
pub struct View<'a> {
    pub(crate) now: Time,
    pub(crate) truck: usize,
    pub(crate) kind: u16,
    /// Empty legs of the truck's model from where it stands, by place.
    pub(crate) legs: &'a [Leg],
    pub(crate) layout: &'a Layout,
    pub(crate) loaders: &'a [Loader],
    /// Rows of the loaders of the truck's mine, in order of id.
    pub(crate) rows: &'a [usize],
    pub(crate) left_kg: &'a [i64],
    /// Where the loaders of each face have gone.
    pub(crate) moved_to: &'a [u32],
}

impl View<'_> {
    /// Now.
    pub fn now(&self) -> Time {
        self.now
    }

    /// The truck that asks.
    pub fn truck(&self) -> MachineId {
        self.layout.trucks[self.truck].id
    }

    /// The face written for the truck in `machines.csv`, or the one its loaders have moved on to.
    pub fn assigned_face(&self) -> Option<FaceId> {
        let face = self.layout.trucks[self.truck].face?;
        Some(FaceId::from_index(self.moved_to[face.index()] as usize))
    }

    /// The loaders of the truck's mine that take trucks, in order of id.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate> + '_ {
        self.rows.iter().filter_map(|&row| self.candidate(row))
    }

    /// The candidate with the least key; of equals the one with the lowest id. Without a key it is passed over.
    ///
    /// The same as `candidates().min_by_key(key)`, and twice as fast, for it works out no more of each candidate
    /// than the key asks for.
    #[inline]
    pub fn least<K: Ord>(&self, key: impl Fn(&Candidate) -> Option<K>) -> Option<Candidate> {
        let mut best: Option<(K, usize)> = None;
        for &row in self.rows {
            let Some(key) = self.candidate(row).as_ref().and_then(&key) else {
                continue;
            };
            if best.as_ref().is_none_or(|(least, _)| key < *least) {
                best = Some((key, row));
            }
        }
        best.and_then(|(_, row)| self.candidate(row))
    }

    #[inline(always)]
    fn candidate(&self, row: usize) -> Option<Candidate> {
        let loader = &self.loaders[row];
        if !loader.takes_trucks() || self.left_kg[loader.face as usize] == 0 {
            return None;
        }
        let leg = self.legs[usize::from(loader.place)];
        let serving = u32::from(loader.phase == LoaderPhase::Loading);
        Some(Candidate {
            row,
            loader: loader.status.machine,
            face: FaceId::from_index(loader.face as usize),
            travel: Span::from_millis(i64::from(leg.ms)),
            at_loader: loader.line.len() + serving,
            coming: loader.coming,
            free_at: self.now.max(loader.expected_end) + Span::from_millis(loader.backlog_ms),
            load: Span::from_millis(self.layout.expected_ms(loader.fill_row as usize, self.kind)),
        })
    }

    /// When the candidate is expected to be idle since, which may lie before now.
    pub fn idle_since(&self, candidate: &Candidate) -> Time {
        let loader = &self.loaders[candidate.row];
        let waits = loader.phase == LoaderPhase::Waiting && loader.coming == 0;
        if waits { loader.since } else { candidate.free_at }
    }
}

/// The policy of a scenario's name for it.
pub fn policy(name: DispatchPolicy) -> Box<dyn Dispatch> {
    match name {
        DispatchPolicy::Fixed => Box::new(Fixed),
        DispatchPolicy::Nearest => Box::new(Nearest),
        DispatchPolicy::ShortestQueue => Box::new(ShortestQueue),
        DispatchPolicy::EarliestLoading => Box::new(EarliestLoading),
        DispatchPolicy::MinLoaderIdle => Box::new(MinLoaderIdle),
    }
}

/// The face written for the truck; of several loaders there, the one with fewest trucks at or on the way to it.
///
/// A truck without a face has no work.
pub struct Fixed;

impl Dispatch for Fixed {
    fn choose(&self, view: &View<'_>) -> Option<Candidate> {
        let face = view.assigned_face()?;
        view.least(|loader| (loader.face == face).then_some(loader.at_loader + loader.coming))
    }
}

/// The nearest loader by driving time.
pub struct Nearest;

impl Dispatch for Nearest {
    fn choose(&self, view: &View<'_>) -> Option<Candidate> {
        view.least(|loader| Some(loader.travel))
    }
}

/// The loader with fewest trucks at or on the way to it.
pub struct ShortestQueue;

impl Dispatch for ShortestQueue {
    fn choose(&self, view: &View<'_>) -> Option<Candidate> {
        view.least(|loader| Some(loader.at_loader + loader.coming))
    }
}

/// The loader where this truck is expected to be loaded first, its own loading time included.
pub struct EarliestLoading;

impl Dispatch for EarliestLoading {
    fn choose(&self, view: &View<'_>) -> Option<Candidate> {
        view.candidates().min_by_key(|loader| (view.now() + loader.travel).max(loader.free_at) + loader.load)
    }
}

/// The loader that will have been idle longest when the truck arrives; where none will, the one that is
/// kept waiting least by others, which is the same measure below zero.
pub struct MinLoaderIdle;

impl Dispatch for MinLoaderIdle {
    fn choose(&self, view: &View<'_>) -> Option<Candidate> {
        // Idle time on arrival is now + travel − idle since; the greatest is the least of its negative, and now is
        // the same for all.
        view.least(|loader| Some(view.idle_since(loader).millis() - loader.travel.millis()))
    }
}
