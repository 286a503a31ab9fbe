//! What comes by the calendar and not by notice: midnights, months, tonnes that are counted.
//!
//! The order within a midnight matters: haulage logs the fuel of the day that ends when it hears of the weather, so the
//! month changes only after that.

use super::Run;
use crate::error::RunError;
use iceroad_kernel::calendar::{Class, Slot};
use iceroad_kernel::context::Context;
use iceroad_model::event::{CostCause, Event, Recorder, StateClass, class};
use iceroad_model::fleet::Arrival;

impl Run<'_> {
    /// A civil day of the scenario's zone begins.
    pub(super) fn new_day(&mut self) -> Result<(), RunError> {
        self.day += 1;
        if self.day % 7 == 0 {
            self.log.tally.week_end();
        }
        self.read_day();
        self.log_limits(false);
        // Haulage logs the fuel of the day that has ended here, so the month changes only now.
        self.hand_out_weather()?;
        self.month_change()?;
        self.deliver()?;
        self.supply_day()?;
        self.deliver()?;
        self.commission_by_date()?;
        self.schedule_next_day()
    }

    fn month_change(&mut self) -> Result<(), RunError> {
        let month = self.prepared.clock.month_index(self.now);
        if month == self.log.tally.month() {
            return Ok(());
        }
        self.settle();
        self.pay_running_costs();
        self.log.tally.new_month(self.now, month);
        self.month_start = self.now;
        Ok(())
    }

    /// Haulage by rates tells the month's sums.
    fn settle(&mut self) {
        self.haulage.settle(context!(self, from_haulage));
    }

    /// Labour on shift, machine operation and electricity of the month that ends, a payment each.
    pub(super) fn pay_running_costs(&mut self) {
        let month = self.log.tally.month();
        self.log.tally.new_month(self.now, month);
        let (mut operation, mut electricity) = (0.0, 0.0);
        for (machine, row) in self.scenario.machines.entries() {
            let working = self.log.tally.class_ms(machine, month, StateClass::Working);
            let delay = self.log.tally.class_ms(machine, month, StateClass::Delay);
            let hours = iceroad_base::Span::from_millis(working + delay).hours();
            operation += self.scenario.models[row.model].cost_per_hour.get() as f64 * hours;
            let price = self.scenario.mines[row.mine].electricity.cost_per_kwh.get();
            electricity += price as f64 * self.log.tally.energy_kwh(machine, month) as f64;
        }
        let mut labour = 0.0;
        for (group, row) in self.scenario.technicians.entries() {
            let hours = self.maintenance.technician_hours(group, self.month_start, self.now);
            labour += row.cost_per_hour.get() as f64 * hours * f64::from(row.count);
        }
        self.pay(CostCause::Operation, operation);
        self.pay(CostCause::Labour, labour);
        self.pay(CostCause::Electricity, electricity);
    }

    fn pay(&mut self, cause: CostCause, minor: f64) {
        let amount = iceroad_base::quantity::Money(minor.round() as i64);
        if amount.get() != 0 {
            self.log.record(self.now, Event::Paid { cause, to: None, amount });
        }
    }

    /// Reads the day's temperatures and season limits.
    pub(super) fn read_day(&mut self) {
        for (site, row) in self.scenario.sites.entries() {
            if let Some(station) = row.station {
                self.temperature[site] = self.weather.mean(station, self.day);
            }
        }
    }

    pub(super) fn log_limits(&mut self, first: bool) {
        for season in self.scenario.seasons.ids() {
            let limit = self.tracks[season].limit(self.day);
            if first || limit.gross != self.limits[season].gross {
                self.log.record(self.now, Event::SeasonLimit { season, gross: limit.gross });
            }
            self.limits[season] = limit;
        }
    }

    pub(super) fn hand_out_weather(&mut self) -> Result<(), RunError> {
        call!(self.maintenance.set_weather(self.temperature.as_slice()))?;
        for (mine, row) in self.scenario.mines.entries() {
            let mean = self.temperature[row.site];
            call!(self.haulage.set_weather(mine, mean))?;
        }
        Ok(())
    }

    /// Tells supply what has been dumped so far where tonnes are promised.
    pub(super) fn count_tonnes(&mut self) -> Result<(), RunError> {
        if !self.prepared.promised_dumps.is_empty() {
            self.haulage.settle_tonnes(context!(self, from_haulage));
        }
        for &dump in &self.prepared.promised_dumps {
            let total = self.haulage.dumped_total(dump);
            call!(self.supply.tonnes_at(dump, total))?;
        }
        Ok(())
    }

    /// Tells supply what has been hauled so far where a mine's use goes with it.
    fn count_work(&mut self) {
        if self.scenario.mine_uses.iter().all(|row| row.per_tonne == 0.0) {
            return;
        }
        self.haulage.settle_tonnes(context!(self, from_haulage));
        for (id, row) in self.scenario.mine_uses.entries() {
            let counts = |dump, material| row.counts(self.scenario, dump, material);
            self.supply.hauled(id, self.log.tally.hauled(counts));
        }
    }

    pub(super) fn supply_day(&mut self) -> Result<(), RunError> {
        self.count_work();
        call!(self.supply.new_day(self.day, &self.limits, self.temperature.as_slice()))
    }

    /// Machines that arrive today join, and on the first day those that were to arrive before it.
    pub(super) fn commission_by_date(&mut self) -> Result<(), RunError> {
        let today = self.prepared.clock.date_of_day(self.day);
        for (machine, row) in self.scenario.machines.entries() {
            let Arrival::On(date) = row.arrival else { continue };
            if date == today || (self.day == 0 && date < today) {
                self.commission(machine)?;
            }
        }
        Ok(())
    }

    pub(super) fn schedule_next_count(&mut self) -> Result<(), RunError> {
        let Some(&next) = self.prepared.tonnes_counted.get(self.next_count) else { return Ok(()) };
        self.next_count += 1;
        let scheduled = self.calendar.schedule(Slot(self.slots.count), next, Class(class::DAY));
        scheduled.map_err(|error| self.failed("count", error))
    }

    pub(super) fn schedule_next_day(&mut self) -> Result<(), RunError> {
        let next = self.prepared.clock.midnight(self.prepared.clock.date_of_day(self.day + 1));
        if next >= self.end {
            return Ok(());
        }
        let scheduled = self.calendar.schedule(Slot(self.slots.day), next, Class(class::DAY));
        scheduled.map_err(|error| self.failed("day", error))
    }
}
