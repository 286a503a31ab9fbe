//! Many replications in parallel, with one result at any number of threads.
//!
//! Replications share nothing but the prepared scenario; each is numbered, and results are put in order of their
//! number. What an observer sees as it goes depends on the threads; what comes out does not.
use crate::error::{EngineError, RunError};
use crate::prepared::Prepared;
use crate::run::Replication;
use iceroad_model::event::Entry;
use iceroad_model::record::RunRecord;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Mutex;

/// Which replications to run, and on how many threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnsembleSpec {
    /// The seed that names every random stream.
    pub seed: u64,
    /// The numbers of the replications.
    pub replications: Range<u32>,
    /// Threads, at most [`most_threads`]; 0 means as many as the machine has.
    pub threads: usize,
}

/// Threads that are started at most, however many are asked for. More than the machine has cores are no faster, and what
/// replications under way hold grows with them. At least 16, so that results can be held against each other at
/// many threads on a small machine.
pub fn most_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).max(16)
}

fn pool(threads: usize) -> Result<rayon::ThreadPool, EngineError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.min(most_threads())).build();
    pool.map_err(|error| EngineError::Threads(error.to_string()))
}

/// Who watches an ensemble: a progress bar, a checkpoint, Ctrl-C.
pub trait Observer: Sync {
    /// A replication is done. Called from many threads, in no fixed order.
    fn finished(&self, record: &RunRecord);
    /// Whether to stop. Asked before each replication, and at each simulated day: those under way are given up.
    fn cancelled(&self) -> bool;
}

/// Watches nothing.
pub struct Quiet;

impl Observer for Quiet {
    fn finished(&self, _record: &RunRecord) {}
    fn cancelled(&self) -> bool {
        false
    }
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    /// In order of replication number.
    pub records: Vec<RunRecord>,
    /// Whether every replication asked for is there.
    pub complete: bool,
}

impl Prepared {
    /// Runs the replications asked for. Those in `done` (from an interrupted ensemble of the same scenario and seed) are taken
    /// as they are, so that a resumed ensemble ends with the same bytes as one that was never interrupted.
    ///
    /// # Errors
    /// The failure of the lowest-numbered replication that failed, or that threads could not be started.
    pub fn ensemble(
        &self,
        spec: &EnsembleSpec,
        done: Vec<RunRecord>,
        observer: &dyn Observer,
    ) -> Result<Ensemble, EngineError> {
        let pool = pool(spec.threads)?;
        let mut records: Vec<RunRecord> =
            done.into_iter().filter(|r| spec.replications.contains(&r.replication)).collect();
        let missing = missing(&spec.replications, &records);
        let failures = Mutex::new(Vec::new());
        let run_one = |&replication: &u32| {
            if observer.cancelled() {
                return None;
            }
            match self.replicate_unless(&|| observer.cancelled(), (spec.seed, replication), false) {
                Ok(done) => {
                    let record = done.map(|done| done.record);
                    record.iter().for_each(|record| observer.finished(record));
                    record
                }
                Err(error) => {
                    lock(&failures).push(error);
                    None
                }
            }
        };
        let new: Vec<Option<RunRecord>> =
            pool.install(|| missing.par_iter().with_max_len(1).map(run_one).collect());
        let failed = std::mem::take(&mut *lock(&failures)).into_iter().min_by_key(|error| error.replication);
        if let Some(error) = failed {
            return Err(error.into());
        }
        records.extend(new.into_iter().flatten());
        records.sort_by_key(|record| record.replication);
        let complete = records.len() == spec.replications.len();
        Ok(Ensemble { records, complete })
    }
}

impl Prepared {
    /// Runs the replications asked for, and keeps of each only what `read` takes from its record, in order of number. None
    /// where the observer stopped it.
    ///
    /// # Errors
    /// As [`Prepared::ensemble`].
    pub fn read_each<T: Send>(
        &self,
        spec: &EnsembleSpec,
        observer: &dyn Observer,
        read: impl Fn(&RunRecord) -> T + Sync,
    ) -> Result<Option<Vec<T>>, EngineError> {
        self.read_all(spec, false, observer, |done| read(&done.record))
    }

    /// The same with the log of each, some hundred bytes for each truck cycle while it is read.
    ///
    /// # Errors
    /// As [`Prepared::ensemble`].
    pub fn read_logs<T: Send>(
        &self,
        spec: &EnsembleSpec,
        observer: &dyn Observer,
        read: impl Fn(&RunRecord, &[Entry]) -> T + Sync,
    ) -> Result<Option<Vec<T>>, EngineError> {
        self.read_all(spec, true, observer, |done| {
            read(&done.record, done.log.as_deref().unwrap_or_default())
        })
    }

    fn read_all<T: Send>(
        &self,
        spec: &EnsembleSpec,
        keep_log: bool,
        observer: &dyn Observer,
        read: impl Fn(&Replication) -> T + Sync,
    ) -> Result<Option<Vec<T>>, EngineError> {
        let jobs: Vec<Job<'_>> = spec.replications.clone().map(|replication| (self, replication)).collect();
        let came = run_jobs(&jobs, (spec.seed, spec.threads), keep_log, observer, |_, done| read(done))?;
        let Some(came) = came else { return Ok(None) };
        let all: Result<Vec<T>, RunError> = came.into_iter().collect();
        Ok(Some(all?))
    }
}

/// A replication of a scenario.
pub type Job<'p> = (&'p Prepared, u32);

/// Runs replications of several scenarios side by side, and keeps of each only what `read` takes from its record, told by the
/// job's place; in the order of the jobs. None where the observer stopped it.
///
/// # Errors
/// That threads could not be started. That a replication failed is told at its place.
pub fn read_jobs<T: Send>(
    jobs: &[Job<'_>],
    (seed, threads): (u64, usize),
    observer: &dyn Observer,
    read: impl Fn(usize, &RunRecord) -> T + Sync,
) -> Result<Option<Vec<Result<T, RunError>>>, EngineError> {
    run_jobs(jobs, (seed, threads), false, observer, |at, done| read(at, &done.record))
}

fn run_jobs<T: Send>(
    jobs: &[Job<'_>],
    (seed, threads): (u64, usize),
    keep_log: bool,
    observer: &dyn Observer,
    read: impl Fn(usize, &Replication) -> T + Sync,
) -> Result<Option<Vec<Result<T, RunError>>>, EngineError> {
    let pool = pool(threads)?;
    let run_one = |(at, &(prepared, replication)): (usize, &Job<'_>)| -> Option<Result<T, RunError>> {
        if observer.cancelled() {
            return None;
        }
        let is_unwanted = || observer.cancelled();
        let done = prepared.replicate_unless(&is_unwanted, (seed, replication), keep_log).transpose()?;
        Some(done.map(|done| {
            observer.finished(&done.record);
            read(at, &done)
        }))
    };
    let came: Vec<_> = pool.install(|| jobs.par_iter().enumerate().with_max_len(1).map(run_one).collect());
    Ok(came.into_iter().collect())
}

fn missing(wanted: &Range<u32>, done: &[RunRecord]) -> Vec<u32> {
    let done: BTreeSet<u32> = done.iter().map(|record| record.replication).collect();
    wanted.clone().filter(|replication| !done.contains(replication)).collect()
}

/// A poisoned lock still holds whole values here: each is pushed in one step.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
