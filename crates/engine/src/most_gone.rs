//! Of which item the most set off between two sites while others stood in line.
//!
//! Thousands of shipments may each have seen thousands set off: to hold every one against every other would grow with their square.
use iceroad_model::ItemId;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A part that set off: of which item, and its mass, kg.
pub(crate) type Gone = (ItemId, i64);
/// From which part to which, the last not in it.
pub(crate) type Spell = (usize, usize);

/// What set off between two sites over the horizon.
pub(crate) struct Most<'g> {
    gone: &'g [Gone],
    /// The items of which most did first.
    items: Vec<OfItem>,
}

/// What set off of one item.
struct OfItem {
    item: ItemId,
    /// For each part, its place among all that set off and the mass of the item until then, it included, kg.
    parts: Vec<(usize, i64)>,
}

impl OfItem {
    fn kg(&self) -> i64 {
        self.parts.last().map_or(0, |last| last.1)
    }

    /// How much of it set off in spells, each counted by itself, kg; none where nothing did.
    fn within(&self, spells: &[Spell]) -> Option<i64> {
        let before = |place: usize| self.parts.partition_point(|&(at, _)| at < place);
        let until = |parts: usize| parts.checked_sub(1).map_or(0, |last| self.parts[last].1);
        let counts = spells.iter().map(|&(from, to)| (before(from), before(to)));
        let kg = counts.filter(|(first, over)| first < over).map(|(first, over)| until(over) - until(first));
        kg.reduce(|sum, kg| sum + kg)
    }
}

/// The more goes first, and of as much the first of the table.
type Rank = (i64, Reverse<ItemId>);

impl<'g> Most<'g> {
    pub(crate) fn of(gone: &'g [Gone]) -> Self {
        let mut parts: BTreeMap<ItemId, Vec<(usize, i64)>> = BTreeMap::new();
        for (at, &(item, kg)) in gone.iter().enumerate() {
            let of_item = parts.entry(item).or_default();
            let before = of_item.last().map_or(0, |last| last.1);
            of_item.push((at, before + kg));
        }
        let mut items: Vec<OfItem> = parts.into_iter().map(|(item, parts)| OfItem { item, parts }).collect();
        items.sort_by_key(|of_item| (Reverse(of_item.kg()), of_item.item));
        Self { gone, items }
    }

    /// The item but `own` of which most set off in spells, each counted by itself; of as much, the first of the table.
    pub(crate) fn within(&self, spells: &[Spell], own: ItemId) -> Option<ItemId> {
        let parts = spells.iter().map(|(from, to)| to - from).sum();
        let most = self.searched(spells, own, parts).unwrap_or_else(|| self.counted(spells, own));
        most.map(|(_, Reverse(item))| item)
    }

    /// By the items of which most set off in all, until no further can be the one; none where so many did not settle it. Good
    /// where spells are long.
    fn searched(&self, spells: &[Spell], own: ItemId, looks: usize) -> Option<Option<Rank>> {
        let mut most: Option<Rank> = None;
        // In no spell is more than in all of the horizon.
        let times = most_at_once(spells);
        for (nth, of_item) in self.items.iter().filter(|of_item| of_item.item != own).enumerate() {
            if most.is_some_and(|most| most >= (of_item.kg().saturating_mul(times), Reverse(of_item.item))) {
                break;
            }
            if nth == looks {
                return None;
            }
            most = most.max(of_item.within(spells).map(|kg| (kg, Reverse(of_item.item))));
        }
        Some(most)
    }

    /// By adding up all that set off in the spells. Good where they are short.
    fn counted(&self, spells: &[Spell], own: ItemId) -> Option<Rank> {
        let mut sums: BTreeMap<ItemId, i64> = BTreeMap::new();
        for &(from, to) in spells {
            for &(item, kg) in self.gone.get(from..to).unwrap_or_default() {
                *sums.entry(item).or_default() += kg;
            }
        }
        sums.remove(&own);
        sums.into_iter().map(|(item, kg)| (kg, Reverse(item))).max()
    }
}

/// How many spells share a part at the most.
fn most_at_once(spells: &[Spell]) -> i64 {
    // At one place, what ends comes before what begins.
    let mut steps: Vec<(usize, i64)> = spells.iter().flat_map(|&(from, to)| [(from, 1), (to, -1)]).collect();
    steps.sort_unstable();
    let (mut now, mut most) = (0, 0);
    for (_, step) in steps {
        now += step;
        most = most.max(now);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways of looking, and each pair held against each other.
    #[test]
    fn however_it_is_looked_for_it_is_the_same_item() {
        let (mut state, mut both) = (7_u64, [0; 2]);
        let mut draw = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        for case in 0..2_000 {
            let (items, parts) = (1 + draw(12), draw(60));
            let gone: Vec<Gone> =
                (0..parts).map(|_| (ItemId(draw(items) as u32), draw(5) as i64 * 10)).collect();
            let spells: Vec<Spell> = (0..1 + draw(4))
                .map(|_| {
                    let from = draw(parts + 1);
                    (from, from + draw(parts + 1 - from))
                })
                .collect();
            let own = ItemId(draw(items) as u32);
            let mut sums: BTreeMap<ItemId, i64> = BTreeMap::new();
            for &(item, kg) in spells.iter().flat_map(|&(from, to)| &gone[from..to]) {
                *sums.entry(item).or_default() += kg;
            }
            sums.remove(&own);
            let right = sums.iter().map(|(&item, &kg)| (kg, Reverse(item))).max();
            let most = Most::of(&gone);
            assert_eq!(most.counted(&spells, own), right, "case {case}");
            assert_eq!(most.searched(&spells, own, usize::MAX), Some(right), "case {case}");
            assert_eq!(most.within(&spells, own), right.map(|(_, Reverse(item))| item), "case {case}");
            both[usize::from(right.is_some())] += 1;
        }
        assert!(both.iter().all(|&cases| cases > 100), "{both:?}");
    }
}
