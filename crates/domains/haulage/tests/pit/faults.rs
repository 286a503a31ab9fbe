//! Pits that cannot be worked are refused before the first event, in words that say what to do.

use iceroad_base::quantity::Grade;
use iceroad_haulage::{HaulageError, Layout};
use iceroad_model::{DumpId, SegmentId, Tables};
use iceroad_worlds::pit::Pit;

fn refused(change: impl FnOnce(&mut Tables)) -> HaulageError {
    let pit = Pit::default();
    let mut tables = pit.tables();
    change(&mut tables);
    Layout::of_tables(&tables, &pit.horizon()).unwrap_err()
}

#[test]
fn a_road_too_steep_for_a_truck_is_named() {
    // The grip is 33 % of weight; 30 % grade and 4 % rolling resistance ask for 34 %. A share of weight is the
    // same loaded or empty, so the empty truck is the first that cannot go.
    let error = refused(|tables| {
        let road = &mut tables.segments[SegmentId(4)];
        road.grade = Grade::clamped(30.0);
        road.rolling = iceroad_base::quantity::RollingResistance::clamped(4.0);
    });
    assert_eq!(
        error.to_string(),
        "at mine `pit` a truck cannot get empty from `park` to `dump 0` on normal roads: from `middle` to `dump 0` grade and \
         rolling resistance come to 34.0 %, more than it climbs; lower the grade, harden the surface, or add a road around"
    );
}

#[test]
fn a_one_way_road_without_a_way_back_is_named() {
    let error = refused(|tables| tables.segments[SegmentId(3)].two_way = false);
    let HaulageError::NoRoute { from, to, .. } = error else {
        unreachable!("{error}");
    };
    assert_eq!((from.as_str(), to.as_str()), ("face 0", "park"));
}

#[test]
fn a_material_that_no_dump_takes_is_named() {
    let error = refused(|tables| tables.dumps[DumpId(0)].materials.clear());
    assert_eq!(
        error.to_string(),
        "face `face 0` digs `ore`, which no dump of the mine takes; add it to `materials` in dumps.csv"
    );
}
