//! Adds up who went into single-lane zones, and how long they were held right before.
//!
//! Time held before anything else (a crossing, a closed road that then leads into no zone) is no zone's.
use iceroad_base::{Table, Time};
use iceroad_model::record::ZoneRecord;
use iceroad_model::{MachineId, Scenario, ZoneId};

/// The sums of one replication.
pub(crate) struct ZoneTally {
    /// When each truck was held last, from and until.
    held: Table<MachineId, (Time, Time)>,
    zones: Table<ZoneId, ZoneRecord>,
}

impl ZoneTally {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            held: Table::filled(scenario.machines.len(), (Time::START, Time::START)),
            zones: Table::filled(scenario.zones.len(), ZoneRecord::default()),
        }
    }

    /// A truck was held on the road; told in parts where a month ended meanwhile.
    pub(crate) fn held(&mut self, truck: MachineId, from: Time, until: Time) {
        let known = &mut self.held[truck];
        if known.1 < from {
            known.0 = from;
        }
        known.1 = until;
    }

    /// A truck has gone into a zone.
    pub(crate) fn entered(&mut self, truck: MachineId, zone: ZoneId, along: bool, at: Time) {
        let (from, until) = std::mem::replace(&mut self.held[truck], (at, at));
        let row = &mut self.zones[zone];
        let way = if along { &mut row.along } else { &mut row.against };
        way.trucks += 1;
        if until == at && from < at {
            way.held += 1;
            way.held_ms += (until - from).millis();
        }
    }

    /// The sums as records.
    pub(crate) fn finish(&mut self) -> Table<ZoneId, ZoneRecord> {
        std::mem::take(&mut self.zones)
    }
}
