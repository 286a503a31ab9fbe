//! Keeps the month's mix of materials, whatever the policy: it is let choose among loaders of what is not ahead.
//!
//! A material's *lag* is its share of all planned tonnes hauled this month, the load to come included, less its own, in kg;
//! trucks in line at its loaders or on the way count as if loaded, and what goes to a stockpile does not count until it is
//! dug again. The policy sees the loaders whose material is at most [`AHEAD`] loads ahead. What has no plan
//! is shown while the planned tonnes are up to date: the month's total by the time gone.
//!
//! The plan is kept as far as the loaders can: where the truck would wait for longer than it takes to load it, at each of those
//! shown, the policy sees all. So a loader more draws trucks only as far as its material is wanted or the others are full.
//!
//! Pitfall: only shares count, not tonnes. A fleet that moves half of what is planned moves half of each.

use super::{Candidate, Dispatch, DispatchRow, DumpCandidate, DumpView, View};
use crate::ground::Ground;
use crate::planned::{PlannedMonth, nth_at};
use iceroad_base::{Id, Time};
use iceroad_model::{FaceId, MaterialId, MineId};
use std::sync::Arc;

/// So many loads a material may be ahead of its share and still be chosen: enough for a policy to have a say, nothing in a
/// month. Assumed.
const AHEAD: i64 = 2;

/// Farther ahead than any tonnage.
const NOT_WANTED: i64 = i64::MIN / 4;

/// How far what each face gives is behind the plan.
#[derive(Debug)]
pub(crate) struct Lags {
    /// kg, by face.
    kg: Vec<i64>,
    /// What is farther ahead is not shown.
    least: i64,
}

impl Lags {
    #[inline]
    pub(crate) fn of(&self, face: FaceId) -> i64 {
        self.kg[face.index()]
    }

    #[inline]
    pub(crate) fn shows(&self, face: FaceId) -> bool {
        self.kg[face.index()] >= self.least
    }
}

/// A material that some face of the mine gives.
#[derive(Debug)]
struct Stream {
    material: MaterialId,
    faces: Vec<FaceId>,
    /// Dug of these faces when the month began, kg.
    before_kg: i64,
    /// Hauled this month, or bound to be, kg.
    sent_kg: i64,
    /// Its share of the plan; none where it has none.
    share: Option<f64>,
}

/// A policy held to the production plan.
pub(crate) struct KeepPlan {
    policy: Box<dyn Dispatch>,
    row: Arc<DispatchRow>,
    /// Which month the shares are of.
    month: Option<usize>,
    streams: Vec<Stream>,
    /// The stream of each face of the mine.
    stream_of: Vec<Option<usize>>,
    lags: Lags,
}

impl KeepPlan {
    pub(crate) fn new(
        policy: Box<dyn Dispatch>,
        row: &Arc<DispatchRow>,
        ground: &Ground,
        mine: MineId,
    ) -> KeepPlan {
        let n_faces = ground.faces.len();
        let (mut streams, mut stream_of): (Vec<Stream>, _) = (Vec::new(), vec![None; n_faces]);
        let digs = |&loader| ground.loaders[loader].faces.iter().copied();
        for face in ground.mines[mine].loaders.iter().flat_map(digs) {
            let material = ground.faces[face].material;
            let known = streams.iter().position(|stream| stream.material == material);
            let at = known.unwrap_or_else(|| {
                let faces = Vec::new();
                streams.push(Stream { material, faces, before_kg: 0, sent_kg: 0, share: None });
                streams.len() - 1
            });
            if stream_of[face.index()].is_none() {
                stream_of[face.index()] = Some(at);
                streams[at].faces.push(face);
            }
        }
        let lags = Lags { kg: vec![0; n_faces], least: i64::MIN };
        KeepPlan { policy, row: Arc::clone(row), month: None, streams, stream_of, lags }
    }

    /// Works out how far each material is behind.
    fn look(&mut self, view: &View<'_>) {
        let row = Arc::clone(&self.row);
        let nth = nth_at(&row.planned, view.now);
        let Some(month) = row.planned.get(nth) else { return };
        if self.month != Some(nth) {
            self.begin(month, view);
            self.month = Some(nth);
        }
        let load_kg = self.count(view);
        let planned = self.streams.iter().filter(|stream| stream.share.is_some());
        let all_kg: i64 = planned.map(|stream| stream.sent_kg).sum();
        let up_to_date = all_kg as f64 >= month.kg as f64 * gone(month, view.now);
        self.lags.least = -AHEAD * load_kg;
        for stream in &self.streams {
            let lag = match stream.share {
                Some(share) => ((all_kg + load_kg) as f64 * share) as i64 - stream.sent_kg,
                None if up_to_date => 0,
                None => NOT_WANTED,
            };
            stream.faces.iter().for_each(|face| self.lags.kg[face.index()] = lag);
        }
    }

    fn begin(&mut self, month: &PlannedMonth, view: &View<'_>) {
        for stream in &mut self.streams {
            stream.before_kg = stream.faces.iter().map(|&face| view.faces.dug_kg(face)).sum();
            let planned = month.shares.iter().find(|(material, _)| *material == stream.material);
            stream.share = planned.map(|&(_, share)| share);
        }
    }

    /// Counts what was hauled and is bound to be. Gives what a load of this truck is, at the loader that loads most.
    fn count(&mut self, view: &View<'_>) -> i64 {
        for stream in &mut self.streams {
            let dug: i64 = stream.faces.iter().map(|&face| view.faces.dug_kg(face)).sum();
            stream.sent_kg = dug - stream.before_kg;
        }
        let mut most_kg = 0;
        for &row in view.loaders {
            let loader = &view.fleet.loaders[row];
            let Some(face) = loader.face else { continue };
            let Some(at) = self.stream_of[face.index()] else { continue };
            let fill = view.ground.fill_of(loader.fill_row, view.kind);
            let load_kg = fill.map_or(0, |fill| fill.mass.get());
            self.streams[at].sent_kg += i64::from(loader.line.len() + loader.coming) * load_kg;
            most_kg = most_kg.max(load_kg);
        }
        most_kg
    }
}

/// The share of a month that is over.
fn gone(month: &PlannedMonth, now: Time) -> f64 {
    (now - month.from).hours() / (month.until - month.from).hours().max(f64::MIN_POSITIVE)
}

/// Whether a truck sent there would wait for no longer than it takes to load it.
fn is_ready(view: &View<'_>, one: &Candidate) -> bool {
    one.free_at - (view.now + one.travel) <= one.load
}

impl Dispatch for KeepPlan {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        self.look(view);
        let shown = View { lags: Some(&self.lags), ..*view };
        let chosen = self.policy.choose(&shown);
        if chosen
            .is_some_and(|one| is_ready(view, &one) || shown.candidates().any(|one| is_ready(view, &one)))
        {
            return chosen;
        }
        self.lags.least = i64::MIN;
        self.policy.choose(&View { lags: Some(&self.lags), ..*view })
    }

    fn choose_dump(&mut self, view: &DumpView<'_>) -> Option<DumpCandidate> {
        self.policy.choose_dump(view)
    }
}
