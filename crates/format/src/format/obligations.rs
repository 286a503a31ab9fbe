//! What was promised and who depends on it: agreements, settlements, projects.

use super::spec::*;
use iceroad_base::quantity::{Celsius, Days, Share};

pub(crate) const INCOTERMS: &[&str] = &["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP"];
pub(crate) const PROMISES: &[&str] = &["goods", "services", "tonnes"];

pub(super) fn tables() -> [TableSpec; 8] {
    [
        agreements(),
        agreement_lines(),
        settlements(),
        consumption(),
        projects(),
        crews(),
        tasks(),
        task_materials(),
    ]
}

fn agreements() -> TableSpec {
    TableSpec::new("agreements.csv", "An agreement.")
        .with(name("short name, unique"))
        .with(title())
        .with(refer("seller", Target::Party, "who delivers"))
        .with(refer("buyer", Target::Party, "who receives"))
        .with(date("signed", "day of signature"))
        .with(choice("incoterm", INCOTERMS, "Incoterms 2020 delivery term"))
        .with(
            ranged::<Share>(
                "penalty_per_day_share",
                "penalty per day late, as a share of the late line's price",
            )
            .or("0"),
        )
        .with(ranged::<Days>("grace_days", "days late without penalty").or("0"))
        .with(
            ranged::<Share>("penalty_cap_share", "greatest penalty, as a share of the line's price").or("1"),
        )
}

fn agreement_lines() -> TableSpec {
    TableSpec::new("agreement_lines.csv", "A line of an agreement: one quantity due on one day.")
        .with(name("short name, unique"))
        .with(refer("agreement", Target::Agreement, "the agreement"))
        .with(choice("promise", PROMISES, "`goods` needs item, offer, store; `services` needs workshop (and may name model and service); `tonnes` needs dump"))
        .with(refer("item", Target::Item, "goods: the item").optional())
        .with(refer("offer", Target::Offer, "goods: where it is bought").optional())
        .with(refer("store", Target::Store, "goods: where it is delivered").optional())
        .with(refer("workshop", Target::Workshop, "services: by whom").optional())
        .with(refer("model", Target::Model, "services: the model whose service is meant; given together with `service`").optional())
        .with(refer("service", Target::Service, "services: which planned service of that model; empty: any job").optional())
        .with(refer("dump", Target::Dump, "tonnes: where").optional())
        .with(quantity("quantity", "how many; tonnes for tonnes"))
        .with(quantity("delivered", "delivered before the start of the horizon").or("0"))
        .with(date("order_on", "called off on this day: the order goes to the seller's offer then").optional())
        .with(date("due", "due by the end of this day, local to the place of delivery"))
        .with(money("price", "price of the whole line"))
}

fn settlements() -> TableSpec {
    TableSpec::new("settlements.csv", "A settlement that eats and burns.")
        .with(name("short name, unique"))
        .with(refer("site", Target::Site, "where"))
        .with(count("people", 0..=100_000_000, "people"))
        .with(refer("store", Target::Store, "the store it lives from"))
}

fn consumption() -> TableSpec {
    TableSpec::new("consumption.csv", "What a settlement uses of an item.")
        .with(refer("settlement", Target::Settlement, "who"))
        .with(refer("item", Target::Item, "what"))
        .with(number("per_day", "rate", "", 0.0..=1e9, "units per day at 18 °C and above"))
        .with(
            number(
                "per_heating_degree_day",
                "rate",
                "",
                0.0..=1e9,
                "units per day more for each degree of the daily mean below 18 °C",
            )
            .or("0"),
        )
}

fn projects() -> TableSpec {
    TableSpec::new("projects.csv", "A project.")
        .with(name("short name, unique"))
        .with(title())
        .with(refer("site", Target::Site, "where"))
        .with(refer("store", Target::Store, "the store its materials come from"))
}

fn crews() -> TableSpec {
    TableSpec::new("crews.csv", "A crew that the tasks of a project share.")
        .with(name("short name, unique"))
        .with(refer("project", Target::Project, "the project"))
        .with(count("teams", 0..=10_000, "tasks it can do at once"))
        .with(money("cost_per_day", "cost of one team for a day of work").or("0"))
        .with(ranged::<Celsius>("stops_below_c", "stops on days with a mean below this").optional())
}

fn tasks() -> TableSpec {
    TableSpec::new("tasks.csv", "A task of a project.")
        .with(name("short name, unique"))
        .with(title())
        .with(refer("project", Target::Project, "the project"))
        .law("duration", "days", "working days")
        .with(list("after", Target::Task, "tasks that must be done before"))
        .with(refer("crew", Target::Crew, "who does it; empty: no crew is needed").optional())
        .with(month_day("season_from", "may be worked on from this day of a year …").optional())
        .with(month_day("season_to", "… to this one; given together with `season_from`").optional())
        .with(date("not_before", "not before this day").optional())
        .with(date("due", "when the planner wants it done").optional())
}

fn task_materials() -> TableSpec {
    TableSpec::new("task_materials.csv", "Material taken from the project's store before a task starts.")
        .with(refer("task", Target::Task, "the task"))
        .with(refer("item", Target::Item, "the item"))
        .with(quantity("quantity", "how many"))
}
