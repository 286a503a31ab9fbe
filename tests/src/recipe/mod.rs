//! Whole random scenarios of small numbers: what a proptest draws, and what becomes of the small example under it.
//!
//! A [`Recipe`] is plain numbers in plain ranges, so that a failing one shrinks towards the small example with little
//! of everything. Not every recipe makes a scenario that may run (a promised part that no road leads to is refused);
//! [`Recipe::scenario`] says why, and the test draws another.
mod beyond;
mod haul;

use haul::{Haul, hauls};
use iceroad_base::Table;
use iceroad_base::civil::{Date, MonthDay, Zone, date_of_epoch_day, epoch_day};
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_model::calendar::{Shift, WorkCalendar};
use iceroad_model::climate::{CalendarSeason, ClimateMode, Season, SeasonKind};
use iceroad_model::example::*;
use iceroad_model::fleet::{Arrival, Machine};
use iceroad_model::goods::{Approval, Interchange, Ratio};
use iceroad_model::maintenance::{Opening, Place, Sharing};
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::obligations::{Incoterm, Promise};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::trade::{Action, Restriction, Scope};
use iceroad_model::{Fault, ItemId, Scenario, SeasonId, Tables};
use proptest::prelude::*;

/// A random scenario.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Seed of the run, days of the horizon, first month.
    pub seed: u64,
    days: u32,
    month: i8,
    recorded: bool,
    pit: Pit,
    shop: Shop,
    goods: Goods,
    roads: Roads,
    rules: Vec<Rule>,
    swaps: Vec<Swap>,
    promises: Promises,
    works: Works,
    haul: Haul,
}

#[derive(Clone, Debug)]
struct Pit {
    /// Model, and the day on which it joins (0: from the start).
    trucks: Vec<(bool, u16)>,
    /// Face in ore or waste, and the day on which it joins.
    loaders: Vec<(bool, u16)>,
    dispatch: u8,
    calendar: u8,
    fuel: u8,
    crusher: bool,
    little_ore: bool,
    stops_below: bool,
    /// Whether loaders dig in sequence, how they work, and how dumps stand.
    beyond: u8,
}

#[derive(Clone, Debug)]
struct Shop {
    by_brand: bool,
    old_bays: u16,
    new_bays: u16,
    bays_at_once: bool,
    small_bay: bool,
    groups: [(u16, u8, bool); 3],
    one_group_later: bool,
    tows: u16,
    far: u8,
    life: u8,
    life_law: u8,
    repair: u8,
    all_field: bool,
    sure_parts: bool,
    interval: u8,
}

#[derive(Clone, Debug)]
struct Goods {
    on_hand: u8,
    policy: Vec<(u8, u16, u16)>,
    emergency: u8,
    capacity: bool,
    keeps: u8,
    unknown: u8,
    hungry: u8,
    lead: u8,
}

#[derive(Clone, Debug)]
struct Roads {
    kept: [bool; 5],
    trips: u32,
    payload: u8,
    ice: u8,
    rail: u8,
    transit: u8,
    foreign_transit: bool,
}

#[derive(Clone, Debug)]
struct Rule {
    licence: Option<u8>,
    hs: u8,
    origin: u8,
    maker: u8,
    seller: u8,
    carrier: bool,
    transit: u8,
    destination: bool,
    from: u16,
    to: u16,
    wind_down: bool,
    exempt: u8,
}

#[derive(Clone, Debug)]
struct Swap {
    need: u8,
    substitute: u8,
    ratio: (u32, u32),
    two_way: bool,
    transitive: bool,
    approval: u8,
    model: u8,
    from: u16,
    to: u16,
}

#[derive(Clone, Debug)]
struct Promises {
    term: u8,
    ordered: i16,
    due: u16,
    filters: i64,
    truck: bool,
    jobs: i64,
    one_service: bool,
    ore: i64,
    grace: u8,
    delivered: bool,
}

#[derive(Clone, Debug)]
struct Works {
    teams: u16,
    crewless: bool,
    days: u8,
    season: u8,
    materials: i64,
    abreast: bool,
}

/// Any recipe.
pub fn recipes() -> impl Strategy<Value = Recipe> {
    let heading = (any::<u16>(), 20_u32..=400, 1_i8..=12, any::<bool>());
    let parts = (pits(), shops(), goods(), roads(), promises(), works(), hauls());
    let rules = proptest::collection::vec(rule(), 0..=3);
    let swaps = proptest::collection::vec(swap(), 0..=4);
    (heading, parts, rules, swaps).prop_map(|(heading, parts, rules, swaps)| {
        let (seed, days, month, recorded) = heading;
        let (pit, shop, goods, roads, promises, works, haul) = parts;
        let seed = u64::from(seed);
        Recipe { seed, days, month, recorded, pit, shop, goods, roads, rules, swaps, promises, works, haul }
    })
}

fn pits() -> impl Strategy<Value = Pit> {
    let trucks =
        proptest::collection::vec((any::<bool>(), prop_oneof![3 => Just(0_u16), 1 => 1_u16..60]), 0..=7);
    let loaders =
        proptest::collection::vec((any::<bool>(), prop_oneof![4 => Just(0_u16), 1 => 1_u16..60]), 0..=3);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (trucks, loaders, 0_u8..9, 0_u8..5, 0_u8..4, flags, any::<u8>()).prop_map(
        |(trucks, loaders, dispatch, calendar, fuel, flags, beyond)| {
            let (crusher, little_ore, stops_below) = flags;
            Pit { trucks, loaders, dispatch, calendar, fuel, crusher, little_ore, stops_below, beyond }
        },
    )
}

fn shops() -> impl Strategy<Value = Shop> {
    let places = (any::<bool>(), 0_u16..=3, 0_u16..=3, any::<bool>(), any::<bool>());
    let group = || (0_u16..=4, 0_u8..5, any::<bool>());
    let people = ([group(), group(), group()], any::<bool>(), 0_u16..=2, 0_u8..3);
    let work = (0_u8..4, 0_u8..4, 0_u8..3, any::<bool>(), any::<bool>(), 0_u8..3);
    (places, people, work).prop_map(|(places, people, work)| {
        let (by_brand, old_bays, new_bays, bays_at_once, small_bay) = places;
        let (groups, one_group_later, tows, far) = people;
        let (life, life_law, repair, all_field, sure_parts, interval) = work;
        Shop {
            by_brand,
            old_bays,
            new_bays,
            bays_at_once,
            small_bay,
            groups,
            one_group_later,
            tows,
            far,
            life,
            life_law,
            repair,
            all_field,
            sure_parts,
            interval,
        }
    })
}

fn goods() -> impl Strategy<Value = Goods> {
    let policy = proptest::collection::vec((0_u8..5, 0_u16..400, 1_u16..400), 11);
    let rest = (0_u8..4, 0_u8..4, any::<bool>(), 0_u8..4, 0_u8..8, 0_u8..3, 0_u8..3);
    (policy, rest).prop_map(|(policy, (on_hand, emergency, capacity, keeps, unknown, hungry, lead))| Goods {
        on_hand,
        policy,
        emergency,
        capacity,
        keeps,
        unknown,
        hungry,
        lead,
    })
}

fn roads() -> impl Strategy<Value = Roads> {
    let kept = proptest::array::uniform5(proptest::bool::weighted(0.85));
    (kept, 1_u32..=12, 0_u8..3, 0_u8..4, 0_u8..4, 0_u8..4, any::<bool>()).prop_map(
        |(kept, trips, payload, ice, rail, transit, foreign_transit)| Roads {
            kept,
            trips,
            payload,
            ice,
            rail,
            transit,
            foreign_transit,
        },
    )
}

fn rule() -> impl Strategy<Value = Rule> {
    let what = (proptest::option::of(1_u8..60), 0_u8..6, 0_u8..4, 0_u8..4, 0_u8..4);
    let way = (proptest::bool::weighted(0.2), 0_u8..6, proptest::bool::weighted(0.2));
    let when = (0_u16..300, 0_u16..500, any::<bool>(), 0_u8..6);
    (what, way, when).prop_map(|(what, way, when)| {
        let (licence, hs, origin, maker, seller) = what;
        let (carrier, transit, destination) = way;
        let (from, to, wind_down, exempt) = when;
        Rule {
            licence,
            hs,
            origin,
            maker,
            seller,
            carrier,
            transit,
            destination,
            from,
            to,
            wind_down,
            exempt,
        }
    })
}

fn swap() -> impl Strategy<Value = Swap> {
    let pair = (0_u8..3, 0_u8..3, (1_u32..=3, 1_u32..=3));
    let kind = (any::<bool>(), any::<bool>(), 0_u8..6, 0_u8..4, 0_u16..200, 0_u16..400);
    (pair, kind).prop_map(|((need, substitute, ratio), kind)| {
        let (two_way, transitive, approval, model, from, to) = kind;
        Swap { need, substitute, ratio, two_way, transitive, approval, model, from, to }
    })
}

fn promises() -> impl Strategy<Value = Promises> {
    let goods = (0_u8..5, -40_i16..200, 0_u16..400, 0_i64..200, any::<bool>());
    let works = (0_i64..80, any::<bool>(), 0_i64..300_000, 0_u8..30, any::<bool>());
    (goods, works).prop_map(|(goods, works)| {
        let (term, ordered, due, filters, truck) = goods;
        let (jobs, one_service, ore, grace, delivered) = works;
        Promises { term, ordered, due, filters, truck, jobs, one_service, ore, grace, delivered }
    })
}

fn works() -> impl Strategy<Value = Works> {
    (1_u16..=2, any::<bool>(), 0_u8..4, 0_u8..4, 0_i64..=4, any::<bool>()).prop_map(
        |(teams, crewless, days, season, materials, abreast)| Works {
            teams,
            crewless,
            days,
            season,
            materials,
            abreast,
        },
    )
}

impl Recipe {
    /// The scenario.
    ///
    /// # Errors
    /// The faults, where the recipe's numbers do not go together.
    pub fn scenario(&self) -> Result<Scenario, Vec<Fault>> {
        Scenario::new(self.tables())
    }

    /// Its tables.
    pub fn tables(&self) -> Tables {
        let mut tables = small();
        tables.heading.start = Date::constant(2026, self.month, 1);
        tables.heading.days = self.days;
        tables.heading.seed = self.seed;
        if self.recorded {
            tables.heading.climate = ClimateMode::Recorded { first_year: 2020 };
        }
        self.pit(&mut tables);
        self.haul.fill(self, &mut tables);
        self.shop(&mut tables);
        self.goods(&mut tables);
        self.roads(&mut tables);
        self.restrictions(&mut tables);
        self.interchange(&mut tables);
        self.works(&mut tables);
        self.promises(&mut tables);
        tables
    }

    /// A day of the horizon, or the last.
    fn day(&self, tables: &Tables, day: i64) -> Date {
        date_of_epoch_day(epoch_day(tables.heading.start) + day.min(i64::from(self.days) - 1))
    }

    fn arrival(&self, tables: &Tables, day: u16) -> Arrival {
        if day == 0 { Arrival::AtStart } else { Arrival::On(self.day(tables, day.into())) }
    }

    fn pit(&self, tables: &mut Tables) {
        let pit = &self.pit;
        let any = tables.machines[TRUCK_ALDER].clone();
        let by_line = tables.machines[TRUCK_NEW].clone();
        let mut machines: Vec<Machine> = Vec::new();
        let has = |ore: bool| pit.loaders.iter().any(|&(in_ore, _)| in_ore == ore);
        for (index, &(alder, day)) in pit.trucks.iter().enumerate() {
            let ore = if index % 2 == 0 { has(true) } else { !has(false) };
            machines.push(Machine {
                name: format!("truck-{index}"),
                model: if alder { ALDER_28 } else { BIRCH_37 },
                arrival: self.arrival(tables, day),
                face: Some(if ore { FACE_ORE } else { FACE_WASTE }),
                ..any.clone()
            });
        }
        for (index, &(ore, day)) in pit.loaders.iter().enumerate() {
            machines.push(Machine {
                name: format!("loader-{index}"),
                model: BIRCH_LOADER,
                arrival: self.arrival(tables, day),
                face: Some(if ore { FACE_ORE } else { FACE_WASTE }),
                ..any.clone()
            });
        }
        if self.promises.truck {
            let face = Some(if has(true) { FACE_ORE } else { FACE_WASTE });
            machines.push(Machine { name: "truck-new".into(), face, ..by_line });
        }
        if machines.iter().all(|machine| machine.model != BIRCH_LOADER) {
            // Trucks that nobody loads are refused; a mine without machines is not.
            machines.clear();
        }
        tables.machines = machines.into_iter().collect();
        let policies = [
            DispatchPolicy::Fixed,
            DispatchPolicy::Nearest,
            DispatchPolicy::ShortestQueue,
            DispatchPolicy::EarliestLoading,
            DispatchPolicy::MinLoaderIdle,
            DispatchPolicy::Random,
            DispatchPolicy::LeastSaturated,
            DispatchPolicy::MinTruckWait,
            DispatchPolicy::TwoStage,
        ];
        calendars(tables);
        let mine = &mut tables.mines[MINE];
        mine.dispatch = policies[usize::from(pit.dispatch)];
        mine.calendar = calendar(pit.calendar);
        if pit.fuel == 0 {
            (mine.fuel_point, mine.fuel_item, mine.fuel_store) = (None, None, None);
        }
        mine.stops_below = pit.stops_below.then(|| Celsius::clamped(-28.0));
        if !pit.crusher {
            tables.dumps[CRUSHER].crusher = None;
        }
        if pit.little_ore {
            tables.faces[FACE_ORE].available = Some(Mass::from_tonnes(9_000.0));
        }
        self.beyond(tables);
    }

    fn shop(&self, tables: &mut Tables) {
        let shop = &self.shop;
        let row = &mut tables.workshops[WORKSHOP];
        row.sharing = if shop.by_brand { Sharing::ByBrand } else { Sharing::Shared };
        row.stops_below = self.pit.stops_below.then(|| Celsius::clamped(-31.0));
        row.tow_vehicles = if shop.all_field { shop.tows } else { shop.tows.max(1) };
        row.gate_distance_m = [1_500.0, 0.0, 40_000.0][usize::from(shop.far)];
        // Somewhere a bay must fit each machine, or the scenario is refused.
        tables.bays[OLD_BAY].count = shop.old_bays.max(1);
        tables.bays[NEW_BAYS].count = shop.new_bays.max(1);
        if shop.old_bays == 0 {
            tables.bays[OLD_BAY].brand = None;
        }
        if shop.bays_at_once {
            tables.bays[NEW_BAYS].opening = Opening::AtStart;
        }
        if shop.small_bay {
            tables.bays[OLD_BAY].takes = Mass::from_tonnes(30.0);
            tables.bays[OLD_BAY].crane = !shop.bays_at_once && shop.by_brand;
            tables.bays[NEW_BAYS].brand = None;
        }
        for (group, &(count, on, field)) in
            [MECHANICS, ALDER_MECHANICS, ELECTRICIANS].iter().zip(&shop.groups)
        {
            let row = &mut tables.technicians[*group];
            // As many as the largest job needs.
            row.count = if *group == ELECTRICIANS { count.max(1) } else { count.max(2) };
            row.calendar = calendar(on);
            row.field = field || *group == MECHANICS || shop.all_field || shop.by_brand;
        }
        if shop.one_group_later {
            tables.technicians[ALDER_MECHANICS].opening = Opening::With(PILES);
        }
        let scale = [1.0, 0.2, 0.05, 4.0][usize::from(shop.life)];
        let repair = [1.0, 0.0, 5.0][usize::from(shop.repair)];
        for row in tables.subsystems.iter_mut() {
            let mean = 700.0 * scale;
            row.life = match shop.life_law {
                0 => Law::Weibull { shape: 1.8, scale: mean },
                1 => Law::Exponential { mean },
                2 => Law::Constant { value: mean },
                _ => Law::Uniform { low: 0.5 * mean, high: 1.5 * mean },
            };
            row.repair = Law::Uniform { low: 2.0 * repair, high: 9.0 * repair + 0.1 };
            if shop.all_field {
                row.place = Place::Field;
            }
            if shop.sure_parts {
                row.parts.iter_mut().for_each(|part| part.chance = Share::clamped(1.0));
            }
        }
        for row in tables.services.iter_mut() {
            row.interval = MeterHours::clamped([500.0, 120.0, 60.0][usize::from(shop.interval)]);
        }
    }

    fn goods(&self, tables: &mut Tables) {
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
        if goods.lead > 0 {
            let law = [Law::Constant { value: 0.0 }, Law::Exponential { mean: 20.0 }];
            tables.offers.iter_mut().for_each(|offer| offer.lead_days = law[usize::from(goods.lead) - 1]);
        }
    }

    fn roads(&self, tables: &mut Tables) {
        let roads = &self.roads;
        let calendar_season = |opens, closes, sd: f64, gross| Season {
            name: "rail-season".into(),
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
                _ => {}
            }
        }
        for leg in tables.legs.iter_mut() {
            leg.trips_per_day = leg.trips_per_day.min(roads.trips);
            leg.payload = leg.payload.scaled([1.0, 0.3, 2.0][usize::from(roads.payload)]);
            leg.transit_days = match roads.transit {
                0 => leg.transit_days,
                1 => Law::Constant { value: 0.0 },
                2 => Law::Exponential { mean: 4.0 },
                _ => Law::Uniform { low: 0.4, high: 30.0 },
            };
        }
        if roads.foreign_transit {
            tables.legs[RAIL].transits = vec![BARRED];
        }
        // Where the road is gone, those who fly in need fly always; nobody is cut off, or the scenario is refused.
        let [_, road, _, barge, _] = roads.kept;
        tables.legs[FLIGHT].emergency = road;
        tables.legs[HELICOPTER].emergency = barge;
        let kept = [true, road, roads.kept[2] || !road, barge, roads.kept[4] || !barge];
        let legs = tables.legs.iter().zip(kept).filter(|(_, kept)| *kept);
        tables.legs = legs.map(|(leg, _)| leg.clone()).collect();
    }

    fn restrictions(&self, tables: &mut Tables) {
        let pick = |which: u8, most: u32| (u32::from(which) < most).then_some(u32::from(which));
        for (index, rule) in self.rules.iter().enumerate() {
            let prefixes = ["84", "842123", "2710", "87", "1101"];
            let hs = prefixes.get(usize::from(rule.hs)).map(|prefix| (*prefix).to_string());
            let scope = Scope {
                hs_prefixes: hs.into_iter().collect(),
                origins: pick(rule.origin, 3).map(iceroad_model::TerritoryId).into_iter().collect(),
                makers: pick(rule.maker, 3).map(iceroad_model::PartyId).into_iter().collect(),
                sellers: pick(rule.seller, 3).map(iceroad_model::PartyId).into_iter().collect(),
                carriers: if rule.carrier { vec![CARRIER] } else { vec![] },
                transits: pick(rule.transit, 3).map(iceroad_model::TerritoryId).into_iter().collect(),
                destinations: if rule.destination { vec![HOME] } else { vec![] },
            };
            let from = (rule.from > 50).then(|| self.day(tables, i64::from(rule.from) - 100));
            let to = (rule.to < 400).then(|| self.day(tables, i64::from(rule.to.max(rule.from)) - 40));
            tables.restrictions.push(Restriction {
                name: format!("rule-{index}"),
                title: "A random rule".into(),
                action: rule
                    .licence
                    .map_or(Action::Prohibit, |days| Action::Licence { lead: Days::clamped(days.into()) }),
                scope,
                from,
                to,
                wind_down_until: from
                    .filter(|_| rule.wind_down)
                    .map(|from| date_of_epoch_day(epoch_day(from) + 60)),
                exempt: pick(rule.exempt, 5).map(ItemId).into_iter().collect(),
            });
        }
    }

    fn interchange(&self, tables: &mut Tables) {
        let items = [INJECTOR, INJECTOR_ALT, FILTER];
        let mut pairs: Vec<[u8; 2]> = Vec::new();
        let of_injectors = |swap: &Swap| swap.need + swap.substitute == 1;
        if self.swaps.iter().any(of_injectors) {
            tables.interchange = Table::new();
        }
        let models = [vec![], vec![ALDER_28], vec![BIRCH_37], vec![BIRCH_37, BIRCH_LOADER]];
        for (index, swap) in self.swaps.iter().enumerate() {
            // Two statements about one pair must agree, and none is about one item.
            let pair = [swap.need.min(swap.substitute), swap.need.max(swap.substitute)];
            if pair[0] == pair[1] || pairs.contains(&pair) {
                continue;
            }
            pairs.push(pair);
            let from = (swap.from > 100).then(|| self.day(tables, i64::from(swap.from) - 100));
            let to = (swap.to < 200).then(|| self.day(tables, i64::from(swap.to.max(swap.from))));
            tables.interchange.push(Interchange {
                name: format!("swap-{index}"),
                need: items[usize::from(swap.need)],
                substitute: items[usize::from(swap.substitute)],
                ratio: Ratio { of_use: swap.ratio.0, for_need: swap.ratio.1 },
                two_way: swap.two_way,
                transitive: swap.transitive,
                models: models[usize::from(swap.model)].clone(),
                from,
                to,
                approval: match swap.approval {
                    0 => Approval::Proposed,
                    1 => Approval::Forbidden,
                    _ => Approval::Approved,
                },
                life_factor: 1.0,
            });
        }
    }

    fn works(&self, tables: &mut Tables) {
        let works = &self.works;
        tables.crews[CREW].teams = works.teams;
        let law = [
            Law::Uniform { low: 3.0, high: 9.0 },
            Law::Constant { value: 2.0 },
            Law::Constant { value: 0.0 },
            Law::Exponential { mean: 12.0 },
        ][usize::from(works.days)];
        for task in tables.tasks.iter_mut() {
            task.duration_days = law;
            task.due = None;
            if works.crewless {
                task.crew = None;
            }
        }
        let day = |month, day| Some(MonthDay { month, day });
        let (from, to) =
            [(None, None), (day(11, 1), day(4, 15)), (day(5, 1), day(5, 9)), (day(8, 1), day(10, 1))]
                [usize::from(works.season)];
        (tables.tasks[PILES].season_from, tables.tasks[PILES].season_to) = (from, to);
        let hall = &mut tables.tasks[HALL];
        if works.abreast {
            hall.after = vec![];
        }
        hall.materials =
            if works.materials == 0 { vec![] } else { vec![(MODULE, Quantity(works.materials))] };
    }

    fn promises(&self, tables: &mut Tables) {
        let promises = &self.promises;
        let terms = [Incoterm::Dap, Incoterm::Exw, Incoterm::Fca, Incoterm::Cip, Incoterm::Ddp];
        let agreement = &mut tables.agreements[SUPPLY_AGREEMENT];
        agreement.incoterm = terms[usize::from(promises.term)];
        agreement.signed = Date::constant(2025, 1, 10);
        for agreement in tables.agreements.iter_mut() {
            agreement.grace = Days::clamped(promises.grace.into());
            agreement.signed = Date::constant(2025, 1, 10);
        }
        let ordered = self.day(tables, promises.ordered.into());
        // Never before the order, nor before the horizon.
        let due = self.day(tables, i64::from(promises.due.min(300))).max(ordered);
        let last = date_of_epoch_day(epoch_day(due) + 1);
        for (id, row) in tables.lines.entries_mut() {
            row.due = last;
            row.order_on = matches!(row.promise, Promise::Goods { .. }).then_some(ordered);
            row.quantity = match id {
                LINE_FILTERS => Quantity(promises.filters.max(1)),
                LINE_JOBS => Quantity(promises.jobs.max(1)),
                LINE_ORE => Quantity(promises.ore.max(1)),
                _ => row.quantity,
            };
            if promises.delivered && id != LINE_TRUCK {
                row.delivered = Quantity(row.quantity.get() / 3);
            }
        }
        let has_birch = tables.machines.iter().any(|machine| machine.model == BIRCH_37);
        if promises.one_service && has_birch {
            tables.lines[LINE_JOBS].promise =
                Promise::Services { workshop: WORKSHOP, service: Some(BIRCH_SERVICE) };
        }
    }
}

/// Rows with their ids, to change.
trait EntriesMut<I, T> {
    fn entries_mut(&mut self) -> Vec<(I, &mut T)>;
}

impl<I: iceroad_base::Id, T> EntriesMut<I, T> for Table<I, T> {
    fn entries_mut(&mut self) -> Vec<(I, &mut T)> {
        self.iter_mut().enumerate().map(|(index, row)| (I::from_index(index), row)).collect()
    }
}

/// Three more calendars: shifts that touch, weekdays only, and one that ends at midnight.
fn calendars(tables: &mut Tables) {
    let two = tables.calendars[TWO_SHIFTS].clone();
    let zone = |name| Zone::named(name).unwrap_or_else(|_| Zone::utc());
    let time = |hour| iceroad_base::civil::TimeOfDay::constant(hour, 0, 0, 0);
    let shift = |name: &str, start, end| Shift {
        name: name.into(),
        start: time(start),
        end: time(end),
        ..two.shifts[0].clone()
    };
    let always = WorkCalendar {
        name: "always".into(),
        shifts: vec![shift("a", 8, 20), shift("b", 20, 8)],
        ..two.clone()
    };
    let mut weekdays = WorkCalendar {
        name: "weekdays".into(),
        zone: zone("Asia/Vladivostok"),
        shifts: vec![shift("a", 7, 15)],
        ..two.clone()
    };
    weekdays.shifts[0].weekdays = [true, true, true, true, true, false, false];
    let evening =
        WorkCalendar { name: "evening".into(), shifts: vec![shift("a", 12, 0)], holidays: vec![], ..two };
    for one in [always, weekdays, evening] {
        tables.calendars.push(one);
    }
}

fn calendar(which: u8) -> iceroad_model::CalendarId {
    iceroad_model::CalendarId(u32::from(which))
}
