//! Tonnes, loads and fuel.
use super::definitions::*;
use super::{Book, Head, LESS, MORE};
use crate::frame::{hours, ratio};
use crate::plan::Plan;
use crate::production::{Fed, delivered_tonnes, fuel_litres, loads, tonnes};
use crate::use_of;
use iceroad_model::record::RunRecord;
use iceroad_words::say;
use std::sync::Arc;

pub(super) fn fill(book: &mut Book<'_>) {
    let head =
        |key: String, title: String, unit, definition, better| Head { key, title, unit, definition, better };
    for (id, material) in book.scenario().materials.entries() {
        let (name, title) = (&material.name, &material.title);
        let again = book.frame.has_stockpiles();
        let moved = say!(if again { "kpi-moved-again" } else { "kpi-moved" }, a = title);
        book.add(head(format!("tonnes.{name}"), moved, "t", TONNES, MORE), move |record| {
            tonnes(record, Some(id))
        });
        if again {
            let frame = book.frame;
            let delivered = say!("kpi-delivered", name = title);
            book.add(
                head(format!("delivered.{name}"), delivered, "t", DELIVERED_TONNES, MORE),
                move |record| delivered_tonnes(frame, record, id),
            );
        }
    }
    book.add(head("tonnes.total".into(), say!("kpi-everything"), "t", TONNES, MORE), |r| tonnes(r, None));
    let plan = Arc::new(Plan::of(book.frame));
    for &id in plan.materials() {
        let material = &book.scenario().materials[id];
        let key = format!("plan_share.{}", material.name);
        let title = say!("kpi-plan", name = material.title);
        let of = Arc::clone(&plan);
        book.add(head(key, title, "share", PLAN_SHARE, MORE), move |record| of.share(record, id));
    }
    if !plan.materials().is_empty() {
        let title = say!("kpi-plan-met");
        book.add_chance(head("plan.met".into(), title, "share", PLAN_MET, MORE), move |record| {
            f64::from(u8::from(plan.is_met(record)))
        });
    }
    book.add(head("cycles.trucks".into(), say!("kpi-loads"), "loads", CYCLES, MORE), loads);
    if let Some(trucks) = book.frame.group("trucks") {
        let title = say!("kpi-productivity");
        book.add(head("productivity.trucks".into(), title, "t/h", PRODUCTIVITY, MORE), |record| {
            ratio(tonnes(record, None), trucks.time_usage(record).operating())
        });
    }
    dumps(book);
    book.add(head("fuel.total".into(), say!("kpi-fuel"), "L", FUEL, LESS), |record| {
        fuel_litres(&record.machines)
    });
    book.add(head("fuel.per_tonne".into(), say!("kpi-fuel-tonne"), "L/t", FUEL_PER_TONNE, LESS), |record| {
        ratio(fuel_litres(&record.machines), tonnes(record, None))
    });
}

/// Energy and carbon dioxide of all machines, and fuel, energy and carbon dioxide of each group.
pub(super) fn energy(book: &mut Book<'_>) {
    let scenario = book.scenario();
    let frame = book.frame;
    let head =
        |key: String, title: String, unit, definition| Head { key, title, unit, definition, better: LESS };
    let electric = use_of::draws(scenario);
    if electric {
        let total = head("energy.total".into(), say!("kpi-energy"), "kWh", ENERGY);
        book.add(total, |record| use_of::energy_kwh(&record.machines));
        let per = head("energy.per_tonne".into(), say!("kpi-energy-tonne"), "kWh/t", ENERGY_PER_TONNE);
        book.add(per, |record| ratio(use_of::energy_kwh(&record.machines), tonnes(record, None)));
    }
    let carbon_kg = move |record: &RunRecord| use_of::carbon_kg(scenario, scenario.machines.ids(), record);
    let total = head("co2.total".into(), say!("kpi-co2"), "t", CARBON);
    book.add(total, move |record| carbon_kg(record) / 1_000.0);
    let per = head("co2.per_tonne".into(), say!("kpi-co2-tonne"), "kg/t", CARBON_PER_TONNE);
    book.add(per, move |record| ratio(carbon_kg(record), tonnes(record, None)));
    for group in frame.groups() {
        let (key, title) = (&group.key, &group.title);
        book.add(
            head(format!("fuel.{key}"), say!("kpi-fuel-of", title = title), "L", FUEL_OF_GROUP),
            |record| fuel_litres(group.rows(record)),
        );
        if electric {
            let of_group = head(format!("energy.{key}"), say!("kpi-energy-of", title = title), "kWh", ENERGY);
            book.add(of_group, |record| use_of::energy_kwh(group.rows(record)));
        }
        book.add(head(format!("co2.{key}"), say!("kpi-co2-of", title = title), "t", CARBON), |record| {
            use_of::carbon_kg(scenario, group.machines.iter().copied(), record) / 1_000.0
        });
    }
}

/// Grades and stops of the dumps that tell of them.
fn dumps(book: &mut Book<'_>) {
    let head =
        |key: String, title: String, unit, definition, better| Head { key, title, unit, definition, better };
    for (id, dump) in book.scenario().dumps.entries() {
        let name = &dump.name;
        if dump.blend.is_some() {
            let title = say!("kpi-grade", name = dump.title);
            let grade = head(format!("grade.{name}"), title, "grade", GRADE, None);
            book.add(grade, move |record| Fed::of(record, id).grade());
            let title = say!("kpi-off-blend", name = dump.title);
            let off = head(format!("off_blend.{name}"), title, "share", OFF_BLEND, LESS);
            book.add(off, move |record| Fed::of(record, id).off_blend());
        }
        if dump.breaks.is_some() {
            let title = say!("kpi-crusher", name = dump.title);
            let stood = head(format!("crusher_down.{name}"), title, "h", CRUSHER_DOWN, LESS);
            book.add(stood, move |record| Fed::of(record, id).stood_h());
        }
    }
}

/// Hours of a number of milliseconds over a number of things; none where there is none.
pub(super) fn mean_hours(ms: i64, n: u32) -> f64 {
    ratio(hours(ms), f64::from(n))
}
