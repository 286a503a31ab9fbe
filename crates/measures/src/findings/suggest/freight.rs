//! Goods that stand in line for a leg: more vehicles on it, or others behind them.
//!
//! A line is nothing to act on where nobody waits for what stands in it. So a queue counts by what its goods hold up: machines
//! without parts or fuel, people without food or heat, lines of agreements that are late.
use super::{LEAST_HOURS, Proposal, greatest, mean};
use crate::advice::Change;
use crate::advice::stakes::Aim;
use crate::frame::{Frame, all_hours, ratio};
use crate::legs::{QueueUse, queues};
use crate::numbers::{days, fixed, percent};
use crate::promise::{LineForecast, lines};
use crate::settlements::{short_days, wants};
use crate::stock::Service;
use iceroad_model::event::{DelayCause, MachineState};
use iceroad_model::goods::ItemKind;
use iceroad_model::obligations::Promise;
use iceroad_model::record::RunRecord;
use iceroad_model::transport::{LONGEST_WAIT_DAYS, Leg, Runs, Vehicle};
use iceroad_model::{ItemId, Scenario, StockId, VehicleId};
use iceroad_words::say;

/// So many queues are looked at for each aim.
const QUEUES: usize = 2;
/// So many times what there is of a class of vehicles is tried (assumed: a quarter more), one more at the least.
const MORE: f64 = 1.25;
/// Who boards first of all but emergencies.
const FIRST: u8 = 1;

pub(super) fn proposals(frame: &Frame<'_>) -> Vec<Proposal> {
    let stood = |queue: &QueueUse| queue.line_days.map_or(0.0, |days| days.mean);
    let mut long = queues(frame.scenario, frame.records);
    long.retain(|queue| stood(queue) >= LONGEST_WAIT_DAYS);
    let mut all: Vec<Proposal> = Vec::new();
    for aim in Aim::ALL {
        let held_up = long.iter().map(|queue| (queue, held_up(frame, queue, aim)));
        let with_stake = held_up.filter_map(|(queue, held)| {
            let (stake, what) = held?;
            Some(((queue, what), stake))
        });
        for ((queue, what), stake) in greatest(with_stake, QUEUES) {
            let behind =
                queue.behind.as_ref().map_or(String::new(), |other| say!("why-behind", other = other));
            let why = say!(
                "why-queue",
                item = frame.scenario.items[queue.item].title,
                days = days(stood(queue)),
                leg = queue.leg_name,
                behind = behind,
                what = what
            );
            let changes = [board_first(frame, queue), more_vehicles(frame, queue)];
            let one = |(title, change)| Proposal::new(aim, stake, title, why.clone(), change);
            all.extend(changes.into_iter().flatten().map(one));
        }
    }
    all
}

/// How much hangs on a queue, in what its aim counts, and in words.
fn held_up(frame: &Frame<'_>, queue: &QueueUse, aim: Aim) -> Option<(f64, String)> {
    match aim {
        Aim::Tonnes => machines(frame, queue.item),
        Aim::People => people(frame, queue.item),
        Aim::Promise => late_line(frame, queue),
        Aim::Cover => None,
    }
}

/// Machine hours without such goods, shared out by how long demands for each item waited.
fn machines(frame: &Frame<'_>, item: ItemId) -> Option<(f64, String)> {
    let state_of = |item: ItemId| match frame.scenario.items[item].kind {
        ItemKind::Fuel => Some((MachineState::NoFuel, "why-no-fuel")),
        ItemKind::Part | ItemKind::Tyre | ItemKind::Other => Some((MachineState::WaitPart, "why-no-parts")),
        _ => None,
    };
    let (state, key) = state_of(item)?;
    let of = |wanted: &dyn Fn(ItemId) -> bool| -> Vec<StockId> {
        let lines = frame.scenario.stock.entries();
        lines.filter(|(_, line)| wanted(line.item)).map(|(id, _)| id).collect()
    };
    let own = of(&|other| other == item);
    let alike = of(&|other| state_of(other).map(|(state, ..)| state) == Some(state));
    let wait = |lines: &[StockId]| mean(frame, |record| Service::of_lines(record, lines).wait_days);
    let hours = mean(frame, |record| all_hours(record, state));
    let waited = wait(&own);
    let stake = hours * ratio(waited, wait(&alike));
    let words = say!(key, hours = fixed(hours, 0), waited = days(waited));
    (stake >= LEAST_HOURS).then_some((stake, words))
}

/// Person-days without them.
fn people(frame: &Frame<'_>, item: ItemId) -> Option<(f64, String)> {
    let short = |record: &RunRecord| -> f64 {
        let of_item = wants(frame.scenario).filter(|(_, other)| *other == item);
        let days = of_item.map(|(settlement, _)| {
            f64::from(frame.scenario.settlements[settlement].people) * short_days(record, settlement, item)
        });
        days.sum()
    };
    let person_days = mean(frame, short);
    let words = say!("why-people", n = fixed(person_days, 0));
    (person_days > 0.0).then_some((person_days, words))
}

/// The worst line that its way makes late, by the value that is at risk.
fn late_line(frame: &Frame<'_>, queue: &QueueUse) -> Option<(f64, String)> {
    let scenario = frame.scenario;
    let by_way = |line: &LineForecast| {
        let cause = line.cause.as_ref().map(|cause| cause.cause);
        let is_held =
            matches!(cause, Some(DelayCause::Capacity(leg) | DelayCause::Vehicle(leg)) if leg == queue.leg);
        let is_of =
            matches!(scenario.lines[line.line].promise, Promise::Goods { item, .. } if item == queue.item);
        line.is_risky() && is_held && is_of
    };
    let at_risk = |line: &LineForecast| {
        line.chance.map_or(0.0, |chance| (1.0 - chance) * scenario.lines[line.line].price.major())
    };
    let all = lines(scenario, frame.records);
    let held = all.iter().filter(|line| by_way(line)).map(|line| (line, at_risk(line)));
    let (line, stake) = held.max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let chance = percent(line.chance.unwrap_or(0.0));
    Some((stake, say!("why-late-line", line = line.name, chance = chance)))
}

/// The goods before all others, where others went while they stood.
fn board_first(frame: &Frame<'_>, queue: &QueueUse) -> Option<(String, Change)> {
    queue.behind.as_ref()?;
    let item = &frame.scenario.items[queue.item];
    if item.freight_priority == Some(FIRST) {
        return None;
    }
    let now = item.freight_priority.map_or(String::new(), |priority| priority.to_string());
    let change = Change::of_cell("items.csv", &item.name, "freight_priority", now, FIRST);
    Some((say!("try-board-first", item = item.title), change))
}

/// More of the class that carries most on the leg.
fn more_vehicles(frame: &Frame<'_>, queue: &QueueUse) -> Option<(String, Change)> {
    let scenario = frame.scenario;
    let piece = scenario.items[queue.item].mass_of(1);
    let takes = |vehicle: &Vehicle| vehicle.leg == queue.leg && piece <= vehicle.payload;
    let carried =
        |id: VehicleId| mean(frame, |record| record.vehicles.get(id).map_or(0.0, |row| row.mass_kg as f64));
    let able = scenario.vehicles.entries().filter(|(_, vehicle)| takes(vehicle));
    let (id, _) =
        able.map(|(id, _)| (id, carried(id))).reduce(|best, one| if one.1 > best.1 { one } else { best })?;
    let (vehicle, leg) = (&scenario.vehicles[id], &scenario.legs[queue.leg]);
    let (column, now, what) = match vehicle.runs {
        Runs::Trips(trips) => ("trips_per_day", trips, "trip"),
        Runs::Vehicles(number) => ("number", number, "vehicle"),
    };
    let more = ((f64::from(now) * MORE).round() as u32).max(now.saturating_add(1));
    let (file, row) = if vehicle.name == leg.name {
        ("legs.csv", row_of(scenario, leg))
    } else {
        ("vehicles.csv", vehicle.name.as_str())
    };
    let key = if what == "trip" { "try-more-trips" } else { "try-more-vehicles" };
    let title = say!(key, n = more, vehicle = vehicle.title, leg = leg.title, now = now);
    Some((title, Change::of_cell(file, row, column, now, more)))
}

/// The name of the row of `legs.csv` that says a leg: the way back of a two-way row has none of its own.
fn row_of<'s>(scenario: &'s Scenario, leg: &'s Leg) -> &'s str {
    let there = |name: &&str| {
        let mut legs = scenario.legs.iter();
        legs.any(|other| other.name == *name && (other.from, other.to) == (leg.to, leg.from))
    };
    leg.name.strip_suffix("-back").filter(there).unwrap_or(&leg.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::{Id, Table};
    use iceroad_model::packed::Packed;
    use iceroad_model::record::{MachineRecord, QueueCell, StockRecord};
    use iceroad_worlds::example::{self, DIESEL, FILTER, MINE_STORE, WINTER_ROAD};

    const DAY_MS: i64 = 86_400_000;

    /// Filters stand `stood` days behind diesel; demands for them wait forty days, and a truck for them a hundred hours.
    fn records(scenario: &Scenario, stood: i64) -> Vec<RunRecord> {
        let mut state_ms = [0; MachineState::COUNT];
        state_ms[MachineState::WaitPart as usize] = 100 * 3_600_000;
        let machine = MachineRecord { state_ms: vec![state_ms], ..MachineRecord::default() };
        let filters = scenario.stock.iter().position(|line| (line.store, line.item) == (MINE_STORE, FILTER));
        let mut stock: Table<StockId, StockRecord> =
            Table::filled(scenario.stock.len(), StockRecord::default());
        stock[StockId::from_index(filters.expect("the mine keeps filters"))].wait_ms = 40 * DAY_MS;
        let queue = QueueCell {
            leg: WINTER_ROAD,
            item: FILTER,
            shipments: 1,
            mass_kg: 90,
            // A hundred days before the road opened are no line.
            stood_ms: (stood + 100) * DAY_MS,
            shut_ms: 100 * DAY_MS,
            longest_ms: stood * DAY_MS,
            behind: Some(DIESEL),
        };
        let record = RunRecord {
            machines: [machine].into_iter().collect(),
            stock: Packed::of(&stock),
            queues: [queue].into_iter().collect(),
            ..RunRecord::default()
        };
        vec![record.clone(), record]
    }

    fn cells(scenario: &Scenario, stood: i64) -> Vec<String> {
        let records = records(scenario, stood);
        let all = proposals(&Frame::new(scenario, &records));
        all.iter().flat_map(|one| one.change.words()).collect()
    }

    #[test]
    fn parts_that_stand_long_while_machines_wait_board_first_or_get_more_trips() {
        let mut tables = example::small();
        let scenario = Scenario::new(tables.clone()).expect("the example passes every rule");
        let leg = scenario.legs[WINTER_ROAD].name.clone();
        let filter = scenario.items[FILTER].name.clone();
        let wanted = [
            format!("items.csv, {filter}: freight_priority to 1"),
            format!("legs.csv, {leg}: trips_per_day from 12 to 15"),
        ];
        assert_eq!(cells(&scenario, 30), wanted);
        let records = records(&scenario, 30);
        let why = &proposals(&Frame::new(&scenario, &records))[0].why;
        assert!(why.contains("stands 30 days in line for") && why.contains("100 hours for parts"), "{why}");
        // A few days beside an open road are no queue.
        assert_eq!(cells(&scenario, 3), Vec::<String>::new());

        // First already, and carried by counted vehicles of their own row.
        tables.items[FILTER].freight_priority = Some(1);
        let truck =
            tables.vehicles.ids().find(|&id| tables.vehicles[id].leg == WINTER_ROAD).expect("it runs");
        tables.vehicles[truck].name = "road trains".into();
        tables.vehicles[truck].runs = Runs::Vehicles(2);
        let scenario = Scenario::new(tables).expect("the change is legal");
        assert_eq!(cells(&scenario, 30), ["vehicles.csv, road trains: number from 2 to 3"]);
    }

    #[test]
    fn the_way_back_is_said_by_the_row_of_the_way_there() {
        let mut tables = example::small();
        let there = tables.legs[WINTER_ROAD].clone();
        let back =
            Leg { name: format!("{}-back", there.name), from: there.to, to: there.from, ..there.clone() };
        tables.legs.push(back.clone());
        let mut class = tables.vehicles.iter().find(|row| row.leg == WINTER_ROAD).cloned().expect("it runs");
        (class.name, class.leg) =
            (back.name.clone(), iceroad_model::LegId::from_index(tables.legs.len() - 1));
        tables.vehicles.push(class);
        let scenario = Scenario::new(tables).expect("two ways are legal");
        assert_eq!(row_of(&scenario, &back), there.name);
        assert_eq!(row_of(&scenario, &there), there.name);
    }
}
