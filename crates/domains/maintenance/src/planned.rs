//! Planned repairs: what an inspection has found is mended before it fails.
//!
//! ```text
//!  work on a service begins ── looked at, shows, found ──▶ repair opened, parts asked for
//!        all parts there while the machine is in the shop ──▶ done in the same visit, no tow
//!        parts come later ──▶ the machine works on, is asked in as for a service when they are there ──▶ done
//!        it fails first   ──▶ the same job becomes the repair of the breakdown
//! ```
//!
//! Whatever brings the machine to the shop, planned repairs whose parts are there are done with it. They are done in the shop, also
//! those that a field crew would do.
//!
//! **Luck.** Each service takes one number of the stream (machine, `finds/<service>`) for each subsystem that it inspects, whether
//! anything shows or not.
use crate::Maintenance;
use crate::job::Stage;
use crate::notice::Notice;
use crate::streams::Purpose;
use iceroad_base::quantity::Ranged;
use iceroad_kernel::context::Context;
use iceroad_model::event::{Event, JobKind, JobNo, Recorder};
use iceroad_model::{MachineId, ServiceId, SubsystemId};

impl Maintenance {
    /// Work on a job has begun: a service looks at what it inspects, once.
    pub(crate) fn inspect<L: Recorder>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) {
        let row = &mut self.jobs[job.0 as usize];
        let JobKind::Service(service) = row.kind else { return };
        if std::mem::replace(&mut row.looked, true) {
            return;
        }
        let (machine, workshop) = (row.machine, row.need.workshop);
        for subsystem in self.found(machine, service, ctx) {
            ctx.log.record(ctx.now, Event::Found { machine, subsystem });
            let job = self.open_repair(machine, workshop, subsystem, false, Stage::Planned, ctx);
            self.want_parts(job, ctx);
            if self.jobs[job.0 as usize].parts_missing == 0 {
                self.planned_work_can_begin(job, ctx);
            }
        }
    }

    /// What a service finds to fail soon, of which nobody knew, and which it does not renew itself.
    fn found<L>(
        &mut self,
        machine: MachineId,
        service: ServiceId,
        ctx: &Context<'_, L, Notice>,
    ) -> Vec<SubsystemId> {
        let row = &self.prepared.services[service];
        if row.inspects.is_empty() {
            return Vec::new();
        }
        let luck = self.streams.stream(&self.prepared, machine, Purpose::Finds(service));
        let mut found = row.inspects.clone();
        found.retain(|_| luck.chance(row.finds.get()));
        found.retain(|&id| !row.renews.contains(&id) && self.clocks.shows(machine, id, ctx.now));
        found.retain(|&id| self.planned_for(machine, id).is_none() && !self.is_mended(machine, id));
        found
    }

    /// Whether a repair of a subsystem is part of the machine's stay.
    fn is_mended(&self, machine: MachineId, subsystem: SubsystemId) -> bool {
        let is_it = |job: &JobNo| self.jobs[job.0 as usize].kind == JobKind::Repair(subsystem);
        self.visits[machine].jobs.iter().any(is_it)
    }

    /// The planned repair of a subsystem.
    pub(crate) fn planned_for(&self, machine: MachineId, subsystem: SubsystemId) -> Option<JobNo> {
        let is_it = |job: &JobNo| self.jobs[job.0 as usize].kind == JobKind::Repair(subsystem);
        self.visits[machine].planned.iter().copied().find(is_it)
    }

    /// Whether planned work of a machine waits for nothing but the machine.
    pub(crate) fn planned_work_waits(&self, machine: MachineId) -> bool {
        let has_all = |job: &JobNo| self.jobs[job.0 as usize].parts_missing == 0;
        self.visits[machine].planned.iter().any(has_all)
    }

    /// All parts of a planned repair are there: it is done at once if the machine is in the shop, else the machine is asked in, unless
    /// it is down or asked in already.
    pub(crate) fn planned_work_can_begin<L>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) {
        let machine = self.jobs[job.0 as usize].machine;
        if self.is_in_shop(machine) {
            self.take_up_planned(machine, Stage::Waits);
            return self.stands(machine, ctx);
        }
        let visit = &self.visits[machine];
        let is_up = visit.jobs.is_empty() && visit.failed.is_none();
        let others = |other: &&JobNo| **other != job && self.jobs[other.0 as usize].parts_missing == 0;
        let is_asked_in = self.clocks.any_overdue(machine) || visit.planned.iter().find(others).is_some();
        if is_up && !is_asked_in {
            ctx.notices.push(Notice::ServiceDue { machine });
        }
    }

    /// Planned repairs that have all their parts become part of the stay of a machine that is, or will be, in the workshop.
    pub(crate) fn take_up_planned(&mut self, machine: MachineId, stage: Stage) {
        let (visit, jobs) = (&mut self.visits[machine], &mut self.jobs);
        visit.planned.retain(|&job| {
            let row = &mut jobs[job.0 as usize];
            let is_ready = row.parts_missing == 0;
            if is_ready {
                row.stage = stage;
                visit.jobs.push(job);
            }
            !is_ready
        });
    }

    /// Whether a machine is in the workshop, there to be worked on.
    fn is_in_shop(&self, machine: MachineId) -> bool {
        let visit = &self.visits[machine];
        let first = visit.jobs.first().map(|job| self.jobs[job.0 as usize].stage);
        !visit.in_place && matches!(first, Some(Stage::Waits | Stage::Works))
    }
}
