//! Which module of haulage may know which: the table in `src/lib.rs`, held against every `crate::` path of the sources.
//!
//! A module uses what stands above it in the table and nothing below it, so there is no circle. Unit tests may know everything.

use std::fs;
use std::path::{Path, PathBuf};

/// What `src/lib.rs` itself gives: the module where each name is to be looked for.
const ROOT: [(&str, &str); 6] = [
    ("Haulage", "cycle"),
    ("HaulageError", "error"),
    ("Layout", "layout"),
    ("Notice", "notice"),
    ("Ctx", "notice"),
    ("Stopped", "notice"),
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules of the table, from the top: those named in the first column of every row after its head.
fn order() -> Vec<String> {
    let text = fs::read_to_string(src().join("lib.rs")).unwrap_or_default();
    let rows = text.lines().skip_while(|line| !line.starts_with("//! | module |")).skip(2);
    let rows = rows.take_while(|line| line.starts_with("//! |"));
    let cells = rows.filter_map(|line| line.split('|').nth(1));
    let names = cells
        .flat_map(|cell| cell.split(',').map(|name| name.trim().trim_matches(['[', ']', '`']).to_owned()));
    names.collect()
}

/// Every source file with the module it belongs to.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix(src()).unwrap_or(file);
    let first = inside.iter().next().unwrap_or_default();
    first.to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The names right after every `crate::` in code, without comments and unit tests.
fn used(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
    let code: String = lines.collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for after in code.split("crate::").skip(1) {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let list = match after.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => after.split(|c: char| !is_name(c)).next().unwrap_or_default(),
        };
        let heads =
            list.split(',').map(|item| item.trim().split(|c: char| !is_name(c)).next().unwrap_or_default());
        names.extend(heads.filter(|name| !name.is_empty()).map(str::to_owned));
    }
    names
}

#[test]
fn the_table_names_every_module_once() {
    let order = order();
    let mut found = Vec::new();
    files(&src(), &mut found);
    let mut modules: Vec<String> =
        found.iter().map(|file| module_of(file)).filter(|name| name != "lib").collect();
    modules.sort_unstable();
    modules.dedup();
    let mut named = order.clone();
    named.sort_unstable();
    assert_eq!(named, modules);
}

#[test]
fn no_module_knows_one_below_it_in_the_table() {
    let order = order();
    let at = |name: &str| order.iter().position(|module| module == name);
    let mut found = Vec::new();
    files(&src(), &mut found);
    let (mut wrong, mut arrows) = (Vec::new(), 0);
    for file in found.iter().filter(|file| module_of(file) != "lib") {
        let here = module_of(file);
        for name in used(&fs::read_to_string(file).unwrap()) {
            let there =
                ROOT.iter().find(|(root, _)| *root == name).map_or(name.as_str(), |(_, module)| module);
            arrows += 1;
            match (at(there), at(&here)) {
                (Some(there), Some(here)) if there <= here => {}
                _ => wrong.push(format!("{} uses {name}", file.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(arrows > 100, "only {arrows} paths were looked at");
}

#[test]
fn a_path_is_found_in_every_shape() {
    let text = "use crate::fleet::{Line, Truck};\nuse crate::{Haulage, rows::X};\nfn f() { crate::day::go() } // crate::no\n\
                #[cfg(test)]\nmod tests { use crate::fixture; }";
    assert_eq!(used(text), ["fleet", "Haulage", "rows", "day"]);
}
