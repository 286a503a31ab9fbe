//! Whatever stands in a folder, reading it ends with a scenario or a report, never with a panic.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use iceroad_format::{STARTER, check};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

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
