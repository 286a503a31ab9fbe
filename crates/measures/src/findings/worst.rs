//! The worst month of what the mines are there for, and what took it.
//!
//! With a plan it is the month that reaches least of its plan in the median; without one, the month with least tonnes a day. It
//! is named where it falls well behind ([`OF_PLAN`], [`OF_USUAL`]).
//!
//! Its cause is read off machine hours: the state of loaders or of trucks that takes a larger share of their hours than in the
//! other months, by most. Trucks that queue or have no work while loaders stand are a consequence and not a cause, so their
//! waiting counts only where nothing that stops loaders or trucks explains the month.
use super::binds::{loaders, trucks};
use crate::frame::{Frame, Group};
use crate::numbers::{percent, tonnes as tonnes_text};
use crate::plan::Plan;
use crate::production::Moved;
use crate::spread::Spread;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::RunRecord;

/// A month below this share of its plan is told. [assumed]
const OF_PLAN: f64 = 0.9;
/// Without a plan, a month below this share of the usual day's tonnes is told. [assumed]
const OF_USUAL: f64 = 0.7;
/// A state explains a month where it takes so much more of the hours than in other months. [assumed]
const LEAST_EXCESS: f64 = 0.05;

/// The worst month in words: `worst is Dec 2026 with 0 t, 0 % of its plan (loader EX-1 down, …)`; none where no month falls
/// well behind.
pub(super) fn worst_month(frame: &Frame<'_>, moved: &Moved) -> Option<String> {
    if frame.months.len() < 2 {
        return None;
    }
    let (month, tonnes, of_plan) = by_plan(frame, moved).or_else(|| by_day(frame, moved))?;
    let mut text = format!("the worst month is {} with {}", frame.month_label(month), tonnes_text(tonnes));
    if let Some(share) = of_plan {
        text += &format!(", {} of its plan", percent(share));
    }
    if let Some(cause) = cause(frame, month) {
        text += &format!(": {cause}");
    }
    Some(text)
}

type Month = (usize, f64, Option<f64>);

fn by_plan(frame: &Frame<'_>, moved: &Moved) -> Option<Month> {
    let plan = Plan::of(frame);
    let mut worst: Option<(usize, f64, f64)> = None;
    for month in 0..frame.months.len() {
        let planned: f64 = moved.materials.iter().map(|&id| plan.planned_by_month(id)[month]).sum();
        if planned <= 0.0 {
            continue;
        }
        let counted = |record: &RunRecord| -> f64 {
            moved.materials.iter().map(|&id| plan.counted_by_month(record, id)[month]).sum()
        };
        let tonnes = Spread::over(frame.records, counted)?.p50;
        if worst.is_none_or(|(_, _, share)| tonnes / planned < share) {
            worst = Some((month, tonnes, tonnes / planned));
        }
    }
    worst.filter(|(_, _, share)| *share < OF_PLAN).map(|(month, tonnes, share)| (month, tonnes, Some(share)))
}

/// Without a plan. Where there is one, every month is judged by it alone.
fn by_day(frame: &Frame<'_>, moved: &Moved) -> Option<Month> {
    if moved.plan_share.is_some() {
        return None;
    }
    let delivered = |record: &RunRecord, month: usize| -> f64 {
        let cells = frame.delivered(record).filter(|cell| usize::from(cell.month) == month);
        cells
            .filter(|cell| moved.materials.contains(&cell.material))
            .map(|cell| cell.mass_kg as f64 / 1e3)
            .sum()
    };
    let days = |month: usize| (frame.month_start(month + 1) - frame.month_start(month)).max(1) as f64;
    let mut all: Vec<(usize, f64)> = Vec::new();
    for month in 0..frame.months.len() {
        all.push((month, Spread::over(frame.records, |record| delivered(record, month))?.p50));
    }
    let usual = Spread::over(&all, |&(month, tonnes)| tonnes / days(month))?.p50;
    let &(month, tonnes) = all.iter().min_by(|a, b| (a.1 / days(a.0)).total_cmp(&(b.1 / days(b.0))))?;
    (tonnes / days(month) < OF_USUAL * usual).then_some((month, tonnes, None))
}

/// How much more of a group's hours a state takes in a month than in the others.
struct Excess<'g> {
    group: &'g Group,
    state: MachineState,
    share: f64,
    excess: f64,
}

fn cause(frame: &Frame<'_>, month: usize) -> Option<String> {
    let stops: fn(MachineState) -> bool = |state| {
        use MachineState::{BlastStandDown, NoFuel, NoOperator, WarmUp, WeatherStop};
        state.class() == StateClass::Down
            || matches!(state, WeatherStop | NoFuel | NoOperator | BlastStandDown | WarmUp)
    };
    let waits: fn(MachineState) -> bool = |state| {
        use MachineState::{HeldOnRoad, NoWork, QueueDump, QueueLoad, Refuelling};
        matches!(state, QueueLoad | QueueDump | NoWork | HeldOnRoad | Refuelling)
    };
    let of_loaders = loaders(frame).and_then(|group| largest(frame, group, month, stops));
    let of_trucks = trucks(frame).and_then(|group| largest(frame, group, month, stops));
    let stopped = [of_loaders, of_trucks].into_iter().flatten();
    let stopped = stopped.reduce(|a, b| if b.excess > a.excess { b } else { a });
    let waiting = || trucks(frame).and_then(|group| largest(frame, group, month, waits));
    let found = stopped.or_else(waiting)?;
    Some(format!(
        "{} {} for {} of the hours",
        who(frame, &found, month),
        found.state.words(),
        percent(found.share)
    ))
}

/// The state that takes most more than in other months; none where none takes enough more.
fn largest<'g>(
    frame: &Frame<'_>,
    group: &'g Group,
    month: usize,
    takes: fn(MachineState) -> bool,
) -> Option<Excess<'g>> {
    let states = MachineState::ALL.iter().copied().filter(|&state| takes(state));
    let all = states.map(|state| excess(frame, group, month, state));
    all.max_by(|a, b| a.excess.total_cmp(&b.excess)).filter(|one| one.excess >= LEAST_EXCESS)
}

fn excess<'g>(frame: &Frame<'_>, group: &'g Group, month: usize, state: MachineState) -> Excess<'g> {
    let (mut here, mut all_here, mut else_, mut all_else) = (0_i64, 0_i64, 0_i64, 0_i64);
    for row in frame.records.iter().flat_map(|record| group.rows(record)) {
        for (at, states) in row.state_ms.iter().enumerate() {
            let there: i64 = states.iter().sum::<i64>() - states[MachineState::Absent as usize];
            let (sum, all) =
                if at == month { (&mut here, &mut all_here) } else { (&mut else_, &mut all_else) };
            *sum += states[state as usize];
            *all += there;
        }
    }
    let share = here as f64 / all_here.max(1) as f64;
    Excess { group, state, share, excess: share - else_ as f64 / all_else.max(1) as f64 }
}

/// The machine by name where most of these hours are its own, else the group.
fn who(frame: &Frame<'_>, found: &Excess<'_>, month: usize) -> String {
    let of = |machine| -> i64 {
        let rows = frame.records.iter().filter_map(|record| record.machines.get(machine));
        rows.filter_map(|row| row.state_ms.get(month)).map(|states| states[found.state as usize]).sum()
    };
    let all: i64 = found.group.machines.iter().map(|&machine| of(machine)).sum();
    let most = found.group.machines.iter().max_by_key(|&&machine| of(machine));
    let kind = if found.group.key == "loaders" { "loader" } else { "truck" };
    match most {
        Some(&machine) if of(machine) * 3 >= all * 2 => {
            format!("{kind} {}", frame.scenario.machines[machine].name)
        }
        _ => format!("{kind}s"),
    }
}
