//! What can go wrong in a run, with all that is needed to replay it.
use iceroad_base::Time;
use std::fmt;

/// A replication that could not go on. The scenario is whole; the run is not. Replay it with the same seed and
/// replication number.
#[derive(Clone, Debug)]
pub struct RunError {
    /// Seed of the run.
    pub seed: u64,
    /// Replication that failed.
    pub replication: u32,
    /// Simulation time of the failure.
    pub at: Time,
    /// Calendar events fired before it.
    pub fired: u64,
    /// Which part failed ("haulage").
    pub part: &'static str,
    /// What it said.
    pub message: String,
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, replication, at, fired, part, message } = self;
        write!(f, "{part} stopped in replication {replication} at {at:?} after {fired} events: {message}")?;
        write!(f, "; replay it with --seed {seed} --only {replication}")
    }
}

impl std::error::Error for RunError {}

/// Why an ensemble gave no result.
#[derive(Clone, Debug)]
pub enum EngineError {
    /// A part cannot be made ready for this scenario.
    Prepare {
        /// Which ("climate").
        part: &'static str,
        /// What it said.
        message: String,
    },
    /// A replication failed; replications finished before are kept.
    Run(RunError),
    /// The threads could not be started.
    Threads(String),
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EngineError::Prepare { part, message } => write!(f, "{part} cannot be made ready: {message}"),
            EngineError::Run(error) => error.fmt(f),
            EngineError::Threads(message) => write!(f, "the threads cannot be started: {message}"),
        }
    }
}

impl std::error::Error for EngineError {}

impl EngineError {
    pub(crate) fn prepare(part: &'static str, error: impl fmt::Display) -> Self {
        EngineError::Prepare { part, message: error.to_string() }
    }
}

impl From<RunError> for EngineError {
    fn from(error: RunError) -> Self {
        EngineError::Run(error)
    }
}
