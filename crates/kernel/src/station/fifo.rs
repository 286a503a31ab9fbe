//! First come first served, completions computed on arrival.

use std::collections::VecDeque;

use iceroad_base::{Span, Time};

use super::Usage;
use crate::error::StationError;

/// When and by whom a customer is served.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Service {
    /// Service begins.
    pub start: Time,
    /// Service ends; at most [`Time::NEVER`], which no calendar takes.
    pub end: Time,
    /// By which server, from 0.
    pub server: u16,
}

/// One breakdown of one server, as drawn when it falls due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outage {
    /// How long the repair lasts.
    pub repair: Span,
    /// How long after the repair the server breaks down again, at least 1 ms. Clock time, busy or idle.
    pub uptime: Span,
}

/// Servers that take customers in the order of their arrival and finish what they begin.
///
/// A customer goes to the server that comes free first, the lowest number among equals. Calls to
/// [`FifoStation::arrive`] must come in order of time, as events do.
///
/// ```
/// use iceroad_base::{Span, Time};
/// use iceroad_kernel::FifoStation;
///
/// let minute = |n| Time::START + Span::MINUTE * n;
/// let mut loaders = FifoStation::new(2)?;
/// loaders.arrive(minute(0), Span::MINUTE * 5);
/// loaders.arrive(minute(1), Span::MINUTE * 5);
/// let third = loaders.arrive(minute(2), Span::MINUTE * 5);
/// assert_eq!((third.start, third.end, third.server), (minute(5), minute(10), 0));
///
/// let usage = loaders.usage(minute(4)); // the third has waited two of its three minutes
/// assert_eq!((usage.queue_time, usage.busy_time), (Span::MINUTE * 2, Span::MINUTE * 7));
/// # Ok::<(), iceroad_kernel::StationError>(())
/// ```
#[derive(Clone, Debug)]
pub struct FifoStation {
    /// When each server comes free, `ms << 16 | server`: the least is the server to take.
    free: Box<[i64]>,
    next_failure: Box<[Time]>,
    /// The end of the last service each server has begun by `last`.
    serving: Box<[Time]>,
    /// Services that begin after `last`, in the order of their start, which is that of arrival.
    ahead: VecDeque<Ahead>,
    /// Repairs that may reach beyond `last`.
    outages: VecDeque<(Time, Time)>,
    /// The last arrival.
    last: Time,
    /// Sums that run ahead of time by what `ahead`, `serving` and `outages` hold beyond it.
    arrivals: u64,
    wait: Span,
    work: Span,
    repair: Span,
    longest_wait: Span,
    longest_queue: usize,
}

#[derive(Clone, Copy, Debug)]
struct Ahead {
    arrival: Time,
    start: Time,
    end: Time,
    server: u16,
}

const SERVER_BITS: u32 = 16;

impl FifoStation {
    /// A station of `servers` servers, all free and none of them ever to break down.
    ///
    /// # Errors
    /// [`StationError::Servers`] unless there are 1 to 65,535 servers.
    pub fn new(servers: usize) -> Result<FifoStation, StationError> {
        if servers == 0 || servers > usize::from(u16::MAX) {
            return Err(StationError::Servers { asked: servers });
        }
        let before_all = -(1_i64 << 46);
        Ok(FifoStation {
            free: (0..servers).map(|server| (before_all << SERVER_BITS) | server as i64).collect(),
            next_failure: vec![Time::NEVER; servers].into_boxed_slice(),
            serving: vec![Time::from_millis(before_all); servers].into_boxed_slice(),
            ahead: VecDeque::new(),
            outages: VecDeque::new(),
            last: Time::from_millis(before_all),
            arrivals: 0,
            wait: Span::ZERO,
            work: Span::ZERO,
            repair: Span::ZERO,
            longest_wait: Span::ZERO,
            longest_queue: 0,
        })
    }

    /// How many servers there are.
    pub fn servers(&self) -> usize {
        self.free.len()
    }

    /// Sets when `server` first breaks down; see [`FifoStation::arrive_with`]. An unknown server is left alone.
    pub fn set_next_failure(&mut self, server: u16, at: Time) {
        if let Some(next) = self.next_failure.get_mut(usize::from(server)) {
            *next = at;
        }
    }

    /// A customer comes at `at` and needs `work`; less than no work counts as none. No breakdowns.
    #[inline]
    pub fn arrive(&mut self, at: Time, work: Span) -> Service {
        self.retire(at);
        let (server, free) = self.first_free();
        self.serve(at, free, server, work)
    }

    /// As [`FifoStation::arrive`], for servers that break down.
    ///
    /// A server that falls due while it serves finishes that service first; an idle one goes at once. `outage`
    /// is asked, with the server and the time of failure, once per breakdown and server in order of time. When
    /// it is asked differs from when the failure happens, so give every server a random stream of its own.
    #[inline]
    pub fn arrive_with(
        &mut self,
        at: Time,
        work: Span,
        mut outage: impl FnMut(u16, Time) -> Outage,
    ) -> Service {
        self.retire(at);
        loop {
            let (server, free) = self.first_free();
            if at.max(free) < self.next_failure[usize::from(server)] {
                return self.serve(at, free, server, work);
            }
            self.break_down(server, free, &mut outage);
        }
    }

    /// Lets every server break down that is due by `until`, so that [`FifoStation::usage`] counts it.
    ///
    /// Idle servers are otherwise found broken only by the next arrival. Changes no service.
    pub fn settle(&mut self, until: Time, mut outage: impl FnMut(u16, Time) -> Outage) {
        for server in 0..self.free.len() {
            loop {
                let free = Time::from_millis(self.free[server] >> SERVER_BITS);
                if free > until || until < self.next_failure[server] {
                    break;
                }
                self.break_down(server as u16, free, &mut outage);
            }
        }
    }

    /// How many customers wait at `now`, which is not before the last arrival.
    pub fn waiting(&self, now: Time) -> usize {
        self.ahead.len() - self.ahead.partition_point(|service| service.start <= now)
    }

    /// How many servers serve at `now`, which is not before the last arrival.
    pub fn serving(&self, now: Time) -> usize {
        let begun = self.ahead.iter().filter(|service| service.start <= now && now < service.end).count();
        begun + self.serving.iter().filter(|&&end| now < end).count()
    }

    /// What the station has seen up to `until`, which is not before the last arrival: services and waits
    /// that reach further are counted up to there, and a service that begins at `until` has not begun.
    pub fn usage(&self, until: Time) -> Usage {
        let beyond = |from: Time, to: Time| (to - from.max(until)).max(Span::ZERO);
        let unborn = self.ahead.iter().filter(|service| service.start >= until);
        let (mut starts, mut waited, mut queue_time) = (self.arrivals, self.wait, self.wait);
        for service in unborn {
            starts -= 1;
            waited -= service.start - service.arrival;
            queue_time -= service.start - until.max(service.arrival);
        }
        let serving: Span = self.serving.iter().map(|&end| beyond(until, end)).sum();
        let ahead: Span = self.ahead.iter().map(|service| beyond(service.start, service.end)).sum();
        let repair: Span = self.outages.iter().map(|&(from, to)| beyond(from, to)).sum();
        let present = (until - Time::START).max(Span::ZERO) * self.free.len() as i64;
        Usage {
            arrivals: self.arrivals,
            starts,
            suspensions: 0,
            cancellations: 0,
            waited,
            queue_time,
            busy_time: self.work - serving - ahead,
            open_time: present - (self.repair - repair),
            longest_wait: self.longest_wait,
            longest_queue: self.longest_queue,
        }
    }

    /// The server that comes free first, and when.
    #[inline]
    fn first_free(&self) -> (u16, Time) {
        let first = self.free.iter().fold(i64::MAX, |least, &key| least.min(key));
        (first as u16, Time::from_millis(first >> SERVER_BITS))
    }

    /// Forgets what lies ahead of the last arrival no more.
    #[inline]
    fn retire(&mut self, at: Time) {
        debug_assert!(at >= self.last, "arrival at {at:?} after one at {:?}", self.last);
        self.last = at;
        while let Some(service) = self.ahead.front()
            && service.start <= at
        {
            self.serving[usize::from(service.server)] = service.end;
            self.ahead.pop_front();
        }
        while let Some(&(_, repaired)) = self.outages.front()
            && repaired <= at
        {
            self.outages.pop_front();
        }
    }

    #[inline]
    fn serve(&mut self, at: Time, free: Time, server: u16, work: Span) -> Service {
        let start = at.max(free);
        let end = (start + work.max(Span::ZERO)).min(Time::NEVER);
        let wait = start - at;
        self.free[usize::from(server)] = (end.millis() << SERVER_BITS) | i64::from(server);
        self.arrivals += 1;
        self.wait += wait;
        self.work += end - start;
        if wait > Span::ZERO {
            self.ahead.push_back(Ahead { arrival: at, start, end, server });
            self.longest_wait = self.longest_wait.max(wait);
            self.longest_queue = self.longest_queue.max(self.ahead.len());
        } else {
            self.serving[usize::from(server)] = end;
        }
        Service { start, end, server }
    }

    /// The breakdown of `server` that is due no later than its next service could begin.
    fn break_down(&mut self, server: u16, free: Time, outage: &mut impl FnMut(u16, Time) -> Outage) {
        let due = self.next_failure[usize::from(server)];
        let Outage { repair, uptime } = outage(server, due);
        let down = due.max(free);
        let up = (down + repair.max(Span::ZERO)).min(Time::NEVER);
        self.free[usize::from(server)] = (up.millis() << SERVER_BITS) | i64::from(server);
        // At least one tick further on, or the loop would ask for ever.
        self.next_failure[usize::from(server)] = up + uptime.max(Span::from_millis(1));
        self.repair += up - down;
        self.outages.push_back((down, up));
    }
}
