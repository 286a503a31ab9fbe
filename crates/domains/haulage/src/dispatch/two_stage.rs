//! Two stages: a flow plan for the machines at work, and below it the assignment of one truck at a time.
//!
//! **Above.** A linear program ([`iceroad_flow`]) says how many loads an hour each truck model should take from each
//! loader to each dump. Where the mine has a production plan, the month's mix of materials comes first, as much of it as
//! the machines at work can move, and what else they can move after it; without one, the greatest tonnage. It is made anew whenever what it was made for has changed: a truck
//! comes to work or ceases to, or loses its operator, a loader begins or ceases to take trucks or goes to another face, a face is dug out, a road
//! closes or opens, the surface changes, a month with another mix begins. It is never made for a truck: plans are kept by what they were made for, for all
//! replications on one layout, and a plan depends on nothing else, so it does not matter who made it.
//! Trucks count in steps of a quarter of their model's number, and at most [`PLANS_KEPT`] plans are kept, so that
//! plans are bounded in number however many machines there are. Only shares are taken from a plan: of steps of a
//! twentieth, a sixth and a quarter, tried on both large examples, none moved 0.3 % more than another, and the coarsest
//! makes by far the fewest plans.
//!
//! **Below.** A loader is *behind* by its share of all loads of this truck's model that were sent out under the plan,
//! this one included, less those sent to it. Over its planned loads an hour that is a time, by which its need for a truck
//! lies in the past; but nothing needs a truck before it has served those bound for it. The truck goes where it must
//! leave first to be there when it is needed:
//!
//! `least of max(now − behind / flow, free at) − driving time`, of the loaders with any flow of its model.
//!
//! This is the need-time of White & Olson, "Computer-based dispatching in mines with concurrent operating objectives",
//! Mining Engineering 38 (1986) 1045–1054, as Alarie & Gamache tell it ("Overview of solution strategies used in truck
//! dispatching systems for open pit mines", Int. J. of Surface Mining, Reclamation and Environment 16 (2002) 59–76), with
//! one truck at a time in place of their list of trucks, and shares in place of their tonnages: a plan without waiting
//! cannot be kept up with, and by tonnages every loader would soon be behind for good.
//!
//! A load goes to the dump written for its truck; else, of the dumps that the plan sends its face's material to and that
//! are not more than a load ahead of their share, to the one with the least time to get there and be served.
//!
//! The plan keeps the blends of the dumps, so that ore that no limit lets in draws no trucks while there is other work. A
//! load that was dug all the same goes where the [usual rule](DumpView::usual) sends it.
//!
//! Loaders are planned to be 95 % busy and so are crushers, so that trucks that come unevenly do not pile up before them. Of
//! loaders that need a truck equally soon the nearest has it, then the first by name.
//!
//! Where there is no plan for a truck's model (no loads of it are planned, or the solver gave up), it goes where it is
//! loaded first; where the crushers of all planned dumps stand, its load goes to the usual dump.

use super::{Candidate, Dispatch, DispatchRow, DumpCandidate, DumpView, EarliestLoading, View};
use crate::fleet::TruckPhase;
use crate::flows::{Digging, Flows};
use crate::ground::Ground;
use crate::planned::month_at;
use crate::rows::LoaderIdx;
use iceroad_base::Id;
use iceroad_model::bound::OffBlend;
use iceroad_model::{FaceId, MineId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Plans kept for a mine; what is made beyond them is made again when it is wanted again.
pub const PLANS_KEPT: usize = 4_096;

/// How busy the plan lets a loader be. At 1 the nearest is planned to the last second, which it can be only with a line
/// before it; at 0.9 trucks are sent on ways that need not be. Of 1, 0.95, 0.9, 0.85, 0.8 and 0.7, tried on pits of two to
/// four loaders with four to thirty trucks, 0.95 was best or within a hundredth of it in all but small fleets at equal loaders.
const BUSY: f64 = 0.95;

/// How busy the plan lets a crusher be. At 1 trucks, which come unevenly, stand in line before it for ever longer. Tried on a
/// crusher of half its loader's rate with a dump beside it (`tests/pit/dispatch_plan.rs`): at 1 a load stands 49.6 min in line, at
/// 0.975 44.8, at 0.95 2.9, at 0.925 none; the pit moves 457, 469, 479 and 479 kt in ten days, and below 0.95 the crusher starves.
const CRUSHER_BUSY: f64 = 0.95;

/// What an hour of a truck counts in a plan, t: so little that no load is left for it (a truck moves some hundred tonnes an
/// hour), enough that of plans of one tonnage the one with the least driving is made. Assumed.
const TRUCK_HOUR_T: f64 = 0.1;

/// Flows below this are none, loads/h: what the solver's rounding leaves.
const NO_FLOW: f64 = 1e-6;

/// Loads an hour by a plan.
#[derive(Debug, Default)]
struct Shares {
    /// `[kind][loader, by its place among the mine's]`.
    from_loader: Vec<f64>,
    /// `[kind][face][dump]`; of all mines, for rows are easier found so.
    to_dump: Vec<f64>,
}

/// What a plan was made for: the state of the roads, the mix of the production plan, trucks at work of each kind, and pairs of a loader's row and its face's.
type MadeFor = Vec<u32>;

/// The plans made so far for one mine.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    made: Mutex<BTreeMap<MadeFor, Arc<Shares>>>,
}

impl Plans {
    fn find(&self, made_for: &MadeFor) -> Option<Arc<Shares>> {
        // A poisoned lock still holds whole plans: each is put in by one step.
        self.made.lock().unwrap_or_else(PoisonError::into_inner).get(made_for).cloned()
    }

    fn keep(&self, made_for: &MadeFor, shares: &Arc<Shares>) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.len() < PLANS_KEPT {
            made.insert(made_for.clone(), Arc::clone(shares));
        }
    }

    /// How many are kept.
    pub(crate) fn len(&self) -> usize {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// The two-stage policy of one mine; see the [module](self).
pub struct TwoStage {
    mine: MineId,
    row: Arc<DispatchRow>,
    /// [`crate::fleet::Fleet::changes`] when trucks were counted last.
    counted_at: Option<u32>,
    /// Trucks at work by kind.
    trucks: Vec<u32>,
    made_for: MadeFor,
    shares: Arc<Shares>,
    /// Loads sent out under the present plan, in the order of [`Shares::from_loader`] …
    sent: Vec<f64>,
    /// … and of [`Shares::to_dump`].
    dumped: Vec<f64>,
}

impl TwoStage {
    /// The policy of a mine of this layout.
    pub(crate) fn new(row: &Arc<DispatchRow>, ground: &Ground, mine: MineId) -> TwoStage {
        let (n_kinds, n_loaders) = (ground.kinds.len(), ground.mines[mine].loaders.len());
        TwoStage {
            mine,
            row: Arc::clone(row),
            counted_at: None,
            trucks: Vec::new(),
            made_for: Vec::new(),
            shares: Arc::default(),
            sent: vec![0.0; n_kinds * n_loaders],
            dumped: vec![0.0; n_kinds * ground.faces.len() * ground.dumps.len()],
        }
    }

    /// Sees to it that the plan is one for the machines that are at work now.
    fn renew(&mut self, view: &View<'_>) {
        if self.counted_at != Some(view.fleet.changes) {
            self.count_trucks(view);
        }
        if self.is_made_for(view) {
            return;
        }
        self.made_for.clear();
        self.made_for.extend([state_of_roads(view), self.mix(view)]);
        self.made_for.extend(&self.trucks);
        for (row, face) in diggers(view) {
            self.made_for.extend([row.0, face.0]);
        }
        self.shares = self.row.plans.find(&self.made_for).unwrap_or_else(|| {
            let shares = Arc::new(self.plan(view));
            self.row.plans.keep(&self.made_for, &shares);
            shares
        });
        self.sent.fill(0.0);
        self.dumped.fill(0.0);
    }

    fn mix(&self, view: &View<'_>) -> u32 {
        month_at(&self.row.planned, view.now).map_or(0, |month| month.mix)
    }

    fn count_trucks(&mut self, view: &View<'_>) {
        let trucks = &view.ground.mines[self.mine].trucks;
        let mut all = vec![0; view.ground.kinds.len()];
        self.trucks.clear();
        self.trucks.resize(view.ground.kinds.len(), 0);
        for &truck_idx in trucks {
            let truck = &view.fleet.trucks[truck_idx];
            // At the very start those that are there from the start have not begun yet.
            let absent = truck.phase == TruckPhase::Absent && !view.ground.trucks[truck_idx].machine.at_start;
            let away = matches!(truck.phase, TruckPhase::Away | TruckPhase::NoFuel | TruckPhase::Dry);
            let at_work = truck.duty.manned && !absent && !away;
            self.trucks[truck.kind.index()] += u32::from(at_work);
            all[truck.kind.index()] += 1;
        }
        for (trucks, all) in self.trucks.iter_mut().zip(all) {
            *trucks = in_steps(*trucks, all);
        }
        self.counted_at = Some(view.fleet.changes);
    }

    fn is_made_for(&self, view: &View<'_>) -> bool {
        let Some((&[roads, mix], rest)) = self.made_for.split_first_chunk() else { return false };
        let (trucks, loaders) = rest.split_at(view.ground.kinds.len());
        if roads != state_of_roads(view) || mix != self.mix(view) || trucks != self.trucks {
            return false;
        }
        let mut planned = loaders.chunks_exact(2);
        let same = diggers(view).all(|(row, face)| planned.next() == Some(&[row.0, face.0][..]));
        same && planned.next().is_none()
    }

    fn plan(&self, view: &View<'_>) -> Shares {
        let ground = view.ground;
        let trucks: Vec<f64> = self.trucks.iter().map(|&trucks| f64::from(trucks)).collect();
        let digging = |(loader, face)| Digging { loader, faces: vec![face], at_work: BUSY };
        let loaders: Vec<Digging> = diggers(view).map(digging).collect();
        let routes = ground.mines[self.mine].routes_in(view.day.road_state);
        let mut flows = Flows::new(
            ground,
            &trucks,
            &loaders,
            |_| OffBlend::default(),
            |kind, loaded, from, to| routes.leg(kind, loaded, view.day.surface, from, to),
        );
        for class in &mut flows.network.classes {
            class.hour_cost_t = TRUCK_HOUR_T;
        }
        for most in flows.network.dumps.iter_mut().filter_map(|dump| dump.most_t_per_h.as_mut()) {
            *most *= CRUSHER_BUSY;
        }
        if let Some(month) = month_at(&self.row.planned, view.now) {
            flows.plan_for(ground, &month.shares);
        }
        let mut shares =
            Shares { from_loader: vec![0.0; self.sent.len()], to_dump: vec![0.0; self.dumped.len()] };
        let loads = iceroad_flow::flows(&flows.network).unwrap_or_default();
        for (haul, &loads) in flows.network.hauls.iter().zip(&loads) {
            if loads < NO_FLOW {
                continue;
            }
            let (kind, loader) = (flows.kinds[haul.class].index(), flows.loaders[haul.loader]);
            if let Some(at) = view.loaders.iter().position(|&row| row == loader) {
                shares.from_loader[kind * view.loaders.len() + at] += loads;
            }
            let dumps = dumps_at(ground, kind, flows.faces[haul.face]);
            shares.to_dump[dumps + flows.dumps[haul.dump].index()] += loads;
        }
        shares
    }
}

/// Trucks at work in steps of a quarter of all, to the nearest; while any is at work, at least one step.
fn in_steps(at_work: u32, all: u32) -> u32 {
    let step = u32::max(1, all / 4);
    if at_work == 0 { 0 } else { ((at_work + step / 2) / step).max(1) * step }
}

/// The surface, and which roads are closed or changed, as one number.
fn state_of_roads(view: &View<'_>) -> u32 {
    u32::from(view.day.road_state.0) << 8 | view.day.surface as u32
}

/// Row and face of every loader that takes trucks.
fn diggers<'a>(view: &'a View<'_>) -> impl Iterator<Item = (LoaderIdx, FaceId)> + 'a {
    view.loaders.iter().filter_map(|&row| {
        let loader = &view.fleet.loaders[row];
        let face = loader.face.filter(|_| loader.takes_trucks() && loader.duty.manned)?;
        view.faces.has_work(face).then_some((row, face))
    })
}

/// Where a kind's dumps begin in [`Shares::to_dump`] for a face.
fn dumps_at(ground: &Ground, kind: usize, face: FaceId) -> usize {
    (kind * ground.faces.len() + face.index()) * ground.dumps.len()
}

/// Planned flows of one kind among several goals, and what was sent to each.
struct Sharing<'a> {
    flows: &'a [f64],
    sent: &'a [f64],
    per_flow: f64,
}

impl<'a> Sharing<'a> {
    fn new(flows: &'a [f64], sent: &'a [f64]) -> Sharing<'a> {
        let all = sent.iter().sum::<f64>() + 1.0;
        Sharing { flows, sent, per_flow: all / flows.iter().sum::<f64>() }
    }

    /// How far a goal is behind its share with one more load to be sent out, loads; none where it has no share.
    fn behind(&self, at: usize) -> Option<f64> {
        (self.flows[at] > 0.0).then(|| self.flows[at] * self.per_flow - self.sent[at])
    }
}

impl Dispatch for TwoStage {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        self.renew(view);
        let first = view.kind.index() * view.loaders.len();
        let flows = &self.shares.from_loader[first..first + view.loaders.len()];
        let sharing = Sharing::new(flows, &self.sent[first..first + view.loaders.len()]);
        let mut best: Option<(i64, usize, Candidate)> = None;
        for (at, &row) in view.loaders.iter().enumerate() {
            let Some((behind, loader)) = sharing.behind(at).zip(view.candidate(row)) else { continue };
            let needed = view.now.millis() - (behind / flows[at] * 3_600_000.0).round() as i64;
            let leave_by = needed.max(loader.free_at.millis()) - loader.travel.millis();
            let sooner = |(least, _, other): (i64, usize, Candidate)| {
                (leave_by, loader.travel) < (least, other.travel)
            };
            if best.is_none_or(sooner) {
                best = Some((leave_by, at, loader));
            }
        }
        let Some((_, at, loader)) = best else {
            return EarliestLoading.choose(view);
        };
        self.sent[first + at] += 1.0;
        Some(loader)
    }

    fn choose_dump(&mut self, view: &DumpView<'_>) -> Option<DumpCandidate> {
        if let Some(written) = view.written() {
            return Some(written);
        }
        let n = view.ground.dumps.len();
        let first = dumps_at(view.ground, view.kind().index(), view.face());
        // Before the first empty truck was sent there is no plan.
        let Some(flows) = self.shares.to_dump.get(first..first + n) else {
            return view.usual();
        };
        let sharing = Sharing::new(flows, &self.dumped[first..first + n]);
        let dump = view.quickest(|dump| {
            !dump.stopped && sharing.behind(dump.dump.index()).is_some_and(|loads| loads > -1.0)
        });
        let Some(dump) = dump else {
            return view.usual();
        };
        self.dumped[first + dump.dump.index()] += 1.0;
        Some(dump)
    }
}
