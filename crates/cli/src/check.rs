//! `iceroad check`: every fault of a scenario at once.
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::text;
use iceroad_model::Scenario;
use iceroad_scenario::Checked;
use serde_json::json;
use std::io::IsTerminal;
use std::path::Path;

pub(crate) fn command(args: &CheckArgs) -> Result<(), Failure> {
    let Checked { scenario, report } = iceroad_scenario::check(&args.folder);
    if args.json {
        let name = scenario.as_ref().map(|scenario| scenario.heading.name.as_str());
        let ok = scenario.is_some();
        text::print_json(&json!({ "ok": ok, "scenario": name, "faults": report.to_json() }))?;
    }
    let Some(scenario) = scenario else {
        return Err(Failure::Faults(Box::new(report)));
    };
    if !report.is_empty() {
        eprintln!("{}", report.render(std::io::stderr().is_terminal()));
    }
    if args.json { Ok(()) } else { text::print(&summary(&scenario)) }
}

/// Reads a scenario, or says all that is wrong with it.
pub(crate) fn read(folder: &Path) -> Result<Scenario, Failure> {
    iceroad_scenario::read(folder).map_err(|report| Failure::Faults(Box::new(report)))
}

fn summary(scenario: &Scenario) -> String {
    let heading = &scenario.heading;
    let trucks = scenario.machines.iter().filter(|m| scenario.models[m.model].truck().is_some()).count();
    let loaders = scenario.machines.len() - trucks;
    let bays: usize = scenario.bays.iter().map(|bay| usize::from(bay.count)).sum();
    let lines = [
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
    format!("{}: in order\n  {}\n", heading.title, lines.join("\n  "))
}

/// `42 trucks, 1 workshop`
fn list(counts: &[(usize, &str)]) -> String {
    let one = |&(n, what): &(usize, &str)| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}
