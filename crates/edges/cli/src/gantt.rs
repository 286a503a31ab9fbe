//! `iceroad gantt`: what every loader and truck did in a shift.
use crate::args::GanttArgs;
use crate::export;
use crate::failure::Failure;
use iceroad::{RunSpec, Session, may_write_file};
use iceroad_report::gantt::Ask;
use iceroad_report::html::{Extra, gantt};
use iceroad_report::speaking;

pub(crate) fn command(args: &GanttArgs) -> Result<(), Failure> {
    let (asked, words) = match (&args.shift, &args.from, &args.to) {
        (Some(shift), ..) => (format!("{}/{shift}", args.day), format!(" --shift {shift}")),
        (None, Some(from), Some(to)) => {
            (format!("{}/{from}-{to}", args.day), format!(" --from {from} --to {to}"))
        }
        _ => (args.day.clone(), String::new()),
    };
    let session = Session::open(&args.export.folder)?;
    let ask = read(&asked, &session)?;
    if let Some(out) = &args.export.out {
        may_write_file(out)?;
    }
    let (only, scenario) = (args.export.only, session.scenario());
    let log = export::log(&session, &args.export)?;
    let seed = args.export.seed.unwrap_or(scenario.heading.seed);
    let (folder, day) = (session.label(), &args.day);
    let command = format!("iceroad gantt {folder} --day {day}{words} --only {only} --seed {seed}");
    let page = speaking(args.lang.into(), || gantt::page(scenario, &log, &ask, only, &command))?;
    export::give(args.export.out.as_deref(), |to| to.write_all(page.as_bytes()))?;
    Ok(())
}

/// What is asked for, where the scenario has such a day and shift; a faulty wish is told before anything is run.
pub(crate) fn read(text: &str, session: &Session) -> Result<Ask, Failure> {
    let ask = Ask::parse(text)?;
    ask.check(session.scenario())?;
    Ok(ask)
}

/// The shift as a section of the report.
pub(crate) fn section(session: &Session, ask: &Ask, seed: u64, replication: u32) -> Result<Extra, Failure> {
    let spec = RunSpec { seed: Some(seed), ..RunSpec::default() };
    let log = session.replay(&spec, replication)?.log.unwrap_or_default();
    Ok(gantt::section(session.scenario(), &log, ask, replication)?)
}
