//! Other programs' files made into scenarios: the importers of road networks and of weather, and what any importer is made of.
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
mod weather;

pub use draft::{Assumption, Imported};
pub use network::{Coordinates, ImportedNetwork, NetworkOptions, PROPERTIES, network};
pub use weather::{ImportedWeather, TemperatureUnit, WeatherOptions, weather};

use crate::cell;
use crate::format::Kind;
use crate::init::lay_down;
use crate::report::Report;
use crate::source::Said;
use iceroad_base::text::is_unseen;
use iceroad_model::Code;
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

/// A name that the caller gives goes into rows, so it must be one.
fn check_name(name: &str, expected: &str, advice: &str) -> Result<(), Report> {
    let said = match cell::read(Kind::Name, name) {
        Ok(_) if !name.is_empty() && name.trim() == name && !name.contains(is_unseen) => return Ok(()),
        Ok(_) => Said::new(Code::NameBad, name, expected, advice),
        Err(wrong) => wrong.said,
    };
    Err(Report { diagnostics: vec![said.of_file("")], suppressed: 0 })
}
