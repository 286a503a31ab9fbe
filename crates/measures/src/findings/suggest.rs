//! The changes worth trying next, by rule from evidence. None of them has been tried.
//!
//! | evidence | change |
//! |---|---|
//! | machines wait for parts and the shelf is bare before the yearly order comes | order earlier |
//! | machines wait for parts otherwise | more of the item that was waited for longest |
//! | machines wait for a bay | one bay more of the fullest group |
//! | machines wait for a technician | one more of the fullest group |
//! | machines wait for tow | one recovery vehicle more |
//! | trucks queue at loaders that are busy | one loader more at the face |
//! | trucks queue at loaders that are idle a quarter of the time | another dispatch policy |
//! | loaders wait for trucks more than they load | one truck more |
//! | trucks queue at dumps | one place more at the dump |
//! | no fuel | more fuel before the road closes |
//! | a line is late for lead time, season or transit | call it off earlier |
//! | a settlement runs short | more before the road closes |
use super::binds::{loaders, loading_share, trucks};
use crate::Results;
use crate::frame::{Frame, all_hours};
use crate::numbers::{self, fixed, percent, short_date};
use crate::promise::{MainCause, RISKY, lines};
use crate::settlements::short_days;
use crate::spread::Spread;
use crate::stock::Service;
use crate::workshop::HoursUsed;
use iceroad_base::civil::{date_of_epoch_day, epoch_day};
use iceroad_model::event::DelayCause;
use iceroad_model::event::MachineState;
use iceroad_model::goods::ItemKind;
use iceroad_model::mine::DispatchPolicy;
use iceroad_model::record::{RunRecord, StockRecord};
use iceroad_model::stores::ReviewPolicy;
use iceroad_model::{BayId, DumpId, GroupId, StockId};
use serde::Serialize;

/// A change worth trying.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Suggestion {
    /// What to change, in a few words.
    pub title: String,
    /// The evidence.
    pub why: String,
    /// Where in the scenario.
    pub change: String,
    /// The commands that try it.
    pub command: String,
}

/// A suggestion with what is at stake.
struct Candidate {
    stake: f64,
    slug: &'static str,
    title: String,
    why: String,
    change: String,
}

/// Up to three changes worth trying: the two with most machine-hours at stake and the one that most helps what was
/// promised, filled up from either list.
pub fn suggestions(results: &Results<'_>) -> Vec<Suggestion> {
    let frame = Frame::new(results.scenario, results.records);
    if frame.records.is_empty() {
        return Vec::new();
    }
    let mut work = production(&frame);
    let mut promised = promises(results);
    promised.extend(settlements(&frame));
    work.sort_by(|a, b| b.stake.total_cmp(&a.stake));
    promised.sort_by(|a, b| b.stake.total_cmp(&a.stake));
    let n_work = 3 - promised.len().min(1);
    let mut chosen: Vec<Candidate> = Vec::new();
    let mut rest = work.split_off(work.len().min(n_work));
    chosen.append(&mut work);
    rest.splice(0..0, promised);
    rest.truncate(3 - chosen.len());
    chosen.extend(rest);
    chosen.into_iter().map(|candidate| finish(candidate, results)).collect()
}

fn finish(candidate: Candidate, results: &Results<'_>) -> Suggestion {
    let Candidate { slug, title, why, change, .. } = candidate;
    let mut words = results.manifest.command.split_whitespace().skip_while(|word| *word != "run").skip(1);
    let folder = words.next().filter(|word| !word.starts_with("--")).unwrap_or("SCENARIO");
    let folder = folder.trim_end_matches('/');
    let command = format!(
        "cp -r {folder} {folder}-{slug}   # then make the change there\niceroad compare {folder} {folder}-{slug} --replications {} --seed {}",
        results.manifest.replications.max(2),
        results.manifest.seed
    );
    Suggestion { title, why, change, command }
}

fn mean(frame: &Frame<'_>, value: impl Fn(&RunRecord) -> f64) -> f64 {
    Spread::over(frame.records, |record| value(record)).map_or(0.0, |spread| spread.mean)
}

fn production(frame: &Frame<'_>) -> Vec<Candidate> {
    let mut all = Vec::new();
    all.extend(part(frame));
    all.extend(bay(frame));
    all.extend(technician(frame));
    all.extend(tow(frame));
    all.extend(loader_or_truck(frame));
    all.extend(dump(frame));
    all.extend(fuel(frame));
    // Less than half a machine-day in the year is noise.
    all.retain(|candidate| candidate.stake >= 12.0);
    all
}

/// The stock line of one of these kinds that was waited for longest, with the mean of its total waiting in days.
fn most_waited(frame: &Frame<'_>, takes: impl Fn(ItemKind) -> bool) -> Option<(StockId, f64)> {
    let scenario = frame.scenario;
    let lines = scenario.stock.entries().filter(|(_, line)| takes(scenario.items[line.item].kind));
    let wait = |id: StockId| mean(frame, |record| Service::of_lines(record, &[id]).wait_days);
    let waits = lines.map(|(id, _)| (id, wait(id))).filter(|(_, wait)| *wait > 0.0);
    waits.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// What to raise in a stock line.
fn raise(frame: &Frame<'_>, id: StockId) -> String {
    let line = &frame.scenario.stock[id];
    let (store, item) = (&frame.scenario.stores[line.store].name, &frame.scenario.items[line.item].name);
    let more = |n: i64| numbers::whole(n + (n / 2).max(1));
    let now = match line.policy {
        ReviewPolicy::None => "give it a policy (it is never replenished now)".to_string(),
        ReviewPolicy::ReorderUpTo { reorder, up_to, .. } => format!(
            "raise reorder from {} to {} and up_to from {} to {}",
            numbers::whole(reorder.get()),
            more(reorder.get()),
            numbers::whole(up_to.get()),
            more(up_to.get())
        ),
        ReviewPolicy::BeforeClosure { up_to, .. } => {
            format!("raise up_to from {} to {}", numbers::whole(up_to.get()), more(up_to.get()))
        }
    };
    format!("stock.csv, {item} in {store}: {now}")
}

/// Days by which a yearly order that comes too late is tried earlier (assumed: six weeks).
const EARLIER_DAYS: i64 = 42;
/// A shelf with less than this share of its greatest stock is bare (assumed).
const BARE: f64 = 0.05;

/// Whether a shelf was bare before its greatest delivery and not after: the order was large enough and came too late.
fn bare_before_delivery(row: &StockRecord) -> bool {
    let Some(most) = row.weekly.iter().max().copied().filter(|most| *most > 0) else { return false };
    let gains = row.weekly.windows(2).map(|pair| pair[1] - pair[0]);
    let Some((week, _)) = gains.enumerate().max_by_key(|(week, gain)| (*gain, std::cmp::Reverse(*week)))
    else {
        return false;
    };
    let bare = |weeks: &[i64]| weeks.iter().any(|on_hand| *on_hand as f64 <= BARE * most as f64);
    let (before, after) = row.weekly.split_at(week + 1);
    bare(before) && !bare(after)
}

/// The yearly order of a store earlier, where its shelves are bare before it comes in most replications.
fn order_earlier(frame: &Frame<'_>, id: StockId, stake: f64) -> Option<Candidate> {
    let line = &frame.scenario.stock[id];
    let ReviewPolicy::BeforeClosure { order_by, .. } = line.policy else { return None };
    let late = |record: &&RunRecord| record.stock.get(id).is_some_and(bare_before_delivery);
    if frame.records.iter().filter(late).count() * 2 < frame.records.len() {
        return None;
    }
    // Any year but a leap year will do to count days back in.
    let moved = date_of_epoch_day(epoch_day(order_by.in_year(2027)) - EARLIER_DAYS);
    let moved = format!("{:02}-{:02}", moved.month(), moved.day());
    let store = &frame.scenario.stores[line.store].name;
    let title = &frame.scenario.items[line.item].title;
    Some(Candidate {
        stake,
        slug: "order-earlier",
        title: format!("Order the year’s goods for {store} six weeks earlier"),
        why: format!(
            "Machines wait {} hours for parts, longest for “{title}”: its shelf is bare before the yearly order comes, not after.",
            fixed(stake, 0)
        ),
        change: format!("stock.csv, {store}: order_by from {order_by} to {moved} in every line that has it"),
    })
}

fn part(frame: &Frame<'_>) -> Option<Candidate> {
    let stake = mean(frame, |record| all_hours(record, MachineState::WaitPart));
    let takes = |kind| matches!(kind, ItemKind::Part | ItemKind::Tyre | ItemKind::Other);
    let (id, wait) = most_waited(frame, takes)?;
    if let Some(earlier) = order_earlier(frame, id, stake) {
        return Some(earlier);
    }
    let title = &frame.scenario.items[frame.scenario.stock[id].item].title;
    let store = &frame.scenario.stores[frame.scenario.stock[id].store].name;
    Some(Candidate {
        stake,
        slug: "parts",
        title: format!("Keep more of “{title}” in {store}"),
        why: format!(
            "Machines wait {} hours for parts; demands for this item wait {} in all, more than for any other.",
            fixed(stake, 0),
            numbers::days(wait)
        ),
        change: raise(frame, id),
    })
}

fn bay(frame: &Frame<'_>) -> Option<Candidate> {
    let stake = mean(frame, |record| all_hours(record, MachineState::WaitBay));
    let used = |id: BayId| mean(frame, |record| HoursUsed::of_bays(record, id).share());
    let (id, used) = frame
        .scenario
        .bays
        .ids()
        .map(|id| (id, used(id)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let bay = &frame.scenario.bays[id];
    Some(Candidate {
        stake,
        slug: "bay",
        title: format!("Add a bay to {}", bay.name),
        why: format!(
            "Machines wait {} hours for a bay; {} is taken {} of the time it is open.",
            fixed(stake, 0),
            bay.name,
            percent(used)
        ),
        change: format!(
            "bays.csv, {}: count from {} to {}",
            bay.name,
            bay.count,
            bay.count.saturating_add(1)
        ),
    })
}

fn technician(frame: &Frame<'_>) -> Option<Candidate> {
    let stake = mean(frame, |record| all_hours(record, MachineState::WaitTechnician));
    let used = |id: GroupId| mean(frame, |record| HoursUsed::of_technicians(record, id).share());
    let groups = frame.scenario.technicians.ids().map(|id| (id, used(id)));
    let (id, used) = groups.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let group = &frame.scenario.technicians[id];
    let trade = frame.scenario.trades.get(group.trade).map_or("", String::as_str);
    Some(Candidate {
        stake,
        slug: "people",
        title: format!("Add a {trade} to {}", group.name),
        why: format!(
            "Machines wait {} hours for a technician (off-shift hours included); {} are at work {} of their shifts.",
            fixed(stake, 0),
            group.name,
            percent(used)
        ),
        change: format!(
            "technicians.csv, {}: count from {} to {}",
            group.name,
            group.count,
            group.count.saturating_add(1)
        ),
    })
}

fn tow(frame: &Frame<'_>) -> Option<Candidate> {
    let stake = mean(frame, |record| all_hours(record, MachineState::WaitTow));
    let workshop = frame.scenario.workshops.iter().min_by_key(|workshop| workshop.tow_vehicles)?;
    Some(Candidate {
        stake,
        slug: "tow",
        title: format!("One more recovery vehicle at {}", workshop.name),
        why: format!("Failed machines wait {} hours for tow or a field crew.", fixed(stake, 0)),
        change: format!(
            "workshops.csv, {}: tow_vehicles from {} to {}",
            workshop.name,
            workshop.tow_vehicles,
            workshop.tow_vehicles.saturating_add(1)
        ),
    })
}

fn loader_or_truck(frame: &Frame<'_>) -> Option<Candidate> {
    let (trucks, loaders) = (trucks(frame)?, loaders(frame)?);
    let queue = mean(frame, |record| trucks.state_hours(record, MachineState::QueueLoad));
    let loading = mean(frame, |record| loaders.state_hours(record, MachineState::Loading));
    let idle = mean(frame, |record| loaders.state_hours(record, MachineState::WaitTruck));
    let share = Spread::over(frame.records, |record| loading_share(loaders, record));
    let share = share.map_or(f64::NAN, |share| share.mean);
    let busy = percent(share);
    if idle > loading {
        return Some(Candidate {
            stake: idle / 2.0,
            slug: "truck",
            title: "Add a truck".into(),
            why: format!(
                "Loaders wait {} hours for trucks and load {busy} of their time at the face.",
                fixed(idle, 0)
            ),
            change: "machines.csv: one more row of the model that fits the bays and parts".into(),
        });
    }
    let why = format!(
        "Trucks stand {} hours in line at loaders, which load {busy} of their time.",
        fixed(queue, 0)
    );
    if share < 0.75 {
        // Trucks wait while loaders are idle: they bunch, and sending them otherwise is cheaper than a loader.
        let mine = frame.scenario.mines.iter().next()?;
        let (now, other) = match mine.dispatch {
            DispatchPolicy::Fixed => ("fixed", "shortest_queue"),
            DispatchPolicy::Random => ("random", "earliest_loading"),
            DispatchPolicy::Nearest => ("nearest", "shortest_queue"),
            DispatchPolicy::ShortestQueue => ("shortest_queue", "earliest_loading"),
            DispatchPolicy::EarliestLoading => ("earliest_loading", "two_stage"),
            DispatchPolicy::LeastSaturated => ("least_saturated", "earliest_loading"),
            DispatchPolicy::MinTruckWait => ("min_truck_wait", "earliest_loading"),
            DispatchPolicy::MinLoaderIdle => ("min_loader_idle", "two_stage"),
            DispatchPolicy::TwoStage => ("two_stage", "earliest_loading"),
        };
        let title = format!("Send trucks by {other} instead of {now}");
        let change = format!("mines.csv, {}: dispatch from {now} to {other}", mine.name);
        return Some(Candidate { stake: queue, slug: "dispatch", title, why, change });
    }
    Some(Candidate {
        stake: queue,
        slug: "loader",
        title: "Add a loader".into(),
        why,
        change: "machines.csv: one more loader at the busiest face".into(),
    })
}

fn dump(frame: &Frame<'_>) -> Option<Candidate> {
    let trucks = trucks(frame)?;
    let stake = mean(frame, |record| trucks.state_hours(record, MachineState::QueueDump));
    let loads = |dump: DumpId| {
        mean(frame, |record| {
            record.tonnes.iter().filter(|cell| cell.dump == dump).map(|cell| f64::from(cell.loads)).sum()
        })
    };
    let dumps =
        frame.scenario.dumps.entries().map(|(id, dump)| (dump, loads(id) / f64::from(dump.places.max(1))));
    let (dump, _) = dumps.max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Candidate {
        stake,
        slug: "dump",
        title: format!("One more place at {}", dump.name),
        why: format!(
            "Trucks stand {} hours in line at dumps; this one takes most loads per place.",
            fixed(stake, 0)
        ),
        change: format!(
            "dumps.csv, {}: places from {} to {}",
            dump.name,
            dump.places,
            dump.places.saturating_add(1)
        ),
    })
}

fn fuel(frame: &Frame<'_>) -> Option<Candidate> {
    let stake = mean(frame, |record| all_hours(record, MachineState::NoFuel));
    let (id, _) = most_waited(frame, |kind| kind == ItemKind::Fuel)?;
    Some(Candidate {
        stake,
        slug: "fuel",
        title: format!("Store more fuel in {}", frame.scenario.stores[frame.scenario.stock[id].store].name),
        why: format!("Machines stand {} hours without fuel.", fixed(stake, 0)),
        change: raise(frame, id),
    })
}

fn promises(results: &Results<'_>) -> Vec<Candidate> {
    let scenario = results.scenario;
    let mut all = Vec::new();
    for line in lines(scenario, results.records) {
        let (Some(chance), Some(lateness), Some(MainCause { cause, words, .. })) =
            (line.chance, line.lateness, line.cause)
        else {
            continue;
        };
        let row = &scenario.lines[line.line];
        let Some(order_on) = row.order_on.filter(|_| chance < RISKY) else { continue };
        if !matches!(
            cause,
            DelayCause::Lead | DelayCause::Season(_) | DelayCause::Transit | DelayCause::Licence(_)
        ) {
            continue;
        }
        let earlier = (lateness.p90.max(14.0) / 7.0).ceil() as i64 * 7;
        let moved = date_of_epoch_day(epoch_day(order_on) - earlier);
        if moved < scenario.horizon().start() {
            continue;
        }
        all.push(Candidate {
            stake: (1.0 - chance) * row.price.major(),
            slug: "earlier",
            title: format!("Call off {} {earlier} days earlier", line.name),
            why: format!(
                "It is on time with a chance of {}; its time goes mostly to {}.",
                percent(chance),
                words
            ),
            change: format!(
                "agreement_lines.csv, {}: order_on from {order_on} to {moved} ({})",
                row.name,
                short_date(moved)
            ),
        });
    }
    all
}

fn settlements(frame: &Frame<'_>) -> Option<Candidate> {
    let scenario = frame.scenario;
    let mut worst: Option<(f64, StockId)> = None;
    for (id, line) in scenario.stock.entries() {
        let Some((settlement, _)) = scenario.settlements.entries().find(|(_, row)| row.store == line.store)
        else {
            continue;
        };
        let short = mean(frame, |record| short_days(record, settlement, line.item));
        if short > 0.5 && worst.is_none_or(|(most, _)| short > most) {
            worst = Some((short, id));
        }
    }
    let (short, id) = worst?;
    let line = &scenario.stock[id];
    Some(Candidate {
        // People come before money.
        stake: f64::MAX,
        slug: "reserve",
        title: format!(
            "Store more “{}” in {}",
            scenario.items[line.item].title, scenario.stores[line.store].name
        ),
        why: format!(
            "People there have too little of it on {} of the horizon on average.",
            numbers::days(short)
        ),
        change: raise(frame, id),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(weekly: &[i64]) -> StockRecord {
        StockRecord { weekly: weekly.to_vec(), ..StockRecord::default() }
    }

    #[test]
    fn a_shelf_that_is_bare_only_before_its_delivery_was_ordered_for_too_late() {
        assert!(bare_before_delivery(&shelf(&[40, 20, 0, 0, 60, 40, 20])));
        // Bare after it as well: too little, not too late.
        assert!(!bare_before_delivery(&shelf(&[40, 20, 0, 60, 20, 0])));
        // Never bare.
        assert!(!bare_before_delivery(&shelf(&[40, 30, 20, 60, 40])));
        // Never delivered to, or never held anything.
        assert!(!bare_before_delivery(&shelf(&[0, 0, 0])));
        assert!(!bare_before_delivery(&shelf(&[])));
    }
}
