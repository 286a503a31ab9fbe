//! What every machine did in a part of one day: bars of states and marks of loads and failures, from the event log.
//!
//! Terms: the *window* is the part of a local day that is looked at, in the zone of the mine's calendar; a *bar* is
//! one state cut to the window; a *mark* is something that happens in an instant.
//!
//! Pitfall: a shift whose end is at or before its start ends on the next day, and so does a window of hours.
use iceroad_base::civil::{Clock, Date, TimeOfDay};
use iceroad_base::quantity::Mass;
use iceroad_base::{Id, Span, Table, Time};
use iceroad_model::event::{Entry, Event, MachineState};
use iceroad_model::{MachineId, MineId, Scenario};
use std::fmt;

/// Which part of which day is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// The local day on which it begins.
    pub day: Date,
    /// The part of it.
    pub part: Part,
}

/// A part of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// From midnight to midnight.
    Whole,
    /// A shift of the mine's calendar, by name.
    Shift(String),
    /// From a clock time to the next such time.
    Hours(TimeOfDay, TimeOfDay),
}

impl Ask {
    /// Reads `2026-07-03`, `2026-07-03/day` or `2026-07-03/06:00-14:00`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Ask, AskError> {
        let (day, part) = match text.split_once('/') {
            Some((day, part)) => (day, Some(part)),
            None => (text, None),
        };
        let day = iceroad_base::civil::parse_date(day).map_err(|_| AskError::NoDate(day.into()))?;
        let Some(part) = part else { return Ok(Ask { day, part: Part::Whole }) };
        let hours = part.split_once('-').and_then(|(from, to)| {
            let read = |text: &str| iceroad_base::civil::parse_time_of_day(text).ok();
            Some((read(from)?, read(to)?))
        });
        let part = match hours {
            Some((from, to)) => Part::Hours(from, to),
            None => Part::Shift(part.into()),
        };
        Ok(Ask { day, part })
    }

    /// Whether the scenario has such a day and shift, before anything is run.
    ///
    /// # Errors
    /// That it has not.
    pub fn check(&self, scenario: &Scenario) -> Result<(), AskError> {
        if scenario.machines.is_empty() {
            return Err(AskError::NoMachines);
        }
        let horizon = scenario.horizon();
        if self.day < horizon.start() || self.day > horizon.last() {
            return Err(AskError::Outside(self.day, horizon.start(), horizon.last()));
        }
        match &self.part {
            Part::Shift(name) if !shift_names(scenario).contains(name) => {
                Err(AskError::NoShift(name.clone(), shift_names(scenario)))
            }
            _ => Ok(()),
        }
    }
}

/// Why a window cannot be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AskError {
    /// The text is no date.
    NoDate(String),
    /// The day is not of the horizon: the first and the last that are.
    Outside(Date, Date, Date),
    /// No mine has a shift of this name: those that there are.
    NoShift(String, Vec<String>),
    /// No machine is there to show.
    NoMachines,
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AskError::NoDate(text) => write!(f, "`{text}` is not a date such as `2026-07-03`"),
            AskError::Outside(day, first, last) => {
                write!(f, "{day} is outside the horizon, which is from {first} to {last}")
            }
            AskError::NoShift(name, known) => {
                write!(f, "no mine has a shift `{name}`; the shifts are {}", known.join(", "))
            }
            AskError::NoMachines => f.write_str("no machine is in the fleet then"),
        }
    }
}

impl std::error::Error for AskError {}

/// One mine in its window.
#[derive(Debug)]
pub(crate) struct Chart {
    pub(crate) mine: MineId,
    pub(crate) from: Time,
    pub(crate) to: Time,
    pub(crate) clock: Clock,
    /// Loaders first, by face; then trucks, by model. Machines that were not there are left out.
    pub(crate) rows: Vec<Row>,
}

/// One machine.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Row {
    pub(crate) machine: MachineId,
    pub(crate) is_truck: bool,
    pub(crate) bars: Vec<Bar>,
    pub(crate) marks: Vec<Mark>,
}

/// A state with its time, cut to the window.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Bar {
    pub(crate) state: MachineState,
    pub(crate) from: Time,
    pub(crate) to: Time,
}

/// What happens in an instant.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Mark {
    pub(crate) at: Time,
    pub(crate) kind: MarkKind,
}

/// What a mark is of.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum MarkKind {
    /// A loader has loaded a truck.
    Loaded { truck: MachineId, mass: Mass },
    /// A truck has dumped.
    Dumped { dump: String, mass: Mass },
    /// A subsystem failed.
    Failed { subsystem: String },
}

impl Row {
    /// Time in states that `wanted` picks.
    pub(crate) fn time_in(&self, wanted: impl Fn(MachineState) -> bool) -> Span {
        let of = |bar: &Bar| if wanted(bar.state) { (bar.to - bar.from).millis() } else { 0 };
        Span::from_millis(self.bars.iter().map(of).sum())
    }

    /// Loads (loaded by a loader, dumped by a truck) and their mass.
    pub(crate) fn loads(&self) -> (usize, Mass) {
        let masses = self.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::Loaded { mass, .. } | MarkKind::Dumped { mass, .. } => Some(mass),
            MarkKind::Failed { .. } => None,
        });
        let (mut count, mut total) = (0, Mass::ZERO);
        for mass in masses {
            count += 1;
            total += mass;
        }
        (count, total)
    }
}

/// The charts of every mine that has the window.
pub(crate) fn charts(scenario: &Scenario, entries: &[Entry], ask: &Ask) -> Result<Vec<Chart>, AskError> {
    ask.check(scenario)?;
    let mut charts = Vec::new();
    for mine in scenario.mines.ids() {
        let Some((from, to, clock)) = window(scenario, mine, ask) else { continue };
        let rows = rows(scenario, entries, mine, (from, to));
        if !rows.is_empty() {
            charts.push(Chart { mine, from, to, clock, rows });
        }
    }
    if charts.is_empty() {
        return Err(AskError::NoMachines);
    }
    Ok(charts)
}

/// The window at a mine; none where it has no such shift.
fn window(scenario: &Scenario, mine: MineId, ask: &Ask) -> Option<(Time, Time, Clock)> {
    let calendar = &scenario.calendars[scenario.mines[mine].calendar];
    let clock = scenario.clock(&calendar.zone);
    let next = iceroad_base::civil::date_of_epoch_day(iceroad_base::civil::epoch_day(ask.day) + 1);
    let between = |from: TimeOfDay, to: TimeOfDay| {
        let end = if to <= from { next } else { ask.day };
        (clock.at(ask.day, from), clock.at(end, to))
    };
    let (from, to) = match &ask.part {
        Part::Whole => (clock.midnight(ask.day), clock.midnight(next)),
        Part::Hours(from, to) => between(*from, *to),
        Part::Shift(name) => {
            let shift = calendar.shifts.iter().find(|shift| shift.name == *name)?;
            between(shift.start, shift.end)
        }
    };
    let (from, to) = (from.max(Time::START), to.min(scenario.horizon().end()));
    (from < to).then_some((from, to, clock))
}

fn shift_names(scenario: &Scenario) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for mine in &scenario.mines {
        for shift in &scenario.calendars[mine.calendar].shifts {
            if !names.contains(&shift.name) {
                names.push(shift.name.clone());
            }
        }
    }
    names
}

/// The rows of a mine's machines.
fn rows(scenario: &Scenario, entries: &[Entry], mine: MineId, window: (Time, Time)) -> Vec<Row> {
    let is_truck = |id: MachineId| scenario.models[scenario.machines[id].model].truck().is_some();
    let mut all: Table<MachineId, Row> = scenario
        .machines
        .ids()
        .map(|machine| Row { machine, is_truck: is_truck(machine), bars: Vec::new(), marks: Vec::new() })
        .collect();
    let mut now = Table::<MachineId, (MachineState, Time)>::filled(
        scenario.machines.len(),
        (MachineState::Absent, Time::START),
    );
    let (from, to) = window;
    for entry in entries.iter().take_while(|entry| entry.at < to) {
        if let Event::State { machine, state } = entry.event {
            let (was, since) = std::mem::replace(&mut now[machine], (state, entry.at));
            add_bar(&mut all[machine], was, (since.max(from), entry.at));
        }
        if entry.at >= from
            && let Some((machine, kind)) = mark(scenario, &entry.event)
        {
            all[machine].marks.push(Mark { at: entry.at, kind });
        }
    }
    for (machine, row) in now.entries() {
        add_bar(&mut all[machine], row.0, (row.1.max(from), to));
    }
    let mut rows: Vec<Row> = all
        .iter()
        .filter(|row| scenario.machines[row.machine].mine == mine)
        .filter(|row| row.bars.iter().any(|bar| bar.state != MachineState::Absent))
        .cloned()
        .collect();
    rows.sort_by_key(|row| {
        let machine = &scenario.machines[row.machine];
        let group =
            if row.is_truck { machine.model.index() } else { machine.face.map_or(usize::MAX, Id::index) };
        (row.is_truck, group, row.machine)
    });
    rows
}

fn add_bar(row: &mut Row, state: MachineState, (from, to): (Time, Time)) {
    if from >= to {
        return;
    }
    match row.bars.last_mut() {
        Some(last) if last.state == state && last.to == from => last.to = to,
        _ => row.bars.push(Bar { state, from, to }),
    }
}

fn mark(scenario: &Scenario, event: &Event) -> Option<(MachineId, MarkKind)> {
    match *event {
        Event::Loaded { truck, loader, mass, .. } => Some((loader, MarkKind::Loaded { truck, mass })),
        Event::Dumped { truck, dump, mass, .. } => {
            Some((truck, MarkKind::Dumped { dump: scenario.dumps[dump].title.clone(), mass }))
        }
        Event::Failed { machine, subsystem } => {
            Some((machine, MarkKind::Failed { subsystem: scenario.subsystems[subsystem].name.clone() }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use MachineState::*;
    use iceroad_worlds::example::{self, LOADER_ORE, TRUCK_ALDER};

    const HOUR: i64 = 3_600_000;

    fn scenario() -> Scenario {
        Scenario::new(example::small()).unwrap()
    }

    fn state(hour: i64, machine: MachineId, state: MachineState) -> Entry {
        Entry { at: Time::from_millis(hour * HOUR), event: Event::State { machine, state } }
    }

    fn ask(text: &str) -> Ask {
        Ask::parse(text).unwrap()
    }

    #[test]
    fn what_is_asked_is_read_in_three_forms() {
        let day = Date::constant(2026, 7, 3);
        assert_eq!(ask("2026-07-03"), Ask { day, part: Part::Whole });
        assert_eq!(ask("2026-07-03/night").part, Part::Shift("night".into()));
        let clock = |text| iceroad_base::civil::parse_time_of_day(text).unwrap();
        assert_eq!(ask("2026-07-03/22:00-06:30").part, Part::Hours(clock("22:00"), clock("06:30")));
        assert_eq!(Ask::parse("3 July"), Err(AskError::NoDate("3 July".into())));
    }

    #[test]
    fn bars_fill_the_window_and_are_cut_to_it() {
        let scenario = scenario();
        let entries = [
            state(0, TRUCK_ALDER, OffShift),
            state(0, LOADER_ORE, WaitTruck),
            state(30, TRUCK_ALDER, TravelEmpty),
            // Said twice, as a loader is that goes on: one bar.
            state(31, TRUCK_ALDER, TravelEmpty),
            state(33, TRUCK_ALDER, Loading),
            state(50, TRUCK_ALDER, TravelLoaded),
        ];
        let charts = charts(&scenario, &entries, &ask("2026-07-02/00:00-12:00")).unwrap();
        let rows = &charts[0].rows;
        let order: Vec<MachineId> = rows.iter().map(|row| row.machine).collect();
        assert_eq!(order, [LOADER_ORE, TRUCK_ALDER], "loaders first; who is not there is not shown");
        let hours = |time: Time| time.millis() / HOUR;
        let bars: Vec<(MachineState, i64, i64)> =
            rows[1].bars.iter().map(|bar| (bar.state, hours(bar.from), hours(bar.to))).collect();
        assert_eq!(bars, [(OffShift, 24, 30), (TravelEmpty, 30, 33), (Loading, 33, 36)]);
        for row in rows {
            assert_eq!(row.time_in(|_| true), Span::from_hours(12.0));
        }
    }

    #[test]
    fn a_night_shift_ends_on_the_next_day_and_an_unknown_one_is_named() {
        let scenario = scenario();
        let calendar = &scenario.calendars[scenario.mines[example::MINE].calendar];
        let night = calendar.shifts.iter().find(|shift| shift.end <= shift.start).unwrap();
        let entries = [state(0, TRUCK_ALDER, OffShift)];
        let shown = charts(&scenario, &entries, &ask(&format!("2026-07-02/{}", night.name))).unwrap();
        let clock = &shown[0].clock;
        assert_eq!(clock.date(shown[0].from), Date::constant(2026, 7, 2));
        assert!(shown[0].to > clock.midnight(Date::constant(2026, 7, 3)));
        let unknown = charts(&scenario, &entries, &ask("2026-07-02/dusk")).unwrap_err();
        assert!(unknown.to_string().contains(&night.name), "{unknown}");
        let outside = charts(&scenario, &entries, &ask("2031-07-02")).unwrap_err();
        assert!(outside.to_string().contains("2026-07-01"), "{outside}");
    }

    #[test]
    fn loads_are_counted_where_they_are_seen() {
        let scenario = scenario();
        let (mass, face, truck, loader) = (Mass(28_000), example::FACE_ORE, TRUCK_ALDER, LOADER_ORE);
        let loaded = Event::Loaded { truck, loader, face, mass };
        let (dump, material) = (example::CRUSHER, example::ORE);
        let entries = [
            state(0, truck, Loading),
            state(0, loader, Loading),
            Entry { at: Time::from_millis(HOUR), event: loaded },
            Entry { at: Time::from_millis(2 * HOUR), event: Event::Dumped { truck, dump, material, mass } },
            Entry { at: Time::from_millis(25 * HOUR), event: loaded },
        ];
        let shown = charts(&scenario, &entries, &ask("2026-07-01")).unwrap();
        let counts: Vec<(usize, Mass)> = shown[0].rows.iter().map(Row::loads).collect();
        assert_eq!(counts, [(1, mass), (1, mass)]);
    }
}
