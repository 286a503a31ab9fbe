//! Every fault can be seeded: its place is in its file once, and no two share one.
use iceroad_mutants::{all, seed};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn every_fault_has_its_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut by_file: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (number, mutant) in all().into_iter().enumerate() {
        by_file.entry(mutant.file).or_default().push((number, mutant));
    }
    let mut faults = Vec::new();
    for (file, mutants) in by_file {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        for one in &mutants {
            faults.extend(seed::seeded(&text, &[*one]).err());
        }
        faults.extend(seed::seeded(&text, &mutants).err());
    }
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(all().len() >= 60);
}
