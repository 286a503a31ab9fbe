//! What a station has seen: counts, and integrals over time.

use iceroad_base::Span;

/// The use of a station from the start of the run to the time of asking.
///
/// Times are exact sums of ticks. Differences of two of these give any window: to drop a warm-up, keep the
/// usage at its end and take [`Usage::since`]. Little's law holds to the tick for [`Usage::queue_time`]: it is
/// both the integral of the queue's length and the sum of the time customers spent in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// Customers who have come.
    pub arrivals: u64,
    /// Customers whose service has begun (counted once, however often it was cut).
    pub starts: u64,
    /// Services cut before their end.
    pub suspensions: u64,
    /// Customers who left before their end of service.
    pub cancellations: u64,
    /// Waiting until service first began, summed over `starts`.
    pub waited: Span,
    /// Integral of the number in the queue: customers × time.
    pub queue_time: Span,
    /// Integral of the number of busy servers: servers × time.
    pub busy_time: Span,
    /// Integral of the number of servers open and not broken down: servers × time.
    pub open_time: Span,
    /// The longest wait until a first start, over the whole run.
    pub longest_wait: Span,
    /// The longest queue, over the whole run.
    pub longest_queue: usize,
}

impl Usage {
    /// What came after `earlier`, a usage of the same station. The longest wait and queue stay those of the run.
    #[must_use]
    pub fn since(&self, earlier: &Usage) -> Usage {
        Usage {
            arrivals: self.arrivals - earlier.arrivals,
            starts: self.starts - earlier.starts,
            suspensions: self.suspensions - earlier.suspensions,
            cancellations: self.cancellations - earlier.cancellations,
            waited: self.waited - earlier.waited,
            queue_time: self.queue_time - earlier.queue_time,
            busy_time: self.busy_time - earlier.busy_time,
            open_time: self.open_time - earlier.open_time,
            ..*self
        }
    }

    /// Lets `passed` go by with so many in the queue, busy and open.
    #[inline]
    pub(super) fn integrate(&mut self, passed: Span, queue: usize, busy: usize, open: usize) {
        self.queue_time += passed * queue as i64;
        self.busy_time += passed * busy as i64;
        self.open_time += passed * open as i64;
    }

    /// Mean wait until service began, in seconds; 0 if none has.
    pub fn mean_wait_seconds(&self) -> f64 {
        if self.starts == 0 { 0.0 } else { self.waited.seconds() / self.starts as f64 }
    }

    /// Mean number in the queue over `period`; 0 if that is no time.
    pub fn mean_queue(&self, period: Span) -> f64 {
        share(self.queue_time, period)
    }

    /// Mean number of busy servers over `period`; 0 if that is no time.
    pub fn mean_busy(&self, period: Span) -> f64 {
        share(self.busy_time, period)
    }

    /// Busy time as a share of open time; 0 if the station was never open.
    ///
    /// Above 1 only where closed servers finish what they had begun.
    pub fn utilisation(&self) -> f64 {
        share(self.busy_time, self.open_time)
    }
}

fn share(part: Span, whole: Span) -> f64 {
    if whole <= Span::ZERO { 0.0 } else { part.millis() as f64 / whole.millis() as f64 }
}
