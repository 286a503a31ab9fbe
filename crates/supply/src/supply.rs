//! The supply domain as the engine sees it.
use crate::{Demand, Notice, SupplyError};
use iceroad_base::Table;
use iceroad_base::quantity::{Celsius, Mass};
use iceroad_kernel::Context;
use iceroad_model::climate::{DayLimit, PlannedWindow};
use iceroad_model::event::{DemandNo, JobKind, Recorder};
use iceroad_model::{DumpId, Scenario, SeasonId, WorkshopId};

/// Everything about goods in one replication.
pub struct Supply {}

#[expect(unused_variables, reason = "the parts are being joined")]
impl Supply {
    /// How many clocks supply has on the calendar.
    pub const fn slots(scenario: &Scenario) -> usize {
        1
    }

    /// The state at the horizon's start; `planned` is all that orders know of the seasons to come.
    ///
    /// # Errors
    /// None at present.
    pub fn new(
        scenario: &Scenario,
        planned: &Table<SeasonId, Vec<PlannedWindow>>,
        seed: u64,
        replication: u32,
        first_slot: u16,
    ) -> Result<Self, SupplyError> {
        Ok(Self {})
    }

    /// The horizon begins.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses.
    pub fn start<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Result<(), SupplyError> {
        Ok(())
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
        Ok(())
    }

    /// A civil day of the scenario's zone begins, with what its seasons allow and each site's mean temperature.
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
        Ok(())
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
        Ok(DemandNo(0))
    }

    /// A demand is given up.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses or there is no such demand.
    pub fn drop_demand<L: Recorder>(
        &mut self,
        demand: DemandNo,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), SupplyError> {
        Ok(())
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
        Ok(())
    }

    /// So much has been dumped at a dump since the horizon's start.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses.
    pub fn tonnes_at<L: Recorder>(
        &mut self,
        dump: DumpId,
        total: Mass,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), SupplyError> {
        Ok(())
    }

    /// The horizon has ended: what is still open is accounted for.
    ///
    /// # Errors
    /// [`SupplyError`] where the calendar refuses.
    pub fn finish<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) -> Result<(), SupplyError> {
        Ok(())
    }
}
