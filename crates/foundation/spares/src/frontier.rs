//! Which pieces to buy first: many items (or items at many sites), one budget, and the whole curve of what money buys.
//!
//! Each item is a [`Ladder`]: what its stock costs, rung by rung, and what each rung leaves of the *value* that is to be
//! lowered (expected backorders, minus the logarithm of availability, lost tonnes). Only the rungs of the **lower convex hull** count:
//! a rung above the line between its neighbours is never a point of the best curve. Steps between rungs of all items, in the order of value
//! lowered per money, are the curve: each of its points is the best that its own cost can buy (Fox 1966; Sherbrooke 2004,
//! chapter 2). A greedy walk over all rungs, hull or not, is not: two echelons have rungs off the hull.
//!
//! Between two points the best mix may differ from any curve's. [`Frontier::within`] goes on with later steps that still fit and says
//! how far it may be from the best: `bound` lies on the straight line, below every mix of that cost.
//!
//! Equal steps go by the row of the item, so that the curve is the same on every machine.

use crate::count::Table;
use crate::error::{SparesError, check, not_negative, positive};

/// A stock of one item (or of one item over several sites) and what it leaves.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rung {
    /// What it costs.
    pub cost: f64,
    /// What it leaves of the value to be lowered.
    pub value: f64,
    /// The caller's word for it: pieces, or a row of its own table.
    pub stock: u32,
}

/// The rungs of one item that lie on its lower hull, from the cheapest.
#[derive(Clone, PartialEq, Debug)]
pub struct Ladder {
    rungs: Vec<Rung>,
}

impl Ladder {
    /// The hull of these stocks, in any order.
    ///
    /// # Errors
    /// Where there are none, a cost is negative, or a value is not finite.
    pub fn new(stocks: impl IntoIterator<Item = Rung>) -> Result<Ladder, SparesError> {
        let mut stocks: Vec<Rung> = stocks.into_iter().collect();
        for rung in &stocks {
            not_negative("cost of a stock", rung.cost)?;
            check(rung.value.is_finite(), "value of a stock", rung.value, "a finite number")?;
        }
        if stocks.is_empty() {
            return Err(SparesError::Nothing { what: "stocks of an item" });
        }
        stocks.sort_by(|a, b| {
            a.cost.total_cmp(&b.cost).then(a.value.total_cmp(&b.value)).then(a.stock.cmp(&b.stock))
        });
        let mut rungs = Vec::with_capacity(stocks.len());
        for rung in stocks {
            climb(&mut rungs, rung);
        }
        Ok(Ladder { rungs })
    }

    /// The ladder of one item in one store: `weight` times its expected backorders, from `least` pieces on, up to where another piece
    /// gains less than `negligible`.
    ///
    /// ```
    /// use iceroad_spares::{count::Count, frontier::Ladder};
    /// let pump = Ladder::of_item(&Count::poisson(1.0)?.table(), 500.0, 1.0, 0, 1e-3)?;
    /// assert_eq!(pump.rungs()[2].stock, 2);
    /// # Ok::<(), iceroad_spares::SparesError>(())
    /// ```
    ///
    /// # Errors
    /// Where the price or the weight is not above 0.
    pub fn of_item(
        pipeline: &Table,
        price: f64,
        weight: f64,
        least: usize,
        negligible: f64,
    ) -> Result<Ladder, SparesError> {
        positive("price of a piece", price)?;
        positive("weight of a backorder", weight)?;
        let most = (least..pipeline.reach().max(least))
            .find(|&s| weight * pipeline.at_least(s + 1) < negligible)
            .unwrap_or(pipeline.reach().max(least));
        let rung = |s: usize| Rung {
            cost: (s - least) as f64 * price,
            value: weight * pipeline.short(s),
            stock: s as u32,
        };
        Ladder::new((least..=most).map(rung))
    }

    /// Rungs that [`climb`] has put together.
    pub(crate) fn of_hull(rungs: Vec<Rung>) -> Ladder {
        Ladder { rungs }
    }

    /// The rungs, from the cheapest.
    pub fn rungs(&self) -> &[Rung] {
        &self.rungs
    }
}

/// Adds a rung that costs no less than the last, and drops those that then lie on no hull.
pub(crate) fn climb(hull: &mut Vec<Rung>, rung: Rung) {
    while let Some(&last) = hull.last() {
        if rung.value >= last.value {
            return;
        }
        let Some(&before) = hull.len().checked_sub(2).and_then(|n| hull.get(n)) else { break };
        // Convex where what the last step gains per money is more than what the next gains.
        let last_gain = (before.value - last.value) * (rung.cost - last.cost);
        let next_gain = (last.value - rung.value) * (last.cost - before.cost);
        if last_gain > next_gain {
            break;
        }
        hull.pop();
    }
    if let [only] = hull[..]
        && only.cost >= rung.cost
    {
        hull.clear();
    }
    hull.push(rung);
}

/// One step of the curve: an item goes up to its next rung.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Step {
    /// The row of the item.
    pub item: u32,
    /// The rung it goes to.
    pub rung: u32,
    /// What all items cost after it.
    pub cost: f64,
    /// What all items leave after it.
    pub value: f64,
}

/// The whole curve.
#[derive(Clone, PartialEq, Debug)]
pub struct Frontier {
    ladders: Vec<Ladder>,
    start: (f64, f64),
    steps: Vec<Step>,
}

/// A mix of stocks.
#[derive(Clone, PartialEq, Debug)]
pub struct Mix {
    /// For each item the rung it stands on.
    pub rungs: Vec<u32>,
    /// What it costs.
    pub cost: f64,
    /// What it leaves.
    pub value: f64,
    /// What no mix of the ladders' rungs within the budget can go below; equal to `value` at a point of the curve.
    pub bound: f64,
}

impl Frontier {
    /// The curve over all items.
    ///
    /// ```
    /// use iceroad_spares::{count::Count, frontier::{Frontier, Ladder}};
    /// let dear = Ladder::of_item(&Count::poisson(1.0)?.table(), 5.0, 1.0, 0, 1e-9)?;
    /// let cheap = Ladder::of_item(&Count::poisson(4.0)?.table(), 1.0, 1.0, 0, 1e-9)?;
    /// let curve = Frontier::new(vec![dear, cheap])?;
    /// let bought = curve.within(11.0)?;
    /// assert_eq!(curve.stocks(&bought.rungs), [1, 6]);
    /// # Ok::<(), iceroad_spares::SparesError>(())
    /// ```
    ///
    /// # Errors
    /// Where there are no items.
    pub fn new(ladders: Vec<Ladder>) -> Result<Frontier, SparesError> {
        if ladders.is_empty() {
            return Err(SparesError::Nothing { what: "items" });
        }
        let start = ladders.iter().fold((0.0, 0.0), |(cost, value), ladder| {
            (cost + ladder.rungs[0].cost, value + ladder.rungs[0].value)
        });
        let mut order = by_worth(&ladders);
        let (mut cost, mut value) = start;
        let steps = order.drain(..).map(|(_, item, rung)| {
            let rungs = &ladders[item as usize].rungs;
            let (from, to) = (rungs[rung as usize - 1], rungs[rung as usize]);
            cost += to.cost - from.cost;
            value += to.value - from.value;
            Step { item, rung, cost, value }
        });
        let steps = steps.collect();
        Ok(Frontier { ladders, start, steps })
    }

    /// Cost and value before the first step: every item on its first rung.
    pub fn start(&self) -> (f64, f64) {
        self.start
    }

    /// The steps, from the one that is worth most for its money.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The items' ladders.
    pub fn ladders(&self) -> &[Ladder] {
        &self.ladders
    }

    /// The mix after the first `steps` steps: a point of the curve, none better for its cost.
    pub fn after(&self, steps: usize) -> Mix {
        let steps = &self.steps[..steps.min(self.steps.len())];
        let mut rungs = vec![0; self.ladders.len()];
        for step in steps {
            rungs[step.item as usize] = step.rung;
        }
        let (cost, value) = steps.last().map_or(self.start, |step| (step.cost, step.value));
        Mix { rungs, cost, value, bound: value }
    }

    /// The stocks of a mix, as the ladders call them.
    pub fn stocks(&self, rungs: &[u32]) -> Vec<u32> {
        self.ladders.iter().zip(rungs).map(|(ladder, rung)| ladder.rungs[*rung as usize].stock).collect()
    }

    /// The best mix found for a budget, and what none can go below.
    ///
    /// # Errors
    /// Where the budget is negative, below what the first rungs cost, or buys no step at all.
    pub fn within(&self, budget: f64) -> Result<Mix, SparesError> {
        not_negative("budget", budget)?;
        let firsts = self.steps.iter().filter(|step| step.rung == 1);
        let cheapest = firsts.map(|step| self.price(step)).fold(f64::INFINITY, f64::min);
        let least = self.start.0 + if self.steps.is_empty() { 0.0 } else { cheapest };
        // A budget that is a sum of prices buys what they add up to, whatever the floats' last digit.
        let enough = budget * (1.0 + 1e-12);
        if least > enough {
            return Err(SparesError::BudgetBelowFirst { budget, cheapest: least });
        }
        let whole = self.steps.partition_point(|step| step.cost <= enough);
        let mut mix = self.after(whole);
        let Some(next) = self.steps.get(whole) else { return Ok(mix) };
        let part = (budget - mix.cost).max(0.0) / (next.cost - mix.cost);
        mix.bound = mix.value + part * (next.value - mix.value);
        for step in &self.steps[whole..] {
            let rungs = &self.ladders[step.item as usize].rungs;
            let stands = &mut mix.rungs[step.item as usize];
            let (from, to) = (rungs[*stands as usize], rungs[step.rung as usize]);
            // A step whose forerunner was too dear is taken with it or not at all: prices differ by item, and so does what fits.
            if *stands + 1 == step.rung && mix.cost + to.cost - from.cost <= enough {
                *stands = step.rung;
                mix.cost += to.cost - from.cost;
                mix.value += to.value - from.value;
            }
        }
        Ok(mix)
    }

    /// The first point of the curve that leaves at most `most`: the cheapest but for less than its last step.
    ///
    /// # Errors
    /// Where no point does.
    pub fn reaching(&self, most: f64) -> Result<Mix, SparesError> {
        let best = self.steps.last().map_or(self.start.1, |step| step.value);
        // Adding up thousands of gains loses a digit or two.
        let enough = most + most.abs() * 1e-12;
        if self.start.1 <= enough {
            return Ok(self.after(0));
        }
        let Some(nth) = self.steps.iter().position(|step| step.value <= enough) else {
            return Err(SparesError::OutOfReach { what: "expected backorders", wanted: most, best });
        };
        let mut mix = self.after(nth + 1);
        mix.bound = most;
        Ok(mix)
    }

    /// Steps while what a step lowers is worth its price, at `worth` money for one of value: the best total of both.
    pub fn worth(&self, worth: f64) -> Mix {
        let gain = |step: &Step| {
            let rungs = &self.ladders[step.item as usize].rungs;
            rungs[step.rung as usize - 1].value - rungs[step.rung as usize].value
        };
        self.after(self.steps.partition_point(|step| gain(step) * worth > self.price(step)))
    }

    /// What a step costs.
    pub fn price(&self, step: &Step) -> f64 {
        let rungs = &self.ladders[step.item as usize].rungs;
        rungs[step.rung as usize].cost - rungs[step.rung as usize - 1].cost
    }
}

/// Every step as (worth, item, rung), the best first; a ladder's own steps keep their order, as its hull is strictly convex.
fn by_worth(ladders: &[Ladder]) -> Vec<(f64, u32, u32)> {
    let mut steps = Vec::with_capacity(ladders.iter().map(|ladder| ladder.rungs.len() - 1).sum());
    for (item, ladder) in ladders.iter().enumerate() {
        for (nth, pair) in ladder.rungs.windows(2).enumerate() {
            let (cost, gain) = (pair[1].cost - pair[0].cost, pair[0].value - pair[1].value);
            steps.push((gain / cost, item as u32, nth as u32 + 1));
        }
    }
    steps.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    steps
}
