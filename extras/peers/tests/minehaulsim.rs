//! minehaulsim's own answers for two of its presets, with every random draw taken out (rated payloads, mean times, no
//! stagger): routes, tonnes and cycles, and each load and dump of an 8 h shift under `minqueue`, in free flow and in traffic.
//!
//! `data/*.minespec.json` has the presets that minehaulsim 0.12.1 (Apache-2.0) makes, without their polylines, and
//! `data/*.{fast,traffic}.csv` what that version did with them, reduced to loads and dumps, times to the microsecond.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_model::Scenario;
use iceroad_peers::minehaulsim::{Mode, Policy, World};
use std::path::{Path, PathBuf};

fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)
}

/// The mine by way of a scenario folder, as a user has it.
fn preset(name: &str) -> Scenario {
    let imported = iceroad_peers_import::minehaulsim(&data(&format!("{name}.minespec.json"))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    imported.write(folder.path()).unwrap();
    iceroad_format::read(folder.path()).unwrap()
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "found {found}, expected {expected}");
}

#[test]
fn a_route_takes_the_time_that_minehaulsim_gives_it() {
    let pit = preset("starter_pit");
    let world = World::new(&pit).unwrap();
    let there = world.route("T1", "1", "101", true).unwrap();
    near(there.seconds, 520.691_59, 1e-6);
    near(there.metres, 4_175.873, 1e-3);
    near(world.route("T1", "101", "1", false).unwrap().seconds, 338.874_618, 1e-6);
}

#[test]
fn tonnes_and_cycles_are_those_of_minehaulsim() {
    let expected = [
        ("starter_pit", Mode::FreeFlow, 32_438_000, 331),
        ("starter_pit", Mode::Traffic, 32_340_000, 330),
        ("deep_spiral", Mode::FreeFlow, 70_560_000, 504),
        ("deep_spiral", Mode::Traffic, 67_340_000, 481),
    ];
    for (name, mode, kg, cycles) in expected {
        let pit = preset(name);
        let outcome = World::new(&pit).unwrap().run(Policy::MinQueue, mode, false);
        assert_eq!((outcome.mass().get(), outcome.trips()), (kg, cycles), "{name}, {mode:?}");
    }
}

#[test]
fn every_load_and_dump_is_the_same_one_at_the_same_time() {
    for name in ["starter_pit", "deep_spiral"] {
        let pit = preset(name);
        let world = World::new(&pit).unwrap();
        for (mode, file) in [(Mode::FreeFlow, "fast"), (Mode::Traffic, "traffic")] {
            let outcome = world.run(Policy::MinQueue, mode, true);
            let wanted = |event: &str| event == "load" || event == "dump";
            let found: Vec<_> = outcome.trace.iter().filter(|step| wanted(step.event)).collect();
            let text = std::fs::read_to_string(data(&format!("{name}.{file}.csv"))).unwrap();
            let expected: Vec<&str> = text.lines().skip(1).collect();
            assert_eq!(found.len(), expected.len(), "{name}, {file}");
            for (step, line) in found.iter().zip(expected) {
                let [at, truck, node, event] = line.split(',').collect::<Vec<_>>()[..] else {
                    unreachable!("{line}")
                };
                let is = (step.truck.trim_start_matches('T'), step.place.as_str(), step.event);
                assert_eq!(is, (truck, node, event), "{name}, {file}: {line}");
                near(step.start, at.parse().unwrap(), 1e-6);
            }
        }
    }
}
