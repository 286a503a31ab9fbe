//! `iceroad import`: a scenario made of another program's file.
use crate::args::{ImportArgs, ImportFormat, NetworkFile, PeerFile};
use crate::failure::Failure;
use crate::text;
use iceroad::Report;
use iceroad::import::{self, Coordinates, Imported, ImportedNetwork, NetworkOptions};
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::Path;

pub(crate) fn command(args: &ImportArgs) -> Result<(), Failure> {
    match &args.format {
        ImportFormat::Openmines(args) => peer(args, iceroad_peers_import::openmines),
        ImportFormat::Minehaulsim(args) => peer(args, iceroad_peers_import::minehaulsim),
        ImportFormat::Network(args) => network(args),
    }
}

/// Imports a file that is a whole mine.
fn peer(args: &PeerFile, read: fn(&Path) -> Result<Imported, Report>) -> Result<(), Failure> {
    let imported = read(&args.file)?;
    imported.write(&args.out)?;
    if !imported.warnings.is_empty() {
        eprintln!("{}", imported.warnings.render(std::io::stderr().is_terminal()));
    }
    text::print(&told(&imported, &args.out))
}

/// Imports haul roads.
fn network(args: &NetworkFile) -> Result<(), Failure> {
    let options = NetworkOptions {
        mine: args.mine.clone(),
        coordinates: if args.metres { Coordinates::Metres } else { Coordinates::AsTold },
        tolerance_m: args.tolerance,
        detail_m: args.detail,
    };
    let roads = import::network(&args.file, &options)?;
    if args.replace {
        roads.replace(&args.out)?
    } else {
        roads.write(&args.out)?
    }
    if !roads.warnings.is_empty() {
        eprintln!("{}", roads.warnings.render(std::io::stderr().is_terminal()));
    }
    text::print(&told_roads(&roads, args))
}

fn told_roads(roads: &ImportedNetwork, args: &NetworkFile) -> String {
    let folder = args.out.display();
    let (nodes, named) = roads.nodes;
    let mut text = format!(
        "{folder}: {} segments, {:.1} km, {nodes} nodes, {named} of them named by the map.\nx_m and y_m are {}.\n",
        roads.segments,
        roads.length_m / 1_000.0,
        roads.grid
    );
    if !roads.assumed.is_empty() {
        text.push_str("\nAssumed, for the map does not say (change it in the tables):\n");
    }
    for assumption in &roads.assumed {
        let _ = writeln!(text, "  {}: {} ({})", assumption.place, assumption.value, assumption.why);
    }
    if !roads.left_out.is_empty() {
        text.push_str("\nNot carried over:\n");
    }
    for what in &roads.left_out {
        let _ = writeln!(text, "  {what}");
    }
    text
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
