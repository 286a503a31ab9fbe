//! What is stored, ordered and brought: stocks and their policies, and the roads, rails and flights that bring them.
use super::Recipe;
use iceroad_base::civil::MonthDay;
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_base::{Id, Table};
use iceroad_model::climate::{CalendarSeason, IceHabits, Season, SeasonKind};
use iceroad_model::mine_use::MineUse;
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::transport::{Leg, Runs, Spacing, Vehicle};
use iceroad_model::{RepairShopId, SeasonId, Tables, VehicleId};
use iceroad_worlds::build::Build;
use iceroad_worlds::example::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(super) struct Goods {
    on_hand: u8,
    policy: Vec<(u8, u16, u16)>,
    emergency: u8,
    capacity: bool,
    keeps: u8,
    unknown: u8,
    hungry: u8,
    lead: u8,
    repairs: u8,
}

#[derive(Clone, Debug)]
pub(super) struct Roads {
    kept: [bool; 5],
    trips: u32,
    payload: u8,
    ice: u8,
    rail: u8,
    transit: u8,
    foreign_transit: bool,
    /// Spacing, least loads, vehicles that come back, a second class, a second road.
    vehicles: [u8; 5],
}

impl Roads {
    /// More classes than one, on the winter road and beside it.
    fn more_vehicles(&self, tables: &mut Tables) {
        let [spacing, least, number, second, beside] = self.vehicles;
        let road = VehicleId(WINTER_ROAD.0);
        tables.legs[WINTER_ROAD].spacing = (spacing > 0)
            .then_some(Spacing { every_min: u32::from(spacing) * 240, convoy: u32::from(spacing) });
        if number > 0 {
            tables.vehicles[road].runs = Runs::Vehicles(u32::from(number));
        }
        let payload = tables.vehicles[road].payload;
        tables.vehicles[road].least_load = (least > 0).then(|| payload.scaled(f64::from(least) * 0.3));
        tables.vehicles[road].longest_wait = (least == 2).then(|| Days::clamped(2.0));
        let mut van = tables.vehicles[road].clone();
        (van.name, van.tare, van.payload) = ("van".into(), Mass(3_000), Mass(4_000));
        (van.runs, van.least_load, van.carrier) = (Runs::Vehicles(2), None, None);
        van.cost_per_tonne = van.cost_per_tonne * i64::from(second);
        if beside > 0 {
            let name = "beside".into();
            let leg = tables.legs.push(Leg {
                name,
                carrier: None,
                spacing: None,
                ..tables.legs[WINTER_ROAD].clone()
            });
            tables.vehicles.push(Vehicle { name: "beside".into(), leg, ..van.clone() });
        }
        if second > 0 {
            tables.vehicles.push(van);
        }
    }
}

pub(super) fn goods() -> impl Strategy<Value = Goods> {
    let policy = proptest::collection::vec((0_u8..5, 0_u16..400, 1_u16..400), 11);
    let rest = (0_u8..4, 0_u8..4, any::<bool>(), 0_u8..4, 0_u8..8, 0_u8..3, (0_u8..3, 0_u8..6));
    (policy, rest).prop_map(
        |(policy, (on_hand, emergency, capacity, keeps, unknown, hungry, (lead, repairs)))| Goods {
            on_hand,
            policy,
            emergency,
            capacity,
            keeps,
            unknown,
            hungry,
            lead,
            repairs,
        },
    )
}

pub(super) fn roads() -> impl Strategy<Value = Roads> {
    let kept = proptest::array::uniform5(proptest::bool::weighted(0.85));
    let vehicles = [0_u8..3, 0_u8..3, 0_u8..4, 0_u8..3, 0_u8..2];
    (kept, 1_u32..=12, 0_u8..3, 0_u8..5, 0_u8..4, 0_u8..4, any::<bool>(), vehicles).prop_map(
        |(kept, trips, payload, ice, rail, transit, foreign_transit, vehicles)| Roads {
            kept,
            trips,
            payload,
            ice,
            rail,
            transit,
            foreign_transit,
            vehicles,
        },
    )
}

impl Recipe {
    pub(super) fn goods(&self, tables: &mut Tables) {
        let goods = &self.goods;
        let factor = [1.0, 0.0, 0.1, 3.0][usize::from(goods.on_hand)];
        let order_by = self.day(tables, 30);
        let ready = self.day(tables, 1);
        for (line, &(kind, reorder, more)) in tables.stock.iter_mut().zip(&goods.policy) {
            line.on_hand = line.on_hand.scaled(factor);
            // Bulk goods are counted in thousands.
            let unit = if line.item == DIESEL || line.item == FLOUR { 1_000 } else { 1 };
            let (reorder, up_to) = (i64::from(reorder / 4) * unit, i64::from(reorder / 4 + more) * unit);
            line.policy = match kind {
                0 => continue,
                1 => ReviewPolicy::None,
                2 | 3 => ReviewPolicy::ReorderUpTo {
                    reorder: Quantity(reorder),
                    up_to: Quantity(up_to),
                    review_days: Days::clamped(if kind == 2 { 0.0 } else { 5.0 }),
                },
                _ => ReviewPolicy::BeforeClosure {
                    up_to: Quantity(up_to),
                    order_by: MonthDay { month: order_by.month(), day: order_by.day().min(28) },
                    reorder: Quantity(if more % 2 == 0 { 0 } else { reorder }),
                    reorder_up_to: Quantity(if more % 2 == 0 { 0 } else { up_to }),
                },
            };
        }
        for store in tables.stores.iter_mut() {
            store.emergency_after =
                [Some(5.0), None, Some(0.0), Some(20.0)][usize::from(goods.emergency)].map(Days::clamped);
        }
        for one in tables.inbound.iter_mut() {
            one.ready = ready;
        }
        if goods.capacity {
            tables.stores[VILLAGE_STORE].capacity = Some(Mass::from_tonnes(500.0));
            tables.stores[MINE_STORE].room = Some(Volume::from_cubic_metres(2_600.0));
        }
        if let Some(days) = [None, Some(40.0), Some(5.0), Some(200.0)][usize::from(goods.keeps)] {
            tables.items[FLOUR].shelf_life = Some(Days::clamped(days));
            tables.items[FILTER].shelf_life = Some(Days::clamped(days * 2.0));
        }
        if goods.unknown & 1 != 0 {
            tables.items[FILTER].hs_code = None;
        }
        if goods.unknown & 2 != 0 {
            tables.items[INJECTOR_ALT].origin = None;
        }
        if goods.unknown & 4 != 0 {
            tables.items[FLOUR].hs_code = Some("11".into());
        }
        let hunger = [1.0, 0.001, 6.0][usize::from(goods.hungry)];
        tables.consumption.iter_mut().for_each(|row| row.per_day *= hunger);
        if goods.hungry > 0 {
            tables.mine_uses.push(MineUse {
                mine: MINE,
                store: MINE_STORE,
                item: FILTER,
                per_day: 0.3,
                per_heating_degree_day: if goods.hungry == 1 { 0.0 } else { 0.01 },
                per_tonne: 0.000_5,
                material: (goods.hungry == 1).then_some(ORE),
                dump: (goods.hungry == 2).then_some(CRUSHER),
            });
        }
        if goods.lead > 0 {
            let law = [Law::Constant { value: 0.0 }, Law::Exponential { mean: 20.0 }];
            tables.offers.iter_mut().for_each(|offer| offer.lead_days = law[usize::from(goods.lead) - 1]);
        }
        if goods.repairs > 0 {
            self.repairs(tables);
        }
    }

    /// Injectors are repaired, filters too in half of the scenarios: by one shop with one bench, or two, or as many as it takes.
    fn repairs(&self, tables: &mut Tables) {
        let kind = usize::from(self.goods.repairs - 1);
        let items = if kind % 2 == 0 { &[INJECTOR][..] } else { &[FILTER, INJECTOR] };
        for &item in items {
            let row = tables.rotable(item, MINE_STORE, 1.0);
            row.shop = RepairShopId(0);
            row.turn_round = [Law::Exponential { mean: 9.0 }, Law::Constant { value: 2.0 }][kind % 2];
            row.scrap_share = Share::clamped([0.3, 0.0, 0.3, 1.0, 0.6][kind]);
            row.cost = Money([90_000, 0, 70_000, 1, 5_000][kind]);
            row.in_repair = Quantity([3, 0, 1, 0, 9][kind]);
        }
        let shop = &mut tables.repair_shops[RepairShopId(0)];
        shop.benches = [Some(1), None, Some(2), Some(1), Some(1)][kind];
        shop.site = [None, Some(RAILHEAD), None, None, Some(RAILHEAD)][kind];
        shop.party = (kind % 2 == 0).then_some(TRADER);
    }

    /// What is repaired elsewhere goes there by a road of its own, in one of two scenarios on ice.
    pub(super) fn way_back(&self, tables: &mut Tables) {
        if tables.repair_shops.iter().all(|shop| shop.site.is_none()) {
            return;
        }
        let leg = tables.leg("way-back", PIT, RAILHEAD, 3.0);
        tables.legs[leg].season = (self.goods.repairs == 2).then_some(ICE);
    }

    pub(super) fn roads(&self, tables: &mut Tables) {
        let roads = &self.roads;
        let calendar_season = |opens, closes, sd: f64, gross| Season {
            name: "rail-season".into(),
            title: "rail-season".into(),
            station: None,
            kind: SeasonKind::Calendar(CalendarSeason {
                opens,
                opens_sd: Days::clamped(sd),
                closes,
                closes_sd: Days::clamped(sd),
                gross,
            }),
            measured: vec![],
        };
        let day = |month, day| MonthDay { month, day };
        let rail: Option<Season> = match roads.rail {
            0 => None,
            1 => Some(calendar_season(day(3, 1), day(11, 30), 0.0, None)),
            2 => Some(calendar_season(day(11, 1), day(2, 10), 5.0, Some(Mass::from_tonnes(60.0)))),
            _ => Some(calendar_season(day(6, 1), day(6, 3), 2.0, None)),
        };
        if let Some(season) = rail {
            let id: SeasonId = tables.seasons.push(season);
            tables.legs[RAIL].season = Some(id);
        }
        if let SeasonKind::Ice(ice) = &mut tables.seasons[ICE].kind {
            match roads.ice {
                1 => ice.alpha = IceGrowth::clamped(0.4),
                2 => ice.steps.clear(),
                3 => ice.closes_latest = day(2, 1),
                4 => {
                    ice.work.not_before = Some(day(11, 10));
                    ice.work.construction_sd = Days::clamped(6.0);
                    ice.work.cleared_alpha = Some(IceGrowth::clamped(2.6));
                    ice.work.flooding_cm_per_day = 0.5;
                    ice.thaw_base_c = -6.0;
                    ice.habits = IceHabits {
                        full_load_chance: Share::clamped(0.6),
                        closes_usual: Some(day(3, 20)),
                        closes_sd: Days::clamped(9.0),
                        storms_per_month: 3.0,
                        storm_days: Days::clamped(2.0),
                    };
                    for (nth, step) in ice.steps.iter_mut().enumerate() {
                        step.ends_before = Days::clamped(5.0 * nth as f64);
                    }
                }
                _ => {}
            }
        }
        for leg in tables.legs.iter_mut() {
            leg.transit_days = match roads.transit {
                0 => leg.transit_days,
                1 => Law::Constant { value: 0.0 },
                2 => Law::Exponential { mean: 4.0 },
                _ => Law::Uniform { low: 0.4, high: 30.0 },
            };
        }
        for vehicle in tables.vehicles.iter_mut() {
            if let Runs::Trips(trips) = vehicle.runs {
                vehicle.runs = Runs::Trips(trips.min(roads.trips));
            }
            vehicle.payload = vehicle.payload.scaled([1.0, 0.3, 2.0][usize::from(roads.payload)]);
        }
        roads.more_vehicles(tables);
        if roads.foreign_transit {
            tables.legs[RAIL].transits = vec![BARRED];
        }
        // Where the road is gone, those who fly in need fly always; nobody is cut off, or the scenario is refused.
        let [_, road, _, barge, _] = roads.kept;
        tables.legs[FLIGHT].emergency = road;
        tables.legs[HELICOPTER].emergency = barge;
        let kept = [true, road, roads.kept[2] || !road, barge, roads.kept[4] || !barge];
        let mut place = Vec::new();
        let mut legs = Table::new();
        for (leg, kept) in tables.legs.iter().zip(kept.into_iter().chain(std::iter::repeat(road))) {
            place.push(kept.then(|| legs.push(leg.clone())));
        }
        let moved = |vehicle: &Vehicle| {
            let leg = place[vehicle.leg.index()]?;
            Some(Vehicle { leg, ..vehicle.clone() })
        };
        tables.vehicles = tables.vehicles.iter().filter_map(moved).collect();
        tables.legs = legs;
    }
}
