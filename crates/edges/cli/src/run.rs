//! `iceroad run`: the year, many times.
use crate::args::RunArgs;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::{gantt, text};
use iceroad::{Existing, Outcome, RunFolder, Session};
use iceroad_report::{self as report, gantt::Ask};

pub(crate) fn command(args: &RunArgs) -> Result<(), Failure> {
    let session = Session::open(&args.folder)?;
    let shift = args.gantt.as_deref().map(|asked| gantt::read(asked, &session)).transpose()?;
    let folder = args.out.as_ref().map(|out| RunFolder::claim(out, existing(args))).transpose()?;
    let (spec, watch) = (args.spec(), Progress::new());
    let outcome = match &folder {
        Some(folder) => session.run_into(folder, &spec, &watch)?,
        None => session.run(&spec, &watch)?,
    };
    let seconds = watch.seconds();
    let results = outcome.results();
    let out = folder.as_ref().map(|folder| folder.path().to_path_buf());
    if let Some(folder) = folder {
        if !outcome.is_complete() {
            return Err(stopped(&outcome, &folder));
        }
        leave(args, &session, &outcome, shift.as_ref(), seconds, folder)?;
    }
    if args.json {
        text::stream(|out| {
            report::json::write(&results, args.per_replication, seconds, &mut *out)?;
            writeln!(out)
        })?;
    } else {
        let out = out.map(|out| out.display().to_string());
        let told = || report::summary::console(&results, out.as_deref(), report::summary::WIDTH, args.all);
        text::print(&report::speaking(args.lang.into(), told))?;
    }
    if outcome.is_complete() {
        return Ok(());
    }
    Err(Failure::Stopped(format!(
        "{} replications were finished; they are shown above",
        outcome.records.len()
    )))
}

fn existing(args: &RunArgs) -> Existing {
    match (args.resume, args.force) {
        (true, _) => Existing::Resume,
        (false, true) => Existing::Replace,
        (false, false) => Existing::Keep,
    }
}

fn stopped(outcome: &Outcome, folder: &RunFolder) -> Failure {
    let (done, wanted) = (outcome.records.len(), outcome.manifest.replications);
    Failure::Stopped(format!(
        "{done} of {wanted} replications are finished and kept; run the same command with --resume to go on. {} was not touched",
        folder.path().display()
    ))
}

/// Leaves all there is of a run in its folder.
fn leave(
    args: &RunArgs,
    session: &Session,
    outcome: &Outcome,
    ask: Option<&Ask>,
    seconds: f64,
    folder: RunFolder,
) -> Result<(), Failure> {
    let seed = outcome.manifest.seed;
    let only = args.only.unwrap_or(0);
    let section = |ask| report::speaking(args.lang.into(), || gantt::section(session, ask, seed, only));
    let shift = ask.map(section).transpose()?;
    let (pit, kept) = (session.road_use(&outcome.records)?, folder.checkpoint());
    let written = folder.write(|files| {
        report::leave(files, outcome, &pit, shift, seconds, args.lang.into())?;
        let Some(replication) = args.log else { return Ok(()) };
        let log = session.replay(&args.spec(), replication)?.log.unwrap_or_default();
        report::leave_log(files, session.scenario(), &log, replication).map_err(Failure::from)
    });
    written.map_err(|why| if kept.exists() { Failure::NotLeft(Box::new(why), kept) } else { why })
}
