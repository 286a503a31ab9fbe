//! A machine breaks down: the repair of what has failed, and of what that has broken.
//!
//! **Damage.** Each failure takes one number of the stream (machine, `damages/<subsystem>`) for each subsystem that it may break.
//! What breaks so does not break others in turn. It is one failure and one time down: the machine is mended where it stands if all
//! that is broken can be, else towed in, and all is mended in the shop.
use crate::Maintenance;
use crate::job::{Need, Stage};
use crate::notice::Notice;
use crate::streams::Purpose;
use iceroad_base::quantity::Ranged;
use iceroad_kernel::context::Context;
use iceroad_model::event::{Event, JobKind, JobNo, Recorder};
use iceroad_model::maintenance::Place;
use iceroad_model::{MachineId, SubsystemId, WorkshopId};

impl Maintenance {
    /// Opens the repairs of a machine that has just stopped. Gives that of what has failed.
    pub(crate) fn open_breakdown<L: Recorder>(
        &mut self,
        machine: MachineId,
        workshop: WorkshopId,
        failed: SubsystemId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> JobNo {
        let broken = self.broken_by(machine, failed);
        let by_crew = |&id: &SubsystemId| self.prepared.subsystems[id].place == Place::Field;
        let in_place = by_crew(&failed) && broken.iter().all(by_crew);
        self.visits[machine].in_place = in_place;
        let (first, others) =
            if in_place { (Stage::Waits, Stage::Waits) } else { (Stage::AwaitsTow, Stage::ComesIn) };
        let job = self.open_broken(machine, workshop, failed, first, ctx);
        for subsystem in broken {
            ctx.log.record(ctx.now, Event::Damaged { machine, subsystem });
            self.open_broken(machine, workshop, subsystem, others, ctx);
        }
        if in_place {
            for index in 0..self.visits[machine].jobs.len() {
                self.want_parts(self.visits[machine].jobs[index], ctx);
            }
            self.stands(machine, ctx);
        }
        job
    }

    /// What the failure of a subsystem has broken beside it.
    fn broken_by(&mut self, machine: MachineId, failed: SubsystemId) -> Vec<SubsystemId> {
        let hazards = &self.prepared.subsystems[failed].hazards;
        if hazards.damages.is_empty() {
            return Vec::new();
        }
        let luck = self.streams.stream(&self.prepared, machine, Purpose::Damages(failed));
        let mut broken = hazards.damages.clone();
        broken.retain(|_| luck.chance(hazards.damage_chance.get()));
        broken
    }

    /// The repair of what is broken: a new job, or the one that was planned for it.
    fn open_broken<L: Recorder>(
        &mut self,
        machine: MachineId,
        workshop: WorkshopId,
        subsystem: SubsystemId,
        stage: Stage,
        ctx: &mut Context<'_, L, Notice>,
    ) -> JobNo {
        let in_place = self.visits[machine].in_place;
        let Some(job) = self.planned_for(machine, subsystem) else {
            return self.open_repair(machine, workshop, subsystem, in_place, stage, ctx);
        };
        let need = self.repair_need(machine, workshop, subsystem, in_place);
        let row = &mut self.jobs[job.0 as usize];
        (row.need, row.stage) = (need, stage);
        let visit = &mut self.visits[machine];
        visit.planned.retain(|&other| other != job);
        visit.jobs.push(job);
        job
    }

    /// Opens a repair.
    pub(crate) fn open_repair<L: Recorder>(
        &mut self,
        machine: MachineId,
        workshop: WorkshopId,
        subsystem: SubsystemId,
        in_place: bool,
        stage: Stage,
        ctx: &mut Context<'_, L, Notice>,
    ) -> JobNo {
        let stream = self.streams.stream(&self.prepared, machine, Purpose::Repair(subsystem));
        let row = &self.prepared.subsystems[subsystem];
        let (hours, curve) = (row.repair.draw(stream), row.repair_factor);
        let need = self.repair_need(machine, workshop, subsystem, in_place);
        self.open_job(machine, JobKind::Repair(subsystem), need, stage, hours, curve, ctx)
    }

    /// What a repair needs, in the shop or where the machine stands. What a field crew mends needs no crane in the shop either.
    fn repair_need(
        &self,
        machine: MachineId,
        workshop: WorkshopId,
        subsystem: SubsystemId,
        in_place: bool,
    ) -> Need {
        let row = &self.prepared.subsystems[subsystem];
        let crane = row.crane && row.place == Place::Bay;
        Need { crane, field: in_place, ..self.need(machine, workshop, row.trade, row.technicians) }
    }
}
