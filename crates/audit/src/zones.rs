//! Time held before single-lane zones, added up again from the log alone.
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::MachineState;
use iceroad_model::record::ZoneRecord;
use iceroad_model::{MachineId, Scenario, ZoneId};

pub(crate) struct Zones {
    /// How long each machine has been held without a break, and until when.
    held: Table<MachineId, (Span, Time)>,
    pub(crate) zones: Table<ZoneId, ZoneRecord>,
}

impl Zones {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            held: Table::filled(scenario.machines.len(), (Span::ZERO, Time::START)),
            zones: Table::filled(scenario.zones.len(), ZoneRecord::default()),
        }
    }

    /// A machine was in a state from then to now.
    pub(crate) fn spent(&mut self, machine: MachineId, state: MachineState, from: Time, at: Time) {
        if state != MachineState::HeldOnRoad {
            return;
        }
        let held = &mut self.held[machine];
        let before = if held.1 == from { held.0 } else { Span::ZERO };
        *held = (before + (at - from), at);
    }

    pub(crate) fn entered(&mut self, truck: MachineId, zone: ZoneId, along: bool, at: Time) {
        let (held, until) = std::mem::take(&mut self.held[truck]);
        let row = &mut self.zones[zone];
        let way = if along { &mut row.along } else { &mut row.against };
        way.trucks += 1;
        if until == at && held > Span::ZERO {
            way.held += 1;
            way.held_ms += held.millis();
        }
    }
}
