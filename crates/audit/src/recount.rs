//! A replication's record, added up again from the log alone.
//!
//! Time is booked to local months of the scenario's zone. Labour, operation and electricity are paid when a month is over and belong
//! to it, though they are paid at the first instant of the next.
use crate::cores::Cores;
use crate::freight::Freight;
use crate::hauls::Hauls;
use crate::ore::Ore;
use crate::repairs::Repairs;
use crate::shifts::Paid;
use crate::turnover::Turnover;
use crate::value::Value;
use crate::zones::Zones;
use iceroad_base::civil::Clock;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{CostCause, Entry, Event, JobKind, JobNo, MachineState, Purpose, StateClass};
use iceroad_model::maintenance::Opening;
use iceroad_model::packed::Packed;
use iceroad_model::record::*;
use iceroad_model::{
    BayId, DumpId, GroupId, ItemId, MachineId, MaterialId, MineId, OfferId, RestrictionId, Scenario,
    SeasonId, SettlementId, StockId, StoreId, SubsystemId, TaskId,
};
use std::collections::BTreeMap;

struct Job {
    machine: MachineId,
    kind: JobKind,
    bay: Option<(BayId, Time)>,
    work: Option<(GroupId, i64, Time)>,
}

struct Demand {
    at: Time,
    line: Option<StockId>,
    item: ItemId,
    open: bool,
    substituted: bool,
}

pub(crate) struct Recount<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    end: Time,
    /// First instants of the months after the first.
    month_starts: Vec<Time>,
    /// Ends of the weeks.
    week_ends: Vec<Time>,
    weeks: usize,
    state: Table<MachineId, (MachineState, Time)>,
    down_for: Table<MachineId, Option<SubsystemId>>,
    jobs: Vec<Job>,
    repairs: Repairs<'s>,
    demands: Vec<Demand>,
    line_of: BTreeMap<(StoreId, ItemId), StockId>,
    on_hand: Table<StockId, i64>,
    tonnes: BTreeMap<(DumpId, MaterialId, u16), (i64, u32)>,
    hauls: Hauls,
    zones: Zones,
    ore: Ore<'s>,
    value: Value<'s>,
    cores: Cores,
    freight: Freight<'s>,
    shortages: BTreeMap<(SettlementId, ItemId, u16), (u32, i64)>,
    mine_shortages: BTreeMap<(MineId, StoreId, ItemId, u16), (u32, i64)>,
    turnover: Turnover<'s>,
    refusals: BTreeMap<(OfferId, RestrictionId), u32>,
    opened: Table<TaskId, Option<Time>>,
    /// By season: from which day on it is open or closed.
    pub(crate) open: Table<SeasonId, Vec<(i64, bool)>>,
    pub(crate) machines: Table<MachineId, MachineRecord>,
    pub(crate) subsystems: Table<SubsystemId, SubsystemRecord>,
    pub(crate) stock: Table<StockId, StockRecord>,
    /// The rest.
    pub(crate) record: RunRecord,
}

/// The month of a time, and when the next one begins.
fn month_of(starts: &[Time], at: Time) -> (u16, Option<Time>) {
    let month = starts.partition_point(|&start| start <= at);
    (month as u16, starts.get(month).copied())
}

impl<'s> Recount<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let clock = scenario.clock(&scenario.heading.zone);
        let days = i64::from(scenario.heading.days);
        let midnight = |day: i64| clock.midnight(clock.date_of_day(day));
        let is_first = |day: &i64| clock.date_of_day(*day).day() == 1;
        let month_starts: Vec<Time> = (1..days).filter(is_first).map(midnight).collect();
        let week_ends = (1..days).filter(|day| day % 7 == 0).map(midnight).collect();
        let months = month_starts.len() + 1;
        let record = empty(scenario, months);
        Self {
            end: scenario.horizon().end(),
            week_ends,
            weeks: 0,
            state: Table::filled(scenario.machines.len(), (MachineState::Absent, Time::START)),
            down_for: Table::filled(scenario.machines.len(), None),
            jobs: Vec::new(),
            repairs: Repairs::new(scenario),
            demands: Vec::new(),
            line_of: scenario.stock.entries().map(|(id, row)| ((row.store, row.item), id)).collect(),
            on_hand: scenario.stock.iter().map(|line| line.on_hand.get()).collect(),
            tonnes: BTreeMap::new(),
            hauls: Hauls::new(scenario),
            zones: Zones::new(scenario),
            ore: Ore::new(scenario),
            value: Value::new(scenario),
            cores: Cores::new(scenario),
            freight: Freight::new(scenario),
            shortages: BTreeMap::new(),
            mine_shortages: BTreeMap::new(),
            turnover: Turnover::new(scenario),
            refusals: BTreeMap::new(),
            opened: Table::filled(scenario.tasks.len(), None),
            open: Table::filled(scenario.seasons.len(), Vec::new()),
            machines: Table::filled(scenario.machines.len(), machine_of(months)),
            subsystems: Table::filled(scenario.subsystems.len(), SubsystemRecord::default()),
            stock: Table::filled(
                scenario.stock.len(),
                StockRecord { asked: vec![0; months], ..StockRecord::default() },
            ),
            record,
            month_starts,
            clock,
            scenario,
        }
    }

    fn month(&self, at: Time) -> usize {
        self.month_starts.partition_point(|&start| start <= at)
    }

    /// What is told at the end of a day is, at the first instant of a month, of the one before.
    fn told_month(&self, at: Time) -> usize {
        self.month(at) - usize::from(self.month_starts.contains(&at))
    }

    pub(crate) fn take(&mut self, entry: &Entry) {
        let at = entry.at;
        self.weeks_until(at);
        self.record.entries += 1;
        let month = self.month(at);
        let starts = &self.month_starts;
        self.value.take(entry);
        self.cores.take(entry, self.scenario);
        self.turnover.take(entry, month as u16);
        self.ore.take(entry, month as u16, |at| month_of(starts, at));
        // A repair that closes is counted as what it was.
        if !matches!(entry.event, Event::JobClosed { .. }) {
            self.repairs.take(&entry.event);
        }
        match entry.event {
            Event::State { machine, state } => {
                self.turns(machine, at);
                self.state[machine].0 = state;
            }
            Event::Loaded { truck, loader, face, mass } => {
                self.hauls.loaded(truck, face);
                self.cycles(loader, month, (1, mass.get()));
            }
            Event::Dumped { truck, dump, material, mass } => {
                self.hauls.dumped(truck, dump, mass.get());
                self.cycles(truck, month, (1, mass.get()));
                let cell = self.tonnes.entry((dump, material, month as u16)).or_default();
                *cell = (cell.0 + mass.get(), cell.1 + 1);
            }
            Event::Hauled { loader, dump, material, loads, mass } => {
                let month = self.told_month(at);
                self.cycles(loader, month, (loads, mass.get()));
                let cell = self.tonnes.entry((dump, material, month as u16)).or_default();
                *cell = (cell.0 + mass.get(), cell.1 + loads);
            }
            Event::Carried { truck, loads, mass } => {
                self.cycles(truck, self.told_month(at), (loads, mass.get()));
            }
            Event::Spent { machine, booked, state, span } => {
                let month = self.told_month(at);
                let row = &mut self.machines[machine].state_ms[month];
                row[booked as usize] -= span.millis();
                row[state as usize] += span.millis();
            }
            Event::ZoneEntered { truck, zone, along } => self.zones.entered(truck, zone, along, at),
            Event::Burnt { machine, fuel } => {
                let month = self.told_month(at);
                self.machines[machine].fuel_l[month] += fuel.get();
            }
            Event::Drawn { machine, kwh } => {
                // As with fuel.
                let month = month - usize::from(self.month_starts.contains(&at));
                self.machines[machine].energy_kwh[month] += kwh.get();
            }
            Event::Failed { machine, subsystem } => {
                self.turns(machine, at);
                self.machines[machine].failures += 1;
                self.subsystems[subsystem].failures += 1;
                self.down_for[machine] = Some(subsystem);
            }
            Event::Damaged { subsystem, .. } => self.subsystems[subsystem].failures += 1,
            Event::JobOpened { machine, kind, .. } => {
                self.jobs.push(Job { machine, kind, bay: None, work: None });
            }
            Event::BayTaken { job, bay } => {
                self.record.bays[bay].jobs += 1;
                if let Some(job) = self.jobs.get_mut(job.0 as usize) {
                    job.bay = Some((bay, at));
                }
            }
            Event::WorkStarted { job: no, group, technicians } => {
                let Some(job) = self.jobs.get_mut(no.0 as usize) else { return };
                job.work = Some((group, i64::from(technicians), at));
                let &mut Job { machine, kind, .. } = job;
                if let JobKind::Repair(subsystem) = kind {
                    self.turns(machine, at);
                    let is_planned = self.repairs.is_planned(no.0 as usize);
                    self.down_for[machine] = (!is_planned).then_some(subsystem);
                }
            }
            Event::WorkPaused { job } => self.work_over(job.0 as usize, at),
            Event::JobClosed { job } => self.job_closed(job.0 as usize, at),
            _ => self.take_supply(entry, month),
        }
    }

    fn take_supply(&mut self, entry: &Entry, month: usize) {
        let at = entry.at;
        self.freight.take(entry);
        match entry.event {
            Event::Demanded { store, item, quantity, .. } => {
                let line = self.line_of.get(&(store, item)).copied();
                if let Some(line) = line {
                    let row = &mut self.stock[line];
                    row.demands += 1;
                    row.asked[month] += quantity.get();
                }
                self.demands.push(Demand { at, line, item, open: true, substituted: false });
            }
            Event::Issued { demand, store, item, quantity } => {
                if let Some(demand) = self.demands.get_mut(demand.0 as usize) {
                    demand.substituted |= demand.item != item;
                }
                self.shelf(store, item, -quantity.get(), |row| &mut row.issued);
            }
            Event::Received { store, item, quantity, .. } => {
                self.shelf(store, item, quantity.get(), |row| &mut row.received);
                self.comes(store, item, -quantity.get());
            }
            Event::Spoiled { store, item, quantity } => {
                self.shelf(store, item, -quantity.get(), |row| &mut row.spoiled);
            }
            Event::Filled { demand } => self.demand_over(demand.0 as usize, at, true),
            Event::Dropped { demand } => self.demand_over(demand.0 as usize, at, false),
            Event::Ordered { offer, store, quantity, purpose, .. } => {
                self.comes(store, self.scenario.offers[offer].item, quantity.get());
                self.urgent(purpose);
            }
            Event::Transferred { item, store, quantity, purpose, .. } => {
                if !matches!(purpose, Purpose::Core(_)) {
                    self.comes(store, item, quantity.get());
                }
                self.urgent(purpose);
            }
            Event::Refused { offer, rule, .. } => *self.refusals.entry((offer, rule)).or_default() += 1,
            Event::SeasonLimit { season, gross } => {
                self.open[season].push((self.clock.day_index(at), gross.get() > 0));
            }
            _ => self.take_promises(entry, month),
        }
    }

    fn take_promises(&mut self, entry: &Entry, month: usize) {
        let at = entry.at;
        match entry.event {
            Event::Delivered { line, quantity } => {
                let wanted = self.scenario.lines[line].quantity.get();
                let in_time = at < self.scenario.due(line);
                let row = &mut self.record.lines[line];
                row.delivered += quantity.get();
                row.by_due += if in_time { quantity.get() } else { 0 };
                if row.delivered >= wanted {
                    row.complete_ms.get_or_insert(at.millis());
                }
            }
            Event::Delayed { line, cause, span } => {
                self.record.lines[line].delays.push((cause, span.millis()));
            }
            Event::Penalised { line, amount } => self.record.lines[line].penalty += amount.get(),
            Event::Short { settlement, item, quantity } => {
                let cell = self.shortages.entry((settlement, item, month as u16)).or_default();
                *cell = (cell.0 + 1, cell.1 + quantity.get());
            }
            Event::Lacked { mine, store, item, quantity } => {
                let cell = self.mine_shortages.entry((mine, store, item, month as u16)).or_default();
                *cell = (cell.0 + 1, cell.1 + quantity.get());
            }
            Event::TaskStarted { task } => {
                self.record.tasks[task].started_ms.get_or_insert(at.millis());
            }
            Event::TaskDone { task } => {
                self.record.tasks[task].done_ms = Some(at.millis());
                self.opened[task].get_or_insert(at);
            }
            Event::Paid { cause, amount, .. } => {
                let of_past =
                    matches!(cause, CostCause::Labour | CostCause::Operation | CostCause::Electricity);
                let first_instant = self.month_starts.contains(&at);
                let month = month - usize::from(of_past && first_instant);
                self.record.costs[month][cause as usize] += amount.get();
            }
            _ => {}
        }
    }

    fn cycles(&mut self, machine: MachineId, month: usize, (loads, kg): (u32, i64)) {
        let row = &mut self.machines[machine];
        row.cycles[month] += loads;
        row.mass_kg[month] += kg;
    }

    /// What a machine's time counts for changes: what it was at until now is booked.
    fn turns(&mut self, machine: MachineId, at: Time) {
        let (was, from) = self.state[machine];
        self.hauls.spent(machine, was, at - from);
        self.zones.spent(machine, was, from, at);
        self.book_state(machine, at);
    }

    /// Books a machine's time in its state up to now, month by month.
    fn book_state(&mut self, machine: MachineId, at: Time) {
        let (state, mut from) = self.state[machine];
        if let Some(subsystem) = self.down_for[machine].filter(|_| state.class() == StateClass::Down) {
            self.subsystems[subsystem].down_ms[state as usize] += (at - from).millis();
        }
        while from < at {
            let month = self.month(from);
            let until = self.month_starts.get(month).map_or(at, |&next| next.min(at));
            self.machines[machine].state_ms[month][state as usize] += (until - from).millis();
            from = until;
        }
        self.state[machine].1 = at;
    }

    fn work_over(&mut self, job: usize, at: Time) {
        if let Some((group, technicians, since)) = self.jobs.get_mut(job).and_then(|job| job.work.take()) {
            self.record.groups[group].working_ms += (at - since).millis() * technicians;
        }
    }

    fn bay_free(&mut self, job: usize, at: Time) {
        if let Some((bay, since)) = self.jobs.get_mut(job).and_then(|job| job.bay.take()) {
            self.record.bays[bay].taken_ms += (at - since).millis();
        }
    }

    fn job_closed(&mut self, job: usize, at: Time) {
        self.work_over(job, at);
        self.bay_free(job, at);
        let Some(&Job { machine, kind, .. }) = self.jobs.get(job) else { return };
        match kind {
            JobKind::Service(_) => self.machines[machine].services += 1,
            JobKind::Repair(subsystem) => {
                self.turns(machine, at);
                self.subsystems[subsystem].planned += u32::from(self.repairs.is_planned(job));
                self.repairs.take(&Event::JobClosed { job: JobNo(job as u32) });
                self.down_for[machine] = self.repairs.first_broken(machine);
            }
        }
    }

    fn shelf(
        &mut self,
        store: StoreId,
        item: ItemId,
        change: i64,
        column: impl Fn(&mut StockRecord) -> &mut i64,
    ) {
        let Some(&line) = self.line_of.get(&(store, item)) else { return };
        self.on_hand[line] += change;
        *column(&mut self.stock[line]) += change.abs();
    }

    /// So many units more are on their way to a stock line.
    fn comes(&mut self, store: StoreId, item: ItemId, units: i64) {
        if let Some(&line) = self.line_of.get(&(store, item)) {
            self.stock[line].coming += units;
        }
    }

    fn urgent(&mut self, purpose: Purpose) {
        let Purpose::Emergency(demand) = purpose else { return };
        let line = self.demands.get(demand.0 as usize).and_then(|demand| demand.line);
        if let Some(line) = line {
            self.stock[line].emergencies += 1;
        }
    }

    fn demand_over(&mut self, demand: usize, at: Time, filled: bool) {
        let Some(demand) = self.demands.get_mut(demand).filter(|demand| demand.open) else { return };
        demand.open = false;
        let Some(line) = demand.line else { return };
        let row = &mut self.stock[line];
        row.wait_ms += (at - demand.at).millis();
        if filled {
            row.at_once += u32::from(demand.at == at);
            row.substituted += u32::from(demand.substituted);
        } else {
            row.unmet += 1;
        }
    }

    /// What lay on the shelves when each week ended.
    fn weeks_until(&mut self, at: Time) {
        while self.week_ends.get(self.weeks).is_some_and(|&week| week <= at) {
            self.weeks += 1;
            self.shelves_now();
        }
    }

    fn shelves_now(&mut self) {
        for (row, &on_hand) in self.stock.iter_mut().zip(&self.on_hand) {
            row.weekly.push(on_hand);
        }
        self.freight.week_over();
    }

    /// The horizon has ended: what is open is counted, and lists are put in order.
    pub(crate) fn finish(&mut self) {
        let end = self.end;
        self.weeks_until(end);
        self.shelves_now();
        for machine in self.scenario.machines.ids() {
            self.book_state(machine, end);
        }
        for job in 0..self.jobs.len() {
            self.work_over(job, end);
            self.bay_free(job, end);
        }
        for demand in 0..self.demands.len() {
            self.demand_over(demand, end, false);
        }
        self.capacities();
        for line in self.record.lines.iter_mut() {
            line.delays.sort_by_key(|&(key, ms)| (std::cmp::Reverse(ms), key));
        }
        let starts = &self.month_starts;
        self.record.dump_months = self.ore.finish(end, |at| month_of(starts, at));
        self.freight.finish(end, &mut self.record);
        let record = &mut self.record;
        record.machines = Packed::of(&self.machines);
        record.subsystems = Packed::of(&self.subsystems);
        record.stock = Packed::of(&self.stock);
        record.goods = Packed::of(&self.value.finish());
        record.hauls = Packed::of(&self.hauls.cells());
        record.faces.clone_from(&self.hauls.faces);
        record.dumps.clone_from(&self.hauls.dumps);
        record.zones.clone_from(&self.zones.zones);
        record.tonnes.extend(self.tonnes.iter().map(|(&(dump, material, month), &(mass_kg, loads))| {
            TonnesCell { dump, material, month, mass_kg, loads }
        }));
        record.shortages.extend(self.shortages.iter().map(
            |(&(settlement, item, month), &(days, quantity))| ShortCell {
                settlement,
                item,
                month,
                days,
                quantity,
            },
        ));
        for (&(mine, store, item, month), &(days, quantity)) in &self.mine_shortages {
            record.mine_shortages.push(MineShortCell { mine, store, item, month, days, quantity });
        }
        record.turnover = Packed::of(&self.turnover.rows());
        record.rotables = self.cores.finish(self.end);
        record.refusals.extend(self.refusals.iter().map(|(&(offer, rule), &times)| RefusalCell {
            offer,
            rule,
            times,
        }));
    }

    fn there_from(&self, opening: Opening) -> Option<Time> {
        match opening {
            Opening::AtStart => Some(Time::START),
            Opening::With(task) => self.opened[task],
        }
    }

    /// How much of bays and people there was.
    fn capacities(&mut self) {
        let end = self.end;
        for (bay, row) in self.scenario.bays.entries() {
            let open = self.there_from(row.opening).map_or(Span::ZERO, |from| end - from);
            self.record.bays[bay].open_ms = open.millis() * i64::from(row.count);
        }
        for (group, row) in self.scenario.technicians.entries() {
            let paid = Paid::of(self.scenario, &self.scenario.calendars[row.calendar]);
            let on = self.there_from(row.opening).map_or(Span::ZERO, |from| paid.between(from, end));
            self.record.groups[group].on_shift_ms = on.millis() * i64::from(row.count);
        }
    }

    /// What operation, labour and electricity of each month cost, as fractions of minor units.
    pub(crate) fn running_costs(&self) -> Vec<[f64; 3]> {
        let months = self.month_starts.len() + 1;
        let first =
            |month: usize| month.checked_sub(1).map_or(Time::START, |before| self.month_starts[before]);
        let mut costs = vec![[0.0; 3]; months];
        for (month, cost) in costs.iter_mut().enumerate() {
            for (machine, row) in self.scenario.machines.entries() {
                let states = &self.machines[machine].state_ms[month];
                let on = MachineState::ALL
                    .iter()
                    .filter(|state| matches!(state.class(), StateClass::Working | StateClass::Delay));
                let ms: i64 = on.map(|&state| states[state as usize]).sum();
                cost[0] += self.scenario.models[row.model].cost_per_hour.get() as f64
                    * Span::from_millis(ms).hours();
                let price = self.scenario.mines[row.mine].electricity.cost_per_kwh.get();
                cost[2] += price as f64 * self.machines[machine].energy_kwh[month] as f64;
            }
            let (from, to) = (first(month), self.month_starts.get(month).copied().unwrap_or(self.end));
            for row in &self.scenario.technicians {
                let Some(there) = self.there_from(row.opening) else { continue };
                let paid = Paid::of(self.scenario, &self.scenario.calendars[row.calendar]);
                let hours = paid.between(from.max(there), to).hours();
                cost[1] += row.cost_per_hour.get() as f64 * hours * f64::from(row.count);
            }
        }
        costs
    }
}

/// A machine that has done nothing yet.
fn machine_of(months: usize) -> MachineRecord {
    MachineRecord {
        state_ms: vec![[0; MachineState::COUNT]; months],
        cycles: vec![0; months],
        mass_kg: vec![0; months],
        fuel_l: vec![0; months],
        energy_kwh: vec![0; months],
        failures: 0,
        services: 0,
    }
}

/// A record with nothing in it yet.
fn empty(scenario: &Scenario, months: usize) -> RunRecord {
    let line = |row: &iceroad_model::obligations::AgreementLine| LineRecord {
        complete_ms: (row.delivered >= row.quantity).then_some(0),
        by_due: row.delivered.get(),
        delivered: row.delivered.get(),
        ..LineRecord::default()
    };
    RunRecord {
        bays: Table::filled(scenario.bays.len(), BayRecord::default()),
        groups: Table::filled(scenario.technicians.len(), GroupRecord::default()),
        lines: scenario.lines.iter().map(line).collect(),
        tasks: Table::filled(scenario.tasks.len(), TaskRecord::default()),
        costs: vec![[0; CostCause::COUNT]; months],
        ..RunRecord::default()
    }
}

/// The name of a stock line, for messages.
pub(crate) fn stock_name(scenario: &Scenario, line: StockId) -> String {
    let row = &scenario.stock[line];
    format!("{} in {}", scenario.items[row.item].name, scenario.stores[row.store].name)
}
