//! A scenario being made of another program's file: tables with the place each cell comes from, what was assumed, what was
//! left out.
//!
//! The draft is judged by the rules of any scenario before a byte is written. What they find is told at the place of the
//! file it comes from, so that the planner mends the file they know.

use super::json::{Faults, Place};
use crate::format;
use crate::out::Out;
use crate::read::check_texts;
use crate::report::{Diagnostic, Report};
use crate::source::Said;
use iceroad_base::civil::Date;
use iceroad_model::Code;
use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

/// What the source column says of a row whose figures are all the importer's.
pub const ASSUMED: &str = "assumed";

/// A figure that the file does not have and the scenario needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assumption {
    /// The file of the scenario and the column in which it stands.
    pub place: String,
    /// What was written there.
    pub value: String,
    /// Why.
    pub why: String,
}

/// A scenario made of another program's file, sound and not yet written.
#[derive(Clone, PartialEq, Debug)]
pub struct Imported {
    /// The folder's files: name, text.
    pub files: Vec<(String, String)>,
    /// What was assumed.
    pub assumed: Vec<Assumption>,
    /// What the file says and the scenario does not, with how the two differ because of it.
    pub left_out: Vec<String>,
    /// What the rules warn of.
    pub warnings: Report,
}

/// Minutes of a day.
pub const DAY: i64 = 1_440;
/// The mine's site.
pub const SITE: &str = "mine";
/// The calendar of its shift.
pub const CALENDAR: &str = "shift";
/// The station of its site.
const STATION: &str = "even";
/// The temperature of every day, °C: neither frost nor thaw changes the roads. Assumed.
const EVEN_C: i32 = 15;

/// Two calendar years of equal days, so that a whole year from July to June is on record.
fn even_record() -> String {
    let mut text = String::from("date,tmean_c\n");
    let mut day = Date::constant(2024, 1, 1);
    while day.year() < 2026 {
        let _ = writeln!(text, "{day},{EVEN_C}");
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    text
}

/// The heading of the scenario that is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Days of its horizon.
    pub days: i64,
    /// The program whose file it is.
    pub from: String,
}

/// The scenario so far.
#[derive(Default)]
pub struct Draft {
    tables: Vec<(&'static str, Out)>,
    rows: BTreeMap<&'static str, Vec<Origin>>,
    assumed: Vec<Assumption>,
    left_out: Vec<String>,
}

/// Where a row comes from.
struct Origin {
    row: Option<Place>,
    cells: BTreeMap<&'static str, Place>,
}

/// A row being written.
pub struct Row<'d> {
    out: &'d mut Out,
    origin: &'d mut Origin,
}

impl Row<'_> {
    /// A cell that the file does not speak of.
    pub fn cell(self, column: &'static str, value: impl Display) -> Self {
        self.out.cell(column, value);
        self
    }

    /// A cell made of what stands at a place of the file.
    pub fn from(self, column: &'static str, value: impl Display, place: &Place) -> Self {
        self.out.cell(column, value);
        self.origin.cells.insert(column, place.clone());
        self
    }

    /// What its source column says.
    pub fn source(self, text: &str) -> Self {
        self.out.source(text);
        self
    }
}

impl Draft {
    /// Begins a row of a table that comes from a place of the file, or from none.
    pub fn row(&mut self, file: &'static str, place: Option<&Place>) -> Row<'_> {
        let at = match self.tables.iter().position(|(name, _)| *name == file) {
            Some(at) => at,
            None => {
                self.tables.push((file, Out::new(file)));
                self.tables.len() - 1
            }
        };
        let origins = self.rows.entry(file).or_default();
        origins.push(Origin { row: place.cloned(), cells: BTreeMap::new() });
        let last = origins.len() - 1;
        let out = &mut self.tables[at].1;
        out.row();
        Row { out, origin: &mut origins[last] }
    }

    /// Lists a figure that the file does not have.
    pub fn assume(&mut self, place: &str, value: impl Display, why: &str) {
        let (place, value, why) = (place.to_owned(), value.to_string(), why.to_owned());
        self.assumed.push(Assumption { place, value, why });
    }

    /// Lists what the file says and the scenario cannot.
    pub fn leave_out(&mut self, what: impl Into<String>) {
        self.left_out.push(what.into());
    }

    /// A site for the mine with a station where every day is alike, and the calendar of its one shift of so many minutes.
    pub fn site(&mut self, title: &str, minutes: i64) {
        self.row("sites.csv", None)
            .cell("name", SITE)
            .cell("title", title)
            .cell("kind", "mine")
            .cell("zone", "UTC")
            .cell("latitude_deg", 0)
            .cell("longitude_deg", 0)
            .cell("station", STATION)
            .cell("territory", "home")
            .source(ASSUMED);
        self.row("stations.csv", None)
            .cell("name", STATION)
            .cell("record", "measured")
            .source("no record: every day is assumed alike");
        let end = minutes % DAY;
        self.row("calendars.csv", None)
            .cell("name", CALENDAR)
            .cell("zone", "UTC")
            .cell("shift", "haulage")
            .cell("start", "00:00")
            .cell("end", format!("{:02}:{:02}", end / 60, end % 60))
            .cell("weekdays", "all")
            .source("start assumed");
        let why = "the file has no place and no clock";
        self.assume("sites.csv, calendars.csv", "latitude 0, longitude 0, UTC, shift from 00:00", why);
        let why = "the file has no weather; at this temperature roads are as written in haul_segments.csv";
        self.assume("stations.csv, climate/even.csv", format!("{EVEN_C} °C on every day"), why);
        let why = "the file has neither; no cost is reckoned";
        self.assume("scenario.toml: start, currency", "2026-01-01, USD", why);
    }

    /// Judges what was made and gives it.
    ///
    /// # Errors
    /// All that is wrong, each fault at its place in the file.
    pub fn finish(self, heading: &Heading, faults: Faults) -> Result<Imported, Report> {
        if faults.count() > 0 {
            return Err(faults.into_report());
        }
        let order: Vec<&str> = format::tables().iter().map(|spec| spec.file).collect();
        let mut tables: Vec<&(&'static str, Out)> = self.tables.iter().collect();
        tables.sort_by_key(|(file, _)| order.iter().position(|known| known == file));
        let mut files = vec![("scenario.toml".to_owned(), heading.text())];
        files.extend(tables.iter().map(|(file, out)| ((*file).to_owned(), out.text())));
        files.push((format!("{}/{STATION}.csv", format::RECORDS), even_record()));
        let checked = check_texts(&files);
        if checked.scenario.is_none() {
            let told = checked.report.diagnostics.into_iter();
            told.for_each(|diagnostic| faults.push(self.traced(diagnostic, &faults)));
            return Err(faults.into_report());
        }
        let readme = self.readme(heading, &faults.source.file);
        files.push(("README.md".to_owned(), readme));
        let Draft { assumed, left_out, .. } = self;
        Ok(Imported { files, assumed, left_out, warnings: checked.report })
    }

    /// A fault of the scenario at the place of the file it comes from, where there is one.
    fn traced(&self, told: Diagnostic, faults: &Faults) -> Diagnostic {
        let origin = self.rows.iter().find(|(file, _)| **file == told.file).and_then(|(_, rows)| {
            // The header is the first line, and no cell has a line break.
            rows.get(told.line?.checked_sub(2)?)
        });
        let expected = if told.column.is_empty() {
            format!("{} (in {})", told.expected, told.file)
        } else {
            format!("{} (as `{}` of {})", told.expected, told.column, told.file)
        };
        let said = Said { code: told.code, value: told.value.clone(), expected, advice: told.advice.clone() };
        let place = origin.and_then(|origin| origin.cells.get(told.column.as_str()).or(origin.row.as_ref()));
        match place {
            Some(place) => Diagnostic {
                severity: told.severity,
                ..faults.source.diagnostic(place.span.clone(), &place.path, said)
            },
            None => Diagnostic { severity: told.severity, ..said.of_file(&faults.source.file) },
        }
    }

    fn readme(&self, heading: &Heading, file: &str) -> String {
        let mut text = format!(
            "# {}\n\nMade of `{file}`, a file of {}. Cells whose `source` column says `assumed` are not in that file; \
             change them as you know better.\n\n## Assumed\n\n| where | what | why |\n|---|---|---|\n",
            heading.title, heading.from
        );
        for Assumption { place, value, why } in &self.assumed {
            let _ = writeln!(text, "| {place} | {value} | {why} |");
        }
        if !self.left_out.is_empty() {
            text.push_str("\n## Not carried over\n\n");
            for what in &self.left_out {
                let _ = writeln!(text, "- {what}");
            }
        }
        text
    }
}

impl Heading {
    fn text(&self) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let note = format!("made of a file of {}; README.md tells what was assumed", self.from);
        format!(
            "format = {}\nname = {}\ntitle = {}\nstart = 2026-01-01\ndays = {}\nzone = \"UTC\"\ncurrency = \"USD\"\n\
             home = \"home\"\nseed = 1\nreplications = 20\nnote = {}\n\n[climate]\nmode = \"resampled\"\n",
            format::VERSION,
            quoted(&self.name),
            quoted(&self.title),
            self.days,
            quoted(&note),
        )
    }
}

/// The fault of a file that says what no scenario can.
pub fn not_importable(value: &str, expected: &str, advice: &str) -> Said {
    Said::new(Code::NotImportable, value, expected, advice)
}
