//! Trying the changes that a run's evidence asks for: rules propose them, the scenario's own files are edited, paired runs
//! dispose.
use crate::checkpoint::Follow;
use crate::error::Error;
use crate::run::{Fidelity, Replications, RunSpec};
use crate::session::Session;
use crate::watch::Watch;
use iceroad_engine::Prepared;
use iceroad_format::{Diagnostic, Edit, Report};
use iceroad_measures::advice::stakes::{COST, MARGIN};
use iceroad_measures::advice::{
    Advice, Change, Fate, LEAST_REPLICATIONS, RowKey, Suggestion, Tried, Untried,
};
use iceroad_measures::findings::{Proposal, proposals};
use iceroad_plan::PlanError;
use iceroad_plan::advice::{Base, Found, Judged, Variant, judge};

/// Why changes would not be tried beside so many replications, whether or not it is asked for.
pub(crate) fn untried(spec: &RunSpec, replications: u32) -> Option<Untried> {
    if matches!(spec.fidelity, Fidelity::Rates { .. }) {
        return Some(Untried::ByRates);
    }
    let too_few = matches!(spec.replications, Replications::Only(_)) || replications < LEAST_REPLICATIONS;
    too_few.then_some(Untried::TooFewReplications)
}

/// Tries what the run's evidence asks for.
pub(crate) fn of(
    session: &Session,
    spec: &RunSpec,
    base: &Base<'_>,
    complete: bool,
    watch: &dyn Watch,
) -> Result<Advice, Error> {
    let why_not = match (complete, spec.suggestions) {
        (false, _) => Some(Untried::Stopped),
        (true, false) => Some(Untried::NotAsked),
        (true, true) => untried(spec, base.records.len() as u32),
    };
    if let Some(why) = why_not {
        return Ok(Advice::untried(why));
    }
    let Some(edit) = session.edit() else { return Ok(Advice::untried(Untried::ScenarioChanged)) };
    let (tried, variants) = possible(session, base, &edit);
    let mut judged = match Follow::unkept(watch, |observer| judge(base, &variants, observer)) {
        Ok(judged) => judged,
        Err(PlanError::Stopped) => return Ok(Advice::untried(Untried::Stopped)),
        Err(error) => return Err(error.into()),
    };
    one_for_each_cell(&tried, &mut judged);
    let worded = proposals(session.scenario(), base.records);
    // Words tell of the whole run where it asks for the same.
    let words = |one: &Possible| {
        let same = worded.iter().find(|other| other.change == one.asked);
        same.unwrap_or(&one.proposal).clone()
    };
    let told = |found: Found| {
        let one = &tried[found.option];
        suggestion(words(one), one.change.clone(), found)
    };
    let fate = |(one, (fate, pairs)): (&Possible, _)| Tried { title: words(one).title, fate, pairs };
    Ok(Advice {
        untried: None,
        tried: tried.iter().zip(judged.fates).map(fate).collect(),
        replications: judged.replications,
        suggestions: judged.found.into_iter().map(told).collect(),
    })
}

/// Of changes that put other numbers into the same cells the one that is worth most is advice: the others are not beside it.
fn one_for_each_cell(tried: &[Possible], judged: &mut Judged) {
    let cells = |found: &Found| -> Vec<(&str, &RowKey, &str)> {
        let cells = tried[found.option].change.cells.iter();
        cells.map(|cell| (cell.file.as_str(), &cell.row, cell.column.as_str())).collect()
    };
    let mut seen: Vec<Vec<(&str, &RowKey, &str)>> = Vec::new();
    let fates = &mut judged.fates;
    judged.found.retain(|found| {
        let of_this = cells(found);
        let is_new = of_this.is_empty() || !seen.contains(&of_this);
        if !is_new {
            fates[found.option].0 = Fate::Lesser;
        }
        seen.push(of_this);
        is_new
    });
}

/// A proposal that can be tried.
struct Possible {
    proposal: Proposal,
    /// The change as the rule asks for it.
    asked: Change,
    /// The same as the files have it.
    change: Change,
}

/// The proposals that the scenario allows, as many as can be tried, with the scenarios they make.
fn possible(session: &Session, base: &Base<'_>, edit: &Edit) -> (Vec<Possible>, Vec<Variant>) {
    let (mut tried, mut variants) = (Vec::new(), Vec::new());
    for proposal in proposals(session.scenario(), base.first_half()) {
        if tried.len() == base.most_options() {
            break;
        }
        let mut edit = edit.clone();
        let Ok(change) = make(&mut edit, &proposal.change) else { continue };
        let Some(scenario) = edit.check().scenario else { continue };
        let Ok(prepared) = Prepared::new(scenario) else { continue };
        variants.push(Variant { prepared, aim: proposal.aim });
        tried.push(Possible { asked: proposal.change.clone(), proposal, change });
    }
    (tried, variants)
}

/// Makes a change, and gives it as the files have it: what cells said, and all that new rows say.
pub(crate) fn make(edit: &mut Edit, change: &Change) -> Result<Change, Error> {
    changed(edit, change).map_err(|wrong| Report { diagnostics: vec![*wrong], suppressed: 0 }.into())
}

fn changed(edit: &mut Edit, change: &Change) -> Result<Change, Box<Diagnostic>> {
    let mut made = change.clone();
    for cell in &mut made.cells {
        cell.from = edit.cell(&cell.file, &cell.row[..], &cell.column)?;
        edit.set(&cell.file, &cell.row[..], &cell.column, &cell.to)?;
    }
    for row in &mut made.rows {
        for (column, said) in edit.row_cells(&row.file, &row.like[..])? {
            // Whose figures they are is said of the row they were measured for.
            if !matches!(column.as_str(), "source" | "note") {
                row.cells.entry(column).or_insert(said);
            }
        }
        let cells: Vec<(&str, &str)> =
            row.cells.iter().map(|(column, said)| (column.as_str(), said.as_str())).collect();
        edit.add(&row.file, &cells)?;
    }
    Ok(made)
}

fn suggestion(words: Proposal, change: Change, found: Found) -> Suggestion {
    let Found { pairs, mut effects, .. } = found;
    let mut take = |key: &str| {
        let at = effects.iter().position(|effect| effect.key == key)?;
        Some(effects.remove(at))
    };
    let (cost, margin) = (take(COST), take(MARGIN));
    let Proposal { title, why, .. } = words;
    Suggestion { title, why, change, pairs, effects, cost, margin }
}
