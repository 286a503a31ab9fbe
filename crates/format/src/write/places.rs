//! The heading, sites, legs, calendars, stations and seasons.

use super::out::Out;
use super::{coined, name_of, name_of_some, word};
use crate::build::sites::{MODES, SITE_KINDS};
use crate::cell::WEEKDAYS;
use crate::format::{CLIMATE_MODES, RECORDS, VERSION, words};
use iceroad_base::civil::TimeOfDay;
use iceroad_base::quantity::Ranged;
use iceroad_model::climate::{ClimateMode, SeasonKind, StationRecord};
use iceroad_model::{SeasonId, Tables};
use std::fmt::Write;

pub(super) fn heading(tables: &Tables) -> String {
    let heading = &tables.heading;
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let home = tables.territories.get(heading.home).map_or("", String::as_str);
    let mut text = format!("format = {VERSION}\nname = {}\n", quoted(&heading.name));
    if heading.title != heading.name {
        let _ = writeln!(text, "title = {}", quoted(&heading.title));
    }
    let _ = writeln!(text, "start = {}\ndays = {}", heading.start, heading.days);
    let _ = writeln!(text, "zone = {}", quoted(heading.zone.name()));
    let _ = writeln!(text, "currency = {}\nhome = {}", quoted(&heading.currency), quoted(home));
    let _ = writeln!(text, "seed = {}\nreplications = {}", heading.seed, heading.replications);
    text.push_str("\n[climate]\n");
    match heading.climate {
        ClimateMode::Resampled => {
            let _ = writeln!(text, "mode = {}", quoted(CLIMATE_MODES[0]));
        }
        ClimateMode::Recorded { first_year } => {
            let _ = writeln!(text, "mode = {}\nfirst_year = {first_year}", quoted(CLIMATE_MODES[1]));
        }
    }
    text
}

pub(super) fn write(tables: &Tables, all: &mut Vec<Out>) {
    all.push(sites(tables));
    all.push(legs(tables));
    all.extend(calendars(tables));
    all.extend(stations(tables));
    all.extend(seasons(tables));
}

fn sites(tables: &Tables) -> Out {
    let mut out = Out::new("sites.csv");
    for site in tables.sites.iter() {
        out.row()
            .cell("name", &site.name)
            .title(&site.title, &site.name)
            .cell("kind", word(words::SITE_KINDS, &SITE_KINDS, &site.kind))
            .cell("zone", site.zone.name())
            .ranged("latitude_deg", site.latitude)
            .ranged("longitude_deg", site.longitude)
            .cell("station", name_of_some!(tables, stations, site.station))
            .cell("territory", coined(&tables.territories, &[site.territory]));
    }
    out
}

fn legs(tables: &Tables) -> Out {
    let mut out = Out::new("legs.csv");
    for leg in tables.legs.iter() {
        out.row()
            .cell("name", &leg.name)
            .cell("from", name_of!(tables, sites, leg.from))
            .cell("to", name_of!(tables, sites, leg.to))
            .cell("mode", word(words::MODES, &MODES, &leg.mode))
            .ranged("distance_km", leg.distance)
            .law("transit", "days", &leg.transit_days)
            .cell("trips_per_day", leg.trips_per_day)
            .fixed("tare_t", leg.tare.get())
            .fixed("payload_t", leg.payload.get())
            .fixed("volume_m3", leg.volume.get())
            .fixed("cost_per_trip", leg.cost_per_trip.get())
            .fixed("cost_per_tonne", leg.cost_per_tonne.get())
            .cell("season", name_of_some!(tables, seasons, leg.season))
            .cell("carrier", name_of_some!(tables, parties, leg.carrier))
            .cell("transits", coined(&tables.territories, &leg.transits))
            .yes("emergency", leg.emergency);
    }
    out
}

pub(super) fn clock(time: TimeOfDay) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

pub(super) fn weekdays(days: [bool; 7]) -> String {
    if days == [true; 7] {
        return "all".to_owned();
    }
    let named = WEEKDAYS.iter().zip(days).filter(|(_, on)| *on).map(|(day, _)| *day);
    named.collect::<Vec<_>>().join(";")
}

fn calendars(tables: &Tables) -> [Out; 2] {
    let mut shifts = Out::new("calendars.csv");
    let mut holidays = Out::new("holidays.csv");
    for calendar in tables.calendars.iter() {
        for shift in &calendar.shifts {
            shifts
                .row()
                .cell("name", &calendar.name)
                .cell("zone", calendar.zone.name())
                .cell("shift", &shift.name)
                .cell("start", clock(shift.start))
                .cell("end", clock(shift.end))
                .cell("weekdays", weekdays(shift.weekdays))
                .some("days_on", shift.roster.map(|(on, _)| on))
                .some("days_off", shift.roster.map(|(_, off)| off))
                .some_ranged("stops_below_c", calendar.stops_below);
        }
        for day in &calendar.holidays {
            holidays.row().cell("calendar", &calendar.name).cell("date", day);
        }
    }
    [shifts, holidays]
}

fn stations(tables: &Tables) -> [Out; 2] {
    let mut stations = Out::new("stations.csv");
    let mut all_normals = Out::new("station_normals.csv");
    for station in tables.stations.iter() {
        stations.row().cell("name", &station.name).title(&station.title, &station.name);
        match &station.record {
            StationRecord::Measured(_) => {
                stations.cell("record", "measured");
            }
            StationRecord::Synthetic { normals, anomalies_from } => {
                let from = name_of!(tables, stations, *anomalies_from);
                stations.cell("record", "synthetic").cell("anomalies_from", from);
                for (month, normal) in normals.iter().enumerate() {
                    all_normals
                        .row()
                        .cell("station", &station.name)
                        .cell("month", month + 1)
                        .ranged("tmean_c", normal.mean);
                }
            }
        }
    }
    [stations, all_normals]
}

/// The daily records of measured stations.
pub(super) fn records(tables: &Tables) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for station in tables.stations.iter() {
        let StationRecord::Measured(days) = &station.record else { continue };
        let mut text = String::from("date,tmean_c\n");
        for day in days {
            let _ = writeln!(text, "{},{}", day.date, day.mean.get());
        }
        files.push((format!("{RECORDS}/{}.csv", station.name), text));
    }
    files
}

fn seasons(tables: &Tables) -> [Out; 5] {
    let mut outs = [
        Out::new("seasons_ice.csv"),
        Out::new("seasons_river.csv"),
        Out::new("seasons_calendar.csv"),
        Out::new("ice_steps.csv"),
        Out::new("season_dates.csv"),
    ];
    for (id, season) in tables.seasons.entries() {
        season_row(tables, id, &mut outs);
        for dates in &season.measured {
            outs[4]
                .row()
                .cell("season", &season.name)
                .cell("year", dates.year)
                .some("opened", dates.opened)
                .some("full_load", dates.full_load)
                .some("closed", dates.closed);
        }
    }
    outs
}

fn season_row(tables: &Tables, id: SeasonId, [ices, rivers, by_calendar, steps, _]: &mut [Out; 5]) {
    let season = &tables.seasons[id];
    let station = name_of_some!(tables, stations, season.station);
    match &season.kind {
        SeasonKind::Ice(ice) => {
            ices.row()
                .cell("name", &season.name)
                .cell("station", station)
                .cell("freeze_from", ice.freeze_from)
                .ranged("growth_alpha", ice.alpha)
                .ranged("bearing_kg_cm2", ice.bearing)
                .ranged("construction_from_cm", ice.construction_from)
                .ranged("construction_days", ice.construction)
                .cell("melt_cm_per_c_d", ice.melt_cm_per_degree_day)
                .ranged("closes_after_thaw_c_d", ice.closes_after_thaw)
                .cell("closes_latest", ice.closes_latest);
            for step in &ice.steps {
                steps
                    .row()
                    .cell("season", &season.name)
                    .ranged("thickness_cm", step.thickness)
                    .fixed("gross_t", step.gross.get());
            }
        }
        SeasonKind::River(river) => {
            rivers
                .row()
                .cell("name", &season.name)
                .cell("station", station)
                .cell("opens", river.opens)
                .ranged("opens_sd_days", river.opens_sd)
                .cell("closes", river.closes)
                .ranged("closes_sd_days", river.closes_sd)
                .some("low_water_from", river.low_water_from)
                .some("low_water_to", river.low_water_to)
                .cell("low_water_chance_share", river.low_water_chance.get())
                .ranged("low_water_payload_share", river.low_water_payload);
        }
        SeasonKind::Calendar(calendar) => {
            by_calendar
                .row()
                .cell("name", &season.name)
                .cell("station", station)
                .cell("opens", calendar.opens)
                .ranged("opens_sd_days", calendar.opens_sd)
                .cell("closes", calendar.closes)
                .ranged("closes_sd_days", calendar.closes_sd)
                .some_fixed("gross_t", calendar.gross.map(|gross| gross.get()));
        }
    }
}
