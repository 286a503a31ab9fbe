//! Progress with time left on a terminal, silence elsewhere; and Ctrl-C.
use crate::text::say;
use iceroad::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// Watches a command's replications.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    stop: Arc<AtomicBool>,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        Self { bar, begun: now(), stop: stop_flag() }
    }

    /// Seconds since it began to watch.
    pub(crate) fn seconds(&self) -> f64 {
        now().duration_since(self.begun).as_secs_f64()
    }
}

impl Watch for Progress {
    fn begin(&self, total: Option<u32>, done: u32) {
        self.bar.reset();
        let template = match total {
            Some(total) => {
                self.bar.set_length(total.into());
                "{bar:30} {pos}/{len} replications, {eta} left"
            }
            None => "{spinner} {pos} replications run, {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.set_position(done.into());
    }

    fn finished(&self) {
        self.bar.inc(1);
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn clock(&self) -> Option<Duration> {
        Some(now().duration_since(self.begun))
    }

    fn warn(&self, what: &str) {
        say(&format!("warning: {what}"));
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
            say(
                "\nstopping; replications under way are given up at their next day. Press Ctrl-C again to end at once",
            );
        };
        // Without a handler Ctrl-C simply ends the process; the last checkpoint is still whole.
        if ctrlc::set_handler(handler).is_err() {
            say("warning: Ctrl-C cannot be caught here; the run may be lost if interrupted");
        }
        flag
    };
    Arc::clone(FLAG.get_or_init(make))
}

/// The wall clock, for the eyes only: nothing simulated depends on it.
#[expect(clippy::disallowed_methods, reason = "progress and timing are shown to people, at the edge")]
fn now() -> Instant {
    Instant::now()
}
