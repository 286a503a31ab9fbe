//! The digest of a scenario: whether two folders say the same, text for text.
//!
//! It is SipHash-1-3 with 128 bits and a zero key over every file of the format that is there, in the order of their
//! names: the name, a zero byte, the length of the text in bytes as eight bytes little-endian, the text. A byte order
//! mark is dropped and CRLF counts as LF, so that a checkout on another system has the same digest; other files of
//! the folder do not count. It tells folders apart; it is no defence against forgery.

use crate::folder;
use crate::report::Report;
use crate::sink::Sink;
use iceroad_base::hash::OfTexts;
use std::fmt;
use std::path::Path;

/// The digest of a scenario's text; shown as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Digest(pub u128);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The digest of a folder, whether its scenario is right or wrong; of a workbook, that of the folder that says the same, so that
/// saving it again changes nothing.
///
/// # Errors
/// The faults of the folder and its files, where they cannot be read as text.
pub fn digest(folder: &Path) -> Result<Digest, Report> {
    let mut faults = Sink::default();
    let mut hash = OfTexts::default();
    for source in folder::sources(folder, &mut faults).0 {
        add(&mut hash, &source.file, &source.text);
    }
    let report = faults.into_report();
    if report.errors() > 0 {
        return Err(report);
    }
    Ok(Digest(hash.value()))
}

/// The digest of a folder with these files, each a name and its text, as [`crate::write`] gives them.
pub fn digest_of(files: &[(String, String)]) -> Digest {
    let mut files: Vec<&(String, String)> = files.iter().collect();
    files.sort();
    let mut hash = OfTexts::default();
    for (file, text) in files {
        add(&mut hash, file, text);
    }
    Digest(hash.value())
}

fn add(hash: &mut OfTexts, file: &str, text: &str) {
    let text = text.replace("\r\n", "\n");
    hash.take(file.as_bytes());
    hash.take(&[0]);
    hash.take(&(text.len() as u64).to_le_bytes());
    hash.take(text.as_bytes());
}
