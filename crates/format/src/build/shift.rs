//! Breaks and operators, and what mines and models say of the shift.

use crate::book::Book;
use crate::row::Row;
use iceroad_model::Tables;
use iceroad_model::shift::{
    Break, BreakFor, BreakPlace, Operators, RefuelRule, ShiftChange, ShiftRules, WarmUp,
};

/// In the order of the format's words.
pub(crate) const CHANGES: [ShiftChange; 3] = [ShiftChange::None, ShiftChange::WalkOut, ShiftChange::HotSeat];
pub(crate) const REFUELS: [RefuelRule; 2] = [RefuelRule::WhenLow, RefuelRule::BeforeChange];
pub(crate) const BREAK_FOR: [BreakFor; 3] = [BreakFor::Trucks, BreakFor::Loaders, BreakFor::All];
pub(crate) const BREAK_PLACES: [BreakPlace; 2] = [BreakPlace::InCab, BreakPlace::Park];

pub(super) fn fill(book: &Book, tables: &mut Tables) {
    book.make("breaks.csv", "breaks", crib_break, |one| tables.breaks.push(one));
    book.make("operators.csv", "operators", operators, |people| tables.operators.push(people));
}

pub(super) fn of_mine(row: &Row<'_>) -> Option<ShiftRules> {
    Some(ShiftRules {
        change: row.choice("shift_change", &CHANGES)?,
        change_minutes: row.count("shift_change_min"),
        refuel: row.choice("refuel", &REFUELS)?,
        fuel_places: row.count("fuel_places"),
        idle_below: row.ranged("idle_below_c"),
    })
}

pub(super) fn of_model(row: &Row<'_>) -> Option<WarmUp> {
    Some(WarmUp {
        minutes: row.count("warm_up_min")?,
        below: row.ranged("warm_up_below_c"),
        after: row.ranged("warm_up_after_h")?,
    })
}

fn crib_break(row: &Row<'_>) -> Option<Break> {
    Some(Break {
        mine: row.id("mine")?,
        start: row.time("start")?,
        minutes: row.count("length_min")?,
        groups: row.count("groups")?,
        who: row.choice("who", &BREAK_FOR)?,
        place: row.choice("place", &BREAK_PLACES)?,
    })
}

fn operators(row: &Row<'_>) -> Option<Operators> {
    Some(Operators {
        name: row.name()?,
        mine: row.id("mine")?,
        models: row.ids("models"),
        per_shift: row.count("per_shift")?,
        absence: row.ranged("absence_share")?,
    })
}
