//! One replication: the loop that fires events, and the one place where domains hear of each other.
//!
//! Read [`Run::go`] for the loop and [`Run::deliver`] for every arrow between domains. Events at one instant fire by
//! class, then slot ([`iceroad_model::event::class`]); notices are carried after the call that left them, haulage's
//! first, then maintenance's, then supply's, until none is left.
use crate::digest::Digest;
use crate::error::{EngineError, RunError};
use crate::tally::Tally;
use iceroad_base::civil::Clock;
use iceroad_base::quantity::{Celsius, Quantity};
use iceroad_base::{Id, Table, Time};
use iceroad_climate::{Climate, SeasonTrack, Weather};
use iceroad_haulage::foresight::Foresight;
use iceroad_haulage::rates::RateTable;
use iceroad_haulage::{Fidelity, Hauling, Layout, Notice as HaulageNotice};
use iceroad_kernel::calendar::{Calendar, Class, Slot};
use iceroad_kernel::context::Context;
use iceroad_maintenance::{Maintenance, Notice as MaintenanceNotice};
use iceroad_model::climate::DayLimit;
use iceroad_model::event::{
    Claimant, CostCause, DemandNo, Entry, Event, MachineState, Recorder, StateClass, class,
};
use iceroad_model::fleet::Arrival;
use iceroad_model::haul_outlook::HaulOutlook;
use iceroad_model::obligations::Promise;
use iceroad_model::record::{RunRecord, WindowRecord};
use iceroad_model::{DumpId, ItemId, LineId, MachineId, MineId, Scenario, SeasonId, SiteId, StoreId};
use iceroad_supply::{Demand, Notice as SupplyNotice, Supply};
use std::fmt::Display;
use std::sync::Arc;

/// Felt at sites without a weather station; such sites have no outdoor work, so it only has to be mild (assumed).
const MILD: Celsius = Celsius::clamped(15.0);

/// A scenario made ready to be run many times: what does not change from replication to replication.
pub struct Prepared<'s> {
    scenario: &'s Scenario,
    climate: Climate,
    layout: Arc<Layout>,
    /// The lowest daily mean on record by site: what parts must be rated for.
    site_low: Table<SiteId, Celsius>,
    clock: Clock,
    fidelity: Fidelity,
    /// Production rates, once they were asked for.
    rates: Option<Arc<RateTable>>,
}

/// What one replication gives.
pub struct Replication {
    /// Its totals.
    pub record: RunRecord,
    /// Its whole log, where it was asked for.
    pub log: Option<Vec<Entry>>,
}

/// The hottest air at each mine.
fn hottest<'a>(climate: &'a Climate, scenario: &'a Scenario) -> impl Fn(MineId) -> Option<Celsius> + 'a {
    move |mine| Some(climate.highest(scenario.sites[scenario.mines[mine].site].station?))
}

/// What the worked-out haul roads say of a scenario before any run: routes, faults and warnings.
pub fn foresee(scenario: &Scenario) -> Foresight {
    match Climate::prepare(scenario) {
        Ok(climate) => iceroad_haulage::foresight::foresee(scenario, &hottest(&climate, scenario)),
        Err(_) => iceroad_haulage::foresight::foresee(scenario, &|_| None),
    }
}

impl<'s> Prepared<'s> {
    /// Prepares `scenario`.
    ///
    /// # Errors
    /// [`EngineError::Prepare`] where the climate record gives no usable year, or the haul roads cannot be driven.
    pub fn new(scenario: &'s Scenario) -> Result<Self, EngineError> {
        let climate = Climate::prepare(scenario).map_err(|error| EngineError::prepare("climate", error))?;
        let layout = Layout::new(scenario).map_err(|error| EngineError::prepare("haulage", error))?;
        let low =
            |site: &iceroad_model::site::Site| site.station.map_or(MILD, |station| climate.lowest(station));
        let site_low = scenario.sites.iter().map(low).collect();
        let clock = scenario.clock(&scenario.heading.zone);
        let (fidelity, rates) = (Fidelity::Cycles, None);
        Ok(Self { scenario, climate, layout: Arc::new(layout), site_low, clock, fidelity, rates })
    }

    /// Follows haulage so closely from now on: every cycle, as it is at first, or by rates.
    ///
    /// The streams of the rates' own runs are named by the scenario's seed, so that a replication is a function of the
    /// scenario, its seed and its number at either fidelity.
    ///
    /// # Errors
    /// [`EngineError::Prepare`] where rates cannot follow the scenario ([`Prepared::not_followed_by_rates`]).
    pub fn set_fidelity(&mut self, fidelity: Fidelity) -> Result<(), EngineError> {
        let not_followed = self.not_followed_by_rates();
        if fidelity == Fidelity::Rates && !not_followed.is_empty() {
            return Err(EngineError::prepare("haulage by rates", not_followed.join("; ")));
        }
        if fidelity == Fidelity::Rates && self.rates.is_none() {
            let (seed, end) = (self.scenario.heading.seed, self.scenario.horizon().end());
            let table = RateTable::new(Arc::clone(&self.layout), self.scenario.materials.len(), seed, end);
            let table = table.map_err(|error| EngineError::prepare("haulage by rates", error))?;
            self.rates = Some(Arc::new(table));
        }
        self.fidelity = fidelity;
        Ok(())
    }

    /// What of the scenario haulage by rates cannot follow, in words: with any of it, rates are not to be asked for.
    pub fn not_followed_by_rates(&self) -> Vec<&'static str> {
        iceroad_haulage::rates::not_followed(&self.layout)
    }

    /// How closely haulage is followed.
    pub fn fidelity(&self) -> Fidelity {
        self.fidelity
    }

    /// The table of rates, once it was asked for by [`Prepared::set_fidelity`].
    pub fn rates(&self) -> Option<&RateTable> {
        self.rates.as_deref()
    }

    /// The table itself, to be shared.
    pub fn rate_table(&self) -> Option<Arc<RateTable>> {
        self.rates.clone()
    }

    /// Takes the rates learned for another scenario that differs from this one only in which machines ever arrive.
    pub fn share_rates(&mut self, table: Option<Arc<RateTable>>) {
        if table.is_some() {
            self.rates = table;
        }
    }

    fn hauling(&self, seed: u64, replication: u32) -> Hauling {
        match &self.rates {
            Some(table) if self.fidelity == Fidelity::Rates => {
                Hauling::rates(table, &self.layout, seed, replication)
            }
            _ => Hauling::cycles(&self.layout, seed, replication),
        }
    }

    /// The scenario.
    pub fn scenario(&self) -> &'s Scenario {
        self.scenario
    }

    /// Its haulage, worked out: haul roads, fills, dumps.
    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Its climate.
    pub fn climate(&self) -> &Climate {
        &self.climate
    }

    /// What its routes come to without waiting, and what they ask of tyres.
    pub fn haul_outlook(&self) -> HaulOutlook {
        iceroad_haulage::outlook::outlook(&self.layout, self.scenario, &hottest(&self.climate, self.scenario))
    }

    /// Runs replication `replication` of `seed`; keeps the whole log where `keep_log` says so (some hundred bytes
    /// for each truck cycle).
    ///
    /// # Errors
    /// [`RunError`] says where the run stopped and how to replay it.
    pub fn replicate(&self, seed: u64, replication: u32, keep_log: bool) -> Result<Replication, RunError> {
        Run::new(self, seed, replication, keep_log)?.go()
    }
}

/// Everything that takes entries.
struct Log<'s> {
    digest: Digest,
    tally: Tally<'s>,
    entries: Option<Vec<Entry>>,
}

impl Recorder for Log<'_> {
    /// Most who call it know which kind of entry they write: the choice is made where they are compiled.
    #[inline(always)]
    fn record(&mut self, at: Time, event: Event) {
        match event {
            Event::State { machine, state } => self.state(at, machine, state),
            other => self.other(at, other),
        }
    }
}

impl Log<'_> {
    fn state(&mut self, at: Time, machine: MachineId, state: MachineState) {
        self.digest.take_state(at, machine, state);
        self.tally.machine_state(at, machine, state);
        if let Some(entries) = &mut self.entries {
            entries.push(Entry { at, event: Event::State { machine, state } });
        }
    }

    fn other(&mut self, at: Time, event: Event) {
        self.digest.take(at, &event);
        self.tally.take(at, event);
        if let Some(entries) = &mut self.entries {
            entries.push(Entry { at, event });
        }
    }
}

/// The slots of each part on the one calendar: haulage first, then maintenance, supply, the day, and due tonnes.
#[derive(Clone, Copy)]
struct Slots {
    maintenance: u16,
    supply: u16,
    day: u16,
    due: u16,
}

struct Run<'s, 'p> {
    prepared: &'p Prepared<'s>,
    scenario: &'s Scenario,
    seed: u64,
    replication: u32,
    fired: u64,
    now: Time,
    end: Time,
    day: i64,
    slots: Slots,
    calendar: Calendar,
    haulage: Hauling,
    maintenance: Maintenance,
    supply: Supply,
    log: Log<'s>,
    from_haulage: Vec<HaulageNotice>,
    from_maintenance: Vec<MaintenanceNotice>,
    from_supply: Vec<SupplyNotice>,
    weather: Weather,
    tracks: Table<SeasonId, SeasonTrack>,
    limits: Table<SeasonId, DayLimit>,
    temperature: Table<SiteId, Celsius>,
    fuel_demand: Table<MachineId, Option<DemandNo>>,
    promised_dumps: Vec<DumpId>,
    /// When tonnes fall due between the midnights of the scenario's zone; the latest first.
    tonnes_due: Vec<Time>,
    month_start: Time,
}

/// Calls a part with its context and turns its error into a [`RunError`].
macro_rules! call {
    ($run:ident, $part:ident, $notices:ident, |$part_ref:ident, $ctx:ident| $body:expr) => {{
        let result = {
            let $ctx = &mut Context {
                now: $run.now,
                calendar: &mut $run.calendar,
                log: &mut $run.log,
                notices: &mut $run.$notices,
            };
            let $part_ref = &mut $run.$part;
            $body
        };
        result.map_err(|error| $run.failed(stringify!($part), error))
    }};
}

impl<'s, 'p> Run<'s, 'p> {
    fn new(
        prepared: &'p Prepared<'s>,
        seed: u64,
        replication: u32,
        keep_log: bool,
    ) -> Result<Self, RunError> {
        let scenario = prepared.scenario;
        let fail = |part: &'static str, message: String| RunError {
            seed,
            replication,
            at: Time::START,
            fired: 0,
            part,
            message,
        };
        let haulage = prepared.hauling(seed, replication);
        let n_haulage = haulage.slots();
        let n_maintenance = Maintenance::slots(scenario);
        let n_supply = Supply::slots(scenario);
        let calendar = Calendar::new(n_haulage + n_maintenance + n_supply + 2)
            .map_err(|error| fail("calendar", error.to_string()))?;
        let slots = Slots {
            maintenance: n_haulage as u16,
            supply: (n_haulage + n_maintenance) as u16,
            day: (n_haulage + n_maintenance + n_supply) as u16,
            due: (n_haulage + n_maintenance + n_supply + 1) as u16,
        };
        let weather =
            prepared.climate.draw(seed, replication).map_err(|error| fail("climate", error.to_string()))?;
        let tracks = prepared.climate.tracks(&weather, seed, replication);
        let planned = prepared.climate.planned();
        Ok(Self {
            prepared,
            scenario,
            seed,
            replication,
            fired: 0,
            now: Time::START,
            end: scenario.horizon().end(),
            day: 0,
            slots,
            calendar,
            haulage,
            maintenance: Maintenance::new(scenario, seed, replication, slots.maintenance)
                .map_err(|e| fail("maintenance", e.to_string()))?,
            supply: Supply::new(scenario, planned, seed, replication, slots.supply)
                .map_err(|e| fail("supply", e.to_string()))?,
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
            promised_dumps: promised_dumps(scenario),
            tonnes_due: tonnes_due(scenario, &prepared.clock),
            month_start: Time::START,
        })
    }

    /// The whole replication: start, fire events in order until the horizon's end, finish.
    fn go(mut self) -> Result<Replication, RunError> {
        self.start()?;
        while let Some(due) = self.calendar.pop_until(self.end) {
            self.now = due.at;
            self.fired += 1;
            let slot = due.slot.0;
            if slot < self.slots.maintenance {
                call!(self, haulage, from_haulage, |haulage, ctx| haulage.on_due(slot, ctx))?;
            } else if slot < self.slots.supply {
                let local = slot - self.slots.maintenance;
                call!(self, maintenance, from_maintenance, |maintenance, ctx| maintenance
                    .on_due(local, ctx))?;
            } else if slot < self.slots.day {
                let local = slot - self.slots.supply;
                call!(self, supply, from_supply, |supply, ctx| supply.on_due(local, ctx))?;
            } else if slot == self.slots.day {
                self.new_day()?;
            } else {
                self.count_tonnes()?;
                self.schedule_next_due()?;
            }
            if self.has_notices() {
                self.deliver()?;
            }
        }
        self.finish()
    }

    fn start(&mut self) -> Result<(), RunError> {
        self.read_day();
        self.log_limits(true);
        self.hand_out_weather()?;
        call!(self, maintenance, from_maintenance, |maintenance, ctx| maintenance.start(ctx))?;
        call!(self, supply, from_supply, |supply, ctx| supply.start(ctx))?;
        call!(self, haulage, from_haulage, |haulage, ctx| haulage.start(ctx))?;
        self.deliver()?;
        self.supply_day()?;
        self.deliver()?;
        self.commission_by_date()?;
        self.deliver()?;
        self.schedule_next_due()?;
        self.schedule_next_day()
    }

    #[inline]
    fn has_notices(&self) -> bool {
        !(self.from_haulage.is_empty() && self.from_maintenance.is_empty() && self.from_supply.is_empty())
    }

    /// Carries every notice to whom it concerns, until none is left.
    fn deliver(&mut self) -> Result<(), RunError> {
        while self.has_notices() {
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
                call!(self, maintenance, from_maintenance, |shop, ctx| shop.meter_on(machine, ctx))
            }
            HaulageNotice::MeterOff { machine } => {
                call!(self, maintenance, from_maintenance, |shop, ctx| shop.meter_off(machine, ctx))
            }
            HaulageNotice::AtGate { machine } => {
                call!(self, maintenance, from_maintenance, |shop, ctx| shop.at_gate(machine, ctx))
            }
            HaulageNotice::FuelWanted { machine, litres } => self.fuel_wanted(machine, litres),
            HaulageNotice::FuelGivenUp { machine } => {
                let Some(demand) = self.fuel_demand[machine].take() else { return Ok(()) };
                call!(self, supply, from_supply, |supply, ctx| supply.drop_demand(demand, ctx))
            }
        }
    }

    fn hear_maintenance(&mut self, notice: MaintenanceNotice) -> Result<(), RunError> {
        match notice {
            MaintenanceNotice::Failed { machine } => {
                let stopped = call!(self, haulage, from_haulage, |haulage, ctx| haulage.stop(machine, ctx))?;
                let to_gate = stopped.to_gate;
                call!(self, maintenance, from_maintenance, |shop, ctx| shop.stopped(machine, to_gate, ctx))
            }
            MaintenanceNotice::ServiceDue { machine } => {
                call!(self, haulage, from_haulage, |haulage, ctx| haulage.release(machine, ctx))
            }
            MaintenanceNotice::InTow { machine } => {
                call!(self, haulage, from_haulage, |haulage, ctx| haulage.towed(machine, ctx))
            }
            MaintenanceNotice::Ready { machine, in_place: true } => {
                call!(self, haulage, from_haulage, |haulage, ctx| haulage.resume_in_place(machine, ctx))
            }
            MaintenanceNotice::Ready { machine, in_place: false } => {
                call!(self, haulage, from_haulage, |haulage, ctx| haulage.resume(machine, ctx))
            }
            MaintenanceNotice::PartWanted { job, machine, store, item, quantity } => {
                let demand = self.demand(machine, store, item, quantity, Claimant::Job(job));
                call!(self, supply, from_supply, |supply, ctx| supply.demand(demand, ctx).map(drop))
            }
            MaintenanceNotice::JobDone { workshop, kind, .. } => {
                call!(self, supply, from_supply, |supply, ctx| supply.service_done(workshop, kind, ctx))
            }
        }
    }

    fn hear_supply(&mut self, notice: SupplyNotice) -> Result<(), RunError> {
        match notice {
            SupplyNotice::Filled { by: Claimant::Job(job), .. } => {
                call!(self, maintenance, from_maintenance, |shop, ctx| shop.part_filled(job, ctx))
            }
            SupplyNotice::Filled { by: Claimant::Fuel(machine), demand } => {
                if self.fuel_demand[machine] != Some(demand) {
                    // Given up meanwhile; what the machine waits for now is another demand.
                    return Ok(());
                }
                self.fuel_demand[machine] = None;
                call!(self, haulage, from_haulage, |haulage, ctx| haulage.fuel_ready(machine, ctx))
            }
            // Settlements, tasks and stores are supply's own affair.
            SupplyNotice::Filled { .. } => Ok(()),
            SupplyNotice::Commission { machine } => self.commission(machine),
            SupplyNotice::TaskDone { task } => {
                call!(self, maintenance, from_maintenance, |shop, ctx| shop.open(task, ctx))
            }
        }
    }

    fn fuel_wanted(&mut self, machine: MachineId, litres: Quantity) -> Result<(), RunError> {
        let mine = &self.scenario.mines[self.scenario.machines[machine].mine];
        let (Some(store), Some(item)) = (mine.fuel_store, mine.fuel_item) else {
            return call!(self, haulage, from_haulage, |haulage, ctx| haulage.fuel_ready(machine, ctx));
        };
        let demand = self.demand(machine, store, item, litres, Claimant::Fuel(machine));
        let number = call!(self, supply, from_supply, |supply, ctx| supply.demand(demand, ctx))?;
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
        let site_low = self.prepared.site_low[self.scenario.mines[machine.mine].site];
        Demand { store, item, quantity, by, model: Some(machine.model), site_low }
    }

    fn commission(&mut self, machine: MachineId) -> Result<(), RunError> {
        if self.log.tally.state_of(machine) != MachineState::Absent {
            return Ok(());
        }
        self.log.record(self.now, Event::Commissioned { machine });
        call!(self, maintenance, from_maintenance, |shop, ctx| shop.commission(machine, ctx))?;
        call!(self, haulage, from_haulage, |haulage, ctx| haulage.commission(machine, ctx))
    }

    /// A civil day of the scenario's zone begins.
    fn new_day(&mut self) -> Result<(), RunError> {
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
        self.haulage.settle(&mut Context {
            now: self.now,
            calendar: &mut self.calendar,
            log: &mut self.log,
            notices: &mut self.from_haulage,
        });
    }

    /// Labour on shift, machine operation and electricity of the month that ends, a payment each.
    fn pay_running_costs(&mut self) {
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
    fn read_day(&mut self) {
        for (site, row) in self.scenario.sites.entries() {
            if let Some(station) = row.station {
                self.temperature[site] = self.weather.mean(station, self.day);
            }
        }
    }

    fn log_limits(&mut self, first: bool) {
        for season in self.scenario.seasons.ids() {
            let limit = self.tracks[season].limit(self.day);
            if first || limit.gross != self.limits[season].gross {
                self.log.record(self.now, Event::SeasonLimit { season, gross: limit.gross });
            }
            self.limits[season] = limit;
        }
    }

    fn hand_out_weather(&mut self) -> Result<(), RunError> {
        let temperature = &self.temperature;
        call!(self, maintenance, from_maintenance, |shop, ctx| shop
            .set_weather(temperature.as_slice(), ctx))?;
        let mines: Vec<(MineId, Celsius)> =
            self.scenario.mines.entries().map(|(mine, row)| (mine, self.temperature[row.site])).collect();
        for (mine, mean) in mines {
            call!(self, haulage, from_haulage, |haulage, ctx| haulage.set_weather(mine, mean, ctx))?;
        }
        Ok(())
    }

    /// Tells supply what has been dumped so far where tonnes are promised.
    fn count_tonnes(&mut self) -> Result<(), RunError> {
        if !self.promised_dumps.is_empty() {
            self.haulage.settle_tonnes(&mut Context {
                now: self.now,
                calendar: &mut self.calendar,
                log: &mut self.log,
                notices: &mut self.from_haulage,
            });
        }
        for index in 0..self.promised_dumps.len() {
            let dump = self.promised_dumps[index];
            let total = self.haulage.dumped_total(dump);
            call!(self, supply, from_supply, |supply, ctx| supply.tonnes_at(dump, total, ctx))?;
        }
        Ok(())
    }

    fn supply_day(&mut self) -> Result<(), RunError> {
        self.count_tonnes()?;
        let (day, limits, temperature) = (self.day, &self.limits, &self.temperature);
        call!(self, supply, from_supply, |supply, ctx| supply.new_day(
            day,
            limits,
            temperature.as_slice(),
            ctx
        ))
    }

    /// Machines that arrive today join, and on the first day those that were to arrive before it.
    fn commission_by_date(&mut self) -> Result<(), RunError> {
        let today = self.prepared.clock.date_of_day(self.day);
        for (machine, row) in self.scenario.machines.entries() {
            let Arrival::On(date) = row.arrival else { continue };
            if date == today || (self.day == 0 && date < today) {
                self.commission(machine)?;
            }
        }
        Ok(())
    }

    fn schedule_next_due(&mut self) -> Result<(), RunError> {
        let Some(next) = self.tonnes_due.pop() else { return Ok(()) };
        let scheduled = self.calendar.schedule(Slot(self.slots.due), next, Class(class::DAY));
        scheduled.map_err(|error| self.failed("due", error))
    }

    fn schedule_next_day(&mut self) -> Result<(), RunError> {
        let next = self.prepared.clock.midnight(self.prepared.clock.date_of_day(self.day + 1));
        if next >= self.end {
            return Ok(());
        }
        let scheduled = self.calendar.schedule(Slot(self.slots.day), next, Class(class::DAY));
        scheduled.map_err(|error| self.failed("day", error))
    }

    fn finish(mut self) -> Result<Replication, RunError> {
        self.now = self.end;
        self.count_tonnes()?;
        self.haulage.finish(&mut Context {
            now: self.now,
            calendar: &mut self.calendar,
            log: &mut self.log,
            notices: &mut self.from_haulage,
        });
        call!(self, supply, from_supply, |supply, ctx| supply.finish(ctx))?;
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

fn promised_dumps(scenario: &Scenario) -> Vec<DumpId> {
    let mut dumps: Vec<DumpId> = Vec::new();
    for line in &scenario.lines {
        if let Promise::Tonnes { dump } = line.promise {
            dumps.push(dump);
        }
    }
    dumps.sort_unstable();
    dumps.dedup();
    dumps
}

/// A due day ends at the mine's midnight. Where that is none of the scenario's, tonnes are counted then as well, or
/// those of the last hours would come late.
fn tonnes_due(scenario: &Scenario, clock: &Clock) -> Vec<Time> {
    let is_tonnes = |line: &LineId| matches!(scenario.lines[*line].promise, Promise::Tonnes { .. });
    let mut due: Vec<Time> = scenario.lines.ids().filter(is_tonnes).map(|line| scenario.due(line)).collect();
    due.retain(|&at| {
        Time::START < at && at < scenario.horizon().end() && clock.midnight(clock.date(at)) != at
    });
    due.sort_unstable_by(|a, b| b.cmp(a));
    due.dedup();
    due
}

fn windows(tracks: &Table<SeasonId, SeasonTrack>) -> Vec<WindowRecord> {
    let mut windows = Vec::new();
    for (season, track) in tracks.entries() {
        for window in track.windows() {
            windows.push(WindowRecord {
                season: season.index() as u32,
                opened: window.opened,
                full_load: window.full_load,
                closed: window.closed,
            });
        }
    }
    windows
}
