//! Every measure of the examples: its key stays from version to version, and its definition names its source.
//!
//! After a wanted change, write the new lists with `UPDATE=1` and read the difference: whoever holds results of two
//! versions against each other loses a key that goes.
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::Book;
use std::collections::BTreeSet;
use std::path::Path;

/// What a definition must name one of.
const SOURCES: [&str; 3] = ["Definition of this program", "recalled", "IPCC 2006 Guidelines"];

#[test]
fn keys_are_unique_and_kept_and_every_definition_names_its_unit_and_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for example in ["sakha", "nwt", "spiral", "first-mine"] {
        let checked = iceroad_format::check(&root.join("../../examples").join(example));
        let scenario = checked.scenario.expect("the example passes every rule");
        let frame = Frame::new(&scenario, &[]);
        let book = Book::of(&frame);
        let mut keys = BTreeSet::new();
        let mut list = String::new();
        for measure in book.all() {
            let key = &measure.key;
            assert!(keys.insert(key), "{example}: {key} is there twice");
            assert!(!measure.title.is_empty() && !measure.unit.is_empty(), "{example}: {key}");
            let definition = iceroad_words::say!(measure.definition);
            let named = SOURCES.iter().any(|source| definition.contains(source));
            assert!(named, "{example}: {key} does not say where its definition is from");
            assert_eq!(book.find(key).map(|found| found.title.as_str()), Some(measure.title.as_str()));
            list += &format!("{key} [{}]\n", measure.unit);
        }
        let kept = root.join("tests/golden").join(format!("keys-{example}.txt"));
        #[expect(clippy::disallowed_methods, reason = "a test may be told to write what it keeps")]
        if std::env::var("UPDATE").is_ok() {
            std::fs::create_dir_all(kept.parent().expect("it lies in a folder"))
                .expect("the folder can be made");
            std::fs::write(&kept, &list).expect("the list can be written");
        }
        let kept = std::fs::read_to_string(&kept).expect("the list was kept");
        assert_eq!(list, kept, "keys of {example}");
    }
}
