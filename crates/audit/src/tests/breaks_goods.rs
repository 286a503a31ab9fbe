//! What breaks the rules of goods, and of what is promised.
use super::story::levels;
use super::{Break, Story};
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Celsius, Days, Mass, Money, Quantity};
use iceroad_base::{Span, Time};
use iceroad_model::event::DelayCause;
use iceroad_model::event::*;
use iceroad_model::mine_use::MineUse;
use iceroad_model::{ItemId, LineId, StoreId};
use iceroad_worlds::example::*;

pub(super) const BREAKS: &[Break] = &[
    ("demands are numbered in order", |s| {
        demanded(s, DemandNo(9), (MINE_STORE, FILTER, 1), Claimant::Task(HALL))
    }),
    ("a demand is not negative", |s| {
        demanded(s, DemandNo(7), (MINE_STORE, FILTER, -1), Claimant::Task(HALL))
    }),
    ("a demand is one that its claimant may make", |s| {
        demanded(s, DemandNo(7), (VILLAGE_STORE, FILTER, 5), Claimant::Settlement(SETTLEMENT));
    }),
    ("a mine asks for what it uses", |s| use_filters(s, 1.0, 0.0)),
    ("a mine asks for what it uses", |s| use_filters(s, 0.0, 0.1)),
    ("a mine asks for no more than it uses", |s| {
        use_filters(s, 0.1, 0.0);
        demanded(s, DemandNo(7), (MINE_STORE, FILTER, 5), Claimant::Mine(MINE));
    }),
    ("a demand is one that its claimant may make", |s| {
        demanded(s, DemandNo(7), (MINE_STORE, FILTER, 5), Claimant::Mine(MINE));
    }),
    ("an order fills a store to its level and no further", |s| {
        levels(&mut s.tables, 0, 5, 0.0);
        let offer = &mut s.tables.offers[OFFER_FILTER];
        (offer.minimum, offer.batch) = (Quantity(1), Quantity(1));
    }),
    ("a line is ordered once its position has come to its level", |s| levels(&mut s.tables, 39, 50, 1.0)),
    ("an order brings a line up to its level", |s| levels(&mut s.tables, 40, 60, 1.0)),
    ("a line whose position has come to its level is ordered", |s| levels(&mut s.tables, 40, 50, 0.0)),
    ("who waits for an item is served before those after it", |s| {
        s.shift("part.issued", 17.2);
        s.shift("part.filled", 17.2);
    }),
    ("what is issued is something", |s| issued(s, 1, (MINE_STORE, FILTER, 0))),
    ("stock is never negative", |s| s.tables.stock[iceroad_model::StockId(6)].on_hand = Quantity(2)),
    ("goods past their life are not issued", |s| s.tables.items[FLOUR].shelf_life = Some(Days::clamped(1.0))),
    ("goods are issued for an open demand", |s| issued(s, 3, (VILLAGE_STORE, FLOUR, 10))),
    ("a demand is served by the store it asked", |s| {
        s.change("part.issued", |event| {
            if let Event::Issued { store, .. } = event {
                *store = BASE_STORE;
            }
        })
    }),
    ("what a job or a tank calls for is issued at once and of one kind", |s| {
        s.change("kit.issued", |event| {
            if let Event::Issued { quantity, .. } = event {
                *quantity = Quantity(1);
            }
        });
    }),
    ("what is issued is what is called for or may stand in", |s| {
        s.change("part.issued", |event| {
            if let Event::Issued { item, .. } = event {
                *item = INJECTOR;
            }
        })
    }),
    ("a substitute bears the cold where it is used", |s| {
        let statement = &mut s.tables.interchange[STAND_IN];
        (statement.need, statement.substitute) = (FILTER, INJECTOR_ALT);
        statement.models = vec![];
        s.tables.items[INJECTOR_ALT].rated_to = Some(Celsius::clamped(-10.0));
        s.change("part.issued", |event| {
            if let Event::Issued { item, .. } = event {
                *item = INJECTOR_ALT;
            }
        });
    }),
    ("no more is issued than is called for", |s| {
        s.change("part.issued", |event| {
            if let Event::Issued { quantity, .. } = event {
                *quantity = Quantity(2);
            }
        })
    }),
    ("only a demand that was made is filled or dropped", |s| {
        s.add("ghost", 600.0, Event::Filled { demand: DemandNo(99) });
    }),
    ("a demand is filled or dropped once", |s| s.add("twice", 600.0, Event::Dropped { demand: DemandNo(4) })),
    ("a demand is filled when what was issued covers it", |s| s.cut("eat.issued")),
    ("a demand that is covered is filled, not dropped", |s| {
        s.set("eat.filled", Event::Dropped { demand: DemandNo(3) });
    }),
    ("what is received is something", |s| received(s, (BASE_STORE, FILTER, 0), 1)),
    ("goods are received of an order", |s| received(s, (BASE_STORE, FILTER, 5), 77)),
    ("an order's goods go into its own store", |s| {
        s.change("buy.received", |event| {
            if let Event::Received { store, .. } = event {
                *store = MINE_STORE;
            }
        })
    }),
    ("goods are received after they have arrived", |s| s.shift("buy.received", 180.0)),
    ("goods on the way are those of the scenario", |s| {
        s.change("in.order", |event| {
            if let Event::Transferred { quantity, .. } = event {
                *quantity = Quantity(21);
            }
        })
    }),
    ("what goes from store to store was issued for it", |s| s.cut("ask.issued")),
    ("what is issued for a store is sent to it", |s| s.cut("send.order")),
    ("only goods past their life spoil", |s| spoiled(s, (VILLAGE_STORE, FLOUR, 10))),
    ("what is past its life spoils", |s| s.tables.items[FLOUR].shelf_life = Some(Days::clamped(10.0))),
    ("a shortage is what a day's demand lacks", |s| {
        s.change("heat.short", |event| {
            if let Event::Short { quantity, .. } = event {
                *quantity = Quantity(99);
            }
        })
    }),
    ("a store takes in no more than it has room for", |s| {
        // It holds 588,174.8 kg at the start; 50 kg come, and next to nothing goes.
        s.tables.stores[MINE_STORE].capacity = Some(Mass(588_180));
        s.cut("fuel.issued");
    }),
    ("a settlement asks for what it uses", |s| {
        s.tables.consumption[iceroad_model::ConsumptionId(0)].per_day = 100.0;
    }),
    // Promises.
    ("what is delivered is something", |s| delivered(s, LINE_JOBS, 0)),
    ("no more is delivered than promised", |s| delivered(s, LINE_TRUCK, 1)),
    ("only what was done is delivered", |s| {
        s.change("ore.credit", |event| {
            if let Event::Delivered { quantity, .. } = event {
                *quantity = Quantity(64);
            }
        })
    }),
    ("tonnes dumped count for their lines", |s| s.cut("ore.credit")),
    ("a job that is done counts for an open line", |s| s.cut("field.credit")),
    ("a job counts for the line due first", |s| {
        let mut line = s.tables.lines[LINE_JOBS].clone();
        line.name = "more jobs, due before".into();
        line.due = Date::constant(2026, 7, 10);
        s.tables.lines.push(line);
    }),
    ("a line is penalised once", |s| {
        s.add("again", 600.0, Event::Penalised { line: LINE_TRUCK, amount: Money(1) });
    }),
    ("a penalty stays under its cap", |s| {
        s.set("line.penalty", Event::Penalised { line: LINE_TRUCK, amount: Money(4_300_001) });
    }),
    ("a penalty is what the agreement says", |s| s.cut("line.penalty")),
    ("penalties are paid as they fall due", |s| s.cut("line.pays")),
    ("a penalty is somebody's", |s| {
        s.add("to nobody", 600.0, Event::Paid { cause: CostCause::Penalty, to: None, amount: Money(1) });
    }),
    ("a line's time is told once", |s| {
        let (line, cause) = (LINE_TRUCK, DelayCause::Transit);
        s.after("line.delivered", "more", Event::Delayed { line, cause, span: Span::DAY * 6 });
    }),
    ("a delay is not negative", |s| {
        let (line, cause) = (LINE_TRUCK, DelayCause::Transit);
        s.after(
            "line.delivered",
            "less",
            Event::Delayed { line, cause, span: Time::START - super::story::h(1.0) },
        );
    }),
];

type Lot = (StoreId, ItemId, i64);

fn demanded(s: &mut Story, demand: DemandNo, (store, item, units): Lot, by: Claimant) {
    s.add("demanded", 600.0, Event::Demanded { demand, store, item, quantity: Quantity(units), by });
}

fn issued(s: &mut Story, demand: u32, (store, item, units): Lot) {
    s.add(
        "issued",
        600.0,
        Event::Issued { demand: DemandNo(demand), store, item, quantity: Quantity(units) },
    );
}

fn received(s: &mut Story, (store, item, units): Lot, order: u32) {
    s.add(
        "received",
        600.0,
        Event::Received { store, item, quantity: Quantity(units), order: OrderNo(order) },
    );
}

fn spoiled(s: &mut Story, (store, item, units): Lot) {
    s.add("spoiled", 600.0, Event::Spoiled { store, item, quantity: Quantity(units) });
}

fn delivered(s: &mut Story, line: LineId, units: i64) {
    s.add("delivered", 600.0, Event::Delivered { line, quantity: Quantity(units) });
}

/// The mine uses filters by day and by tonne of ore.
fn use_filters(s: &mut Story, per_day: f64, per_tonne: f64) {
    s.tables.mine_uses.push(MineUse {
        mine: MINE,
        store: MINE_STORE,
        item: FILTER,
        per_day,
        per_heating_degree_day: 0.0,
        per_tonne,
        material: (per_tonne > 0.0).then_some(ORE),
        dump: None,
    });
}

#[test]
fn a_mine_that_asks_for_what_it_used_is_found_right() {
    let mut story = Story::new();
    use_filters(&mut story, 0.07, 0.0);
    // Two whole filters in thirty days, asked for when they are whole.
    demanded(&mut story, DemandNo(7), (MINE_STORE, FILTER, 2), Claimant::Mine(MINE));
    story.shift("demanded", 29.0 * 24.0);
    let found = story.judge();
    assert!(found.is_empty(), "{}", found.iter().map(|one| format!("{one}\n")).collect::<String>());
}
