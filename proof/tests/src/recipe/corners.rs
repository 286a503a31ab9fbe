//! What seldom meets by chance, and where a decision shows: two lines of one kind, owners of exactly half, a stock line that falls to
//! its level by ones, goods that come on the very midnight, laws that leave no luck.
//!
//! Each is a bit of its own and as good as absent in most recipes.
use super::Recipe;
use iceroad_base::Table;
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_model::Tables;
use iceroad_model::climate::SeasonKind;
use iceroad_model::fleet::{Battery, Drive, Work};
use iceroad_model::goods::{Approval, Interchange, Item, Ratio};
use iceroad_model::mine_use::MineUse;
use iceroad_model::obligations::{AgreementLine, Incoterm, Promise};
use iceroad_model::pit::Breaks;
use iceroad_model::stores::{ReviewPolicy, StockLine};
use iceroad_model::trade::Offer;
use iceroad_worlds::example::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(super) struct Corners {
    bits: u32,
    /// Which day, which way.
    day: u8,
    other: bool,
}

pub(super) fn corners() -> impl Strategy<Value = Corners> {
    // Two words, so that a bit is on in a quarter of all recipes.
    (any::<u32>(), any::<u32>(), 1_u8..20, any::<bool>()).prop_map(|(one, two, day, other)| Corners {
        bits: one & two,
        day,
        other,
    })
}

impl Corners {
    fn has(&self, bit: u8) -> bool {
        self.bits & (1 << bit) != 0
    }
}

impl Recipe {
    /// Everything that the bits ask for, at last, when all else is in the tables.
    pub(super) fn corners(&self, tables: &mut Tables) {
        let corners = &self.corners;
        let parts: [fn(&Recipe, &mut Tables); 18] = [
            two_lines_of_a_kind,
            owned_by_half,
            level_by_ones,
            on_the_midnight,
            used_by_tasks,
            rated_to_the_cold,
            forbidden_at_one_remove,
            short_lived_equivalents,
            wide_spread,
            everybody_absent,
            mended_without_luck,
            steps_taken_back,
            thin_ice,
            low_water_for_sure,
            measured_everywhere,
            slow_loaders,
            on_batteries,
            two_prices,
        ];
        for (bit, part) in (0..).zip(parts) {
            if corners.has(bit) {
                part(self, tables);
            }
        }
    }
}

/// Services and tonnes promised twice, each to be delivered in turn.
fn two_lines_of_a_kind(recipe: &Recipe, tables: &mut Tables) {
    for id in [LINE_JOBS, LINE_ORE] {
        let line = tables.lines[id].clone();
        let due = recipe.day(tables, 20 + i64::from(recipe.corners.day));
        tables.lines.push(AgreementLine { name: format!("{}-too", line.name), due, ..line });
    }
}

/// Sellers that a party which rules may list owns half of.
fn owned_by_half(recipe: &Recipe, tables: &mut Tables) {
    let seller = if recipe.corners.other { TRADER } else { OFFICE };
    tables.parties[seller].owners = vec![(ALDER_WORKS, Share::clamped(0.5))];
}

/// A part of its own at the base, of which a mine uses one a day.
fn level_by_ones(recipe: &Recipe, tables: &mut Tables) {
    let lamp = Item { name: "lamp".into(), hs_code: Some("940540".into()), ..tables.items[FILTER].clone() };
    let item = tables.items.push(Item { shelf_life: None, ..lamp });
    let offer = tables.offers[OFFER_FILTER].clone();
    let one = Quantity(1);
    tables.offers.push(Offer { name: "lamp-trader".into(), item, minimum: one, batch: one, ..offer });
    let policy = ReviewPolicy::ReorderUpTo {
        reorder: Quantity(20),
        up_to: Quantity(20 + i64::from(recipe.corners.day)),
        review_days: Days::clamped(0.0),
    };
    tables.stock.push(StockLine { store: BASE_STORE, item, on_hand: Quantity(26), policy });
    tables.mine_uses.push(MineUse {
        mine: MINE,
        store: BASE_STORE,
        item,
        per_day: 1.0,
        per_heating_degree_day: 0.0,
        per_tonne: 0.0,
        material: None,
        dump: None,
    });
}

/// Goods that are handed over, and so delivered, on the midnight after the day they were due.
fn on_the_midnight(recipe: &Recipe, tables: &mut Tables) {
    let day = recipe.day(tables, recipe.corners.day.into());
    tables.agreements[SUPPLY_AGREEMENT].incoterm = Incoterm::Exw;
    tables.offers[OFFER_FILTER].lead_days = Law::Constant { value: 1.0 };
    for line in tables.lines.iter_mut().filter(|line| matches!(line.promise, Promise::Goods { .. })) {
        (line.order_on, line.due) = (Some(day), day);
    }
}

/// Tasks stand in line with jobs for filters, of which there are few.
fn used_by_tasks(_: &Recipe, tables: &mut Tables) {
    tables.tasks[PILES].materials = vec![(FILTER, Quantity(6))];
    for line in tables.stock.iter_mut().filter(|line| line.item == FILTER) {
        line.on_hand = line.on_hand.scaled(0.05);
    }
}

/// An equivalent that the coldest days are too cold for.
fn rated_to_the_cold(_: &Recipe, tables: &mut Tables) {
    tables.items[INJECTOR_ALT].rated_to = Some(Celsius::clamped(-25.0));
}

/// A filter may stand in for what may stand in for an injector, and is forbidden in the injector's stead, or the two steps may
/// not be taken in a row.
fn forbidden_at_one_remove(recipe: &Recipe, tables: &mut Tables) {
    let in_a_row = recipe.corners.other;
    let row = |name: &str, need, substitute, approval| Interchange {
        name: name.into(),
        need,
        substitute,
        ratio: Ratio { of_use: 1, for_need: 1 },
        two_way: false,
        transitive: in_a_row,
        models: vec![],
        from: None,
        to: None,
        approval,
        life_factor: 1.0,
    };
    tables.interchange = [
        row("first", INJECTOR, INJECTOR_ALT, Approval::Approved),
        row("then", INJECTOR_ALT, FILTER, Approval::Approved),
        row("never", INJECTOR, FILTER, Approval::Forbidden),
    ]
    .into_iter()
    .take(if in_a_row { 3 } else { 2 })
    .collect::<Table<_, _>>();
    for line in tables.stock.iter_mut().filter(|line| [INJECTOR, INJECTOR_ALT].contains(&line.item)) {
        line.on_hand = Quantity(0);
    }
}

/// Equivalents that live half as long, and constant lives that show it.
fn short_lived_equivalents(recipe: &Recipe, tables: &mut Tables) {
    for row in tables.interchange.iter_mut() {
        row.life_factor = 0.5;
    }
    let value = 60.0 + 10.0 * f64::from(recipe.corners.day);
    for row in tables.subsystems.iter_mut() {
        row.life = Law::Constant { value };
        if recipe.corners.other {
            row.ageing = Some(FROST_AGES);
        }
    }
}

/// Buckets that are never filled alike.
fn wide_spread(_: &Recipe, tables: &mut Tables) {
    for model in tables.models.iter_mut() {
        if let Work::Loader(loader) = &mut model.work {
            loader.fill_variation = Variation::clamped(0.6);
        }
    }
}

/// People who are on the roster and never come.
fn everybody_absent(recipe: &Recipe, tables: &mut Tables) {
    for row in tables.operators.iter_mut().skip(usize::from(recipe.corners.other)) {
        row.absence = Share::clamped(1.0);
    }
}

/// Repairs that take as long as each other.
fn mended_without_luck(_: &Recipe, tables: &mut Tables) {
    if tables.dumps[CRUSHER].crusher.is_some() {
        let (life, repair) = (Law::Exponential { mean: 20.0 }, Law::Uniform { low: 4.0, high: 5.0 });
        tables.dumps[CRUSHER].breaks = Some(Breaks { life, repair });
    }
    for row in tables.subsystems.iter_mut() {
        row.repair = Law::Constant { value: 5.0 };
    }
}

/// Steps that are taken back long before a road closes.
fn steps_taken_back(recipe: &Recipe, tables: &mut Tables) {
    if let SeasonKind::Ice(ice) = &mut tables.seasons[ICE].kind {
        for (nth, step) in (0_u8..).zip(ice.steps.iter_mut()) {
            step.ends_before = Days::clamped(f64::from(nth * 2 * recipe.corners.day));
        }
    }
}

/// Ice that bears less than its steps, and comes and goes.
fn thin_ice(recipe: &Recipe, tables: &mut Tables) {
    if let SeasonKind::Ice(ice) = &mut tables.seasons[ICE].kind {
        ice.bearing = Bearing::clamped(2.5);
        if let Some(first) = ice.steps.first_mut() {
            first.thickness = IceThickness::clamped(30.0);
        }
        ice.construction_from = IceThickness::clamped(20.0);
        ice.melt_cm_per_degree_day = 4.0;
        ice.closes_after_thaw = DegreeDays::clamped(if recipe.corners.other { 400.0 } else { 20.0 });
        ice.closes_latest = iceroad_base::civil::MonthDay { month: 6, day: 20 };
        ice.work.cleared_alpha = Some(IceGrowth::clamped(2.8));
    }
}

/// Low water every year.
fn low_water_for_sure(_: &Recipe, tables: &mut Tables) {
    if let SeasonKind::River(river) = &mut tables.seasons[RIVER].kind {
        river.low_water_chance = Share::clamped(1.0);
    }
}

/// Every site has the station with a record, whose nights are colder than its days.
fn measured_everywhere(recipe: &Recipe, tables: &mut Tables) {
    for site in tables.sites.iter_mut() {
        site.station = Some(PLATEAU);
    }
    tables.stations[PLATEAU].night_drop_c = f64::from(recipe.corners.day);
    tables.crews[CREW].stops_below = Some(Celsius::clamped(-20.0));
}

/// Trucks stand in line for most of the day.
fn slow_loaders(_: &Recipe, tables: &mut Tables) {
    for model in tables.models.iter_mut() {
        if let Work::Loader(loader) = &mut model.work {
            loader.pass = Seconds::clamped(300.0);
        }
    }
}

/// Trucks with batteries, of a mine with one charger.
fn on_batteries(_: &Recipe, tables: &mut Tables) {
    let electricity = &mut tables.mines[MINE].electricity;
    (electricity.charge_point, electricity.cost_per_kwh) = (Some(PUMP), Money(9));
    for model in tables.models.iter_mut() {
        let Work::Truck(truck) = &mut model.work else { continue };
        (truck.drive, truck.trolley) = (Drive::BatteryElectric, None);
        (truck.rimpull, truck.idle_fuel, truck.tank) = (vec![], FuelFlow::clamped(0.0), Volume::ZERO);
        truck.battery = Some(Battery {
            capacity: Energy(600),
            charge: Power::clamped(800.0),
            reserve: Share::clamped(0.1),
            regen: Share::clamped(0.6),
            idle: Power::clamped(20.0),
        });
    }
}

/// Each seller asks two prices for the same.
fn two_prices(_: &Recipe, tables: &mut Tables) {
    let dear = tables.offers.iter().map(|offer| {
        let price = offer.price.scaled(1.5);
        Offer { name: format!("{}-dear", offer.name), price, ..offer.clone() }
    });
    let dear: Vec<Offer> = dear.collect();
    dear.into_iter().for_each(|offer| {
        tables.offers.push(offer);
    });
}
