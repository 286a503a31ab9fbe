//! Every command that a page shows is one that the program takes: typed as it stands, it is understood.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
use crate::args::Line;
use clap::Parser;
use clap::error::ErrorKind;
use std::fs;
use std::path::{Path, PathBuf};

/// The pages for readers: those of the folder, and those of the folders in it.
fn pages(folder: &Path, deep: bool, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() && deep {
            pages(&entry, deep, all);
        }
        if entry.extension().is_some_and(|ending| ending == "md") {
            all.push(entry);
        }
    }
}

/// The words of a line as a shell splits them, up to what is no longer the command's.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        if ['#', '|', '>', '<', '&', ';'].contains(&first) || rest.starts_with("2>") {
            break;
        }
        let (word, after) = match first {
            '\'' | '"' => rest[1..].split_once(first).unwrap_or((&rest[1..], "")),
            _ => rest.split_once(' ').unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

/// What the program has to say against a command; what is told in a sentence may be left open.
fn fault(command: &str, is_typed: bool) -> Option<String> {
    let told = Line::try_parse_from(words(command)).err()?;
    let is_open = match told.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::InvalidValue
        | ErrorKind::ValueValidation
        | ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => !is_typed,
        // `iceroad COMMAND --help`
        ErrorKind::InvalidSubcommand => {
            let in_capitals =
                |word: &String| word.len() > 1 && word.chars().all(|letter| letter.is_ascii_uppercase());
            !is_typed && words(command).iter().any(in_capitals)
        }
        _ => false,
    };
    (!is_open).then(|| told.to_string().lines().next().unwrap_or_default().to_owned())
}

#[test]
fn every_command_that_a_page_shows_is_understood() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.."));
    let mut all = Vec::new();
    pages(root, false, &mut all);
    for folder in ["book", "examples", "docs"] {
        pages(&root.join(folder), true, &mut all);
    }
    let (mut shown, mut wrong) = (0, Vec::new());
    for page in &all {
        let text = fs::read_to_string(page).unwrap().replace("\\\n", " ");
        for line in text.lines() {
            let typed = line.trim_start().strip_prefix("$ ").into_iter().flat_map(|line| line.split(" && "));
            // What stands in a sentence may have a word in capitals where a number or a name is to come.
            let told = line.split('`').skip(1).step_by(2);
            for (command, is_typed) in typed.map(|one| (one, true)).chain(told.map(|one| (one, false))) {
                if command.starts_with("iceroad ") {
                    shown += 1;
                    let fault = fault(command, is_typed);
                    wrong.extend(fault.map(|fault| format!("{}: {command}: {fault}", page.display())));
                }
            }
        }
    }
    assert!(shown >= 120, "only {shown} commands were found in {} pages", all.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
