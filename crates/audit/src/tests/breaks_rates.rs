//! What breaks the rules of logs that tell sums.
use super::{Break, Story};
use iceroad_base::Span;
use iceroad_base::quantity::Mass;
use iceroad_model::event::*;
use iceroad_model::{DumpId, MachineId, MaterialId};
use iceroad_worlds::example::*;

pub(super) const BREAKS: &[Break] = &[
    ("what is hauled goes where it may", |s| haul(s, (SPOIL, ORE), 28.0, 28.0)),
    ("what is hauled is dug at the loader's face", |s| haul(s, (CRUSHER, WASTE), 28.0, 28.0)),
    ("loads told in sums fit the trucks", |s| haul(s, (CRUSHER, ORE), 280.0, 280.0)),
    ("trucks carry what loaders send", |s| haul(s, (CRUSHER, ORE), 28.0, 29.0)),
    ("all that loaders send is carried", |s| haul(s, (CRUSHER, ORE), 28.0, 27.0)),
    ("no more time is told again than was booked", |s| {
        let booked = MachineState::Dumping;
        let span = Span::from_hours(1.0);
        let spent = Event::Spent { machine: TRUCK_ALDER, booked, state: MachineState::QueueDump, span };
        s.add("spent", 600.0, spent);
    }),
];

/// One load of the ore loader in sums, of so many tonnes by the loader and so many by the truck.
fn haul(s: &mut Story, way: (DumpId, MaterialId), sent: f64, carried: f64) {
    haul_by(s, LOADER_ORE, way, sent, carried);
}

fn haul_by(
    s: &mut Story,
    loader: MachineId,
    (dump, material): (DumpId, MaterialId),
    sent: f64,
    carried: f64,
) {
    let (mass, loads) = (Mass::from_tonnes(sent), 1);
    s.add("hauled", 600.0, Event::Hauled { loader, dump, material, loads, mass });
    let mass = Mass::from_tonnes(carried);
    s.add("carried", 600.0, Event::Carried { truck: TRUCK_ALDER, loads, mass });
}

#[test]
fn sums_that_add_up_are_found_right() {
    let mut story = Story::new();
    haul_by(&mut story, LOADER_WASTE, (SPOIL, WASTE), 28.0, 28.0);
    let span = Span::from_hours(0.01);
    let booked = MachineState::TravelEmpty;
    story.add(
        "spent",
        600.0,
        Event::Spent { machine: TRUCK_ALDER, booked, state: MachineState::QueueDump, span },
    );
    let found = story.judge();
    assert!(found.is_empty(), "{}", found.iter().map(|one| format!("{one}\n")).collect::<String>());
}
