//! `iceroad apply`: a suggestion of a run, written as a changed scenario.
use crate::args::ApplyArgs;
use crate::failure::Failure;
use crate::text;

pub(crate) fn command(args: &ApplyArgs) -> Result<(), Failure> {
    let applied = iceroad::apply(&args.run, args.which, args.scenario.as_deref(), &args.out)?;
    text::print(&iceroad_report::advice::applied(&applied, &args.out))
}
