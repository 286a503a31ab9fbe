//! What a table's spec is made of: data that the reader, the writer, the schema and the chapter go by.

use super::target::Target;
use crate::foreign::flat;

/// The version of the format that this program reads and writes.
pub const VERSION: i64 = 1;

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
    /// A day, with or without a time of day: `2026-07-01 06:30`.
    Moment,
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

impl Kind {
    /// Several of it between semicolons, where there may be several.
    pub(super) const fn list(self) -> Kind {
        match self {
            Kind::Ref(target) => Kind::RefList(target),
            Kind::Coined(coined) => Kind::CoinedList(coined),
            Kind::Text => Kind::TextList,
            Kind::Hs => Kind::HsList,
            other => other,
        }
    }

    /// How many decimals are kept exactly.
    pub(super) fn decimals(self) -> u32 {
        match self {
            Kind::Fixed { decimals, .. } => decimals,
            _ => 0,
        }
    }
}

/// Whether a cell may be empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// It may not.
    Required,
    /// Empty means: there is none.
    Optional,
    /// Empty, or no such column, means what the catalogue's row has that the row then names.
    Catalogued,
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
    /// Where the default comes from, for a figure that every row needs; empty where it means that something is not there, or
    /// matters to some rows only.
    pub basis: &'static str,
}

impl ColumnSpec {
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
    /// The table of the model that its rows are in; the file's own stem where they belong to rows of another table.
    pub table: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// Whether every scenario needs it.
    pub required: bool,
    /// Columns, in the order they are told and written.
    pub columns: Vec<ColumnSpec>,
}

impl TableSpec {
    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&ColumnSpec> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The place of the column called `name`.
    pub(crate) fn column_at(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The place of the column that a header means by a name: its own, or the same with other capitals and blanks, as
    /// `Payload T` for `payload_t`.
    pub(crate) fn meant_by(&self, header: &str) -> Option<usize> {
        let exact = self.columns.iter().position(|column| column.name == header);
        exact.or_else(|| {
            let flat = flat(header);
            self.columns.iter().position(|column| column.name == flat)
        })
    }

    /// The file's name without its ending, as faults of the model call the table.
    pub fn stem(&self) -> &'static str {
        self.file.strip_suffix(".csv").unwrap_or(self.file)
    }
}
