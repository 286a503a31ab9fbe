//! `iceroad workbook`: a scenario in its other form.
use crate::args::WorkbookArgs;
use crate::failure::Failure;
use crate::text;

pub(crate) fn command(args: &WorkbookArgs) -> Result<(), Failure> {
    iceroad::rewrite(&args.scenario, &args.out, args.all, args.force)?;
    let out = args.out.display();
    text::print(&format!("{out} holds the scenario. Try:\n  iceroad check {out}\n  iceroad run {out}\n"))
}
