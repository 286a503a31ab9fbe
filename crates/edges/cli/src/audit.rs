//! `iceroad audit`: one replication, judged from its event log alone.
use crate::args::AuditArgs;
use crate::failure::Failure;
use crate::text;
use iceroad::{RunSpec, Session};

pub(crate) fn command(args: &AuditArgs) -> Result<(), Failure> {
    let spec = RunSpec { seed: args.seed, ..RunSpec::default() };
    let audit = Session::open(&args.folder)?.audit(&spec, args.only)?;
    if audit.violations.is_empty() {
        let (only, entries) = (audit.replication, audit.entries);
        return text::print(&format!("replication {only}: {entries} entries, every rule holds\n"));
    }
    for violation in &audit.violations {
        text::print(&format!("{violation}\n"))?;
    }
    Err(Failure::Ours(format!(
        "{} violations: please report them with the scenario and seed",
        audit.violations.len()
    )))
}
