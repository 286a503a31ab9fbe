//! Who stands first in line for people, and that nobody after it is given them.
//!
//! Jobs are served by the priority of the machine's model and then as they were opened. Judged is the first in line of
//! those in bays, which has waited since before the instant, and where one group alone on shift could do it: whose
//! people it waits for is then certain.
use super::{Job, Workshop};
use crate::Findings;
use iceroad_base::Time;
use iceroad_model::event::MachineState;
use iceroad_model::{GroupId, MachineId, WorkshopId};

impl Workshop<'_> {
    /// Whether a group on shift has people enough for a job in a bay, were they free.
    fn could_work(&self, id: GroupId, job: &Job, at: Time) -> bool {
        let (row, pool) = (&self.scenario.technicians[id], &self.groups[id]);
        let (trade, needed) = self.crew_needed(job.kind);
        let there = pool.open && pool.count >= i64::from(needed);
        let fits = row.workshop == job.workshop && row.trade == trade && self.is_certified(row, job.machine);
        let home = self.at_home(job.workshop, row.home, job.machine);
        there && fits && home && self.shifts[row.calendar].on_until(at).is_some()
    }

    /// In which order jobs are served.
    fn place_in_line(&self, index: usize) -> (u8, usize) {
        let model = self.scenario.machines[self.jobs[index].machine].model;
        (self.scenario.models[model].priority, index)
    }

    /// The first job in bays that has waited for people since before `at`.
    fn first_in_line(&self, workshop: WorkshopId, at: Time) -> Option<usize> {
        let waits = |(machine, open): (MachineId, &Vec<usize>)| {
            let (state, since) = self.state[machine];
            let in_bay = open.iter().copied().find(|&job| self.jobs[job].bay.is_some());
            let index = in_bay.or_else(|| self.first_job(machine))?;
            let job = &self.jobs[index];
            let waits = state == MachineState::WaitTechnician && since < at && job.work.is_none();
            (waits && job.workshop == workshop && !self.repairs.is_in_place(index)).then_some(index)
        };
        let waiting = self.open_jobs.entries().filter_map(waits);
        waiting.min_by_key(|&index| self.place_in_line(index))
    }

    /// Nobody takes people whom a job before it waits for.
    pub(super) fn judge_line(&self, begun: &[(usize, GroupId)], at: Time, findings: &mut Findings) {
        for &(index, group) in begun {
            let Some(first) = self.first_in_line(self.jobs[index].workshop, at) else { continue };
            let job = &self.jobs[first];
            let mut able = self.groups.ids().filter(|&id| self.could_work(id, job, at));
            let by_it_alone = able.next() == Some(group) && able.next().is_none();
            let passed = by_it_alone && self.place_in_line(first) < self.place_in_line(index);
            findings.check(!passed, "people go to the first in line who waits for them", || {
                format!("job {index} by {}, job {first} waits", self.scenario.technicians[group].name)
            });
        }
    }
}
