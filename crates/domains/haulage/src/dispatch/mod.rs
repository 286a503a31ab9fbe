//! Where trucks are sent: which loader an empty one goes to, and which dump a loaded one.
//!
//! A policy is a [`Dispatch`]: one function from a [`View`] to one of its candidates and, where it wants a say in that
//! too, one from a [`DumpView`] to one of its dumps. It sees what a dispatcher could know: who stands or drives where,
//! and *expected* loading and driving times. It never sees a drawn time, so it cannot look into the future. There is one
//! policy object for each mine and replication, so it may keep what it likes, and draw from a stream of its own name.
//!
//! | module | policies |
//! |---|---|
//! | [`greedy`] | one number for each loader, the least wins |
//! | [`random`] | any loader |
//! | [`two_stage`] | a flow plan by linear program, and assignment below it |
//! | `keep` | any of these, let choose among what is behind the production plan |
//!
//! To add one, write the function and hand it to [`crate::Haulage::set_dispatch`] (a whole program of fifty lines:
//! `examples/own_dispatch.rs`):
//!
//! ```
//! use iceroad_haulage::dispatch::{Candidate, Dispatch, View};
//!
//! /// Goes where loading begins first, whatever it takes, and counts how often it was asked.
//! struct EarliestStart {
//!     asked: u64,
//! }
//!
//! impl Dispatch for EarliestStart {
//!     fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
//!         self.asked += 1;
//!         view.least(|loader| Some((view.now() + loader.travel).max(loader.free_at)))
//!     }
//! }
//! ```
//!
//! And one that also chooses dumps, the nearest whatever waits there:
//!
//! ```
//! use iceroad_haulage::dispatch::{Candidate, Dispatch, DumpCandidate, DumpView, View};
//!
//! struct NearestBothWays;
//!
//! impl Dispatch for NearestBothWays {
//!     fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
//!         view.least(|loader| Some(loader.travel))
//!     }
//!
//!     fn choose_dump(&mut self, view: &DumpView<'_>) -> Option<DumpCandidate> {
//!         view.least(|dump| Some(dump.travel))
//!     }
//! }
//! ```
//!
//! Ties go to the material farthest behind the plan, then to the least driving time, then to the first by name in every
//! policy here; never by the order of rows. Where no loader takes trucks, the truck stands in `NoWork`
//! until one does. Pitfalls: a truck is sent when it has dumped, and is sent again only if its loader stops taking
//! trucks before it is loaded; a policy that answers none though there are candidates leaves the truck standing until
//! some loader *begins* to take trucks.

mod dumps;
pub mod greedy;
mod keep;

pub mod random;
mod room;
pub mod two_stage;

pub use dumps::{DumpCandidate, DumpView, Fitness};
pub use greedy::{
    EarliestLoading, Fixed, LeastSaturated, MinLoaderIdle, MinTruckWait, Nearest, ShortestQueue,
};
pub use random::Random;
pub use two_stage::TwoStage;

pub(crate) use keep::{AHEAD, most_kg};

use keep::{KeepPlan, Lags};
use two_stage::Plans;

use crate::day::Day;
use crate::dumps::Dumps;
use crate::faces::Faces;
use crate::fleet::{Fleet, LoaderPhase};
use crate::ground::Ground;
use crate::planned::{self, PlannedMonth};
use crate::routes::Leg;
use crate::rows::{LoaderIdx, TruckIdx, TruckKind};
use iceroad_base::civil::{Clock, Horizon};
use iceroad_base::quantity::Mass;
use iceroad_base::random::Stream;
use iceroad_base::{Span, Table, Time};
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::{FaceId, MachineId, MaterialId, MineId, Tables};
use std::cmp::Ordering;
use std::sync::Arc;

/// A dispatch policy of one mine in one replication.
pub trait Dispatch: Send {
    /// Where an empty truck goes: one of the view's candidates, or none to let it stand until some loader begins to take
    /// trucks.
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate>;

    /// Where a loaded truck goes: one of the view's dumps. Asked only where there is more than one; with none the load
    /// would never be dumped, so the [usual](DumpView::usual) one is taken then.
    fn choose_dump(&mut self, view: &DumpView<'_>) -> Option<DumpCandidate> {
        view.usual()
    }
}

/// A loader the truck may be sent to, with what is expected of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub(crate) row: LoaderIdx,
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
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(crate) now: Time,
    pub(crate) truck: TruckIdx,
    pub(crate) kind: TruckKind,
    /// Empty legs of the truck's model from where it stands, by place.
    pub(crate) legs: &'a [Leg],
    pub(crate) ground: &'a Ground,
    pub(crate) fleet: &'a Fleet,
    pub(crate) faces: &'a Faces,
    pub(crate) dumps: &'a Dumps,
    pub(crate) day: &'a Day,
    /// The loaders of the truck's mine, by name.
    pub(crate) loaders: &'a [LoaderIdx],
    /// How far each material is behind the production plan, where it is kept.
    pub(crate) lags: Option<&'a Lags>,
}

/// The pit as it is now, in the day of the mine that dispatches.
#[derive(Clone, Copy)]
pub(crate) struct Pit<'a> {
    pub(crate) ground: &'a Ground,
    pub(crate) fleet: &'a Fleet,
    pub(crate) faces: &'a Faces,
    pub(crate) dumps: &'a Dumps,
    pub(crate) day: &'a Day,
}

impl<'a> View<'a> {
    pub(crate) fn new(now: Time, truck_idx: TruckIdx, legs: &'a [Leg], pit: Pit<'a>) -> View<'a> {
        let Pit { ground, fleet, faces, dumps, day } = pit;
        let truck = &fleet.trucks[truck_idx];
        let (kind, loaders) = (truck.kind, ground.mines[truck.mine].loaders.as_slice());
        View { now, truck: truck_idx, kind, legs, ground, fleet, faces, dumps, day, loaders, lags: None }
    }

    /// The same where the truck stands at a place of its mine and takes the roads as they are.
    #[inline]
    pub(crate) fn from_place(now: Time, truck_idx: TruckIdx, pit: Pit<'a>) -> View<'a> {
        let truck = &pit.fleet.trucks[truck_idx];
        let routes = pit.ground.mines[truck.mine].routes_in(pit.day.road_state);
        let legs = routes.legs_from(truck.kind, false, pit.day.surface, truck.place);
        View::new(now, truck_idx, legs, pit)
    }
}

impl View<'_> {
    /// Now.
    pub fn now(&self) -> Time {
        self.now
    }

    /// The truck that asks.
    pub fn truck(&self) -> MachineId {
        self.ground.trucks[self.truck].machine.id
    }

    /// The face written for the truck in `machines.csv`, or the one its loaders have moved on to.
    pub fn assigned_face(&self) -> Option<FaceId> {
        let face = self.ground.trucks[self.truck].machine.face?;
        Some(self.faces.followed_from(face))
    }

    /// The loaders of the truck's mine that take trucks, by name; where the plan is kept those of what is not ahead of it.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate> + '_ {
        self.loaders.iter().filter_map(|&row| self.candidate(row))
    }

    /// The candidate with the least key; of equals the one farthest behind the plan, then the nearest, then the first by
    /// name. Without a key it is passed over.
    ///
    /// Twice as fast as `candidates().min_by_key(key)`, for it works out no more of each candidate than the key asks for.
    #[inline]
    pub fn least<K: Ord>(&self, key: impl Fn(&Candidate) -> Option<K>) -> Option<Candidate> {
        self.least_of(self.loaders, key)
    }

    /// The same of the candidates that dig this face, without a look at the others.
    #[inline]
    pub fn least_at<K: Ord>(&self, face: FaceId, key: impl Fn(&Candidate) -> Option<K>) -> Option<Candidate> {
        self.least_of(self.faces.loaders_at(face), key)
    }

    #[inline]
    fn least_of<K: Ord>(
        &self,
        rows: &[LoaderIdx],
        key: impl Fn(&Candidate) -> Option<K>,
    ) -> Option<Candidate> {
        let mut best: Option<(K, LoaderIdx)> = None;
        for &row in rows {
            let Some(key) = self.candidate(row).as_ref().and_then(&key) else {
                continue;
            };
            let better = match &best {
                None => true,
                Some((least, other)) => match key.cmp(least) {
                    Ordering::Less => true,
                    Ordering::Equal => self.tie(row) < self.tie(*other),
                    Ordering::Greater => false,
                },
            };
            if better {
                best = Some((key, row));
            }
        }
        best.and_then(|(_, row)| self.candidate(row))
    }

    /// What decides between equals: how far what a loader digs is ahead of the plan, kg, then the driving time, ms.
    fn tie(&self, row: LoaderIdx) -> (i64, u32) {
        let loader = &self.fleet.loaders[row];
        let lag = loader.face.zip(self.lags).map_or(0, |(face, lags)| lags.of(face));
        (-lag, self.legs[loader.place.index()].ms)
    }

    #[inline(always)]
    fn candidate(&self, row: LoaderIdx) -> Option<Candidate> {
        let loader = &self.fleet.loaders[row];
        let face = loader.face.filter(|_| loader.takes_trucks())?;
        if !self.faces.has_work(face) || self.lags.is_some_and(|lags| !lags.shows(face)) {
            return None;
        }
        let leg = self.legs[loader.place.index()];
        if !leg.is_open() {
            return None;
        }
        Some(Candidate {
            row,
            loader: loader.status.machine,
            face,
            travel: Span::from_millis(i64::from(leg.ms)),
            at_loader: loader.at_loader(),
            coming: loader.coming,
            free_at: self.now.max(loader.expected_end) + Span::from_millis(loader.backlog_ms),
            load: Span::from_millis(self.ground.expected_ms(loader.fill_row, self.kind)),
        })
    }

    /// Mean load that the candidate fills the truck with; none where it cannot.
    pub fn mean_load(&self, candidate: &Candidate) -> Mass {
        self.ground
            .fill_of(self.fleet.loaders[candidate.row].fill_row, self.kind)
            .map_or(Mass::ZERO, |fill| fill.mass)
    }

    /// When the candidate is expected to be idle since, which may lie before now.
    pub fn idle_since(&self, candidate: &Candidate) -> Time {
        let loader = &self.fleet.loaders[candidate.row];
        let waits = loader.phase == LoaderPhase::Waiting && loader.coming == 0;
        if waits { loader.since } else { candidate.free_at }
    }
}

/// What dispatch of one mine goes by, worked out once.
#[derive(Debug)]
pub(crate) struct DispatchRow {
    pub(crate) policy: DispatchPolicy,
    /// Flow plans made so far under [`DispatchPolicy::TwoStage`], for all replications: each a pure function of the
    /// machines it is for.
    pub(crate) plans: Plans,
    /// What the production plan wants, month by month; nothing where it is not to be kept.
    pub(crate) planned: Vec<PlannedMonth>,
}

impl DispatchRow {
    pub(crate) fn new(tables: &Tables, horizon: &Horizon, mine_id: MineId) -> DispatchRow {
        let mine = &tables.mines[mine_id];
        let clock = Clock::new(horizon, &tables.calendars[mine.calendar].zone);
        let kept = mine.keep_plan.then(|| planned::months(tables, horizon, &clock, mine_id));
        let planned = kept.unwrap_or_default();
        DispatchRow::of_plan(mine.dispatch, planned)
    }

    pub(crate) fn of_plan(policy: DispatchPolicy, planned: Vec<PlannedMonth>) -> DispatchRow {
        DispatchRow { policy, plans: Plans::default(), planned }
    }

    /// Whether the plan has a say: a truck of one face has no choice.
    pub(crate) fn keeps_plan(&self) -> bool {
        !self.planned.is_empty() && self.policy != DispatchPolicy::Fixed
    }

    /// Whether a policy that knows no plan is held to it. Two stages plan for the mix themselves.
    pub(crate) fn is_held(&self) -> bool {
        self.keeps_plan() && self.policy != DispatchPolicy::TwoStage
    }

    /// The same with one month for all time.
    pub(crate) fn with_one_month(&self, month: PlannedMonth) -> DispatchRow {
        DispatchRow::of_plan(self.policy, vec![month])
    }
}

/// The policies of all mines in one replication. `draws` gives a mine's own stream for this, by its name.
pub(crate) fn policies(
    rows: &Table<MineId, Arc<DispatchRow>>,
    ground: &Ground,
    draws: impl Fn(&str) -> Stream,
) -> Table<MineId, Box<dyn Dispatch>> {
    rows.entries()
        .map(|(mine_id, row)| in_belief(row, ground, mine_id, draws(&ground.mines[mine_id].name), None))
        .collect()
}

/// The policy of a mine. One held to the plan takes the materials of `ahead`, if they are told, for ahead of it and all else of it for
/// level, whatever was hauled.
pub(crate) fn in_belief(
    row: &Arc<DispatchRow>,
    ground: &Ground,
    mine_id: MineId,
    draws: Stream,
    ahead: Option<&[MaterialId]>,
) -> Box<dyn Dispatch> {
    let policy = policy(row, ground, mine_id, draws);
    if row.is_held() { Box::new(KeepPlan::new(policy, row, ground, mine_id, ahead)) } else { policy }
}

/// The policy of a scenario's name for it.
fn policy(row: &Arc<DispatchRow>, ground: &Ground, mine_id: MineId, draws: Stream) -> Box<dyn Dispatch> {
    match row.policy {
        DispatchPolicy::Fixed => Box::new(Fixed),
        DispatchPolicy::Random => Box::new(Random::new(draws)),
        DispatchPolicy::Nearest => Box::new(Nearest),
        DispatchPolicy::ShortestQueue => Box::new(ShortestQueue),
        DispatchPolicy::EarliestLoading => Box::new(EarliestLoading),
        DispatchPolicy::LeastSaturated => Box::new(LeastSaturated),
        DispatchPolicy::MinTruckWait => Box::new(MinTruckWait),
        DispatchPolicy::MinLoaderIdle => Box::new(MinLoaderIdle),
        DispatchPolicy::TwoStage => Box::new(TwoStage::new(row, ground, mine_id)),
    }
}
