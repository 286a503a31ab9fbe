//! Breaks and operators, and the columns of mines and models that tell of the shift.

use super::out::Out;
use super::{name_of, names_of, places, word};
use crate::build::shift::{BREAK_FOR, BREAK_PLACES, CHANGES, REFUELS};
use crate::format::words;
use iceroad_model::Tables;
use iceroad_model::shift::{ShiftRules, WarmUp};

pub(super) fn write(tables: &Tables, all: &mut Vec<Out>) {
    let mut breaks = Out::new("breaks.csv");
    for one in &tables.breaks {
        breaks
            .row()
            .cell("mine", name_of!(tables, mines, one.mine))
            .cell("start", places::clock(one.start))
            .cell("length_min", one.minutes)
            .cell("groups", one.groups)
            .cell("who", word(words::BREAK_FOR, &BREAK_FOR, &one.who))
            .cell("place", word(words::BREAK_PLACES, &BREAK_PLACES, &one.place));
    }
    let mut operators = Out::new("operators.csv");
    for people in &tables.operators {
        operators
            .row()
            .cell("name", &people.name)
            .cell("mine", name_of!(tables, mines, people.mine))
            .cell("models", names_of!(tables, models, people.models))
            .cell("per_shift", people.per_shift)
            .ranged("absence_share", people.absence);
    }
    all.push(breaks);
    all.push(operators);
}

/// The cells of a mine's row.
pub(super) fn of_mine(rules: &ShiftRules, out: &mut Out) {
    out.cell("shift_change", word(words::CHANGES, &CHANGES, &rules.change))
        .some("shift_change_min", rules.change_minutes)
        .cell("refuel", word(words::REFUELS, &REFUELS, &rules.refuel))
        .some("fuel_places", rules.fuel_places)
        .some_ranged("idle_below_c", rules.idle_below);
}

/// The cells of a model's row.
pub(super) fn of_model(warm_up: &WarmUp, out: &mut Out) {
    out.cell("warm_up_min", warm_up.minutes)
        .some_ranged("warm_up_below_c", warm_up.below)
        .ranged("warm_up_after_h", warm_up.after);
}
