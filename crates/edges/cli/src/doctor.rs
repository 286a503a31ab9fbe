//! `iceroad doctor`: what this machine can do.
use crate::failure::Failure;
use crate::text;
use iceroad::{Replications, RunSpec, Session, Unwatched};
use std::env;
use std::io::Write;
use std::path::Path;
use std::thread::available_parallelism;

/// What was looked at, what was found, and what to do about it where it is not well.
struct Finding {
    what: &'static str,
    found: String,
    to_do: Option<&'static str>,
}

pub(crate) fn command() -> Result<(), Failure> {
    let findings = [program(), processors(), folder(), screen(), simulation()];
    let mut all = String::new();
    for Finding { what, found, to_do } in &findings {
        let mark = if to_do.is_none() { "well" } else { "look" };
        all += &format!("{mark}  {what}: {found}\n");
        if let Some(to_do) = to_do {
            all += &format!("      {to_do}\n");
        }
    }
    let amiss = findings.iter().filter(|finding| finding.to_do.is_some()).count();
    all += &match amiss {
        0 => "Nothing is missing: `iceroad new my-mine` begins a mine.\n".to_owned(),
        1 => "One thing is to be looked at.\n".to_owned(),
        _ => format!("{amiss} things are to be looked at.\n"),
    };
    text::print(&all)
}

fn program() -> Finding {
    let (version, system) = (env!("CARGO_PKG_VERSION"), env::consts::OS);
    let found =
        format!("iceroad {version} on {system}, {}; nothing else is needed to run it", env::consts::ARCH);
    Finding { what: "program", found, to_do: None }
}

fn processors() -> Finding {
    let found = match available_parallelism().map_or(1, usize::from) {
        1 => "1; years are simulated one after the other".to_owned(),
        count => format!("{count}; so many years are simulated at once"),
    };
    Finding { what: "processors", found, to_do: None }
}

/// Whether results can be left in the folder one stands in.
fn folder() -> Finding {
    let written = tempfile::tempfile_in(".").and_then(|mut file| file.write_all(b"?"));
    let to_do = written.is_err().then_some("go where you may write, or name such a folder with --out");
    let found = match written {
        Ok(()) => "results can be written".to_owned(),
        Err(error) => format!("results cannot be written: {error}"),
    };
    Finding { what: "this folder", found, to_do }
}

/// Whether the console is told to show letters beyond ASCII; where the system does not say, it is taken for granted.
#[expect(clippy::disallowed_methods, reason = "the doctor looks at the environment")]
fn screen() -> Finding {
    let said = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|said| !said.is_empty()));
    let is_narrow =
        said.as_deref().is_some_and(|said| !said.to_lowercase().replace('-', "").contains("utf8"));
    let to_do =
        is_narrow.then_some("set LANG to one in UTF-8, such as C.UTF-8, or read report.html in a browser");
    let found = match said {
        Some(said) => format!("letters of {said}"),
        None => "letters as the system has them".to_owned(),
    };
    Finding { what: "console", found, to_do }
}

/// Simulates the starter, which takes all of the program but the screen.
fn simulation() -> Finding {
    let place = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"));
    let ran = place.and_then(|place| simulate(&place.path().join("mine")));
    let to_do = ran.is_err().then_some("report this, with the words above and `iceroad --version`");
    let found = match ran {
        Ok(()) => "two years of a small mine were simulated, and the second keeps every rule".to_owned(),
        Err(error) => error,
    };
    Finding { what: "simulation", found, to_do }
}

fn simulate(folder: &Path) -> Result<(), String> {
    let told = |error: iceroad::Error| error.to_string();
    iceroad::init(folder).map_err(told)?;
    let session = Session::open(folder).map_err(told)?;
    let spec = RunSpec { replications: Replications::First(2), suggestions: false, ..RunSpec::default() };
    session.run(&spec, &Unwatched).map_err(told)?;
    let audit = session.audit(&spec, 1).map_err(told)?;
    match audit.violations.first() {
        None => Ok(()),
        Some(broken) => Err(format!("a rule was broken: {broken}")),
    }
}
