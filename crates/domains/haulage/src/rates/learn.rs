//! What a pit does in one state, found by running the cycle model alone in that state.
//!
//! Terms. A **state** of a mine: how many trucks of each class and which loaders are at work, and the surface of the
//! roads; and what its dispatch believes of the month's plan (the module `plan`). **On shift**: the mine's calendar says work. **At work**: a machine is, from the beginning of a shift until
//! it is parked after its end; the time beyond the end is the **tail**.
//!
//! The run is that of the scenario itself, with its shifts, but nothing fails and fuel is always there. It is measured
//! over whole days from the beginning of a shift, when everything is parked, so what the beginning and the end of a
//! shift cost is in the rates, shared out over the shift. Days are added until [`LEAST_LOADS`] were dumped.
//!
//! The half-width is Student's interval at 95 % over shifts (or eighths of the time where the mine never stops), by
//! the ratio estimator: kilograms of each less the rate times its hours.
//!
//! Pitfall: what the pit remembers for longer than a shift (a stockpile's level, a face's depth) is here what it comes
//! to within some days from the start.

use super::classes::{Mine, State};
use super::effort::LEAST_LOADS;
use crate::alone::Alone;
use crate::dispatch::in_belief;
use crate::error::HaulageError;
use crate::surface::Surface;
use crate::{Haulage, Layout};
use iceroad_base::estimate::Moments;
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::random::Stream;
use iceroad_base::{Id, Span, Table, Time};
use iceroad_kernel::working_time::Windows;
use iceroad_model::MachineId;
use iceroad_model::event::{Event, MachineState, Recorder, StateClass};
use std::sync::Arc;

/// A state in which next to nothing moves is given up after so many days.
const DAYS_OF_LITTLE: i64 = 28;
/// No state is measured for longer.
const MOST_DAYS: i64 = 366;
/// Warm-up where a mine never stops. Assumed.
const WARM_UP: Span = Span::from_millis(4 * 3_600_000);
const DAY: Span = Span::from_millis(24 * 3_600_000);

/// What a class of machines does, for each machine of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ClassRates {
    /// Share of the time at work spent in each state, without those that are nil.
    pub(crate) shares: Vec<(MachineState, f64)>,
    /// What it uses for each ms at work: fuel, mL, or energy out of a cable, Wh.
    pub(crate) burn: f64,
    /// Loads for each ms on shift.
    pub(crate) loads: f64,
    /// Mass, kg for each ms on shift.
    pub(crate) kg: f64,
    /// How long after a shift's end it is parked.
    pub(crate) tail: Span,
    /// Whether there is no work for it in this state.
    pub(crate) idle: bool,
}

/// What one loader sends to one dump.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct FlowRate {
    /// Number of the flow, see [`Mine::flow`].
    pub(crate) flow: usize,
    /// Loads for each ms on shift.
    pub(crate) loads: f64,
    /// Mass, kg for each ms on shift.
    pub(crate) kg: f64,
}

/// What a mine does in one state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rates {
    /// In order of flow, without those that are nil.
    pub(crate) flows: Vec<FlowRate>,
    /// By class, trucks' first.
    pub(crate) classes: Arc<Vec<ClassRates>>,
    /// Loads that were simulated; 0 where the state was not simulated but interpolated.
    pub(crate) simulated: u64,
    /// Half of a 95 % interval for the tonnes an hour, as a share of them; not finite where there were too few shifts.
    pub(crate) half_width: f64,
}

impl Rates {
    /// Tonnes for each hour on shift.
    pub fn tonnes_per_hour(&self) -> f64 {
        self.flows.iter().map(|flow| flow.kg).sum::<f64>() * 3_600.0
    }

    /// Kilograms for each ms on shift, by number of the flow.
    pub(crate) fn kg_by_flow(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.flows.iter().map(|flow| (flow.flow, flow.kg))
    }

    /// Loads that were simulated for it; 0 where it was interpolated.
    pub fn simulated_loads(&self) -> u64 {
        self.simulated
    }

    /// Half of a 95 % interval for the tonnes an hour, as a share of them.
    pub fn half_width(&self) -> f64 {
        self.half_width
    }
}

/// A day's mean that makes the roads so and lets the mine work.
fn a_day(surface: Surface, stops_below: Option<Celsius>) -> Celsius {
    let mean = match surface {
        Surface::Frost => -20.0,
        Surface::Normal => -5.0,
        Surface::Thaw => 4.0,
    };
    Celsius::clamped(stops_below.map_or(mean, |least| least.get().max(mean)))
}

/// A pit with exactly the machines of a state at work, on roads of that surface, and dispatch in the belief of that state.
pub(crate) fn pit_in_state(
    layout: &Arc<Layout>,
    mine: &Mine,
    state: &State,
    seed: u64,
) -> Result<Alone<Meter>, HaulageError> {
    let mut haulage = Haulage::on_layout(Arc::clone(layout), seed, 0, 0);
    if let Some(plan) = &mine.plan {
        let draws = Stream::named(seed, 0, &layout.ground.mines[mine.id].name, "dispatch");
        let ahead = Some(state.ahead.as_slice()).filter(|ahead| !ahead.is_empty());
        let policy = in_belief(plan.row(state), &layout.ground, mine.id, draws, ahead);
        haulage.set_dispatch(mine.id, policy);
    }
    let mut alone = Alone::start(haulage, Meter::new(layout, mine))?;
    alone.keep_notices = false;
    let mut works: Table<MachineId, bool> = Table::filled(layout.ground.roles.len(), false);
    for (class, trucks) in mine.trucks.iter().enumerate() {
        for &row in &trucks[..usize::from(state.trucks[class]).min(trucks.len())] {
            works[layout.ground.trucks[row].machine.id] = true;
        }
    }
    for (&row, &at_work) in mine.loaders.iter().zip(&state.loaders) {
        works[layout.ground.loaders[row].machine.id] = at_work;
    }
    for (machine, &works) in works.entries() {
        match (works, layout.ground.machine(layout.ground.roles[machine]).at_start) {
            (true, false) => alone.tell(|haulage, ctx| haulage.commission(machine, ctx))?,
            (false, true) => alone.tell(|haulage, ctx| haulage.stop(machine, ctx).map(drop))?,
            _ => {}
        }
    }
    log_fuel(&mut alone, layout, mine, state.surface)?;
    Ok(alone)
}

/// Sets the day again, for then the fuel burnt so far is logged.
fn log_fuel(
    alone: &mut Alone<Meter>,
    layout: &Layout,
    mine: &Mine,
    surface: Surface,
) -> Result<(), HaulageError> {
    let mean = a_day(surface, layout.ground.mines[mine.id].stops_below);
    alone.tell(|haulage, ctx| haulage.set_weather(mine.id, mean, ctx))
}

/// Where measuring begins: with a shift of the first day, or after a warm-up where none begins then.
pub(crate) fn first_shift(windows: &Windows, end: Time) -> Time {
    let change = windows.next_change(Time::START);
    let begins =
        if windows.is_on(Time::START) && change < Time::NEVER { windows.next_change(change) } else { change };
    let latest = if windows.is_on(Time::START) { Time::START + DAY } else { end };
    let from = if begins <= latest { begins } else { Time::START + WARM_UP };
    if from < end { from } else { Time::START }
}

/// Measures a state, by about so many loads.
///
/// Where the horizon is too short for them, it is measured again from the start, with other luck.
///
/// # Errors
/// Those of the cycle model, which are bugs.
pub(crate) fn measure(
    layout: &Arc<Layout>,
    mine: &Mine,
    state: &State,
    loads: u64,
    seed: u64,
    end: Time,
) -> Result<Rates, HaulageError> {
    let mut seen = Seen::default();
    let mut sum = measure_round(layout, mine, state, loads, seed, end, &mut seen)?;
    for round in 1_u64.. {
        if sum.loads() >= loads || seen.is_enough(sum.loads()) || seen.days == 0 {
            break;
        }
        let seed = Stream::named(seed, 0, &format!("round {round}"), "rate table").next_u64();
        let left = loads - sum.loads();
        sum.add(&measure_round(layout, mine, state, left, seed, end, &mut seen)?);
    }
    Ok(sum.rates(mine, state, &seen))
}

/// One run of the cycle model in a state.
fn measure_round(
    layout: &Arc<Layout>,
    mine: &Mine,
    state: &State,
    loads: u64,
    seed: u64,
    end: Time,
    seen: &mut Seen,
) -> Result<Meter, HaulageError> {
    let mut alone = pit_in_state(layout, mine, state, seed)?;
    let windows = &layout.ground.mines[mine.id].windows;
    let from = first_shift(windows, end);
    alone.run_until(from)?;
    log_fuel(&mut alone, layout, mine, state.surface)?;
    alone.log.begin(from);
    let mut to = from;
    for day in 1..=MOST_DAYS {
        let next = (from + Span::from_millis(DAY.millis() * day)).min(end);
        run_in_parts(&mut alone, windows, to, next, &mut seen.parts)?;
        to = next;
        seen.days += 1;
        let little = seen.days >= DAYS_OF_LITTLE && alone.log.loads() < LEAST_LOADS.min(loads);
        if to >= end || alone.log.loads() >= loads || little {
            break;
        }
    }
    log_fuel(&mut alone, layout, mine, state.surface)?;
    alone.log.stop(to);
    seen.on_ms += windows.on_time_between(from, to).millis() as f64;
    seen.ends += windows.iter().filter(|&(_, off)| from < off && off <= to).count();
    Ok(alone.log)
}

/// The time that a state was measured.
#[derive(Default)]
struct Seen {
    days: i64,
    /// On shift.
    on_ms: f64,
    /// Shifts that ended.
    ends: usize,
    parts: Parts,
}

impl Seen {
    /// Whether it is not to be measured again, with so many loads seen.
    fn is_enough(&self, loads: u64) -> bool {
        self.days * 2 > MOST_DAYS || (self.days >= DAYS_OF_LITTLE && loads < LEAST_LOADS)
    }
}

/// Kilograms and ms on shift of each part of the time measured.
#[derive(Default)]
struct Parts {
    done: Vec<(i64, i64)>,
    begun: Option<(Time, i64)>,
}

impl Parts {
    fn turn(&mut self, at: Time, kg: i64, windows: &Windows) {
        if let Some((since, before)) = self.begun.replace((at, kg)) {
            self.done.push((kg - before, windows.on_time_between(since, at).millis()));
        }
    }

    fn half_width(&self, rate: f64) -> f64 {
        let residuals: Moments =
            self.done.iter().map(|&(kg, on_ms)| kg as f64 - rate * on_ms as f64).collect();
        let mean = self.done.iter().map(|&(kg, _)| kg as f64).sum::<f64>() / self.done.len().max(1) as f64;
        residuals.interval(0.95).half_width / mean
    }
}

/// Runs on, and turns a part over at every beginning of a shift, or every three hours where there is none.
fn run_in_parts(
    alone: &mut Alone<Meter>,
    windows: &Windows,
    from: Time,
    to: Time,
    parts: &mut Parts,
) -> Result<(), HaulageError> {
    let mut at = from;
    while at < to {
        parts.turn(at, alone.log.dumped_kg(), windows);
        let change = windows.next_change(at);
        let begins =
            if windows.is_on(at) && change < Time::NEVER { windows.next_change(change) } else { change };
        at = if begins > at + DAY && windows.is_on(at) {
            at + Span::from_millis(DAY.millis() / 8)
        } else {
            begins
        };
        at = at.min(to);
        alone.run_until(at)?;
    }
    if to > from {
        parts.turn(to, alone.log.dumped_kg(), windows);
        parts.begun = None;
    }
    Ok(())
}

/// What one machine did.
#[derive(Clone)]
struct Tally {
    state: MachineState,
    since: Time,
    ms: [i64; MachineState::COUNT],
    loads: u64,
    kg: i64,
    /// Whole litres burnt, or kilowatt-hours drawn.
    used: i64,
    /// Trucks: the loader that filled it, as a place in the mine's list.
    from: usize,
}

/// A log that adds up what a measurement needs.
pub(crate) struct Meter {
    rows: Table<MachineId, Tally>,
    /// The place of each machine among the mine's loaders.
    loader: Table<MachineId, Option<usize>>,
    flows: Vec<(u64, i64)>,
    n_dumps: usize,
    n_materials: usize,
    runs: bool,
}

impl Meter {
    fn new(layout: &Layout, mine: &Mine) -> Meter {
        let row = Tally {
            state: MachineState::Absent,
            since: Time::START,
            ms: [0; MachineState::COUNT],
            loads: 0,
            kg: 0,
            used: 0,
            from: 0,
        };
        let mut loader = Table::filled(layout.ground.roles.len(), None);
        for (place, &row) in mine.loaders.iter().enumerate() {
            loader[layout.ground.loaders[row].machine.id] = Some(place);
        }
        Meter {
            rows: Table::filled(layout.ground.roles.len(), row),
            loader,
            flows: vec![(0, 0); mine.n_flows()],
            n_dumps: mine.n_dumps,
            n_materials: mine.n_materials,
            runs: false,
        }
    }

    pub(crate) fn begin(&mut self, at: Time) {
        self.runs = true;
        for row in self.rows.iter_mut() {
            *row = Tally { ms: [0; MachineState::COUNT], since: at, loads: 0, kg: 0, used: 0, ..row.clone() };
        }
    }

    fn stop(&mut self, at: Time) {
        for row in self.rows.iter_mut() {
            row.ms[row.state as usize] += (at - row.since).millis();
            row.since = at;
        }
        self.runs = false;
    }

    /// Loads dumped while measuring.
    pub(crate) fn loads(&self) -> u64 {
        self.flows.iter().map(|flow| flow.0).sum()
    }

    /// Kilograms dumped while measuring, by number of the flow.
    pub(crate) fn kg_by_flow(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.flows.iter().enumerate().map(|(flow, &(_, kg))| (flow, kg as f64))
    }

    /// What came from a loader while measuring, by its place among the mine's.
    pub(crate) fn kg_from(&self, place: usize) -> i64 {
        let each = self.n_dumps * self.n_materials;
        self.flows[place * each..(place + 1) * each].iter().map(|flow| flow.1).sum()
    }

    /// What a machine has dumped while measuring.
    pub(crate) fn kg_of(&self, machine: MachineId) -> i64 {
        self.rows[machine].kg
    }

    /// All that was dumped while measuring.
    pub(crate) fn dumped_kg(&self) -> i64 {
        self.flows.iter().map(|flow| flow.1).sum()
    }

    /// Counts what another has seen too.
    fn add(&mut self, other: &Meter) {
        for (row, more) in self.rows.iter_mut().zip(&other.rows) {
            row.ms.iter_mut().zip(more.ms).for_each(|(ms, more)| *ms += more);
            row.loads += more.loads;
            row.kg += more.kg;
            row.used += more.used;
        }
        for (flow, more) in self.flows.iter_mut().zip(&other.flows) {
            *flow = (flow.0 + more.0, flow.1 + more.1);
        }
    }

    fn rates(&self, mine: &Mine, state: &State, seen: &Seen) -> Rates {
        let (on_ms, ends) = (seen.on_ms, seen.ends);
        let per = Per { on_ms, ends };
        let mut rates = Rates { simulated: self.loads(), ..Rates::default() };
        for (flow, &(loads, kg)) in self.flows.iter().enumerate() {
            if kg > 0 && on_ms > 0.0 {
                rates.flows.push(FlowRate { flow, loads: loads as f64 / on_ms, kg: kg as f64 / on_ms });
            }
        }
        let mut classes = Vec::new();
        for (class, machines) in mine.machines.iter().enumerate() {
            let n = mine.count(state, class);
            let rows = machines[..n.min(machines.len())].iter().map(|&machine| &self.rows[machine]);
            classes.push(per.class(rows));
        }
        rates.classes = Arc::new(classes);
        rates.half_width = seen.parts.half_width(self.dumped_kg() as f64 / on_ms.max(1.0));
        rates
    }
}

/// What rates are counted for.
struct Per {
    on_ms: f64,
    ends: usize,
}

impl Per {
    fn class<'a>(&self, rows: impl Iterator<Item = &'a Tally>) -> ClassRates {
        let mut rates = ClassRates::default();
        let mut ms = [0_i64; MachineState::COUNT];
        let (mut n, mut loads, mut kg, mut used) = (0, 0, 0, 0);
        for row in rows {
            n += 1;
            (loads, kg, used) = (loads + row.loads, kg + row.kg, used + row.used);
            for (sum, ms) in ms.iter_mut().zip(row.ms) {
                *sum += ms;
            }
        }
        let at_work: i64 =
            MachineState::ALL.iter().filter(|&&s| is_at_work(s)).map(|&s| ms[s as usize]).sum();
        if n == 0 || at_work == 0 || self.on_ms <= 0.0 {
            rates.idle = true;
            return rates;
        }
        for state in MachineState::ALL.into_iter().filter(|&state| is_at_work(state)) {
            if ms[state as usize] > 0 {
                rates.shares.push((state, ms[state as usize] as f64 / at_work as f64));
            }
        }
        let on_ms = self.on_ms * f64::from(n);
        rates.burn = used as f64 * 1_000.0 / at_work as f64;
        rates.loads = loads as f64 / on_ms;
        rates.kg = kg as f64 / on_ms;
        let tail = (at_work as f64 - on_ms) / (f64::from(n) * self.ends.max(1) as f64);
        rates.tail = Span::from_millis(if self.ends > 0 { tail.max(0.0).round() as i64 } else { 0 });
        rates.idle = loads == 0 && ms[MachineState::NoWork as usize] * 2 > at_work;
        rates
    }
}

/// Not parked, not away.
fn is_at_work(state: MachineState) -> bool {
    let parked = matches!(state, MachineState::OffShift | MachineState::WeatherStop);
    !parked && !matches!(state.class(), StateClass::Absent | StateClass::Down)
}

impl Recorder for Meter {
    #[inline]
    fn record(&mut self, at: Time, event: Event) {
        match event {
            Event::State { machine, state } => {
                let row = &mut self.rows[machine];
                row.ms[row.state as usize] += (at - row.since).millis();
                row.state = state;
                row.since = at;
            }
            Event::Loaded { truck, loader, mass, .. } => {
                self.rows[truck].from = self.loader[loader].unwrap_or_default();
                if self.runs {
                    let row = &mut self.rows[loader];
                    row.loads += 1;
                    row.kg += mass.get();
                }
            }
            Event::Dumped { truck, dump, material, mass } if self.runs => {
                let row = &mut self.rows[truck];
                row.loads += 1;
                row.kg += mass.get();
                let place = (row.from * self.n_dumps + dump.index()) * self.n_materials + material.index();
                if let Some(flow) = self.flows.get_mut(place) {
                    flow.0 += 1;
                    flow.1 += mass.get();
                }
            }
            Event::Burnt { machine, fuel } if self.runs => self.rows[machine].used += fuel.get(),
            Event::Drawn { machine, kwh } if self.runs => self.rows[machine].used += kwh.get(),
            _ => {}
        }
    }
}
