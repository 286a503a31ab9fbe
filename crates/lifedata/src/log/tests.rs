//! Logs as they come: no row is lost, and what is wrong with each is known.
use super::*;

/// A row of truck 0: its day and hour, its reading, what happened to which subsystem.
fn row(day: f64, meter: impl Into<Option<f64>>, event: Event, subsystem: impl Into<Option<u32>>) -> Row {
    Row {
        machine: 0,
        model: Some(0),
        subsystem: subsystem.into(),
        cause: None,
        event,
        when: Some(day * 24.0),
        is_day: false,
        meter_h: meter.into(),
        gap_h: None,
        part_h: None,
        down_h: None,
        repair_h: None,
        temperature_c: None,
    }
}

fn log(rows: Vec<Row>) -> Log {
    let mut log = Log { rows, ..Log::default() };
    for machine in 0..log.rows.iter().map(|row| row.machine + 1).max().unwrap_or(0) {
        log.machines.number(&format!("T{machine}"));
    }
    log.models.number("830E");
    log.subsystems.number("engine");
    log.subsystems.number("tyres");
    log
}

fn taken(rows: Vec<Row>) -> Assembled {
    let log = log(rows);
    let taken = assemble(&log, Vec::new(), &Options::default());
    assert_eq!(taken.tally().iter().sum::<usize>(), log.rows.len());
    taken
}

/// Ten hours a day from a new machine on day 100.
fn even() -> Vec<Row> {
    let mut rows = vec![row(100.0, 0.0, Event::Start, None)];
    rows.extend([20.0, 50.0, 90.0].map(|day| row(100.0 + day, day * 10.0, Event::Failure, 0)));
    rows.push(row(220.0, 1_200.0, Event::Reading, None));
    rows
}

#[test]
fn a_clean_log_gives_its_gaps_and_what_still_runs() {
    let taken = taken(even());
    assert_eq!(taken.tally(), [5, 0, 0]);
    let [group] = &taken.groups[..] else { panic!("{:?}", taken.groups) };
    let lives: Vec<(f64, bool)> = group.lives.iter().map(|life| (life.age, life.failed)).collect();
    assert_eq!(lives[..3], [(200.0, true), (300.0, true), (400.0, true)]);
    // The day of the last row is watched to its end.
    assert_eq!(lives[3], (310.0, false));
    assert_eq!(
        group.histories,
        [crate::recurrent::History::watched(0.0, 1_210.0, vec![200.0, 500.0, 900.0]).unwrap()]
    );
    let hours: f64 = group.hours_by_month.iter().sum();
    assert!((hours - 1_210.0).abs() < 1e-6, "{hours}");
    assert_eq!(group.failures_by_month.iter().sum::<f64>(), 3.0);
}

#[test]
fn a_machine_without_failures_is_watched_too() {
    let mut rows = even();
    rows.extend(
        [(100.0, 0.0), (220.0, 600.0)]
            .map(|(day, at)| Row { machine: 1, ..row(day, at, Event::Reading, None) }),
    );
    let taken = taken(rows);
    assert_eq!(taken.groups[0].histories.len(), 2);
    assert_eq!(taken.machines[1].to, 605.0);
}

#[test]
fn slips_are_replaced_and_new_meters_joined() {
    let mut rows = even();
    // A digit too many.
    rows[2].meter_h = Some(5_000.0);
    let slip = taken(rows);
    assert_eq!(slip.fates[2], Fate::Repaired(Repair::ReadingReplaced));
    assert_eq!(slip.groups[0].histories[0].ages(), [200.0, 500.0, 900.0]);
    // A new meter on day 150, that begins at 0.
    let mut rows = even();
    rows[2].meter_h = Some(0.0);
    rows[3].meter_h = Some(400.0);
    rows[4].meter_h = Some(700.0);
    let swap = taken(rows);
    assert_eq!(swap.fates[2], Fate::Repaired(Repair::MeterSwapped));
    assert_eq!(swap.groups[0].histories[0].ages(), [200.0, 500.0, 900.0]);
    // 400 h in a day.
    let mut rows = even();
    rows.insert(2, row(121.0, 600.0, Event::Inspection, None));
    assert_eq!(taken(rows).fates[2], Fate::Repaired(Repair::ReadingReplaced));
}

#[test]
fn missing_readings_come_from_dates() {
    let mut rows = even();
    rows[2].meter_h = None;
    let taken = taken(rows);
    assert_eq!(taken.fates[2], Fate::Repaired(Repair::ReadingFromDate));
    assert_eq!(taken.groups[0].histories[0].ages(), [200.0, 500.0, 900.0]);
}

#[test]
fn doubles_and_failures_of_what_has_failed_are_set_aside() {
    let mut rows = even();
    rows.push(rows[1]);
    rows[2].down_h = Some(48.0);
    rows.push(row(151.0, 501.0, Event::Failure, 0));
    rows.push(row(151.0, 501.0, Event::Failure, 1));
    let taken = taken(rows);
    assert_eq!(taken.fates[5], Fate::Aside(Aside::Duplicate(1)));
    assert_eq!(taken.fates[6], Fate::Aside(Aside::DuringRepair(2)));
    assert_eq!(taken.fates[7], Fate::Used);
    assert_eq!(taken.groups.len(), 2);
}

#[test]
fn a_late_start_leaves_the_first_stretch_out_and_keeps_the_age() {
    let mut rows = even();
    rows.remove(0);
    rows.iter_mut().for_each(|row| row.meter_h = row.meter_h.map(|at| at + 9_000.0));
    let taken = taken(rows);
    let group = &taken.groups[0];
    // Watched from the day before the first row.
    assert_eq!(group.histories[0].from(), 9_190.0);
    assert_eq!((group.lives.len(), group.unknown_age), (3, 1));
}

#[test]
fn hours_on_the_part_say_how_old_it_was_when_watching_began() {
    let mut rows = even();
    rows.remove(0);
    rows.iter_mut().for_each(|row| row.meter_h = row.meter_h.map(|at| at + 9_000.0));
    rows[0].part_h = Some(700.0);
    let life = taken(rows).groups[0].lives[0];
    assert_eq!((life.entry, life.age), (690.0, 700.0));
}

#[test]
fn a_replacement_before_failure_begins_a_new_unit() {
    let mut rows = even();
    rows[2].event = Event::Replacement;
    let group = &taken(rows).groups[0];
    assert_eq!(group.histories.len(), 2);
    assert_eq!(group.histories[1].ages(), [400.0]);
    let running = group.lives.iter().filter(|life| !life.failed).count();
    assert_eq!((group.lives.len(), running), (4, 2));
}

#[test]
fn readings_alone_or_gaps_alone_are_enough() {
    let alone = |row: &Row| Row { when: None, ..*row };
    let rows: Vec<Row> = even().iter().skip(1).map(alone).collect();
    let by_meter = taken(rows.clone());
    assert_eq!(by_meter.basis, Basis::Meter);
    assert_eq!(by_meter.groups[0].histories[0].ages(), [200.0, 500.0, 900.0]);
    assert_eq!(by_meter.remarks, [Remark::FromNew(1)]);
    let gaps = [200.0, 300.0, 400.0].map(|gap| Row {
        when: None,
        gap_h: Some(gap),
        ..row(0.0, None, Event::Failure, 0)
    });
    let by_gaps = taken(gaps.to_vec());
    assert_eq!(by_gaps.groups[0].histories[0].ages(), [200.0, 500.0, 900.0]);
    // Nothing is known beyond the last failure, so it ended the watching; of the other the reading did.
    assert!(by_gaps.groups[0].histories[0].ends_with_failure());
    assert!(!by_meter.groups[0].histories[0].ends_with_failure());
    let shuffled = taken(vec![rows[1], rows[0], rows[2], rows[3]]);
    assert_eq!(shuffled.fates[1], Fate::Repaired(Repair::OutOfOrder));
    assert_eq!(shuffled.groups, by_meter.groups);
}

#[test]
fn a_failure_after_its_part_was_suspended_or_before_the_start_is_set_aside() {
    let mut rows = even();
    rows.insert(2, row(130.0, 300.0, Event::Suspension, 0));
    let late = taken(rows);
    assert_eq!(late.fates[3], Fate::Aside(Aside::AfterWatching));
    let mut rows = even();
    rows.push(row(99.5, None, Event::Failure, 0));
    let early = taken(rows);
    assert_eq!(early.fates[5], Fate::Aside(Aside::BeforeWatching), "{:?}", early.machines);
}

#[test]
fn a_row_without_date_and_reading_has_no_place() {
    let mut rows = even();
    rows.push(Row { when: None, ..row(0.0, None, Event::Failure, 0) });
    assert_eq!(taken(rows).fates[5], Fate::Aside(Aside::NoPlace));
}

#[test]
fn causes_end_each_others_lives() {
    let mut log = log(even());
    let (fire, wear) = (log.causes.number("fire"), log.causes.number("wear"));
    log.rows[1].cause = Some(wear);
    log.rows[2].cause = Some(fire);
    log.rows[3].cause = Some(wear);
    let taken = assemble(&log, Vec::new(), &Options { by_cause: true, ..Options::default() });
    assert_eq!(taken.groups.len(), 2);
    let of_wear = taken.groups.iter().find(|group| group.cause == Some(wear)).unwrap();
    assert_eq!(of_wear.histories[0].ages(), [200.0, 900.0]);
    assert_eq!(of_wear.lives.iter().map(|life| life.failed).collect::<Vec<_>>(), [true, false, true, false]);
}

#[test]
fn a_part_that_never_failed_is_a_group_of_lives_that_run() {
    let rows = vec![
        row(100.0, 0.0, Event::Start, None),
        row(220.0, 1_200.0, Event::Suspension, 0),
        Row { machine: 1, ..row(100.0, 0.0, Event::Start, None) },
        Row { machine: 1, ..row(220.0, 1_000.0, Event::Reading, None) },
    ];
    let taken = taken(rows);
    let [group] = &taken.groups[..] else { panic!("{:?}", taken.groups) };
    let lives: Vec<(f64, bool)> = group.lives.iter().map(|life| (life.age.round(), life.failed)).collect();
    assert_eq!((group.subsystem, lives), (Some(0), vec![(1_200.0, false), (1_008.0, false)]));
}

#[test]
fn a_part_that_fails_again_within_the_hour_is_not_down_still() {
    let mut rows = even();
    rows[1].repair_h = Some(5.0);
    rows.insert(2, row(120.25, 200.0, Event::Failure, 0));
    rows.insert(3, row(120.5, 200.0, Event::Failure, 0));
    rows[2].repair_h = Some(12.0);
    let taken = taken(rows);
    // The second came six hours after the first, which took five; the third while the second was worked on.
    assert_eq!(taken.fates[..4], [Fate::Used, Fate::Used, Fate::Used, Fate::Aside(Aside::DuringRepair(2))]);
    let ages: Vec<f64> = taken.groups[0].lives.iter().map(|life| life.age).collect();
    assert_eq!(ages, [200.0, 0.5, 300.0, 400.0, 310.0]);
}

#[test]
fn a_part_that_fails_in_its_first_hour_was_watched() {
    let mut rows = even();
    rows.insert(1, row(100.03, 0.0, Event::Failure, 0));
    let taken = taken(rows);
    assert_eq!(taken.fates[1], Fate::Used);
    assert_eq!(taken.groups[0].lives[0].age, 0.5);
}

#[test]
fn a_reading_without_a_date_is_of_the_meter_that_showed_it() {
    // A new meter on day 150, that begins at 0; one failure without a date on each.
    let mut rows = even();
    rows[2].meter_h = Some(0.0);
    rows[3].meter_h = Some(400.0);
    rows[4].meter_h = Some(700.0);
    rows.insert(1, row(120.0, 300.0, Event::Reading, None));
    let undated = |meter| Row { when: None, ..row(0.0, meter, Event::Failure, 0) };
    // 650 h was shown by the second meter alone; 120 h by both, and it stands below rows of the second.
    rows.push(undated(650.0));
    rows.push(undated(120.0));
    // A reading of both below rows of the first.
    rows.insert(2, undated(100.0));
    rows[1] = row(115.0, 150.0, Event::Reading, None);
    let taken = taken(rows);
    assert_eq!(taken.fates[2], Fate::Repaired(Repair::MeterOfRow));
    assert_eq!(taken.groups[0].histories[0].ages(), [100.0, 200.0, 500.0, 620.0, 900.0, 1_150.0]);
}

#[test]
fn rows_without_dates_stand_among_those_with_by_their_readings() {
    let mut rows = even();
    rows.insert(1, Row { when: None, ..row(0.0, 700.0, Event::Failure, 0) });
    assert_eq!(taken(rows).groups[0].histories[0].ages(), [200.0, 500.0, 700.0, 900.0]);
}
