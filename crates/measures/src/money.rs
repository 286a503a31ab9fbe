//! Money paid by cause, the value of goods that changed hands, and what the year used ([`by_use`]).
pub mod by_use;

use crate::frame::{Frame, in_tonnes};
use crate::spread::Spread;
use iceroad_base::quantity::Money;
use iceroad_model::PartyId;
use iceroad_model::event::{CostCause, Flow};
use iceroad_model::record::{RunRecord, TurnoverCell};
use iceroad_model::worth::Payer;
use serde::Serialize;
use std::collections::BTreeMap;

/// Paid for a cause within the horizon, minor units.
pub fn paid_minor(record: &RunRecord, cause: CostCause) -> f64 {
    record.costs.iter().map(|month| month[cause as usize]).sum::<i64>() as f64
}

/// Everything paid within the horizon, minor units.
pub fn all_paid_minor(record: &RunRecord) -> f64 {
    record.costs.iter().map(|month| month.iter().sum::<i64>()).sum::<i64>() as f64
}

/// Value of the turnover that is taken, minor units.
pub fn turnover_minor(record: &RunRecord, takes: impl Fn(&TurnoverCell) -> bool) -> f64 {
    record.turnover.iter().filter(|cell| takes(cell)).map(|cell| cell.amount).sum::<i64>() as f64
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
        causes: CostCause::ALL.into_iter().filter_map(one).collect(),
        by_use: used(frame),
    }
}

/// Turnover with one partner, mean of each month, major units.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PartnerForecast {
    /// The partner's title.
    pub partner: String,
    /// Mean of each month.
    pub months: Vec<f64>,
}

/// Turnover with one partner in one HS chapter and direction.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TurnoverRow {
    /// The partner's title.
    pub partner: String,
    /// The partner's territory.
    pub seat: String,
    /// The direction.
    pub flow: Flow,
    /// First two digits of the HS code; 0 where the item has none.
    pub chapter: u8,
    /// Value, major units.
    pub value: Spread,
    /// Net mass, t.
    pub mass_t: Spread,
}

/// Goods that change hands, major units.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TurnoverForecast {
    /// Everything; none where there are no replications.
    pub total: Option<Spread>,
    /// Mean share of imports in the mean total; not-a-number where there is none.
    pub import_share: f64,
    /// By partner and month, in the order of parties.
    pub partners: Vec<PartnerForecast>,
    /// By partner, chapter and direction.
    pub rows: Vec<TurnoverRow>,
}

/// Goods that change hands, by partner, chapter, direction and month.
pub fn turnover(frame: &Frame<'_>) -> TurnoverForecast {
    let over = |takes: fn(&TurnoverCell) -> bool| {
        Spread::over(frame.records, |record| turnover_minor(record, takes) / 100.0)
    };
    let (total, import) = (over(|_| true), over(|cell| cell.flow == Flow::Import));
    let mean = |spread: Option<Spread>| spread.map_or(f64::NAN, |spread| spread.mean);
    TurnoverForecast {
        import_share: crate::frame::ratio(mean(import), mean(total)),
        total,
        partners: partners(frame),
        rows: turnover_rows(frame),
    }
}

fn partners(frame: &Frame<'_>) -> Vec<PartnerForecast> {
    let n = frame.records.len().max(1) as f64;
    let mut partners: BTreeMap<PartyId, Vec<f64>> = BTreeMap::new();
    for cell in frame.records.iter().flat_map(|record| &record.turnover) {
        let months = partners.entry(cell.partner).or_insert_with(|| vec![0.0; frame.months.len()]);
        if let Some(month) = months.get_mut(usize::from(cell.month)) {
            *month += Money(cell.amount).major() / n;
        }
    }
    let title = |id: PartyId| frame.scenario.parties.get(id).map_or("?".into(), |party| party.title.clone());
    partners.into_iter().map(|(id, months)| PartnerForecast { partner: title(id), months }).collect()
}

fn turnover_rows(frame: &Frame<'_>) -> Vec<TurnoverRow> {
    let cells = frame.records.iter().flat_map(|record| &record.turnover);
    let mut keys: Vec<(PartyId, u8, Flow)> =
        cells.map(|cell| (cell.partner, cell.chapter, cell.flow)).collect();
    keys.sort_unstable();
    keys.dedup();
    let one = |(partner, chapter, flow): (PartyId, u8, Flow)| {
        let is = |cell: &TurnoverCell| (cell.partner, cell.chapter, cell.flow) == (partner, chapter, flow);
        let kg = |record: &RunRecord| {
            record.turnover.iter().filter(|cell| is(cell)).map(|cell| cell.mass_kg).sum::<i64>()
        };
        let party = frame.scenario.parties.get(partner);
        let seat = party.and_then(|party| frame.scenario.territories.get(party.territory));
        Some(TurnoverRow {
            partner: party.map_or(String::new(), |party| party.title.clone()),
            seat: seat.cloned().unwrap_or_default(),
            flow,
            chapter,
            value: Spread::over(frame.records, |record| turnover_minor(record, is) / 100.0)?,
            mass_t: Spread::over(frame.records, |record| in_tonnes(kg(record)))?,
        })
    };
    keys.into_iter().filter_map(one).collect()
}
