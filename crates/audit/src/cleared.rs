//! Faces and mines cleared by calendar: nothing is loaded there meanwhile, and machines stand down for a blast only
//! while one is on.
use crate::{Findings, Rules};
use iceroad_base::{Table, Time};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::roads::{Closure, ClosureReason};
use iceroad_model::{FaceId, MachineId, MineId, Scenario};

pub(crate) struct Cleared<'s> {
    scenario: &'s Scenario,
    windows: Vec<Window>,
    /// The face each loader stands at; none for trucks.
    face: Table<MachineId, Option<FaceId>>,
    state: Table<MachineId, (MachineState, Time)>,
}

/// One time a closure is on.
struct Window {
    mine: MineId,
    /// None: all of the mine.
    face: Option<FaceId>,
    blast: bool,
    from: Time,
    to: Time,
}

impl<'s> Cleared<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let machines = scenario.machines.iter();
        let face = machines.map(|one| one.face.filter(|_| scenario.models[one.model].loader().is_some()));
        let cleared = scenario.closures.iter().filter(|one| one.segment.is_none());
        Self {
            scenario,
            windows: cleared.flat_map(|one| windows(scenario, one)).collect(),
            face: face.collect(),
            state: Table::filled(scenario.machines.len(), (MachineState::Absent, Time::START)),
        }
    }

    /// What clears a face, or all of the mine, at a time.
    fn on(&self, mine: MineId, face: Option<FaceId>, at: Time) -> impl Iterator<Item = &Window> {
        self.windows.iter().filter(move |one| {
            one.mine == mine && one.face.is_none_or(|of| Some(of) == face) && one.from <= at && at < one.to
        })
    }

    fn loaded(&self, truck: MachineId, face: FaceId, findings: &mut Findings) {
        let (state, since) = self.state[truck];
        let machine = &self.scenario.machines[truck];
        let cleared =
            state == MachineState::Loading && self.on(machine.mine, Some(face), since).next().is_some();
        findings.check(!cleared, "no load is begun where a closure has cleared all", || {
            format!("{} from {since:?}", machine.name)
        });
    }

    /// A machine has stood down for a blast up to now.
    fn stood(&self, machine: MachineId, until: Time, findings: &mut Findings) {
        let (state, since) = self.state[machine];
        if state != MachineState::BlastStandDown {
            return;
        }
        let row = &self.scenario.machines[machine];
        let mut covered = since;
        while covered < until {
            let blasts = self.on(row.mine, self.face[machine], covered).filter(|one| one.blast);
            let Some(to) = blasts.map(|one| one.to).max() else { break };
            covered = to;
        }
        findings.check(covered >= until, "machines stand down for a blast while one is on", || {
            format!("{} from {since:?}", row.name)
        });
    }
}

/// Every time a closure is on within the horizon.
fn windows(scenario: &Scenario, one: &Closure) -> Vec<Window> {
    let clock = scenario.clock(&scenario.calendars[scenario.mines[one.mine].calendar].zone);
    let end = scenario.horizon().end();
    let days = clock.day_index(Time::START) - 1..=clock.day_index(end);
    let begins = days.filter(|&day| one.begins_on(clock.date_of_day(day)));
    let window = |day: i64| {
        let over_midnight = one.end <= one.start;
        Window {
            mine: one.mine,
            face: one.face,
            blast: one.reason == ClosureReason::Blast,
            from: clock.at(clock.date_of_day(day), one.start),
            to: clock.at(clock.date_of_day(day + i64::from(over_midnight)), one.end),
        }
    };
    begins.map(window).collect()
}

impl Rules for Cleared<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::State { machine, state } => {
                self.stood(machine, entry.at, findings);
                self.state[machine] = (state, entry.at);
            }
            Event::LoaderMoved { loader, face } => {
                self.stood(loader, entry.at, findings);
                self.face[loader] = Some(face);
            }
            Event::Loaded { truck, face, .. } => self.loaded(truck, face, findings),
            _ => {}
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for machine in self.scenario.machines.ids() {
            self.stood(machine, end, findings);
        }
    }
}
