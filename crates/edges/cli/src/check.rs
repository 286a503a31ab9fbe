//! `iceroad check`: every fault of a scenario at once.
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::text;
use iceroad::Checked;
use std::io::IsTerminal;

pub(crate) fn command(args: &CheckArgs) -> Result<(), Failure> {
    let checked = iceroad::check(&args.folder);
    if args.json {
        text::print_json(&checked)?;
    }
    let Checked { scenario, trucks, faults } = checked;
    let Some(scenario) = scenario else { return Err(faults.into()) };
    if !faults.is_empty() {
        eprintln!("{}", faults.render(std::io::stderr().is_terminal()));
    }
    if args.json { Ok(()) } else { text::print(&iceroad_report::scenario::summary(&scenario, &trucks)) }
}
