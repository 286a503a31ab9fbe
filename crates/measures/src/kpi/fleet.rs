//! What is asked about a fleet; a run does not list it.
use super::definitions::{LEAST_PLAN_SHARE, MATCH_FACTOR};
use super::{Book, Head, MORE};
use crate::frame::{Frame, Group, ratio, state_ms};
use crate::plan::Plan;
use iceroad_model::event::MachineState;
use iceroad_model::record::RunRecord;
use iceroad_words::say;

pub(super) fn fill(book: &mut Book<'_>) {
    let frame = book.frame;
    let head = |key: &str, title: &str, unit, definition, better| Head {
        key: key.into(),
        title: say!(title),
        unit,
        definition,
        better,
    };
    let plan = Plan::of(frame);
    book.add(head("plan.least_share", "kpi-least-plan", "share", LEAST_PLAN_SHARE, MORE), move |record| {
        plan.least_share(record)
    });
    if let (Some(trucks), Some(loaders)) = (frame.group("trucks"), frame.group("loaders")) {
        let title = "kpi-match";
        book.add(head("match_factor", title, "trucks for the loaders", MATCH_FACTOR, None), |record| {
            match_factor(frame, trucks, loaders, record)
        });
    }
}

/// Trucks over truck cycle time, over the sum over loaders of one over their loading time. Machines count by the part of
/// the horizon that they are in the fleet for; a loader that loaded nothing does not count.
fn match_factor(frame: &Frame<'_>, trucks: &Group, loaders: &Group, record: &RunRecord) -> f64 {
    use MachineState::{Absent, Dumping, Loading, TravelEmpty, TravelLoaded};
    let end = frame.scenario.horizon().end().millis() as f64;
    let (mut n, mut cycle_ms, mut cycles) = (0.0, 0.0, 0.0);
    for row in trucks.rows(record) {
        n += 1.0 - state_ms(&row, Absent) as f64 / end;
        let own = [TravelEmpty, Loading, TravelLoaded, Dumping];
        cycle_ms += own.iter().map(|&state| state_ms(&row, state)).sum::<i64>() as f64;
        cycles += f64::from(row.cycles.iter().sum::<u32>());
    }
    let mut rate = 0.0;
    for row in loaders.rows(record) {
        let loads = f64::from(row.cycles.iter().sum::<u32>());
        let there = 1.0 - state_ms(&row, Absent) as f64 / end;
        if loads > 0.0 {
            rate += there * loads / (state_ms(&row, Loading) as f64).max(1.0);
        }
    }
    if cycles == 0.0 { f64::NAN } else { ratio(n * cycles / cycle_ms, rate) }
}
