//! Who waits for what since when, and how a run that cannot go on says so.
//!
//! Terms. A *party* waits (a truck, a job, a shipment); a *resource* is waited for (a bay, a part, a road). Both
//! are rows of the model's own tables, named by number here and by their names only in the report. A run is
//! *stalled* when the calendar is empty, or nothing but the clock's own ticks is left in it, and parties still wait.
//! What that is belongs to the engine; it asks [`WaitBoard::stalled`].
//!
//! If the model also says who *holds* a resource, the report names the cycles: this one waits for what that one
//! holds, who waits for what this one holds. A cycle among resources of one unit is a deadlock. Where a resource
//! has several holders, each of them counts, so a cycle shows who might be to blame, not that it must stay so.
//!
//! ```
//! use iceroad_base::Time;
//! use iceroad_kernel::WaitBoard;
//!
//! let mut board = WaitBoard::new();
//! let (truck, crane, bay, hook) = (0, 1, 0, 1);
//! board.hold(truck, bay);
//! board.hold(crane, hook);
//! board.wait(truck, hook, Time::from_millis(5_000));
//! board.wait(crane, bay, Time::from_millis(9_000));
//!
//! let party = |p: u32| ["truck 12", "crane 1"][p as usize].to_string();
//! let resource = |r: u32| ["bay 2", "hook 1"][r as usize].to_string();
//! let stalled = board.stalled(Time::from_millis(60_000), party, resource).ok_or("no one waits")?;
//! assert!(stalled.to_string().contains(
//!     "truck 12 waits for hook 1 held by crane 1, who waits for bay 2 held by truck 12"
//! ));
//! # Ok::<(), &str>(())
//! ```

use std::fmt;

use iceroad_base::Time;

/// Who waits for what since when, and who holds what. All operations but the report are O(1) or O(holders).
#[derive(Clone, Debug, Default)]
pub struct WaitBoard {
    /// By party: what it waits for.
    waits: Vec<Option<(u32, Time)>>,
    n_waiting: usize,
    /// By resource: who holds it, in the order of taking it.
    holders: Vec<Vec<u32>>,
}

/// A run that cannot go on: parties wait and nothing will happen. Fatal for the run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stalled {
    /// When the last event had happened.
    pub at: Time,
    /// Every wait, the longest first.
    pub waits: Vec<Wait>,
    /// Each a chain of waits that closes upon itself.
    pub cycles: Vec<Vec<Link>>,
}

/// One wait, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wait {
    /// Who waits.
    pub party: String,
    /// For what.
    pub resource: String,
    /// Since when.
    pub since: Time,
}

/// One link of a cycle: `party` waits for `resource`, which `holder` holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Who waits.
    pub party: String,
    /// For what.
    pub resource: String,
    /// Who holds it.
    pub holder: String,
}

impl WaitBoard {
    /// An empty board.
    pub fn new() -> Self {
        Self::default()
    }

    /// `party` waits for `resource` since `since`, and for nothing else: an earlier wait of it is forgotten.
    pub fn wait(&mut self, party: u32, resource: u32, since: Time) {
        let index = party as usize;
        if self.waits.len() <= index {
            self.waits.resize(index + 1, None);
        }
        self.n_waiting += usize::from(self.waits[index].is_none());
        self.waits[index] = Some((resource, since));
    }

    /// `party` waits no more; gives for what and since when it did.
    pub fn done(&mut self, party: u32) -> Option<(u32, Time)> {
        let wait = self.waits.get_mut(party as usize)?.take();
        self.n_waiting -= usize::from(wait.is_some());
        wait
    }

    /// `party` holds `resource`, one unit more of it if it held some.
    pub fn hold(&mut self, party: u32, resource: u32) {
        let index = resource as usize;
        if self.holders.len() <= index {
            self.holders.resize(index + 1, Vec::new());
        }
        self.holders[index].push(party);
    }

    /// `party` gives back one unit of `resource`; whether it held one.
    pub fn release(&mut self, party: u32, resource: u32) -> bool {
        let Some(holders) = self.holders.get_mut(resource as usize) else {
            return false;
        };
        let Some(position) = holders.iter().position(|&holder| holder == party) else {
            return false;
        };
        holders.remove(position);
        true
    }

    /// How many parties wait.
    pub fn n_waiting(&self) -> usize {
        self.n_waiting
    }

    /// Every wait as (party, resource, since), in the order of the parties.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, Time)> + '_ {
        self.waits.iter().enumerate().filter_map(|(party, wait)| {
            let (resource, since) = (*wait)?;
            Some((party as u32, resource, since))
        })
    }

    /// The report in words, if anyone waits. `party` and `resource` give the names.
    pub fn stalled(
        &self,
        at: Time,
        party: impl Fn(u32) -> String,
        resource: impl Fn(u32) -> String,
    ) -> Option<Stalled> {
        let mut waits: Vec<_> = self.iter().collect();
        if waits.is_empty() {
            return None;
        }
        waits.sort_by_key(|&(who, _, since)| (since, who));
        let waits = waits
            .into_iter()
            .map(|(who, what, since)| Wait { party: party(who), resource: resource(what), since })
            .collect();
        let in_words = |cycle: Vec<(u32, u32)>| {
            let next = cycle.iter().cycle().skip(1);
            let links = cycle.iter().zip(next);
            links
                .map(|(&(who, what), &(holder, _))| Link {
                    party: party(who),
                    resource: resource(what),
                    holder: party(holder),
                })
                .collect()
        };
        let cycles = self.cycles().into_iter().map(in_words).collect();
        Some(Stalled { at, waits, cycles })
    }

    /// Chains of (party, resource it waits for) in which each resource is held by the next party, and the last
    /// by the first. Every party that stands on some cycle of its own search is found once.
    fn cycles(&self) -> Vec<Vec<(u32, u32)>> {
        #[derive(Clone, Copy, PartialEq)]
        enum Seen {
            No,
            OnPath(usize),
            Yes,
        }
        let mut seen = vec![Seen::No; self.waits.len()];
        let mut cycles = Vec::new();
        for (root, _, _) in self.iter() {
            // Each step of the path: a party, what it waits for, and which of the holders is looked at next.
            let mut path: Vec<(u32, u32, usize)> = Vec::new();
            let mut enter = Some(root);
            loop {
                if let Some(party) = enter.take()
                    && let Some(&Some((resource, _))) = self.waits.get(party as usize)
                {
                    match seen[party as usize] {
                        Seen::No => {
                            seen[party as usize] = Seen::OnPath(path.len());
                            path.push((party, resource, 0));
                        }
                        Seen::OnPath(from) => {
                            cycles.push(path[from..].iter().map(|&(who, what, _)| (who, what)).collect());
                        }
                        Seen::Yes => {}
                    }
                }
                let Some((party, resource, looked_at)) = path.last_mut() else {
                    break;
                };
                enter = self.holders.get(*resource as usize).and_then(|held| held.get(*looked_at)).copied();
                *looked_at += 1;
                if enter.is_none() {
                    seen[*party as usize] = Seen::Yes;
                    path.pop();
                }
            }
        }
        cycles
    }
}

impl fmt::Display for Stalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Longer lists are cut: a fleet that waits for one road is one fact, not forty.
        const SHOWN: usize = 8;
        write!(f, "nothing happens after {:?} and {} wait", self.at, self.waits.len())?;
        for (index, Wait { party, resource, since }) in self.waits.iter().take(SHOWN).enumerate() {
            let separator = if index == 0 { ": " } else { "; " };
            write!(f, "{separator}{party} waits for {resource} since {since:?}")?;
        }
        if self.waits.len() > SHOWN {
            write!(f, "; and {} more", self.waits.len() - SHOWN)?;
        }
        for cycle in &self.cycles {
            for (index, Link { party, resource, holder }) in cycle.iter().enumerate() {
                let lead = if index == 0 { format!(". In a circle: {party}") } else { ", who".to_string() };
                write!(f, "{lead} waits for {resource} held by {holder}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Stalled {}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(board: &WaitBoard) -> Option<Stalled> {
        let name = |kind: &'static str| move |number: u32| format!("{kind} {number}");
        board.stalled(Time::START, name("party"), name("resource"))
    }

    #[test]
    fn a_board_on_which_no_one_waits_has_nothing_to_report() {
        let mut board = WaitBoard::new();
        board.wait(3, 1, Time::START);
        assert_eq!(board.done(3), Some((1, Time::START)));
        assert_eq!((board.done(3), board.done(99), board.n_waiting()), (None, None, 0));
        assert_eq!(report(&board), None);
    }

    #[test]
    fn a_wait_without_a_circle_names_the_longest_wait_first() {
        let mut board = WaitBoard::new();
        board.hold(2, 7);
        board.wait(0, 7, Time::from_millis(9));
        board.wait(1, 7, Time::from_millis(4));
        let stalled = report(&board).unwrap();
        let first: Vec<&str> = stalled.waits.iter().map(|wait| wait.party.as_str()).collect();
        assert_eq!(first, ["party 1", "party 0"]);
        assert!(stalled.cycles.is_empty());
    }

    #[test]
    fn two_circles_are_named_once_each() {
        let mut board = WaitBoard::new();
        for (party, holds, waits_for) in [(0, 0, 1), (1, 1, 2), (2, 2, 0), (3, 3, 3), (4, 9, 0)] {
            board.hold(party, holds);
            board.wait(party, waits_for, Time::START);
        }
        let cycles = report(&board).unwrap().cycles;
        let lengths: Vec<usize> = cycles.iter().map(Vec::len).collect();
        assert_eq!(lengths, [3, 1]);
        assert_eq!(cycles[1][0].holder, "party 3");
    }

    #[test]
    fn a_resource_given_back_breaks_the_circle() {
        let mut board = WaitBoard::new();
        board.hold(0, 0);
        board.hold(0, 0);
        board.wait(0, 0, Time::START);
        assert!(board.release(0, 0));
        assert_eq!(report(&board).unwrap().cycles.len(), 1, "one unit is still held");
        assert!(board.release(0, 0));
        assert!(!board.release(0, 0));
        assert_eq!(report(&board).unwrap().cycles.len(), 0);
    }
}
