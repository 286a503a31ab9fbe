//! `iceroad manual`: what an installer lays beside the program, made of the same words as `--help`.
use crate::args::{Line, ManualArgs};
use crate::failure::Failure;
use crate::text;
use clap::CommandFactory;
use clap_complete::{Shell, generate_to};
use clap_mangen::generate_to as pages_to;
use std::fs;
use std::path::Path;

/// Where each shell looks for completions, below a `share` folder.
const SHELLS: [(Shell, &str); 3] = [
    (Shell::Bash, "bash-completion/completions"),
    (Shell::Zsh, "zsh/site-functions"),
    (Shell::Fish, "fish/vendor_completions.d"),
];

pub(crate) fn command(ManualArgs { folder }: &ManualArgs) -> Result<(), Failure> {
    let failed = |place: &Path, error| Failure::Ours(format!("writing {} failed: {error}", place.display()));
    let pages = folder.join("man/man1");
    let written = fs::create_dir_all(&pages).and_then(|()| pages_to(Line::command(), &pages));
    written.map_err(|error| failed(&pages, error))?;
    for (shell, place) in SHELLS {
        let place = folder.join(place);
        let written = fs::create_dir_all(&place)
            .and_then(|()| generate_to(shell, &mut Line::command(), "iceroad", &place));
        let file = written.map_err(|error| failed(&place, error))?;
        if shell == Shell::Bash {
            // Bash looks for a completion by the bare name of the program.
            fs::rename(&file, place.join("iceroad")).map_err(|error| failed(&place, error))?;
        }
    }
    text::print(&format!("{} holds manual pages and completions for bash, zsh and fish.\n", folder.display()))
}
