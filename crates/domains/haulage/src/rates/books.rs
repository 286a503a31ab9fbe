//! Making up the books: what has flowed since the last time becomes entries of the log, in whole loads, kilograms,
//! litres and milliseconds; what is left over is carried on.
//!
//! What trucks carried is what was hauled, to the kilogram: a mine's sum is shared among its trucks in proportion to
//! what each would have had, by cumulative rounding.

use super::haulage::RateHaulage;
use super::machines::{AT_WORK, KG, LOADS, Machine};
use crate::notice::Ctx;
use iceroad_base::quantity::Mass;
use iceroad_base::{Span, Table};
use iceroad_model::event::{Event, MachineState, Recorder};
use iceroad_model::{MachineId, MineId};

impl RateHaulage {
    /// Logs what was hauled since the last time.
    pub fn settle_tonnes<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) {
        for mine_id in self.books.ids() {
            self.pass(mine_id, ctx.now);
            self.count_up(mine_id);
            let book = &mut self.books[mine_id];
            for (index, flow) in book.flows.iter_mut().enumerate() {
                let kg = libm::floor(flow.kg) as i64 - flow.logged_kg;
                if kg <= 0 {
                    continue;
                }
                let loads = (libm::floor(flow.loads) as i64 - flow.logged_loads).max(0);
                flow.logged_kg += kg;
                flow.logged_loads += loads;
                book.untold_kg += kg;
                book.untold_loads += loads;
                let mine = &self.table.mines[mine_id];
                let (place, dump, material) = mine.flow(index);
                self.dumped_kg[dump] += kg;
                let loader = self.table.layout.ground.loaders[mine.loaders[place]].machine.id;
                let loads = loads as u32;
                ctx.log.record(ctx.now, Event::Hauled { loader, dump, material, loads, mass: Mass(kg) });
            }
        }
    }

    /// Logs everything: what was hauled, what each truck carried, how each machine spent its time, and fuel.
    pub fn settle<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) {
        self.settle_tonnes(ctx);
        for machine_id in self.machines.ids() {
            if self.machines[machine_id].follows {
                let sums = *self.sums(machine_id);
                self.machines[machine_id].read(&sums);
            }
        }
        for mine_id in self.books.ids() {
            self.tell_trucks(mine_id, ctx);
        }
        for machine in self.machines.iter_mut() {
            spend(machine, ctx);
            machine.tank.log_burnt(machine.status.machine, ctx);
        }
    }

    /// The horizon has ended. Nothing may be asked of haulage afterwards.
    pub fn finish<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) {
        for machine_id in self.machines.ids() {
            self.burn_walk(machine_id, ctx.now);
        }
        self.settle(ctx);
    }

    fn tell_trucks<L: Recorder>(&mut self, mine_id: MineId, ctx: &mut Ctx<'_, L>) {
        let trucks: Vec<MachineId> = {
            let mine = &self.table.mines[mine_id];
            mine.machines[..mine.trucks.len()].iter().flatten().copied().collect()
        };
        let all = |machines: &Table<MachineId, Machine>, column: usize| -> f64 {
            trucks.iter().map(|&truck| machines[truck].own[column]).sum()
        };
        let (untold_kg, untold_loads) = (self.books[mine_id].untold_kg, self.books[mine_id].untold_loads);
        if all(&self.machines, KG) <= 0.0 {
            if untold_kg == 0 {
                return;
            }
            // A loader was given what its stop did not cost, and no truck has worked since: they share it alike.
            for &truck in &trucks {
                (self.machines[truck].own[KG], self.machines[truck].own[LOADS]) = (1.0, 1.0);
            }
        }
        let mut kg = Sharing::new(untold_kg, all(&self.machines, KG));
        let mut loads = Sharing::new(untold_loads, all(&self.machines, LOADS));
        for truck in trucks {
            let machine = &mut self.machines[truck];
            let (kg, loads) = (kg.next(machine.own[KG]), loads.next(machine.own[LOADS]));
            (machine.own[KG], machine.own[LOADS]) = (0.0, 0.0);
            if kg > 0 || loads > 0 {
                ctx.log.record(ctx.now, Event::Carried { truck, loads: loads as u32, mass: Mass(kg) });
            }
        }
        (self.books[mine_id].untold_kg, self.books[mine_id].untold_loads) =
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
fn spend<L: Recorder>(machine: &mut Machine, ctx: &mut Ctx<'_, L>) {
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
