//! Every published sample of `tests/data`, fitted, beside figures that were worked out apart from this code.
//!
//! `tests/data/README.md` says where the samples and the figures come from.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use iceroad_lifedata::law::{Family, fit};
use iceroad_lifedata::observation::{Life, Sample};

const LIVES: &str = include_str!("data/lives.csv");
const LAWS: &str = include_str!("data/laws.csv");

fn cells(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

fn samples() -> BTreeMap<&'static str, Sample> {
    let mut rows: BTreeMap<&str, Vec<Life>> = BTreeMap::new();
    for cells in cells(LIVES) {
        let age = cells[1].parse().unwrap();
        let life = if cells[2] == "failed" { Life::failed(age) } else { Life::running(age) };
        rows.entry(cells[0]).or_default().push(life.times(cells[3].parse().unwrap()));
    }
    rows.into_iter().map(|(name, rows)| (name, Sample::new(rows).unwrap())).collect()
}

#[test]
fn every_published_sample_gives_the_published_law() {
    let samples = samples();
    let (mut wrong, mut held) = (Vec::new(), 0);
    for cells in cells(LAWS) {
        let (name, law) = (cells[0], cells[1]);
        let family = Family::ALL.into_iter().find(|family| family.name() == law).unwrap();
        let found = fit(family, &samples[name]).unwrap();
        let expected: Vec<f64> = cells[2..4].iter().filter_map(|cell| cell.parse().ok()).collect();
        let log_likelihood: f64 = cells[4].parse().unwrap();
        let close = found.log_likelihood - log_likelihood;
        let parameters = found.law.parameters();
        let is_close = |(found, expected): (&f64, &f64)| (found / expected - 1.0).abs() < 1e-5;
        if close.abs() > 1e-6 || !parameters.iter().zip(&expected).all(is_close) {
            wrong.push(format!("{name} {law}: {parameters:?} against {expected:?}, {close:e}"));
        }
        held += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(held, 104);
}
