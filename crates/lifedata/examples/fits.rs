//! Our side of the fits of `make bench-peers`: a Weibull law fitted again and again to the lives of a file, a line for each: age, and 1 where
//! it failed. Prints shape, scale, fits and the CPU seconds that they took. Each fit begins with the bare ages, as a library is called;
//! reading the file is done once before.
//!
//! ```text
//! cargo run --release -p iceroad-lifedata --example fits -- lives.csv
//! ```

use iceroad_lifedata::law::{Family, Fit, LifeLaw, fit};
use iceroad_lifedata::observation::{Life, Sample};
use std::error::Error;
use std::fs;
use std::hint::black_box;

/// Lives in all that is measured: a second or so.
const LIVES: usize = 20_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("say `fits FILE`")?;
    let mut rows = Vec::new();
    for line in fs::read_to_string(&file)?.lines() {
        let (age, failed) = line.split_once(',').ok_or("a line has no comma")?;
        rows.push((age.parse()?, failed == "1"));
    }
    let LifeLaw::Weibull { shape, scale } = fitted(&rows)?.law else { return Err("no Weibull law".into()) };
    let fits = (LIVES / rows.len().max(1)).max(3);
    let begun = cpu_seconds()?;
    for _ in 0..fits {
        black_box(fitted(black_box(&rows))?);
    }
    println!("{shape} {scale} {fits} {}", cpu_seconds()? - begun);
    Ok(())
}

fn fitted(rows: &[(f64, bool)]) -> Result<Fit, Box<dyn Error>> {
    let life = |&(age, failed): &(f64, bool)| if failed { Life::failed(age) } else { Life::running(age) };
    Ok(fit(Family::Weibull, &Sample::new(rows.iter().map(life))?)?)
}

/// CPU time of this thread as Linux tells it.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    // The scheduler brings its account up to date when a thread yields.
    std::thread::yield_now();
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let ns: f64 = text.split(' ').next().ok_or("no time")?.parse()?;
    Ok(ns / 1e9)
}
