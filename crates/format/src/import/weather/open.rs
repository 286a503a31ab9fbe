//! A weather file's text and what it is, whatever its encoding; what is no table at all is refused by its name.

use super::layout::{self, Layout};
use crate::import::json::opened;
use crate::report::Report;
use crate::source::{self, Said, Source};
use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};
use iceroad_model::Code;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A file's text with its encoding where that is not UTF-8.
pub(super) struct Opened {
    pub(super) source: Source,
    pub(super) encoding: Option<&'static str>,
}

/// Reads a file and finds what it is. One that is not UTF-8 is read by the encoding in which its header is understood.
///
/// # Errors
/// The fault of the file.
pub(super) fn open(path: &Path) -> Result<(Opened, Layout), Report> {
    let load = |encoding: Option<&'static Encoding>| {
        opened(path, |folder, file| source::load(folder, file, encoding))
    };
    let plain = match load(None) {
        Ok(source) => return understood(Opened { source, encoding: None }),
        Err(report) => report,
    };
    let is = |code| plain.diagnostics.iter().any(|told| told.code == code);
    if is(Code::NotText) && is_gzip(path) {
        let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let said = Said::new(Code::NotText, "a gzip archive", "UTF-8 text", "unpack it first (`gunzip`)");
        return Err(crate::init::failed(said, &file));
    }
    if !is(Code::NotUtf8) {
        return Err(plain);
    }
    let mut first = Err(plain);
    for encoding in [WINDOWS_1252, WINDOWS_1251] {
        let Ok(source) = load(Some(encoding)) else { continue };
        let known = understood(Opened { source, encoding: Some(encoding.name()) });
        if known.is_ok() || encoding == WINDOWS_1252 {
            first = known;
        }
        if first.is_ok() {
            break;
        }
    }
    first
}

fn understood(opened: Opened) -> Result<(Opened, Layout), Report> {
    match layout::find(&opened.source) {
        Ok(layout) => Ok((opened, layout)),
        Err(told) => Err(Report { diagnostics: vec![*told], suppressed: 0 }),
    }
}

fn is_gzip(path: &Path) -> bool {
    let mut first = [0; 2];
    File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok() && first == [0x1F, 0x8B]
}
