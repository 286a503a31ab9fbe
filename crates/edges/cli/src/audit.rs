//! `iceroad audit`: one replication, judged from its event log alone.
use crate::args::AuditArgs;
use crate::check;
use crate::failure::Failure;
use crate::text;
use iceroad_engine::Prepared;
use std::sync::Arc;

pub(crate) fn command(args: &AuditArgs) -> Result<(), Failure> {
    let scenario = check::read(&args.folder)?;
    let seed = args.seed.unwrap_or(scenario.heading.seed);
    let prepared = Prepared::new(Arc::clone(&scenario)).map_err(Failure::ours)?;
    let run = prepared.replicate(seed, args.only, true).map_err(Failure::ours)?;
    let log = run.log.unwrap_or_default();
    let violations = iceroad_audit::check(&scenario, &log, Some(&run.record));
    if violations.is_empty() {
        let only = args.only;
        return text::print(&format!("replication {only}: {} entries, every rule holds\n", log.len()));
    }
    for violation in &violations {
        text::print(&format!("{violation}\n"))?;
    }
    Err(Failure::Ours(format!(
        "{} violations: please report them with the scenario and seed",
        violations.len()
    )))
}
