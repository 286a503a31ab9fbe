//! Agreements, the settlement and the project of the small example.
use super::*;
use iceroad_base::quantity::*;
use iceroad_model::obligations::*;
use iceroad_model::worth::Payer;

pub(super) fn fill(tables: &mut Tables) {
    agreements(tables);
    tables.settlements.push(Settlement {
        name: "village".into(),
        site: VILLAGE,
        people: 600,
        store: VILLAGE_STORE,
        payer: Payer::Territory,
    });
    let use_of = |item, per_day, per_heating_degree_day| Consumption {
        settlement: SETTLEMENT,
        item,
        per_day,
        per_heating_degree_day,
    };
    tables.consumption = [use_of(FLOUR, 240.0, 0.0), use_of(DIESEL, 80.0, 18.0)].into_iter().collect();
    project(tables);
}

fn agreements(tables: &mut Tables) {
    let agreement = |name: &str, title: &str, seller, buyer, incoterm| Agreement {
        name: name.into(),
        title: title.into(),
        seller,
        buyer,
        signed: Date::constant(2026, 5, 20),
        incoterm,
        penalty_per_day: Share::clamped(0.001),
        grace: Days::clamped(5.0),
        penalty_cap: Share::clamped(0.1),
        freight_priority: None,
    };
    tables.agreements = [
        agreement("supply-2026", "A truck and parts", TRADER, COMPANY, Incoterm::Dap),
        agreement("works-2026", "Works for the office", COMPANY, OFFICE, Incoterm::Exw),
    ]
    .into_iter()
    .collect();
    let line = |name: &str, agreement, promise, quantity, order_on, due, price: f64| AgreementLine {
        name: name.into(),
        agreement,
        promise,
        quantity: Quantity(quantity),
        delivered: Quantity(0),
        order_on,
        due,
        price: Money::from_major(price),
    };
    let goods = |item, offer| Promise::Goods { item, offer, store: MINE_STORE };
    let jobs = Promise::Services { workshop: WORKSHOP, service: None };
    tables.lines = [
        line(
            "truck",
            SUPPLY_AGREEMENT,
            goods(TRUCK, OFFER_TRUCK),
            1,
            Some(Date::constant(2026, 9, 1)),
            Date::constant(2027, 3, 15),
            430_000.0,
        ),
        line(
            "filters",
            SUPPLY_AGREEMENT,
            goods(FILTER, OFFER_FILTER),
            60,
            Some(Date::constant(2026, 10, 1)),
            Date::constant(2027, 2, 15),
            3_900.0,
        ),
        line("jobs", WORKS_AGREEMENT, jobs, 60, None, Date::constant(2027, 6, 15), 90_000.0),
        line(
            "ore",
            WORKS_AGREEMENT,
            Promise::Tonnes { dump: CRUSHER },
            400_000,
            None,
            Date::constant(2027, 6, 15),
            2_000_000.0,
        ),
    ]
    .into_iter()
    .collect();
}

fn project(tables: &mut Tables) {
    tables.projects.push(Project {
        name: "new-hall".into(),
        title: "A heated hall on piles".into(),
        site: PIT,
        store: MINE_STORE,
        payer: Payer::Builders,
    });
    tables.crews.push(Crew {
        name: "builders".into(),
        project: PROJECT,
        teams: 1,
        cost_per_day: Money::from_major(2_000.0),
        stops_below: Some(Celsius::clamped(-45.0)),
    });
    let piles = Task {
        name: "piles".into(),
        title: "Piles in frozen ground".into(),
        project: PROJECT,
        duration_days: triangular(20.0, 25.0, 40.0),
        after: vec![],
        crew: Some(CREW),
        season_from: Some(month_day(11, 1)),
        season_to: Some(month_day(4, 15)),
        not_before: None,
        due: None,
        materials: vec![],
    };
    let hall = Task {
        name: "hall".into(),
        title: "The hall".into(),
        duration_days: triangular(25.0, 30.0, 50.0),
        after: vec![PILES],
        season_from: None,
        season_to: None,
        due: Some(Date::constant(2027, 5, 31)),
        materials: vec![(MODULE, Quantity(4))],
        ..piles.clone()
    };
    tables.tasks = [piles, hall].into_iter().collect();
}
