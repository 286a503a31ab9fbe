//! A table's text matched with its spec: which field of a row is which column.

use crate::catalogue::{self, Entry};
use crate::foreign::{self, flat};
use crate::format::{ColumnSpec, Kind, Need, TableSpec};
use crate::grid::{self, Field, Grid, Held, Separator};
use crate::lookalike;
use crate::nearest::{did_you_mean, nearest};
use crate::number::from_spreadsheet;
use crate::out::push_line;
use crate::read::Assumed;
use crate::report::Diagnostic;
use crate::sink::Sink;
use crate::source::{Said, Source};
use crate::spelling::{Spelling, Told};
use iceroad_model::Code;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Columns that every table may have and nothing reads.
pub(crate) const UNREAD: [&str; 2] = ["source", "note"];

/// The one of them that a header means.
pub(crate) fn unread(header: &str) -> Option<&'static str> {
    let flat = flat(header);
    UNREAD.into_iter().find(|column| *column == flat)
}

/// What the names of a header mean.
#[derive(Clone, Copy)]
pub(crate) enum Headings<'h> {
    /// The spec's own names; any other is a fault.
    Own,
    /// Names of others: of a whole header, the spec's column of each; those that are none are not read.
    Foreign(&'h dyn Fn(&[String]) -> Vec<Option<usize>>),
}

/// A table that was read but not yet understood.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) spec: &'static TableSpec,
    pub(crate) source: Source,
    /// For each column of the spec, its field; none where the header lacks it.
    places: Vec<Option<usize>>,
    header: Vec<Field>,
    /// What stands between fields.
    separator: Separator,
    /// How its cells are spelled.
    spelling: Spelling,
    pub(crate) rows: Vec<Vec<Field>>,
    /// For each row, the one of the catalogue that says what it leaves empty.
    entries: Vec<Option<&'static Entry>>,
    /// Whether any row names one, right or wrong.
    names_entries: bool,
    /// Whether rows or their names were lost, so that nothing can be said of names that are not found.
    pub(crate) torn: bool,
    /// Whether every column that is needed is there, so that a row can be made of each line.
    pub(crate) whole: bool,
    /// Whether a column was not understood, so that what the rules miss in a row may stand there.
    pub(crate) veiled: bool,
    /// Columns that such a one was likely meant to be.
    meant: Vec<String>,
}

impl Sheet {
    /// Splits the text and reads its header.
    pub(crate) fn new(spec: &'static TableSpec, source: Source, told: &Told, faults: &mut Sink) -> Sheet {
        let before = faults.count();
        let grid = grid::split(&source, faults);
        let whole = faults.count() == before;
        Self::of_grid(spec, source, (grid, whole), Headings::Own, told, faults)
    }

    /// The same of fields that are known, and whether nothing was wrong with them.
    pub(crate) fn of_grid(
        spec: &'static TableSpec,
        source: Source,
        (grid, whole): (Grid, bool),
        headings: Headings<'_>,
        told: &Told,
        faults: &mut Sink,
    ) -> Sheet {
        let places = vec![None; spec.columns.len()];
        let Grid { header, rows, separator, torn } = grid;
        let spelling = Spelling::of(separator, told, std::iter::empty());
        let entries = Vec::new();
        let mut sheet = Sheet {
            spec,
            source,
            places,
            header,
            separator,
            spelling,
            rows,
            entries,
            names_entries: false,
            torn,
            whole,
            veiled: false,
            meant: Vec::new(),
        };
        let is_header = sheet.match_header(headings, faults);
        sheet.check_widths(faults);
        sheet.find_entries();
        if is_header && matches!(headings, Headings::Own) {
            sheet.check_columns(faults);
        }
        sheet.spelling = Spelling::of(separator, told, sheet.cells());
        sheet
    }

    /// A table that is in no file: all its rows are of the catalogue.
    pub(crate) fn of_catalogue(spec: &'static TableSpec) -> Sheet {
        let (source, separator) = (Source::new(spec.file, ""), Separator::COMMA);
        Sheet {
            spec,
            source,
            places: vec![None; spec.columns.len()],
            header: Vec::new(),
            separator,
            spelling: Spelling::of(separator, &Told::default(), std::iter::empty()),
            rows: Vec::new(),
            entries: Vec::new(),
            names_entries: false,
            torn: false,
            whole: true,
            veiled: false,
            meant: Vec::new(),
        }
    }

    /// Adds a row of the catalogue that is not written in the table.
    pub(crate) fn add_entry(&mut self, entry: &'static Entry) {
        self.rows.push(Vec::new());
        self.entries.push(Some(entry));
    }

    fn find_entries(&mut self) {
        let named = catalogue::of(self.spec.file).zip(self.spec.column_at(catalogue::COLUMN));
        let entry = |row| named.and_then(|(shelf, at)| shelf.entry(&self.own(row, at)));
        self.entries = (0..self.rows.len()).map(entry).collect();
        let names_one = |row| named.is_some_and(|(_, at)| !self.own(row, at).is_empty());
        self.names_entries = (0..self.rows.len()).any(names_one);
    }

    /// Whether any row names one of the catalogue, right or wrong, so that what is missing is told row by row.
    pub(crate) fn has_entries(&self) -> bool {
        self.names_entries
    }

    /// Whether a row names one that the catalogue does not have: what it then lacks is but a consequence.
    pub(crate) fn is_of_unknown(&self, row: usize) -> bool {
        let names_one =
            self.spec.column_at(catalogue::COLUMN).is_some_and(|at| !self.own(row, at).is_empty());
        names_one && self.entry(row).is_none()
    }

    /// The row of the catalogue that says what a row leaves empty.
    pub(crate) fn entry(&self, row: usize) -> Option<&'static Entry> {
        self.entries.get(row).copied().flatten()
    }

    /// Every cell that is text, as it is written, with what its column holds.
    fn cells(&self) -> impl Iterator<Item = (Kind, Cow<'_, str>)> {
        let columns = self.spec.columns.iter().enumerate();
        columns.flat_map(move |(at, column)| {
            let rows = (0..self.rows.len()).filter(move |row| self.held(*row, at) == Held::Text);
            rows.map(move |row| (column.kind, self.own(row, at)))
        })
    }

    fn header_text(&self, at: usize) -> Cow<'_, str> {
        self.header[at].text(&self.source)
    }

    /// The names of its header, as they are written.
    pub(crate) fn header_texts(&self) -> Vec<String> {
        (0..self.header.len()).map(|at| self.header_text(at).into_owned()).collect()
    }

    /// Whether it is a header at all.
    fn match_header(&mut self, headings: Headings<'_>, faults: &mut Sink) -> bool {
        if self.header.is_empty() {
            let said = Said::new(
                Code::EmptyFile,
                "",
                "at least a header line",
                "write a header line, or remove the file",
            );
            faults.push(said.of_file(&self.source.file));
            self.lose();
            return false;
        }
        if let Some(said) = self.wrong_separator() {
            faults.push(self.source.diagnostic(self.header[0].span(), "", said));
            self.lose();
            return false;
        }
        if let Headings::Foreign(columns_of) = headings {
            let names: Vec<String> =
                (0..self.header.len()).map(|at| self.header_text(at).into_owned()).collect();
            for (place, column) in columns_of(&names).into_iter().enumerate() {
                if let Some(column) = column {
                    self.places[column] = Some(place);
                }
            }
            return true;
        }
        let mut meant = Vec::new();
        for at in 0..self.header.len() {
            if let Err(said) = self.match_column(at, &mut meant) {
                self.veiled = true;
                let column = self.header_text(at).into_owned();
                faults.push(self.source.diagnostic(self.header[at].span(), &column, said));
            }
        }
        self.meant = meant;
        true
    }

    /// Tells of columns that every row needs and the header lacks.
    fn check_columns(&mut self, faults: &mut Sink) {
        for at in 0..self.spec.columns.len() {
            let column = &self.spec.columns[at];
            let needed = match column.need {
                Need::Required => true,
                Need::Catalogued => !self.has_entries(),
                Need::Optional | Need::Default(_) => false,
            };
            if !needed || self.places[at].is_some() {
                continue;
            }
            self.whole = false;
            if column.name == "name" {
                self.torn = true;
            }
            if !self.meant.contains(&column.name) {
                let advice = format!("add the column: {}", column.doc);
                let said =
                    Said::new(Code::MissingColumn, &column.name, crate::cell::expected(column.kind), advice);
                let end = self.header.last().map_or(0, |field| field.span().end);
                faults.push(self.source.diagnostic(self.header[0].span().start..end, &column.name, said));
            }
        }
    }

    /// After this, nothing is known of the table.
    fn lose(&mut self) {
        self.torn = true;
        self.whole = false;
        self.rows.clear();
    }

    fn wrong_separator(&self) -> Option<Said> {
        if self.header.len() > 1 {
            return None;
        }
        let only = self.header_text(0);
        let found = Separator::COMMON
            .into_iter()
            .find(|other| *other != self.separator && only.contains(other.mark()))?;
        let (name, mark) = (found.name(), found.mark().escape_default());
        let (expected, export) = match self.separator {
            Separator::COMMA => ("commas".to_owned(), "export as CSV (comma)".to_owned()),
            Separator::CELLS => {
                let advice = format!("split the column at each `{mark}` into cells (Data, Text to Columns)");
                return Some(Said::new(
                    Code::WrongSeparator,
                    &only,
                    "each field in a cell of its own",
                    advice,
                ));
            }
            other => (other.name(), format!("or let the first line say `sep={mark}`")),
        };
        let advice = format!("replace the {name} (`{mark}`) by {expected}; {export}");
        Some(Said::new(Code::WrongSeparator, &only, format!("fields separated by {expected}"), advice))
    }

    /// Finds the spec's column for a field of the header; what an unknown one was likely meant to be goes to `guessed`.
    fn match_column(&mut self, at: usize, guessed: &mut Vec<String>) -> Result<(), Said> {
        let name = self.header_text(at).into_owned();
        if name.is_empty() {
            return self.check_unnamed(at);
        }
        let meant_by = |at: usize| self.spec.meant_by(&self.header_text(at));
        let meant = self.spec.meant_by(&name);
        let earlier = (0..at).any(|before| match meant {
            Some(column) => meant_by(before) == Some(column),
            None => self.header_text(before) == name,
        });
        if earlier {
            let advice = "keep one of the two";
            return Err(Said::new(Code::DuplicateColumn, &name, "each column once", advice));
        }
        if unread(&name).is_some() {
            return Ok(());
        }
        let Some(found) = meant else { return Err(self.unknown(&name, guessed)) };
        self.places[found] = Some(at);
        Ok(())
    }

    /// Sheets leave empty columns at the end of a table; they are a fault only where they hold something.
    fn check_unnamed(&self, at: usize) -> Result<(), Said> {
        let holds = |row: &Vec<Field>| row.get(at).is_some_and(|field| !field.span().is_empty());
        if !self.rows.iter().any(holds) {
            return Ok(());
        }
        Err(Said::new(
            Code::UnnamedColumn,
            "",
            "a name for each column",
            "name the column or empty its cells",
        ))
    }

    fn unknown(&self, name: &str, meant: &mut Vec<String>) -> Said {
        let taken: Vec<usize> =
            (0..self.header.len()).filter_map(|at| self.spec.meant_by(&self.header_text(at))).collect();
        let free = |(at, column): (usize, &'static ColumnSpec)| (!taken.contains(&at)).then_some(column);
        let columns = || self.spec.columns.iter().enumerate().filter_map(free);
        let twin = columns().find(|column| lookalike::alike(name, &column.name));
        if twin.is_none()
            && let Some(instead) = foreign::law(name, self.spec)
        {
            let said = format!("a column of {}", self.spec.file);
            let advice = instead.advice + &self.worked_out(name, instead.over);
            return Said::new(Code::ForeignParameter, name, said, advice);
        }
        if twin.is_none()
            && let Some((column, advice)) = foreign::unit(name, columns())
        {
            meant.push(column.name.clone());
            return Said::new(Code::WrongUnit, name, format!("`{}`", column.name), advice);
        }
        let near = nearest(name, columns().map(|column| column.name.as_str()));
        if let Some(near) = near {
            meant.push(near.to_owned());
        }
        let known: Vec<_> = self.spec.columns.iter().map(|column| column.name.as_str()).collect();
        let expected = format!("a column of {}", self.spec.file);
        let otherwise = format!("remove it, or write it as `note`; the columns are {}", known.join(", "));
        Said::new(Code::UnknownColumn, name, expected, did_you_mean(name, near, &otherwise))
    }

    /// The first row's number over that of another column, as an example; empty where one is none.
    fn worked_out(&self, name: &str, over: Option<&str>) -> String {
        let number = |column: &str| -> Option<f64> {
            let at = (0..self.header.len()).find(|at| self.header_text(*at) == column)?;
            self.rows.first()?.get(at)?.text(&self.source).parse().ok()
        };
        match over.and_then(number).zip(number(name)) {
            Some((mean, value)) if mean > 0.0 => {
                format!(": in the first row {value} / {mean} = {}", (value / mean * 1e4).round() / 1e4)
            }
            _ => String::new(),
        }
    }

    fn check_widths(&mut self, faults: &mut Sink) {
        let width = self.header.len();
        if self.torn {
            // An open quote has swallowed the rest of the file into the last row.
            self.rows.pop();
        }
        if let Some(said) = self.all_of_another_width(width) {
            faults.push(self.of_table("", said));
            self.lose();
            return;
        }
        let mut kept = Vec::new();
        for row in std::mem::take(&mut self.rows) {
            let surplus = row.iter().skip(width).any(|field| !field.span().is_empty());
            if row.len() >= width && !surplus {
                kept.push(row);
                continue;
            }
            self.torn = true;
            self.whole = false;
            faults.push(self.ragged(&row, width));
        }
        self.rows = kept;
    }

    /// Where all rows agree with each other and not with the header, the header is wrong, and one fault says so.
    fn all_of_another_width(&self, width: usize) -> Option<Said> {
        let common = self.rows.first()?.len();
        let agree = self.rows.len() > 1 && common != width && self.rows.iter().all(|row| row.len() == common);
        let surplus = |row: &Vec<Field>| row.iter().skip(width).any(|field| !field.span().is_empty());
        if !agree || (common > width && !self.rows.iter().all(surplus)) {
            return None;
        }
        let value = format!("{width} in the header, {common} in every row");
        let (code, advice) = if common < width {
            (Code::TooFewFields, "remove a column from the header, or add its cells to the rows")
        } else {
            (Code::TooManyFields, "name every column in the header")
        };
        Some(Said::new(code, &value, "as many fields in each row as in the header", advice))
    }

    fn ragged(&self, row: &[Field], width: usize) -> Diagnostic {
        let span = row[0].span().start..row[row.len() - 1].span().end;
        let value = row.len().to_string();
        let expected = format!("{width} fields, as in the header");
        if row.len() < width {
            let advice = format!("write {} for each cell, also for empty ones", self.separator.one());
            return self.source.diagnostic(span, "", Said::new(Code::TooFewFields, &value, expected, advice));
        }
        let one = self.separator.one();
        let advice = format!("put fields that hold {one} in double quotes, and write decimals with a point");
        let first = row[width].span().start;
        self.source.diagnostic(first..span.end, "", Said::new(Code::TooManyFields, &value, expected, advice))
    }

    /// Whether the header has the spec's column `at`.
    pub(crate) fn has_column(&self, at: usize) -> bool {
        self.places[at].is_some()
    }

    /// What the cell of a row in the spec's column `at` says, in the format's spelling; empty where the header lacks it.
    pub(crate) fn cell(&self, row: usize, at: usize) -> Cow<'_, str> {
        let kind = self.spec.columns[at].kind;
        match self.own(row, at) {
            text if text.is_empty() => Cow::Borrowed(self.of_entry(row, at)),
            text if self.held(row, at) == Held::Number => text,
            Cow::Borrowed(text) => self.spelling.canonical(kind, text),
            Cow::Owned(text) => Cow::Owned(self.spelling.canonical(kind, &text).into_owned()),
        }
    }

    /// Why the cell of a row can be read in two ways, or not at all, whatever its text says.
    pub(crate) fn doubt(&self, row: usize, at: usize) -> Option<Said> {
        let (kind, text) = (self.spec.columns[at].kind, self.own(row, at));
        match self.held(row, at) {
            Held::Text => self.spelling.doubt(kind, &text),
            Held::Number => None,
            Held::Moment if !matches!(kind, Kind::Name | Kind::GroupName | Kind::Coined(_)) => None,
            Held::Moment => {
                let advice =
                    "a spreadsheet made a day of this name: format the column as text and write it again";
                Some(Said::new(Code::Rewritten, &text, crate::cell::expected(kind), advice))
            }
            Held::Fault => from_spreadsheet(&text, &crate::cell::expected(kind)),
        }
    }

    fn held(&self, row: usize, at: usize) -> Held {
        let field = self.places[at].and_then(|place| self.rows[row].get(place));
        field.map_or(Held::Text, |field| field.held)
    }

    /// The rows that are written in the table; those of the catalogue alone are not.
    pub(crate) fn written_rows(&self) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(|row| !self.rows[*row].is_empty())
    }

    /// Whether the table is there, and not only rows of the catalogue.
    pub(crate) fn is_written(&self) -> bool {
        !self.header.is_empty()
    }

    /// The columns as they stand, by the format's names of them, with their fields; those without a name hold nothing.
    pub(crate) fn columns(&self) -> Vec<(String, usize)> {
        let named = (0..self.header.len()).filter(|place| !self.header_text(*place).is_empty());
        let name = |place: usize| match self.column_of(place) {
            Some(at) => self.spec.columns[at].name.clone(),
            None => {
                let header = self.header_text(place);
                unread(&header).map_or_else(|| header.into_owned(), str::to_owned)
            }
        };
        named.map(|place| (name(place), place)).collect()
    }

    /// The spec's column of a field.
    fn column_of(&self, place: usize) -> Option<usize> {
        self.places.iter().position(|known| *known == Some(place))
    }

    /// What a field of a row says, in the format's spelling where it is of a column of the spec.
    pub(crate) fn cell_of(&self, row: usize, place: usize) -> Cow<'_, str> {
        match self.column_of(place) {
            Some(at) if !self.own(row, at).is_empty() => self.cell(row, at),
            Some(_) => Cow::Borrowed(""),
            None => self.rows[row][place].text(&self.source),
        }
    }

    /// The table as CSV in the format's spelling, with its columns as they stand, but for those that hold nothing and need not.
    pub(crate) fn csv(&self) -> String {
        let mut columns = self.columns();
        columns.retain(|(name, place)| {
            let is_needed = self.spec.column(name).is_some_and(|column| column.need == Need::Required);
            is_needed || self.written_rows().any(|row| !self.rows[row][*place].text(&self.source).is_empty())
        });
        let mut text = String::new();
        push_line(&mut text, columns.iter().map(|(name, _)| name.as_str()));
        for row in self.written_rows() {
            let cells: Vec<Cow<'_, str>> =
                columns.iter().map(|(_, place)| self.cell_of(row, *place)).collect();
            push_line(&mut text, cells.iter().map(AsRef::as_ref));
        }
        text
    }

    /// The same cell as it is written, in the table or in the catalogue.
    pub(crate) fn written(&self, row: usize, at: usize) -> Cow<'_, str> {
        match self.own(row, at) {
            text if text.is_empty() => Cow::Borrowed(self.of_entry(row, at)),
            text => text,
        }
    }

    /// What the table itself says in a cell.
    pub(crate) fn own(&self, row: usize, at: usize) -> Cow<'_, str> {
        match self.places[at].and_then(|place| self.rows[row].get(place)) {
            Some(field) => field.text(&self.source),
            None => Cow::Borrowed(""),
        }
    }

    fn of_entry(&self, row: usize, at: usize) -> &'static str {
        let Some(entry) = self.entry(row) else { return "" };
        let column = &self.spec.columns[at];
        match column.kind {
            Kind::Name => entry.name,
            _ => entry.cell(&column.name),
        }
    }

    /// What stands where cells are empty: figures that are the default, and what comes from the catalogue.
    pub(crate) fn assumed(&self) -> Vec<Assumed> {
        let mut rows: BTreeMap<(usize, &str, &str), (usize, String)> = BTreeMap::new();
        for row in 0..self.rows.len() {
            for (at, column) in self.spec.columns.iter().enumerate() {
                let is_its_name = column.kind == Kind::Name && self.rows[row].is_empty();
                if is_its_name || !self.own(row, at).is_empty() {
                    continue;
                }
                let (value, name, basis) = match (self.of_entry(row, at), self.entry(row), column.need) {
                    (text, Some(Entry { name, source, .. }), _) if !text.is_empty() => {
                        (text, *name, format!("catalogue, {name}: {source}"))
                    }
                    (_, _, Need::Default(default)) if !column.basis.is_empty() => {
                        (default, "", column.basis.to_owned())
                    }
                    _ => continue,
                };
                rows.entry((at, name, value)).or_insert((0, basis)).0 += 1;
            }
        }
        let column = |at: usize| self.spec.columns[at].name.clone();
        let one = |((at, _, value), (rows, basis)): ((usize, &str, &str), (usize, String))| Assumed {
            file: self.spec.file,
            column: column(at),
            value: value.to_owned(),
            rows,
            basis,
        };
        rows.into_iter().map(one).collect()
    }

    /// The cell of the column called `name`.
    pub(crate) fn cell_named(&self, row: usize, name: &str) -> Cow<'_, str> {
        self.spec.column_at(name).map_or(Cow::Borrowed(""), |at| self.cell(row, at))
    }

    /// The bytes of a cell; of the whole row where the header lacks the column or none is named.
    pub(crate) fn span(&self, row: usize, column: &str) -> Range<usize> {
        let fields = &self.rows[row];
        let (Some(first), Some(last)) = (fields.first(), fields.last()) else { return 0..0 };
        if let Some(place) = self.spec.column_at(column).and_then(|at| self.places[at]) {
            return fields[place].span();
        }
        let line = first.span().start..last.span().end;
        match self.source.text[line.clone()].find('\n') {
            Some(end) => line.start..line.start + end,
            None => line,
        }
    }

    /// A diagnostic about a cell, or about the row where the column is empty or not there.
    pub(crate) fn diagnostic(&self, row: usize, column: &str, said: Said) -> Diagnostic {
        if let (true, Some(entry)) = (self.rows[row].is_empty(), self.entry(row)) {
            let advice = format!(
                "{}; the row is the catalogue's `{}`: write one of that name to change it",
                said.advice, entry.name
            );
            let diagnostic = Said { advice, ..said }.of_file(&self.source.file);
            return Diagnostic { column: column.to_owned(), ..diagnostic };
        }
        self.source.diagnostic(self.span(row, column), column, said)
    }

    /// A diagnostic about the table as a whole, shown at its header.
    pub(crate) fn of_table(&self, column: &str, said: Said) -> Diagnostic {
        match (self.header.first(), self.header.last()) {
            (Some(first), Some(last)) => {
                self.source.diagnostic(first.span().start..last.span().end, column, said)
            }
            _ => said.of_file(&self.source.file),
        }
    }
}
