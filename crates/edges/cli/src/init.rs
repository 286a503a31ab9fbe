//! `iceroad init`: a small working scenario to start from.
use crate::args::InitArgs;
use crate::failure::Failure;
use crate::text;

pub(crate) fn command(args: &InitArgs) -> Result<(), Failure> {
    iceroad::init(&args.folder)?;
    let folder = args.folder.display();
    text::print(&format!(
        "{folder} holds a small working scenario. Try:\n  iceroad check {folder}\n  iceroad run {folder} --out {folder}-run\n"
    ))
}
