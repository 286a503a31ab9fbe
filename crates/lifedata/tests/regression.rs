//! Published samples with covariates, regressed, beside figures that were worked out apart from this code.
//!
//! `tests/data/README.md` says where the samples and the figures come from.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use iceroad_lifedata::observation::{Life, Sample};
use iceroad_lifedata::regression::aft::{AftLaw, Figure};
use iceroad_lifedata::regression::rates::Count;
use iceroad_lifedata::regression::{Covariates, aft, cox, rates};

const LIVES: &str = include_str!("data/covariates.csv");
const FITS: &str = include_str!("data/regressions.csv");
const SHIPS: &str = include_str!("data/ships.csv");

fn cells(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

fn figures(text: &str) -> Vec<f64> {
    text.split_whitespace().map(|cell| cell.parse().unwrap()).collect()
}

fn covariates(rows: &[Vec<f64>]) -> Covariates {
    let column = |at: usize| (format!("x{at}"), rows.iter().map(|row| row[at]).collect());
    Covariates::new((0..rows[0].len()).map(column)).unwrap()
}

fn samples() -> BTreeMap<&'static str, (Sample, Covariates)> {
    let mut rows: BTreeMap<&str, (Vec<Life>, Vec<Vec<f64>>)> = BTreeMap::new();
    for cells in cells(LIVES) {
        let number = |at: usize| cells[at].parse::<f64>().unwrap();
        let (age, first) = (number(1), number(4));
        let life = match cells[2] {
            "failed" => Life::failed(age).entered(first),
            "running" => Life::running(age).entered(first),
            "before" => Life::failed_before(age),
            _ => Life::failed_between(first, age),
        };
        let (lives, covariates) = rows.entry(cells[0]).or_default();
        lives.push(life.times(cells[3].parse().unwrap()));
        covariates.push(figures(cells[5]));
    }
    let ready = |(name, (lives, rows)): (&'static str, (Vec<Life>, Vec<Vec<f64>>))| {
        (name, (Sample::new(lives).unwrap(), covariates(&rows)))
    };
    rows.into_iter().map(ready).collect()
}

fn close(found: &[f64], expected: &[f64], within: f64) -> bool {
    found.len() == expected.len()
        && found.iter().zip(expected).all(|(found, expected)| (found / expected - 1.0).abs() < within)
}

/// One over the ends of a standard interval: as far as one standard error.
const ONE_ERROR: f64 = 0.682_689_492_137_085_9;

#[test]
fn every_published_sample_gives_the_published_regression() {
    let samples = samples();
    let mut held = 0;
    for cells in cells(FITS) {
        let (name, model) = (cells[0], cells[1]);
        let (sample, covariates) = &samples[name];
        let log_likelihood: f64 = cells[2].parse().unwrap();
        let (coefficients, errors) = (figures(cells[5]), figures(cells[6]));
        let law = match model {
            "weibull" => Some(AftLaw::Weibull),
            "lognormal" => Some(AftLaw::LogNormal),
            "loglogistic" => Some(AftLaw::LogLogistic),
            _ => None,
        };
        let what = format!("{name} {model}");
        let (found, own_errors, found_likelihood): (Vec<f64>, Vec<f64>, f64) = match law {
            Some(law) => {
                let fit = aft::fit(law, sample, covariates).unwrap();
                let [intercept, scale] = [3, 4].map(|at| cells[at].parse::<f64>().unwrap());
                assert!(close(&[fit.intercept, fit.scale], &[intercept, scale], 1e-5), "{what}: {fit:?}");
                let error = |at| fit.wald(Figure::Coefficient(at), ONE_ERROR).high - fit.coefficients[at];
                let errors = (0..coefficients.len()).map(error).collect();
                (fit.coefficients.clone(), errors, fit.log_likelihood)
            }
            None => {
                let fit = cox::fit(sample, covariates).unwrap();
                let error = |at| fit.wald(at, ONE_ERROR).high - fit.coefficients[at];
                let errors = (0..coefficients.len()).map(error).collect();
                (fit.coefficients.clone(), errors, fit.log_likelihood)
            }
        };
        assert!((found_likelihood - log_likelihood).abs() < 1e-6, "{what}: {found_likelihood}");
        assert!(close(&found, &coefficients, 1e-5), "{what}: {found:?} against {coefficients:?}");
        assert!(close(&own_errors, &errors, 1e-4), "{what}: {own_errors:?} against {errors:?}");
        held += 1;
    }
    assert_eq!(held, 23);
}

#[test]
fn damage_to_ships_has_the_published_rates() {
    let mut counts = Vec::new();
    let mut rows = Vec::new();
    for cells in cells(SHIPS) {
        let number = |at: usize| cells[at].parse::<f64>().unwrap();
        counts.push(Count { failures: number(4) as u64, hours: number(3) });
        let is = |at: usize, value: &str| f64::from(u8::from(cells[at] == value));
        rows.push(vec![
            is(0, "B"),
            is(0, "C"),
            is(0, "D"),
            is(0, "E"),
            is(1, "65"),
            is(1, "70"),
            is(1, "75"),
            is(2, "75"),
        ]);
    }
    let covariates = covariates(&rows);
    let fit = rates::fit(&counts, &covariates).unwrap();
    // McCullagh and Nelder (1989), table 6.3; they give two and three figures.
    assert!((fit.intercept + 6.406).abs() < 5e-4, "{fit:?}");
    let published = [-0.543, -0.687, -0.076, 0.326, 0.697, 0.818, 0.453, 0.384];
    for (found, published) in fit.coefficients.iter().zip(published) {
        assert!((found - published).abs() < 6e-4, "{fit:?}");
    }
    assert!((fit.deviance() - 38.7).abs() < 0.05, "{}", fit.deviance());
    let [error, printed] = [fit.wald(7, ONE_ERROR).high - fit.coefficients[7], 0.118];
    assert!((error - printed).abs() < 1e-3, "{error}");
    let profile = rates::profile(&fit, &counts, &covariates, 7, 0.9).unwrap();
    let wald = fit.wald(7, 0.9);
    assert!((profile.low - wald.low).abs() < 0.01 && (profile.high - wald.high).abs() < 0.01, "{profile:?}");
}
