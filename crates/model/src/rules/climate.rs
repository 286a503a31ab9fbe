//! Stations with their records, and seasons.
use super::{Faults, Rule, World};
use crate::climate::*;
use crate::fault::Code;
use crate::ids::StationId;
use iceroad_base::civil::{Date, MonthDay, epoch_day};
use iceroad_base::quantity::Ranged;

pub(super) const RULES: &[Rule] = &[
    anomalies_come_from_a_measured_station,
    record_has_days,
    record_is_in_order,
    stations_share_a_whole_year,
    record_covers_the_years_replayed,
    ice_has_a_station,
    steps_rise,
    melt_is_a_rate,
    season_has_a_length,
    ice_has_time_before_it_closes,
    low_water_has_two_ends,
    measured_seasons_are_in_order,
];

/// The measured stations with their records.
fn measured<'a>(
    world: &World<'a>,
) -> impl Iterator<Item = (StationId, &'a Station, &'a [DailyMean])> + use<'a> {
    let stations = world.tables.stations.entries();
    stations.filter_map(|(id, station)| match &station.record {
        StationRecord::Measured(days) => Some((id, station, days.as_slice())),
        StationRecord::Synthetic { .. } => None,
    })
}

fn anomalies_come_from_a_measured_station(world: &World<'_>, faults: &mut Faults) {
    let stations = &world.tables.stations;
    for (row, station) in stations.iter().enumerate() {
        let StationRecord::Synthetic { anomalies_from, .. } = station.record else { continue };
        let other = &stations[anomalies_from];
        if let StationRecord::Synthetic { .. } = other.record {
            faults.add(
                Code::SyntheticOfSynthetic,
                ("stations", row, "anomalies_from"),
                format!("`{}`", other.name),
                "a station with a measured daily record",
                format!("take the anomalies of `{}` from a measured station of its region", station.name),
            );
        }
    }
}

fn record_has_days(world: &World<'_>, faults: &mut Faults) {
    for (id, station, days) in measured(world) {
        if days.is_empty() {
            faults.add(
                Code::RecordEmpty,
                ("stations", id.0 as usize, "record"),
                format!("no day for `{}`", station.name),
                "daily means of at least one July-to-June year",
                format!("fill climate/{}.csv, or give the station normals and `synthetic`", station.name),
            );
        }
    }
}

fn record_is_in_order(world: &World<'_>, faults: &mut Faults) {
    for (id, station, days) in measured(world) {
        let Some(pair) = days.windows(2).find(|pair| pair[0].date >= pair[1].date) else { continue };
        let wrong = if pair[0].date == pair[1].date { "twice" } else { "out of order" };
        faults.add(
            Code::RecordOutOfOrder,
            ("stations", id.0 as usize, "record"),
            format!("{} after {}", pair[1].date, pair[0].date),
            "days in rising order, each once",
            format!(
                "sort climate/{}.csv by date and look at {}, which is {wrong}",
                station.name, pair[1].date
            ),
        );
    }
}

fn is_in_order(days: &[DailyMean]) -> bool {
    days.is_sorted_by(|one, next| one.date < next.date)
}

/// Years are drawn for all stations together, so there must be one that all have.
fn stations_share_a_whole_year(world: &World<'_>, faults: &mut Faults) {
    if world.tables.heading.climate != ClimateMode::Resampled {
        return;
    }
    let mut shared: Option<Vec<i16>> = None;
    for (id, station, days) in measured(world) {
        if days.is_empty() || !is_in_order(days) {
            continue;
        }
        let mut years = whole_years(days);
        if let Some(before) = &shared {
            years.retain(|year| before.binary_search(year).is_ok());
        }
        if years.is_empty() {
            let from = shared
                .as_ref()
                .map_or("a whole year", |_| "a whole year that the stations above it have too");
            faults.add(
                Code::NoWholeYear,
                ("stations", id.0 as usize, "record"),
                format!("`{}` from {} to {}", station.name, days[0].date, days[days.len() - 1].date),
                format!(
                    "{from}: July to June with at most {MOST_MISSING_DAYS} days missing, and no more than \
                     {LONGEST_FILLED_GAP} in a row"
                ),
                "lengthen the record, or make the station `synthetic`, or use `mode = \"recorded\"`",
            );
            return;
        }
        shared = Some(years);
    }
}

/// The same day so many years away; 29 February becomes the 28th.
fn years_away(date: Date, years: i16) -> Date {
    MonthDay { month: date.month(), day: date.day() }.in_year(date.year().saturating_add(years))
}

fn record_covers_the_years_replayed(world: &World<'_>, faults: &mut Faults) {
    let ClimateMode::Recorded { first_year } = world.tables.heading.climate else { return };
    let (start, last) = (world.horizon.start(), world.horizon.last());
    let away = first_year.saturating_sub(july_year(start));
    let (from, to) = (years_away(start, away), years_away(last, away));
    let wanted = epoch_day(to) - epoch_day(from) + 1;
    let may_miss = MOST_MISSING_DAYS * (wanted / 365 + 1);
    for (id, station, days) in measured(world) {
        if days.is_empty() || !is_in_order(days) {
            continue;
        }
        let first = days.partition_point(|day| day.date < from);
        let end = days.partition_point(|day| day.date <= to);
        let there = (end - first) as i64;
        if wanted - there > may_miss {
            faults.add(
                Code::RecordedYearMissing,
                ("stations", id.0 as usize, "record"),
                format!("`{}` has {there} of the {wanted} days from {from} to {to}", station.name),
                format!("at most {may_miss} days missing"),
                "change `first_year` in scenario.toml, shorten the horizon, or use `mode = \"resampled\"`",
            );
        }
    }
}

fn ice<'a>(
    world: &World<'a>,
) -> impl Iterator<Item = (crate::SeasonId, &'a Season, &'a IceSeason)> + use<'a> {
    let seasons = world.tables.seasons.entries();
    seasons.filter_map(|(id, season)| match &season.kind {
        SeasonKind::Ice(ice) => Some((id, season, ice)),
        SeasonKind::River(_) | SeasonKind::Calendar(_) => None,
    })
}

fn ice_has_a_station(world: &World<'_>, faults: &mut Faults) {
    for (id, season, _) in ice(world) {
        if season.station.is_none() {
            faults.add(
                Code::IceWithoutStation,
                world.season(id, "station"),
                format!("`{}` without a station", season.name),
                "a station of stations.csv",
                "name the station whose temperatures make the ice",
            );
        }
    }
}

fn steps_rise(world: &World<'_>, faults: &mut Faults) {
    let mut row = 0;
    for (_, season, ice) in ice(world) {
        for (nth, pair) in ice.steps.windows(2).enumerate() {
            if pair[0].thickness < pair[1].thickness && pair[0].gross < pair[1].gross {
                continue;
            }
            faults.add(
                Code::StepsNotRising,
                ("ice_steps", row + nth + 1, "thickness_cm"),
                format!(
                    "{} t at {} cm after {} t at {} cm",
                    pair[1].gross.tonnes(),
                    pair[1].thickness.get(),
                    pair[0].gross.tonnes(),
                    pair[0].thickness.get()
                ),
                "thicker ice and a greater mass with each step",
                format!("sort the steps of `{}`, thinnest ice first", season.name),
            );
        }
        row += ice.steps.len();
    }
}

fn melt_is_a_rate(world: &World<'_>, faults: &mut Faults) {
    for (id, _, ice) in ice(world) {
        let melt = ice.melt_cm_per_degree_day;
        if !(melt.is_finite() && melt >= 0.0) {
            faults.add(
                Code::MeltBad,
                world.season(id, "melt_cm_per_c_d"),
                melt,
                "0 or more centimetres per degree-day",
                "write how much ice a degree-day of thaw takes; about 0.5",
            );
        }
    }
}

fn season_has_a_length(world: &World<'_>, faults: &mut Faults) {
    for (id, season) in world.tables.seasons.entries() {
        let (opens, closes) = match &season.kind {
            SeasonKind::Ice(_) => continue,
            SeasonKind::River(river) => (river.opens, river.closes),
            SeasonKind::Calendar(calendar) => (calendar.opens, calendar.closes),
        };
        if opens == closes {
            faults.add(
                Code::SeasonEmpty,
                world.season(id, "closes"),
                format!("`{}` from {opens} to {closes}", season.name),
                "a last day other than the first",
                "write the first and the last open day; a season may go over New Year",
            );
        }
    }
}

/// Days from one day of the year on to another, through New Year where it must be.
fn days_on(from: MonthDay, to: MonthDay) -> i64 {
    // Any common year will do.
    (epoch_day(to.in_year(2023)) - epoch_day(from.in_year(2023))).rem_euclid(365)
}

fn ice_has_time_before_it_closes(world: &World<'_>, faults: &mut Faults) {
    for (id, season, ice) in ice(world) {
        let days = days_on(ice.freeze_from, ice.closes_latest);
        let least = ice.construction.get();
        if days as f64 <= least {
            faults.add(
                Code::ClosesInFreezeUp,
                world.season(id, "closes_latest"),
                format!("{}, {days} days after {}", ice.closes_latest, ice.freeze_from),
                format!("more than the {least} days of construction after freeze-up"),
                format!("write the day in spring by which `{}` is closed in any year", season.name),
            );
        }
    }
}

fn low_water_has_two_ends(world: &World<'_>, faults: &mut Faults) {
    for (id, season) in world.tables.seasons.entries() {
        let SeasonKind::River(river) = &season.kind else { continue };
        let column = match (river.low_water_from, river.low_water_to) {
            (Some(_), None) => "low_water_to",
            (None, Some(_)) => "low_water_from",
            (None, None) if river.low_water_chance.get() > 0.0 => "low_water_from",
            _ => continue,
        };
        faults.add(
            Code::ValueAlone,
            world.season(id, column),
            format!("low water of `{}` told in part", season.name),
            "both its first and its last day",
            "fill `low_water_from` and `low_water_to`, or leave all columns of low water empty",
        );
    }
}

fn measured_seasons_are_in_order(world: &World<'_>, faults: &mut Faults) {
    let mut row = 0;
    for season in world.tables.seasons.iter() {
        let mut year_before = None;
        for dates in &season.measured {
            let place = ("season_dates", row, "year");
            row += 1;
            let in_order = [dates.opened, dates.full_load, dates.closed].into_iter().flatten().is_sorted();
            let of_year = dates.closed.is_none_or(|closed| closed.year() == dates.year);
            let later = year_before.is_none_or(|before| before < dates.year);
            year_before = Some(dates.year);
            if in_order && of_year && later {
                continue;
            }
            faults.add(
                Code::MeasuredDisorder,
                place,
                format!("`{}` in {}", season.name, dates.year),
                "opened before full load before closed, closed in that year, one row for each year in rising order",
                "compare the row with its source",
            );
        }
    }
}
