//! What legs and vehicles carried, what they can, and who stood in line before them.
use crate::Results;
use crate::frame::{days, in_tonnes};
use crate::spread::Spread;
use iceroad_base::quantity::Mass;
use iceroad_model::climate::SeasonKind;
use iceroad_model::record::{QueueCell, RunRecord, VehicleRecord};
use iceroad_model::transport::LONGEST_WAIT_DAYS;
use iceroad_model::{ItemId, LegId, Scenario, VehicleId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Mass that set off on a leg within the horizon, t.
pub fn carried_tonnes(record: &RunRecord, leg: LegId) -> f64 {
    record.legs.get(leg).map_or(0.0, |row| in_tonnes(row.mass_kg))
}

/// What a leg carries of what it can.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LegUse {
    /// Which.
    pub leg: LegId,
    /// Its name.
    pub name: String,
    /// Carried within the horizon, t.
    pub carried_t: Option<Spread>,
    /// What a median year lets it carry in all its windows, t; none where the outlook does not say.
    pub can_t: Option<f64>,
    /// The share of it carried.
    pub used: Option<Spread>,
    /// What waited for it at the end of each week from the start, then at the end, t: the median replication of each.
    pub waiting_t: Vec<f64>,
}

/// How a class of vehicles was used.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct VehicleUse {
    /// Which.
    pub vehicle: VehicleId,
    /// Its name.
    pub name: String,
    /// The leg it runs on.
    pub leg: LegId,
    /// Trips in the horizon.
    pub trips: Option<Spread>,
    /// Mean load of a trip, t; over replications with trips.
    pub load_t: Option<Spread>,
    /// Trips over those that it could make on the days on which its season bore a load worth a trip.
    pub used: Option<Spread>,
}

/// How goods of one item stood in line for a leg.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct QueueUse {
    /// The leg they waited for.
    pub leg: LegId,
    /// Its name.
    pub leg_name: String,
    /// Which item.
    pub item: ItemId,
    /// Its name.
    pub item_name: String,
    /// Mass that came to stand, t.
    pub mass_t: Option<Spread>,
    /// Days that a shipment stood in line until its last part had set off, on average, while a vehicle could set off with it;
    /// over replications in which some did.
    pub line_days: Option<Spread>,
    /// Days that it stood before that because none could: the leg was closed, or its ice too thin for it.
    pub shut_days: Option<Spread>,
    /// Days that the longest stood in line.
    pub longest_days: Option<Spread>,
    /// The other item of which most set off meanwhile, in most replications.
    pub behind: Option<String>,
    /// The step of ice that they need, gross t; none where the leg has no steps or none is enough.
    pub step_t: Option<f64>,
}

/// The worst line before a leg.
#[derive(Clone, PartialEq, Debug)]
pub struct WorstLine {
    /// Whose goods stood.
    pub queue: QueueUse,
    /// Days that a shipment of them stood in line, mean.
    pub line_days: f64,
    /// What waited for its leg at the end of the worst week in which it was open, t: the median replication.
    pub peak_t: f64,
    /// That week, from the start.
    pub week: usize,
}

/// Every leg, in order.
pub fn all(results: &Results<'_>) -> Vec<LegUse> {
    let one = |leg: LegId| {
        let outlook = results.outlook.legs.iter().find(|forecast| forecast.leg == leg);
        let can_t = outlook.map(|leg| {
            leg.windows.iter().map(|window| window.p50_t).filter(|tonnes| tonnes.is_finite()).sum::<f64>()
        });
        let carried = |record: &RunRecord| carried_tonnes(record, leg);
        LegUse {
            leg,
            name: results.scenario.legs[leg].name.clone(),
            carried_t: Spread::over(results.records, carried),
            can_t,
            used: can_t.and_then(|can| Spread::over(results.records, |record| carried(record) / can)),
            waiting_t: waiting_by_week(results.records, leg, |_, _| true),
        }
    };
    results.scenario.legs.ids().map(one).collect()
}

/// The median over the replications whose week counts; nothing in weeks that count in less than half of them.
fn waiting_by_week(
    records: &[RunRecord],
    leg: LegId,
    counts: impl Fn(&RunRecord, usize) -> bool,
) -> Vec<f64> {
    let waiting = |record: &RunRecord| record.legs.get(leg).unwrap_or_default().waiting_kg;
    let rows: Vec<(&RunRecord, Vec<i64>)> = records.iter().map(|record| (record, waiting(record))).collect();
    let of = |(record, waiting_kg): &(&RunRecord, Vec<i64>), week: usize| {
        if !counts(record, week) {
            return f64::NAN;
        }
        waiting_kg.get(week).map_or(f64::NAN, |&kg| in_tonnes(kg))
    };
    let weeks = rows.iter().map(|(_, waiting_kg)| waiting_kg.len());
    let median = |week: usize| {
        let spread = Spread::over(&rows, |row| of(row, week));
        spread.filter(|one| 2 * one.n >= records.len()).map_or(0.0, |one| one.p50)
    };
    (0..weeks.max().unwrap_or(0)).map(median).collect()
}

/// The line in which goods stood the most tonne-days behind others, where it is worth telling: it stood as long as a vehicle
/// waits for a load, and no less than a vehicle takes was waiting. What waits for a road to open stands in no line.
pub fn worst_line(scenario: &Scenario, records: &[RunRecord]) -> Option<WorstLine> {
    let stood = |queue: &QueueUse| queue.line_days.map_or(0.0, |days| days.mean);
    let mut all = queues(scenario, records).into_iter();
    let queue = all.find(|queue| queue.behind.is_some() && stood(queue) >= LONGEST_WAIT_DAYS)?;
    let season = scenario.legs[queue.leg].season;
    let is_open = |record: &RunRecord, week: usize| {
        let day = i32::try_from(7 * (week + 1)).unwrap_or(i32::MAX);
        let mut windows = record.windows.iter().filter(|window| Some(window.season) == season);
        season.is_none() || windows.any(|window| window.opened < day && day <= window.closed + 1)
    };
    let waiting = waiting_by_week(records, queue.leg, is_open);
    let (week, peak_t) =
        waiting.into_iter().enumerate().reduce(|most, one| if one.1 > most.1 { one } else { most })?;
    let takes = scenario.vehicles.iter().filter(|row| row.leg == queue.leg).map(|row| row.payload).max()?;
    (peak_t >= takes.tonnes()).then_some(WorstLine { line_days: stood(&queue), queue, peak_t, week })
}

/// Every class of vehicles, in order.
pub fn vehicles(results: &Results<'_>) -> Vec<VehicleUse> {
    let scenario = results.scenario;
    let one = |vehicle: VehicleId| {
        let row = &scenario.vehicles[vehicle];
        let of = |record: &RunRecord| record.vehicles.get(vehicle).copied().unwrap_or_default();
        let a_day = row.trips_a_day(&scenario.legs[row.leg]);
        let load = |row: VehicleRecord| in_tonnes(row.mass_kg) / row.trips as f64;
        let used = |row: VehicleRecord| row.trips as f64 / (row.days as f64 * a_day);
        VehicleUse {
            vehicle,
            name: row.title.clone(),
            leg: row.leg,
            trips: Spread::over(results.records, |record| of(record).trips as f64),
            load_t: Spread::over(results.records, |record| load(of(record))),
            used: Spread::over(results.records, |record| used(of(record))),
        }
    };
    scenario.vehicles.ids().map(one).collect()
}

/// How goods stood in line, by leg and item; those that stood there the most tonne-days first.
pub fn queues(scenario: &Scenario, records: &[RunRecord]) -> Vec<QueueUse> {
    let cells = || records.iter().flat_map(|record| &record.queues);
    let keys: BTreeSet<(LegId, ItemId)> = cells().map(|cell| (cell.leg, cell.item)).collect();
    let mut all: Vec<QueueUse> = keys.into_iter().map(|key| queue(scenario, records, key)).collect();
    let weight = |one: &QueueUse| {
        one.mass_t.map_or(0.0, |mass| mass.mean) * one.line_days.map_or(0.0, |days| days.mean)
    };
    all.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
    all
}

fn queue(scenario: &Scenario, records: &[RunRecord], (leg, item): (LegId, ItemId)) -> QueueUse {
    let of = |record: &RunRecord| -> Option<QueueCell> {
        record.queues.iter().find(|cell| (cell.leg, cell.item) == (leg, item))
    };
    let over = |value: &dyn Fn(QueueCell) -> f64, none: f64| {
        Spread::over(records, |record| of(record).map_or(none, value))
    };
    let mut behind: BTreeMap<ItemId, usize> = BTreeMap::new();
    for other in records.iter().filter_map(|record| of(record)?.behind) {
        *behind.entry(other).or_default() += 1;
    }
    let most = behind.into_iter().max_by_key(|&(other, times)| (times, std::cmp::Reverse(other)));
    QueueUse {
        leg,
        leg_name: scenario.legs[leg].title.clone(),
        item,
        item_name: scenario.items[item].name.clone(),
        mass_t: over(&|cell| in_tonnes(cell.mass_kg), 0.0),
        line_days: over(&|cell| days(cell.stood_ms - cell.shut_ms) / f64::from(cell.shipments), f64::NAN),
        shut_days: over(&|cell| days(cell.shut_ms) / f64::from(cell.shipments), f64::NAN),
        longest_days: over(&|cell| days(cell.longest_ms), f64::NAN),
        behind: most.map(|(other, _)| scenario.items[other].name.clone()),
        step_t: step_for(scenario, leg, item).map(Mass::tonnes),
    }
}

/// The lightest step of ice on which a leg's vehicles set off with goods of an item, told by its gross mass: a piece or the
/// least load worth a trip, whichever is heavier, above the empty vehicle. None where the leg has no steps of ice or none is
/// enough.
pub fn step_for(scenario: &Scenario, leg: LegId, item: ItemId) -> Option<Mass> {
    let season = scenario.seasons.get(scenario.legs.get(leg)?.season?)?;
    let SeasonKind::Ice(ice) = &season.kind else { return None };
    let piece = scenario.items[item].mass_of(1);
    let able = scenario.vehicles.iter().filter(|row| row.leg == leg && piece <= row.payload);
    let gross = able.map(|row| row.tare + piece.max(row.least_room())).min()?;
    ice.steps.iter().map(|step| step.gross).filter(|&step| step >= gross).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_model::packed::Packed;
    use iceroad_model::record::{LegRecord, WindowRecord};
    use iceroad_worlds::example::{self, DIESEL, FILTER, WINTER_ROAD};

    #[test]
    fn the_worst_line_is_told_where_a_load_stood_long_behind_others() {
        let scenario = Scenario::new(example::small()).expect("the example passes every rule");
        // The road opens on the eighth day: what waited in the week before stood in no line.
        let season = scenario.legs[WINTER_ROAD].season.expect("it is a winter road");
        let windows = vec![WindowRecord { season, opened: 7, full_load: None, closed: 90 }];
        let record = |stood: i64, peak_kg: i64| {
            let row = LegRecord { waiting_kg: vec![95_000, peak_kg, 9_000], ..LegRecord::default() };
            let cell = QueueCell {
                leg: WINTER_ROAD,
                item: FILTER,
                shipments: 2,
                mass_kg: 900,
                stood_ms: 2 * (stood + 50) * 86_400_000,
                shut_ms: 2 * 50 * 86_400_000,
                longest_ms: stood * 86_400_000,
                behind: Some(DIESEL),
            };
            let mut legs: iceroad_base::Table<LegId, LegRecord> =
                iceroad_base::Table::filled(scenario.legs.len(), LegRecord::default());
            legs[WINTER_ROAD] = row;
            let (legs, queues) = (Packed::of(&legs), [cell].into_iter().collect());
            [RunRecord { legs, queues, windows: windows.clone(), ..RunRecord::default() }]
        };
        let worst = worst_line(&scenario, &record(20, 64_000)).expect("two loads stood for weeks");
        assert_eq!((worst.line_days, worst.peak_t, worst.week), (20.0, 64.0, 1));
        assert_eq!(worst.queue.behind, Some(scenario.items[DIESEL].name.clone()));
        // Days beside an open road, or less than a vehicle takes.
        assert_eq!(worst_line(&scenario, &record(3, 64_000)), None);
        assert_eq!(worst_line(&scenario, &record(20, 31_000)), None);
    }

    /// Steps of 14, 25 and 48 t; a tare of 16 t and a payload of 32 t, of which a third is worth a trip.
    #[test]
    fn goods_wait_for_the_step_that_bears_their_piece_or_a_load_worth_a_trip() {
        let mut tables = example::small();
        let step = |tables: &iceroad_model::Tables, item| {
            let scenario = Scenario::new(tables.clone()).expect("the change is legal");
            step_for(&scenario, WINTER_ROAD, item).map(Mass::tonnes)
        };
        assert_eq!(step(&tables, DIESEL), Some(48.0));
        // The A1-1 module of 17.85 t goes on 48 t too; a lighter class takes kits from 14 t on.
        tables.items[FILTER].unit_grams = 17_850_000;
        assert_eq!(step(&tables, FILTER), Some(48.0));
        let mut light = tables.vehicles.iter().find(|row| row.leg == WINTER_ROAD).cloned().expect("it runs");
        (light.name, light.tare, light.payload) = ("light".into(), Mass(8_000), Mass(10_000));
        tables.vehicles.push(light);
        assert_eq!((step(&tables, FILTER), step(&tables, DIESEL)), (Some(48.0), Some(14.0)));
        tables.items[FILTER].unit_grams = 32_001_000;
        assert_eq!(step(&tables, FILTER), None);
    }
}
