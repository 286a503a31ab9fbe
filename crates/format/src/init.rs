//! A small working scenario to begin with: one mine, four trucks, two loaders, one workshop, one ice road.

use crate::cell::one_of;
use crate::nearest::{did_you_mean, nearest};
use crate::new;
use crate::place::{self, Obstacle, Unplaced};
use crate::report::Report;
use crate::source::Said;
use iceroad_model::Code;
use include_dir::{Dir, include_dir};
use std::fmt::Display;
use std::fs;
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

/// The examples that a scenario may begin as.
static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples");

/// The one that is made of the answers in brackets of `iceroad new`.
const QUARRY: &str = "quarry";

/// The names of the examples that a scenario may begin as, in order.
pub fn examples() -> Vec<&'static str> {
    let mut names: Vec<&str> = EXAMPLES.dirs().filter_map(|folder| folder.path().to_str()).collect();
    names.push(QUARRY);
    names.sort_unstable();
    names
}

/// Writes one of the [`examples`] into `folder`, as [`init`] does.
///
/// # Errors
/// As [`init`]; [`Code::UnknownChoice`] where there is no such example.
pub fn init_like(folder: &Path, example: &str) -> Result<(), Report> {
    if example == QUARRY {
        return new::write(folder, &new::QUESTIONS.map(|question| question.default.to_owned()));
    }
    let Some(found) = EXAMPLES.dirs().find(|known| known.path() == Path::new(example)) else {
        let advice = did_you_mean(example, nearest(example, examples()), "name one that is there");
        return Err(failed(Said::new(Code::UnknownChoice, example, one_of(&examples()), advice), ""));
    };
    let mut files = Vec::new();
    gather(found, found.path(), &mut files);
    lay_down(folder, files.iter().map(|(name, text)| (name.as_str(), *text)))
}

/// The files of a folder and of those in it, by their names from `top`.
fn gather(folder: &'static Dir<'_>, top: &Path, files: &mut Vec<(String, &'static str)>) {
    for file in folder.files() {
        let name = file.path().strip_prefix(top).ok().and_then(Path::to_str);
        files.extend(name.map(str::to_owned).zip(file.contents_utf8()));
    }
    folder.dirs().for_each(|folder| gather(folder, top, files));
}

/// Writes files as a new folder, which is made where it is missing and must be empty where it is not.
///
/// # Errors
/// As [`init`].
pub(crate) fn lay_down<'a>(
    folder: &Path,
    files: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), Report> {
    let files = files.map(|(name, text)| (name, text.as_bytes()));
    place::write_new_folder(folder, files).map_err(|unplaced| failed(told(folder, unplaced), ""))
}

fn told(folder: &Path, unplaced: Unplaced) -> Said {
    let Unplaced { path, why } = unplaced;
    match why {
        Obstacle::NotEmpty => taken(folder),
        Obstacle::System { said, .. } => unwritable(&format!("{}: {said}", path.display())),
        Obstacle::NameTooLong => unwritable(&"the name is too long"),
        Obstacle::IsFile | Obstacle::IsSpecial | Obstacle::IsLink | Obstacle::IsFolder => {
            let advice = "name a folder that is empty or not there";
            Said::new(Code::FolderIsFile, &path.display().to_string(), "a folder", advice)
        }
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

pub(crate) fn unwritable(error: &dyn Display) -> Said {
    let advice = "see that the folder may be written to and the disk has room";
    Said::new(Code::FileUnwritable, &error.to_string(), "a folder that can be written to", advice)
}

/// Writes files as [`crate::write`] gives them, over those that are there.
///
/// All are written beside their places first and then put there, so that a failure leaves the folder as it was.
///
/// # Errors
/// The fault of the first file that cannot be written.
pub fn save(folder: &Path, files: &[(String, String)]) -> Result<(), Report> {
    let beside = |file: &str| place::beside(&folder.join(file), "new");
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
