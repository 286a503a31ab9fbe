//! The sheets of charts: each has the numbers it is drawn from beside it, so that it can be changed and copied.
//!
//! The numbers are those of the page; `measures` works them out.
use super::book::clipped;
use iceroad_base::text::for_spreadsheet;
use iceroad_measures::Results;
use iceroad_measures::frame::Frame;
use iceroad_measures::spread::Spread;
use iceroad_measures::{money, production, stock, time_usage};
use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLine, ChartLineDashType, ChartType, Format, Workbook, Worksheet, XlsxError,
};

/// The sheets, with what each shows.
pub(super) const SHEETS: &[(&str, &str)] = &[
    ("chart tonnes", "Tonnes delivered by month: median with P10 and P90, and the plan"),
    ("chart availability", "Physical availability and use of availability of every machine"),
    ("chart costs", "Money paid by month and cause, mean"),
    (
        "chart stock",
        "What is on the shelf week by week of the lines that are missed most: median with P10 and P90",
    ),
];

/// Materials and stock lines that are drawn at most.
const MOST_DRAWN: usize = 4;
/// Rows that a chart stands beside.
const TALL: u32 = 22;

/// Fills a sheet.
type Fill = fn(&mut Sheet<'_>, &Frame<'_>) -> Result<(), XlsxError>;

/// Adds the sheets.
pub(super) fn write(book: &mut Workbook, results: &Results<'_>, header: &Format) -> Result<(), XlsxError> {
    let frame = Frame::new(results.scenario, results.records);
    let fillers: [Fill; 4] = [tonnes, availability, costs, shelves];
    for ((name, about), fill) in SHEETS.iter().zip(fillers) {
        let worksheet = book.add_worksheet();
        worksheet.set_name(*name)?.set_column_width(0, 28)?.set_landscape().set_print_fit_to_pages(1, 0);
        let mut sheet = Sheet { name, worksheet, header, row: 0 };
        sheet.worksheet.write_string(0, 0, *about)?;
        sheet.row = 2;
        fill(&mut sheet, &frame)?;
    }
    Ok(())
}

/// A sheet under way.
struct Sheet<'b> {
    name: &'static str,
    worksheet: &'b mut Worksheet,
    header: &'b Format,
    /// The next row that is free.
    row: u32,
}

/// A column of numbers that is drawn.
struct Column {
    name: String,
    values: Vec<Option<f64>>,
    look: Look,
}

/// How a column is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Look {
    Plain,
    Edge,
    Plan,
}

impl Column {
    fn new(name: impl Into<String>, values: impl IntoIterator<Item = f64>, look: Look) -> Self {
        let values = values.into_iter().map(|value| value.is_finite().then_some(value)).collect();
        Self { name: name.into(), values, look }
    }

    /// Median and the edges of a band.
    fn band<'s>(spreads: impl Iterator<Item = &'s Spread> + Clone) -> Vec<Column> {
        vec![
            Column::new("P10", spreads.clone().map(|spread| spread.p10), Look::Edge),
            Column::new("median", spreads.clone().map(|spread| spread.p50), Look::Plain),
            Column::new("P90", spreads.map(|spread| spread.p90), Look::Edge),
        ]
    }
}

impl Sheet<'_> {
    /// Writes numbers by row with a chart of them beside.
    fn block(
        &mut self,
        title: &str,
        labels: (&str, &[String]),
        columns: &[Column],
        (kind, format): (ChartType, &str),
    ) -> Result<(), XlsxError> {
        if labels.1.is_empty() || columns.is_empty() {
            self.worksheet.write_string(self.row, 0, "There is nothing to draw.")?;
            return Ok(());
        }
        let (first, number) = (self.row, Format::new().set_num_format(format));
        self.worksheet.write_string_with_format(first, 0, labels.0, self.header)?;
        for (row, label) in (first + 1..).zip(labels.1) {
            self.worksheet.write_string(row, 0, clipped(label))?;
        }
        let last = first + labels.1.len() as u32;
        let mut chart = Chart::new(kind);
        for (at, column) in (1..).zip(columns) {
            self.worksheet.set_column_width(at, column.name.chars().count().clamp(12, 30) as f64 + 3.0)?;
            self.worksheet.write_string_with_format(first, at, clipped(&column.name), self.header)?;
            for (row, value) in (first + 1..).zip(&column.values) {
                if let Some(value) = value {
                    self.worksheet.write_number_with_format(row, at, *value, &number)?;
                }
            }
            let series = chart.add_series();
            series.set_name((self.name, first, at));
            series.set_categories((self.name, first + 1, 0, last, 0)).set_values((
                self.name,
                first + 1,
                at,
                last,
                at,
            ));
            let mut line = ChartLine::new();
            match column.look {
                Look::Plain if kind == ChartType::Line => line.set_color("1F3A5F").set_width(2.25),
                Look::Plain => continue,
                Look::Edge => line.set_color("9DB4CE").set_width(1.0),
                Look::Plan => line.set_color("444444").set_dash_type(ChartLineDashType::Dash),
            };
            series.set_format(ChartFormat::new().set_line(&line));
        }
        if columns.iter().any(|column| column.look == Look::Edge) {
            chart.set_high_low_lines(true);
        }
        // A title that begins as a formula does would be taken for a place.
        let title: String = for_spreadsheet(title).chars().take(200).collect();
        chart.title().set_name(title.as_str());
        // From nothing on, so that bars are as long as what they stand for.
        chart.y_axis().set_num_format(format);
        if columns.iter().flat_map(|column| &column.values).flatten().all(|value| *value >= 0.0) {
            chart.y_axis().set_min(0);
        }
        chart.set_width(860).set_height(400);
        self.worksheet.insert_chart(first, columns.len() as u16 + 2, &chart)?;
        self.row = (last + 3).max(first + TALL);
        Ok(())
    }
}

fn months(frame: &Frame<'_>) -> Vec<String> {
    (0..frame.months.len()).map(|month| frame.month_label(month)).collect()
}

fn tonnes(sheet: &mut Sheet<'_>, frame: &Frame<'_>) -> Result<(), XlsxError> {
    for material in production::by_material(frame).iter().take(MOST_DRAWN) {
        let mut columns = Column::band(material.monthly_t.iter());
        if material.planned_t() > 0.0 {
            columns.push(Column::new("plan", material.plan_t.iter().copied(), Look::Plan));
        }
        let title = format!("{} by month, t", material.name);
        sheet.block(&title, ("month", &months(frame)), &columns, (ChartType::Line, "#,##0"))?;
    }
    Ok(())
}

fn availability(sheet: &mut Sheet<'_>, frame: &Frame<'_>) -> Result<(), XlsxError> {
    let machines = time_usage::machines(frame);
    let names: Vec<String> = machines.iter().map(|machine| machine.name.clone()).collect();
    let columns = [
        Column::new(
            "physical availability",
            machines.iter().map(|machine| machine.availability),
            Look::Plain,
        ),
        Column::new("use of availability", machines.iter().map(|machine| machine.utilisation), Look::Plain),
    ];
    sheet.block("Availability and use by machine", ("machine", &names), &columns, (ChartType::Column, "0.0%"))
}

fn costs(sheet: &mut Sheet<'_>, frame: &Frame<'_>) -> Result<(), XlsxError> {
    let costs = money::costs(frame);
    let paid = costs.causes.iter().filter(|cause| cause.months.iter().any(|month| *month != 0.0));
    let columns: Vec<Column> =
        paid.map(|cause| Column::new(cause.words, cause.months.iter().copied(), Look::Plain)).collect();
    let title = format!("Money paid by month, {}", frame.currency());
    sheet.block(&title, ("month", &months(frame)), &columns, (ChartType::ColumnStacked, "#,##0"))
}

fn shelves(sheet: &mut Sheet<'_>, frame: &Frame<'_>) -> Result<(), XlsxError> {
    let mut lines = stock::lines(frame);
    lines.sort_by(|one, other| other.missed().total_cmp(&one.missed()));
    for line in lines.iter().take(MOST_DRAWN) {
        let last_day = |week: usize| (week as i64 * 7 + 6).min(frame.days() - 1);
        let days: Vec<String> =
            (0..line.weekly.len()).map(|week| frame.clock.date_of_day(last_day(week)).to_string()).collect();
        let columns = Column::band(line.weekly.iter().map(|week| &week.units));
        sheet.block(&line.name, ("week to", &days), &columns, (ChartType::Line, "#,##0"))?;
    }
    Ok(())
}
