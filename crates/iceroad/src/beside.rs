//! The runs beside a run that tell how far the two ways of following haulage differ, or help its means.
use crate::checkpoint::{Follow, Kept};
use crate::error::Error;
use crate::run::{Fidelity, Replications, RunSpec};
use crate::watch::Watch;
use iceroad_engine::{EnsembleSpec, Fidelity as Followed, Prepared};
use iceroad_measures::fidelity::{Fidelity as Told, Learned};
use iceroad_model::record::RunRecord;

/// Runs what is wanted beside the replications `records`, and tells of all of it; nothing where those are not complete.
pub(crate) fn run(
    prepared: &mut Prepared,
    spec: &RunSpec,
    seed: u64,
    records: &[RunRecord],
    complete: bool,
    watch: &dyn Watch,
) -> Result<Told, Error> {
    let mut told = Told { by_rates: matches!(spec.fidelity, Fidelity::Rates { .. }), ..Told::default() };
    if !complete {
        return Ok(told);
    }
    let first = records.first().map_or(0, |record| record.replication);
    let mut run = |by, n: u32| {
        ensemble(
            prepared,
            by,
            EnsembleSpec { seed, replications: first..first + n, threads: spec.threads },
            watch,
        )
    };
    match spec.fidelity {
        Fidelity::Cycles => return Ok(told),
        Fidelity::Rates { pairs } => {
            let pairs = if matches!(spec.replications, Replications::Only(_)) { 0 } else { pairs };
            told.rates = records.iter().take(pairs as usize).cloned().collect();
            told.cycles = run(Followed::Cycles, told.rates.len() as u32)?;
        }
        Fidelity::ControlVariate { more } => {
            told.cycles = records.to_vec();
            told.rates = run(Followed::Rates, records.len() as u32 + more)?;
            told.more_rates = told.rates.split_off(records.len());
        }
    }
    told.learned = learned(prepared);
    Ok(told)
}

/// Runs replications at another fidelity; afterwards it is as it was.
fn ensemble(
    prepared: &mut Prepared,
    by: Followed,
    spec: EnsembleSpec,
    watch: &dyn Watch,
) -> Result<Vec<RunRecord>, Error> {
    let before = prepared.fidelity();
    prepared.set_fidelity(by)?;
    let ensemble = Follow::ensemble(prepared, &spec, Kept::default(), None, watch)?;
    if !ensemble.complete {
        return Err(Error::Stopped("the runs beside the replications are not finished"));
    }
    prepared.set_fidelity(before)?;
    Ok(ensemble.records)
}

/// What the rates were learned from.
fn learned(prepared: &Prepared) -> Option<Learned> {
    let size = prepared.rates()?.size();
    Some(Learned { states: size.exact, loads: size.loads, half_width: size.half_width, slopes: size.slopes })
}
