//! A scenario put in its place, as a folder or as a workbook: the name of the place says which.
use crate::error::{Error, Refusal};
use crate::folder::{may_make_folder, may_write_file, write_file};
use iceroad_format::place;
use std::path::Path;

/// Writes a scenario in its other form: a folder or a workbook as a new folder, or as a workbook where `to` ends in `.xlsx`. With `all`
/// a workbook has every table and column of the format, empty ones too. A workbook that is there is replaced where it is allowed.
///
/// ```
/// let place = tempfile::tempdir()?;
/// let (mine, book, again) = (place.path().join("mine"), place.path().join("mine.xlsx"), place.path().join("again"));
/// iceroad::init(&mine)?;
/// iceroad::rewrite(&mine, &book, false, false)?;
/// assert!(iceroad::check(&book).scenario.is_some());
/// iceroad::rewrite(&book, &again, false, false)?;
/// assert_eq!(iceroad::Session::open(&again)?.digest(), iceroad::Session::open(&book)?.digest());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Faults`] with everything that is wrong with the scenario, [`Error::Spec`] and [`Error::Place`] where `to` may not be
/// written to, and [`Error::File`].
pub fn rewrite(from: &Path, to: &Path, all: bool, replace: bool) -> Result<(), Error> {
    may_put(to, replace)?;
    if iceroad_format::is_workbook(to) {
        let bytes = iceroad_format::workbook(from, all)?;
        return write_file(to, |out| out.write_all(&bytes));
    }
    let edit = iceroad_format::edit(from)?;
    put(to, edit.texts().into_iter().collect())
}

/// Whether a scenario may be put at a path. Asked before the work rather than after it. A workbook that is there is replaced where
/// it is allowed.
///
/// # Errors
/// [`Error::Spec`] and [`Error::Place`].
pub fn may_put(to: &Path, replace: bool) -> Result<(), Error> {
    if !iceroad_format::is_workbook(to) {
        return may_make_folder(to);
    }
    if to.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("xlsx")) {
        let what = format!("{}: workbooks are written as .xlsx; name it so", to.display());
        return Err(Error::spec("out", what));
    }
    if to.is_file() && !replace {
        return Err(Error::place(to, Refusal::Taken));
    }
    may_write_file(to)
}

/// Puts a scenario's files at a path.
pub(crate) fn put(to: &Path, texts: Vec<(String, String)>) -> Result<(), Error> {
    if iceroad_format::is_workbook(to) {
        let bytes = iceroad_format::workbook_of(&texts, false)?;
        return write_file(to, |out| out.write_all(&bytes));
    }
    let files = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
    Ok(place::write_new_folder(to, files)?)
}
