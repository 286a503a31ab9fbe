//! The event calendar: one slot per clock, and a winner (tournament) tree over the slots.
//!
//! Terms. A *clock* is anything that has at most one next event: a truck, a loader, a planned service, the
//! season. Each clock owns one *slot*. A slot is empty or holds one pending event, which is a time and a
//! *class*. What the event means is the owner's business; the calendar moves no payload.
//!
//! ```text
//!   key of an event, one u64:   | time, 44 bits of ms | class, 4 bits | slot, 16 bits |
//!   tree of minima, 10 slots:                 min
//!                               min         min         min         ---
//!                           s0 s1 s2 s3  s4 s5 s6 s7  s8 s9 -- --
//! ```
//!
//! Order. Events fall due by time, then by class, then by slot. Since a slot holds one event, this order is
//! total, and it depends on what is pending and on nothing else: not on the order of the calls that put it
//! there. Use the class for "the end of a shift before the start of a load", and the slot for the rest.
//!
//! Cost. To schedule, reschedule or cancel is one walk from a leaf to the root, without a branch that could be
//! guessed wrong, without allocation and without dead entries. A level has four rivals, of whom three are matched
//! before the walk arrives: it costs one comparison's wait, and forty slots are three levels.
//! [`Calendar::pop`] walks not at all: it leaves the winner's key where it is, marked as *in hand*, because the
//! owner of a popped slot nearly always schedules it again, and that one walk then replaces the key. If the
//! owner does not, the next pop clears it first.
//!
//! Pitfalls. A slot is not a queue: scheduling it again replaces what was pending. For clocks with many dated
//! entries put an [`Agenda`](crate::agenda::Agenda) behind one slot.
//!
//! ```
//! use iceroad_base::Time;
//! use iceroad_kernel::calendar::{Calendar, Class, Slot};
//!
//! let mut calendar = Calendar::new(3)?;
//! let (load, shift, dump) = (Slot(0), Slot(1), Slot(2));
//! calendar.schedule(load, Time::from_millis(60), Class(5))?;
//! calendar.schedule(dump, Time::from_millis(60), Class(5))?;
//! calendar.schedule(shift, Time::from_millis(60), Class(0))?;
//!
//! let order: Vec<Slot> = std::iter::from_fn(|| calendar.pop()).map(|due| due.slot).collect();
//! assert_eq!(order, [shift, load, dump]); // class first, then slot
//! assert_eq!(calendar.now(), Time::from_millis(60));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use iceroad_base::Time;

use crate::error::{ScheduleError, TooManySlots};

/// Bits of the key below the class: the slot.
const SLOT_BITS: u32 = 16;
/// Bits of the key below the time: class and slot.
const BELOW_TIME: u32 = SLOT_BITS + 4;
/// What an empty slot holds: later than every key that can be scheduled.
const EMPTY: u64 = u64::MAX;
/// `in_hand` when no popped key waits to be replaced. Slots are 16 bits, so no slot has this number.
const NOTHING: u32 = u32::MAX;

/// One clock's place in the calendar, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Slot(pub u16);

/// What falls due first among events of one instant: lower first, 0 to 15.
///
/// A class above 15 is refused when the event is scheduled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Class(pub u8);

impl Class {
    /// The first class of an instant.
    pub const FIRST: Class = Class(0);
    /// The last class of an instant.
    pub const LAST: Class = Class(15);
}

/// An event that has fallen due.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Due {
    /// When.
    pub at: Time,
    /// In which class of its instant.
    pub class: Class,
    /// Whose.
    pub slot: Slot,
}

/// The pending events of a simulation, at most one per slot, and its clock.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Minima: node 1 is the root, node `i` has the children `4i` to `4i + 3`, slot `s` is leaf `leaves + s`.
    /// Places between the levels stay unused; so every four rivals stand in one aligned row.
    tree: Box<[u64]>,
    /// Number of leaves, a power of four.
    leaves: usize,
    n_slots: usize,
    /// The slot whose popped key still stands in the tree, or [`NOTHING`].
    in_hand: u32,
    now: Time,
}

impl Calendar {
    /// The most slots a calendar can have.
    pub const MAX_SLOTS: usize = 1 << SLOT_BITS;

    /// A calendar of `n_slots` empty slots at [`Time::START`].
    ///
    /// # Errors
    /// [`TooManySlots`] above [`Calendar::MAX_SLOTS`].
    pub fn new(n_slots: usize) -> Result<Calendar, TooManySlots> {
        if n_slots > Self::MAX_SLOTS {
            return Err(TooManySlots { asked: n_slots, most: Self::MAX_SLOTS });
        }
        let mut leaves = 1;
        while leaves < n_slots {
            leaves *= 4;
        }
        let tree = vec![EMPTY; 2 * leaves].into_boxed_slice();
        Ok(Calendar { tree, leaves, n_slots, in_hand: NOTHING, now: Time::START })
    }

    /// The time of the last event popped, or what [`Calendar::advance_to`] set since.
    #[inline]
    pub fn now(&self) -> Time {
        self.now
    }

    /// How many slots there are.
    pub fn n_slots(&self) -> usize {
        self.n_slots
    }

    /// Makes `at` the pending event of `slot`, in place of any other.
    ///
    /// # Errors
    /// [`ScheduleError`] if `at` lies before now or at or beyond [`Time::NEVER`], or if the slot or the class is
    /// unknown; nothing has changed then.
    #[inline]
    pub fn schedule(&mut self, slot: Slot, at: Time, class: Class) -> Result<(), ScheduleError> {
        if at < self.now || at >= Time::NEVER || usize::from(slot.0) >= self.n_slots || class.0 > 15 {
            return Err(self.refuse(slot, at, class));
        }
        // A popped key of this very slot is overwritten; another slot's stays in hand.
        if self.in_hand == u32::from(slot.0) {
            self.in_hand = NOTHING;
        }
        let key = (at.millis() as u64) << BELOW_TIME | u64::from(class.0) << SLOT_BITS | u64::from(slot.0);
        self.set(slot.0, key);
        Ok(())
    }

    /// Empties `slot`. An empty or unknown slot stays as it is.
    #[inline]
    pub fn cancel(&mut self, slot: Slot) {
        if usize::from(slot.0) >= self.n_slots {
            return;
        }
        if self.in_hand == u32::from(slot.0) {
            self.in_hand = NOTHING;
        }
        self.set(slot.0, EMPTY);
    }

    /// When the event of `slot` falls due, if one is pending.
    #[inline]
    pub fn pending(&self, slot: Slot) -> Option<Time> {
        if usize::from(slot.0) >= self.n_slots || self.in_hand == u32::from(slot.0) {
            return None;
        }
        let key = self.tree[self.leaves + usize::from(slot.0)];
        (key != EMPTY).then(|| time_of(key))
    }

    /// The next event, left where it is.
    #[inline]
    pub fn peek(&self) -> Option<Due> {
        let key =
            if self.in_hand == NOTHING { self.tree[1] } else { self.root_without(self.in_hand as usize) };
        (key != EMPTY).then(|| due_of(key))
    }

    /// Takes the next event out of its slot and moves the clock to it; nothing if every slot is empty.
    #[inline]
    pub fn pop(&mut self) -> Option<Due> {
        self.pop_until(Time::NEVER)
    }

    /// Takes the next event out if it falls due before `end`.
    ///
    /// An event at `end` itself stays pending: a run covers `[start, end)`, so that two runs laid end to end
    /// see every event once. The clock stays at the last event popped; see [`Calendar::advance_to`].
    #[inline]
    pub fn pop_until(&mut self, end: Time) -> Option<Due> {
        self.settle();
        let key = self.tree[1];
        if key == EMPTY || time_of(key) >= end {
            return None;
        }
        let due = due_of(key);
        self.now = due.at;
        self.in_hand = u32::from(due.slot.0);
        Some(due)
    }

    /// Moves the clock on to `at` without an event, as at the end of a run.
    ///
    /// # Errors
    /// [`ScheduleError::Past`] if `at` lies before now, [`ScheduleError::Skips`] if an event is pending before
    /// `at`; the clock has not moved then.
    pub fn advance_to(&mut self, at: Time) -> Result<(), ScheduleError> {
        if let Some(next) = self.peek()
            && next.at < at
        {
            return Err(ScheduleError::Skips { now: self.now, asked: at, slot: next.slot, pending: next.at });
        }
        if at < self.now {
            return Err(ScheduleError::Past { now: self.now, asked: at, slot: None });
        }
        self.now = at;
        Ok(())
    }

    /// Every pending event, in the order of the slots, not of time. For reports and checks.
    pub fn iter(&self) -> impl Iterator<Item = Due> + '_ {
        let (leaves, in_hand) = (self.leaves, self.in_hand as usize);
        self.tree[leaves..leaves + self.n_slots]
            .iter()
            .enumerate()
            .filter(move |&(slot, &key)| key != EMPTY && slot != in_hand)
            .map(|(_, &key)| due_of(key))
    }

    /// Clears the popped key that its owner did not replace.
    #[inline]
    fn settle(&mut self) {
        if self.in_hand != NOTHING {
            let slot = self.in_hand as u16;
            self.in_hand = NOTHING;
            self.set(slot, EMPTY);
        }
    }

    /// Puts `key` at the leaf of `slot` and plays the matches from there to the root.
    #[inline]
    fn set(&mut self, slot: u16, key: u64) {
        let tree = &mut *self.tree;
        let mut node = self.leaves + usize::from(slot);
        let mut winner = key;
        tree[node] = winner;
        while node > 1 {
            // The siblings' places do not hang on the winner, so their match runs ahead of its own.
            let rival = tree[node ^ 1].min(tree[node ^ 2]).min(tree[node ^ 3]);
            winner = winner.min(rival);
            node >>= 2;
            tree[node] = winner;
        }
    }

    /// What the root would be if `slot` were empty.
    fn root_without(&self, slot: usize) -> u64 {
        let mut node = self.leaves + slot;
        let mut winner = EMPTY;
        while node > 1 {
            winner = winner.min(self.tree[node ^ 1]).min(self.tree[node ^ 2]).min(self.tree[node ^ 3]);
            node >>= 2;
        }
        winner
    }

    #[cold]
    fn refuse(&self, slot: Slot, at: Time, class: Class) -> ScheduleError {
        if usize::from(slot.0) >= self.n_slots {
            return ScheduleError::UnknownSlot { slot, n_slots: self.n_slots };
        }
        if class.0 > Class::LAST.0 {
            return ScheduleError::UnknownClass { class, slot };
        }
        if at < self.now {
            return ScheduleError::Past { now: self.now, asked: at, slot: Some(slot) };
        }
        ScheduleError::BeyondRange { now: self.now, asked: at, slot }
    }
}

#[inline]
fn time_of(key: u64) -> Time {
    Time::from_millis((key >> BELOW_TIME) as i64)
}

#[inline]
fn due_of(key: u64) -> Due {
    Due { at: time_of(key), class: Class((key >> SLOT_BITS) as u8 & 0xF), slot: Slot(key as u16) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: i64) -> Time {
        Time::from_millis(ms)
    }

    #[test]
    fn equal_times_fall_due_by_class_then_slot_whatever_the_order_of_the_calls() {
        let events = [(4, 1), (0, 1), (2, 0), (1, 3), (3, 3)];
        let mut reversed = events;
        reversed.reverse();
        for order in [events, reversed] {
            let mut calendar = Calendar::new(5).unwrap();
            for (slot, class) in order {
                calendar.schedule(Slot(slot), ms(7), Class(class)).unwrap();
            }
            let popped: Vec<u16> = std::iter::from_fn(|| calendar.pop()).map(|due| due.slot.0).collect();
            assert_eq!(popped, [2, 0, 4, 1, 3]);
        }
    }

    #[test]
    fn a_popped_slot_is_empty_until_it_is_scheduled_again() {
        let mut calendar = Calendar::new(2).unwrap();
        calendar.schedule(Slot(0), ms(1), Class(0)).unwrap();
        calendar.schedule(Slot(1), ms(2), Class(0)).unwrap();
        assert_eq!(calendar.pop().map(|due| due.slot), Some(Slot(0)));
        assert_eq!(calendar.pending(Slot(0)), None);
        assert_eq!(calendar.peek().map(|due| due.slot), Some(Slot(1)));
        assert_eq!(calendar.iter().count(), 1);
        calendar.schedule(Slot(1), ms(9), Class(0)).unwrap(); // another slot first, with slot 0 in hand
        calendar.schedule(Slot(0), ms(1), Class(2)).unwrap(); // the same instant again
        assert_eq!(calendar.pop(), Some(Due { at: ms(1), class: Class(2), slot: Slot(0) }));
        assert_eq!(calendar.pop().map(|due| due.at), Some(ms(9)));
        assert_eq!(calendar.pop(), None);
        assert_eq!(calendar.now(), ms(9));
    }

    #[test]
    fn an_event_at_the_end_of_a_run_belongs_to_the_next_run() {
        let mut calendar = Calendar::new(1).unwrap();
        calendar.schedule(Slot(0), ms(10), Class(0)).unwrap();
        assert_eq!(calendar.pop_until(ms(10)), None);
        calendar.advance_to(ms(10)).unwrap();
        assert_eq!(calendar.now(), ms(10));
        assert!(calendar.pop_until(ms(11)).is_some());
    }

    #[test]
    fn what_cannot_be_scheduled_is_refused_with_its_values() {
        let mut calendar = Calendar::new(2).unwrap();
        calendar.schedule(Slot(1), ms(10), Class(0)).unwrap();
        calendar.pop();
        let past = calendar.schedule(Slot(1), ms(9), Class(0)).unwrap_err();
        assert_eq!(past, ScheduleError::Past { now: ms(10), asked: ms(9), slot: Some(Slot(1)) });
        let beyond = calendar.schedule(Slot(1), Time::NEVER, Class(15)).unwrap_err();
        assert!(matches!(beyond, ScheduleError::BeyondRange { .. }), "{beyond}");
        let unknown = calendar.schedule(Slot(2), ms(10), Class(0)).unwrap_err();
        assert_eq!(unknown, ScheduleError::UnknownSlot { slot: Slot(2), n_slots: 2 });
        let class = calendar.schedule(Slot(1), ms(10), Class(16)).unwrap_err();
        assert!(matches!(class, ScheduleError::UnknownClass { .. }), "{class}");
        assert!(calendar.peek().is_none(), "nothing has changed");
        assert!(Calendar::new(Calendar::MAX_SLOTS).is_ok());
        assert!(Calendar::new(Calendar::MAX_SLOTS + 1).is_err());
    }

    #[test]
    fn the_last_instant_class_and_slot_are_not_taken_for_an_empty_slot() {
        let mut calendar = Calendar::new(Calendar::MAX_SLOTS).unwrap();
        let last = ms(Time::NEVER.millis() - 1);
        calendar.schedule(Slot(u16::MAX), last, Class::LAST).unwrap();
        assert_eq!(calendar.pop(), Some(Due { at: last, class: Class::LAST, slot: Slot(u16::MAX) }));
    }

    #[test]
    fn the_clock_does_not_skip_a_pending_event() {
        let mut calendar = Calendar::new(1).unwrap();
        calendar.schedule(Slot(0), ms(5), Class(0)).unwrap();
        let skips = calendar.advance_to(ms(6)).unwrap_err();
        assert!(matches!(skips, ScheduleError::Skips { .. }), "{skips}");
        assert_eq!(calendar.now(), Time::START);
    }
}
