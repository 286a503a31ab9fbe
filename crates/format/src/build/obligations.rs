//! Agreements, settlements and projects.

use super::Children;
use crate::book::Book;
use crate::row::Row;
use iceroad_base::quantity::Quantity;
use iceroad_model::obligations::{
    Agreement, AgreementLine, Consumption, Crew, Incoterm, Project, Promise, Settlement, Task,
};
use iceroad_model::{ItemId, Tables, TaskId};

/// In the order of the format's words.
pub(crate) const INCOTERMS: [Incoterm; 7] =
    [Incoterm::Exw, Incoterm::Fca, Incoterm::Cpt, Incoterm::Cip, Incoterm::Dap, Incoterm::Dpu, Incoterm::Ddp];

pub(super) fn fill(book: &Book, tables: &mut Tables) {
    book.make("agreements.csv", "agreements", agreement, |agreement| {
        tables.agreements.push(agreement);
    });
    book.make("agreement_lines.csv", "lines", line, |line| {
        tables.lines.push(line);
    });
    book.make("settlements.csv", "settlements", settlement, |settlement| {
        tables.settlements.push(settlement);
    });
    book.make("consumption.csv", "consumption", consumption, |consumption| {
        tables.consumption.push(consumption);
    });
    book.make("projects.csv", "projects", project, |project| {
        tables.projects.push(project);
    });
    book.make("crews.csv", "crews", crew, |crew| {
        tables.crews.push(crew);
    });
    let mut materials: Children<TaskId, (ItemId, Quantity)> = Children::new();
    book.make_children("task_materials.csv", |row| {
        materials.add(row.id("task")?, (row.id("item")?, row.quantity("quantity")?));
        Some(())
    });
    let task = |row: &Row<'_>| task(row, materials.take(row.at().row));
    book.make("tasks.csv", "tasks", task, |task| {
        tables.tasks.push(task);
    });
}

fn agreement(row: &Row<'_>) -> Option<Agreement> {
    Some(Agreement {
        name: row.name()?,
        title: row.title()?,
        seller: row.id("seller")?,
        buyer: row.id("buyer")?,
        signed: row.date("signed")?,
        incoterm: row.choice("incoterm", &INCOTERMS)?,
        penalty_per_day: row.ranged("penalty_per_day_share")?,
        grace: row.ranged("grace_days")?,
        penalty_cap: row.ranged("penalty_cap_share")?,
    })
}

/// The words for what a line promises.
#[derive(Clone, Copy)]
enum Promised {
    Goods,
    Services,
    Tonnes,
}

fn line(row: &Row<'_>) -> Option<AgreementLine> {
    let promise = match row.choice("promise", &[Promised::Goods, Promised::Services, Promised::Tonnes])? {
        Promised::Goods => goods(row),
        Promised::Services => services(row),
        Promised::Tonnes => tonnes(row),
    };
    Some(AgreementLine {
        name: row.name()?,
        agreement: row.id("agreement")?,
        promise: promise?,
        quantity: row.quantity("quantity")?,
        delivered: row.quantity("delivered")?,
        order_on: row.date("order_on"),
        due: row.date("due")?,
        price: row.money("price")?,
    })
}

fn goods(row: &Row<'_>) -> Option<Promise> {
    let because = "as goods are promised";
    row.refuses(&["workshop", "model", "service", "dump"], because);
    for column in ["item", "offer", "store"] {
        row.needs(column, because);
    }
    Some(Promise::Goods { item: row.id("item")?, offer: row.id("offer")?, store: row.id("store")? })
}

fn services(row: &Row<'_>) -> Option<Promise> {
    let because = "as services are promised";
    row.refuses(&["item", "offer", "store", "dump"], because);
    row.needs("workshop", because);
    row.together("model", "service");
    if row.has("service") && row.id::<iceroad_model::ServiceId>("service").is_none() {
        return None;
    }
    Some(Promise::Services { workshop: row.id("workshop")?, service: row.id("service") })
}

fn tonnes(row: &Row<'_>) -> Option<Promise> {
    let because = "as tonnes are promised";
    row.refuses(&["item", "offer", "store", "workshop", "model", "service"], because);
    row.needs("dump", because);
    Some(Promise::Tonnes { dump: row.id("dump")? })
}

fn settlement(row: &Row<'_>) -> Option<Settlement> {
    Some(Settlement {
        name: row.name()?,
        site: row.id("site")?,
        people: row.count("people")?,
        store: row.id("store")?,
    })
}

fn consumption(row: &Row<'_>) -> Option<Consumption> {
    Some(Consumption {
        settlement: row.id("settlement")?,
        item: row.id("item")?,
        per_day: row.float("per_day")?,
        per_heating_degree_day: row.float("per_heating_degree_day")?,
    })
}

fn project(row: &Row<'_>) -> Option<Project> {
    Some(Project { name: row.name()?, title: row.title()?, site: row.id("site")?, store: row.id("store")? })
}

fn crew(row: &Row<'_>) -> Option<Crew> {
    Some(Crew {
        name: row.name()?,
        project: row.id("project")?,
        teams: row.count("teams")?,
        cost_per_day: row.money("cost_per_day")?,
        stops_below: row.ranged("stops_below_c"),
    })
}

fn task(row: &Row<'_>, materials: Vec<(ItemId, Quantity)>) -> Option<Task> {
    row.together("season_from", "season_to");
    let duration_days = row.law("duration", "days");
    Some(Task {
        name: row.name()?,
        title: row.title()?,
        project: row.id("project")?,
        duration_days: duration_days?,
        after: row.ids("after"),
        crew: row.id("crew"),
        season_from: row.month_day("season_from"),
        season_to: row.month_day("season_to"),
        not_before: row.date("not_before"),
        due: row.date("due"),
        materials,
    })
}
