//! Stations, their records, and the seasons of ice, rivers and the calendar.

use super::declare::*;
use crate::format::RECORDS;
use crate::source::Said;
use iceroad_base::civil::Date;
use iceroad_model::climate::{
    CalendarSeason, DailyMean, IceHabits, IceSeason, IceStep, IceWork, MonthNormal, RiverSeason, Season,
    SeasonDates, SeasonKind, Station, StationRecord, StationRecordKind,
};
use iceroad_model::{Code, SeasonId, StationId};
use std::collections::{BTreeMap, BTreeSet};

columns! {
    /// A station's daily record, `climate/<station>.csv`.
    DailyRecord: DailyMean;
    date: column("date", "local day"),
    mean: column("tmean_c", "mean of the day's highest and lowest temperature; empty: a gap").optional(),
}

/// The spec of a station's daily record.
pub(super) fn daily_record() -> TableSpec {
    let doc = "A day of the station's record. Days may be left out; they are gaps.";
    let file = "climate/<station>.csv";
    TableSpec { file, table: RECORDS, doc, required: true, columns: DailyRecord.specs() }
}

/// The normal of a month, 1 is January, of a station.
pub(crate) struct NormalRow {
    station: StationId,
    month: u8,
    normal: MonthNormal,
}

columns! {
    /// What is normal in a month.
    NormalColumns: MonthNormal;
    mean: column("tmean_c", "long-term mean temperature"),
}

columns! {
    /// `station_normals.csv`: read with the stations, which need all twelve.
    StationNormals: NormalRow;
    station: column("station", "station"),
    month: count("month", 1..=12, "month, 1 is January"),
    normal: NormalColumns,
}

impl Declared for StationNormals {
    fn spec(&self) -> TableSpec {
        let doc = "The normal of one month for a synthetic station; twelve rows each.";
        let (file, table) = ("station_normals.csv", "station_normals");
        TableSpec { file, table, doc, required: false, columns: self.specs() }
    }

    fn fill(&self, _: &Book, _: &mut Tables) {}

    fn write(&self, tables: &Tables, out: &mut Out) {
        for (station, row) in tables.stations.entries() {
            let StationRecord::Synthetic { normals, .. } = &row.record else { continue };
            for (month, normal) in (1..).zip(normals) {
                let row = NormalRow { station, month, normal: *normal };
                Columns::write(self, &row, &mut Line::begin(tables, out));
            }
        }
    }
}

/// Normals by station and month.
type Normals = BTreeMap<usize, BTreeMap<u8, MonthNormal>>;

fn normals(book: &Book) -> Normals {
    let mut all = Normals::new();
    let mut places = Vec::new();
    for row in book.rows("station_normals.csv") {
        let Some(NormalRow { station, month, normal }) = StationNormals.read(&row) else {
            book.lose();
            continue;
        };
        places.push((station, month, row.at()));
        if all.entry(station.index()).or_default().insert(month, normal).is_some() {
            row_twice(&row, "month", "one row for each month of a station");
        }
    }
    places.sort();
    for (_, _, at) in places {
        book.note_origin("station_normals", at);
    }
    all
}

fn row_twice(row: &Row<'_>, column: &str, expected: &str) {
    let advice = "keep the right one of the two rows";
    row.tell(column, Said::new(Code::RowTwice, &row.written(column), expected, advice));
}

/// A station as its own row tells it: without its record.
pub(crate) struct StationRow {
    name: String,
    title: String,
    record: StationRecordKind,
    anomalies_from: Option<StationId>,
    night_drop_c: f64,
}

columns! {
    /// `stations.csv`
    Stations: StationRow;
    name: name("short name, unique; also the name of its daily record"),
    title: title(),
    record: column("record", "`measured`: a daily record; `synthetic`: normals of `station_normals.csv` plus the daily anomalies of another station").or("measured"),
    anomalies_from: column("anomalies_from", "for `synthetic`: the measured station whose anomalies are taken"),
    night_drop_c: number(
        "night_drop_c",
        "night drop",
        "c",
        0.0..=40.0,
        "how far the night's lowest lies below the day's mean; limits of cold (stops_below_c) are held against the night",
    )
    .or("0"),
}

impl Declared for Stations {
    fn spec(&self) -> TableSpec {
        let doc = "A weather station. A measured one has its daily record in `climate/<name>.csv`.";
        TableSpec { file: "stations.csv", table: "stations", doc, required: false, columns: self.specs() }
    }

    fn fill(&self, book: &Book, tables: &mut Tables) {
        let mut normals = normals(book);
        let mut known = BTreeSet::new();
        let station = |row: &Row<'_>| {
            known.insert(row.written("name"));
            station(book, row, self.read(row)?, normals.remove(&row.at().row).unwrap_or_default())
        };
        book.make("stations.csv", "stations", station, |station| {
            tables.stations.push(station);
        });
        tell_unused(book, &known);
    }

    fn write(&self, tables: &Tables, out: &mut Out) {
        for Station { name, title, record, night_drop_c } in tables.stations.iter() {
            let anomalies_from = match record {
                StationRecord::Measured(_) => None,
                StationRecord::Synthetic { anomalies_from, .. } => Some(*anomalies_from),
            };
            let (name, title, record) = (name.clone(), title.clone(), record.into());
            let night_drop_c = *night_drop_c;
            let row = StationRow { name, title, record, anomalies_from, night_drop_c };
            Columns::write(self, &row, &mut Line::begin(tables, out));
        }
    }
}

/// Tells of records that are of no station.
fn tell_unused(book: &Book, stations: &BTreeSet<String>) {
    for (name, sheet) in book.records.iter().filter(|(name, _)| !stations.contains(*name)) {
        let near = crate::nearest::nearest(name, stations.iter().map(String::as_str));
        let otherwise =
            "add the station to stations.csv, or begin the file's name with `_` to have it left alone";
        let advice = crate::nearest::did_you_mean(name, near, otherwise);
        let said = Said::new(Code::RecordUnused, name, "the name of a station", advice);
        book.push(said.of_file(&sheet.source.file));
    }
}

fn station(
    book: &Book,
    row: &Row<'_>,
    StationRow { name, title, record, anomalies_from, night_drop_c }: StationRow,
    normals: BTreeMap<u8, MonthNormal>,
) -> Option<Station> {
    if name.contains(['/', '\\']) {
        let advice = "name the station without slashes, as its record is a file of that name";
        row.tell("name", Said::new(Code::NameBad, &name, "a name that a file can have", advice));
        return None;
    }
    let record = match record {
        StationRecordKind::Synthetic => {
            row.needs("anomalies_from", "as the station is synthetic");
            let anomalies_from = anomalies_from?;
            StationRecord::Synthetic { normals: twelve(row, normals)?, anomalies_from }
        }
        StationRecordKind::Measured => {
            row.refuses(&["anomalies_from"], "as the station is measured");
            if !normals.is_empty() {
                let advice = "remove its rows of station_normals.csv, or write `synthetic`";
                let said =
                    Said::new(Code::ValueSurplus, &name, "no normals, as the station is measured", advice);
                row.tell("record", said);
            }
            StationRecord::Measured(measured(book, row, &name)?)
        }
    };
    Some(Station { name, title, record, night_drop_c })
}

fn twelve(row: &Row<'_>, by_month: BTreeMap<u8, MonthNormal>) -> Option<[MonthNormal; 12]> {
    let missing: Vec<_> =
        (1..=12).filter(|month| !by_month.contains_key(month)).map(|month: u8| month.to_string()).collect();
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

fn measured(book: &Book, row: &Row<'_>, name: &str) -> Option<Vec<DailyMean>> {
    let Some(sheet) = book.records.get(name) else {
        if !book.lost_records.contains(name) {
            let expected = format!("the file {RECORDS}/{name}.csv");
            let advice = "add the file with the columns `date` and `tmean_c` (`iceroad import weather` makes it of a weather service's \
                          files), or write `synthetic`";
            row.tell("name", Said::new(Code::RecordMissing, name, expected, advice));
        }
        return None;
    };
    let mut days = Vec::new();
    let mut seen: BTreeSet<Date> = BTreeSet::new();
    for at in 0..sheet.rows.len() {
        let day = Row::read(book, sheet, at);
        let Some(date) = day.get::<Date>("date") else {
            book.lose();
            continue;
        };
        if !seen.insert(date) {
            row_twice(&day, "date", "each day once");
            book.spoil(row.at());
        }
        match DailyRecord.read(&day) {
            Some(mean) => days.push(mean),
            None if day.has("tmean_c") => book.lose(),
            None => {}
        }
    }
    Some(days)
}

/// The daily records of measured stations: file within the folder, rows.
pub(crate) fn records(tables: &Tables) -> Vec<(String, Out)> {
    let mut files = Vec::new();
    for station in tables.stations.iter() {
        let StationRecord::Measured(days) = &station.record else { continue };
        let mut out = Out::of(super::daily_record());
        for day in days {
            Columns::write(&DailyRecord, day, &mut Line::begin(tables, &mut out));
        }
        files.push((format!("{RECORDS}/{}.csv", station.name), out));
    }
    files
}

columns! {
    /// What builders do to a road's ice.
    IceWorkColumns: IceWork;
    not_before: column("construction_not_before", "… but no earlier than this day"),
    construction_sd: column("construction_sd_days", "standard deviation of the time that construction takes").or("0"),
    cleared_alpha: column(
        "cleared_alpha",
        "growth coefficient from the first day of construction on, snow cleared; empty: growth_alpha",
    ),
    flooding_cm_per_day: number(
        "flooding_cm_per_day",
        "flooding",
        "cm_per_day",
        0.0..=20.0,
        "ice that flooding adds on each day of frost from the first day of construction on, up to the last step's thickness",
    )
    .or("0"),
}

columns! {
    /// What the operators' record tells of a road beyond its ice.
    IceHabitColumns: IceHabits;
    full_load_chance: column(
        "full_load_chance_share",
        "chance that the last load step is given in a year at all, thick enough ice granted",
    )
    .or("1"),
    closes_usual: column(
        "closes_usual",
        "mean day on which operators close; the road closes at the earliest of thaw, this day with its spread, and closes_latest",
    ),
    closes_sd: column("closes_sd_days", "standard deviation of closes_usual").or("0"),
    storms_per_month: number(
        "storms_per_month",
        "storms",
        "per_month",
        0.0..=30.0,
        "storms that begin in 30 days, mean; a storm closes the road",
    )
    .or("0"),
    storm_days: column("storm_days", "whole days that a storm closes the road, mean, at least one").or("1"),
}

columns! {
    /// A road on ice.
    IceColumns: IceSeason;
    freeze_from: column("freeze_from", "freezing degree-days are counted from this day on (freeze-up)"),
    alpha: column(
        "growth_alpha",
        "growth coefficient alpha in h = alpha·√FDD, cm/√(°C·d); snow is in it, and work on the ice where no column tells of it",
    ),
    bearing: column("bearing_kg_cm2", "Gold's A in P = A·h² for the accepted risk class"),
    construction_from: column(
        "construction_from_cm",
        "construction (clearing, flooding) begins at this thickness …",
    ),
    construction: column("construction_days", "… and takes this long before the road may open"),
    work: IceWorkColumns,
    steps: elsewhere(),
    melt_cm_per_degree_day: number(
        "melt_cm_per_c_d",
        "melt",
        "cm_per_c_d",
        0.0..=100.0,
        "ice lost per thaw degree-day",
    ),
    thaw_base_c: number(
        "thaw_base_c",
        "thaw base",
        "c",
        -30.0..=0.0,
        "thaw towards the closing is counted above this daily mean; below 0 where sun softens the road before the air is warm",
    )
    .or("0"),
    closes_after_thaw: column(
        "closes_after_thaw_c_d",
        "the road closes when so many thaw degree-days have come since the coldest stretch …",
    ),
    closes_latest: column("closes_latest", "… and no later than this day, whatever the weather"),
    habits: IceHabitColumns,
}

fn ice(kind: &SeasonKind) -> Option<IceSeason> {
    match kind {
        SeasonKind::Ice(ice) => Some(ice.clone()),
        SeasonKind::River(_) | SeasonKind::Calendar(_) => None,
    }
}

fn is_ice(season: &&Season) -> bool {
    ice(&season.kind).is_some()
}

table! {
    SeasonsIce: Season in seasons if is_ice, "seasons_ice.csv",
    "The season of a road on ice, by ice physics. Names are unique over the three season tables.";
    name: name("short name, unique"),
    title: title(),
    station: column("station", "whose temperatures make the ice").required(),
    kind: shaped(IceColumns, SeasonKind::Ice, ice),
    measured: elsewhere(),
}

fn steps_of(season: &mut Season) -> Option<&mut Vec<IceStep>> {
    match &mut season.kind {
        SeasonKind::Ice(ice) => Some(&mut ice.steps),
        SeasonKind::River(_) | SeasonKind::Calendar(_) => None,
    }
}

columns! {
    /// An operator's load step.
    StepColumns: IceStep;
    thickness: column("thickness_cm", "least thickness"),
    gross: column("gross_t", "allowed gross vehicle mass"),
    ends_before: column("ends_before_closing_days", "in spring the step is taken back so many days before the road closes").or("0"),
}

children! {
    IceSteps: IceStep, SeasonId of Season in seasons
    by |season| match &season.kind {
        SeasonKind::Ice(ice) => ice.steps.as_slice(),
        SeasonKind::River(_) | SeasonKind::Calendar(_) => &[],
    }, steps_of,
    "ice_steps.csv",
    "An operator's load step: from this thickness on, this gross mass. A season without steps is limited by bearing alone.";
    of: of_file(
        column("season", "season of `seasons_ice.csv`"),
        "seasons_ice.csv",
        "the name of an ice season",
        "only seasons of seasons_ice.csv have load steps",
    ),
    row: StepColumns,
}

fn has_whole_low_water(row: &Row<'_>) -> bool {
    row.together("low_water_from", "low_water_to");
    true
}

columns! {
    /// A season of navigation.
    RiverColumns: RiverSeason, checked by has_whole_low_water;
    opens: column("opens", "mean first day of navigation"),
    opens_sd: column("opens_sd_days", "standard deviation of the first day").or("0"),
    closes: column("closes", "mean last day of navigation"),
    closes_sd: column("closes_sd_days", "standard deviation of the last day").or("0"),
    low_water_from: column("low_water_from", "low water from this day …"),
    low_water_to: column("low_water_to", "… to this day"),
    low_water_chance: column("low_water_chance_share", "chance that a year is a low-water year").or("0"),
    low_water_payload: column(
        "low_water_payload_share",
        "share of the payload that the draught allows in low water",
    )
    .or("1"),
}

fn river(kind: &SeasonKind) -> Option<RiverSeason> {
    match kind {
        SeasonKind::River(river) => Some(river.clone()),
        SeasonKind::Ice(_) | SeasonKind::Calendar(_) => None,
    }
}

fn is_river(season: &&Season) -> bool {
    river(&season.kind).is_some()
}

table! {
    SeasonsRiver: Season in seasons if is_river, "seasons_river.csv", "A season of navigation.";
    name: name("short name, unique"),
    title: title(),
    station: column("station", "station, for display"),
    kind: shaped(RiverColumns, SeasonKind::River, river),
    measured: elsewhere(),
}

columns! {
    /// A season by the calendar.
    CalendarColumns: CalendarSeason;
    opens: column("opens", "first open day"),
    opens_sd: column("opens_sd_days", "standard deviation of the first day").or("0"),
    closes: column("closes", "last open day"),
    closes_sd: column("closes_sd_days", "standard deviation of the last day").or("0"),
    gross: column("gross_t", "gross limit while open; empty: the leg's own"),
}

fn by_calendar(kind: &SeasonKind) -> Option<CalendarSeason> {
    match kind {
        SeasonKind::Calendar(calendar) => Some(calendar.clone()),
        SeasonKind::Ice(_) | SeasonKind::River(_) => None,
    }
}

fn is_by_calendar(season: &&Season) -> bool {
    by_calendar(&season.kind).is_some()
}

table! {
    SeasonsCalendar: Season in seasons if is_by_calendar, "seasons_calendar.csv", "A season by the calendar.";
    name: name("short name, unique"),
    title: title(),
    station: column("station", "station, for display"),
    kind: shaped(CalendarColumns, SeasonKind::Calendar, by_calendar),
    measured: elsewhere(),
}

columns! {
    /// Measured dates of a season.
    DateColumns: SeasonDates;
    year: count("year", 1800..=2400, "year in which the season closes"),
    opened: column("opened", "first day with traffic"),
    full_load: column("full_load", "first day with full loads"),
    never_full: column("never_full", "whether the season ended without full loads; without it an empty full_load is not known").or("no"),
    closed: column("closed", "last day with traffic"),
}

/// `season_dates.csv`
pub(crate) struct SeasonDateRows;

impl SeasonDateRows {
    const FILE: &str = "season_dates.csv";

    fn of() -> Column<SeasonId> {
        column("season", "season of any of the three tables")
    }
}

impl Declared for SeasonDateRows {
    fn spec(&self) -> TableSpec {
        let doc = "Measured dates of a season; they override the physics in recorded mode and are shown beside it otherwise.";
        let columns = pair(Self::of(), DateColumns).specs();
        TableSpec { file: Self::FILE, table: "season_dates", doc, required: false, columns }
    }

    fn fill(&self, book: &Book, tables: &mut Tables) {
        let place = (Self::FILE, "season_dates");
        fill_children(book, place, (Self::of(), DateColumns), |row, season, dates| {
            let Some(season) = tables.seasons.get_mut(season) else { return };
            if season.measured.iter().any(|known| known.year == dates.year) {
                row_twice(row, "year", "one row for each year of a season");
            }
            season.measured.push(dates);
        });
    }

    fn write(&self, tables: &Tables, out: &mut Out) {
        for (id, season) in tables.seasons.entries() {
            write_children(tables, (&Self::of(), &DateColumns), id, &season.measured, out);
        }
    }
}
