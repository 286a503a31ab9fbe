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
    let Checked { scenario, trucks, assumed, faults } = checked;
    let Some(scenario) = scenario else { return Err(faults.into()) };
    failure::warn(&faults);
    if args.json {
        return Ok(());
    }
    let told = || iceroad_report::scenario::summary(&scenario, &trucks, &assumed);
    text::print(&iceroad_report::speaking(args.lang.into(), told))?;
    if args.defaults { text::print(&iceroad_report::catalogue::assumed(&assumed)) } else { Ok(()) }
}
