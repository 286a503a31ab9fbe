//! What a weather file is, found by what it holds.

use super::names::{Role, role};
use super::{dly, long};
use crate::grid::Separator;
use crate::report::Diagnostic;
use crate::source::{Said, Source};
use iceroad_model::Code;

/// Within so many lines a header must come: some services write the station and a legend of flags above it.
const LINES_ABOVE: usize = 60;

/// What a weather file is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Layout {
    /// GHCN-Daily in fixed columns, a month of one kind of reading to a line.
    Dly,
    /// GHCN-Daily as CSV, a reading to a row, without a header.
    LongBare,
    /// The same below a header that begins at this byte.
    Long(usize),
    /// A day to a row below a header that begins at this byte.
    Wide(usize),
}

/// Finds what a text is.
///
/// # Errors
/// What it is instead, or what it lacks.
pub(super) fn find(source: &Source) -> Result<Layout, Box<Diagnostic>> {
    let text = source.text.as_str();
    let start = text.trim_start();
    if start.starts_with(['<', '{', '[']) {
        let value = if start.starts_with('<') { "a web page" } else { "JSON" };
        let advice = "the service may have answered with a page that says why: open it in a browser, and download the daily data \
                      again as CSV or .dly";
        return Err(told(source, 0, value, advice.to_owned()));
    }
    let first = start.lines().next().unwrap_or("");
    if dly::is_line(first) {
        return Ok(Layout::Dly);
    }
    if long::is_row(first) {
        return Ok(Layout::LongBare);
    }
    let mut at = 0;
    let mut nearest: Option<(usize, usize, Vec<Role>)> = None;
    for line in text.split_inclusive('\n').take(LINES_ABOVE) {
        let roles: Vec<Role> = cells(line, text, at).iter().filter_map(|cell| role(cell)).collect();
        if let Some(layout) = header(&roles, at) {
            return Ok(layout);
        }
        if roles.len() > nearest.as_ref().map_or(0, |(count, ..)| *count) {
            nearest = Some((roles.len(), at, roles));
        }
        at += line.len();
    }
    let (at, lacks) = match &nearest {
        Some((_, at, roles)) => (*at, lacking(roles)),
        None => (text.len() - start.len(), "no column that is known was found".to_owned()),
    };
    let line = text[at..].lines().next().unwrap_or("").trim();
    Err(told(source, at, line, format!("{lacks}: name the columns `date`, `tmax_c` and `tmin_c`")))
}

fn told(source: &Source, at: usize, value: &str, advice: String) -> Box<Diagnostic> {
    let expected = "a daily file of GHCN-Daily (.dly or CSV) or of Environment Canada, or a table with a date and columns such as \
                    `tmax_c` and `tmin_c`";
    let end = source.text[at..].find(['\r', '\n']).map_or(source.text.len(), |length| at + length);
    Box::new(source.diagnostic(at..end, "", Said::new(Code::WeatherUnknown, value, expected, advice)))
}

/// The cells of a line, by the separator that it has most of.
pub(super) fn cells<'t>(line: &'t str, text: &'t str, at: usize) -> Vec<&'t str> {
    let (separator, _) = Separator::of(&text[at..]);
    line.split(separator.mark()).map(|cell| cell.trim().trim_matches('"').trim()).collect()
}

/// The table below a header with columns of these roles, if it is one.
fn header(roles: &[Role], at: usize) -> Option<Layout> {
    let has = |role: Role| roles.contains(&role);
    if !has_date(roles) {
        return None;
    }
    if has(Role::Element) && has(Role::Value) {
        return Some(Layout::Long(at));
    }
    has_temperature(roles).then_some(Layout::Wide(at))
}

fn has_date(roles: &[Role]) -> bool {
    let parts = [Role::Year, Role::Month, Role::Day];
    roles.contains(&Role::Date) || parts.iter().all(|part| roles.contains(part))
}

fn has_temperature(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::Temperature(..)))
}

fn lacking(roles: &[Role]) -> String {
    match (has_date(roles), has_temperature(roles)) {
        (true, _) => {
            "a date was found, and no column of a day's highest, lowest or mean temperature".to_owned()
        }
        (_, true) => "temperatures were found, and no column of their date".to_owned(),
        _ => "neither a date nor a day's temperatures were found".to_owned(),
    }
}
