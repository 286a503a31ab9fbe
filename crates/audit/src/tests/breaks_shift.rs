//! What breaks the rules of the shift. The story has none of it: each of these writes the rows it breaks.
use super::{Break, Story};
use iceroad_base::civil::TimeOfDay;
use iceroad_base::quantity::{Celsius, Hours, Share, Volume};
use iceroad_model::event::*;
use iceroad_model::roads::{Closure, ClosureReason};
use iceroad_model::shift::{Break as CribBreak, BreakFor, BreakPlace, Operators, ShiftChange, WarmUp};
use iceroad_model::{FaceId, ModelId};
use iceroad_worlds::example::*;

fn clock(hour: i8) -> TimeOfDay {
    TimeOfDay::constant(hour, 0, 0, 0)
}

/// Half an hour for loaders at an hour of the day.
fn has_break(s: &mut Story, hour: i8) {
    s.tables.breaks.push(CribBreak {
        mine: MINE,
        start: clock(hour),
        minutes: 30,
        groups: 1,
        who: BreakFor::Loaders,
        place: BreakPlace::InCab,
    });
}

/// The mine works round the clock in two shifts that touch at 08:00 and 20:00.
fn changes(s: &mut Story, change: ShiftChange) {
    let shifts = &mut s.tables.calendars[TWO_SHIFTS].shifts;
    shifts.truncate(2);
    (shifts[0].start, shifts[0].end) = (clock(8), clock(20));
    (shifts[1].start, shifts[1].end) = (clock(20), clock(8));
    let rules = &mut s.tables.mines[MINE].shift;
    rules.change = change;
    rules.change_minutes = (change != ShiftChange::None).then_some(10);
}

fn warms_up(s: &mut Story) {
    let machine = &s.tables.machines[LOADER_ORE];
    s.tables.models[machine.model].warm_up =
        WarmUp { minutes: 20, below: Some(Celsius::clamped(-20.0)), after: Hours::clamped(2.0) };
}

/// Whoever may operate every model of the mine.
fn has_people(s: &mut Story, per_shift: u16, absence: f64) {
    let mut models: Vec<ModelId> = s.tables.machines.iter().map(|one| one.model).collect();
    models.sort_unstable();
    models.dedup();
    let absence = Share::clamped(absence);
    s.tables.operators.push(Operators { name: "all".into(), mine: MINE, models, per_shift, absence });
}

fn closes(s: &mut Story, face: Option<FaceId>, from: i8, to: i8) {
    s.tables.closures.push(Closure {
        mine: MINE,
        segment: None,
        face,
        reason: ClosureReason::Blast,
        first_day: None,
        last_day: None,
        weekdays: [true; 7],
        start: clock(from),
        end: clock(to),
    });
}

pub(super) const BREAKS: &[Break] = &[
    ("a break is begun once it has fallen due", |s| {
        has_break(s, 12);
        s.state("early", 600.0 + 11.0, LOADER_ORE, MachineState::Break);
        s.state("works", 600.0 + 11.5, LOADER_ORE, MachineState::OffShift);
    }),
    ("a break is begun once it has fallen due", |s| {
        // The second in a row is nobody's.
        has_break(s, 12);
        s.state("first", 600.0 + 12.0, LOADER_ORE, MachineState::Break);
        s.state("between", 600.0 + 12.5, LOADER_ORE, MachineState::OffShift);
        s.state("second", 600.0 + 13.0, LOADER_ORE, MachineState::Break);
        s.state("works", 600.0 + 13.5, LOADER_ORE, MachineState::OffShift);
    }),
    ("a break lasts as long as it is written", |s| {
        has_break(s, 12);
        s.state("crib", 600.0 + 12.0, LOADER_ORE, MachineState::Break);
        s.state("works", 600.0 + 12.6, LOADER_ORE, MachineState::OffShift);
    }),
    ("who stands idle takes a break when it falls due", |s| {
        has_break(s, 12);
        s.state("waits", 600.0 + 11.9, LOADER_ORE, MachineState::WaitTruck);
        s.state("parks", 600.0 + 12.1, LOADER_ORE, MachineState::OffShift);
    }),
    ("who stands idle takes a break when it falls due", |s| {
        has_break(s, 12);
        s.state("idles", 700.0, LOADER_ORE, MachineState::NoWork);
    }),
    ("crews change where one shift hands over to the next", |s| {
        // As long as it is written, but nobody walks out or comes.
        changes(s, ShiftChange::None);
        s.state("change", 600.0 + 20.0, LOADER_ORE, MachineState::ShiftChange);
    }),
    ("crews change where one shift hands over to the next", |s| {
        // Twice in one shift.
        changes(s, ShiftChange::HotSeat);
        s.state("change", 600.0 + 20.0, LOADER_ORE, MachineState::ShiftChange);
        s.state("works", 600.0 + 20.0 + 1.0 / 6.0, LOADER_ORE, MachineState::OffShift);
        s.state("again", 600.0 + 21.0, LOADER_ORE, MachineState::ShiftChange);
    }),
    ("a change of crews lasts as long as it is written", |s| {
        changes(s, ShiftChange::HotSeat);
        s.state("change", 600.0 + 20.0, LOADER_ORE, MachineState::ShiftChange);
        s.state("works", 600.0 + 20.1, LOADER_ORE, MachineState::OffShift);
    }),
    ("a loader that waits changes crews when the shift does", |s| {
        changes(s, ShiftChange::HotSeat);
        s.state("waits", 600.0 + 19.9, LOADER_ORE, MachineState::WaitTruck);
        s.state("parks", 600.0 + 20.1, LOADER_ORE, MachineState::OffShift);
    }),
    ("an engine warms up after it was off", |s| {
        warms_up(s);
        s.state("warms", 600.0, LOADER_ORE, MachineState::WaitTruck);
        s.state("again", 601.0, LOADER_ORE, MachineState::WarmUp);
        s.state("parks", 601.0 + 1.0 / 3.0, LOADER_ORE, MachineState::OffShift);
    }),
    ("an engine warms up after it was off", |s| {
        // Nothing is written of it.
        s.state("warms", 600.0, LOADER_ORE, MachineState::WarmUp);
    }),
    ("a warm-up lasts as long as it is written", |s| {
        warms_up(s);
        s.state("warms", 600.0, LOADER_ORE, MachineState::WarmUp);
        s.state("parks", 600.5, LOADER_ORE, MachineState::OffShift);
    }),
    ("a machine wants an operator only where they are counted", |s| {
        s.state("wants", 600.0, LOADER_ORE, MachineState::NoOperator);
    }),
    ("no more machines work than people may operate", |s| has_people(s, 2, 0.5)),
    ("nobody is wanting where nobody is absent", |s| {
        has_people(s, 9, 0.0);
        s.state("wants", 600.0, LOADER_ORE, MachineState::NoOperator);
    }),
    ("no load is begun where a closure has cleared all", |s| closes(s, None, 8, 10)),
    ("no load is begun where a closure has cleared all", |s| closes(s, Some(FACE_ORE), 8, 10)),
    ("machines stand down for a blast while one is on", |s| {
        closes(s, None, 12, 13);
        s.state("clears", 600.0 + 12.5, TRUCK_ALDER, MachineState::BlastStandDown);
        s.state("stays", 600.0 + 13.1, TRUCK_ALDER, MachineState::OffShift);
    }),
    ("machines stand down for a blast while one is on", |s| {
        // A truck is of no face.
        closes(s, Some(FACE_ORE), 12, 13);
        s.state("clears", 600.0 + 12.5, TRUCK_ALDER, MachineState::BlastStandDown);
        s.state("stays", 600.0 + 13.0, TRUCK_ALDER, MachineState::OffShift);
    }),
    ("no more trucks refuel than there are pumps", |s| {
        s.tables.mines[MINE].shift.fuel_places = Some(1);
        s.after("fuel.tanked", "other", Event::Refuelled { machine: TRUCK_BIRCH, fuel: Volume(100) });
    }),
];
