//! The life of a job: opened, brought in, started, paused, resumed, closed; and the state of its machine.
//!
//! [`Maintenance::dispatch`] is the one place where jobs compete: it goes through a workshop's open jobs in order,
//! starts what can start, then says what each machine waits for. A job that lacks people alone keeps them from those
//! after it, so whoever starts a job out of that round goes through those before it first: [`Maintenance::start_in_turn`].
use crate::error::MaintenanceError;
use crate::job::{AgendaItem, Job, Need, Stage};
use crate::notice::Notice;
use crate::streams::Purpose;
use crate::{Maintenance, Outcome};
use iceroad_base::quantity::{Quantity, Ranged};
use iceroad_base::{Span, Time};
use iceroad_kernel::Class;
use iceroad_kernel::context::Context;
use iceroad_model::event::{Event, JobKind, JobNo, MachineState, Recorder, class};
use iceroad_model::{BayId, CurveId, MachineId, ServiceId, TradeId, WorkshopId};

const WORKSHOP: Class = Class(class::WORKSHOP);

impl Maintenance {
    pub(crate) fn open_services<L: Recorder>(
        &mut self,
        machine: MachineId,
        workshop: WorkshopId,
        stage: Stage,
        ctx: &mut Context<'_, L, Notice>,
    ) {
        let mut services: Vec<ServiceId> = Vec::new();
        self.clocks.open_services(machine, ctx.now, &mut services);
        for service in services {
            let job = self.open_service(machine, workshop, service, stage, ctx);
            self.want_parts(job, ctx);
        }
    }

    /// The machine is in the workshop: its repair goes on, and services that may be done with it are opened.
    pub(crate) fn arrived<L: Recorder>(
        &mut self,
        machine: MachineId,
        workshop: WorkshopId,
        ctx: &mut Context<'_, L, Notice>,
    ) {
        for &job in &self.visits[machine].jobs {
            self.jobs[job.0 as usize].stage = Stage::Waits;
        }
        self.open_services(machine, workshop, Stage::Waits, ctx);
        self.take_up_planned(machine, Stage::Waits);
        self.stands(machine, ctx);
    }

    /// The machine stands where it is mended: what its jobs replace comes out, as far as they have asked for it.
    pub(crate) fn stands<L>(&self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) {
        let jobs = self.visits[machine].jobs.iter().copied();
        let has_asked = |job: &JobNo| {
            let row = &self.jobs[job.0 as usize];
            row.asked && row.stage == Stage::Waits
        };
        ctx.notices.extend(jobs.filter(has_asked).map(|job| Notice::Stands { job }));
    }

    /// Opens a planned service of a machine that is, or will be, in the workshop.
    pub(crate) fn open_service<L: Recorder>(
        &mut self,
        machine: MachineId,
        workshop: WorkshopId,
        service: ServiceId,
        stage: Stage,
        ctx: &mut Context<'_, L, Notice>,
    ) -> JobNo {
        let row = &self.prepared.services[service];
        let need = self.need(machine, workshop, row.trade, row.technicians);
        let hours = row.duration.get();
        self.open_job(machine, JobKind::Service(service), need, stage, hours, None, ctx)
    }

    /// What work on a machine in the shop needs.
    pub(crate) fn need(
        &self,
        machine: MachineId,
        workshop: WorkshopId,
        trade: TradeId,
        technicians: u16,
    ) -> Need {
        let machine = &self.prepared.machines[machine];
        Need {
            workshop,
            brand: machine.brand,
            trade,
            technicians,
            size: machine.bay_class,
            crane: false,
            field: false,
            site: machine.site,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "each is one field of the job")]
    pub(crate) fn open_job<L: Recorder>(
        &mut self,
        machine: MachineId,
        kind: JobKind,
        need: Need,
        stage: Stage,
        hours_left: f64,
        curve: Option<CurveId>,
        ctx: &mut Context<'_, L, Notice>,
    ) -> JobNo {
        let job = JobNo(self.jobs.len() as u32);
        self.jobs.push(Job {
            machine,
            kind,
            need,
            stage,
            life_factor: None,
            looked: false,
            asked: false,
            parts_missing: 0,
            hours_left,
            curve,
            factor: 1.0,
            since: ctx.now,
            ends: Time::NEVER,
            ticket: None,
            bay: None,
            crew: None,
        });
        let visit = &mut self.visits[machine];
        if stage == Stage::Planned { &mut visit.planned } else { &mut visit.jobs }.push(job);
        let list = &mut self.open[need.workshop];
        let key = (self.prepared.machines[machine].priority, job);
        let place = list.partition_point(|&other| other < key);
        list.insert(place, key);
        ctx.log.record(ctx.now, Event::JobOpened { job, machine, workshop: need.workshop, kind });
        job
    }

    /// Asks the store for what the job turns out to need, once.
    pub(crate) fn want_parts<L>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) {
        let row = &mut self.jobs[job.0 as usize];
        if std::mem::replace(&mut row.asked, true) {
            return;
        }
        let machine = row.machine;
        let (parts, purpose) = match row.kind {
            JobKind::Repair(subsystem) => {
                (&self.prepared.subsystems[subsystem].parts, Purpose::Parts(subsystem))
            }
            JobKind::Service(service) => (&self.prepared.services[service].kit, Purpose::Kit(service)),
        };
        if parts.is_empty() {
            return;
        }
        let store = self.prepared.workshops[row.need.workshop].store;
        let stream = self.streams.stream(&self.prepared, machine, purpose);
        for part in parts {
            if stream.chance(part.chance.get()) && part.quantity > Quantity::ZERO {
                row.parts_missing += 1;
                let (item, quantity) = (part.item, part.quantity);
                ctx.notices.push(Notice::PartWanted { job, machine, store, item, quantity });
            }
        }
    }

    /// Something on the agenda has come about. Gives the workshop that is to be looked at.
    pub(crate) fn take_up<L: Recorder>(
        &mut self,
        item: AgendaItem,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<WorkshopId, MaintenanceError> {
        match item {
            AgendaItem::Towed(job) => {
                let Job { machine, need, .. } = self.jobs[job.0 as usize];
                self.towing[need.workshop] -= 1;
                for index in 0..self.visits[machine].jobs.len() {
                    self.want_parts(self.visits[machine].jobs[index], ctx);
                }
                self.arrived(machine, need.workshop, ctx);
                Ok(need.workshop)
            }
            AgendaItem::DrivenIn(machine, workshop) => {
                self.arrived(machine, workshop, ctx);
                Ok(workshop)
            }
            AgendaItem::CrewThere(job) => {
                let row = &self.jobs[job.0 as usize];
                let workshop = row.need.workshop;
                let on_shift =
                    row.crew.is_some_and(|crew| self.shifts.is_on(self.prepared.groups[crew].calendar));
                if on_shift {
                    self.begin_work(job, ctx);
                } else {
                    self.send_home(job, ctx);
                }
                Ok(workshop)
            }
            AgendaItem::Done(job) => {
                self.close(job, ctx)?;
                Ok(self.jobs[job.0 as usize].need.workshop)
            }
        }
    }

    /// Starts what can start in a workshop and says what the others wait for.
    pub(crate) fn dispatch<L: Recorder>(&mut self, workshop: WorkshopId, ctx: &mut Context<'_, L, Notice>) {
        // Starting neither opens nor closes a job, so the list stays as it is.
        for index in 0..self.open[workshop].len() {
            let job = self.open[workshop][index].1;
            self.try_start(job, None, ctx);
            self.keep_for(job);
        }
        self.capacity.let_go();
        for index in 0..self.open[workshop].len() {
            let job = self.open[workshop][index].1;
            self.update_state(self.jobs[job.0 as usize].machine, ctx);
        }
    }

    /// Only this job has changed: unless it starts, nobody else's waiting does.
    pub(crate) fn look_at<L: Recorder>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) {
        let Job { machine, need, stage: before, .. } = self.jobs[job.0 as usize];
        self.start_in_turn(job, None, ctx);
        if self.jobs[job.0 as usize].stage != before {
            return self.dispatch(need.workshop, ctx);
        }
        self.update_state(machine, ctx);
    }

    /// [`Maintenance::dispatch`] of every workshop.
    pub(crate) fn dispatch_all<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) {
        for workshop in self.open.ids() {
            self.dispatch(workshop, ctx);
        }
    }

    /// Starts one job if it can do without what those before it wait for.
    fn start_in_turn<L: Recorder>(
        &mut self,
        job: JobNo,
        preferred: Option<BayId>,
        ctx: &mut Context<'_, L, Notice>,
    ) {
        let row = &self.jobs[job.0 as usize];
        let (workshop, key) = (row.need.workshop, (self.prepared.machines[row.machine].priority, job));
        for index in 0..self.open[workshop].partition_point(|&other| other < key) {
            self.keep_for(self.open[workshop][index].1);
        }
        self.try_start(job, preferred, ctx);
        self.capacity.let_go();
    }

    /// Keeps people, and a bay to work in, for a job that could start if they were free.
    fn keep_for(&mut self, job: JobNo) {
        let row = &self.jobs[job.0 as usize];
        let elsewhere = self.visits[row.machine].at_work.is_some_and(|other| other != job);
        if row.stage != Stage::Waits || row.parts_missing > 0 || elsewhere {
            return;
        }
        let need = row.need;
        let stopped = || {
            let limit = self.prepared.workshops[need.workshop].stops_below;
            self.temperatures.stops(need.site, limit)
        };
        if need.field && stopped() {
            return;
        }
        let free = || self.capacity.free_bay(&self.prepared, &need, None);
        let bay = if need.field || row.bay.is_some() { None } else { free() };
        if need.field || row.bay.is_some() || bay.is_some() {
            self.capacity.keep(&self.prepared, &self.shifts, &need, bay);
        }
    }

    /// Starts the job, or its tow, if nothing is lacking; in the preferred bay where that fits.
    fn try_start<L: Recorder>(
        &mut self,
        job: JobNo,
        preferred: Option<BayId>,
        ctx: &mut Context<'_, L, Notice>,
    ) {
        let row = &self.jobs[job.0 as usize];
        match row.stage {
            Stage::AwaitsTow => self.try_tow(job, ctx),
            Stage::Waits if row.parts_missing > 0 => {}
            Stage::Waits if self.visits[row.machine].at_work.is_some_and(|other| other != job) => {}
            Stage::Waits if row.need.field => self.try_crew(job, ctx),
            Stage::Waits => self.try_bay(job, preferred, ctx),
            Stage::ComesIn | Stage::CrewDrives | Stage::Works | Stage::Planned | Stage::Closed => {}
        }
    }

    fn try_tow<L: Recorder>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) {
        let Job { machine, need, .. } = self.jobs[job.0 as usize];
        let shop = &self.prepared.workshops[need.workshop];
        let vehicles = shop.tow_vehicles;
        if self.towing[need.workshop] >= vehicles || self.temperatures.stops(need.site, shop.stops_below) {
            return;
        }
        self.towing[need.workshop] += 1;
        let arrives = ctx.now + self.prepared.drive(need.workshop, self.visits[machine].way_m);
        self.jobs[job.0 as usize].stage = Stage::ComesIn;
        self.agenda.push(arrives, WORKSHOP, AgendaItem::Towed(job));
        self.set_state(machine, MachineState::Tow, ctx);
        ctx.notices.push(Notice::InTow { machine });
    }

    fn try_crew<L: Recorder>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) {
        let Job { machine, need, .. } = self.jobs[job.0 as usize];
        let crew = self.capacity.free_crew(&self.prepared, &self.shifts, &need, &self.temperatures);
        let Some(crew) = crew else { return };
        self.capacity.take_technicians(crew, need.technicians);
        self.visits[machine].at_work = Some(job);
        let drive = self.prepared.drive(need.workshop, self.visits[machine].way_m);
        self.jobs[job.0 as usize].crew = Some(crew);
        if drive <= Span::ZERO {
            return self.begin_work(job, ctx);
        }
        let row = &mut self.jobs[job.0 as usize];
        row.stage = Stage::CrewDrives;
        row.ends = ctx.now + drive;
        row.ticket = Some(self.agenda.push(row.ends, WORKSHOP, AgendaItem::CrewThere(job)));
        self.set_state(machine, MachineState::WaitTow, ctx);
    }

    fn try_bay<L: Recorder>(
        &mut self,
        job: JobNo,
        preferred: Option<BayId>,
        ctx: &mut Context<'_, L, Notice>,
    ) {
        let Job { machine, need, bay: held, .. } = self.jobs[job.0 as usize];
        let bay = held.or_else(|| self.capacity.free_bay(&self.prepared, &need, preferred));
        let crew = self.capacity.free_group(&self.prepared, &self.shifts, &need);
        let (Some(bay), Some(crew)) = (bay, crew) else { return };
        if held.is_none() {
            self.capacity.take_bay(bay);
            self.visits[machine].at_work = Some(job);
            ctx.log.record(ctx.now, Event::BayTaken { job, bay });
        }
        self.capacity.take_technicians(crew, need.technicians);
        let row = &mut self.jobs[job.0 as usize];
        (row.bay, row.crew) = (Some(bay), Some(crew));
        self.begin_work(job, ctx);
    }

    /// The crew is there: hands-on work begins or goes on.
    fn begin_work<L: Recorder>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) {
        let factor = self.factor(&self.jobs[job.0 as usize]);
        let row = &mut self.jobs[job.0 as usize];
        row.stage = Stage::Works;
        let ends = row.go_on(ctx.now, factor);
        row.ticket = Some(self.agenda.push(ends, WORKSHOP, AgendaItem::Done(job)));
        let (machine, state) = (row.machine, row.working_state());
        if let Some(group) = row.crew {
            ctx.log.record(ctx.now, Event::WorkStarted { job, group, technicians: row.need.technicians });
        }
        self.set_state(machine, state, ctx);
        self.inspect(job, ctx);
    }

    /// The crew leaves its work, or turns back on its way to it. The bay stays taken.
    fn send_home<L: Recorder>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) {
        let row = &mut self.jobs[job.0 as usize];
        if let Some(ticket) = row.ticket.take() {
            self.agenda.cancel(ticket);
        }
        if row.stage == Stage::Works {
            row.book(ctx.now);
            ctx.log.record(ctx.now, Event::WorkPaused { job });
        }
        row.stage = Stage::Waits;
        if let Some(crew) = row.crew.take() {
            self.capacity.free_up_technicians(crew, row.need.technicians);
        }
    }

    /// A shift has ended: crews whose calendar is off go home, but for those who finish at this very instant.
    pub(crate) fn send_off_shift_home<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) {
        self.each_busy(ctx.now, |this, job| {
            let crew = this.jobs[job.0 as usize].crew;
            let on_shift = crew.is_none_or(|crew| this.shifts.is_on(this.prepared.groups[crew].calendar));
            if !on_shift {
                this.send_home(job, ctx);
            }
        });
    }

    /// A new day's weather: crews outdoors may have to come home, others go on at another pace.
    pub(crate) fn weather_at_work<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) {
        self.each_busy(ctx.now, |this, job| {
            let row = &this.jobs[job.0 as usize];
            if row.need.field && this.too_cold(row) {
                return this.send_home(job, ctx);
            }
            let factor = this.factor(row);
            if row.stage != Stage::Works || factor == row.factor {
                return;
            }
            let row = &mut this.jobs[job.0 as usize];
            row.book(ctx.now);
            let ends = row.go_on(ctx.now, factor);
            if let Some(ticket) = row.ticket.take() {
                this.agenda.cancel(ticket);
            }
            this.jobs[job.0 as usize].ticket = Some(this.agenda.push(ends, WORKSHOP, AgendaItem::Done(job)));
        });
    }

    /// Does something with every job that a crew is at, or on its way to, beyond this instant.
    fn each_busy(&mut self, now: Time, mut act: impl FnMut(&mut Self, JobNo)) {
        for workshop in self.open.ids() {
            for index in 0..self.open[workshop].len() {
                let job = self.open[workshop][index].1;
                let row = &self.jobs[job.0 as usize];
                if row.crew.is_some() && row.ends > now {
                    act(self, job);
                }
            }
        }
    }

    /// Whether the crew of a field job may not be outdoors today.
    fn too_cold(&self, row: &Job) -> bool {
        let limit = self.prepared.workshops[row.need.workshop].stops_below;
        let own = row
            .crew
            .and_then(|crew| self.prepared.calendars.stops_below(self.prepared.groups[crew].calendar));
        self.temperatures.stops(row.need.site, limit) || self.temperatures.stops(row.need.site, own)
    }

    /// Hands-on hours now are this many times those at factor 1.
    fn factor(&self, row: &Job) -> f64 {
        let workshop = &self.prepared.workshops[row.need.workshop];
        if row.need.field {
            return self.temperatures.factor(row.need.site, row.curve);
        }
        match row.bay {
            Some(bay) if self.prepared.bays[bay].heated => {
                self.prepared.factor_held(workshop.heated_to, row.curve)
            }
            _ => self.temperatures.factor(workshop.site, row.curve),
        }
    }

    /// A job is done: what it held is free, what it mended is renewed, and the machine goes on.
    fn close<L: Recorder>(&mut self, job: JobNo, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        let row = &mut self.jobs[job.0 as usize];
        row.stage = Stage::Closed;
        row.ticket = None;
        row.hours_left = 0.0;
        let (machine, kind, need, life_factor) = (row.machine, row.kind, row.need, row.life_factor);
        let (bay, crew) = (row.bay.take(), row.crew.take());
        if let Some(crew) = crew {
            self.capacity.free_up_technicians(crew, need.technicians);
        }
        if let Some(bay) = bay {
            self.capacity.free_up_bay(bay);
        }
        self.open[need.workshop].retain(|&(_, other)| other != job);
        let visit = &mut self.visits[machine];
        visit.at_work = None;
        visit.jobs.retain(|&other| other != job);
        ctx.log.record(ctx.now, Event::JobClosed { job });
        match kind {
            JobKind::Repair(subsystem) => self.clocks.repaired(machine, subsystem, life_factor, ctx.now),
            JobKind::Service(service) => {
                self.clocks.serviced(machine, service, &self.prepared, life_factor, ctx.now);
            }
        }
        ctx.notices.push(Notice::JobDone { workshop: need.workshop, kind, machine });
        if self.visits[machine].jobs.is_empty() {
            return self.send_back(machine, ctx);
        }
        // The machine's next job has first call on the bay it stands in.
        for index in 0..self.visits[machine].jobs.len() {
            self.start_in_turn(self.visits[machine].jobs[index], bay, ctx);
        }
        Ok(())
    }

    /// The machine is fit for work.
    fn send_back<L>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) -> Outcome {
        let visit = &mut self.visits[machine];
        let in_place = std::mem::take(&mut visit.in_place);
        visit.state = None;
        visit.way_m = 0.0;
        self.clocks.release(machine, ctx.now);
        ctx.notices.push(Notice::Ready { machine, in_place });
        if self.clocks.any_overdue(machine) || self.planned_work_waits(machine) {
            // It was on its way in when it failed and was mended in the field.
            ctx.notices.push(Notice::ServiceDue { machine });
        }
        self.set_machine_slot(machine, ctx)
    }

    /// The state of a machine as this job makes it.
    pub(crate) fn state_of_job(&self, row: &Job) -> MachineState {
        let need = &row.need;
        match row.stage {
            Stage::AwaitsTow
                if self.towing[need.workshop] < self.prepared.workshops[need.workshop].tow_vehicles =>
            {
                MachineState::WaitWeather
            }
            Stage::AwaitsTow | Stage::CrewDrives => MachineState::WaitTow,
            Stage::ComesIn => MachineState::Tow,
            Stage::Works | Stage::Closed => row.working_state(),
            Stage::Waits => self.cause_of_wait(row),
            Stage::Planned => MachineState::WaitPart,
        }
    }

    /// The first thing that a waiting job lacks.
    fn cause_of_wait(&self, row: &Job) -> MachineState {
        let need = &row.need;
        if row.parts_missing > 0 {
            return MachineState::WaitPart;
        }
        let no_bay = || row.bay.is_none() && self.capacity.free_bay(&self.prepared, need, None).is_none();
        if !need.field && no_bay() {
            return MachineState::WaitBay;
        }
        let people = || self.capacity.free_group(&self.prepared, &self.shifts, need).is_some();
        let in_the_field = || self.capacity.free_crew(&self.prepared, &self.shifts, need, &self.temperatures);
        if need.field && people() && in_the_field().is_none() {
            return MachineState::WaitWeather;
        }
        MachineState::WaitTechnician
    }

    /// The state of a machine is that of the job that has it, or else of its first open job.
    fn update_state<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Context<'_, L, Notice>) {
        let visit = &self.visits[machine];
        if let Some(job) = visit.at_work.or(visit.jobs.first().copied()) {
            let state = self.state_of_job(&self.jobs[job.0 as usize]);
            self.set_state(machine, state, ctx);
        }
    }

    fn set_state<L: Recorder>(
        &mut self,
        machine: MachineId,
        state: MachineState,
        ctx: &mut Context<'_, L, Notice>,
    ) {
        let logged = self.visits[machine].state.replace(state);
        if logged != Some(state) {
            ctx.log.record(ctx.now, Event::State { machine, state });
        }
    }
}
