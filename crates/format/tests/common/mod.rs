//! What the golden cases of this crate share: where they lie, the starter that they change, and expected texts with one way to accept them.
#![allow(dead_code, reason = "each test program takes a part of it")]

use iceroad_format::STARTER;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A file or folder of this crate.
pub(crate) fn own(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folders of cases in `tests/<name>`, in order.
pub(crate) fn cases(name: &str) -> Vec<PathBuf> {
    let folder = own("tests").join(name);
    let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

/// The name of a case.
pub(crate) fn name_of(case: &Path) -> String {
    case.file_name().unwrap().to_string_lossy().into_owned()
}

/// Lays the starter down in a folder, with the files of a case in place of its own.
pub(crate) fn lay(case: &Path, folder: &Path) {
    for (file, text) in STARTER {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    copy(case, folder);
}

/// Copies the files of a case but for what is said of it.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if name == "_remove" || name == "expected.txt" {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Texts held to what was told when they were last accepted: `UPDATE=1` takes all that is told as right.
#[derive(Default)]
pub(crate) struct Golden {
    wrong: Vec<String>,
}

impl Golden {
    /// Holds a text to a file.
    pub(crate) fn hold(&mut self, name: &str, expected: &Path, told: &str) {
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(expected.parent().unwrap()).unwrap();
            fs::write(expected, told).unwrap();
        } else if fs::read_to_string(expected).unwrap_or_default() != told {
            self.fault(format!("{name}:\n{told}"));
        }
    }

    /// What `UPDATE=1` does not mend.
    pub(crate) fn fault(&mut self, what: String) {
        self.wrong.push(what);
    }

    /// Fails where anything differs.
    pub(crate) fn judge(self) {
        let mut told = String::new();
        for wrong in &self.wrong {
            let _ = writeln!(told, "{wrong}");
        }
        assert!(self.wrong.is_empty(), "{} differ; UPDATE=1 accepts what is told\n{told}", self.wrong.len());
    }
}
