//! `iceroad fleet`: fleets of other sizes and mixes, tried by runs.
use crate::args::{FleetArgs, threads};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::text;
use iceroad::{FleetRange, FleetSpec, Session, Size};

pub(crate) fn command(args: &FleetArgs) -> Result<(), Failure> {
    let session = Session::open(&args.folder)?;
    let spec = FleetSpec {
        ranges: ranges(&session, args)?,
        seed: args.luck.seed,
        threads: threads(args.luck.threads),
        confidence: args.confidence.0,
        half_width: args.half_width.0,
        most: args.most,
        worth: args.worth,
        trial: args.fidelity,
    };
    let answer = session.fleet(&spec, &Progress::new())?;
    if args.json {
        return text::print_answer(&answer);
    }
    text::print(&iceroad_report::fleet::console(&answer))
}

/// The models and numbers that the words ask for.
fn ranges(session: &Session, args: &FleetArgs) -> Result<Vec<FleetRange>, Failure> {
    if args.mix.is_empty() {
        let model = args.model.as_deref().map_or_else(|| session.main_truck(), Ok)?;
        return Ok(vec![range(session, model, ("--from", &args.from), ("--to", &args.to))?]);
    }
    let mixes = args.mix.iter().map(|mix| {
        let (name, range_words) = mix.split_once('=').ok_or_else(|| {
            Failure::Input(format!("`--mix {mix}` is not MODEL=FROM..TO, such as --mix \"830E=10..14\""))
        })?;
        let (from, to) = range_words.split_once("..").unwrap_or((range_words, range_words));
        range(session, name, ("--mix", from), ("--mix", to))
    });
    mixes.collect()
}

fn range(
    session: &Session,
    model: &str,
    from: (&str, &str),
    to: (&str, &str),
) -> Result<FleetRange, Failure> {
    let has = session.machines_of(model)?;
    let size = |(option, word): (&str, &str)| {
        word.parse::<Size>().map_err(|_| {
            let word = word.trim();
            Failure::Input(format!(
                "`{option} {word}` is no number of machines: write 12, or -2 or +3 from the {has} there are"
            ))
        })
    };
    Ok(FleetRange { model: model.into(), from: size(from)?, to: size(to)? })
}
