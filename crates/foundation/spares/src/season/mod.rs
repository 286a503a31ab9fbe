//! What to order before a road closes, by which leg and when, for many items that share the vehicles: a plan, what it costs
//! in the mean, and what no plan can go below.
//!
//! Time goes in *periods* (months, weeks). Each *leg* is a way to the store: it takes so many kilograms in each period (none while the
//! road is closed; an airlift is a leg that is always open and dear), and what leaves with it is there `lead` periods later. Each [`Item`] is asked
//! for at random. A [`Plan`] says how many pieces of which item leave by which leg in which period.
//!
//! **What is known when.** All orders are laid down at the beginning, before any demand is seen: an *open-loop* plan, as an agreement signed
//! before the season is. Cost and bound are both of such plans. A planner who looks again each month with that month's stock does better,
//! so that the cost is one that he can count on. [`windows`] has the other structure, each order placed with the stock in sight, exactly, for one item and
//! one way to it.
//!
//! **The cost of an item.** With `A(t)` pieces come by the end of period `t`, and `D(t)` asked for by then, `(A − D)⁺` lie there and `(D − A)⁺` are
//! owed; the mean of each follows from the law of `D(t)` alone, whatever ties one period's demand to another's (a rate that is not known, say). What has
//! come in a period is there for all of it; what is counted is counted at its end. Owed pieces wait; none are lost.
//!
//! **How it is solved.** The items meet only in the legs' room. Give each kilogram of room a price (Lagrange; Geoffrion 1974, Mathematical
//! Programming Study 2), and each item is best planned by itself: `order` does it by dynamic programming over `A`. Whatever the prices, the
//! items' least costs less the worth of all room is below every plan. `prices` seeks the prices at which that bound is highest, by a proximal bundle method
//! with a model for each of a hundred groups of items (Lemaréchal 1975; Frangioni 2002, SIAM Journal on Optimization 13); its master problem
//! is that of Dantzig & Wolfe (1960), kept near the best prices so far. `fill` makes a plan of whole pieces that keeps to the room: item by
//! item at those prices in the room that is left, then at no price, then by taking a few items out and putting them back in another order. With many
//! items each is small beside the room, so that the gap between plan and bound is small; with few it is not.
//!
//! **A road that may close early.** A leg's room is taken as sure. Where what a closed road leaves behind is flown in, give each period's freight as the
//! mean over both; where it waits, give the room that there is in as many seasons as you want to be safe in, or solve for several seasons and
//! compare. Goods on the way at the end of the last period cannot be ordered.
//!
//! Pitfalls: pieces that are asked for by thousands belong in lots, as time and memory grow with the number of lots that can be ordered. Costs of an item
//! are counted on what is there at a period's end, so that periods should be shorter than the time between two openings.

mod fill;
mod judge;
mod levels;
mod model;
mod order;
mod prices;
pub mod windows;

use crate::SparesError;
use crate::count::Count;
use crate::error::{check, lengths, not_negative, positive};

/// What all items' levels may take, numbers: a gigabyte.
const MOST_NUMBERS: usize = 125_000_000;

/// A way to the store.
#[derive(Clone, PartialEq, Debug)]
pub struct Leg {
    /// Periods from departure to arrival; 0: there in the same period.
    pub lead: usize,
    /// Money a kilogram that leaves in each period.
    pub freight: Vec<f64>,
    /// Kilograms that can leave in each period; 0 while the way is closed, infinite where there is always room.
    pub capacity: Vec<f64>,
}

/// How long pieces keep.
///
/// What has lain `life` periods is thrown away and a fresh piece takes its place at once, for money, whatever the roads do; that one keeps as long
/// again. Pieces are used in the order in which they came; those in stock are fresh at the beginning.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Shelf {
    /// Periods that a piece keeps; 1 or more.
    pub life: usize,
    /// What a fresh one costs, brought here, and the old one's disposal.
    pub renewal: f64,
}

impl Leg {
    /// A leg whose freight is the same in all periods.
    pub fn steady(lead: usize, freight: f64, capacity: Vec<f64>) -> Leg {
        Leg { lead, freight: vec![freight; capacity.len()], capacity }
    }
}

/// One item.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    /// Money for a piece, before freight.
    pub price: f64,
    /// Kilograms of a piece.
    pub mass: f64,
    /// For each period the law of the pieces asked for from the beginning to its end: see [`to_date`].
    pub to_date: Vec<Count>,
    /// Money for a piece owed at the end of each period: what its absence costs in it.
    pub owed: Vec<f64>,
    /// Money for a piece that lies there at the end of each period: capital and store.
    pub held: Vec<f64>,
    /// Pieces there at the beginning.
    pub stock: u32,
    /// Pieces ordered before that come in each period; empty: none.
    pub under_way: Vec<u32>,
    /// Pieces of the least order; 1 or more.
    pub minimum: u32,
    /// Pieces by which an order may be larger than the least; 1 or more.
    pub lot: u32,
    /// Money for an order, whatever its size.
    pub order_cost: f64,
    /// How long pieces keep; none: for ever.
    pub shelf: Option<Shelf>,
    /// What a piece left at the end of the last period is worth, as it covers what comes after; at most the price.
    pub worth_at_end: f64,
    /// Money for a piece owed at the end of the last period, on top: it has still to be brought.
    pub owed_at_end: f64,
    /// Rows of the legs that cannot carry it.
    pub barred: Vec<usize>,
}

impl Item {
    /// A piece with such a price and mass, ordered one by one, nothing in stock, that costs so much a period owed or held.
    pub fn plain(price: f64, mass: f64, to_date: Vec<Count>, owed: f64, held: f64) -> Item {
        let periods = to_date.len();
        Item {
            price,
            mass,
            to_date,
            owed: vec![owed; periods],
            held: vec![held; periods],
            stock: 0,
            under_way: Vec::new(),
            minimum: 1,
            lot: 1,
            order_cost: 0.0,
            shelf: None,
            worth_at_end: 0.0,
            owed_at_end: 0.0,
            barred: Vec::new(),
        }
    }
}

/// The laws of demand to date where each period asks for so many in the mean, by itself, with `spread` times as much variance: Poisson for 1,
/// negative binomials above.
///
/// # Errors
/// Where a mean is negative, or the spread is below 1.
pub fn to_date(means: &[f64], spread: f64) -> Result<Vec<Count>, SparesError> {
    check(
        spread >= 1.0 && spread.is_finite(),
        "variance over mean of demand",
        spread,
        "a finite number of 1 or more",
    )?;
    let (mut sum, mut laws) = (0.0, Vec::with_capacity(means.len()));
    for &mean in means {
        not_negative("demand of a period", mean)?;
        sum += mean;
        laws.push(Count::two_moments(sum, sum * spread)?);
    }
    Ok(laws)
}

/// Pieces of one item that leave together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order {
    /// The row of the item.
    pub item: usize,
    /// The row of the leg.
    pub leg: usize,
    /// The period of departure.
    pub period: usize,
    /// How many.
    pub pieces: u32,
}

/// What to order, and how good that is.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// By item, then by period.
    pub orders: Vec<Order>,
    /// What it costs in the mean: purchase, freight, orders, pieces held and owed, renewals, less what is worth something at the end.
    pub cost: f64,
    /// What no plan laid down at the beginning can go below.
    pub bound: f64,
    /// For each leg what a kilogram more of room would save, in each period: money a kilogram, 0 where there is room to spare.
    pub prices: Vec<Vec<f64>>,
    /// For each leg the kilograms that leave in each period.
    pub loads: Vec<Vec<f64>>,
    /// How often prices were tried.
    pub rounds: usize,
}

impl Plan {
    /// How far the plan is from the bound, as a share of its cost.
    pub fn gap(&self) -> f64 {
        let over = (self.cost - self.bound).max(0.0);
        if over == 0.0 { 0.0 } else { over / self.cost.abs() }
    }
}

/// How hard to try.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Effort {
    /// How often prices are tried at most.
    pub rounds: usize,
    /// How often some items are taken out and put back in another order at most.
    pub exchanges: usize,
    /// A gap that is small enough, as a share of the cost.
    pub gap: f64,
}

impl Default for Effort {
    /// Four hundred rounds, two thousand exchanges, a thousandth.
    fn default() -> Effort {
        Effort { rounds: 400, exchanges: 2_000, gap: 1e-3 }
    }
}

/// The question.
#[derive(Clone, PartialEq, Debug)]
pub struct Season {
    periods: usize,
    legs: Vec<Leg>,
    items: Vec<Item>,
}

impl Season {
    /// The question of these items over so many periods.
    ///
    /// # Errors
    /// Where there are no periods, legs or items, a list has not one value for each period, or a number cannot be.
    pub fn new(periods: usize, legs: Vec<Leg>, items: Vec<Item>) -> Result<Season, SparesError> {
        if periods == 0 {
            return Err(SparesError::Nothing { what: "periods" });
        }
        if legs.is_empty() {
            return Err(SparesError::Nothing { what: "legs" });
        }
        if items.is_empty() {
            return Err(SparesError::Nothing { what: "items" });
        }
        for leg in &legs {
            legal_leg(leg, periods)?;
        }
        for item in &items {
            legal_item(item, periods, legs.len())?;
        }
        Ok(Season { periods, legs, items })
    }

    /// The legs.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// The items.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How many periods there are.
    pub fn periods(&self) -> usize {
        self.periods
    }

    /// The best plan found, and what none can go below.
    ///
    /// ```
    /// use iceroad_spares::season::{Effort, Item, Leg, Season, to_date};
    /// // A winter road in the first of six months, an airlift at twenty times its freight in all.
    /// let road = Leg::steady(0, 0.5, vec![900.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    /// let air = Leg::steady(0, 10.0, vec![f64::INFINITY; 6]);
    /// let pump = Item::plain(2_000.0, 120.0, to_date(&[0.5; 6], 1.0)?, 9_000.0, 25.0);
    /// let tyre = Item::plain(400.0, 60.0, to_date(&[2.0; 6], 1.5)?, 3_000.0, 5.0);
    /// let plan = Season::new(6, vec![road, air], vec![pump, tyre])?.solve(&Effort::default())?;
    /// assert!(plan.loads[0][0] > 800.0 && plan.loads[0][0] <= 900.0);
    /// assert!(plan.prices[0][0] > 5.0 && plan.gap() < 0.05);
    /// # Ok::<(), iceroad_spares::SparesError>(())
    /// ```
    ///
    /// # Errors
    /// Where an item can neither come nor be owed at a price, items can be ordered at too many levels, or the effort's gap is not above 0.
    pub fn solve(&self, effort: &Effort) -> Result<Plan, SparesError> {
        positive("gap that is small enough", effort.gap)?;
        let mut levels = Vec::with_capacity(self.items.len());
        let mut size = 0;
        for (row, item) in self.items.iter().enumerate() {
            let item = levels::Levels::new(self, item, row)?;
            size += item.size();
            if size > MOST_NUMBERS {
                return Err(SparesError::TooLarge {
                    what: "levels of all items' orders over the periods",
                    found: size,
                    most: MOST_NUMBERS,
                });
            }
            levels.push(item);
        }
        let rooms: Vec<f64> = self.legs.iter().flat_map(|leg| leg.capacity.iter().copied()).collect();
        let priced = prices::search(&levels, &rooms, effort);
        let loads = fill::fill(&levels, &rooms, &priced, effort);
        self.plan(&levels, &loads, priced)
    }

    fn plan(
        &self,
        levels: &[levels::Levels],
        loads: &[Vec<order::Load>],
        priced: prices::Priced,
    ) -> Result<Plan, SparesError> {
        let mut orders = Vec::new();
        for (item, (levels, loads)) in levels.iter().zip(loads).enumerate() {
            let from = orders.len();
            for (row, units) in loads {
                let (leg, period) = (row / self.periods, row % self.periods);
                orders.push(Order { item, leg, period, pieces: units * levels.unit });
            }
            orders[from..].sort_by_key(|order: &Order| (order.period, order.leg));
        }
        let by_leg = |rows: &[f64]| rows.chunks(self.periods).map(<[f64]>::to_vec).collect();
        let (cost, loads) = (self.cost(&orders)?, self.loads(&orders)?);
        Ok(Plan {
            orders,
            cost,
            bound: priced.bound,
            prices: by_leg(&priced.prices),
            loads,
            rounds: priced.rounds,
        })
    }
}

fn legal_leg(leg: &Leg, periods: usize) -> Result<(), SparesError> {
    lengths("freight by period", leg.freight.len(), periods)?;
    leg.freight.iter().try_for_each(|money| not_negative("freight of a kilogram", *money))?;
    lengths("capacity by period", leg.capacity.len(), periods)?;
    leg.capacity.iter().try_for_each(|kg| check(*kg >= 0.0, "capacity of a leg", *kg, "0 or more"))
}

fn legal_item(item: &Item, periods: usize, legs: usize) -> Result<(), SparesError> {
    positive("price of a piece", item.price)?;
    not_negative("mass of a piece", item.mass)?;
    lengths("demand to date by period", item.to_date.len(), periods)?;
    lengths("cost of a piece owed by period", item.owed.len(), periods)?;
    lengths("cost of a piece held by period", item.held.len(), periods)?;
    let mut before = 0.0;
    for law in &item.to_date {
        check(law.mean() >= before, "mean demand to date", law.mean(), "at least that of the period before")?;
        before = law.mean();
    }
    item.owed.iter().try_for_each(|money| not_negative("cost of a piece owed", *money))?;
    item.held.iter().try_for_each(|money| not_negative("cost of a piece held", *money))?;
    if !item.under_way.is_empty() {
        lengths("pieces under way by period", item.under_way.len(), periods)?;
    }
    check(item.minimum > 0, "least order", 0.0, "1 piece or more")?;
    check(item.lot > 0, "lot", 0.0, "1 piece or more")?;
    not_negative("cost of an order", item.order_cost)?;
    if let Some(shelf) = item.shelf {
        check(shelf.life > 0, "shelf life", 0.0, "1 period or more")?;
        not_negative("cost of a renewal", shelf.renewal)?;
    }
    not_negative("worth of a piece at the end", item.worth_at_end)?;
    check(
        item.worth_at_end <= item.price,
        "worth of a piece at the end",
        item.worth_at_end,
        "at most its price",
    )?;
    not_negative("cost of a piece owed at the end", item.owed_at_end)?;
    let no_leg = item.barred.iter().find(|row| **row >= legs);
    check(no_leg.is_none(), "row of a leg", no_leg.map_or(0.0, |row| *row as f64), "a row of the legs")
}
