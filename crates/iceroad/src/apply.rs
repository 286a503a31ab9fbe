//! Writing the changed scenario that a suggestion asks for.
use crate::advice::make;
use crate::error::{Error, Refusal};
use crate::folder::RunFolder;
use crate::sums;
use crate::workbook::{may_put, put};
use iceroad_measures::advice::Change;
use iceroad_model::Scenario;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A changed scenario that was written.
#[derive(Clone, Debug)]
pub struct Applied {
    /// What was changed, in a few words.
    pub title: String,
    /// The scenario it was made of.
    pub from: PathBuf,
    /// The cells and rows.
    pub change: Change,
    /// The changed scenario.
    pub scenario: Scenario,
}

/// What of `run.json` is needed.
#[derive(Deserialize)]
struct Run {
    scenario: Named,
    suggestions: Vec<Told>,
}

#[derive(Deserialize)]
struct Named {
    folder: String,
    digest: String,
}

#[derive(Deserialize)]
struct Told {
    title: String,
    #[serde(flatten)]
    change: Change,
}

/// Writes the scenario of a run, changed by its suggestion number `which` (from 1), as a new folder: every file of the scenario,
/// of which only the cells of the suggestion are others; or as a new workbook where `to` ends in `.xlsx`. The scenario is looked for where the run found it, unless `scenario`
/// says where it is now.
///
/// # Errors
/// [`Error::Place`] where `run` holds no run or `to` holds something, [`Error::Spec`] where there is no such suggestion or the
/// scenario is not the one that was run, [`Error::Faults`] where it is not there, and [`Error::File`].
pub fn apply(run: &Path, which: usize, scenario: Option<&Path>, to: &Path) -> Result<Applied, Error> {
    may_put(to, false)?;
    let told = read(run)?;
    let n = told.suggestions.len();
    let Some(suggestion) = which.checked_sub(1).and_then(|at| told.suggestions.into_iter().nth(at)) else {
        return Err(Error::spec("which", no_such(run, which, n)));
    };
    let from = scenario.map_or_else(|| PathBuf::from(&told.scenario.folder), Path::to_path_buf);
    let mut edit = iceroad_format::edit(&from)?;
    if iceroad_format::digest(&from)?.to_string() != told.scenario.digest {
        let (from, run) = (from.display(), run.display());
        return Err(Error::spec(
            "scenario",
            format!("{from} is not what {run} is a run of, or was changed since; run it again"),
        ));
    }
    let change = make(&mut edit, &suggestion.change)?;
    let checked = edit.check();
    let Some(scenario) = checked.scenario else { return Err(checked.report.into()) };
    put(to, edit.texts().into_iter().collect())?;
    Ok(Applied { title: suggestion.title, from, change, scenario })
}

fn read(run: &Path) -> Result<Run, Error> {
    if !run.join(RunFolder::MARK).is_file() {
        return Err(Error::place(run, Refusal::NoRun));
    }
    let text = sums::proven(run, RunFolder::MARK)?;
    serde_json::from_slice(&text).map_err(|_| Error::place(run, Refusal::NoRun))
}

fn no_such(run: &Path, which: usize, n: usize) -> String {
    let run = run.display();
    match n {
        0 => format!("{run} has no suggestions: nothing that was tried helps, or nothing was tried"),
        1 => format!("{run} has no suggestion {which}; it has one, number 1"),
        _ => format!("{run} has no suggestion {which}; it has numbers 1 to {n}"),
    }
}
