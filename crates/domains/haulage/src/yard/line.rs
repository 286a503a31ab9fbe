//! Trucks in line, without memory of its own.

use super::{NONE, Truck};

/// A line of trucks, first come first served, linked through [`Truck::next`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    head: u32,
    tail: u32,
    n: u32,
}

impl Line {
    pub(crate) const EMPTY: Line = Line { head: NONE, tail: NONE, n: 0 };

    pub(crate) fn len(&self) -> u32 {
        self.n
    }

    pub(crate) fn first(&self) -> Option<usize> {
        (self.head != NONE).then_some(self.head as usize)
    }

    /// Who stands in it, the first first.
    pub(crate) fn iter(self, trucks: &[Truck]) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.first(), |&truck| {
            let next = trucks[truck].next;
            (next != NONE).then_some(next as usize)
        })
    }

    pub(crate) fn push(&mut self, trucks: &mut [Truck], truck: usize) {
        trucks[truck].next = NONE;
        if self.tail == NONE {
            self.head = truck as u32;
        } else {
            trucks[self.tail as usize].next = truck as u32;
        }
        self.tail = truck as u32;
        self.n += 1;
    }

    pub(crate) fn pop(&mut self, trucks: &[Truck]) -> Option<usize> {
        let first = self.first()?;
        self.head = trucks[first].next;
        if self.head == NONE {
            self.tail = NONE;
        }
        self.n -= 1;
        Some(first)
    }

    /// Takes a truck out, wherever it stands. A walk along the line: only breakdowns and releases need it.
    pub(crate) fn remove(&mut self, trucks: &mut [Truck], truck: usize) {
        let mut before = NONE;
        let mut at = self.head;
        while at != NONE && at as usize != truck {
            before = at;
            at = trucks[at as usize].next;
        }
        if at == NONE {
            return;
        }
        let after = trucks[truck].next;
        if before == NONE {
            self.head = after;
        } else {
            trucks[before as usize].next = after;
        }
        if after == NONE {
            self.tail = before;
        }
        self.n -= 1;
    }
}
