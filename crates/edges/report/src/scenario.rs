//! What a scenario holds, for the console.
use iceroad::{Assumed, ForceSource, TruckForces};
use iceroad_model::Scenario;

/// What is in a scenario that is in order, in a few lines.
pub fn summary(scenario: &Scenario, forces_of: &[TruckForces], assumed: &[Assumed]) -> String {
    let heading = &scenario.heading;
    let trucks = scenario.machines.iter().filter(|m| scenario.models[m.model].truck().is_some()).count();
    let loaders = scenario.machines.len() - trucks;
    let bays: usize = scenario.bays.iter().map(|bay| usize::from(bay.count)).sum();
    let mut lines = vec![
        format!("{} days from {}, {}", heading.days, heading.start, heading.zone.name()),
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
    lines.extend(forces(forces_of, "rimpull", |truck| truck.rimpull));
    lines.extend(forces(forces_of, "retarder", |truck| truck.retarder));
    let taken: usize = assumed.iter().map(|one| one.rows).sum();
    match taken {
        0 => {}
        1 => lines
            .push("1 figure stands where a cell is empty: `iceroad check --defaults` shows it".to_owned()),
        _ => lines.push(format!(
            "{taken} figures stand where cells are empty: `iceroad check --defaults` lists them"
        )),
    }
    format!("{}: in order\n  {}\n", heading.title, lines.join("\n  "))
}

/// `rimpull: as given for A; derived from power for B, C`; nothing where there are no trucks.
fn forces(trucks: &[TruckForces], what: &str, of: fn(&TruckForces) -> ForceSource) -> Option<String> {
    let names = |source| {
        let trucks = trucks.iter().filter(|truck| of(truck) == source);
        trucks.map(|truck| truck.model.as_str()).collect::<Vec<_>>().join(", ")
    };
    let said: Vec<String> = [
        ("as given for", names(ForceSource::Given)),
        ("derived from power for", names(ForceSource::Derived)),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(how, names)| format!("{how} {names}"))
    .collect();
    (!said.is_empty()).then(|| format!("{what}: {}", said.join("; ")))
}

/// `42 trucks, 1 workshop`
fn list(counts: &[(usize, &str)]) -> String {
    let one = |&(n, what): &(usize, &str)| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}
