//! `iceroad check`: every fault of a scenario at once.
use crate::args::CheckArgs;
use crate::failure::{self, Failure};
use crate::text;
use iceroad::Checked;

pub(crate) fn command(args: &CheckArgs) -> Result<(), Failure> {
    let checked = iceroad::check(&args.folder);
    if args.json {
        text::print_answer(&checked)?;
    }
    let Checked { scenario, trucks, faults } = checked;
    let Some(scenario) = scenario else { return Err(faults.into()) };
    failure::warn(&faults);
    if args.json { Ok(()) } else { text::print(&iceroad_report::scenario::summary(&scenario, &trucks)) }
}
