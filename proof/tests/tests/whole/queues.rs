//! Who waits for a road to open, and who stands in line once it is.
use iceroad_base::quantity::Mass;
use iceroad_measures::legs::queues;
use iceroad_model::record::QueueCell;
use iceroad_model::transport::Runs;
use iceroad_worlds::build::Build;
use iceroad_worlds::supply::{HOME, every, supply, wide};

const DAY_MS: i64 = 86_400_000;

/// Two bulks of 50 t ordered on 1 January stand before a road that opens on the tenth, of one truck of 10 t a day: the first goes
/// on the five days from the tenth on, the other on the five after them.
#[test]
fn nine_days_before_the_opening_are_no_line() {
    let mut t = supply();
    t.heading.days = 60;
    let (yard, town) = (t.site("yard", HOME), t.site("town", HOME));
    let store = t.store("store", town, None);
    let road = t.leg("road", yard, town, 1.0);
    t.legs[road].season = Some(t.season("winter"));
    let truck = t.runs_on(road);
    (truck.payload, truck.runs) = (Mass(10_000), Runs::Trips(1));
    for name in ["first", "second"] {
        let goods = t.item(name, 1);
        t.offer(name, goods, yard, 0.0);
        t.stock(store, goods, 0, every(1, 50_000, 365.0));
    }
    let scenario = iceroad_tests::scenario(t).unwrap();
    let run = iceroad_tests::run(&scenario, 1, 0).unwrap();
    assert!(run.violations.is_empty(), "{}", run.complaint());
    let days = |cell: QueueCell| (cell.shipments, cell.stood_ms, cell.shut_ms, cell.longest_ms);
    let told: Vec<_> = run.record.queues.iter().map(days).collect();
    // Five shipments of 10 t each, of which each day takes one.
    let first = (5, (9 + 10 + 11 + 12 + 13) * DAY_MS, 45 * DAY_MS, 4 * DAY_MS);
    let second = (5, (14 + 15 + 16 + 17 + 18) * DAY_MS, 45 * DAY_MS, 9 * DAY_MS);
    assert_eq!(told, [first, second]);
    let worst = &queues(&scenario, &[run.record])[0];
    assert_eq!((worst.item_name.as_str(), worst.behind.as_deref()), ("second", Some("first")));
    assert_eq!(
        (worst.line_days.map(|one| one.mean), worst.shut_days.map(|one| one.mean)),
        (Some(7.0), Some(9.0))
    );
}

/// Hundreds of shipments before one road: behind which item each stood is added up again by the audit, one by one.
#[test]
fn who_stood_behind_whom_holds_where_thousands_stand() {
    let scenario = iceroad_tests::scenario(wide(120, 3)).unwrap();
    let run = iceroad_tests::run(&scenario, 1, 0).unwrap();
    assert!(run.violations.is_empty(), "{}", run.complaint());
    assert_eq!(run.record.queues.len(), 360);
    let behind =
        run.record.queues.iter().filter_map(|cell| cell.behind).collect::<std::collections::BTreeSet<_>>();
    assert!(behind.len() > 3, "{behind:?}");
}
