//! `iceroad run --compat`: one shift of haulage by another program's rules, without randomness.
use crate::args::{Peer, RunArgs};
use crate::failure::Failure;
use crate::text;
use iceroad::model::Scenario;
use iceroad::{Existing, RunFolder};
use iceroad_peers::minehaulsim::{self, Mode};
use iceroad_peers::openmines;
use iceroad_peers::outcome::{Count, Outcome, Step};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io;
use strum::VariantArray;

pub(crate) fn command(args: &RunArgs, peer: Peer) -> Result<(), Failure> {
    let scenario = iceroad::read(&args.folder)?;
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    let folder = args.out.as_ref().map(|out| RunFolder::claim(out, existing)).transpose()?;
    let outcomes = run(&scenario, args, peer)?;
    if let Some(folder) = &folder {
        let document = text_of(&document(&outcomes, peer))?;
        let mut files = vec![(RunFolder::MARK.to_owned(), document.into_bytes())];
        for outcome in &outcomes {
            files.push((trace_file(outcome), trace(outcome).map_err(Failure::ours)?));
        }
        folder.write(&files)?;
    }
    if args.json {
        return text::print_json(&document(&outcomes, peer));
    }
    text::print(&console(&scenario, &outcomes, peer))
}

fn run(scenario: &Scenario, args: &RunArgs, peer: Peer) -> Result<Vec<Outcome>, Failure> {
    let unfit = |unfit| {
        Failure::Input(format!("{} cannot be run as {}: {unfit}", args.folder.display(), peer.name()))
    };
    let wanted = args.policy.as_deref();
    let keep_trace = args.out.is_some();
    let outcomes: Vec<Outcome> = match peer {
        Peer::Openmines => {
            let world = openmines::World::new(scenario).map_err(unfit)?;
            let policies = chosen::<openmines::Policy>(wanted)?;
            policies.into_iter().map(|policy| world.run(policy, keep_trace)).collect()
        }
        Peer::Minehaulsim => {
            let world = minehaulsim::World::new(scenario).map_err(unfit)?;
            let policies = chosen::<minehaulsim::Policy>(wanted)?;
            let modes = [Mode::FreeFlow, Mode::Traffic];
            let both = policies.into_iter().flat_map(|policy| modes.map(|mode| (policy, mode)));
            both.map(|(policy, mode)| world.run(policy, mode, keep_trace)).collect()
        }
    };
    Ok(outcomes)
}

/// The policies asked for by word: one, or all.
fn chosen<P: Copy + VariantArray + Into<&'static str>>(wanted: Option<&str>) -> Result<Vec<P>, Failure> {
    let Some(wanted) = wanted else { return Ok(P::VARIANTS.to_vec()) };
    let words: Vec<&str> = P::VARIANTS.iter().map(|&policy| policy.into()).collect();
    match words.iter().position(|word| *word == wanted) {
        Some(at) => Ok(vec![P::VARIANTS[at]]),
        None => Err(Failure::Input(format!("no policy `{wanted}`; there are {}", words.join(", ")))),
    }
}

fn document(outcomes: &[Outcome], peer: Peer) -> Value {
    let counts = |counts: &[Count]| -> Value {
        let one = |count: &Count| json!({ "name": count.name, "trips": count.trips, "tonnes": count.mass.tonnes() });
        counts.iter().map(one).collect()
    };
    let one = |outcome: &Outcome| {
        json!({
            "policy": outcome.policy,
            "shift": { "length": outcome.length, "unit": outcome.unit },
            "tonnes": outcome.mass().tonnes(),
            "trips": outcome.trips(),
            "dumps": counts(&outcome.dumps),
            "loaders": counts(&outcome.loaders),
            "events": outcome.events,
        })
    };
    let version = env!("CARGO_PKG_VERSION");
    json!({ "version": version, "compat": peer.name(), "runs": outcomes.iter().map(one).collect::<Vec<_>>() })
}

fn text_of(document: &Value) -> Result<String, Failure> {
    serde_json::to_string_pretty(document).map(|text| text + "\n").map_err(Failure::ours)
}

fn trace_file(outcome: &Outcome) -> String {
    format!("trace-{}.csv", outcome.policy)
}

/// What happened, in the order in which it began.
fn trace(outcome: &Outcome) -> io::Result<Vec<u8>> {
    let unit = outcome.unit;
    let mut table = csv::Writer::from_writer(Vec::new());
    let times = [format!("start_{unit}"), format!("end_{unit}")];
    table.write_record(["truck", "event", &times[0], &times[1], "place", "to", "mass_t"])?;
    for Step { truck, event, start, end, place, to, mass } in &outcome.trace {
        let end = end.map_or_else(String::new, |end| end.to_string());
        let (start, mass) = (start.to_string(), mass.tonnes().to_string());
        table.write_record([truck.as_str(), event, &start, &end, place, to, &mass])?;
    }
    table.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn console(scenario: &Scenario, outcomes: &[Outcome], peer: Peer) -> String {
    let mut text = format!(
        "{}\nOne shift by the rules of {}, without randomness: haulage alone.\n",
        scenario.heading.title,
        peer.name()
    );
    for outcome in outcomes {
        let _ = write!(
            text,
            "\n{}: {} t in {} trips, {} {}\n",
            outcome.policy,
            outcome.mass().tonnes(),
            outcome.trips(),
            outcome.length,
            outcome.unit
        );
        for (what, counts) in [("dump", &outcome.dumps), ("loader", &outcome.loaders)] {
            for count in counts {
                let _ = writeln!(
                    text,
                    "  {what} {}: {} trips, {} t",
                    count.name,
                    count.trips,
                    count.mass.tonnes()
                );
            }
        }
    }
    text
}
