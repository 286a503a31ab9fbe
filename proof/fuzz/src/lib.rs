//! Targets of fuzzing: one for each reader of files that people send each other, and of those that the program reads back.
//!
//! A target gets any bytes and has to end: with a result or a report, never with a panic, and what it says must agree with
//! itself. Files lie in a folder in memory that a process keeps, so that an input costs one write and one reading.

mod seeds;

pub use seeds::write_seeds;

use iceroad::fuzzing::{read_checkpoint, write_checkpoint};
use iceroad::model::Scenario;
use iceroad::{Existing, RunFolder};
use iceroad_format::import::{Imported, NetworkOptions, WeatherOptions, network, weather as import_weather};
use iceroad_format::{Report, STARTER, check, write};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The record of daily means is cut to so many lines, which hold a winter: reading all of it would be most of an input's time.
const LINES: usize = 600;

/// A folder of the process's own.
fn folder(name: &str) -> PathBuf {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_path_buf() } else { std::env::temp_dir() };
    let folder = place.join(format!("iceroad-fuzz-{name}-{}", std::process::id()));
    let _ = fs::create_dir_all(&folder);
    folder
}

/// The files of the starter, short enough to be read often.
fn starter() -> Vec<(&'static str, String)> {
    STARTER.iter().map(|(name, text)| (*name, text.split_inclusive('\n').take(LINES).collect())).collect()
}

fn laid() -> PathBuf {
    let folder = folder("scenario");
    for (name, text) in starter() {
        let path = folder.join(name);
        let _ = path.parent().map(fs::create_dir_all);
        let _ = fs::write(path, text);
    }
    folder
}

/// The parts of the starter as a workbook.
static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let bytes = SCENARIO
        .with(|(folder, _)| iceroad_format::workbook(folder, false))
        .expect("the starter is in order");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a workbook of our own");
    let mut parts = Vec::new();
    for nth in 0..archive.len() {
        let mut part = archive.by_index(nth).expect("a part of our own");
        let (name, mut bytes) = (part.name().expect("a name of our own").into_owned(), Vec::new());
        part.read_to_end(&mut bytes).expect("a part of our own");
        parts.push((name, bytes));
    }
    parts
});

/// An archive of these parts.
fn zipped<'p>(parts: impl Iterator<Item = (&'p str, &'p [u8])>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        archive.start_file(name, stored).expect("room in memory");
        archive.write_all(bytes).expect("room in memory");
    }
    archive.finish().expect("room in memory").into_inner()
}

/// Any bytes as a workbook; behind a first byte of 1 the second names a part of a workbook that they stand for, and behind one of
/// 2 they are the content of an OpenDocument one. What is read without a fault is written, and read again the same.
pub fn workbook(data: &[u8]) {
    let Some((&which, bytes)) = data.split_first() else { return };
    let path = match which % 3 {
        0 => file("mine.xlsx", bytes),
        1 => {
            let Some((&part, bytes)) = bytes.split_first() else { return };
            let part = usize::from(part) % PARTS.len();
            let all = PARTS.iter().enumerate();
            let all =
                all.map(|(at, (name, own))| (name.as_str(), if at == part { bytes } else { own.as_slice() }));
            file("mine.xlsx", &zipped(all))
        }
        _ => file("mine.ods", &zipped([("mimetype", &b"x"[..]), ("content.xml", bytes)].into_iter())),
    };
    let checked = check(&path);
    assert_eq!(checked.scenario.is_some(), checked.report.errors() == 0);
    let _ = (checked.report.render(true), checked.report.to_json());
    let Some(scenario) = checked.scenario else { return };
    let texts: Vec<(String, String)> =
        iceroad_format::edit(&path).expect("it was read").texts().into_iter().collect();
    assert_eq!(Some(iceroad_format::digest_of(&texts)), iceroad_format::digest(&path).ok());
    // A name may be longer than a spreadsheet takes.
    if let Ok(again) = iceroad_format::workbook_of(&texts, false) {
        let again = check(&file("again.xlsx", &again)).scenario.expect("it is what was read");
        assert_eq!(write(&scenario), write(&again));
    }
}

thread_local! {
    static SCENARIO: (PathBuf, Vec<(&'static str, String)>) = (laid(), starter());
    static FILE: PathBuf = folder("file");
}

/// The first byte names a file of the starter, the others stand in it. What is read without a fault is written, read again, and
/// written the same.
pub fn scenario(data: &[u8]) {
    let Some((&which, bytes)) = data.split_first() else { return };
    SCENARIO.with(|(folder, files)| {
        let (name, text) = &files[usize::from(which) % files.len()];
        let path = folder.join(name);
        let _ = fs::write(&path, bytes);
        let checked = check(folder);
        assert_eq!(checked.scenario.is_some(), checked.report.errors() == 0);
        let _ = (checked.report.render(true), checked.report.to_json());
        if let Some(scenario) = &checked.scenario {
            let files = write(scenario);
            assert!(!files.is_empty());
        }
        let _ = fs::write(&path, text);
    });
}

/// A file with these bytes.
fn file(name: &str, data: &[u8]) -> PathBuf {
    let path = FILE.with(|folder| folder.join(name));
    let _ = fs::write(&path, data);
    path
}

/// Whoever reads nothing says why.
fn says_why<T>(read: Result<T, Report>) {
    if let Err(report) = read {
        assert!(report.errors() > 0);
        let _ = (report.render(false), report.to_json());
    }
}

/// Any bytes as a map in GeoJSON.
pub fn map(data: &[u8]) {
    says_why(network(&file("map.geojson", data), &NetworkOptions::of("pit")));
}

/// Any bytes as a weather file.
pub fn weather(data: &[u8]) {
    let read = import_weather(&[file("weather", data)], &WeatherOptions::of("station"));
    if let Ok(made) = &read {
        assert!(made.days > 0 && made.files.len() == 2);
    }
    says_why(read);
}

/// Any bytes as a file of a peer: the first says whose.
pub fn peer(data: &[u8]) {
    let Some((&which, bytes)) = data.split_first() else { return };
    let import: fn(&Path) -> Result<Imported, Report> = match which % 2 {
        0 => iceroad_peers_import::minehaulsim,
        _ => iceroad_peers_import::openmines,
    };
    says_why(import(&file("peer.json", bytes)));
}

/// The scenario that checkpoints are of.
static SMALL: LazyLock<Scenario> = LazyLock::new(|| {
    let mut tables = iceroad_worlds::example::small();
    tables.heading.days = 5;
    Scenario::new(tables).expect("the example is in order")
});

/// Any bytes as a checkpoint, or behind a first byte that is odd as a record in one whose sums are right.
pub fn checkpoint(data: &[u8]) {
    let Some((&which, bytes)) = data.split_first() else { return };
    let path = match which % 2 {
        0 => file("checkpoint", bytes),
        _ => {
            let path = file("checkpoint", b"");
            write_checkpoint(&path, bytes).expect("a file in memory");
            path
        }
    };
    if let Err(error) = read_checkpoint(&path, &SMALL) {
        assert!(!error.to_string().is_empty());
    }
}

/// What becomes of a suggestion in order.
const APPLIED: &str = "applied";

/// Any bytes as the document of a finished run, of which a suggestion is applied: the first says which. What became of it.
pub fn run(data: &[u8]) -> String {
    let Some((&which, bytes)) = data.split_first() else { return String::new() };
    let (run, to) = FILE.with(|folder| (folder.join("run"), folder.join("to")));
    let folder = RunFolder::claim(&run, Existing::Replace).expect("a folder of our own");
    folder.write(|files| files.put(RunFolder::MARK, bytes)).expect("a folder in memory");
    let applied = SCENARIO.with(|(scenario, _)| iceroad::apply(&run, which.into(), Some(scenario), &to));
    let Err(error) = applied else {
        assert!(check(&to).scenario.is_some(), "what was written is not in order");
        fs::remove_dir_all(&to).expect("it was written");
        return APPLIED.to_owned();
    };
    let error = error.to_string();
    assert!(!error.is_empty() && !to.exists());
    error
}
