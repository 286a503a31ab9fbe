//! What fits come to in a scenario: the columns of `subsystems.csv`, and writing them there.
use super::choose::{Fitted, Tried};
use super::{FitAnswer, GroupTold};
use crate::error::Error;
use crate::workbook::{may_put, put};
use iceroad_base::law::Law;
use iceroad_base::quantity::Ranged;
use iceroad_format::{Diagnostic, Edit, Report};
use serde::Serialize;
use std::path::Path;

/// The table.
const TABLE: &str = "subsystems";
/// That of ageing curves.
const CURVES: &str = "temperature_curves";

/// What a row of `subsystems.csv` is to say.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FitRow {
    /// The model.
    pub model: String,
    /// The subsystem.
    pub name: String,
    /// Cells by column; an empty one is to be emptied. The column `source` is among them.
    pub cells: Vec<(String, String)>,
    /// The ageing curve that comes with it, which `ageing_curve` names: °C and factor; empty where none does.
    pub curve: Vec<(f64, f64)>,
    /// The curve of the scenario by which its hours are counted, where there is one: it must stay.
    pub counted_by: Option<String>,
}

/// What was written into a scenario.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct FitWritten {
    /// Rows that say what was fitted now, `model/subsystem`.
    pub changed: Vec<String>,
    /// Fits that the scenario has no row for.
    pub without_row: Vec<String>,
    /// Rows whose ageing curve stays, and by which hours were counted.
    pub counted: Vec<String>,
    /// Ageing curves that were written, with the rows that go by them.
    pub curves: Vec<String>,
    /// Rows whose ageing curve stays, though hours of the log were not counted by it, as the weather is not known.
    pub with_curve: Vec<String>,
}

/// The row of a group whose life has a law that a scenario holds, or why there is none.
pub(super) fn of(
    file: &str,
    told: &GroupTold,
    fitted: &Fitted,
    is_calendar: bool,
) -> Result<FitRow, &'static str> {
    let Some(life) = fitted.chosen() else { return Err("no law was fitted") };
    if !told.cause.is_empty() {
        return Err("a scenario has no laws by cause; fit it without them");
    }
    if told.model.is_empty() {
        return Err("the log does not say of which model; tell it in the mapping file under `[models]`");
    }
    if told.subsystem.is_empty() {
        return Err("the log does not say of which subsystem");
    }
    if is_calendar {
        return Err(
            "ages are hours of the calendar, and a scenario's are hours on the meter; tell `hours_per_day` in the mapping file",
        );
    }
    let law = life.law.and_then(|law| law.scenario_law().ok()).ok_or("a scenario cannot hold its law")?;
    let mut cells = law_cells("life", &law);
    if let Some(law) = fitted.repair().and_then(|repair| repair.law?.scenario_law().ok()) {
        cells.extend(law_cells("repair", &law));
    }
    let curve = fitted.temperature.curve.as_ref();
    let new = curve.filter(|_| !fitted.temperature.is_kept);
    cells.extend(new.map(|curve| ("ageing_curve".to_owned(), curve.name.clone())));
    let renewal = (life.restoration * 1e4).round() / 1e4;
    cells.push(("renewal_share".to_owned(), renewal.to_string()));
    cells.push(("source".to_owned(), source(file, told, fitted, life)));
    Ok(FitRow {
        model: told.model.clone(),
        name: told.subsystem.clone(),
        cells,
        curve: new
            .map(|curve| curve.points.iter().map(|(at, factor)| (at.get(), factor.get())).collect())
            .unwrap_or_default(),
        counted_by: curve.filter(|_| fitted.temperature.is_kept).map(|curve| curve.name.clone()),
    })
}

/// Where the figures come from.
fn source(file: &str, told: &GroupTold, fitted: &Fitted, life: &Tried) -> String {
    let GroupTold { failures, units, hours, .. } = told;
    let (law, known) = (&life.told.distribution, fitted.known_to_h);
    let counted = match (&fitted.temperature.curve, &told.temperature) {
        (Some(curve), _) if fitted.temperature.is_kept => format!("; hours counted by curve {}", curve.name),
        (Some(_), Some(temperature)) => format!("; ageing by temperature of {}", temperature.weather),
        _ => String::new(),
    };
    format!(
        "fitted to {file}: {law}; {failures} failures of {units} units in {hours:.0} h, known to {known:.0} h{counted}"
    )
}

/// The seven columns of a law called `stem`, in hours.
fn law_cells(stem: &str, law: &Law) -> Vec<(String, String)> {
    let figure = |value: f64| {
        // Six figures are more than any log tells.
        let digits = 5 - libm::floor(libm::log10(value.abs().max(1e-9))) as i32;
        let unit = libm::pow(10.0, f64::from(digits));
        ((value * unit).round() / unit).to_string()
    };
    let (name, mean, cv, shape, scale) = match *law {
        Law::Exponential { mean } => ("exponential", Some(mean), None, None, None),
        Law::Weibull { shape, scale } => ("weibull", None, None, Some(shape), Some(scale)),
        Law::LogNormal(law) => ("lognormal", Some(law.mean()), Some(law.cv()), None, None),
        Law::Erlang { k, mean } => ("erlang", Some(mean), None, Some(f64::from(k)), None),
        _ => ("", None, None, None, None),
    };
    let cell = |column: String, value: Option<f64>| (column, value.map(figure).unwrap_or_default());
    vec![
        cell(format!("{stem}_h"), mean),
        (format!("{stem}_law"), name.to_owned()),
        cell(format!("{stem}_cv"), cv),
        cell(format!("{stem}_shape"), shape),
        cell(format!("{stem}_scale_h"), scale),
        cell(format!("{stem}_low_h"), None),
        cell(format!("{stem}_high_h"), None),
    ]
}

impl FitAnswer {
    /// Writes the fits into the rows that a scenario has for them in `subsystems.csv`: in place, or into a copy of it, which is a new folder
    /// or a new workbook ending in `.xlsx`. Names are compared without capitals, blanks and marks. What the column `source` said before
    /// stays behind what it says now. The scenario is judged with its new rows before a byte is written.
    ///
    /// # Errors
    /// [`Error::Faults`] with what is wrong with the scenario, or would be, and where a workbook is to be changed in place;
    /// [`Error::Spec`] where it has a row for none of the fits; [`Error::Place`] where the copy may not be written.
    pub fn write_into(&self, scenario: &Path, copy: Option<&Path>) -> Result<FitWritten, Error> {
        if let Some(to) = copy {
            may_put(to, false)?;
        }
        let mut edit = iceroad_format::edit(scenario)?;
        let theirs = subsystems(&edit);
        let mut written = FitWritten::default();
        for row in &self.scenario_rows {
            let wanted = (alike(&row.model), alike(&row.name));
            let Some((model, name)) =
                theirs.iter().find(|(model, name)| (alike(model), alike(name)) == wanted)
            else {
                written.without_row.push(format!("{}/{}", row.model, row.name));
                continue;
            };
            let name = format!("{model}/{name}");
            change(&mut edit, row, &name)?;
            let curve = edit.cell(TABLE, name.as_str(), "ageing_curve").unwrap_or_default();
            match (&row.counted_by, row.curve.is_empty()) {
                (_, false) => {
                    put_curve(&mut edit, &curve, row)?;
                    written.curves.push(format!("{curve} of {name}"));
                }
                (Some(by), _) if *by == curve => written.counted.push(name.clone()),
                _ if !curve.is_empty() => written.with_curve.push(name.clone()),
                _ => {}
            }
            written.changed.push(name);
        }
        if written.changed.is_empty() {
            return Err(Error::spec("into", self.nothing_fits(scenario, &theirs)));
        }
        match copy {
            None => {
                edit.save()?;
            }
            Some(to) => {
                let checked = edit.check();
                if checked.scenario.is_none() {
                    return Err(checked.report.into());
                }
                put(to, edit.texts().into_iter().collect())?;
            }
        }
        Ok(written)
    }

    fn nothing_fits(&self, scenario: &Path, theirs: &[(String, String)]) -> String {
        let scenario = scenario.display();
        if self.scenario_rows.is_empty() {
            return format!("{} came to no row of a scenario, and {scenario} stays as it is", self.file);
        }
        let list =
            |all: &mut dyn Iterator<Item = String>| all.take(MOST_NAMES).collect::<Vec<_>>().join(", ");
        let ours = list(&mut self.scenario_rows.iter().map(|row| format!("{}/{}", row.model, row.name)));
        let theirs = list(&mut theirs.iter().map(|(model, name)| format!("{model}/{name}")));
        format!(
            "{scenario} has no row in subsystems.csv for {ours}; it has {theirs}. Name models and subsystems in the log as the scenario does"
        )
    }
}

/// Puts the points of a row's curve in place of those that the scenario has by that name.
fn put_curve(edit: &mut Edit, name: &str, row: &FitRow) -> Result<(), Report> {
    let alone = |wrong: Box<Diagnostic>| Report { diagnostics: vec![*wrong], suppressed: 0 };
    edit.retain(CURVES, |of| of.cell("name") != name).map_err(alone)?;
    let source = row.cells.iter().find(|(column, _)| column == "source").map_or("", |(_, source)| source);
    for (at, factor) in &row.curve {
        let (at, factor) = (at.to_string(), factor.to_string());
        let cells = [("name", name), ("temperature_c", &at), ("factor", &factor), ("source", source)];
        edit.add(CURVES, &cells).map_err(alone)?;
    }
    Ok(())
}

/// Names are listed up to so many.
const MOST_NAMES: usize = 8;

/// Model and name of every row that a scenario has.
fn subsystems(edit: &Edit) -> Vec<(String, String)> {
    let cells =
        |row: usize| Some((edit.cell(TABLE, row, "model").ok()?, edit.cell(TABLE, row, "name").ok()?));
    (0..).map_while(cells).collect()
}

/// A name without capitals, blanks and marks.
pub(super) fn alike(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn change(edit: &mut Edit, row: &FitRow, name: &str) -> Result<(), Report> {
    for (column, value) in &row.cells {
        let before = edit.cell(TABLE, name, column).unwrap_or_default();
        let value = match column.as_str() {
            "source" if !before.is_empty() && !before.contains(value.as_str()) => {
                format!("{value}; before: {before}")
            }
            "source" if before.contains(value.as_str()) => before.clone(),
            _ => value.clone(),
        };
        if value != before {
            let alone = |wrong: Box<Diagnostic>| Report { diagnostics: vec![*wrong], suppressed: 0 };
            edit.set(TABLE, name, column, &value).map_err(alone)?;
        }
    }
    Ok(())
}
