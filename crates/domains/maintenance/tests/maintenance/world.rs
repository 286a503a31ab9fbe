//! The tiny engine that runs workshops: meters run unless a machine is down, parts come after a delay.
use iceroad_base::civil::Horizon;
use iceroad_base::quantity::{Celsius, Metres};
use iceroad_base::{Id, Span, Time};
use iceroad_kernel::context::Context;
use iceroad_kernel::{Agenda, Calendar, Class, Slot};
use iceroad_maintenance::{Maintenance, MaintenanceError, Notice, Prepared};
use iceroad_model::event::{Entry, Event, JobNo, MachineState};
use iceroad_model::{MachineId, SiteId, Tables, TaskId};
pub(crate) use iceroad_worlds::build::{Build, constant};
pub(crate) use iceroad_worlds::shop::*;
use std::sync::Arc;

pub(crate) fn at(hour: f64) -> Time {
    Time::START + Span::from_hours(hour)
}

/// A world of one truck with one subsystem of constant life and repair, a bay and a technician.
pub(crate) fn one_truck(life_h: f64, repair_h: f64) -> Tables {
    fleet(30, 1, constant(life_h), constant(repair_h), 1)
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
    /// Life of every part over that of what was called for.
    pub(crate) life_factor: f64,
}

impl Default for Manners {
    fn default() -> Self {
        let to_gate = Metres::clamped(0.0);
        let weather = Box::new(|_, _| 10.0);
        Self { part_delay: Span::ZERO, to_gate, weather, tasks: Vec::new(), spell_h: None, life_factor: 1.0 }
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
        let prepared = Arc::new(Prepared::new(tables, &horizon)?);
        let n_slots = prepared.slots();
        let n_machines = tables.machines.len();
        Ok(World {
            maintenance: Maintenance::new(&prepared, seed, replication, 0)?,
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
            Later::Part(job) => self.part_filled(job),
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

    fn part_filled(&mut self, job: JobNo) -> Result<(), MaintenanceError> {
        let life_factor = self.manners.life_factor;
        self.call(|shop, ctx| shop.part_filled(job, life_factor, ctx))
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
            Notice::PartWanted { job, .. } if self.manners.part_delay == Span::ZERO => self.part_filled(job),
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
            Notice::Stands { .. } | Notice::InTow { .. } | Notice::JobDone { .. } => Ok(()),
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

    /// How many entries of the log are so.
    pub(crate) fn count(&self, wanted: impl Fn(&Event) -> bool) -> usize {
        self.log.iter().filter(|entry| wanted(&entry.event)).count()
    }
}

fn working(machine: MachineId) -> Event {
    Event::State { machine, state: MachineState::TravelEmpty }
}
