//! `iceroad export`: the event log of one replication in a format of others.
use crate::args::{CyclelogArgs, Days, ExportArgs, ExportWhat, OcelArgs};
use crate::failure::Failure;
use crate::{check, folder, text};
use iceroad_base::civil::parse_date;
use iceroad_base::{Span, Time};
use iceroad_engine::Prepared;
use iceroad_model::Scenario;
use iceroad_model::event::Entry;
use iceroad_report::export::{cyclelog, ocel};
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

pub(crate) fn command(what: &ExportWhat) -> Result<(), Failure> {
    match what {
        ExportWhat::Cyclelog(args) => cycles(args),
        ExportWhat::Ocel(args) => events(args),
    }
}

fn cycles(args: &CyclelogArgs) -> Result<(), Failure> {
    let (scenario, log) = run(&args.export, &args.days)?;
    let out = args.export.out.as_deref();
    let window = window(&scenario, &args.days)?;
    let Some(key) = give(out, |to| cyclelog::write(&scenario, &log, window, to))? else { return Ok(()) };
    if let Some(ids) = &args.ids {
        folder::may_write_file(ids)?;
        folder::write_stream(ids, |to| key.write(to))?;
    }
    say(out, &format!("{} rows", key.rows));
    Ok(())
}

fn events(args: &OcelArgs) -> Result<(), Failure> {
    let (scenario, log) = run(&args.export, &args.days)?;
    let out = args.export.out.as_deref();
    let window = window(&scenario, &args.days)?;
    let Some(counts) = give(out, |to| ocel::write(&scenario, &log, window, to))? else { return Ok(()) };
    say(out, &format!("{} events of {} objects", counts.events, counts.objects));
    Ok(())
}

/// The scenario and the log of the replication that is asked for.
fn run(args: &ExportArgs, days: &Days) -> Result<(Arc<Scenario>, Vec<Entry>), Failure> {
    if let Some(out) = &args.out {
        folder::may_write_file(out)?;
    }
    let scenario = check::read(&args.folder)?;
    window(&scenario, days)?;
    let seed = args.seed.unwrap_or(scenario.heading.seed);
    let log = log(&scenario, seed, args.only)?;
    Ok((scenario, log))
}

/// The time of the days that are asked for, from the first instant to the last and no further.
fn window(scenario: &Scenario, days: &Days) -> Result<Range<Time>, Failure> {
    let horizon = scenario.horizon();
    let clock = scenario.clock(&scenario.heading.zone);
    let read = |text: &String| {
        let date = parse_date(text);
        date.map_err(|_| Failure::Input(format!("`{text}` is not a date such as `{}`", horizon.start())))
    };
    let from = days.from.as_ref().map(read).transpose()?.map_or(Time::START, |day| clock.midnight(day));
    let last = days.to.as_ref().map(read).transpose()?;
    // What happens at the very end of the horizon is of its last day.
    let end = horizon.end() + Span::from_millis(1);
    let to = last.map_or(end, |day| if day >= horizon.last() { end } else { clock.end_of_day(day) });
    if from >= horizon.end() || to <= Time::START || from >= to {
        return Err(Failure::Input(format!(
            "no day of the horizon is left; it is from {} to {}",
            horizon.start(),
            horizon.last()
        )));
    }
    Ok(from..to)
}

/// The whole log of one replication.
pub(crate) fn log(scenario: &Arc<Scenario>, seed: u64, replication: u32) -> Result<Vec<Entry>, Failure> {
    let prepared = Prepared::new(Arc::clone(scenario)).map_err(Failure::ours)?;
    let run = prepared.replicate(seed, replication, true).map_err(Failure::ours)?;
    Ok(run.log.unwrap_or_default())
}

/// Writes to the file, or to standard output; none where nobody read that to its end.
pub(crate) fn give<T>(
    out: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<T>,
) -> Result<Option<T>, Failure> {
    match out {
        Some(path) => folder::write_stream(path, write).map(Some),
        None => text::stream(write),
    }
}

/// Says on standard error what was written where; standard output may be the export itself.
fn say(out: Option<&Path>, what: &str) {
    if let Some(path) = out {
        eprintln!("{}: {what}", path.display());
    }
}
