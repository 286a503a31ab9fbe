//! What a table's spec is made of, and the short words the tables are written in.

use iceroad_base::quantity::Ranged;

/// The version of the format that this program reads and writes.
pub const VERSION: i64 = 1;

/// What a reference may name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "each is the table it is called after")]
pub enum Target {
    Site,
    Station,
    Season,
    Calendar,
    Model,
    Machine,
    Mine,
    Node,
    Zone,
    Material,
    Face,
    Dump,
    Curve,
    Subsystem,
    Service,
    Workshop,
    Party,
    Item,
    Offer,
    Store,
    Agreement,
    Line,
    Settlement,
    Project,
    Crew,
    Task,
}

impl Target {
    /// Every target, in order.
    pub const ALL: [Target; 26] = [
        Target::Site,
        Target::Station,
        Target::Season,
        Target::Calendar,
        Target::Model,
        Target::Machine,
        Target::Mine,
        Target::Node,
        Target::Zone,
        Target::Material,
        Target::Face,
        Target::Dump,
        Target::Curve,
        Target::Subsystem,
        Target::Service,
        Target::Workshop,
        Target::Party,
        Target::Item,
        Target::Offer,
        Target::Store,
        Target::Agreement,
        Target::Line,
        Target::Settlement,
        Target::Project,
        Target::Crew,
        Target::Task,
    ];

    /// In words.
    pub fn what(self) -> &'static str {
        match self {
            Target::Site => "site",
            Target::Station => "station",
            Target::Season => "season",
            Target::Calendar => "calendar",
            Target::Model => "machine model",
            Target::Machine => "machine",
            Target::Mine => "mine",
            Target::Node => "haul-road node",
            Target::Zone => "single-lane zone",
            Target::Material => "material",
            Target::Face => "face",
            Target::Dump => "dump",
            Target::Curve => "temperature curve",
            Target::Subsystem => "subsystem of the model",
            Target::Service => "planned service of the model",
            Target::Workshop => "workshop",
            Target::Party => "party",
            Target::Item => "item",
            Target::Offer => "offer",
            Target::Store => "store",
            Target::Agreement => "agreement",
            Target::Line => "agreement line",
            Target::Settlement => "settlement",
            Target::Project => "project",
            Target::Crew => "crew",
            Target::Task => "task",
        }
    }

    /// The files whose `name` column holds what may be named.
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Target::Site => &["sites.csv"],
            Target::Station => &["stations.csv"],
            Target::Season => &["seasons_ice.csv", "seasons_river.csv", "seasons_calendar.csv"],
            Target::Calendar => &["calendars.csv"],
            Target::Model => &["truck_models.csv", "loader_models.csv"],
            Target::Machine => &["machines.csv"],
            Target::Mine => &["mines.csv"],
            Target::Node => &["haul_nodes.csv"],
            Target::Zone => &["haul_zones.csv"],
            Target::Material => &["materials.csv"],
            Target::Face => &["faces.csv"],
            Target::Dump => &["dumps.csv"],
            Target::Curve => &["temperature_curves.csv"],
            Target::Subsystem => &["subsystems.csv"],
            Target::Service => &["services.csv"],
            Target::Workshop => &["workshops.csv"],
            Target::Party => &["parties.csv"],
            Target::Item => &["items.csv"],
            Target::Offer => &["offers.csv"],
            Target::Store => &["stores.csv"],
            Target::Agreement => &["agreements.csv"],
            Target::Line => &["agreement_lines.csv"],
            Target::Settlement => &["settlements.csv"],
            Target::Project => &["projects.csv"],
            Target::Crew => &["crews.csv"],
            Target::Task => &["tasks.csv"],
        }
    }

    /// Whether its names are unique within a machine model only, so that a row naming one names the model too.
    pub fn within_model(self) -> bool {
        matches!(self, Target::Subsystem | Target::Service)
    }

    /// Whether several rows with one name are one thing (the points of a curve, the shifts of a calendar).
    pub fn grouped(self) -> bool {
        matches!(self, Target::Calendar | Target::Curve)
    }
}

/// Names that need no row of their own: they exist by being used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Coined {
    /// A maker's brand.
    Brand,
    /// What a technician can do.
    Trade,
    /// A territory with rules of its own, as an ISO 3166 code or a word.
    Territory,
}

impl Coined {
    /// In words.
    pub fn what(self) -> &'static str {
        match self {
            Coined::Brand => "brand",
            Coined::Trade => "trade",
            Coined::Territory => "territory",
        }
    }
}

/// What the cells of a column hold.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kind {
    /// The row's own name, unique in its table.
    Name,
    /// The row's own name, which several rows share.
    GroupName,
    /// Free text.
    Text,
    /// Free texts between semicolons.
    TextList,
    /// The name of a row of another table.
    Ref(Target),
    /// Such names between semicolons.
    RefList(Target),
    /// A name that exists by being used.
    Coined(Coined),
    /// Such names between semicolons.
    CoinedList(Coined),
    /// A number of a legal range.
    Number {
        /// What it measures.
        what: &'static str,
        /// Unit, as in the header; empty for a pure number.
        unit: &'static str,
        /// Least.
        min: f64,
        /// Greatest.
        max: f64,
    },
    /// A number held exactly with so many decimals.
    Fixed {
        /// What it measures.
        what: &'static str,
        /// Unit, as in the header; empty for a pure number.
        unit: &'static str,
        /// Decimals that are kept.
        decimals: u32,
        /// Least, in the last decimal.
        min: i64,
        /// Greatest, in the last decimal.
        max: i64,
    },
    /// A day, `2026-07-01`.
    Date,
    /// A day of every year, `05-20`.
    MonthDay,
    /// A month, `2026-07`.
    Month,
    /// A time of day, `07:30`.
    Time,
    /// `yes` or `no`.
    YesNo,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An IANA time zone.
    Zone,
    /// A Harmonised System code of 2 to 10 digits.
    Hs,
    /// Such codes, or their beginnings, between semicolons.
    HsList,
    /// `all`, or weekdays such as `mon-fri;sun`.
    Weekdays,
}

/// Whether a cell may be empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// It may not.
    Required,
    /// Empty means: there is none.
    Optional,
    /// Empty, or no such column, means this text.
    Default(&'static str),
}

/// A column of a table.
#[derive(Clone, PartialEq, Debug)]
pub struct ColumnSpec {
    /// The header, with the unit.
    pub name: String,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether they may be empty.
    pub need: Need,
    /// What it means.
    pub doc: String,
}

impl ColumnSpec {
    fn new(name: &str, kind: Kind, doc: &str) -> Self {
        Self { name: name.to_owned(), kind, need: Need::Required, doc: doc.to_owned() }
    }

    /// The same column, whose cells may be empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.need = Need::Optional;
        self
    }

    /// The same column, whose cells may not be empty.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    /// The same column, where an empty cell means `text`.
    #[must_use]
    pub fn or(mut self, text: &'static str) -> Self {
        self.need = Need::Default(text);
        self
    }

    /// The unit that the header carries; empty where it carries none.
    pub fn unit(&self) -> &'static str {
        match self.kind {
            Kind::Number { unit, .. } | Kind::Fixed { unit, .. } => unit,
            _ => "",
        }
    }
}

/// A table of the scenario.
#[derive(Clone, PartialEq, Debug)]
pub struct TableSpec {
    /// File name in the scenario folder.
    pub file: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// Whether every scenario needs it.
    pub required: bool,
    /// Columns, in the order they are told and written.
    pub columns: Vec<ColumnSpec>,
}

impl TableSpec {
    pub(super) fn new(file: &'static str, doc: &'static str) -> Self {
        Self { file, doc, required: false, columns: Vec::new() }
    }

    pub(super) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) fn with(mut self, column: ColumnSpec) -> Self {
        self.columns.push(column);
        self
    }

    pub(super) fn with_all(mut self, columns: impl IntoIterator<Item = ColumnSpec>) -> Self {
        self.columns.extend(columns);
        self
    }

    /// Adds the columns of a law of probability called `stem`, in `unit`; the format's one convention for laws.
    pub(super) fn law(mut self, stem: &str, unit: &'static str, doc: &str) -> Self {
        let amount = |name: String, doc: String| {
            let kind = Kind::Number { what: "amount", unit, min: 0.0, max: 1e9 };
            ColumnSpec::new(&name, kind, &doc).optional()
        };
        let pure = |name: String, what, max, doc: &str| {
            ColumnSpec::new(&name, Kind::Number { what, unit: "", min: 0.0, max }, doc).optional()
        };
        self.columns.push(amount(
            format!("{stem}_{unit}"),
            format!(
                "{doc}: the mean (for `triangular` the likeliest value; empty for `uniform` and where the scale is given)"
            ),
        ));
        let mut which = ColumnSpec::new(
            &format!("{stem}_law"),
            Kind::Choice(LAWS),
            "its law; empty: `constant`, or `lognormal` where `_cv` is above 0",
        );
        which.need = Need::Optional;
        self.columns.push(which);
        self.columns.push(pure(
            format!("{stem}_cv"),
            "coefficient of variation",
            10.0,
            "coefficient of variation, for `lognormal`",
        ));
        self.columns.push(pure(
            format!("{stem}_shape"),
            "shape",
            100.0,
            "shape of `weibull`, 0.05 to 100; number of stages of `erlang`, 1 to 100",
        ));
        self.columns.push(amount(
            format!("{stem}_scale_{unit}"),
            "scale (63.2 % point) of `weibull`, in place of the mean".to_owned(),
        ));
        self.columns.push(amount(
            format!("{stem}_low_{unit}"),
            "least value of `uniform` and `triangular`".to_owned(),
        ));
        self.columns.push(amount(
            format!("{stem}_high_{unit}"),
            "greatest value of `uniform` and `triangular`".to_owned(),
        ));
        self
    }

    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&ColumnSpec> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The file's name without its ending, as faults of the model call the table.
    pub fn stem(&self) -> &'static str {
        self.file.strip_suffix(".csv").unwrap_or(self.file)
    }
}

/// The laws by name.
pub(crate) const LAWS: &[&str] =
    &["constant", "exponential", "weibull", "lognormal", "uniform", "triangular", "erlang"];

/// The greatest mass a cell may hold: ten billion tonnes, more than any mine moves.
const MOST_MASS_KG: i64 = 10_000_000_000_000;
/// The greatest amount of money a cell may hold, in minor units.
const MOST_MONEY: i64 = 1_000_000_000_000_000;
/// The greatest count a cell may hold.
const MOST_COUNT: i64 = 1_000_000_000_000;

pub(super) fn name(doc: &str) -> ColumnSpec {
    ColumnSpec::new("name", Kind::Name, doc)
}

pub(super) fn group_name(doc: &str) -> ColumnSpec {
    ColumnSpec::new("name", Kind::GroupName, doc)
}

pub(super) fn title() -> ColumnSpec {
    text("title", "name for people; empty: the name").optional()
}

pub(super) fn text(name: &str, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Text, doc)
}

pub(super) fn of_kind(name: &str, kind: Kind, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, kind, doc)
}

pub(super) fn refer(name: &str, target: Target, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Ref(target), doc)
}

pub(super) fn list(name: &str, target: Target, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::RefList(target), doc).optional()
}

pub(super) fn coined(name: &str, coined: Coined, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Coined(coined), doc)
}

pub(super) fn coined_list(name: &str, coined: Coined, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::CoinedList(coined), doc).optional()
}

/// A quantity with the unit and the range of its type.
pub(super) fn ranged<Q: Ranged>(name: &str, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Number { what: Q::WHAT, unit: Q::UNIT, min: Q::MIN, max: Q::MAX }, doc)
}

pub(super) fn number(
    name: &str,
    what: &'static str,
    unit: &'static str,
    range: std::ops::RangeInclusive<f64>,
    doc: &str,
) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Number { what, unit, min: *range.start(), max: *range.end() }, doc)
}

pub(super) fn fixed(
    name: &str,
    what: &'static str,
    unit: &'static str,
    decimals: u32,
    max: i64,
    doc: &str,
) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Fixed { what, unit, decimals, min: 0, max }, doc)
}

/// A mass in tonnes, kept to the kilogram.
pub(super) fn tonnes(name: &str, doc: &str) -> ColumnSpec {
    fixed(name, "mass", "t", 3, MOST_MASS_KG, doc)
}

/// A volume in cubic metres, kept to the litre.
pub(super) fn cubic_metres(name: &str, doc: &str) -> ColumnSpec {
    fixed(name, "volume", "m3", 3, MOST_MASS_KG, doc)
}

/// A volume in whole litres.
pub(super) fn litres(name: &str, doc: &str) -> ColumnSpec {
    fixed(name, "volume", "l", 0, MOST_MASS_KG, doc)
}

/// Money in major units, kept to a hundredth.
pub(super) fn money(name: &str, doc: &str) -> ColumnSpec {
    fixed(name, "money", "", 2, MOST_MONEY, doc)
}

/// A count in the item's own unit.
pub(super) fn quantity(name: &str, doc: &str) -> ColumnSpec {
    fixed(name, "quantity", "", 0, MOST_COUNT, doc)
}

/// A whole number.
pub(super) fn count(name: &str, range: std::ops::RangeInclusive<i64>, doc: &str) -> ColumnSpec {
    let kind = Kind::Fixed { what: "count", unit: "", decimals: 0, min: *range.start(), max: *range.end() };
    ColumnSpec::new(name, kind, doc)
}

pub(super) fn date(name: &str, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Date, doc)
}

pub(super) fn month_day(name: &str, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::MonthDay, doc)
}

pub(super) fn yes_no(name: &str, doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::YesNo, doc)
}

pub(super) fn choice(name: &str, words: &'static [&'static str], doc: &str) -> ColumnSpec {
    ColumnSpec::new(name, Kind::Choice(words), doc)
}
