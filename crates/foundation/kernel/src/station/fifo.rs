//! First come first served, completions computed on arrival.

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
    /// When each server comes free, `ms << 16 | server`: the least is the server to take. Padded to whole lanes
    /// with servers that never come free.
    free: Box<[i64]>,
    next_failure: Box<[Time]>,
    /// The end of the last service given to each server, begun or not.
    assigned: Box<[Time]>,
    /// The last services in a ring, customer `n` at `n & (len - 1)`; among them all that have yet to begin.
    recent: Box<[Recent]>,
    /// Ends of services that go on while the ring has come round. At most one for each server.
    lingering: Vec<Time>,
    /// Repairs that may reach beyond the last arrival.
    outages: Vec<(Time, Time)>,
    last: Time,
    /// Sums that run ahead of time by what lies beyond it in `recent`, `lingering` and `outages`.
    arrivals: u64,
    wait: Span,
    work: Span,
    repair: Span,
    longest_wait: Span,
    longest_queue: usize,
}

#[derive(Clone, Copy, Debug)]
struct Recent {
    arrival: Time,
    start: Time,
    end: Time,
}

const SERVER_BITS: u32 = 16;
/// Servers compared at a time; a whole number of these makes stations of few servers run the same code.
const LANE: usize = 4;
/// The ring to begin with. It grows with the queue.
const FIRST_RING: usize = 16;
/// Before every arrival.
const BEFORE_ALL: Time = Time::from_millis(-(1 << 46));

impl FifoStation {
    /// A station of `servers` servers, all free and none of them ever to break down.
    ///
    /// # Errors
    /// [`StationError::Servers`] unless there are 1 to 65,535 servers.
    pub fn new(servers: usize) -> Result<FifoStation, StationError> {
        if servers == 0 || servers > usize::from(u16::MAX) {
            return Err(StationError::Servers { asked: servers });
        }
        let mut free: Vec<i64> = (0..servers).map(|server| key(BEFORE_ALL, server as u16)).collect();
        free.resize(servers.next_multiple_of(LANE), i64::MAX);
        let none = Recent { arrival: BEFORE_ALL, start: BEFORE_ALL, end: BEFORE_ALL };
        Ok(FifoStation {
            free: free.into_boxed_slice(),
            next_failure: vec![Time::NEVER; servers].into_boxed_slice(),
            assigned: vec![BEFORE_ALL; servers].into_boxed_slice(),
            recent: vec![none; FIRST_RING].into_boxed_slice(),
            lingering: Vec::new(),
            outages: Vec::new(),
            last: BEFORE_ALL,
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
        self.assigned.len()
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
        for server in 0..self.servers() {
            loop {
                let free = time_of(self.free[server]);
                if free > until || until < self.next_failure[server] {
                    break;
                }
                self.break_down(server as u16, free, &mut outage);
            }
        }
    }

    /// How many customers wait at `now`, which is not before the last arrival. Takes as long as the queue.
    pub fn waiting(&self, now: Time) -> usize {
        self.newest_first().take_while(|service| service.start > now).count()
    }

    /// How many servers serve at `now`, which is not before the last arrival.
    pub fn serving(&self, now: Time) -> usize {
        if self.waiting(now) == 0 {
            return self.assigned.iter().filter(|&&end| now < end).count();
        }
        // Where someone waits, every server serves or is under repair.
        let down = self.outages.iter().filter(|&&(from, to)| from <= now && now < to).count();
        self.servers() - down
    }

    /// What the station has seen up to `until`, which is not before the last arrival: services and waits
    /// that reach further are counted up to there, and a service that begins at `until` has not begun.
    pub fn usage(&self, until: Time) -> Usage {
        let beyond = |from: Time, to: Time| (to - from.max(until)).max(Span::ZERO);
        let (mut starts, mut waited, mut queue_time) = (self.arrivals, self.wait, self.wait);
        for service in self.newest_first().take_while(|service| service.start >= until) {
            // Who comes at `until` itself and need not wait has come, and has begun.
            if service.start > service.arrival {
                starts -= 1;
                waited -= service.start - service.arrival;
                queue_time -= service.start - until.max(service.arrival);
            }
        }
        let recent: Span = self.newest_first().map(|service| beyond(service.start, service.end)).sum();
        let lingering: Span = self.lingering.iter().map(|&end| beyond(until, end)).sum();
        let repair: Span = self.outages.iter().map(|&(from, to)| beyond(from, to)).sum();
        let present = (until - Time::START).max(Span::ZERO) * self.servers() as i64;
        Usage {
            arrivals: self.arrivals,
            starts,
            suspensions: 0,
            cancellations: 0,
            waited,
            queue_time,
            busy_time: self.work - recent - lingering,
            open_time: present - (self.repair - repair),
            longest_wait: self.longest_wait,
            longest_queue: self.longest_queue,
        }
    }

    /// The services of the ring, which begin in the order of arrival, the last first.
    fn newest_first(&self) -> impl Iterator<Item = &Recent> {
        let held = self.arrivals.min(self.recent.len() as u64);
        (self.arrivals - held..self.arrivals).rev().map(|customer| &self.recent[self.place(customer)])
    }

    #[inline]
    fn place(&self, customer: u64) -> usize {
        customer as usize & (self.recent.len() - 1)
    }

    /// The server that comes free first, and when.
    #[inline]
    fn first_free(&self) -> (u16, Time) {
        let (lanes, _) = self.free.as_chunks::<LANE>();
        let first = lanes.iter().fold(i64::MAX, |least, &[a, b, c, d]| least.min(a.min(b).min(c.min(d))));
        (first as u16, time_of(first))
    }

    /// Without a branch that could be guessed wrong: whether a customer waits is a toss of a coin.
    #[inline]
    fn serve(&mut self, at: Time, free: Time, server: u16, work: Span) -> Service {
        debug_assert!(at >= self.last, "arrival at {at:?} after one at {:?}", self.last);
        let start = at.max(free);
        let end = (start + work.max(Span::ZERO)).min(Time::NEVER);
        let wait = start - at;
        self.free[usize::from(server)] = key(end, server);
        self.assigned[usize::from(server)] = end;
        self.last = at;
        self.wait += wait;
        self.work += end - start;
        self.longest_wait = self.longest_wait.max(wait);

        if self.recent[self.place(self.arrivals)].end > at {
            self.make_room(at);
        }
        let place = self.place(self.arrivals);
        self.recent[place] = Recent { arrival: at, start, end };
        // The queue is longer than ever if one more than the longest have yet to begin; it grows by one at most.
        if self.recent[self.place(self.arrivals.wrapping_sub(self.longest_queue as u64))].start > at {
            self.lengthen();
        }
        self.arrivals += 1;
        Service { start, end, server }
    }

    /// The ring has come round to a service that has not ended.
    #[cold]
    fn make_room(&mut self, at: Time) {
        let oldest = self.recent[self.place(self.arrivals)];
        if oldest.start > at {
            self.grow();
            return;
        }
        self.lingering.retain(|&end| end > at);
        self.lingering.push(oldest.end);
    }

    #[cold]
    fn lengthen(&mut self) {
        self.longest_queue += 1;
        if self.longest_queue + 1 >= self.recent.len() {
            // The customer just written counts as arrived while the ring moves.
            self.arrivals += 1;
            self.grow();
            self.arrivals -= 1;
        }
    }

    /// Doubles the ring.
    fn grow(&mut self) {
        let none = Recent { arrival: BEFORE_ALL, start: BEFORE_ALL, end: BEFORE_ALL };
        let mut grown = vec![none; 2 * self.recent.len()].into_boxed_slice();
        let held = self.arrivals.min(self.recent.len() as u64);
        for customer in self.arrivals - held..self.arrivals {
            grown[customer as usize & (grown.len() - 1)] = self.recent[self.place(customer)];
        }
        self.recent = grown;
    }

    /// The breakdown of `server` that is due no later than its next service could begin.
    fn break_down(&mut self, server: u16, free: Time, outage: &mut impl FnMut(u16, Time) -> Outage) {
        let due = self.next_failure[usize::from(server)];
        let Outage { repair, uptime } = outage(server, due);
        let down = due.max(free);
        let up = (down + repair.max(Span::ZERO)).min(Time::NEVER);
        self.free[usize::from(server)] = key(up, server);
        // At least one tick further on, or the loop would ask for ever.
        self.next_failure[usize::from(server)] = up + uptime.max(Span::from_millis(1));
        self.repair += up - down;
        self.outages.retain(|&(_, repaired)| repaired > self.last);
        self.outages.push((down, up));
    }
}

#[inline]
fn key(at: Time, server: u16) -> i64 {
    (at.millis() << SERVER_BITS) | i64::from(server)
}

#[inline]
fn time_of(key: i64) -> Time {
    Time::from_millis(key >> SERVER_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: i64) -> Time {
        Time::from_millis(ms)
    }

    #[test]
    fn one_service_that_goes_on_for_ever_does_not_make_the_station_grow() {
        let mut station = FifoStation::new(2).unwrap();
        station.arrive(ms(0), Span::DAY * 1_000_000);
        for n in 0..100_000 {
            let service = station.arrive(ms(10 * n), Span::from_millis(10));
            assert_eq!((service.start, service.server), (ms(10 * n), 1));
        }
        assert_eq!((station.recent.len(), station.lingering.len()), (FIRST_RING, 1));
        let usage = station.usage(ms(1_000_000));
        assert_eq!(usage.busy_time, Span::from_millis(2_000_000));
    }

    #[test]
    fn a_queue_longer_than_the_ring_is_counted_whole() {
        let mut station = FifoStation::new(1).unwrap();
        for _ in 0..1_000 {
            station.arrive(ms(5), Span::from_millis(2));
        }
        assert_eq!((station.waiting(ms(5)), station.serving(ms(5))), (999, 1));
        assert_eq!((station.waiting(ms(8)), station.waiting(ms(9))), (998, 997));
        assert_eq!(station.waiting(ms(3_000)), 0);
        let usage = station.usage(ms(9));
        assert_eq!((usage.longest_queue, usage.starts), (999, 2), "the third begins at 9 itself");
        // In the queue: 999 for 2 ms, 998 for 2 ms.
        assert_eq!(usage.queue_time, Span::from_millis(999 * 2 + 998 * 2));
    }
}
