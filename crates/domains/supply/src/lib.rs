//! Supply: what is asked of stores, bought, forbidden, moved over seasonal legs, promised, eaten and built with.
//!
//! ```text
//!  demands ──▶ stores ──position──▶ orders ──choice──▶ sourcing ◀── interchange, restrictions, routes
//!                ▲                     │ lead time, licence
//!                └── Received ◀── shipments ◀── queues ◀── boarding (who first), loading (on what), legs (the day)
//!  agreements, settlements, mines, projects: who else orders from sellers or asks stores
//! ```
//!
//! [`Prepared`] is what all replications share, [`Supply`] the state of one and what the engine calls.
//!
//! The questions that stand on their own, without a run, are public too: [`interchange`] (what may stand in for what),
//! [`restrictions`] (may this be bought), [`routes`] (which ways are there and when would goods
//! come), [`legs`] (what may a trip carry today), [`penalty`], [`freight`].
//!
//! Terms: a *demand* asks a store for goods; an *order* asks a seller, or a store above; a *shipment* is goods of an
//! order on the move; a *line* of an agreement is a promise with a due day; the *position* of a stock line is on
//! hand + on order and under repair − owed, without what will have spoiled before it is used, and with what agreements bring in the meantime.
//!
//! Pitfall: nothing here looks at what the replication will bring. Choices use planned windows and mean times; only
//! what happens reads the day's limits.
mod agreements;
mod balance;
mod boarding;
mod consumption;
mod error;
pub mod interchange;
pub mod legs;
mod line;
mod loading;
mod notice;
mod orders;
mod pace;
mod prepared;
mod projects;
mod queues;
pub mod restrictions;
mod rotables;
pub mod routes;
mod shelf;
mod shipments;
mod sourcing;
mod state;
mod stores;
mod urgent;

pub use agreements::penalty;
pub use balance::Balance;
pub use error::SupplyError;
pub use notice::{Demand, Notice};
pub use prepared::Prepared;
pub use queues::freight;

use crate::state::{Out, State};
use iceroad_base::quantity::{Celsius, Mass};
use iceroad_base::{Id, Table, Time};
use iceroad_kernel::{Class, Context, Slot};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::{DemandNo, JobKind, JobNo, Purpose, Recorder, class};
use iceroad_model::{DumpId, MineUseId, SeasonId, SiteId, WorkshopId};
use std::sync::Arc;

/// Everything about goods in one replication.
#[derive(Debug)]
pub struct Supply {
    state: State,
    slot: Slot,
}

impl Supply {
    /// Everything as it is at the start of replication `replication` of `seed`. Supply schedules on slot `first_slot` and no
    /// other.
    pub fn new(prepared: &Arc<Prepared>, seed: u64, replication: u32, first_slot: u16) -> Self {
        Self { state: State::new(prepared, seed, replication), slot: Slot(first_slot) }
    }

    /// Runs one call of the parts, settles what it touched and schedules what comes next.
    fn call<L: Recorder, T>(
        &mut self,
        ctx: &mut Context<'_, L, Notice>,
        call: impl FnOnce(&mut State, &mut Out<'_>) -> T,
    ) -> Result<T, SupplyError> {
        let mut out = Out { now: ctx.now, log: &mut *ctx.log, notices: &mut *ctx.notices };
        let given = call(&mut self.state, &mut out);
        self.state.settle(&mut out);
        match self.state.agenda.next_time() {
            Some(next) if next < Time::NEVER => {
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
        self.call(ctx, |state, out| {
            state.place_inbound(out);
            state.start_repairs(out);
            state.commission_early(out);
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
        self.call(ctx, |state, out| state.do_due(out))
    }

    /// A civil day of the scenario's zone begins, with what its seasons allow and each site's mean temperature.
    ///
    /// In order: what is due; spoilage; lines called off; what settlements and mines use; reviews; projects; legs.
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
            self.state.limits[season] = *limit;
        }
        for (site, mean) in temperature.iter().enumerate() {
            self.state.temperature[SiteId::from_index(site)] = *mean;
        }
        self.call(ctx, |state, out| state.day_begins(day, out))
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
        self.state.note_core(&demand);
        self.call(ctx, |state, out| state.ask(demand, Purpose::Replenish, out))
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
        if demand.0 >= self.state.demands_made {
            return Err(SupplyError::UnknownDemand { demand, made: self.state.demands_made as usize });
        }
        self.call(ctx, |state, out| state.give_up(demand, out))
    }

    /// The machine of a job stands where it is mended: what the job asked to replace comes out, once.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses.
    pub fn cores_out<L: Recorder>(
        &mut self,
        job: JobNo,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), SupplyError> {
        if !self.state.loops.replaces(job) {
            return Ok(());
        }
        self.call(ctx, |state, out| state.cores_out(job, out))
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
        self.call(ctx, |state, out| state.job_done(workshop, kind, out))
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
        self.call(ctx, |state, out| state.tonnes_dumped(dump, total, out))
    }

    /// So much has been hauled since the horizon's start that counts for a use of a mine. Call it before each day.
    pub fn hauled(&mut self, counted: MineUseId, total: Mass) {
        self.state.count_hauled(counted, total);
    }

    /// The horizon has ended: lines that are still open are accounted for, with the penalties they have run up.
    ///
    /// # Errors
    /// None at present; the signature leaves room.
    pub fn finish<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Result<(), SupplyError> {
        let mut out = Out { now: ctx.now, log: &mut *ctx.log, notices: &mut *ctx.notices };
        self.state.close_lines(&mut out);
        Ok(())
    }

    /// The balance of every item, in order: for tests and checks, not for every day.
    pub fn balance(&self) -> Vec<Balance> {
        self.state.balance()
    }
}
