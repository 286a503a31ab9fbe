//! `iceroad run`: the year, many times.
use crate::args::{FidelityWord, Repeat, RunArgs};
use crate::checkpoint::{self, Key};
use crate::failure::Failure;
use crate::progress::{Watch, now};
use crate::{check, fidelity, folder, gantt, roads, text};
use iceroad_engine::{EnsembleSpec, Prepared};
use iceroad_measures::fidelity::Fidelity;
use iceroad_measures::{Manifest, Results};
use iceroad_model::Scenario;
use iceroad_model::bound::MineBound;
use iceroad_model::outlook::Outlook;
use iceroad_model::record::RunRecord;
use iceroad_model::road_use::PitOutlook;
use iceroad_report::html::Extra;
use std::path::Path;
use std::sync::Arc;

/// Width of the console summary where the terminal's is not known.
const CONSOLE_WIDTH: usize = 100;

/// What was run, ready to be shown.
pub(crate) struct Outcome {
    pub(crate) records: Vec<RunRecord>,
    pub(crate) outlook: Outlook,
    /// How haul roads were used; nothing where no report is asked for.
    pub(crate) pit: PitOutlook,
    pub(crate) bounds: Vec<MineBound>,
    pub(crate) manifest: Manifest,
    pub(crate) seconds: f64,
}

impl Outcome {
    pub(crate) fn results<'a>(&'a self, scenario: &'a Scenario) -> Results<'a> {
        let Outcome { records, outlook, bounds, manifest, .. } = self;
        Results { scenario, records, outlook, bounds, manifest }
    }
}

pub(crate) fn command(args: &RunArgs) -> Result<(), Failure> {
    let scenario = check::read(&args.folder)?;
    let shift = args.gantt.as_deref().map(gantt::read).transpose()?;
    if let Some(ask) = &shift {
        gantt::check(ask, &scenario)?;
    }
    let checkpoint = args.out.as_deref().map(checkpoint::path_for);
    if let Some(out) = &args.out {
        folder::may_write(out, args.force || args.resume)?;
        folder::make_room(out)?;
        refuse_to_lose(checkpoint.as_deref(), args)?;
    }
    let outcome = simulate(&scenario, args, checkpoint.as_deref())?;
    let results = outcome.results(&scenario);
    if let Some(out) = &args.out {
        if !outcome.manifest.complete {
            return Err(stopped(&outcome, out));
        }
        let seed = outcome.manifest.seed;
        let shift = shift.map(|ask| gantt::section(&scenario, &ask, seed, args.only.unwrap_or(0)));
        let mut files = result_files(&results, &outcome, shift.transpose()?)?;
        if let Some(replication) = args.log {
            files.extend(log_files(&scenario, args, outcome.manifest.seed, replication)?);
        }
        folder::write(out, &files)?;
        if let Some(path) = checkpoint.filter(|path| path.exists()) {
            std::fs::remove_file(&path).map_err(|error| Failure::file("removing", &path, &error))?;
        }
    }
    if args.json {
        let mut document = iceroad_report::json::document(&results, args.per_replication);
        document["timing"] = timing(&outcome);
        text::print_json(&document)?;
    } else {
        text::print(&iceroad_report::summary::console(&results, CONSOLE_WIDTH))?;
        if let Some(out) = &args.out {
            text::print(&format!("\nReport: {}\n", out.join("report.html").display()))?;
        }
    }
    if outcome.manifest.complete {
        return Ok(());
    }
    Err(Failure::Stopped(format!(
        "{} replications were finished; they are shown above",
        outcome.records.len()
    )))
}

/// Runs a scenario by the words given; used by `compare` too.
pub(crate) fn simulate(
    scenario: &Arc<Scenario>,
    args: &RunArgs,
    checkpoint: Option<&Path>,
) -> Result<Outcome, Failure> {
    let begun = now();
    let mut prepared = Prepared::new(Arc::clone(scenario)).map_err(Failure::ours)?;
    fidelity::set(&mut prepared, args)?;
    let seed = args.repeat.seed.unwrap_or(scenario.heading.seed);
    let digest =
        iceroad_format::digest(&args.folder).map_err(|report| Failure::Faults(Box::new(report)))?.to_string();
    let key = Key {
        version: env!("CARGO_PKG_VERSION").into(),
        scenario_digest: digest.clone(),
        seed,
        fidelity: prepared.fidelity().name().into(),
    };
    let (records, complete, replications) = match args.only {
        Some(only) => (vec![prepared.replicate(seed, only, false).map_err(Failure::ours)?.record], true, 1),
        None => ensemble(&prepared, &args.repeat, seed, args.resume, checkpoint.map(|path| (path, &key)))?,
    };
    let fidelity = if complete {
        fidelity::compare(&mut prepared, args, seed, &records)?
    } else {
        Fidelity { by_rates: args.fidelity == FidelityWord::Rates, ..Fidelity::default() }
    };
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").into(),
        scenario_digest: digest,
        seed,
        replications,
        command: command_line(args, seed, replications),
        complete,
        data_notes: data_notes(scenario),
        fidelity,
    };
    let draws = replications.max(roads::LEAST_DRAWS);
    let mut outlook = prepared.climate().outlook(seed, draws).map_err(Failure::ours)?;
    outlook.hauls = prepared.haul_outlook();
    let pit = if args.out.is_some() { prepared.pit(&records) } else { PitOutlook::default() };
    let bounds = prepared.bounds(&records).map_err(Failure::ours)?;
    let seconds = now().duration_since(begun).as_secs_f64();
    Ok(Outcome { records, outlook, pit, bounds, manifest, seconds })
}

fn ensemble(
    prepared: &Prepared,
    repeat: &Repeat,
    seed: u64,
    resume: bool,
    keep: Option<(&Path, &Key)>,
) -> Result<(Vec<RunRecord>, bool, u32), Failure> {
    let replications = repeat.replications.unwrap_or(prepared.scenario().heading.replications);
    let done = match keep {
        Some((path, key)) if resume && path.exists() => checkpoint::load(path, key)?,
        _ => Vec::new(),
    };
    let watch = Watch::new(replications, &done, keep.map(|(path, key)| (path.to_path_buf(), key.clone())));
    let spec = EnsembleSpec { seed, replications, threads: repeat.threads };
    let result = prepared.ensemble(&spec, done, &watch);
    watch.end(result.as_ref().is_ok_and(|ensemble| ensemble.complete));
    let ensemble = result.map_err(Failure::ours)?;
    Ok((ensemble.records, ensemble.complete, replications))
}

/// An interrupted run is not silently thrown away.
fn refuse_to_lose(checkpoint: Option<&Path>, args: &RunArgs) -> Result<(), Failure> {
    let there = checkpoint.is_some_and(Path::exists);
    if !there || args.resume || args.force {
        return Ok(());
    }
    Err(Failure::Input(
        "an interrupted run into this folder is kept: add --resume to go on with it, or --force to start over".into(),
    ))
}

fn stopped(outcome: &Outcome, out: &Path) -> Failure {
    let (done, wanted) = (outcome.records.len(), outcome.manifest.replications);
    Failure::Stopped(format!(
        "{done} of {wanted} replications are finished and kept; run the same command with --resume to go on. {} was not touched",
        out.display()
    ))
}

fn result_files(
    results: &Results<'_>,
    outcome: &Outcome,
    shift: Option<Extra>,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut document = iceroad_report::json::document(results, true);
    document["timing"] = serde_json::json!({ "wall_seconds": outcome.seconds });
    let json = serde_json::to_vec_pretty(&document).map_err(Failure::ours)?;
    let mut files = vec![(folder::MARK.to_string(), json)];
    let body = iceroad_report::html::pit::section(results, &outcome.pit);
    let mut extras = vec![Extra { after: "tonnes", id: "pit", short: "Pit", body }];
    extras.extend(shift);
    let page = iceroad_report::html::page_with(results, extras);
    files.push(("report.html".into(), page.into_bytes()));
    for (name, bytes) in iceroad_report::tables::write_all(results).map_err(Failure::ours)? {
        files.push((format!("tables/{name}"), bytes));
    }
    Ok(files)
}

/// The whole event log of one replication, as CSV and Parquet.
fn log_files(
    scenario: &Arc<Scenario>,
    args: &RunArgs,
    seed: u64,
    replication: u32,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut prepared = Prepared::new(Arc::clone(scenario)).map_err(Failure::ours)?;
    fidelity::set(&mut prepared, args)?;
    let run = prepared.replicate(seed, replication, true).map_err(Failure::ours)?;
    let files = iceroad_report::log::table(scenario, &run.log.unwrap_or_default()).map_err(Failure::ours)?;
    Ok(files.into_iter().map(|(name, bytes)| (format!("log/{replication}/{name}"), bytes)).collect())
}

fn timing(outcome: &Outcome) -> serde_json::Value {
    serde_json::json!({
        "wall_seconds": outcome.seconds,
        "replications_per_second": outcome.records.len() as f64 / outcome.seconds.max(1e-9),
    })
}

/// The command that makes the same result, without what does not change it.
fn command_line(args: &RunArgs, seed: u64, replications: u32) -> String {
    let folder = args.folder.display();
    let repeat = match args.only {
        Some(only) => format!("iceroad run {folder} --seed {seed} --only {only}"),
        None => format!("iceroad run {folder} --replications {replications} --seed {seed}"),
    };
    match (args.fidelity, args.control_variate) {
        (FidelityWord::Rates, _) => format!("{repeat} --fidelity rates --pairs {}", args.pairs),
        (FidelityWord::Cycles, Some(more)) => format!("{repeat} --control-variate {more}"),
        (FidelityWord::Cycles, None) => repeat,
    }
}

/// What a reader of results must know about the data behind them.
fn data_notes(scenario: &Scenario) -> Vec<String> {
    let mut notes = Vec::new();
    for station in &scenario.stations {
        if let iceroad_model::climate::StationRecord::Synthetic { anomalies_from, .. } = &station.record {
            let from = &scenario.stations[*anomalies_from].title;
            notes.push(format!(
                "Temperatures of {} are synthetic: monthly normals with the daily anomalies measured at {from}.",
                station.title
            ));
        }
    }
    if !scenario.restrictions.is_empty() {
        notes.push(
            "Trade restrictions are data of the scenario. The program carries no legal list and gives no legal advice."
                .into(),
        );
    }
    notes
}
