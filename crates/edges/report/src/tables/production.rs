//! Replications, measures and tonnes.
use super::sheet::Cell::{None as Empty, Real, Text, Whole};
use super::sheet::Sheet;
use iceroad_measures::frame::{Frame, hours, in_tonnes};
use iceroad_measures::kpi::{self, Measure};
use iceroad_measures::money::all_paid_minor;
use iceroad_measures::production::{Fed, tonnes as tonnes_of};
use iceroad_measures::spread::Spread;

/// `2027-02`
pub(super) fn month(frame: &Frame<'_>, month: usize) -> String {
    let (year, number) = frame.months.get(month).copied().unwrap_or((0, 0));
    format!("{year:04}-{number:02}")
}

pub(super) fn replications(frame: &Frame<'_>, sheet: &mut Sheet) {
    for record in frame.records {
        sheet.row(&[
            Whole(record.replication.into()),
            Text(&crate::json::hex(record.digest)),
            Whole(record.entries as i64),
            Whole(record.fired as i64),
            Real(tonnes_of(record, None)),
            Real(all_paid_minor(record) / 100.0),
        ]);
    }
}

pub(super) fn measures(frame: &Frame<'_>, sheet: &mut Sheet) {
    for measure in kpi::measures(frame.scenario, frame.records) {
        let better = match measure.higher_is_better {
            Some(true) => Text("yes"),
            Some(false) => Text("no"),
            None => Empty,
        };
        let spread = measure.spread;
        let number = |of: fn(&Spread) -> f64| spread.as_ref().map_or(Empty, |spread| Real(of(spread)));
        sheet.row(&[
            Text(&measure.key),
            Text(&measure.title),
            Text(&measure.unit),
            better,
            Whole(spread.map_or(0, |spread| spread.n as i64)),
            number(|s| s.mean),
            number(|s| s.half_width.unwrap_or(f64::NAN)),
            measure.interval().map_or(Empty, |(low, _)| Real(low)),
            measure.interval().map_or(Empty, |(_, high)| Real(high)),
            number(|s| s.p10),
            number(|s| s.p50),
            number(|s| s.p90),
            Text(&bounds(&measure)),
            Text(&measure.definition),
        ]);
    }
}

/// Which numbers of a measure are lower bounds, `mean p90`.
fn bounds(measure: &Measure) -> String {
    let Some(spread) = measure.spread else { return String::new() };
    let all = [
        ("mean", spread.seen_mean()),
        ("p10", spread.seen_p10()),
        ("p50", spread.seen_p50()),
        ("p90", spread.seen_p90()),
    ];
    let bounds = all.iter().filter(|(_, seen)| seen.is_after()).map(|(name, _)| *name);
    bounds.collect::<Vec<_>>().join(" ")
}

pub(super) fn measure_values(frame: &Frame<'_>, sheet: &mut Sheet) {
    for measure in kpi::measures(frame.scenario, frame.records) {
        for (at, (record, &value)) in frame.records.iter().zip(&measure.values).enumerate() {
            let bound = if measure.is_after(at) { Text("yes") } else { Empty };
            sheet.row(&[Whole(record.replication.into()), Text(&measure.key), Real(value), bound]);
        }
    }
}

pub(super) fn tonnes(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for cell in &record.tonnes {
            let dump = scenario.dumps.get(cell.dump);
            let material = scenario.materials.get(cell.material);
            let mine = dump.map(|dump| scenario.nodes[dump.node].mine).map(|mine| &scenario.mines[mine].name);
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&month(frame, cell.month.into())),
                Text(mine.map_or("", |name| name)),
                Text(dump.map_or("", |dump| &dump.name)),
                Text(material.map_or("", |material| &material.name)),
                Real(in_tonnes(cell.mass_kg)),
                Whole(cell.loads.into()),
            ]);
        }
    }
}

pub(super) fn dumps(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    for record in frame.records {
        for cell in &record.dump_months {
            let dump = scenario.dumps.get(cell.dump);
            let mine = dump.map(|dump| scenario.nodes[dump.node].mine).map(|mine| &scenario.mines[mine].name);
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&month(frame, cell.month.into())),
                Text(mine.map_or("", |name| name)),
                Text(dump.map_or("", |dump| &dump.name)),
                Real(in_tonnes(cell.graded_kg)),
                Real(Fed::of_cell(cell).grade()),
                Real(in_tonnes(cell.off_blend_kg)),
                Whole(cell.stops.into()),
                Real(hours(cell.stopped_ms)),
            ]);
        }
    }
}

pub(super) fn plan(frame: &Frame<'_>, sheet: &mut Sheet) {
    for row in &frame.scenario.plan {
        if usize::from(row.month) < frame.months.len() {
            sheet.row(&[
                Text(&month(frame, row.month.into())),
                Text(&frame.scenario.mines[row.mine].name),
                Text(&frame.scenario.materials[row.material].name),
                Real(row.mass.tonnes()),
            ]);
        }
    }
}
