//! Other programs' files made into scenarios: the importer of road networks, and what any importer is made of.
//!
//! An importer reads the file, finds every fault at once, and makes an ordinary scenario folder of it. What the file does
//! not say and a scenario needs is written where the planner sees and can change it, marked `assumed`, and listed in the
//! folder's README.md. Nothing is written unless all is sound, by the same rules as for any scenario. The importers of
//! whole mines are guests and stand outside this crate.
//!
//! ```text
//!  file ─▶ json (values with their places) ─▶ the importer ─▶ draft (tables, origins, assumptions)
//!       ─▶ the reader's own rules ─▶ faults back at their places in the file, or the folder
//! ```

pub mod draft;
pub mod json;
mod network;

pub use draft::{Assumption, Imported};
pub use network::{Coordinates, ImportedNetwork, NetworkOptions, PROPERTIES, network};

use crate::init::lay_down;
use crate::report::Report;
use std::path::Path;

impl Imported {
    /// Writes the scenario as a new folder, which is made where it is missing and must be empty where it is not.
    ///
    /// # Errors
    /// As [`crate::init`].
    pub fn write(&self, folder: &Path) -> Result<(), Report> {
        lay_down(folder, self.files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }
}
