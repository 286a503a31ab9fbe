//! Mines, fleet and maintenance.

use super::out::Out;
use super::{coined, model_name, name_of, name_of_some, names_of, shift, word};
use crate::build::fleet::{DRIVES, LOADING_RULES};
use crate::build::maintenance::{PLACES, SHARING};
use crate::build::mine::MATERIAL_KINDS;
use crate::format::words;
use iceroad_model::Tables;
use iceroad_model::fleet::{Arrival, Drive, ForcePoint, LoaderModel, Model, TruckModel, Work};
use iceroad_model::maintenance::{Opening, PartUse};
use iceroad_model::mine::DispatchPolicy;

pub(super) fn write(tables: &Tables, all: &mut Vec<Out>) {
    all.push(mines(tables));
    all.extend(roads(tables));
    super::roads::write(tables, all);
    all.extend(pit(tables));
    all.push(plan(tables));
    all.extend(models(tables));
    all.push(machines(tables));
    all.push(dig_sequence(tables));
    all.extend(subsystems(tables));
    all.extend(services(tables));
    all.extend(workshops(tables));
    all.push(technicians(tables));
}

fn mines(tables: &Tables) -> Out {
    let mut out = Out::new("mines.csv");
    for mine in tables.mines.iter() {
        out.row()
            .cell("name", &mine.name)
            .cell("site", name_of!(tables, sites, mine.site))
            .cell("calendar", name_of!(tables, calendars, mine.calendar))
            .cell("dispatch", word(words::DISPATCH, &DispatchPolicy::ALL, &mine.dispatch))
            .cell("park", name_of!(tables, nodes, mine.park))
            .cell("gate", name_of!(tables, nodes, mine.gate))
            .cell("fuel_point", name_of_some!(tables, nodes, mine.fuel_point))
            .cell("fuel_item", name_of_some!(tables, items, mine.fuel_item))
            .cell("fuel_store", name_of_some!(tables, stores, mine.fuel_store))
            .cell("refuel_l_min", mine.refuel_litres_per_minute)
            .some_ranged("stops_below_c", mine.stops_below)
            .ranged("thaw_rolling_factor", mine.thaw_rolling)
            .ranged("frost_rolling_factor", mine.frost_rolling)
            .ranged("side_friction_share", mine.side_friction)
            .cell("charge_point", name_of_some!(tables, nodes, mine.electricity.charge_point))
            .cell("chargers", mine.electricity.chargers)
            .fixed("electricity_cost_per_kwh", mine.electricity.cost_per_kwh.get())
            .ranged("electricity_co2_kg_kwh", mine.electricity.carbon);
        super::roads::traffic_cells(mine.traffic, &mut out);
        shift::of_mine(&mine.shift, &mut out);
    }
    out
}

fn roads(tables: &Tables) -> [Out; 2] {
    let mut nodes = Out::new("haul_nodes.csv");
    for node in tables.nodes.iter() {
        nodes
            .row()
            .cell("name", &node.name)
            .cell("mine", name_of!(tables, mines, node.mine))
            .ranged("x_m", node.x)
            .ranged("y_m", node.y)
            .ranged("z_m", node.z);
        super::roads::node_cells(node.rules, &mut nodes);
    }
    let mut segments = Out::new("haul_segments.csv");
    for segment in tables.segments.iter() {
        segments
            .row()
            .cell("from", name_of!(tables, nodes, segment.from))
            .cell("to", name_of!(tables, nodes, segment.to))
            .ranged("length_m", segment.length)
            .ranged("grade_pct", segment.grade)
            .ranged("rolling_pct", segment.rolling)
            .ranged("limit_kmh", segment.limit)
            .yes("two_way", segment.two_way)
            .some_ranged("corner_radius_m", segment.corner_radius)
            .some_ranged("superelevation_pct", segment.superelevation)
            .some_fixed("max_gross_t", segment.max_gross.map(|mass| mass.get()))
            .yes("trolley", segment.trolley);
        super::roads::segment_cells(tables, segment.rules, &mut segments);
    }
    [nodes, segments]
}

fn pit(tables: &Tables) -> [Out; 3] {
    let mut materials = Out::new("materials.csv");
    for material in tables.materials.iter() {
        materials
            .row()
            .cell("name", &material.name)
            .cell("kind", word(words::MATERIAL_KINDS, &MATERIAL_KINDS, &material.kind))
            .ranged("loose_density_t_m3", material.loose_density);
    }
    let mut faces = Out::new("faces.csv");
    for face in tables.faces.iter() {
        faces
            .row()
            .cell("name", &face.name)
            .cell("node", name_of!(tables, nodes, face.node))
            .cell("material", name_of!(tables, materials, face.material))
            .some_fixed("available_t", face.available.map(|mass| mass.get()))
            .some("grade", face.grade)
            .cell("stockpile", name_of_some!(tables, dumps, face.stockpile));
    }
    let mut dumps = Out::new("dumps.csv");
    for dump in tables.dumps.iter() {
        dumps
            .row()
            .cell("name", &dump.name)
            .cell("node", name_of!(tables, nodes, dump.node))
            .cell("materials", names_of!(tables, materials, dump.materials))
            .cell("places", dump.places)
            .ranged("dump_s", dump.dump)
            .some_ranged("crusher_t_h", dump.crusher.map(|crusher| crusher.rate))
            .some_fixed("hopper_t", dump.crusher.map(|crusher| crusher.hopper.get()))
            .some("dozer_every", dump.dozer.map(|dozer| dozer.every))
            .some_ranged("dozer_s", dump.dozer.map(|dozer| dozer.takes));
        if let Some(blend) = dump.blend {
            dumps
                .some("blend_min", blend.least)
                .some("blend_max", blend.most)
                .fixed("blend_t", blend.over.get());
        }
        if let Some(breaks) = &dump.breaks {
            dumps.law("crusher_mtbf", "h", &breaks.life).law("crusher_mttr", "h", &breaks.repair);
        }
    }
    [materials, faces, dumps]
}

fn plan(tables: &Tables) -> Out {
    let mut out = Out::new("production_plan.csv");
    let start = tables.heading.start;
    let first = i64::from(start.year()) * 12 + i64::from(start.month()) - 1;
    for month in &tables.plan {
        let at = first + i64::from(month.month);
        out.row()
            .cell("mine", name_of!(tables, mines, month.mine))
            .cell("material", name_of!(tables, materials, month.material))
            .cell("month", format!("{:04}-{:02}", at / 12, at % 12 + 1))
            .fixed("mass_t", month.mass.get());
    }
    out
}

fn models(tables: &Tables) -> [Out; 4] {
    let mut trucks = Out::new("truck_models.csv");
    let mut rimpull = Out::new("rimpull.csv");
    let mut retarder = Out::new("retarder.csv");
    let mut loaders = Out::new("loader_models.csv");
    for model in tables.models.iter() {
        match &model.work {
            Work::Truck(truck) => {
                truck_cells(truck, trucks.row());
                model_cells(tables, model, &mut trucks);
                points(&model.name, &truck.rimpull, &mut rimpull);
                points(&model.name, &truck.retarder_curve, &mut retarder);
            }
            Work::Loader(loader) => {
                loader_cells(loader, loaders.row());
                model_cells(tables, model, &mut loaders);
            }
        }
    }
    [trucks, rimpull, retarder, loaders]
}

fn points(model: &str, points: &[ForcePoint], out: &mut Out) {
    for point in points {
        out.row().cell("model", model).ranged("speed_kmh", point.speed).cell("force_kn", point.force_kn);
    }
}

fn model_cells(tables: &Tables, model: &Model, out: &mut Out) {
    out.cell("name", &model.name)
        .cell("brand", coined(&tables.brands, &[model.brand]))
        .fixed("bay_class_t", model.bay_class.get())
        .cell("priority", model.priority)
        .fixed("cost_per_hour", model.cost_per_hour.get());
    shift::of_model(&model.warm_up, out);
}

fn truck_cells(truck: &TruckModel, out: &mut Out) {
    out.fixed("payload_t", truck.payload.get())
        .fixed("body_m3", truck.body.get())
        .fixed("empty_t", truck.empty.get())
        .ranged("power_kw", truck.power)
        .ranged("drive_efficiency_share", truck.drive_efficiency)
        .ranged("retarder_kw", truck.retarder)
        .ranged("top_speed_kmh", truck.top_speed)
        .ranged("traction_share", truck.traction)
        .cell("drive", word(words::DRIVES, &DRIVES, &truck.drive));
    if truck.drive != Drive::BatteryElectric {
        out.ranged("specific_fuel_g_kwh", truck.specific_fuel)
            .ranged("idle_fuel_l_h", truck.idle_fuel)
            .fixed("tank_l", truck.tank.get());
    }
    out.some_ranged("lockup_kmh", truck.lockup).some_ranged("trolley_kw", truck.trolley);
    if let Some(battery) = truck.battery {
        out.fixed("battery_kwh", battery.capacity.get())
            .ranged("charge_kw", battery.charge)
            .ranged("reserve_share", battery.reserve)
            .ranged("regen_share", battery.regen)
            .ranged("idle_kw", battery.idle);
    }
    if let Some(tyres) = truck.tyres {
        out.ranged("tyre_rating_tkph", tyres.rating)
            .ranged("tyre_empty_share", tyres.empty_share)
            .ranged("tyre_loaded_share", tyres.loaded_share);
    }
}

fn loader_cells(loader: &LoaderModel, out: &mut Out) {
    out.fixed("bucket_m3", loader.bucket.get())
        .fixed("bucket_t", loader.bucket_mass.get())
        .ranged("fill_factor", loader.fill)
        .ranged("fill_cv", loader.fill_variation)
        .ranged("pass_s", loader.pass)
        .ranged("pass_cv", loader.pass_variation)
        .ranged("spot_s", loader.spot)
        .cell("loading_rule", word(words::LOADING_RULES, &LOADING_RULES, &loader.loading_rule))
        .some_ranged("first_pass_s", loader.first_pass)
        .cell("sides", if loader.two_sided { 2 } else { 1 })
        .ranged("walk_kmh", loader.walk)
        .ranged("fuel_l_h", loader.fuel)
        .ranged("idle_fuel_l_h", loader.idle_fuel)
        .fixed("tank_l", loader.tank.get());
}

fn machines(tables: &Tables) -> Out {
    let mut out = Out::new("machines.csv");
    for machine in tables.machines.iter() {
        out.row()
            .cell("name", &machine.name)
            .cell("model", model_name(tables, machine.model))
            .cell("mine", name_of!(tables, mines, machine.mine))
            .cell("workshop", name_of_some!(tables, workshops, machine.workshop))
            .ranged("meter_h", machine.meter)
            .cell("face", name_of_some!(tables, faces, machine.face))
            .cell("dump", name_of_some!(tables, dumps, machine.dump));
        match machine.arrival {
            Arrival::AtStart => {}
            Arrival::On(day) => {
                out.cell("arrives_on", day);
            }
            Arrival::ByLine { line, nth } => {
                out.cell("arrives_line", name_of!(tables, lines, line)).cell("arrives_nth", nth);
            }
        }
    }
    out
}

fn part_cells(tables: &Tables, part: &PartUse, out: &mut Out) {
    out.cell("item", name_of!(tables, items, part.item))
        .fixed("quantity", part.quantity.get())
        .ranged("chance_share", part.chance);
}

fn dig_sequence(tables: &Tables) -> Out {
    let mut out = Out::new("dig_sequence.csv");
    for step in &tables.dig_sequence {
        out.row()
            .cell("loader", name_of!(tables, machines, step.loader))
            .cell("order", step.order)
            .cell("face", name_of!(tables, faces, step.face));
    }
    out
}

fn subsystems(tables: &Tables) -> [Out; 3] {
    let mut curves = Out::new("temperature_curves.csv");
    for curve in tables.curves.iter() {
        for (temperature, factor) in &curve.points {
            curves
                .row()
                .cell("name", &curve.name)
                .ranged("temperature_c", *temperature)
                .ranged("factor", *factor);
        }
    }
    let mut out = Out::new("subsystems.csv");
    let mut parts = Out::new("subsystem_parts.csv");
    for subsystem in tables.subsystems.iter() {
        let model = model_name(tables, subsystem.model);
        out.row()
            .cell("model", model)
            .cell("name", &subsystem.name)
            .law("life", "h", &subsystem.life)
            .cell("ageing_curve", name_of_some!(tables, curves, subsystem.ageing))
            .law("repair", "h", &subsystem.repair)
            .cell("repair_curve", name_of_some!(tables, curves, subsystem.repair_factor))
            .cell("trade", coined(&tables.trades, &[subsystem.trade]))
            .cell("technicians", subsystem.technicians)
            .cell("place", word(words::PLACES, &PLACES, &subsystem.place))
            .yes("crane", subsystem.crane)
            .ranged("renewal_share", subsystem.renewal);
        for part in &subsystem.parts {
            parts.row().cell("model", model).cell("subsystem", &subsystem.name);
            part_cells(tables, part, &mut parts);
        }
    }
    [curves, out, parts]
}

fn services(tables: &Tables) -> [Out; 2] {
    let mut out = Out::new("services.csv");
    let mut parts = Out::new("service_parts.csv");
    for service in tables.services.iter() {
        let model = model_name(tables, service.model);
        out.row()
            .cell("model", model)
            .cell("name", &service.name)
            .ranged("interval_h", service.interval)
            .ranged("duration_h", service.duration)
            .ranged("early_h", service.early)
            .cell("trade", coined(&tables.trades, &[service.trade]))
            .cell("technicians", service.technicians)
            .cell("renews", names_of!(tables, subsystems, service.renews));
        for part in &service.kit {
            parts.row().cell("model", model).cell("service", &service.name);
            part_cells(tables, part, &mut parts);
        }
    }
    [out, parts]
}

fn opening(tables: &Tables, opening: Opening, out: &mut Out) {
    if let Opening::With(task) = opening {
        out.cell("opens_with", name_of!(tables, tasks, task));
    }
}

fn workshops(tables: &Tables) -> [Out; 2] {
    let mut out = Out::new("workshops.csv");
    for workshop in tables.workshops.iter() {
        out.row()
            .cell("name", &workshop.name)
            .cell("site", name_of!(tables, sites, workshop.site))
            .cell("sharing", word(words::SHARING, &SHARING, &workshop.sharing))
            .cell("store", name_of!(tables, stores, workshop.store))
            .cell("tow_vehicles", workshop.tow_vehicles)
            .ranged("tow_speed_kmh", workshop.tow_speed)
            .some_ranged("stops_below_c", workshop.stops_below)
            .ranged("heated_to_c", workshop.heated_to)
            .cell("gate_distance_m", workshop.gate_distance_m);
    }
    let mut bays = Out::new("bays.csv");
    for group in tables.bays.iter() {
        let brand: Vec<_> = group.brand.into_iter().collect();
        bays.row()
            .cell("name", &group.name)
            .cell("workshop", name_of!(tables, workshops, group.workshop))
            .cell("count", group.count)
            .fixed("takes_t", group.takes.get())
            .yes("heated", group.heated)
            .yes("crane", group.crane)
            .cell("brand", coined(&tables.brands, &brand));
        opening(tables, group.opening, &mut bays);
    }
    [out, bays]
}

fn technicians(tables: &Tables) -> Out {
    let mut out = Out::new("technicians.csv");
    for group in tables.technicians.iter() {
        let home: Vec<_> = group.home.into_iter().collect();
        out.row()
            .cell("name", &group.name)
            .cell("workshop", name_of!(tables, workshops, group.workshop))
            .cell("trade", coined(&tables.trades, &[group.trade]))
            .cell("certificates", coined(&tables.brands, &group.certificates))
            .cell("home_brand", coined(&tables.brands, &home))
            .cell("count", group.count)
            .cell("calendar", name_of!(tables, calendars, group.calendar))
            .yes("field", group.field)
            .fixed("cost_per_hour", group.cost_per_hour.get());
        opening(tables, group.opening, &mut out);
    }
    out
}
