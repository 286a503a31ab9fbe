//! Legs and what runs on them.
use super::{Faults, Rule, World};
use crate::Tables;
use crate::climate::{DayLimit, Season, SeasonKind};
use crate::fault::{Code, Fault};
use crate::ids::LegId;
use crate::transport::{Leg, Runs, Vehicle};
use iceroad_base::Id;
use iceroad_base::quantity::Mass;
use std::cmp::Reverse;

pub(super) const RULES: &[Rule] = &[
    leg_leads_elsewhere,
    something_runs,
    vehicle_carries_something,
    vehicle_costs_nothing_or_more,
    road_carries_the_empty_vehicle,
    road_bears_a_load_worth_a_trip,
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

/// The season of a leg and the greatest gross mass that it ever allows; none where it sets no limit.
fn greatest_gross<'t>(t: &'t Tables, leg: &Leg) -> Option<(&'t Season, Mass)> {
    let season = &t.seasons[leg.season?];
    let greatest = match &season.kind {
        SeasonKind::Ice(ice) => ice.steps.iter().map(|step| step.gross).max(),
        SeasonKind::Calendar(calendar) => calendar.gross,
        SeasonKind::River(_) => None,
    };
    Some((season, greatest?))
}

/// The season's greatest limit must leave room for a load above the empty vehicle.
fn road_carries_the_empty_vehicle(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, vehicle) in t.vehicles.iter().enumerate() {
        let leg = &t.legs[vehicle.leg];
        let Some((season, gross)) = greatest_gross(t, leg) else { continue };
        if vehicle.tare < gross {
            continue;
        }
        faults.add(
            Code::TareTooHeavy,
            ("vehicles", row, "tare_t"),
            format!("{} t", vehicle.tare.tonnes()),
            format!("less than the {} t that `{}` allows at best", gross.tonnes(), season.name),
            format!("use a lighter vehicle on `{}`, or give the season a greater step", leg.name),
        );
    }
}

/// Even the greatest limit must leave some class of a leg's vehicles a load worth a trip.
fn road_bears_a_load_worth_a_trip(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (id, leg) in t.legs.entries() {
        let Some((_, gross)) = greatest_gross(t, leg) else { continue };
        // Where it does not bear the empty vehicle, that is told.
        if t.vehicles.iter().any(|vehicle| vehicle.leg == id && vehicle.tare < gross) {
            faults.found.extend(idle_road(t, id, gross));
        }
    }
}

/// What is wrong with a leg whose season allows `gross` at best, where that leaves no class of its vehicles a load worth a
/// trip: only goods that have stood long go. It is told of the class with most room.
pub fn idle_road(t: &Tables, id: LegId, gross: Mass) -> Option<Fault> {
    let leg = &t.legs[id];
    let season = &t.seasons[leg.season?];
    let limit = DayLimit { gross, ..DayLimit::OPEN };
    let on_leg = || t.vehicles.iter().enumerate().filter(|(_, vehicle)| vehicle.leg == id);
    if on_leg().any(|(_, vehicle)| vehicle.room(limit) >= vehicle.least_room()) {
        return None;
    }
    let room = |vehicle: &Vehicle| (gross - vehicle.tare).max(Mass::ZERO);
    let (row, vehicle) = on_leg().max_by_key(|&(row, vehicle)| (room(vehicle), Reverse(row)))?;
    Some(Fault {
        code: Code::RoadIdle,
        table: "vehicles",
        row: Some(row),
        column: "tare_t",
        value: format!("{} t empty under {} t", vehicle.tare.tonnes(), gross.tonnes()),
        expected: format!(
            "room for {:.1} t, the least load worth a trip; `{}` leaves {} t at best",
            vehicle.least_room().tonnes(),
            season.name,
            room(vehicle).tonnes()
        ),
        advice: format!(
            "use a lighter vehicle on `{}`, or write the `least_load_t` that is worth a trip, or say how the road comes to bear more",
            leg.name
        ),
    })
}
