//! The agenda against a sorted map.

use std::collections::BTreeMap;

use iceroad_base::Time;
use iceroad_base::random::Stream;
use iceroad_kernel::{Agenda, Class, Ticket};

#[test]
fn ten_thousand_random_operations_agree_with_a_sorted_map() {
    let mut stream = Stream::named(42, 0, "agenda", "operations");
    let mut agenda = Agenda::new();
    let mut model: BTreeMap<(Time, Class, u32), Ticket> = BTreeMap::new();
    let mut tickets = Vec::new();
    let mut now = 0_i64;
    for number in 0..10_000_u32 {
        match stream.below(4) {
            0 | 1 => {
                let key =
                    (Time::from_millis(now + stream.below(50) as i64), Class(stream.below(3) as u8), number);
                let ticket = agenda.push(key.0, key.1, key);
                model.insert(key, ticket);
                tickets.push((key, ticket));
            }
            2 if !tickets.is_empty() => {
                let (key, ticket) = tickets[stream.below(tickets.len() as u64) as usize];
                let expected = model.remove(&key).map(|_| key);
                assert_eq!(agenda.time_of(ticket), expected.map(|key| key.0));
                assert_eq!(agenda.cancel(ticket), expected, "an entry leaves once");
            }
            _ => {
                now += stream.below(30) as i64;
                let due = Time::from_millis(now);
                let first = model.first_key_value().map(|(&key, &ticket)| (ticket, key));
                let expected = first.filter(|(_, key)| key.0 <= due);
                assert_eq!(agenda.pop_due(due), expected);
                if let Some((_, key)) = expected {
                    model.remove(&key);
                }
            }
        }
        assert_eq!(agenda.len(), model.len());
        assert_eq!(agenda.iter().count(), model.len());
        assert_eq!(agenda.next_due(), model.first_key_value().map(|(key, _)| (key.0, key.1)));
    }
    assert!(agenda.len() > 100, "the test reached some depth");
}

/// After JaamSim's `testScheduleMixed`, as far as a rule without last in, first out can follow it: at each tick
/// the classes come in their order, and within a class the entries in theirs.
#[test]
fn at_each_tick_classes_come_in_order_and_entries_first_in_first_out() {
    let mut agenda = Agenda::new();
    for tick in (0..3).rev() {
        for (class, name) in [(10, "c"), (0, "a"), (10, "d"), (5, "x"), (0, "b")] {
            agenda.push(Time::from_millis(tick), Class(class), name);
        }
    }
    for tick in 0..3 {
        let now = Time::from_millis(tick);
        let names: String = std::iter::from_fn(|| agenda.pop_due(now)).map(|(_, name)| name).collect();
        assert_eq!(names, "abxcd");
    }
}
