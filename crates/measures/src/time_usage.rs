//! Hours of machines in the classes of the time usage model, and the shares made of them.
//!
//! Terms and their order follow GMG 2020 (recalled; the sources are in [`crate::kpi`]):
//!
//! ```text
//!  calendar time ┬─ available ┬─ operating ┬─ working   loading, driving, dumping
//!                │            │            └─ delay     in line, held, refuelling, warming up, changing crews
//!                │            └─ standby                off shift, break, weather, blast, no work, fuel or operator
//!                └─ down                                repair, service, and all waiting for them
//! ```
use crate::frame::{Frame, Group, MonthsMs, class_ms, hours, in_tonnes, ratio, state_hours, state_ms};
use crate::spread::Spread;
use iceroad_model::MachineId;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::MachineRecord;
use serde::Serialize;

/// Hours in each class that fills calendar time. Shares are not-a-number where there is nothing to divide by.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct ClassHours {
    /// Loading, driving, dumping.
    pub working: f64,
    /// In line, held, refuelling and the like.
    pub delay: f64,
    /// Ready but not at work.
    pub standby: f64,
    /// In repair or service, or waiting for them.
    pub down: f64,
}

impl ClassHours {
    /// From the milliseconds in each class.
    pub fn of(ms: impl Fn(StateClass) -> i64) -> Self {
        let hours = |class| hours(ms(class));
        Self {
            working: hours(StateClass::Working),
            delay: hours(StateClass::Delay),
            standby: hours(StateClass::Standby),
            down: hours(StateClass::Down),
        }
    }

    /// Of one machine in a replication.
    pub fn of_machine(row: &MachineRecord) -> Self {
        Self::of(|class| class_ms(row, class))
    }

    /// Hours in a class; none outside calendar time.
    pub fn class(&self, class: StateClass) -> f64 {
        match class {
            StateClass::Working => self.working,
            StateClass::Delay => self.delay,
            StateClass::Standby => self.standby,
            StateClass::Down => self.down,
            StateClass::Absent => 0.0,
        }
    }

    /// Hours in the fleet: calendar time.
    pub fn calendar(&self) -> f64 {
        self.working + self.delay + self.standby + self.down
    }

    /// Hours at work, waiting included.
    pub fn operating(&self) -> f64 {
        self.working + self.delay
    }

    /// Physical availability.
    pub fn availability(&self) -> f64 {
        ratio(self.calendar() - self.down, self.calendar())
    }

    /// Use of availability.
    pub fn utilisation(&self) -> f64 {
        ratio(self.operating(), self.calendar() - self.down)
    }

    /// Operating efficiency.
    pub fn efficiency(&self) -> f64 {
        ratio(self.working, self.operating())
    }

    /// Mechanical availability: standby is left out.
    pub fn mechanical_availability(&self) -> f64 {
        ratio(self.operating(), self.operating() + self.down)
    }

    /// Working share of calendar time.
    pub fn effective(&self) -> f64 {
        ratio(self.working, self.calendar())
    }
}

/// What hours are shown as: the key of its words, and the states in it. The first is the class working, the second delay.
pub const PARTS: [(&str, &[MachineState]); 8] = {
    use MachineState::*;
    [
        ("class-working", &[TravelEmpty, Loading, TravelLoaded, Dumping]),
        ("part-line", &[QueueLoad, QueueDump, HeldOnRoad, Refuelling, WarmUp, ShiftChange, WaitTruck]),
        ("part-off", &[OffShift, Break]),
        ("part-stop", &[WeatherStop, BlastStandDown]),
        ("part-none", &[NoWork, NoFuel, NoOperator]),
        ("state-service", &[Service]),
        ("part-repair", &[Repair]),
        ("part-wait", &[WaitTow, Tow, WaitBay, WaitTechnician, WaitPart, WaitWeather]),
    ]
};

/// A number for each of [`PARTS`].
pub type OfParts = [f64; PARTS.len()];

/// A state in which machines of a group were.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct StateUse {
    /// Which.
    #[serde(skip)]
    pub state: MachineState,
    /// Its name in tables.
    pub name: &'static str,
    /// Machine-hours of the whole group.
    pub hours: Spread,
    /// Mean share of calendar time.
    pub share: f64,
}

/// A month of a group.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct MonthUse {
    /// Mean machine-hours by part.
    pub hours: OfParts,
    /// Mean share of the month by part.
    pub shares: OfParts,
}

/// The time usage of a group of machines.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct GroupUse {
    /// Its key: `trucks`, `loaders`, or the model's name.
    pub key: String,
    /// In words.
    pub title: String,
    /// How many machines.
    pub n: usize,
    /// Mean machine-hours by class.
    pub hours: ClassHours,
    /// Physical availability.
    pub availability: Option<Spread>,
    /// Use of availability.
    pub utilisation: Option<Spread>,
    /// Operating efficiency.
    pub efficiency: Option<Spread>,
    /// Working share of calendar time.
    pub effective: Option<Spread>,
    /// Mean shares of calendar time by part.
    pub parts: OfParts,
    /// Every state, in order.
    pub states: Vec<StateUse>,
    /// Every month.
    pub months: Vec<MonthUse>,
}

/// The time usage of one machine, means over replications.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MachineUse {
    /// Its name.
    pub name: String,
    /// Its model, in words.
    pub model: String,
    /// Whether it is a truck; else it is a loader.
    pub is_truck: bool,
    /// Hours by class.
    pub hours: ClassHours,
    /// Physical availability.
    pub availability: f64,
    /// Use of availability.
    pub utilisation: f64,
    /// Operating efficiency.
    pub efficiency: f64,
    /// Working share of calendar time.
    pub effective: f64,
    /// Hours by part.
    pub parts: OfParts,
    /// Mass dumped (trucks) or loaded (loaders), t.
    pub tonnes: f64,
}

/// The time usage of every group of machines.
pub fn groups(frame: &Frame<'_>) -> Vec<GroupUse> {
    if frame.records.is_empty() {
        Vec::new()
    } else {
        frame.groups().iter().map(|group| of_group(frame, group)).collect()
    }
}

fn of_group(frame: &Frame<'_>, group: &Group) -> GroupUse {
    let usages: Vec<ClassHours> = frame.records.iter().map(|record| group.time_usage(record)).collect();
    let by_month: Vec<MonthsMs> = frame.records.iter().map(|record| group.months_ms(record)).collect();
    let states = MachineState::ALL.iter().filter_map(|&state| {
        let hours: Vec<f64> = by_month.iter().map(|months| state_hours(months, state)).collect();
        let shares: Vec<f64> =
            hours.iter().zip(&usages).map(|(hours, all)| ratio(*hours, all.calendar())).collect();
        Some(StateUse {
            state,
            name: state.name(),
            hours: Spread::of(&hours)?,
            share: Spread::mean_of(&shares, 0.0),
        })
    });
    GroupUse {
        key: group.key.clone(),
        title: group.title.clone(),
        n: group.machines.len(),
        hours: mean_hours(&usages),
        availability: Spread::over(&usages, ClassHours::availability),
        utilisation: Spread::over(&usages, ClassHours::utilisation),
        efficiency: Spread::over(&usages, ClassHours::efficiency),
        effective: Spread::over(&usages, ClassHours::effective),
        parts: PARTS.map(|(_, part)| {
            let share =
                |(months, all): (&MonthsMs, &ClassHours)| ratio(part_hours(months, part), all.calendar());
            Spread::mean_of(&by_month.iter().zip(&usages).map(share).collect::<Vec<_>>(), 0.0)
        }),
        states: states.collect(),
        months: (0..frame.months.len()).map(|month| of_month(&by_month, month)).collect(),
    }
}

fn part_hours(months: &MonthsMs, part: &[MachineState]) -> f64 {
    part.iter().map(|&state| state_hours(months, state)).sum()
}

fn of_month(replications: &[MonthsMs], month: usize) -> MonthUse {
    let ms = |months: &MonthsMs| -> [i64; PARTS.len()] {
        let Some(cells) = months.get(month) else { return [0; PARTS.len()] };
        PARTS.map(|(_, part)| part.iter().map(|&state| cells[state as usize]).sum())
    };
    let all: Vec<[i64; PARTS.len()]> = replications.iter().map(ms).collect();
    let mean = |of: &dyn Fn(&[i64; PARTS.len()]) -> f64| {
        Spread::mean_of(&all.iter().map(of).collect::<Vec<_>>(), 0.0)
    };
    MonthUse {
        hours: std::array::from_fn(|at| mean(&|parts| hours(parts[at]))),
        shares: std::array::from_fn(|at| {
            mean(&|parts| ratio(parts[at] as f64, parts.iter().sum::<i64>() as f64))
        }),
    }
}

fn mean_hours(all: &[ClassHours]) -> ClassHours {
    let mean = |of: fn(&ClassHours) -> f64| Spread::mean_of(&all.iter().map(of).collect::<Vec<_>>(), 0.0);
    ClassHours {
        working: mean(|hours| hours.working),
        delay: mean(|hours| hours.delay),
        standby: mean(|hours| hours.standby),
        down: mean(|hours| hours.down),
    }
}

/// The time usage of every machine that was in the fleet: trucks, then loaders, by model.
pub fn machines(frame: &Frame<'_>) -> Vec<MachineUse> {
    let mut ids: Vec<MachineId> = frame.scenario.machines.ids().collect();
    ids.sort_by_key(|&id| (!frame.is_truck(id), frame.scenario.machines[id].model, id));
    ids.into_iter().map(|id| of_machine(frame, id)).filter(|machine| machine.hours.calendar() > 0.0).collect()
}

fn of_machine(frame: &Frame<'_>, id: MachineId) -> MachineUse {
    let machine = &frame.scenario.machines[id];
    let rows: Vec<MachineRecord> =
        frame.records.iter().filter_map(|record| record.machines.get(id)).collect();
    let usages: Vec<ClassHours> = rows.iter().map(ClassHours::of_machine).collect();
    let share =
        |of: fn(&ClassHours) -> f64| Spread::mean_of(&usages.iter().map(of).collect::<Vec<_>>(), f64::NAN);
    let mean =
        |of: &dyn Fn(&MachineRecord) -> f64| Spread::mean_of(&rows.iter().map(of).collect::<Vec<_>>(), 0.0);
    MachineUse {
        name: machine.name.clone(),
        model: frame.model_title(machine.model),
        is_truck: frame.is_truck(id),
        hours: mean_hours(&usages),
        availability: share(ClassHours::availability),
        utilisation: share(ClassHours::utilisation),
        efficiency: share(ClassHours::efficiency),
        effective: share(ClassHours::effective),
        parts: PARTS
            .map(|(_, part)| mean(&|row| hours(part.iter().map(|&state| state_ms(row, state)).sum()))),
        tonnes: mean(&|row| in_tonnes(row.mass_kg.iter().sum())),
    }
}
