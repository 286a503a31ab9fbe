//! Rules of stores, stock and goods on the way: each case breaks one thing and expects one code.
use iceroad_base::civil::Date;
use iceroad_base::quantity::*;
use iceroad_model::goods::Item;
use iceroad_model::stores::*;
use iceroad_model::*;
use iceroad_worlds::build::Build;
use iceroad_worlds::example::*;

const FILTERS_AT_BASE: StockId = StockId(0);

fn buys(t: &mut Tables, item: ItemId) {
    let policy = t.stock[FILTERS_AT_BASE].policy;
    t.stock.push(StockLine { store: BASE_STORE, item, on_hand: Quantity(0), policy });
}

cases! {
    echelons_have_a_top: StoreLoop at "stores" "parent", |t| {
        // At the mine too, so that the legs are there.
        t.stores[BASE_STORE].site = PIT;
        t.stores[VILLAGE_STORE].parent = None;
        t.stores[BASE_STORE].parent = Some(MINE_STORE);
    };
    a_parent_reaches_its_store: StoreCutOff at "stores" "parent", |t| {
        t.stores[VILLAGE_STORE].parent = Some(MINE_STORE);
    };
    emergency_legs_do_not_feed_a_store: StoreCutOff at "stores" "parent", |t| t.legs[BARGE].emergency = true;
    stock_is_not_negative: Negative at "stock" "on_hand", |t| t.stock[FILTERS_AT_BASE].on_hand = Quantity(-1);
    a_level_is_not_negative: Negative at "stock" "reorder", |t| {
        t.stock[FILTERS_AT_BASE].policy = ReviewPolicy::ReorderUpTo {
            reorder: Quantity(-1),
            up_to: Quantity(5),
            review_days: Days::clamped(1.0),
        };
    };
    s_is_at_most_big_s: ReorderAboveUpTo at "stock" "reorder", |t| {
        t.stock[FILTERS_AT_BASE].policy = ReviewPolicy::ReorderUpTo {
            reorder: Quantity(9),
            up_to: Quantity(5),
            review_days: Days::clamped(1.0),
        };
    };
    s_between_yearly_orders_is_at_most_big_s: ReorderAboveUpTo at "stock" "reorder", |t| {
        t.stock[FILTERS_AT_BASE].policy = ReviewPolicy::BeforeClosure {
            up_to: Quantity(100),
            order_by: iceroad_base::civil::MonthDay { month: 11, day: 1 },
            reorder: Quantity(9),
            reorder_up_to: Quantity(5),
        };
    };
    a_store_carries_what_it_starts_with: StoreOverfull at "stores" "capacity_t", |t| {
        t.stores[MINE_STORE].capacity = Some(Mass::from_tonnes(500.0));
    };
    a_store_has_room_for_what_it_starts_with: StoreOverfull at "stores" "room_m3", |t| {
        t.stores[MINE_STORE].room = Some(Volume::from_cubic_metres(500.0));
    };
    what_is_ordered_can_be_had: ReplenishedFromNothing at "stock" "item", |t| {
        let item = t.items.push(Item { name: "gasket".into(), ..t.items[FILTER].clone() });
        buys(t, item);
    };
    inbound_goods_are_ready_in_time: InboundAfterHorizon at "inbound" "ready", |t| {
        t.inbound[InboundId(0)].ready = Date::constant(2027, 7, 1);
    };
    inbound_goods_are_some: InboundNothing at "inbound" "quantity", |t| {
        t.inbound[InboundId(0)].quantity = Quantity(0);
    };
    inbound_goods_reach_their_store: InboundCutOff at "inbound" "at", |t| t.inbound[InboundId(0)].at = VILLAGE;
    a_repair_shop_has_a_bench: ShopWithoutBench at "repair_shops" "benches", |t| {
        t.rotable(FILTER, MINE_STORE, 3.0);
        t.repair_shops[RepairShopId(0)].benches = Some(0);
    };
    a_repair_costs_nothing_or_more: Negative at "rotables" "repair_cost", |t| {
        t.rotable(FILTER, MINE_STORE, 3.0).cost = Money(-1);
    };
    a_repair_shop_is_reached_and_left: RepairShopCutOff at "rotables" "shop", |t| {
        t.rotable(FILTER, MINE_STORE, 3.0);
        // A road leads from there and none back.
        t.repair_shops[RepairShopId(0)].site = Some(RAILHEAD);
    };
    what_is_repaired_comes_out_of_a_machine: NeverReplaced at "rotables" "item", |t| {
        t.rotable(FILTER, BASE_STORE, 3.0);
    };
    an_item_of_a_store_is_repaired_by_one_row: RowTwice at "rotables" "item", |t| {
        t.rotable(FILTER, MINE_STORE, 3.0);
        t.rotable(FILTER, MINE_STORE, 4.0);
    };
}

#[test]
fn inbound_goods_may_be_ready_on_the_last_day() {
    assert_eq!(crate::faults(|t| t.inbound[InboundId(0)].ready = Date::constant(2027, 6, 30)), []);
}
