//! The hold model of event lists: one pending event per entity; take the first out, put it back later.
//!
//! After Jones, "An empirical comparison of priority-queue and event-set implementations" (1986). The steps
//! ahead come from a table, so that the list is measured and not the draws. All three lists are given the same
//! steps and have the same checksum: the entities in the order in which they came out.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use iceroad_base::{Span, Time};
use iceroad_kernel::{Calendar, Class, Slot};

use crate::draws::Cheap;

const STEPS: usize = 1 << 13;

/// Exponential steps ahead with a mean of a thousand seconds, in ms, at least 1.
pub struct Steps(Box<[u32; STEPS]>);

impl Default for Steps {
    fn default() -> Self {
        let mut cheap = Cheap::new(7);
        let mut steps = Box::new([0; STEPS]);
        steps.iter_mut().for_each(|step| *step = 1 + (cheap.exponential() * 1e6) as u32);
        Steps(steps)
    }
}

impl Steps {
    #[inline]
    fn get(&self, n: u64) -> u32 {
        self.0[n as usize % STEPS]
    }
}

/// Order does not change the sum of entities, but it does this.
#[inline]
fn mix(checksum: u64, entity: u64) -> u64 {
    (checksum ^ entity).wrapping_mul(0x0100_0000_01B3)
}

/// An event of the plain list: time in seconds as `f64`, then order of scheduling.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct FloatEvent<P> {
    pub(crate) at: f64,
    pub(crate) sequence: u64,
    pub(crate) payload: P,
}

impl<P: PartialEq> Eq for FloatEvent<P> {}

impl<P: PartialEq> Ord for FloatEvent<P> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        // Reversed: the standard heap gives the greatest first.
        let by_time = other.at.partial_cmp(&self.at).unwrap_or(Ordering::Equal);
        by_time.then_with(|| other.sequence.cmp(&self.sequence))
    }
}

impl<P: PartialEq> PartialOrd for FloatEvent<P> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What everyone writes first: the standard heap on (`f64`, sequence), pop and push.
pub fn std_heap_on_floats(entities: u16, holds: u64, steps: &Steps) -> u64 {
    let mut heap = BinaryHeap::with_capacity(usize::from(entities));
    let mut sequence = 0;
    for entity in 0..entities {
        heap.push(FloatEvent { at: f64::from(steps.get(u64::from(entity))), sequence, payload: entity });
        sequence += 1;
    }
    let mut checksum = 0;
    for n in 0..holds {
        let Some(event) = heap.pop() else { break };
        checksum = mix(checksum, u64::from(event.payload));
        heap.push(FloatEvent { at: event.at + f64::from(steps.get(n)), sequence, payload: event.payload });
        sequence += 1;
    }
    checksum
}

/// The best of the standard heap: time and entity in one `u64`, the top replaced in place.
pub fn std_heap_on_keys(entities: u16, holds: u64, steps: &Steps) -> u64 {
    let mut heap = BinaryHeap::with_capacity(usize::from(entities));
    for entity in 0..entities {
        heap.push(Reverse((u64::from(steps.get(u64::from(entity)))) << 20 | u64::from(entity)));
    }
    let mut checksum = 0;
    for n in 0..holds {
        let Some(mut top) = heap.peek_mut() else { break };
        checksum = mix(checksum, top.0 & 0xFFFF);
        top.0 += u64::from(steps.get(n)) << 20;
        drop::<PeekMut<'_, _>>(top);
    }
    checksum
}

/// The kernel's calendar, through its public calls, checks and all.
pub fn calendar(entities: u16, holds: u64, steps: &Steps) -> u64 {
    let Ok(mut calendar) = Calendar::new(usize::from(entities)) else { return 0 };
    for entity in 0..entities {
        let at = Time::from_millis(i64::from(steps.get(u64::from(entity))));
        let scheduled = calendar.schedule(Slot(entity), at, Class(0));
        debug_assert!(scheduled.is_ok());
    }
    let mut checksum = 0;
    for n in 0..holds {
        let Some(due) = calendar.pop() else { break };
        checksum = mix(checksum, u64::from(due.slot.0));
        let next = due.at + Span::from_millis(i64::from(steps.get(n)));
        if calendar.schedule(due.slot, next, Class(0)).is_err() {
            break;
        }
    }
    checksum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_gives_the_same_entities_in_the_same_order() {
        let steps = Steps::default();
        for entities in [1, 40, 1_000] {
            let floats = std_heap_on_floats(entities, 10_000, &steps);
            let keys = std_heap_on_keys(entities, 10_000, &steps);
            let own = calendar(entities, 10_000, &steps);
            assert_eq!((keys, own), (own, own), "{entities} entities");
            // The plain list breaks ties by order of scheduling; in this run none decides.
            if entities < 1_000 {
                assert_eq!(floats, own, "{entities} entities");
            }
        }
    }
}
