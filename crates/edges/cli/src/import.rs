//! `iceroad import`: a scenario made of another program's file.
use crate::args::{ImportArgs, ImportFormat, NetworkFile, PeerFile};
use crate::failure::{self, Failure};
use crate::text;
use iceroad::import::{self, Coordinates, Imported, NetworkOptions};
use iceroad::{Report, may_make_folder};
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
    may_make_folder(&args.out)?;
    let imported = read(&args.file)?;
    imported.write(&args.out)?;
    failure::warn(&imported.warnings);
    text::print(&iceroad_report::import::scenario(&imported, &args.out))
}

/// Imports haul roads.
fn network(args: &NetworkFile) -> Result<(), Failure> {
    let options = NetworkOptions {
        mine: args.mine.clone(),
        coordinates: if args.metres { Coordinates::Metres } else { Coordinates::AsTold },
        tolerance_m: args.tolerance,
        detail_m: args.detail,
    };
    if !args.replace {
        may_make_folder(&args.out)?;
    }
    let roads = import::network(&args.file, &options)?;
    if args.replace {
        roads.replace(&args.out)?
    } else {
        roads.write(&args.out)?
    }
    failure::warn(&roads.warnings);
    text::print(&iceroad_report::import::network(&roads, &args.out))
}
