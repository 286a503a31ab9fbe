//! The workshop: its bays, its people, what fails and how long that takes.
use super::Recipe;
use super::pit::calendar;
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_model::Tables;
use iceroad_model::maintenance::{
    MeterCurve, Opening, Place, PoorRepair, Sharing, StartFailure, TemperatureCurve,
};
use iceroad_worlds::example::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(super) struct Shop {
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
    /// What is beside the plain life: a bit each, see [`Shop::hazards`].
    hazards: u8,
    /// Chances are sure, or even.
    sure_hazards: bool,
}

pub(super) fn shops() -> impl Strategy<Value = Shop> {
    let places = (any::<bool>(), 0_u16..=3, 0_u16..=3, any::<bool>(), any::<bool>());
    let group = || (0_u16..=4, 0_u8..5, any::<bool>());
    let people = ([group(), group(), group()], any::<bool>(), 0_u16..=2, 0_u8..3);
    let hazards = (prop_oneof![Just(0_u8), any::<u8>()], any::<bool>());
    let work = (0_u8..4, 0_u8..4, 0_u8..3, any::<bool>(), any::<bool>(), 0_u8..3, hazards);
    (places, people, work).prop_map(|(places, people, work)| {
        let (by_brand, old_bays, new_bays, bays_at_once, small_bay) = places;
        let (groups, one_group_later, tows, far) = people;
        let (life, life_law, repair, all_field, sure_parts, interval, (hazards, sure_hazards)) = work;
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
            hazards,
            sure_hazards,
        }
    })
}

impl Recipe {
    pub(super) fn shop(&self, tables: &mut Tables) {
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
        shop.hazards(tables);
    }
}

impl Shop {
    /// What is beside the plain life, each by a bit of its own.
    fn hazards(&self, tables: &mut Tables) {
        let has = |bit: u8| self.hazards & (1 << bit) != 0;
        let chance = Share::clamped(if self.sure_hazards { 1.0 } else { 0.5 });
        let point = |at, factor| (Celsius::clamped(at), Factor::clamped(factor));
        let points = vec![point(-40.0, 1.5), point(-5.0, 0.1)];
        let frost = tables.curves.push(TemperatureCurve { name: "standing".into(), points });
        let point = |at, factor| (MeterHours::clamped(at), Factor::clamped(factor));
        let points = vec![point(2_000.0, 0.5), point(9_000.0, 2.5)];
        let years = tables.meter_curves.push(MeterCurve { name: "years".into(), points });
        for row in tables.subsystems.iter_mut() {
            let hazards = &mut row.hazards;
            let mean = row.life.mean();
            hazards.poor_repair =
                has(0).then_some(PoorRepair { chance, life: MeterHours::clamped(0.2 * mean) });
            hazards.warning = MeterHours::clamped(if has(1) { 0.3 * mean } else { 0.0 });
            hazards.damage_chance = chance;
            hazards.parked = has(3).then_some(frost);
            if has(4) {
                let curve = has(5).then_some(frost);
                hazards.start = StartFailure { chance, after: Hours::clamped(6.0), curve };
            }
            hazards.by_meter = has(6).then_some(years);
        }
        if has(2) {
            tables.subsystems[ALDER_ENGINE].hazards.damages = vec![ALDER_SUSPENSION];
            tables.subsystems[ALDER_SUSPENSION].hazards.damages = vec![ALDER_ENGINE];
            tables.subsystems[BIRCH_ENGINE].hazards.damages = vec![BIRCH_ELECTRICS];
        }
        if has(1) {
            tables.services[ALDER_SERVICE].inspects = vec![ALDER_ENGINE, ALDER_SUSPENSION];
            tables.services[BIRCH_SERVICE].inspects = vec![BIRCH_ELECTRICS, BIRCH_ENGINE];
            tables.services.iter_mut().for_each(|row| row.finds = chance);
        }
    }
}
