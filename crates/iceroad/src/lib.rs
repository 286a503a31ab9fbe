//! Iceroad as a library: what the command line calls, and a server or another language's package calls the same way.
//!
//! A [`Session`] holds one scenario, from a folder or from memory, and answers questions about it. A question is a plain value
//! ([`RunSpec`], [`FleetSpec`], [`StockSpec`], [`RoadsSpec`]) whose defaults are what the scenario says; an answer is a plain value that owns all
//! of itself. Long work is followed and stopped by a [`Watch`]; whatever fails is an [`Error`] of one of three kinds.
//!
//! ```text
//!  folder ──Session::open──▶ Session ──run──────▶ Outcome ──▶ whoever shows: report, server, notebook
//!  Scenario ──Session::new──▶  │     ──fleet────▶ FleetAnswer
//!                              │     ──stock────▶ StockAnswer
//!                              │     ──roads────▶ RoadsAnswer
//!                              │     ──audit────▶ Audit
//!                              │     ──replay───▶ one replication with its log
//!                              └───── two ──compare──▶ Comparison
//!  failure log ──fit──▶ FitAnswer, whose rows go into a scenario
//!  RunFolder: where a run is left, whole or not at all, with its checkpoint until then
//! ```
//!
//! | module | is about |
//! |---|---|
//! | `session` | a scenario that is worked with |
//! | `run` | many replications; `beside`: the runs that tell how far two fidelities differ |
//! | `advice`, `apply` | changes that are tried beside a run; one of them written as a changed scenario |
//! | `checkpoint`, `frames` | what is kept while a run goes on, and the file it is kept in |
//! | `folder`, `lock`, `sums` | what a run leaves, who may write it, and what proves it when it is read back |
//! | `compare`, `fleet`, `stock`, `roads`, `audit`, `check` | the other questions |
//! | `fit` | what a fleet's own failure log says |
//! | `watch`, `error` | progress, stopping, and what can go wrong |
//!
//! # A run that can be stopped and gone on with
//!
//! ```
//! use iceroad::{Existing, Replications, RunFolder, RunSpec, Session, Unwatched, Watch};
//! use std::sync::atomic::{AtomicU32, Ordering};
//!
//! /// Stops when two replications are done.
//! #[derive(Default)]
//! struct Two(AtomicU32);
//! impl Watch for Two {
//!     fn finished(&self) {
//!         self.0.fetch_add(1, Ordering::Relaxed);
//!     }
//!     fn cancelled(&self) -> bool {
//!         self.0.load(Ordering::Relaxed) >= 2
//!     }
//! }
//!
//! let place = tempfile::tempdir()?;
//! iceroad::init(&place.path().join("mine"))?;
//! let session = Session::open(place.path().join("mine"))?;
//! let spec = RunSpec { replications: Replications::First(4), threads: 1, ..RunSpec::default() };
//!
//! let folder = RunFolder::claim(place.path().join("result"), Existing::Keep)?;
//! let half = session.run_into(&folder, &spec, &Two::default())?;
//! assert!(!half.is_complete() && half.records.len() == 2);
//! drop(folder);
//!
//! let folder = RunFolder::claim(place.path().join("result"), Existing::Resume)?;
//! let whole = session.run_into(&folder, &spec, &Unwatched)?;
//! assert!(whole.is_complete());
//! folder.write(|files| files.put("run.json", whole.manifest.command.as_bytes()))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate reads and writes the folders it is told to, and nothing else. It knows no screen, no clock and no environment:
//! time comes from the [`Watch`], and how results look is the affair of the edges.
mod advice;
mod apply;
mod audit;
mod beside;
mod check;
mod checkpoint;
mod compare;
mod error;
mod fit;
mod fleet;
mod folder;
mod frames;
#[cfg(fuzzing)]
pub mod fuzzing;
mod lock;
mod roads;
mod run;
mod session;
mod stock;
mod sums;
mod watch;
mod workbook;

pub use apply::{Applied, apply};
pub use audit::Audit;
pub use check::{Checked, ForceSource, TruckForces, check};
pub use compare::{Comparison, compare};
pub use error::{Error, Kind, Refusal, SpecFault};
pub use fit::{
    BandTold, ColumnTold, EventTold, FitAnswer, FitBy, FitRow, FitSpec, FitTold, FitWritten, GroupTold,
    McfPoint, Parameter, RowsOfKind, RowsTold, SeasonsTold, TemperatureTold, TestTold, TrendTold, fit,
};
pub use fleet::{
    BadSize, EachAdds, Estimate, FleetAnswer, FleetRange, FleetSpec, FleetTried, MOST_FLEETS, Size, Trial,
};
pub use folder::{Existing, Files, NewFile, RunFolder, may_make_folder, may_write_file, write_file};
pub use iceroad_audit::Violation;
pub use iceroad_base::Time;
pub use iceroad_base::civil::Date;
pub use iceroad_engine::{Replication, most_threads};
pub use iceroad_format::{
    Assumed, Difference, Differs, Report, catalogue, chapter, examples, import, new, schema,
    schema_of_heading,
};
pub use iceroad_measures as measures;
pub use iceroad_model as model;
pub use roads::{
    DateBand, FittedFigures, ForecastErrors, LegRoad, LegTonnes, MilestoneErrors, RoadDates, RoadWindow,
    RoadsAnswer, RoadsSpec, SeasonHeld, SeasonRoad, WinterDropped, YearForecast, YearHeld, YearLeftOut,
};
pub use run::{Fidelity, LEAST_DRAWS, MOST_REPLICATIONS, Outcome, Replications, RunSpec};
pub use session::Session;
pub use stock::{
    StockAnswer, StockGoal, StockLate, StockLinePlanned, StockSpec, StockTrial, StockTried, StockVerdict,
};
pub use watch::{Unwatched, Watch};
pub use workbook::{may_put, rewrite};

use std::path::Path;

/// Reads a scenario folder.
///
/// # Errors
/// [`Error::Faults`] with everything that is wrong with it.
pub fn read(folder: &Path) -> Result<model::Scenario, Error> {
    Ok(iceroad_format::read(folder)?)
}

/// Writes a scenario as a folder, over the files of the format that are there.
///
/// # Errors
/// [`Error::Faults`] with the first file that cannot be written.
pub fn save(scenario: &model::Scenario, folder: &Path) -> Result<(), Error> {
    Ok(iceroad_format::save(folder, &iceroad_format::write(scenario))?)
}

/// Writes a small working scenario to start from into a folder, which is made where it is missing and must be empty where not.
///
/// # Errors
/// [`Error::Faults`] where the folder holds anything or cannot be written; nothing that was there is changed.
pub fn init(folder: &Path) -> Result<(), Error> {
    Ok(iceroad_format::init(folder)?)
}

/// Writes one of the examples that the program carries ([`examples`]), as [`init`] does.
///
/// # Errors
/// As [`init`], and where there is no such example.
pub fn init_like(folder: &Path, example: &str) -> Result<(), Error> {
    Ok(iceroad_format::init_like(folder, example)?)
}

/// Writes a mine made of ten answers ([`new::QUESTIONS`]), as [`init`] does.
///
/// # Errors
/// As [`init`], and what is wrong with the answers.
pub fn init_new(folder: &Path, answers: &[String; 10]) -> Result<(), Error> {
    Ok(new::write(folder, answers)?)
}

/// The examples of the book's chapter and of the README are compiled, and run where they can be.
#[cfg(doctest)]
#[doc = include_str!("../../../book/src/library.md")]
#[doc = include_str!("../../../README.md")]
struct Examples;
