//! `iceroad compare`: two scenarios under common random numbers.
use crate::args::{CompareArgs, FidelityWord, RunArgs};
use crate::failure::Failure;
use crate::{check, run, text};
use std::path::Path;

pub(crate) fn command(args: &CompareArgs) -> Result<(), Failure> {
    let a = check::read(&args.a)?;
    let b = check::read(&args.b)?;
    if a.heading.currency != b.heading.currency {
        let (a, b) = (&a.heading.currency, &b.heading.currency);
        return Err(Failure::Input(format!(
            "the scenarios count in {a} and {b}; compare needs one currency"
        )));
    }
    let mut repeat = args.repeat.clone();
    repeat.seed = Some(repeat.seed.unwrap_or(a.heading.seed));
    repeat.replications = Some(repeat.replications.unwrap_or(a.heading.replications));
    let words = |folder: &Path| RunArgs {
        folder: folder.to_path_buf(),
        repeat: repeat.clone(),
        out: None,
        force: false,
        resume: false,
        json: args.json,
        per_replication: false,
        log: None,
        gantt: None,
        only: None,
        compat: None,
        policy: None,
        fidelity: FidelityWord::Cycles,
        pairs: 0,
        control_variate: None,
    };
    let ran_a = run::simulate(&a, &words(&args.a), None)?;
    let ran_b = run::simulate(&b, &words(&args.b), None)?;
    if !(ran_a.manifest.complete && ran_b.manifest.complete) {
        return Err(Failure::Stopped("a comparison needs all replications of both scenarios".into()));
    }
    let (results_a, results_b) = (ran_a.results(&a), ran_b.results(&b));
    if args.json {
        return text::print_json(&iceroad_report::compare::document(&results_a, &results_b));
    }
    text::print(&iceroad_report::compare::console(&results_a, &results_b))
}
