//! `iceroad import`: a scenario made of another program's file.
use crate::args::{ImportArgs, ImportFormat, PeerFile};
use crate::failure::Failure;
use crate::text;
use iceroad_scenario::Report;
use iceroad_scenario::import::{self, Imported};
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::Path;

pub(crate) fn command(args: &ImportArgs) -> Result<(), Failure> {
    match &args.format {
        ImportFormat::Openmines(args) => peer(args, import::openmines),
        ImportFormat::Minehaulsim(args) => peer(args, import::minehaulsim),
    }
}

/// Imports a file that is a whole mine.
fn peer(args: &PeerFile, read: fn(&Path) -> Result<Imported, Report>) -> Result<(), Failure> {
    let failed = |report: Report| Failure::Faults(Box::new(report));
    let imported = read(&args.file).map_err(failed)?;
    imported.write(&args.out).map_err(failed)?;
    if !imported.warnings.is_empty() {
        eprintln!("{}", imported.warnings.render(std::io::stderr().is_terminal()));
    }
    text::print(&told(&imported, &args.out))
}

fn told(imported: &Imported, folder: &Path) -> String {
    let folder = folder.display();
    let mut text = format!(
        "{folder} holds the scenario.\n\nAssumed, for the file does not say (change it in the tables):\n"
    );
    for assumption in &imported.assumed {
        let _ = writeln!(text, "  {}: {} ({})", assumption.place, assumption.value, assumption.why);
    }
    if !imported.left_out.is_empty() {
        text.push_str("\nNot carried over:\n");
        for what in &imported.left_out {
            let _ = writeln!(text, "  {what}");
        }
    }
    let _ = writeln!(text, "\nTry:\n  iceroad check {folder}\n  iceroad run {folder}");
    text
}
