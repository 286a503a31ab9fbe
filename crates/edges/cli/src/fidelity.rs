//! How closely `iceroad run` follows haulage, and the runs beside it that tell how far the two ways differ.
use crate::args::{FidelityWord, RunArgs};
use crate::failure::Failure;
use crate::progress::Watch;
use iceroad_engine::{EnsembleSpec, Fidelity, Prepared};
use iceroad_measures::fidelity::Fidelity as Told;
use iceroad_model::record::RunRecord;

/// Sets the fidelity that the words ask for.
pub(crate) fn set(prepared: &mut Prepared, args: &RunArgs) -> Result<(), Failure> {
    if args.fidelity == FidelityWord::Rates || args.control_variate.is_some() {
        may_follow(prepared)?;
    }
    prepared.set_fidelity(args.fidelity.into()).map_err(Failure::ours)
}

/// Says no where rates cannot follow the scenario.
pub(crate) fn may_follow(prepared: &Prepared) -> Result<(), Failure> {
    let not = prepared.not_followed_by_rates();
    if not.is_empty() {
        return Ok(());
    }
    Err(Failure::Input(format!(
        "production rates cannot follow this scenario: it has {}; run it by cycles",
        not.join(", and ")
    )))
}

/// Runs what is wanted beside the replications `records`, and tells of all of it.
pub(crate) fn compare(
    prepared: &mut Prepared,
    args: &RunArgs,
    seed: u64,
    records: &[RunRecord],
) -> Result<Told, Failure> {
    let by_rates = args.fidelity == FidelityWord::Rates;
    let first = |n: u32| -> Vec<RunRecord> { records.iter().take(n as usize).cloned().collect() };
    let mut told = Told { by_rates, ..Told::default() };
    if by_rates {
        told.rates = if args.only.is_some() { Vec::new() } else { first(args.pairs) };
        let pairs = told.rates.len() as u32;
        told.cycles = run(prepared, Fidelity::Cycles, args, seed, pairs)?;
        told.learned = learned(prepared);
    } else if let Some(more) = args.control_variate {
        let n = records.len() as u32;
        told.cycles = records.to_vec();
        told.rates = run(prepared, Fidelity::Rates, args, seed, n + more)?;
        told.more_rates = told.rates.split_off(records.len());
        told.learned = learned(prepared);
    }
    Ok(told)
}

fn run(
    prepared: &mut Prepared,
    fidelity: Fidelity,
    args: &RunArgs,
    seed: u64,
    replications: u32,
) -> Result<Vec<RunRecord>, Failure> {
    let before = prepared.fidelity();
    prepared.set_fidelity(fidelity).map_err(Failure::ours)?;
    let watch = Watch::new(replications, &[], None);
    let spec = EnsembleSpec { seed, replications, threads: args.repeat.threads };
    let result = prepared.ensemble(&spec, Vec::new(), &watch);
    watch.end(result.as_ref().is_ok_and(|ensemble| ensemble.complete));
    let ensemble = result.map_err(Failure::ours)?;
    if !ensemble.complete {
        return Err(Failure::Stopped("the runs beside the replications are not finished".into()));
    }
    prepared.set_fidelity(before).map_err(Failure::ours)?;
    Ok(ensemble.records)
}

/// What the rates were learned from.
fn learned(prepared: &Prepared) -> String {
    let Some(table) = prepared.rates() else { return String::new() };
    let size = table.size();
    let between = match size.slopes {
        0 => String::new(),
        slopes => format!(
            "; between them it was interpolated by what a truck of a class adds, known {slopes} times"
        ),
    };
    format!(
        "Rates were learned in {} states of machines at work and roads by {} simulated loads, with a median half-width of \
         {:.1} % at 95 %{}.",
        size.exact,
        size.loads,
        size.half_width * 100.0,
        between
    )
}
