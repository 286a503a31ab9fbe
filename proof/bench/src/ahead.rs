//! Durations drawn one ahead of need.
//!
//! A stream of random numbers does not care when it is asked. [`Ahead`] holds the next duration ready and draws the
//! one after it as the first is taken: the arithmetic of the draw (60 cycles of a counter-based generator, a
//! logarithm) then runs beside the event list's work instead of before it. In the plain truck-and-loader model
//! this saves a quarter of all time. The values are those of the law and the stream, in their order, rounded to
//! ticks; a run is the same to the last bit as one that draws when it needs.
//!
//! Pitfall: the stream is one value further than what was taken, which matters only to who shares or counts it.
//! Give [`Ahead`] a stream of its own.
//!
//! ```
//! use iceroad_base::{Span, law::Law, random::Stream};
//! use iceroad_bench::ahead::Ahead;
//!
//! let law = Law::exponential(180.0)?;
//! let stream = || Stream::named(42, 0, "truck 7", "load");
//! let mut loading = Ahead::of_seconds(law, stream());
//! let mut plain = stream();
//! for _ in 0..10 {
//!     assert_eq!(loading.take(), Span::from_seconds(law.draw(&mut plain)));
//! }
//! # Ok::<(), iceroad_base::law::BadLaw>(())
//! ```

use iceroad_base::Span;
use iceroad_base::law::Law;
use iceroad_base::random::Stream;

/// A law and its stream, with the next duration ready.
#[derive(Clone, Debug)]
pub struct Ahead {
    ready: Span,
    law: Law,
    stream: Stream,
}

impl Ahead {
    /// Durations of a law in seconds.
    pub fn of_seconds(law: Law, stream: Stream) -> Ahead {
        let mut ahead = Ahead { ready: Span::ZERO, law, stream };
        ahead.take();
        ahead
    }

    /// The next duration.
    #[inline]
    pub fn take(&mut self) -> Span {
        let taken = self.ready;
        self.ready = Span::from_seconds(self.law.draw(&mut self.stream));
        taken
    }
}
