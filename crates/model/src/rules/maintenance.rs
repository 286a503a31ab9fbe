//! What breaks, services, workshops and their people.
//!
//! Whether a workshop can ever do a job is asked of the best case: bays and people that a project opens later count.
use super::{Faults, Rule, World};
use crate::fault::Code;
use crate::ids::*;
use crate::maintenance::*;
use iceroad_base::quantity::Ranged;
use iceroad_base::{Id, Table};
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] = &[
    curve_has_a_point,
    curve_rises,
    life_is_above_zero,
    job_needs_somebody,
    part_is_used_in_some_quantity,
    part_can_be_had,
    workshop_has_the_trade,
    workshop_has_the_certificate,
    workshop_has_a_field_crew,
    workshop_has_enough_people,
    some_bay_takes_the_machine,
    some_bay_has_a_crane,
    workshop_can_tow,
    way_to_the_gate_is_a_length,
    interval_is_above_zero,
    early_is_less_than_an_interval,
    service_renews_its_own_model,
    service_inspects_its_own_model,
    failure_damages_others_of_its_model,
    inspection_has_something_to_see,
    warning_is_seen,
    start_curve_has_a_chance,
    labour_costs_nothing_or_more,
    models_that_wear_have_a_workshop,
    something_wears,
];

fn curve_has_a_point(world: &World<'_>, faults: &mut Faults) {
    let advice = "give a temperature and its factor; one point means the same factor at any temperature";
    have_points(&world.tables.curves, ("temperature_curves", "temperature_c"), advice, faults);
    let advice = "give hours on the meter and the factor then; one point means the same factor at any age";
    have_points(&world.tables.meter_curves, ("meter_curves", "meter_h"), advice, faults);
}

fn have_points<I: Id, X>(
    curves: &Table<I, Curve<X>>,
    (table, column): (&'static str, &'static str),
    advice: &'static str,
    faults: &mut Faults,
) {
    for (row, curve) in curves.iter().enumerate().filter(|(_, curve)| curve.points.is_empty()) {
        let name = format!("`{}`", curve.name);
        faults.add(Code::CurveWithoutPoint, (table, row, column), name, "at least one point", advice);
    }
}

fn curve_rises(world: &World<'_>, faults: &mut Faults) {
    let expected = (
        "temperatures that rise from row to row",
        "sort the points of the curve, coldest first, each temperature once",
    );
    rise(&world.tables.curves, ("temperature_curves", "temperature_c", "°C"), expected, faults);
    let expected = (
        "hours that rise from row to row",
        "sort the points of the curve, youngest first, each reading once",
    );
    rise(&world.tables.meter_curves, ("meter_curves", "meter_h", "h"), expected, faults);
}

fn rise<I: Id, X: Ranged + PartialOrd + Copy>(
    curves: &Table<I, Curve<X>>,
    (table, column, unit): (&'static str, &'static str, &str),
    (expected, advice): (&'static str, &'static str),
    faults: &mut Faults,
) {
    for (row, curve) in curves.iter().enumerate() {
        let Some(pair) = curve.points.windows(2).find(|pair| pair[0].0 >= pair[1].0) else { continue };
        let (after, before) = (pair[1].0.get(), pair[0].0.get());
        let found = format!("{after} {unit} after {before} {unit} in `{}`", curve.name);
        faults.add(Code::CurveNotRising, (table, row, column), found, expected, advice);
    }
}

fn life_is_above_zero(world: &World<'_>, faults: &mut Faults) {
    for (row, subsystem) in world.tables.subsystems.iter().enumerate() {
        // A law that is no law has that fault already.
        let mean = subsystem.life.mean();
        if mean == 0.0 {
            faults.add(
                Code::LifeZero,
                ("subsystems", row, "life_h"),
                format!("{mean} h"),
                "more than 0 operating hours",
                format!(
                    "write the mean life of `{}`, or take the row out where it never fails",
                    subsystem.name
                ),
            );
        }
        let poor = subsystem.hazards.poor_repair.filter(|poor| poor.life.get() == 0.0);
        if poor.is_some() {
            faults.add(
                Code::LifeZero,
                ("subsystems", row, "poor_life_h"),
                "0 h",
                "more than 0 operating hours",
                format!("write how long `{}` holds on average after a poor repair", subsystem.name),
            );
        }
    }
}

/// A repair or a service, as far as people and bays are concerned.
struct Job<'a> {
    place: (&'static str, usize),
    name: &'a str,
    model: ModelId,
    trade: TradeId,
    technicians: u16,
    at: Place,
    crane: bool,
}

fn jobs<'a>(world: &World<'a>) -> impl Iterator<Item = Job<'a>> + use<'a> {
    let subsystems = world.tables.subsystems.iter().enumerate();
    let repairs = subsystems.map(|(row, one)| Job {
        place: ("subsystems", row),
        name: &one.name,
        model: one.model,
        trade: one.trade,
        technicians: one.technicians,
        at: one.place,
        crane: one.crane && one.place == Place::Bay,
    });
    let services = world.tables.services.iter().enumerate();
    repairs.chain(services.map(|(row, one)| Job {
        place: ("services", row),
        name: &one.name,
        model: one.model,
        trade: one.trade,
        technicians: one.technicians,
        at: Place::Bay,
        crane: false,
    }))
}

fn job_needs_somebody(world: &World<'_>, faults: &mut Faults) {
    for job in jobs(world).filter(|job| job.technicians == 0) {
        faults.add(
            Code::NobodyNeeded,
            (job.place.0, job.place.1, "technicians"),
            0,
            "at least 1",
            format!("say how many technicians `{}` needs at once", job.name),
        );
    }
}

/// All parts of subsystems, then all of services: place, model, part.
fn parts<'a>(world: &World<'a>) -> impl Iterator<Item = (super::Place, ModelId, &'a PartUse)> + use<'a> {
    let used = world.tables.subsystems.iter().flat_map(|one| one.parts.iter().map(|part| (one.model, part)));
    let kits = world.tables.services.iter().flat_map(|one| one.kit.iter().map(|part| (one.model, part)));
    let used = used.enumerate().map(|(row, (model, part))| (("subsystem_parts", row, "item"), model, part));
    used.chain(kits.enumerate().map(|(row, (model, part))| (("service_parts", row, "item"), model, part)))
}

fn part_is_used_in_some_quantity(world: &World<'_>, faults: &mut Faults) {
    for ((table, row, _), _, part) in parts(world) {
        if part.quantity.get() <= 0 {
            faults.add(
                Code::PartQuantityZero,
                (table, row, "quantity"),
                part.quantity.get(),
                "at least 1",
                format!(
                    "say how many of `{}` a job uses; how often it does is `chance_share`",
                    world.tables.items[part.item].name
                ),
            );
        }
    }
}

fn part_can_be_had(world: &World<'_>, faults: &mut Faults) {
    let kept: BTreeSet<ModelId> = world.kept().into_iter().map(|(_, model)| model).collect();
    for (place, model, part) in parts(world) {
        let needed = kept.contains(&model) && part.chance.get() > 0.0;
        if needed && !world.can_be_had(part.item) {
            super::goods::never_to_be_had(world, faults, place, part.item);
        }
    }
}

/// What a workshop lacks for a job, in the order in which it is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lack {
    Trade,
    Certificate,
    FieldCrew,
    People,
}

/// The first thing that `groups` of a workshop lack for a job.
fn lack(groups: &[&TechnicianGroup], sharing: Sharing, brand: BrandId, job: &Job<'_>) -> Option<Lack> {
    let mut fit: Vec<&TechnicianGroup> =
        groups.iter().copied().filter(|group| group.trade == job.trade && group.count > 0).collect();
    if fit.is_empty() {
        return Some(Lack::Trade);
    }
    let at_home = |home: Option<BrandId>| sharing == Sharing::Shared || home.is_none_or(|home| home == brand);
    let certified = |brands: &[BrandId]| brands.is_empty() || brands.contains(&brand);
    fit.retain(|group| certified(&group.certificates) && at_home(group.home));
    if fit.is_empty() {
        return Some(Lack::Certificate);
    }
    if job.at == Place::Field {
        fit.retain(|group| group.field);
        if fit.is_empty() {
            return Some(Lack::FieldCrew);
        }
    }
    let enough = fit.iter().any(|group| group.count >= job.technicians);
    (!enough).then_some(Lack::People)
}

/// Every workshop with every job that it will be asked to do.
fn asked(world: &World<'_>, mut each: impl FnMut(WorkshopId, &Job<'_>)) {
    let mut jobs_of: Table<ModelId, Vec<Job<'_>>> = world.tables.models.iter().map(|_| Vec::new()).collect();
    for job in jobs(world) {
        jobs_of[job.model].push(job);
    }
    for (workshop, model) in world.kept() {
        for job in &jobs_of[model] {
            each(workshop, job);
        }
    }
}

/// Adds one fault for each workshop, trade and brand for which `wanted` is what is lacking.
fn staff(world: &World<'_>, faults: &mut Faults, wanted: Lack) {
    let t = world.tables;
    let mut groups: Table<WorkshopId, Vec<&TechnicianGroup>> =
        t.workshops.iter().map(|_| Vec::new()).collect();
    for group in t.technicians.iter() {
        groups[group.workshop].push(group);
    }
    let mut told = BTreeSet::new();
    asked(world, |id, job| {
        let (workshop, brand) = (&t.workshops[id], t.models[job.model].brand);
        if lack(&groups[id], workshop.sharing, brand, job) != Some(wanted) {
            return;
        }
        // Nobody of the trade is one fault, whatever the brand; too few people is one for each job.
        let once = match wanted {
            Lack::Trade => (id, job.trade, None, None),
            Lack::Certificate | Lack::FieldCrew => (id, job.trade, Some(brand), None),
            Lack::People => (id, job.trade, Some(brand), Some(job.place)),
        };
        if told.insert(once) {
            staff_fault(world, faults, wanted, id, job);
        }
    });
}

fn staff_fault(world: &World<'_>, faults: &mut Faults, lack: Lack, id: WorkshopId, job: &Job<'_>) {
    let t = world.tables;
    let (shop, model) = (&t.workshops[id].name, &t.models[job.model]);
    let (trade, brand) = (&t.trades[job.trade], &t.brands[model.brand]);
    let (table, row) = job.place;
    let value = format!("`{}` of `{}` at `{shop}`", job.name, model.name);
    let (code, column, expected, advice) = match lack {
        Lack::Trade => (
            Code::TradeMissing,
            "trade",
            format!("a group of trade {trade} at `{shop}`"),
            format!(
                "add one to technicians.csv, or send the machines of `{}` to another workshop",
                model.name
            ),
        ),
        Lack::Certificate if t.workshops[id].sharing == Sharing::ByBrand => (
            Code::CertificateMissing,
            "trade",
            format!(
                "a group of trade {trade} at `{shop}` certified for {brand}, with that home brand or none"
            ),
            "change a group in technicians.csv, or let the workshop share".to_owned(),
        ),
        Lack::Certificate => (
            Code::CertificateMissing,
            "trade",
            format!("a group of trade {trade} at `{shop}` certified for {brand}"),
            format!("add {brand} to `certificates` of a group in technicians.csv"),
        ),
        Lack::FieldCrew => (
            Code::FieldCrewMissing,
            "place",
            format!("a group of trade {trade} for {brand} at `{shop}` that goes out"),
            "set `field` of a group in technicians.csv to `yes`, or mend it in a bay".to_owned(),
        ),
        Lack::People => (
            Code::TooFewTechnicians,
            "technicians",
            format!("a group of trade {trade} for {brand} at `{shop}` with {} on a shift", job.technicians),
            "a job takes its people from one group: raise its `count`, or need fewer".to_owned(),
        ),
    };
    faults.add(code, (table, row, column), value, expected, advice);
}

fn workshop_has_the_trade(world: &World<'_>, faults: &mut Faults) {
    staff(world, faults, Lack::Trade);
}

fn workshop_has_the_certificate(world: &World<'_>, faults: &mut Faults) {
    staff(world, faults, Lack::Certificate);
}

fn workshop_has_a_field_crew(world: &World<'_>, faults: &mut Faults) {
    staff(world, faults, Lack::FieldCrew);
}

fn workshop_has_enough_people(world: &World<'_>, faults: &mut Faults) {
    staff(world, faults, Lack::People);
}

fn fits(bay: &BayGroup, sharing: Sharing, model: &crate::fleet::Model) -> bool {
    let brand = sharing == Sharing::Shared || bay.brand.is_none_or(|brand| brand == model.brand);
    brand && bay.count > 0 && bay.takes >= model.bay_class
}

fn bays_of<'a>(world: &World<'a>) -> Table<WorkshopId, Vec<&'a BayGroup>> {
    let mut bays: Table<WorkshopId, Vec<&BayGroup>> =
        world.tables.workshops.iter().map(|_| Vec::new()).collect();
    for bay in world.tables.bays.iter() {
        bays[bay.workshop].push(bay);
    }
    bays
}

fn some_bay_takes_the_machine(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let (bays, mut told) = (bays_of(world), BTreeSet::new());
    asked(world, |id, job| {
        let (shop, model) = (&t.workshops[id], &t.models[job.model]);
        let fit = bays[id].iter().any(|bay| fits(bay, shop.sharing, model));
        if fit || job.at == Place::Field || !told.insert((id, job.model)) {
            return;
        }
        faults.add(
            Code::BayTooSmall,
            world.model(job.model, "bay_class_t"),
            format!("{} t of `{}`", model.bay_class.tonnes(), model.name),
            format!("a bay of `{}` that takes it", shop.name),
            "raise `takes_t` of a bay in bays.csv, free it for the brand, or send the machines elsewhere",
        );
    });
}

fn some_bay_has_a_crane(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let bays = bays_of(world);
    asked(world, |id, job| {
        let (shop, model) = (&t.workshops[id], &t.models[job.model]);
        let mut fit = bays[id].iter().filter(|bay| fits(bay, shop.sharing, model)).peekable();
        // Without any bay the machine does not fit at all, which is another fault.
        if !job.crane || fit.peek().is_none() || fit.any(|bay| bay.crane) {
            return;
        }
        faults.add(
            Code::CraneMissing,
            (job.place.0, job.place.1, "crane"),
            format!("`{}` of `{}` at `{}`", job.name, model.name, shop.name),
            format!("a bay of `{}` with a crane that takes {} t", shop.name, model.bay_class.tonnes()),
            "set `crane` of a bay in bays.csv to `yes`, or mend it without",
        );
    });
}

fn workshop_can_tow(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut told = BTreeSet::new();
    asked(world, |id, job| {
        let shop = &t.workshops[id];
        let towed = job.place.0 == "subsystems" && job.at == Place::Bay;
        if shop.tow_vehicles == 0 && towed && told.insert(id) {
            faults.add(
                Code::NoRecovery,
                ("workshops", id.index(), "tow_vehicles"),
                0,
                format!("at least 1, to bring in `{}` after `{}` fails", t.models[job.model].name, job.name),
                "give the workshop a recovery vehicle, or mend everything in the field",
            );
        }
    });
}

fn way_to_the_gate_is_a_length(world: &World<'_>, faults: &mut Faults) {
    for (row, shop) in world.tables.workshops.iter().enumerate() {
        let way = shop.gate_distance_m;
        if !(way.is_finite() && way >= 0.0) {
            faults.add(
                Code::WayToGateBad,
                ("workshops", row, "gate_distance_m"),
                way,
                "0 m or more",
                format!("write how far `{}` is from the mine's gate, one way", shop.name),
            );
        }
    }
}

fn interval_is_above_zero(world: &World<'_>, faults: &mut Faults) {
    for (row, service) in world.tables.services.iter().enumerate() {
        if service.interval.get() <= 0.0 {
            faults.add(
                Code::IntervalZero,
                ("services", row, "interval_h"),
                0,
                "more than 0 operating hours",
                format!("write how often `{}` is due; 250 and 500 h are usual", service.name),
            );
        }
    }
}

fn early_is_less_than_an_interval(world: &World<'_>, faults: &mut Faults) {
    for (row, service) in world.tables.services.iter().enumerate() {
        if service.interval.get() > 0.0 && service.early >= service.interval {
            faults.add(
                Code::EarlyTooLong,
                ("services", row, "early_h"),
                format!("{} h", service.early.get()),
                format!("less than the interval of {} h", service.interval.get()),
                "a tenth of the interval is usual; otherwise it would be due again at once",
            );
        }
    }
}

fn service_renews_its_own_model(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, service) in t.services.iter().enumerate() {
        for &id in &service.renews {
            let other = t.subsystems[id].model;
            if other == service.model {
                continue;
            }
            faults.add(
                Code::RenewsOtherModel,
                ("services", row, "renews"),
                format!("`{}` of `{}`", t.subsystems[id].name, t.models[other].name),
                format!("a subsystem of `{}`", t.models[service.model].name),
                format!("change the list `renews` of `{}`", service.name),
            );
        }
    }
}

/// A row names a subsystem of another model than its own.
fn of_other_model(
    world: &World<'_>,
    faults: &mut Faults,
    place: super::Place,
    own: ModelId,
    id: SubsystemId,
) {
    let t = world.tables;
    let other = t.subsystems[id].model;
    if other == own {
        return;
    }
    faults.add(
        Code::LooksAtOtherModel,
        place,
        format!("`{}` of `{}`", t.subsystems[id].name, t.models[other].name),
        format!("a subsystem of `{}`", t.models[own].name),
        format!("change the list `{}`", place.2),
    );
}

fn service_inspects_its_own_model(world: &World<'_>, faults: &mut Faults) {
    for (row, service) in world.tables.services.iter().enumerate() {
        for &id in &service.inspects {
            of_other_model(world, faults, ("services", row, "inspects"), service.model, id);
        }
    }
}

fn failure_damages_others_of_its_model(world: &World<'_>, faults: &mut Faults) {
    for (own, subsystem) in world.tables.subsystems.entries() {
        let place = ("subsystems", own.index(), "damages");
        for &id in &subsystem.hazards.damages {
            of_other_model(world, faults, place, subsystem.model, id);
            if id == own {
                faults.add(
                    Code::DamagesItself,
                    place,
                    format!("`{}`", subsystem.name),
                    "other subsystems of the model",
                    "take it out of its own list: that it has failed is known",
                );
            }
        }
    }
}

fn inspection_has_something_to_see(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, service) in t.services.iter().enumerate() {
        for &id in service.inspects.iter().filter(|&&id| t.subsystems[id].hazards.warning.get() == 0.0) {
            faults.add(
                Code::FindsNothing,
                ("services", row, "inspects"),
                format!("`{}`", t.subsystems[id].name),
                "a subsystem with `warning_h`",
                format!(
                    "write in subsystems.csv how many hours before it fails `{}` shows it, or do not inspect it",
                    t.subsystems[id].name
                ),
            );
        }
    }
}

fn warning_is_seen(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let looked_at: BTreeSet<SubsystemId> =
        t.services.iter().flat_map(|service| service.inspects.iter().copied()).collect();
    for (id, subsystem) in t.subsystems.entries() {
        let warning = subsystem.hazards.warning.get();
        if warning == 0.0 || looked_at.contains(&id) {
            continue;
        }
        faults.add(
            Code::ShowsUnseen,
            ("subsystems", id.index(), "warning_h"),
            format!("{warning} h"),
            format!("a service of `{}` that inspects it", t.models[subsystem.model].name),
            format!(
                "name `{}` in `inspects` of a service; otherwise nobody will see it coming",
                subsystem.name
            ),
        );
    }
}

fn start_curve_has_a_chance(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, subsystem) in t.subsystems.iter().enumerate() {
        let start = &subsystem.hazards.start;
        let Some(curve) = start.curve.filter(|_| start.chance.get() == 0.0) else { continue };
        faults.add(
            Code::ValueAlone,
            ("subsystems", row, "start_curve"),
            format!("`{}`", t.curves[curve].name),
            "`start_failure_share` beside it",
            "write the chance at factor 1 that a start breaks it, or clear the cell",
        );
    }
}

fn labour_costs_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (row, group) in world.tables.technicians.iter().enumerate() {
        if group.cost_per_hour.get() < 0 {
            super::goods::negative_money(faults, ("technicians", row, "cost_per_hour"), group.cost_per_hour);
        }
    }
}

/// A machine without a workshop never fails. Some may be left out on purpose; a whole model that wears hardly is.
fn models_that_wear_have_a_workshop(world: &World<'_>, faults: &mut Faults) {
    let wears: BTreeSet<ModelId> = jobs(world).map(|job| job.model).collect();
    for model in wears {
        let machines = || world.tables.machines.iter().enumerate().filter(move |(_, one)| one.model == model);
        let Some((first, _)) = machines().next() else { continue };
        if machines().any(|(_, one)| one.workshop.is_some()) {
            continue;
        }
        faults.add(
            Code::NeverFails,
            ("machines", first, "workshop"),
            format!("none for {} of `{}`", machines().count(), world.tables.models[model].name),
            "a workshop, as it is written what fails and what is serviced",
            "name a workshop; without one these machines never fail and are never serviced",
        );
    }
}

/// A fleet that never stands is legal, as in the mines of other programs, and hardly meant in one of our own.
fn something_wears(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let used: BTreeSet<ModelId> = t.machines.iter().map(|machine| machine.model).collect();
    if used.is_empty() || jobs(world).any(|job| used.contains(&job.model)) {
        return;
    }
    faults.add(
        Code::NothingFails,
        ("machines", 0, "model"),
        format!("none of the {} machines", t.machines.len()),
        "subsystems or services of their models",
        "write subsystems.csv and services.csv; without them availability is 100 % and no part is ever wanted",
    );
}
