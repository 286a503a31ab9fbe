//! Mines: haul roads, faces, dumps, materials, the plan in tonnes.

use super::roads;
use crate::book::Book;
use crate::row::Row;
use crate::source::Said;
use iceroad_model::mine::{
    Crusher, DispatchPolicy, Dump, Electricity, Face, Material, MaterialKind, Mine, Node, PlanMonth, Segment,
};
use iceroad_model::pit::{Blend, Breaks, Dozer};
use iceroad_model::{Code, Tables};

pub(crate) const MATERIAL_KINDS: [MaterialKind; 2] = [MaterialKind::Ore, MaterialKind::Waste];

pub(super) fn fill(book: &Book, tables: &mut Tables) {
    book.make("mines.csv", "mines", mine, |mine| {
        tables.mines.push(mine);
    });
    book.make("haul_nodes.csv", "nodes", node, |node| {
        tables.nodes.push(node);
    });
    book.make("haul_segments.csv", "segments", segment, |segment| {
        tables.segments.push(segment);
    });
    book.make("materials.csv", "materials", material, |material| {
        tables.materials.push(material);
    });
    book.make("faces.csv", "faces", face, |face| {
        tables.faces.push(face);
    });
    book.make("dumps.csv", "dumps", dump, |dump| {
        tables.dumps.push(dump);
    });
    let start = tables.heading.start;
    let first = i64::from(start.year()) * 12 + i64::from(start.month());
    book.make("production_plan.csv", "plan", |row| plan_month(row, first), |month| tables.plan.push(month));
}

fn mine(row: &Row<'_>) -> Option<Mine> {
    Some(Mine {
        name: row.name()?,
        site: row.id("site")?,
        calendar: row.id("calendar")?,
        dispatch: row.choice("dispatch", &DispatchPolicy::ALL)?,
        park: row.id("park")?,
        gate: row.id("gate")?,
        fuel_point: row.id("fuel_point"),
        fuel_item: row.id("fuel_item"),
        fuel_store: row.id("fuel_store"),
        refuel_litres_per_minute: row.float("refuel_l_min")?,
        stops_below: row.ranged("stops_below_c"),
        thaw_rolling: row.ranged("thaw_rolling_factor")?,
        frost_rolling: row.ranged("frost_rolling_factor")?,
        side_friction: row.ranged("side_friction_share")?,
        electricity: Electricity {
            charge_point: row.id("charge_point"),
            chargers: row.count("chargers")?,
            cost_per_kwh: row.money("electricity_cost_per_kwh")?,
            carbon: row.ranged("electricity_co2_kg_kwh")?,
        },
        traffic: roads::traffic(row)?,
        shift: super::shift::of_mine(row)?,
    })
}

fn node(row: &Row<'_>) -> Option<Node> {
    Some(Node {
        name: row.name()?,
        mine: row.id("mine")?,
        x: row.ranged("x_m")?,
        y: row.ranged("y_m")?,
        z: row.ranged("z_m")?,
        rules: roads::node_rules(row)?,
    })
}

fn segment(row: &Row<'_>) -> Option<Segment> {
    Some(Segment {
        from: row.id("from")?,
        to: row.id("to")?,
        length: row.ranged("length_m")?,
        grade: row.ranged("grade_pct")?,
        rolling: row.ranged("rolling_pct")?,
        limit: row.ranged("limit_kmh")?,
        two_way: row.yes("two_way")?,
        corner_radius: row.ranged("corner_radius_m"),
        superelevation: row.ranged("superelevation_pct"),
        max_gross: row.mass("max_gross_t"),
        trolley: row.yes("trolley")?,
        rules: roads::segment_rules(row)?,
    })
}

fn material(row: &Row<'_>) -> Option<Material> {
    Some(Material {
        name: row.name()?,
        kind: row.choice("kind", &MATERIAL_KINDS)?,
        loose_density: row.ranged("loose_density_t_m3")?,
    })
}

fn face(row: &Row<'_>) -> Option<Face> {
    Some(Face {
        name: row.name()?,
        node: row.id("node")?,
        material: row.id("material")?,
        available: row.mass("available_t"),
        grade: row.float("grade"),
        stockpile: row.id("stockpile"),
    })
}

fn dump(row: &Row<'_>) -> Option<Dump> {
    row.together("crusher_t_h", "hopper_t");
    row.together("dozer_every", "dozer_s");
    let dozer = row.count("dozer_every").zip(row.ranged("dozer_s"));
    let crusher = row.ranged("crusher_t_h").zip(row.mass("hopper_t"));
    Some(Dump {
        name: row.name()?,
        node: row.id("node")?,
        materials: row.ids("materials"),
        places: row.count("places")?,
        dump: row.ranged("dump_s")?,
        crusher: crusher.map(|(rate, hopper)| Crusher { rate, hopper }),
        breaks: breaks(row)?,
        dozer: dozer.map(|(every, takes)| Dozer { every, takes }),
        blend: blend(row)?,
    })
}

/// Failures of the crusher: both laws or neither. The outer none: something was told that is wrong.
fn breaks(row: &Row<'_>) -> Option<Option<Breaks>> {
    match (row.tells_law("crusher_mtbf", "h"), row.tells_law("crusher_mttr", "h")) {
        (false, false) => Some(None),
        _ => {
            let (life, repair) = (row.law("crusher_mtbf", "h"), row.law("crusher_mttr", "h"));
            Some(Some(Breaks { life: life?, repair: repair? }))
        }
    }
}

/// Limits of what is dumped. The outer none: something was told that is wrong.
fn blend(row: &Row<'_>) -> Option<Option<Blend>> {
    let (least, most, over) = (row.float("blend_min"), row.float("blend_max"), row.mass("blend_t")?);
    let is_told = least.is_some() || most.is_some();
    if !is_told && row.has("blend_t") {
        row.refuses(&["blend_t"], "as neither `blend_min` nor `blend_max` is filled");
    }
    Some(is_told.then_some(Blend { least, most, over }))
}

fn plan_month(row: &Row<'_>, first: i64) -> Option<PlanMonth> {
    let (year, month) = row.month("month")?;
    let after = i64::from(year) * 12 + i64::from(month) - first;
    let Ok(month) = u16::try_from(after) else {
        let expected = format!("a month from {:04}-{:02} on", (first - 1) / 12, (first - 1) % 12 + 1);
        let advice = "remove the row, or begin the horizon earlier in scenario.toml";
        row.tell("month", Said::new(Code::MonthOutside, &row.written("month"), expected, advice));
        return None;
    };
    Some(PlanMonth { mine: row.id("mine")?, material: row.id("material")?, month, mass: row.mass("mass_t")? })
}
