//! Making up the books: what has flowed since the last time becomes entries of the log, in whole loads, kilograms,
//! litres and milliseconds; what is left over is carried on.
//!
//! What trucks carried is what was hauled, to the kilogram: a mine's sum is shared among its trucks in proportion to
//! what each would have had, by cumulative rounding.

use super::haulage::RateHaulage;
use super::yard::{AT_WORK, KG, LOADS, Machine};
use crate::Notice;
use iceroad_base::quantity::Mass;
use iceroad_base::{Id, Span, Time};
use iceroad_kernel::context::Context;
use iceroad_model::MachineId;
use iceroad_model::event::{Event, MachineState, Recorder};

impl RateHaulage {
    /// Logs what was hauled since the last time.
    pub fn settle_tonnes<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) {
        for m in 0..self.pits.len() {
            self.pass(m, ctx.now);
            self.count_up(m);
            let pit = &mut self.pits[m];
            for (index, flow) in pit.flows.iter_mut().enumerate() {
                let kg = libm::floor(flow.kg) as i64 - flow.logged_kg;
                if kg <= 0 {
                    continue;
                }
                let loads = (libm::floor(flow.loads) as i64 - flow.logged_loads).max(0);
                flow.logged_kg += kg;
                flow.logged_loads += loads;
                pit.untold_kg += kg;
                pit.untold_loads += loads;
                let mine = &self.table.mines[m];
                let (place, dump, material) = mine.flow(index);
                self.dumped_kg[dump.index()] += kg;
                let loader = self.table.layout.loaders[mine.loaders[place]].id;
                let loads = loads as u32;
                ctx.log.record(ctx.now, Event::Hauled { loader, dump, material, loads, mass: Mass(kg) });
            }
        }
    }

    /// Logs everything: what was hauled, what each truck carried, how each machine spent its time, and fuel.
    pub fn settle<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) {
        self.settle_tonnes(ctx);
        for i in 0..self.machines.len() {
            if self.machines[i].follows {
                let sums = *self.sums(i);
                self.machines[i].read(&sums);
            }
        }
        for m in 0..self.pits.len() {
            self.tell_trucks(m, ctx);
        }
        for machine in &mut self.machines {
            spend(machine, ctx);
            machine.tank.log_burnt(machine.status.machine, ctx);
        }
    }

    /// The horizon has ended. Nothing may be asked of haulage afterwards.
    pub fn finish<L: Recorder>(&mut self, ctx: &mut Context<'_, L, Notice>) {
        for i in 0..self.machines.len() {
            self.burn_walk(i, ctx.now);
        }
        self.settle(ctx);
    }

    /// Up to when a mine's time is counted.
    pub fn counted_to(&self, mine: usize) -> Time {
        self.pits.get(mine).map_or(Time::START, |pit| pit.at)
    }

    fn tell_trucks<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) {
        let trucks: Vec<MachineId> = {
            let mine = &self.table.mines[m];
            mine.machines[..mine.trucks.len()].iter().flatten().copied().collect()
        };
        let all =
            |column: usize| -> f64 { trucks.iter().map(|t| self.machines[t.index()].own[column]).sum() };
        let mut kg = Sharing::new(self.pits[m].untold_kg, all(KG));
        let mut loads = Sharing::new(self.pits[m].untold_loads, all(LOADS));
        if kg.all <= 0.0 {
            return;
        }
        for truck in trucks {
            let machine = &mut self.machines[truck.index()];
            let (kg, loads) = (kg.next(machine.own[KG]), loads.next(machine.own[LOADS]));
            (machine.own[KG], machine.own[LOADS]) = (0.0, 0.0);
            if kg > 0 || loads > 0 {
                ctx.log.record(ctx.now, Event::Carried { truck, loads: loads as u32, mass: Mass(kg) });
            }
        }
        (self.pits[m].untold_kg, self.pits[m].untold_loads) =
            (kg.whole - kg.given, loads.whole - loads.given);
    }
}

/// A whole number shared out in proportion; the parts add up to it.
struct Sharing {
    whole: i64,
    all: f64,
    seen: f64,
    given: i64,
}

impl Sharing {
    fn new(whole: i64, all: f64) -> Sharing {
        Sharing { whole, all, seen: 0.0, given: 0 }
    }

    fn next(&mut self, part: f64) -> i64 {
        if self.all <= 0.0 {
            return 0;
        }
        self.seen += part;
        // The last part ends at the whole, whatever rounding left of the sum.
        let share = if self.seen >= self.all * (1.0 - 1e-12) { 1.0 } else { self.seen / self.all };
        let goal = libm::floor(self.whole as f64 * share) as i64;
        let part = goal - self.given;
        self.given = goal;
        part
    }
}

/// Tells how a machine has spent the time that is logged as one state while it is at work.
fn spend<L: Recorder>(machine: &mut Machine, ctx: &mut Context<'_, L, Notice>) {
    let booked = machine.cover();
    let mut left = libm::floor(machine.own[AT_WORK]) as i64;
    machine.own[AT_WORK] -= left as f64;
    for state in MachineState::ALL {
        let own = &mut machine.own[state as usize];
        let ms = (libm::floor(*own) as i64).min(left);
        if state == booked || ms <= 0 {
            *own = if state == booked { 0.0 } else { *own };
            continue;
        }
        *own -= ms as f64;
        left -= ms;
        let machine = machine.status.machine;
        ctx.log.record(ctx.now, Event::Spent { machine, booked, state, span: Span::from_millis(ms) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_whole() {
        let parts = [0.1, 7.3, 0.0, 2.45, 1e-9];
        let mut sharing = Sharing::new(1_234_567, parts.iter().sum());
        let given: Vec<i64> = parts.iter().map(|&part| sharing.next(part)).collect();
        assert_eq!(given.iter().sum::<i64>(), 1_234_567);
        assert_eq!(given[2], 0);
        assert!((given[1] as f64 / 1_234_567.0 - 7.3 / 9.85).abs() < 1e-5);
    }
}
