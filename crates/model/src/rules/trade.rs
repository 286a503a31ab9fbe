//! Parties, restrictions and offers.
use super::graph::Graph;
use super::{Faults, Rule, World};
use crate::fault::Code;
use crate::ids::PartyId;
use crate::trade::Party;
use iceroad_base::quantity::Ranged;
use iceroad_base::{Id, Table};

pub(super) const RULES: &[Rule] = &[
    owners_hold_at_most_all,
    ownership_has_a_top,
    restriction_dates_are_in_order,
    wind_down_follows_the_start,
    restriction_matches_something_definite,
    hs_prefix_is_digits,
    offer_dates_are_in_order,
    offer_price_is_no_gift,
    offer_sells_something_at_a_time,
    offer_leads_to_a_store,
];

/// The row of `owners` at which each party's owners begin.
fn first_owners(world: &World<'_>) -> Table<PartyId, usize> {
    let mut next = 0;
    let first = |party: &Party| {
        let first = next;
        next += party.owners.len();
        first
    };
    world.tables.parties.iter().map(first).collect()
}

fn owners_hold_at_most_all(world: &World<'_>, faults: &mut Faults) {
    let first = first_owners(world);
    for (id, party) in world.tables.parties.entries() {
        let sum: f64 = party.owners.iter().map(|(_, share)| share.get()).sum();
        // Shares written with a few decimals may add up to a hair over one.
        if sum > 1.0 + 1e-9 {
            faults.add(
                Code::OwnersOverAll,
                ("owners", first[id], "owned_share"),
                format!("{:.1} % of `{}` in {} rows", sum * 100.0, party.name, party.owners.len()),
                "at most 100 % together",
                "look at the shares in owners.csv: they are shares of one, such as 0.25",
            );
        }
    }
}

fn ownership_has_a_top(world: &World<'_>, faults: &mut Faults) {
    let parties = &world.tables.parties;
    let first = first_owners(world);
    let arrows = parties
        .entries()
        .flat_map(|(id, party)| party.owners.iter().map(move |(owner, _)| (id.index(), owner.index())));
    for circle in Graph::new(parties.len(), arrows).circles() {
        let circle: Vec<PartyId> = circle.into_iter().map(PartyId::from_index).collect();
        let names: Vec<String> = circle.iter().map(|&id| format!("`{}`", parties[id].name)).collect();
        let owner = circle.get(1).unwrap_or(&circle[0]);
        let nth = parties[circle[0]].owners.iter().position(|(one, _)| one == owner).unwrap_or_default();
        faults.add(
            Code::OwnershipLoop,
            ("owners", first[circle[0]] + nth, "owner"),
            format!("{} owned by {}", names.join(" owned by "), names[0]),
            "owners that do not belong to what they own",
            "take one of these rows out of owners.csv",
        );
    }
}

fn restriction_dates_are_in_order(world: &World<'_>, faults: &mut Faults) {
    for (row, rule) in world.tables.restrictions.iter().enumerate() {
        super::goods::dates_in_order(faults, ("restrictions", row), &rule.name, rule.from, rule.to);
    }
}

fn wind_down_follows_the_start(world: &World<'_>, faults: &mut Faults) {
    for (row, rule) in world.tables.restrictions.iter().enumerate() {
        let Some(until) = rule.wind_down_until else { continue };
        if rule.from.is_some_and(|from| from <= until) {
            continue;
        }
        let start = rule.from.map_or("with no first day".to_owned(), |from| format!("from {from}"));
        faults.add(
            Code::WindDownBeforeStart,
            ("restrictions", row, "wind_down_until"),
            format!("{until} for `{}` {start}", rule.name),
            "a day on or after the rule's first day",
            "a wind-down lets agreements signed before `from` through; fill both dates or neither",
        );
    }
}

fn restriction_matches_something_definite(world: &World<'_>, faults: &mut Faults) {
    for (row, rule) in world.tables.restrictions.iter().enumerate() {
        let scope = &rule.scope;
        let empty = scope.hs_prefixes.is_empty()
            && scope.origins.is_empty()
            && scope.makers.is_empty()
            && scope.sellers.is_empty()
            && scope.carriers.is_empty()
            && scope.transits.is_empty()
            && scope.destinations.is_empty();
        if empty {
            faults.add(
                Code::RestrictsEverything,
                ("restrictions", row, "hs_prefixes"),
                format!("`{}` with no condition", rule.name),
                "at least one of HS prefix, origin, maker, seller, carrier, transit and destination",
                "say what it is about: with every list empty it forbids all trade",
            );
        }
    }
}

fn hs_prefix_is_digits(world: &World<'_>, faults: &mut Faults) {
    for (row, rule) in world.tables.restrictions.iter().enumerate() {
        for prefix in &rule.scope.hs_prefixes {
            if !((1..=10).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_digit())) {
                faults.add(
                    Code::HsPrefixBad,
                    ("restrictions", row, "hs_prefixes"),
                    format!("`{prefix}`"),
                    "1 to 10 digits without dots or spaces",
                    "write the beginning of the HS codes that are meant, such as `8409`",
                );
            }
        }
    }
}

fn offer_dates_are_in_order(world: &World<'_>, faults: &mut Faults) {
    for (row, offer) in world.tables.offers.iter().enumerate() {
        super::goods::dates_in_order(faults, ("offers", row), &offer.name, offer.from, offer.to);
    }
}

fn offer_price_is_no_gift(world: &World<'_>, faults: &mut Faults) {
    for (row, offer) in world.tables.offers.iter().enumerate() {
        if offer.price.get() < 0 {
            super::goods::negative_money(faults, ("offers", row, "price"), offer.price);
        }
    }
}

fn offer_sells_something_at_a_time(world: &World<'_>, faults: &mut Faults) {
    for (row, offer) in world.tables.offers.iter().enumerate() {
        for (column, figure) in [("minimum", offer.minimum), ("batch", offer.batch)] {
            if figure.get() < 1 {
                faults.add(
                    Code::BatchZero,
                    ("offers", row, column),
                    figure.get(),
                    "at least 1",
                    format!("write the {column} of `{}` in the item's unit", offer.name),
                );
            }
        }
    }
}

fn offer_leads_to_a_store(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    if t.stores.is_empty() {
        return;
    }
    let against = t.legs.iter().map(|leg| (leg.to.index(), leg.from.index()));
    let starts = t.stores.iter().map(|store| store.site.index());
    let leads = Graph::new(t.sites.len(), against).reach(starts);
    for (row, offer) in t.offers.iter().enumerate() {
        if !leads[offer.site.index()] {
            let site = &t.sites[offer.site].name;
            faults.add(
                Code::OfferLeadsNowhere,
                ("offers", row, "site"),
                format!("`{site}`"),
                "a site from which legs lead to a store",
                format!(
                    "add a leg from `{site}` to legs.csv, or change where `{}` is handed over",
                    offer.name
                ),
            );
        }
    }
}
