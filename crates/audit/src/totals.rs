//! Totals: the record of a replication against the same sums added up again from the log.
use crate::recount::{Recount, stock_name};
use crate::{Findings, Rules};
use iceroad_base::{Id, Table, Time};
use iceroad_model::climate::SeasonKind;
use iceroad_model::event::{CostCause, Entry, MachineState};
use iceroad_model::packed::{Packed, Row};
use iceroad_model::record::RunRecord;
use iceroad_model::{LegId, Scenario, StockId, SubsystemId};
use std::fmt::Debug;

/// What two roundings and sums in another order may make of a month's payment, minor units.
const HAIR: f64 = 2.0;

pub(crate) struct Totals<'s> {
    record: &'s RunRecord,
    scenario: &'s Scenario,
    recount: Recount<'s>,
}

impl<'s> Totals<'s> {
    pub(crate) fn new(scenario: &'s Scenario, record: &'s RunRecord) -> Self {
        Self { record, scenario, recount: Recount::new(scenario) }
    }

    /// Lists of rows, one by one, so that a message says which row differs.
    fn rows<T: PartialEq + Debug>(
        findings: &mut Findings,
        rule: &'static str,
        (record, log): (&[T], &[T]),
        name: impl Fn(usize) -> String,
    ) {
        findings
            .check(record.len() == log.len(), rule, || format!("{} rows, log {}", record.len(), log.len()));
        for (row, (record, log)) in record.iter().zip(log).enumerate() {
            findings.check(record == log, rule, || format!("{}: record {record:?}, log {log:?}", name(row)));
        }
    }

    /// Tables of rows, with the name a planner gave each.
    fn table<I: Id, T: PartialEq + Debug>(
        findings: &mut Findings,
        rule: &'static str,
        (record, log): (&Table<I, T>, &Table<I, T>),
        name: impl Fn(I) -> String,
    ) {
        Self::rows(findings, rule, (record.as_slice(), log.as_slice()), |row| name(I::from_index(row)));
    }

    /// Packed rows.
    fn packed<I, T: Row + PartialEq + Debug>(
        findings: &mut Findings,
        rule: &'static str,
        (record, log): (&Packed<T, I>, &Packed<T, I>),
        name: impl Fn(usize) -> String,
    ) {
        let (record, log): (Vec<T>, Vec<T>) = (record.iter().collect(), log.iter().collect());
        Self::rows(findings, rule, (&record, &log), name);
    }

    fn machines(&self, end: Time, findings: &mut Findings) {
        let (record, log) = (&self.record.machines, &self.recount.record.machines);
        let rule = "the record has every machine";
        findings.check(record.len() == log.len(), rule, || format!("{} of {}", record.len(), log.len()));
        for ((id, record), log) in record.entries().zip(log) {
            let name = &self.scenario.machines[id].name;
            let total: i64 = record.state_ms.iter().flatten().sum();
            findings.check(total == end.millis(), "a machine's states fill the horizon", || {
                format!("{}: {total} of {} ms", name, end.millis())
            });
            for (month, (record, log)) in record.state_ms.iter().zip(&log.state_ms).enumerate() {
                for state in MachineState::ALL {
                    let (record, log) = (record[state as usize], log[state as usize]);
                    findings.check(record == log, "hours by state add up from the log", || {
                        format!("{}, month {month}, {}: record {record}, log {log}", name, state.name())
                    });
                }
            }
            let used = (&record.fuel_l, &record.energy_kwh);
            let sums = (&record.cycles, &record.mass_kg, used, record.failures, record.services);
            let used = (&log.fuel_l, &log.energy_kwh);
            let again = (&log.cycles, &log.mass_kg, used, log.failures, log.services);
            findings.check(sums == again, "a machine's work adds up from the log", || {
                format!("{}: record {sums:?}, log {again:?}", name)
            });
        }
    }

    fn money(&self, findings: &mut Findings) {
        for (month, (record, log)) in self.record.costs.iter().zip(&self.recount.record.costs).enumerate() {
            findings.check(record == log, "money adds up from the log", || {
                format!("month {month}: record {record:?}, log {log:?}")
            });
        }
        let months = (self.record.costs.len(), self.recount.record.costs.len());
        findings.check(months.0 == months.1, "the record has every month", || format!("{months:?}"));
        for (month, costs) in self.recount.running_costs().into_iter().enumerate() {
            let hourly = "operation and labour are paid by the hour";
            let causes = [
                (CostCause::Operation, hourly),
                (CostCause::Labour, hourly),
                (CostCause::Electricity, "electricity is paid by the kilowatt-hour"),
            ];
            for ((cause, rule), cost) in causes.into_iter().zip(costs) {
                let paid = self.recount.record.costs[month][cause as usize] as f64;
                findings.check((paid - cost).abs() <= HAIR, rule, || {
                    format!("month {month}, {}: {paid} for {cost}", cause.name())
                });
            }
        }
    }

    /// Windows of seasons against the limits of each day: nothing is open outside, and within only storms close, never on the
    /// first or the last day.
    fn windows(&self, findings: &mut Findings) {
        for (season, row) in self.scenario.seasons.entries() {
            let stormy = matches!(&row.kind, SeasonKind::Ice(ice) if ice.habits.storms_per_month > 0.0);
            let windows: Vec<_> = self.record.windows.iter().filter(|one| one.season == season).collect();
            let changes = &self.recount.open[season];
            for day in 0..i64::from(self.scenario.heading.days) {
                let window =
                    windows.iter().find(|w| (i64::from(w.opened)..=i64::from(w.closed)).contains(&day));
                let open =
                    changes.iter().rev().find(|&&(from, _)| from <= day).is_some_and(|&(_, open)| open);
                let by_storm = stormy
                    && window.is_some_and(|w| day != i64::from(w.opened) && day != i64::from(w.closed));
                if open != window.is_some() && !by_storm {
                    findings.add("a season is open in its windows", {
                        format!("{} on day {day}: open {open}, in a window {}", row.name, window.is_some())
                    });
                    break;
                }
            }
        }
    }
}

impl Rules for Totals<'_> {
    fn take(&mut self, entry: &Entry, _findings: &mut Findings) {
        self.recount.take(entry);
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        self.recount.finish();
        self.machines(end, findings);
        let (record, log, scenario) = (self.record, &self.recount.record, self.scenario);
        let row_number = |row: usize| format!("row {row}");
        findings.check(record.entries == log.entries, "entries are counted", || {
            format!("record {}, log {}", record.entries, log.entries)
        });
        Self::rows(findings, "tonnes add up from the log", (&record.tonnes, &log.tonnes), row_number);
        Self::packed(findings, "hauls add up from the log", (&record.hauls, &log.hauls), row_number);
        let rule = "time in line at faces adds up from the log";
        Self::table(findings, rule, (&record.faces, &log.faces), |id| scenario.faces[id].name.clone());
        let rule = "time in line at dumps adds up from the log";
        Self::table(findings, rule, (&record.dumps, &log.dumps), |id| scenario.dumps[id].name.clone());
        let rule = "time held before zones adds up from the log";
        Self::table(findings, rule, (&record.zones, &log.zones), |id| scenario.zones[id].name.clone());
        let rule = "grades and stops of dumps add up from the log";
        Self::rows(findings, rule, (&record.dump_months, &log.dump_months), row_number);
        let rule = "a subsystem's hours add up from the log";
        Self::packed(findings, rule, (&record.subsystems, &log.subsystems), |row| {
            scenario.subsystems[SubsystemId::from_index(row)].name.clone()
        });
        let rule = "bay hours add up from the log";
        Self::table(findings, rule, (&record.bays, &log.bays), |id| scenario.bays[id].name.clone());
        let rule = "technician hours add up from the log";
        Self::table(findings, rule, (&record.groups, &log.groups), |id| {
            scenario.technicians[id].name.clone()
        });
        let rule = "stock adds up from the log";
        Self::packed(findings, rule, (&record.stock, &log.stock), |row| {
            stock_name(scenario, StockId::from_index(row))
        });
        Self::packed(findings, "goods' value adds up from the log", (&record.goods, &log.goods), row_number);
        let rule = "repairs add up from the log";
        Self::table(findings, rule, (&record.rotables, &log.rotables), |id| {
            scenario.rotables[id].name.clone()
        });
        let rule = "freight adds up from the log";
        Self::packed(findings, rule, (&record.legs, &log.legs), |row| {
            scenario.legs[LegId::from_index(row)].name.clone()
        });
        let rule = "vehicles add up from the log";
        Self::table(findings, rule, (&record.vehicles, &log.vehicles), |id| {
            scenario.vehicles[id].name.clone()
        });
        Self::packed(findings, "queues add up from the log", (&record.queues, &log.queues), row_number);
        let rule = "deliveries add up from the log";
        Self::table(findings, rule, (&record.lines, &log.lines), |id| scenario.lines[id].name.clone());
        let rule = "shortages add up from the log";
        Self::rows(findings, rule, (&record.shortages, &log.shortages), row_number);
        let rule = "what mines lacked adds up from the log";
        Self::rows(findings, rule, (&record.mine_shortages, &log.mine_shortages), row_number);
        let rule = "tasks add up from the log";
        Self::table(findings, rule, (&record.tasks, &log.tasks), |id| scenario.tasks[id].name.clone());
        Self::packed(
            findings,
            "turnover adds up from the log",
            (&record.turnover, &log.turnover),
            row_number,
        );
        Self::rows(findings, "refusals add up from the log", (&record.refusals, &log.refusals), row_number);
        self.money(findings);
        self.windows(findings);
    }
}
