//! Other programs' files made into scenarios: one module for each format.
//!
//! An importer reads the file, finds every fault at once, and makes an ordinary scenario folder of it. What the file does
//! not say and a scenario needs is written where the planner sees and can change it, marked `assumed`, and listed in the
//! folder's README.md. Nothing is written unless all is sound, by the same rules as for any scenario.
//!
//! ```text
//!  file ─▶ json (values with their places) ─▶ openmines, minehaulsim ─▶ draft (tables, origins, assumptions)
//!       ─▶ the reader's own rules ─▶ faults back at their places in the file, or the folder
//! ```

mod draft;
mod json;
mod minehaulsim;
mod network;
mod openmines;

pub use draft::{Assumption, Imported};
pub use network::{Coordinates, ImportedNetwork, NetworkOptions, PROPERTIES, network};

use crate::init::lay_down;
use crate::report::Report;
use std::path::Path;

/// Reads a configuration of OpenMines.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn openmines(file: &Path) -> Result<Imported, Report> {
    json::load(file).and_then(openmines::import)
}

/// Reads a specification of minehaulsim.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn minehaulsim(file: &Path) -> Result<Imported, Report> {
    json::load(file).and_then(minehaulsim::import)
}

impl Imported {
    /// Writes the scenario as a new folder, which is made where it is missing and must be empty where it is not.
    ///
    /// # Errors
    /// As [`crate::init`].
    pub fn write(&self, folder: &Path) -> Result<(), Report> {
        lay_down(folder, self.files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }
}
