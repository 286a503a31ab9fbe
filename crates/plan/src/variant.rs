//! A scenario with another fleet, in which everybody else keeps their name, place and luck.
//!
//! All fleets of one question share one table of machines: that of the scenario, then as many copies as the largest
//! of them needs. A fleet without a machine lets it never arrive. So ids, names and random streams are the same in all of them,
//! and what differs between two runs is what the machines themselves did.
//!
//! A copy is a copy of the model's first machine that is there from the start (of its first, where none is), and is called after
//! it: `T-01+1`, `T-01+2`. Its luck is that of its name. It joins when the last of the model's own machines does, those of an
//! agreement on the day they are due. Who joins last leaves first, of equals the later row; so each machine more is there no
//! longer than the one before it, and returns never rise for that alone.

use crate::PlanError;
use iceroad_base::civil::Date;
use iceroad_model::fleet::{Arrival, Machine};
use iceroad_model::{MachineId, ModelId, Scenario, Tables};

/// How many machines of some models; of all other models what the scenario has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Fleet {
    /// Model and how many of it, each model once.
    pub counts: Vec<(ModelId, usize)>,
}

impl Fleet {
    /// Machines of all the models named.
    pub fn n(&self) -> usize {
        self.counts.iter().map(|&(_, n)| n).sum()
    }

    /// In words: `12 830E, 3 777G`.
    pub fn words(&self, scenario: &Scenario) -> String {
        let words = self.counts.iter().map(|&(model, n)| format!("{n} {}", scenario.models[model].name));
        words.collect::<Vec<_>>().join(", ")
    }
}

/// How many machines of a model the scenario has, those that come later included.
pub fn count(tables: &Tables, model: ModelId) -> usize {
    tables.machines.iter().filter(|machine| machine.model == model).count()
}

/// A fleet as it is: what the scenario has of each model of another fleet.
pub(crate) fn as_it_is(scenario: &Scenario, fleet: &Fleet) -> Fleet {
    let counts = fleet.counts.iter().map(|&(model, _)| (model, count(scenario, model)));
    Fleet { counts: counts.collect() }
}

/// The tables with as many copies as the largest of the fleets needs.
///
/// # Errors
/// [`PlanError::Question`] where a model has no machine to copy.
pub(crate) fn superset(scenario: &Scenario, fleets: &[Fleet]) -> Result<Tables, PlanError> {
    let mut tables = scenario.clone().into_tables();
    let mut most: Vec<(ModelId, usize)> = Vec::new();
    for &(model, n) in fleets.iter().flat_map(|fleet| &fleet.counts) {
        match most.iter_mut().find(|(other, _)| *other == model) {
            Some((_, most)) => *most = n.max(*most),
            None => most.push((model, n)),
        }
    }
    for (model, most) in most {
        let has = count(&tables, model);
        if most <= has {
            continue;
        }
        let own = tables.machines.iter().filter(|machine| machine.model == model);
        let latest = own.map(|machine| joins(&tables, machine)).max().flatten();
        let mut of_model = tables.machines.iter().filter(|machine| machine.model == model);
        let first = of_model.clone().next();
        let template = of_model.find(|machine| machine.arrival == Arrival::AtStart).or(first);
        let Some(template) = template.cloned() else {
            let name = &scenario.models[model].name;
            return Err(PlanError::Question(format!(
                "no machine of model `{name}` is in machines.csv, so there is none to copy: add one row of it there"
            )));
        };
        let mut number = 0;
        for _ in has..most {
            let mut copy = template.clone();
            copy.arrival = latest.map_or(Arrival::AtStart, Arrival::On);
            // A name of the scenario's own may look like a copy's.
            copy.name = loop {
                number += 1;
                let name = format!("{}+{number}", template.name);
                if tables.machines.iter().all(|machine| machine.name != name) {
                    break name;
                }
            };
            tables.machines.push(copy);
        }
    }
    Ok(tables)
}

/// The scenario in which exactly the machines of a fleet ever come.
///
/// # Errors
/// [`PlanError::Variant`] with the first rule it breaks.
pub(crate) fn choose(scenario: &Scenario, superset: &Tables, fleet: &Fleet) -> Result<Scenario, PlanError> {
    let mut tables = superset.clone();
    let after = day_after(scenario);
    let mut machines: Vec<(Option<Date>, MachineId, ModelId)> = (tables.machines.entries())
        .map(|(id, machine)| (joins(&tables, machine), id, machine.model))
        .collect();
    machines.sort();
    for (at, &(_, id, model)) in machines.iter().enumerate() {
        let before = machines[..at].iter().filter(|(_, _, other)| *other == model).count();
        let most = match fleet.counts.iter().find(|(of, _)| *of == model) {
            Some(&(_, n)) => n,
            None => count(scenario, model),
        };
        if before >= most {
            tables.machines[id].arrival = Arrival::On(after);
        }
    }
    Scenario::new(tables).map_err(|faults| PlanError::Variant {
        of: format!("a fleet of {}", fleet.words(scenario)),
        fault: faults.first().map_or(String::new(), ToString::to_string),
    })
}

/// The day on which a machine is to join; none: from the start.
fn joins(tables: &Tables, machine: &Machine) -> Option<Date> {
    match machine.arrival {
        Arrival::AtStart => None,
        Arrival::On(date) => Some(date),
        Arrival::ByLine { line, .. } => tables.lines.get(line).map(|line| line.due),
    }
}

/// The day after the horizon, on which nobody arrives any more.
fn day_after(scenario: &Scenario) -> Date {
    let last = scenario.horizon().last();
    last.tomorrow().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_engine::Prepared;
    use iceroad_model::SubsystemId;
    use iceroad_model::event::Event;
    use iceroad_worlds::example::{TRUCK_ALDER, small};

    fn scenario() -> Scenario {
        Scenario::new(small()).unwrap()
    }

    fn fleets(scenario: &Scenario, counts: &[usize]) -> Vec<Fleet> {
        let model = scenario.machines[TRUCK_ALDER].model;
        counts.iter().map(|&n| Fleet { counts: vec![(model, n)] }).collect()
    }

    #[test]
    fn fleets_differ_in_who_arrives_and_in_nothing_else() {
        let scenario = scenario();
        let has = count(&scenario, scenario.machines[TRUCK_ALDER].model);
        let fleets = fleets(&scenario, &[has, has + 2]);
        let tables = superset(&scenario, &fleets).unwrap();
        assert_eq!(tables.machines.len(), scenario.machines.len() + 2);
        let (as_it_is, larger) = (
            choose(&scenario, &tables, &fleets[0]).unwrap(),
            choose(&scenario, &tables, &fleets[1]).unwrap(),
        );
        let names = |of: &Scenario| of.machines.iter().map(|m| m.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&as_it_is), names(&larger));
        let run = |of: Scenario| Prepared::new(of).unwrap().replicate(3, 0, false).unwrap().record;
        // Those who never arrive change nothing at all for the others.
        let (alone, beside) = (run(scenario), run(as_it_is));
        let there = alone.machines.len();
        assert!(alone.machines.iter().eq(beside.machines.iter().take(there)));
        assert_eq!(alone.tonnes, beside.tonnes);
        let larger = run(larger);
        let first = larger.machines.iter().nth(there).unwrap();
        assert!(first.cycles.iter().sum::<u32>() > 0);
    }

    /// Two from the start and two that come with half the year gone: the next two are there for that half too.
    #[test]
    fn copies_join_when_the_last_of_the_models_own_does() {
        let mut tables = small();
        let half = Date::constant(2026, 12, 30);
        let model = tables.machines[TRUCK_ALDER].model;
        for (number, arrival) in [Arrival::On(half), Arrival::AtStart].into_iter().enumerate() {
            let own = tables.machines[TRUCK_ALDER].clone();
            tables.machines.push(Machine { name: format!("own {number}"), arrival, ..own });
        }
        let scenario = Scenario::new(tables).unwrap();
        let fleets = fleets(&scenario, &[2, 3, 5]);
        let tables = superset(&scenario, &fleets).unwrap();
        let come = |fleet: &Fleet| -> Vec<Arrival> {
            let chosen = choose(&scenario, &tables, fleet).unwrap();
            let there = |machine: &&Machine| machine.arrival != Arrival::On(day_after(&scenario));
            let of_model = chosen.machines.iter().filter(|machine| machine.model == model);
            of_model.filter(there).map(|machine| machine.arrival).collect()
        };
        let late = Arrival::On(half);
        assert_eq!(come(&fleets[0]), [Arrival::AtStart, Arrival::AtStart], "who comes late leaves first");
        assert_eq!(come(&fleets[2]), [Arrival::AtStart, late, Arrival::AtStart, late, late]);
    }

    #[test]
    fn a_machine_more_changes_nobody_elses_lives() {
        let scenario = scenario();
        let has = count(&scenario, scenario.machines[TRUCK_ALDER].model);
        let fleets = fleets(&scenario, &[has, has + 1]);
        let tables = superset(&scenario, &fleets).unwrap();
        // In which order each machine's subsystems fail is the luck of its lives, on its own meter.
        let failures = |fleet: &Fleet| -> Vec<Vec<SubsystemId>> {
            let variant = choose(&scenario, &tables, fleet).unwrap();
            let mut of = vec![Vec::new(); variant.machines.len()];
            let log = Prepared::new(variant).unwrap().replicate(3, 0, true).unwrap().log.unwrap();
            for entry in log {
                if let Event::Failed { machine, subsystem } = entry.event {
                    of[machine.0 as usize].push(subsystem);
                }
            }
            of
        };
        let (few, more) = (failures(&fleets[0]), failures(&fleets[1]));
        let mut compared = 0;
        for (few, more) in few.iter().zip(&more).take(scenario.machines.len()) {
            let n = few.len().min(more.len()).min(4);
            assert_eq!(few[..n], more[..n]);
            compared += n;
        }
        assert!(compared > 4, "{compared}");
    }

    #[test]
    fn there_must_be_a_machine_to_copy() {
        let scenario = scenario();
        let model = scenario.machines[TRUCK_ALDER].model;
        let mut tables = scenario.into_tables();
        let other = tables.models.ids().find(|&id| id != model && tables.models[id].truck().is_some());
        for id in tables.machines.ids().collect::<Vec<_>>() {
            if tables.machines[id].model == model {
                tables.machines[id].model = other.unwrap();
            }
        }
        let scenario = Scenario::new(tables).unwrap();
        let fleets = [Fleet { counts: vec![(model, 1)] }];
        assert!(matches!(superset(&scenario, &fleets), Err(PlanError::Question(_))));
    }
}
