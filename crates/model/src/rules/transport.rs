//! Legs.
use super::{Faults, Rule, World};
use crate::climate::SeasonKind;
use crate::fault::Code;

pub(super) const RULES: &[Rule] =
    &[leg_leads_elsewhere, leg_carries_something, leg_costs_nothing_or_more, road_carries_the_empty_vehicle];

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

fn leg_carries_something(world: &World<'_>, faults: &mut Faults) {
    for (row, leg) in world.tables.legs.iter().enumerate() {
        let figures = [
            ("payload_t", leg.payload.get() > 0, "a payload above 0 t"),
            ("volume_m3", leg.volume.get() > 0, "a volume above 0 m³"),
            ("trips_per_day", leg.trips_per_day > 0, "at least 1 trip per day"),
        ];
        for (column, _, expected) in figures.into_iter().filter(|&(_, sound, _)| !sound) {
            faults.add(
                Code::LegCarriesNothing,
                ("legs", row, column),
                format!("`{}` with nothing", leg.name),
                expected,
                "write what a vehicle carries and how many start on a day, or take the leg out",
            );
        }
    }
}

fn leg_costs_nothing_or_more(world: &World<'_>, faults: &mut Faults) {
    for (row, leg) in world.tables.legs.iter().enumerate() {
        for (column, cost) in [("cost_per_trip", leg.cost_per_trip), ("cost_per_tonne", leg.cost_per_tonne)] {
            if cost.get() < 0 {
                super::goods::negative_money(faults, ("legs", row, column), cost);
            }
        }
        if leg.tare.get() < 0 {
            faults.add(
                Code::Negative,
                ("legs", row, "tare_t"),
                leg.tare.tonnes(),
                "0 t or more",
                "write the mass of the empty vehicle",
            );
        }
    }
}

/// The season's greatest limit must leave room for a load above the empty vehicle.
fn road_carries_the_empty_vehicle(world: &World<'_>, faults: &mut Faults) {
    let t = world.tables;
    for (row, leg) in t.legs.iter().enumerate() {
        let Some(season) = leg.season.map(|id| &t.seasons[id]) else { continue };
        let greatest = match &season.kind {
            SeasonKind::Ice(ice) => ice.steps.iter().map(|step| step.gross).max(),
            SeasonKind::Calendar(calendar) => calendar.gross,
            SeasonKind::River(_) => None,
        };
        let Some(gross) = greatest.filter(|&gross| leg.tare >= gross) else { continue };
        faults.add(
            Code::TareTooHeavy,
            ("legs", row, "tare_t"),
            format!("{} t", leg.tare.tonnes()),
            format!("less than the {} t that `{}` allows at best", gross.tonnes(), season.name),
            format!("use a lighter vehicle on `{}`, or give the season a greater step", leg.name),
        );
    }
}
