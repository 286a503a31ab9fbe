//! Haulage run by itself: a calendar, a log, and nobody else. For tests, validation and benchmarks.
//!
//! There is no weather but what is set, nothing fails unless told to, and fuel is there when asked for unless
//! [`Alone::fuel_at_once`] is off.

use crate::error::HaulageError;
use crate::notice::{Ctx, Notice};
use crate::{Haulage, Layout};
use iceroad_base::Time;
use iceroad_base::civil::Horizon;
use iceroad_kernel::Instant;
use iceroad_kernel::calendar::Calendar;
use iceroad_kernel::context::Context;
use iceroad_model::Tables;
use iceroad_model::event::Recorder;
use std::sync::Arc;

/// Haulage with its own calendar.
pub struct Alone<L> {
    /// The pit.
    pub haulage: Haulage,
    /// Its calendar.
    pub calendar: Calendar,
    /// Its log.
    pub log: L,
    /// Every notice with its time, where [`Alone::keep_notices`] is on.
    pub notices: Vec<(Time, Notice)>,
    /// Whether fuel is issued the moment it is asked for.
    pub fuel_at_once: bool,
    /// Whether notices are kept.
    pub keep_notices: bool,
    pending: Vec<Notice>,
    events: u64,
    instant: Instant,
}

impl<L: Recorder> Alone<L> {
    /// The haulage of tables that need not pass any rule, started.
    ///
    /// # Errors
    /// Those of [`Layout::new`].
    pub fn tables(tables: &Tables, horizon: &Horizon, seed: u64, log: L) -> Result<Alone<L>, HaulageError> {
        let layout = Arc::new(Layout::of_tables(tables, horizon)?);
        Alone::start(Haulage::on_layout(layout, seed, 0, 0), log)
    }

    /// Starts haulage made elsewhere, with its first slot 0.
    ///
    /// # Errors
    /// [`HaulageError::TooMany`] for more slots than a calendar has.
    pub fn start(haulage: Haulage, log: L) -> Result<Alone<L>, HaulageError> {
        let slots = haulage.layout().slots();
        let calendar = Calendar::new(slots).map_err(|_| HaulageError::TooMany { slots })?;
        let mut alone = Alone {
            haulage,
            calendar,
            log,
            notices: Vec::new(),
            fuel_at_once: true,
            keep_notices: true,
            pending: Vec::new(),
            events: 0,
            instant: Instant::new(),
        };
        alone.tell(Haulage::start)?;
        Ok(alone)
    }

    /// Calls haulage now, and answers what it asks for.
    ///
    /// # Errors
    /// That of the call.
    pub fn tell<R>(
        &mut self,
        call: impl FnOnce(&mut Haulage, &mut Ctx<'_, L>) -> Result<R, HaulageError>,
    ) -> Result<R, HaulageError> {
        let answer =
            call(&mut self.haulage, &mut context(&mut self.calendar, &mut self.log, &mut self.pending))?;
        self.answer()?;
        Ok(answer)
    }

    /// Runs every event before `end` and moves the clock there.
    ///
    /// # Errors
    /// The first that occurs.
    pub fn run_until(&mut self, end: Time) -> Result<(), HaulageError> {
        while let Some(due) = self.calendar.pop_until(end) {
            self.events += 1;
            if let Err(stands) = self.instant.happens(due.at) {
                return Err(self.haulage.time_stands(due.slot.0, stands));
            }
            let mut ctx = context(&mut self.calendar, &mut self.log, &mut self.pending);
            self.haulage.on_due(due.slot.0, &mut ctx)?;
            if !self.pending.is_empty() {
                self.answer()?;
            }
        }
        Ok(self.calendar.advance_to(end)?)
    }

    /// Events fired so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    fn answer(&mut self) -> Result<(), HaulageError> {
        let mut next = 0;
        while let Some(&notice) = self.pending.get(next) {
            next += 1;
            if self.keep_notices {
                self.notices.push((self.calendar.now(), notice));
            }
            if let Notice::FuelWanted { machine, .. } = notice
                && self.fuel_at_once
            {
                let mut ctx = context(&mut self.calendar, &mut self.log, &mut self.pending);
                self.haulage.fuel_ready(machine, &mut ctx)?;
            }
        }
        self.pending.clear();
        Ok(())
    }
}

fn context<'a, L>(
    calendar: &'a mut Calendar,
    log: &'a mut L,
    notices: &'a mut Vec<Notice>,
) -> Context<'a, L, Notice> {
    Context { now: calendar.now(), calendar, log, notices }
}
