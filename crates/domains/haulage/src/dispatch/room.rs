//! Whether the dumps of a material have room for one more load, so that none is dug to stand in line before a crusher.
//!
//! **Bound** for a dump is what trucks on their way there, in line or dumping have aboard; what trucks at loaders or on the
//! way to them will bring is **promised**. Both, with what a hopper must pass on before the load fits, are served at the rate of all the
//! material's dumps that work: a crusher's tonnes an hour, or a load for each dumping time and place. Stockpiles count only where
//! nothing else works.
//!
//! There is room for a truck if at the dump it would wait for no longer than [`LOADS`] loads take there: enough of a line that a crusher
//! has something to crush while its loader stands.
//!
//! Pitfall: what is promised is shared out over the dumps by their rates, as trucks that take the quickest share
//! themselves out, more or less.

use super::{Candidate, View};
use crate::ground::{DumpRow, Ground};
use crate::rows::TruckKind;
use iceroad_base::{Span, Time};
use iceroad_model::{DumpId, FaceId, MineId};

/// For so many loads a truck may stand in line at its dump. Tried on `examples/nwt`, 24 years: at 1 ore is 4.03 Mt and waste 36.7, at 2 4.08 and
/// 36.4; with trucks sent by the loaders alone 4.10 and 35.5.
const LOADS: i64 = 2;

/// How the dumps of a material serve.
#[derive(Clone, Copy, Debug)]
struct Service {
    /// When all that is bound for them is served.
    free_at: Time,
    /// What a load takes of their time.
    each: Span,
    /// The least driving time from the loader.
    drive: Span,
}

/// Whether a load from the candidate would find no room at the dumps of its material; `promised_kg` comes before it.
pub(super) fn is_full(view: &View<'_>, one: &Candidate, dumps: &[DumpId], promised_kg: i64) -> bool {
    let found = service(view, one, dumps, promised_kg, false);
    let Some(service) = found.or_else(|| service(view, one, dumps, promised_kg, true)) else {
        return true;
    };
    let comes = (view.now + one.travel).max(one.free_at) + one.load + service.drive;
    service.free_at - comes > service.each * LOADS
}

/// Whether dumps can ever be short of room: a crusher may fail, a dozer close a place, a stockpile stand in for another, or all
/// loaders at the faces that these dumps serve, never waiting, load more than they take.
pub(super) fn may_lack(
    ground: &Ground,
    mine: MineId,
    dumps: &[DumpId],
    digs: impl Fn(FaceId) -> bool,
) -> bool {
    let mut rows = dumps.iter().map(|&dump| &ground.dumps[dump]);
    if rows.any(|row| row.breaks.is_some() || row.dozer.is_some() || row.pile.is_some()) {
        return true;
    }
    let written = ground.mines[mine].trucks.iter().any(|&truck| ground.trucks[truck].dump.is_some());
    (0..ground.kinds.len()).map(|kind| TruckKind(kind as u16)).any(|kind| {
        let (mut load_kg, mut loaded) = (f64::INFINITY, 0.0);
        for &loader in &ground.mines[mine].loaders {
            let steps = ground.loaders[loader].faces.iter().enumerate().filter(|&(_, &face)| digs(face));
            let fills = steps
                .filter_map(|(step, _)| ground.fill_of(ground.loaders[loader].fills_at.after(step), kind));
            let mut most = 0.0_f64;
            for fill in fills {
                load_kg = load_kg.min(fill.mass.get() as f64);
                most = most.max(fill.mass.get() as f64 / fill.dig_ms.max(1) as f64);
            }
            loaded += most;
        }
        let taken = dumps.iter().map(|&dump| kg_per_ms(&ground.dumps[dump], load_kg));
        // A truck with a written dump has that one alone.
        let taken = if written { taken.fold(f64::INFINITY, f64::min) } else { taken.sum() };
        loaded > taken
    })
}

/// What a dump takes at most of loads of this mass, kg/ms.
fn kg_per_ms(row: &DumpRow, load_kg: f64) -> f64 {
    let crushing = row.crusher.map_or(f64::INFINITY, |crusher| crusher.kg_per_h as f64 / 3.6e6);
    crushing.min(load_kg / row.each_ms.max(1) as f64)
}

/// How those that work serve, of the stockpiles or of the others; none where none works.
fn service(
    view: &View<'_>,
    one: &Candidate,
    dumps: &[DumpId],
    promised_kg: i64,
    piles: bool,
) -> Option<Service> {
    let load_kg = view.mean_load(one).get().max(1);
    let routes = view.ground.mines[view.fleet.trucks[view.truck].mine].routes_in(view.day.road_state);
    let legs = routes.legs_from(view.kind, true, view.day.surface, view.fleet.loaders[one.row].place);
    let written = view.ground.trucks[view.truck].dump.filter(|dump| dumps.contains(dump));
    let (mut kg, mut rate, mut drive_ms) = (promised_kg, 0.0, u32::MAX);
    for &dump_id in dumps {
        let (row, dump) = (&view.ground.dumps[dump_id], &view.dumps.each[dump_id]);
        let counts = row.pile.is_some() == piles && written.is_none_or(|written| written == dump_id);
        if !counts || dump.is_stopped() {
            continue;
        }
        rate += kg_per_ms(row, load_kg as f64);
        kg += dump.bound_kg + dump.hopper.map_or(0, |hopper| hopper.over_kg(load_kg, view.now));
        drive_ms = drive_ms.min(legs[row.place.index()].ms);
    }
    if rate <= 0.0 {
        return None;
    }
    let span = |kg: f64| Span::from_millis((kg / rate) as i64);
    Some(Service {
        free_at: view.now + span(kg as f64),
        each: span(load_kg as f64),
        drive: Span::from_millis(i64::from(drive_ms)),
    })
}
