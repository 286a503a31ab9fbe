//! Keeps the month's mix of materials, whatever the policy: it is let choose among loaders of what is not ahead, as far as loaders
//! and dumps have room.
//!
//! A material's *lag* is its share of all planned tonnes hauled this month, the load to come included, less its own, in kg;
//! trucks at its loaders or on the way to them count as if loaded, and what goes to a stockpile does not count until it is
//! dug again. The policy sees the loaders whose material is at most [`AHEAD`] loads ahead. What has no plan
//! is shown while the planned tonnes are up to date: the month's total by the time gone.
//!
//! The plan is kept as far as the loaders can: where the truck would wait for longer than it takes to load it, at each of those
//! shown, the policy sees all. So a loader more draws trucks only as far as its material is wanted or the others are full.
//!
//! And as far as the dumps can: a material is not shown while its dumps have no [room](super::room), for a truck in line before a
//! crusher adds nothing to what is crushed, and is missing elsewhere. Where no material's dumps have room, the policy sees all.
//!
//! Who is at loaders or on the way is counted anew once for as many dispatches as the mine has loaders, so that the cost of one does
//! not grow with the fleet; in between, who is sent is added. Who failed meanwhile counts until then.
//!
//! Pitfall: only shares count, not tonnes. A fleet that moves half of what is planned moves half of each; one that moves twice as
//! much moves twice of each, as far as there is room, and what is left of it goes wherever there is any.

use super::{Candidate, Dispatch, DispatchRow, DumpCandidate, DumpView, View, room};
use crate::ground::Ground;
use crate::planned::{PlannedMonth, nth_at};
use crate::rows::TruckKind;
use iceroad_base::{Id, Time};
use iceroad_model::{DumpId, FaceId, MaterialId, MineId};
use std::sync::Arc;

/// So many loads a material may be ahead of its share and still be chosen: enough for a policy to have a say, nothing in a
/// month. Assumed.
pub(crate) const AHEAD: i64 = 2;

/// Farther ahead than any tonnage.
const NOT_WANTED: i64 = i64::MIN / 4;

/// How far what each face gives is behind the plan, and what is shown of it.
#[derive(Debug)]
pub(crate) struct Lags {
    /// The stream of each face of the mine.
    stream_of: Vec<Option<usize>>,
    /// kg, by stream.
    kg: Vec<i64>,
    /// Streams whose dumps have no room, as far as the policy chose them.
    is_full: Vec<bool>,
    /// What is farther ahead is not shown.
    least: i64,
}

impl Lags {
    #[inline]
    pub(crate) fn of(&self, face: FaceId) -> i64 {
        self.stream_of[face.index()].map_or(0, |stream| self.kg[stream])
    }

    #[inline]
    pub(crate) fn shows(&self, face: FaceId) -> bool {
        self.stream_of[face.index()].is_none_or(|at| !self.is_full[at] && self.kg[at] >= self.least)
    }
}

/// A material that some face of the mine gives.
#[derive(Debug)]
struct Stream {
    material: MaterialId,
    /// Its number among those of all mines.
    number: usize,
    /// The dumps that take it.
    dumps: Vec<DumpId>,
    /// The streams that any of these take, itself among them.
    beside: Vec<usize>,
    /// Whether its dumps can ever be short of room.
    may_fill: bool,
    /// Hauled off when the month began, kg.
    before_kg: i64,
    /// Hauled off this month or promised, kg.
    sent_kg: i64,
    /// Its share of the plan; none where it has none.
    share: Option<f64>,
}

impl Stream {
    fn new(material: MaterialId, number: usize) -> Stream {
        let (dumps, beside) = (Vec::new(), Vec::new());
        Stream { material, number, dumps, beside, may_fill: true, before_kg: 0, sent_kg: 0, share: None }
    }

    /// What was hauled off of it this month.
    fn hauled_kg(&self, view: &View<'_>) -> i64 {
        view.faces.hauled_kg(self.number) - self.before_kg
    }
}

/// A policy held to the production plan.
pub(crate) struct KeepPlan {
    policy: Box<dyn Dispatch>,
    row: Arc<DispatchRow>,
    /// Which month the shares are of.
    month: Option<usize>,
    /// Dispatches until trucks at loaders and on the way are counted anew.
    count_in: usize,
    streams: Vec<Stream>,
    /// The greatest mean load of each truck model, kg.
    load_kg: Vec<i64>,
    lags: Lags,
    /// What it takes for ahead of the plan, and all else of it for level, whatever was hauled; none where it counts.
    believed_ahead: Option<Vec<MaterialId>>,
}

impl KeepPlan {
    pub(crate) fn new(
        policy: Box<dyn Dispatch>,
        row: &Arc<DispatchRow>,
        ground: &Ground,
        mine: MineId,
        ahead: Option<&[MaterialId]>,
    ) -> KeepPlan {
        let (mut streams, mut stream_of): (Vec<Stream>, _) = (Vec::new(), vec![None; ground.faces.len()]);
        let digs = |&loader| ground.loaders[loader].faces.iter().copied();
        for face_id in ground.mines[mine].loaders.iter().flat_map(digs) {
            let face = &ground.faces[face_id];
            let known = streams.iter().position(|stream| stream.number == face.stream);
            let at = known.unwrap_or_else(|| {
                streams.push(Stream::new(face.material, face.stream));
                streams.len() - 1
            });
            stream_of[face_id.index()] = Some(at);
            for &dump in &face.dumps {
                if !streams[at].dumps.contains(&dump) {
                    streams[at].dumps.push(dump);
                }
            }
        }
        for at in 0..streams.len() {
            let shares = |other: &Stream| other.dumps.iter().any(|dump| streams[at].dumps.contains(dump));
            let beside: Vec<usize> = (0..streams.len()).filter(|&other| shares(&streams[other])).collect();
            let digs = |face: FaceId| stream_of[face.index()].is_some_and(|at| beside.contains(&at));
            streams[at].may_fill = room::may_lack(ground, mine, &streams[at].dumps, digs);
            streams[at].beside = beside;
        }
        let n = streams.len();
        let lags = Lags { stream_of, kg: vec![0; n], is_full: vec![false; n], least: i64::MIN };
        let load_kg = (0..ground.kinds.len()).map(|kind| most_kg(ground, mine, kind)).collect();
        let (row, believed_ahead) = (Arc::clone(row), ahead.map(<[MaterialId]>::to_vec));
        KeepPlan { policy, row, month: None, count_in: 0, streams, load_kg, lags, believed_ahead }
    }

    /// Works out how far each material is behind.
    fn look(&mut self, view: &View<'_>) {
        self.lags.is_full.fill(false);
        let nth = nth_at(&self.row.planned, view.now);
        if self.month != Some(nth) {
            self.begin(nth, view);
        }
        if self.count_in == 0 {
            self.count(view);
            self.count_in = view.loaders.len();
        }
        self.count_in = self.count_in.saturating_sub(1);
        let Some(month) = self.row.planned.get(nth) else { return };
        let load_kg = self.load_kg[view.kind.index()];
        let planned = self.streams.iter().filter(|stream| stream.share.is_some());
        let all_kg: i64 = planned.map(|stream| stream.sent_kg).sum();
        let up_to_date = all_kg as f64 >= month.kg as f64 * gone(month, view.now);
        self.lags.least = -AHEAD * load_kg;
        for (stream, lag) in self.streams.iter().zip(&mut self.lags.kg) {
            *lag = match stream.share {
                Some(share) => ((all_kg + load_kg) as f64 * share) as i64 - stream.sent_kg,
                None if up_to_date => 0,
                None => NOT_WANTED,
            };
        }
        self.believe();
    }

    fn believe(&mut self) {
        let Some(ahead) = &self.believed_ahead else { return };
        for (stream, lag) in self.streams.iter().zip(&mut self.lags.kg) {
            *lag = if ahead.contains(&stream.material) { NOT_WANTED } else { 0 };
        }
    }

    fn begin(&mut self, nth: usize, view: &View<'_>) {
        self.month = Some(nth);
        self.count_in = 0;
        let shares = self.row.planned.get(nth).map_or(&[][..], |month| &month.shares);
        for stream in &mut self.streams {
            stream.before_kg = view.faces.hauled_kg(stream.number);
            let planned = shares.iter().find(|(material, _)| *material == stream.material);
            stream.share = planned.map(|&(_, share)| share);
        }
    }

    /// Counts what was hauled and is bound to be.
    fn count(&mut self, view: &View<'_>) {
        for stream in &mut self.streams {
            stream.sent_kg = stream.hauled_kg(view);
        }
        for &row in view.loaders {
            let loader = &view.fleet.loaders[row];
            let Some(at) = loader.face.and_then(|face| self.lags.stream_of[face.index()]) else { continue };
            let fill = view.ground.fill_of(loader.fill_row, view.kind);
            let load_kg = fill.map_or(0, |fill| fill.mass.get());
            self.streams[at].sent_kg += i64::from(loader.at_loader() + loader.coming) * load_kg;
        }
    }

    /// What the policy chooses of what is shown and has room at its dumps.
    fn ask(&mut self, view: &View<'_>) -> Option<Candidate> {
        loop {
            let chosen = self.policy.choose(&View { lags: Some(&self.lags), ..*view })?;
            let full = self.stream_of(&chosen).filter(|_| self.is_full(view, &chosen));
            match full {
                Some(at) => self.lags.is_full[at] = true,
                None => return Some(chosen),
            }
        }
    }

    fn stream_of(&self, one: &Candidate) -> Option<usize> {
        self.lags.stream_of[one.face.index()]
    }

    /// Whether the dumps of what a candidate loads have no room.
    fn is_full(&self, view: &View<'_>, one: &Candidate) -> bool {
        let stream = self.stream_of(one).map(|at| &self.streams[at]);
        let Some(stream) = stream.filter(|stream| stream.may_fill) else { return false };
        let beside = stream.beside.iter().map(|&other| &self.streams[other]);
        let promised_kg: i64 = beside.map(|other| (other.sent_kg - other.hauled_kg(view)).max(0)).sum();
        room::is_full(view, one, &stream.dumps, promised_kg)
    }

    /// Whether a truck sent there would wait for no longer than it takes to load it, nor at the dump.
    fn is_ready(&self, view: &View<'_>, one: &Candidate) -> bool {
        one.free_at - (view.now + one.travel) <= one.load && !self.is_full(view, one)
    }

    fn decide(&mut self, view: &View<'_>) -> Option<Candidate> {
        if let Some(chosen) = self.ask(view) {
            let shown = View { lags: Some(&self.lags), ..*view };
            let ready = |one: &Candidate| self.is_ready(view, one);
            if ready(&chosen) || shown.candidates().any(|one| ready(&one)) {
                return Some(chosen);
            }
        }
        self.lags.least = i64::MIN;
        if let Some(chosen) = self.ask(view) {
            return Some(chosen);
        }
        self.lags.is_full.fill(false);
        self.policy.choose(&View { lags: Some(&self.lags), ..*view })
    }
}

/// The greatest mean load that a loader of the mine gives a truck model, kg.
pub(crate) fn most_kg(ground: &Ground, mine: MineId, kind: usize) -> i64 {
    let loaders = ground.mines[mine].loaders.iter().map(|&loader| &ground.loaders[loader]);
    let rows = loaders.flat_map(|row| (0..row.faces.len()).map(|step| row.fills_at.after(step)));
    let fills = rows.filter_map(|row| ground.fill_of(row, TruckKind(kind as u16)));
    fills.map(|fill| fill.mass.get()).max().unwrap_or(0)
}

/// The share of a month that is over.
fn gone(month: &PlannedMonth, now: Time) -> f64 {
    (now - month.from).hours() / (month.until - month.from).hours().max(f64::MIN_POSITIVE)
}

impl Dispatch for KeepPlan {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        self.look(view);
        let chosen = self.decide(view)?;
        if let Some(at) = self.stream_of(&chosen) {
            self.streams[at].sent_kg += view.mean_load(&chosen).get();
        }
        Some(chosen)
    }

    fn choose_dump(&mut self, view: &DumpView<'_>) -> Option<DumpCandidate> {
        self.policy.choose_dump(view)
    }
}
