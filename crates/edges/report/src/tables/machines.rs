//! Machine hours, machines, subsystems, bays and people.
use super::production::month;
use super::sheet::Cell::{None as Empty, Real, Text, Whole};
use super::sheet::Sheet;
use crate::frame::{Frame, class_ms, hours, ratio};
use crate::use_of;
use crate::words::CLASSES;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::{MachineRecord, RunRecord};
use iceroad_model::{MachineId, WorkshopId};

fn each<'r>(
    frame: &'r Frame<'_>,
) -> impl Iterator<Item = (&'r RunRecord, MachineId, &'r MachineRecord)> + use<'r> {
    let ids = move |record: &'r RunRecord| {
        let machines = frame.scenario.machines.ids();
        machines.filter_map(move |id| Some((record, id, record.machines.get(id)?)))
    };
    frame.records.iter().flat_map(ids)
}

pub(super) fn hours_by_month(frame: &Frame<'_>, sheet: &mut Sheet) {
    for (record, id, row) in each(frame) {
        let machine = &frame.scenario.machines[id];
        let model = &frame.scenario.models[machine.model];
        for (at, states) in row.state_ms.iter().enumerate() {
            let month = month(frame, at);
            let mut cells = vec![
                Whole(record.replication.into()),
                Text(&month),
                Text(&machine.name),
                Text(&model.name),
                Text(&frame.scenario.brands[model.brand]),
            ];
            cells.extend(states.iter().map(|&ms| Real(hours(ms))));
            cells.push(Whole(row.cycles.get(at).copied().unwrap_or(0).into()));
            cells.push(Real(row.mass_kg.get(at).copied().unwrap_or(0) as f64 / 1_000.0));
            cells.push(Whole(row.fuel_l.get(at).copied().unwrap_or(0)));
            cells.push(Whole(row.energy_kwh.get(at).copied().unwrap_or(0)));
            sheet.row(&cells);
        }
    }
}

pub(super) fn totals(frame: &Frame<'_>, sheet: &mut Sheet) {
    for (record, id, row) in each(frame) {
        let machine = &frame.scenario.machines[id];
        let model = &frame.scenario.models[machine.model];
        let [working, delay, standby, down] = CLASSES.map(|class: StateClass| hours(class_ms(row, class)));
        let calendar = working + delay + standby + down;
        sheet.row(&[
            Whole(record.replication.into()),
            Text(&machine.name),
            Text(&model.name),
            Text(&frame.scenario.brands[model.brand]),
            Text(&frame.scenario.mines[machine.mine].name),
            Real(calendar),
            Real(working),
            Real(delay),
            Real(standby),
            Real(down),
            Real(ratio(calendar - down, calendar)),
            Real(ratio(working + delay, calendar - down)),
            Whole(row.cycles.iter().map(|&n| i64::from(n)).sum()),
            Real(row.mass_kg.iter().sum::<i64>() as f64 / 1_000.0),
            Whole(row.fuel_l.iter().sum()),
            Whole(row.energy_kwh.iter().sum()),
            Real(use_of::carbon_kg(frame.scenario, std::iter::once(id), record) / 1_000.0),
            Whole(row.failures.into()),
            Whole(row.services.into()),
        ]);
    }
}

pub(super) fn subsystems(frame: &Frame<'_>, sheet: &mut Sheet) {
    use MachineState::*;
    for record in frame.records {
        for (id, subsystem) in frame.scenario.subsystems.entries() {
            let Some(row) = record.subsystems.get(id) else { continue };
            let in_state = |state: MachineState| Real(hours(row.down_ms[state as usize]));
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&frame.scenario.models[subsystem.model].name),
                Text(&subsystem.name),
                Whole(row.failures.into()),
                in_state(WaitTow),
                in_state(Tow),
                in_state(WaitBay),
                in_state(WaitTechnician),
                in_state(WaitPart),
                in_state(WaitWeather),
                in_state(Repair),
                Real(hours(row.down_ms.iter().sum())),
            ]);
        }
    }
}

pub(super) fn workshop(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    let name = |id: WorkshopId| scenario.workshops[id].name.as_str();
    for record in frame.records {
        for (id, bay) in scenario.bays.entries() {
            let Some(row) = record.bays.get(id) else { continue };
            sheet.row(&[
                Whole(record.replication.into()),
                Text(name(bay.workshop)),
                Text("bays"),
                Text(&bay.name),
                Real(hours(row.taken_ms)),
                Real(hours(row.open_ms)),
                Real(ratio(hours(row.taken_ms), hours(row.open_ms))),
                Whole(row.jobs.into()),
            ]);
        }
        for (id, group) in scenario.technicians.entries() {
            let Some(row) = record.groups.get(id) else { continue };
            sheet.row(&[
                Whole(record.replication.into()),
                Text(name(group.workshop)),
                Text("technicians"),
                Text(&group.name),
                Real(hours(row.working_ms)),
                Real(hours(row.on_shift_ms)),
                Real(ratio(hours(row.working_ms), hours(row.on_shift_ms))),
                Empty,
            ]);
        }
    }
}
