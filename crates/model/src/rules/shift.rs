//! Breaks, changes of shift, operators, pumps and cold engines.
use super::{Faults, Rule, World};
use crate::calendar::{Shift, WorkCalendar};
use crate::fault::Code;
use crate::ids::*;
use crate::shift::{Break, RefuelRule, ShiftChange};
use iceroad_base::civil::TimeOfDay;
use iceroad_base::quantity::Ranged;
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] = &[
    a_change_takes_time,
    refuelling_needs_a_fuel_point,
    break_lasts_and_has_a_group,
    break_lies_within_a_shift,
    warm_up_is_told_in_full,
    operators_operate_what_there_is,
    somebody_may_operate_a_machine,
];

fn a_change_takes_time(world: &World<'_>, faults: &mut Faults) {
    for (row, mine) in world.tables.mines.iter().enumerate() {
        let rules = &mine.shift;
        match (rules.change, rules.change_minutes) {
            (ShiftChange::WalkOut | ShiftChange::HotSeat, None | Some(0)) => faults.add(
                Code::ValueAlone,
                ("mines", row, "shift_change"),
                format!("a change of shift at `{}` without its time", mine.name),
                "`shift_change_min` beside it",
                "say how long a machine stands for a change of crews",
            ),
            (ShiftChange::None, Some(minutes)) => faults.add(
                Code::ValueSurplus,
                ("mines", row, "shift_change_min"),
                format!("{minutes} min"),
                "nothing, as crews change without loss of time",
                "write `walk_out` or `hot_seat` in `shift_change`, or clear the cell",
            ),
            _ => {}
        }
    }
}

fn refuelling_needs_a_fuel_point(world: &World<'_>, faults: &mut Faults) {
    for (row, mine) in world.tables.mines.iter().enumerate() {
        if mine.fuel_point.is_some() {
            continue;
        }
        let rules = &mine.shift;
        let mut surplus = |column, value: String| {
            faults.add(
                Code::ValueSurplus,
                ("mines", row, column),
                value,
                "nothing, as the mine has no fuel point",
                format!("give `{}` a `fuel_point`, or clear the cell", mine.name),
            );
        };
        if rules.refuel != RefuelRule::WhenLow {
            surplus("refuel", "`before_change`".into());
        }
        if let Some(places) = rules.fuel_places {
            surplus("fuel_places", places.to_string());
        }
    }
}

fn break_lasts_and_has_a_group(world: &World<'_>, faults: &mut Faults) {
    for (row, one) in world.tables.breaks.iter().enumerate() {
        let mut low = |column, expected: &str| {
            faults.add(
                Code::OutOfRange,
                ("breaks", row, column),
                0,
                expected,
                "say more than nothing, or take the row out",
            );
        };
        if one.minutes == 0 {
            low("length_min", "at least 1 min");
        }
        if one.groups == 0 {
            low("groups", "at least 1");
        }
    }
}

/// Seconds from one reading of the clock to the next time it reads the other; a whole day where they are equal.
fn seconds_until(from: TimeOfDay, to: TimeOfDay) -> i64 {
    let of_day = |time: TimeOfDay| {
        (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second())
    };
    let seconds = (of_day(to) - of_day(from)).rem_euclid(86_400);
    if seconds == 0 { 86_400 } else { seconds }
}

/// How long a shift still lasts at a reading of the clock; none where it is not on then.
fn left_of(shift: &Shift, at: TimeOfDay) -> Option<i64> {
    let gone = seconds_until(shift.start, at) % 86_400;
    let lasts = seconds_until(shift.start, shift.end);
    (gone < lasts).then_some(lasts - gone)
}

/// How long the longest shift that is on at a reading of the clock still lasts, s; none where none is.
fn work_from(calendar: &WorkCalendar, at: TimeOfDay) -> Option<i64> {
    calendar.shifts.iter().filter_map(|shift| left_of(shift, at)).max()
}

fn break_lies_within_a_shift(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, one) in t.breaks.iter().enumerate() {
        let calendar = &t.calendars[t.mines[one.mine].calendar];
        let clock = format!("{:02}:{:02}", one.start.hour(), one.start.minute());
        match work_from(calendar, one.start) {
            None => faults.add(
                Code::BreakOutsideShift,
                ("breaks", row, "start"),
                clock,
                format!("a time at which a shift of `{}` is on", calendar.name),
                "nobody has this break: change `start`, or the shifts in calendars.csv",
            ),
            Some(left) if span_of(one) > left => faults.add(
                Code::BreakOutlastsShift,
                ("breaks", row, "length_min"),
                format!("{} min in {} groups from {clock}", one.minutes, one.groups),
                format!("{} min in all at most, until the shift ends", left / 60),
                "the last have less of it, or none: begin it earlier, shorten it, or make fewer groups",
            ),
            Some(_) => {}
        }
    }
}

/// From the first group's beginning to the last one's end, s.
fn span_of(one: &Break) -> i64 {
    i64::from(one.minutes) * i64::from(one.groups) * 60
}

fn warm_up_is_told_in_full(world: &World<'_>, faults: &mut Faults) {
    for (id, model) in world.tables.models.entries() {
        let warm_up = &model.warm_up;
        match warm_up.below {
            None if warm_up.minutes > 0 => faults.add(
                Code::ValueAlone,
                world.model(id, "warm_up_min"),
                format!("{} min", warm_up.minutes),
                "`warm_up_below_c` beside it",
                "say below which temperature the engine of this model is warmed up",
            ),
            Some(below) if warm_up.minutes == 0 => faults.add(
                Code::ValueSurplus,
                world.model(id, "warm_up_below_c"),
                below.get(),
                "nothing, as a warm-up takes no time",
                "say how long it takes in `warm_up_min`, or clear the cell",
            ),
            _ => {}
        }
    }
}

fn operators_operate_what_there_is(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let there: BTreeSet<(MineId, ModelId)> =
        t.machines.iter().map(|machine| (machine.mine, machine.model)).collect();
    for (row, people) in t.operators.iter().enumerate() {
        if people.models.is_empty() {
            faults.add(
                Code::ValueMissing,
                ("operators", row, "models"),
                format!("`{}` may operate nothing", people.name),
                "at least one model",
                "name the models that each of them may operate, between semicolons",
            );
        }
        for &model in people.models.iter().filter(|&&model| !there.contains(&(people.mine, model))) {
            faults.add(
                Code::OperatorsOfAbsentModel,
                ("operators", row, "models"),
                format!("`{}`", t.models[model].name),
                format!("a model of which `{}` has a machine", t.mines[people.mine].name),
                "take it out of the list, or put a machine of it into machines.csv",
            );
        }
    }
}

/// A mine that names operators names some for each of its machines.
fn somebody_may_operate_a_machine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let named: BTreeSet<MineId> = t.operators.iter().map(|people| people.mine).collect();
    let able: BTreeSet<(MineId, ModelId)> = t
        .operators
        .iter()
        .filter(|people| people.per_shift > 0)
        .flat_map(|people| people.models.iter().map(|&model| (people.mine, model)))
        .collect();
    let mut told = BTreeSet::new();
    for (id, machine) in t.machines.entries() {
        let pair = (machine.mine, machine.model);
        if !named.contains(&machine.mine) || able.contains(&pair) || !told.insert(pair) {
            continue;
        }
        faults.add(
            Code::NobodyOperates,
            ("machines", id.0 as usize, "model"),
            format!("`{}`", t.models[machine.model].name),
            format!(
                "a row of operators.csv of `{}` with this model and somebody on shift",
                t.mines[machine.mine].name
            ),
            "all machines of the model stand without an operator: add the model to some row's `models`",
        );
    }
}
