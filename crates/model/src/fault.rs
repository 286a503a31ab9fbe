//! Faults of a scenario: one registry of codes, one shape of fault.
//!
//! A fault says what is wrong, where, what the value was, what was expected and what to do. `model` knows the
//! table, the row and the column; the `scenario` crate turns these into file, line and column of text.
//! Codes are grouped by subject in blocks of a hundred and never change their meaning.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $title:literal;)*) => {
        /// The registry of every fault a scenario can have.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u16)]
        pub enum Code {
            $(#[doc = $title] $(#[$doc])* $name = $number,)*
        }
        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];
            /// What the code means, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }
        }
    };
}

codes! {
    // 100: the folder and its files
    FolderMissing = 101, "the scenario folder does not exist";
    FolderIsFile = 102, "the scenario folder is a file";
    FolderUnreadable = 103, "the scenario folder cannot be read";
    HeadingMissing = 104, "the folder has no scenario.toml";
    TableMissing = 105, "a table that every scenario needs is missing";
    UnknownFile = 106, "the folder holds a table that is not known";
    FileUnreadable = 107, "a file cannot be read";
    FileIsFolder = 108, "a folder stands where a file is expected";
    FileSpecial = 109, "a device or pipe stands where a file is expected";
    FileTooLarge = 110, "a file is too large";
    LineTooLong = 111, "a line is too long";
    NotUtf8 = 112, "a file is not UTF-8 text";
    NotText = 113, "a file is not plain text";
    EmptyFile = 114, "a file is empty";
    LinkLoop = 115, "a link leads back to itself";
    RecordMissing = 116, "a measured station has no daily record";
    RecordUnused = 117, "a daily record is of no station";
    // 150: scenario.toml
    TomlSyntax = 150, "scenario.toml is not valid TOML";
    UnknownKey = 151, "scenario.toml has a key that is not known";
    MissingKey = 152, "scenario.toml lacks a key";
    WrongType = 153, "a key of scenario.toml has the wrong type";
    FormatUnknown = 154, "the scenario format is of another version";
    CurrencyBad = 155, "a currency is not a three-letter code";
    // 200: the text of a table
    UnknownColumn = 201, "a table has a column that is not known";
    MissingColumn = 202, "a table lacks a column";
    DuplicateColumn = 203, "a table has a column twice";
    UnnamedColumn = 204, "a column has no name";
    WrongUnit = 205, "a column has another unit than the format's";
    TooFewFields = 206, "a row has fewer fields than the header";
    TooManyFields = 207, "a row has more fields than the header";
    UnclosedQuote = 208, "a quoted field is never closed";
    StrayQuote = 209, "a quote stands where none may be";
    WrongSeparator = 210, "a table is not separated by commas";
    NoRows = 211, "a table that every scenario needs has no rows";
    ControlCharacter = 212, "a cell holds a character that cannot be printed";
    // 300: values
    OutOfRange = 301, "a number is outside its range";
    ValueMissing = 302, "a value is missing";
    NotANumber = 303, "a cell is not a number";
    NaN = 304, "a number is not-a-number";
    Infinite = 305, "a number is infinite";
    NumberTooLarge = 306, "a number is too large to be held";
    DecimalComma = 307, "a number is written with a decimal comma";
    ThousandsSeparator = 308, "a number is written with thousands separators";
    UnitInCell = 309, "a number carries its unit";
    Negative = 310, "a number is negative";
    TooManyDecimals = 311, "a number is finer than the format keeps";
    NotWhole = 312, "a number is not whole";
    PercentSign = 313, "a share is written in percent";
    WrongMinus = 314, "a number has a sign that is not a plain minus";
    SpreadsheetError = 315, "a cell holds a spreadsheet's error";
    Formula = 316, "a cell holds a formula";
    Placeholder = 317, "a cell holds a placeholder";
    NotADate = 318, "a cell is not a date";
    NoSuchDay = 319, "a date is of no calendar";
    NotADayOfYear = 320, "a cell is not a day of the year";
    NotAMonth = 321, "a cell is not a month";
    NotATime = 322, "a cell is not a time of day";
    NotYesNo = 323, "a cell is neither yes nor no";
    UnknownChoice = 324, "a word is none of those allowed";
    UnknownZone = 325, "a time zone is not known";
    HsCodeBad = 326, "a Harmonised System code is malformed";
    WeekdaysBad = 327, "weekdays are malformed";
    NameBad = 328, "a name holds what no name may hold";
    NameTwice = 329, "two rows have one name";
    ListEmptyMember = 330, "a list has an empty member";
    ListTwice = 331, "a list names one thing twice";
    LawIncomplete = 332, "a law lacks a parameter";
    LawSurplus = 333, "a law has a parameter it does not use";
    LawBad = 334, "a law has a parameter that is not legal";
    ValueAlone = 335, "a value needs another beside it";
    ValueSurplus = 336, "a value has no meaning beside another";
    RowTwice = 337, "two rows say the same thing";
    RowsDisagree = 338, "rows of one thing disagree";
    MonthOutside = 339, "a month is before the horizon";
    NormalsIncomplete = 340, "a synthetic station lacks monthly normals";
    NearNames = 341, "two names differ by so little that one may be a slip";
    // 400: references between rows
    UnknownId = 401, "a reference names nothing";
    // 500: time and climate
    HorizonBad = 501, "the horizon is empty or too long";
    // 600: mines and fleet
    // 700: maintenance
    // 800: goods, trade and transport
    // 900: agreements, settlements, projects
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IR{:04}", *self as u16)
    }
}

/// One fault, placed by table, row and column.
#[derive(Clone, PartialEq, Debug)]
pub struct Fault {
    /// Which rule was broken.
    pub code: Code,
    /// The table (`"machines"`), or `"scenario"` for the heading.
    pub table: &'static str,
    /// The row, counted from 0; none where the fault is of the whole table.
    pub row: Option<usize>,
    /// The column or key without its unit's context; empty where the fault is of the whole row.
    pub column: &'static str,
    /// The value as the planner would know it.
    pub value: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub advice: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({}", self.code, self.code.title(), self.table)?;
        if let Some(row) = self.row {
            write!(f, ", row {}", row + 1)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, "): {}; expected {}; {}", self.value, self.expected, self.advice)
    }
}

impl std::error::Error for Fault {}
