//! A small working scenario to begin with: one mine, four trucks, two loaders, one workshop, one ice road.

use crate::report::Report;
use crate::source::{Said, unreadable};
use iceroad_model::Code;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// The starter's files by their names within the folder.
macro_rules! starter {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../starter/", $file)))),*]
    };
}

/// The files of the starter: name within the folder, text.
pub const STARTER: &[(&str, &str)] = starter![
    "scenario.toml",
    "sites.csv",
    "legs.csv",
    "calendars.csv",
    "stations.csv",
    "seasons_ice.csv",
    "ice_steps.csv",
    "mines.csv",
    "haul_nodes.csv",
    "haul_segments.csv",
    "materials.csv",
    "faces.csv",
    "dumps.csv",
    "production_plan.csv",
    "truck_models.csv",
    "loader_models.csv",
    "machines.csv",
    "temperature_curves.csv",
    "subsystems.csv",
    "subsystem_parts.csv",
    "services.csv",
    "service_parts.csv",
    "workshops.csv",
    "bays.csv",
    "technicians.csv",
    "parties.csv",
    "items.csv",
    "offers.csv",
    "stores.csv",
    "stock.csv",
    "agreements.csv",
    "agreement_lines.csv",
    "climate/yakutsk.csv",
];

/// Writes the starter into `folder`, which is made where it is missing and must be empty where it is not.
///
/// # Errors
/// [`Code::FolderTaken`] where the folder holds anything, and the system's fault where it cannot be written; nothing that was
/// there is changed.
pub fn init(folder: &Path) -> Result<(), Report> {
    lay_down(folder, STARTER.iter().copied())
}

/// Writes files as a new folder, which is made where it is missing and must be empty where it is not.
///
/// # Errors
/// As [`init`].
pub(crate) fn lay_down<'a>(
    folder: &Path,
    files: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), Report> {
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(failed(taken(folder), ""));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let told = folder.display().to_string();
            let advice = "name a folder that is empty or not there";
            return Err(failed(Said::new(Code::FolderIsFile, &told, "a folder", advice), ""));
        }
        Err(error) => return Err(failed(unreadable(&error), "")),
    }
    let was_there = folder.exists();
    let mut written = Vec::new();
    for (file, text) in files {
        written.push(file);
        if let Err(error) = write_new(&folder.join(file), text) {
            clear(folder, &written, was_there);
            return Err(failed(unwritable(&error), file));
        }
    }
    Ok(())
}

/// Takes away what was written: half a scenario is none.
fn clear(folder: &Path, written: &[&str], was_there: bool) {
    for file in written {
        let path = folder.join(file);
        let _ = fs::remove_file(&path);
        // Folders go only once they are empty.
        let _ = path.parent().filter(|parent| *parent != folder).map(fs::remove_dir);
    }
    if !was_there {
        let _ = fs::remove_dir(folder);
    }
}

pub(crate) fn failed(said: Said, file: &str) -> Report {
    Report { diagnostics: vec![said.of_file(file)], suppressed: 0 }
}

fn taken(folder: &Path) -> Said {
    let told = folder.display().to_string();
    Said::new(
        Code::FolderTaken,
        &told,
        "an empty folder, or none",
        "name another folder; nothing is overwritten",
    )
}

pub(crate) fn unwritable(error: &io::Error) -> Said {
    let advice = "see that the folder may be written to and the disk has room";
    Said::new(Code::FileUnwritable, &error.to_string(), "a folder that can be written to", advice)
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// Writes files as [`crate::write`] gives them, over those that are there.
///
/// All are written beside their places first and then put there, so that a failure leaves the folder as it was.
///
/// # Errors
/// The fault of the first file that cannot be written.
pub fn save(folder: &Path, files: &[(String, String)]) -> Result<(), Report> {
    let beside = |file: &str| {
        let path = folder.join(file);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        path.with_file_name(format!(".{name}.new"))
    };
    for (file, text) in files {
        let path = beside(file);
        let parent = path.parent().unwrap_or(folder);
        let written = fs::create_dir_all(parent).and_then(|()| fs::write(&path, text));
        if let Err(error) = written {
            for (file, _) in files {
                let _ = fs::remove_file(beside(file));
            }
            return Err(failed(unwritable(&error), file));
        }
    }
    for (file, _) in files {
        let placed = fs::rename(beside(file), folder.join(file));
        placed.map_err(|error| failed(unwritable(&error), file))?;
    }
    Ok(())
}
