//! The outlook against the tracks it is made of.
use super::*;
use crate::Climate;
use iceroad_model::Scenario;
use iceroad_worlds::example;

fn prepared() -> Climate {
    let scenario = Scenario::new(example::small()).expect("the example is legal");
    Climate::prepare(&scenario).unwrap()
}

#[test]
fn the_bands_are_quantiles_of_the_windows_that_replications_have() {
    let climate = prepared();
    let outlook = climate.outlook(42, 50).unwrap();
    let forecast = &outlook.seasons[0].windows[0];
    let opened: Vec<f64> = (0..50)
        .map(|replication| {
            let weather = climate.draw(42, replication).unwrap();
            f64::from(climate.tracks(&weather, 42, replication)[example::ICE].windows()[0].opened)
        })
        .collect();
    assert_eq!(forecast.opened, band(&opened));
    assert_eq!((forecast.label.as_str(), forecast.chance), ("2026/27", 1.0));
    assert_eq!(forecast.planned, Some(climate.planned()[example::ICE][0]));
    let band = forecast.opened.unwrap();
    assert!(band.p10 <= band.p50 && band.p50 <= band.p90 && band.p10 < band.p90);
}

#[test]
fn a_river_has_one_window_for_each_summer_of_the_horizon() {
    let outlook = prepared().outlook(42, 20).unwrap();
    let labels: Vec<&str> = outlook.seasons[1].windows.iter().map(|window| window.label.as_str()).collect();
    assert_eq!(labels, ["2026", "2027"]);
    assert_eq!(outlook.seasons[1].sort, SeasonSort::River);
}

#[test]
fn a_leg_without_a_season_carries_its_trips_every_day() {
    let climate = prepared();
    let outlook = climate.outlook(42, 5).unwrap();
    let flight = &outlook.legs[example::FLIGHT.0 as usize];
    // One trip of 5 t a day for 365 days.
    assert_eq!((flight.windows.len(), flight.windows[0].p50_t), (1, 1_825.0));
}

#[test]
fn a_leg_on_ice_carries_what_the_limit_leaves_above_its_tare() {
    // 12 trips a day of 32 t, 16 t empty.
    let scenario = Scenario::new(example::small()).expect("the example is legal");
    let leg = LegLoad::of(&scenario, example::WINTER_ROAD);
    let day = |gross: f64, share: f64| {
        let payload = iceroad_base::quantity::Share::clamped(share);
        leg.day(DayLimit { gross: Mass::from_tonnes(gross), payload }).tonnes()
    };
    // Too weak for the empty truck; 9 t, no third of the payload; 27 − 16 = 11 t; full; half full.
    let days = [day(14.0, 1.0), day(25.0, 1.0), day(27.0, 1.0), day(60.0, 1.0), day(60.0, 0.5)];
    assert_eq!(days, [0.0, 0.0, 132.0, 384.0, 192.0]);
    assert_eq!(leg.day(DayLimit::OPEN).tonnes(), 384.0);
    assert_eq!(leg.day(DayLimit::CLOSED).tonnes(), 0.0);
}

#[test]
fn limits_of_the_day_are_in_order_and_tell_no_limit_from_a_great_one() {
    let outlook = prepared().outlook(42, 30).unwrap();
    for season in &outlook.seasons {
        assert_eq!(season.limits.len(), 365);
        assert!(season.limits.iter().all(|band| band.p10 <= band.p50 && band.p50 <= band.p90));
    }
    // 1 August: the river is open without a limit, the ice road closed.
    assert_eq!(outlook.seasons[1].limits[31].p50, DayLimit::UNLIMITED);
    assert_eq!(outlook.seasons[0].limits[31].p90, Mass::ZERO);
}

#[test]
fn recorded_mode_needs_one_draw() {
    let mut tables = example::small();
    tables.heading.climate = ClimateMode::Recorded { first_year: 2020 };
    let climate = Climate::prepare(&Scenario::new(tables).unwrap()).unwrap();
    let outlook = climate.outlook(42, 500).unwrap();
    assert_eq!(outlook.draws, 1);
    let band = outlook.seasons[0].windows[0].opened.unwrap();
    assert_eq!(band.p10, band.p90);
}
