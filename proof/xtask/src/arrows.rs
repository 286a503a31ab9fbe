//! Which crate may know which: the table of docs/ARCHITECTURE.md, held against the manifests.
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Each crate with the crates of ours it may use. Development dependencies are free: tests may know everything.
const ALLOWED: &[(&str, &[&str])] = &[
    ("iceroad-base", &[]),
    ("iceroad-kernel", &["iceroad-base"]),
    ("iceroad-model", &["iceroad-base"]),
    ("iceroad-climate", &["iceroad-base", "iceroad-model"]),
    ("iceroad-flow", &["iceroad-base"]),
    ("iceroad-spares", &["iceroad-base"]),
    ("iceroad-lifedata", &["iceroad-base"]),
    ("iceroad-words", &[]),
    ("iceroad-haulage", &["iceroad-base", "iceroad-kernel", "iceroad-model", "iceroad-flow"]),
    ("iceroad-maintenance", &["iceroad-base", "iceroad-kernel", "iceroad-model"]),
    ("iceroad-supply", &["iceroad-base", "iceroad-kernel", "iceroad-model"]),
    (
        "iceroad-engine",
        &[
            "iceroad-base",
            "iceroad-kernel",
            "iceroad-model",
            "iceroad-climate",
            "iceroad-flow",
            "iceroad-haulage",
            "iceroad-maintenance",
            "iceroad-supply",
        ],
    ),
    (
        "iceroad-plan",
        &["iceroad-base", "iceroad-spares", "iceroad-model", "iceroad-engine", "iceroad-measures"],
    ),
    ("iceroad-audit", &["iceroad-base", "iceroad-model"]),
    ("iceroad-format", &["iceroad-base", "iceroad-model", "iceroad-lifedata"]),
    ("iceroad-worlds", &["iceroad-base", "iceroad-model"]),
    ("iceroad-peers", &["iceroad-base", "iceroad-model"]),
    ("iceroad-peers-import", &["iceroad-model", "iceroad-format"]),
    ("iceroad-measures", &["iceroad-base", "iceroad-model", "iceroad-words"]),
    ("iceroad-report", &["iceroad-base", "iceroad-model", "iceroad-words", "iceroad-measures", "iceroad"]),
    (
        "iceroad",
        &[
            "iceroad-base",
            "iceroad-model",
            "iceroad-format",
            "iceroad-climate",
            "iceroad-engine",
            "iceroad-lifedata",
            "iceroad-measures",
            "iceroad-plan",
            "iceroad-audit",
        ],
    ),
    ("iceroad-cli", &["iceroad", "iceroad-report", "iceroad-peers", "iceroad-peers-import"]),
];

/// Crates that prove or measure the others; they may know everything and nothing may know them.
const PROOF: &[&str] = &["iceroad-bench", "iceroad-mutants", "iceroad-tests", "iceroad-validation", "xtask"];

/// Scenarios for tests: whoever is not of [`PROOF`] may know them only as a development dependency.
const WORLDS: &str = "iceroad-worlds";

/// Foreign crates that only some of ours may use: whoever reads files or starts threads stays at the edges.
const EDGE_ONLY: &[(&str, &[&str])] = &[
    ("rayon", &["iceroad-engine"]),
    ("csv", &["iceroad-peers", "iceroad-report"]),
    ("microlp", &["iceroad-flow"]),
    ("parquet", &["iceroad-report"]),
    ("toml", &["iceroad-format"]),
    ("jsonc-parser", &["iceroad-format"]),
    ("clap", &["iceroad-cli"]),
    ("indicatif", &["iceroad-cli"]),
    ("ctrlc", &["iceroad-cli"]),
];

/// Every arrow that is not allowed, and every crate without a row in docs/ARCHITECTURE.md.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output();
    let text = match output {
        Ok(output) if output.status.success() => output.stdout,
        Ok(output) => {
            return vec![format!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr))];
        }
        Err(error) => return vec![format!("cargo metadata could not be started: {error}")],
    };
    let Ok(metadata) = serde_json::from_slice::<Value>(&text) else {
        return vec!["cargo metadata gave no JSON".into()];
    };
    let architecture = std::fs::read_to_string(root.join("docs/ARCHITECTURE.md")).unwrap_or_default();
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let folder = name.strip_prefix("iceroad-").unwrap_or(name);
        if !PROOF.contains(&name) && !architecture.contains(&format!("`{folder}`")) {
            faults.push(format!("{name} has no row in docs/ARCHITECTURE.md"));
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            if dependency["kind"].is_null() {
                let uses = dependency["name"].as_str().unwrap_or_default();
                faults.extend(arrow(name, uses));
            }
        }
    }
    faults
}

fn arrow(name: &str, uses: &str) -> Option<String> {
    if PROOF.contains(&name) {
        return None;
    }
    if PROOF.contains(&uses) {
        return Some(format!("{name} uses {uses}, which only proves others"));
    }
    if uses == WORLDS {
        return Some(format!("{name} uses {uses}, which is for tests: make it a development dependency"));
    }
    if let Some((_, users)) = EDGE_ONLY.iter().find(|(foreign, _)| *foreign == uses) {
        let may = users.contains(&name);
        return (!may).then(|| format!("{name} uses {uses}; only {} may", users.join(", ")));
    }
    if !uses.starts_with("iceroad") {
        return None;
    }
    let Some((_, allowed)) = ALLOWED.iter().find(|(crate_name, _)| *crate_name == name) else {
        return Some(format!("{name} is not in the table of allowed arrows (xtask/src/arrows.rs)"));
    };
    (!allowed.contains(&uses)).then(|| format!("{name} must not know {uses} (docs/ARCHITECTURE.md)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_between_two_domains_is_refused() {
        assert!(arrow("iceroad-haulage", "iceroad-supply").is_some());
        assert!(arrow("iceroad-audit", "iceroad-engine").is_some());
        assert!(arrow("iceroad-model", "csv").is_some());
        assert!(arrow("iceroad-engine", "iceroad-supply").is_none());
        assert!(arrow("iceroad-tests", "iceroad-supply").is_none());
        assert!(arrow("iceroad-engine", "iceroad-worlds").is_some());
        assert!(arrow("iceroad-bench", "iceroad-worlds").is_none());
    }
}
