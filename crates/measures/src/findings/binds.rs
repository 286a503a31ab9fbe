//! Where truck hours are lost, and how fully everything is used.
use crate::Results;
use crate::frame::{Frame, Group, hours, ratio};
use crate::numbers::{fixed, percent, percent_range};
use crate::spread::Spread;
use iceroad_model::event::MachineState;
use iceroad_model::record::RunRecord;

/// Truck hours that did not produce, by cause.
#[derive(Clone, PartialEq, Debug)]
pub struct Loss {
    /// The state.
    pub state: MachineState,
    /// In words.
    pub words: String,
    /// Machine-hours over the horizon.
    pub hours: Spread,
    /// Share of all truck hours.
    pub share: Spread,
    /// Whether it is a loss at all: time off shift is a choice of the calendar, not a loss.
    pub is_loss: bool,
}

/// How fully something is used, with the evidence that something waits for it.
#[derive(Clone, PartialEq, Debug)]
pub struct Binding {
    /// What.
    pub what: String,
    /// What the share means.
    pub of: &'static str,
    /// Its use, 0 to 1 (may exceed 1 where an estimate of capacity is exceeded).
    pub used: Spread,
    /// What speaks for it being a bottleneck.
    pub evidence: String,
}

/// States in which trucks do not produce, largest first.
pub fn truck_losses(results: &Results<'_>) -> Vec<Loss> {
    use MachineState::*;
    let frame = Frame::new(results.scenario, results.records);
    let Some(trucks) = trucks(&frame) else { return Vec::new() };
    let mut losses = Vec::new();
    for state in [
        QueueLoad,
        QueueDump,
        Refuelling,
        OffShift,
        WeatherStop,
        NoWork,
        NoFuel,
        WaitTow,
        Tow,
        WaitBay,
        WaitTechnician,
        WaitPart,
        WaitWeather,
        Repair,
        Service,
        HeldOnRoad,
        ShiftChange,
        WarmUp,
        Break,
        NoOperator,
        BlastStandDown,
    ] {
        let hours = Spread::over(frame.records, |record| trucks.state_hours(record, state));
        let share = Spread::over(frame.records, |record| {
            ratio(trucks.state_hours(record, state), trucks.calendar_hours(record))
        });
        let (Some(hours), Some(share)) = (hours, share) else { continue };
        if hours.mean > 0.0 {
            let words = state.words().to_string();
            losses.push(Loss { state, words, hours, share, is_loss: !matches!(state, OffShift | Break) });
        }
    }
    losses.sort_by(|a, b| b.hours.mean.total_cmp(&a.hours.mean));
    losses
}

pub(super) fn trucks<'f>(frame: &'f Frame<'_>) -> Option<&'f Group> {
    frame.group("trucks")
}

pub(super) fn loaders<'f>(frame: &'f Frame<'_>) -> Option<&'f Group> {
    frame.group("loaders")
}

/// Hours all machines of the scenario were in a state.
pub(super) fn all_hours(record: &RunRecord, state: MachineState) -> f64 {
    hours(record.machines.iter().map(|machine| crate::frame::state_ms(machine, state)).sum())
}

/// Everything that can be full, the fullest first.
pub fn bindings(results: &Results<'_>) -> Vec<Binding> {
    let frame = Frame::new(results.scenario, results.records);
    let mut all = Vec::new();
    all.extend(loader_use(&frame));
    all.extend(truck_use(&frame));
    all.extend(crushers(&frame));
    all.extend(bays_and_people(&frame));
    all.extend(legs(&frame, results));
    all.sort_by(|a, b| b.used.mean.total_cmp(&a.used.mean));
    all
}

fn waited(frame: &Frame<'_>, words: &str, hours: impl Fn(&RunRecord) -> f64) -> String {
    Spread::over(frame.records, |record| hours(record)).map_or(String::new(), |spread| {
        format!("{} {words} ({}–{})", fixed(spread.mean, 0), fixed(spread.p10, 0), fixed(spread.p90, 0))
    })
}

fn loader_use(frame: &Frame<'_>) -> Option<Binding> {
    use MachineState::{Loading, QueueLoad, WaitTruck};
    let loaders = loaders(frame)?;
    let used = Spread::over(frame.records, |record| {
        let busy = loaders.state_hours(record, Loading);
        ratio(busy, busy + loaders.state_hours(record, WaitTruck))
    })?;
    let evidence = trucks(frame).map_or(String::new(), |trucks| {
        waited(frame, "truck hours in line at loaders", |record| trucks.state_hours(record, QueueLoad))
    });
    Some(Binding { what: "Loaders".into(), of: "loading, of the time at the face", used, evidence })
}

fn truck_use(frame: &Frame<'_>) -> Option<Binding> {
    use iceroad_model::event::StateClass::{Delay, Working};
    let trucks = trucks(frame)?;
    let used = Spread::over(frame.records, |record| {
        let working = trucks.class_hours(record, Working);
        ratio(working, working + trucks.class_hours(record, Delay))
    })?;
    let evidence = loaders(frame).map_or(String::new(), |loaders| {
        waited(frame, "loader hours waiting for trucks", |r| loaders.state_hours(r, MachineState::WaitTruck))
    });
    Some(Binding { what: "Trucks".into(), of: "hauling, of operating time", used, evidence })
}

fn crushers(frame: &Frame<'_>) -> Vec<Binding> {
    let mut all = Vec::new();
    let horizon = hours(frame.scenario.horizon().end().millis());
    for (id, dump) in frame.scenario.dumps.entries() {
        let Some(crusher) = dump.crusher else { continue };
        let rate = iceroad_base::quantity::Ranged::get(crusher.rate);
        let used = Spread::over(frame.records, |record| {
            let cells = record.tonnes.iter().filter(|cell| cell.dump == id);
            ratio(cells.map(|cell| cell.mass_kg).sum::<i64>() as f64 / 1_000.0, rate * horizon)
        });
        let evidence = trucks(frame).map_or(String::new(), |trucks| {
            waited(frame, "truck hours in line at dumps", |r| trucks.state_hours(r, MachineState::QueueDump))
        });
        let what = format!("Crusher {}", dump.name);
        all.extend(used.map(|used| Binding { what, of: "of its rate around the clock", used, evidence }));
    }
    all
}

fn bays_and_people(frame: &Frame<'_>) -> Vec<Binding> {
    let mut all = Vec::new();
    for (id, bay) in frame.scenario.bays.entries() {
        let used = Spread::over(frame.records, |record| {
            record.bays.get(id).map_or(f64::NAN, |row| ratio(hours(row.taken_ms), hours(row.open_ms)))
        });
        let evidence =
            waited(frame, "machine-hours waiting for any bay", |r| all_hours(r, MachineState::WaitBay));
        let what = format!("Bays {}", bay.name);
        all.extend(used.map(|used| Binding { what, of: "taken, of bay-hours open", used, evidence }));
    }
    for (id, group) in frame.scenario.technicians.entries() {
        let used = Spread::over(frame.records, |record| {
            record.groups.get(id).map_or(f64::NAN, |row| ratio(hours(row.working_ms), hours(row.on_shift_ms)))
        });
        let evidence = waited(frame, "machine-hours waiting for any technician", |record| {
            all_hours(record, MachineState::WaitTechnician)
        });
        let what = format!("Technicians {}", group.name);
        all.extend(used.map(|used| Binding { what, of: "at work, of hours on shift", used, evidence }));
    }
    all
}

/// Legs with a season: what they carried over what they could in a median year.
fn legs(frame: &Frame<'_>, results: &Results<'_>) -> Vec<Binding> {
    let mut all = Vec::new();
    for forecast in &results.outlook.legs {
        let Some(leg) = frame.scenario.legs.get(forecast.leg).filter(|leg| leg.season.is_some()) else {
            continue;
        };
        let can: f64 = forecast.windows.iter().map(|window| window.p50_t).filter(|t| t.is_finite()).sum();
        let carried = |record: &RunRecord| {
            record.legs.get(forecast.leg).map_or(0.0, |row| row.mass_kg as f64 / 1_000.0)
        };
        let used = Spread::over(frame.records, |record| ratio(carried(record), can));
        let text = Spread::over(frame.records, carried).map_or(String::new(), |spread| {
            format!("{} t carried of {} t that a median year allows", fixed(spread.mean, 0), fixed(can, 0))
        });
        let what = format!("Leg {}", leg.name);
        all.extend(used.map(|used| Binding {
            what,
            of: "of what its season lets it carry",
            used,
            evidence: text,
        }));
    }
    all
}

/// `93 %` with its spread where there is one.
pub fn share_text(spread: &Spread) -> String {
    if spread.n < 2 {
        return percent(spread.mean);
    }
    format!("{} ({})", percent(spread.mean), percent_range(spread.p10, spread.p90))
}
