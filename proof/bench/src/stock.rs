//! Items of a mine as workloads of the room `spares`: over several stores behind a depot, and over seasons in which roads close. Made by
//! luck: prices, masses and rates over several powers of ten, the same for the same numbers.

use iceroad_base::random::Stream;
use iceroad_spares::SparesError;
use iceroad_spares::echelon::{Echelon, Method, Site};
use iceroad_spares::frontier::Frontier;
use iceroad_spares::season::{Item, Leg, Season, Shelf, to_date};

/// A piece is worth looking at while it saves this share of a backorder.
const NEGLIGIBLE: f64 = 1e-4;
/// Legs of a season.
const LEGS: usize = 6;

/// A number between two, even on a scale of powers.
fn span(stream: &mut Stream, low: f64, high: f64) -> f64 {
    low * libm::pow(high / low, stream.uniform())
}

/// An item in each store, and its price. Times are in days: a demand every ten days to every ten years, a fifth repaired at the store in five, the others
/// by the depot in ninety, after a week or a month on the road.
///
/// # Errors
/// None: the numbers are legal.
pub fn echelons(items: usize, stores: usize) -> Result<Vec<(Echelon, f64)>, SparesError> {
    let mut stream = Stream::named(1, 0, "echelons", "items");
    let mut made = Vec::with_capacity(items);
    for _ in 0..items {
        let (rate, price) = (span(&mut stream, 1.0 / 3_650.0, 0.1), span(&mut stream, 20.0, 60_000.0));
        let mut sites = Vec::with_capacity(stores);
        for _ in 0..stores {
            let order_and_ship = span(&mut stream, 7.0, 30.0);
            let rate = rate * span(&mut stream, 0.3, 3.0);
            sites.push(Site { rate, repaired_here: 0.2, repair_time: 5.0, order_and_ship });
        }
        made.push((Echelon::new(sites, 90.0)?, price));
    }
    Ok(made)
}

/// Every item's ladder by VARI-METRIC, and the whole curve of what money buys.
///
/// # Errors
/// As for [`Echelon::ladder`].
pub fn curve(items: &[(Echelon, f64)]) -> Result<Frontier, SparesError> {
    let mut ladders = Vec::with_capacity(items.len());
    for (item, price) in items {
        let weights = vec![1.0; item.sites().len()];
        ladders.push(item.ladder(*price, &weights, Method::VariMetric, NEGLIGIBLE)?);
    }
    Frontier::new(ladders)
}

/// What a season's workload is like.
#[derive(Clone, Copy, Debug)]
pub struct Mine {
    /// Items.
    pub items: usize,
    /// Months.
    pub months: usize,
    /// The room of all legs, as a share of what would be ample.
    pub room: f64,
    /// Whether some items come in lots, with least orders, orders that cost something, and shelf lives.
    pub lots: bool,
}

/// Six legs: a winter road, a river, a rail and winter road, a road between the seasons that takes little, a charter and an airlift always open and dear.
///
/// # Errors
/// None: the numbers are legal.
pub fn season(mine: &Mine) -> Result<Season, SparesError> {
    let mut stream = Stream::named(2, 0, "season", "items");
    let (mut items, mut kilograms) = (Vec::with_capacity(mine.items), 0.0);
    for _ in 0..mine.items {
        let item = item(mine, &mut stream)?;
        kilograms += item.mass * item.to_date.last().map_or(0.0, |law| law.mean());
        items.push(item);
    }
    let yearly = mine.room * kilograms * 12.0 / mine.months as f64;
    Season::new(mine.months, legs(mine.months, yearly), items)
}

fn item(mine: &Mine, stream: &mut Stream) -> Result<Item, SparesError> {
    let price = span(stream, 20.0, 60_000.0);
    let mass = (price / 50.0 * span(stream, 0.1, 10.0)).clamp(0.2, 3_000.0);
    // Dear things fail seldom.
    let rate = span(stream, 0.03, 6.0) * libm::pow(2_000.0 / price, 0.3).clamp(0.2, 3.0);
    let (spread, phase) = (span(stream, 1.0, 3.0), stream.uniform());
    let month = |month: usize| {
        let turn = 2.0 * std::f64::consts::PI * (month as f64 / 12.0 - phase);
        rate * (1.0 + 0.5 * libm::cos(turn))
    };
    let means: Vec<f64> = (0..mine.months).map(month).collect();
    let owed = span(stream, 0.3, 30.0) * price.max(500.0);
    let plain = Item {
        stock: (rate * 2.0) as u32,
        worth_at_end: 0.8 * price,
        owed_at_end: 3.0 * price,
        ..Item::plain(price, mass, to_date(&means, spread)?, owed, 0.015 * price)
    };
    if !mine.lots {
        return Ok(plain);
    }
    let (least, lot) = (stream.below(11) as u32, stream.below(7) as u32);
    Ok(Item {
        minimum: if stream.chance(0.3) { least.max(1) } else { 1 },
        lot: if stream.chance(0.3) { lot.max(1) } else { 1 },
        shelf: stream.chance(0.2).then_some(Shelf { life: 9, renewal: 1.2 * price }),
        order_cost: 50.0,
        ..plain
    })
}

fn legs(months: usize, yearly: f64) -> Vec<Leg> {
    // Lead in months, freight of a kilogram, months of the year in which it is open, share of the year's kilograms in each of these.
    let all: Vec<usize> = (0..12).collect();
    let ways: [(usize, f64, &[usize], f64); LEGS] = [
        (0, 0.4, &[0, 1, 2], 0.2),
        (1, 0.25, &[5, 6, 7, 8], 0.06),
        (2, 0.6, &[0, 1, 2, 3, 11], 0.04),
        (1, 1.2, &[3, 4, 9, 10], 0.01),
        (0, 3.0, &all, 0.01),
        (0, 7.0, &all, 0.05),
    ];
    let leg = |(lead, freight, open, share): (usize, f64, &[usize], f64)| {
        let room = |month: usize| if open.contains(&(month % 12)) { yearly * share } else { 0.0 };
        Leg::steady(lead, freight, (0..months).map(room).collect())
    };
    ways.into_iter().map(leg).collect()
}
