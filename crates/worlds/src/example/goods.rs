//! Parties, items, offers, restrictions and stores of the small example.
use super::*;
use iceroad_base::quantity::*;
use iceroad_model::goods::*;
use iceroad_model::stores::*;
use iceroad_model::trade::*;

pub(super) fn fill(tables: &mut Tables) {
    let party = |name: &str, title: &str, territory, owners| Party {
        name: name.into(),
        title: title.into(),
        territory,
        aliases: vec![],
        owners,
    };
    tables.parties = [
        party("company", "The mining company", HOME, vec![(OFFICE, Share::clamped(0.4))]),
        party("alder-works", "Alder Works", BARRED, vec![]),
        party("trader", "A trader abroad", ABROAD, vec![]),
        party("office", "The supply office", HOME, vec![]),
        party("carrier", "The carrier", HOME, vec![]),
    ]
    .into_iter()
    .collect();
    items(tables);
    offers(tables);
    rules(tables);
    stores(tables);
}

fn items(tables: &mut Tables) {
    let injector = Item {
        name: "injector".into(),
        title: "Injector".into(),
        kind: ItemKind::Part,
        brand: Some(ALDER),
        maker: Some(ALDER_WORKS),
        hs_code: Some("840991".into()),
        origin: Some(BARRED),
        unit: Unit::Piece,
        unit_grams: 4_000,
        unit_millilitres: 6_000,
        value: Money::from_major(900.0),
        shelf_life: None,
        rated_to: None,
        freight_priority: None,
    };
    let abroad = |name: &str, title: &str, kind, hs: &str, unit, grams, millilitres, value: f64| Item {
        name: name.into(),
        title: title.into(),
        kind,
        brand: None,
        maker: Some(TRADER),
        hs_code: Some(hs.into()),
        origin: Some(ABROAD),
        unit,
        unit_grams: grams,
        unit_millilitres: millilitres,
        value: Money::from_major(value),
        ..injector.clone()
    };
    let alternative = abroad(
        "injector-alt",
        "Injector, equivalent",
        ItemKind::Part,
        "840991",
        Unit::Piece,
        4_200,
        6_000,
        700.0,
    );
    let filter = abroad("filter", "Filter", ItemKind::Part, "842123", Unit::Piece, 2_500, 8_000, 60.0);
    let diesel = abroad("diesel", "Arctic diesel", ItemKind::Fuel, "271019", Unit::Litre, 840, 1_000, 0.9);
    let flour = abroad("flour", "Flour", ItemKind::Food, "110100", Unit::Kilogram, 1_000, 1_600, 0.7);
    let module = abroad(
        "module",
        "Hall module",
        ItemKind::Building,
        "940690",
        Unit::Piece,
        8_000_000,
        40_000_000,
        30_000.0,
    );
    let truck = abroad(
        "birch-37",
        "Truck Birch 37",
        ItemKind::Machine,
        "870410",
        Unit::Piece,
        30_000_000,
        80_000_000,
        400_000.0,
    );
    tables.items = [
        injector.clone(),
        Item { rated_to: Some(Celsius::clamped(-55.0)), ..alternative },
        filter,
        Item { maker: None, origin: Some(HOME), ..diesel },
        Item { maker: None, origin: Some(HOME), shelf_life: Some(Days::clamped(360.0)), ..flour },
        module,
        Item { brand: Some(BIRCH), ..truck },
    ]
    .into_iter()
    .collect();
}

fn offers(tables: &mut Tables) {
    let offer = |name: &str, seller, item, site, price: f64, batch, lead_days| Offer {
        name: name.into(),
        seller,
        item,
        site,
        price: Money::from_major(price),
        minimum: Quantity(batch),
        batch: Quantity(batch),
        lead_days,
        from: None,
        to: None,
    };
    tables.offers = [
        offer("injector-works", ALDER_WORKS, INJECTOR, PORT, 900.0, 1, triangular(20.0, 30.0, 60.0)),
        offer("injector-trader", TRADER, INJECTOR_ALT, PORT, 700.0, 1, triangular(15.0, 25.0, 50.0)),
        offer("filter-trader", TRADER, FILTER, PORT, 60.0, 10, triangular(10.0, 15.0, 30.0)),
        offer("diesel-office", OFFICE, DIESEL, RAILHEAD, 0.9, 1_000, triangular(3.0, 5.0, 10.0)),
        offer("flour-office", OFFICE, FLOUR, RAILHEAD, 0.7, 500, triangular(3.0, 5.0, 10.0)),
        offer("module-trader", TRADER, MODULE, PORT, 30_000.0, 1, triangular(30.0, 45.0, 90.0)),
        offer("truck-trader", TRADER, TRUCK, PORT, 400_000.0, 1, triangular(60.0, 80.0, 120.0)),
    ]
    .into_iter()
    .collect();
}

fn rules(tables: &mut Tables) {
    tables.interchange.push(Interchange {
        name: "injector-equivalent".into(),
        need: INJECTOR,
        substitute: INJECTOR_ALT,
        ratio: Ratio { of_use: 1, for_need: 1 },
        two_way: false,
        transitive: false,
        models: vec![ALDER_28],
        from: None,
        to: None,
        approval: Approval::Approved,
        life_factor: 0.85,
    });
    tables.restrictions.push(Restriction {
        name: "engine-parts-xc".into(),
        title: "Engine parts of XC origin (illustrative)".into(),
        action: Action::Prohibit,
        scope: Scope { hs_prefixes: vec!["8409".into()], origins: vec![BARRED], ..Scope::default() },
        from: None,
        to: None,
        wind_down_until: None,
        exempt: vec![],
    });
}

fn stores(tables: &mut Tables) {
    let store = |name: &str, site, parent| Store {
        name: name.into(),
        title: name.into(),
        site,
        parent,
        capacity: None,
        room: None,
        emergency_after: Some(Days::clamped(5.0)),
        payer: None,
        interest: Share::clamped(0.0),
        freight_priority: None,
    };
    let mut base = store("base", RAILHEAD, None);
    base.emergency_after = None;
    tables.stores =
        [base, store("mine-store", PIT, Some(BASE_STORE)), store("village-store", VILLAGE, Some(BASE_STORE))]
            .into_iter()
            .collect();
    let continuous = |reorder, up_to| ReviewPolicy::ReorderUpTo {
        reorder: Quantity(reorder),
        up_to: Quantity(up_to),
        review_days: Days::clamped(0.0),
    };
    let weekly = |reorder, up_to| ReviewPolicy::ReorderUpTo {
        reorder: Quantity(reorder),
        up_to: Quantity(up_to),
        review_days: Days::clamped(7.0),
    };
    let before_closure = |up_to, month, day| ReviewPolicy::BeforeClosure {
        up_to: Quantity(up_to),
        order_by: month_day(month, day),
        reorder: Quantity(0),
        reorder_up_to: Quantity(0),
    };
    let line = |store, item, on_hand, policy| StockLine { store, item, on_hand: Quantity(on_hand), policy };
    tables.stock = [
        line(BASE_STORE, FILTER, 40, weekly(20, 120)),
        line(BASE_STORE, INJECTOR_ALT, 2, weekly(2, 8)),
        line(BASE_STORE, DIESEL, 150_000, weekly(200_000, 600_000)),
        line(BASE_STORE, FLOUR, 10_000, weekly(20_000, 60_000)),
        line(MINE_STORE, INJECTOR, 2, ReviewPolicy::None),
        line(MINE_STORE, INJECTOR_ALT, 4, continuous(2, 8)),
        line(MINE_STORE, FILTER, 60, before_closure(160, 11, 1)),
        line(MINE_STORE, DIESEL, 700_000, before_closure(1_200_000, 12, 15)),
        line(
            MINE_STORE,
            MODULE,
            0,
            ReviewPolicy::ReorderUpTo {
                reorder: Quantity(3),
                up_to: Quantity(4),
                review_days: Days::clamped(30.0),
            },
        ),
        line(VILLAGE_STORE, FLOUR, 20_000, before_closure(110_000, 7, 10)),
        line(VILLAGE_STORE, DIESEL, 60_000, before_closure(260_000, 7, 10)),
    ]
    .into_iter()
    .collect();
    tables.inbound.push(Inbound {
        name: "filters-on-the-way".into(),
        item: FILTER,
        quantity: Quantity(20),
        store: MINE_STORE,
        seller: Some(TRADER),
        at: RAILHEAD,
        ready: Date::constant(2026, 7, 2),
    });
}
