//! The scenario seen by whoever adds up records: months, days, groups of machines, windows of seasons.
//!
//! Records are read with bounds checked, so that a record of fewer months or rows (an interrupted run, a hand-made
//! test) counts as nothing there and never panics.
use crate::numbers;
use crate::time_usage::ClassHours;
use iceroad_base::Span;
use iceroad_base::civil::{Clock, Date, date_of_epoch_day, epoch_day};
use iceroad_model::climate::SeasonKind;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::{MachineRecord, RunRecord, TonnesCell, WindowRecord};
use iceroad_model::{DumpId, MachineId, ModelId, Scenario, SeasonId};
use iceroad_words::say;

pub(crate) const HOUR_MS: f64 = Span::HOUR.millis() as f64;
pub(crate) const DAY_MS: f64 = Span::DAY.millis() as f64;

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
    groups: Vec<Group>,
    /// Dumps that a face digs again.
    stockpiles: Vec<DumpId>,
}

impl<'a> Frame<'a> {
    /// Sees a scenario and its replications.
    pub fn new(scenario: &'a Scenario, records: &'a [RunRecord]) -> Self {
        let clock = scenario.clock(&scenario.heading.zone);
        let months = clock.months();
        let stockpiles = scenario.faces.iter().filter_map(|face| face.stockpile).collect();
        Self { scenario, records, clock, months, groups: groups(scenario), stockpiles }
    }

    /// Days of the horizon.
    pub fn days(&self) -> i64 {
        i64::from(self.scenario.heading.days)
    }

    /// What was dumped elsewhere than on stockpiles: rock that is on one is still to come.
    pub fn delivered<'r>(&'r self, record: &'r RunRecord) -> impl Iterator<Item = &'r TonnesCell> {
        record.tonnes.iter().filter(|cell| !self.stockpiles.contains(&cell.dump))
    }

    /// Whether rock is put on stockpiles and dug again, so that what is moved is more than what is delivered.
    pub fn has_stockpiles(&self) -> bool {
        !self.stockpiles.is_empty()
    }

    /// What a replication is called, for the catalogues: a `year` where the horizon is one, else a `simulation`.
    pub fn called(&self) -> &'static str {
        if (360..=370).contains(&self.days()) { "year" } else { "simulation" }
    }

    /// The first day.
    pub fn start(&self) -> Date {
        self.scenario.horizon().start()
    }

    /// `Jul 2026`.
    pub fn month_label(&self, month: usize) -> String {
        let (year, number) = self.months.get(month).copied().unwrap_or((0, 1));
        numbers::month_label(number, year)
    }

    /// First day of a month, in days since the horizon's first day; 0 for the first month.
    pub fn month_start(&self, month: usize) -> i64 {
        let Some(&(year, number)) = self.months.get(month) else { return self.days() };
        let first = Date::new(year, number, 1).map_or(0, |date| epoch_day(date) - epoch_day(self.start()));
        first.clamp(0, self.days())
    }

    /// Whether a machine is a truck; else it is a loader.
    pub fn is_truck(&self, machine: MachineId) -> bool {
        is_truck(self.scenario, machine)
    }

    /// The groups machines are shown in: trucks, loaders, then each model that has machines.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The group with a key; none where it has no machines.
    pub fn group(&self, key: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.key == key)
    }

    /// Brand and model, without saying the brand twice.
    pub fn model_title(&self, id: ModelId) -> String {
        model_title(self.scenario, id)
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

    /// The window of a season with a label in one replication.
    pub fn window<'r>(
        &self,
        record: &'r RunRecord,
        season: SeasonId,
        label: &str,
    ) -> Option<&'r WindowRecord> {
        self.windows(record, season)
            .find(|window| self.window_label(season, window.opened, window.closed) == label)
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

fn is_truck(scenario: &Scenario, machine: MachineId) -> bool {
    scenario.models.get(scenario.machines[machine].model).is_some_and(|model| model.truck().is_some())
}

fn model_title(scenario: &Scenario, id: ModelId) -> String {
    let model = &scenario.models[id];
    let brand = scenario.brands.get(model.brand).map_or("", String::as_str);
    if model.name.to_lowercase().contains(&brand.to_lowercase()) {
        return model.name.clone();
    }
    format!("{brand} {}", model.name)
}

/// Trucks, loaders, then each model; those without machines are left out.
fn groups(scenario: &Scenario) -> Vec<Group> {
    let mut groups = Vec::new();
    let machines = |takes: &dyn Fn(MachineId) -> bool| -> Vec<MachineId> {
        scenario.machines.ids().filter(|&machine| takes(machine)).collect()
    };
    for (key, title, trucks) in
        [("trucks", say!("group-trucks"), true), ("loaders", say!("group-loaders"), false)]
    {
        let models = scenario.models.ids().filter(|&id| scenario.models[id].truck().is_some() == trucks);
        groups.push(Group {
            key: key.into(),
            title,
            machines: machines(&|machine| is_truck(scenario, machine) == trucks),
            models: models.collect(),
        });
    }
    for (id, model) in scenario.models.entries() {
        groups.push(Group {
            key: model.name.clone(),
            title: model_title(scenario, id),
            machines: machines(&|machine| scenario.machines[machine].model == id),
            models: vec![id],
        });
    }
    groups.retain(|group| !group.machines.is_empty());
    groups
}

/// Machines that are shown together.
#[derive(Clone, Debug)]
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

/// Milliseconds in each state, by month.
pub type MonthsMs = Vec<[i64; MachineState::COUNT]>;

impl Group {
    /// The machines' records in a replication.
    pub fn rows<'r>(&'r self, record: &'r RunRecord) -> impl Iterator<Item = MachineRecord> {
        self.machines.iter().filter_map(|machine| record.machines.get(*machine))
    }

    /// Milliseconds of all of them in each state.
    pub fn months_ms(&self, record: &RunRecord) -> MonthsMs {
        let mut months = MonthsMs::new();
        for row in self.rows(record) {
            if months.len() < row.state_ms.len() {
                months.resize(row.state_ms.len(), [0; MachineState::COUNT]);
            }
            for (sum, ms) in months.iter_mut().flatten().zip(row.state_ms.iter().flatten()) {
                *sum += ms;
            }
        }
        months
    }

    /// Hours in a state.
    pub fn state_hours(&self, record: &RunRecord, state: MachineState) -> f64 {
        self.rows(record).map(|machine| state_ms(&machine, state)).sum::<i64>() as f64 / HOUR_MS
    }

    /// Hours by class of the time usage model.
    pub fn time_usage(&self, record: &RunRecord) -> ClassHours {
        ClassHours::of(|class| self.rows(record).map(|machine| class_ms(&machine, class)).sum())
    }
}

/// Hours in a state over all months.
pub(crate) fn state_hours(months: &MonthsMs, state: MachineState) -> f64 {
    hours(months.iter().map(|month| month[state as usize]).sum())
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

/// Hours all machines of the scenario were in a state.
pub fn all_hours(record: &RunRecord, state: MachineState) -> f64 {
    hours(record.machines.iter().map(|machine| state_ms(&machine, state)).sum())
}

/// Kilograms as tonnes.
pub fn in_tonnes(kg: i64) -> f64 {
    kg as f64 / 1_000.0
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
