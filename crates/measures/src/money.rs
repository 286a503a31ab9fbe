//! Money paid by cause, and what the year used ([`by_use`]).
pub mod by_use;

use crate::frame::Frame;
use crate::spread::Spread;
use iceroad_base::quantity::Money;
use iceroad_model::event::CostCause;
use iceroad_model::record::RunRecord;
use iceroad_model::worth::Payer;
use serde::Serialize;

/// Paid for a cause within the horizon, minor units.
pub fn paid_minor(record: &RunRecord, cause: CostCause) -> f64 {
    record.costs.iter().map(|month| month[cause as usize]).sum::<i64>() as f64
}

/// Everything paid within the horizon, minor units.
pub fn all_paid_minor(record: &RunRecord) -> f64 {
    record.costs.iter().map(|month| month.iter().sum::<i64>()).sum::<i64>() as f64
}

/// Money paid for one cause, major units.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CauseForecast {
    /// Its key.
    pub key: &'static str,
    /// In words.
    pub words: &'static str,
    /// Paid within the horizon.
    pub paid: Spread,
    /// Mean of each month.
    pub months: Vec<f64>,
}

/// Money paid, major units.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CostForecast {
    /// For everything; none where there are no replications.
    pub total: Option<Spread>,
    /// By cause, in their order.
    pub causes: Vec<CauseForecast>,
    /// What was used, by who pays and what for, without what is nothing in every replication.
    pub by_use: Vec<UseForecast>,
}

/// What one payer's part of one line cost by use, major units.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct UseForecast {
    /// Who pays.
    pub payer: Payer,
    /// The line's key.
    pub key: &'static str,
    /// The line in words.
    pub words: &'static str,
    /// Used within the horizon.
    pub used: Spread,
}

fn used(frame: &Frame<'_>) -> Vec<UseForecast> {
    let by_use = by_use::ByUse::new(frame);
    let mut rows = Vec::new();
    for &payer in Payer::ALL {
        for line in by_use::Line::ALL {
            let of = |record: &RunRecord| by_use.line(record, payer, line) / 100.0;
            let values: Vec<f64> = frame.records.iter().map(of).collect();
            let Some(used) = Spread::of(&values).filter(|_| values.iter().any(|&used| used != 0.0)) else {
                continue;
            };
            rows.push(UseForecast { payer, key: line.key(), words: line.words(), used });
        }
    }
    rows
}

/// Money paid, by cause and month.
pub fn costs(frame: &Frame<'_>) -> CostForecast {
    let n = frame.records.len().max(1) as f64;
    let is_told = |cause: &CostCause| *cause != CostCause::Repairs || !frame.scenario.rotables.is_empty();
    let one = |cause: CostCause| {
        let month = |at: usize| {
            let rows = frame.records.iter().filter_map(|record| record.costs.get(at));
            rows.map(|causes| Money(causes[cause as usize]).major()).sum::<f64>() / n
        };
        Some(CauseForecast {
            key: cause.name(),
            words: cause.words(),
            paid: Spread::over(frame.records, |record| paid_minor(record, cause) / 100.0)?,
            months: (0..frame.months.len()).map(month).collect(),
        })
    };
    CostForecast {
        total: Spread::over(frame.records, |record| all_paid_minor(record) / 100.0),
        causes: CostCause::ALL.into_iter().filter(is_told).filter_map(one).collect(),
        by_use: used(frame),
    }
}
