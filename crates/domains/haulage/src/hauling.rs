//! Haulage at one of two fidelities, behind one set of calls.
//!
//! Whoever runs a mine's year calls a [`Hauling`] and does not ask which it is: the notices are the same, and so are
//! the streams of everyone else's luck. What differs is what the log tells: every load, or sums. Nothing else knows both.

use crate::error::HaulageError;
use crate::notice::Ctx;
use crate::rates::{RateHaulage, RateTable};
use crate::{Haulage, Layout, Stopped};
use iceroad_base::quantity::{Celsius, Mass};
use iceroad_kernel::TimeStands;
use iceroad_model::event::Recorder;
use iceroad_model::{DumpId, MachineId, MineId};
use std::sync::Arc;

/// How closely haulage is followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Fidelity {
    /// Every truck cycle.
    #[default]
    Cycles,
    /// Production rates learned from the cycle model.
    Rates,
}

impl Fidelity {
    /// The word for it on the command line and in results.
    pub fn name(self) -> &'static str {
        match self {
            Fidelity::Cycles => "cycles",
            Fidelity::Rates => "rates",
        }
    }
}

/// Haulage of all mines in one replication.
pub enum Hauling {
    /// Every truck cycle.
    Cycles(Box<Haulage>),
    /// By rates.
    Rates(Box<RateHaulage>),
}

/// Hands a call on to whichever it is.
macro_rules! either {
    ($hauling:expr, $one:ident => $call:expr) => {
        match $hauling {
            Hauling::Cycles($one) => $call,
            Hauling::Rates($one) => $call,
        }
    };
}

impl Hauling {
    /// Every truck cycle, on a layout.
    pub fn cycles(layout: &Arc<Layout>, seed: u64, replication: u32) -> Hauling {
        Hauling::Cycles(Box::new(Haulage::on_layout(Arc::clone(layout), seed, replication, 0)))
    }

    /// By a table of rates, on the layout that it was learned on or one that differs in who is there from the start.
    pub fn rates(table: &Arc<RateTable>, layout: &Arc<Layout>, seed: u64, replication: u32) -> Hauling {
        Hauling::Rates(Box::new(RateHaulage::on_layout(Arc::clone(table), layout, seed, replication, 0)))
    }

    /// How many calendar slots it needs; its first is 0.
    pub fn slots(&self) -> usize {
        match self {
            Hauling::Cycles(haulage) => haulage.layout().slots(),
            Hauling::Rates(haulage) => haulage.n_slots(),
        }
    }

    /// Time stands, and this slot was due last.
    pub fn time_stands(&self, local: u16, stands: TimeStands) -> HaulageError {
        match self {
            Hauling::Cycles(haulage) => haulage.time_stands(local, stands),
            Hauling::Rates(_) => HaulageError::TimeStands { machine: None, stands },
        }
    }

    /// See [`Haulage::start`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn start<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) -> Result<(), HaulageError> {
        either!(self, haulage => haulage.start(ctx))
    }

    /// See [`Haulage::on_due`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    #[inline]
    pub fn on_due<L: Recorder>(&mut self, local: u16, ctx: &mut Ctx<'_, L>) -> Result<(), HaulageError> {
        either!(self, haulage => haulage.on_due(local, ctx))
    }

    /// See [`Haulage::stop`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn stop<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<Stopped, HaulageError> {
        either!(self, haulage => haulage.stop(machine, ctx))
    }

    /// See [`Haulage::towed`]; by rates nobody stands in the way of others.
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn towed<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        match self {
            Hauling::Cycles(haulage) => haulage.towed(machine, ctx),
            Hauling::Rates(_) => Ok(()),
        }
    }

    /// See [`Haulage::release`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn release<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        either!(self, haulage => haulage.release(machine, ctx))
    }

    /// See [`Haulage::resume`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn resume<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        either!(self, haulage => haulage.resume(machine, ctx))
    }

    /// See [`Haulage::resume_in_place`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn resume_in_place<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        either!(self, haulage => haulage.resume_in_place(machine, ctx))
    }

    /// See [`Haulage::commission`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn commission<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        either!(self, haulage => haulage.commission(machine, ctx))
    }

    /// See [`Haulage::fuel_ready`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn fuel_ready<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        either!(self, haulage => haulage.fuel_ready(machine, ctx))
    }

    /// See [`Haulage::set_weather`].
    ///
    /// # Errors
    /// [`HaulageError`], a bug.
    pub fn set_weather<L: Recorder>(
        &mut self,
        mine: MineId,
        mean: Celsius,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<(), HaulageError> {
        either!(self, haulage => haulage.set_weather(mine, mean, ctx))
    }

    /// Mass dumped at a dump so far, as far as the log tells; see [`Hauling::settle_tonnes`].
    pub fn dumped_total(&self, dump: DumpId) -> Mass {
        either!(self, haulage => haulage.dumped_total(dump))
    }

    /// Brings the log up to now as to tonnes hauled, where it tells sums.
    pub fn settle_tonnes<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) {
        if let Hauling::Rates(haulage) = self {
            haulage.settle_tonnes(ctx);
        }
    }

    /// Brings the log up to now altogether, where it tells sums: before hours or fuel of a month are counted.
    pub fn settle<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) {
        if let Hauling::Rates(haulage) = self {
            haulage.settle(ctx);
        }
    }

    /// See [`Haulage::finish`].
    pub fn finish<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) {
        either!(self, haulage => haulage.finish(ctx));
    }
}
