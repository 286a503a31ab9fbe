//! Agreements and their lines.
use super::stores::Ways;
use super::{Faults, Place, Rule, World};
use crate::fault::Code;
use crate::ids::*;
use crate::obligations::{AgreementLine, Promise};
use iceroad_base::Id;
use iceroad_base::quantity::Ranged;
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] = &[
    parties_are_two,
    cap_covers_a_day,
    line_is_due_within_or_after_the_horizon,
    line_is_called_off_before_it_is_due,
    line_is_called_off_while_its_offer_holds,
    line_has_something_left,
    line_price_is_nothing_or_more,
    offer_sells_the_lines_item,
    offer_is_the_sellers,
    agreement_is_signed_before_its_lines_are_due,
    offer_reaches_the_lines_store,
    promised_jobs_can_be_done,
    promised_tonnes_can_come,
];

fn place(id: LineId, column: &'static str) -> Place {
    ("agreement_lines", id.index(), column)
}

fn parties_are_two(world: &World<'_>, faults: &mut Faults) {
    for (row, agreement) in world.tables.agreements.iter().enumerate() {
        if agreement.seller == agreement.buyer {
            faults.add(
                Code::DealWithItself,
                ("agreements", row, "buyer"),
                format!("`{}`", world.tables.parties[agreement.buyer].name),
                "a party other than the seller",
                format!("write who receives under `{}`", agreement.name),
            );
        }
    }
}

fn cap_covers_a_day(world: &World<'_>, faults: &mut Faults) {
    for (row, agreement) in world.tables.agreements.iter().enumerate() {
        let (day, cap) = (agreement.penalty_per_day.get(), agreement.penalty_cap.get());
        if cap < day {
            faults.add(
                Code::CapBelowOneDay,
                ("agreements", row, "penalty_cap_share"),
                cap,
                format!("at least the {day} of one day"),
                format!("look the penalty of `{}` up: both are shares of the line's price", agreement.name),
            );
        }
    }
}

fn line_is_due_within_or_after_the_horizon(world: &World<'_>, faults: &mut Faults) {
    let start = world.horizon.start();
    for (id, line) in world.tables.lines.entries() {
        if line.due < start {
            faults.add(
                Code::DueBeforeHorizon,
                place(id, "due"),
                line.due,
                format!("{start}, the first day of the horizon, or later"),
                format!("take `{}` out if it was delivered, or begin the horizon earlier", line.name),
            );
        }
    }
}

fn line_is_called_off_before_it_is_due(world: &World<'_>, faults: &mut Faults) {
    for (id, line) in world.tables.lines.entries() {
        if let Some(day) = line.order_on.filter(|&day| day > line.due) {
            faults.add(
                Code::OrderedAfterDue,
                place(id, "order_on"),
                day,
                format!("a day up to {}, when it is due", line.due),
                format!("call `{}` off earlier, by its lead time and the road's season", line.name),
            );
        }
    }
}

/// The goods lines with what they promise.
fn goods<'a>(
    world: &World<'a>,
) -> impl Iterator<Item = (LineId, &'a AgreementLine, ItemId, OfferId, StoreId)> + use<'a> {
    let lines = world.tables.lines.entries();
    lines.filter_map(|(id, line)| match line.promise {
        Promise::Goods { item, offer, store } => Some((id, line, item, offer, store)),
        Promise::Services { .. } | Promise::Tonnes { .. } => None,
    })
}

fn line_is_called_off_while_its_offer_holds(world: &World<'_>, faults: &mut Faults) {
    for (id, line, _, offer, _) in goods(world) {
        let offer = &world.tables.offers[offer];
        let Some(day) = line.order_on else { continue };
        let early = offer.from.is_some_and(|from| day < from);
        let late = offer.to.is_some_and(|to| day > to);
        if !early && !late {
            continue;
        }
        let from = offer.from.map_or("any day".to_owned(), |from| from.to_string());
        let to = offer.to.map_or("any day".to_owned(), |to| to.to_string());
        faults.add(
            Code::OrderedOutsideOffer,
            place(id, "order_on"),
            day,
            format!("a day on which offer `{}` holds: from {from} to {to}", offer.name),
            format!("call `{}` off while it holds, or name another offer", line.name),
        );
    }
}

fn line_has_something_left(world: &World<'_>, faults: &mut Faults) {
    for (id, line) in world.tables.lines.entries() {
        if line.delivered.get() < 0 {
            faults.add(
                Code::Negative,
                place(id, "delivered"),
                line.delivered.get(),
                "0 or more",
                format!("write how many of `{}` were delivered before the horizon", line.name),
            );
        } else if line.quantity <= line.delivered {
            faults.add(
                Code::NothingLeftToDeliver,
                place(id, "quantity"),
                format!("{} with {} delivered", line.quantity.get(), line.delivered.get()),
                "a quantity above what was delivered",
                format!("take `{}` out: it is fulfilled, or its quantity is a slip", line.name),
            );
        }
    }
}

fn line_price_is_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (id, line) in world.tables.lines.entries() {
        if line.price.get() < 0 {
            super::goods::negative_money(faults, place(id, "price"), line.price);
        }
    }
}

fn offer_sells_the_lines_item(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, _, item, offer, _) in goods(world) {
        let offer = &t.offers[offer];
        if offer.item != item {
            faults.add(
                Code::OfferOfOtherItem,
                place(id, "offer"),
                format!("`{}`, which sells `{}`", offer.name, t.items[offer.item].name),
                format!("an offer of `{}`", t.items[item].name),
                "change the line's item or its offer",
            );
        }
    }
}

fn offer_is_the_sellers(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, line, _, offer, _) in goods(world) {
        let (offer, agreement) = (&t.offers[offer], &t.agreements[line.agreement]);
        if offer.seller != agreement.seller {
            faults.add(
                Code::OfferOfOtherSeller,
                place(id, "offer"),
                format!("`{}` of `{}`", offer.name, t.parties[offer.seller].name),
                format!(
                    "an offer of `{}`, who sells under `{}`",
                    t.parties[agreement.seller].name, agreement.name
                ),
                "change the line's offer, or the seller of one of the two",
            );
        }
    }
}

fn agreement_is_signed_before_its_lines_are_due(world: &World<'_>, faults: &mut Faults) {
    let start = world.horizon.start();
    for (id, line) in world.tables.lines.entries() {
        let agreement = &world.tables.agreements[line.agreement];
        // A line due before the horizon has that fault.
        if agreement.signed > line.due && line.due >= start {
            faults.add(
                Code::SignedAfterDue,
                place(id, "due"),
                line.due,
                format!("a day from {} on, when `{}` was signed", agreement.signed, agreement.name),
                "correct the due date, or `signed` in agreements.csv",
            );
        }
    }
}

fn offer_reaches_the_lines_store(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut ways = Ways::all(world);
    for (id, line, _, offer, store) in goods(world) {
        let (from, to) = (t.offers[offer].site, t.stores[store].site);
        if !ways.lead(from, to) {
            faults.add(
                Code::LineCutOff,
                place(id, "store"),
                format!("`{}` at `{}`", t.stores[store].name, t.sites[to].name),
                format!("a store to which legs lead from `{}`", t.sites[from].name),
                format!("add the missing leg to legs.csv, or deliver `{}` elsewhere", line.name),
            );
        }
    }
}

fn promised_jobs_can_be_done(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let kept = world.kept();
    let busy: BTreeSet<WorkshopId> = kept.iter().map(|&(workshop, _)| workshop).collect();
    for (id, line) in t.lines.entries() {
        let Promise::Services { workshop, service } = line.promise else { continue };
        let shop = &t.workshops[workshop].name;
        match service {
            Some(service) if !kept.contains(&(workshop, t.services[service].model)) => faults.add(
                Code::ServiceNeverDone,
                place(id, "service"),
                format!("`{}` at `{shop}`", t.services[service].name),
                format!("a service of a model that `{shop}` keeps"),
                format!("give `{}` machines of that model in machines.csv, or promise another service", shop),
            ),
            None if !busy.contains(&workshop) => faults.add(
                Code::ServiceNeverDone,
                place(id, "workshop"),
                format!("`{shop}`"),
                "a workshop that keeps machines",
                format!("send machines to `{shop}` in machines.csv, or name another workshop"),
            ),
            _ => {}
        }
    }
}

fn promised_tonnes_can_come(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let given: BTreeSet<(MineId, MaterialId)> =
        t.faces.entries().map(|(id, face)| (world.mine_of_face(id), face.material)).collect();
    for (id, line) in t.lines.entries() {
        let Promise::Tonnes { dump } = line.promise else { continue };
        let mine = world.mine_of_dump(dump);
        if t.dumps[dump].materials.iter().any(|&material| given.contains(&(mine, material))) {
            continue;
        }
        faults.add(
            Code::DumpNeverFed,
            place(id, "dump"),
            format!("`{}`", t.dumps[dump].name),
            format!("a dump that takes what some face of `{}` gives", t.mines[mine].name),
            format!("promise `{}` at another dump, or add a face", line.name),
        );
    }
}
