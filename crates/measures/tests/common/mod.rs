//! Plausible records of the small example, made by rule and not by a run, for tests of what is shown.
#![allow(dead_code, reason = "each test file uses its own part")]

use iceroad_base::Id;
use iceroad_base::quantity::Mass;
use iceroad_measures::advice::{Advice, Change, Effect, Fate, Suggestion, Tried, Verdict};
use iceroad_measures::*;
use iceroad_model::climate::{DayLimit, PlannedWindow};
use iceroad_model::event::{CostCause, DelayCause, Flow, MachineState};
use iceroad_model::outlook::*;
use iceroad_model::record::*;
use iceroad_model::{DumpId, MaterialId, PartyId, Scenario, SeasonId, SettlementId};
use iceroad_worlds::example;
use std::sync::LazyLock;

/// A small generator: the fractional part of multiples, the same everywhere.
pub(crate) struct Luck(u64);

impl Luck {
    pub(crate) fn new(seed: u64) -> Self {
        Luck(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Between 0 and 1.
    pub(crate) fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }

    /// Around `middle`, by at most `by` of it.
    pub(crate) fn near(&mut self, middle: f64, by: f64) -> f64 {
        middle * (1.0 + (self.share() + self.share() - 1.0) * by)
    }
}

pub(crate) fn scenario() -> Scenario {
    Scenario::new(example::small()).expect("the example passes every rule")
}

/// Hours a month in each state for a truck in a month of frost (`cold` 0 to 1).
fn truck_hours(cold: f64, luck: &mut Luck) -> [f64; MachineState::COUNT] {
    use MachineState::*;
    let mut hours = [0.0; MachineState::COUNT];
    let mut set = |state: MachineState, value: f64| hours[state as usize] = value;
    set(TravelEmpty, luck.near(110.0 - 20.0 * cold, 0.1));
    set(QueueLoad, luck.near(62.0, 0.3));
    set(Loading, luck.near(58.0, 0.1));
    set(TravelLoaded, luck.near(140.0 - 25.0 * cold, 0.1));
    set(QueueDump, luck.near(21.0, 0.4));
    set(Dumping, luck.near(18.0, 0.1));
    set(Refuelling, luck.near(9.0, 0.2));
    set(WeatherStop, luck.near(40.0, 1.0) * cold);
    set(NoFuel, if luck.share() < 0.1 { 30.0 * cold } else { 0.0 });
    set(WaitTow, luck.near(5.0, 0.8));
    set(Tow, luck.near(2.0, 0.5));
    set(WaitBay, luck.near(14.0, 0.9));
    set(WaitTechnician, luck.near(16.0, 0.6));
    set(WaitPart, luck.near(38.0, 1.0));
    set(WaitWeather, luck.near(9.0, 1.0) * cold);
    set(Repair, luck.near(26.0, 0.5));
    set(Service, luck.near(9.0, 0.3));
    hours
}

fn loader_hours(luck: &mut Luck) -> [f64; MachineState::COUNT] {
    use MachineState::*;
    let mut hours = [0.0; MachineState::COUNT];
    hours[Loading as usize] = luck.near(250.0, 0.1);
    hours[WaitTruck as usize] = luck.near(190.0, 0.2);
    hours[Repair as usize] = luck.near(20.0, 0.6);
    hours[WaitTechnician as usize] = luck.near(8.0, 0.6);
    hours[Service as usize] = luck.near(8.0, 0.3);
    hours
}

/// Makes the states fill a month; what is missing is off shift.
fn filled(hours: [f64; MachineState::COUNT], days: i64) -> [i64; MachineState::COUNT] {
    let month_ms = days * 86_400_000;
    let sum: f64 = hours.iter().sum::<f64>() * 3.6e6;
    let squeeze = (0.96 * month_ms as f64 / sum).min(1.0);
    let mut ms = hours.map(|hours| (hours * 3.6e6 * squeeze) as i64);
    ms[MachineState::OffShift as usize] += month_ms - ms.iter().sum::<i64>();
    ms
}

/// One replication of the example.
pub(crate) fn record(scenario: &Scenario, replication: u32) -> RunRecord {
    let mut luck = Luck::new(u64::from(replication) + 11);
    let clock = scenario.clock(&scenario.heading.zone);
    let months = clock.months();
    let winter = luck.near(0.0, 1.0) + luck.share() * 16.0 - 8.0;
    let opened = (172.0 + winter) as i32;
    let closed = (290.0 - winter / 2.0) as i32;
    let mut record = RunRecord {
        replication,
        digest: 0x1234_5678_9abc_def0 ^ u64::from(replication),
        ..RunRecord::default()
    };
    (record.entries, record.fired) = (182_000 + u64::from(replication), 240_000);
    for (id, machine) in scenario.machines.entries() {
        let is_truck = scenario.models[machine.model].truck().is_some();
        let mut row = MachineRecord::default();
        for (at, &(_, number)) in months.iter().enumerate() {
            let cold = f64::from([10, 9, 6, 2, 0, 0, 0, 0, 1, 4, 8, 10][number as usize - 1]) / 10.0;
            let hours = if is_truck { truck_hours(cold, &mut luck) } else { loader_hours(&mut luck) };
            let mut ms = filled(hours, 30);
            if id == example::TRUCK_NEW && at < 8 {
                ms = [0; MachineState::COUNT];
                ms[MachineState::Absent as usize] = 30 * 86_400_000;
            }
            let there = ms[MachineState::Absent as usize] == 0;
            let loads = if there { luck.near(if is_truck { 1_150.0 } else { 1_500.0 }, 0.08) } else { 0.0 };
            row.state_ms.push(ms);
            row.cycles.push(loads as u32);
            row.mass_kg.push((loads * 32_000.0) as i64);
            row.fuel_l.push((loads * 14.0) as i64);
            row.energy_kwh.push(0);
        }
        row.failures = luck.near(15.0, 0.5) as u32;
        row.services = luck.near(9.0, 0.2) as u32;
        record.machines.push(&row);
    }
    tonnes(&mut record, months.len(), &mut luck);
    for at in 0..scenario.subsystems.len() {
        let mut row = SubsystemRecord {
            failures: luck.near(9.0 - at as f64, 0.5) as u32,
            ..SubsystemRecord::default()
        };
        for (state, hours) in [
            (MachineState::Repair, 60.0),
            (MachineState::WaitPart, 150.0 - 34.0 * at as f64),
            (MachineState::WaitTechnician, 48.0),
            (MachineState::WaitBay, 40.0),
            (MachineState::WaitTow, 16.0),
            (MachineState::Tow, 7.0),
            (MachineState::WaitWeather, 12.0),
        ] {
            row.down_ms[state as usize] = (luck.near(f64::max(hours, 4.0), 0.7) * 3.6e6) as i64;
        }
        record.subsystems.push(&row);
    }
    for bay in &scenario.bays {
        let open = if bay.count == 1 { 365.0 } else { 40.0 + luck.share() * 60.0 };
        let open_ms = (open * 86.4e6) as i64 * i64::from(bay.count);
        record.bays.push(BayRecord {
            taken_ms: (open_ms as f64 * luck.near(0.72, 0.2)) as i64,
            open_ms,
            jobs: 64,
        });
    }
    for group in &scenario.technicians {
        let on_shift_ms = 8_000 * 3_600_000 * i64::from(group.count);
        record.groups.push(GroupRecord {
            working_ms: (on_shift_ms as f64 * luck.near(0.55, 0.4)) as i64,
            on_shift_ms,
        });
    }
    stock(scenario, &mut record, opened, &mut luck);
    for (season, opened, full_load, closed) in [
        (SeasonId(0), opened, Some(opened + 24 + (winter / 2.0) as i32), closed),
        (SeasonId(1), -33, None, 96),
        (SeasonId(1), 331, None, 370),
    ] {
        record.windows.push(WindowRecord { season, opened, full_load, closed });
    }
    for (at, tonnes) in [900.0, 760.0, 14.0, 320.0, 2.0].into_iter().enumerate() {
        let mass_kg = (luck.near(tonnes, 0.15) * 1_000.0) as i64;
        record.legs.push(&LegRecord {
            mass_kg,
            trips: mass_kg / 30_000 + i64::from(at == 0),
            waiting_kg: vec![mass_kg / 10, 0],
        });
        record.vehicles.push(VehicleRecord {
            trips: mass_kg / 30_000 + i64::from(at == 0),
            mass_kg,
            days: 100,
            room_kg: 100 * 30_000,
        });
    }
    record.queues.push(&QueueCell {
        leg: example::WINTER_ROAD,
        item: example::DIESEL,
        shipments: 3,
        mass_kg: 90_000,
        stood_ms: 5 * 86_400_000,
        shut_ms: 2 * 86_400_000,
        longest_ms: 2 * 86_400_000,
        behind: Some(example::FILTER),
    });
    lines(scenario, &mut record, opened, &mut luck);
    record.tasks.push(TaskRecord {
        started_ms: Some(123 * 86_400_000),
        done_ms: Some(i64::from(150 + opened / 10) * 86_400_000),
    });
    let done = (i64::from(opened) + 60 + (luck.share() * 80.0) as i64) * 86_400_000;
    record
        .tasks
        .push(TaskRecord { started_ms: Some(i64::from(opened + 12) * 86_400_000), done_ms: Some(done) });
    if luck.share() < 0.4 {
        record.shortages.push(ShortCell {
            settlement: SettlementId(0),
            item: example::FLOUR,
            month: 10,
            days: 12,
            quantity: 2_400,
        });
    }
    record.mine_shortages.push(MineShortCell {
        mine: example::MINE,
        store: example::MINE_STORE,
        item: example::FILTER,
        month: 3,
        days: 2,
        quantity: 5,
    });
    money(&mut record, months.len(), &mut luck);
    record.refusals.push(RefusalCell { offer: example::OFFER_INJECTOR, rule: example::BAN, times: 7 });
    record
}

fn tonnes(record: &mut RunRecord, months: usize, luck: &mut Luck) {
    for (dump, material, middle) in
        [(DumpId(0), MaterialId(0), 58_000.0), (DumpId(1), MaterialId(1), 81_000.0)]
    {
        for month in 0..months as u16 {
            let season = if (5..9).contains(&month) { 0.86 } else { 1.0 };
            let mass_kg = (luck.near(middle * season, 0.09) * 1_000.0) as i64;
            record.tonnes.push(TonnesCell {
                dump,
                material,
                month,
                mass_kg,
                loads: (mass_kg / 32_000) as u32,
            });
        }
    }
    record.dump_months.push(DumpCell { stops: 1, stopped_ms: 7_200_000, ..DumpCell::new(DumpId(0), 0) });
}

fn stock(scenario: &Scenario, record: &mut RunRecord, opened: i32, luck: &mut Luck) {
    for (at, line) in scenario.stock.iter().enumerate() {
        let start = line.on_hand.get() as f64;
        let mut row = StockRecord { demands: luck.near(24.0, 0.4) as u32, ..StockRecord::default() };
        row.at_once = (f64::from(row.demands) * luck.near(0.8, 0.2)).min(f64::from(row.demands)) as u32;
        row.unmet = u32::from(luck.share() < 0.2) * (at as u32 % 3);
        row.wait_ms = i64::from(row.demands - row.at_once) * (luck.near(6.0, 0.6) * 86.4e6) as i64;
        row.emergencies = u32::from(at == 5) * (luck.share() * 5.0) as u32;
        row.issued = start as i64;
        for week in 0..53 {
            let season = f64::from(u8::from(week * 7 > opened)) * start * 0.9;
            let used = start * f64::from(week) / 44.0 * luck.near(1.0, 0.1);
            row.weekly.push((start - used + season).max(0.0) as i64);
        }
        record.stock.push(&row);
    }
}

fn lines(scenario: &Scenario, record: &mut RunRecord, opened: i32, luck: &mut Luck) {
    let day = 86_400_000;
    for (id, line) in scenario.lines.entries() {
        let due = scenario.due(id).millis();
        let mut row = LineRecord { delivered: line.quantity.get(), by_due: 0, ..LineRecord::default() };
        let (complete, cause) = match id.index() {
            0 => (due + ((luck.share() - 0.75) * 60.0) as i64 * day, DelayCause::Lead),
            1 => (
                (i64::from(opened) + 18 + (luck.share() * 52.0) as i64) * day,
                DelayCause::Season(example::ICE),
            ),
            2 => (due + ((luck.share() - 0.97) * 80.0) as i64 * day, DelayCause::Work),
            _ => (due + ((luck.share() - 0.2) * 70.0) as i64 * day, DelayCause::Work),
        };
        row.delays = vec![(cause, (luck.near(30.0, 0.5) * 86.4e6) as i64)];
        row.complete_ms = (complete < scenario.horizon().end().millis()).then_some(complete);
        if row.complete_ms.is_none() {
            row.delivered = line.quantity.get() * 9 / 10;
        }
        if complete > due {
            row.penalty = (complete - due) / day * line.price.get() / 1_000;
        } else {
            row.by_due = row.delivered;
        }
        record.lines.push(row);
    }
}

fn money(record: &mut RunRecord, months: usize, luck: &mut Luck) {
    for month in 0..months {
        let mut causes = [0; CostCause::COUNT];
        for (cause, major) in [
            (CostCause::Purchase, if month == 5 { 900_000.0 } else { 140_000.0 }),
            (CostCause::Freight, if (5..10).contains(&month) { 90_000.0 } else { 12_000.0 }),
            (CostCause::EmergencyFreight, 24_000.0 * luck.share()),
            (CostCause::Labour, 62_000.0),
            (CostCause::Operation, 71_000.0),
            (CostCause::Construction, if (4..10).contains(&month) { 40_000.0 } else { 0.0 }),
            (CostCause::Penalty, if month > 8 { 9_000.0 * luck.share() } else { 0.0 }),
        ] {
            causes[cause as usize] = (luck.near(major, 0.1) * 100.0) as i64;
        }
        record.costs.push(causes);
        let goods = |chapter| Ware::Goods { chapter };
        let (home, abroad) = (Some(example::HOME), Some(example::ABROAD));
        for (partner, origin, ware, flow, major) in [
            (PartyId(2), abroad, goods(84), Flow::Import, 60_000.0),
            (PartyId(2), abroad, goods(87), Flow::Import, if month == 5 { 400_000.0 } else { 0.0 }),
            (PartyId(3), home, goods(27), Flow::Domestic, 75_000.0),
            (PartyId(3), None, goods(11), Flow::Domestic, 9_000.0),
            (PartyId(0), home, Ware::Services, Flow::Domestic, 12_000.0),
        ] {
            let amount = (luck.near(major, 0.3) * 100.0) as i64;
            if amount > 0 {
                let month = month as u16;
                record.turnover.push(&TurnoverCell {
                    partner,
                    origin,
                    ware,
                    month,
                    flow,
                    mass_kg: if ware == Ware::Services { 0 } else { amount / 400 },
                    amount,
                });
            }
        }
    }
}

pub(crate) fn records(scenario: &Scenario, n: u32) -> Vec<RunRecord> {
    (0..n).map(|replication| record(scenario, replication)).collect()
}

/// An outlook that goes with the records.
pub(crate) fn outlook(scenario: &Scenario) -> Outlook {
    let band = |p10, p50, p90| Some(DayBand { p10, p50, p90 });
    let tonnes = |t: f64| Mass::from_tonnes(t);
    let limit = |day: i32, shift: i32| {
        let at = day - shift;
        match at {
            at if !(172..290).contains(&at) => Mass::ZERO,
            at if at < 184 => tonnes(14.0),
            at if at < 196 => tonnes(25.0),
            at if at < 280 => tonnes(48.0),
            _ => tonnes(25.0),
        }
    };
    let ice = SeasonForecast {
        season: example::ICE,
        name: "winter-road".into(),
        station: scenario.seasons[example::ICE].station,
        sort: SeasonSort::Ice,
        windows: vec![WindowForecast {
            year: 2026,
            label: "2026/27".into(),
            chance: 1.0,
            full_load_chance: 0.97,
            opened: band(164, 172, 181),
            full_load: band(186, 196, 209),
            closed: band(282, 289, 295),
            days_open: band(105, 117, 129),
            planned: Some(PlannedWindow { opens: 172, full_load: Some(196), closes: 289 }),
        }],
        limits: (0..365)
            .map(|day| {
                let mut all = [limit(day, 8), limit(day, 0), limit(day, -8)];
                all.sort();
                LimitBand { p10: all[0], p50: all[1], p90: all[2] }
            })
            .collect(),
        measured: (0..5)
            .map(|at| MeasuredWindow {
                year: 2020 + at,
                opened: Some(168 + i32::from(at * 3 % 11)),
                full_load: Some(190 + i32::from(at * 7 % 17)),
                closed: Some(284 + i32::from(at * 5 % 9)),
            })
            .collect(),
    };
    let open_band = |open: bool| {
        let mass = if open { DayLimit::UNLIMITED } else { Mass::ZERO };
        LimitBand { p10: mass, p50: mass, p90: mass }
    };
    let river = SeasonForecast {
        season: example::RIVER,
        name: "river".into(),
        station: None,
        sort: SeasonSort::River,
        windows: [(-33, 96, 2026), (331, 461, 2027)]
            .map(|(opened, closed, year): (i32, i32, i16)| WindowForecast {
                year,
                label: year.to_string(),
                chance: 1.0,
                full_load_chance: 0.0,
                opened: band(opened - 5, opened, opened + 5),
                full_load: None,
                closed: band(closed - 6, closed, closed + 6),
                days_open: band(closed - opened - 8, closed - opened + 1, closed - opened + 10),
                planned: Some(PlannedWindow { opens: opened, full_load: None, closes: closed }),
            })
            .into(),
        limits: (0..365).map(|day| open_band(!(97..331).contains(&day))).collect(),
        measured: vec![],
    };
    let legs = scenario
        .legs
        .entries()
        .map(|(leg, row)| LegForecast {
            leg,
            name: row.name.clone(),
            windows: vec![LegWindow {
                label: "2026/27".into(),
                p10_t: 880.0,
                p50_t: 1_020.0,
                p90_t: 1_140.0,
            }],
        })
        .collect();
    Outlook {
        draws: 200,
        winters: 30,
        winters_dropped: 2,
        seasons: vec![ice, river],
        legs,
        hauls: Default::default(),
    }
}

pub(crate) fn manifest(n: u32) -> Manifest {
    Manifest {
        version: "0.1.0".into(),
        scenario_folder: "examples/small".into(),
        scenario_digest: "5f0c2a9e11d3".into(),
        seed: 7,
        replications: n,
        command: format!("iceroad run examples/small --replications {n} --seed 7"),
        complete: true,
        data_notes: vec![
            "Temperatures of Valley are synthetic: monthly normals with the daily anomalies measured at Plateau.".into(),
        ],
        fidelity: fidelity::Fidelity::default(),
    }
}

/// One change was found to help, of five.
static ADVICE: LazyLock<Advice> = LazyLock::new(|| {
    let effect = |key: &str, unit: &str, better, difference: f64, verdict| Effect {
        key: key.into(),
        title: key.into(),
        unit: unit.into(),
        higher_is_better: Some(better),
        now: 900_000.0,
        difference,
        low: difference - 4_000.0,
        high: difference + 4_000.0,
        verdict,
    };
    let suggestion = Suggestion {
        title: "Add a bay to north".into(),
        why: "Machines wait 800 hours for a bay & more.".into(),
        change: Change::of_cell("bays.csv", "north", "count", 1, 2),
        pairs: 24,
        effects: vec![effect("delivered.wanted", "t", true, 21_000.0, Verdict::Better)],
        cost: Some(effect("cost.total", "XTS", false, 9_000.0, Verdict::Worse)),
        margin: None,
    };
    let tried = |title: &str, fate, pairs| Tried { title: title.into(), fate, pairs };
    let tried = vec![
        tried("Add a bay to north", Fate::Helps, 24),
        tried("Add a loader at ore_face", Fate::Harms(vec!["ore delivered".into()]), 2),
        tried("One more place at spoil", Fate::NoEffect, 2),
    ];
    Advice { untried: None, tried, replications: 48, suggestions: vec![suggestion] }
});

/// What is shown: these records with this outlook and manifest, and no bounds.
pub(crate) fn results<'a>(
    scenario: &'a Scenario,
    records: &'a [RunRecord],
    parts: &'a (Outlook, Manifest),
) -> Results<'a> {
    Results { scenario, records, outlook: &parts.0, bounds: &[], manifest: &parts.1, advice: &ADVICE }
}
