//! How demands on stock lines were met.
use crate::frame::{Frame, days, ratio};
use crate::spread::Spread;
use iceroad_model::record::{RunRecord, StockRecord};
use iceroad_model::{OfferId, RestrictionId, StockId};
use iceroad_words::say;
use serde::Serialize;
use std::collections::BTreeMap;

/// Demands on one or more stock lines in one replication.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Service {
    /// Demands that came.
    pub demands: f64,
    /// Met in full from the shelf at once.
    pub at_once: f64,
    /// Met by a substitute, in part or whole.
    pub substituted: f64,
    /// Given up, or still waiting when the horizon ended.
    pub unmet: f64,
    /// Waiting of all of them, days.
    pub wait_days: f64,
    /// Emergency orders for them.
    pub emergencies: f64,
}

impl Service {
    /// Of these lines together.
    pub fn of_lines(record: &RunRecord, lines: &[StockId]) -> Self {
        let mut sum = Self::default();
        for row in lines.iter().filter_map(|&line| record.stock.get(line)) {
            sum.add(&row);
        }
        sum
    }

    /// Of one line.
    pub fn of_line(row: &StockRecord) -> Self {
        let mut sum = Self::default();
        sum.add(row);
        sum
    }

    fn add(&mut self, row: &StockRecord) {
        self.demands += f64::from(row.demands);
        self.at_once += f64::from(row.at_once);
        self.substituted += f64::from(row.substituted);
        self.unmet += f64::from(row.unmet);
        self.wait_days += days(row.wait_ms);
        self.emergencies += f64::from(row.emergencies);
    }

    /// Demands met at once over all; not-a-number where nothing was asked for.
    pub fn fill_rate(&self) -> f64 {
        ratio(self.at_once, self.demands)
    }

    /// Demands met by a substitute over all.
    pub fn substituted_share(&self) -> f64 {
        ratio(self.substituted, self.demands)
    }

    /// Mean waiting of a demand, those met at once included.
    pub fn mean_wait_days(&self) -> f64 {
        ratio(self.wait_days, self.demands)
    }
}

/// A week of a stock line.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Week {
    /// Units on the shelf at its end.
    pub units: Spread,
    /// Share of replications in which there are none.
    pub empty: f64,
}

/// How demands on a stock line are met, means over replications, and what is on its shelf.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StockForecast {
    /// Which.
    #[serde(skip)]
    pub line: StockId,
    /// `item in store`.
    pub name: String,
    /// Demands that come.
    pub demands: f64,
    /// Fill rate, over the replications in which something is asked for; not-a-number where it never is.
    pub fill_rate: f64,
    /// Share met by a substitute, over the same replications.
    pub substituted: f64,
    /// Waiting of all demands, days.
    pub wait_days: f64,
    /// Demands not met.
    pub unmet: f64,
    /// Emergency orders.
    pub emergencies: f64,
    /// Share of weeks in which the shelf is empty; 0 where nothing is asked for.
    pub empty_share: f64,
    /// Every week, then the horizon's end.
    pub weekly: Vec<Week>,
}

impl StockForecast {
    /// How much the line is missed, to rank lines by: days waited, demands given up and emergency orders with weights
    /// that are assumed.
    pub fn missed(&self) -> f64 {
        self.wait_days + 5.0 * self.unmet + 3.0 * self.emergencies + self.empty_share
    }
}

/// Every stock line, in order.
pub fn lines(frame: &Frame<'_>) -> Vec<StockForecast> {
    frame.scenario.stock.ids().filter_map(|id| of_stock(frame, id)).collect()
}

fn of_stock(frame: &Frame<'_>, id: StockId) -> Option<StockForecast> {
    let rows: Vec<StockRecord> = frame.records.iter().filter_map(|record| record.stock.get(id)).collect();
    if rows.is_empty() {
        return None;
    }
    let services: Vec<Service> = rows.iter().map(Service::of_line).collect();
    let mean =
        |of: fn(&Service) -> f64| Spread::mean_of(&services.iter().map(of).collect::<Vec<_>>(), f64::NAN);
    let weeks = rows.iter().map(|row| row.weekly.len()).max().unwrap_or(0);
    let empty: Vec<f64> = rows.iter().map(|row| empty_share(&row.weekly)).collect();
    let demands = mean(|service| service.demands);
    let line = &frame.scenario.stock[id];
    Some(StockForecast {
        line: id,
        name: say!(
            "in-store",
            item = frame.scenario.items[line.item].title,
            store = frame.scenario.stores[line.store].title
        ),
        demands,
        fill_rate: mean(Service::fill_rate),
        substituted: mean(Service::substituted_share),
        wait_days: mean(|service| service.wait_days),
        unmet: mean(|service| service.unmet),
        emergencies: mean(|service| service.emergencies),
        empty_share: if demands > 0.0 { Spread::mean_of(&empty, 0.0) } else { 0.0 },
        weekly: (0..weeks).filter_map(|at| week(&rows, at)).collect(),
    })
}

fn empty_share(weekly: &[i64]) -> f64 {
    let empty = weekly.iter().filter(|&&units| units <= 0).count();
    if weekly.is_empty() { 0.0 } else { empty as f64 / weekly.len() as f64 }
}

fn week(rows: &[StockRecord], at: usize) -> Option<Week> {
    let units: Vec<f64> =
        rows.iter().filter_map(|row| row.weekly.get(at)).map(|&units| units as f64).collect();
    let empty = units.iter().filter(|&&units| units <= 0.0).count() as f64 / units.len() as f64;
    Some(Week { units: Spread::of(&units)?, empty })
}

/// An offer that a restriction refused.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Refusal {
    /// The offer's name.
    pub offer: String,
    /// What is offered.
    pub item: String,
    /// By whom.
    pub seller: String,
    /// The rule that refused it.
    pub rule: String,
    /// How often in a replication, mean.
    pub times: f64,
}

/// How often an offer was refused by a restriction in a replication.
pub fn refused(record: &RunRecord) -> f64 {
    record.refusals.iter().map(|cell| f64::from(cell.times)).sum()
}

/// Offers that a restriction refused in some replication.
pub fn refusals(frame: &Frame<'_>) -> Vec<Refusal> {
    let scenario = frame.scenario;
    let mut cells: BTreeMap<(OfferId, RestrictionId), u64> = BTreeMap::new();
    for cell in frame.records.iter().flat_map(|record| &record.refusals) {
        *cells.entry((cell.offer, cell.rule)).or_default() += u64::from(cell.times);
    }
    let n = frame.records.len().max(1) as f64;
    let named = |((offer, rule), times): ((OfferId, RestrictionId), u64)| {
        let offer = scenario.offers.get(offer);
        let rule = scenario.restrictions.get(rule);
        Refusal {
            offer: offer.map_or(String::new(), |offer| offer.name.clone()),
            item: offer.map_or(String::new(), |offer| scenario.items[offer.item].title.clone()),
            seller: offer.map_or(String::new(), |offer| scenario.parties[offer.seller].title.clone()),
            rule: rule.map_or(String::new(), |rule| rule.title.clone()),
            times: times as f64 / n,
        }
    };
    cells.into_iter().map(named).collect()
}
