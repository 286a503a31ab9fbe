//! What taking a truck away costs beyond the time it is away, found by taking trucks away in the cycle model.
//!
//! A truck that fails drops its cycle where it is and begins anew at the gate; one that is asked in for service first
//! finishes its cycle and drives there. Rates know neither, so both are learned once for each class: in a pit with half
//! its trucks (so that none stands in the way of another), trucks of the class are stopped at the beat of a clock and
//! given back at once. The **loss** is the time that a truck's production falls short by, for each stop:
//! (rate · hours at work − mass dumped) / rate / stops. It may be below nothing, where the gate is a short cut.
//!
//! A loader that comes back stands until the first trucks have come to it, and what they bring is dumped later still,
//! while those that were under way when it stopped have dumped since. Its loss is found in the same way, by what was
//! dumped of its loads, in a pit with everything at work. Where a crusher binds it is below nothing: what stands in line
//! before it and lies in its hopper is crushed while the loader stands, and when it is back the hopper has room.
//!
//! Where dispatch keeps a plan, it sends more trucks to such a loader once it is back, until what was missed is hauled. That is no part
//! of what a stop costs but of the state that follows it (the module `plan`): where what it digs falls behind without it,
//! dispatch is held in the belief that it is behind, with the loader stopped or not.
//!
//! This is the half-cycle correction of rate models: without it every failure is counted too kindly or too hard by a part
//! of a cycle.

use super::classes::{Mine, State};
use super::learn::{Meter, first_shift, pit_in_state};
use crate::alone::Alone;
use crate::error::HaulageError;
use crate::surface::Surface;
use crate::{Layout, Notice};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Time};
use std::sync::Arc;

/// How often each truck is taken away. Assumed: often enough to be measured, seldom enough to be at work between.
const EACH_MS: i64 = 90 * 60_000;
/// Days on shift looked at. Assumed.
const DAYS: i64 = 3;
const DAY_MS: i64 = 24 * 3_600_000;

/// A loader works so long before it is stopped; with [`LOADER_AWAY`] no divisor of a day, so that the hours differ. Assumed.
const LOADER_WORKS: Span = Span::from_millis(310 * 60_000);
/// How long it is away: longer than a cycle. Assumed.
const LOADER_AWAY: Span = Span::from_millis(120 * 60_000);
/// Days on shift looked at for each loader. Assumed.
const LOADER_DAYS: i64 = 60;
/// Loads simulated for all loaders at most; a mine with too many of them does without. Assumed.
const LOADER_LOADS: i64 = 2_000_000;
/// Days below which nothing would be found of a loader.
const LEAST_LOADER_DAYS: i64 = 5;

/// The cost of taking a machine of a class away; of a loader, only the first and the last.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Pause {
    /// Time lost by a stop and a return at the gate, ms; below nothing where a loader's crusher is fed without it.
    pub(crate) stop_loss_ms: i64,
    /// From being asked in to the gate, ms.
    pub(crate) to_gate_ms: i64,
    /// Time lost by coming in and returning at the gate, beyond the time it is away, ms.
    pub(crate) visit_loss_ms: i64,
    /// Mean distance to the gate, m.
    pub(crate) to_gate_m: f64,
    /// A loader's stop: time that the mine's other loaders lose by it, ms; below nothing where they gain.
    pub(crate) others_loss_ms: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Not,
    Stop,
    Release,
}

/// What came of a run in which trucks of a class were taken away.
#[derive(Default)]
struct Found {
    kg: f64,
    /// What was dumped from other loaders than the one that was stopped.
    others_kg: f64,
    /// Truck-ms on shift, without the time a truck was away.
    at_work_ms: f64,
    times: f64,
    metres: f64,
    to_gate_ms: f64,
}

/// Learns the costs of every class of a mine, trucks' first.
pub(crate) fn learn(
    layout: &Arc<Layout>,
    mine: &Mine,
    seed: u64,
    end: Time,
) -> Result<Vec<Pause>, HaulageError> {
    let mut state = mine.full(Surface::Normal);
    for n in &mut state.trucks {
        *n = n.div_ceil(2);
    }
    let mut pauses = Vec::new();
    for class in 0..mine.trucks.len() {
        let base = run(layout, mine, &state, class, How::Not, seed, end)?;
        let stopped = run(layout, mine, &state, class, How::Stop, seed, end)?;
        let released = run(layout, mine, &state, class, How::Release, seed, end)?;
        let rate = base.kg / base.at_work_ms.max(1.0);
        let loss_ms = |found: &Found| {
            if rate <= 0.0 || found.times == 0.0 {
                return 0;
            }
            ((rate * found.at_work_ms - found.kg) / rate / found.times).round() as i64
        };
        let times = |found: &Found| found.times.max(1.0);
        pauses.push(Pause {
            stop_loss_ms: loss_ms(&stopped),
            visit_loss_ms: loss_ms(&released),
            to_gate_ms: (released.to_gate_ms / times(&released)).round() as i64,
            to_gate_m: stopped.metres / times(&stopped),
            others_loss_ms: 0,
        });
    }
    pauses.extend(learn_loaders(layout, mine, seed, end)?);
    Ok(pauses)
}

/// What a stop costs each loader of a mine, and the others.
fn learn_loaders(
    layout: &Arc<Layout>,
    mine: &Mine,
    seed: u64,
    end: Time,
) -> Result<Vec<Pause>, HaulageError> {
    let state = mine.full(Surface::Normal);
    let mut pauses = vec![Pause::default(); mine.loaders.len()];
    let windows = &layout.ground.mines[mine.id].windows;
    let from = first_shift(windows, end);
    let to_day = |days: i64| (from + Span::from_millis(days * DAY_MS)).min(end);
    let mut all = undisturbed(layout, mine, &state, (from, to_day(LEAST_LOADER_DAYS)), seed)?;
    let a_day = all.log.loads() as i64 / LEAST_LOADER_DAYS;
    let days = LOADER_DAYS.min(LOADER_LOADS / (a_day * (2 * mine.loaders.len() as i64 + 1)).max(1));
    if days < LEAST_LOADER_DAYS || a_day == 0 {
        return Ok(pauses);
    }
    let to = to_day(days);
    all.run_until(to)?;
    for (place, pause) in pauses.iter_mut().enumerate() {
        let fewer = without(&state, place);
        let alone = undisturbed(layout, mine, &fewer, (from, to), seed)?;
        let owed = mine
            .plan
            .as_ref()
            .map(|plan| plan.owed_to(mine, place, all.log.kg_by_flow(), alone.log.kg_by_flow()));
        let Some(ahead) = owed.filter(|ahead| !ahead.is_empty()) else {
            *pause = lost(layout, mine, (&state, place), [&all.log, &alone.log], (from, to), seed)?;
            continue;
        };
        let state = State { ahead, ..state.clone() };
        let all = undisturbed(layout, mine, &state, (from, to), seed)?;
        *pause = lost(layout, mine, (&state, place), [&all.log, &alone.log], (from, to), seed)?;
    }
    Ok(pauses)
}

/// The state without one of its loaders.
fn without(state: &State, place: usize) -> State {
    let mut fewer = state.clone();
    fewer.loaders[place] = false;
    fewer
}

/// What a stop of a loader costs it and the others, beside what a pit did with it and without.
fn lost(
    layout: &Arc<Layout>,
    mine: &Mine,
    (state, place): (&State, usize),
    [with, without]: [&Meter; 2],
    (from, to): (Time, Time),
    seed: u64,
) -> Result<Pause, HaulageError> {
    let on_ms = layout.ground.mines[mine.id].windows.on_time_between(from, to).millis() as f64;
    let others = |log: &Meter| (log.dumped_kg() - log.kg_from(place)) as f64;
    let rate = with.kg_from(place) as f64 / on_ms;
    let (others_with, others_without) = (others(with) / on_ms, others(without) / on_ms);
    let found = stop_loader(layout, mine, state, place, (from, to), seed)?;
    let mut pause = Pause::default();
    if rate <= 0.0 || found.times == 0.0 {
        return Ok(pause);
    }
    let loss_ms = (found.at_work_ms - found.kg / rate) / found.times;
    pause.stop_loss_ms = loss_ms.round() as i64;
    // The others have the rates of a pit without it until it counts again.
    let away_ms = on_ms - found.at_work_ms + loss_ms.max(0.0) * found.times;
    let short = others_with * (on_ms - away_ms) + others_without * away_ms - found.others_kg;
    if others_with > 0.0 {
        pause.others_loss_ms = (short / others_with / found.times).round() as i64;
    }
    Ok(pause)
}

/// A pit that was left alone in a state for some time, and what it did.
fn undisturbed(
    layout: &Arc<Layout>,
    mine: &Mine,
    state: &State,
    (from, to): (Time, Time),
    seed: u64,
) -> Result<Alone<Meter>, HaulageError> {
    let mut alone = pit_in_state(layout, mine, state, seed)?;
    alone.run_until(from)?;
    alone.log.begin(from);
    alone.run_until(to)?;
    Ok(alone)
}

/// Stops a loader over and over where it and its mine are at work, and lets it go on where it stands.
fn stop_loader(
    layout: &Arc<Layout>,
    mine: &Mine,
    state: &State,
    place: usize,
    (from, to): (Time, Time),
    seed: u64,
) -> Result<Found, HaulageError> {
    let windows = &layout.ground.mines[mine.id].windows;
    let machine = layout.ground.loaders[mine.loaders[place]].machine.id;
    let mut alone = pit_in_state(layout, mine, state, seed)?;
    alone.run_until(from)?;
    alone.log.begin(from);
    let mut found = Found::default();
    let mut away_ms = 0;
    let mut stops = from + LOADER_WORKS;
    // The last one has time to show what it costs.
    while stops + LOADER_AWAY + LOADER_AWAY < to {
        let back = stops + LOADER_AWAY;
        if windows.is_on(stops) && windows.is_on(back) {
            alone.run_until(stops)?;
            alone.tell(|haulage, ctx| haulage.stop(machine, ctx))?;
            alone.run_until(back)?;
            alone.tell(|haulage, ctx| haulage.resume_in_place(machine, ctx))?;
            away_ms += windows.on_time_between(stops, back).millis();
            found.times += 1.0;
        }
        stops = back + LOADER_WORKS;
    }
    alone.run_until(to)?;
    found.kg = alone.log.kg_from(place) as f64;
    found.others_kg = alone.log.dumped_kg() as f64 - found.kg;
    found.at_work_ms = (windows.on_time_between(from, to).millis() - away_ms) as f64;
    Ok(found)
}

fn run(
    layout: &Arc<Layout>,
    mine: &Mine,
    state: &State,
    class: usize,
    how: How,
    seed: u64,
    end: Time,
) -> Result<Found, HaulageError> {
    let mut alone = pit_in_state(layout, mine, state, seed)?;
    let windows = &layout.ground.mines[mine.id].windows;
    let from = first_shift(windows, end);
    let to = (from + Span::from_millis(DAYS * DAY_MS)).min(end);
    alone.run_until(from)?;
    let machines = &mine.machines[class][..mine.count(state, class)];
    let kg = |alone: &Alone<Meter>| -> i64 { machines.iter().map(|&machine| alone.log.kg_of(machine)).sum() };
    alone.log.begin(from);
    alone.keep_notices = true;
    let step = Span::from_millis((EACH_MS / machines.len().max(1) as i64).max(60_000));
    let mut found = Found::default();
    let mut asked: Vec<Option<Time>> = vec![None; machines.len()];
    let (mut at, mut next) = (from, 0);
    let (mut away_ms, mut beat) = (0.0, from + step);
    while at < to {
        at = (at + Span::from_millis(60_000)).min(to);
        alone.run_until(at)?;
        let came: Vec<(Time, Notice)> = std::mem::take(&mut alone.notices);
        for (then, notice) in came {
            let Notice::AtGate { machine } = notice else { continue };
            if let Some(place) = machines.iter().position(|&one| one == machine)
                && let Some(since) = asked[place].take()
            {
                found.to_gate_ms += (then - since).millis() as f64;
                away_ms += windows.on_time_between(then, at).millis() as f64;
                alone.tell(|haulage, ctx| haulage.resume(machine, ctx))?;
            }
        }
        if at < beat || how == How::Not || !windows.is_on(at) || machines.is_empty() {
            continue;
        }
        beat = at + step;
        let machine = machines[next];
        let busy = asked[next].is_some();
        let place = next;
        next = (next + 1) % machines.len();
        if busy {
            continue;
        }
        found.times += 1.0;
        if how == How::Stop {
            let stopped = alone.tell(|haulage, ctx| haulage.stop(machine, ctx))?;
            found.metres += stopped.to_gate.get();
            alone.tell(|haulage, ctx| haulage.resume(machine, ctx))?;
        } else {
            asked[place] = Some(at);
            alone.tell(|haulage, ctx| haulage.release(machine, ctx))?;
        }
    }
    found.kg = kg(&alone) as f64;
    let on_ms = windows.on_time_between(from, to).millis() as f64;
    found.at_work_ms = on_ms * machines.len() as f64 - away_ms;
    Ok(found)
}
