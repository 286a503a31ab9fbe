//! A mine made of ten answers: the smallest scenario that says something of a planner's own mine.
//!
//! The machines are of the catalogue; roads, shifts and the workshop are drawn from the answers and marked `assumed`, so that the
//! planner finds what to put right. What is made is judged by the rules of any scenario.
//!
//! ```
//! use iceroad_format::new::{QUESTIONS, mine};
//! let answers = QUESTIONS.map(|question| question.default.to_owned());
//! let files = mine(&answers).map_err(|report| report.render(false))?;
//! assert!(files.iter().any(|(name, _)| name == "machines.csv"));
//! # Ok::<(), String>(())
//! ```

use crate::catalogue;
use crate::cell::{self, Value};
use crate::format::{Coined, Kind, Target};
use crate::init::lay_down;
use crate::nearest::{did_you_mean, nearest};
use crate::out::Out;
use crate::read::check_texts;
use crate::report::Report;
use crate::source::Said;
use iceroad_model::Code;
use std::fmt::Write as _;
use std::path::Path;

/// One question.
#[derive(Debug)]
pub struct Question {
    /// What is asked.
    pub asks: &'static str,
    /// What stands where nothing is answered.
    pub default: &'static str,
    /// Its parts, between blanks.
    parts: &'static [Part],
}

/// What a part of an answer is.
#[derive(Clone, Copy, Debug)]
enum Part {
    Of(Kind),
    Currency,
    /// The name of a row of the catalogue.
    OfCatalogue(&'static str),
}

const fn number(what: &'static str, unit: &'static str, min: f64, max: f64) -> Part {
    Part::Of(Kind::Number { what, unit, min, max })
}

const fn count(min: i64, max: i64) -> Part {
    Part::Of(Kind::Fixed { what: "count", unit: "", decimals: 0, min, max })
}

/// The questions, in the order of the answers.
pub const QUESTIONS: [Question; 10] = [
    Question { asks: "Short name of the mine", default: "quarry", parts: &[Part::Of(Kind::Name)] },
    Question {
        asks: "Where it is: degrees north, degrees east, and climate as of which station",
        default: "62.5 114 yakutsk",
        parts: &[
            number("latitude", "deg", -90.0, 90.0),
            number("longitude", "deg", -180.0, 180.0),
            Part::OfCatalogue("stations"),
        ],
    },
    Question { asks: "Time zone", default: "Asia/Yakutsk", parts: &[Part::Of(Kind::Zone)] },
    Question {
        asks: "Territory and currency",
        default: "RU RUB",
        parts: &[Part::Of(Kind::Coined(Coined::Territory)), Part::Currency],
    },
    Question { asks: "First day of the year to plan", default: "2026-07-01", parts: &[Part::Of(Kind::Date)] },
    Question {
        asks: "Trucks: model of the catalogue, how many",
        default: "BELAZ-7555B 5",
        parts: &[Part::OfCatalogue("trucks"), count(1, 500)],
    },
    Question {
        asks: "Loaders: model of the catalogue, how many",
        default: "CAT-992G 2",
        parts: &[Part::OfCatalogue("loaders"), count(1, 100)],
    },
    Question {
        asks: "Way from face to dump, km, and grade of its ramp, %",
        default: "2 8",
        parts: &[number("length", "km", 0.1, 50.0), number("grade", "pct", 0.0, 20.0)],
    },
    Question {
        asks: "Ore and waste wanted in a month, t",
        default: "450000 320000",
        parts: &[number("mass", "t", 1.0, 1e9), number("mass", "t", 0.0, 1e9)],
    },
    Question {
        asks: "Bays of the workshop (0: machines never fail)",
        default: "2",
        parts: &[count(0, 1_000)],
    },
];

/// Days of the year that is planned.
const DAYS: usize = 365;

impl Question {
    /// The parts of an answer.
    ///
    /// # Errors
    /// What is wrong with it.
    fn read(&self, answer: &str) -> Result<Vec<String>, Said> {
        let parts: Vec<&str> = answer.split([' ', '\t', ';']).filter(|part| !part.is_empty()).collect();
        if parts.len() != self.parts.len() {
            let expected = format!("an answer such as `{}`", self.default);
            return Err(Said::new(Code::ValueMissing, answer, expected, "answer each, with blanks between"));
        }
        parts.iter().zip(self.parts).map(|(text, part)| part.read(text)).collect()
    }

    /// Whether an answer can be used.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, answer: &str) -> Result<(), Said> {
        self.read(answer).map(|_| ())
    }
}

impl Part {
    fn read(self, text: &str) -> Result<String, Said> {
        match self {
            Part::Of(kind) => cell::read(kind, text).map(|_| text.to_owned()).map_err(|wrong| wrong.said),
            Part::Currency if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                Ok(text.to_owned())
            }
            Part::Currency => Err(Said::new(
                Code::UnknownChoice,
                text,
                "three capital letters such as RUB",
                "write the ISO 4217 code",
            )),
            Part::OfCatalogue(what) => {
                let entries = catalogue::shelves().iter().filter(|shelf| shelf.what == what);
                let names: Vec<&str> =
                    entries.flat_map(|shelf| shelf.entries.iter()).map(|entry| entry.name).collect();
                if names.contains(&text) {
                    return Ok(text.to_owned());
                }
                let otherwise = format!("`iceroad catalogue {what}` lists them");
                let advice = did_you_mean(text, nearest(text, names), &otherwise);
                Err(Said::new(Code::UnknownId, text, format!("one of the catalogue's {what}"), advice))
            }
        }
    }
}

/// The answers, understood.
struct Answers {
    all: Vec<Vec<String>>,
}

impl Answers {
    fn of(&self, question: usize, part: usize) -> &str {
        self.all.get(question).and_then(|parts| parts.get(part)).map_or("", String::as_str)
    }

    fn number(&self, question: usize, part: usize) -> f64 {
        self.of(question, part).parse().unwrap_or(0.0)
    }

    fn count(&self, question: usize, part: usize) -> usize {
        self.of(question, part).parse().unwrap_or(0)
    }

    fn name(&self) -> &str {
        self.of(0, 0)
    }

    fn trucks(&self) -> (&str, usize) {
        (self.of(5, 0), self.count(5, 1))
    }

    fn loaders(&self) -> (&str, usize) {
        (self.of(6, 0), self.count(6, 1))
    }

    /// How many of the loaders dig ore; the others dig waste.
    fn on_ore(&self) -> usize {
        let (ore, waste, loaders) = (self.number(8, 0), self.number(8, 1), self.loaders().1);
        if waste <= 0.0 {
            return loaders;
        }
        let share = (loaders as f64 * ore / (ore + waste)).round() as usize;
        share.clamp(1, (loaders - 1).max(1))
    }

    fn has_waste(&self) -> bool {
        self.number(8, 1) > 0.0
    }

    fn has_workshop(&self) -> bool {
        self.count(9, 0) > 0
    }
}

/// The files of a mine: name, text.
///
/// # Errors
/// All that is wrong with the answers.
pub fn mine(answers: &[String; 10]) -> Result<Vec<(String, String)>, Report> {
    let mut all = Vec::new();
    let mut wrong = Vec::new();
    for (question, answer) in QUESTIONS.iter().zip(answers) {
        match question.read(answer) {
            Ok(parts) => all.push(parts),
            Err(said) => wrong.push(said.of_file("")),
        }
    }
    let answers = Answers { all };
    if wrong.is_empty() && answers.has_waste() && answers.loaders().1 < 2 {
        let advice = "count two loaders or more, or want no waste";
        wrong.push(
            Said::new(Code::ValueAlone, "1 loader", "a loader for ore and one for waste", advice).of_file(""),
        );
    }
    if !wrong.is_empty() {
        return Err(Report { diagnostics: wrong, suppressed: 0 });
    }
    let mut files = vec![("scenario.toml".to_owned(), heading(&answers))];
    let mut tables = vec![places(&answers), calendar(&answers), pit(&answers)];
    tables.extend(roads(&answers));
    tables.extend(rock(&answers));
    tables.push(fleet(&answers));
    if answers.has_workshop() {
        tables.extend(workshop(&answers));
    }
    files.extend(tables.iter().map(|table| (table.file().to_owned(), table.text())));
    let checked = check_texts(&files);
    if checked.scenario.is_none() {
        return Err(checked.report);
    }
    Ok(files)
}

/// Writes a mine as a new folder, which is made where it is missing and must be empty where it is not.
///
/// # Errors
/// As [`crate::init`], and as [`mine`].
pub fn write(folder: &Path, answers: &[String; 10]) -> Result<(), Report> {
    let files = mine(answers)?;
    lay_down(folder, files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

fn heading(answers: &Answers) -> String {
    let mut text = String::from(
        "# A first mine, made of ten answers. `iceroad check` says what is wrong after a change, `iceroad run` simulates it.\n\
         # What a table's source calls assumed is to be put right first.\nformat = 1\n",
    );
    let (name, zone) = (answers.name(), answers.of(2, 0));
    let (home, currency, start) = (answers.of(3, 0), answers.of(3, 1), answers.of(4, 0));
    let _ = writeln!(text, "name = {name:?}\nstart = {start}\ndays = {DAYS}\nzone = {zone:?}");
    let _ = writeln!(text, "currency = {currency:?}\nhome = {home:?}\nreplications = 50");
    text
}

const ASSUMED: &str = "assumed";
const ANSWERED: &str = "answered";

fn places(answers: &Answers) -> Out {
    let mut sites = Out::new("sites.csv");
    sites
        .row()
        .cell("name", "mine")
        .cell("title", answers.name())
        .cell("kind", "mine")
        .cell("zone", answers.of(2, 0));
    sites
        .cell("latitude_deg", answers.of(1, 0))
        .cell("longitude_deg", answers.of(1, 1))
        .cell("territory", answers.of(3, 0))
        .cell("station", answers.of(1, 2))
        .source(ANSWERED);
    sites
}

fn calendar(answers: &Answers) -> Out {
    let mut shifts = Out::new("calendars.csv");
    for (shift, start, end, zone) in
        [("day", "08:00", "19:30", answers.of(2, 0)), ("night", "20:00", "07:30", "")]
    {
        shifts.row().cell("name", "two_shifts").cell("zone", zone).cell("shift", shift);
        shifts.cell("start", start).cell("end", end).source(ASSUMED);
    }
    shifts
}

fn pit(_: &Answers) -> Out {
    let mut mines = Out::new("mines.csv");
    mines.row().cell("name", "pit").cell("site", "mine").cell("calendar", "two_shifts");
    mines.cell("dispatch", "shortest_queue").cell("park", "park").cell("gate", "gate").source(ASSUMED);
    mines
}

/// The faces, `ore` before `waste`.
fn faces(answers: &Answers) -> impl Iterator<Item = (String, &'static str)> {
    let (ore, loaders) = (answers.on_ore(), answers.loaders().1);
    (0..loaders).map(move |at| {
        if at < ore {
            (format!("ore_{}", at + 1), "ore")
        } else {
            (format!("waste_{}", at + 1 - ore), "waste")
        }
    })
}

/// A tenth of the way is in the pit, six tenths are its ramp, the rest leads to the dump.
fn roads(answers: &Answers) -> [Out; 2] {
    let length = answers.number(7, 0) * 1_000.0;
    let grade = answers.number(7, 1);
    let (bench, ramp, top) = (length * 0.1, length * 0.6, length * 0.3);
    let depth = -ramp * grade / 100.0;
    let mut nodes = Out::new("haul_nodes.csv");
    let mut node = |name: &str, x: f64, y: f64, z: f64| {
        nodes.row().cell("name", name).cell("mine", "pit").cell("x_m", x.round()).cell("y_m", y.round());
        nodes.cell("z_m", z.round()).source(ASSUMED);
    };
    let mut segments = Out::new("haul_segments.csv");
    let mut segment = |from: &str, to: &str, length: f64, grade: f64| {
        segments
            .row()
            .cell("from", from)
            .cell("to", to)
            .cell("length_m", length.round())
            .cell("grade_pct", grade);
        segments.source(ASSUMED);
    };
    for (at, (face, _)) in faces(answers).enumerate() {
        node(&face, -bench, at as f64 * bench, depth);
        segment(&face, "ramp_foot", bench, 0.0);
    }
    node("ramp_foot", 0.0, 0.0, depth);
    node("rim", ramp, 0.0, 0.0);
    segment("ramp_foot", "rim", ramp, grade);
    node("crusher", ramp + top, 0.0, 0.0);
    segment("rim", "crusher", top, 0.0);
    if answers.has_waste() {
        node("waste_dump", ramp, top, 0.0);
        segment("rim", "waste_dump", top, 0.0);
    }
    node("park", ramp + bench, -bench, 0.0);
    segment("rim", "park", bench, 0.0);
    node("gate", ramp + 2.0 * bench, -bench, 0.0);
    segment("park", "gate", bench, 0.0);
    [nodes, segments]
}

fn rock(answers: &Answers) -> [Out; 4] {
    let materials_of = |row: &str| row == "ore" || answers.has_waste();
    let mut materials = Out::new("materials.csv");
    let mut dumps = Out::new("dumps.csv");
    for (material, dump, places, density) in [("ore", "crusher", 1, 1.6), ("waste", "waste_dump", 3, 1.65)] {
        if materials_of(material) {
            materials.row().cell("name", material).cell("kind", material).cell("loose_density_t_m3", density);
            materials.source(ASSUMED);
            dumps.row().cell("name", dump).cell("node", dump).cell("materials", material);
            dumps.cell("places", places).source(ASSUMED);
        }
    }
    let mut table = Out::new("faces.csv");
    for (face, material) in faces(answers) {
        table.row().cell("name", &face).cell("node", &face).cell("material", material).source(ASSUMED);
    }
    [materials, dumps, table, plan(answers)]
}

fn plan(answers: &Answers) -> Out {
    let mut plan = Out::new("production_plan.csv");
    let Ok(Value::Date(first)) = cell::read(Kind::Date, answers.of(4, 0)) else { return plan };
    let mut months = Vec::new();
    let mut day = first;
    for _ in 0..DAYS {
        let month = day.to_string()[..7].to_owned();
        if months.last() != Some(&month) {
            months.push(month);
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    for month in months {
        for (part, material) in ["ore", "waste"].into_iter().enumerate() {
            if answers.number(8, part) > 0.0 {
                plan.row().cell("mine", "pit").cell("material", material).cell("month", &month);
                plan.cell("mass_t", answers.of(8, part)).source(ANSWERED);
            }
        }
    }
    plan
}

fn fleet(answers: &Answers) -> Out {
    let mut machines = Out::new("machines.csv");
    let workshop = if answers.has_workshop() { "workshop" } else { "" };
    let (model, trucks) = answers.trucks();
    for at in 1..=trucks {
        machines
            .row()
            .cell("name", format!("T{at}"))
            .cell("model", model)
            .cell("mine", "pit")
            .cell("workshop", workshop)
            .source(ANSWERED);
    }
    let (model, _) = answers.loaders();
    for (at, (face, _)) in faces(answers).enumerate() {
        machines.row().cell("name", format!("L{}", at + 1)).cell("model", model).cell("mine", "pit");
        machines.cell("workshop", workshop).cell("face", &face).source(ANSWERED);
    }
    machines
}

/// What fails: name, hours between failures, hours of repair, and where. Assumed, as in `examples/sakha`, so that availability comes
/// to what makers guarantee, .85 to .92.
const FAILS: [(&str, u32, u32, &str); 4] = [
    ("engine", 1_900, 22, "bay"),
    ("running_gear", 1_000, 12, "bay"),
    ("hydraulics", 180, 2, "field"),
    ("electrics", 200, 2, "field"),
];

fn workshop(answers: &Answers) -> Vec<Out> {
    let models = [answers.trucks().0, answers.loaders().0];
    let mut fails = Out::new("subsystems.csv");
    let mut services = Out::new("services.csv");
    for model in models {
        for (name, life, repair, place) in FAILS {
            fails
                .row()
                .cell("model", model)
                .cell("name", name)
                .cell("life_h", life)
                .cell("life_law", "exponential");
            fails
                .cell("repair_h", repair)
                .cell("repair_cv", 0.7)
                .cell("trade", "mechanic")
                .cell("technicians", 2);
            fails.cell("place", place).source(ASSUMED);
        }
        services
            .row()
            .cell("model", model)
            .cell("name", "PM500")
            .cell("interval_h", 500)
            .cell("duration_h", 10);
        services.cell("early_h", 60).cell("trade", "mechanic").cell("technicians", 2).source(ASSUMED);
    }
    let mut stores = Out::new("stores.csv");
    stores.row().cell("name", "store").cell("site", "mine").source(ASSUMED);
    let mut workshops = Out::new("workshops.csv");
    workshops
        .row()
        .cell("name", "workshop")
        .cell("site", "mine")
        .cell("store", "store")
        .cell("tow_vehicles", 1);
    workshops.cell("gate_distance_m", 800).source(ASSUMED);
    let mut bays = Out::new("bays.csv");
    let takes = models.iter().filter_map(|model| catalogue::named(Target::Model, model));
    let takes: Vec<&str> = takes.map(|(_, entry)| entry.cell("bay_class_t")).collect();
    let largest = takes.iter().filter_map(|text| text.parse::<u32>().ok()).max().unwrap_or(0);
    bays.row().cell("name", "bays").cell("workshop", "workshop").cell("count", answers.of(9, 0));
    bays.cell("takes_t", largest).cell("heated", "yes").cell("crane", "yes").source(ASSUMED);
    let mut technicians = Out::new("technicians.csv");
    let machines = answers.trucks().1 + answers.loaders().1;
    for (name, count, field) in
        [("mechanics", machines.div_ceil(3).max(2), "no"), ("field_crew", machines.div_ceil(6).max(2), "yes")]
    {
        technicians
            .row()
            .cell("name", name)
            .cell("workshop", "workshop")
            .cell("trade", "mechanic")
            .cell("count", count);
        technicians.cell("calendar", "two_shifts").cell("field", field).source(ASSUMED);
    }
    vec![fails, services, stores, workshops, bays, technicians]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defaults() -> [String; 10] {
        QUESTIONS.map(|question| question.default.to_owned())
    }

    #[test]
    fn any_machines_of_the_catalogue_make_a_mine_in_order() {
        for shelf in &catalogue::shelves()[..2] {
            for entry in &shelf.entries {
                let mut answers = defaults();
                // A bucket is to fit into the truck.
                answers[5] = "LIEBHERR-T284 3".to_owned();
                answers[if shelf.what == "trucks" { 5 } else { 6 }] = format!("{} 3", entry.name);
                for (ore, bays) in [("90000 0", "0"), ("90000 400000", "4")] {
                    (answers[8], answers[9]) = (ore.to_owned(), bays.to_owned());
                    let made = mine(&answers).unwrap_or_else(|report| panic!("{}: {report}", entry.name));
                    let report = check_texts(&made).report;
                    assert!(report.errors() == 0, "{}: {report}", entry.name);
                }
            }
        }
    }

    #[test]
    fn every_wrong_answer_is_told_at_once_with_what_to_do() {
        let mut answers = defaults();
        answers[2] = "Asia/Yakutzk".to_owned();
        answers[5] = "BELAZ-7555 5".to_owned();
        answers[7] = "2".to_owned();
        let report = mine(&answers).unwrap_err();
        let told: Vec<&str> = report.diagnostics.iter().map(|one| one.advice.as_str()).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[1].contains("did you mean `BELAZ-7555B`?"), "{told:?}");
        let mut answers = defaults();
        answers[6] = "CAT-992G 1".to_owned();
        assert!(mine(&answers).unwrap_err().to_string().contains("a loader for ore and one for waste"));
    }
}
