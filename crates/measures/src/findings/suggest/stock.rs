//! Shelves that are bare: more on them at the start, higher levels, the yearly order earlier.
//!
//! How much more follows from the evidence: what would have been asked for in the weeks in which the shelf was bare, each
//! replication by its own weeks, and the one in ten that lacked most. Ordering the
//! same earlier is proposed only where the shelf is bare before its greatest delivery and not after, and the order did not lie
//! waiting for the road: goods that wait for the opening do not come earlier by being ordered earlier.
use super::{Proposal, greatest, mean};
use crate::advice::stakes::Aim;
use crate::advice::{CellChange, Change, RowKey};
use crate::frame::{Frame, all_hours};
use crate::numbers::{self, days, fixed, short_date};
use crate::settlements::{short_days, wants};
use crate::spread::Spread;
use crate::stock::Service;
use iceroad_base::civil::{Date, date_of_epoch_day, epoch_day};
use iceroad_base::quantity::Quantity;
use iceroad_model::StockId;
use iceroad_model::event::MachineState;
use iceroad_model::goods::ItemKind;
use iceroad_model::record::{RunRecord, StockRecord};
use iceroad_model::stores::{ReviewPolicy, StockLine};
use iceroad_words::say;
use std::ops::Range;

/// So many lines are looked at.
const LINES: usize = 3;
/// Days by which a yearly order that comes too late is tried earlier (assumed: six weeks).
const EARLIER_DAYS: i64 = 42;
/// A shelf with less than this share of its greatest stock is bare (assumed).
const BARE: f64 = 0.05;
/// Goods that come within so many weeks of an opening have waited for it (assumed).
const WAITED_WEEKS: i64 = 4;

/// Parts and fuel that machines wait for.
pub(super) fn for_machines(frame: &Frame<'_>) -> Vec<Proposal> {
    let parts = |kind| matches!(kind, ItemKind::Part | ItemKind::Tyre | ItemKind::Other);
    let mut all = waited_for(frame, MachineState::WaitPart, "why-parts", parts);
    let fuel = |kind| kind == ItemKind::Fuel;
    all.extend(waited_for(frame, MachineState::NoFuel, "why-fuel", fuel));
    all
}

fn waited_for(
    frame: &Frame<'_>,
    state: MachineState,
    key: &str,
    takes: impl Fn(ItemKind) -> bool,
) -> Vec<Proposal> {
    let scenario = frame.scenario;
    let stake = mean(frame, |record| all_hours(record, state));
    let lines = scenario.stock.entries().filter(|(_, line)| takes(scenario.items[line.item].kind));
    let wait = |id: StockId| mean(frame, |record| Service::of_lines(record, &[id]).wait_days);
    let most = greatest(lines.map(|(id, _)| (id, wait(id))), LINES);
    let total: f64 = most.iter().map(|(_, wait)| wait).sum();
    let mut all: Vec<Proposal> = Vec::new();
    for (id, wait) in most {
        let shelf = Shelf::of(frame, id);
        let why =
            say!(key, hours = fixed(stake, 0), item = shelf.title(), days = days(wait), when = shelf.when());
        all.extend(shelf.proposals(Aim::Tonnes, stake * wait / total, &why));
    }
    // One yearly order is for all goods of its store.
    let mut seen: Vec<Change> = Vec::new();
    all.retain(|proposal| {
        let is_new = !seen.contains(&proposal.change);
        seen.push(proposal.change.clone());
        is_new
    });
    all
}

/// Goods that people lack.
pub(super) fn for_people(frame: &Frame<'_>) -> Vec<Proposal> {
    let scenario = frame.scenario;
    let short = wants(scenario).filter_map(|(settlement, item)| {
        let row = &scenario.settlements[settlement];
        let (line, _) =
            scenario.stock.entries().find(|(_, line)| line.store == row.store && line.item == item)?;
        let days = mean(frame, |record| short_days(record, settlement, item));
        Some(((line, row.people), days * f64::from(row.people)))
    });
    let mut all = Vec::new();
    for ((id, people), person_days) in greatest(short, LINES) {
        let shelf = Shelf::of(frame, id);
        let why = say!(
            "why-lack",
            n = people,
            people = numbers::whole(people.into()),
            item = shelf.title(),
            days = days(person_days / f64::from(people.max(1))),
            when = shelf.when()
        );
        all.extend(shelf.proposals(Aim::People, person_days, &why));
    }
    all
}

/// A stock line and how its shelf was over the replications.
pub(super) struct Shelf<'f> {
    frame: &'f Frame<'f>,
    id: StockId,
    line: &'f StockLine,
    /// The weeks in which it is bare in half of the replications, the longest run of them; may be empty.
    bare: Range<usize>,
}

impl<'f> Shelf<'f> {
    pub(super) fn of(frame: &'f Frame<'f>, id: StockId) -> Self {
        Self { frame, id, line: &frame.scenario.stock[id], bare: bare_weeks(frame.records, id) }
    }

    pub(super) fn title(&self) -> &str {
        &self.frame.scenario.items[self.line.item].title
    }

    pub(super) fn store(&self) -> &str {
        &self.frame.scenario.stores[self.line.store].title
    }

    fn key(&self, line: &StockLine) -> RowKey {
        let scenario = self.frame.scenario;
        let (store, item) = (&scenario.stores[line.store].name, &scenario.items[line.item].name);
        vec![("store".to_owned(), store.clone()), ("item".to_owned(), item.clone())]
    }

    /// When in the year it is bare: `; the shelf in mine_store is bare from 12 Mar to 4 Jun`.
    fn when(&self) -> String {
        if self.bare.is_empty() {
            let weeks = self.over_rows(|row| longest_bare(row).len() as f64);
            let Some(weeks) = weeks.filter(|weeks| weeks.p90 >= 1.0) else { return String::new() };
            let long = days(7.0 * weeks.p90);
            return say!("why-bare-days", called = self.frame.called(), store = self.store(), days = long);
        }
        let day = |week: usize| numbers::date_at(&self.frame.clock, (7 * week) as f64);
        let (from, to) = (short_date(day(self.bare.start + 1)), short_date(day(self.bare.end + 1)));
        say!("why-bare", called = self.frame.called(), store = self.store(), from = from, to = to)
    }

    /// Units that would have been asked for while it was bare, one replication in ten more; at least one.
    fn lacking(&self) -> i64 {
        self.over_rows(lacked).map_or(1, |spread| two_digits(spread.p90))
    }

    fn over_rows(&self, value: impl Fn(&StockRecord) -> f64) -> Option<Spread> {
        let of = |record: &RunRecord| record.stock.get(self.id).as_ref().map_or(f64::NAN, &value);
        Spread::over(self.frame.records, of)
    }

    fn proposals(&self, aim: Aim, stake: f64, why: &str) -> Vec<Proposal> {
        let mut all = Vec::new();
        let more = self.lacking();
        let proposal = |share: f64, title: String, cells: Vec<CellChange>| {
            Proposal::new(aim, stake * share, title, why.to_owned(), Change { cells, rows: Vec::new() })
        };
        let goods = say!("try-goods-in", item = self.title(), store = self.store());
        // What is on the shelf at the start helps until the first delivery, and further where it lasts.
        let (now, then) = (self.line.on_hand.get(), self.line.on_hand.get().saturating_add(more));
        let title = say!("try-have", n = numbers::whole(more), goods = goods);
        let on_hand = CellChange::new("stock.csv", &self.key(self.line), "on_hand", now, then);
        all.push(proposal(1.0, title, vec![on_hand]));
        let levels = self.levels(more);
        if !levels.is_empty() {
            all.push(proposal(0.9, say!("try-keep", n = numbers::whole(more), goods = goods), levels));
        }
        if let Some((title, cells)) = self.earlier() {
            all.push(proposal(1.1, title, cells));
        }
        all
    }

    /// The levels of its policy, raised.
    pub(super) fn levels(&self, more: i64) -> Vec<CellChange> {
        let key = self.key(self.line);
        let raise = |column: &str, now: Quantity| {
            CellChange::new("stock.csv", &key, column, now.get(), now.get().saturating_add(more))
        };
        match self.line.policy {
            ReviewPolicy::None => Vec::new(),
            ReviewPolicy::ReorderUpTo { reorder, up_to, .. } => {
                vec![raise("reorder", reorder), raise("up_to", up_to)]
            }
            ReviewPolicy::BeforeClosure { up_to, .. } => vec![raise("up_to", up_to)],
        }
    }

    /// The yearly order of its store earlier, where its shelf is bare before it comes in most replications and the goods did
    /// not wait for the road.
    fn earlier(&self) -> Option<(String, Vec<CellChange>)> {
        let ReviewPolicy::BeforeClosure { order_by, .. } = self.line.policy else { return None };
        let records = self.frame.records;
        let late = |record: &&RunRecord| record.stock.get(self.id).as_ref().is_some_and(bare_before_delivery);
        let waited = |record: &&RunRecord| self.waited_for_road(record, order_by.in_year(2027));
        if records.iter().filter(late).count() * 2 < records.len()
            || records.iter().filter(waited).count() * 2 > records.len()
        {
            return None;
        }
        // Any year but a leap year will do to count days back in.
        let moved = date_of_epoch_day(epoch_day(order_by.in_year(2027)) - EARLIER_DAYS);
        let moved = format!("{:02}-{:02}", moved.month(), moved.day());
        let of_store = |line: &&StockLine| {
            line.store == self.line.store
                && matches!(line.policy, ReviewPolicy::BeforeClosure { order_by: other, .. } if other == order_by)
        };
        let lines = self.frame.scenario.stock.iter().filter(of_store);
        let cells =
            lines.map(|line| CellChange::new("stock.csv", &self.key(line), "order_by", order_by, &moved));
        Some((say!("try-earlier", store = self.store()), cells.collect()))
    }

    /// Whether its greatest delivery came soon after a road opened, and was ordered before that.
    fn waited_for_road(&self, record: &RunRecord, order_by: Date) -> bool {
        let Some(week) = record.stock.get(self.id).as_ref().and_then(greatest_delivery) else { return false };
        let came = 7 * (week as i64 + 1);
        let start = self.frame.scenario.horizon().start();
        let ordered = (epoch_day(order_by) - epoch_day(start)).rem_euclid(365);
        record.windows.iter().any(|window| {
            let opened = i64::from(window.opened);
            (opened..opened + 7 * WAITED_WEEKS).contains(&came) && ordered < opened
        })
    }
}

/// Units that would have been asked for in the longest run of weeks in which a shelf was bare; a week at the least.
///
/// The pace is that of the other weeks, as whoever waits for a part asks for no other; at the most twice the mean pace.
fn lacked(row: &StockRecord) -> f64 {
    let (weeks, bare) = (row.weekly.len().max(1) as f64, longest_bare(row).len() as f64);
    let asked = row.asked.iter().sum::<i64>() as f64;
    asked / (weeks - bare).max(weeks / 2.0) * bare.max(1.0)
}

/// Rounded up to two digits; at least one.
pub(super) fn two_digits(value: f64) -> i64 {
    let mut step = 1.0;
    while value / step >= 100.0 {
        step *= 10.0;
    }
    ((value / step).ceil() * step).max(1.0) as i64
}

/// The longest run of weeks at whose end the shelf is bare in half of the replications.
fn bare_weeks(records: &[RunRecord], id: StockId) -> Range<usize> {
    let rows: Vec<StockRecord> = records.iter().filter_map(|record| record.stock.get(id)).collect();
    let most = rows.iter().flat_map(|row| &row.weekly).max().copied().unwrap_or(0);
    let weeks = rows.iter().map(|row| row.weekly.len()).max().unwrap_or(0);
    let is_bare = |week: usize| {
        let bare = rows.iter().filter(|row| row.weekly.get(week).is_some_and(|units| is_bare(*units, most)));
        bare.count() * 2 >= rows.len()
    };
    longest_run((0..weeks).map(is_bare))
}

/// The longest run of weeks at whose end the shelf is bare in one replication.
fn longest_bare(row: &StockRecord) -> Range<usize> {
    let most = row.weekly.iter().max().copied().unwrap_or(0);
    longest_run(row.weekly.iter().map(|units| is_bare(*units, most)))
}

fn longest_run(is_in: impl Iterator<Item = bool>) -> Range<usize> {
    let (mut longest, mut begun) = (0..0, 0);
    for (week, is_in) in is_in.enumerate() {
        if !is_in {
            begun = week + 1;
        } else if week + 1 - begun > longest.len() {
            longest = begun..week + 1;
        }
    }
    longest
}

fn is_bare(on_hand: i64, most: i64) -> bool {
    on_hand as f64 <= BARE * most as f64
}

/// The week whose end first shows the greatest delivery.
fn greatest_delivery(row: &StockRecord) -> Option<usize> {
    let gains = row.weekly.windows(2).map(|pair| pair[1] - pair[0]).enumerate();
    let (week, gain) = gains.max_by_key(|(week, gain)| (*gain, std::cmp::Reverse(*week)))?;
    (gain > 0).then_some(week)
}

/// Whether a shelf was bare before its greatest delivery and not after: the order was large enough and came too late.
fn bare_before_delivery(row: &StockRecord) -> bool {
    let (Some(most), Some(week)) = (row.weekly.iter().max().copied(), greatest_delivery(row)) else {
        return false;
    };
    let bare = |weeks: &[i64]| weeks.iter().any(|on_hand| is_bare(*on_hand, most));
    let (before, after) = row.weekly.split_at(week + 1);
    bare(before) && !bare(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(weekly: &[i64]) -> StockRecord {
        StockRecord { weekly: weekly.to_vec(), ..StockRecord::default() }
    }

    fn records(weekly: &[&[i64]]) -> Vec<RunRecord> {
        let record = |weeks: &&[i64]| RunRecord {
            stock: [shelf(weeks)].into_iter().collect(),
            ..RunRecord::default()
        };
        weekly.iter().map(record).collect()
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

    #[test]
    fn the_weeks_named_are_bare_in_half_of_the_years() {
        let id = StockId(0);
        assert_eq!(bare_weeks(&records(&[&[9, 0, 0, 0, 9, 0], &[9, 9, 0, 0, 9, 0]]), id), 1..4);
        assert_eq!(bare_weeks(&records(&[&[9, 0, 9], &[9, 9, 9], &[9, 9, 9]]), id), 0..0);
    }

    #[test]
    fn what_is_lacking_is_what_is_asked_for_in_the_weeks_without() {
        // Four weeks of ten without; 36 units in the other six are six a week.
        let row = |asked: i64, weekly: &[i64]| StockRecord { asked: vec![asked - 6, 6], ..shelf(weekly) };
        assert_eq!(lacked(&row(36, &[30, 20, 10, 0, 0, 0, 0, 30, 20, 10])), 24.0);
        // Never bare: a week's worth. Always bare: at twice the mean pace.
        assert_eq!(lacked(&row(40, &[9; 10])), 4.0);
        assert_eq!(lacked(&row(40, &[0; 10])), 80.0);
        assert_eq!([two_digits(0.2), two_digits(57.2), two_digits(1_234.0)], [1, 58, 1_300]);
    }

    /// Three weeks without in two years of ten, at other times of the year: most years show no bare week.
    #[test]
    fn a_shelf_that_is_bare_in_some_years_only_lacks_what_these_lack() {
        let mut tables = iceroad_worlds::example::small();
        tables.heading.days = 70;
        let scenario = iceroad_model::Scenario::new(tables).expect("a shorter horizon is legal");
        let row = |weekly: [i64; 10]| {
            let stock: StockRecord = StockRecord { asked: vec![70], ..shelf(&weekly) };
            RunRecord { stock: [stock].into_iter().collect(), ..RunRecord::default() }
        };
        let mut records = vec![row([9; 10]); 8];
        records.push(row([9, 0, 0, 0, 9, 9, 9, 9, 9, 9]));
        records.push(row([9, 9, 9, 9, 9, 9, 0, 0, 0, 9]));
        let frame = Frame::new(&scenario, &records);
        let shelf = Shelf::of(&frame, StockId(0));
        assert!(shelf.bare.is_empty());
        // Ten a week for three weeks.
        assert_eq!(shelf.lacking(), 30);
        assert!(
            shelf.when().ends_with("is bare for 21 days or more in one simulation in ten"),
            "{}",
            shelf.when()
        );
    }
}
