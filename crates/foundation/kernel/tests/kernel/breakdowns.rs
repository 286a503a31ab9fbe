//! Completions computed on arrival against a plain simulation, server by server, event by event, with breakdowns.

use std::collections::VecDeque;

use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};
use iceroad_kernel::FifoStation;
use iceroad_kernel::station::{Outage, Rules, Service};

fn ms(ms: i64) -> Time {
    Time::from_millis(ms)
}

/// Draws of one server: its breakdowns in order of time, whoever asks.
fn outage(stream: &mut Stream) -> Outage {
    let repair = Span::from_millis(stream.below(60) as i64);
    Outage { repair, uptime: Span::from_millis(stream.below(200) as i64) }
}

#[derive(Clone, Copy)]
struct Server {
    /// Neither serving nor under repair since.
    idle_since: i64,
    serving_until: Option<i64>,
    repaired_at: Option<i64>,
    fails_at: i64,
}

/// What a watch would see: time goes on one millisecond at a time, and nothing is known beforehand.
fn watch(
    arrivals: &[(i64, i64)],
    servers: usize,
    streams: &mut [Stream],
    first_failures: &[i64],
    until: i64,
) -> (Vec<Service>, [i64; 3]) {
    let new = |&fails_at: &i64| Server { idle_since: -1, serving_until: None, repaired_at: None, fails_at };
    let mut state: Vec<Server> = first_failures.iter().map(new).collect();
    let mut queue: VecDeque<usize> = VecDeque::new();
    let mut services: Vec<Option<Service>> = vec![None; arrivals.len()];
    let mut next = 0;
    let [mut queue_time, mut busy_time, mut repair_time] = [0_i64; 3];
    for now in 0..until {
        for (server, stream) in state.iter_mut().zip(streams.iter_mut()) {
            if server.serving_until == Some(now) || server.repaired_at == Some(now) {
                (server.serving_until, server.repaired_at) = (None, None);
                server.idle_since = now;
            }
            while server.serving_until.is_none() && server.repaired_at.is_none() && server.fails_at <= now {
                let Outage { repair, uptime } = outage(stream);
                let up = now + repair.millis();
                server.fails_at = up + uptime.millis().max(1);
                server.idle_since = up;
                server.repaired_at = Some(up).filter(|&up| up > now);
            }
        }
        while next < arrivals.len() && arrivals[next].0 == now {
            queue.push_back(next);
            next += 1;
        }
        loop {
            let free = |server: &Server| server.serving_until.is_none() && server.repaired_at.is_none();
            let idle = (0..servers).filter(|&server| free(&state[server]));
            let Some(chosen) = idle.min_by_key(|&server| (state[server].idle_since, server)) else { break };
            let Some(customer) = queue.pop_front() else { break };
            let end = now + arrivals[customer].1;
            let server = chosen as u16;
            services[customer] = Some(Service { start: ms(now), end: ms(end), server });
            if end > now {
                state[chosen].serving_until = Some(end);
            } else {
                state[chosen].idle_since = now;
            }
        }
        queue_time += queue.len() as i64;
        busy_time += state.iter().filter(|server| server.serving_until.is_some()).count() as i64;
        repair_time += state.iter().filter(|server| server.repaired_at.is_some()).count() as i64;
    }
    (services.into_iter().flatten().collect(), [queue_time, busy_time, repair_time])
}

#[test]
fn computed_completions_are_those_a_watch_would_see_breakdowns_and_all() {
    for replication in 0..200 {
        let mut draws = Stream::named(42, replication, "customers", "case");
        let servers = 1 + draws.below(4) as usize;
        let load = 1 + draws.below(40) as i64;
        let mut at = 0;
        let arrivals: Vec<(i64, i64)> = (0..60)
            .map(|_| {
                at += draws.below(load as u64) as i64;
                (at, 1 + draws.below(40) as i64)
            })
            .collect();
        let streams = || -> Vec<Stream> {
            (0..servers)
                .map(|server| Stream::named(42, replication, &format!("server {server}"), "failure"))
                .collect()
        };
        let first: Vec<i64> = (0..servers).map(|_| draws.below(100) as i64).collect();

        let mut station = FifoStation::new(servers).unwrap();
        for (server, &fails_at) in first.iter().enumerate() {
            station.set_next_failure(server as u16, ms(fails_at));
        }
        let mut own = streams();
        let computed: Vec<Service> = arrivals
            .iter()
            .map(|&(at, work)| {
                let draw = |server: u16, _: Time| outage(&mut own[usize::from(server)]);
                station.arrive_with(ms(at), Span::from_millis(work), draw)
            })
            .collect();

        // Cut somewhere after the last arrival, with services and queues still ahead.
        let until = at + 1 + draws.below(100) as i64;
        station.settle(ms(until - 1), |server, _| outage(&mut own[usize::from(server)]));
        let usage = station.usage(ms(until));
        let (seen, [queue_time, busy_time, repair_time]) =
            watch(&arrivals, servers, &mut streams(), &first, until);
        assert_eq!(computed[..seen.len()], seen[..], "replication {replication}");
        assert_eq!(usage.starts, seen.iter().filter(|service| service.start < ms(until)).count() as u64);
        assert_eq!(usage.queue_time.millis(), queue_time, "replication {replication}");
        assert_eq!(usage.busy_time.millis(), busy_time, "replication {replication}");
        assert_eq!(
            usage.open_time.millis(),
            until * servers as i64 - repair_time,
            "replication {replication}"
        );
    }
}

#[test]
fn without_breakdowns_both_kinds_of_station_agree_to_the_tick() {
    use iceroad_kernel::station::{Arrival, ServerQueue};
    use iceroad_kernel::{Agenda, Class};

    for replication in 0..100 {
        let mut draws = Stream::named(43, replication, "customers", "case");
        let servers = 1 + draws.below(5) as usize;
        let mut computed = FifoStation::new(servers).unwrap();
        let mut explicit: ServerQueue<usize> = ServerQueue::new(servers as u16, Rules::default());
        let mut ends: Agenda<u16> = Agenda::new();
        let mut starts = vec![Time::NEVER; 80];
        let mut expected = Vec::new();
        let mut now = Time::START;
        for customer in 0..80 {
            now += Span::from_millis(draws.below(20) as i64);
            let work = Span::from_millis(draws.below(60) as i64);
            while let Some(at) = ends.next_time().filter(|&at| at <= now) {
                let Some((_, server)) = ends.pop_due(at) else { break };
                if let Some(start) = explicit.finish(at, server).unwrap().next {
                    starts[start.customer] = at;
                    ends.push(start.end, Class(0), start.server);
                }
            }
            expected.push(computed.arrive(now, work).start);
            if let Arrival::Started(start) = explicit.arrive(now, customer, 0, work).unwrap() {
                starts[customer] = now;
                ends.push(start.end, Class(0), start.server);
            }
            if work > Span::ZERO {
                assert_eq!(computed.waiting(now), explicit.waiting());
                assert_eq!(computed.serving(now), explicit.serving().filter(|start| start.end > now).count());
            }
            let (a, b) = (computed.usage(now), explicit.usage(now));
            assert_eq!((a.arrivals, a.queue_time, a.busy_time), (b.arrivals, b.queue_time, b.busy_time));
            assert_eq!(a.open_time, b.open_time);
        }
        while let Some(at) = ends.next_time() {
            let Some((_, server)) = ends.pop_due(at) else { break };
            if let Some(start) = explicit.finish(at, server).unwrap().next {
                starts[start.customer] = at;
                ends.push(start.end, Class(0), start.server);
            }
        }
        assert_eq!(starts, expected);
        let end = Time::from_millis(1_000_000);
        let (a, b) = (computed.usage(end), explicit.usage(end));
        assert_eq!((a.waited, a.starts, a.longest_wait), (b.waited, b.starts, b.longest_wait));
        assert_eq!((a.queue_time, a.busy_time), (b.queue_time, b.busy_time));
    }
}
