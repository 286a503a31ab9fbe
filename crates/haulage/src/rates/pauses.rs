//! What taking a truck away costs beyond the time it is away, found by taking trucks away in the cycle model.
//!
//! A truck that fails drops its cycle where it is and begins anew at the gate; one that is asked in for service first
//! finishes its cycle and drives there. Rates know neither, so both are learned once for each class: in a pit with half
//! its trucks (so that none stands in the way of another), trucks of the class are stopped at the beat of a clock and
//! given back at once. The **loss** is the time that a truck's production falls short by, for each stop:
//! (rate · hours at work − mass dumped) / rate / stops. It may be below nothing, where the gate is a short cut.
//!
//! This is the half-cycle correction of rate models: without it every failure is counted too kindly or too hard by a part
//! of a cycle.

use super::classes::{Mine, State};
use super::learn::{first_shift, pit_in_state};
use crate::error::HaulageError;
use crate::routes::Surface;
use crate::{Layout, Notice};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Time};
use std::sync::Arc;

/// How often each truck is taken away. Assumed: often enough to be measured, seldom enough to be at work between.
const EACH_MS: i64 = 90 * 60_000;
/// Days on shift looked at. Assumed.
const DAYS: i64 = 3;
const DAY_MS: i64 = 24 * 3_600_000;

/// The cost of taking a truck of a class away.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Pause {
    /// Time lost by a stop and a return at the gate, ms.
    pub(crate) stop_loss_ms: i64,
    /// From being asked in to the gate, ms.
    pub(crate) to_gate_ms: i64,
    /// Time lost by coming in and returning at the gate, beyond the time it is away, ms.
    pub(crate) visit_loss_ms: i64,
    /// Mean distance to the gate, m.
    pub(crate) to_gate_m: f64,
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
    /// Truck-ms on shift, without the time a truck was away.
    at_work_ms: f64,
    times: f64,
    metres: f64,
    to_gate_ms: f64,
}

/// Learns the costs of every class of a mine.
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
        });
    }
    Ok(pauses)
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
    let windows = &layout.mines[mine.index].windows;
    let from = first_shift(windows, end);
    let to = (from + Span::from_millis(DAYS * DAY_MS)).min(end);
    alone.run_until(from)?;
    let machines = &mine.machines[class][..mine.count(state, class)];
    let kg = |alone: &crate::alone::Alone<super::learn::Meter>| -> i64 {
        machines.iter().map(|&machine| alone.log.kg_of(machine)).sum()
    };
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
