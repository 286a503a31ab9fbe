//! Operators: no more machines work at once than there are people who may operate them, and where nobody is ever
//! absent no machine stands for want of one that could be had.
//!
//! Who is absent is not in the log, so all who are rostered count, but for those who are always absent. A truck that is under way when its operator's
//! shift ends is finished by who leaves, so only machines that have begun a load in the present shift count. All is
//! judged when an instant is over: an operator may leave a machine for the workshop and take another in the same one.
use crate::shifts::starts;
use crate::{Findings, Rules};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Id, Table, Time};
use iceroad_model::event::{Entry, Event, MachineState, StateClass};
use iceroad_model::shift::Operators;
use iceroad_model::{MachineId, MineId, ModelId, Scenario};

pub(crate) struct People<'s> {
    scenario: &'s Scenario,
    mines: Table<MineId, Mine<'s>>,
    state: Table<MachineId, (MachineState, Time)>,
    /// The shift in which a machine has begun a load, and is at work since.
    at_work: Table<MachineId, Option<usize>>,
    /// The mines and shifts in which a machine began a load at this instant, or was seen to have begun one.
    begun: Vec<(MineId, usize)>,
    touched: Vec<MineId>,
}

struct Mine<'s> {
    rows: Vec<&'s Operators>,
    starts: Vec<Time>,
    machines: Vec<MachineId>,
}

impl<'s> People<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let mine = |id: MineId| Mine {
            rows: scenario.operators.iter().filter(|people| people.mine == id).collect(),
            starts: starts(scenario, &scenario.calendars[scenario.mines[id].calendar]),
            machines: scenario
                .machines
                .entries()
                .filter(|(_, one)| one.mine == id)
                .map(|(id, _)| id)
                .collect(),
        };
        let n = scenario.machines.len();
        Self {
            scenario,
            mines: scenario.mines.ids().map(mine).collect(),
            state: Table::filled(n, (MachineState::Absent, Time::START)),
            at_work: Table::filled(n, None),
            begun: Vec::new(),
            touched: Vec::new(),
        }
    }

    fn state(&mut self, at: Time, machine: MachineId, state: MachineState, findings: &mut Findings) {
        let id = self.scenario.machines[machine].mine;
        let mine = &self.mines[id];
        self.state[machine] = (state, at);
        let name = &self.scenario.machines[machine].name;
        findings.check(
            state != MachineState::NoOperator || !mine.rows.is_empty(),
            "a machine wants an operator only where they are counted",
            || name.clone(),
        );
        if mine.rows.is_empty() {
            return;
        }
        self.touched.push(id);
        if state.class() == StateClass::Down || state == MachineState::NoOperator {
            self.at_work[machine] = None;
        }
        if state == MachineState::Loading {
            self.works(at, machine);
        }
    }

    /// A machine begins to load, or to be loaded.
    fn works(&mut self, at: Time, machine: MachineId) {
        let id = self.scenario.machines[machine].mine;
        let shift = self.mines[id].starts.partition_point(|&start| start <= at);
        self.at_work[machine] = Some(shift);
        self.begun.push((id, shift));
    }

    /// All machines at work in a shift have an operator each.
    fn judge_work(&self, id: MineId, shift: usize, findings: &mut Findings) {
        let mine = &self.mines[id];
        let together = mine.machines.iter().filter(|&&one| self.at_work[one] == Some(shift));
        let models: Vec<ModelId> = together.map(|&one| self.scenario.machines[one].model).collect();
        findings.check(
            can_all_be_operated(&models, &mine.rows),
            "no more machines work than people may operate",
            || {
                let at_work = mine.machines.iter().filter(|&&one| self.at_work[one] == Some(shift));
                let names = at_work.map(|&one| self.scenario.machines[one].name.as_str());
                names.collect::<Vec<_>>().join(", ")
            },
        );
    }

    /// Where nobody is absent, a machine without an operator could have none, all others at the mine keeping theirs.
    fn judge_wants(&self, id: MineId, findings: &mut Findings) {
        let mine = &self.mines[id];
        if mine.rows.iter().any(|people| people.absence.get() > 0.0) {
            return;
        }
        let model = |one: &MachineId| self.scenario.machines[*one].model;
        let manned = mine.machines.iter().filter(|&&one| {
            let state = self.state[one].0;
            state != MachineState::NoOperator
                && !matches!(state.class(), StateClass::Down | StateClass::Absent)
        });
        let manned: Vec<ModelId> = manned.map(model).collect();
        for one in mine.machines.iter().filter(|&&one| self.state[one].0 == MachineState::NoOperator) {
            let mut with = manned.clone();
            with.push(model(one));
            findings.check(
                !can_all_be_operated(&with, &mine.rows),
                "nobody is wanting where nobody is absent",
                || self.scenario.machines[*one].name.clone(),
            );
        }
    }
}

/// Whether machines of these models can all have an operator at once.
fn can_all_be_operated(models: &[ModelId], rows: &[&Operators]) -> bool {
    let mut seats: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    (0..models.len()).all(|machine| place(machine, models, rows, &mut seats, &mut vec![false; rows.len()]))
}

/// Finds a place for a machine, moving those before it where need be.
fn place(
    machine: usize,
    models: &[ModelId],
    rows: &[&Operators],
    seats: &mut Vec<Vec<usize>>,
    tried: &mut Vec<bool>,
) -> bool {
    for row in 0..rows.len() {
        if tried[row] || !rows[row].models.iter().any(|model| model.index() == models[machine].index()) {
            continue;
        }
        tried[row] = true;
        let always_absent = rows[row].absence.get() >= 1.0;
        if !always_absent && seats[row].len() < usize::from(rows[row].per_shift) {
            seats[row].push(machine);
            return true;
        }
        for seat in 0..seats[row].len() {
            let other = seats[row][seat];
            if place(other, models, rows, seats, tried) {
                seats[row][seat] = machine;
                return true;
            }
        }
    }
    false
}

impl Rules for People<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::State { machine, state } => self.state(entry.at, machine, state, findings),
            // A loader that goes from truck to truck is not logged anew.
            Event::Loaded { truck, loader, .. } => {
                let (state, since) = self.state[truck];
                let counts = !self.mines[self.scenario.machines[loader].mine].rows.is_empty();
                if counts && state == MachineState::Loading && self.state[loader].0 == MachineState::Loading {
                    self.works(since, loader);
                }
            }
            _ => {}
        }
    }

    fn instant_over(&mut self, _at: Time, findings: &mut Findings) {
        let mut begun = std::mem::take(&mut self.begun);
        begun.sort_unstable();
        begun.dedup();
        for (mine, shift) in begun {
            self.judge_work(mine, shift, findings);
        }
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        for mine in touched {
            self.judge_wants(mine, findings);
        }
    }

    fn end(&mut self, _end: Time, _findings: &mut Findings) {}
}
