//! What proves that a run's folder holds what was written to it.
//!
//! A run's folder has a file [`NAME`] with a line for every other file: its SipHash-1-3 of 128 bits, its length in bytes, its name.
//! Whoever reads a file of it back reads it by [`proven`].
use crate::error::{Error, Refusal};
use iceroad_base::hash;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The file with the sums.
pub(crate) const NAME: &str = "sums.txt";

/// The sum of one file, as it is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sum {
    hash: hash::OfTexts,
    bytes: u64,
}

impl Sum {
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.hash.take(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// Its line in the list.
    pub(crate) fn line(&self, name: &str) -> String {
        let mut line = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(line, "{:032x} {} {name}", self.hash.value(), self.bytes);
        line
    }
}

/// A file of a run's folder, whose bytes are those that were written.
pub(crate) fn proven(folder: &Path, name: &str) -> Result<Vec<u8>, Error> {
    let path = folder.join(name);
    let bytes = fs::read(&path).map_err(|error| Error::file("reading", &path, error))?;
    let Ok(sums) = fs::read_to_string(folder.join(NAME)) else {
        return Err(Error::place(folder, Refusal::Unproven));
    };
    let mut sum = Sum::default();
    sum.take(&bytes);
    let line = sum.line(name);
    match sums.lines().any(|known| known == line.trim_end()) {
        true => Ok(bytes),
        false => Err(Error::place(&path, Refusal::Damaged)),
    }
}
