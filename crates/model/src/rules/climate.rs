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
    steps_are_borne,
    melt_is_a_rate,
    ice_figures_are_possible,
    ice_rules_have_their_steps,
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
            if pair[0].ends_before > pair[1].ends_before {
                faults.add(
                    Code::StepsNotRising,
                    ("ice_steps", row + nth + 1, "ends_before_closing_days"),
                    format!("{} days after {} days", pair[1].ends_before.get(), pair[0].ends_before.get()),
                    "a heavier step taken back no later in spring than a lighter one",
                    format!("write as many days or more for each heavier step of `{}`", season.name),
                );
            }
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

/// The lesser of step and bearing is allowed: a step above the bearing of its own ice is never given as it is written.
fn steps_are_borne(world: &World<'_>, faults: &mut Faults) {
    let mut row = 0;
    for (_, season, ice) in ice(world) {
        for step in &ice.steps {
            let (a, cm) = (ice.bearing.get(), step.thickness.get());
            let bears_t = a * cm * cm / 1_000.0;
            if step.gross.tonnes() > bears_t {
                faults.add(
                    Code::StepNotBorne,
                    ("ice_steps", row, "gross_t"),
                    format!("{} t at {cm} cm", step.gross.tonnes()),
                    format!("at most the {bears_t:.1} t that {cm} cm bear at A = {a} kg/cm²"),
                    format!(
                        "write a mass that the ice bears, or at least {:.0} cm, or the `bearing_kg_cm2` that the operator of `{}` works by",
                        (step.gross.tonnes() * 1_000.0 / a).sqrt().ceil(),
                        season.name
                    ),
                );
            }
            row += 1;
        }
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

fn ice_figures_are_possible(world: &World<'_>, faults: &mut Faults) {
    for (id, season, ice) in ice(world) {
        let mut impossible = |column: &'static str, value: String, expected: String, advice: &str| {
            faults.add(Code::IceFigureBad, world.season(id, column), value, expected, advice);
        };
        let (work, habits) = (&ice.work, &ice.habits);
        if let Some(cleared) = work.cleared_alpha.filter(|cleared| *cleared < ice.alpha) {
            impossible(
                "cleared_alpha",
                cleared.get().to_string(),
                format!("no less than growth_alpha, {}", ice.alpha.get()),
                "ice without snow grows faster: write the larger coefficient here",
            );
        }
        let rates = [
            ("flooding_cm_per_day", work.flooding_cm_per_day),
            ("storms_per_month", habits.storms_per_month),
            ("thaw_base_c", -ice.thaw_base_c),
        ];
        for (column, rate) in rates {
            if !(rate.is_finite() && rate >= 0.0) {
                let expected = if column == "thaw_base_c" { "0 °C or below" } else { "0 or more" };
                impossible(
                    column,
                    rate.abs().to_string(),
                    expected.into(),
                    "leave the cell empty where nothing is known",
                );
            }
        }
        if habits.storm_days.get() < 1.0 {
            let advice = "a storm closes the road for whole days; leave storms_per_month empty for none";
            impossible("storm_days", habits.storm_days.get().to_string(), "1 day or more".into(), advice);
        }
        let Some(usual) = habits.closes_usual else {
            if habits.closes_sd.get() > 0.0 {
                faults.add(
                    Code::ValueAlone,
                    world.season(id, "closes_usual"),
                    format!("a spread of {} days about no day", habits.closes_sd.get()),
                    "the mean day that closes_sd_days is about",
                    "fill `closes_usual`, or leave `closes_sd_days` empty",
                );
            }
            continue;
        };
        if days_on(ice.freeze_from, usual) > days_on(ice.freeze_from, ice.closes_latest) {
            impossible(
                "closes_usual",
                usual.to_string(),
                format!("a day from freeze-up to closes_latest, {}", ice.closes_latest),
                &format!("write a later `closes_latest` for `{}`: it ends every year's season", season.name),
            );
        }
    }
}

/// Flooding goes up to the last step's ice, and a last step that may not be given leaves one below it.
fn ice_rules_have_their_steps(world: &World<'_>, faults: &mut Faults) {
    for (id, season, ice) in ice(world) {
        let flooded = ice.work.flooding_cm_per_day > 0.0 && ice.steps.is_empty();
        let refused = ice.habits.full_load_chance.get() < 1.0 && ice.steps.len() < 2;
        for (found, column, least) in
            [(flooded, "flooding_cm_per_day", "a step"), (refused, "full_load_chance_share", "two steps")]
        {
            if found {
                faults.add(
                    Code::IceNeedsSteps,
                    world.season(id, column),
                    format!("`{}` with {} steps", season.name, ice.steps.len()),
                    format!("at least {least} in ice_steps.csv"),
                    "add the operator's load steps, or leave the cell empty",
                );
            }
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
            let known = !(dates.never_full && dates.full_load.is_some());
            let later = year_before.is_none_or(|before| before < dates.year);
            year_before = Some(dates.year);
            if in_order && of_year && later && known {
                continue;
            }
            faults.add(
                Code::MeasuredDisorder,
                place,
                format!("`{}` in {}", season.name, dates.year),
                "opened before full load before closed, closed in that year, no day of full loads where there was none, one row for each year in rising order",
                "compare the row with its source",
            );
        }
    }
}
