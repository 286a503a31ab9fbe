//! Settlements with what they use, and projects with their tasks.
use super::graph::Graph;
use super::{Faults, Rule, World};
use crate::fault::Code;
use crate::ids::*;
use iceroad_base::Id;
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] = &[
    somebody_lives_in_a_settlement,
    consumption_is_a_rate,
    consumption_is_stocked,
    consumption_can_be_had,
    crew_has_a_team,
    crew_costs_nothing_or_more,
    tasks_do_not_wait_in_a_circle,
    season_of_a_task_has_a_length,
    crew_is_of_the_tasks_project,
    task_is_due_after_it_may_start,
    material_is_stocked,
    material_is_needed_in_some_quantity,
    material_can_be_had,
];

fn somebody_lives_in_a_settlement(world: &World<'_>, faults: &mut Faults) {
    for (row, settlement) in world.tables.settlements.iter().enumerate() {
        if settlement.people == 0 {
            faults.add(
                Code::NobodyLives,
                ("settlements", row, "people"),
                0,
                "at least 1",
                format!(
                    "write how many people live in `{}`: shortages are counted by person",
                    settlement.name
                ),
            );
        }
    }
}

fn consumption_is_a_rate(world: &World<'_>, faults: &mut Faults) {
    for (row, one) in world.tables.consumption.iter().enumerate() {
        let rates = [("per_day", one.per_day), ("per_heating_degree_day", one.per_heating_degree_day)];
        for (column, rate) in rates.into_iter().filter(|&(_, rate)| !(rate.is_finite() && rate >= 0.0)) {
            faults.add(
                Code::OutOfRange,
                ("consumption", row, column),
                rate,
                "0 or more units",
                format!("write what `{}` uses", world.tables.settlements[one.settlement].name),
            );
        }
    }
}

fn stocked(world: &World<'_>) -> BTreeSet<(StoreId, ItemId)> {
    world.tables.stock.iter().map(|line| (line.store, line.item)).collect()
}

fn consumption_is_stocked(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let stocked = stocked(world);
    for (row, one) in t.consumption.iter().enumerate() {
        let store = t.settlements[one.settlement].store;
        if stocked.contains(&(store, one.item)) {
            continue;
        }
        let (item, store) = (&t.items[one.item].name, &t.stores[store].name);
        faults.add(
            Code::ConsumptionUnstocked,
            ("consumption", row, "item"),
            format!("`{item}`"),
            format!("an item with a line of `{store}` in stock.csv"),
            format!("add a row for `{store}` and `{item}` to stock.csv, with a policy that keeps it filled"),
        );
    }
}

fn consumption_can_be_had(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let stocked = stocked(world);
    for (row, one) in t.consumption.iter().enumerate() {
        let used = one.per_day > 0.0 || one.per_heating_degree_day > 0.0;
        let kept = stocked.contains(&(t.settlements[one.settlement].store, one.item));
        if used && kept && !world.can_be_had(one.item) {
            super::goods::never_to_be_had(world, faults, ("consumption", row, "item"), one.item);
        }
    }
}

fn crew_has_a_team(world: &World<'_>, faults: &mut Faults) {
    for (row, crew) in world.tables.crews.iter().enumerate() {
        if crew.teams == 0 {
            faults.add(
                Code::CrewWithoutTeams,
                ("crews", row, "teams"),
                0,
                "at least 1",
                format!("say how many tasks `{}` can do at once", crew.name),
            );
        }
    }
}

fn crew_costs_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (row, crew) in world.tables.crews.iter().enumerate() {
        if crew.cost_per_day.get() < 0 {
            super::goods::negative_money(faults, ("crews", row, "cost_per_day"), crew.cost_per_day);
        }
    }
}

fn tasks_do_not_wait_in_a_circle(world: &World<'_>, faults: &mut Faults) {
    let tasks = &world.tables.tasks;
    let arrows = tasks
        .entries()
        .flat_map(|(id, task)| task.after.iter().map(move |before| (id.index(), before.index())));
    for circle in Graph::new(tasks.len(), arrows).circles() {
        let names: Vec<String> =
            circle.iter().map(|&row| format!("`{}`", tasks[TaskId::from_index(row)].name)).collect();
        let Some(&row) = circle.first() else { continue };
        faults.add(
            Code::TaskLoop,
            ("tasks", row, "after"),
            format!("{} after {}", names.join(" after "), names[0]),
            "an order in which the tasks can be done",
            "take one of these out of a task's `after`",
        );
    }
}

fn season_of_a_task_has_a_length(world: &World<'_>, faults: &mut Faults) {
    for (row, task) in world.tables.tasks.iter().enumerate() {
        match (task.season_from, task.season_to) {
            (Some(from), Some(to)) if from == to => faults.add(
                Code::TaskSeasonEmpty,
                ("tasks", row, "season_to"),
                format!("`{}` from {from} to {to}", task.name),
                "a last day other than the first",
                "write the season in which it may be worked on; it may go over New Year",
            ),
            (Some(_), None) | (None, Some(_)) => faults.add(
                Code::ValueAlone,
                ("tasks", row, if task.season_to.is_none() { "season_to" } else { "season_from" }),
                format!("`{}` with half a season", task.name),
                "both the first and the last day, or neither",
                "fill the other day, or leave both empty where it may be worked on all year",
            ),
            _ => {}
        }
    }
}

fn crew_is_of_the_tasks_project(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, task) in t.tasks.iter().enumerate() {
        let Some(crew) = task.crew.map(|id| &t.crews[id]) else { continue };
        if crew.project != task.project {
            faults.add(
                Code::CrewOfOtherProject,
                ("tasks", row, "crew"),
                format!("`{}` of `{}`", crew.name, t.projects[crew.project].name),
                format!("a crew of `{}`", t.projects[task.project].name),
                "name a crew of the task's own project, or add one to crews.csv",
            );
        }
    }
}

fn task_is_due_after_it_may_start(world: &World<'_>, faults: &mut Faults) {
    for (row, task) in world.tables.tasks.iter().enumerate() {
        if let (Some(start), Some(due)) = (task.not_before, task.due)
            && due < start
        {
            faults.add(
                Code::TaskDueTooEarly,
                ("tasks", row, "due"),
                due,
                format!("a day from {start} on, before which `{}` may not start", task.name),
                "exchange `not_before` and `due`, or correct one of them",
            );
        }
    }
}

/// All materials: row in `task_materials`, the project's store, the item and how many.
fn materials<'a>(world: &World<'a>) -> impl Iterator<Item = (usize, StoreId, ItemId, i64)> + use<'a> {
    let t = world.tables;
    let all = t.tasks.iter().flat_map(move |task| {
        let store = t.projects[task.project].store;
        task.materials.iter().map(move |(item, quantity)| (store, *item, quantity.get()))
    });
    all.enumerate().map(|(row, (store, item, quantity))| (row, store, item, quantity))
}

fn material_is_stocked(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let stocked = stocked(world);
    for (row, store, item, _) in materials(world) {
        if stocked.contains(&(store, item)) {
            continue;
        }
        let (item, store) = (&t.items[item].name, &t.stores[store].name);
        faults.add(
            Code::MaterialUnstocked,
            ("task_materials", row, "item"),
            format!("`{item}`"),
            format!("an item with a line of `{store}` in stock.csv"),
            format!("add a row for `{store}` and `{item}` to stock.csv, with a policy that orders it"),
        );
    }
}

fn material_is_needed_in_some_quantity(world: &World<'_>, faults: &mut Faults) {
    for (row, _, item, quantity) in materials(world) {
        if quantity <= 0 {
            faults.add(
                Code::MaterialNone,
                ("task_materials", row, "quantity"),
                quantity,
                "at least 1",
                format!("say how many of `{}` the task needs", world.tables.items[item].name),
            );
        }
    }
}

fn material_can_be_had(world: &World<'_>, faults: &mut Faults) {
    let stocked = stocked(world);
    for (row, store, item, _) in materials(world) {
        if stocked.contains(&(store, item)) && !world.can_be_had(item) {
            super::goods::never_to_be_had(world, faults, ("task_materials", row, "item"), item);
        }
    }
}
