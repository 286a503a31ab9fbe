//! One item made ready: what each cumulated order costs at each period, and the ways by which pieces come.

use super::order::Load;
use super::{Item, Season};
use crate::SparesError;
use crate::count::Table;

/// The largest grid of one item: levels of its cumulated order.
const MOST_LEVELS: usize = 200_000;

/// A leg in one period of departure, as one item sees it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Way {
    /// The row of the shared room: leg × periods + period of departure.
    pub(super) row: usize,
    /// Money for one unit: price and freight.
    pub(super) cost: f64,
}

/// One item on a grid of units: a unit is as many pieces as every order is a multiple of.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Levels {
    /// Pieces in a unit.
    pub(super) unit: u32,
    /// Units of the least order.
    pub(super) first: usize,
    /// Units by which an order may grow.
    pub(super) step: usize,
    /// Money for an order, whatever its size.
    pub(super) fixed: f64,
    /// Kilograms of a unit.
    pub(super) mass: f64,
    /// Whether this item alone could fill a row.
    pub(super) fills_a_row: bool,
    /// How many levels the cumulated order may have: 0, 1, … units.
    pub(super) count: usize,
    /// Expected cost of each level at the end of each period, period by period.
    costs: Vec<f64>,
    /// Ways that arrive in each period.
    ways: Vec<Vec<Way>>,
}

impl Levels {
    pub(super) fn new(season: &Season, item: &Item, row: usize) -> Result<Levels, SparesError> {
        let unit = gcd(item.minimum, item.lot);
        let (first, step) = ((item.minimum / unit) as usize, (item.lot / unit) as usize);
        let ways = ways(season, item, unit);
        let laws: Vec<Table> = item.to_date.iter().map(|law| law.table()).collect();
        let cheapest =
            ways.iter().flatten().map(|way| way.cost).fold(f64::INFINITY, f64::min) / f64::from(unit);
        let pieces = most_pieces(item, &laws, cheapest);
        let last = laws.last().map_or(0.0, Table::mean);
        if cheapest == f64::INFINITY
            && last > 0.0
            && item.owed.iter().all(|owed| *owed == 0.0)
            && item.owed_at_end == 0.0
        {
            return Err(SparesError::NoSupply { item: row });
        }
        let count = pieces.div_ceil(unit as usize) + first.max(step) + 1;
        if count > MOST_LEVELS {
            return Err(SparesError::TooLarge {
                what: "levels of an item's order",
                found: count,
                most: MOST_LEVELS,
            });
        }
        let costs = costs(item, &laws, unit as usize, count);
        let mass = item.mass * f64::from(unit);
        let room = |way: &Way| season.legs[way.row / season.periods].capacity[way.row % season.periods];
        let fills_a_row = ways.iter().flatten().any(|way| room(way) < mass * (count - 1) as f64);
        Ok(Levels { unit, first, step, fixed: item.order_cost, mass, fills_a_row, count, costs, ways })
    }

    /// How many numbers it takes to keep.
    pub(super) fn size(&self) -> usize {
        self.costs.len()
    }

    pub(super) fn periods(&self) -> usize {
        self.ways.len()
    }

    /// The cost of each level at the end of a period.
    pub(super) fn at(&self, period: usize) -> &[f64] {
        &self.costs[period * self.count..(period + 1) * self.count]
    }

    /// What a plan costs, without prices of room.
    pub(super) fn cost(&self, plan: &[Load]) -> f64 {
        let (mut cost, mut level) = (0.0, 0);
        for (period, ways) in self.ways.iter().enumerate() {
            for way in ways {
                let units: u32 =
                    plan.iter().filter(|(row, _)| *row == way.row).map(|(_, units)| *units).sum();
                if units > 0 {
                    cost += self.fixed + way.cost * f64::from(units);
                    level += units as usize;
                }
            }
            cost += self.at(period)[level];
        }
        cost
    }

    /// The ways that arrive in a period.
    pub(super) fn arriving(&self, period: usize) -> &[Way] {
        &self.ways[period]
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn ways(season: &Season, item: &Item, unit: u32) -> Vec<Vec<Way>> {
    let mut ways = vec![Vec::new(); season.periods];
    for (nth, leg) in season.legs.iter().enumerate() {
        if item.barred.contains(&nth) {
            continue;
        }
        for (period, capacity) in leg.capacity.iter().enumerate() {
            let arrival = period.saturating_add(leg.lead);
            let fits = *capacity >= item.mass * f64::from(item.minimum) && *capacity > 0.0;
            if !fits || arrival >= season.periods {
                continue;
            }
            let cost = f64::from(unit) * (item.price + item.mass * leg.freight[period]);
            ways[arrival].push(Way { row: nth * season.periods + period, cost });
        }
    }
    ways
}

/// How many pieces ordered can be worth their money: past that each costs more than all it can save.
fn most_pieces(item: &Item, laws: &[Table], cheapest: f64) -> usize {
    if cheapest == f64::INFINITY {
        return 0;
    }
    let reach = laws.last().map_or(0, Table::reach);
    let start = item.stock as usize;
    let saves = |piece: usize| {
        let owed: f64 = laws.iter().zip(&item.owed).map(|(law, owed)| owed * law.at_least(piece)).sum();
        owed + item.owed_at_end * laws.last().map_or(0.0, |law| law.at_least(piece))
    };
    // What is under way would let fewer do: left out, as it is not there from the first period on.
    let (mut low, mut high) = (start, reach.max(start));
    while low < high {
        let middle = low + (high - low) / 2;
        if saves(middle + 1) + item.worth_at_end <= cheapest {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low - start
}

/// What each level costs at the end of each period.
fn costs(item: &Item, laws: &[Table], unit: usize, count: usize) -> Vec<f64> {
    let mut costs = vec![0.0; laws.len() * count];
    let mut there = item.stock as usize;
    for (period, law) in laws.iter().enumerate() {
        there += item.under_way.get(period).map_or(0, |pieces| *pieces as usize);
        let (mut held, mut owed) = (item.held[period], item.owed[period]);
        if period + 1 == laws.len() {
            held -= item.worth_at_end;
            owed += item.owed_at_end;
        }
        for (level, cost) in costs[period * count..(period + 1) * count].iter_mut().enumerate() {
            let pieces = there + level * unit;
            *cost = held * law.left(pieces) + owed * law.short(pieces) + spoils(item, laws, period, pieces);
        }
    }
    costs
}

/// What is paid for pieces too old, as far as it depends on the pieces that have come by the end of a period: those that come in period `s` are
/// renewed at the end of `s + life − 1`, `s + 2·life − 1`, … as far as they are still there, and are those that have come by `s` less those by `s − 1`.
fn spoils(item: &Item, laws: &[Table], period: usize, pieces: usize) -> f64 {
    let Some(shelf) = item.shelf else { return 0.0 };
    let mut renewed = 0.0;
    for end in (period + shelf.life - 1..laws.len()).step_by(shelf.life) {
        renewed += laws[end].left(pieces);
        if let Some(next) = laws.get(end + 1) {
            renewed -= next.left(pieces);
        }
    }
    shelf.renewal * renewed
}
