//! Rules of subsystems, services, workshops: each case breaks one thing and expects one code.
use iceroad_base::law::Law;
use iceroad_base::quantity::*;
use iceroad_model::goods::Item;
use iceroad_model::maintenance::*;
use iceroad_model::*;
use iceroad_worlds::example::*;

fn part(item: ItemId, quantity: i64) -> PartUse {
    PartUse { item, quantity: Quantity(quantity), chance: Share::clamped(1.0) }
}

fn unheard_of(t: &mut Tables) -> ItemId {
    t.items.push(Item { name: "gasket".into(), ..t.items[FILTER].clone() })
}

cases! {
    a_curve_needs_a_point: CurveWithoutPoint at "temperature_curves" "temperature_c", |t| {
        t.curves[FROST_SLOWS].points.clear();
    };
    a_curve_rises: CurveNotRising at "temperature_curves" "temperature_c", |t| t.curves[FROST_SLOWS].points.swap(0, 1);
    a_curve_by_the_meter_needs_a_point: CurveWithoutPoint at "meter_curves" "meter_h", |t| {
        t.meter_curves.push(MeterCurve { name: "years".into(), points: Vec::new() });
    };
    a_curve_by_the_meter_rises: CurveNotRising at "meter_curves" "meter_h", |t| {
        let point = (MeterHours::clamped(5_000.0), Factor::clamped(1.0));
        t.meter_curves.push(MeterCurve { name: "years".into(), points: vec![point, point] });
    };
    a_poor_repair_holds_for_a_while: LifeZero at "subsystems" "poor_life_h", |t| {
        let poor = PoorRepair { chance: Share::clamped(0.1), life: MeterHours::clamped(0.0) };
        t.subsystems[ALDER_ENGINE].hazards.poor_repair = Some(poor);
    };
    a_service_inspects_its_own_model: LooksAtOtherModel at "services" "inspects", |t| {
        t.subsystems[BIRCH_ENGINE].hazards.warning = MeterHours::clamped(50.0);
        t.services[ALDER_SERVICE].inspects = vec![BIRCH_ENGINE];
    };
    a_failure_damages_its_own_machine: LooksAtOtherModel at "subsystems" "damages", |t| {
        t.subsystems[ALDER_ENGINE].hazards.damages = vec![BIRCH_ENGINE];
    };
    a_failure_damages_others: DamagesItself at "subsystems" "damages", |t| {
        t.subsystems[ALDER_ENGINE].hazards.damages = vec![ALDER_ENGINE];
    };
    an_inspection_has_something_to_see: FindsNothing at "services" "inspects", |t| {
        t.services[ALDER_SERVICE].inspects = vec![ALDER_ENGINE];
    };
    a_warning_is_looked_for: ShowsUnseen at "subsystems" "warning_h", |t| {
        t.subsystems[ALDER_ENGINE].hazards.warning = MeterHours::clamped(50.0);
    };
    a_start_curve_needs_a_chance: ValueAlone at "subsystems" "start_curve", |t| {
        t.subsystems[ALDER_ENGINE].hazards.start.curve = Some(FROST_AGES);
    };
    a_subsystem_lives: LifeZero at "subsystems" "life_h", |t| {
        t.subsystems[ALDER_ENGINE].life = Law::Constant { value: 0.0 };
    };
    a_model_that_wears_has_a_workshop: NeverFails at "machines" "workshop", |t| {
        for machine in t.machines.iter_mut().filter(|machine| machine.model == t.subsystems[ALDER_ENGINE].model) {
            machine.workshop = None;
        }
    };
    something_wears: NothingFails at "machines" "model", |t| {
        t.machines.iter_mut().for_each(|machine| machine.workshop = None);
        t.subsystems = Default::default();
        t.services = Default::default();
        t.lines = t.lines.iter().take(2).cloned().collect();
    };
    a_repair_needs_somebody: NobodyNeeded at "subsystems" "technicians", |t| {
        t.subsystems[ALDER_ENGINE].technicians = 0;
    };
    a_service_needs_somebody: NobodyNeeded at "services" "technicians", |t| t.services[BIRCH_SERVICE].technicians = 0;
    a_part_is_used_in_some_quantity: PartQuantityZero at "subsystem_parts" "quantity", |t| {
        t.subsystems[BIRCH_ENGINE].parts[0].quantity = Quantity(0);
    };
    a_kit_has_some_quantity: PartQuantityZero at "service_parts" "quantity", |t| {
        t.services[LOADER_SERVICE].kit[0].quantity = Quantity(-2);
    };
    a_part_can_be_had: NeverToBeHad at "subsystem_parts" "item", |t| {
        let item = unheard_of(t);
        t.subsystems[BIRCH_ELECTRICS].parts.push(part(item, 1));
    };
    a_kit_can_be_had: NeverToBeHad at "service_parts" "item", |t| {
        let item = unheard_of(t);
        t.services[ALDER_SERVICE].kit.push(part(item, 1));
    };
    a_workshop_needs_the_trade: TradeMissing at "subsystems" "trade", |t| {
        t.technicians[ELECTRICIANS].trade = MECHANIC;
    };
    a_workshop_needs_the_certificate: CertificateMissing at "subsystems" "trade", |t| {
        t.technicians[ELECTRICIANS].certificates = vec![ALDER];
    };
    a_shop_for_a_brand_needs_people_of_it: CertificateMissing at "subsystems" "trade", |t| {
        t.workshops[WORKSHOP].sharing = Sharing::ByBrand;
        t.technicians[ELECTRICIANS].home = Some(ALDER);
    };
    a_workshop_needs_a_field_crew: FieldCrewMissing at "subsystems" "place", |t| {
        t.technicians[MECHANICS].field = false;
    };
    a_job_needs_no_more_people_than_a_shift_has: TooFewTechnicians at "subsystems" "technicians", |t| {
        t.subsystems[ALDER_ENGINE].technicians = 4;
    };
    a_machine_fits_a_bay: BayTooSmall at "truck_models" "bay_class_t", |t| {
        t.models[BIRCH_37].bay_class = Mass::from_tonnes(41.0);
    };
    a_shop_for_a_brand_needs_a_bay_for_it: BayTooSmall at "truck_models" "bay_class_t", |t| {
        t.workshops[WORKSHOP].sharing = Sharing::ByBrand;
        t.bays[OLD_BAY].brand = Some(BIRCH);
    };
    some_bay_needs_a_crane: CraneMissing at "subsystems" "crane", |t| {
        t.bays[OLD_BAY].crane = false;
        t.bays[NEW_BAYS].crane = false;
    };
    a_workshop_needs_to_tow: NoRecovery at "workshops" "tow_vehicles", |t| t.workshops[WORKSHOP].tow_vehicles = 0;
    a_way_to_the_gate_is_a_length: WayToGateBad at "workshops" "gate_distance_m", |t| {
        t.workshops[WORKSHOP].gate_distance_m = f64::INFINITY;
    };
    a_service_has_an_interval: IntervalZero at "services" "interval_h", |t| {
        t.services[ALDER_SERVICE].interval = MeterHours::clamped(0.0);
    };
    a_service_is_less_than_an_interval_early: EarlyTooLong at "services" "early_h", |t| {
        t.services[ALDER_SERVICE].early = MeterHours::clamped(500.0);
    };
    a_service_renews_its_own_model: RenewsOtherModel at "services" "renews", |t| {
        t.services[ALDER_SERVICE].renews = vec![BIRCH_ENGINE];
    };
    labour_is_not_negative: Negative at "technicians" "cost_per_hour", |t| {
        t.technicians[MECHANICS].cost_per_hour = Money(-1);
    };
}

#[test]
fn a_crane_in_a_bay_that_opens_later_is_enough() {
    assert_eq!(crate::faults(|t| t.bays[OLD_BAY].crane = false), []);
}

#[test]
fn a_workshop_without_anything_is_legal_where_nothing_is_kept() {
    let found = crate::faults(|t| {
        t.machines.iter_mut().for_each(|machine| machine.workshop = None);
        t.bays = Default::default();
        t.technicians = Default::default();
        t.lines = t.lines.iter().take(2).cloned().collect();
    });
    // Legal, and warned of: none of these machines will ever fail.
    assert!(found.iter().all(|fault| fault.code == Code::NeverFails), "{found:?}");
}
