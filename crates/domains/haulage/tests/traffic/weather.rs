//! Snow, storm and fog on the roads.
use crate::world::*;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Factor, Hours};
use iceroad_model::Tables;
use iceroad_model::event::{Event, MachineState};
use iceroad_model::roads::{RoadWeather, RoadWeatherKind};
use iceroad_worlds::pit::Pit;

fn weather(kind: RoadWeatherKind) -> RoadWeather {
    RoadWeather {
        mine: MINE,
        kind,
        first_month: 1,
        last_month: 2,
        per_month: 30.0,
        duration_h: Law::Constant { value: 6.0 },
        rolling: Factor::clamped(1.0),
        speed: 1.0,
        closes: false,
        only_below: None,
        plough: Hours::clamped(0.0),
    }
}

fn pit() -> Pit {
    Pit { days: 90, ..Pit::default() }
}

fn with(weather: RoadWeather) -> Tables {
    let mut tables = pit().tables();
    tables.road_weather.push(weather);
    tables
}

/// How long each loaded drive took, with the day it began.
fn drives(world: &World) -> Vec<(i64, i64)> {
    let states = states(world, 0);
    let loaded = states.windows(2).filter(|pair| pair[0].1 == MachineState::TravelLoaded);
    loaded.map(|pair| (pair[0].0 / 86_400, pair[1].0 - pair[0].0)).collect()
}

#[test]
fn fog_slows_down_in_its_season_only() {
    let tables = with(RoadWeather { speed: 0.5, ..weather(RoadWeatherKind::Fog) });
    let world = run(&pit(), &tables, 90 * 86_400);
    let drives = drives(&world);
    // 3,000 m at 5 m/s: 10 s and 25 m for each end, 590 s between; at 10 m/s 320 s.
    assert!(drives.iter().all(|&(_, took)| took == 320 || took == 610), "{drives:?}");
    let slow = |days: std::ops::Range<i64>| {
        let of: Vec<_> = drives.iter().filter(|(day, _)| days.contains(day)).collect();
        of.iter().filter(|(_, took)| *took == 610).count() as f64 / of.len() as f64
    };
    // 30 a month of 6 h each, some on top of each other: on 1 − exp(−30·6/730) = 22 % of the time. A cycle takes
    // 800 s, in fog 1,320 s, so 13 % of the drives; some 58 fogs come, which is one in eight either way.
    assert!((0.08..0.19).contains(&slow(0..59)), "{}", slow(0..59));
    assert_eq!(slow(60..90), 0.0);
}

#[test]
fn a_storm_holds_everybody_and_lets_go() {
    let tables = with(RoadWeather { closes: true, per_month: 10.0, ..weather(RoadWeatherKind::Storm) });
    let world = run(&pit(), &tables, 59 * 86_400);
    let held = held(&world, 0);
    assert!(!held.is_empty() && held.iter().all(|&(from, to)| to - from <= 30 * 3_600), "{held:?}");
    let closed = world.log.iter().filter(|entry| matches!(entry.event, Event::RoadClosed { .. })).count();
    let opened = world.log.iter().filter(|entry| matches!(entry.event, Event::RoadOpened { .. })).count();
    // All five roads each time.
    assert!(
        closed % 5 == 0 && closed.abs_diff(opened) <= 5 && closed > 50,
        "{closed} closed, {opened} opened"
    );
}

#[test]
fn snow_lies_until_it_is_ploughed() {
    // The roads are harder to drive on for as long again as it snows where that is how long ploughing takes.
    let slow = |plough: f64| {
        let snow =
            RoadWeather { rolling: Factor::clamped(10.0), per_month: 4.0, ..weather(RoadWeatherKind::Snow) };
        let tables = with(RoadWeather { plough: Hours::clamped(plough), ..snow });
        let drives = drives(&run(&pit(), &tables, 59 * 86_400));
        drives.iter().filter(|(_, took)| *took > 320).map(|(_, took)| took).sum::<i64>() as f64
    };
    let (at_once, later) = (slow(0.0), slow(6.0));
    assert!(at_once > 0.0 && (1.5..2.3).contains(&(later / at_once)), "{later} s against {at_once} s");
}

#[test]
fn ice_fog_comes_only_in_the_cold() {
    let fog = RoadWeather {
        speed: 0.5,
        only_below: Some(Celsius::clamped(-40.0)),
        ..weather(RoadWeatherKind::Fog)
    };
    let run_at = |mean: f64| {
        let mut world = start(&pit(), &with(fog.clone()));
        world.tell(|haulage, ctx| haulage.set_weather(MINE, Celsius::clamped(mean), ctx)).unwrap();
        world.run_until(at(50 * 86_400)).unwrap();
        drives(&world).iter().filter(|(_, took)| *took == 610).count()
    };
    assert_eq!(run_at(-39.0), 0);
    assert!(run_at(-41.0) > 20);
}

#[test]
fn weather_of_one_kind_shifts_no_other() {
    let storm = RoadWeather { closes: true, per_month: 3.0, ..weather(RoadWeatherKind::Storm) };
    let storms = |tables: &Tables| {
        let world = run(&pit(), tables, 59 * 86_400);
        let closes = |entry: &iceroad_model::event::Entry| {
            matches!(entry.event, Event::RoadClosed { .. }).then_some(entry.at)
        };
        world.log.iter().filter_map(closes).collect::<Vec<_>>()
    };
    let alone = with(storm);
    let mut beside = alone.clone();
    beside.road_weather.push(RoadWeather { speed: 0.6, ..weather(RoadWeatherKind::Fog) });
    assert_eq!(storms(&alone), storms(&beside));
}
