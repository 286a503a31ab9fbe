//! The scenario seen by whoever adds up records: months, days, groups of machines, windows of seasons.
//!
//! Records are read with bounds checked, so that a record of fewer months or rows (an interrupted run, a hand-made
//! test) counts as nothing there and never panics.
use crate::numbers;
use iceroad_base::Span;
use iceroad_base::civil::{Clock, Date, date_of_epoch_day, epoch_day};
use iceroad_model::climate::SeasonKind;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::{MachineRecord, RunRecord, TonnesCell, WindowRecord};
use iceroad_model::{DumpId, MachineId, ModelId, Scenario, SeasonId};

const HOUR_MS: f64 = Span::HOUR.millis() as f64;
const DAY_MS: f64 = Span::DAY.millis() as f64;

/// A scenario with its clock.
pub struct Frame<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its replications.
    pub records: &'a [RunRecord],
    /// The clock of the scenario's zone.
    pub clock: Clock,
    /// Year and month of each month of the horizon.
    pub months: Vec<(i16, i8)>,
}

impl<'a> Frame<'a> {
    /// Sees a scenario and its replications.
    pub fn new(scenario: &'a Scenario, records: &'a [RunRecord]) -> Self {
        let clock = scenario.clock(&scenario.heading.zone);
        let months = clock.months();
        Self { scenario, records, clock, months }
    }

    /// Days of the horizon.
    pub fn days(&self) -> i64 {
        i64::from(self.scenario.heading.days)
    }

    /// What was dumped elsewhere than on stockpiles: rock that is on one is still to come.
    pub fn delivered<'r>(&self, record: &'r RunRecord) -> impl Iterator<Item = &'r TonnesCell> {
        let faces = self.scenario.faces.iter();
        let stockpiles: Vec<DumpId> = faces.filter_map(|face| face.stockpile).collect();
        record.tonnes.iter().filter(move |cell| !stockpiles.contains(&cell.dump))
    }

    /// The first day.
    pub fn start(&self) -> Date {
        self.scenario.horizon().start()
    }

    /// `Jul 2026`.
    pub fn month_label(&self, month: usize) -> String {
        let (year, number) = self.months.get(month).copied().unwrap_or((0, 1));
        format!("{} {year}", numbers::month_name(number))
    }

    /// First day of a month, in days since the horizon's first day; 0 for the first month.
    pub fn month_start(&self, month: usize) -> i64 {
        let Some(&(year, number)) = self.months.get(month) else { return self.days() };
        let first = Date::new(year, number, 1).map_or(0, |date| epoch_day(date) - epoch_day(self.start()));
        first.clamp(0, self.days())
    }

    /// Whether a machine is a truck; else it is a loader.
    pub fn is_truck(&self, machine: MachineId) -> bool {
        self.scenario.models.get(self.scenario.machines[machine].model).is_some_and(|m| m.truck().is_some())
    }

    /// The groups machines are shown in: trucks, loaders, then each model that has machines.
    pub fn groups(&self) -> Vec<Group> {
        let scenario = self.scenario;
        let mut groups = Vec::new();
        for (key, title, trucks) in [("trucks", "all trucks", true), ("loaders", "all loaders", false)] {
            let machines: Vec<MachineId> =
                scenario.machines.ids().filter(|&machine| self.is_truck(machine) == trucks).collect();
            let models = scenario.models.ids().filter(|&id| scenario.models[id].truck().is_some() == trucks);
            if !machines.is_empty() {
                groups.push(Group {
                    key: key.into(),
                    title: title.into(),
                    machines,
                    models: models.collect(),
                });
            }
        }
        for (id, model) in scenario.models.entries() {
            let machines: Vec<MachineId> =
                scenario.machines.ids().filter(|&machine| scenario.machines[machine].model == id).collect();
            if !machines.is_empty() {
                let title = self.model_title(id);
                groups.push(Group { key: model.name.clone(), title, machines, models: vec![id] });
            }
        }
        groups
    }

    /// Brand and model, without saying the brand twice.
    pub fn model_title(&self, id: ModelId) -> String {
        let model = &self.scenario.models[id];
        let brand = self.scenario.brands.get(model.brand).map_or("", String::as_str);
        if model.name.to_lowercase().contains(&brand.to_lowercase()) {
            return model.name.clone();
        }
        format!("{brand} {}", model.name)
    }

    /// The name of a window of a season: the winter it is of, or the year.
    pub fn window_label(&self, season: SeasonId, opened: i32, closed: i32) -> String {
        let year = self.window_year(season, opened, closed);
        if self.is_ice(season) {
            format!("{year}/{:02}", (year + 1).rem_euclid(100))
        } else {
            year.to_string()
        }
    }

    /// The year after which a window is named.
    pub fn window_year(&self, season: SeasonId, opened: i32, closed: i32) -> i16 {
        let middle = i64::from(opened) + (i64::from(closed) - i64::from(opened)) / 2;
        let date = self.clock.date_of_day(middle);
        if !self.is_ice(season) {
            return date.year();
        }
        // A winter is named after both its years and begins in July.
        date_of_epoch_day(epoch_day(date) - 182).year()
    }

    fn is_ice(&self, season: SeasonId) -> bool {
        self.scenario.seasons.get(season).is_some_and(|season| matches!(season.kind, SeasonKind::Ice(_)))
    }

    /// The windows of a season that touch the horizon, by label, in order, over all replications.
    pub fn window_labels(&self, season: SeasonId) -> Vec<String> {
        let mut labels: Vec<(i32, String)> = Vec::new();
        for record in self.records {
            for window in self.windows(record, season) {
                let label = self.window_label(season, window.opened, window.closed);
                match labels.iter_mut().find(|(_, known)| *known == label) {
                    Some((first, _)) => *first = (*first).min(window.opened),
                    None => labels.push((window.opened, label)),
                }
            }
        }
        labels.sort();
        labels.into_iter().map(|(_, label)| label).collect()
    }

    /// The windows of a season in one replication that touch the horizon.
    pub fn windows<'r>(
        &self,
        record: &'r RunRecord,
        season: SeasonId,
    ) -> impl Iterator<Item = &'r WindowRecord> + use<'r, 'a> {
        let days = self.days();
        record.windows.iter().filter(move |window| {
            window.season == season && window.closed >= 0 && i64::from(window.opened) < days
        })
    }

    /// Days of the horizon on which a season was open.
    pub fn open_days(&self, record: &RunRecord, season: SeasonId) -> f64 {
        let last = self.days() - 1;
        let days = |w: &WindowRecord| (i64::from(w.closed).min(last) - i64::from(w.opened).max(0) + 1).max(0);
        self.windows(record, season).map(days).sum::<i64>() as f64
    }

    /// Units of the currency, minor to major.
    pub fn currency(&self) -> &str {
        &self.scenario.heading.currency
    }
}

/// Machines that are shown together.
pub struct Group {
    /// Its key: `trucks`, `loaders`, or the model's name.
    pub key: String,
    /// In words.
    pub title: String,
    /// The machines.
    pub machines: Vec<MachineId>,
    /// Their models.
    pub models: Vec<ModelId>,
}

impl Group {
    /// The machines' records in a replication.
    pub fn rows<'r>(&'r self, record: &'r RunRecord) -> impl Iterator<Item = &'r MachineRecord> {
        self.machines.iter().filter_map(|machine| record.machines.get(*machine))
    }

    /// Hours in a state.
    pub fn state_hours(&self, record: &RunRecord, state: MachineState) -> f64 {
        self.rows(record).map(|machine| state_ms(machine, state)).sum::<i64>() as f64 / HOUR_MS
    }

    /// Hours in a class of states.
    pub fn class_hours(&self, record: &RunRecord, class: StateClass) -> f64 {
        self.rows(record).map(|machine| class_ms(machine, class)).sum::<i64>() as f64 / HOUR_MS
    }

    /// Hours in the fleet: calendar time.
    pub fn calendar_hours(&self, record: &RunRecord) -> f64 {
        crate::words::CLASSES.iter().map(|&class| self.class_hours(record, class)).sum()
    }
}

/// Milliseconds a machine was in a state.
pub fn state_ms(machine: &MachineRecord, state: MachineState) -> i64 {
    machine.state_ms.iter().map(|month| month[state as usize]).sum()
}

/// Milliseconds a machine was in a class.
pub fn class_ms(machine: &MachineRecord, class: StateClass) -> i64 {
    MachineState::ALL
        .iter()
        .filter(|state| state.class() == class)
        .map(|&state| state_ms(machine, state))
        .sum()
}

/// Milliseconds as hours.
pub fn hours(ms: i64) -> f64 {
    ms as f64 / HOUR_MS
}

/// Milliseconds as days of 24 hours.
pub fn days(ms: i64) -> f64 {
    ms as f64 / DAY_MS
}

/// `a / b`, not-a-number where there is no `b`.
pub fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { f64::NAN } else { a / b }
}
