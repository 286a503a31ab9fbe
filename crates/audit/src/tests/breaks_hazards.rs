//! What breaks the rules of damage, inspections, standing and starting.
use super::{Break, Story};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Hours, MeterHours, Share};
use iceroad_model::event::{Event, JobKind, JobNo, MachineState};
use iceroad_model::maintenance::{Hazards, StartFailure};
use iceroad_worlds::example::*;

pub(super) const BREAKS: &[Break] = &[
    ("what has failed or was found gets a job", |s| s.add("found", 23.0, found())),
    ("a failure breaks only what it may", |s| {
        s.add("damaged", 10.0, Event::Damaged { machine: TRUCK_ALDER, subsystem: ALDER_ENGINE });
    }),
    ("a failure breaks what it is sure to break", |s| {
        hazards(s).damages = vec![ALDER_ENGINE];
    }),
    ("an inspection finds only what it looks at", |s| s.add("found", 23.0, found())),
    ("an inspection finds only what shows", |s| {
        inspect(s, 600.0);
        plan(s);
    }),
    ("what was found is mended before its machine leaves the shop, where its parts are there", |s| {
        inspect(s, 1_100.0);
        plan(s);
    }),
    ("an inspection that is sure to finds what shows", |s| inspect(s, 1_100.0)),
    ("a start breaks what it is sure to break", |s| {
        let (chance, after) = (Share::clamped(1.0), Hours::clamped(4.0));
        hazards(s).start = StartFailure { chance, after, curve: None };
        s.state("starts", 40.0, TRUCK_ALDER, MachineState::TravelEmpty);
    }),
];

fn found() -> Event {
    Event::Found { machine: TRUCK_ALDER, subsystem: ALDER_SUSPENSION }
}

/// The suspension is found to fail soon, and is not mended.
fn plan(s: &mut Story) {
    s.add("found", 23.0, found());
    let kind = JobKind::Repair(ALDER_SUSPENSION);
    let (job, machine) = (JobNo(3), TRUCK_ALDER);
    s.add("planned", 23.0, Event::JobOpened { job, machine, workshop: WORKSHOP, kind });
}

/// Of the suspension, which is mended at 13 h and looked at in the service of 23 h.
fn hazards(s: &mut Story) -> &mut Hazards {
    &mut s.tables.subsystems[ALDER_SUSPENSION].hazards
}

/// It lives for 1,000 hours, of which so many show.
fn inspect(s: &mut Story, warning_h: f64) {
    s.tables.subsystems[ALDER_SUSPENSION].life = Law::Constant { value: 1_000.0 };
    hazards(s).warning = MeterHours::clamped(warning_h);
    s.tables.services[ALDER_SERVICE].inspects = vec![ALDER_SUSPENSION];
}
