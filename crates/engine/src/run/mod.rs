//! One replication: the loop that fires events, and the one place where domains hear of each other.
//!
//! Read [`Run::go`] for the loop and [`Run::deliver`] for every arrow between domains. Events at one instant fire by
//! class, then slot ([`iceroad_model::event::class`]); notices are carried after the call that left them, haulage's
//! first, then maintenance's, then supply's, until none is left.
//!
//! What comes by the calendar (midnights, months, counts of tonnes) is in `day`.

use crate::digest::Digest;
use crate::error::RunError;
use crate::log::Log;
use crate::prepared::{MILD, Prepared};
use crate::tally::Tally;
use iceroad_base::quantity::{Celsius, Quantity};
use iceroad_base::{Table, Time};
use iceroad_climate::{SeasonTrack, Weather};
use iceroad_haulage::{Hauling, Notice as HaulageNotice};
use iceroad_kernel::calendar::Calendar;
use iceroad_kernel::context::Context;
use iceroad_kernel::{Instant, TimeStands};
use iceroad_maintenance::{Maintenance, Notice as MaintenanceNotice};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::{Claimant, DemandNo, Entry, Event, MachineState, Recorder};
use iceroad_model::record::{RunRecord, WindowRecord};
use iceroad_model::{ItemId, MachineId, Scenario, SeasonId, SiteId, StoreId};
use iceroad_supply::{Demand, Notice as SupplyNotice, Supply};
use std::fmt::Display;

/// What a part is handed with a call: the instant, the calendar, the log, and where to leave its notices.
macro_rules! context {
    ($run:ident, $notices:ident) => {
        &mut Context {
            now: $run.now,
            calendar: &mut $run.calendar,
            log: &mut $run.log,
            notices: &mut $run.$notices,
        }
    };
}

/// Calls a part with its context and turns its error into a [`RunError`]: `call!(self.haulage.on_due(slot))?`.
macro_rules! call {
    ($run:ident.haulage.$($call:tt)+) => { call!($run, haulage, from_haulage, $($call)+) };
    ($run:ident.maintenance.$($call:tt)+) => { call!($run, maintenance, from_maintenance, $($call)+) };
    ($run:ident.supply.$($call:tt)+) => { call!($run, supply, from_supply, $($call)+) };
    ($run:ident, $part:ident, $notices:ident, $call:ident($($arg:expr),*)) => {{
        let result = $run.$part.$call($($arg,)* context!($run, $notices));
        result.map_err(|error| $run.failed(stringify!($part), error))
    }};
}

mod day;

/// What one replication gives.
pub struct Replication {
    /// Its totals.
    pub record: RunRecord,
    /// Its whole log, where it was asked for.
    pub log: Option<Vec<Entry>>,
}

/// The slots of each part on the one calendar: haulage first, then maintenance, supply, the day, and counts of tonnes.
#[derive(Clone, Copy)]
struct Slots {
    maintenance: u16,
    supply: u16,
    day: u16,
    count: u16,
}

pub(crate) struct Run<'p> {
    prepared: &'p Prepared,
    scenario: &'p Scenario,
    seed: u64,
    replication: u32,
    fired: u64,
    instant: Instant,
    now: Time,
    end: Time,
    day: i64,
    slots: Slots,
    calendar: Calendar,
    haulage: Hauling,
    maintenance: Maintenance,
    supply: Supply,
    log: Log<'p>,
    from_haulage: Vec<HaulageNotice>,
    from_maintenance: Vec<MaintenanceNotice>,
    from_supply: Vec<SupplyNotice>,
    weather: Weather,
    tracks: Table<SeasonId, SeasonTrack>,
    limits: Table<SeasonId, DayLimit>,
    temperature: Table<SiteId, Celsius>,
    fuel_demand: Table<MachineId, Option<DemandNo>>,
    /// Position of the next of [`Prepared::tonnes_counted`].
    next_count: usize,
    month_start: Time,
}

impl<'p> Run<'p> {
    pub(crate) fn new(
        prepared: &'p Prepared,
        seed: u64,
        replication: u32,
        keep_log: bool,
    ) -> Result<Self, RunError> {
        let scenario: &Scenario = prepared.scenario();
        let fail = |part: &'static str, message: String| RunError {
            seed,
            replication,
            at: Time::START,
            fired: 0,
            part,
            message,
        };
        let haulage = prepared.hauling(seed, replication);
        let maintenance_from = haulage.slots();
        let supply_from = maintenance_from + prepared.maintenance.slots();
        let day = supply_from + prepared.supply.slots();
        let calendar = Calendar::new(day + 2).map_err(|error| fail("calendar", error.to_string()))?;
        let slots = Slots {
            maintenance: maintenance_from as u16,
            supply: supply_from as u16,
            day: day as u16,
            count: day as u16 + 1,
        };
        let weather =
            prepared.climate.draw(seed, replication).map_err(|error| fail("climate", error.to_string()))?;
        let tracks = prepared.climate.tracks(&weather, seed, replication);
        Ok(Self {
            prepared,
            scenario,
            seed,
            replication,
            fired: 0,
            instant: Instant::new(),
            now: Time::START,
            end: scenario.horizon().end(),
            day: 0,
            slots,
            calendar,
            haulage,
            maintenance: Maintenance::new(&prepared.maintenance, seed, replication, slots.maintenance)
                .map_err(|e| fail("maintenance", e.to_string()))?,
            supply: Supply::new(&prepared.supply, seed, replication, slots.supply),
            log: Log {
                digest: Digest::new(),
                tally: Tally::new(scenario, replication),
                entries: keep_log.then(Vec::new),
            },
            from_haulage: Vec::new(),
            from_maintenance: Vec::new(),
            from_supply: Vec::new(),
            weather,
            tracks,
            limits: Table::filled(scenario.seasons.len(), DayLimit::OPEN),
            temperature: Table::filled(scenario.sites.len(), MILD),
            fuel_demand: Table::filled(scenario.machines.len(), None),
            next_count: 0,
            month_start: Time::START,
        })
    }

    /// Fires events in order until the horizon's end; false where it is told at the beginning of a day that nobody wants it any more.
    pub(crate) fn go(&mut self, is_unwanted: &dyn Fn() -> bool) -> Result<bool, RunError> {
        self.start()?;
        while let Some(due) = self.calendar.pop_until(self.end) {
            self.now = due.at;
            self.fired += 1;
            let slot = due.slot.0;
            self.instant.happens(self.now).map_err(|stands| self.time_stands(slot, stands))?;
            if slot < self.slots.maintenance {
                call!(self.haulage.on_due(slot))?;
            } else if slot < self.slots.supply {
                let local = slot - self.slots.maintenance;
                call!(self.maintenance.on_due(local))?;
            } else if slot < self.slots.day {
                let local = slot - self.slots.supply;
                call!(self.supply.on_due(local))?;
            } else if slot == self.slots.day {
                if is_unwanted() {
                    return Ok(false);
                }
                self.new_day()?;
            } else {
                self.count_tonnes()?;
                self.schedule_next_count()?;
            }
            if self.has_notices() {
                self.deliver()?;
            }
        }
        Ok(true)
    }

    /// The horizon begins. Haulage starts last: its meters run from then on, and its machines ask for fuel.
    fn start(&mut self) -> Result<(), RunError> {
        self.read_day();
        self.log_limits(true);
        self.hand_out_weather()?;
        call!(self.maintenance.start())?;
        call!(self.supply.start())?;
        call!(self.haulage.start())?;
        self.deliver()?;
        self.supply_day()?;
        self.deliver()?;
        self.commission_by_date()?;
        self.deliver()?;
        self.schedule_next_count()?;
        self.schedule_next_day()
    }

    #[inline]
    fn has_notices(&self) -> bool {
        !(self.from_haulage.is_empty() && self.from_maintenance.is_empty() && self.from_supply.is_empty())
    }

    /// Carries every notice to whom it concerns, until none is left.
    fn deliver(&mut self) -> Result<(), RunError> {
        while self.has_notices() {
            self.instant.happens(self.now).map_err(|stands| self.failed("notices", stands))?;
            let mut haulage = std::mem::take(&mut self.from_haulage);
            for notice in haulage.drain(..) {
                self.hear_haulage(notice)?;
            }
            give_back(&mut self.from_haulage, haulage);
            let mut maintenance = std::mem::take(&mut self.from_maintenance);
            for notice in maintenance.drain(..) {
                self.hear_maintenance(notice)?;
            }
            give_back(&mut self.from_maintenance, maintenance);
            let mut supply = std::mem::take(&mut self.from_supply);
            for notice in supply.drain(..) {
                self.hear_supply(notice)?;
            }
            give_back(&mut self.from_supply, supply);
        }
        Ok(())
    }

    fn hear_haulage(&mut self, notice: HaulageNotice) -> Result<(), RunError> {
        match notice {
            HaulageNotice::MeterOn { machine } => {
                call!(self.maintenance.meter_on(machine))
            }
            HaulageNotice::MeterOff { machine } => {
                call!(self.maintenance.meter_off(machine))
            }
            HaulageNotice::AtGate { machine } => {
                call!(self.maintenance.at_gate(machine))
            }
            HaulageNotice::FuelWanted { machine, litres } => self.fuel_wanted(machine, litres),
            HaulageNotice::FuelGivenUp { machine } => {
                let Some(demand) = self.fuel_demand[machine].take() else { return Ok(()) };
                call!(self.supply.drop_demand(demand))
            }
        }
    }

    fn hear_maintenance(&mut self, notice: MaintenanceNotice) -> Result<(), RunError> {
        match notice {
            MaintenanceNotice::Failed { machine } => {
                let stopped = call!(self.haulage.stop(machine))?;
                let to_gate = stopped.to_gate;
                call!(self.maintenance.stopped(machine, to_gate))
            }
            MaintenanceNotice::ServiceDue { machine } => {
                call!(self.haulage.release(machine))
            }
            MaintenanceNotice::InTow { machine } => {
                call!(self.haulage.towed(machine))
            }
            MaintenanceNotice::Ready { machine, in_place: true } => {
                call!(self.haulage.resume_in_place(machine))
            }
            MaintenanceNotice::Ready { machine, in_place: false } => {
                call!(self.haulage.resume(machine))
            }
            MaintenanceNotice::PartWanted { job, machine, store, item, quantity } => {
                let demand = self.demand(machine, store, item, quantity, Claimant::Job(job));
                call!(self.supply.demand(demand)).map(drop)
            }
            MaintenanceNotice::Stands { job } => {
                call!(self.supply.cores_out(job))
            }
            MaintenanceNotice::JobDone { workshop, kind, .. } => {
                call!(self.supply.service_done(workshop, kind))
            }
        }
    }

    fn hear_supply(&mut self, notice: SupplyNotice) -> Result<(), RunError> {
        match notice {
            SupplyNotice::Filled { by: Claimant::Job(job), life_factor, .. } => {
                call!(self.maintenance.part_filled(job, life_factor))
            }
            SupplyNotice::Filled { by: Claimant::Fuel(machine), demand, .. } => {
                if self.fuel_demand[machine] != Some(demand) {
                    // Given up meanwhile; what the machine waits for now is another demand.
                    return Ok(());
                }
                self.fuel_demand[machine] = None;
                call!(self.haulage.fuel_ready(machine))
            }
            // Settlements, tasks and stores are supply's own affair.
            SupplyNotice::Filled { .. } => Ok(()),
            SupplyNotice::Commission { machine } => self.commission(machine),
            SupplyNotice::TaskDone { task } => {
                call!(self.maintenance.open(task))
            }
        }
    }

    fn fuel_wanted(&mut self, machine: MachineId, litres: Quantity) -> Result<(), RunError> {
        let mine = &self.scenario.mines[self.scenario.machines[machine].mine];
        let (Some(store), Some(item)) = (mine.fuel_store, mine.fuel_item) else {
            return call!(self.haulage.fuel_ready(machine));
        };
        let demand = self.demand(machine, store, item, litres, Claimant::Fuel(machine));
        let number = call!(self.supply.demand(demand))?;
        self.fuel_demand[machine] = Some(number);
        Ok(())
    }

    fn demand(
        &self,
        machine: MachineId,
        store: StoreId,
        item: ItemId,
        quantity: Quantity,
        by: Claimant,
    ) -> Demand {
        let machine = &self.scenario.machines[machine];
        let lowest = self.prepared.lowest[self.scenario.mines[machine.mine].site];
        Demand { store, item, quantity, by, model: Some(machine.model), lowest }
    }

    fn commission(&mut self, machine: MachineId) -> Result<(), RunError> {
        if self.log.tally.state_of(machine) != MachineState::Absent {
            return Ok(());
        }
        self.log.record(self.now, Event::Commissioned { machine });
        call!(self.maintenance.commission(machine))?;
        call!(self.haulage.commission(machine))
    }

    pub(crate) fn finish(mut self) -> Result<Replication, RunError> {
        self.now = self.end;
        self.count_tonnes()?;
        self.haulage.finish(context!(self, from_haulage));
        call!(self.supply.finish())?;
        self.pay_running_costs();
        let (digest, entries) = self.log.digest.finish();
        let (maintenance, end) = (&self.maintenance, self.end);
        let mut record = self.log.tally.finish(end, |group| maintenance.on_shift(group, Time::START, end));
        record.digest = digest;
        record.entries = entries;
        record.fired = self.fired;
        record.windows = windows(&self.tracks);
        Ok(Replication { record, log: self.log.entries })
    }

    /// Time does not go on, and this slot was due last: names the machine where it is one.
    fn time_stands(&self, slot: u16, stands: TimeStands) -> RunError {
        if slot < self.slots.maintenance {
            return self.failed("haulage", self.haulage.time_stands(slot, stands));
        }
        let part = if slot < self.slots.supply { "maintenance" } else { "supply" };
        self.failed(part, stands)
    }

    fn failed(&self, part: &'static str, error: impl Display) -> RunError {
        let Self { seed, replication, now, fired, .. } = *self;
        RunError { seed, replication, at: now, fired, part, message: error.to_string() }
    }
}

/// Puts an emptied buffer back, so that the next notices need no memory.
fn give_back<T>(place: &mut Vec<T>, empty: Vec<T>) {
    if place.is_empty() {
        *place = empty;
    }
}

fn windows(tracks: &Table<SeasonId, SeasonTrack>) -> Vec<WindowRecord> {
    let mut windows = Vec::new();
    for (season, track) in tracks.entries() {
        for window in track.windows() {
            windows.push(WindowRecord {
                season,
                opened: window.opened,
                full_load: window.full_load,
                closed: window.closed,
            });
        }
    }
    windows
}
