//! Machine hours, machines, subsystems, bays and people.
use super::production::month;
use super::sheet::Cell::{None as Empty, Real, Text, Whole};
use super::sheet::Sheet;
use iceroad_measures::frame::{Frame, hours, in_tonnes};
use iceroad_measures::stops::down_hours;
use iceroad_measures::time_usage::ClassHours;
use iceroad_measures::use_of;
use iceroad_measures::workshop::Resource;
use iceroad_model::event::MachineState;
use iceroad_model::record::{MachineRecord, RunRecord};
use iceroad_model::{MachineId, WorkshopId};

fn each<'r>(
    frame: &'r Frame<'_>,
) -> impl Iterator<Item = (&'r RunRecord, MachineId, MachineRecord)> + use<'r> {
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
            cells.push(Real(in_tonnes(row.mass_kg.get(at).copied().unwrap_or(0))));
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
        let usage = ClassHours::of_machine(&row);
        sheet.row(&[
            Whole(record.replication.into()),
            Text(&machine.name),
            Text(&model.name),
            Text(&frame.scenario.brands[model.brand]),
            Text(&frame.scenario.mines[machine.mine].name),
            Real(usage.calendar()),
            Real(usage.working),
            Real(usage.delay),
            Real(usage.standby),
            Real(usage.down),
            Real(usage.availability()),
            Real(usage.utilisation()),
            Whole(row.cycles.iter().map(|&n| i64::from(n)).sum()),
            Real(in_tonnes(row.mass_kg.iter().sum())),
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
            let in_state = |state: MachineState| Real(down_hours(&row, &[state]));
            sheet.row(&[
                Whole(record.replication.into()),
                Text(&frame.scenario.models[subsystem.model].name),
                Text(&subsystem.name),
                Whole(row.failures.into()),
                Whole(row.planned.into()),
                in_state(WaitTow),
                in_state(Tow),
                in_state(WaitBay),
                in_state(WaitTechnician),
                in_state(WaitPart),
                in_state(WaitWeather),
                in_state(Repair),
                Real(down_hours(&row, &MachineState::ALL)),
            ]);
        }
    }
}

pub(super) fn workshop(frame: &Frame<'_>, sheet: &mut Sheet) {
    let scenario = frame.scenario;
    let name = |id: WorkshopId| scenario.workshops[id].name.as_str();
    for record in frame.records {
        for resource in Resource::all(frame) {
            let (of, kind, jobs) = match resource {
                Resource::Bays(id) => {
                    let Some(row) = record.bays.get(id) else { continue };
                    (scenario.bays[id].workshop, "bays", Whole(row.jobs.into()))
                }
                Resource::Technicians(id) => {
                    let Some(_) = record.groups.get(id) else { continue };
                    (scenario.technicians[id].workshop, "technicians", Empty)
                }
            };
            let hours = resource.hours(record);
            sheet.row(&[
                Whole(record.replication.into()),
                Text(name(of)),
                Text(kind),
                Text(resource.name(frame)),
                Real(hours.used),
                Real(hours.there),
                Real(hours.share()),
                jobs,
            ]);
        }
    }
}
