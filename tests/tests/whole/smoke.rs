//! smoke
use iceroad_model::example;
#[test]
fn small() {
    let scenario = iceroad_tests::scenario(example::small()).unwrap();
    for replication in 0..4 {
        let run = iceroad_tests::run(&scenario, 42, replication).unwrap();
        println!("{} entries", run.log.len());
        assert!(run.violations.is_empty(), "replication {replication}: {}", run.complaint());
    }
}
