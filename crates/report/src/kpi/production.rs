//! Tonnes, loads and fuel.
use super::definitions::*;
use super::{Book, Head, LESS, MORE};
use crate::frame::{hours, ratio};
use iceroad_model::MaterialId;
use iceroad_model::event::StateClass;
use iceroad_model::record::RunRecord;

pub(super) fn fill(book: &mut Book<'_, '_>) {
    let head =
        |key: String, title: String, unit, definition, better| Head { key, title, unit, definition, better };
    for (id, material) in book.scenario().materials.entries() {
        let name = &material.name;
        let title = format!("{name} moved");
        book.add(head(format!("tonnes.{name}"), title, "t", TONNES, MORE), |record| tonnes(record, Some(id)));
    }
    book.add(head("tonnes.total".into(), "everything moved".into(), "t", TONNES, MORE), |r| tonnes(r, None));
    for (id, material) in book.scenario().materials.entries() {
        let planned = planned_tonnes(book, id);
        if planned > 0.0 {
            let key = format!("plan_share.{}", material.name);
            let title = format!("{} against plan", material.name);
            let share = |record: &RunRecord| tonnes(record, Some(id)) / planned;
            book.add(head(key, title, "share", PLAN_SHARE, MORE), share);
        }
    }
    let loads = |record: &RunRecord| record.tonnes.iter().map(|cell| f64::from(cell.loads)).sum();
    book.add(head("cycles.trucks".into(), "truck loads".into(), "loads", CYCLES, MORE), loads);
    let trucks = book.frame.groups().into_iter().find(|group| group.key == "trucks");
    if let Some(trucks) = trucks {
        let title = "tonnes per operating truck hour".to_string();
        book.add(head("productivity.trucks".into(), title, "t/h", PRODUCTIVITY, MORE), |record| {
            let operating = trucks.class_hours(record, StateClass::Working)
                + trucks.class_hours(record, StateClass::Delay);
            ratio(tonnes(record, None), operating)
        });
    }
    book.add(head("fuel.total".into(), "fuel burnt".into(), "L", FUEL, LESS), fuel);
    book.add(
        head("fuel.per_tonne".into(), "fuel per tonne moved".into(), "L/t", FUEL_PER_TONNE, LESS),
        |record| ratio(fuel(record), tonnes(record, None)),
    );
}

/// Tonnes of one material, or of all.
pub(super) fn tonnes(record: &RunRecord, material: Option<MaterialId>) -> f64 {
    let cells = record.tonnes.iter().filter(|cell| material.is_none_or(|id| cell.material == id.0));
    cells.map(|cell| cell.mass_kg).sum::<i64>() as f64 / 1_000.0
}

/// What was planned of a material within the months of the horizon, t.
fn planned_tonnes(book: &Book<'_, '_>, material: MaterialId) -> f64 {
    let months = book.frame.months.len();
    let rows = book.scenario().plan.iter();
    rows.filter(|row| row.material == material && usize::from(row.month) < months)
        .map(|row| row.mass.tonnes())
        .sum()
}

fn fuel(record: &RunRecord) -> f64 {
    let of = |machine: &iceroad_model::record::MachineRecord| machine.fuel_l.iter().sum::<i64>();
    record.machines.iter().map(of).sum::<i64>() as f64
}

/// Hours of a number of milliseconds over a number of things; none where there is none.
pub(super) fn mean_hours(ms: i64, n: u32) -> f64 {
    ratio(hours(ms), f64::from(n))
}
