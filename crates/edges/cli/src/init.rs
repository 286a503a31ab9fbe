//! `iceroad init`: a working scenario to start from.
use crate::args::InitArgs;
use crate::failure::Failure;
use crate::text;
use std::path::Path;

pub(crate) fn command(InitArgs { folder, like }: &InitArgs) -> Result<(), Failure> {
    match like {
        Some(example) => {
            iceroad::init_like(folder, example)?;
            made(folder, &format!("the example `{example}`"))
        }
        None => {
            iceroad::init(folder)?;
            made(folder, "a small working scenario")
        }
    }
}

/// Says what a new folder holds and what to try.
pub(crate) fn made(folder: &Path, what: &str) -> Result<(), Failure> {
    let folder = folder.display();
    text::print(&format!(
        "{folder} holds {what}. Try:\n  iceroad check {folder}\n  iceroad run {folder} --out {folder}-run\n"
    ))
}
