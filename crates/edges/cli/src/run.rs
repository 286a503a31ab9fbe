//! `iceroad run`: the year, many times.
use crate::args::RunArgs;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::{gantt, text};
use iceroad::{Existing, Outcome, RunFolder, RunSpec, Session};
use iceroad_report::html::Extra;
use serde_json::json;

/// Width of the console summary where the terminal's is not known.
const CONSOLE_WIDTH: usize = 100;

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
    if let Some(folder) = &folder {
        if !outcome.is_complete() {
            return Err(stopped(&outcome, folder));
        }
        let shift =
            shift.map(|ask| gantt::section(&session, &ask, outcome.manifest.seed, args.only.unwrap_or(0)));
        let mut files = result_files(&session, &outcome, seconds, shift.transpose()?)?;
        if let Some(replication) = args.log {
            files.extend(log_files(&session, &spec, replication)?);
        }
        folder.write(&files)?;
    }
    if args.json {
        let mut document = iceroad_report::json::document(&results, args.per_replication);
        let pace = outcome.records.len() as f64 / seconds.max(1e-9);
        document["timing"] = json!({ "wall_seconds": seconds, "replications_per_second": pace });
        text::print_json(&document)?;
    } else {
        text::print(&iceroad_report::summary::console(&results, CONSOLE_WIDTH))?;
        if let Some(folder) = &folder {
            text::print(&format!("\nReport: {}\n", folder.path().join("report.html").display()))?;
        }
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

fn result_files(
    session: &Session,
    outcome: &Outcome,
    seconds: f64,
    shift: Option<Extra>,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let results = outcome.results();
    let mut document = iceroad_report::json::document(&results, true);
    document["timing"] = json!({ "wall_seconds": seconds });
    let json = serde_json::to_vec_pretty(&document).map_err(Failure::ours)?;
    let body = iceroad_report::html::pit::section(&results, &session.road_use(&outcome.records)?);
    let mut extras = vec![Extra { after: "tonnes", id: "pit", short: "Pit", body }];
    extras.extend(shift);
    let page = iceroad_report::html::page_with(&results, extras);
    let mut files = vec![(RunFolder::MARK.into(), json), ("report.html".into(), page.into_bytes())];
    for (name, bytes) in iceroad_report::tables::write_all(&results).map_err(Failure::ours)? {
        files.push((format!("tables/{name}"), bytes));
    }
    Ok(files)
}

/// The whole event log of one replication, as CSV and Parquet.
fn log_files(session: &Session, spec: &RunSpec, replication: u32) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let log = session.replay(spec, replication)?.log.unwrap_or_default();
    let files = iceroad_report::log::table(session.scenario(), &log).map_err(Failure::ours)?;
    Ok(files.into_iter().map(|(name, bytes)| (format!("log/{replication}/{name}"), bytes)).collect())
}
