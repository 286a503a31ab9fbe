//! What stopped machines: failures by subsystem and how the time after them went.
use crate::frame::{Frame, hours, ratio};
use crate::spread::Spread;
use crate::words;
use iceroad_model::SubsystemId;
use iceroad_model::event::MachineState;
use iceroad_model::record::{RunRecord, SubsystemRecord};
use iceroad_words::say;
use serde::Serialize;

/// How the time after a failure goes, hands-on repair first.
pub const PHASES: [MachineState; 7] = {
    use MachineState::*;
    [Repair, WaitPart, WaitTechnician, WaitBay, WaitTow, Tow, WaitWeather]
};

/// A phase in words.
pub fn phase(state: MachineState) -> String {
    if state == MachineState::Repair { say!("part-repair") } else { words::state(state) }
}

/// Hours down after failures of a subsystem, in these states.
pub fn down_hours(row: &SubsystemRecord, states: &[MachineState]) -> f64 {
    hours(states.iter().map(|&state| row.down_ms[state as usize]).sum())
}

/// One subsystem with what its failures cost.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SubsystemStops {
    /// `model · subsystem`.
    pub name: String,
    /// Failures.
    pub failures: Spread,
    /// Machine-hours down after them.
    pub down_h: Spread,
    /// Mean machine-hours in each of [`PHASES`].
    pub phases_h: [f64; PHASES.len()],
    /// Mean down time, as of [`crate::kpi`]: hours down per failure, over the replications in which it failed.
    pub mdt_h: Option<Spread>,
}

/// The subsystems that failed, those that cost most hours first.
pub fn by_subsystem(frame: &Frame<'_>) -> Vec<SubsystemStops> {
    let mut all: Vec<SubsystemStops> =
        frame.scenario.subsystems.ids().filter_map(|id| of_subsystem(frame, id)).collect();
    all.sort_by(|a, b| b.down_h.mean.total_cmp(&a.down_h.mean));
    all
}

fn of_subsystem(frame: &Frame<'_>, id: SubsystemId) -> Option<SubsystemStops> {
    let row = |record: &RunRecord| record.subsystems.get(id).unwrap_or_default();
    let rows: Vec<SubsystemRecord> = frame.records.iter().map(row).collect();
    let failures = Spread::over(&rows, |row| f64::from(row.failures))?;
    let down_h = Spread::over(&rows, |row| down_hours(row, &MachineState::ALL))?;
    if failures.mean == 0.0 && down_h.mean == 0.0 {
        return None;
    }
    let subsystem = &frame.scenario.subsystems[id];
    let mean = |state| Spread::over(&rows, |row| down_hours(row, &[state])).map_or(0.0, |spread| spread.mean);
    Some(SubsystemStops {
        name: format!("{} · {}", frame.model_title(subsystem.model), subsystem.name),
        failures,
        down_h,
        phases_h: PHASES.map(mean),
        mdt_h: Spread::over(&rows, |row| ratio(down_hours(row, &MachineState::ALL), f64::from(row.failures))),
    })
}
