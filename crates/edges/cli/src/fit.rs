//! `iceroad fit`: what a fleet's own failure log says, and its rows in a scenario.
use crate::args::{FitArgs, FitByWord};
use crate::failure::{self, Failure};
use crate::text;
use iceroad::{FitAnswer, FitBy, FitSpec, FitWritten, may_write_file, write_file};
use serde::Serialize;

/// What is printed as JSON.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    answer: &'a FitAnswer,
    /// What was written into a scenario; none where none was named.
    written: Option<&'a FitWritten>,
}

pub(crate) fn command(args: &FitArgs) -> Result<(), Failure> {
    let by = |word| args.by.contains(&word);
    let by = FitBy {
        model: by(FitByWord::Model),
        subsystem: by(FitByWord::Subsystem),
        cause: by(FitByWord::Cause),
    };
    let spec = FitSpec {
        map: args.map.clone(),
        by,
        level: args.confidence.0,
        weather: args.weather.clone(),
        into: args.into.clone(),
    };
    if let Some(page) = &args.report {
        may_write_file(page)?;
    }
    let answer = iceroad::fit(&args.file, &spec)?;
    failure::warn(&answer.cells);
    if !args.json {
        text::print(&iceroad_report::fit::console(&answer))?;
    }
    if let Some(page) = &args.report {
        let text = iceroad_report::html::fit::page(&answer, &as_typed(args));
        write_file(page, |to| to.write_all(text.as_bytes()))?;
    }
    let written =
        args.into.as_deref().map(|scenario| answer.write_into(scenario, args.out.as_deref())).transpose()?;
    if args.json {
        return text::print_answer(&Told { answer: &answer, written: written.as_ref() });
    }
    match (written, &args.into) {
        (Some(written), Some(scenario)) => {
            text::print(&iceroad_report::fit::written(&written, args.out.as_deref().unwrap_or(scenario)))
        }
        _ => Ok(()),
    }
}

/// The command that makes the page again.
fn as_typed(args: &FitArgs) -> String {
    let map = args.map.as_ref().map_or_else(String::new, |map| format!(" --map {}", map.display()));
    let weather: String = args.weather.iter().map(|file| format!(" --weather {}", file.display())).collect();
    format!("iceroad fit {}{map}{weather}", args.file.display())
}
