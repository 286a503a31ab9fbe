//! Whatever stands in a folder, reading it ends with a scenario or a report, never with a panic.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad_format::{STARTER, check, workbook};
use proptest::prelude::*;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The starter with a short record, so that many folders can be read.
fn lay(folder: &Path) {
    for (file, text) in STARTER {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text: String = text.split_inclusive('\n').take(800).collect();
        fs::write(path, text).unwrap();
    }
}

fn reads(file: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path());
    fs::write(folder.path().join(file), bytes).unwrap();
    let checked = check(folder.path());
    assert_eq!(checked.scenario.is_some(), checked.report.errors() == 0);
    let _ = (checked.report.render(true), checked.report.to_string(), checked.report.to_json());
}

/// The parts of the starter as a workbook.
static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    lay(folder.path());
    let bytes = workbook(folder.path(), false).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for nth in 0..archive.len() {
        let mut part = archive.by_index(nth).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        parts.push((name, bytes));
    }
    // What holds no cells is not read.
    let (kept, rest) = parts.into_iter().partition::<Vec<_>, _>(|(name, _)| !name.contains("drawing"));
    assert!(kept.len() > 30 && rest.len() > 20);
    kept
});

/// Pieces of workbooks that have broken readers.
fn any_piece() -> impl Strategy<Value = Vec<u8>> {
    let known = [
        "",
        "\"",
        "<",
        ">",
        "/>",
        "&",
        "&#0;",
        "&#x110000;",
        "]]>",
        "<!--",
        "<c r=\"XFD1048576\"><v>1</v></c>",
        "<c r=\"A0\">",
        "<v>1e999</v>",
        "<v>-1</v>",
        "<v>99999999999999999999</v>",
        "<v>2958466.9</v>",
        "t=\"d\"",
        "t=\"e\"",
        "t=\"b\"",
        "s=\"999\"",
        "<f t=\"shared\" si=\"4294967295\" ref=\"A1\">A1</f>",
        "<mergeCell ref=\"A1:XFD1048576\"/>",
        "<mergeCell ref=\"B2:A1\"/>",
        "uniqueCount=\"18446744073709551615\"",
        "\u{feff}",
        "date1904=\"1\"",
        "formatCode=\"[h]:mm\"",
    ];
    prop_oneof![
        3 => prop::sample::select(known.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ]
}

fn any_file() -> impl Strategy<Value = &'static str> {
    (0..STARTER.len()).prop_map(|at| STARTER[at].0)
}

/// Cells that have broken readers before, and any text.
fn any_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        "[0-9,.eE+−-]{0,9}",
        "[\"\n\r,; ]{0,6}",
        Just("9223372036854775808".to_owned()),
        Just("-0".to_owned()),
        Just("1e-400".to_owned()),
        Just("1e2147483648".to_owned()),
        Just("99999-01-01".to_owned()),
        Just("ﬀ\u{301}\u{202e}".to_owned()),
        Just("5%".to_owned()),
        Just("#".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_any_file_are_read_without_a_panic(
        file in any_file(),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        reads(file, &bytes);
    }

    #[test]
    fn any_text_in_any_cell_is_read_without_a_panic(
        file in any_file(),
        place in any::<prop::sample::Index>(),
        cell in any_cell(),
    ) {
        let text = STARTER.iter().find(|(name, _)| *name == file).unwrap().1;
        let cuts: Vec<_> = text.match_indices([',', '\n', '=']).map(|(at, _)| at + 1).take(3_000).collect();
        let at = cuts[place.index(cuts.len())];
        let end = text[at..].find([',', '\n']).map_or(text.len(), |length| at + length);
        let mended = format!("{}{cell}{}", &text[..at], &text[end..]);
        reads(file, mended.as_bytes());
    }

    #[test]
    fn any_rows_lost_or_doubled_are_read_without_a_panic(
        file in any_file(),
        from in any::<prop::sample::Index>(),
        count in 0_usize..4,
        doubled in any::<bool>(),
    ) {
        let text = STARTER.iter().find(|(name, _)| *name == file).unwrap().1;
        let mut lines: Vec<_> = text.split_inclusive('\n').take(900).collect();
        let from = from.index(lines.len());
        let to = (from + count).min(lines.len());
        if doubled {
            let again: Vec<_> = lines[from..to].to_vec();
            lines.extend(again);
        } else {
            lines.drain(from..to);
        }
        reads(file, lines.concat().as_bytes());
    }
}

proptest! {
    // Each reads a whole workbook.
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_part_of_a_workbook_that_is_changed_is_read_without_a_panic(
        part in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        length in 0_usize..30,
        piece in any_piece(),
    ) {
        let part = part.index(PARTS.len());
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (nth, (name, bytes)) in PARTS.iter().enumerate() {
            let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            archive.start_file(name.as_str(), stored).unwrap();
            if nth != part {
                archive.write_all(bytes).unwrap();
                continue;
            }
            let from = at.index(bytes.len() + 1);
            let to = (from + length).min(bytes.len());
            archive.write_all(&[&bytes[..from], &piece, &bytes[to..]].concat()).unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.xlsx");
        fs::write(&path, archive.finish().unwrap().into_inner()).unwrap();
        let checked = check(&path);
        assert_eq!(checked.scenario.is_some(), checked.report.errors() == 0);
        let _ = (checked.report.render(true), checked.report.to_string(), checked.report.to_json());
    }
}
