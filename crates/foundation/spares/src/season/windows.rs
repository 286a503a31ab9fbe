//! One item and one way to it that is open in some periods only, each order placed with the stock in sight: the best policy, exactly.
//!
//! What is ordered at the beginning of a period is there at once; then the period's demand comes, independent of the others'; then what lies there
//! or is owed is counted. By dynamic programming from the last period back (Bellman 1957; Scarf 1960 for orders that cost something whatever
//! their size): the best stock to fill up to, in each open period at each stock.
//!
//! A shortage is met in one of two ways ([`Short`]): flown in at once, so that nothing is ever owed, or owed until the way opens.
//!
//! Beside [`Season`](super::Season): there all orders are laid down at the beginning, for many items that share the room of several legs with lead times. Where
//! the only open period is the first, the two are the same.

use crate::SparesError;
use crate::count::Table;
use crate::error::{check, lengths, not_negative};

/// The largest range of stocks times the largest number of pieces asked for in a period.
const MOST_CELLS: usize = 50_000_000;

/// What happens to a demand that finds the shelf empty.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Short {
    /// A piece is flown in at once for this money.
    FlownIn(f64),
    /// It is owed: money for each piece owed at the end of a period, and for each owed at the end of the last.
    Owed {
        /// At the end of each period, the last as well.
        each: f64,
        /// On top, at the end of the last.
        at_end: f64,
    },
}

/// The question.
#[derive(Clone, PartialEq, Debug)]
pub struct Windows {
    /// The law of the pieces asked for in each period.
    pub demand: Vec<Table>,
    /// Money for a piece in each period, brought here; none where the way is closed.
    pub price: Vec<Option<f64>>,
    /// Money for an order, whatever its size.
    pub order_cost: f64,
    /// Money for a piece that lies there at the end of a period.
    pub held: f64,
    /// What happens to a demand that finds the shelf empty.
    pub short: Short,
    /// What a piece left at the end of the last period is worth, at most its price; below 0 where it costs.
    pub worth_at_end: f64,
    /// What money of the next period is worth in this one: 1 where time does not count.
    pub discount: f64,
}

/// The best policy.
#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    /// The stock of the first column.
    low: i64,
    /// Expected cost from the beginning, by stock.
    cost: Vec<f64>,
    /// For each period and stock the stock to fill up to; empty where closed.
    fill_to: Vec<Vec<i64>>,
}

impl Policy {
    /// Expected cost over all periods with this stock at the beginning; none where it is more than was looked at.
    pub fn cost(&self, stock: u32) -> Option<f64> {
        self.cost.get(usize::try_from(i64::from(stock) - self.low).ok()?).copied()
    }

    /// To what stock to fill up in a period from this one (below 0: owed); none where the way is closed or the stock outside of those
    /// looked at.
    pub fn fill_to(&self, period: usize, stock: i64) -> Option<i64> {
        self.fill_to.get(period)?.get(usize::try_from(stock - self.low).ok()?).copied()
    }

    /// The highest stock at which something is ordered in a period; none where nothing is at any.
    pub fn reorder_point(&self, period: usize) -> Option<i64> {
        let targets = self.fill_to.get(period)?;
        let at = targets.iter().enumerate().rposition(|(at, target)| *target > self.low + at as i64)?;
        Some(self.low + at as i64)
    }
}

impl Windows {
    /// The best policy, and what it costs for each stock of 0 up to `most` at the beginning.
    ///
    /// ```
    /// use iceroad_spares::{count::Count, season::windows::{Short, Windows}};
    /// // One winter road a year; what is missing later comes by air at four times the price.
    /// let mut price = vec![None; 12];
    /// price[0] = Some(1.0);
    /// let month = Count::poisson(0.5)?.table();
    /// let year = Windows {
    ///     demand: vec![month; 12],
    ///     price,
    ///     order_cost: 0.0,
    ///     held: 0.02,
    ///     short: Short::FlownIn(4.0),
    ///     worth_at_end: 0.9,
    ///     discount: 1.0,
    /// };
    /// assert_eq!(year.solve(0)?.fill_to(0, 0), Some(9));
    /// # Ok::<(), iceroad_spares::SparesError>(())
    /// ```
    ///
    /// # Errors
    /// Where there are no periods, prices are not one for each, a number cannot be, or there are too many stocks to look at.
    pub fn solve(&self, most: u32) -> Result<Policy, SparesError> {
        self.check()?;
        let reach: usize = self.demand.iter().map(|law| law.reach() - 1).sum();
        let low = if matches!(self.short, Short::FlownIn(_)) { 0 } else { -(reach as i64) };
        let high = reach.max(most as usize) as i64;
        let stocks = (high - low + 1) as usize;
        let widest = self.demand.iter().map(Table::reach).max().unwrap_or(1);
        if stocks.saturating_mul(widest) > MOST_CELLS {
            return Err(SparesError::TooLarge {
                what: "stocks of an item",
                found: stocks,
                most: MOST_CELLS / widest,
            });
        }
        let mut to_go: Vec<f64> = (low..=high).map(|stock| self.at_end(stock)).collect();
        let mut fill_to = vec![Vec::new(); self.demand.len()];
        for (period, law) in self.demand.iter().enumerate().rev() {
            let after: Vec<f64> = (low..=high).map(|stock| self.of_period(law, stock, low, &to_go)).collect();
            match self.price[period] {
                Some(price) => (to_go, fill_to[period]) = self.ordered(price, low, &after),
                None => to_go = after,
            }
        }
        Ok(Policy { low, cost: to_go, fill_to })
    }

    fn check(&self) -> Result<(), SparesError> {
        if self.demand.is_empty() {
            return Err(SparesError::Nothing { what: "periods" });
        }
        lengths("price by period", self.price.len(), self.demand.len())?;
        self.price.iter().flatten().try_for_each(|price| not_negative("price of a piece", *price))?;
        not_negative("cost of an order", self.order_cost)?;
        not_negative("cost of a piece held", self.held)?;
        match self.short {
            Short::FlownIn(price) => not_negative("price of a piece flown in", price)?,
            Short::Owed { each, at_end } => {
                not_negative("cost of a piece owed", each)?;
                not_negative("cost of a piece owed at the end", at_end)?;
            }
        }
        let cheapest = self.price.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        let worth = self.worth_at_end;
        check(
            worth.is_finite() && worth <= cheapest,
            "worth of a piece at the end",
            worth,
            "at most its price",
        )?;
        check(
            self.discount > 0.0 && self.discount <= 1.0,
            "discount of a period",
            self.discount,
            "above 0 and at most 1",
        )
    }

    fn at_end(&self, stock: i64) -> f64 {
        match self.short {
            Short::Owed { at_end, .. } if stock < 0 => at_end * (-stock) as f64,
            _ => -self.worth_at_end * stock.max(0) as f64,
        }
    }

    /// What a period costs that begins with this stock once orders are there, and all that follows.
    fn of_period(&self, law: &Table, stock: i64, low: i64, to_go: &[f64]) -> f64 {
        let mut cost = 0.0;
        for (asked, chance) in law.chances().iter().enumerate() {
            let left = stock - asked as i64;
            let missing = (-left).max(0) as f64;
            let (short, next) = match self.short {
                Short::FlownIn(price) => (price * missing, left.max(0)),
                Short::Owed { each, .. } => (each * missing, left.max(low)),
            };
            // More owed than all that can be asked for is reached from no stock at the beginning of 0 or more.
            let next = self.discount * to_go[(next - low) as usize];
            cost += chance * (self.held * left.max(0) as f64 + short + next);
        }
        cost
    }

    /// The best order at each stock: to the stock above it at which price and what follows are least.
    fn ordered(&self, price: f64, low: i64, after: &[f64]) -> (Vec<f64>, Vec<i64>) {
        let mut cost = after.to_vec();
        let mut fill_to: Vec<i64> = (0..after.len()).map(|at| low + at as i64).collect();
        let (mut best, mut least) = (0, f64::INFINITY);
        for at in (0..after.len()).rev() {
            let ordered = least + self.order_cost - price * at as f64;
            if ordered < after[at] {
                (cost[at], fill_to[at]) = (ordered, low + best as i64);
            }
            let here = after[at] + price * at as f64;
            if here <= least {
                (best, least) = (at, here);
            }
        }
        (cost, fill_to)
    }
}
