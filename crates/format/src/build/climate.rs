//! Stations with their records, and the three kinds of season.

use super::Children;
use crate::book::Book;
use crate::format::RECORDS;
use crate::row::Row;
use crate::source::Said;
use iceroad_base::Id;
use iceroad_base::civil::Date;
use iceroad_base::quantity::Celsius;
use iceroad_model::climate::{
    CalendarSeason, DailyMean, IceSeason, IceStep, MonthNormal, RiverSeason, Season, SeasonDates, SeasonKind,
    Station, StationRecord,
};
use iceroad_model::{Code, SeasonId, StationId, Tables};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn stations(book: &Book, tables: &mut Tables) {
    let normals = normals(book);
    let mut known = BTreeSet::new();
    book.make(
        "stations.csv",
        "stations",
        |row| {
            known.insert(row.written("name"));
            station(book, row, &normals)
        },
        |station| {
            tables.stations.push(station);
        },
    );
    for (name, sheet) in &book.records {
        if known.contains(name) {
            continue;
        }
        let file = sheet.source.file.clone();
        let candidates = known.iter().map(String::as_str);
        let near = crate::nearest::nearest(name, candidates);
        let otherwise =
            "add the station to stations.csv, or begin the file's name with `_` to have it left alone";
        let advice = crate::nearest::did_you_mean(near, otherwise);
        book.push(Said::new(Code::RecordUnused, name, "the name of a station", advice).of_file(&file));
    }
}

fn normals(book: &Book) -> Children<StationId, (i64, MonthNormal)> {
    let mut all: Children<StationId, (i64, MonthNormal)> = Children::new();
    book.make_children("station_normals.csv", |row| {
        let (station, month) = (row.id::<StationId>("station")?, row.whole("month")?);
        let mean = row.ranged("tmean_c")?;
        if all.of(station).iter().any(|(known, _)| *known == month) {
            row_twice(row, "month", "one row for each month of a station");
        }
        all.add(station, (month, MonthNormal { mean }));
        Some(())
    });
    all
}

fn row_twice(row: &Row<'_>, column: &str, expected: &str) {
    let advice = "keep the right one of the two rows";
    row.tell(column, Said::new(Code::RowTwice, &row.written(column), expected, advice));
}

fn station(book: &Book, row: &Row<'_>, normals: &Children<StationId, (i64, MonthNormal)>) -> Option<Station> {
    let synthetic = row.choice("record", &[false, true])?;
    let name = row.name()?;
    if name.contains(['/', '\\']) {
        let advice = "name the station without slashes, as its record is a file of that name";
        row.tell("name", Said::new(Code::NameBad, &name, "a name that a file can have", advice));
        return None;
    }
    let own = StationId::from_index(row.at().row);
    let record = if synthetic {
        if !row.needs("anomalies_from", "as the station is synthetic") {
            return None;
        }
        StationRecord::Synthetic {
            normals: twelve(row, normals.of(own))?,
            anomalies_from: row.id("anomalies_from")?,
        }
    } else {
        row.refuses(&["anomalies_from"], "as the station is measured");
        if !normals.of(own).is_empty() {
            let advice = "remove its rows of station_normals.csv, or write `synthetic`";
            let said = Said::new(Code::ValueSurplus, &name, "no normals, as the station is measured", advice);
            row.tell("record", said);
        }
        StationRecord::Measured(record(book, row, &name)?)
    };
    Some(Station { title: row.title()?, name, record })
}

fn twelve(row: &Row<'_>, given: &[(i64, MonthNormal)]) -> Option<[MonthNormal; 12]> {
    let by_month: BTreeMap<i64, MonthNormal> = given.iter().copied().collect();
    let missing: Vec<_> =
        (1..=12).filter(|month| !by_month.contains_key(month)).map(|month: i64| month.to_string()).collect();
    if !missing.is_empty() {
        let value = format!("without {}", missing.join(", "));
        let advice = "add the missing months to station_normals.csv";
        let said = Said::new(Code::NormalsIncomplete, &value, "normals of all twelve months", advice);
        row.tell("name", said);
        return None;
    }
    let all: Vec<_> = by_month.into_values().collect();
    all.try_into().ok()
}

fn record(book: &Book, row: &Row<'_>, name: &str) -> Option<Vec<DailyMean>> {
    let Some(sheet) = book.records.get(name) else {
        if !book.lost_records.contains(name) {
            let expected = format!("the file {RECORDS}/{name}.csv");
            let advice = "add the file with the columns `date` and `tmean_c`, or write `synthetic`";
            row.tell("name", Said::new(Code::RecordMissing, name, expected, advice));
        }
        return None;
    };
    let mut days = Vec::new();
    let mut seen: BTreeSet<Date> = BTreeSet::new();
    for at in 0..sheet.rows.len() {
        let day = Row::read(book, sheet, at);
        let Some(date) = day.date("date") else {
            book.lose();
            continue;
        };
        if !seen.insert(date) {
            row_twice(&day, "date", "each day once");
            book.spoil(row.at());
        }
        match day.ranged::<Celsius>("tmean_c") {
            Some(mean) => days.push(DailyMean { date, mean }),
            None if day.has("tmean_c") => book.lose(),
            None => {}
        }
    }
    Some(days)
}

pub(super) fn seasons(book: &Book, tables: &mut Tables) {
    let ice_seasons = book.sheets.get("seasons_ice.csv").map_or(0, |sheet| sheet.rows.len());
    let mut steps: Children<SeasonId, IceStep> = Children::new();
    book.make_children("ice_steps.csv", |row| {
        let season = row.id::<SeasonId>("season")?;
        if season.index() >= ice_seasons {
            let advice = "only seasons of seasons_ice.csv have load steps";
            let said =
                Said::new(Code::UnknownId, &row.written("season"), "the name of an ice season", advice);
            row.tell("season", said);
            return None;
        }
        steps.add(season, IceStep { thickness: row.ranged("thickness_cm")?, gross: row.mass("gross_t")? });
        Some(())
    });
    let mut measured: Children<SeasonId, SeasonDates> = Children::new();
    book.make_children("season_dates.csv", |row| {
        let season = row.id::<SeasonId>("season")?;
        let year = row.count("year")?;
        if measured.of(season).iter().any(|known| known.year == year) {
            row_twice(row, "year", "one row for each year of a season");
        }
        let dates = SeasonDates {
            year,
            opened: row.date("opened"),
            full_load: row.date("full_load"),
            closed: row.date("closed"),
        };
        measured.add(season, dates);
        Some(())
    });
    let mut next = 0;
    for (file, kind) in [
        ("seasons_ice.csv", ice as fn(&Row<'_>, Vec<IceStep>) -> Option<SeasonKind>),
        ("seasons_river.csv", river),
        ("seasons_calendar.csv", calendar),
    ] {
        let make = |row: &Row<'_>| {
            let (steps, measured) = (steps.take(next), measured.take(next));
            next += 1;
            Some(Season { name: row.name()?, station: row.id("station"), kind: kind(row, steps)?, measured })
        };
        book.make(file, "seasons", make, |season| {
            tables.seasons.push(season);
        });
    }
}

fn ice(row: &Row<'_>, steps: Vec<IceStep>) -> Option<SeasonKind> {
    Some(SeasonKind::Ice(IceSeason {
        freeze_from: row.month_day("freeze_from")?,
        alpha: row.ranged("growth_alpha")?,
        bearing: row.ranged("bearing_kg_cm2")?,
        construction_from: row.ranged("construction_from_cm")?,
        construction: row.ranged("construction_days")?,
        steps,
        melt_cm_per_degree_day: row.float("melt_cm_per_c_d")?,
        closes_after_thaw: row.ranged("closes_after_thaw_c_d")?,
        closes_latest: row.month_day("closes_latest")?,
    }))
}

fn river(row: &Row<'_>, _: Vec<IceStep>) -> Option<SeasonKind> {
    row.together("low_water_from", "low_water_to");
    Some(SeasonKind::River(RiverSeason {
        opens: row.month_day("opens")?,
        opens_sd: row.ranged("opens_sd_days")?,
        closes: row.month_day("closes")?,
        closes_sd: row.ranged("closes_sd_days")?,
        low_water_from: row.month_day("low_water_from"),
        low_water_to: row.month_day("low_water_to"),
        low_water_chance: row.ranged("low_water_chance_share")?,
        low_water_payload: row.ranged("low_water_payload_share")?,
    }))
}

fn calendar(row: &Row<'_>, _: Vec<IceStep>) -> Option<SeasonKind> {
    Some(SeasonKind::Calendar(CalendarSeason {
        opens: row.month_day("opens")?,
        opens_sd: row.ranged("opens_sd_days")?,
        closes: row.month_day("closes")?,
        closes_sd: row.ranged("closes_sd_days")?,
        gross: row.mass("gross_t"),
    }))
}
