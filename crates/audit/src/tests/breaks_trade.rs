//! What breaks the rules of trade.
use super::story::{LICENCE, h, ordered, paid, traded};
use super::{Break, Story};
use iceroad_base::civil::Date;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Days, Money, Quantity};
use iceroad_model::event::*;
use iceroad_model::trade::{Action, Offer, Scope};
use iceroad_model::{ItemId, OfferId};
use iceroad_worlds::example::*;

pub(super) const BREAKS: &[Break] = &[
    ("goods on the way are not ordered again", |s| {
        s.set(
            "buy.order",
            ordered(1, OFFER_FILTER, BASE_STORE, 10, Purpose::Inbound(iceroad_model::InboundId(0))),
        );
    }),
    ("an order is placed while the offer holds", |s| {
        s.tables.offers[OFFER_MODULE].to = Some(Date::constant(2026, 7, 4));
    }),
    ("an order is at least the offer's minimum", |s| s.tables.offers[OFFER_FILTER].minimum = Quantity(20)),
    ("an order is in whole batches", |s| s.tables.offers[OFFER_FILTER].batch = Quantity(4)),
    ("of offers alike the cheapest is bought from", |s| {
        let offer = s.tables.offers[OFFER_FILTER].clone();
        let price = offer.price.scaled(0.9);
        s.tables.offers.push(Offer { name: "filter-for-less".into(), price, ..offer });
    }),
    ("only goods are ordered for a line", |s| {
        s.set("buy.order", ordered(1, OFFER_FILTER, BASE_STORE, 10, Purpose::Line(LINE_ORE)));
    }),
    ("a line is ordered as it says", |s| {
        s.set("line.order", ordered(2, OFFER_TRUCK, MINE_STORE, 2, Purpose::Line(LINE_TRUCK)));
    }),
    ("a line is ordered from its call-off day on", |s| {
        s.tables.lines[LINE_TRUCK].order_on = Some(Date::constant(2026, 7, 4));
    }),
    ("a line is ordered on its call-off day", |s| s.shift("line.order", 72.0)),
    ("a line is ordered once", |s| {
        s.add("again", 600.0, ordered(5, OFFER_TRUCK, MINE_STORE, 1, Purpose::Line(LINE_TRUCK)));
    }),
    ("an urgent order is for a demand that waits", |s| need(s, OFFER_MODULE, DemandNo(0))),
    ("an urgent order is for what is called for or may stand in", |s| need(s, OFFER_FLOUR, DemandNo(6))),
    ("an urgent order is for the store that waits", |s| {
        s.set("need.order", ordered(4, OFFER_MODULE, BASE_STORE, 4, Purpose::Emergency(DemandNo(6))));
    }),
    ("a demand waits before it is urgent", |s| {
        s.tables.stores[MINE_STORE].emergency_after = Some(Days::clamped(6.0));
    }),
    ("orders are numbered in order", |s| {
        s.set(
            "in.order",
            Event::Transferred {
                order: OrderNo(8),
                item: FILTER,
                store: MINE_STORE,
                quantity: Quantity(20),
                purpose: Purpose::Inbound(iceroad_model::InboundId(0)),
            },
        );
    }),
    ("nothing is ordered or moved that a rule prohibits", |s| {
        // The rule is about a carrier: it is judged as the goods move.
        s.tables.restrictions[BAN].scope = Scope { carriers: vec![CARRIER], ..Scope::default() };
    }),
    ("nothing is ordered or moved that a rule cannot clear", |s| {
        s.tables.restrictions[BAN].scope.origins = vec![];
        s.tables.items[MODULE].hs_code = Some("84".into());
    }),
    ("a licence is awaited where a rule asks for one", |s| s.cut("buy.licence")),
    ("a licence is awaited under a rule that asks for one", |s| {
        s.set("buy.licence", Event::LicenceAwaited { order: OrderNo(1), rule: BAN, until: h(96.0) });
    }),
    ("goods are shipped of an order", |s| shipped(s, OrderNo(50), FILTER)),
    ("nothing is handed over before its licence", |s| {
        s.set("buy.licence", Event::LicenceAwaited { order: OrderNo(1), rule: LICENCE, until: h(150.0) });
    }),
    ("what is shipped is what was ordered", |s| shipped(s, OrderNo(1), FLOUR)),
    ("no more is shipped than was ordered", |s| shipped(s, OrderNo(1), FILTER)),
    ("goods are handed over where the offer says", |s| s.tables.offers[OFFER_FILTER].site = RAILHEAD),
    ("goods on the way move on once they are ready", |s| {
        s.tables.inbound[iceroad_model::InboundId(0)].ready = Date::constant(2026, 7, 3);
    }),
    ("goods are handed over after the least lead time", |s| {
        s.tables.offers[OFFER_FILTER].lead_days = Law::Constant { value: 5.5 };
    }),
    ("turnover is of an order", |s| s.set("buy.traded", traded(50, FILTER, 25, 60_000))),
    ("turnover is of what was bought", |s| s.set("buy.traded", traded(0, FILTER, 25, 60_000))),
    ("turnover is with the seller", |s| {
        s.change("buy.traded", |event| {
            if let Event::Traded { partner, .. } = event {
                *partner = OFFICE;
            }
        })
    }),
    ("what a seller abroad hands over is an import", |s| {
        s.change("buy.traded", |event| {
            if let Event::Traded { flow, .. } = event {
                *flow = Flow::Domestic;
            }
        })
    }),
    ("goods are paid at the offer's price", |s| s.set("buy.traded", traded(1, FILTER, 25, 59_000))),
    ("turnover weighs what the goods weigh", |s| s.set("buy.traded", traded(1, FILTER, 26, 60_000))),
    ("goods are paid for once", |s| {
        s.after("buy.traded", "again", traded(1, FILTER, 25, 60_000));
    }),
    ("goods handed over are paid for", |s| s.cut("buy.traded")),
    ("money for goods is turnover", |s| s.set("buy.paid", paid(TRADER, 50_000))),
    ("goods are paid to their seller", |s| {
        s.set("buy.paid", Event::Paid { cause: CostCause::Purchase, to: None, amount: Money(60_000) });
    }),
    ("a line is paid no more than its price", |s| s.set("line.traded", traded(2, TRUCK, 30_000, 43_000_001))),
    ("a line that is delivered is paid", |s| s.set("line.traded", traded(2, TRUCK, 30_000, 42_000_000))),
    ("an order is handed over whole", |s| {
        s.change("buy.order", |event| {
            if let Event::Ordered { quantity, .. } = event {
                *quantity = Quantity(20);
            }
        })
    }),
    ("an offer is refused only by a rule that stands in its way", |s| {
        s.tables.restrictions[BAN].action = Action::Licence { lead: Days::clamped(5.0) };
    }),
];

fn need(s: &mut Story, offer: OfferId, demand: DemandNo) {
    s.set("need.order", ordered(4, offer, MINE_STORE, 4, Purpose::Emergency(demand)));
}

fn shipped(s: &mut Story, order: OrderNo, item: ItemId) {
    let (shipment, quantity) = (ShipmentNo(5), Quantity(1));
    s.add("shipped", 600.0, Event::Shipped { shipment, order, item, quantity, at: PORT });
}
