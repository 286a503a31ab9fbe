//! Why each repair is open: something has failed or was broken by it, or an inspection has found that it will.
//!
//! A planned repair becomes that of a breakdown where its subsystem fails, or is broken, before it is done. A machine is mended where
//! it stands only if all that is broken can be; planned repairs are done in the shop.
use iceroad_base::Table;
use iceroad_model::event::{Event, JobKind, JobNo};
use iceroad_model::maintenance::Place;
use iceroad_model::{MachineId, Scenario, SubsystemId};

/// A repair, open or done.
struct Repair {
    machine: MachineId,
    subsystem: SubsystemId,
    is_planned: bool,
    is_open: bool,
}

pub(crate) struct Repairs<'s> {
    scenario: &'s Scenario,
    /// By job; none of services.
    jobs: Vec<Option<Repair>>,
    /// Repairs that are open, in order.
    open: Vec<usize>,
    /// What has failed, was broken or found, and has no job yet; the last says whether it was found.
    wanted: Vec<(MachineId, SubsystemId, bool)>,
    /// Repairs of a breakdown that are open, and whether any of them needs the shop.
    broken: Table<MachineId, (u32, bool)>,
}

impl<'s> Repairs<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let broken = Table::filled(scenario.machines.len(), (0, false));
        Self { scenario, jobs: Vec::new(), open: Vec::new(), wanted: Vec::new(), broken }
    }

    /// Reads one entry; false where it opens a repair for nothing.
    pub(crate) fn take(&mut self, event: &Event) -> bool {
        match *event {
            Event::Failed { machine, subsystem } | Event::Damaged { machine, subsystem } => {
                self.breaks(machine, subsystem);
            }
            Event::Found { machine, subsystem } => self.wanted.push((machine, subsystem, true)),
            Event::JobOpened { machine, kind: JobKind::Repair(subsystem), .. } => {
                return self.opened(machine, subsystem);
            }
            Event::JobOpened { .. } => self.jobs.push(None),
            Event::JobClosed { job: JobNo(job) } => self.closed(job as usize),
            _ => {}
        }
        true
    }

    fn breaks(&mut self, machine: MachineId, subsystem: SubsystemId) {
        let broken = &mut self.broken[machine];
        broken.0 += 1;
        broken.1 |= self.scenario.subsystems[subsystem].place == Place::Bay;
        let is_it = |row: &Repair| row.is_planned && row.machine == machine && row.subsystem == subsystem;
        let planned = self.open.iter().copied().find(|&job| self.of(job).is_some_and(is_it));
        match planned.and_then(|job| self.jobs[job].as_mut()) {
            Some(planned) => planned.is_planned = false,
            None => self.wanted.push((machine, subsystem, false)),
        }
    }

    fn opened(&mut self, machine: MachineId, subsystem: SubsystemId) -> bool {
        let place = self.wanted.iter().position(|&(of, what, _)| (of, what) == (machine, subsystem));
        let is_planned = place.is_some_and(|place| self.wanted.swap_remove(place).2);
        self.open.push(self.jobs.len());
        self.jobs.push(Some(Repair { machine, subsystem, is_planned, is_open: true }));
        place.is_some()
    }

    fn closed(&mut self, job: usize) {
        self.open.retain(|&other| other != job);
        let Some(Some(row)) = self.jobs.get_mut(job) else { return };
        if !std::mem::take(&mut row.is_open) || row.is_planned {
            return;
        }
        let broken = &mut self.broken[row.machine];
        broken.0 = broken.0.saturating_sub(1);
        broken.1 &= broken.0 > 0;
    }

    /// What has no job yet, though it has failed, was broken or found.
    pub(crate) fn wanted(&self) -> Option<(MachineId, SubsystemId)> {
        self.wanted.first().map(|&(machine, subsystem, _)| (machine, subsystem))
    }

    /// Whether anything of a machine is broken.
    pub(crate) fn is_down(&self, machine: MachineId) -> bool {
        self.broken[machine].0 > 0
    }

    /// What of a machine is broken, by the order in which its jobs were opened.
    pub(crate) fn first_broken(&self, machine: MachineId) -> Option<SubsystemId> {
        let open = self.open.iter().filter_map(|&job| self.of(job));
        open.filter(|row| row.machine == machine && !row.is_planned).map(|row| row.subsystem).next()
    }

    fn of(&self, job: usize) -> Option<&Repair> {
        self.jobs.get(job)?.as_ref()
    }

    /// Whether a job mends what is broken.
    pub(crate) fn is_of_breakdown(&self, job: usize) -> bool {
        self.of(job).is_some_and(|row| !row.is_planned)
    }

    /// Whether a job mends what was found and has not failed.
    pub(crate) fn is_planned(&self, job: usize) -> bool {
        self.of(job).is_some_and(|row| row.is_planned)
    }

    /// Whether a job is done where its machine stands.
    pub(crate) fn is_in_place(&self, job: usize) -> bool {
        self.of(job).is_some_and(|row| !row.is_planned && !self.broken[row.machine].1)
    }
}
