//! Stations, their records, and the seasons of ice, rivers and the calendar.

use super::spec::*;
use iceroad_base::quantity::{Bearing, Celsius, Days, DegreeDays, IceGrowth, IceThickness, Share};

pub(crate) const RECORDS: &[&str] = &["measured", "synthetic"];

pub(super) fn tables() -> [TableSpec; 7] {
    [
        stations(),
        station_normals(),
        seasons_ice(),
        ice_steps(),
        seasons_river(),
        seasons_calendar(),
        season_dates(),
    ]
}

fn stations() -> TableSpec {
    TableSpec::new("stations.csv", "A weather station. A measured one has its daily record in `climate/<name>.csv`.")
        .with(name("short name, unique; also the name of its daily record"))
        .with(title())
        .with(choice("record", RECORDS, "`measured`: a daily record; `synthetic`: normals of `station_normals.csv` plus the daily anomalies of another station").or("measured"))
        .with(refer("anomalies_from", Target::Station, "for `synthetic`: the measured station whose anomalies are taken").optional())
}

pub(super) fn daily_record() -> TableSpec {
    TableSpec::new(
        "climate/<station>.csv",
        "A day of the station's record. Days may be left out; they are gaps.",
    )
    .required()
    .with(date("date", "local day"))
    .with(
        ranged::<Celsius>("tmean_c", "mean of the day's highest and lowest temperature; empty: a gap")
            .optional(),
    )
}

fn station_normals() -> TableSpec {
    TableSpec::new(
        "station_normals.csv",
        "The normal of one month for a synthetic station; twelve rows each.",
    )
    .with(refer("station", Target::Station, "station"))
    .with(count("month", 1..=12, "month, 1 is January"))
    .with(ranged::<Celsius>("tmean_c", "long-term mean temperature"))
}

fn seasons_ice() -> TableSpec {
    TableSpec::new(
        "seasons_ice.csv",
        "The season of a road on ice, by ice physics. Names are unique over the three season tables.",
    )
    .with(name("short name, unique"))
    .with(refer("station", Target::Station, "whose temperatures make the ice"))
    .with(month_day("freeze_from", "freezing degree-days are counted from this day on (freeze-up)"))
    .with(ranged::<IceGrowth>(
        "growth_alpha",
        "growth coefficient alpha in h = alpha·√FDD, cm/√(°C·d); snow and flooding are in it",
    ))
    .with(ranged::<Bearing>("bearing_kg_cm2", "Gold's A in P = A·h² for the accepted risk class"))
    .with(ranged::<IceThickness>(
        "construction_from_cm",
        "construction (clearing, flooding) begins at this thickness …",
    ))
    .with(ranged::<Days>("construction_days", "… and takes this long before the road may open"))
    .with(number("melt_cm_per_c_d", "melt", "cm_per_c_d", 0.0..=100.0, "ice lost per thaw degree-day"))
    .with(ranged::<DegreeDays>(
        "closes_after_thaw_c_d",
        "the road closes when so many thaw degree-days have come since the coldest stretch …",
    ))
    .with(month_day("closes_latest", "… and no later than this day, whatever the weather"))
}

fn ice_steps() -> TableSpec {
    TableSpec::new("ice_steps.csv", "An operator's load step: from this thickness on, this gross mass. A season without steps is limited by bearing alone.")
        .with(refer("season", Target::Season, "season of `seasons_ice.csv`"))
        .with(ranged::<IceThickness>("thickness_cm", "least thickness"))
        .with(tonnes("gross_t", "allowed gross vehicle mass"))
}

fn seasons_river() -> TableSpec {
    TableSpec::new("seasons_river.csv", "A season of navigation.")
        .with(name("short name, unique"))
        .with(refer("station", Target::Station, "station, for display").optional())
        .with(month_day("opens", "mean first day of navigation"))
        .with(ranged::<Days>("opens_sd_days", "standard deviation of the first day").or("0"))
        .with(month_day("closes", "mean last day of navigation"))
        .with(ranged::<Days>("closes_sd_days", "standard deviation of the last day").or("0"))
        .with(month_day("low_water_from", "low water from this day …").optional())
        .with(month_day("low_water_to", "… to this day").optional())
        .with(ranged::<Share>("low_water_chance_share", "chance that a year is a low-water year").or("0"))
        .with(
            ranged::<Share>(
                "low_water_payload_share",
                "share of the payload that the draught allows in low water",
            )
            .or("1"),
        )
}

fn seasons_calendar() -> TableSpec {
    TableSpec::new("seasons_calendar.csv", "A season by the calendar.")
        .with(name("short name, unique"))
        .with(refer("station", Target::Station, "station, for display").optional())
        .with(month_day("opens", "first open day"))
        .with(ranged::<Days>("opens_sd_days", "standard deviation of the first day").or("0"))
        .with(month_day("closes", "last open day"))
        .with(ranged::<Days>("closes_sd_days", "standard deviation of the last day").or("0"))
        .with(tonnes("gross_t", "gross limit while open; empty: the leg's own").optional())
}

fn season_dates() -> TableSpec {
    TableSpec::new("season_dates.csv", "Measured dates of a season; they override the physics in recorded mode and are shown beside it otherwise.")
        .with(refer("season", Target::Season, "season of any of the three tables"))
        .with(count("year", 1800..=2400, "year in which the season closes"))
        .with(date("opened", "first day with traffic").optional())
        .with(date("full_load", "first day with full loads").optional())
        .with(date("closed", "last day with traffic").optional())
}
