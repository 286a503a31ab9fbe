//! Loaders that move, crushers that stand, dozers that level: what the log must show of them.
//!
//! A hopper's level is reckoned from what is dumped and from the rate, and stands still while the crusher does.
//! Levelling is not in the log; it follows from the loads, and closes a place in which nobody may begin to dump.
use crate::{Findings, Rules};
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Entry, Event};
use iceroad_model::mine::Crusher;
use iceroad_model::{DumpId, FaceId, MachineId, Scenario};

const MS_PER_H: i128 = 3_600_000;

pub(crate) struct Pit<'s> {
    scenario: &'s Scenario,
    /// The face each loader stands at.
    stands: Table<MachineId, Option<FaceId>>,
    hoppers: Table<DumpId, Hopper>,
}

/// What is in a hopper, kg · ms of an hour, and since when that is so.
#[derive(Clone, Copy)]
struct Hopper {
    level: i128,
    /// What the crusher could have passed on besides, had there been more.
    idle: i128,
    at: Time,
    is_stopped: bool,
}

impl<'s> Pit<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let empty = Hopper { level: 0, idle: 0, at: Time::START, is_stopped: false };
        Self {
            scenario,
            stands: scenario.machines.iter().map(|machine| machine.face).collect(),
            hoppers: Table::filled(scenario.dumps.len(), empty),
        }
    }

    /// The faces a loader digs, in order.
    fn faces_of(&self, loader: MachineId) -> Vec<FaceId> {
        let steps = self.scenario.dig_sequence.iter().filter(|step| step.loader == loader);
        let mut steps: Vec<_> = steps.map(|step| (step.order, step.face)).collect();
        steps.sort_by_key(|step| step.0);
        self.scenario.machines[loader].face.into_iter().chain(steps.into_iter().map(|step| step.1)).collect()
    }

    fn moved(&mut self, loader: MachineId, face: FaceId, findings: &mut Findings) {
        let faces = self.faces_of(loader);
        let place = |of: Option<FaceId>| faces.iter().position(|&known| Some(known) == of);
        let (from, to) = (place(self.stands[loader]), place(Some(face)));
        let goes_on = from.zip(to).is_some_and(|(from, to)| from < to);
        findings.check(goes_on, "a loader moves along its dig sequence", || {
            let name = &self.scenario.machines[loader].name;
            format!("{name} came to {}", self.scenario.faces[face].name)
        });
        self.stands[loader] = Some(face);
    }

    /// Lets a hopper drain up to now.
    fn drain(&mut self, dump: DumpId, at: Time) {
        let Some(crusher) = self.scenario.dumps[dump].crusher else { return };
        let hopper = &mut self.hoppers[dump];
        if !hopper.is_stopped {
            let left = hopper.level - i128::from((at - hopper.at).millis()) * kg_per_h(crusher);
            (hopper.level, hopper.idle) = (left.max(0), (-left).max(0));
        }
        hopper.at = at;
    }

    fn dumped(&mut self, dump: DumpId, mass: Mass, at: Time, findings: &mut Findings) {
        let row = &self.scenario.dumps[dump];
        let Some(crusher) = row.crusher else { return };
        self.drain(dump, at);
        let hopper = &mut self.hoppers[dump];
        hopper.level += i128::from(mass.get()) * MS_PER_H;
        // A load greater than the hopper is dumped once the hopper is empty.
        let most = i128::from(crusher.hopper.max(mass).get()) * MS_PER_H;
        let level = hopper.level;
        findings.check(level <= most, "a hopper holds what is dumped into it", || {
            format!("{}: {} kg of {:?}", row.name, level / MS_PER_H, crusher.hopper)
        });
    }

    fn turned(&mut self, dump: DumpId, stops: bool, at: Time, findings: &mut Findings) {
        let row = &self.scenario.dumps[dump];
        findings.check(row.breaks.is_some(), "a crusher stands only where it may fail", || row.name.clone());
        self.drain(dump, at);
        let hopper = &mut self.hoppers[dump];
        // It may fail as the hopper falls empty, to the millisecond.
        let crushed = row.crusher.is_some_and(|crusher| hopper.idle < kg_per_h(crusher));
        let by_turns = hopper.is_stopped != stops;
        findings.check(by_turns, "a crusher stands and works by turns", || row.name.clone());
        hopper.is_stopped = stops;
        findings.check(crushed || !stops, "a crusher fails while it crushes", || row.name.clone());
    }
}

fn kg_per_h(crusher: Crusher) -> i128 {
    (crusher.rate.get() * 1_000.0).round() as i128
}

impl Rules for Pit<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::LoaderMoved { loader, face } => self.moved(loader, face, findings),
            Event::Loaded { loader, face, .. } => {
                findings.check(
                    self.stands[loader] == Some(face),
                    "a loader digs the face it stands at",
                    || {
                        format!(
                            "{} at {}",
                            self.scenario.machines[loader].name, self.scenario.faces[face].name
                        )
                    },
                );
            }
            Event::Dumped { dump, mass, .. } => self.dumped(dump, mass, entry.at, findings),
            Event::DumpStopped { dump } => self.turned(dump, true, entry.at, findings),
            Event::DumpWorks { dump } => self.turned(dump, false, entry.at, findings),
            _ => {}
        }
    }

    fn end(&mut self, _end: Time, _findings: &mut Findings) {}
}

/// When a dump's places were closed for levelling, as its loads tell.
#[derive(Clone, Default)]
pub(crate) struct Levelling {
    /// Loads since the dozer came last.
    loads: u32,
    /// From when to when, the last ones.
    closed: Vec<(Time, Time)>,
}

impl Levelling {
    /// A load was dumped at a dump with a dozer.
    pub(crate) fn take(&mut self, scenario: &Scenario, dump: DumpId, at: Time) {
        let Some(dozer) = scenario.dumps[dump].dozer else { return };
        let takes = Span::from_millis((dozer.takes.get() * 1_000.0).round() as i64);
        // What fell due while the dozer worked it went on with.
        while self.loads >= dozer.every {
            match self.closed.last() {
                Some(&(_, end)) if end < at => self.close(end, takes, dozer.every),
                _ => break,
            }
        }
        self.loads += 1;
        let is_free = self.closed.last().is_none_or(|&(_, end)| end < at);
        if is_free && self.loads >= dozer.every {
            self.close(at, takes, dozer.every);
        }
    }

    fn close(&mut self, from: Time, takes: Span, every: u32) {
        self.loads -= every;
        self.closed.push((from, from + takes));
        if self.closed.len() > 128 {
            self.closed.drain(..64);
        }
    }

    /// Whether a place was closed for who began to dump then.
    pub(crate) fn is_closed(&self, at: Time) -> bool {
        self.closed.iter().any(|&(from, end)| from <= at && at < end)
    }
}
