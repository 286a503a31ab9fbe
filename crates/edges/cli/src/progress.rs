//! Progress with time left on a terminal, silence elsewhere; Ctrl-C; and the checkpoint as replications finish.
use crate::checkpoint::{self, Key};
use iceroad_engine::Observer;
use iceroad_model::record::RunRecord;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// How often the checkpoint is written at most.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(2);

/// Watches one ensemble.
pub(crate) struct Watch {
    bar: ProgressBar,
    stop: Arc<AtomicBool>,
    keep: Option<Mutex<Keep>>,
}

struct Keep {
    path: PathBuf,
    key: Key,
    records: Vec<RunRecord>,
    written: Instant,
    complained: bool,
}

impl Watch {
    /// Watches `replications`, of which `done` are already there; keeps finished ones at `keep`.
    pub(crate) fn new(replications: u32, done: &[RunRecord], keep: Option<(PathBuf, Key)>) -> Self {
        let bar = ProgressBar::with_draw_target(Some(u64::from(replications)), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} replications, {eta} left");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_position(done.len() as u64);
        let keep = keep.map(|(path, key)| {
            Mutex::new(Keep { path, key, records: done.to_vec(), written: now(), complained: false })
        });
        Self { bar, stop: stop_flag(), keep }
    }

    /// Whether Ctrl-C was pressed.
    pub(crate) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Takes the bar away and writes the last checkpoint where the run is not complete.
    pub(crate) fn end(&self, complete: bool) {
        self.bar.finish_and_clear();
        if let (false, Some(keep)) = (complete, &self.keep) {
            lock(keep).write();
        }
    }
}

/// Watches replications of which nobody knows how many there will be.
pub(crate) struct Many {
    bar: ProgressBar,
    stop: Arc<AtomicBool>,
}

impl Many {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} replications run, {elapsed}") {
            bar.set_style(style);
        }
        Self { bar, stop: stop_flag() }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Many {
    fn finished(&self, _record: &RunRecord) {
        self.bar.inc(1);
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Observer for Watch {
    fn finished(&self, record: &RunRecord) {
        self.bar.inc(1);
        let Some(keep) = &self.keep else { return };
        let mut keep = lock(keep);
        keep.records.push(record.clone());
        if now().duration_since(keep.written) >= CHECKPOINT_EVERY {
            keep.write();
        }
    }

    fn cancelled(&self) -> bool {
        self.stopped()
    }
}

impl Keep {
    /// A checkpoint that cannot be written is worth one warning, not the run.
    fn write(&mut self) {
        self.records.sort_by_key(|record| record.replication);
        self.written = now();
        if let Err(failure) = checkpoint::save(&self.path, &self.key, &self.records)
            && !self.complained
        {
            self.complained = true;
            eprintln!("warning: finished replications cannot be kept, so --resume will not work");
            failure.show();
        }
    }
}

/// One flag for the process: the first Ctrl-C asks to stop, the second ends it at once.
fn stop_flag() -> Arc<AtomicBool> {
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let make = || {
        let flag = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&flag);
        let handler = move || {
            if seen.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
            eprintln!("\nstopping after the replications under way; press Ctrl-C again to end at once");
        };
        // Without a handler Ctrl-C simply ends the process; the last checkpoint is still whole.
        if ctrlc::set_handler(handler).is_err() {
            eprintln!("warning: Ctrl-C cannot be caught here; the run may be lost if interrupted");
        }
        flag
    };
    Arc::clone(FLAG.get_or_init(make))
}

/// The wall clock, for the eyes only: nothing simulated depends on it.
#[expect(clippy::disallowed_methods, reason = "progress and timing are shown to people, at the edge")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

fn lock(keep: &Mutex<Keep>) -> std::sync::MutexGuard<'_, Keep> {
    keep.lock().unwrap_or_else(PoisonError::into_inner)
}
