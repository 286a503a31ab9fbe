//! Adds up a replication from its entries as they are written: from log to [`RunRecord`], one match.
//!
//! A machine's time is booked when its state ends, and at each month's end for all machines, so that every
//! millisecond falls into exactly one month. Nothing here decides anything; the audit adds the same sums up again.
use crate::hauls::{Half, Hauls};
use crate::tally_dumps::DumpTally;
use crate::tally_freight::FreightTally;
use crate::tally_goods::GoodsTally;
use crate::tally_rotables::RotableTally;
use crate::tally_turnover::TurnoverTally;
use crate::tally_zones::ZoneTally;
use iceroad_base::quantity::Mass;
use iceroad_base::{Id, Span, Table, Time};
use iceroad_model::event::{Claimant, CostCause, Event, JobKind, MachineState, Purpose, StateClass};
use iceroad_model::maintenance::Opening;
use iceroad_model::packed::Packed;
use iceroad_model::record::*;
use iceroad_model::{
    BayId, DumpId, GroupId, ItemId, LineId, MachineId, MaterialId, MineId, OfferId, RestrictionId, Scenario,
    SettlementId, StockId, StoreId, SubsystemId,
};
use std::collections::BTreeMap;

mod repairs;

/// Running sums of one replication.
pub(crate) struct Tally<'s> {
    scenario: &'s Scenario,
    months: usize,
    month: usize,
    /// The first instant of the month, but of the first.
    month_began: Time,
    clocks: Table<MachineId, StateClock>,
    /// Jobs that are not closed, by number: those that are may be forgotten, or memory would grow with the horizon.
    jobs: BTreeMap<u32, Job>,
    /// What an inspection has found right now.
    found: Option<(MachineId, SubsystemId)>,
    /// Demands that are neither filled nor dropped, by number.
    demands: BTreeMap<u32, Demand>,
    stock_of: StockIndex,
    goods: GoodsTally<'s>,
    on_hand: Table<StockId, i64>,
    tonnes: Vec<(i64, u32)>,
    hauls: Hauls,
    dumps: DumpTally,
    zones: ZoneTally,
    freight: FreightTally<'s>,
    rotables: RotableTally,
    bays_open: Table<BayId, Option<Time>>,
    due: Table<LineId, Time>,
    shortages: BTreeMap<(SettlementId, ItemId, u16), (u32, i64)>,
    mine_shortages: BTreeMap<(MineId, StoreId, ItemId, u16), (u32, i64)>,
    turnover: TurnoverTally<'s>,
    refusals: BTreeMap<(OfferId, RestrictionId), u32>,
    machines: Table<MachineId, MachineRecord>,
    subsystems: Table<SubsystemId, SubsystemRecord>,
    stock: Table<StockId, StockRecord>,
    record: RunRecord,
}

/// What a machine does, and how long it has done what this month; in one place, for it is touched by most entries.
#[derive(Clone, Copy)]
struct StateClock {
    state: MachineState,
    since: Time,
    /// Trucks: what it has done since it was loaded or has dumped.
    half: Half,
    /// The subsystem it is down for.
    down_for: Option<SubsystemId>,
    /// Milliseconds in each state since the month began.
    ms: [i64; MachineState::COUNT],
}

const NEW_CLOCK: StateClock = StateClock {
    state: MachineState::Absent,
    since: Time::START,
    half: Half::NEW,
    down_for: None,
    ms: [0; MachineState::COUNT],
};

#[derive(Clone, Copy)]
struct Job {
    machine: MachineId,
    kind: JobKind,
    /// A repair of what was found and has not failed.
    is_planned: bool,
    bay: Option<(BayId, Time)>,
    work: Option<(GroupId, u16, Time)>,
}

#[derive(Clone, Copy)]
struct Demand {
    at: Time,
    line: Option<StockId>,
    item: ItemId,
    by: Claimant,
    substituted: bool,
}

/// From (store, item) to the stock line.
struct StockIndex {
    n_items: usize,
    line: Vec<Option<StockId>>,
}

impl StockIndex {
    fn of(scenario: &Scenario) -> Self {
        let n_items = scenario.items.len();
        let mut line = vec![None; scenario.stores.len() * n_items];
        for (id, row) in scenario.stock.entries() {
            line[row.store.index() * n_items + row.item.index()] = Some(id);
        }
        Self { n_items, line }
    }

    fn get(&self, store: StoreId, item: ItemId) -> Option<StockId> {
        self.line[store.index() * self.n_items + item.index()]
    }
}

impl<'s> Tally<'s> {
    /// Nothing yet, at the horizon's start.
    pub(crate) fn new(scenario: &'s Scenario, replication: u32) -> Self {
        let months = scenario.clock(&scenario.heading.zone).months().len().max(1);
        let machine = MachineRecord {
            state_ms: vec![[0; MachineState::COUNT]; months],
            cycles: vec![0; months],
            mass_kg: vec![0; months],
            fuel_l: vec![0; months],
            energy_kwh: vec![0; months],
            failures: 0,
            services: 0,
        };
        let line = StockRecord { asked: vec![0; months], ..StockRecord::default() };
        let record = RunRecord {
            replication,
            bays: Table::filled(scenario.bays.len(), BayRecord::default()),
            groups: Table::filled(scenario.technicians.len(), GroupRecord::default()),
            lines: scenario.lines.iter().map(line_at_start).collect(),
            tasks: Table::filled(scenario.tasks.len(), TaskRecord::default()),
            costs: vec![[0; CostCause::COUNT]; months],
            ..RunRecord::default()
        };
        Self {
            scenario,
            months,
            month: 0,
            month_began: Time::NEVER,
            clocks: Table::filled(scenario.machines.len(), NEW_CLOCK),
            jobs: BTreeMap::new(),
            found: None,
            demands: BTreeMap::new(),
            stock_of: StockIndex::of(scenario),
            goods: GoodsTally::new(scenario),
            on_hand: scenario.stock.iter().map(|line| line.on_hand.get()).collect(),
            tonnes: vec![(0, 0); scenario.dumps.len() * scenario.materials.len() * months],
            hauls: Hauls::new(scenario),
            dumps: DumpTally::new(scenario),
            zones: ZoneTally::new(scenario),
            freight: FreightTally::new(scenario),
            rotables: RotableTally::new(scenario),
            bays_open: scenario.bays.iter().map(|bay| opens_at_start(bay.opening)).collect(),
            due: scenario.lines.ids().map(|line| scenario.due(line)).collect(),
            shortages: BTreeMap::new(),
            mine_shortages: BTreeMap::new(),
            turnover: TurnoverTally::new(scenario),
            refusals: BTreeMap::new(),
            machines: Table::filled(scenario.machines.len(), machine),
            subsystems: Table::filled(scenario.subsystems.len(), SubsystemRecord::default()),
            stock: Table::filled(scenario.stock.len(), line),
            record,
        }
    }

    /// Takes one entry.
    #[inline]
    pub(crate) fn take(&mut self, at: Time, event: Event) {
        match event {
            Event::State { machine, state } => self.machine_state(at, machine, state),
            Event::Loaded { truck, loader, face, mass } => {
                self.hauls.loaded(truck, face, &mut self.clocks[truck].half);
                self.dumps.loaded(truck, face, mass);
                let row = &mut self.machines[loader];
                row.cycles[self.month] += 1;
                row.mass_kg[self.month] += mass.get();
            }
            Event::Dumped { truck, dump, material, mass } => {
                self.hauls.dumped(truck, dump, mass.get(), &mut self.clocks[truck].half);
                let row = &mut self.machines[truck];
                row.cycles[self.month] += 1;
                row.mass_kg[self.month] += mass.get();
                let cell = self.tonnes_cell(dump, material);
                self.tonnes[cell].0 += mass.get();
                self.tonnes[cell].1 += 1;
                self.dumps.dumped(truck, dump, mass, self.month);
            }
            other => self.rare(at, other),
        }
    }

    /// Entries that are few: everything but the truck cycle.
    fn rare(&mut self, at: Time, event: Event) {
        match event {
            Event::Hauled { loader, dump, material, loads, mass } => {
                self.cycles(loader, loads, mass.get());
                let cell = self.tonnes_cell(dump, material);
                self.tonnes[cell].0 += mass.get();
                self.tonnes[cell].1 += loads;
            }
            Event::Carried { truck, loads, mass } => self.cycles(truck, loads, mass.get()),
            Event::Spent { machine, booked, state, span } => {
                let ms = &mut self.clocks[machine].ms;
                ms[booked as usize] -= span.millis();
                ms[state as usize] += span.millis();
            }
            Event::Burnt { machine, fuel } => {
                // What is told at the first instant of a month was burnt before it.
                let month = self.month - usize::from(at == self.month_began);
                self.machines[machine].fuel_l[month] += fuel.get();
            }
            Event::Drawn { machine, kwh } => {
                self.machines[machine].energy_kwh[self.month] += kwh.get();
            }
            Event::Failed { machine, subsystem } => self.failed(machine, subsystem),
            Event::Damaged { machine, subsystem } => self.broken(machine, subsystem),
            Event::Found { machine, subsystem } => self.found = Some((machine, subsystem)),
            Event::JobOpened { job, machine, kind, .. } => {
                self.job_opened(job.0, machine, kind);
            }
            Event::BayTaken { job, bay } => {
                if let Some(job) = self.jobs.get_mut(&job.0) {
                    job.bay = Some((bay, at));
                }
                self.record.bays[bay].jobs += 1;
            }
            Event::WorkStarted { job, group, technicians } => {
                self.work_started(at, job.0, (group, technicians))
            }
            Event::WorkPaused { job } => self.work_ended(at, job.0),
            Event::JobClosed { job } => self.job_closed(at, job.0),
            Event::Demanded { demand, store, item, quantity, by } => {
                let line = self.stock_of.get(store, item);
                if let Some(line) = line {
                    let row = &mut self.stock[line];
                    row.demands += 1;
                    row.asked[self.month] += quantity.get();
                }
                self.demands.insert(demand.0, Demand { at, line, item, by, substituted: false });
            }
            Event::Issued { demand, store, item, quantity } => {
                if let Some(demand) = self.demands.get_mut(&demand.0) {
                    demand.substituted |= item != demand.item;
                    self.goods.issued(demand.by, store, item, quantity.get());
                }
                self.shelf(store, item, |row, on_hand| {
                    row.issued += quantity.get();
                    *on_hand -= quantity.get();
                });
            }
            Event::Filled { demand } => self.filled(at, demand.0),
            Event::Dropped { demand } => self.dropped(at, demand.0),
            Event::Received { store, item, quantity, order } => {
                self.goods.received(order, store, item, quantity.get());
                self.shelf(store, item, |row, on_hand| {
                    row.received += quantity.get();
                    row.coming -= quantity.get();
                    *on_hand += quantity.get();
                });
            }
            Event::Spoiled { store, item, quantity } => {
                self.goods.spoiled(store, item, quantity.get());
                self.shelf(store, item, |row, on_hand| {
                    row.spoiled += quantity.get();
                    *on_hand -= quantity.get();
                });
            }
            Event::Ordered { order, offer, store, quantity, purpose } => {
                let item = self.scenario.offers[offer].item;
                self.goods.ordered(order, store, item, quantity.get());
                self.shelf(store, item, |row, _| row.coming += quantity.get());
                self.ordered(purpose);
            }
            Event::Transferred { order, item, store, quantity, purpose } => {
                self.goods.moved(order, store, item, quantity.get(), purpose);
                if !matches!(purpose, Purpose::Core(_)) {
                    self.shelf(store, item, |row, _| row.coming += quantity.get());
                }
                self.ordered(purpose);
            }
            Event::Shipped { order, .. } => {
                self.goods.shipped(order);
                self.freight.take(at, event);
            }
            Event::Refused { offer, rule, .. } => *self.refusals.entry((offer, rule)).or_default() += 1,
            Event::Departed { shipment, .. } => {
                self.goods.departed(shipment);
                self.freight.take(at, event);
            }
            Event::Queued { .. } | Event::TripsBegan { .. } | Event::SeasonLimit { .. } => {
                self.freight.take(at, event);
            }
            Event::Delivered { line, quantity } => self.delivered(at, line, quantity.get()),
            Event::Delayed { line, cause, span } => {
                self.record.lines[line].delays.push((cause, span.millis()));
            }
            Event::Penalised { line, amount } => self.record.lines[line].penalty += amount.get(),
            Event::Short { settlement, item, quantity } => {
                let key = (settlement, item, self.month as u16);
                let cell = self.shortages.entry(key).or_default();
                cell.0 += 1;
                cell.1 += quantity.get();
            }
            Event::Lacked { mine, store, item, quantity } => {
                let cell = self.mine_shortages.entry((mine, store, item, self.month as u16)).or_default();
                cell.0 += 1;
                cell.1 += quantity.get();
            }
            Event::TaskStarted { task } => {
                self.record.tasks[task].started_ms.get_or_insert(at.millis());
            }
            Event::TaskDone { task } => {
                self.record.tasks[task].done_ms = Some(at.millis());
                for (bay, row) in self.scenario.bays.entries() {
                    if row.opening == Opening::With(task) {
                        self.bays_open[bay] = Some(at);
                    }
                }
            }
            Event::ZoneEntered { truck, zone, along } => self.zones.entered(truck, zone, along, at),
            Event::DumpStopped { dump } => self.dumps.stopped(dump, at, self.month),
            Event::DumpWorks { dump } => self.dumps.works(dump, at, self.month),
            Event::CoreOut { core, rotable, .. } => self.rotables.out(at, core, rotable),
            Event::CoreCame { core, .. } => self.rotables.came(at, core),
            Event::RepairBegan { core, .. } => self.rotables.began(at, core),
            Event::Repaired { core, .. } => self.rotables.ended(at, core, false),
            Event::Condemned { core, .. } => self.rotables.ended(at, core, true),
            Event::Paid { cause, amount, .. } => {
                self.record.costs[self.month][cause as usize] += amount.get();
                self.goods.paid(cause, amount.get());
            }
            Event::Traded { order, partner, item, flow, mass, amount } => {
                self.goods.bought(order, amount.get());
                self.turnover.goods(self.month, (partner, flow), item, (mass, amount));
            }
            Event::State { .. }
            | Event::Loaded { .. }
            | Event::Dumped { .. }
            | Event::Refuelled { .. }
            | Event::RanDry { .. }
            | Event::LicenceAwaited { .. }
            | Event::Arrived { .. }
            | Event::TaskPaused { .. }
            | Event::Commissioned { .. }
            | Event::LoaderMoved { .. }
            | Event::RoadClosed { .. }
            | Event::RoadOpened { .. }
            | Event::ZoneLeft { .. } => {}
        }
    }

    fn cycles(&mut self, machine: MachineId, cycles: u32, kg: i64) {
        let row = &mut self.machines[machine];
        row.cycles[self.month] += cycles;
        row.mass_kg[self.month] += kg;
    }

    /// A civil month begins: books every machine's time up to here.
    pub(crate) fn new_month(&mut self, at: Time, month: usize) {
        for machine in self.scenario.machines.ids() {
            self.machine_state(at, machine, self.clocks[machine].state);
            let booked = &mut self.machines[machine].state_ms[self.month];
            for (booked, ms) in booked.iter_mut().zip(&mut self.clocks[machine].ms) {
                *booked += std::mem::take(ms);
            }
        }
        self.dumps.month_over(at, self.month);
        if month != self.month {
            self.month_began = at;
        }
        self.month = month.min(self.months - 1);
    }

    /// A week has ended: notes what is on the shelves.
    pub(crate) fn week_end(&mut self) {
        for (row, &on_hand) in self.stock.iter_mut().zip(&self.on_hand) {
            row.weekly.push(on_hand);
        }
        self.freight.week_end();
    }

    /// Milliseconds in `class` this month so far, as booked: call right after [`Tally::new_month`]'s booking.
    pub(crate) fn class_ms(&self, machine: MachineId, month: usize, class: StateClass) -> i64 {
        let states = &self.machines[machine].state_ms[month];
        MachineState::ALL
            .iter()
            .filter(|state| state.class() == class)
            .map(|&state| states[state as usize])
            .sum()
    }

    /// Electric energy a machine has taken in a month, kWh.
    pub(crate) fn energy_kwh(&self, machine: MachineId, month: usize) -> i64 {
        self.machines[machine].energy_kwh[month]
    }

    /// Mass dumped so far of the materials and at the dumps that count.
    pub(crate) fn hauled(&self, counts: impl Fn(DumpId, MaterialId) -> bool) -> Mass {
        let mut kg = 0;
        for dump in self.scenario.dumps.ids() {
            for material in self.scenario.materials.ids().filter(|&material| counts(dump, material)) {
                let first = (dump.index() * self.scenario.materials.len() + material.index()) * self.months;
                kg += self.tonnes[first..first + self.months].iter().map(|cell| cell.0).sum::<i64>();
            }
        }
        Mass(kg)
    }

    /// What is on a machine's clock: its state now.
    pub(crate) fn state_of(&self, machine: MachineId) -> MachineState {
        self.clocks[machine].state
    }

    /// The month that entries are booked to.
    pub(crate) fn month(&self) -> usize {
        self.month
    }

    /// The totals at the horizon's end.
    pub(crate) fn finish(mut self, end: Time, on_shift: impl Fn(GroupId) -> Span) -> RunRecord {
        let month = self.month;
        self.new_month(end, month);
        self.week_end();
        while let Some((&job, _)) = self.jobs.first_key_value() {
            self.work_ended(end, job);
            self.bay_freed(end, job);
            self.jobs.remove(&job);
        }
        while let Some((&demand, _)) = self.demands.first_key_value() {
            self.dropped(end, demand);
        }
        for (bay, row) in self.scenario.bays.entries() {
            if let Some(open) = self.bays_open[bay] {
                self.record.bays[bay].open_ms = (end - open).millis() * i64::from(row.count);
            }
        }
        for (group, row) in self.scenario.technicians.entries() {
            self.record.groups[group].on_shift_ms = on_shift(group).millis() * i64::from(row.count);
        }
        self.freight.finish(end, &mut self.record);
        self.record.rotables = self.rotables.finish(end);
        for line in self.record.lines.iter_mut() {
            line.delays.sort_by_key(|&(key, ms)| (-ms, key));
        }
        self.write_cells();
        self.record
    }

    fn write_cells(&mut self) {
        self.record.dump_months = self.dumps.take_cells();
        self.record.zones = self.zones.finish();
        for dump in self.scenario.dumps.ids() {
            for material in self.scenario.materials.ids() {
                for month in 0..self.months {
                    let at = (dump.index() * self.scenario.materials.len() + material.index()) * self.months
                        + month;
                    let (mass_kg, loads) = self.tonnes[at];
                    if mass_kg > 0 {
                        let month = month as u16;
                        self.record.tonnes.push(TonnesCell { dump, material, month, mass_kg, loads });
                    }
                }
            }
        }
        let record = &mut self.record;
        record.machines = Packed::of(&self.machines);
        record.subsystems = Packed::of(&self.subsystems);
        record.stock = Packed::of(&self.stock);
        record.goods = Packed::of(&self.goods.finish());
        let (hauls, faces, dumps) = self.hauls.finish();
        (record.hauls, record.faces, record.dumps) = (Packed::of(&hauls), faces, dumps);
        for (&(settlement, item, month), &(days, quantity)) in &self.shortages {
            record.shortages.push(ShortCell { settlement, item, month, days, quantity });
        }
        for (&(mine, store, item, month), &(days, quantity)) in &self.mine_shortages {
            record.mine_shortages.push(MineShortCell { mine, store, item, month, days, quantity });
        }
        record.turnover = Packed::of(&self.turnover.finish());
        for (&(offer, rule), &times) in &self.refusals {
            record.refusals.push(RefusalCell { offer, rule, times });
        }
    }

    /// A state begins: the one before it is booked up to here.
    #[inline]
    pub(crate) fn machine_state(&mut self, at: Time, machine: MachineId, state: MachineState) {
        let clock = &mut self.clocks[machine];
        let (was, since) = (clock.state, clock.since);
        let ms = (at - clock.since).millis();
        clock.ms[was as usize] += ms;
        clock.half.add(was, ms);
        clock.state = state;
        clock.since = at;
        if let Some(subsystem) = clock.down_for
            && was.class() == StateClass::Down
        {
            self.subsystems[subsystem].down_ms[was as usize] += ms;
        }
        if was == MachineState::HeldOnRoad {
            self.zones.held(machine, since, at);
        }
    }

    fn shelf(&mut self, store: StoreId, item: ItemId, change: impl FnOnce(&mut StockRecord, &mut i64)) {
        if let Some(line) = self.stock_of.get(store, item) {
            change(&mut self.stock[line], &mut self.on_hand[line]);
        }
    }

    fn filled(&mut self, at: Time, demand: u32) {
        let Some(demand) = self.demands.remove(&demand) else { return };
        let Some(line) = demand.line else { return };
        let row = &mut self.stock[line];
        row.at_once += u32::from(at == demand.at);
        row.substituted += u32::from(demand.substituted);
        row.wait_ms += (at - demand.at).millis();
    }

    fn dropped(&mut self, at: Time, demand: u32) {
        let Some(demand) = self.demands.remove(&demand) else { return };
        let Some(line) = demand.line else { return };
        let row = &mut self.stock[line];
        row.unmet += 1;
        row.wait_ms += (at - demand.at).millis();
    }

    fn ordered(&mut self, purpose: Purpose) {
        let Purpose::Emergency(demand) = purpose else { return };
        let line = self.demands.get(&demand.0).and_then(|demand| demand.line);
        if let Some(line) = line {
            self.stock[line].emergencies += 1;
        }
    }

    fn delivered(&mut self, at: Time, line: LineId, quantity: i64) {
        let wanted = self.scenario.lines[line].quantity.get();
        let row = &mut self.record.lines[line];
        self.turnover.delivered(self.month, line, row.delivered, quantity);
        row.delivered += quantity;
        if at < self.due[line] {
            row.by_due = row.delivered;
        }
        if row.delivered >= wanted && row.complete_ms.is_none() {
            row.complete_ms = Some(at.millis());
        }
    }

    #[inline]
    fn tonnes_cell(&self, dump: DumpId, material: MaterialId) -> usize {
        (dump.index() * self.scenario.materials.len() + material.index()) * self.months + self.month
    }
}

fn opens_at_start(opening: Opening) -> Option<Time> {
    (opening == Opening::AtStart).then_some(Time::START)
}

fn line_at_start(line: &iceroad_model::obligations::AgreementLine) -> LineRecord {
    let before = line.delivered.get();
    let complete_ms = (before >= line.quantity.get()).then_some(0);
    LineRecord { complete_ms, by_due: before, delivered: before, ..LineRecord::default() }
}
