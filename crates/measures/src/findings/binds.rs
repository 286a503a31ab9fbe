//! Where truck hours are lost, and how fully everything is used.
use crate::Results;
use crate::frame::{Frame, Group, MonthsMs, all_hours, hours, in_tonnes, ratio, state_hours};
use crate::legs::VehicleUse;
use crate::numbers::{NONE, fixed, percent, percent_range};
use crate::spread::Spread;
use crate::words;
use crate::workshop::Resource;
use iceroad_model::event::MachineState;
use iceroad_model::record::RunRecord;
use iceroad_words::say;
use serde::Serialize;

/// Truck hours that did not produce, by cause.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Loss {
    /// The state.
    #[serde(skip)]
    pub state: MachineState,
    /// Its name in tables.
    pub key: &'static str,
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
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Binding {
    /// What.
    pub what: String,
    /// What the share means.
    pub of: String,
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
    let of = |record| (trucks.months_ms(record), trucks.time_usage(record).calendar());
    let all: Vec<(MonthsMs, f64)> = frame.records.iter().map(of).collect();
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
        let hours = Spread::over(&all, |(months, _)| state_hours(months, state));
        let share = Spread::over(&all, |(months, calendar)| ratio(state_hours(months, state), *calendar));
        let (Some(hours), Some(share)) = (hours, share) else { continue };
        if hours.mean > 0.0 {
            let words = words::state(state);
            losses.push(Loss {
                state,
                key: state.name(),
                words,
                hours,
                share,
                is_loss: !matches!(state, OffShift | Break),
            });
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

/// How much of their time at the face loaders load; not-a-number where they were never there.
pub(super) fn loading_share(loaders: &Group, record: &RunRecord) -> f64 {
    let loading = loaders.state_hours(record, MachineState::Loading);
    ratio(loading, loading + loaders.state_hours(record, MachineState::WaitTruck))
}

/// Everything that can be full, the fullest first.
pub fn bindings(results: &Results<'_>) -> Vec<Binding> {
    let frame = Frame::new(results.scenario, results.records);
    let mut all = Vec::new();
    all.extend(loader_use(&frame));
    all.extend(truck_use(&frame));
    all.extend(crushers(&frame));
    all.extend(bays_and_people(&frame));
    all.extend(vehicles(results));
    all.sort_by(|a, b| b.used.mean.total_cmp(&a.used.mean));
    all
}

fn waited(frame: &Frame<'_>, key: &str, hours: impl Fn(&RunRecord) -> f64) -> String {
    Spread::over(frame.records, |record| hours(record)).map_or(String::new(), |spread| {
        let range = format!("{}–{}", fixed(spread.p10, 0), fixed(spread.p90, 0));
        say!(key, hours = fixed(spread.mean, 0), range = range)
    })
}

fn loader_use(frame: &Frame<'_>) -> Option<Binding> {
    let loaders = loaders(frame)?;
    let used = Spread::over(frame.records, |record| loading_share(loaders, record))?;
    let evidence = trucks(frame).map_or(String::new(), |trucks| {
        waited(frame, "binds-line-loaders", |record| trucks.state_hours(record, MachineState::QueueLoad))
    });
    Some(Binding { what: say!("binds-loaders"), of: say!("binds-of-face"), used, evidence })
}

fn truck_use(frame: &Frame<'_>) -> Option<Binding> {
    let trucks = trucks(frame)?;
    let used = Spread::over(frame.records, |record| trucks.time_usage(record).efficiency())?;
    let evidence = loaders(frame).map_or(String::new(), |loaders| {
        waited(frame, "binds-wait-trucks", |r| loaders.state_hours(r, MachineState::WaitTruck))
    });
    Some(Binding { what: say!("binds-trucks"), of: say!("binds-of-operating"), used, evidence })
}

fn crushers(frame: &Frame<'_>) -> Vec<Binding> {
    let mut all = Vec::new();
    let horizon = hours(frame.scenario.horizon().end().millis());
    for (id, dump) in frame.scenario.dumps.entries() {
        let Some(crusher) = dump.crusher else { continue };
        let rate = iceroad_base::quantity::Ranged::get(crusher.rate);
        let used = Spread::over(frame.records, |record| {
            let cells = record.tonnes.iter().filter(|cell| cell.dump == id);
            ratio(in_tonnes(cells.map(|cell| cell.mass_kg).sum()), rate * horizon)
        });
        let evidence = trucks(frame).map_or(String::new(), |trucks| {
            waited(frame, "binds-line-dumps", |r| trucks.state_hours(r, MachineState::QueueDump))
        });
        let what = words::of_kind(&say!("binds-crusher"), &dump.title);
        all.extend(used.map(|used| Binding { what, of: say!("binds-of-rate"), used, evidence }));
    }
    all
}

fn bays_and_people(frame: &Frame<'_>) -> Vec<Binding> {
    let one = |resource: Resource| {
        let used = Spread::over(frame.records, |record| resource.hours(record).share())?;
        let (of, words) = match resource {
            Resource::Bays(_) => (say!("binds-of-bays"), "binds-wait-bay"),
            Resource::Technicians(_) => (say!("binds-of-shift"), "binds-wait-technician"),
        };
        let evidence = waited(frame, words, |record| all_hours(record, resource.wait()));
        let what = words::of_kind(&resource.kind(), resource.name(frame));
        Some(Binding { what, of, used, evidence })
    };
    Resource::all(frame).into_iter().filter_map(one).collect()
}

/// Vehicles on legs with a season: trips over those that the season let them make.
fn vehicles(results: &Results<'_>) -> Vec<Binding> {
    let one = |class: VehicleUse| {
        results.scenario.legs[class.leg].season?;
        let (used, trips) = (class.used?, class.trips?);
        let load = class.load_t.map_or(NONE.into(), |load| fixed(load.mean, 1));
        let evidence = say!("binds-trips", trips = fixed(trips.mean, 0), t = load);
        let what = words::of_kind(&say!("binds-vehicles"), &class.name);
        Some(Binding { what, of: say!("binds-of-trips"), used, evidence })
    };
    crate::legs::vehicles(results).into_iter().filter_map(one).collect()
}

/// `93 %` with its spread where there is one.
pub fn share_text(spread: &Spread) -> String {
    if spread.n < 2 {
        return percent(spread.mean);
    }
    format!("{} ({})", percent(spread.mean), percent_range(spread.p10, spread.p90))
}
