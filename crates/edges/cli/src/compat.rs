//! `iceroad run --compat`: one shift of haulage by another program's rules, without randomness.
use crate::args::RunArgs;
use crate::failure::Failure;
use crate::text;
use iceroad::{Existing, RunFolder};
use iceroad_peers::compat::{Peer, shift};

pub(crate) fn command(args: &RunArgs, peer: Peer) -> Result<(), Failure> {
    let scenario = iceroad::read(&args.folder)?;
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    let folder = args.out.as_ref().map(|out| RunFolder::claim(out, existing)).transpose()?;
    let shift = shift(&scenario, peer, args.policy.as_deref(), folder.is_some())
        .map_err(|error| Failure::Input(error.to_string()))?;
    if let Some(folder) = folder {
        let document = format!("{:#}\n", shift.document());
        let traces = shift.traces().map_err(Failure::ours)?;
        folder.write(|files| {
            files.put(RunFolder::MARK, document.as_bytes())?;
            traces.iter().try_for_each(|(name, bytes)| files.put(name, bytes))
        })?;
    }
    if args.json {
        return text::print_answer(&shift.document());
    }
    text::print(&shift.console())
}
