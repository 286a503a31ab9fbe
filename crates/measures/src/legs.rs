//! What legs carried.
use crate::frame::in_tonnes;
use iceroad_model::LegId;
use iceroad_model::record::RunRecord;

/// Mass that set off on a leg within the horizon, t.
pub fn carried_tonnes(record: &RunRecord, leg: LegId) -> f64 {
    record.legs.get(leg).map_or(0.0, |row| in_tonnes(row.mass_kg))
}
