//! Territories, sites, stations, seasons and legs of the small example.
use super::*;
use iceroad_base::civil::{TimeOfDay, date_of_epoch_day, epoch_day};
use iceroad_base::quantity::*;
use iceroad_model::calendar::{Shift, WorkCalendar};
use iceroad_model::climate::*;
use iceroad_model::site::{Site, SiteKind};
use iceroad_model::transport::{Leg, Mode, Runs, Vehicle};

pub(super) fn fill(tables: &mut Tables) {
    tables.brands = ["Alder", "Birch"].into_iter().map(String::from).collect();
    tables.trades = ["mechanic", "electrician"].into_iter().map(String::from).collect();
    tables.territories = ["XA", "XB", "XC"].into_iter().map(String::from).collect();
    tables.sites = [
        site("pit", "The pit", SiteKind::Mine, (62.5, 114.0), Some(PLATEAU), HOME),
        site("railhead", "The rail head", SiteKind::Transfer, (61.9, 129.9), Some(VALLEY), HOME),
        site("village", "The village", SiteKind::Settlement, (63.3, 118.3), Some(VALLEY), HOME),
        site("port", "A port abroad", SiteKind::Supplier, (39.0, 121.7), None, ABROAD),
    ]
    .into_iter()
    .collect();
    stations(tables);
    seasons(tables);
    legs(tables);
    calendars(tables);
}

fn site(
    name: &str,
    title: &str,
    kind: SiteKind,
    (north, east): (f64, f64),
    station: Option<StationId>,
    territory: TerritoryId,
) -> Site {
    Site {
        name: name.into(),
        title: title.into(),
        kind,
        zone: yakutsk(),
        latitude: Latitude::clamped(north),
        longitude: Longitude::clamped(east),
        station,
        territory,
    }
}

/// Means of the months, January first, °C.
const MONTHS: [f64; 12] = [-34.0, -30.0, -19.0, -5.0, 6.0, 14.0, 17.0, 13.0, 5.0, -8.0, -25.0, -33.0];

fn stations(tables: &mut Tables) {
    let measured = Station {
        name: "plateau".into(),
        title: "Plateau".into(),
        record: StationRecord::Measured(record(Date::constant(2019, 7, 1), Date::constant(2024, 6, 30))),
        night_drop_c: 0.0,
    };
    let normals = MONTHS.map(|mean| MonthNormal { mean: Celsius::clamped(mean + 2.0) });
    let synthetic = Station {
        name: "valley".into(),
        title: "Valley".into(),
        record: StationRecord::Synthetic { normals, anomalies_from: PLATEAU },
        night_drop_c: 0.0,
    };
    tables.stations = [measured, synthetic].into_iter().collect();
}

/// Daily means: straight lines between mid-months, a warm or cold bias per winter, and a sawtooth of days.
fn record(first: Date, last: Date) -> Vec<DailyMean> {
    let day = |day: i64| {
        let date = date_of_epoch_day(day);
        let month = date.month() as usize - 1;
        let along = (f64::from(date.day()) - 15.0) / 30.0;
        let other = if along < 0.0 { (month + 11) % 12 } else { (month + 1) % 12 };
        let level = MONTHS[month] + (MONTHS[other] - MONTHS[month]) * along.abs();
        let july_year = i64::from(date.year()) - i64::from(date.month() < 7);
        let bias = (july_year * 7 % 5 - 2) as f64;
        let noise = ((day * 7_919) % 13 - 6) as f64 * 0.6;
        DailyMean { date, mean: Celsius::clamped(level + bias + noise) }
    };
    (epoch_day(first)..=epoch_day(last)).map(day).collect()
}

fn seasons(tables: &mut Tables) {
    let step = |cm: f64, tonnes: f64| IceStep {
        thickness: IceThickness::clamped(cm),
        gross: Mass::from_tonnes(tonnes),
        ends_before: Days::clamped(0.0),
    };
    let ice = IceSeason {
        freeze_from: month_day(10, 1),
        alpha: IceGrowth::clamped(2.2),
        // Gold (1971) gives 3.5 to 7 kg/cm² for accepted practice; 4 is a cautious choice.
        bearing: Bearing::clamped(4.0),
        construction_from: IceThickness::clamped(25.0),
        construction: Days::clamped(10.0),
        work: IceWork::default(),
        steps: vec![step(60.0, 14.0), step(80.0, 25.0), step(110.0, 48.0)],
        melt_cm_per_degree_day: 0.6,
        thaw_base_c: 0.0,
        closes_after_thaw: DegreeDays::clamped(25.0),
        closes_latest: month_day(4, 30),
        habits: IceHabits::default(),
    };
    let river = RiverSeason {
        opens: month_day(5, 28),
        opens_sd: Days::clamped(4.0),
        closes: month_day(10, 5),
        closes_sd: Days::clamped(5.0),
        low_water_from: Some(month_day(7, 20)),
        low_water_to: Some(month_day(9, 10)),
        low_water_chance: Share::clamped(0.3),
        low_water_payload: Share::clamped(0.5),
    };
    tables.seasons = [
        Season {
            name: "winter-road".into(),
            title: "winter-road".into(),
            station: Some(PLATEAU),
            kind: SeasonKind::Ice(ice),
            measured: vec![],
        },
        Season {
            name: "river".into(),
            title: "river".into(),
            station: None,
            kind: SeasonKind::River(river),
            measured: vec![],
        },
    ]
    .into_iter()
    .collect();
}

fn legs(tables: &mut Tables) {
    let base = Leg {
        name: "rail".into(),
        title: String::new(),
        from: PORT,
        to: RAILHEAD,
        mode: Mode::Rail,
        distance: Kilometres::clamped(3_000.0),
        transit_days: triangular(8.0, 10.0, 16.0),
        season: None,
        carrier: None,
        transits: vec![],
        emergency: false,
        spacing: None,
    };
    let winter_road = Leg {
        name: "winter-road".into(),
        from: RAILHEAD,
        to: PIT,
        mode: Mode::WinterRoad,
        distance: Kilometres::clamped(420.0),
        transit_days: triangular(1.5, 2.0, 4.0),
        season: Some(ICE),
        carrier: Some(CARRIER),
        ..base.clone()
    };
    let flight = Leg {
        name: "flight".into(),
        mode: Mode::Air,
        transit_days: constant(1.0),
        season: None,
        carrier: None,
        emergency: true,
        ..winter_road.clone()
    };
    let barge = Leg {
        name: "barge".into(),
        from: RAILHEAD,
        to: VILLAGE,
        mode: Mode::River,
        distance: Kilometres::clamped(600.0),
        transit_days: triangular(3.0, 4.0, 7.0),
        season: Some(RIVER),
        ..base.clone()
    };
    let helicopter = Leg { name: "helicopter".into(), to: VILLAGE, ..flight.clone() };
    tables.legs = [base, winter_road, flight, barge, helicopter].into_iter().collect();
    for leg in tables.legs.iter_mut() {
        leg.title = leg.name.clone();
    }
    vehicles(tables);
}

/// One class on each leg, called as the leg.
fn vehicles(tables: &mut Tables) {
    let class = |leg: LegId, trips, (tare, payload, volume), (trip, tonne)| Vehicle {
        name: tables.legs[leg].name.clone(),
        title: tables.legs[leg].name.clone(),
        leg,
        carrier: None,
        runs: Runs::Trips(trips),
        tare: Mass::from_tonnes(tare),
        payload: Mass::from_tonnes(payload),
        volume: Volume::from_cubic_metres(volume),
        cost_per_trip: Money::from_major(trip),
        cost_per_tonne: Money::from_major(tonne),
        least_load: None,
        longest_wait: None,
    };
    let plane = ((15.0, 5.0, 30.0), (12_000.0, 20.0));
    tables.vehicles = [
        class(RAIL, 10, (24.0, 60.0, 120.0), (0.0, 90.0)),
        class(WINTER_ROAD, 12, (16.0, 32.0, 90.0), (1_500.0, 20.0)),
        class(FLIGHT, 1, plane.0, plane.1),
        class(BARGE, 1, (300.0, 600.0, 1_200.0), (8_000.0, 90.0)),
        class(HELICOPTER, 1, plane.0, plane.1),
    ]
    .into_iter()
    .collect();
}

fn calendars(tables: &mut Tables) {
    let shift = |name: &str, start: i8, end: i8, roster| Shift {
        name: name.into(),
        start: TimeOfDay::constant(start, 0, 0, 0),
        end: TimeOfDay::constant(end, 0, 0, 0),
        weekdays: [true; 7],
        roster,
    };
    let calendar = |name: &str, shifts| WorkCalendar {
        name: name.into(),
        zone: yakutsk(),
        shifts,
        holidays: vec![Date::constant(2027, 1, 1)],
        stops_below: None,
    };
    tables.calendars = [
        calendar("two-shifts", vec![shift("day", 8, 19, None), shift("night", 20, 7, None)]),
        calendar("days-only", vec![shift("day", 8, 20, Some((14, 14)))]),
    ]
    .into_iter()
    .collect();
}
