//! The supply domain as the engine sees it: each call hands its instant to the parts and schedules the next.
use crate::balance::Balance;
use crate::core::{Core, Out};
use crate::{Demand, Notice, SupplyError};
use iceroad_base::quantity::{Celsius, Mass};
use iceroad_base::{Id, Table};
use iceroad_kernel::{Class, Context, Slot};
use iceroad_model::climate::{DayLimit, PlannedWindow};
use iceroad_model::event::{DemandNo, JobKind, Purpose, Recorder, class};
use iceroad_model::{DumpId, Scenario, SeasonId, SiteId, WorkshopId};

/// Everything about goods in one replication.
#[derive(Debug)]
pub struct Supply {
    core: Core,
    slot: Slot,
}

impl Supply {
    /// How many clocks supply has on the calendar: one, before an agenda of everything dated.
    pub const fn slots(_scenario: &Scenario) -> usize {
        1
    }

    /// The state at the horizon's start; `planned` is all that orders know of the seasons to come. Supply schedules
    /// on slot `first_slot` and no other.
    ///
    /// # Errors
    /// None at present; the signature leaves room.
    pub fn new(
        scenario: &Scenario,
        planned: &Table<SeasonId, Vec<PlannedWindow>>,
        seed: u64,
        replication: u32,
        first_slot: u16,
    ) -> Result<Self, SupplyError> {
        Ok(Self { core: Core::new(scenario, planned, seed, replication), slot: Slot(first_slot) })
    }

    /// Runs one call of the parts, settles what it touched and schedules what comes next.
    fn call<L: Recorder, T>(
        &mut self,
        ctx: &mut Context<'_, L, Notice>,
        call: impl FnOnce(&mut Core, &mut Out<'_>) -> T,
    ) -> Result<T, SupplyError> {
        let mut out = Out { now: ctx.now, log: &mut *ctx.log, notices: &mut *ctx.notices };
        let given = call(&mut self.core, &mut out);
        self.core.settle(&mut out);
        match self.core.agenda.next_time() {
            Some(next) if next < iceroad_base::Time::NEVER => {
                ctx.calendar.schedule(self.slot, next.max(ctx.now), Class(class::SUPPLY))?;
            }
            _ => ctx.calendar.cancel(self.slot),
        }
        Ok(given)
    }

    /// The horizon begins: goods on the way are on order, machines delivered before are there. Orders and legs
    /// begin with the first day.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses.
    pub fn start<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Result<(), SupplyError> {
        self.call(ctx, |core, out| {
            core.place_inbound(out);
            core.commission_early(out);
        })
    }

    /// The clock `local` has fallen due.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses or there is no such clock.
    pub fn on_due<L: Recorder>(
        &mut self,
        local: u16,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), SupplyError> {
        if local != 0 {
            return Err(SupplyError::UnknownClock { local });
        }
        self.call(ctx, |core, out| core.do_due(out))
    }

    /// A civil day of the scenario's zone begins, with what its seasons allow and each site's mean temperature.
    ///
    /// In order: what is due; spoilage; lines called off; settlements; reviews; projects; legs.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses.
    pub fn new_day<L: Recorder>(
        &mut self,
        day: i64,
        limits: &Table<SeasonId, DayLimit>,
        temperature: &[Celsius],
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), SupplyError> {
        for (season, limit) in limits.entries() {
            self.core.limits[season] = *limit;
        }
        for (site, mean) in temperature.iter().enumerate() {
            self.core.temperature[SiteId::from_index(site)] = *mean;
        }
        self.call(ctx, |core, out| core.day_begins(day, out))
    }

    /// A store is asked for goods; [`Notice::Filled`] may follow at once.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses.
    pub fn demand<L: Recorder>(
        &mut self,
        demand: Demand,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<DemandNo, SupplyError> {
        self.call(ctx, |core, out| core.ask(demand, Purpose::Replenish, out))
    }

    /// A demand is given up; one that is met already stays met.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses or there never was such a demand.
    pub fn drop_demand<L: Recorder>(
        &mut self,
        demand: DemandNo,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), SupplyError> {
        if demand.0 >= self.core.demands_made {
            return Err(SupplyError::UnknownDemand { demand, made: self.core.demands_made as usize });
        }
        self.call(ctx, |core, out| core.give_up(demand, out))
    }

    /// A workshop has done a job.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses.
    pub fn service_done<L: Recorder>(
        &mut self,
        workshop: WorkshopId,
        kind: JobKind,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), SupplyError> {
        self.call(ctx, |core, out| core.job_done(workshop, kind, out))
    }

    /// So much has been dumped at a dump since the horizon's start. Call it each day and at the end.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses.
    pub fn tonnes_at<L: Recorder>(
        &mut self,
        dump: DumpId,
        total: Mass,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), SupplyError> {
        self.call(ctx, |core, out| core.tonnes_dumped(dump, total, out))
    }

    /// The horizon has ended: lines that are still open are accounted for, with the penalties they have run up.
    ///
    /// # Errors
    /// None at present; the signature leaves room.
    pub fn finish<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Result<(), SupplyError> {
        let mut out = Out { now: ctx.now, log: &mut *ctx.log, notices: &mut *ctx.notices };
        self.core.close_lines(&mut out);
        Ok(())
    }

    /// The balance of every item, in order: for tests and checks, not for every day.
    pub fn balance(&self) -> Vec<Balance> {
        self.core.balance()
    }
}
