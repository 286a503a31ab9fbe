//! Opening a workbook within limits: a small file may unpack to any size.
//!
//! A workbook is a zip archive of XML. Every part of it is unpacked and measured before any is read, and cells and letters are
//! counted while they are; what is beyond a limit is refused. Formulas are never worked out, and nothing in it is run.

use super::{Meant, ods, xlsx};
use crate::source::{Said, load_bytes};
use iceroad_model::Code;
use std::io::{Cursor, Read};
use std::path::Path;
use zip::ZipArchive;

/// The largest workbook that is read, in bytes.
const MOST_PACKED: usize = 64 << 20;
/// What it may unpack to, in bytes.
const MOST_UNPACKED: usize = 256 << 20;
/// What its styles may: each is some hundred bytes once it is read.
const MOST_STYLES: usize = 8 << 20;
/// Cells of all sheets that are read.
pub(super) const MOST_CELLS: usize = 1 << 23;
/// Bytes of the texts in them, of which many cells may share one.
const MOST_TEXT: usize = 256 << 20;

/// What a workbook holds.
pub(super) struct Opened {
    /// The sheets that are to be read.
    pub(super) sheets: Vec<(Meant, Sheet)>,
    /// Names of sheets that are nothing that is known, but for hidden ones.
    pub(super) others: Vec<String>,
}

/// The cells of a sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// Those that hold something, by row and column.
    pub(super) cells: Vec<Cell>,
    /// Cells that are merged, as first and last row and column.
    pub(super) merged: Vec<[u32; 4]>,
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) value: Value,
}

/// What a cell holds.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value {
    Text(String),
    Number {
        value: f64,
        /// Whether it is shown as a hundred times that, with a percent sign.
        percent: bool,
    },
    YesNo(bool),
    /// A day, a time or both.
    Moment {
        /// Days since 30 December 1899; none of a time without a day.
        day: Option<i64>,
        /// Seconds since midnight, or all of a time without a day.
        seconds: i64,
        /// Whether the day of the month is shown; a spreadsheet shows months without it.
        shows_day: bool,
    },
    /// An error, as it is shown.
    Error(String),
    /// A formula that was never worked out.
    Formula(String),
}

impl Value {
    /// Bytes of its text, about.
    pub(super) fn length(&self) -> usize {
        match self {
            Value::Text(text) | Value::Error(text) | Value::Formula(text) => text.len(),
            Value::Number { .. } | Value::YesNo(_) | Value::Moment { .. } => 8,
        }
    }
}

/// What may still be read.
pub(super) struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    fn new() -> Self {
        Self { cells: MOST_CELLS, text: MOST_TEXT }
    }

    /// Takes so many cells that share a text of so many bytes each.
    ///
    /// # Errors
    /// That there are too many.
    pub(super) fn take(&mut self, cells: usize, bytes: usize) -> Result<(), Said> {
        let all = cells.checked_mul(bytes).and_then(|bytes| self.text.checked_sub(bytes));
        let (Some(cells), Some(text)) = (self.cells.checked_sub(cells), all) else { return Err(too_many()) };
        (self.cells, self.text) = (cells, text);
        Ok(())
    }
}

/// That there are too many cells.
fn too_many() -> Said {
    let expected = format!("at most {MOST_CELLS} cells with {} MB of text", MOST_TEXT >> 20);
    Said::new(
        Code::FileTooLarge,
        "",
        expected,
        "keep only the rows the scenario needs, or write a folder of CSV files",
    )
}

/// What is wrong with a workbook whose parts do not hold together.
pub(super) fn broken(why: &dyn std::fmt::Display) -> Said {
    let advice =
        "open it in a spreadsheet and save it again as .xlsx; if it does not open there, get it anew";
    Said::new(Code::WorkbookUnreadable, &why.to_string(), "a workbook that a spreadsheet saved", advice)
}

/// A workbook of a kind that is not read.
fn refused(what: &str, advice: &str) -> Said {
    Said::new(Code::WorkbookUnreadable, what, "an .xlsx or .ods workbook", advice)
}

/// Reads the sheets of a workbook that are meant to be something, by their names.
///
/// # Errors
/// What is wrong with the file as a whole.
pub(super) fn open(path: &Path, meant: &dyn Fn(&str) -> Meant) -> Result<Opened, Said> {
    let bytes = load_bytes(path, usize::MAX)?.unwrap_or_default();
    if bytes.len() > MOST_PACKED {
        let expected = format!("a workbook of at most {} MB", MOST_PACKED >> 20);
        let advice = "keep only the rows the scenario needs, or write a folder of CSV files";
        return Err(Said::new(Code::FileTooLarge, &format!("{} MB", bytes.len() >> 20), expected, advice));
    }
    read(&bytes, meant)
}

/// The same of its bytes.
fn read(bytes: &[u8], meant: &dyn Fn(&str) -> Meant) -> Result<Opened, Said> {
    if bytes.is_empty() {
        return Err(Said::new(Code::EmptyFile, "", "a workbook", "save it again"));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Err(old_or_encrypted(bytes));
    }
    if !bytes.starts_with(b"PK") {
        return Err(refused(
            "it is no workbook, whatever its name says",
            "open it in a spreadsheet and save it as .xlsx",
        ));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let has = |archive: &ZipArchive<_>, name: &str| archive.index_for_name(name).is_some();
    let parts = measured(&mut archive)?;
    let mut budget = Budget::new();
    if has(&archive, "xl/workbook.bin") {
        return Err(refused("it is in Excel's binary form (.xlsb)", "save it as .xlsx"));
    }
    if has(&archive, "content.xml") {
        if parts.manifest_encrypts {
            return Err(encrypted());
        }
        return ods::read(&parts.content.unwrap_or_default(), meant, &mut budget);
    }
    if !has(&archive, "[Content_Types].xml") {
        return Err(refused(
            "it is a zip archive and no workbook",
            "open it in a spreadsheet and save it as .xlsx",
        ));
    }
    xlsx::read(bytes, meant, &mut budget)
}

fn old_or_encrypted(bytes: &[u8]) -> Said {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if holds(bytes, &name) {
        return encrypted();
    }
    refused("it is in the form of Excel 97 (.xls)", "save it as .xlsx")
}

fn encrypted() -> Said {
    refused("it is protected by a password", "save it without the password")
}

/// What was found while the parts were measured.
#[derive(Default)]
struct Parts {
    /// The content of an OpenDocument workbook.
    content: Option<String>,
    manifest_encrypts: bool,
}

/// Unpacks every part and lets go of it, to see that none is beyond a limit.
fn measured(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Parts, Said> {
    let mut left = MOST_UNPACKED;
    let mut parts = Parts::default();
    for nth in 0..archive.len() {
        let part = archive.by_index(nth).map_err(|error| broken(&error))?;
        let name = part.name().map_err(|error| broken(&error))?.into_owned();
        let most = if name.to_lowercase().contains("styles") { left.min(MOST_STYLES) } else { left };
        let mut bytes = Vec::new();
        part.take(most as u64 + 1).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        if bytes.len() > most {
            let expected = format!("parts of at most {} MB in all", MOST_UNPACKED >> 20);
            let advice = "keep only the rows the scenario needs, or write a folder of CSV files";
            return Err(Said::new(Code::FileTooLarge, &name, expected, advice));
        }
        left -= bytes.len();
        if name.to_lowercase().ends_with(".xml") && (bytes.contains(&0) || counts_too_much(&bytes)) {
            return Err(broken(&format!("{name} is not what a spreadsheet writes")));
        }
        match name.as_str() {
            "META-INF/manifest.xml" => parts.manifest_encrypts = holds(&bytes, b"encryption-data"),
            "content.xml" => {
                let text = String::from_utf8(bytes).map_err(|_| broken(&"content.xml is not UTF-8"))?;
                parts.content = Some(text);
            }
            _ => {}
        }
    }
    Ok(parts)
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// Whether a part claims more texts than it has bytes: room would be made for all of them.
fn counts_too_much(bytes: &[u8]) -> bool {
    const CLAIM: &[u8] = b"uniqueCount";
    let claims = bytes.windows(CLAIM.len()).enumerate().filter(|(_, window)| *window == CLAIM);
    claims.into_iter().any(|(at, _)| {
        let rest = bytes[at + CLAIM.len()..].iter();
        let digits = rest.skip_while(|byte| byte.is_ascii_whitespace() || b"=\"'".contains(byte));
        let digits = digits.take_while(|byte| byte.is_ascii_digit()).take(20);
        let count = digits
            .fold(0_u64, |count, digit| count.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        count > bytes.len() as u64
    })
}
