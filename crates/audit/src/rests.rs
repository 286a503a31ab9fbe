//! Rests: a crib break is begun once it has fallen due and lasts as long as it is written; crews change where one
//! shift hands over to the next; a cold engine warms up after it was off.
//!
//! What has fallen due lapses at the next start of a shift. A machine that stands idle takes it at once; one at
//! work does when it has nothing on hand, which the log cannot show to be too late.
//!
//! Pitfall: a state that is entered again is not logged anew, so two breaks may stand in the log as one.
use crate::shifts::{Spells, starts};
use crate::{Findings, Rules};
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Table, Time};
use iceroad_model::event::{Entry, Event, MachineState, StateClass};
use iceroad_model::fleet::Machine;
use iceroad_model::roads::ClosureReason;
use iceroad_model::shift::{BreakFor, ShiftChange};
use iceroad_model::{MachineId, MineId, Scenario};

pub(crate) struct Rests<'s> {
    scenario: &'s Scenario,
    mines: Table<MineId, Shifts>,
    rows: Table<MachineId, Row>,
}

/// The shifts of a mine.
struct Shifts {
    spells: Spells,
    starts: Vec<Time>,
    /// A face or the mine is cleared for works, which is logged as being out of work.
    has_works: bool,
}

struct Row {
    /// Breaks of the machine's: when each falls due and how long it is.
    dues: Vec<(Time, Span)>,
    state: MachineState,
    since: Time,
    /// Since when the engine has been off, as far as the log shows.
    off_since: Option<Time>,
    failed_at: Option<Time>,
    /// When the break taken last had fallen due.
    had: Option<Time>,
    /// The start of the shift that was taken over last.
    changed: Option<Time>,
}

impl<'s> Rests<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let shifts = |mine: &iceroad_model::mine::Mine| {
            let calendar = &scenario.calendars[mine.calendar];
            Shifts {
                spells: Spells::of(scenario, calendar),
                starts: starts(scenario, calendar),
                has_works: false,
            }
        };
        let mut mines: Table<MineId, Shifts> = scenario.mines.iter().map(shifts).collect();
        for one in scenario.closures.iter() {
            mines[one.mine].has_works |= one.segment.is_none() && one.reason == ClosureReason::Works;
        }
        let row = |machine: &Machine| {
            let (mine, is_truck) = (machine.mine, is_truck(scenario, machine));
            let before = |other: &&Machine| {
                other.mine == mine
                    && is_truck == self::is_truck(scenario, other)
                    && order(other) < order(machine)
            };
            let nth = scenario.machines.iter().filter(before).count();
            let dues = dues(scenario, &mines[mine], mine, is_truck, nth);
            Row {
                dues,
                state: MachineState::Absent,
                since: Time::START,
                off_since: None,
                failed_at: None,
                had: None,
                changed: None,
            }
        };
        let rows = scenario.machines.iter().map(row).collect();
        Self { scenario, mines, rows }
    }

    fn name(&self, machine: MachineId) -> &str {
        &self.scenario.machines[machine].name
    }

    fn shifts(&self, machine: MachineId) -> &Shifts {
        &self.mines[self.scenario.machines[machine].mine]
    }

    fn state(&mut self, at: Time, machine: MachineId, state: MachineState, findings: &mut Findings) {
        let begun = self.rows[machine].since;
        match self.rows[machine].state {
            MachineState::Break => self.break_ends(at, machine, findings),
            MachineState::ShiftChange => self.change_ends(at, machine, findings),
            MachineState::WarmUp => {
                let ms = i64::from(self.model_of(machine).warm_up.minutes) * 60_000;
                let in_time = at == begun + Span::from_millis(ms) || self.rows[machine].failed_at == Some(at);
                findings.check(in_time, "a warm-up lasts as long as it is written", || {
                    format!("{} from {begun:?}", self.name(machine))
                });
            }
            _ => self.idled(at, machine, findings),
        }
        match state {
            MachineState::Break => self.break_begins(at, machine, findings),
            MachineState::ShiftChange => self.change_begins(at, machine, findings),
            MachineState::WarmUp => self.warm_up_begins(at, machine, findings),
            _ => {}
        }
        let row = &mut self.rows[machine];
        row.off_since = match state {
            MachineState::Refuelling => row.off_since,
            _ if state.class() == StateClass::Standby => row.off_since.or(Some(at)),
            _ => None,
        };
        row.state = state;
        row.since = at;
    }

    fn model_of(&self, machine: MachineId) -> &'s iceroad_model::fleet::Model {
        &self.scenario.models[self.scenario.machines[machine].model]
    }

    /// The break that a machine may begin: when it fell due, and how long it is.
    fn break_owed(&self, at: Time, machine: MachineId) -> Option<(Time, Span)> {
        let row = &self.rows[machine];
        let shifts = self.shifts(machine);
        let after = row.dues.partition_point(|&(due, _)| due <= at);
        let &(due, span) = row.dues.get(after.checked_sub(1)?)?;
        let lapsed = shifts.starts.iter().any(|&start| due < start && start <= at);
        let had = row.had.is_some_and(|had| had >= due);
        (!lapsed && !had).then_some((due, span))
    }

    fn break_begins(&mut self, at: Time, machine: MachineId, findings: &mut Findings) {
        let owed = self.break_owed(at, machine);
        let on = self.shifts(machine).spells.on_until(at).is_some();
        findings.check(owed.is_some() && on, "a break is begun once it has fallen due", || {
            self.name(machine).to_string()
        });
        if let Some((due, _)) = owed {
            self.rows[machine].had = Some(due);
        }
    }

    fn break_ends(&mut self, at: Time, machine: MachineId, findings: &mut Findings) {
        let mut from = self.rows[machine].since;
        let had = self.rows[machine].had;
        let span_of = |due: Time| self.rows[machine].dues.iter().rfind(|one| one.0 == due).map(|one| one.1);
        let Some(mut span) = had.and_then(span_of) else {
            return;
        };
        // One break may follow another without a word.
        while from + span < at {
            from += span;
            let Some((due, next)) = self.break_owed(from, machine) else { break };
            self.rows[machine].had = Some(due);
            span = next;
        }
        findings.check(from + span == at, "a break lasts as long as it is written", || {
            format!("{} from {from:?} for {span:?}", self.name(machine))
        });
    }

    /// The start of the shift that may be taken over now: the last before, where it was handed over.
    fn change_owed(&self, at: Time, machine: MachineId) -> Option<Time> {
        let shifts = self.shifts(machine);
        let after = shifts.starts.partition_point(|&start| start <= at);
        let start = *shifts.starts.get(after.checked_sub(1)?)?;
        let touches = start > Time::START
            && shifts.spells.on_until(start - Span::from_millis(1)).is_some_and(|to| to > start);
        let mine = &self.scenario.mines[self.scenario.machines[machine].mine];
        let changes = mine.shift.change != ShiftChange::None;
        let new = self.rows[machine].changed.is_none_or(|changed| changed < start);
        (touches && changes && new).then_some(start)
    }

    fn change_begins(&mut self, at: Time, machine: MachineId, findings: &mut Findings) {
        let owed = self.change_owed(at, machine);
        findings.check(owed.is_some(), "crews change where one shift hands over to the next", || {
            self.name(machine).to_string()
        });
        self.rows[machine].changed = owed.or(self.rows[machine].changed);
    }

    fn change_ends(&mut self, at: Time, machine: MachineId, findings: &mut Findings) {
        let mine = &self.scenario.mines[self.scenario.machines[machine].mine];
        let span = Span::from_millis(i64::from(mine.shift.change_minutes.unwrap_or_default()) * 60_000);
        let mut from = self.rows[machine].since;
        while from + span < at {
            from += span;
            let Some(start) = self.change_owed(from, machine) else { break };
            self.rows[machine].changed = Some(start);
        }
        let in_time = from + span == at || self.rows[machine].failed_at == Some(at);
        findings.check(in_time, "a change of crews lasts as long as it is written", || {
            format!("{} from {from:?}", self.name(machine))
        });
    }

    fn warm_up_begins(&mut self, at: Time, machine: MachineId, findings: &mut Findings) {
        let warm_up = &self.model_of(machine).warm_up;
        let after = Span::from_hours(warm_up.after.get());
        let off = self.rows[machine].off_since.map(|since| at - since);
        let was_off = off.is_some_and(|off| off >= after && off > Span::ZERO);
        let written = warm_up.minutes > 0 && warm_up.below.is_some();
        findings.check(written && was_off, "an engine warms up after it was off", || {
            format!("{}, off for {off:?}", self.name(machine))
        });
    }

    /// A machine has stood idle up to now: nothing may have fallen due meanwhile that it would have taken at once.
    fn idled(&self, at: Time, machine: MachineId, findings: &mut Findings) {
        let row = &self.rows[machine];
        let shifts = self.shifts(machine);
        let out_of_work = row.state == MachineState::NoWork && !shifts.has_works;
        if row.state != MachineState::WaitTruck && !out_of_work {
            return;
        }
        let missed = row.dues.iter().any(|&(due, _)| row.since < due && due < at);
        findings.check(!missed, "who stands idle takes a break when it falls due", || {
            format!("{} idle from {:?}", self.name(machine), row.since)
        });
        if row.state == MachineState::NoWork {
            return;
        }
        let between = shifts.starts.iter().copied().filter(|&start| row.since < start && start < at);
        let missed = between.into_iter().any(|start| self.change_owed(start, machine).is_some());
        findings.check(!missed, "a loader that waits changes crews when the shift does", || {
            format!("{} waits from {:?}", self.name(machine), row.since)
        });
    }
}

fn is_truck(scenario: &Scenario, machine: &Machine) -> bool {
    scenario.models[machine.model].truck().is_some()
}

/// Machines go by their names, shorter ones first.
fn order(machine: &Machine) -> (usize, &str) {
    (machine.name.len(), &machine.name)
}

/// Every break of the `nth` truck or loader of a mine, by name.
fn dues(scenario: &Scenario, shifts: &Shifts, mine: MineId, is_truck: bool, nth: usize) -> Vec<(Time, Span)> {
    let clock = scenario.clock(&scenario.calendars[scenario.mines[mine].calendar].zone);
    let end = scenario.horizon().end();
    let mut dues = Vec::new();
    for one in scenario.breaks.iter().filter(|one| one.mine == mine) {
        let other = if is_truck { BreakFor::Loaders } else { BreakFor::Trucks };
        if one.who == other {
            continue;
        }
        let span = Span::from_millis(i64::from(one.minutes) * 60_000);
        let group = (nth % usize::from(one.groups.max(1))) as i64;
        for day in clock.day_index(Time::START) - 1..=clock.day_index(end) {
            let due = clock.at(clock.date_of_day(day), one.start) + span * group;
            if due >= Time::START && due < end && shifts.spells.on_until(due).is_some() {
                dues.push((due, span));
            }
        }
    }
    // Of two at one instant the later row's stands.
    dues.sort_by_key(|&(due, _)| due);
    dues
}

impl Rules for Rests<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        match entry.event {
            Event::State { machine, state } => self.state(entry.at, machine, state, findings),
            Event::Failed { machine, .. } => self.rows[machine].failed_at = Some(entry.at),
            _ => {}
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        for machine in self.scenario.machines.ids() {
            self.idled(end, machine, findings);
        }
    }
}
