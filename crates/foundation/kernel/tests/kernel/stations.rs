//! Stations with explicit events, to the tick. Cases after Ciw 3.2 (`test_preemptive_schedules_resume_options`,
//! `test_exactness`, priority tests); each expected number is derived in a comment.

use iceroad_base::{Span, Time};
use iceroad_kernel::station::{Arrival, Interruption, Move, Rules, ServerQueue, Start};
use iceroad_kernel::{Agenda, Class, StationError};

use crate::{at, span};

const RULES_FIFO: Rules = Rules { on_urgent: None, on_closing: None };

#[derive(Clone, Copy, PartialEq, Debug)]
enum Event {
    Capacity(u16),
    Finish { server: u16, customer: usize },
    Arrive { customer: usize, priority: u8, work: Span },
}

/// One part of a service, from its start or resumption to its end or cut.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Part {
    customer: usize,
    from: Time,
    to: Time,
    cut: bool,
}

/// A station driven by a list of events, as a model would drive it.
struct Bench {
    station: ServerQueue<usize>,
    agenda: Agenda<Event>,
    /// What [`Interruption::Resample`] draws, by customer.
    resample: Vec<Option<Span>>,
    /// In which class of its instant the end of a service comes; capacity changes are class 5, arrivals 9.
    finish_class: Class,
    running: Vec<(Start<usize>, Time)>,
    parts: Vec<Part>,
}

impl Bench {
    fn new(capacity: u16, rules: Rules) -> Self {
        Bench {
            station: ServerQueue::new(capacity, rules),
            agenda: Agenda::new(),
            resample: vec![None; 1_000],
            finish_class: Class(0),
            running: Vec::new(),
            parts: Vec::new(),
        }
    }

    fn capacity(&mut self, when: f64, capacity: u16) {
        self.agenda.push(at(when), Class(5), Event::Capacity(capacity));
    }

    fn arrive(&mut self, when: f64, customer: usize, priority: u8, work: f64) {
        let work = span(work);
        self.agenda.push(at(when), Class(9), Event::Arrive { customer, priority, work });
    }

    fn run(&mut self, until: f64) {
        while let Some(now) = self.agenda.next_time().filter(|&now| now <= at(until)) {
            let Some((_, event)) = self.agenda.pop_due(now) else { break };
            match event {
                Event::Capacity(capacity) => {
                    let mut moves = Vec::new();
                    self.station.set_capacity(now, capacity, &mut moves).unwrap();
                    for change in moves {
                        match change {
                            Move::Start(start) => self.start(now, start),
                            Move::Suspend { customer, .. } => self.suspend(now, customer),
                        }
                    }
                }
                Event::Arrive { customer, priority, work } => {
                    match self.station.arrive(now, customer, priority, work).unwrap() {
                        Arrival::Started(start) => self.start(now, start),
                        Arrival::Queued => {}
                        Arrival::Preempted { start, suspended } => {
                            self.suspend(now, suspended);
                            self.start(now, start);
                        }
                    }
                }
                Event::Finish { server, customer } => self.finish(now, server, customer),
            }
        }
    }

    fn start(&mut self, now: Time, start: Start<usize>) {
        self.running.push((start, now));
        let Start { server, customer, end } = start;
        self.agenda.push(end, self.finish_class, Event::Finish { server, customer });
    }

    fn close(&mut self, now: Time, customer: usize, cut: bool) {
        let position = self.running.iter().position(|(start, _)| start.customer == customer).unwrap();
        let (_, from) = self.running.remove(position);
        self.parts.push(Part { customer, from, to: now, cut });
    }

    fn suspend(&mut self, now: Time, customer: usize) {
        self.close(now, customer, true);
        if let Some(work) = self.resample[customer] {
            assert!(self.station.set_work(customer, work));
        }
    }

    fn finish(&mut self, now: Time, server: u16, customer: usize) {
        let current = Start { server, customer, end: now };
        if !self.running.iter().any(|(start, _)| *start == current) {
            return; // the end of a service that was cut
        }
        let finish = self.station.finish(now, server).unwrap();
        assert_eq!(finish.customer, customer);
        self.close(now, customer, false);
        if let Some(start) = finish.next {
            self.start(now, start);
        }
    }

    /// Start and end of every part of `customer`, in the units of the case.
    fn of(&self, customer: usize) -> Vec<(f64, f64)> {
        let parts = self.parts.iter().filter(|part| part.customer == customer);
        parts.map(|part| (part.from.hours(), part.to.hours())).collect()
    }
}

fn with_closing(how: Interruption) -> Rules {
    Rules { on_urgent: None, on_closing: Some(how) }
}

fn with_urgency(how: Interruption) -> Rules {
    Rules { on_urgent: Some(how), on_closing: None }
}

#[test]
fn a_service_cut_by_the_end_of_a_shift_resumes_restarts_or_is_drawn_anew() {
    // One server on [0, 5), off [5, 9), on after. Arrival at 1, service 10, next sample 20. At 5 four are done:
    // resume 9 + 6, restart 9 + 10, resample 9 + 20.
    for (how, end) in
        [(Interruption::Resume, 15.0), (Interruption::Restart, 19.0), (Interruption::Resample, 29.0)]
    {
        let mut bench = Bench::new(1, with_closing(how));
        if how == Interruption::Resample {
            bench.resample[0] = Some(span(20.0));
        }
        bench.capacity(5.0, 0);
        bench.capacity(9.0, 1);
        bench.arrive(1.0, 0, 0, 10.0);
        bench.run(100.0);
        assert_eq!(bench.of(0), [(1.0, 5.0), (9.0, end)], "{how:?}");
    }
}

#[test]
fn servers_closed_at_once_leave_remainders_that_one_server_then_works_off_in_order_of_arrival() {
    // Capacity 4, 0 from 12.5, 1 from 17; arrivals at 3, 6, 9, 12; service 10. At 12.5 there remain .5, 3.5, 6.5
    // and 9.5, done at 17.5, 21, 27.5 and 37.
    let mut bench = Bench::new(4, with_closing(Interruption::Resume));
    bench.capacity(12.5, 0);
    bench.capacity(17.0, 1);
    for customer in 0..4 {
        bench.arrive(3.0 + 3.0 * customer as f64, customer, 0, 10.0);
    }
    bench.run(27.5);
    assert_eq!(bench.of(0), [(3.0, 12.5), (17.0, 17.5)]);
    assert_eq!(bench.of(1), [(6.0, 12.5), (17.5, 21.0)]);
    assert_eq!(bench.of(2), [(9.0, 12.5), (21.0, 27.5)]);
    assert_eq!(bench.station.waiting(), 0);
    bench.run(37.0);
    assert_eq!(bench.of(3), [(12.0, 12.5), (27.5, 37.0)]);
    let usage = bench.station.usage(at(37.0));
    assert_eq!((usage.arrivals, usage.starts, usage.suspensions), (4, 4, 4));
    assert_eq!(usage.busy_time, span(40.0), "no work is lost where it resumes");
    assert_eq!(usage.open_time, span(12.5 * 4.0 + 20.0));
    // In the queue: 4 for 4.5, then 3 for .5, 2 for 3.5, 1 for 6.5.
    assert_eq!(usage.queue_time, span(18.0 + 1.5 + 7.0 + 6.5));
    assert_eq!(usage.waited, Span::ZERO, "nobody waited for a first start");
}

#[test]
fn a_service_may_be_done_in_two_parts() {
    // Capacity 1, 0 from 15, 2 from 17; arrivals at 7 and 14; service 5: the parts last 5, 1 and 4.
    let mut bench = Bench::new(1, with_closing(Interruption::Resume));
    bench.capacity(15.0, 0);
    bench.capacity(17.0, 2);
    bench.arrive(7.0, 0, 0, 5.0);
    bench.arrive(14.0, 1, 0, 5.0);
    bench.run(25.0);
    assert_eq!(bench.of(0), [(7.0, 12.0)]);
    assert_eq!(bench.of(1), [(14.0, 15.0), (17.0, 21.0)]);
}

#[test]
fn servers_that_close_gently_finish_what_they_began() {
    // Two servers, none from 2 on: both customers served to the end at 5, the third waits for ever.
    let mut bench = Bench::new(2, RULES_FIFO);
    bench.capacity(2.0, 0);
    for customer in 0..3 {
        bench.arrive(0.0, customer, 0, 5.0);
    }
    bench.run(4.0);
    assert_eq!((bench.station.busy(), bench.station.capacity()), (2, 0));
    bench.run(50.0);
    assert_eq!((bench.of(0), bench.of(1), bench.of(2)), (vec![(0.0, 5.0)], vec![(0.0, 5.0)], vec![]));
    assert_eq!(bench.station.waiting(), 1);
}

#[test]
fn an_urgent_customer_cuts_a_service_or_waits_for_its_end() {
    // Low at 1.5 and 5, high at 7.5; services 5, 5 and 4. The second low begins at 6.5 and is cut at 7.5.
    let arrivals = |bench: &mut Bench| {
        bench.arrive(1.5, 0, 1, 5.0);
        bench.arrive(5.0, 1, 1, 5.0);
        bench.arrive(7.5, 2, 0, 4.0);
        bench.run(100.0);
        (bench.of(0), bench.of(1), bench.of(2))
    };
    let first = vec![(1.5, 6.5)];
    let restart = arrivals(&mut Bench::new(1, with_urgency(Interruption::Restart)));
    assert_eq!(restart, (first.clone(), vec![(6.5, 7.5), (11.5, 16.5)], vec![(7.5, 11.5)]));
    let resume = arrivals(&mut Bench::new(1, with_urgency(Interruption::Resume)));
    assert_eq!(resume, (first.clone(), vec![(6.5, 7.5), (11.5, 15.5)], vec![(7.5, 11.5)]));
    let polite = arrivals(&mut Bench::new(1, RULES_FIFO));
    assert_eq!(polite, (first, vec![(6.5, 11.5)], vec![(11.5, 15.5)]));
}

#[test]
fn a_long_cut_ends_as_its_rule_says() {
    // Low of 6 (next sample 3) at 1, high of 10 at 3: on from 13 with 4, 6 or 3 to do.
    for (how, end) in
        [(Interruption::Resume, 17.0), (Interruption::Restart, 19.0), (Interruption::Resample, 16.0)]
    {
        let mut bench = Bench::new(1, with_urgency(how));
        if how == Interruption::Resample {
            bench.resample[0] = Some(span(3.0));
        }
        bench.arrive(1.0, 0, 1, 6.0);
        bench.arrive(3.0, 1, 0, 10.0);
        bench.run(100.0);
        assert_eq!(bench.of(0), [(1.0, 3.0), (13.0, end)], "{how:?}");
        assert_eq!(bench.of(1), [(3.0, 13.0)], "{how:?}");
    }
}

#[test]
fn the_least_urgent_and_among_them_the_last_to_come_is_cut_and_goes_before_later_ones() {
    let mut bench = Bench::new(2, with_urgency(Interruption::Resume));
    bench.arrive(0.0, 0, 5, 10.0);
    bench.arrive(1.0, 1, 5, 10.0);
    bench.arrive(2.0, 2, 5, 1.0); // waits
    bench.arrive(3.0, 3, 5, 1.0); // of equal urgency: cuts nobody
    bench.arrive(4.0, 4, 0, 2.0); // cuts customer 1
    bench.run(100.0);
    assert_eq!(bench.of(4), [(4.0, 6.0)]);
    assert_eq!(bench.of(1), [(1.0, 4.0), (6.0, 13.0)], "before 2 and 3, who came later");
    assert_eq!(bench.of(0), [(0.0, 10.0)]);
    assert_eq!(bench.of(2), [(10.0, 11.0)]);
    assert_eq!(bench.of(3), [(11.0, 12.0)]);
}

#[test]
fn services_start_on_every_tick_of_a_window_that_floats_would_miss() {
    // Open on [.50, .55) of every 3; service .01; 20 wait from the start. Of .50, .50 + .01, ... floats reach
    // .55 early or late; ticks reach it exactly. Whether a service that could begin at .55 does is for the classes
    // to say, not for rounding.
    for (finish_class, starts_per_window) in [(Class(9), 5), (Class(0), 6)] {
        let mut bench = Bench::new(0, RULES_FIFO);
        bench.finish_class = finish_class;
        for window in 0..3 {
            bench.capacity(3.0 * f64::from(window) + 0.50, 1);
            bench.capacity(3.0 * f64::from(window) + 0.55, 0);
        }
        for customer in 0..20 {
            bench.arrive(0.0, customer, 0, 0.01);
        }
        bench.run(9.0);
        let starts: Vec<Time> = bench.parts.iter().map(|part| part.from).collect();
        let expected: Vec<Time> = (0..3)
            .flat_map(|window| (0..starts_per_window).map(move |n| (window, n)))
            .map(|(window, n)| at(3.0 * f64::from(window)) + Span::from_millis(1_800_000 + 36_000 * n))
            .collect();
        assert_eq!(starts, expected);
    }
}

#[test]
fn priority_moves_the_waiting_from_one_class_to_the_other() {
    // Two classes, each every 1.0, service .75, one server, until 35, after Ciw. Without priority the waits of those
    // served total 126.5 and 132, as in Ciw. With priority Ciw, which breaks ties by chance, has 12.75 and 135.75.
    // Here the tie (every third hour a service ends as two customers arrive) is for the classes to break: if the
    // end of service comes first, an old customer begins before the urgent new one. The sum is Ciw's, 148.5. If
    // arrivals come first, the urgent one of 34 is served in place of the other's of 12: 22 less.
    let total = |with_priority: bool, finish_class: Class| {
        let mut bench = Bench::new(1, RULES_FIFO);
        bench.finish_class = finish_class;
        for n in 0..34 {
            bench.arrive(1.0 + f64::from(n), 2 * n as usize, 0, 0.75);
            bench.arrive(1.0 + f64::from(n), 2 * n as usize + 1, u8::from(with_priority), 0.75);
        }
        bench.run(35.0);
        let waits = |class: usize| -> f64 {
            let served = bench.parts.iter().filter(|part| part.customer % 2 == class);
            served.map(|part| part.from.hours() - 1.0 - (part.customer / 2) as f64).sum()
        };
        (waits(0), waits(1))
    };
    let (end_first, arrivals_first) = (Class(0), Class(15));
    assert_eq!(total(true, end_first), (15.75, 132.75));
    assert_eq!(total(true, arrivals_first), (8.25, 118.25));
    assert_eq!(total(false, arrivals_first), (126.5, 132.0));
    assert_eq!(total(false, end_first), (126.5, 132.0));
}

#[test]
fn who_leaves_the_queue_or_the_server_makes_room() {
    let mut station = ServerQueue::new(1, RULES_FIFO);
    station.arrive(at(0.0), 'a', 0, span(5.0)).unwrap();
    station.arrive(at(0.0), 'b', 0, span(5.0)).unwrap();
    station.arrive(at(0.0), 'c', 0, span(5.0)).unwrap();
    let left = station.cancel(at(1.0), 'b').unwrap().unwrap();
    assert_eq!((left.server, left.next), (None, None));
    let left = station.cancel(at(2.0), 'a').unwrap().unwrap();
    assert_eq!(left.server, Some(0));
    assert_eq!(left.next, Some(Start { customer: 'c', server: 0, end: at(7.0) }));
    assert_eq!(station.cancel(at(2.0), 'z').unwrap(), None);
    assert_eq!(station.usage(at(7.0)).cancellations, 2);
    assert_eq!(station.usage(at(7.0)).busy_time, span(7.0));
}

#[test]
fn a_broken_server_gives_its_customer_back_to_the_queue() {
    let mut station = ServerQueue::new(2, RULES_FIFO);
    station.arrive(at(0.0), 'a', 0, span(5.0)).unwrap();
    station.arrive(at(0.0), 'b', 0, span(8.0)).unwrap();
    assert_eq!(station.preempt(at(1.0), 0, Interruption::Resume), Ok('a'));
    assert_eq!((station.capacity(), station.busy(), station.waiting()), (1, 1, 1));
    let mut moves = Vec::new();
    station.set_capacity(at(3.0), 2, &mut moves).unwrap();
    assert_eq!(moves, [Move::Start(Start { customer: 'a', server: 0, end: at(7.0) })]);
}

#[test]
fn wrong_calls_are_refused_and_change_nothing() {
    let mut station = ServerQueue::new(1, RULES_FIFO);
    station.arrive(at(2.0), 'a', 0, span(5.0)).unwrap();
    let backwards = station.arrive(at(1.0), 'b', 0, span(1.0)).unwrap_err();
    assert_eq!(backwards, StationError::Backwards { now: at(1.0), last: at(2.0) });
    let negative = station.arrive(at(3.0), 'b', 0, span(-1.0)).unwrap_err();
    assert!(matches!(negative, StationError::NegativeWork { .. }), "{negative}");
    for server in [1, 9] {
        let idle = station.finish(at(3.0), server).unwrap_err();
        assert_eq!(idle, StationError::Idle { server, now: at(3.0) });
    }
    assert_eq!((station.waiting(), station.busy()), (0, 1));
}
