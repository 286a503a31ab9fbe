//! Bays and technicians: hours used of hours there.
use crate::frame::{Frame, all_hours, hours, ratio};
use crate::spread::Spread;
use crate::words;
use iceroad_model::event::MachineState;
use iceroad_model::record::RunRecord;
use iceroad_model::{BayId, GroupId};
use iceroad_words::say;
use serde::Serialize;

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

/// Bays or technicians of a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resource {
    /// A group of bays.
    Bays(BayId),
    /// A group of technicians.
    Technicians(GroupId),
}

impl Resource {
    /// Every group of bays, then every group of technicians.
    pub fn all(frame: &Frame<'_>) -> Vec<Resource> {
        let bays = frame.scenario.bays.ids().map(Resource::Bays);
        bays.chain(frame.scenario.technicians.ids().map(Resource::Technicians)).collect()
    }

    /// Its hours in a replication.
    pub fn hours(self, record: &RunRecord) -> HoursUsed {
        match self {
            Resource::Bays(id) => HoursUsed::of_bays(record, id),
            Resource::Technicians(id) => HoursUsed::of_technicians(record, id),
        }
    }

    /// `Bays` or `Technicians`.
    pub fn kind(self) -> String {
        match self {
            Resource::Bays(_) => say!("kind-bays"),
            Resource::Technicians(_) => say!("kind-technicians"),
        }
    }

    /// The group's name.
    pub fn name<'s>(self, frame: &Frame<'s>) -> &'s str {
        match self {
            Resource::Bays(id) => &frame.scenario.bays[id].title,
            Resource::Technicians(id) => &frame.scenario.technicians[id].title,
        }
    }

    /// How many there are in it.
    pub fn count(self, frame: &Frame<'_>) -> u16 {
        match self {
            Resource::Bays(id) => frame.scenario.bays[id].count,
            Resource::Technicians(id) => frame.scenario.technicians[id].count,
        }
    }

    /// What machines do while they wait for one.
    pub fn wait(self) -> MachineState {
        match self {
            Resource::Bays(_) => MachineState::WaitBay,
            Resource::Technicians(_) => MachineState::WaitTechnician,
        }
    }
}

/// How fully a group of bays or technicians is used.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ResourceUse {
    /// Which.
    #[serde(skip)]
    pub of: Resource,
    /// `Bays` or `Technicians`.
    pub kind: String,
    /// The group's name.
    pub name: String,
    /// How many there are in it.
    pub n: u16,
    /// Hours used.
    pub used_h: Spread,
    /// Hours there were.
    pub there_h: Spread,
    /// The share used; none where there never were any.
    pub share: Option<Spread>,
}

/// Use of every group of bays and technicians.
pub fn resources(frame: &Frame<'_>) -> Vec<ResourceUse> {
    let one = |of: Resource| {
        let over =
            |value: fn(&HoursUsed) -> f64| Spread::over(frame.records, |record| value(&of.hours(record)));
        Some(ResourceUse {
            of,
            kind: of.kind(),
            name: of.name(frame).into(),
            n: of.count(frame),
            used_h: over(|hours| hours.used)?,
            there_h: over(|hours| hours.there)?,
            share: over(HoursUsed::share),
        })
    };
    Resource::all(frame).into_iter().filter_map(one).collect()
}

/// Machine-hours down waiting for something.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Waited {
    /// For what: `tow`, `bay`, `technician`, `part`, `weather`.
    pub cause: &'static str,
    /// In words.
    pub words: String,
    /// Hours of all machines.
    pub hours: Spread,
}

/// Machine-hours down waiting, by cause.
pub fn waits(frame: &Frame<'_>) -> Vec<Waited> {
    let one = |(state, cause)| {
        let hours = Spread::over(frame.records, |record| all_hours(record, state))?;
        Some(Waited { cause, words: words::state(state), hours })
    };
    words::WAITS.into_iter().filter_map(one).collect()
}
