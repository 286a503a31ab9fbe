//! Why the face did not do what it was asked, and whose affair that is.
//!
//! Every [`Error`] is of one [`Kind`]: the user's input, a stop that was asked for, or a failure of ours. An edge maps the kind
//! once, to an exit code or a status; the message says what is wrong, where, and what to do.
use iceroad_engine::EngineError;
use iceroad_format::Report;
use iceroad_format::place::{Obstacle, Unplaced};
use iceroad_model::Code;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Whose affair an error is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The scenario, the question or a path does not fit: the user can cure it.
    Input,
    /// The [`Watch`](crate::Watch) asked to stop before there was an answer.
    Stopped,
    /// The machine or the program failed.
    Ours,
}

/// Why there is no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The scenario, or a file to make one of, has faults: all of them, each with its place and what to do.
    Faults(Box<Report>),
    /// The question does not fit the scenario: everything that is wrong with it.
    Spec(Vec<SpecFault>),
    /// A path may not be written to, or what is kept there is of another run.
    Place {
        /// The path.
        path: PathBuf,
        /// What is wrong with it.
        why: Refusal,
    },
    /// Another run writes to the folder.
    Held {
        /// The folder.
        path: PathBuf,
        /// Who, in words.
        holder: String,
    },
    /// All of a result was written, and could not be put in its place.
    Left {
        /// Where it should be.
        path: PathBuf,
        /// Where it is.
        left: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A finished run of something else is in the folder of a run that was to be gone on with.
    OtherRun {
        /// The folder.
        path: PathBuf,
        /// What is there, in words.
        there: String,
        /// What was asked for, in words.
        asked: String,
    },
    /// The watch asked to stop; says what is unfinished.
    Stopped(&'static str),
    /// Something with a file went wrong.
    File {
        /// What was being done ("writing").
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A scenario could not be made ready, or a replication could not go on.
    Engine(EngineError),
}

/// One thing that is wrong with a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpecFault {
    /// The field of the question, as it is called in its type.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub what: String,
}

/// Why a path is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// A folder is wanted and a file is there.
    IsFile,
    /// A file is wanted and a folder is there.
    IsFolder,
    /// A file is wanted and a device or a pipe is there, which would be replaced by one.
    IsSpecial,
    /// A link is there.
    IsLink,
    /// The folder is the one that the program was started in, or one above it.
    IsHere,
    /// The folder cannot be moved aside, and so not be replaced: another disk is put at it, for one.
    Fixed,
    /// The name is longer than the system takes, with what is written beside it while it is made.
    NameTooLong,
    /// The folder holds other files than a run; it is never replaced.
    OtherFiles,
    /// A new folder is wanted and this one holds something.
    NotEmpty,
    /// A workbook is there, and nobody said that it may be replaced.
    Taken,
    /// The folder holds no run.
    NoRun,
    /// A file of a run is not what was written.
    Damaged,
    /// Nothing proves that a run's files are what was written.
    Unproven,
    /// The folder holds an earlier run, and nobody said that it may be replaced.
    EarlierRun,
    /// An interrupted run is kept beside the folder, and nobody said what is to become of it.
    InterruptedRun,
    /// The interrupted run has replications that were not asked for, and would be thrown away.
    FewerAsked {
        /// So many must be asked for at the least.
        least: u32,
    },
    /// The interrupted run cannot be read.
    Unreadable,
    /// The interrupted run was made by another version of the program.
    OtherVersion,
    /// The interrupted run is of another scenario.
    OtherScenario,
    /// The interrupted run has another seed.
    OtherSeed,
    /// The interrupted run follows haulage at another fidelity.
    OtherFidelity,
}

impl Refusal {
    /// What is wrong with the path, to be read after it.
    pub fn what(self) -> String {
        let what = match self {
            Refusal::FewerAsked { least } => {
                return format!("holds replications of an interrupted run up to number {}", least - 1);
            }
            Refusal::IsFile => "is a file",
            Refusal::IsFolder => "is a folder",
            Refusal::IsSpecial => "is a device or a pipe",
            Refusal::OtherFiles => "holds other files than a run",
            Refusal::NotEmpty => "is not empty",
            Refusal::Taken => "is there already",
            Refusal::NoRun => "holds no run with suggestions that can be read",
            Refusal::EarlierRun => "holds an earlier run",
            Refusal::InterruptedRun => "has an interrupted run kept beside it",
            Refusal::Unreadable => {
                "holds an interrupted run that cannot be read (another version, or damaged)"
            }
            Refusal::OtherVersion => "holds an interrupted run made by another version of iceroad",
            Refusal::OtherScenario => "holds an interrupted run of a scenario that has changed since",
            Refusal::OtherSeed => "holds an interrupted run with another seed",
            Refusal::OtherFidelity => "holds an interrupted run that follows haulage at another fidelity",
            Refusal::IsLink => "is a link",
            Refusal::IsHere => "is the folder this was started in, or one above it",
            Refusal::Fixed => "cannot be moved aside to make way for a new one",
            Refusal::NameTooLong => "is too long a name, with what is written beside it meanwhile",
            Refusal::Damaged => "is not what was written (damaged, or changed since)",
            Refusal::Unproven => "has no sums.txt to prove what is in it",
        };
        what.to_owned()
    }

    /// What to do about it.
    pub fn advice(self) -> String {
        let advice = match self {
            Refusal::FewerAsked { least } => {
                return format!("ask for {least} or more, or start over and allow it to be replaced");
            }
            Refusal::IsLink => "name what it leads to, or another place",
            Refusal::IsHere | Refusal::Fixed => "name a folder within it",
            Refusal::NameTooLong => "give it a shorter name",
            Refusal::Damaged | Refusal::Unproven => "make the run again",
            Refusal::IsFile => "name a folder",
            Refusal::OtherFiles => "name another folder",
            Refusal::NotEmpty => "name a new folder",
            Refusal::NoRun => "name the folder that `iceroad run --out` left",
            Refusal::IsFolder => "name a file",
            Refusal::IsSpecial => "name a file, or write to standard output",
            Refusal::Taken => "allow it to be replaced, or name another file",
            Refusal::EarlierRun => "allow it to be replaced, or name another folder",
            Refusal::InterruptedRun => "resume it, or allow it to be replaced",
            Refusal::Unreadable
            | Refusal::OtherVersion
            | Refusal::OtherScenario
            | Refusal::OtherSeed
            | Refusal::OtherFidelity => "start over and allow it to be replaced",
        };
        advice.to_owned()
    }
}

impl Error {
    /// Whose affair it is.
    ///
    /// ```
    /// use iceroad::{Kind, RunFolder, Existing};
    ///
    /// // A file stands where the run's folder should be.
    /// let refused = RunFolder::claim("Cargo.toml", Existing::Replace).unwrap_err();
    /// assert_eq!(refused.kind(), Kind::Input);
    /// assert_eq!(refused.to_string(), "Cargo.toml is a file; name a folder");
    /// ```
    pub fn kind(&self) -> Kind {
        match self {
            // A disk that is full is no fault of what was asked.
            Error::Faults(report)
                if report.diagnostics.iter().all(|one| one.code == Code::FileUnwritable) =>
            {
                Kind::Ours
            }
            Error::Faults(_) | Error::Spec(_) | Error::Place { .. } | Error::OtherRun { .. } => Kind::Input,
            Error::Held { .. } => Kind::Input,
            Error::Stopped(_) => Kind::Stopped,
            Error::File { .. } | Error::Left { .. } | Error::Engine(_) => Kind::Ours,
        }
    }

    /// One thing that is wrong with a question.
    pub(crate) fn spec(field: &'static str, what: String) -> Self {
        Error::Spec(vec![SpecFault { field, what }])
    }

    /// A system's error with a file.
    pub(crate) fn file(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Error::File { doing, path: path.to_path_buf(), source }
    }

    /// A refused path.
    pub(crate) fn place(path: &Path, why: Refusal) -> Self {
        Error::Place { path: path.to_path_buf(), why }
    }
}

impl fmt::Display for SpecFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Faults(report) => report.fmt(f),
            Error::Spec(faults) => {
                for (at, fault) in faults.iter().enumerate() {
                    let gap = if at > 0 { "\n" } else { "" };
                    write!(f, "{gap}{fault}")?;
                }
                Ok(())
            }
            Error::Place { path, why } => write!(f, "{} {}; {}", path.display(), why.what(), why.advice()),
            Error::OtherRun { path, there, asked } => write!(
                f,
                "{} holds a finished run of {there}, and asked for is {asked}; allow it to be replaced, or name another folder",
                path.display()
            ),
            Error::Held { path, holder } => write!(
                f,
                "{} is being written to by {holder}; wait until that has ended, or name another folder",
                path.display()
            ),
            Error::Left { path, left, source } => write!(
                f,
                "the result is whole in {} and could not be put at {}: {source}; move it there",
                left.display(),
                path.display()
            ),
            Error::Stopped(what) => f.write_str(what),
            Error::File { doing, path, source } => write!(f, "{doing} {} failed: {source}", path.display()),
            Error::Engine(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::File { source, .. } | Error::Left { source, .. } => Some(source),
            Error::Engine(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Unplaced> for Error {
    fn from(unplaced: Unplaced) -> Self {
        let Unplaced { path, why } = unplaced;
        let why = match why {
            Obstacle::System { doing, said } => return Error::File { doing, path, source: said },
            Obstacle::IsFile => Refusal::IsFile,
            Obstacle::IsFolder => Refusal::IsFolder,
            Obstacle::IsLink => Refusal::IsLink,
            Obstacle::IsSpecial => Refusal::IsSpecial,
            Obstacle::NotEmpty => Refusal::NotEmpty,
            Obstacle::NameTooLong => Refusal::NameTooLong,
        };
        Error::Place { path, why }
    }
}

impl From<EngineError> for Error {
    fn from(error: EngineError) -> Self {
        Error::Engine(error)
    }
}

impl From<Report> for Error {
    fn from(report: Report) -> Self {
        Error::Faults(Box::new(report))
    }
}
