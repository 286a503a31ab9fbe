//! Lines of agreements that are late: called off earlier.
use super::Proposal;
use crate::advice::Change;
use crate::advice::stakes::Aim;
use crate::frame::Frame;
use crate::numbers::{percent, short_date};
use crate::promise::{LineForecast, RISKY, lines};
use iceroad_base::civil::{Date, date_of_epoch_day, epoch_day};
use iceroad_model::event::DelayCause;
use iceroad_words::say;

/// Days by which a line is called off earlier at the least (assumed: two weeks).
const LEAST_EARLIER: i64 = 14;

pub(super) fn proposals(frame: &Frame<'_>) -> Vec<Proposal> {
    lines(frame.scenario, frame.records).iter().flat_map(|line| earlier(frame, line)).collect()
}

/// Earlier by what it is late in one replication in ten, and on the first day of the horizon.
fn earlier(frame: &Frame<'_>, line: &LineForecast) -> Vec<Proposal> {
    let row = &frame.scenario.lines[line.line];
    let first = frame.scenario.horizon().start();
    let (Some(chance), Some(lateness), Some(cause), Some(order_on)) =
        (line.chance, line.lateness, &line.cause, row.order_on)
    else {
        return Vec::new();
    };
    let by_time = matches!(
        cause.cause,
        DelayCause::Lead | DelayCause::Season(_) | DelayCause::Transit | DelayCause::Licence(_)
    );
    if chance >= RISKY || !by_time || order_on <= first {
        return Vec::new();
    }
    let days = (lateness.p90.max(LEAST_EARLIER as f64) / 7.0).ceil() as i64 * 7;
    let moved = date_of_epoch_day(epoch_day(order_on) - days);
    let mut dates: Vec<Date> = vec![moved.max(first), first];
    dates.dedup();
    let stake = (1.0 - chance) * row.price.major();
    let one = |moved: Date| {
        let days = epoch_day(order_on) - epoch_day(moved);
        Proposal::new(
            Aim::Promise,
            stake,
            say!("try-call-off", line = line.name, days = days, date = short_date(moved)),
            say!("why-call-off", chance = percent(chance), why = cause.words),
            Change::of_cell("agreement_lines.csv", &row.name, "order_on", order_on, moved),
        )
    };
    dates.into_iter().map(one).collect()
}
