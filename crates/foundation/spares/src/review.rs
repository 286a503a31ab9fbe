//! When to order and how much where each order costs something whatever its size: one item, demand that does not change with time.
//!
//! * [`square_root`]: sure demand, the order of Harris (1913), also where pieces come at a finite rate (Taft 1918).
//! * [`s_and_level`]: the shelf is looked at each period; at `s` or below it is filled up to a level. Exactly, by the method of Zheng & Federgruen
//!   (1991), Operations Research 39; [`power_rule`] is the short rule of Ehrhardt & Mosier (1984), Management Science 30.
//! * [`r_and_order`]: the shelf is watched all the time; at `r` the same order goes out each time. Exactly for Poisson demand, by Federgruen &
//!   Zheng (1992), Operations Research 40.
//! * [`while_closed`] and [`through_closures`]: a way that closes at random, sure demand: how much to order, and to what level to fill up (Berk &
//!   Arreola-Risa 1994, Naval Research Logistics 41; Güllü, Önol & Erkip 1997; Snyder & Shen 2019, sections 9.2 and 9.3).
//!
//! Costs are per unit of time: held and owed for a piece over it, `order_cost` for each order. What is owed waits.

use crate::count::Table;
use crate::error::{SparesError, check, not_negative, positive};

/// The largest level that is looked at, pieces.
const MOST: i64 = 10_000_000;

/// How much to order, or to fill up to, and what that costs per unit of time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Best {
    /// Pieces.
    pub quantity: f64,
    /// Money per unit of time.
    pub cost: f64,
}

/// The order that costs least where demand is sure; with `makes`, pieces come at that rate while demand goes on, else all at once.
///
/// ```
/// use iceroad_spares::review::square_root;
/// let filters = square_root(1_300.0, 8.0, 0.225, None)?;
/// assert!((filters.quantity - 304.047).abs() < 1e-3);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
///
/// # Errors
/// Where a number is not above 0, or pieces come no faster than they are asked for.
pub fn square_root(rate: f64, order_cost: f64, held: f64, makes: Option<f64>) -> Result<Best, SparesError> {
    positive("demand rate", rate)?;
    positive("cost of an order", order_cost)?;
    positive("cost of a piece held", held)?;
    let mut held = held;
    if let Some(makes) = makes {
        check(
            makes > rate && makes.is_finite(),
            "rate at which pieces come",
            makes,
            "above the demand rate",
        )?;
        held *= 1.0 - rate / makes;
    }
    Ok(Best {
        quantity: (2.0 * order_cost * rate / held).sqrt(),
        cost: (2.0 * order_cost * rate * held).sqrt(),
    })
}

/// An order point, and the level or the order that belongs to it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Points {
    /// On hand and on order less owed; at this or below an order goes out.
    pub point: i64,
    /// What the order fills up to, or how much it is.
    pub to: i64,
    /// Money per period, or per unit of time.
    pub cost: f64,
}

/// What a piece held and a piece owed cost, and an order.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Costs {
    /// Money for a piece held over a unit of time.
    pub held: f64,
    /// Money for a piece owed over a unit of time.
    pub owed: f64,
    /// Money for an order.
    pub order: f64,
}

impl Costs {
    fn check(&self) -> Result<(), SparesError> {
        positive("cost of a piece held", self.held)?;
        positive("cost of a piece owed", self.owed)?;
        not_negative("cost of an order", self.order)
    }

    /// What a position costs, once all that was on order with it has come.
    fn of(&self, demand: &Table, position: i64) -> f64 {
        let Ok(stock) = usize::try_from(position) else {
            return self.owed * (demand.mean() - position as f64);
        };
        self.held * demand.left(stock) + self.owed * demand.short(stock)
    }

    /// The position that costs least.
    fn best_position(&self, demand: &Table) -> i64 {
        demand.quantile(self.owed / (self.owed + self.held)) as i64
    }
}

/// The best (s, S): demand of a period, and that of the lead time and the period after it, at the end of which costs are counted (the same
/// table where what is ordered is there at once).
///
/// ```
/// use iceroad_spares::{count::Count, review::{Costs, s_and_level}};
/// let week = Count::poisson(10.0)?.table();
/// let best = s_and_level(&week, &week, Costs { held: 1.0, owed: 9.0, order: 64.0 })?;
/// assert_eq!((best.point, best.to), (6, 40));
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
///
/// # Errors
/// Where a cost is not above 0, nothing is ever asked for, or levels pass ten million pieces.
pub fn s_and_level(demand: &Table, over: &Table, costs: Costs) -> Result<Points, SparesError> {
    costs.check()?;
    positive("mean demand of a period", demand.mean())?;
    let mut cycle = Cycle { demand, over, costs, visits: vec![1.0 / demand.at_least(1)] };
    let start = costs.best_position(over);
    let (mut point, mut level) = (start - 1, start);
    while cycle.cost(point, level) > costs.of(over, point) {
        point -= 1;
    }
    let mut least = cycle.cost(point, level);
    let mut next = level + 1;
    while costs.of(over, next) <= least {
        check(next - point < MOST, "level to fill up to", next as f64, "below ten million")?;
        if cycle.cost(point, next) < least {
            level = next;
            while point + 1 < level && cycle.cost(point, level) <= costs.of(over, point + 1) {
                point += 1;
            }
            least = cycle.cost(point, level);
        }
        next += 1;
    }
    Ok(Points { point, to: level, cost: least })
}

/// From one order to the next.
struct Cycle<'a> {
    demand: &'a Table,
    over: &'a Table,
    costs: Costs,
    /// Periods in the mean in which the position is so many pieces below the level, before the next order.
    visits: Vec<f64>,
}

impl Cycle<'_> {
    /// Money per period where the shelf is filled from `point` or below up to `level`.
    fn cost(&mut self, point: i64, level: i64) -> f64 {
        let (mut money, mut periods) = (self.costs.order, 0.0);
        for below in 0..(level - point) as usize {
            let visits = self.visits(below);
            money += visits * self.costs.of(self.over, level - below as i64);
            periods += visits;
        }
        money / periods
    }

    fn visits(&mut self, below: usize) -> f64 {
        while self.visits.len() <= below {
            let at = self.visits.len();
            let from = (1..=at).map(|asked| self.demand.chance(asked) * self.visits[at - asked]);
            let visits = self.visits[0] * from.sum::<f64>();
            self.visits.push(visits);
        }
        self.visits[below]
    }
}

/// A point and a level by the rule of Ehrhardt and Mosier, whose powers were fitted to best policies of many cases: demand of a period
/// (mean, deviation), lead time in periods. For demand of which these two are all that is known; not whole, and not the best. As Snyder & Shen (2019)
/// have it: without the cap for orders of less than a period and a half's demand.
///
/// # Errors
/// Where a number is not above 0.
pub fn power_rule(demand: (f64, f64), lead: f64, costs: Costs) -> Result<(f64, f64), SparesError> {
    costs.check()?;
    positive("mean demand of a period", demand.0)?;
    positive("standard deviation of demand", demand.1)?;
    positive("cost of an order", costs.order)?;
    not_negative("lead time", lead)?;
    let (mean, over) = (demand.0, demand.0 * (lead + 1.0));
    let deviation = demand.1 * (lead + 1.0).sqrt();
    let order = 1.30
        * libm::pow(mean, 0.494)
        * libm::pow(costs.order / costs.held, 0.506)
        * libm::pow(1.0 + deviation * deviation / (mean * mean), 0.116);
    let z = (order * costs.held / (deviation * costs.owed)).sqrt();
    let point = 0.973 * over + deviation * (0.183 / z + 1.063 - 2.192 * z);
    Ok((point, point + order))
}

/// What (r, Q) costs per unit of time: orders of `order` pieces whenever the position has come down to `point`; Poisson demand at `rate`, `over` that
/// of the lead time. The position is then anywhere from `point + 1` to `point + order` with the same chance.
///
/// # Errors
/// Where a cost or the rate is not above 0, or the order is not a piece or more.
pub fn r_and_order_cost(
    rate: f64,
    over: &Table,
    costs: Costs,
    (point, order): (i64, i64),
) -> Result<f64, SparesError> {
    costs.check()?;
    positive("demand rate", rate)?;
    check((1..=MOST).contains(&order), "order", order as f64, "between 1 and ten million pieces")?;
    let there: f64 = (point + 1..=point + order).map(|position| costs.of(over, position)).sum();
    Ok((costs.order * rate + there) / order as f64)
}

/// The best (r, Q), where `to` is the order. Positions are taken in from the best one outward while they cost less than the mean of those taken.
///
/// # Errors
/// Where a cost or the rate is not above 0, or the order passes ten million pieces.
pub fn r_and_order(rate: f64, over: &Table, costs: Costs) -> Result<Points, SparesError> {
    costs.check()?;
    positive("demand rate", rate)?;
    let best = costs.best_position(over);
    let (mut low, mut high) = (best, best);
    let mut money = costs.order * rate + costs.of(over, best);
    loop {
        let order = high - low + 1;
        check(order <= MOST, "order", order as f64, "at most ten million pieces")?;
        let (below, above) = (costs.of(over, low - 1), costs.of(over, high + 1));
        if below.min(above) >= money / order as f64 {
            return Ok(Points { point: low - 1, to: order, cost: money / order as f64 });
        }
        money += below.min(above);
        if below < above { low -= 1 } else { high += 1 }
    }
}

/// The order that costs least where demand is sure and the way closes at random: open for a time that is exponential with rate `closes`, closed for one
/// with rate `opens`. An order goes out when nothing is left; what is asked for while the way is closed is lost at `lost` a piece.
///
/// # Errors
/// Where a number is not above 0.
pub fn while_closed(rate: f64, costs: Costs, closes: f64, opens: f64) -> Result<Best, SparesError> {
    costs.check()?;
    positive("demand rate", rate)?;
    positive("rate at which the way closes", closes)?;
    positive("rate at which the way opens", opens)?;
    let cost = |order: f64| {
        let closed = closes / (closes + opens) * -libm::expm1(-(closes + opens) * order / rate);
        let money =
            costs.order + costs.held * order * order / (2.0 * rate) + costs.owed * rate * closed / opens;
        money / (order / rate + closed / opens)
    };
    // One valley (Berk and Arreola-Risa): ever narrower round the least of three.
    let (mut low, mut high) = (0.0, 1.0);
    while cost(2.0 * high) < cost(high) {
        high *= 2.0;
    }
    high *= 2.0;
    for _ in 0..200 {
        let (one, two) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if cost(one) <= cost(two) { high = two } else { low = one }
    }
    let quantity = 0.5 * (low + high);
    Ok(Best { quantity, cost: cost(quantity) })
}

/// The level to fill up to each period where demand is sure, `demand` pieces a period, and the way, open now, closes for the next period with chance
/// `closes` and, closed, opens with chance `opens`: enough for as many closed periods in a row as are worth it.
///
/// # Errors
/// Where a cost or the demand is not above 0, or a chance is not from 0 to 1 (`opens` above 0).
pub fn through_closures(
    demand: f64,
    held: f64,
    owed: f64,
    closes: f64,
    opens: f64,
) -> Result<Best, SparesError> {
    positive("demand of a period", demand)?;
    Costs { held, owed, order: 0.0 }.check()?;
    check((0.0..=1.0).contains(&closes), "chance that the way closes", closes, "between 0 and 1")?;
    check(opens > 0.0 && opens <= 1.0, "chance that the way opens", opens, "above 0 and at most 1")?;
    // The chance that the way has been closed for n periods.
    let open = opens / (closes + opens);
    let mut chances = vec![open];
    let (mut chance, mut rest) = (open * closes, 1.0 - open);
    while rest > 1e-15 && chances.len() < MOST as usize {
        chances.push(chance);
        rest -= chance;
        chance *= 1.0 - opens;
    }
    let runs = Table::new(chances)?;
    let closed = runs.quantile(owed / (owed + held));
    let cost = demand * (held * runs.left(closed) + owed * runs.short(closed));
    Ok(Best { quantity: demand * (closed + 1) as f64, cost })
}
