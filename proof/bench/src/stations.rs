//! Stations as a model on the kernel's calendar may write them: servers, and customers that wait for them, first come first
//! served. Two kinds, both with statistics exact to the tick; no room of the house uses either.
//!
//! **Completions computed on arrival** (Kiefer and Wolfowitz 1955), [`FifoStation`]: whoever arrives later changes nothing for
//! those who are here, so start and end of a service are settled at the moment of arrival and the model posts the *next*
//! arrival directly. One event a visit; not exact where a later arrival may overtake, cut short or send away an earlier one.
//!
//! **Every start and end an event**, [`ServerQueue`]: two events a visit.

use iceroad_base::{Span, Time};
use std::collections::VecDeque;

/// The use of a station from the start of the run to the time of asking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// Customers whose service has begun.
    pub starts: u64,
    /// Integral of the number in the queue: customers × time.
    pub queue_time: Span,
    /// Integral of the number of busy servers: servers × time.
    pub busy_time: Span,
    /// The longest queue.
    pub longest_queue: usize,
}

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

/// Servers that take customers in the order of their arrival and finish what they begin.
///
/// A customer goes to the server that comes free first, the lowest number among equals. Calls to
/// [`FifoStation::arrive`] must come in order of time, as events do.
///
/// ```
/// use iceroad_base::{Span, Time};
/// use iceroad_bench::stations::FifoStation;
///
/// let minute = |n| Time::START + Span::MINUTE * n;
/// let mut loaders = FifoStation::new(2);
/// loaders.arrive(minute(0), Span::MINUTE * 5);
/// loaders.arrive(minute(1), Span::MINUTE * 5);
/// let third = loaders.arrive(minute(2), Span::MINUTE * 5);
/// assert_eq!((third.start, third.end, third.server), (minute(5), minute(10), 0));
///
/// let usage = loaders.usage(minute(4)); // the third has waited two of its three minutes
/// assert_eq!((usage.queue_time, usage.busy_time), (Span::MINUTE * 2, Span::MINUTE * 7));
/// ```
#[derive(Clone, Debug)]
pub struct FifoStation {
    /// When each server comes free, `ms << 16 | server`: the least is the server to take. Padded to whole lanes
    /// with servers that never come free.
    free: Box<[i64]>,
    /// The last services in a ring, customer `n` at `n & (len - 1)`; among them all that have yet to begin.
    recent: Box<[Recent]>,
    /// Ends of services that go on while the ring has come round. At most one for each server.
    lingering: Vec<Time>,
    last: Time,
    /// Sums that run ahead of time by what lies beyond it in `recent` and `lingering`.
    arrivals: u64,
    wait: Span,
    work: Span,
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
    /// A station of `servers` servers, all free; at least one.
    pub fn new(servers: u16) -> FifoStation {
        let servers = usize::from(servers.max(1));
        let mut free: Vec<i64> = (0..servers).map(|server| key(BEFORE_ALL, server as u16)).collect();
        free.resize(servers.next_multiple_of(LANE), i64::MAX);
        let none = Recent { arrival: BEFORE_ALL, start: BEFORE_ALL, end: BEFORE_ALL };
        FifoStation {
            free: free.into_boxed_slice(),
            recent: vec![none; FIRST_RING].into_boxed_slice(),
            lingering: Vec::new(),
            last: BEFORE_ALL,
            arrivals: 0,
            wait: Span::ZERO,
            work: Span::ZERO,
            longest_queue: 0,
        }
    }

    /// A customer comes at `at` and needs `work`; less than no work counts as none.
    #[inline]
    pub fn arrive(&mut self, at: Time, work: Span) -> Service {
        let (server, free) = self.first_free();
        self.serve(at, free, server, work)
    }

    /// What the station has seen up to `until`, which is not before the last arrival: services and waits
    /// that reach further are counted up to there, and a service that begins at `until` has not begun.
    pub fn usage(&self, until: Time) -> Usage {
        let beyond = |from: Time, to: Time| (to - from.max(until)).max(Span::ZERO);
        let (mut starts, mut queue_time) = (self.arrivals, self.wait);
        for service in self.newest_first().take_while(|service| service.start >= until) {
            // Who comes at `until` itself and need not wait has come, and has begun.
            if service.start > service.arrival {
                starts -= 1;
                queue_time -= service.start - until.max(service.arrival);
            }
        }
        let recent: Span = self.newest_first().map(|service| beyond(service.start, service.end)).sum();
        let lingering: Span = self.lingering.iter().map(|&end| beyond(until, end)).sum();
        Usage {
            starts,
            queue_time,
            busy_time: self.work - recent - lingering,
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
        self.last = at;
        self.wait += wait;
        self.work += end - start;

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
}

#[inline]
fn key(at: Time, server: u16) -> i64 {
    (at.millis() << SERVER_BITS) | i64::from(server)
}

#[inline]
fn time_of(key: i64) -> Time {
    Time::from_millis(key >> SERVER_BITS)
}

/// A service that begins: schedule its end, then call [`ServerQueue::finish`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Start {
    /// Who is served.
    pub customer: u16,
    /// By which server, from 0.
    pub server: u16,
    /// Until when.
    pub end: Time,
}

/// Servers and a queue whose starts and ends are the caller's events.
#[derive(Clone, Debug)]
pub struct ServerQueue {
    /// Who is served by each.
    servers: Vec<Option<u16>>,
    busy: usize,
    queue: VecDeque<(u16, Span)>,
    /// Up to when the integrals in `usage` reach.
    last: Time,
    usage: Usage,
}

impl ServerQueue {
    /// A station of so many servers, all free.
    pub fn new(servers: u16) -> ServerQueue {
        ServerQueue {
            servers: vec![None; usize::from(servers)],
            busy: 0,
            queue: VecDeque::new(),
            last: Time::START,
            usage: Usage::default(),
        }
    }

    /// A customer comes who needs `work`; the service that begins at once, if any.
    #[inline]
    pub fn arrive(&mut self, now: Time, customer: u16, work: Span) -> Option<Start> {
        self.advance(now);
        if let Some(server) = self.servers.iter().position(Option::is_none) {
            return Some(self.start(now, server, customer, work));
        }
        self.queue.push_back((customer, work));
        self.usage.longest_queue = self.usage.longest_queue.max(self.queue.len());
        None
    }

    /// The service of `server` ends; the one that begins there, if any.
    #[inline]
    pub fn finish(&mut self, now: Time, server: u16) -> Option<Start> {
        self.advance(now);
        self.servers[usize::from(server)] = None;
        self.busy -= 1;
        let (customer, work) = self.queue.pop_front()?;
        Some(self.start(now, usize::from(server), customer, work))
    }

    /// What the station has seen up to `until`, which is not before the last call.
    pub fn usage(&self, until: Time) -> Usage {
        let mut station = self.clone();
        station.advance(until);
        station.usage
    }

    #[inline]
    fn advance(&mut self, now: Time) {
        let passed = now - self.last;
        self.usage.queue_time += passed * self.queue.len() as i64;
        self.usage.busy_time += passed * self.busy as i64;
        self.last = now;
    }

    #[inline]
    fn start(&mut self, now: Time, server: usize, customer: u16, work: Span) -> Start {
        self.servers[server] = Some(customer);
        self.busy += 1;
        self.usage.starts += 1;
        Start { customer, server: server as u16, end: now + work }
    }
}
