//! Any loader that takes trucks, all equally likely: what the others are measured against.

use super::{Candidate, Dispatch, View};
use iceroad_base::random::Stream;

/// Draws a loader for every truck that asks, from the mine's own stream, so that it shifts nobody else's luck.
pub struct Random {
    draws: Stream,
}

impl Random {
    /// Draws from this stream.
    pub fn new(draws: Stream) -> Random {
        Random { draws }
    }
}

impl Dispatch for Random {
    fn choose(&mut self, view: &View<'_>) -> Option<Candidate> {
        let n = view.candidates().count();
        let nth = self.draws.below(n as u64) as usize;
        view.candidates().nth(nth)
    }
}
