//! Advice held to account: every suggestion that is printed is run again under seeds that nothing was chosen by.
//!
//! The mines are the examples and worlds whose fleet, crusher, shelves, people and length are drawn at random. Of each suggestion
//! the effect it is printed for is measured anew, with as many pairs as make it well known. It **helps** if the new mean has the
//! sign that was claimed, and it **holds** if the new mean lies in the interval that was claimed. At least 95 % must do both.

use crate::harness::{Check, Luck, Size, Trouble};
use iceroad::{Outcome, Replications, RunSpec, Session, Unwatched};
use iceroad_base::estimate::{Interval, paired};
use iceroad_base::quantity::{Mass, Quantity, TonnesPerHour};
use iceroad_base::random::Stream;
use iceroad_measures::advice::stakes::{Kind, Stake};
use iceroad_measures::advice::{Effect, Suggestion};
use iceroad_measures::frame::Frame;
use iceroad_measures::kpi::Book;
use iceroad_model::mine::Crusher;
use iceroad_model::{Scenario, Tables};
use iceroad_worlds::example::{self, CRUSHER, LOADER_ORE, TRUCK_ALDER, TRUCK_BIRCH, WORKSHOP};
use std::fmt::Write;
use std::path::Path;

/// The part of the report.
pub const PART: &str = "Advice";
/// What must help and hold.
const LEAST: f64 = 0.95;
/// Confidence of the new means.
const LEVEL: f64 = 0.99;

/// How much is done.
struct Work {
    examples: bool,
    mines: u32,
    /// Replications of the run that gives advice; none: as the scenario says.
    replications: Option<u32>,
    /// Fresh pairs.
    pairs: u32,
}

impl Work {
    fn of(size: Size) -> Work {
        match size {
            Size::Small => Work { examples: false, mines: 3, replications: Some(16), pairs: 30 },
            Size::Full => Work { examples: true, mines: 24, replications: None, pairs: 100 },
        }
    }
}

/// One suggestion, held to what it claimed.
struct Held {
    mine: String,
    title: String,
    claimed: Effect,
    fresh: Interval,
}

impl Held {
    fn helps(&self) -> bool {
        self.fresh.mean * self.claimed.difference > 0.0
    }

    fn holds(&self) -> bool {
        (self.claimed.low..=self.claimed.high).contains(&self.fresh.mean)
    }
}

/// The report's part on advice, and its checks. `examples` holds the example folders.
///
/// # Errors
/// Where a mine cannot be run.
pub fn section(examples: &Path, size: Size) -> Result<(String, Vec<Check>), Trouble> {
    let work = Work::of(size);
    let mut mines: Vec<(String, Session)> = Vec::new();
    if work.examples {
        for name in ["nwt", "sakha", "spiral"] {
            mines.push((name.into(), Session::open(examples.join(name))?));
        }
    }
    for number in 0..work.mines {
        let scenario = Scenario::new(mine(number)).map_err(|faults| format!("mine {number}: {faults:?}"))?;
        mines.push((format!("mine {number}"), Session::new(scenario)));
    }
    let (mut held, mut tried) = (Vec::new(), 0);
    for (name, session) in &mines {
        tried += hold(&mut held, name, session, &work)?;
    }
    Ok((told(&held, mines.len(), tried), checks(&held)))
}

/// Asks for advice on a mine and holds it to account; how many changes were tried.
fn hold(held: &mut Vec<Held>, name: &str, session: &Session, work: &Work) -> Result<usize, Trouble> {
    let replications = work.replications.map_or(Replications::AsWritten, Replications::First);
    let asked = RunSpec { replications, suggestions: true, ..RunSpec::default() };
    let advice = session.run(&asked, &Unwatched)?.advice;
    let seed = Luck { case: name, replication: 0 }.seed();
    let asked =
        RunSpec { seed: Some(seed), replications: Replications::First(work.pairs), ..RunSpec::default() };
    let now = session.run(&asked, &Unwatched)?;
    for Suggestion { title, change, effects, .. } in advice.suggestions {
        let Some(claimed) = effects.into_iter().next() else { continue };
        let then = session.changed(&change)?.run(&asked, &Unwatched)?;
        let fresh = paired(&values(&then, &claimed.key), &values(&now, &claimed.key), LEVEL);
        held.push(Held { mine: name.into(), title, claimed, fresh });
    }
    Ok(advice.tried.len())
}

fn values(outcome: &Outcome, key: &str) -> Vec<f64> {
    let frame = Frame::new(&outcome.scenario, &outcome.records);
    let book = Book::of(&frame);
    let Some(measure) = book.find(key) else { return Vec::new() };
    let stake = Stake { measure, kind: Kind::Promise };
    outcome.records.iter().map(|record| stake.of(record)).collect()
}

/// A mine drawn at random: the small example with another fleet, crusher, shelf, workshop and length.
fn mine(number: u32) -> Tables {
    let case = format!("advice {number}");
    let mut luck = Luck { case: &case, replication: 0 }.stream("mine");
    let mut of = |least: u32, most: u32| -> u32 { within(&mut luck, least, most) };
    let mut tables = example::small();
    tables.heading.name = format!("mine-{number}");
    tables.heading.seed = u64::from(number);
    tables.heading.replications = 40;
    tables.heading.days = of(90, 240);
    for (machine, copies) in [(TRUCK_ALDER, of(0, 4)), (TRUCK_BIRCH, of(0, 4)), (LOADER_ORE, of(0, 1))] {
        for copy in 0..copies {
            let mut more = tables.machines[machine].clone();
            more.name = format!("{}-{copy}", more.name);
            tables.machines.push(more);
        }
    }
    let rate = TonnesPerHour::clamped(f64::from(of(15, 80)) * 10.0);
    tables.dumps[CRUSHER].crusher = Some(Crusher { rate, hopper: Mass::from_tonnes(120.0) });
    for line in tables.stock.iter_mut() {
        line.on_hand = Quantity(line.on_hand.get() * i64::from(of(1, 10)) / 10);
    }
    tables.workshops[WORKSHOP].tow_vehicles = of(1, 2) as u16;
    let scarce = of(0, 2) == 0;
    for group in tables.technicians.iter_mut().filter(|_| scarce) {
        group.count = group.count.min(2);
    }
    tables
}

/// A whole number from `least` to `most`.
fn within(luck: &mut Stream, least: u32, most: u32) -> u32 {
    least + ((luck.uniform() * f64::from(most - least + 1)) as u32).min(most - least)
}

fn told(held: &[Held], mines: usize, tried: usize) -> String {
    let mut text = String::from("## Advice held to account\n\n");
    let _ = writeln!(
        text,
        "On {mines} mines {tried} changes were tried and {} suggestions printed. Each was run again, with and without, under a seed \
         that it was not chosen by: *claimed* is the effect it is printed for with its interval at 99 %, *fresh* the new mean. It \
         must have the sign claimed and lie in the interval claimed.\n\n\
         | mine | suggestion | measure | claimed | fresh, 99 % | helps | holds |\n|---|---|---|---:|---:|---|---|",
        held.len()
    );
    for one in held {
        let Held { mine, title, claimed, fresh } = one;
        let Effect { title: measure, difference, low, high, .. } = claimed;
        let _ = writeln!(
            text,
            "| {mine} | {title} | {measure} | {difference:.4} ({low:.4} to {high:.4}) | {:.4} ± {:.4} | {} | {} |",
            fresh.mean,
            fresh.half_width,
            word(one.helps()),
            word(one.holds())
        );
    }
    text
}

fn word(right: bool) -> &'static str {
    if right { "yes" } else { "**no**" }
}

fn checks(held: &[Held]) -> Vec<Check> {
    let share = |right: &dyn Fn(&Held) -> bool| held.iter().filter(|held| right(held)).count();
    let check = |name: &str, right: usize| Check {
        part: PART,
        name: name.into(),
        source: "the program's own claim",
        expected: format!("at least {:.0} %", 100.0 * LEAST),
        got: format!("{right} of {}", held.len()),
        passes: !held.is_empty() && right as f64 >= LEAST * held.len() as f64,
    };
    vec![
        check("suggestions help under fresh seeds", share(&Held::helps)),
        check("fresh means lie in the interval claimed", share(&Held::holds)),
    ]
}
