//! `iceroad gantt`: what every loader and truck did in a shift.
use crate::args::GanttArgs;
use crate::failure::Failure;
use crate::{check as scenarios, export, folder};
use iceroad_model::Scenario;
use iceroad_report::gantt::Ask;
use iceroad_report::html::{Extra, gantt};
use std::sync::Arc;

pub(crate) fn command(args: &GanttArgs) -> Result<(), Failure> {
    let (asked, words) = match (&args.shift, &args.from, &args.to) {
        (Some(shift), ..) => (format!("{}/{shift}", args.day), format!(" --shift {shift}")),
        (None, Some(from), Some(to)) => {
            (format!("{}/{from}-{to}", args.day), format!(" --from {from} --to {to}"))
        }
        _ => (args.day.clone(), String::new()),
    };
    let ask = read(&asked)?;
    let scenario = scenarios::read(&args.export.folder)?;
    check(&ask, &scenario)?;
    if let Some(out) = &args.export.out {
        folder::may_write_file(out)?;
    }
    let only = args.export.only;
    let seed = args.export.seed.unwrap_or(scenario.heading.seed);
    let log = export::log(&scenario, seed, only)?;
    let folder = args.export.folder.display();
    let command = format!("iceroad gantt {folder} --day {}{words} --only {only} --seed {seed}", args.day);
    let page = gantt::page(&scenario, &log, &ask, only, &command).map_err(not_shown)?;
    export::give(args.export.out.as_deref(), |to| to.write_all(page.as_bytes()))?;
    Ok(())
}

/// What is asked for; a faulty wish is told before anything is run.
pub(crate) fn read(text: &str) -> Result<Ask, Failure> {
    Ask::parse(text).map_err(not_shown)
}

/// Whether the scenario has such a day and shift.
pub(crate) fn check(ask: &Ask, scenario: &Scenario) -> Result<(), Failure> {
    ask.check(scenario).map_err(not_shown)
}

/// The shift as a section of the report.
pub(crate) fn section(
    scenario: &Arc<Scenario>,
    ask: &Ask,
    seed: u64,
    replication: u32,
) -> Result<Extra, Failure> {
    let log = export::log(scenario, seed, replication)?;
    let body = gantt::section(scenario, &log, ask, replication).map_err(not_shown)?;
    Ok(Extra { after: "usage", id: "shift", short: "A shift", body })
}

fn not_shown(error: iceroad_report::gantt::AskError) -> Failure {
    Failure::Input(error.to_string())
}
