//! `iceroad compare`: two scenarios under common random numbers.
use crate::args::CompareArgs;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::text;
use iceroad::Session;

pub(crate) fn command(args: &CompareArgs) -> Result<(), Failure> {
    let (a, b) = (Session::open(&args.a)?, Session::open(&args.b)?);
    let both = iceroad::compare(&a, &b, &args.repeat.spec(), &Progress::new())?;
    let (a, b) = (both.a.results(), both.b.results());
    if args.json {
        return text::print_answer(&iceroad_report::compare::document(&a, &b, &both.inputs));
    }
    let told = || iceroad_report::compare::console(&a, &b, &both.inputs, args.all);
    text::print(&iceroad_report::speaking(args.lang.into(), told))
}
