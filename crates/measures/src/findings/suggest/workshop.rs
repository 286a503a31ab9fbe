//! Machines that wait for a bay, a technician or tow: one more of what is used most fully.
use super::{Proposal, greatest, mean};
use crate::advice::Change;
use crate::advice::stakes::Aim;
use crate::frame::{Frame, all_hours};
use crate::numbers::{fixed, percent};
use crate::workshop::HoursUsed;
use iceroad_model::event::MachineState;
use iceroad_model::maintenance::BayGroup;
use iceroad_words::say;

/// So many of the fullest groups are tried.
const FULLEST: usize = 2;

pub(super) fn proposals(frame: &Frame<'_>) -> Vec<Proposal> {
    let mut all = bays(frame);
    all.extend(technicians(frame));
    all.extend(tow(frame));
    all
}

fn bays(frame: &Frame<'_>) -> Vec<Proposal> {
    let scenario = frame.scenario;
    let hours = mean(frame, |record| all_hours(record, MachineState::WaitBay));
    let used = scenario.bays.entries().filter(|(_, bay)| fits_any(frame, bay));
    let used = used.map(|(id, _)| (id, mean(frame, |record| HoursUsed::of_bays(record, id).share())));
    let one = |(at, (id, used)): (usize, (_, f64))| {
        let bay: &BayGroup = &scenario.bays[id];
        Proposal::new(
            Aim::Tonnes,
            hours / (at + 1) as f64,
            say!("try-bay", bay = bay.title),
            say!("why-bay", hours = fixed(hours, 0), bay = bay.title, used = percent(used)),
            Change::of_cell("bays.csv", &bay.name, "count", bay.count, bay.count.saturating_add(1)),
        )
    };
    greatest(used, FULLEST).into_iter().enumerate().map(one).collect()
}

/// Whether a machine of the workshop fits in.
fn fits_any(frame: &Frame<'_>, bay: &BayGroup) -> bool {
    let scenario = frame.scenario;
    let mut machines = scenario.machines.iter().filter(|machine| machine.workshop == Some(bay.workshop));
    machines.any(|machine| scenario.models[machine.model].bay_class <= bay.takes)
}

fn technicians(frame: &Frame<'_>) -> Vec<Proposal> {
    let scenario = frame.scenario;
    let hours = mean(frame, |record| all_hours(record, MachineState::WaitTechnician));
    let used = scenario.technicians.ids();
    let used = used.map(|id| (id, mean(frame, |record| HoursUsed::of_technicians(record, id).share())));
    let one = |(at, (id, used)): (usize, (_, f64))| {
        let group: &iceroad_model::maintenance::TechnicianGroup = &scenario.technicians[id];
        let trade = scenario.trades.get(group.trade).map_or("", String::as_str);
        Proposal::new(
            Aim::Tonnes,
            hours / (at + 1) as f64,
            say!("try-technician", trade = trade, group = group.title),
            say!("why-technician", hours = fixed(hours, 0), group = group.title, used = percent(used)),
            Change::of_cell(
                "technicians.csv",
                &group.name,
                "count",
                group.count,
                group.count.saturating_add(1),
            ),
        )
    };
    greatest(used, FULLEST).into_iter().enumerate().map(one).collect()
}

fn tow(frame: &Frame<'_>) -> Option<Proposal> {
    let hours = mean(frame, |record| all_hours(record, MachineState::WaitTow));
    let workshop = frame.scenario.workshops.iter().min_by_key(|workshop| workshop.tow_vehicles)?;
    let (now, more) = (workshop.tow_vehicles, workshop.tow_vehicles.saturating_add(1));
    Some(Proposal::new(
        Aim::Tonnes,
        hours,
        say!("try-tow", workshop = workshop.title),
        say!("why-tow", hours = fixed(hours, 0)),
        Change::of_cell("workshops.csv", &workshop.name, "tow_vehicles", now, more),
    ))
}
