//! Rules of agreements and their lines: each case breaks one thing and expects one code.
use iceroad_base::civil::Date;
use iceroad_base::quantity::*;
use iceroad_model::mine::Dump;
use iceroad_model::obligations::*;
use iceroad_model::site::Site;
use iceroad_model::*;
use iceroad_worlds::example::*;

fn goods(item: ItemId, offer: OfferId, store: StoreId) -> Promise {
    Promise::Goods { item, offer, store }
}

cases! {
    an_agreement_has_two_parties: DealWithItself at "agreements" "buyer", |t| {
        t.agreements[WORKS_AGREEMENT].buyer = COMPANY;
    };
    a_line_is_not_due_before_the_horizon: DueBeforeHorizon at "agreement_lines" "due", |t| {
        t.lines[LINE_JOBS].due = Date::constant(2026, 6, 30);
    };
    a_line_is_called_off_before_it_is_due: OrderedAfterDue at "agreement_lines" "order_on", |t| {
        t.lines[LINE_FILTERS].order_on = Some(Date::constant(2027, 2, 16));
    };
    a_line_is_called_off_once_its_offer_holds: OrderedOutsideOffer at "agreement_lines" "order_on", |t| {
        t.offers[OFFER_TRUCK].from = Some(Date::constant(2026, 9, 2));
    };
    a_line_is_called_off_while_its_offer_holds: OrderedOutsideOffer at "agreement_lines" "order_on", |t| {
        t.offers[OFFER_TRUCK].to = Some(Date::constant(2026, 8, 31));
    };
    a_line_promises_something: NothingLeftToDeliver at "agreement_lines" "quantity", |t| {
        t.lines[LINE_ORE].quantity = Quantity(0);
    };
    a_line_is_not_fulfilled_already: NothingLeftToDeliver at "agreement_lines" "quantity", |t| {
        t.lines[LINE_FILTERS].delivered = Quantity(60);
    };
    deliveries_are_not_negative: Negative at "agreement_lines" "delivered", |t| {
        t.lines[LINE_FILTERS].delivered = Quantity(-1);
    };
    a_lines_price_is_not_negative: Negative at "agreement_lines" "price", |t| t.lines[LINE_ORE].price = Money(-1);
    an_offer_sells_the_lines_item: OfferOfOtherItem at "agreement_lines" "offer", |t| {
        t.lines[LINE_FILTERS].promise = goods(FILTER, OFFER_ALT, MINE_STORE);
    };
    an_offer_is_the_sellers: OfferOfOtherSeller at "agreement_lines" "offer", |t| {
        t.offers[OFFER_FILTER].seller = OFFICE;
    };
    a_cap_covers_a_day: CapBelowOneDay at "agreements" "penalty_cap_share", |t| {
        t.agreements[SUPPLY_AGREEMENT].penalty_cap = Share::clamped(0.0005);
    };
    an_agreement_is_signed_before_its_lines_are_due: SignedAfterDue at "agreement_lines" "due", |t| {
        t.agreements[WORKS_AGREEMENT].signed = Date::constant(2027, 6, 16);
    };
    an_offer_reaches_the_lines_store: LineCutOff at "agreement_lines" "store", |t| {
        let island = t.sites.push(Site { name: "island".into(), ..t.sites[VILLAGE].clone() });
        let mut store = t.stores[BASE_STORE].clone();
        (store.name, store.site) = ("island-store".into(), island);
        let store = t.stores.push(store);
        t.lines[LINE_FILTERS].promise = goods(FILTER, OFFER_FILTER, store);
    };
    a_promised_service_has_machines: ServiceNeverDone at "agreement_lines" "service", |t| {
        t.machines[TRUCK_ALDER].model = t.machines[TRUCK_BIRCH].model;
        t.lines[LINE_JOBS].promise = Promise::Services { workshop: WORKSHOP, service: Some(ALDER_SERVICE) };
    };
    promised_jobs_have_machines: ServiceNeverDone at "agreement_lines" "workshop", |t| {
        let mut idle = t.workshops[WORKSHOP].clone();
        idle.name = "idle".into();
        let workshop = t.workshops.push(idle);
        t.lines[LINE_JOBS].promise = Promise::Services { workshop, service: None };
    };
    promised_tonnes_can_come: DumpNeverFed at "agreement_lines" "dump", |t| {
        let marl = t.materials.push(mine::Material { name: "marl".into(), ..t.materials[ORE].clone() });
        let heap = Dump { name: "marl-heap".into(), materials: vec![marl], ..t.dumps[SPOIL].clone() };
        let dump = t.dumps.push(heap);
        t.lines[LINE_ORE].promise = Promise::Tonnes { dump };
    };
}

#[test]
fn a_line_may_be_due_after_the_horizon() {
    assert_eq!(crate::faults(|t| t.lines[LINE_ORE].due = Date::constant(2029, 1, 1)), []);
}

#[test]
fn a_line_may_be_called_off_on_the_first_and_last_day_of_its_offer() {
    let found = crate::faults(|t| {
        let day = t.lines[LINE_TRUCK].order_on;
        (t.offers[OFFER_TRUCK].from, t.offers[OFFER_TRUCK].to) = (day, day);
    });
    assert_eq!(found, []);
}
