//! Goods, trade, stores, agreements, settlements and projects.

use super::out::Out;
use super::{coined, model_name, name_of, name_of_some, names_of, word};
use crate::build::goods::{APPROVALS, ITEM_KINDS, UNITS};
use crate::build::obligations::INCOTERMS;
use crate::format::words;
use iceroad_model::Tables;
use iceroad_model::obligations::{AgreementLine, Promise};
use iceroad_model::stores::{ReviewPolicy, StockLine};
use iceroad_model::trade::{Action, Restriction};

pub(super) fn write(tables: &Tables, all: &mut Vec<Out>) {
    all.extend(parties(tables));
    all.push(items(tables));
    all.push(interchange(tables));
    all.push(restrictions(tables));
    all.push(offers(tables));
    all.extend(stores(tables));
    all.push(inbound(tables));
    all.extend(agreements(tables));
    all.extend(settlements(tables));
    all.extend(projects(tables));
    all.extend(tasks(tables));
}

fn parties(tables: &Tables) -> [Out; 2] {
    let mut out = Out::new("parties.csv");
    let mut owners = Out::new("owners.csv");
    for party in tables.parties.iter() {
        out.row()
            .cell("name", &party.name)
            .title(&party.title, &party.name)
            .cell("territory", coined(&tables.territories, &[party.territory]))
            .cell("aliases", party.aliases.join(";"));
        for (owner, share) in &party.owners {
            owners
                .row()
                .cell("party", &party.name)
                .cell("owner", name_of!(tables, parties, *owner))
                .ranged("owned_share", *share);
        }
    }
    [out, owners]
}

fn items(tables: &Tables) -> Out {
    let mut out = Out::new("items.csv");
    for item in tables.items.iter() {
        let brand: Vec<_> = item.brand.into_iter().collect();
        let origin: Vec<_> = item.origin.into_iter().collect();
        out.row()
            .cell("name", &item.name)
            .title(&item.title, &item.name)
            .cell("kind", word(words::ITEM_KINDS, &ITEM_KINDS, &item.kind))
            .cell("brand", coined(&tables.brands, &brand))
            .cell("maker", name_of_some!(tables, parties, item.maker))
            .some("hs_code", item.hs_code.as_ref())
            .cell("origin", coined(&tables.territories, &origin))
            .cell("unit", word(words::UNITS, &UNITS, &item.unit))
            .fixed("unit_mass_kg", item.unit_grams)
            .fixed("unit_volume_l", item.unit_millilitres)
            .fixed("value", item.value.get())
            .some_ranged("shelf_life_days", item.shelf_life)
            .some_ranged("rated_to_c", item.rated_to);
    }
    out
}

fn interchange(tables: &Tables) -> Out {
    let mut out = Out::new("interchange.csv");
    for statement in tables.interchange.iter() {
        out.row()
            .cell("name", &statement.name)
            .cell("need", name_of!(tables, items, statement.need))
            .cell("substitute", name_of!(tables, items, statement.substitute))
            .cell("ratio_use", statement.ratio.of_use)
            .cell("ratio_need", statement.ratio.for_need)
            .yes("two_way", statement.two_way)
            .yes("transitive", statement.transitive)
            .cell("models", names_of!(tables, models, statement.models))
            .some("from", statement.from)
            .some("to", statement.to)
            .cell("approval", word(words::APPROVALS, &APPROVALS, &statement.approval))
            .cell("life_factor", statement.life_factor);
    }
    out
}

fn restrictions(tables: &Tables) -> Out {
    let mut out = Out::new("restrictions.csv");
    for restriction in tables.restrictions.iter() {
        let Restriction { name, title, action, scope, from, to, wind_down_until, exempt } = restriction;
        out.row().cell("name", name).title(title, name);
        match action {
            Action::Prohibit => out.cell("action", "prohibit"),
            Action::Licence { lead } => out.cell("action", "licence").ranged("licence_days", *lead),
        };
        out.cell("hs_prefixes", scope.hs_prefixes.join(";"))
            .cell("origins", coined(&tables.territories, &scope.origins))
            .cell("makers", names_of!(tables, parties, scope.makers))
            .cell("sellers", names_of!(tables, parties, scope.sellers))
            .cell("carriers", names_of!(tables, parties, scope.carriers))
            .cell("transits", coined(&tables.territories, &scope.transits))
            .cell("destinations", coined(&tables.territories, &scope.destinations))
            .some("from", *from)
            .some("to", *to)
            .some("wind_down_until", *wind_down_until)
            .cell("exempt", names_of!(tables, items, exempt));
    }
    out
}

fn offers(tables: &Tables) -> Out {
    let mut out = Out::new("offers.csv");
    for offer in tables.offers.iter() {
        out.row()
            .cell("name", &offer.name)
            .cell("seller", name_of!(tables, parties, offer.seller))
            .cell("item", name_of!(tables, items, offer.item))
            .cell("site", name_of!(tables, sites, offer.site))
            .fixed("price", offer.price.get())
            .fixed("minimum", offer.minimum.get())
            .fixed("batch", offer.batch.get())
            .law("lead", "days", &offer.lead_days)
            .some("from", offer.from)
            .some("to", offer.to);
    }
    out
}

fn stores(tables: &Tables) -> [Out; 2] {
    let mut out = Out::new("stores.csv");
    for store in tables.stores.iter() {
        out.row()
            .cell("name", &store.name)
            .cell("site", name_of!(tables, sites, store.site))
            .cell("parent", name_of_some!(tables, stores, store.parent))
            .some_fixed("capacity_t", store.capacity.map(|mass| mass.get()))
            .some_fixed("room_m3", store.room.map(|volume| volume.get()))
            .some_ranged("emergency_after_days", store.emergency_after);
    }
    let mut stock = Out::new("stock.csv");
    for line in tables.stock.iter() {
        stock_row(tables, line, stock.row());
    }
    [out, stock]
}

fn stock_row(tables: &Tables, line: &StockLine, out: &mut Out) {
    out.cell("store", name_of!(tables, stores, line.store))
        .cell("item", name_of!(tables, items, line.item))
        .fixed("on_hand", line.on_hand.get());
    match line.policy {
        ReviewPolicy::None => out.cell("policy", "none"),
        ReviewPolicy::ReorderUpTo { reorder, up_to, review_days } => out
            .cell("policy", "reorder_up_to")
            .fixed("reorder", reorder.get())
            .fixed("up_to", up_to.get())
            .ranged("review_days", review_days),
        ReviewPolicy::BeforeClosure { up_to, order_by, reorder, reorder_up_to } => out
            .cell("policy", "before_closure")
            .fixed("up_to", up_to.get())
            .cell("order_by", order_by)
            .fixed("reorder", reorder.get())
            .fixed("reorder_up_to", reorder_up_to.get()),
    };
}

fn inbound(tables: &Tables) -> Out {
    let mut out = Out::new("inbound.csv");
    for inbound in tables.inbound.iter() {
        out.row()
            .cell("name", &inbound.name)
            .cell("item", name_of!(tables, items, inbound.item))
            .fixed("quantity", inbound.quantity.get())
            .cell("store", name_of!(tables, stores, inbound.store))
            .cell("seller", name_of_some!(tables, parties, inbound.seller))
            .cell("at", name_of!(tables, sites, inbound.at))
            .cell("ready", inbound.ready);
    }
    out
}

fn agreements(tables: &Tables) -> [Out; 2] {
    let mut out = Out::new("agreements.csv");
    for agreement in tables.agreements.iter() {
        out.row()
            .cell("name", &agreement.name)
            .title(&agreement.title, &agreement.name)
            .cell("seller", name_of!(tables, parties, agreement.seller))
            .cell("buyer", name_of!(tables, parties, agreement.buyer))
            .cell("signed", agreement.signed)
            .cell("incoterm", word(words::INCOTERMS, &INCOTERMS, &agreement.incoterm))
            .ranged("penalty_per_day_share", agreement.penalty_per_day)
            .ranged("grace_days", agreement.grace)
            .ranged("penalty_cap_share", agreement.penalty_cap);
    }
    let mut lines = Out::new("agreement_lines.csv");
    for line in tables.lines.iter() {
        line_row(tables, line, lines.row());
    }
    [out, lines]
}

fn line_row(tables: &Tables, line: &AgreementLine, out: &mut Out) {
    out.cell("name", &line.name).cell("agreement", name_of!(tables, agreements, line.agreement));
    match line.promise {
        Promise::Goods { item, offer, store } => {
            out.cell("promise", "goods")
                .cell("item", name_of!(tables, items, item))
                .cell("offer", name_of!(tables, offers, offer))
                .cell("store", name_of!(tables, stores, store));
        }
        Promise::Services { workshop, service } => {
            out.cell("promise", "services").cell("workshop", name_of!(tables, workshops, workshop));
            if let Some(service) = service.and_then(|service| tables.services.get(service)) {
                out.cell("model", model_name(tables, service.model)).cell("service", &service.name);
            }
        }
        Promise::Tonnes { dump } => {
            out.cell("promise", "tonnes").cell("dump", name_of!(tables, dumps, dump));
        }
    }
    out.fixed("quantity", line.quantity.get())
        .fixed("delivered", line.delivered.get())
        .some("order_on", line.order_on)
        .cell("due", line.due)
        .fixed("price", line.price.get());
}

fn settlements(tables: &Tables) -> [Out; 2] {
    let mut out = Out::new("settlements.csv");
    for settlement in tables.settlements.iter() {
        out.row()
            .cell("name", &settlement.name)
            .cell("site", name_of!(tables, sites, settlement.site))
            .cell("people", settlement.people)
            .cell("store", name_of!(tables, stores, settlement.store));
    }
    let mut consumption = Out::new("consumption.csv");
    for line in tables.consumption.iter() {
        consumption
            .row()
            .cell("settlement", name_of!(tables, settlements, line.settlement))
            .cell("item", name_of!(tables, items, line.item))
            .cell("per_day", line.per_day)
            .cell("per_heating_degree_day", line.per_heating_degree_day);
    }
    [out, consumption]
}

fn projects(tables: &Tables) -> [Out; 2] {
    let mut out = Out::new("projects.csv");
    for project in tables.projects.iter() {
        out.row()
            .cell("name", &project.name)
            .title(&project.title, &project.name)
            .cell("site", name_of!(tables, sites, project.site))
            .cell("store", name_of!(tables, stores, project.store));
    }
    let mut crews = Out::new("crews.csv");
    for crew in tables.crews.iter() {
        crews
            .row()
            .cell("name", &crew.name)
            .cell("project", name_of!(tables, projects, crew.project))
            .cell("teams", crew.teams)
            .fixed("cost_per_day", crew.cost_per_day.get())
            .some_ranged("stops_below_c", crew.stops_below);
    }
    [out, crews]
}

fn tasks(tables: &Tables) -> [Out; 2] {
    let mut out = Out::new("tasks.csv");
    let mut materials = Out::new("task_materials.csv");
    for task in tables.tasks.iter() {
        out.row()
            .cell("name", &task.name)
            .title(&task.title, &task.name)
            .cell("project", name_of!(tables, projects, task.project))
            .law("duration", "days", &task.duration_days)
            .cell("after", names_of!(tables, tasks, task.after))
            .cell("crew", name_of_some!(tables, crews, task.crew))
            .some("season_from", task.season_from)
            .some("season_to", task.season_to)
            .some("not_before", task.not_before)
            .some("due", task.due);
        for (item, quantity) in &task.materials {
            materials
                .row()
                .cell("task", &task.name)
                .cell("item", name_of!(tables, items, *item))
                .fixed("quantity", quantity.get());
        }
    }
    [out, materials]
}
