//! Random workshops, judged from their log by rules written anew here: who may work where and when, one state at a
//! time, every job closed or open at the end.
use crate::world::*;
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_base::{Span, Time};
use iceroad_model::event::{Entry, Event, JobKind, JobNo, MachineState, StateClass};
use iceroad_model::maintenance::{Hazards, Opening, Place, PoorRepair, Sharing, StartFailure};
use iceroad_model::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
struct Part {
    model: usize,
    life_h: f64,
    kind: u8,
    repair_h: f64,
    trade: u32,
    technicians: u16,
    field: bool,
    crane: bool,
    renewal: f64,
    part: bool,
    curves: bool,
    /// Poor repairs, a warning, damage, frost, bad starts and years on the meter: a bit each.
    hazards: u8,
}

#[derive(Clone, Debug)]
struct Group {
    count: u16,
    trade: u32,
    calendar: u32,
    brand: Option<u32>,
    home: Option<u32>,
    field: bool,
    later: bool,
}

#[derive(Clone, Debug)]
struct Bay {
    count: u16,
    large: bool,
    heated: bool,
    crane: bool,
    brand: Option<u32>,
    later: bool,
}

#[derive(Clone, Debug)]
struct Params {
    models: Vec<(u32, bool, u8, usize)>,
    parts: Vec<Part>,
    services: Vec<(usize, f64, f64, f64, u16)>,
    groups: Vec<Group>,
    bays: Vec<Bay>,
    by_brand: bool,
    tow_vehicles: u16,
    gate_distance_m: f64,
    to_gate_m: f64,
    stops_below: Option<f64>,
    part_delay_h: i64,
    spell_h: Option<f64>,
    seed: u64,
}

fn part() -> impl Strategy<Value = Part> {
    let law = (0_usize..3, 2.0..300.0_f64, 0_u8..4, 0.0..30.0_f64);
    let need = (0_u32..2, 1_u16..3, any::<bool>(), any::<bool>(), 0.0..1.0_f64, any::<bool>(), any::<bool>());
    (law, need, 0_u8..64).prop_map(
        |(
            (model, life_h, kind, repair_h),
            (trade, technicians, field, crane, renewal, part, curves),
            hazards,
        )| Part {
            hazards,
            model,
            life_h,
            kind,
            repair_h,
            trade,
            technicians,
            field,
            crane,
            renewal,
            part,
            curves,
        },
    )
}

fn brand() -> impl Strategy<Value = Option<u32>> {
    prop::option::weighted(0.4, 0_u32..2)
}

fn group() -> impl Strategy<Value = Group> {
    (0_u16..5, 0_u32..2, 0_u32..3, brand(), brand(), any::<bool>(), prop::bool::weighted(0.2)).prop_map(
        |(count, trade, calendar, brand, home, field, later)| Group {
            count,
            trade,
            calendar,
            brand,
            home,
            field,
            later,
        },
    )
}

fn bay() -> impl Strategy<Value = Bay> {
    (0_u16..4, any::<bool>(), any::<bool>(), any::<bool>(), brand(), prop::bool::weighted(0.2)).prop_map(
        |(count, large, heated, crane, brand, later)| Bay { count, large, heated, crane, brand, later },
    )
}

fn params() -> impl Strategy<Value = Params> {
    let tables = (
        prop::collection::vec((0_u32..2, any::<bool>(), 0_u8..3, 0_usize..6), 1..4),
        prop::collection::vec(part(), 1..6),
        prop::collection::vec((0_usize..3, 20.0..400.0_f64, 0.0..12.0_f64, 0.0..50.0_f64, 1_u16..3), 0..4),
        prop::collection::vec(group(), 0..6),
        prop::collection::vec(bay(), 0..5),
    );
    let shop = (
        any::<bool>(),
        0_u16..4,
        0.0..20_000.0_f64,
        0.0..20_000.0_f64,
        prop::option::of(-50.0..10.0_f64),
        0_i64..60,
        prop::option::of(1.0..30.0_f64),
        any::<u64>(),
    );
    (tables, shop).prop_map(
        |(
            (models, parts, services, groups, bays),
            (by_brand, tow_vehicles, gate, to_gate, stops_below, part_delay_h, spell_h, seed),
        )| Params {
            models,
            parts,
            services,
            groups,
            bays,
            by_brand,
            tow_vehicles,
            gate_distance_m: gate,
            to_gate_m: to_gate,
            stops_below,
            part_delay_h,
            spell_h,
            seed,
        },
    )
}

/// The task with which what is to come later comes, and when it is done.
const TASK: TaskId = TaskId(0);
const OPENS_H: f64 = 333.3;

fn opening(later: bool) -> Opening {
    if later { Opening::With(TASK) } else { Opening::AtStart }
}

fn law(kind: u8, mean: f64) -> Law {
    match kind {
        0 => Law::constant(mean),
        1 => Law::exponential(mean),
        2 => Law::weibull(2.5, mean),
        _ => Law::log_normal(mean, 0.8),
    }
    .unwrap()
}

fn build(params: &Params) -> Tables {
    let mut tables = shop(40);
    let ageing = tables.curve(&[(-45.0, 2.5), (0.0, 1.0), (15.0, 0.5)]);
    let slowing = tables.curve(&[(-45.0, 2.0), (-5.0, 1.0)]);
    let years = tables.meter_curve(&[(500.0, 0.7), (3_000.0, 3.0)]);
    for &(brand, large, priority, machines) in &params.models {
        let model = tables.truck_model(BrandId(brand), if large { 220.0 } else { 90.0 });
        tables.models[model].priority = priority;
        tables.machines(model, machines);
    }
    for (index, row) in tables.machines.iter_mut().enumerate() {
        row.meter = MeterHours::clamped(index as f64 * 777.7);
    }
    for part in &params.parts {
        let model = ModelId((part.model % params.models.len()) as u32);
        let repair = law(part.kind, part.repair_h.max(0.01));
        let row = tables.subsystem(model, law(part.kind, part.life_h), repair);
        row.trade = TradeId(part.trade);
        row.technicians = part.technicians;
        row.place = if part.field { Place::Field } else { Place::Bay };
        row.crane = part.crane;
        row.renewal = Share::clamped(part.renewal);
        if part.part {
            row.parts = vec![part_use(0.5), part_use(0.9)];
        }
        row.hazards = hazards(part, ageing, years);
        if part.curves {
            (row.ageing, row.repair_factor) = (Some(ageing), Some(slowing));
        }
    }
    let models: Vec<ModelId> = tables.subsystems.iter().map(|row| row.model).collect();
    for (id, row) in tables.subsystems.iter_mut().zip(&params.parts).enumerate() {
        let (row, part) = row;
        let others = models.iter().enumerate().filter(|&(other, &of)| other != id && of == row.model);
        if part.hazards & 4 != 0 {
            row.hazards.damages = others.map(|(other, _)| SubsystemId(other as u32)).collect();
        }
    }
    for &(model, interval, duration, early, technicians) in &params.services {
        let model = ModelId((model % params.models.len()) as u32);
        let inspects = models.iter().enumerate().filter(|&(_, &of)| of == model);
        let inspects = inspects.map(|(id, _)| SubsystemId(id as u32)).collect();
        let row = tables.service(model, interval, duration);
        row.early = MeterHours::clamped(early);
        row.technicians = technicians;
        row.kit = vec![part_use(0.3)];
        row.renews = vec![SubsystemId(0)];
        row.inspects = inspects;
        row.finds = Share::clamped(0.8);
    }
    for group in &params.groups {
        let row = tables.technicians(group.count, CalendarId(group.calendar));
        row.trade = TradeId(group.trade);
        row.certificates = group.brand.map(BrandId).into_iter().collect();
        row.home = group.home.map(BrandId);
        row.field = group.field;
        row.opening = opening(group.later);
    }
    for bay in &params.bays {
        let row = tables.bays(bay.count);
        row.takes = Mass::from_tonnes(if bay.large { 220.0 } else { 90.0 });
        (row.heated, row.crane) = (bay.heated, bay.crane);
        row.brand = bay.brand.map(BrandId);
        row.opening = opening(bay.later);
    }
    let shop = tables.shop();
    shop.sharing = if params.by_brand { Sharing::ByBrand } else { Sharing::Shared };
    shop.tow_vehicles = params.tow_vehicles;
    shop.gate_distance_m = params.gate_distance_m;
    shop.stops_below = params.stops_below.map(Celsius::clamped);
    tables
}

fn hazards(part: &Part, frost: CurveId, years: MeterCurveId) -> Hazards {
    let has = |bit: u8| part.hazards & bit != 0;
    let poor = PoorRepair { chance: Share::clamped(0.4), life: MeterHours::clamped(10.0) };
    let chance = Share::clamped(if has(16) { 0.3 } else { 0.0 });
    Hazards {
        poor_repair: has(1).then_some(poor),
        warning: MeterHours::clamped(if has(2) { 0.3 * part.life_h } else { 0.0 }),
        damage_chance: Share::clamped(0.5),
        parked: has(8).then_some(frost),
        start: StartFailure { chance, after: Hours::clamped(5.0), curve: has(8).then_some(frost) },
        by_meter: has(32).then_some(years),
        ..Hazards::default()
    }
}

fn mean_of(day: i64, seed: u64) -> f64 {
    ((day as u64 * 37 + seed % 1_000) % 70) as f64 - 50.0
}

fn run(tables: &Tables, params: &Params) -> World {
    let seed = params.seed;
    let manners = Manners {
        part_delay: Span::HOUR * params.part_delay_h,
        to_gate: Metres::clamped(params.to_gate_m),
        weather: Box::new(move |day, _| mean_of(day, seed)),
        tasks: vec![(at(OPENS_H), TASK)],
        spell_h: params.spell_h,
        ..Manners::default()
    };
    World::run_seeded(tables, manners, params.seed, 3)
}

/// One job as the log tells it.
struct Job {
    machine: MachineId,
    kind: JobKind,
    bay: Option<BayId>,
    work: Option<(GroupId, u16, Time)>,
    closed: bool,
    /// A repair of what was found and has not failed.
    planned: bool,
}

/// Follows a log and checks each entry.
struct Judge<'a> {
    tables: &'a Tables,
    params: &'a Params,
    jobs: BTreeMap<JobNo, Job>,
    bays: BTreeMap<BayId, u16>,
    groups: BTreeMap<GroupId, u16>,
    states: BTreeMap<MachineId, MachineState>,
    /// Machines with something broken that needs a bay.
    towed: BTreeSet<MachineId>,
    /// What was found at this instant.
    found: Option<(MachineId, SubsystemId)>,
}

impl Judge<'_> {
    fn breaks(&mut self, machine: MachineId, subsystem: SubsystemId) {
        if self.tables.subsystems[subsystem].place == Place::Bay {
            self.towed.insert(machine);
        }
        let repairs = self.jobs.values_mut().filter(|job| job.machine == machine && !job.closed);
        for job in repairs.filter(|job| job.kind == JobKind::Repair(subsystem)) {
            job.planned = false;
        }
    }

    fn opened(&mut self, number: JobNo, machine: MachineId, kind: JobKind) {
        let planned =
            self.found.take().is_some_and(|(of, what)| (machine, kind) == (of, JobKind::Repair(what)));
        let job = Job { machine, kind, bay: None, work: None, closed: false, planned };
        let none = self.jobs.insert(number, job);
        assert!(none.is_none() && number.0 as usize == self.jobs.len() - 1, "numbered in order");
    }

    fn there(&self, opening: Opening, now: Time) -> bool {
        opening == Opening::AtStart || now >= at(OPENS_H)
    }

    fn brand(&self, machine: MachineId) -> BrandId {
        self.tables.models[self.tables.machines[machine].model].brand
    }

    fn home_suits(&self, home: Option<BrandId>, machine: MachineId) -> bool {
        !self.params.by_brand || home.is_none_or(|home| home == self.brand(machine))
    }

    fn too_cold(&self, now: Time) -> bool {
        let day = (now.hours() / 24.0).floor() as i64;
        self.params.stops_below.is_some_and(|limit| mean_of(day, self.params.seed) < limit)
    }

    fn is_field(&self, job: &Job) -> bool {
        matches!(job.kind, JobKind::Repair(_)) && !job.planned && !self.towed.contains(&job.machine)
    }

    fn entry(&mut self, entry: &Entry) {
        let now = entry.at;
        match entry.event {
            Event::State { machine, state } => {
                let was = self.states.insert(machine, state);
                assert_ne!(was, Some(state), "a state is logged when it changes");
                if state == MachineState::Tow && was != Some(MachineState::TravelEmpty) {
                    assert!(!self.too_cold(now), "tow sets out in the cold");
                }
            }
            Event::Failed { machine, subsystem } => {
                assert_eq!(self.states[&machine].class(), StateClass::Working, "only what works fails");
                self.breaks(machine, subsystem);
            }
            Event::Damaged { machine, subsystem } => self.breaks(machine, subsystem),
            Event::Found { machine, subsystem } => self.found = Some((machine, subsystem)),
            Event::JobOpened { job, machine, kind, .. } => self.opened(job, machine, kind),
            Event::BayTaken { job, bay } => self.bay_taken(job, bay, now),
            Event::WorkStarted { job, group, technicians } => self.started(job, group, technicians, now),
            Event::WorkPaused { job } => self.stopped(job, now),
            Event::JobClosed { job } => {
                self.stopped(job, now);
                let row = self.jobs.get_mut(&job).unwrap();
                assert!(!std::mem::replace(&mut row.closed, true));
                let machine = row.machine;
                if let Some(bay) = row.bay {
                    *self.bays.get_mut(&bay).unwrap() -= 1;
                }
                let broken = |job: &&Job| job.machine == machine && !job.closed && !job.planned;
                if !self.jobs.values().filter(broken).any(|job| matches!(job.kind, JobKind::Repair(_))) {
                    self.towed.remove(&machine);
                }
            }
            _ => {}
        }
    }

    fn bay_taken(&mut self, job: JobNo, bay: BayId, now: Time) {
        let of = &self.jobs[&job];
        let (row, machine) = (&self.tables.bays[bay], of.machine);
        assert!(of.bay.is_none() && !of.closed && !self.is_field(of));
        assert!(self.there(row.opening, now), "a bay that is not there");
        assert!(row.takes >= self.tables.models[self.tables.machines[machine].model].bay_class);
        assert!(self.home_suits(row.brand, machine));
        if let JobKind::Repair(id) = of.kind {
            let subsystem = &self.tables.subsystems[id];
            assert!(row.crane || !subsystem.crane || subsystem.place == Place::Field);
        }
        let taken = self.bays.entry(bay).or_default();
        *taken += 1;
        assert!(*taken <= row.count, "more bays than there are");
        self.jobs.get_mut(&job).unwrap().bay = Some(bay);
    }

    fn started(&mut self, job: JobNo, group: GroupId, technicians: u16, now: Time) {
        let of = &self.jobs[&job];
        let (trade, wanted) = match of.kind {
            JobKind::Repair(id) => (self.tables.subsystems[id].trade, self.tables.subsystems[id].technicians),
            JobKind::Service(id) => (self.tables.services[id].trade, self.tables.services[id].technicians),
        };
        let row = &self.tables.technicians[group];
        assert!(of.work.is_none() && !of.closed && of.bay.is_none() == self.is_field(of));
        assert!(self.there(row.opening, now) && shift_end(row.calendar, now).is_some(), "not there");
        assert!(row.trade == trade && technicians == wanted);
        assert!(row.certificates.is_empty() || row.certificates.contains(&self.brand(of.machine)));
        assert!(self.home_suits(row.home, of.machine));
        assert!(!self.is_field(of) || (row.field && !self.too_cold(now)));
        let others = self.jobs.values().filter(|other| other.machine == of.machine && other.work.is_some());
        assert_eq!(others.count(), 0, "two jobs at once on one machine");
        let at_work = self.groups.entry(group).or_default();
        *at_work += technicians;
        assert!(*at_work <= row.count, "more technicians than there are");
        self.jobs.get_mut(&job).unwrap().work = Some((group, technicians, now));
    }

    fn stopped(&mut self, job: JobNo, now: Time) {
        let field = self.is_field(&self.jobs[&job]);
        let (group, technicians, since) = self.jobs.get_mut(&job).unwrap().work.take().unwrap();
        *self.groups.get_mut(&group).unwrap() -= technicians;
        let end = shift_end(self.tables.technicians[group].calendar, since).unwrap();
        assert!(now <= end, "at work beyond the shift");
        // The last instant of work, and each midnight on the way, must be warm enough.
        let midnights = (since.hours() / 24.0).floor() as i64 + 1..=(now.hours() / 24.0).floor() as i64;
        for day in midnights {
            let midnight = Time::START + Span::DAY * day;
            assert!(!field || midnight >= now || !self.too_cold(midnight), "outdoors in the cold");
        }
    }

    /// Nobody waits at the end for what is free.
    fn waits_are_true(&self, world: &World) {
        let end = Time::from_millis(world.end.millis() - 1);
        for open in world.maintenance.open_jobs() {
            let of = &self.jobs[&open.job];
            let machine = &self.tables.machines[of.machine];
            let size = self.tables.models[machine.model].bay_class;
            let (trade, wanted, crane) = match of.kind {
                JobKind::Repair(id) => {
                    let row = &self.tables.subsystems[id];
                    (row.trade, row.technicians, row.crane && row.place == Place::Bay)
                }
                JobKind::Service(id) => {
                    (self.tables.services[id].trade, self.tables.services[id].technicians, false)
                }
            };
            let another = self.jobs.iter().any(|(&number, other)| {
                number != open.job && other.machine == of.machine && !other.closed && other.bay.is_some()
            });
            if open.state == MachineState::WaitBay && !another {
                let free = self.tables.bays.entries().any(|(id, row)| {
                    self.bays.get(&id).copied().unwrap_or(0) < row.count
                        && self.there(row.opening, end)
                        && row.takes >= size
                        && (row.crane || !crane)
                        && self.home_suits(row.brand, of.machine)
                });
                assert!(!free, "{:?} waits for a bay that is free", open.job);
            }
            if open.state == MachineState::WaitTechnician && !another {
                let free = self.tables.technicians.entries().any(|(id, row)| {
                    row.count - self.groups.get(&id).copied().unwrap_or(0) >= wanted
                        && row.trade == trade
                        && self.there(row.opening, end)
                        && shift_end(row.calendar, end).is_some()
                        && (row.certificates.is_empty() || row.certificates.contains(&self.brand(of.machine)))
                        && self.home_suits(row.home, of.machine)
                        && !self.is_field(of)
                });
                assert!(!free, "{:?} waits for technicians who are free", open.job);
            }
        }
    }

    fn finish(&self, world: &World) {
        let open: Vec<JobNo> = world.maintenance.open_jobs().map(|open| open.job).collect();
        let mut expected: Vec<JobNo> =
            self.jobs.iter().filter(|(_, job)| !job.closed).map(|(&number, _)| number).collect();
        let mut sorted = open;
        sorted.sort_unstable();
        expected.sort_unstable();
        assert_eq!(sorted, expected, "every job is closed or open at the end");
        for (&machine, state) in &self.states {
            let open = || self.jobs.values().filter(|job| job.machine == machine && !job.closed);
            // A machine works on while what was found waits for its parts.
            let is_down = state.class() == StateClass::Down;
            assert!(is_down || open().all(|job| job.planned), "{machine:?} is {state:?}");
            assert!(!is_down || open().count() > 0, "{machine:?} is {state:?}");
            let at_work = self.jobs.values().any(|job| job.machine == machine && job.work.is_some());
            assert_eq!(matches!(state, MachineState::Repair | MachineState::Service), at_work);
        }
    }
}

/// When the shift that is on at `now` ends; none between shifts.
fn shift_end(calendar: CalendarId, now: Time) -> Option<Time> {
    let starts = match calendar {
        ALWAYS => return Some(Time::NEVER),
        DAYS => Span::HOUR * 8,
        _ => Span::HOUR * 20,
    };
    let into_day = (now - Time::START - starts).millis().rem_euclid(Span::DAY.millis());
    let left = Span::HOUR * 12 - Span::from_millis(into_day);
    (left > Span::ZERO).then(|| now + left)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_random_workshop_keeps_its_rules(params in params()) {
        let tables = build(&params);
        let world = run(&tables, &params);
        let mut judge = Judge {
            tables: &tables,
            params: &params,
            jobs: BTreeMap::new(),
            bays: BTreeMap::new(),
            groups: BTreeMap::new(),
            states: BTreeMap::new(),
            towed: BTreeSet::new(),
            found: None,
        };
        for pair in world.log.windows(2) {
            prop_assert!(pair[0].at <= pair[1].at);
        }
        for entry in &world.log {
            judge.entry(entry);
        }
        judge.finish(&world);
        judge.waits_are_true(&world);
    }

    #[test]
    fn the_same_world_runs_the_same_way_twice(params in params()) {
        let tables = build(&params);
        prop_assert_eq!(run(&tables, &params).log, run(&tables, &params).log);
    }
}
