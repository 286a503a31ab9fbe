//! The best order plan of one item by itself: dynamic programming over the cumulated order, a stage for each leg that arrives.

use std::collections::VecDeque;

use super::levels::{Levels, Way};

/// Units of one item by one row.
pub(super) type Load = (usize, u32);

/// What is kept between items.
#[derive(Default)]
pub(super) struct Scratch {
    value: Vec<f64>,
    before: Vec<f64>,
    run: Vec<(f64, u32)>,
    window: VecDeque<usize>,
    /// For each stage its row, and for each level how many units were taken there.
    rows: Vec<usize>,
    taken: Vec<u32>,
    sorted: Vec<(f64, Way)>,
    /// The plan found.
    pub(super) loads: Vec<Load>,
}

impl Scratch {
    /// The least cost where a kilogram by a row has a price on top, and no row is full.
    pub(super) fn at_prices(&mut self, item: &Levels, prices: &[f64]) -> f64 {
        self.begin(item);
        for period in 0..item.periods() {
            let mut best: Option<(f64, usize)> = None;
            for way in item.arriving(period) {
                let cost = way.cost + prices[way.row] * item.mass;
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, way.row));
                }
            }
            if let Some((cost, row)) = best {
                self.stage(item, row, cost);
            }
            self.pass(item, period);
        }
        self.trace(item)
    }

    /// The least cost at prices where a row has room for so many kilograms only.
    pub(super) fn within(&mut self, item: &Levels, prices: &[f64], room: &[f64]) -> f64 {
        self.begin(item);
        for period in 0..item.periods() {
            let mut sorted = std::mem::take(&mut self.sorted);
            sorted.clear();
            sorted.extend(
                item.arriving(period).iter().map(|way| (way.cost + prices[way.row] * item.mass, *way)),
            );
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (cost, way) in &sorted {
                let most = units(room[way.row], item.mass, item.count);
                if most >= item.count {
                    self.stage(item, way.row, *cost);
                    break;
                }
                if most >= item.first {
                    self.tight_stage(item, way.row, *cost, most);
                }
            }
            self.sorted = sorted;
            self.pass(item, period);
        }
        self.trace(item)
    }

    fn begin(&mut self, item: &Levels) {
        self.value.clear();
        self.value.resize(item.count, f64::INFINITY);
        self.value[0] = 0.0;
        self.rows.clear();
        self.taken.clear();
    }

    fn pass(&mut self, item: &Levels, period: usize) {
        for (value, cost) in self.value.iter_mut().zip(item.at(period)) {
            *value += cost;
        }
    }

    fn open(&mut self, item: &Levels, row: usize) -> usize {
        let from = self.taken.len();
        self.rows.push(row);
        self.taken.resize(from + item.count, 0);
        from
    }

    /// A leg with room for all.
    fn stage(&mut self, item: &Levels, row: usize, cost: f64) {
        let from = self.open(item, row);
        if (item.first, item.step) == (1, 1) {
            let (mut run, mut units) = (f64::INFINITY, 0);
            for (value, taken) in self.value.iter_mut().zip(&mut self.taken[from..]) {
                let here = *value;
                if run < here {
                    (*value, *taken) = (run, units);
                }
                let (begun, longer) = (here + item.fixed + cost, run + cost);
                (run, units) = if begun <= longer { (begun, 1) } else { (longer, units + 1) };
            }
            return;
        }
        self.before.clone_from(&self.value);
        self.run.clear();
        for level in 0..item.count {
            let mut run = (f64::INFINITY, 0);
            if let Some(here) = level.checked_sub(item.first) {
                run = (self.before[here] + item.fixed + cost * item.first as f64, item.first as u32);
            }
            if let Some(&(shorter, units)) = level.checked_sub(item.step).and_then(|at| self.run.get(at)) {
                let longer = shorter + cost * item.step as f64;
                if longer < run.0 {
                    run = (longer, units + item.step as u32);
                }
            }
            self.run.push(run);
            if run.0 < self.value[level] {
                (self.value[level], self.taken[from + level]) = run;
            }
        }
    }

    /// A leg with room for `most` units: the least over a sliding window, class by class of what is left by the step.
    fn tight_stage(&mut self, item: &Levels, row: usize, cost: f64, most: usize) {
        let from = self.open(item, row);
        let most = item.first + (most - item.first) / item.step * item.step;
        self.before.clone_from(&self.value);
        let slope = |before: &[f64], at: usize| before[at] - cost * at as f64;
        for class in 0..item.step.min(item.count) {
            self.window.clear();
            for at in (class..item.count).step_by(item.step) {
                let level = at + item.first;
                if level >= item.count {
                    break;
                }
                let new = slope(&self.before, at);
                while self.window.back().is_some_and(|last| slope(&self.before, *last) > new) {
                    self.window.pop_back();
                }
                self.window.push_back(at);
                while self.window.front().is_some_and(|first| first + most < level) {
                    self.window.pop_front();
                }
                let Some(&best) = self.window.front() else { continue };
                let value = self.before[best] + item.fixed + cost * (level - best) as f64;
                if value < self.value[level] {
                    self.value[level] = value;
                    self.taken[from + level] = (level - best) as u32;
                }
            }
        }
    }

    /// Reads the plan back from the best last level.
    fn trace(&mut self, item: &Levels) -> f64 {
        let (mut level, mut best) = (0, f64::INFINITY);
        for (at, value) in self.value.iter().enumerate() {
            if *value < best {
                (level, best) = (at, *value);
            }
        }
        self.loads.clear();
        for (stage, row) in self.rows.iter().enumerate().rev() {
            let units = self.taken[stage * item.count + level];
            if units > 0 {
                self.loads.push((*row, units));
                level -= units as usize;
            }
        }
        best
    }
}

/// How many units of a mass fit, up to `most`.
fn units(room: f64, mass: f64, most: usize) -> usize {
    // What fits but for the last digit of a sum fits.
    if mass == 0.0 {
        return most;
    }
    let fit = (room * (1.0 + 1e-12) / mass).floor();
    if fit >= most as f64 { most } else { fit.max(0.0) as usize }
}
