//! What is asked about a fleet; a run does not list it.
use super::definitions::{LEAST_PLAN_SHARE, MATCH_FACTOR, RUNNING_COST, RUNNING_COST_PER_TONNE};
use super::{Book, Head, LESS, MORE};
use crate::frame::{Frame, Group, ratio, state_ms};
use crate::money::paid_minor;
use crate::plan::Plan;
use crate::production::{fuel_litres, tonnes};
use iceroad_model::Scenario;
use iceroad_model::event::{CostCause, MachineState};
use iceroad_model::record::RunRecord;

pub(super) fn fill(book: &mut Book<'_>) {
    let frame = book.frame;
    let head = |key: &str, title: &str, unit, definition, better| Head {
        key: key.into(),
        title: title.into(),
        unit,
        definition,
        better,
    };
    let plan = Plan::of(frame);
    book.add(
        head("plan.least_share", "plan, the material that lags most", "share", LEAST_PLAN_SHARE, MORE),
        move |record| plan.least_share(record),
    );
    let price = fuel_price(frame.scenario).unwrap_or(0.0);
    let running = move |record: &RunRecord| {
        paid_minor(record, CostCause::Operation) + fuel_litres(&record.machines) * price
    };
    book.add_money(head("running_cost.total", "operation and fuel", "", RUNNING_COST, LESS), running);
    let title = "operation and fuel per tonne moved";
    book.add_money(
        head("running_cost.per_tonne", title, "/t", RUNNING_COST_PER_TONNE, LESS),
        move |record| ratio(running(record), tonnes(record, None)),
    );
    if let (Some(trucks), Some(loaders)) = (frame.group("trucks"), frame.group("loaders")) {
        let title = "match of trucks and loaders";
        book.add(head("match_factor", title, "trucks for the loaders", MATCH_FACTOR, None), |record| {
            match_factor(frame, trucks, loaders, record)
        });
    }
}

/// Minor units per litre of the fuel that the mines burn: the cheapest offer of it; none where nobody offers it.
pub fn fuel_price(scenario: &Scenario) -> Option<f64> {
    let items: Vec<_> = scenario.mines.iter().filter_map(|mine| mine.fuel_item).collect();
    let offers = scenario.offers.iter().filter(|offer| items.contains(&offer.item));
    offers.map(|offer| offer.price.get() as f64).min_by(f64::total_cmp)
}

/// Trucks over truck cycle time, over the sum over loaders of one over their loading time. Machines count by the part of
/// the horizon that they are in the fleet for; a loader that loaded nothing does not count.
fn match_factor(frame: &Frame<'_>, trucks: &Group, loaders: &Group, record: &RunRecord) -> f64 {
    use MachineState::{Absent, Dumping, Loading, TravelEmpty, TravelLoaded};
    let end = frame.scenario.horizon().end().millis() as f64;
    let (mut n, mut cycle_ms, mut cycles) = (0.0, 0.0, 0.0);
    for row in trucks.rows(record) {
        n += 1.0 - state_ms(row, Absent) as f64 / end;
        let own = [TravelEmpty, Loading, TravelLoaded, Dumping];
        cycle_ms += own.iter().map(|&state| state_ms(row, state)).sum::<i64>() as f64;
        cycles += f64::from(row.cycles.iter().sum::<u32>());
    }
    let mut rate = 0.0;
    for row in loaders.rows(record) {
        let loads = f64::from(row.cycles.iter().sum::<u32>());
        let there = 1.0 - state_ms(row, Absent) as f64 / end;
        if loads > 0.0 {
            rate += there * loads / (state_ms(row, Loading) as f64).max(1.0);
        }
    }
    if cycles == 0.0 { f64::NAN } else { ratio(n * cycles / cycle_ms, rate) }
}
