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
    /// the first. No place is in two of them.
    pub(super) fn circles(&self) -> Vec<Vec<usize>> {
        const NEW: u32 = u32::MAX;
        const DONE: u32 = u32::MAX - 1;
        let mut depth = vec![NEW; self.n()];
        let mut told = vec![false; self.n()];
        let mut circles = Vec::new();
        // Depth first by hand: (place, how many of its arrows have been followed).
        let mut path: Vec<(usize, usize)> = Vec::new();
        for root in 0..self.n() {
            if depth[root] != NEW {
                continue;
            }
            depth[root] = 0;
            path.push((root, 0));
            while let Some(&(place, followed)) = path.last() {
                let Some(&next) = self.after(place).get(followed) else {
                    depth[place] = DONE;
                    path.pop();
                    continue;
                };
                if let Some(last) = path.last_mut() {
                    last.1 += 1;
                }
                let next = next as usize;
                if depth[next] == NEW {
                    depth[next] = path.len() as u32;
                    path.push((next, 0));
                } else if depth[next] != DONE {
                    let circle: Vec<usize> =
                        path[depth[next] as usize..].iter().map(|&(place, _)| place).collect();
                    if !circle.iter().any(|&place| told[place]) {
                        circle.iter().for_each(|&place| told[place] = true);
                        circles.push(circle);
                    }
                }
            }
        }
        circles
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
    fn a_long_chain_needs_no_deep_stack() {
        let arrows: Vec<(usize, usize)> = (0..99_999).map(|i| (i, i + 1)).chain([(99_999, 0)]).collect();
        assert_eq!(graph(100_000, &arrows).circles()[0].len(), 100_000);
    }
}
