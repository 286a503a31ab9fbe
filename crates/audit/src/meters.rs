//! Hour meters: planned services fall due by them, and are neither done long before nor left undone.
//!
//! The meter runs while a machine works or is delayed. A service falls due at the next whole multiple of its interval above the
//! meter that the scenario starts with, and again an interval after each is done. A machine that is due comes in when its
//! cycle is over. One that is mended in a bay has what falls due soon done with it.
//!
//! Pitfall: how long a cycle takes to its end is not written anywhere. What a machine stands in lines, on the road or at a pump
//! is not counted against it, nor a loader's walk; of the rest a machine has [`SLACK`].
use crate::{Findings, Rules};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Entry, Event, JobKind, JobNo, MachineState, StateClass};
use iceroad_model::fleet::Work;
use iceroad_model::{MachineId, Scenario, ServiceId};

/// How long a machine may go on with its cycle once a service is due (assumed: longer than any cycle).
const SLACK: Span = Span::from_millis(24 * Span::HOUR.millis());
/// What rounding of readings to whole milliseconds may cost.
const HAIR: Span = Span::from_millis(2);

/// A service of a machine.
struct Due {
    machine: MachineId,
    service: ServiceId,
    interval: Span,
    early: Span,
    /// Reading at which it falls due.
    at: Span,
    /// Working time since.
    over: Span,
    /// A job for it is open.
    is_open: bool,
}

pub(crate) struct Meters<'s> {
    scenario: &'s Scenario,
    state: Table<MachineId, (MachineState, Time)>,
    reading: Table<MachineId, Span>,
    dues: Table<MachineId, Vec<Due>>,
    /// Each with whether it took a bay.
    jobs: Vec<(MachineId, JobKind, bool)>,
}

impl<'s> Meters<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let dues = |(id, machine): (MachineId, &iceroad_model::fleet::Machine)| {
            let kept = machine.workshop.is_some();
            let own = scenario.services.entries().filter(|(_, row)| kept && row.model == machine.model);
            own.filter(|(_, row)| row.interval.get() > 0.0)
                .map(|(service, row)| {
                    let (meter, interval) = (machine.meter.get(), row.interval.get());
                    Due {
                        machine: id,
                        service,
                        interval: Span::from_hours(interval),
                        early: Span::from_hours(row.early.get()),
                        at: Span::from_hours(((meter / interval).floor() + 1.0) * interval),
                        over: Span::ZERO,
                        is_open: false,
                    }
                })
                .collect()
        };
        Self {
            scenario,
            state: Table::filled(scenario.machines.len(), (MachineState::Absent, Time::START)),
            reading: scenario.machines.iter().map(|row| Span::from_hours(row.meter.get())).collect(),
            dues: scenario.machines.entries().map(dues).collect(),
            jobs: Vec::new(),
        }
    }

    fn says(&self, due: &Due) -> String {
        let (machine, service) =
            (&self.scenario.machines[due.machine].name, &self.scenario.services[due.service].name);
        format!("{service} of {machine} due at {:.1} h", due.at.hours())
    }

    /// Whether time in a state is the machine's own to end once it is to come in.
    fn is_its_own(&self, machine: MachineId, state: MachineState) -> bool {
        use MachineState::{Dumping, Loading, TravelEmpty, TravelLoaded, WaitTruck};
        let walks =
            matches!(self.scenario.models[self.scenario.machines[machine].model].work, Work::Loader(_));
        matches!(state, Loading | TravelLoaded | Dumping | WaitTruck) || state == TravelEmpty && !walks
    }

    /// Reads the meter on to a time, and says what has been due for too long.
    fn read_on(&mut self, machine: MachineId, at: Time, findings: &mut Findings) {
        let (state, since) = self.state[machine];
        self.state[machine].1 = at;
        if !matches!(state.class(), StateClass::Working | StateClass::Delay) {
            return;
        }
        let before = self.reading[machine];
        self.reading[machine] += at - since;
        if !self.is_its_own(machine, state) {
            return;
        }
        let mut dues = std::mem::take(&mut self.dues[machine]);
        for due in &mut dues {
            due.over += (self.reading[machine] - due.at.max(before)).max(Span::ZERO);
            findings.check(due.over <= SLACK, "a service is not left undone", || {
                format!("{}, at {:.1} h", self.says(due), self.reading[machine].hours())
            });
        }
        self.dues[machine] = dues;
    }

    fn opened(&mut self, at: Time, machine: MachineId, service: ServiceId, findings: &mut Findings) {
        self.read_on(machine, at, findings);
        let reading = self.reading[machine];
        let due = self.dues[machine].iter().find(|due| due.service == service);
        let early = due.is_some_and(|due| reading + due.early + HAIR < due.at);
        findings.check(!early, "a service is not done before its time", || {
            format!("{} at {:.1} h", due.map(|due| self.says(due)).unwrap_or_default(), reading.hours())
        });
        for due in self.dues[machine].iter_mut().filter(|due| due.service == service) {
            due.is_open = true;
        }
    }

    /// A machine has been mended in a bay, and the services that may be done this early with it are open.
    fn mended(&self, machine: MachineId, findings: &mut Findings) {
        let reading = self.reading[machine];
        let mut left =
            self.dues[machine].iter().filter(|due| !due.is_open && reading + due.early >= due.at + HAIR);
        let left = left.next();
        findings.check(left.is_none(), "a service soon due is done with a repair", || {
            format!("{} at {:.1} h", left.map(|due| self.says(due)).unwrap_or_default(), reading.hours())
        });
    }

    fn done(&mut self, machine: MachineId, service: ServiceId) {
        let reading = self.reading[machine];
        for due in self.dues[machine].iter_mut().filter(|due| due.service == service) {
            (due.at, due.over, due.is_open) = (reading + due.interval, Span::ZERO, false);
        }
    }
}

impl Rules for Meters<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        let at = entry.at;
        match entry.event {
            Event::State { machine, state } => {
                self.read_on(machine, at, findings);
                self.state[machine] = (state, at);
            }
            Event::JobOpened { machine, kind, .. } => {
                self.jobs.push((machine, kind, false));
                if let JobKind::Service(service) = kind {
                    self.opened(at, machine, service, findings);
                }
            }
            Event::BayTaken { job: JobNo(job), .. } => {
                if let Some((_, _, in_bay)) = self.jobs.get_mut(job as usize) {
                    *in_bay = true;
                }
            }
            Event::JobClosed { job: JobNo(job) } => match self.jobs.get(job as usize) {
                Some(&(machine, JobKind::Service(service), _)) => self.done(machine, service),
                Some(&(machine, JobKind::Repair(_), true)) => self.mended(machine, findings),
                _ => {}
            },
            _ => {}
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for machine in self.scenario.machines.ids() {
            self.read_on(machine, end, findings);
        }
    }
}
