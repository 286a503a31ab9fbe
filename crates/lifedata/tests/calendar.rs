//! Hours of a log by day, and lives in hours that count for more on some days.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use iceroad_lifedata::log::{Assembled, Calendar, Counting, Event, Log, Options, Row, assemble};

/// The first day of the log, since 1970.
const FIRST: i64 = 20_000;

/// A machine that runs 10 h a day for ten days and 20 h a day for ten more, and fails once, as the eleventh day begins.
fn log() -> Log {
    let mut log = Log::default();
    let (machine, part) = (log.machines.number("T1"), log.subsystems.number("engine"));
    let row = |day: i64, meter_h: f64, event| Row {
        machine,
        model: None,
        subsystem: (event == Event::Failure).then_some(part),
        cause: None,
        event,
        when: Some((FIRST + day) as f64 * 24.0),
        is_day: false,
        meter_h: Some(meter_h),
        gap_h: None,
        part_h: None,
        down_h: None,
        repair_h: None,
        temperature_c: None,
    };
    log.rows =
        vec![row(0, 0.0, Event::Start), row(10, 100.0, Event::Failure), row(20, 300.0, Event::Reading)];
    log
}

fn assembled() -> Assembled {
    let log = log();
    let (from, until) = (FIRST as f64 * 24.0, (FIRST + 20) as f64 * 24.0);
    let options = Options { from: Some(from), until: Some(until), ..Options::default() };
    assemble(&log, Vec::new(), &options)
}

/// From the sixteenth day on hours count for three.
struct Frost<'a>(&'a Calendar);

impl Counting for Frost<'_> {
    fn calendar(&self, machine: u32) -> Option<&Calendar> {
        (machine == 0).then_some(self.0)
    }

    fn factor(&self, day: i64) -> f64 {
        if day >= FIRST + 15 { 3.0 } else { 1.0 }
    }
}

#[test]
fn hours_between_two_ages_are_those_of_their_days() {
    let all = assembled();
    let calendar = &all.machines[0].calendar;
    let days: Vec<(i64, f64)> = calendar.days().collect();
    assert_eq!((days.len(), days[0], days[19]), (20, (FIRST, 10.0), (FIRST + 19, 20.0)));
    let between: Vec<(i64, f64)> = calendar.between(95.0, 125.0).collect();
    assert_eq!(between, [(FIRST + 9, 5.0), (FIRST + 10, 20.0), (FIRST + 11, 5.0)]);
    for (from, to) in [(0.0, 300.0), (10.0, 20.0), (33.3, 277.7), (299.0, 300.0)] {
        let sum: f64 = calendar.between(from, to).map(|(_, hours)| hours).sum();
        assert!((sum - (to - from)).abs() < 1e-9, "{from} {to} {sum}");
    }
    assert_eq!(calendar.between(50.0, 50.0).count() + calendar.between(300.0, 400.0).count(), 0);
    assert_eq!(Calendar::default().between(0.0, 10.0).count(), 0);
}

#[test]
fn lives_and_histories_are_counted_by_day() {
    let all = assembled();
    let engine = &all.groups[0];
    assert_eq!((engine.failure_days.clone(), engine.units.clone()), (vec![FIRST + 10], vec![(0, 0.0)]));
    let counted = engine.counted(&Frost(&all.machines[0].calendar));
    // 100 h at one; then five days of 20 h at one and five at three.
    let ages: Vec<(f64, bool)> = counted.lives.iter().map(|life| (life.age, life.failed)).collect();
    assert_eq!(ages, [(100.0, true), (400.0, false)]);
    let unit = &counted.histories[0];
    assert_eq!((unit.from(), unit.ages().to_vec(), unit.to()), (0.0, vec![100.0], 500.0));
    // Where hours count for what they are nothing changes.
    struct Even<'a>(&'a Calendar);
    impl Counting for Even<'_> {
        fn calendar(&self, _: u32) -> Option<&Calendar> {
            Some(self.0)
        }
        fn factor(&self, _: i64) -> f64 {
            1.0
        }
    }
    assert_eq!(engine.counted(&Even(&all.machines[0].calendar)), *engine);
}
