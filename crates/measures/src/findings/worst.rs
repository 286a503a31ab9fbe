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
use crate::words;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::RunRecord;
use iceroad_words::say;

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
    let plan = of_plan.map_or(String::new(), |share| say!("worst-plan", share = percent(share)));
    let mut text =
        say!("worst-month", month = frame.month_label(month), t = tonnes_text(tonnes), plan = plan);
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
    let (who, share) = who(frame, &found, month);
    Some(say!("worst-cause", who = who, what = words::state(found.state), share = share))
}

/// The state that takes most more than in other months; none where none takes enough more.
fn largest<'g>(
    frame: &Frame<'_>,
    group: &'g Group,
    month: usize,
    takes: fn(MachineState) -> bool,
) -> Option<Excess<'g>> {
    let (mut here, mut elsewhere) = ([0; MachineState::COUNT], [0; MachineState::COUNT]);
    for (at, states) in
        frame.records.iter().flat_map(|record| group.months_ms(record).into_iter().enumerate())
    {
        let sums = if at == month { &mut here } else { &mut elsewhere };
        sums.iter_mut().zip(states).for_each(|(sum, ms)| *sum += ms);
    }
    let states = MachineState::ALL.iter().copied().filter(|&state| takes(state));
    let all = states.map(|state| {
        let share = share_of(&here, state);
        Excess { group, state, share, excess: share - share_of(&elsewhere, state) }
    });
    all.max_by(|a, b| a.excess.total_cmp(&b.excess)).filter(|one| one.excess >= LEAST_EXCESS)
}

/// The share of a state in the time that machines were in the fleet.
fn share_of(states: &[i64; MachineState::COUNT], state: MachineState) -> f64 {
    let there = states.iter().sum::<i64>() - states[MachineState::Absent as usize];
    states[state as usize] as f64 / there.max(1) as f64
}

/// The machine by name where most of these hours are its own, with the share of its own hours; else the group and the share of
/// all its hours.
fn who(frame: &Frame<'_>, found: &Excess<'_>, month: usize) -> (String, String) {
    let hours = |machine| -> (i64, i64) {
        let rows = frame.records.iter().filter_map(|record| record.machines.get(machine));
        let months = rows.filter_map(|row| row.state_ms.get(month).copied());
        months.fold((0, 0), |(in_state, all), states| {
            let there = states.iter().sum::<i64>() - states[MachineState::Absent as usize];
            (in_state + states[found.state as usize], all + there)
        })
    };
    let all: i64 = found.group.machines.iter().map(|&machine| hours(machine).0).sum();
    let most = found.group.machines.iter().map(|&machine| (machine, hours(machine)));
    let most = most.reduce(|most, one| if one.1.0 > most.1.0 { one } else { most });
    let is_loader = found.group.key == "loaders";
    match most {
        Some((machine, (of, own))) if of * 3 >= all * 2 => (
            say!(
                if is_loader { "worst-loader" } else { "worst-truck" },
                name = frame.scenario.machines[machine].name
            ),
            say!("worst-own", share = percent(of as f64 / own.max(1) as f64)),
        ),
        _ => (
            say!(if is_loader { "worst-loaders" } else { "worst-trucks" }),
            say!("worst-all", share = percent(found.share)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::production::moved;
    use iceroad_model::record::{MachineRecord, TonnesCell};
    use iceroad_model::{MachineId, Scenario};
    use iceroad_worlds::example::{self, CRUSHER, LOADER_ORE, ORE};

    const HOUR_MS: i64 = 3_600_000;
    const DECEMBER: usize = 5;

    /// A year of 700 hours a month, of which trucks queue fifty and loaders are in repair twenty. In December these wait so many
    /// hours for a part, the loader at the ore the first of them; trucks then queue for the ore loader's hours.
    fn year(scenario: &Scenario, ore_loader: i64, other: i64) -> RunRecord {
        let row = |machine: MachineId| {
            let is_loader = scenario.models[scenario.machines[machine].model].truck().is_none();
            let months = (0..12).map(|month| {
                let mut states = [0; MachineState::COUNT];
                let (usual, usually) =
                    if is_loader { (MachineState::Repair, 20) } else { (MachineState::QueueLoad, 50) };
                let (state, hours) = match (is_loader, month == DECEMBER) {
                    (true, true) => {
                        (MachineState::WaitPart, if machine == LOADER_ORE { ore_loader } else { other })
                    }
                    (false, true) => (MachineState::QueueLoad, ore_loader.max(50)),
                    _ => (usual, usually),
                };
                states[state as usize] = hours * HOUR_MS;
                states[MachineState::Loading as usize] = (700 - hours) * HOUR_MS;
                states
            });
            MachineRecord { state_ms: months.collect(), ..MachineRecord::default() }
        };
        let machines = scenario.machines.ids().map(row).collect();
        let mass_kg = |month| if usize::from(month) == DECEMBER { 10_000 } else { 90_000_000 };
        let cell = |month: u16| TonnesCell {
            dump: CRUSHER,
            material: ORE,
            month,
            mass_kg: mass_kg(month),
            loads: 1,
        };
        RunRecord { machines, tonnes: (0..12).map(cell).collect(), ..RunRecord::default() }
    }

    fn told(ore_loader: i64, other: i64) -> String {
        let mut tables = example::small();
        tables.plan.clear();
        let scenario = Scenario::new(tables).expect("a mine needs no plan");
        let records = vec![year(&scenario, ore_loader, other); 3];
        let frame = Frame::new(&scenario, &records);
        worst_month(&frame, &moved(&frame)).expect("December is far behind")
    }

    #[test]
    fn a_loader_that_is_down_is_the_cause_and_not_the_trucks_that_queue_for_it() {
        let name = example::small().machines[LOADER_ORE].name.clone();
        let words = MachineState::WaitPart.words();
        assert_eq!(
            told(630, 0),
            format!("the worst month is Dec 2026 with 10 t: loader {name} {words} for 90 % of its hours")
        );
        // Both of them down: nobody by name, and the share of both.
        assert_eq!(
            told(630, 560),
            format!("the worst month is Dec 2026 with 10 t: loaders {words} for 85 % of the hours")
        );
    }
}
