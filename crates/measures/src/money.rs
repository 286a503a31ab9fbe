//! Money paid by cause, and the value of goods that changed hands; minor units.
use iceroad_model::event::CostCause;
use iceroad_model::record::{RunRecord, TurnoverCell};

/// Paid for a cause within the horizon.
pub fn paid_minor(record: &RunRecord, cause: CostCause) -> f64 {
    record.costs.iter().map(|month| month[cause as usize]).sum::<i64>() as f64
}

/// Everything paid within the horizon.
pub fn all_paid_minor(record: &RunRecord) -> f64 {
    record.costs.iter().map(|month| month.iter().sum::<i64>()).sum::<i64>() as f64
}

/// Value of the turnover that is taken.
pub fn turnover_minor(record: &RunRecord, takes: impl Fn(&TurnoverCell) -> bool) -> f64 {
    record.turnover.iter().filter(|cell| takes(cell)).map(|cell| cell.amount).sum::<i64>() as f64
}
