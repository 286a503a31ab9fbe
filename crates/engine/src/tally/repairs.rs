//! What failed, what it cost, and who worked on it.
//!
//! Time down is booked to one subsystem at a time: to what failed, and from the beginning of work on another repair of the same time down
//! to that. A planned repair, of what was found before it failed, is booked to none, as a service is; so hours down over failures
//! are those of failures.
use super::{Job, Tally};
use iceroad_base::Time;
use iceroad_model::event::JobKind;
use iceroad_model::{GroupId, MachineId, SubsystemId};

impl Tally<'_> {
    pub(super) fn failed(&mut self, machine: MachineId, subsystem: SubsystemId) {
        self.machines[machine].failures += 1;
        self.broken(machine, subsystem);
        self.clocks[machine].down_for = Some(subsystem);
    }

    /// A subsystem has failed or was broken by what has; its repair, if it was planned, is that of a breakdown now.
    pub(super) fn broken(&mut self, machine: MachineId, subsystem: SubsystemId) {
        self.subsystems[subsystem].failures += 1;
        let kind = JobKind::Repair(subsystem);
        for job in self.jobs.values_mut().filter(|job| job.is_planned) {
            job.is_planned = (job.machine, job.kind) != (machine, kind);
        }
    }

    pub(super) fn job_opened(&mut self, job: u32, machine: MachineId, kind: JobKind) {
        let is_found =
            |&mut (of, found): &mut (MachineId, SubsystemId)| (of, JobKind::Repair(found)) == (machine, kind);
        let is_planned = self.found.take_if(is_found).is_some();
        self.jobs.insert(job, Job { machine, kind, is_planned, bay: None, work: None });
    }

    pub(super) fn work_started(&mut self, at: Time, job: u32, (group, technicians): (GroupId, u16)) {
        let Some(job) = self.jobs.get_mut(&job) else { return };
        job.work = Some((group, technicians, at));
        let &mut Job { machine, kind, is_planned, .. } = job;
        if let JobKind::Repair(subsystem) = kind {
            self.down_for(at, machine, (!is_planned).then_some(subsystem));
        }
    }

    pub(super) fn work_ended(&mut self, at: Time, job: u32) {
        if let Some((group, technicians, since)) = self.jobs.get_mut(&job).and_then(|job| job.work.take()) {
            let ms = (at - since).millis() * i64::from(technicians);
            self.record.groups[group].working_ms += ms;
        }
    }

    pub(super) fn bay_freed(&mut self, at: Time, job: u32) {
        if let Some((bay, since)) = self.jobs.get_mut(&job).and_then(|job| job.bay.take()) {
            self.record.bays[bay].taken_ms += (at - since).millis();
        }
    }

    pub(super) fn job_closed(&mut self, at: Time, job: u32) {
        self.work_ended(at, job);
        self.bay_freed(at, job);
        let Some(Job { machine, kind, is_planned, .. }) = self.jobs.remove(&job) else { return };
        match kind {
            JobKind::Service(_) => self.machines[machine].services += 1,
            JobKind::Repair(subsystem) => {
                self.subsystems[subsystem].planned += u32::from(is_planned);
                let next = self.next_broken(machine);
                self.down_for(at, machine, next);
            }
        }
    }

    /// What else of a machine is broken.
    fn next_broken(&self, machine: MachineId) -> Option<SubsystemId> {
        let mut open = self.jobs.values().filter(|job| job.machine == machine && !job.is_planned);
        open.find_map(|job| if let JobKind::Repair(subsystem) = job.kind { Some(subsystem) } else { None })
    }

    /// From now on a machine is down for this; its time until now is booked to what it was down for before.
    fn down_for(&mut self, at: Time, machine: MachineId, subsystem: Option<SubsystemId>) {
        self.machine_state(at, machine, self.clocks[machine].state);
        self.clocks[machine].down_for = subsystem;
    }
}
