//! `iceroad-validation [--small|--full] [--write PATH] [--only SUBSTRING]`: runs the cases, prints or writes the report,
//! and leaves with 1 if anything fails.

use iceroad_validation::harness::{Outcome, Size, run_all};
use iceroad_validation::{advice, cases, checks, report, roads};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: iceroad-validation [--small|--full] [--write PATH] [--only SUBSTRING]";

/// Where the examples lie.
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");

struct Args {
    size: Size,
    write: Option<PathBuf>,
    only: String,
}

fn main() -> ExitCode {
    let args = match parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(fault) => {
            eprintln!("{fault}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Args, String> {
    let mut args = Args { size: Size::Small, write: None, only: String::new() };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--small" => args.size = Size::Small,
            "--full" => args.size = Size::Full,
            "--write" => args.write = Some(words.next().ok_or("--write needs a path")?.into()),
            "--only" => args.only = words.next().ok_or("--only needs a part of a name")?,
            other => return Err(format!("unknown argument {other}")),
        }
    }
    Ok(args)
}

/// Whether everything passes.
fn run(args: &Args) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
    let wanted = |name: &str, part: &str| name.contains(&args.only) || part.contains(&args.only);
    let mut cases = cases()?;
    cases.retain(|case| wanted(&case.name, case.part));
    let mut checks = checks();
    checks.extend(roads::checks(Path::new(EXAMPLES))?);
    checks.retain(|check| wanted(&check.name, check.part));
    let outcomes = run_all(&cases, args.size);
    let examples = Path::new(EXAMPLES);
    let mut sections = Vec::new();
    if args.only.is_empty() {
        sections.push(roads::section(examples)?);
    }
    if wanted("advice", advice::PART) {
        let (told, held) = advice::section(examples, args.size)?;
        sections.push(told);
        checks.extend(held);
    }
    let text = report::write(args.size, &outcomes, &checks, &sections);
    match &args.write {
        Some(path) => std::fs::write(path, &text)
            .map_err(|fault| format!("cannot write {}: {fault}", path.display()))?,
        None => print!("{text}"),
    }
    let passes = outcomes.iter().all(Outcome::passes) && checks.iter().all(|check| check.passes);
    eprintln!(
        "{} of {} cases and {} of {} checks pass",
        outcomes.iter().filter(|outcome| outcome.passes()).count(),
        outcomes.len(),
        checks.iter().filter(|check| check.passes).count(),
        checks.len(),
    );
    Ok(passes)
}
