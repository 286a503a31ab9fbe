//! Rules of parties and restrictions: each case breaks one thing and expects one code.
use iceroad_base::civil::Date;
use iceroad_base::quantity::*;
use iceroad_model::climate::{CalendarSeason, Season, SeasonKind};
use iceroad_model::site::Site;
use iceroad_model::trade::Scope;
use iceroad_model::transport::{Leg, Runs};
use iceroad_worlds::build::Build;
use iceroad_worlds::example::*;

cases! {
    owners_hold_at_most_all: OwnersOverAll at "owners" "owned_share", |t| {
        t.parties[COMPANY].owners.push((TRADER, Share::clamped(0.7)));
    };
    owners_are_not_owned_in_a_circle: OwnershipLoop at "owners" "owner", |t| {
        t.parties[OFFICE].owners.push((COMPANY, Share::clamped(0.1)));
    };
    nobody_owns_themself: OwnershipLoop at "owners" "owner", |t| {
        t.parties[TRADER].owners.push((TRADER, Share::clamped(0.1)));
    };
    a_restriction_begins_before_it_ends: DatesReversed at "restrictions" "to", |t| {
        t.restrictions[BAN].from = Some(Date::constant(2026, 9, 2));
        t.restrictions[BAN].to = Some(Date::constant(2026, 9, 1));
    };
    a_wind_down_follows_the_start: WindDownBeforeStart at "restrictions" "wind_down_until", |t| {
        t.restrictions[BAN].from = Some(Date::constant(2026, 9, 2));
        t.restrictions[BAN].wind_down_until = Some(Date::constant(2026, 9, 1));
    };
    a_wind_down_needs_a_start: WindDownBeforeStart at "restrictions" "wind_down_until", |t| {
        t.restrictions[BAN].wind_down_until = Some(Date::constant(2026, 9, 1));
    };
    a_restriction_matches_something_definite: RestrictsEverything at "restrictions" "hs_prefixes", |t| {
        t.restrictions[BAN].scope = Scope::default();
    };
    an_hs_prefix_is_digits: HsPrefixBad at "restrictions" "hs_prefixes", |t| {
        t.restrictions[BAN].scope.hs_prefixes = vec!["84*".into()];
    };
    an_offer_begins_before_it_ends: DatesReversed at "offers" "to", |t| {
        t.offers[OFFER_ALT].from = Some(Date::constant(2027, 1, 1));
        t.offers[OFFER_ALT].to = Some(Date::constant(2026, 1, 1));
    };
    a_price_is_not_negative: Negative at "offers" "price", |t| t.offers[OFFER_ALT].price = Money(-1);
    an_offer_sells_some_at_a_time: BatchZero at "offers" "batch", |t| t.offers[OFFER_ALT].batch = Quantity(0);
    an_offer_has_a_least_order: BatchZero at "offers" "minimum", |t| t.offers[OFFER_ALT].minimum = Quantity(0);
    an_offer_leads_to_a_store: OfferLeadsNowhere at "offers" "site", |t| {
        let island = t.sites.push(Site { name: "island".into(), ..t.sites[PORT].clone() });
        t.offers[OFFER_ALT].site = island;
    };
    a_leg_leads_elsewhere: LegToItself at "legs" "to", |t| {
        let mut shunt = t.legs[RAIL].clone();
        (shunt.name, shunt.to) = ("shunt".into(), PORT);
        let leg = t.legs.push(shunt);
        t.vehicle("shunt", leg);
    };
    a_leg_has_something_that_runs: LegCarriesNothing at "legs" "trips_per_day", |t| {
        t.legs.push(Leg { name: "track".into(), ..t.legs[RAIL].clone() });
    };
    a_least_load_fits: LegCarriesNothing at "vehicles" "least_load_t", |t| {
        t.runs_on(RAIL).least_load = Some(Mass::from_tonnes(60.1));
    };
    a_leg_carries_something: LegCarriesNothing at "vehicles" "payload_t", |t| t.runs_on(BARGE).payload = Mass(0);
    a_leg_has_room: LegCarriesNothing at "vehicles" "volume_m3", |t| t.runs_on(BARGE).volume = Volume(0);
    a_leg_runs: LegCarriesNothing at "vehicles" "trips_per_day", |t| t.runs_on(BARGE).runs = Runs::Trips(0);
    freight_is_not_negative: Negative at "vehicles" "cost_per_tonne", |t| t.runs_on(RAIL).cost_per_tonne = Money(-1);
    a_tare_is_not_negative: Negative at "vehicles" "tare_t", |t| t.runs_on(RAIL).tare = Mass(-1);
    ice_carries_more_than_the_empty_vehicle: TareTooHeavy at "vehicles" "tare_t", |t| {
        t.runs_on(WINTER_ROAD).tare = Mass::from_tonnes(48.0);
    };
    a_road_bears_a_load_worth_a_trip: RoadIdle at "vehicles" "tare_t", |t| {
        // 8 t of room are less than a third of 32 t.
        t.runs_on(WINTER_ROAD).tare = Mass::from_tonnes(40.0);
    };
    a_crossing_carries_more_than_the_empty_vehicle: TareTooHeavy at "vehicles" "tare_t", |t| {
        let season = CalendarSeason {
            opens: iceroad_base::civil::MonthDay { month: 12, day: 15 },
            opens_sd: Days::clamped(5.0),
            closes: iceroad_base::civil::MonthDay { month: 4, day: 10 },
            closes_sd: Days::clamped(5.0),
            gross: Some(Mass::from_tonnes(10.0)),
        };
        let kind = SeasonKind::Calendar(season);
        let id = t.seasons.push(Season { name: "crossing".into(), title: String::new(), station: None, kind, measured: vec![] });
        t.legs[WINTER_ROAD].season = Some(id);
    };
}

/// A lighter class keeps the road busy, and a planner may say that a small load is worth a trip.
#[test]
fn a_road_is_busy_where_one_class_has_room() {
    let heavy = |t: &mut iceroad_model::Tables| t.runs_on(WINTER_ROAD).tare = Mass::from_tonnes(40.0);
    let lighter = crate::faults(|t| {
        heavy(t);
        t.vehicle("van", WINTER_ROAD);
    });
    assert_eq!(lighter, []);
    let said = crate::faults(|t| {
        heavy(t);
        t.runs_on(WINTER_ROAD).least_load = Some(Mass::from_tonnes(8.0));
    });
    assert_eq!(said, []);
}
