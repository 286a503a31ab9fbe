//! Legs and what runs on them.
use super::{Faults, Rule, World};
use crate::climate::SeasonKind;
use crate::fault::Code;
use crate::transport::Runs;
use iceroad_base::Id;

pub(super) const RULES: &[Rule] = &[
    leg_leads_elsewhere,
    something_runs,
    vehicle_carries_something,
    vehicle_costs_nothing_or_more,
    road_carries_the_empty_vehicle,
];

fn leg_leads_elsewhere(world: &World<'_>, faults: &mut Faults) {
    for (row, leg) in world.tables.legs.iter().enumerate() {
        if leg.from == leg.to {
            let site = &world.tables.sites[leg.from].name;
            faults.add(
                Code::LegToItself,
                ("legs", row, "to"),
                format!("`{site}`"),
                format!("a site other than `{site}`"),
                format!("write where `{}` leads, or take the leg out", leg.name),
            );
        }
    }
}

fn something_runs(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    let mut runs = vec![false; t.legs.len()];
    for vehicle in &t.vehicles {
        runs[vehicle.leg.index()] = true;
    }
    for (row, leg) in t.legs.iter().enumerate().filter(|(row, _)| !runs[*row]) {
        faults.add(
            Code::LegCarriesNothing,
            ("legs", row, "trips_per_day"),
            format!("`{}` with no vehicle", leg.name),
            "trips_per_day, tare_t, payload_t and volume_m3, or a row of vehicles.csv",
            "write what runs there, or take the leg out",
        );
    }
}

fn vehicle_carries_something(world: &World<'_>, faults: &mut Faults) {
    for (row, vehicle) in world.tables.vehicles.iter().enumerate() {
        let runs = match vehicle.runs {
            Runs::Trips(trips) => trips,
            Runs::Vehicles(number) => number,
        };
        let figures = [
            ("payload_t", vehicle.payload.get() > 0, "a payload above 0 t"),
            ("volume_m3", vehicle.volume.get() > 0, "a volume above 0 m³"),
            ("trips_per_day", runs > 0, "at least 1 trip per day"),
        ];
        for (column, _, expected) in figures.into_iter().filter(|&(_, sound, _)| !sound) {
            faults.add(
                Code::LegCarriesNothing,
                ("vehicles", row, column),
                format!("`{}` with nothing", vehicle.name),
                expected,
                "write what a vehicle carries and how many start on a day, or take the leg out",
            );
        }
        let least = vehicle.least_load.filter(|&least| least > vehicle.payload);
        if let Some(least) = least {
            faults.add(
                Code::LegCarriesNothing,
                ("vehicles", row, "least_load_t"),
                format!("{} t", least.tonnes()),
                format!("at most the payload of {} t", vehicle.payload.tonnes()),
                "write the least load that is worth a trip, or leave the cell empty",
            );
        }
    }
}

fn vehicle_costs_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (row, vehicle) in world.tables.vehicles.iter().enumerate() {
        let costs = [("cost_per_trip", vehicle.cost_per_trip), ("cost_per_tonne", vehicle.cost_per_tonne)];
        for (column, cost) in costs {
            if cost.get() < 0 {
                super::goods::negative_money(faults, ("vehicles", row, column), cost);
            }
        }
        if vehicle.tare.get() < 0 {
            faults.add(
                Code::Negative,
                ("vehicles", row, "tare_t"),
                vehicle.tare.tonnes(),
                "0 t or more",
                "write the mass of the empty vehicle",
            );
        }
    }
}

/// The season's greatest limit must leave room for a load above the empty vehicle.
fn road_carries_the_empty_vehicle(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, vehicle) in t.vehicles.iter().enumerate() {
        let leg = &t.legs[vehicle.leg];
        let Some(season) = leg.season.map(|id| &t.seasons[id]) else { continue };
        let greatest = match &season.kind {
            SeasonKind::Ice(ice) => ice.steps.iter().map(|step| step.gross).max(),
            SeasonKind::Calendar(calendar) => calendar.gross,
            SeasonKind::River(_) => None,
        };
        let Some(gross) = greatest.filter(|&gross| vehicle.tare >= gross) else { continue };
        faults.add(
            Code::TareTooHeavy,
            ("vehicles", row, "tare_t"),
            format!("{} t", vehicle.tare.tonnes()),
            format!("less than the {} t that `{}` allows at best", gross.tonnes(), season.name),
            format!("use a lighter vehicle on `{}`, or give the season a greater step", leg.name),
        );
    }
}
