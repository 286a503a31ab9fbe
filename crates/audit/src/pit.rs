//! Loaders that move, crushers that stand, dozers that level: what the log must show of them.
//!
//! A hopper's level is reckoned from what is dumped and from the rate, and stands still while the crusher does.
//! Levelling is not in the log; it follows from the loads, and closes a place in which nobody may begin to dump. A loader leaves
//! a face for the next once it is dug out, but for the loads that others at the face may still have been at.
use crate::{Findings, Rules};
use iceroad_base::quantity::{Mass, Ranged};
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Entry, Event};
use iceroad_model::mine::Crusher;
use iceroad_model::{DumpId, FaceId, MachineId, Scenario};

const MS_PER_H: i128 = 3_600_000;
/// The greatest load over the rated payload.
const MOST_LOAD: f64 = 1.2;
/// What rounding may cost, hours.
const HAIR: f64 = 1e-6;

pub(crate) struct Pit<'s> {
    scenario: &'s Scenario,
    /// The face each loader stands at.
    stands: Table<MachineId, Option<FaceId>>,
    hoppers: Table<DumpId, Hopper>,
    /// What was dug at each face.
    dug: Table<FaceId, Mass>,
}

/// What is in a hopper, kg · ms of an hour, and since when that is so.
#[derive(Clone, Copy)]
struct Hopper {
    level: i128,
    /// What the crusher could have passed on besides, had there been more.
    idle: i128,
    at: Time,
    is_stopped: bool,
    stopped_at: Time,
}

impl<'s> Pit<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let empty = Hopper { level: 0, idle: 0, at: Time::START, is_stopped: false, stopped_at: Time::START };
        Self {
            scenario,
            stands: scenario.machines.iter().map(|machine| machine.face).collect(),
            hoppers: Table::filled(scenario.dumps.len(), empty),
            dug: Table::filled(scenario.faces.len(), Mass::ZERO),
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
        if let Some(left) = self.stands[loader] {
            self.judge_left(loader, left, findings);
        }
        self.stands[loader] = Some(face);
    }

    /// What is left of a face that a loader has gone from; of a heap it may have grown since.
    fn judge_left(&self, loader: MachineId, face: FaceId, findings: &mut Findings) {
        let row = &self.scenario.faces[face];
        let Some(available) = row.available.filter(|_| row.stockpile.is_none()) else { return };
        let others = self.stands.entries().filter(|&(one, at)| one != loader && *at == Some(face)).count();
        let payloads =
            self.scenario.models.iter().filter_map(|model| model.truck()).map(|truck| truck.payload);
        let most = payloads.max().unwrap_or(Mass::ZERO).scaled(MOST_LOAD) * others as i64;
        let left = available - self.dug[face];
        findings.check(left <= most, "a loader leaves a face once it is dug out", || {
            format!("{}: {left:?} is left of {}", self.scenario.machines[loader].name, row.name)
        });
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
        if let Some(breaks) = row.breaks.filter(|_| !stops && by_turns) {
            let hours = (at - hopper.stopped_at).hours();
            let short = hours < breaks.repair.quantile(0.0) - HAIR;
            let long = hours > breaks.repair.quantile(1.0) + HAIR;
            findings.check(!(short || long), "a crusher is mended in the hours of its law", || {
                format!("{}: {hours:.3} h", row.name)
            });
        }
        (hopper.is_stopped, hopper.stopped_at) = (stops, at);
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
            Event::Loaded { loader, face, mass, .. } => {
                self.dug[face] += mass;
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
