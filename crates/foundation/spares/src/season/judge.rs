//! What a given plan comes to, worked out from the laws of demand and not from the tables it is sought with.

use super::{Item, Order, Season};
use crate::SparesError;
use crate::count::Table;
use crate::error::check;

impl Season {
    /// What these orders cost in the mean, whoever made them, and whether or not the legs have room.
    ///
    /// # Errors
    /// Where an order names no row, or comes after the last period.
    pub fn cost(&self, orders: &[Order]) -> Result<f64, SparesError> {
        let mut come = vec![0_usize; self.items.len() * self.periods];
        let mut paid = 0.0;
        for order in orders {
            let arrival = self.arrival(order)?;
            let (item, leg) = (&self.items[order.item], &self.legs[order.leg]);
            come[order.item * self.periods + arrival] += order.pieces as usize;
            let piece = item.price + item.mass * leg.freight[order.period];
            paid += f64::from(order.pieces) * piece + item.order_cost;
        }
        for (item, come) in self.items.iter().zip(come.chunks(self.periods)) {
            paid += while_there(item, come);
        }
        Ok(paid)
    }

    /// Kilograms that leave by each leg in each period.
    ///
    /// # Errors
    /// As for [`Season::cost`].
    pub fn loads(&self, orders: &[Order]) -> Result<Vec<Vec<f64>>, SparesError> {
        let mut loads = vec![vec![0.0; self.periods]; self.legs.len()];
        for order in orders {
            self.arrival(order)?;
            loads[order.leg][order.period] += f64::from(order.pieces) * self.items[order.item].mass;
        }
        Ok(loads)
    }

    fn arrival(&self, order: &Order) -> Result<usize, SparesError> {
        check(order.item < self.items.len(), "row of an item", order.item as f64, "a row of the items")?;
        check(order.leg < self.legs.len(), "row of a leg", order.leg as f64, "a row of the legs")?;
        let arrival = order.period.saturating_add(self.legs[order.leg].lead);
        check(arrival < self.periods, "period of arrival", arrival as f64, "one of the periods")?;
        Ok(arrival)
    }
}

/// What is held, owed and renewed of one item where so many pieces come in each period.
fn while_there(item: &Item, come: &[usize]) -> f64 {
    let laws: Vec<Table> = item.to_date.iter().map(|law| law.table()).collect();
    let (mut cost, mut there) = (0.0, item.stock as usize);
    for (period, law) in laws.iter().enumerate() {
        // Those in stock are as fresh as those that come in the first period.
        let before = if period == 0 { 0 } else { there };
        there += come[period] + item.under_way.get(period).map_or(0, |pieces| *pieces as usize);
        cost += item.held[period] * law.left(there) + item.owed[period] * law.short(there);
        if let Some(shelf) = item.shelf {
            for end in (period + shelf.life - 1..laws.len()).step_by(shelf.life) {
                cost += shelf.renewal * (laws[end].left(there) - laws[end].left(before));
            }
        }
    }
    if let Some(last) = laws.last() {
        cost += item.owed_at_end * last.short(there) - item.worth_at_end * last.left(there);
    }
    cost
}
