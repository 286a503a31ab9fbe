//! `iceroad compare`: two scenarios under common random numbers.
use crate::args::CompareArgs;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::text;
use iceroad::{Comparison, Session};

pub(crate) fn command(args: &CompareArgs) -> Result<(), Failure> {
    let (a, b) = (Session::open(&args.a)?, Session::open(&args.b)?);
    let Comparison { a, b } = iceroad::compare(&a, &b, &args.repeat.spec(), &Progress::new())?;
    if args.json {
        return text::print_answer(&iceroad_report::compare::document(&a.results(), &b.results()));
    }
    text::print(&iceroad_report::compare::console(&a.results(), &b.results()))
}
