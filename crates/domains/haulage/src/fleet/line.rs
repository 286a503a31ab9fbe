//! Trucks in line, without memory of its own.

use super::Truck;
use crate::rows::TruckIdx;
use iceroad_base::Table;

/// A line of trucks, first come first served, linked through [`Truck::next`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// The first and the last.
    ends: Option<(TruckIdx, TruckIdx)>,
    n: u32,
}

impl Line {
    pub(crate) const EMPTY: Line = Line { ends: None, n: 0 };

    pub(crate) fn len(&self) -> u32 {
        self.n
    }

    pub(crate) fn first(&self) -> Option<TruckIdx> {
        self.ends.map(|(first, _)| first)
    }

    /// Who stands in it, the first first.
    pub(crate) fn iter(self, trucks: &Table<TruckIdx, Truck>) -> impl Iterator<Item = TruckIdx> + '_ {
        std::iter::successors(self.first(), |&truck_idx| trucks[truck_idx].next)
    }

    pub(crate) fn push(&mut self, trucks: &mut Table<TruckIdx, Truck>, truck_idx: TruckIdx) {
        trucks[truck_idx].next = None;
        let first = match self.ends {
            Some((first, last)) => {
                trucks[last].next = Some(truck_idx);
                first
            }
            None => truck_idx,
        };
        self.ends = Some((first, truck_idx));
        self.n += 1;
    }

    pub(crate) fn pop(&mut self, trucks: &Table<TruckIdx, Truck>) -> Option<TruckIdx> {
        let (first, last) = self.ends?;
        self.ends = trucks[first].next.map(|next| (next, last));
        self.n -= 1;
        Some(first)
    }

    /// Takes a truck out, wherever it stands. A walk along the line: only breakdowns and releases need it.
    pub(crate) fn remove(&mut self, trucks: &mut Table<TruckIdx, Truck>, truck_idx: TruckIdx) {
        let Some((first, last)) = self.ends else { return };
        if first == truck_idx {
            self.pop(trucks);
            return;
        }
        let Some(before) = self.iter(trucks).find(|&other| trucks[other].next == Some(truck_idx)) else {
            return;
        };
        trucks[before].next = trucks[truck_idx].next;
        self.ends = Some((first, if last == truck_idx { before } else { last }));
        self.n -= 1;
    }
}
