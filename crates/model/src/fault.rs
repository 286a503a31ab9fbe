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
    // 200: the text of a table
    UnknownColumn = 201, "a table has a column that is not known";
    // 300: values
    OutOfRange = 301, "a number is outside its range";
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
