//! Tests of whole scenarios: every part together, every run audited.
//!
//! This library holds what the tests share: [`run`], which runs a replication and holds it against the audit, and
//! [`recipe`], which makes whole random scenarios of small numbers so that a failing one shrinks. The tests are in
//! `tests/whole`.

pub mod recipe;

use iceroad_audit::Violation;
use iceroad_engine::{Fidelity, Prepared};
use iceroad_model::event::Entry;
use iceroad_model::record::RunRecord;
use iceroad_model::{Scenario, Tables};
use std::sync::Arc;

/// One replication with its log.
pub struct Run {
    /// Its totals.
    pub record: RunRecord,
    /// Its log.
    pub log: Vec<Entry>,
    /// What the audit found.
    pub violations: Vec<Violation>,
}

impl Run {
    /// The first violations as text, one a line; empty where there are none.
    pub fn complaint(&self) -> String {
        let mut text = String::new();
        for violation in self.violations.iter().take(12) {
            text.push_str(&format!("{violation}\n"));
        }
        if self.violations.len() > 12 {
            text.push_str(&format!("... and {} more\n", self.violations.len() - 12));
        }
        text
    }
}

/// A scenario of tables that must be right.
///
/// # Errors
/// Every fault as text.
pub fn scenario(tables: Tables) -> Result<Arc<Scenario>, String> {
    Scenario::new(tables)
        .map(Arc::new)
        .map_err(|faults| faults.iter().map(|fault| format!("{fault}\n")).collect())
}

/// Runs one replication, every truck cycle, and audits it.
///
/// # Errors
/// What the engine said.
pub fn run(scenario: &Arc<Scenario>, seed: u64, replication: u32) -> Result<Run, String> {
    run_at(Fidelity::Cycles, scenario, seed, replication)
}

/// Runs one replication at a fidelity and audits it.
///
/// # Errors
/// What the engine said.
pub fn run_at(
    fidelity: Fidelity,
    scenario: &Arc<Scenario>,
    seed: u64,
    replication: u32,
) -> Result<Run, String> {
    let mut prepared = Prepared::new(Arc::clone(scenario)).map_err(|error| error.to_string())?;
    prepared.set_fidelity(fidelity).map_err(|error| error.to_string())?;
    let done = prepared.replicate(seed, replication, true).map_err(|error| error.to_string())?;
    let log = done.log.unwrap_or_default();
    let violations = iceroad_audit::check(scenario, &log, Some(&done.record));
    Ok(Run { record: done.record, log, violations })
}
