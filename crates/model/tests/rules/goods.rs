//! Rules of items, interchange, offers: each case breaks one thing and expects one code.
use iceroad_base::civil::Date;
use iceroad_base::quantity::*;
use iceroad_model::goods::*;
use iceroad_model::*;
use iceroad_worlds::example::*;

fn statement(t: &Tables, name: &str, need: ItemId, substitute: ItemId) -> Interchange {
    Interchange { name: name.into(), need, substitute, ..t.interchange[STAND_IN].clone() }
}

cases! {
    an_item_weighs_nothing_or_more: Negative at "items" "unit_mass_kg", |t| t.items[FILTER].unit_grams = -1;
    an_item_takes_no_room_or_some: Negative at "items" "unit_volume_l", |t| t.items[FILTER].unit_millilitres = -1;
    an_item_is_worth_nothing_or_more: Negative at "items" "value", |t| t.items[FILTER].value = Money(-100);
    an_hs_code_is_digits: HsCodeBad at "items" "hs_code", |t| t.items[FILTER].hs_code = Some("84.21".into());
    an_hs_code_has_ten_digits_at_most: HsCodeBad at "items" "hs_code", |t| {
        t.items[FILTER].hs_code = Some("84212300001".into());
    };
    an_item_keeps_for_a_while: ShelfLifeZero at "items" "shelf_life_days", |t| {
        t.items[FLOUR].shelf_life = Some(Days::clamped(0.0));
    };
    an_item_does_not_stand_in_for_itself: InterchangeToItself at "interchange" "substitute", |t| {
        t.interchange[STAND_IN].substitute = INJECTOR;
    };
    a_ratio_has_no_zero: RatioZero at "interchange" "ratio_use", |t| t.interchange[STAND_IN].ratio.of_use = 0;
    two_statements_give_one_ratio: RatiosDisagree at "interchange" "ratio_use", |t| {
        let mut other = statement(t, "again", INJECTOR, INJECTOR_ALT);
        other.ratio.of_use = 2;
        t.interchange.push(other);
    };
    a_two_way_statement_agrees_with_the_way_back: RatiosDisagree at "interchange" "ratio_use", |t| {
        t.interchange[STAND_IN].two_way = true;
        t.interchange[STAND_IN].ratio = Ratio { of_use: 2, for_need: 1 };
        let mut back = statement(t, "back", INJECTOR_ALT, INJECTOR);
        back.ratio = Ratio { of_use: 2, for_need: 1 };
        t.interchange.push(back);
    };
    supersession_comes_to_an_end: InterchangeLoop at "interchange" "substitute", |t| {
        for (name, need, substitute) in
            [("1", FILTER, INJECTOR), ("2", INJECTOR, INJECTOR_ALT), ("3", INJECTOR_ALT, FILTER)]
        {
            let mut step = statement(t, name, need, substitute);
            step.transitive = true;
            t.interchange.push(step);
        }
    };
    a_life_factor_is_above_zero: LifeFactorBad at "interchange" "life_factor", |t| {
        t.interchange[STAND_IN].life_factor = 0.0;
    };
    a_life_factor_is_a_number: LifeFactorBad at "interchange" "life_factor", |t| {
        t.interchange[STAND_IN].life_factor = f64::NAN;
    };
    a_statement_begins_before_it_ends: DatesReversed at "interchange" "to", |t| {
        t.interchange[STAND_IN].from = Some(Date::constant(2026, 9, 2));
        t.interchange[STAND_IN].to = Some(Date::constant(2026, 9, 1));
    };
}

#[test]
fn ratios_may_differ_where_statements_never_meet() {
    let other_model = crate::faults(|t| {
        let mut other = statement(t, "again", INJECTOR, INJECTOR_ALT);
        (other.ratio.of_use, other.models) = (2, vec![BIRCH_37]);
        t.interchange.push(other);
    });
    assert_eq!(other_model, []);
    let later = crate::faults(|t| {
        t.interchange[STAND_IN].to = Some(Date::constant(2026, 8, 31));
        let mut other = statement(t, "again", INJECTOR, INJECTOR_ALT);
        (other.ratio.of_use, other.from, other.to) = (2, Some(Date::constant(2026, 9, 1)), None);
        t.interchange.push(other);
    });
    assert_eq!(later, []);
}

#[test]
fn the_inverse_ratio_on_the_way_back_agrees() {
    let found = crate::faults(|t| {
        t.interchange[STAND_IN].two_way = true;
        t.interchange[STAND_IN].ratio = Ratio { of_use: 2, for_need: 1 };
        let mut back = statement(t, "back", INJECTOR_ALT, INJECTOR);
        back.ratio = Ratio { of_use: 2, for_need: 4 };
        t.interchange.push(back);
    });
    assert_eq!(found, []);
}

#[test]
fn two_way_interchange_is_no_loop() {
    let found = crate::faults(|t| {
        t.interchange[STAND_IN].two_way = true;
        t.interchange[STAND_IN].transitive = true;
    });
    assert_eq!(found, []);
}

#[test]
fn an_equivalent_on_offer_is_enough_to_have_a_part() {
    let found = crate::faults(|t| {
        // Nobody offers the original and none is on a shelf; the equivalent is on offer.
        t.offers[OFFER_INJECTOR].item = INJECTOR_ALT;
        t.stock[StockId(4)].on_hand = Quantity(0);
    });
    assert_eq!(found, []);
    let forbidden = crate::faults(|t| {
        t.offers[OFFER_INJECTOR].item = INJECTOR_ALT;
        t.stock[StockId(4)].on_hand = Quantity(0);
        t.interchange[STAND_IN].approval = Approval::Forbidden;
    });
    assert_eq!(forbidden.len(), 1, "{forbidden:?}");
    assert_eq!(forbidden[0].code, Code::NeverToBeHad);
}
