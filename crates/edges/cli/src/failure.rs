//! Why a command did not do what it was asked, and the exit code that says whose affair that is.
use crate::text::say;
use iceroad::{Error, Kind, Refusal, Report};
use iceroad_report::gantt::AskError;
use std::fmt::Display;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// A command that did not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library said no.
    Library(Error),
    /// The words given do not fit.
    Input(String),
    /// What was found or made cannot be told.
    Ours(String),
    /// The result of a run could not be left; its replications are kept at a place.
    NotLeft(Box<Failure>, PathBuf),
    /// Stopped by the user; what was finished is kept or shown.
    Stopped(String),
}

impl Failure {
    /// Something that should not have failed.
    pub(crate) fn ours(error: impl Display) -> Self {
        Failure::Ours(error.to_string())
    }

    fn kind(&self) -> Kind {
        match self {
            Failure::Library(error) => error.kind(),
            Failure::Input(_) => Kind::Input,
            Failure::NotLeft(why, _) => why.kind(),
            Failure::Ours(_) => Kind::Ours,
            Failure::Stopped(_) => Kind::Stopped,
        }
    }

    /// Says it on standard error.
    pub(crate) fn show(&self) {
        let head = if self.kind() == Kind::Stopped { "stopped" } else { "error" };
        match self {
            Failure::Library(Error::Faults(report)) => warn(report),
            Failure::Library(Error::Spec(faults)) => {
                faults.iter().for_each(|fault| say(&format!("{head}: {fault}")))
            }
            Failure::Library(Error::Place { path, why }) => {
                say(&format!("{head}: {} {}; {}", path.display(), why.what(), advice(*why)));
            }
            Failure::Library(error @ Error::OtherRun { .. }) => {
                say(&format!("{head}: {error} (run without --resume, with --force or another --out)"));
            }
            Failure::Library(error) => say(&format!("{head}: {error}")),
            Failure::NotLeft(why, kept) => {
                why.show();
                say(&format!(
                    "all replications are finished and kept in {}; see to the cause and run the same command with --resume",
                    kept.display()
                ));
            }
            Failure::Input(message) | Failure::Ours(message) | Failure::Stopped(message) => {
                say(&format!("{head}: {message}"));
            }
        }
    }

    /// 2 for the user's input, 1 for all else.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self.kind() {
            Kind::Input => ExitCode::from(2),
            Kind::Stopped | Kind::Ours => ExitCode::from(1),
        }
    }
}

/// Says on standard error what a report holds, if anything.
pub(crate) fn warn(report: &Report) {
    if !report.is_empty() {
        say(&report.render(std::io::stderr().is_terminal()));
    }
}

/// What to do about a refused path, by the options of the command.
fn advice(why: Refusal) -> String {
    match why {
        Refusal::OtherFiles => format!("{} with --out", why.advice()),
        Refusal::IsFile
        | Refusal::IsFolder
        | Refusal::IsLink
        | Refusal::IsHere
        | Refusal::Fixed
        | Refusal::NameTooLong
        | Refusal::IsSpecial
        | Refusal::NotEmpty
        | Refusal::NoRun
        | Refusal::Damaged
        | Refusal::Unproven => why.advice(),
        Refusal::Taken => "name another file; `iceroad workbook` replaces it with --force".into(),
        Refusal::EarlierRun => "add --force to replace it".into(),
        Refusal::InterruptedRun => "add --resume to go on with it, or --force to start over".into(),
        Refusal::FewerAsked { least } => {
            format!("ask for -n {least} or more to keep them, or run without --resume, with --force")
        }
        Refusal::Unreadable
        | Refusal::OtherVersion
        | Refusal::OtherScenario
        | Refusal::OtherSeed
        | Refusal::OtherFidelity => "run without --resume, with --force".into(),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Library(error)
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        Failure::Input(error.to_string())
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Failure::Library(report.into())
    }
}
