//! `iceroad export`: the event log of one replication in a format of others.
use crate::args::{CyclelogArgs, Days, ExportArgs, ExportWhat, OcelArgs};
use crate::failure::Failure;
use crate::text;
use iceroad::model::event::Entry;
use iceroad::{RunSpec, Session, may_write_file, write_file};
use iceroad_report::export::{cyclelog, ocel};
use std::io::Write;
use std::path::Path;

pub(crate) fn command(what: &ExportWhat) -> Result<(), Failure> {
    match what {
        ExportWhat::Cyclelog(args) => cycles(args),
        ExportWhat::Ocel(args) => events(args),
    }
}

fn cycles(args: &CyclelogArgs) -> Result<(), Failure> {
    let session = open(&args.export)?;
    let out = args.export.out.as_deref();
    if let Some(ids) = &args.ids {
        if out.is_some_and(|out| same_place(out, ids)) {
            return Err(Failure::Input(format!("{} is asked for twice: name two files", ids.display())));
        }
        may_write_file(ids)?;
    }
    let window = days(&session, &args.days)?;
    let log = log(&session, &args.export)?;
    let Some(key) = give(out, |to| cyclelog::write(session.scenario(), &log, window, to))? else {
        return Ok(());
    };
    if let Some(ids) = &args.ids {
        write_file(ids, |to| key.write(to))?;
    }
    say(out, &format!("{} rows", key.rows));
    Ok(())
}

fn events(args: &OcelArgs) -> Result<(), Failure> {
    let session = open(&args.export)?;
    let window = days(&session, &args.days)?;
    let log = log(&session, &args.export)?;
    let out = args.export.out.as_deref();
    let Some(counts) = give(out, |to| ocel::write(session.scenario(), &log, window, to))? else {
        return Ok(());
    };
    say(out, &format!("{} events of {} objects", counts.events, counts.objects));
    Ok(())
}

/// Whether two paths name one file, be it there or not; their folders are.
fn same_place(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    whole(a) == whole(b)
}

/// The scenario, once it is known that the export may be written.
fn open(args: &ExportArgs) -> Result<Session, Failure> {
    if let Some(out) = &args.out {
        may_write_file(out)?;
    }
    Ok(Session::open(&args.folder)?)
}

fn days(session: &Session, days: &Days) -> Result<std::ops::Range<iceroad::Time>, Failure> {
    Ok(session.days(days.from.as_deref(), days.to.as_deref())?)
}

/// The whole log of the replication that is asked for.
pub(crate) fn log(session: &Session, args: &ExportArgs) -> Result<Vec<Entry>, Failure> {
    let spec = RunSpec { seed: args.seed, ..RunSpec::default() };
    Ok(session.replay(&spec, args.only)?.log.unwrap_or_default())
}

/// Writes to the file, or to standard output; none where nobody read that to its end.
pub(crate) fn give<T>(
    out: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<T>,
) -> Result<Option<T>, Failure> {
    match out {
        Some(path) => Ok(Some(write_file(path, write)?)),
        None => text::stream(write),
    }
}

/// Says on standard error what was written where; standard output may be the export itself.
fn say(out: Option<&Path>, what: &str) {
    if let Some(path) = out {
        text::say(&format!("{}: {what}", path.display()));
    }
}
