//! `iceroad check`: every fault of a scenario at once.
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::text;
use iceroad_format::Checked;
use iceroad_model::Scenario;
use iceroad_model::haul_outlook::{HaulOutlook, TruckOutlook};
use serde_json::{Value, json};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

pub(crate) fn command(args: &CheckArgs) -> Result<(), Failure> {
    let mut hauls = HaulOutlook::default();
    let Checked { scenario, report } = iceroad_format::check_with(&args.folder, |scenario| {
        let seen = iceroad_engine::foresee(scenario);
        hauls = seen.hauls;
        seen.faults
    });
    if args.json {
        let name = scenario.as_ref().map(|scenario| scenario.heading.name.as_str());
        let ok = scenario.is_some();
        let trucks = scenario.as_ref().map(|scenario| trucks_json(scenario, &hauls));
        text::print_json(
            &json!({ "ok": ok, "scenario": name, "trucks": trucks, "faults": report.to_json() }),
        )?;
    }
    let Some(scenario) = scenario else {
        return Err(Failure::Faults(Box::new(report)));
    };
    if !report.is_empty() {
        eprintln!("{}", report.render(std::io::stderr().is_terminal()));
    }
    if args.json { Ok(()) } else { text::print(&summary(&scenario, &hauls)) }
}

/// Reads a scenario, or says all that is wrong with it.
pub(crate) fn read(folder: &Path) -> Result<Arc<Scenario>, Failure> {
    iceroad_format::read(folder).map(Arc::new).map_err(|report| Failure::Faults(Box::new(report)))
}

fn summary(scenario: &Scenario, hauls: &HaulOutlook) -> String {
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
    lines.extend(forces(scenario, hauls, "rimpull", |truck| truck.rimpull_given));
    lines.extend(forces(scenario, hauls, "retarder", |truck| truck.retarder_given));
    format!("{}: in order\n  {}\n", heading.title, lines.join("\n  "))
}

/// `rimpull: as given for A; derived from power for B, C`; nothing where there are no trucks.
fn forces(
    scenario: &Scenario,
    hauls: &HaulOutlook,
    what: &str,
    is_given: fn(&TruckOutlook) -> bool,
) -> Option<String> {
    let names = |given: bool| {
        let trucks = hauls.trucks.iter().filter(|truck| is_given(truck) == given);
        trucks.map(|truck| scenario.models[truck.model].name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let said: Vec<String> = [("as given for", names(true)), ("derived from power for", names(false))]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(how, names)| format!("{how} {names}"))
        .collect();
    (!said.is_empty()).then(|| format!("{what}: {}", said.join("; ")))
}

fn trucks_json(scenario: &Scenario, hauls: &HaulOutlook) -> Vec<Value> {
    let how = |given: bool| if given { "given" } else { "derived from power" };
    let trucks = hauls.trucks.iter().map(|truck| {
        json!({
            "model": scenario.models[truck.model].name,
            "rimpull": how(truck.rimpull_given),
            "retarder": how(truck.retarder_given),
        })
    });
    trucks.collect()
}

/// `42 trucks, 1 workshop`
fn list(counts: &[(usize, &str)]) -> String {
    let one = |&(n, what): &(usize, &str)| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}
