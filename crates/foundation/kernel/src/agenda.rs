//! Many dated entries behind one calendar slot.
//!
//! A calendar has a fixed number of slots. A domain with any number of shipments, jobs or deliveries keeps them in
//! an [`Agenda`], schedules its one slot for [`Agenda::next_time`], and takes out what is due when the slot pops.
//!
//! Order. Entries come out by time, then by class, then in the order in which they were put in. The last
//! is a history, unlike the calendar's order: two entries of one time and class come out first in, first out.
//! A cancelled entry is taken out at once; its place is used again and its ticket never is.
//!
//! ```
//! use iceroad_base::Time;
//! use iceroad_kernel::{Class, agenda::Agenda};
//!
//! let mut shipments = Agenda::new();
//! let day = |n: i64| Time::from_millis(n * 86_400_000);
//! let barge = shipments.push(day(170), Class(1), "barge");
//! shipments.push(day(40), Class(1), "lorry");
//! assert_eq!(shipments.cancel(barge), Some("barge"));
//! assert_eq!(shipments.cancel(barge), None);
//! assert_eq!(shipments.next_time(), Some(day(40)));
//! assert_eq!(shipments.pop_due(day(39)), None);
//! assert_eq!(shipments.pop_due(day(40)).map(|(_, what)| what), Some("lorry"));
//! ```

use iceroad_base::Time;

use crate::calendar::Class;

/// Names one entry of one agenda, for its whole life and no longer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ticket {
    /// Counts the entries ever put in; orders entries of one time and class, and is never used again.
    sequence: u64,
    place: usize,
}

/// Dated entries, the earliest first. See the module for the order.
#[derive(Clone, Debug)]
pub struct Agenda<T> {
    /// A binary heap of places, smallest key first.
    heap: Vec<usize>,
    entries: Vec<Place<T>>,
    /// Places of `entries` that hold nothing.
    vacant: Vec<usize>,
    next_sequence: u64,
}

#[derive(Clone, Debug)]
struct Place<T> {
    key: (Time, Class, u64),
    /// Where in `heap` this place stands.
    position: usize,
    item: Option<T>,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Agenda<T> {
    /// An empty agenda.
    pub fn new() -> Self {
        Agenda { heap: Vec::new(), entries: Vec::new(), vacant: Vec::new(), next_sequence: 0 }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// Puts an entry in. O(log n), and allocates only where there are more entries than ever before.
    pub fn push(&mut self, at: Time, class: Class, item: T) -> Ticket {
        let sequence = self.next_sequence;
        self.next_sequence += 1;
        let position = self.heap.len();
        let entry = Place { key: (at, class, sequence), position, item: Some(item) };
        let place = match self.vacant.pop() {
            Some(place) => {
                self.entries[place] = entry;
                place
            }
            None => {
                self.entries.push(entry);
                self.entries.len() - 1
            }
        };
        self.heap.push(place);
        self.rise(position);
        Ticket { sequence, place }
    }

    /// Takes the entry out, wherever it stands; nothing if it has left before. O(log n).
    pub fn cancel(&mut self, ticket: Ticket) -> Option<T> {
        self.get(ticket)?;
        self.remove(ticket.place)
    }

    /// The entry, if it is still in.
    pub fn get(&self, ticket: Ticket) -> Option<&T> {
        let entry = self.entries.get(ticket.place)?;
        entry.item.as_ref().filter(|_| entry.key.2 == ticket.sequence)
    }

    /// The entry to change, if it is still in.
    pub fn get_mut(&mut self, ticket: Ticket) -> Option<&mut T> {
        let entry = self.entries.get_mut(ticket.place)?;
        entry.item.as_mut().filter(|_| entry.key.2 == ticket.sequence)
    }

    /// When the entry falls due, if it is still in.
    pub fn time_of(&self, ticket: Ticket) -> Option<Time> {
        self.get(ticket)?;
        Some(self.entries[ticket.place].key.0)
    }

    /// When the first entry falls due. What the calendar slot is to be scheduled for.
    pub fn next_time(&self) -> Option<Time> {
        self.next_due().map(|(at, _)| at)
    }

    /// Time and class of the first entry.
    pub fn next_due(&self) -> Option<(Time, Class)> {
        let (at, class, _) = self.entries[*self.heap.first()?].key;
        Some((at, class))
    }

    /// Takes out the first entry if it falls due at `now` or has before. Call until it gives nothing.
    pub fn pop_due(&mut self, now: Time) -> Option<(Ticket, T)> {
        let &place = self.heap.first()?;
        let (at, _, sequence) = self.entries[place].key;
        if at > now {
            return None;
        }
        let item = self.remove(place)?;
        Some((Ticket { sequence, place }, item))
    }

    /// Every entry with its ticket and time, in no order of meaning (but the same on every run).
    pub fn iter(&self) -> impl Iterator<Item = (Ticket, Time, &T)> {
        self.entries.iter().enumerate().filter_map(|(place, entry)| {
            let (at, _, sequence) = entry.key;
            entry.item.as_ref().map(|item| (Ticket { sequence, place }, at, item))
        })
    }

    fn remove(&mut self, place: usize) -> Option<T> {
        let position = self.entries[place].position;
        let item = self.entries[place].item.take()?;
        self.vacant.push(place);
        self.heap.swap_remove(position);
        if let Some(&moved) = self.heap.get(position) {
            self.entries[moved].position = position;
            self.sink(position);
            self.rise(position);
        }
        Some(item)
    }

    fn key_at(&self, position: usize) -> (Time, Class, u64) {
        self.entries[self.heap[position]].key
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.heap.swap(a, b);
        self.entries[self.heap[a]].position = a;
        self.entries[self.heap[b]].position = b;
    }

    fn rise(&mut self, mut position: usize) {
        while position > 0 {
            let parent = (position - 1) / 2;
            if self.key_at(parent) < self.key_at(position) {
                return;
            }
            self.swap(parent, position);
            position = parent;
        }
    }

    fn sink(&mut self, mut position: usize) {
        loop {
            let left = 2 * position + 1;
            if left >= self.heap.len() {
                return;
            }
            let right = left + 1;
            let child =
                if right < self.heap.len() && self.key_at(right) < self.key_at(left) { right } else { left };
            if self.key_at(position) < self.key_at(child) {
                return;
            }
            self.swap(position, child);
            position = child;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: i64) -> Time {
        Time::from_millis(ms)
    }

    #[test]
    fn entries_of_one_time_and_class_come_out_first_in_first_out() {
        let mut agenda = Agenda::new();
        for (at, class, name) in [(5, 1, 'd'), (5, 0, 'b'), (4, 3, 'a'), (5, 1, 'e'), (5, 0, 'c')] {
            agenda.push(ms(at), Class(class), name);
        }
        let out: String = std::iter::from_fn(|| agenda.pop_due(ms(5))).map(|(_, name)| name).collect();
        assert_eq!(out, "abcde");
    }

    #[test]
    fn a_place_is_used_again_and_an_old_ticket_does_not_open_it() {
        let mut agenda = Agenda::new();
        let old = agenda.push(ms(1), Class(0), "old");
        assert_eq!(agenda.cancel(old), Some("old"));
        for n in 0..1_000 {
            let new = agenda.push(ms(n), Class(0), "new");
            assert_eq!(agenda.get(old), None);
            assert_eq!(agenda.time_of(new), Some(ms(n)));
            assert_eq!(agenda.cancel(old), None);
            assert_eq!(agenda.cancel(new), Some("new"));
        }
        assert_eq!(agenda.entries.len(), 1, "no place was left behind");
        assert!(agenda.is_empty());
    }
}
