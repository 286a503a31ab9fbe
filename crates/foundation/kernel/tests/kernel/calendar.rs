//! The calendar against a sorted set of (time, class, slot), the same idea as JaamSim's `TestEventTree`:
//! ten thousand random operations with every invariant checked after each.

use std::collections::{BTreeMap, BTreeSet};

use iceroad_base::Time;
use iceroad_base::random::Stream;
use iceroad_kernel::{Calendar, Class, Due, Slot};
use proptest::prelude::*;

/// The plain answer: pending events in a set, and by slot.
#[derive(Default)]
struct Model {
    now: Time,
    order: BTreeSet<(Time, Class, Slot)>,
    by_slot: BTreeMap<Slot, (Time, Class)>,
}

impl Model {
    fn cancel(&mut self, slot: Slot) {
        if let Some((at, class)) = self.by_slot.remove(&slot) {
            self.order.remove(&(at, class, slot));
        }
    }

    fn schedule(&mut self, slot: Slot, at: Time, class: Class) {
        self.cancel(slot);
        self.by_slot.insert(slot, (at, class));
        self.order.insert((at, class, slot));
    }

    fn peek(&self) -> Option<Due> {
        self.order.first().map(|&(at, class, slot)| Due { at, class, slot })
    }

    fn pop_until(&mut self, end: Time) -> Option<Due> {
        let due = self.peek().filter(|due| due.at < end)?;
        self.cancel(due.slot);
        self.now = due.at;
        Some(due)
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The time counts from now; below zero it lies in the past.
    Schedule(u16, i64, u8),
    Cancel(u16),
    Pop,
    PopUntil(i64),
    PopAndReplace(i64, u8),
}

fn check(calendar: &Calendar, model: &Model) {
    assert_eq!(calendar.now(), model.now);
    assert_eq!(calendar.peek(), model.peek());
    for slot in (0..calendar.n_slots() as u16).map(Slot) {
        assert_eq!(calendar.pending(slot), model.by_slot.get(&slot).map(|&(at, _)| at));
    }
    let listed: Vec<_> = calendar.iter().map(|due| (due.slot, (due.at, due.class))).collect();
    let expected: Vec<_> = model.by_slot.iter().map(|(&slot, &event)| (slot, event)).collect();
    assert_eq!(listed, expected);
}

fn apply(step: Step, calendar: &mut Calendar, model: &mut Model) {
    match step {
        Step::Schedule(slot, ahead, class) => {
            let at = Time::from_millis(model.now.millis() + ahead);
            let slot = Slot(slot);
            let known = usize::from(slot.0) < calendar.n_slots();
            let legal = ahead >= 0 && at < Time::NEVER && class < 16 && known;
            assert_eq!(calendar.schedule(slot, at, Class(class)).is_ok(), legal);
            if legal {
                model.schedule(slot, at, Class(class));
            }
        }
        Step::Cancel(slot) => {
            calendar.cancel(Slot(slot));
            model.cancel(Slot(slot));
        }
        Step::Pop => assert_eq!(calendar.pop(), model.pop_until(Time::NEVER)),
        Step::PopUntil(ahead) => {
            let end = Time::from_millis(model.now.millis() + ahead);
            assert_eq!(calendar.pop_until(end), model.pop_until(end));
        }
        Step::PopAndReplace(ahead, class) => {
            let due = calendar.pop();
            assert_eq!(due, model.pop_until(Time::NEVER));
            if let Some(due) = due {
                let at = Time::from_millis(due.at.millis() + ahead);
                calendar.schedule(due.slot, at, Class(class)).unwrap();
                model.schedule(due.slot, at, Class(class));
            }
        }
    }
}

#[test]
fn ten_thousand_random_operations_agree_with_a_sorted_set_after_each() {
    for n_slots in [1, 2, 7, 64, 100] {
        let mut stream = Stream::named(42, n_slots, "calendar", "operations");
        let mut calendar = Calendar::new(n_slots as usize).unwrap();
        let mut model = Model::default();
        for _ in 0..10_000 {
            // Short times ahead, so that many events share an instant; one slot too many, now and then unknown.
            let slot = stream.below(u64::from(n_slots) + 1) as u16;
            let ahead = stream.below(20) as i64 - 1;
            let class = stream.below(17) as u8;
            let step = match stream.below(5) {
                0 | 1 => Step::Schedule(slot, ahead, class),
                2 => Step::Cancel(slot),
                3 => [Step::Pop, Step::PopUntil(ahead)][stream.below(2) as usize],
                _ => Step::PopAndReplace(ahead.max(0), class.min(15)),
            };
            apply(step, &mut calendar, &mut model);
            check(&calendar, &model);
        }
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..12_u16, -3..30_i64, 0..17_u8).prop_map(|(slot, ahead, class)| Step::Schedule(slot, ahead, class)),
        (0..12_u16).prop_map(Step::Cancel),
        Just(Step::Pop),
        (-2..30_i64).prop_map(Step::PopUntil),
        (0..30_i64, 0..16_u8).prop_map(|(ahead, class)| Step::PopAndReplace(ahead, class)),
    ]
}

proptest! {
    #[test]
    fn any_sequence_of_operations_agrees_with_a_sorted_set(steps in prop::collection::vec(any_step(), 0..60)) {
        let mut calendar = Calendar::new(10).unwrap();
        let mut model = Model::default();
        for step in steps {
            apply(step, &mut calendar, &mut model);
            check(&calendar, &model);
        }
    }

    #[test]
    fn the_order_does_not_depend_on_how_the_events_came_there(
        events in prop::collection::btree_map(0..40_u16, (0..5_i64, 0..16_u8), 1..40),
        noise in prop::collection::vec((0..40_u16, 0..5_i64), 0..60),
    ) {
        let drain = |calendar: &mut Calendar| std::iter::from_fn(|| calendar.pop()).collect::<Vec<_>>();
        let put = |calendar: &mut Calendar, (&slot, &(at, class)): (&u16, &(i64, u8))| {
            calendar.schedule(Slot(slot), Time::from_millis(at), Class(class)).unwrap();
        };
        let mut plain = Calendar::new(40).unwrap();
        events.iter().for_each(|event| put(&mut plain, event));
        let mut noisy = Calendar::new(40).unwrap();
        for (slot, at) in noise {
            noisy.schedule(Slot(slot), Time::from_millis(at), Class(3)).unwrap();
        }
        (0..40).for_each(|slot| noisy.cancel(Slot(slot)));
        events.iter().rev().for_each(|event| put(&mut noisy, event));
        prop_assert_eq!(drain(&mut plain), drain(&mut noisy));
    }
}
