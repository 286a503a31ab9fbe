//! Directed graphs of small whole numbers: what can be reached, and circles.

/// Arrows from each of `n` places, kept in one list in the order of their start.
pub(super) struct Graph {
    first: Vec<u32>,
    to: Vec<u32>,
}

impl Graph {
    /// The graph of `arrows` between `n` places; each arrow keeps its order among those with the same start.
    pub(super) fn new(n: usize, arrows: impl Iterator<Item = (usize, usize)>) -> Self {
        let arrows: Vec<(usize, usize)> = arrows.collect();
        let mut first = vec![0_u32; n + 1];
        for &(from, _) in &arrows {
            first[from + 1] += 1;
        }
        for place in 0..n {
            first[place + 1] += first[place];
        }
        let mut next = first.clone();
        let mut to = vec![0_u32; first[n] as usize];
        for (from, target) in arrows {
            to[next[from] as usize] = target as u32;
            next[from] += 1;
        }
        Self { first, to }
    }

    fn n(&self) -> usize {
        self.first.len() - 1
    }

    fn after(&self, place: usize) -> &[u32] {
        &self.to[self.first[place] as usize..self.first[place + 1] as usize]
    }

    /// Which places can be reached from `starts`, themselves among them.
    pub(super) fn reach(&self, starts: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut reached = vec![false; self.n()];
        let mut open: Vec<usize> = Vec::new();
        for start in starts {
            reached[start] = true;
            open.push(start);
        }
        while let Some(place) = open.pop() {
            for &next in self.after(place) {
                let next = next as usize;
                if !reached[next] {
                    reached[next] = true;
                    open.push(next);
                }
            }
        }
        reached
    }

    /// Circles, at least one in every knot: each a list of places, each with an arrow to the next and the last to
    /// the first. No place is in two of them. Takes time in proportion to places and arrows.
    pub(super) fn circles(&self) -> Vec<Vec<usize>> {
        let mut search = Search { path: Vec::new(), depth: vec![NEW; self.n()], circles: Vec::new() };
        for root in 0..self.n() {
            if search.depth[root] != NEW {
                continue;
            }
            search.enter(root);
            while let Some(step) = search.path.last_mut() {
                let Some(&next) = self.after(step.place).get(step.followed) else {
                    search.depth[step.place] = DONE;
                    search.path.pop();
                    continue;
                };
                step.followed += 1;
                match search.depth[next as usize] {
                    NEW => search.enter(next as usize),
                    DONE => {}
                    depth => search.close(depth as usize),
                }
            }
        }
        search.circles
    }
}

/// Not come to yet.
const NEW: u32 = u32::MAX;
/// Left for good.
const DONE: u32 = u32::MAX - 1;

/// A depth-first search by hand, so that a long chain needs no deep stack.
struct Search {
    path: Vec<Step>,
    /// Where on the path each place is, or [`NEW`] or [`DONE`].
    depth: Vec<u32>,
    circles: Vec<Vec<usize>>,
}

struct Step {
    place: usize,
    /// How many of its arrows have been followed.
    followed: usize,
    /// Places of the path up to this one that are in a circle already told.
    told: usize,
}

impl Search {
    fn told_before(&self, depth: usize) -> usize {
        depth.checked_sub(1).map_or(0, |before| self.path[before].told)
    }

    fn enter(&mut self, place: usize) {
        let told = self.told_before(self.path.len());
        self.depth[place] = self.path.len() as u32;
        self.path.push(Step { place, followed: 0, told });
    }

    /// An arrow from the path's end back to `depth` closes a circle, told if all of it is new.
    fn close(&mut self, depth: usize) {
        let before = self.told_before(depth);
        if self.told_before(self.path.len()) > before {
            return;
        }
        self.circles.push(self.path[depth..].iter().map(|step| step.place).collect());
        for (nth, step) in self.path[depth..].iter_mut().enumerate() {
            step.told = before + nth + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(n: usize, arrows: &[(usize, usize)]) -> Graph {
        Graph::new(n, arrows.iter().copied())
    }

    #[test]
    fn reach_follows_arrows_one_way_only() {
        let graph = graph(4, &[(0, 1), (1, 2), (3, 0)]);
        assert_eq!(graph.reach([1].into_iter()), [false, true, true, false]);
        assert_eq!(graph.reach([3].into_iter()), [true; 4]);
    }

    #[test]
    fn circles_are_found_once_each() {
        assert!(graph(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]).circles().is_empty());
        let two = graph(6, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 3), (5, 0), (2, 3)]);
        assert_eq!(two.circles(), [vec![0, 1, 2], vec![3, 4]]);
        assert_eq!(graph(1, &[(0, 0)]).circles(), [vec![0]]);
    }

    #[test]
    fn of_circles_that_share_a_place_one_is_told() {
        // Nested: 2 → 1 within 3 → 0; and a figure of eight at 0.
        assert_eq!(graph(4, &[(0, 1), (1, 2), (2, 1), (2, 3), (3, 0)]).circles(), [vec![1, 2]]);
        assert_eq!(graph(3, &[(0, 1), (1, 0), (0, 2), (2, 0)]).circles(), [vec![0, 1]]);
    }

    #[test]
    fn a_knot_of_many_arrows_is_quick() {
        // Every place has an arrow back to its mirror image, so each closes a circle around the ones before.
        let n = 100_000;
        let arrows = (n / 2..n).map(|i| (i, n - 1 - i)).chain((0..n - 1).map(|i| (i, i + 1)));
        assert_eq!(Graph::new(n, arrows).circles().len(), 1);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let arrows: Vec<(usize, usize)> = (0..99_999).map(|i| (i, i + 1)).chain([(99_999, 0)]).collect();
        assert_eq!(graph(100_000, &arrows).circles()[0].len(), 100_000);
    }
}
