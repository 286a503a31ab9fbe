//! What was promised and who depends on it: agreements, settlements, projects.

use super::declare::*;
use iceroad_base::quantity::Quantity;
use iceroad_model::obligations::{
    Agreement, AgreementLine, Consumption, Crew, Project, Promise, PromiseKind, Settlement, Task,
};
use iceroad_model::{DumpId, ItemId, ModelId, OfferId, ServiceId, StoreId, TaskId, WorkshopId};

table! {
    Agreements: Agreement in agreements, "agreements.csv", "An agreement.";
    name: name("short name, unique"),
    title: title(),
    seller: column("seller", "who delivers"),
    buyer: column("buyer", "who receives"),
    signed: column("signed", "day of signature"),
    incoterm: column("incoterm", "Incoterms 2020 delivery term"),
    penalty_per_day: column(
        "penalty_per_day_share",
        "penalty per day late, as a share of the late line's price",
    )
    .or("0"),
    grace: column("grace_days", "days late without penalty").or("0"),
    penalty_cap: column("penalty_cap_share", "greatest penalty, as a share of the line's price").or("1"),
    freight_priority: count("freight_priority", 1..=9, "who boards first where goods wait for a way, 1 first; empty: as the item says, else the store, else 5"),
}

/// What a line promises.
struct PromiseColumns;

impl PromiseColumns {
    fn goods(row: &Row<'_>) -> Option<Promise> {
        let because = "as goods are promised";
        row.refuses(&["workshop", "model", "service", "dump"], because);
        for column in ["item", "offer", "store"] {
            row.needs(column, because);
        }
        Some(Promise::Goods { item: row.get("item")?, offer: row.get("offer")?, store: row.get("store")? })
    }

    fn services(row: &Row<'_>) -> Option<Promise> {
        let because = "as services are promised";
        row.refuses(&["item", "offer", "store", "dump"], because);
        row.needs("workshop", because);
        row.together("model", "service");
        let service = row.get("service");
        if row.has("service") && service.is_none() {
            return None;
        }
        Some(Promise::Services { workshop: row.get("workshop")?, service })
    }

    fn tonnes(row: &Row<'_>) -> Option<Promise> {
        let because = "as tonnes are promised";
        row.refuses(&["item", "offer", "store", "workshop", "model", "service"], because);
        row.needs("dump", because);
        Some(Promise::Tonnes { dump: row.get("dump")? })
    }
}

impl Columns for PromiseColumns {
    type Value = Promise;

    fn specs(&self) -> Vec<ColumnSpec> {
        vec![
            column::<PromiseKind>("promise", "`goods` needs item, offer, store; `services` needs workshop (and may name model and service); `tonnes` needs dump").spec(),
            column::<Option<ItemId>>("item", "goods: the item").spec(),
            column::<Option<OfferId>>("offer", "goods: where it is bought").spec(),
            column::<Option<StoreId>>("store", "goods: where it is delivered").spec(),
            column::<Option<WorkshopId>>("workshop", "services: by whom").spec(),
            column::<Option<ModelId>>("model", "services: the model whose service is meant; given together with `service`").spec(),
            column::<Option<ServiceId>>("service", "services: which planned service of that model; empty: any job").spec(),
            column::<Option<DumpId>>("dump", "tonnes: where").spec(),
        ]
    }

    fn read(&self, row: &Row<'_>) -> Option<Promise> {
        match row.get("promise")? {
            PromiseKind::Goods => Self::goods(row),
            PromiseKind::Services => Self::services(row),
            PromiseKind::Tonnes => Self::tonnes(row),
        }
    }

    fn write(&self, promise: &Promise, line: &mut Line<'_>) {
        line.put("promise", &PromiseKind::from(promise));
        match promise {
            Promise::Goods { item, offer, store } => {
                line.put("item", item);
                line.put("offer", offer);
                line.put("store", store);
            }
            Promise::Services { workshop, service } => {
                line.put("workshop", workshop);
                let model = service.and_then(|service| line.tables.services.get(service));
                line.put("model", &model.map(|service| service.model));
                line.put("service", service);
            }
            Promise::Tonnes { dump } => line.put("dump", dump),
        }
    }
}

table! {
    AgreementLines: AgreementLine in lines, "agreement_lines.csv",
    "A line of an agreement: one quantity due on one day.";
    name: name("short name, unique"),
    agreement: column("agreement", "the agreement"),
    promise: PromiseColumns,
    quantity: column("quantity", "how many; tonnes for tonnes"),
    delivered: column("delivered", "delivered before the start of the horizon").or("0"),
    order_on: column("order_on", "called off on this day: the order goes to the seller's offer then"),
    due: column("due", "due by the end of this day, local to the place of delivery"),
    price: column("price", "price of the whole line"),
}

table! {
    Settlements: Settlement in settlements, "settlements.csv", "A settlement that eats and burns.";
    name: name("short name, unique"),
    site: column("site", "where"),
    people: count("people", 0..=100_000_000, "people"),
    store: column("store", "the store it lives from"),
    payer: column("payer", "who pays for what it uses").or("territory"),
}

table! {
    Consumptions: Consumption in consumption, "consumption.csv", "What a settlement uses of an item.";
    settlement: column("settlement", "who"),
    item: column("item", "what"),
    per_day: number("per_day", "rate", "", 0.0..=1e9, "units per day at 18 °C and above"),
    per_heating_degree_day: per_heating_degree_day().or("0"),
}

table! {
    Projects: Project in projects, "projects.csv", "A project.";
    name: name("short name, unique"),
    title: title(),
    site: column("site", "where"),
    store: column("store", "the store its materials come from"),
    payer: column("payer", "who pays for its crews and materials").or("builders"),
}

table! {
    Crews: Crew in crews, "crews.csv", "A crew that the tasks of a project share.";
    name: name("short name, unique"),
    project: column("project", "the project"),
    teams: count("teams", 0..=10_000, "tasks it can do at once"),
    cost_per_day: column("cost_per_day", "cost of one team for a day of work").or("0"),
    stops_below: column("stops_below_c", "stops on days whose night falls below this (daily mean less the station's night_drop_c)"),
}

fn has_whole_season(row: &Row<'_>) -> bool {
    row.together("season_from", "season_to");
    true
}

table! {
    Tasks: Task in tasks, "tasks.csv", "A task of a project.", checked by has_whole_season;
    name: name("short name, unique"),
    title: title(),
    project: column("project", "the project"),
    duration_days: law("duration", "days", "working days"),
    after: column("after", "tasks that must be done before"),
    crew: column("crew", "who does it; empty: no crew is needed"),
    season_from: column("season_from", "may be worked on from this day of a year …"),
    season_to: column("season_to", "… to this one; given together with `season_from`"),
    not_before: column("not_before", "not before this day"),
    due: column("due", "when the planner wants it done"),
    materials: elsewhere(),
}

children! {
    TaskMaterials: (ItemId, Quantity), TaskId of Task in tasks by |task| &task.materials, |task| Some(&mut task.materials),
    "task_materials.csv", "Material taken from the project's store before a task starts.";
    of: column("task", "the task"),
    row: pair(column("item", "the item"), column("quantity", "how many")),
}
