//! A plan of whole pieces that keeps to the room, from the prices of room.

use iceroad_base::random::Stream;

use super::Effort;
use super::levels::Levels;
use super::order::{Load, Scratch};
use super::prices::Priced;

/// Shares of the prices at which all items are planned again, one after the other.
const SWEEPS: [f64; 6] = [1.0, 0.5, 0.0, 1.0, 0.5, 0.0];
/// Shares of the prices at which some items are put back.
const BACK: [f64; 4] = [0.0, 0.5, 1.0, 1.0];
/// Items that are taken out together: from 2 up to this many.
const TOGETHER: usize = 5;

struct Stow<'a> {
    items: &'a [Levels],
    rooms: &'a [f64],
    prices: &'a [f64],
    /// Kilograms left, row by row.
    room: Vec<f64>,
    plans: Vec<Vec<Load>>,
    /// What each item's plan costs, without prices of room.
    costs: Vec<f64>,
    scratch: Scratch,
}

/// The plans of all items.
pub(super) fn fill(items: &[Levels], rooms: &[f64], priced: &Priced, effort: &Effort) -> Vec<Vec<Load>> {
    let mut stow = Stow {
        items,
        rooms,
        prices: &priced.prices,
        room: rooms.to_vec(),
        plans: vec![Vec::new(); items.len()],
        costs: vec![0.0; items.len()],
        scratch: Scratch::default(),
    };
    let order = stow.by_loss();
    let (mut best, mut least) = (Vec::new(), f64::INFINITY);
    for share in SWEEPS {
        for &item in &order {
            stow.again(item, share);
        }
        stow.count_room();
        let cost = stow.cost();
        if cost < least {
            (best, least) = (stow.plans.clone(), cost);
        }
    }
    stow.restore(best);
    let mut stream = Stream::named(1, 0, "season", "exchange");
    for _ in 0..effort.exchanges {
        let cost = stow.cost();
        if items.len() < 2 || cost - priced.bound <= effort.gap * cost.abs() / 2.0 {
            break;
        }
        stow.exchange(&mut stream);
    }
    stow.plans
}

impl Stow<'_> {
    fn cost(&self) -> f64 {
        self.costs.iter().sum()
    }

    /// The items, first the one that loses most a kilogram where the rows that have a price are closed.
    fn by_loss(&mut self) -> Vec<usize> {
        let free = vec![0.0; self.rooms.len()];
        let open = |(room, price): (&f64, &f64)| if *price > 0.0 { 0.0 } else { *room };
        let without: Vec<f64> = self.rooms.iter().zip(self.prices).map(open).collect();
        let mut losses = Vec::with_capacity(self.items.len());
        for (row, item) in self.items.iter().enumerate() {
            let least = self.scratch.within(item, &free, self.rooms);
            let loads = self.scratch.loads.iter().filter(|(row, _)| self.prices[*row] > 0.0);
            let kilograms: f64 = loads.map(|(_, units)| f64::from(*units) * item.mass).sum();
            let loss = self.scratch.within(item, &free, &without) - least;
            losses.push((if kilograms > 0.0 { loss / kilograms } else { 0.0 }, row));
        }
        losses.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        losses.into_iter().map(|(_, row)| row).collect()
    }

    /// Plans an item again in the room that it had and that is left, at a share of the prices.
    fn again(&mut self, item: usize, share: f64) {
        self.take_out(item);
        self.put_in(item, share);
    }

    fn take_out(&mut self, item: usize) {
        for (row, units) in std::mem::take(&mut self.plans[item]) {
            self.room[row] += f64::from(units) * self.items[item].mass;
        }
    }

    fn put_in(&mut self, item: usize, share: f64) {
        let levels = &self.items[item];
        let prices: Vec<f64> = self.prices.iter().map(|price| price * share).collect();
        let mut cost = self.scratch.within(levels, &prices, &self.room);
        for (row, units) in &self.scratch.loads {
            let kilograms = f64::from(*units) * levels.mass;
            cost -= prices[*row] * kilograms;
            self.room[*row] -= kilograms;
        }
        self.costs[item] = cost;
        self.plans[item].clone_from(&self.scratch.loads);
    }

    /// The room that is left, from the start: sums that are only ever changed drift.
    fn count_room(&mut self) {
        self.room.copy_from_slice(self.rooms);
        for (item, plan) in self.items.iter().zip(&self.plans) {
            for (row, units) in plan {
                self.room[*row] -= f64::from(*units) * item.mass;
            }
        }
    }

    fn restore(&mut self, plans: Vec<Vec<Load>>) {
        self.plans = plans;
        self.count_room();
        for (item, (plan, cost)) in self.items.iter().zip(self.plans.iter().zip(&mut self.costs)) {
            *cost = item.cost(plan);
        }
    }

    /// Takes some items out and puts them back in another order, at a share of the prices and then at none; undone where that costs no less.
    fn exchange(&mut self, stream: &mut Stream) {
        let wanted = (2 + stream.below(TOGETHER as u64 - 1) as usize).min(self.items.len());
        let mut some: Vec<usize> = Vec::with_capacity(wanted);
        while some.len() < wanted {
            let item = stream.below(self.items.len() as u64) as usize;
            if !some.contains(&item) {
                some.push(item);
            }
        }
        let share = BACK[stream.below(BACK.len() as u64) as usize];
        let room = self.room.clone();
        let before: Vec<(f64, Vec<Load>)> =
            some.iter().map(|item| (self.costs[*item], self.plans[*item].clone())).collect();
        for &item in &some {
            self.take_out(item);
        }
        for &item in &some {
            self.put_in(item, share);
        }
        for &item in &some {
            self.again(item, 0.0);
        }
        let (old, new) = before
            .iter()
            .zip(&some)
            .fold((0.0, 0.0), |(old, new), ((cost, _), item)| (old + cost, new + self.costs[*item]));
        if new < old - 1e-12 * old.abs() {
            return;
        }
        self.room = room;
        for (item, (cost, plan)) in some.into_iter().zip(before) {
            self.costs[item] = cost;
            self.plans[item] = plan;
        }
    }
}
