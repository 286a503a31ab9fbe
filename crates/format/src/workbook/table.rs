//! A sheet as a table: its header found, its rows as lines of a text, every cell with its place.
//!
//! Titles above the header are left out. Cells that are merged are refused, as each row is for itself; so that nothing else is told of
//! them, they are read as if the first of them were written in each.

use super::cell::text_of;
use super::open::{Cell, MOST_CELLS, Sheet as Raw, Value};
use crate::format::{Kind, TableSpec};
use crate::grid::{Field, Grid, Held, Separator};
use crate::sheet::{Headings, Sheet, unread};
use crate::sink::Sink;
use crate::source::{CellPlace, Said, SheetPlaces, Source};
use crate::spelling::Told;
use iceroad_model::Code;

/// Rows among which the header is looked for.
const MOST_TITLES: usize = 20;
/// What stands between cells where a row is shown.
const BETWEEN: &str = " | ";

/// Reads a sheet as a table of this spec.
pub(super) fn sheet(
    spec: &'static TableSpec,
    file: &str,
    raw: &Raw,
    headings: Headings<'_>,
    told: &Told,
    faults: &mut Sink,
) -> Sheet {
    let unmerged = unmerged(raw);
    let cells = unmerged.as_deref().unwrap_or(&raw.cells);
    let mut rows: Vec<&[Cell]> = cells.chunk_by(|one, other| one.row == other.row).collect();
    let titles = match headings {
        Headings::Own => rows.iter().take(MOST_TITLES).position(|row| is_header(spec, row)).unwrap_or(0),
        Headings::Foreign(columns_of) => most_known(&rows, columns_of).0,
    };
    rows.drain(..titles.min(rows.len()));
    let mut lines =
        Lines { places: SheetPlaces { name: raw.name.clone(), cells: Vec::new() }, text: String::new() };
    let width =
        rows.iter().filter_map(|row| row.last()).map(|cell| cell.column as usize + 1).max().unwrap_or(0);
    let is_wide = width.saturating_mul(rows.len()) > MOST_CELLS;
    if is_wide {
        let value = format!("{} rows of {width} columns", rows.len());
        let expected = format!("at most {MOST_CELLS} cells");
        let advice = "clear the cells far to the right of the table";
        faults.push(Said::new(Code::FileTooLarge, &value, expected, advice).of_file(file));
        rows.clear();
    }
    let kinds: Vec<Option<Kind>> = match (rows.first(), headings) {
        (Some(header), Headings::Own) => (0..width).map(|column| kind_of(spec, header, column)).collect(),
        (Some(header), Headings::Foreign(columns_of)) => {
            let columns = columns_of(&texts(header, width)).into_iter();
            columns.map(|at| at.map(|at| spec.columns[at].kind)).collect()
        }
        (None, _) => Vec::new(),
    };
    let mut all = rows.iter().enumerate().map(|(at, row)| {
        // The header's cells are texts, whatever stands below them.
        lines.push(row, width, |column| if at == 0 { Some(Kind::Text) } else { kinds[column] })
    });
    let header = all.next().unwrap_or_default();
    let rows: Vec<Vec<Field>> = all.collect();
    let source = Source::of_sheet(file, lines.text, lines.places);
    let is_merged = tell_merged(raw, &source, &header, &rows, faults);
    let grid = Grid { header, rows, separator: Separator::CELLS, torn: is_wide };
    Sheet::of_grid(spec, source, (grid, !is_merged && !is_wide), headings, told, faults)
}

fn header_text(cell: &Cell) -> &str {
    match &cell.value {
        Value::Text(text) => text.trim(),
        _ => "",
    }
}

/// Whether most cells of a row name columns of the table.
fn is_header(spec: &TableSpec, row: &[Cell]) -> bool {
    let is_named = |cell: &&Cell| {
        let name = header_text(cell);
        spec.meant_by(name).is_some() || unread(name).is_some()
    };
    row.iter().filter(is_named).count() * 2 > row.len()
}

/// The texts of a row, in so many columns.
fn texts(row: &[Cell], width: usize) -> Vec<String> {
    let mut texts = vec![String::new(); width];
    for cell in row {
        if let Some(text) = texts.get_mut(cell.column as usize) {
            header_text(cell).clone_into(text);
        }
    }
    texts
}

/// The row among the first with most columns that others' names are known of, and how many these are.
fn most_known(rows: &[&[Cell]], columns_of: &dyn Fn(&[String]) -> Vec<Option<usize>>) -> (usize, usize) {
    let known = |row: &[Cell]| {
        let width = row.last().map_or(0, |cell| cell.column as usize + 1);
        columns_of(&texts(row, width)).iter().flatten().count()
    };
    let all = rows.iter().take(MOST_TITLES).enumerate().map(|(at, row)| (at, known(row)));
    all.rev().max_by_key(|(_, known)| *known).unwrap_or((0, 0))
}

/// How many columns of others a sheet's header has that are known.
pub(super) fn columns_known(raw: &Raw, columns_of: &dyn Fn(&[String]) -> Vec<Option<usize>>) -> usize {
    let rows = raw.cells.chunk_by(|one, other| one.row == other.row).take(MOST_TITLES);
    most_known(&rows.collect::<Vec<_>>(), columns_of).1
}

/// What the column of a header holds; none where nothing reads it.
fn kind_of(spec: &TableSpec, header: &[Cell], column: usize) -> Option<Kind> {
    let cell = header.iter().find(|cell| cell.column as usize == column)?;
    spec.meant_by(header_text(cell)).map(|at| spec.columns[at].kind)
}

/// The text of a table under way.
struct Lines {
    text: String,
    places: SheetPlaces,
}

impl Lines {
    /// Adds a row, in so many columns.
    fn push(&mut self, row: &[Cell], width: usize, kind: impl Fn(usize) -> Option<Kind>) -> Vec<Field> {
        let mut fields = Vec::with_capacity(width);
        let mut cells = row.iter().peekable();
        let number = row.first().map_or(0, |cell| cell.row);
        for column in 0..width {
            if column > 0 {
                self.text.push_str(BETWEEN);
            }
            let start = self.text.len();
            self.places.cells.push(CellPlace { start: start as u32, row: number, column: column as u32 });
            let cell = cells.next_if(|cell| cell.column as usize == column);
            let (text, held) =
                cell.map_or(("".into(), Held::Text), |cell| text_of(&cell.value, kind(column)));
            self.text.push_str(text.trim());
            fields.push(Field::of_cell(start..self.text.len(), held));
        }
        self.text.push('\n');
        fields
    }
}

/// The cells with what the first of merged ones says in each of them; none where none are merged.
fn unmerged(raw: &Raw) -> Option<Vec<Cell>> {
    if raw.merged.is_empty() {
        return None;
    }
    let last = raw.cells.last().map_or(0, |cell| cell.row);
    let widest = raw.cells.iter().map(|cell| cell.column).max().unwrap_or(0);
    let mut cells = raw.cells.clone();
    for &[top, left, bottom, right] in &raw.merged {
        let at = raw.cells.binary_search_by_key(&(top, left), |cell| (cell.row, cell.column));
        let Some(first) = at.ok().map(|at| &raw.cells[at]) else { continue };
        let within = (top..=bottom.min(last))
            .flat_map(|row| (left..=right.min(widest)).map(move |column| (row, column)));
        let others = within.filter(|place| *place != (top, left));
        // More merged cells than a workbook may hold are told as those are that fit.
        let room = MOST_CELLS.saturating_sub(cells.len());
        cells.extend(others.take(room).map(|(row, column)| Cell { row, column, ..first.clone() }));
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    cells.dedup_by_key(|cell| (cell.row, cell.column));
    Some(cells)
}

/// Tells of merged cells in the table; whether there are any.
fn tell_merged(raw: &Raw, source: &Source, header: &[Field], rows: &[Vec<Field>], faults: &mut Sink) -> bool {
    let mut is_merged = false;
    for &[top, left, bottom, right] in &raw.merged {
        if (top, left) == (bottom, right) {
            continue;
        }
        let Some(field) = field_at(source, header, rows, (top, left)) else { continue };
        is_merged = true;
        let said = Said::new(
            Code::MergedCells,
            &source.text[field.clone()],
            "each row with cells of its own",
            "unmerge them, and write the value in each",
        );
        faults.push(source.diagnostic(field, "", said));
    }
    is_merged
}

/// The bytes of the cell at a row and column of the sheet, where the table has it.
fn field_at(
    source: &Source,
    header: &[Field],
    rows: &[Vec<Field>],
    (row, column): (u32, u32),
) -> Option<std::ops::Range<usize>> {
    let row_of = |fields: &[Field]| fields.first().map_or(0, |first| source.line_of(first.span().start));
    let wanted = row as usize + 1;
    let line = if row_of(header) == wanted {
        header
    } else {
        &rows[rows.binary_search_by_key(&wanted, |fields| row_of(fields)).ok()?]
    };
    line.get(column as usize).map(|field| field.span())
}
