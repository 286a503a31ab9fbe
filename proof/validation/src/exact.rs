//! Stations to the tick: what the kernel must do at given instants, with no luck in it.
//!
//! The unit of the cases is one hour, 3,600,000 ticks, so that every hundredth is a whole number of ticks.

use crate::harness::{Check, Trouble};
use iceroad_base::random::philox;
use iceroad_base::{Span, Time};
use iceroad_kernel::station::{Arrival, Interruption, Move, Rules, ServerQueue, Start};
use iceroad_kernel::{Agenda, Class};

const PART: &str = "Stations to the tick";
const CIW: &str = "Ciw 3.2, tests";

fn at(hours: f64) -> Time {
    Time::START + Span::from_hours(hours)
}

#[derive(Clone, Copy, PartialEq)]
enum Event {
    Capacity(u16),
    Finish(Start<usize>),
    Arrive { customer: usize, priority: u8, work: Span },
}

/// A station driven by a list of events.
struct Bench {
    station: ServerQueue<usize>,
    agenda: Agenda<Event>,
    /// What a cut service is drawn anew as.
    resample: Option<Span>,
    /// In which class of its instant a service ends; capacity changes are class 5, arrivals 9.
    finish_class: Class,
    running: Vec<(Start<usize>, Time)>,
    /// Parts of services: customer, start, end, in hours.
    parts: Vec<(usize, f64, f64)>,
}

impl Bench {
    fn new(capacity: u16, rules: Rules) -> Bench {
        Bench {
            station: ServerQueue::new(capacity, rules),
            agenda: Agenda::new(),
            resample: None,
            finish_class: Class(0),
            running: Vec::new(),
            parts: Vec::new(),
        }
    }

    fn capacity(&mut self, when: f64, capacity: u16) {
        self.agenda.push(at(when), Class(5), Event::Capacity(capacity));
    }

    fn arrive(&mut self, when: f64, customer: usize, priority: u8, work: f64) {
        let work = Span::from_hours(work);
        self.agenda.push(at(when), Class(9), Event::Arrive { customer, priority, work });
    }

    fn run(&mut self, until: f64) -> Result<(), Trouble> {
        while let Some(now) = self.agenda.next_time().filter(|&now| now <= at(until)) {
            let Some((_, event)) = self.agenda.pop_due(now) else { break };
            match event {
                Event::Capacity(capacity) => {
                    let mut moves = Vec::new();
                    self.station.set_capacity(now, capacity, &mut moves)?;
                    for change in moves {
                        match change {
                            Move::Start(start) => self.start(now, start),
                            Move::Suspend { customer, .. } => self.cut(now, customer),
                        }
                    }
                }
                Event::Arrive { customer, priority, work } => {
                    match self.station.arrive(now, customer, priority, work)? {
                        Arrival::Started(start) => self.start(now, start),
                        Arrival::Queued => {}
                        Arrival::Preempted { start, suspended } => {
                            self.cut(now, suspended);
                            self.start(now, start);
                        }
                    }
                }
                Event::Finish(start) => self.finish(now, start)?,
            }
        }
        Ok(())
    }

    fn start(&mut self, now: Time, start: Start<usize>) {
        self.running.push((start, now));
        self.agenda.push(start.end, self.finish_class, Event::Finish(start));
    }

    fn close(&mut self, now: Time, customer: usize) {
        if let Some(index) = self.running.iter().position(|(start, _)| start.customer == customer) {
            let (_, from) = self.running.remove(index);
            self.parts.push((customer, from.hours(), now.hours()));
        }
    }

    fn cut(&mut self, now: Time, customer: usize) {
        self.close(now, customer);
        if let Some(work) = self.resample {
            self.station.set_work(customer, work);
        }
    }

    fn finish(&mut self, now: Time, start: Start<usize>) -> Result<(), Trouble> {
        if !self.running.iter().any(|&(running, _)| running == start) {
            return Ok(()); // the end of a service that was cut
        }
        let finish = self.station.finish(now, start.server)?;
        self.close(now, finish.customer);
        if let Some(next) = finish.next {
            self.start(now, next);
        }
        Ok(())
    }

    fn of(&self, customer: usize) -> Vec<(f64, f64)> {
        let parts = self.parts.iter().filter(|part| part.0 == customer);
        parts.map(|&(_, from, to)| (from, to)).collect()
    }
}

const FIFO: Rules = Rules { on_urgent: None, on_closing: None };

fn closing(how: Interruption) -> Rules {
    Rules { on_urgent: None, on_closing: Some(how) }
}

fn urgent(how: Interruption) -> Rules {
    Rules { on_urgent: Some(how), on_closing: None }
}

/// Every exact case of stations.
pub fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    if let Err(trouble) = add(&mut checks) {
        checks.push(Check::broken(PART, "driving the station", CIW, trouble.to_string()));
    }
    // The authors' known answers for Philox4x32-10: Random123 1.14, kat_vectors.
    let zero = philox([0; 4], [0; 2]);
    let known = [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8];
    checks.push(Check::exact(
        "Random numbers",
        "Philox4x32-10, all zero",
        "Random123 kat_vectors",
        known,
        zero,
    ));
    let ones = philox([u32::MAX; 4], [u32::MAX; 2]);
    let known = [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd];
    checks.push(Check::exact(
        "Random numbers",
        "Philox4x32-10, all ones",
        "Random123 kat_vectors",
        known,
        ones,
    ));
    checks
}

fn add(checks: &mut Vec<Check>) -> Result<(), Trouble> {
    cut_by_a_shift(checks)?;
    capacities(checks)?;
    cut_by_urgency(checks)?;
    windows(checks)?;
    two_classes(checks)
}

fn cut_by_a_shift(checks: &mut Vec<Check>) -> Result<(), Trouble> {
    for (how, end) in
        [(Interruption::Restart, 19.0), (Interruption::Resume, 15.0), (Interruption::Resample, 29.0)]
    {
        let mut bench = Bench::new(1, closing(how));
        bench.resample = (how == Interruption::Resample).then_some(Span::from_hours(20.0));
        bench.capacity(5.0, 0);
        bench.capacity(9.0, 1);
        bench.arrive(1.0, 0, 0, 10.0);
        bench.run(100.0)?;
        let name = format!("shift off [5, 9), arrival 1, service 10, {how:?}");
        checks.push(Check::exact(PART, name, CIW, vec![(1.0, 5.0), (9.0, end)], bench.of(0)));
    }
    Ok(())
}

fn capacities(checks: &mut Vec<Check>) -> Result<(), Trouble> {
    let mut bench = Bench::new(4, closing(Interruption::Resume));
    bench.capacity(12.5, 0);
    bench.capacity(17.0, 1);
    for (customer, when) in [3.0, 6.0, 9.0, 12.0].into_iter().enumerate() {
        bench.arrive(when, customer, 0, 10.0);
    }
    bench.run(27.5)?;
    let remainders: Vec<f64> =
        (0..2).filter_map(|customer| bench.of(customer).last().map(|&(from, to)| to - from)).collect();
    let name = "capacity 4, 0, 1 at 12.5 and 17: remainders done";
    checks.push(Check::exact(PART, name, CIW, vec![0.5, 3.5], remainders));

    let mut bench = Bench::new(1, closing(Interruption::Resume));
    bench.capacity(15.0, 0);
    bench.capacity(17.0, 2);
    bench.arrive(7.0, 0, 0, 5.0);
    bench.arrive(14.0, 1, 0, 5.0);
    bench.run(25.0)?;
    let ends: Vec<f64> = bench.parts.iter().map(|&(_, from, to)| to - from).collect();
    let name = "capacity 1, 0, 2 at 15 and 17: parts of services";
    checks.push(Check::exact(PART, name, CIW, vec![5.0, 1.0, 4.0], ends));
    Ok(())
}

fn cut_by_urgency(checks: &mut Vec<Check>) -> Result<(), Trouble> {
    for (name, rules, expected) in [
        ("preemptive restart", urgent(Interruption::Restart), [6.5, 16.5, 11.5]),
        ("not preemptive", FIFO, [6.5, 11.5, 15.5]),
    ] {
        let mut bench = Bench::new(1, rules);
        bench.arrive(1.5, 0, 1, 5.0);
        bench.arrive(5.0, 1, 1, 5.0);
        bench.arrive(7.5, 2, 0, 4.0);
        bench.run(100.0)?;
        let ends: Vec<f64> =
            (0..3).filter_map(|customer| bench.of(customer).last().map(|part| part.1)).collect();
        let name = format!("low at 1.5 and 5, high at 7.5, {name}: ends");
        checks.push(Check::exact(PART, name, CIW, expected.to_vec(), ends));
    }
    for (how, end) in
        [(Interruption::Restart, 19.0), (Interruption::Resume, 17.0), (Interruption::Resample, 16.0)]
    {
        let mut bench = Bench::new(1, urgent(how));
        bench.resample = (how == Interruption::Resample).then_some(Span::from_hours(3.0));
        bench.arrive(1.0, 0, 1, 6.0);
        bench.arrive(3.0, 1, 0, 10.0);
        bench.run(100.0)?;
        let name = format!("low of 6 at 1, high of 10 at 3, {how:?}");
        checks.push(Check::exact(PART, name, CIW, vec![(1.0, 3.0), (13.0, end)], bench.of(0)));
    }
    Ok(())
}

fn windows(checks: &mut Vec<Check>) -> Result<(), Trouble> {
    let mut bench = Bench::new(0, FIFO);
    for window in [0.0, 3.0, 6.0] {
        bench.capacity(window + 0.50, 1);
        bench.capacity(window + 0.55, 0);
    }
    for customer in 0..20 {
        bench.arrive(0.0, customer, 0, 0.01);
    }
    bench.run(9.0)?;
    let starts: Vec<i64> = bench.parts.iter().map(|&(_, from, _)| at(from).millis() / 36_000).collect();
    let one_window = [50, 51, 52, 53, 54, 55];
    let expected: Vec<i64> = (0..3).flat_map(|window| one_window.map(|start| start + 300 * window)).collect();
    let name = "service 0.01 in [0.50, 0.55) of every 3: starts, hundredths";
    checks.push(Check::exact(PART, name, "Ciw 3.2, test_exactness", expected, starts));
    Ok(())
}

fn two_classes(checks: &mut Vec<Check>) -> Result<(), Trouble> {
    let total = |with_priority: bool| -> Result<(f64, f64), Trouble> {
        let mut bench = Bench::new(1, FIFO);
        for n in 0..34 {
            let when = 1.0 + f64::from(n);
            bench.arrive(when, 2 * n as usize, 0, 0.75);
            bench.arrive(when, 2 * n as usize + 1, u8::from(with_priority), 0.75);
        }
        bench.run(35.0)?;
        let waits = |class: usize| -> f64 {
            let served = bench.parts.iter().filter(|part| part.0 % 2 == class);
            served.map(|&(customer, from, _)| from - 1.0 - (customer / 2) as f64).sum()
        };
        Ok((waits(0), waits(1)))
    };
    let name = "two classes every 1, service 0.75, until 35: total waits without priority";
    checks.push(Check::exact(PART, name, CIW, (126.5, 132.0), total(false)?));
    // Ciw breaks the tie of an end and two arrivals by chance and has 12.75 and 135.75; here the end comes first.
    let (urgent, other) = total(true)?;
    let name = "the same with priority: total waits, together as Ciw's 12.75 + 135.75";
    checks.push(Check::exact(PART, name, CIW, 148.5, urgent + other));
    Ok(())
}
