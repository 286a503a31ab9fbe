//! Tiny worlds and the tiny engine that runs them: meters run unless a machine is down, parts come after a delay.
use iceroad_base::civil::{Date, Horizon, TimeOfDay, Zone, parse_date, parse_time_of_day};
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_base::{Id, Span, Table, Time};
use iceroad_kernel::context::Context;
use iceroad_kernel::{Agenda, Calendar, Class, Slot};
use iceroad_maintenance::{Maintenance, MaintenanceError, Notice};
use iceroad_model::calendar::{Shift, WorkCalendar};
use iceroad_model::climate::{ClimateMode, Station, StationRecord};
use iceroad_model::event::{Entry, Event, JobNo, MachineState};
use iceroad_model::fleet::{Arrival, Drive, Machine, Model, TruckModel, Work};
use iceroad_model::maintenance::*;
use iceroad_model::mine::{DispatchPolicy, Electricity, Mine, SIDE_FRICTION};
use iceroad_model::site::{Site, SiteKind};
use iceroad_model::tables::Heading;
use iceroad_model::*;

/// The site whose weather the machines feel.
pub(crate) const PIT: SiteId = SiteId(0);
/// The site of the workshop.
pub(crate) const TOWN: SiteId = SiteId(1);
/// The one workshop.
pub(crate) const SHOP: WorkshopId = WorkshopId(0);
/// The trade of everyone unless changed.
pub(crate) const FITTER: TradeId = TradeId(0);
/// A trade that few have.
pub(crate) const WELDER: TradeId = TradeId(1);
/// The brand of machines unless changed.
pub(crate) const BELAZ: BrandId = BrandId(0);
/// Another brand.
pub(crate) const KOMATSU: BrandId = BrandId(1);
/// The calendar of those who are always there.
pub(crate) const ALWAYS: CalendarId = CalendarId(0);
/// The calendar of the day shift, 08:00 to 20:00; the horizon begins at midnight.
pub(crate) const DAYS: CalendarId = CalendarId(1);

/// The calendar of the night shift, 20:00 to 08:00.
pub(crate) const NIGHTS: CalendarId = CalendarId(2);

pub(crate) fn hours(law_hours: f64) -> Law {
    Law::constant(law_hours).unwrap()
}

pub(crate) fn at(hour: f64) -> Time {
    Time::START + Span::from_hours(hour)
}

fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn reading(text: &str) -> TimeOfDay {
    parse_time_of_day(text).unwrap()
}

/// Two sites, one workshop at the gate without bays or people, two brands and trades, no machines.
pub(crate) fn tables(days: u32) -> Tables {
    let mut tables = Tables::new(Heading {
        name: "tiny".into(),
        title: "Tiny".into(),
        start: date("2026-07-01"),
        days,
        zone: Zone::utc(),
        currency: "RUB".into(),
        seed: 1,
        replications: 1,
        climate: ClimateMode::Resampled,
        home: TerritoryId(0),
    });
    tables.brands = ["BELAZ", "Komatsu"].map(String::from).into_iter().collect();
    tables.trades = ["fitter", "welder"].map(String::from).into_iter().collect();
    let record = StationRecord::Measured(Vec::new());
    let station = tables.stations.push(Station { name: "s".into(), title: "S".into(), record });
    for name in ["pit", "town"] {
        tables.sites.push(Site {
            name: name.into(),
            title: name.into(),
            kind: SiteKind::Mine,
            zone: Zone::utc(),
            latitude: Latitude::clamped(62.0),
            longitude: Longitude::clamped(114.0),
            station: Some(station),
            territory: TerritoryId(0),
        });
    }
    for (name, start, end) in
        [("always", "08:00", "08:00"), ("days", "08:00", "20:00"), ("nights", "20:00", "08:00")]
    {
        let shift = Shift {
            name: name.into(),
            start: reading(start),
            end: reading(end),
            weekdays: [true; 7],
            roster: None,
        };
        tables.calendars.push(WorkCalendar {
            name: name.into(),
            zone: Zone::utc(),
            shifts: vec![shift],
            holidays: Vec::new(),
            stops_below: None,
        });
    }
    tables.mines.push(Mine {
        name: "mine".into(),
        site: PIT,
        calendar: ALWAYS,
        dispatch: DispatchPolicy::Nearest,
        park: NodeId(0),
        gate: NodeId(0),
        fuel_point: None,
        fuel_item: None,
        fuel_store: None,
        refuel_litres_per_minute: 100.0,
        stops_below: None,
        thaw_rolling: Factor::clamped(1.0),
        frost_rolling: Factor::clamped(1.0),
        side_friction: SIDE_FRICTION,
        electricity: Electricity::default(),
        traffic: Default::default(),
        shift: Default::default(),
    });
    tables.workshops.push(Workshop {
        name: "shop".into(),
        site: TOWN,
        sharing: Sharing::Shared,
        store: StoreId(0),
        tow_vehicles: 1_000,
        tow_speed: Speed::clamped(10.0),
        stops_below: None,
        heated_to: Celsius::clamped(12.0),
        gate_distance_m: 0.0,
    });
    tables
}

/// What tests change in a world, one line each.
pub(crate) trait Build {
    fn model(&mut self, brand: BrandId, payload_t: f64) -> ModelId;
    fn machines(&mut self, model: ModelId, count: usize);
    fn subsystem(&mut self, model: ModelId, life: Law, repair: Law) -> &mut Subsystem;
    fn service(&mut self, model: ModelId, interval_h: f64, duration_h: f64) -> &mut Service;
    fn bays(&mut self, count: u16) -> &mut BayGroup;
    fn technicians(&mut self, count: u16, calendar: CalendarId) -> &mut TechnicianGroup;
    fn curve(&mut self, points: &[(f64, f64)]) -> CurveId;
    fn shop(&mut self) -> &mut Workshop;
}

fn last<I: Id, T>(table: &mut Table<I, T>) -> &mut T {
    let id = I::from_index(table.len() - 1);
    &mut table[id]
}

impl Build for Tables {
    fn model(&mut self, brand: BrandId, payload_t: f64) -> ModelId {
        let truck = TruckModel {
            payload: Mass::from_tonnes(payload_t),
            body: Volume::from_cubic_metres(50.0),
            empty: Mass::from_tonnes(80.0),
            power: Power::clamped(1_000.0),
            drive_efficiency: Share::clamped(0.8),
            retarder: Power::clamped(1_000.0),
            top_speed: Speed::clamped(50.0),
            traction: Share::clamped(0.3),
            drive: Drive::Mechanical,
            rimpull: Vec::new(),
            specific_fuel: SpecificFuel::clamped(220.0),
            idle_fuel: FuelFlow::clamped(15.0),
            tank: Volume::from_cubic_metres(1.0),
            retarder_curve: Vec::new(),
            lockup: None,
            trolley: None,
            battery: None,
            tyres: None,
        };
        self.models.push(Model {
            name: format!("model {}", self.models.len()),
            brand,
            work: Work::Truck(truck),
            bay_class: Mass::from_tonnes(payload_t),
            priority: 1,
            cost_per_hour: Money(0),
            warm_up: Default::default(),
        })
    }

    fn machines(&mut self, model: ModelId, count: usize) {
        for _ in 0..count {
            self.machines.push(Machine {
                name: format!("truck {}", self.machines.len()),
                model,
                mine: MineId(0),
                workshop: Some(SHOP),
                meter: MeterHours::clamped(0.0),
                face: None,
                dump: None,
                arrival: Arrival::AtStart,
            });
        }
    }

    fn subsystem(&mut self, model: ModelId, life: Law, repair: Law) -> &mut Subsystem {
        self.subsystems.push(Subsystem {
            name: format!("part {}", self.subsystems.len()),
            model,
            life,
            ageing: None,
            repair,
            repair_factor: None,
            trade: FITTER,
            technicians: 1,
            place: Place::Bay,
            crane: false,
            renewal: Share::clamped(1.0),
            parts: Vec::new(),
        });
        last(&mut self.subsystems)
    }

    fn service(&mut self, model: ModelId, interval_h: f64, duration_h: f64) -> &mut Service {
        self.services.push(Service {
            name: format!("service {}", self.services.len()),
            model,
            interval: MeterHours::clamped(interval_h),
            duration: Hours::clamped(duration_h),
            early: MeterHours::clamped(0.0),
            trade: FITTER,
            technicians: 1,
            renews: Vec::new(),
            kit: Vec::new(),
        });
        last(&mut self.services)
    }

    fn bays(&mut self, count: u16) -> &mut BayGroup {
        self.bays.push(BayGroup {
            name: format!("bays {}", self.bays.len()),
            workshop: SHOP,
            count,
            takes: Mass::from_tonnes(500.0),
            heated: true,
            crane: false,
            brand: None,
            opening: Opening::AtStart,
        });
        last(&mut self.bays)
    }

    fn technicians(&mut self, count: u16, calendar: CalendarId) -> &mut TechnicianGroup {
        self.technicians.push(TechnicianGroup {
            name: format!("group {}", self.technicians.len()),
            workshop: SHOP,
            trade: FITTER,
            certificates: Vec::new(),
            home: None,
            count,
            calendar,
            field: false,
            cost_per_hour: Money(0),
            opening: Opening::AtStart,
        });
        last(&mut self.technicians)
    }

    fn curve(&mut self, points: &[(f64, f64)]) -> CurveId {
        let point = |&(at, factor): &(f64, f64)| (Celsius::clamped(at), Factor::clamped(factor));
        let points = points.iter().map(point).collect();
        self.curves.push(TemperatureCurve { name: format!("curve {}", self.curves.len()), points })
    }

    fn shop(&mut self) -> &mut Workshop {
        &mut self.workshops[SHOP]
    }
}

/// A world of one truck with one subsystem of constant life and repair, a bay and a technician.
pub(crate) fn one_truck(life_h: f64, repair_h: f64) -> Tables {
    let mut tables = tables(30);
    let model = tables.model(BELAZ, 90.0);
    tables.machines(model, 1);
    tables.subsystem(model, hours(life_h), hours(repair_h));
    tables.bays(1);
    tables.technicians(1, ALWAYS);
    tables
}

/// How the tiny engine answers.
pub(crate) struct Manners {
    /// How long each part takes to come.
    pub(crate) part_delay: Span,
    /// Where a machine that fails stands, m from the gate.
    pub(crate) to_gate: Metres,
    /// Mean temperature by day and site.
    pub(crate) weather: Box<dyn Fn(i64, SiteId) -> f64>,
    /// Tasks that are done at a time.
    pub(crate) tasks: Vec<(Time, TaskId)>,
    /// Hours a machine works before it stands for as many hours, meter off, over and over; none: always on.
    pub(crate) spell_h: Option<f64>,
}

impl Default for Manners {
    fn default() -> Self {
        let to_gate = Metres::clamped(0.0);
        let weather = Box::new(|_, _| 10.0);
        Self { part_delay: Span::ZERO, to_gate, weather, tasks: Vec::new(), spell_h: None }
    }
}

enum Later {
    Part(JobNo),
    Task(TaskId),
    Spell(MachineId),
    Day(i64),
}

/// The tiny engine.
pub(crate) struct World {
    pub(crate) maintenance: Maintenance,
    pub(crate) log: Vec<Entry>,
    pub(crate) end: Time,
    pub(crate) fired: u64,
    calendar: Calendar,
    notices: Vec<Notice>,
    later: Agenda<Later>,
    later_slot: Slot,
    manners: Manners,
    on: Vec<bool>,
    down: Vec<bool>,
    resting: Vec<bool>,
    n_sites: usize,
}

impl World {
    /// Runs the tables to the end of their horizon.
    pub(crate) fn run(tables: &Tables, manners: Manners) -> World {
        World::run_seeded(tables, manners, 1, 0)
    }

    pub(crate) fn run_seeded(tables: &Tables, manners: Manners, seed: u64, replication: u32) -> World {
        World::start(tables, manners, seed, replication).and_then(World::go).unwrap()
    }

    fn start(
        tables: &Tables,
        manners: Manners,
        seed: u64,
        replication: u32,
    ) -> Result<World, MaintenanceError> {
        let horizon = Horizon::new(tables.heading.start, tables.heading.days, &tables.heading.zone).unwrap();
        let n_slots = Maintenance::slots(tables);
        let n_machines = tables.machines.len();
        Ok(World {
            maintenance: Maintenance::of_tables(tables, &horizon, seed, replication, 0)?,
            log: Vec::new(),
            end: horizon.end(),
            fired: 0,
            calendar: Calendar::new(n_slots + 1).unwrap(),
            notices: Vec::new(),
            later: Agenda::new(),
            later_slot: Slot(n_slots as u16),
            manners,
            on: vec![false; n_machines],
            down: vec![false; n_machines],
            resting: vec![false; n_machines],
            n_sites: tables.sites.len(),
        })
    }

    fn go(mut self) -> Result<World, MaintenanceError> {
        self.weather(0)?;
        self.call(|shop, ctx| shop.start(ctx))?;
        for machine in (0..self.on.len()).map(MachineId::from_index) {
            self.log.push(Entry { at: Time::START, event: working(machine) });
            self.meter(machine)?;
            if let Some(spell) = self.manners.spell_h {
                self.later.push(at(spell), Class(6), Later::Spell(machine));
            }
        }
        for (at, task) in std::mem::take(&mut self.manners.tasks) {
            self.later.push(at, Class(2), Later::Task(task));
        }
        self.later.push(Time::START + Span::DAY, Class(0), Later::Day(1));
        self.deliver()?;
        self.wind()?;
        while let Some(due) = self.calendar.pop_until(self.end) {
            self.fired += 1;
            if due.slot == self.later_slot {
                self.later(due.at)?;
            } else {
                self.call(|shop, ctx| shop.on_due(due.slot.0, ctx))?;
            }
            self.deliver()?;
            self.wind()?;
        }
        Ok(self)
    }

    fn call(
        &mut self,
        act: impl FnOnce(&mut Maintenance, &mut Context<'_, Vec<Entry>, Notice>) -> Result<(), MaintenanceError>,
    ) -> Result<(), MaintenanceError> {
        let now = self.calendar.now();
        let ctx = &mut Context {
            now,
            calendar: &mut self.calendar,
            log: &mut self.log,
            notices: &mut self.notices,
        };
        act(&mut self.maintenance, ctx)
    }

    fn wind(&mut self) -> Result<(), MaintenanceError> {
        match self.later.next_due() {
            Some((at, class)) => Ok(self.calendar.schedule(self.later_slot, at, class)?),
            None => {
                self.calendar.cancel(self.later_slot);
                Ok(())
            }
        }
    }

    fn later(&mut self, now: Time) -> Result<(), MaintenanceError> {
        let Some((_, later)) = self.later.pop_due(now) else { return Ok(()) };
        match later {
            Later::Part(job) => self.call(|shop, ctx| shop.part_filled(job, ctx)),
            Later::Task(task) => self.call(|shop, ctx| shop.open(task, ctx)),
            Later::Spell(machine) => {
                self.resting[machine.index()] = !self.resting[machine.index()];
                let spell = Span::from_hours(self.manners.spell_h.unwrap_or(1.0));
                self.later.push(now + spell, Class(6), Later::Spell(machine));
                self.meter(machine)
            }
            Later::Day(day) => {
                self.later.push(now + Span::DAY, Class(0), Later::Day(day + 1));
                self.weather(day)
            }
        }
    }

    fn weather(&mut self, day: i64) -> Result<(), MaintenanceError> {
        let mean = |site| Celsius::clamped((self.manners.weather)(day, SiteId::from_index(site)));
        let by_site: Vec<Celsius> = (0..self.n_sites).map(mean).collect();
        self.call(|shop, ctx| shop.set_weather(&by_site, ctx))
    }

    /// Turns the meter on or off as the machine's state wants.
    fn meter(&mut self, machine: MachineId) -> Result<(), MaintenanceError> {
        let index = machine.index();
        let on = !self.down[index] && !self.resting[index];
        if on == self.on[index] {
            return Ok(());
        }
        self.on[index] = on;
        if on {
            self.call(|shop, ctx| shop.meter_on(machine, ctx))
        } else {
            self.call(|shop, ctx| shop.meter_off(machine, ctx))
        }
    }

    fn deliver(&mut self) -> Result<(), MaintenanceError> {
        while !self.notices.is_empty() {
            for notice in std::mem::take(&mut self.notices) {
                self.answer(notice)?;
            }
        }
        Ok(())
    }

    fn answer(&mut self, notice: Notice) -> Result<(), MaintenanceError> {
        match notice {
            Notice::Failed { machine } => {
                self.down[machine.index()] = true;
                let to_gate = self.manners.to_gate;
                self.call(|shop, ctx| shop.stopped(machine, to_gate, ctx))?;
                self.meter(machine)
            }
            Notice::ServiceDue { machine } => {
                self.down[machine.index()] = true;
                self.meter(machine)?;
                self.call(|shop, ctx| shop.at_gate(machine, ctx))
            }
            Notice::PartWanted { job, .. } if self.manners.part_delay == Span::ZERO => {
                self.call(|shop, ctx| shop.part_filled(job, ctx))
            }
            Notice::PartWanted { job, .. } => {
                let comes = self.calendar.now() + self.manners.part_delay;
                self.later.push(comes, Class(2), Later::Part(job));
                Ok(())
            }
            Notice::Ready { machine, .. } => {
                self.down[machine.index()] = false;
                self.log.push(Entry { at: self.calendar.now(), event: working(machine) });
                self.meter(machine)
            }
            Notice::InTow { .. } | Notice::JobDone { .. } => Ok(()),
        }
    }

    /// The state of a machine from each hour on, as (hour, state), states of no length left out.
    pub(crate) fn states(&self, machine: u32) -> Vec<(f64, MachineState)> {
        let mut states: Vec<(f64, MachineState)> = Vec::new();
        for entry in &self.log {
            let Event::State { machine: of, state } = entry.event else { continue };
            if of != MachineId(machine) {
                continue;
            }
            let hour = entry.at.hours();
            states.retain(|&(since, _)| since < hour);
            if states.last().is_none_or(|&(_, last)| last != state) {
                states.push((hour, state));
            }
        }
        states
    }

    /// The share of machine time from an hour on that is in a state.
    pub(crate) fn share(&self, from_h: f64, wanted: impl Fn(MachineState) -> bool) -> f64 {
        let from = at(from_h);
        let mut since = vec![(Time::START, MachineState::Absent); self.on.len()];
        let mut in_state = Span::ZERO;
        let mut book = |(begin, state): (Time, MachineState), end: Time| {
            if wanted(state) && end > from {
                in_state += end - begin.max(from);
            }
        };
        for entry in &self.log {
            let Event::State { machine, state } = entry.event else { continue };
            book(since[machine.index()], entry.at);
            since[machine.index()] = (entry.at, state);
        }
        for &state in &since {
            book(state, self.end);
        }
        in_state.hours() / ((self.end - from).hours() * self.on.len() as f64)
    }

    /// How many entries of the log are so.
    pub(crate) fn count(&self, wanted: impl Fn(&Event) -> bool) -> usize {
        self.log.iter().filter(|entry| wanted(&entry.event)).count()
    }
}

fn working(machine: MachineId) -> Event {
    Event::State { machine, state: MachineState::TravelEmpty }
}

/// A part that a job always needs.
pub(crate) fn part(chance: f64) -> PartUse {
    PartUse { item: ItemId(0), quantity: Quantity(1), chance: Share::clamped(chance) }
}
