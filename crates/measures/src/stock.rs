//! How demands on stock lines were met.
use crate::frame::{days, ratio};
use iceroad_model::StockId;
use iceroad_model::record::RunRecord;

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
            sum.demands += f64::from(row.demands);
            sum.at_once += f64::from(row.at_once);
            sum.substituted += f64::from(row.substituted);
            sum.unmet += f64::from(row.unmet);
            sum.wait_days += days(row.wait_ms);
            sum.emergencies += f64::from(row.emergencies);
        }
        sum
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
