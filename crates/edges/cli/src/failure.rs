//! Why a command did not do what it was asked, and the exit code that says whose affair that is.
use iceroad_format::Report;
use std::fmt::Display;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

/// A command that did not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The scenario has faults: exit code 2.
    Faults(Box<Report>),
    /// The words or files given do not fit: exit code 2.
    Input(String),
    /// The machine or the program failed: exit code 1.
    Ours(String),
    /// Stopped by the user; what was finished is kept: exit code 1.
    Stopped(String),
}

impl Failure {
    /// Something with a file went wrong.
    pub(crate) fn file(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Failure::Ours(format!("{doing} {} failed: {error}", path.display()))
    }

    /// Something that should not have.
    pub(crate) fn ours(error: impl Display) -> Self {
        Failure::Ours(error.to_string())
    }

    /// Says it on standard error.
    pub(crate) fn show(&self) {
        match self {
            Failure::Faults(report) => eprintln!("{}", report.render(std::io::stderr().is_terminal())),
            Failure::Input(message) | Failure::Ours(message) => eprintln!("error: {message}"),
            Failure::Stopped(message) => eprintln!("stopped: {message}"),
        }
    }

    /// 2 for the user's input, 1 for all else.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Failure::Faults(_) | Failure::Input(_) => ExitCode::from(2),
            Failure::Ours(_) | Failure::Stopped(_) => ExitCode::from(1),
        }
    }
}
