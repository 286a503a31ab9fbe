//! Of which item the most set off one way in some spells, from sums that run over the horizon.
//!
//! Sums of every item are kept at marks, some hundred parts apart. A spell is what came between its outermost marks, and the parts
//! beside them one by one.
use iceroad_model::ItemId;
use std::collections::BTreeMap;
use std::ops::Range;

/// Parts between two marks.
const APART: usize = 256;

/// What was added up of an item: its mass, kg, and how many parts.
type Sum = (i64, i64);

pub(crate) struct RunningSums {
    /// Everything that set off this way: its place among all that did anywhere, of which item, and its mass, kg.
    parts: Vec<(usize, usize, i64)>,
    items: Vec<ItemId>,
    /// At every mark, for each item.
    marks: Vec<Vec<Sum>>,
}

impl RunningSums {
    pub(crate) fn of(parts: Vec<(usize, ItemId, i64)>) -> Self {
        let mut number: BTreeMap<ItemId, usize> = parts.iter().map(|&(_, item, _)| (item, 0)).collect();
        number.values_mut().enumerate().for_each(|(nth, number)| *number = nth);
        let items: Vec<ItemId> = number.keys().copied().collect();
        let parts: Vec<_> = parts.into_iter().map(|(at, item, kg)| (at, number[&item], kg)).collect();
        let mut sums = vec![(0, 0); items.len()];
        let mut marks = vec![sums.clone()];
        for parts in parts.chunks(APART) {
            parts.iter().for_each(|&(_, item, kg)| add(&mut sums[item], (kg, 1), 1));
            marks.push(sums.clone());
        }
        Self { parts, items, marks }
    }

    /// The item but `own` of which most set off in spells, each counted by itself; of as much, the first.
    pub(crate) fn most(&self, spells: &[Range<usize>], own: ItemId) -> Option<ItemId> {
        let mut sums = vec![(0, 0); self.items.len()];
        for spell in spells {
            self.until(spell.end, 1, &mut sums);
            self.until(spell.start, -1, &mut sums);
        }
        let mut most: Option<(i64, ItemId)> = None;
        for (&item, &(kg, times)) in self.items.iter().zip(&sums) {
            if item != own && times > 0 && most.is_none_or(|(most, _)| kg > most) {
                most = Some((kg, item));
            }
        }
        most.map(|(_, item)| item)
    }

    /// Adds what had set off before a place, so many times.
    fn until(&self, place: usize, times: i64, sums: &mut [Sum]) {
        let before = self.parts.partition_point(|&(at, ..)| at < place);
        for (sum, mark) in sums.iter_mut().zip(&self.marks[before / APART]) {
            add(sum, *mark, times);
        }
        for &(_, item, kg) in &self.parts[before / APART * APART..before] {
            add(&mut sums[item], (kg, 1), times);
        }
    }
}

fn add(sum: &mut Sum, more: Sum, times: i64) {
    *sum = (sum.0 + times * more.0, sum.1 + times * more.1);
}
