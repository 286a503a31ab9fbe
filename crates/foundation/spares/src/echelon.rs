//! Two echelons: stores that are filled from a depot, one item; how many pieces at the depot, how many at each store.
//!
//! A store uses `rate` pieces a unit of time, repairs a share of them itself, and sends the others to the depot, which sends a
//! good one back if it has one: after the order-and-ship time the piece is there. Where the depot has none the store's order waits,
//! first come first served. What is under way to a store is then what is in its own shop, what is on the road, and its part of
//! what the depot owes. The laws differ in how they see that part ([`Method`]):
//!
//! * **METRIC** (Sherbrooke 1968, Operations Research 16) takes only its mean and the whole as Poisson. What the depot owes comes in
//!   bursts, so that the truth is more spread: METRIC never states more backorders than there are, and puts too few pieces forward.
//! * **VARI-METRIC** (Sherbrooke 1986; for one indenture the two-moment form of Graves 1985, Management Science 31) adds the variance: a
//!   negative binomial. Wrong by about one case in a hundred where METRIC is wrong in eleven, after Graves.
//! * **Exact** (Simon 1971, Operations Research 19; Graves 1985): Poisson demand, fixed order-and-ship times; of `n` pieces owed each is this
//!   store's with the chance of its share in the depot's demand.
//!
//! By total stock the best split is not convex: a piece at the depot helps all stores a little, at a store one of them much. A
//! [`Ladder`] keeps the hull only.
//!
//! Speed: chances follow from each other, tails end where another piece gains less than the caller cares for; an item over eight
//! sites takes some tens of microseconds.

use crate::count::{Count, Table};
use crate::error::{SparesError, check, lengths, not_negative, positive, share};
use crate::frontier::{Ladder, Rung, climb};

/// A store.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Site {
    /// Demands per unit of time.
    pub rate: f64,
    /// The share of failed pieces that it repairs itself.
    pub repaired_here: f64,
    /// The mean time of such a repair.
    pub repair_time: f64,
    /// The time from the depot to here.
    pub order_and_ship: f64,
}

/// How a store's part in what the depot owes is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Poisson of the right mean.
    Metric,
    /// Negative binomial of the right mean and variance.
    VariMetric,
    /// The law itself.
    Exact,
}

/// One item: its stores and the depot behind them.
#[derive(Clone, PartialEq, Debug)]
pub struct Echelon {
    sites: Vec<Site>,
    depot_time: f64,
    depot_rate: f64,
}

/// How a total stock is best divided.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Split {
    /// Pieces at the depot.
    pub depot: u32,
    /// Pieces at all stores together.
    pub at_sites: u32,
    /// Weighted backorders at the stores.
    pub value: f64,
}

/// A piece more at a site and what it gains.
type Gain = (f64, u32);

/// The pipelines of sites grow no further than this.
const MOST_STOCK: usize = 100_000;

impl Echelon {
    /// The item, whose pieces take `depot_time` in the mean to come back to the depot's shelf.
    ///
    /// # Errors
    /// Where there are no sites, or numbers are illegal.
    pub fn new(sites: Vec<Site>, depot_time: f64) -> Result<Echelon, SparesError> {
        if sites.is_empty() {
            return Err(SparesError::Nothing { what: "sites" });
        }
        not_negative("mean time of the depot", depot_time)?;
        for site in &sites {
            not_negative("demand rate", site.rate)?;
            share("share repaired at the site", site.repaired_here)?;
            not_negative("mean repair time", site.repair_time)?;
            not_negative("order-and-ship time", site.order_and_ship)?;
        }
        let depot_rate = sites.iter().map(Site::sent_on).sum();
        Ok(Echelon { sites, depot_time, depot_rate })
    }

    /// The stores.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// The pipeline of the depot: Palm's.
    pub fn depot(&self) -> Count {
        let mean = self.depot_rate * self.depot_time;
        Count::fitted(mean, mean)
    }

    /// The pipeline of a store where the depot holds `depot` pieces.
    ///
    /// ```
    /// use iceroad_spares::echelon::{Echelon, Method, Site};
    /// let base = Site { rate: 23.2, repaired_here: 0.2, repair_time: 0.01, order_and_ship: 0.01 };
    /// let item = Echelon::new(vec![base; 5], 0.02531)?;
    /// let (metric, exact) = (item.pipeline(0, 1, Method::Metric)?, item.pipeline(0, 1, Method::Exact)?);
    /// assert!((metric.mean() - exact.mean()).abs() < 1e-12 && metric.short(2) < exact.short(2));
    /// # Ok::<(), iceroad_spares::SparesError>(())
    /// ```
    ///
    /// # Errors
    /// Where there is no such site.
    pub fn pipeline(&self, site: usize, depot: usize, method: Method) -> Result<Table, SparesError> {
        check(site < self.sites.len(), "row of a site", site as f64, "a row of the sites")?;
        let of_depot = self.depot().table();
        if method == Method::Exact {
            let owed = of_depot.missing(depot).thinned(self.part(&self.sites[site]))?;
            let direct = self.sites[site].direct();
            return Ok(Count::fitted(direct, direct).table().plus(&owed));
        }
        let owed = (of_depot.short(depot), of_depot.short_variance(depot));
        Ok(self.law(&self.sites[site], owed, method).table())
    }

    /// For each total stock from 0 the best way to divide it, up to where a piece gains less than `negligible`, with a weight for a
    /// backorder at each site. Not convex in the total.
    ///
    /// # Errors
    /// Where weights are not one for each site and 0 or more, or `negligible` is not above 0.
    pub fn by_total(
        &self,
        weights: &[f64],
        method: Method,
        negligible: f64,
    ) -> Result<Vec<Split>, SparesError> {
        self.check(weights, negligible)?;
        let mut best: Vec<Split> = Vec::new();
        let (mut gains, mut owed_by_depot) = (Vec::new(), Depot::new(self, method));
        loop {
            let mut value = self.gains(&mut gains, &owed_by_depot, weights, method, negligible);
            gains.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let depot = owed_by_depot.stock;
            for at_sites in 0..=gains.len() {
                if at_sites > 0 {
                    value -= gains[at_sites - 1].0;
                }
                let (total, split) =
                    (depot + at_sites, Split { depot: depot as u32, at_sites: at_sites as u32, value });
                match best.get_mut(total) {
                    Some(known) if value < known.value => *known = split,
                    Some(_) => {}
                    None => best.push(split),
                }
            }
            let greatest = weights.iter().copied().fold(0.0, f64::max);
            if owed_by_depot.above() * greatest < negligible || depot >= MOST_STOCK {
                return Ok(best);
            }
            owed_by_depot.one_more();
        }
    }

    /// The hull of [`Echelon::by_total`] at a price for a piece, wherever it lies; a rung's stock is the total.
    ///
    /// # Errors
    /// As for [`Echelon::by_total`], or where the price is not above 0.
    pub fn ladder(
        &self,
        price: f64,
        weights: &[f64],
        method: Method,
        negligible: f64,
    ) -> Result<Ladder, SparesError> {
        positive("price of a piece", price)?;
        let mut hull = Vec::new();
        for (total, split) in self.by_total(weights, method, negligible)?.iter().enumerate() {
            climb(&mut hull, Rung { cost: total as f64 * price, value: split.value, stock: total as u32 });
        }
        // Past the last rung pieces gain less than is cared for.
        while let [.., before, last] = hull[..] {
            if before.value - last.value >= negligible * f64::from(last.stock - before.stock) {
                break;
            }
            hull.pop();
        }
        Ok(Ladder::of_hull(hull))
    }

    /// How a split's pieces lie at the sites.
    ///
    /// # Errors
    /// As for [`Echelon::by_total`].
    pub fn stocks(
        &self,
        split: &Split,
        weights: &[f64],
        method: Method,
        negligible: f64,
    ) -> Result<Vec<u32>, SparesError> {
        self.check(weights, negligible)?;
        let mut depot = Depot::new(self, method);
        for _ in 0..split.depot {
            depot.one_more();
        }
        let mut gains = Vec::new();
        self.gains(&mut gains, &depot, weights, method, negligible);
        gains.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut stocks = vec![0; self.sites.len()];
        for (_, site) in gains.iter().take(split.at_sites as usize) {
            stocks[*site as usize] += 1;
        }
        Ok(stocks)
    }

    fn check(&self, weights: &[f64], negligible: f64) -> Result<(), SparesError> {
        lengths("weights of sites", weights.len(), self.sites.len())?;
        positive("gain that is negligible", negligible)?;
        weights.iter().try_for_each(|weight| not_negative("weight of a backorder", *weight))
    }

    /// Fills `gains` with what each piece at each site gains, and gives what all sites owe with none.
    fn gains(
        &self,
        gains: &mut Vec<Gain>,
        depot: &Depot,
        weights: &[f64],
        method: Method,
        negligible: f64,
    ) -> f64 {
        gains.clear();
        let mut value = 0.0;
        for (row, (site, &weight)) in self.sites.iter().zip(weights).enumerate() {
            let law = self.law(site, (depot.short, depot.variance), method);
            value += weight * law.mean();
            if method == Method::Exact || law.none() < f64::MIN_POSITIVE {
                let table = match method {
                    Method::Exact => self.pipeline(row, depot.stock, method).unwrap_or_else(|_| law.table()),
                    _ => law.table(),
                };
                let worth = (1..=table.reach()).map(|s| weight * table.at_least(s));
                gains.extend(worth.take_while(|gain| *gain >= negligible).map(|gain| (gain, row as u32)));
                continue;
            }
            // P(X > s), one chance after the other.
            let (mut chance, mut above) = (law.none(), 1.0);
            for s in 0..MOST_STOCK {
                above -= chance;
                if weight * above < negligible {
                    break;
                }
                gains.push((weight * above, row as u32));
                chance *= (law.a + law.b * s as f64) / (s + 1) as f64;
            }
        }
        value
    }

    /// The law of a store's pipeline where the depot owes this mean and variance: Sherbrooke (2004), equations 5.8 and 5.9.
    fn law(&self, site: &Site, (short, variance): (f64, f64), method: Method) -> Count {
        let (direct, part) = (site.direct(), self.part(site));
        let mean = direct + part * short;
        if method == Method::Metric {
            return Count::fitted(mean, mean);
        }
        Count::fitted(mean, direct + part * (1.0 - part) * short + part * part * variance)
    }

    /// A site's share in the demand at the depot.
    fn part(&self, site: &Site) -> f64 {
        if self.depot_rate > 0.0 { site.sent_on() / self.depot_rate } else { 0.0 }
    }
}

impl Site {
    fn sent_on(&self) -> f64 {
        self.rate * (1.0 - self.repaired_here)
    }

    /// Pieces in its own shop and on the road, in the mean.
    fn direct(&self) -> f64 {
        self.rate * self.repaired_here * self.repair_time + self.sent_on() * self.order_and_ship
    }
}

/// What the depot owes with one piece more and one more.
struct Depot {
    stock: usize,
    short: f64,
    variance: f64,
    from: DepotLaw,
}

enum DepotLaw {
    /// One chance after the other: `P(X = stock)`, `P(X > stock)`, `E[((X−stock)⁺)²]` and the mean.
    Steps { chance: f64, above: f64, square: f64, mean: f64 },
    /// Read from a table: where the first chance is too small for the floats, or exactness is asked for.
    Table(Table),
}

impl Depot {
    fn new(item: &Echelon, method: Method) -> Depot {
        let law = item.depot();
        let mean = law.mean();
        if method == Method::Exact || law.none() < f64::MIN_POSITIVE {
            return Depot { stock: 0, short: mean, variance: mean, from: DepotLaw::Table(law.table()) };
        }
        let (chance, square) = (law.none(), mean + mean * mean);
        let from = DepotLaw::Steps { chance, above: 1.0 - chance, square, mean };
        Depot { stock: 0, short: mean, variance: mean, from }
    }

    /// `P(X > stock)`: what another piece gains in all.
    fn above(&self) -> f64 {
        match &self.from {
            DepotLaw::Steps { above, .. } => *above,
            DepotLaw::Table(table) => table.at_least(self.stock + 1),
        }
    }

    fn one_more(&mut self) {
        self.stock += 1;
        match &mut self.from {
            DepotLaw::Steps { chance, above, square, mean } => {
                // (x−s−1)² = (x−s)² − 2(x−s) + 1 for x > s.
                *square += *above - 2.0 * self.short;
                self.short -= *above;
                *chance *= *mean / self.stock as f64;
                *above = (*above - *chance).max(0.0);
                self.variance =
                    (*square - self.short * self.short).max(self.short - self.short * self.short).max(0.0);
            }
            DepotLaw::Table(table) => {
                self.short = table.short(self.stock);
                self.variance = table.short_variance(self.stock);
            }
        }
    }
}
