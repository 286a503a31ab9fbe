//! `examples/first-mine` is what the answers in its README make.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_format::new::{QUESTIONS, mine};
use std::fs;
use std::path::Path;

#[test]
fn the_first_mine_is_made_of_the_answers_that_its_readme_tells() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/first-mine");
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    let answers =
        readme.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix("` |")?.split_once("| `"));
    let answers: Vec<String> = answers.map(|(_, answer)| answer.to_owned()).collect();
    let files = mine(&answers.try_into().unwrap()).unwrap();
    for (name, text) in &files {
        assert_eq!(&fs::read_to_string(folder.join(name)).unwrap(), text, "{name}");
    }
    let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
    assert!(
        readme.contains(&format!("These are {} files of {lines} lines", files.len())),
        "{} {lines}",
        files.len()
    );
    assert_eq!(fs::read_dir(&folder).unwrap().count(), files.len() + 1);
}

#[test]
fn every_default_answer_is_one() {
    for question in &QUESTIONS {
        assert_eq!(question.check(question.default), Ok(()), "{}", question.asks);
    }
}
