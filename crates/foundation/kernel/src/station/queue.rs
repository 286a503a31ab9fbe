//! Servers and a queue with every start and end an event.

use std::collections::VecDeque;

use iceroad_base::{Span, Time};

use super::Usage;
use crate::error::StationError;

/// What becomes of a service that is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Interruption {
    /// It goes on later where it stopped.
    Resume,
    /// It begins again with the same length.
    Restart,
    /// It begins again with a new length: call [`ServerQueue::set_work`] when told of the suspension. Without
    /// that call the old length stands.
    Resample,
}

/// When a service is cut, if ever.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rules {
    /// A more urgent customer comes and every server is busy. `None`: he waits.
    pub on_urgent: Option<Interruption>,
    /// Servers are taken away. `None`: those who serve finish first.
    pub on_closing: Option<Interruption>,
}

/// A service that begins or goes on: schedule its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Start<C> {
    /// Who is served.
    pub customer: C,
    /// By which server, from 0.
    pub server: u16,
    /// Until when, unless cut; then call [`ServerQueue::finish`].
    pub end: Time,
}

/// What came of an arrival.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrival<C> {
    /// Service begins at once.
    Started(Start<C>),
    /// The customer waits.
    Queued,
    /// Service begins at once in place of a less urgent one's, whose end is to be cancelled.
    Preempted {
        /// The service that begins.
        start: Start<C>,
        /// Who waits again.
        suspended: C,
    },
}

/// Who has been served, and who follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finish<C> {
    /// Whose service has ended.
    pub customer: C,
    /// The service that begins on the server now free.
    pub next: Option<Start<C>>,
}

/// A customer who has left before the end of service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cancelled<C> {
    /// The server who served the customer, if any; its end is to be cancelled.
    pub server: Option<u16>,
    /// The service that begins on the server now free.
    pub next: Option<Start<C>>,
}

/// One change brought about by opening or closing servers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move<C> {
    /// A service begins.
    Start(Start<C>),
    /// A service is cut; its end is to be cancelled, and the customer waits again.
    Suspend {
        /// Who waits again.
        customer: C,
        /// Whose server it was.
        server: u16,
    },
}

/// Servers and a queue ordered by priority (lower number first), then by arrival.
///
/// The station schedules nothing itself: it says which service begins and when it ends, and the caller puts
/// that end into the calendar (in the server's slot or in the customer's) and calls
/// [`ServerQueue::finish`] when it falls due. `C` names a customer: an id, not the thing itself.
///
/// Rules. An arrival takes the free server of the lowest number; who leaves the queue takes the server that came
/// free. A cut customer keeps his order of arrival, so he stands before later ones of his priority. The one to
/// be cut is the least urgent in service, and among equals the latest to arrive. Servers are alike: the
/// number of servers changes, not which of them are there.
///
/// Joining the end of the queue and leaving its head take constant time; a place in the middle costs a shift of
/// those behind.
///
/// ```
/// use iceroad_base::{Span, Time};
/// use iceroad_kernel::station::{Arrival, Interruption, Rules, ServerQueue};
///
/// let hour = |n| Time::START + Span::HOUR * n;
/// let mut bay = ServerQueue::new(1, Rules { on_urgent: Some(Interruption::Resume), on_closing: None });
/// bay.arrive(hour(0), "tyres", 5, Span::HOUR * 4)?;
/// let arrival = bay.arrive(hour(1), "brakes", 1, Span::HOUR * 2)?;
/// assert!(matches!(arrival, Arrival::Preempted { suspended: "tyres", .. }));
/// let done = bay.finish(hour(3), 0)?;
/// assert_eq!(done.customer, "brakes");
/// assert_eq!(done.next.map(|start| start.end), Some(hour(6))); // three of four hours were left
/// # Ok::<(), iceroad_kernel::StationError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ServerQueue<C> {
    rules: Rules,
    capacity: usize,
    busy: usize,
    servers: Vec<Option<InService<C>>>,
    /// Sorted by (priority, order of arrival).
    queue: VecDeque<Job<C>>,
    next_order: u64,
    /// Up to when the integrals in `usage` reach.
    last: Time,
    usage: Usage,
}

#[derive(Clone, Copy, Debug)]
struct Job<C> {
    customer: C,
    priority: u8,
    begun: bool,
    order: u64,
    /// Since when in the queue.
    since: Time,
    work: Span,
    remaining: Span,
}

#[derive(Clone, Copy, Debug)]
struct InService<C> {
    job: Job<C>,
    end: Time,
}

impl<C> Job<C> {
    fn rank(&self) -> (u8, u64) {
        (self.priority, self.order)
    }
}

impl<C: Copy + PartialEq> ServerQueue<C> {
    /// A station with `capacity` servers open, from [`Time::START`] on. 0 is legal: nobody is served yet.
    pub fn new(capacity: u16, rules: Rules) -> Self {
        ServerQueue {
            rules,
            capacity: usize::from(capacity),
            busy: 0,
            servers: vec![None; usize::from(capacity)],
            queue: VecDeque::new(),
            next_order: 0,
            last: Time::START,
            usage: Usage::default(),
        }
    }

    /// How many servers are open.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// How many servers are busy; more than are open while closed ones finish.
    pub fn busy(&self) -> usize {
        self.busy
    }

    /// How many customers wait.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Who waits, the next to be served first.
    pub fn queue(&self) -> impl Iterator<Item = C> + '_ {
        self.queue.iter().map(|job| job.customer)
    }

    /// Who is served by which server until when.
    pub fn serving(&self) -> impl Iterator<Item = Start<C>> + '_ {
        self.servers.iter().enumerate().filter_map(|(server, serving)| {
            serving.as_ref().map(|InService { job, end }| Start {
                customer: job.customer,
                server: server as u16,
                end: *end,
            })
        })
    }

    /// What the station has seen up to `until`, which is not before the last call.
    pub fn usage(&self, until: Time) -> Usage {
        let mut usage = self.usage;
        usage.integrate(until - self.last, self.queue.len(), self.busy, self.capacity);
        usage
    }

    /// A customer comes who needs `work`; priority 0 is the most urgent.
    ///
    /// # Errors
    /// [`StationError::Backwards`] if `now` lies before the last call, [`StationError::NegativeWork`].
    #[inline]
    pub fn arrive(
        &mut self,
        now: Time,
        customer: C,
        priority: u8,
        work: Span,
    ) -> Result<Arrival<C>, StationError> {
        if work < Span::ZERO {
            return Err(StationError::NegativeWork { work, now });
        }
        self.advance(now)?;
        let order = self.next_order;
        self.next_order += 1;
        self.usage.arrivals += 1;
        let job = Job { customer, priority, begun: false, order, since: now, work, remaining: work };
        if self.busy < self.capacity {
            let server = self.lowest_free();
            return Ok(Arrival::Started(self.start(now, server, job)));
        }
        if let Some(how) = self.rules.on_urgent
            && self.busy == self.capacity
            && let Some(server) = self.least_urgent().filter(|&server| self.yields(server, priority))
            && let Some(suspended) = self.suspend(now, server, how)
        {
            return Ok(Arrival::Preempted { start: self.start(now, server, job), suspended });
        }
        self.enqueue(job);
        Ok(Arrival::Queued)
    }

    /// The service of `server` ends, whether its time had come or not.
    ///
    /// # Errors
    /// [`StationError::Idle`] if it serves nobody, [`StationError::Backwards`].
    #[inline]
    pub fn finish(&mut self, now: Time, server: u16) -> Result<Finish<C>, StationError> {
        if self.servers.get(usize::from(server)).is_none_or(Option::is_none) {
            return Err(StationError::Idle { server, now });
        }
        self.advance(now)?;
        let Some(InService { job, .. }) = self.servers[usize::from(server)].take() else {
            return Err(StationError::Idle { server, now });
        };
        self.busy -= 1;
        Ok(Finish { customer: job.customer, next: self.start_next(now, usize::from(server)) })
    }

    /// The customer leaves, from the queue or from service; nothing if he is not here.
    ///
    /// # Errors
    /// [`StationError::Backwards`].
    pub fn cancel(&mut self, now: Time, customer: C) -> Result<Option<Cancelled<C>>, StationError> {
        self.advance(now)?;
        if let Some(position) = self.queue.iter().position(|job| job.customer == customer) {
            self.queue.remove(position);
            self.usage.cancellations += 1;
            return Ok(Some(Cancelled { server: None, next: None }));
        }
        let serves = |serving: &Option<InService<C>>| {
            serving.as_ref().is_some_and(|serving| serving.job.customer == customer)
        };
        let Some(server) = self.servers.iter().position(serves) else {
            return Ok(None);
        };
        self.servers[server] = None;
        self.busy -= 1;
        self.usage.cancellations += 1;
        Ok(Some(Cancelled { server: Some(server as u16), next: self.start_next(now, server) }))
    }

    /// Cuts the service of `server` and closes one server, as when it breaks down; gives who waits again.
    /// [`ServerQueue::set_capacity`] opens it again.
    ///
    /// # Errors
    /// [`StationError::Idle`] if it serves nobody, [`StationError::Backwards`].
    pub fn preempt(&mut self, now: Time, server: u16, how: Interruption) -> Result<C, StationError> {
        self.advance(now)?;
        let suspended = self.suspend(now, usize::from(server), how);
        let suspended = suspended.ok_or(StationError::Idle { server, now })?;
        self.capacity = self.capacity.saturating_sub(1);
        Ok(suspended)
    }

    /// Opens or closes servers so that `capacity` are open, and adds to `moves` what comes of it, in order.
    ///
    /// Closing follows [`Rules::on_closing`].
    ///
    /// # Errors
    /// [`StationError::Backwards`].
    pub fn set_capacity(
        &mut self,
        now: Time,
        capacity: u16,
        moves: &mut Vec<Move<C>>,
    ) -> Result<(), StationError> {
        self.advance(now)?;
        self.capacity = usize::from(capacity);
        if self.servers.len() < self.capacity {
            self.servers.resize(self.capacity, None);
        }
        if let Some(how) = self.rules.on_closing {
            while self.busy > self.capacity
                && let Some(server) = self.least_urgent()
                && let Some(customer) = self.suspend(now, server, how)
            {
                moves.push(Move::Suspend { customer, server: server as u16 });
            }
        }
        while self.busy < self.capacity && !self.queue.is_empty() {
            let server = self.lowest_free();
            moves.extend(self.start_next(now, server).map(Move::Start));
        }
        Ok(())
    }

    /// Gives a waiting customer a new length of work, to be done from its beginning; whether he was waiting.
    pub fn set_work(&mut self, customer: C, work: Span) -> bool {
        let Some(job) = self.queue.iter_mut().find(|job| job.customer == customer) else {
            return false;
        };
        job.work = work.max(Span::ZERO);
        job.remaining = job.work;
        true
    }

    #[inline]
    fn advance(&mut self, now: Time) -> Result<(), StationError> {
        if now < self.last {
            return Err(StationError::Backwards { now, last: self.last });
        }
        let passed = now - self.last;
        self.usage.integrate(passed, self.queue.len(), self.busy, self.capacity);
        self.last = now;
        Ok(())
    }

    /// A server that serves nobody; call only when there is one.
    #[inline]
    fn lowest_free(&self) -> usize {
        self.servers.iter().position(Option::is_none).unwrap_or_default()
    }

    #[inline]
    fn start(&mut self, now: Time, server: usize, mut job: Job<C>) -> Start<C> {
        if !job.begun {
            let wait = now - job.since;
            self.usage.starts += 1;
            self.usage.waited += wait;
            self.usage.longest_wait = self.usage.longest_wait.max(wait);
            job.begun = true;
        }
        let end = now + job.remaining;
        self.servers[server] = Some(InService { job, end });
        self.busy += 1;
        Start { customer: job.customer, server: server as u16, end }
    }

    #[inline]
    fn start_next(&mut self, now: Time, server: usize) -> Option<Start<C>> {
        if self.busy >= self.capacity {
            return None;
        }
        let job = self.queue.pop_front()?;
        Some(self.start(now, server, job))
    }

    #[inline]
    fn enqueue(&mut self, job: Job<C>) {
        if self.queue.back().is_none_or(|last| last.rank() < job.rank()) {
            self.queue.push_back(job);
        } else {
            let position = self.queue.partition_point(|waiting| waiting.rank() < job.rank());
            self.queue.insert(position, job);
        }
        self.usage.longest_queue = self.usage.longest_queue.max(self.queue.len());
    }

    /// The server whose customer is to be cut first.
    fn least_urgent(&self) -> Option<usize> {
        let serving = |server: &usize| self.servers[*server].as_ref().map(|serving| serving.job.rank());
        (0..self.servers.len()).filter(|server| self.servers[*server].is_some()).max_by_key(serving)
    }

    fn yields(&self, server: usize, priority: u8) -> bool {
        self.servers[server].as_ref().is_some_and(|serving| serving.job.priority > priority)
    }

    fn suspend(&mut self, now: Time, server: usize, how: Interruption) -> Option<C> {
        let InService { mut job, end } = self.servers.get_mut(server)?.take()?;
        job.remaining = match how {
            Interruption::Resume => (end - now).max(Span::ZERO),
            Interruption::Restart | Interruption::Resample => job.work,
        };
        job.since = now;
        self.busy -= 1;
        self.usage.suspensions += 1;
        self.enqueue(job);
        Some(job.customer)
    }
}
