//! `iceroad roads`: when each road opens, carries full loads and closes, and what it can carry.
use crate::args::RoadsArgs;
use crate::failure::Failure;
use crate::text;
use iceroad::{RoadsSpec, Session};
use iceroad_report::roads;

pub(crate) fn command(args: &RoadsArgs) -> Result<(), Failure> {
    let repeat = &args.repeat;
    let spec = RoadsSpec { seed: repeat.luck.seed, draws: repeat.replications, backtest: args.backtest };
    let answer = Session::open(&args.folder)?.roads(&spec)?;
    if args.json {
        return text::print_answer(&answer);
    }
    let mut page = roads::console(&answer);
    if args.backtest {
        page += &roads::backtest(&answer);
    }
    text::print(&page)
}
