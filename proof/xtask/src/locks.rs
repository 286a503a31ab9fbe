//! The lock of the fuzz targets, a workspace of their own, knows each of our crates with all it needs.
//!
//! Who gives a crate a dependency builds and tests without the fuzz targets, and their lock stays behind until it is asked for. Only names are
//! held against each other here, so that no registry is needed: a crate in the lock must list what its manifest's `[dependencies]` do.
use std::collections::BTreeMap;
use std::path::Path;

/// Everything that the lock lacks.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let path = root.join("proof/fuzz/Cargo.lock");
    let Ok(lock) = std::fs::read_to_string(&path) else {
        return vec![format!("{} is not there", path.display())];
    };
    let locked = packages(&lock);
    let mut faults = Vec::new();
    for manifest in super::files_below(&root.join("crates"), "Cargo.toml") {
        let Ok(text) = std::fs::read_to_string(&manifest) else { continue };
        let Some(needs) = name(&text).and_then(|name| locked.get(&name)) else { continue };
        for wanted in dependencies(&text).iter().filter(|wanted| !needs.contains(wanted)) {
            faults.push(format!(
                "proof/fuzz/Cargo.lock does not know that {} needs {wanted}: run `cargo update -w` in proof/fuzz",
                manifest.strip_prefix(root).unwrap_or(&manifest).display()
            ));
        }
    }
    faults
}

/// What each package of a lock needs, by name.
fn packages(lock: &str) -> BTreeMap<String, Vec<String>> {
    let package = |text: &str| {
        let listed = text.split("dependencies = [").nth(1).unwrap_or_default();
        let listed = listed.split(']').next().unwrap_or_default();
        // `"rand 0.9.2",` where there are several of a name.
        let names = listed.lines().filter_map(|line| line.trim().strip_prefix('"')?.split([' ', '"']).next());
        Some((name(text)?, names.map(str::to_owned).collect()))
    };
    lock.split("[[package]]").skip(1).filter_map(package).collect()
}

/// The first `name = "…"`.
fn name(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("name = "))?;
    Some(line.trim_matches('"').to_owned())
}

/// The names under `[dependencies]` of a manifest; optional ones are left out, as features may not ask for them.
fn dependencies(manifest: &str) -> Vec<String> {
    let section = manifest.lines().skip_while(|line| line.trim() != "[dependencies]").skip(1);
    let section = section.take_while(|line| !line.starts_with('['));
    let named =
        section.filter(|line| !line.contains("optional = true") && !line.trim_start().starts_with('#'));
    named
        .filter_map(|line| {
            Some(line.split(['.', '=', ' ']).next()?.to_owned()).filter(|name| !name.is_empty())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_off_locks_and_manifests() {
        let lock = "[[package]]\nname = \"a\"\ndependencies = [\n \"b\",\n \"rand 0.9.2\",\n]\n\n[[package]]\nname = \"b\"\n";
        let locked = packages(lock);
        assert_eq!(locked["a"], ["b", "rand"]);
        assert!(locked["b"].is_empty());
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nb.workspace = true\nrand = \"0.9\"\n# c\nd = { optional = true }\n[dev-dependencies]\ne = \"1\"\n";
        assert_eq!(dependencies(manifest), ["b", "rand"]);
        assert_eq!(name(manifest).as_deref(), Some("a"));
    }
}
