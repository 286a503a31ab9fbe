//! What a scenario holds, for the console.
use iceroad::{Assumed, ForceSource, TruckForces};
use iceroad_measures::numbers::{count, plain};
use iceroad_model::Scenario;
use iceroad_words::say;

/// What is in a scenario that is in order, in a few lines.
pub fn summary(scenario: &Scenario, forces_of: &[TruckForces], assumed: &[Assumed]) -> String {
    let heading = &scenario.heading;
    let trucks = scenario.machines.iter().filter(|m| scenario.models[m.model].truck().is_some()).count();
    let loaders = scenario.machines.len() - trucks;
    let bays: usize = scenario.bays.iter().map(|bay| usize::from(bay.count)).sum();
    let days = count(heading.days as usize, "day");
    let mut lines = vec![
        say!("check-horizon", days = days, start = heading.start.to_string(), zone = heading.zone.name()),
        list(&[
            (trucks, "truck"),
            (loaders, "loader"),
            (scenario.workshops.len(), "workshop"),
            (bays, "bay"),
        ]),
        list(&[
            (scenario.items.len(), "item"),
            (scenario.offers.len(), "offer"),
            (scenario.stores.len(), "store"),
            (scenario.legs.len(), "leg"),
            (scenario.restrictions.len(), "restriction"),
        ]),
        list(&[
            (scenario.agreements.len(), "agreement"),
            (scenario.lines.len(), "agreement line"),
            (scenario.settlements.len(), "settlement"),
            (scenario.projects.len(), "project"),
        ]),
    ];
    lines.extend(forces(forces_of, "check-rimpull", |truck| truck.rimpull));
    lines.extend(forces(forces_of, "check-retarder", |truck| truck.retarder));
    let taken: usize = assumed.iter().map(|one| one.rows).sum();
    if taken > 0 {
        lines.push(say!("check-assumed", n = taken));
    }
    plain(&format!("{}\n  {}\n", say!("check-in-order", title = heading.title), lines.join("\n  ")))
}

/// `rimpull: as given for A; derived from power for B, C`; nothing where there are no trucks.
fn forces(trucks: &[TruckForces], what: &str, of: fn(&TruckForces) -> ForceSource) -> Option<String> {
    let names = |source| {
        let trucks = trucks.iter().filter(|truck| of(truck) == source);
        trucks.map(|truck| truck.model.as_str()).collect::<Vec<_>>().join(", ")
    };
    let said: Vec<String> =
        [("check-given", names(ForceSource::Given)), ("check-derived", names(ForceSource::Derived))]
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(how, names)| say!(how, names = names))
            .collect();
    (!said.is_empty()).then(|| format!("{}: {}", say!(what), said.join("; ")))
}

/// `42 trucks, 1 workshop`
fn list(counts: &[(usize, &str)]) -> String {
    counts.iter().map(|&(n, what)| count(n, what)).collect::<Vec<_>>().join(", ")
}
