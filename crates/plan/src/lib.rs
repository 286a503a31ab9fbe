//! Searches for better decisions: tries each by runs, under common random numbers, with as few as the confidence asks
//! for.
//!
//! | module | is about |
//! |---|---|
//! | [`advice`] | which changes of a scenario help, by how much, and how sure that is |
//! | [`fleet`] | how many trucks, of which models: production, cost per tonne, what the next one adds |
//! | [`stock`] | how much of each part to keep: what it binds, what waiting it saves |
//! | [`variant`] | a scenario with another fleet, in which everybody else keeps their luck |
//! | [`select`] | which option is best, and when enough was run to say so |
//!
//! This room knows the engine and no file, no screen and no clock: who watches is an
//! [`iceroad_engine::Observer`], and what comes out is plain numbers.

pub mod advice;
pub mod fleet;
pub mod select;
pub mod stock;
pub mod variant;

use iceroad_engine::EngineError;
use std::fmt;

/// Why a question has no answer.
#[derive(Debug)]
pub enum PlanError {
    /// The question cannot be asked of this scenario; says what would cure it.
    Question(String),
    /// A changed scenario breaks a rule that the one given keeps.
    Variant {
        /// Which change.
        of: String,
        /// The first rule it breaks.
        fault: String,
    },
    /// A run failed.
    Engine(EngineError),
    /// The observer stopped it.
    Stopped,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanError::Question(what) => f.write_str(what),
            PlanError::Variant { of, fault } => write!(f, "{of} breaks a rule: {fault}"),
            PlanError::Engine(error) => error.fmt(f),
            PlanError::Stopped => f.write_str("stopped before there was an answer"),
        }
    }
}

impl std::error::Error for PlanError {}

impl From<EngineError> for PlanError {
    fn from(error: EngineError) -> Self {
        PlanError::Engine(error)
    }
}
