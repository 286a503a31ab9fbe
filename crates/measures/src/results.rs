//! What measures are made from: a scenario, what its replications came to, and how they were run.
use crate::advice::Advice;
use crate::fidelity::Fidelity;
use crate::frame::Frame;
use crate::retold;
use iceroad_model::Scenario;
use iceroad_model::bound::MineBound;
use iceroad_model::outlook::Outlook;
use iceroad_model::record::RunRecord;

/// A scenario with what its replications came to.
#[derive(Clone, Copy, Debug)]
pub struct Results<'a> {
    /// What was run.
    pub scenario: &'a Scenario,
    /// The replications that were finished, in order of their number; may be empty.
    pub records: &'a [RunRecord],
    /// When roads and rivers may be expected to be open.
    pub outlook: &'a Outlook,
    /// The bound of each mine's tonnage, and how much of it was reached; may be empty.
    pub bounds: &'a [MineBound],
    /// How it was run.
    pub manifest: &'a Manifest,
    /// Changes that were tried.
    pub advice: &'a Advice,
}

impl Results<'_> {
    /// The advice in the language that is spoken; results keep it in English.
    pub fn advice_spoken(&self, frame: &Frame<'_>) -> Advice {
        retold::advice(self, frame)
    }
}

/// How a run was made: what is needed to make it again.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Manifest {
    /// Version of the program.
    pub version: String,
    /// Where the scenario is: its folder as the command named it, or its own name where it is in none.
    pub scenario_folder: String,
    /// Digest of the scenario's files.
    pub scenario_digest: String,
    /// Seed of all random streams.
    pub seed: u64,
    /// Replications that were asked for.
    pub replications: u32,
    /// The command that makes the same result.
    pub command: String,
    /// Whether every replication that was asked for is there, and what was to be done with them was.
    pub complete: bool,
    /// What a reader must know about the data behind the numbers (synthetic series, illustrative rules).
    pub data_notes: Vec<String>,
    /// How closely haulage was followed.
    pub fidelity: Fidelity,
}
