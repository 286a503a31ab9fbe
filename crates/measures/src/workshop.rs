//! Bays and technicians: hours used of hours there.
use crate::frame::{hours, ratio};
use iceroad_model::record::RunRecord;
use iceroad_model::{BayId, GroupId};

/// Hours of bays or technicians in one replication.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct HoursUsed {
    /// Bay-hours taken, or technician-hours of hands-on work.
    pub used: f64,
    /// Bay-hours there were from opening on, or technician-hours on shift.
    pub there: f64,
}

impl HoursUsed {
    /// Of a group of bays.
    pub fn of_bays(record: &RunRecord, id: BayId) -> Self {
        let row = record.bays.get(id).copied().unwrap_or_default();
        Self { used: hours(row.taken_ms), there: hours(row.open_ms) }
    }

    /// Of a group of technicians.
    pub fn of_technicians(record: &RunRecord, id: GroupId) -> Self {
        let row = record.groups.get(id).copied().unwrap_or_default();
        Self { used: hours(row.working_ms), there: hours(row.on_shift_ms) }
    }

    /// The share used; not-a-number where there were none.
    pub fn share(&self) -> f64 {
        ratio(self.used, self.there)
    }
}
