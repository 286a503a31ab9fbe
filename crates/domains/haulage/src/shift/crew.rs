//! Operators: who is present on a shift, and who operates what.
//!
//! **Presence.** Of the `n` of a row that are rostered for a shift, each is absent with the row's share, independent
//! of the others; the number of the absent is read off the binomial law by inversion, with one number of the row's
//! own stream for each shift of the horizon.
//!
//! **Who operates what.** Machines are taken in a fixed order (loaders, then trucks by payload, the greatest first,
//! then by row of `machines.csv`). Each is manned if the people can be placed so that it and all those before it
//! are: people are moved from machine to machine for that (an augmenting path), so the answer is exact, and no
//! other set of manned machines is greater or has a machine of higher order. Which of several able people it is
//! does not matter to that; those of fewest models are tried first, to keep the many-sided free.
//!
//! Within a shift nobody is taken off a machine at work for one that comes back; but people may change machines
//! where both stay manned.

use super::{OnShift, ShiftRow};
use crate::fleet::{LoaderPhase, TruckPhase};
use crate::ground::Role;
use iceroad_base::Time;
use iceroad_base::random::Stream;

/// The people of one mine on the present shift.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crew {
    /// Present, by row.
    pub(crate) present: Vec<u16>,
    streams: Vec<Stream>,
    /// Of which row the operator of each machine is, in the order of manning.
    seats: Vec<Option<u16>>,
    /// Which machines are to be manned, in the same order.
    wanted: Vec<bool>,
    /// Scratch of one search.
    seen: Vec<bool>,
}

impl Crew {
    pub(crate) fn new(row: &ShiftRow, stream: impl Fn(&str) -> Stream) -> Crew {
        Crew {
            present: row.crews.iter().map(|crew| crew.per_shift).collect(),
            streams: row.crews.iter().map(|crew| stream(&crew.name)).collect(),
            seats: vec![None; row.order.len()],
            wanted: vec![false; row.order.len()],
            seen: vec![false; row.crews.len()],
        }
    }

    /// Draws who is present on the shift that starts, and sends everybody from their machines.
    pub(crate) fn draw(&mut self, row: &ShiftRow) {
        for (index, crew) in row.crews.iter().enumerate() {
            let absent = binomial(crew.per_shift, crew.absence, self.streams[index].uniform());
            self.present[index] = crew.per_shift - absent;
        }
        self.seats.fill(None);
    }

    /// Mans what is wanted: those that are manned already, then the others in order.
    fn man(&mut self, may_operate: &[Vec<u16>]) {
        for machine in 0..self.seats.len() {
            if !self.wanted[machine] {
                self.seats[machine] = None;
            }
        }
        for machine in 0..self.seats.len() {
            if self.wanted[machine] && self.seats[machine].is_none() {
                self.seen.fill(false);
                self.seat(machine, may_operate);
            }
        }
    }

    /// Finds an operator for a machine, moving others where that helps.
    fn seat(&mut self, machine: usize, may_operate: &[Vec<u16>]) -> bool {
        for &row in &may_operate[machine] {
            let index = usize::from(row);
            if std::mem::replace(&mut self.seen[index], true) {
                continue;
            }
            if self.free(row) {
                self.seats[machine] = Some(row);
                return true;
            }
            for other in 0..self.seats.len() {
                if self.seats[other] == Some(row) && self.seat(other, may_operate) {
                    self.seats[machine] = Some(row);
                    return true;
                }
            }
        }
        false
    }

    fn free(&self, row: u16) -> bool {
        let seated = self.seats.iter().filter(|&&seat| seat == Some(row)).count();
        seated < usize::from(self.present[usize::from(row)])
    }

    /// Whether no row has more people at work than present.
    pub(crate) fn contradicts(&self) -> bool {
        (0..self.present.len()).any(|row| {
            let seated =
                self.seats.iter().filter(|&&seat| seat.is_some_and(|seat| usize::from(seat) == row)).count();
            seated > usize::from(self.present[row])
        })
    }
}

/// Of `n`, each with chance `p`, how many: the quantile of the binomial law at `u`.
///
/// Sums the chances from the end where they are greater, so that the first does not vanish: `n` is at most 1,000,
/// and 0.5 to that power is above the least double.
fn binomial(n: u16, p: f64, u: f64) -> u16 {
    if p > 0.5 {
        return n - binomial(n, 1.0 - p, 1.0 - u);
    }
    let odds = p / (1.0 - p);
    let mut chance = libm::pow(1.0 - p, f64::from(n));
    let mut sum = chance;
    let mut k = 0;
    while u >= sum && k < n {
        chance *= odds * f64::from(n - k) / f64::from(k + 1);
        sum += chance;
        k += 1;
    }
    k
}

impl OnShift<'_> {
    /// Sees to it that as many machines are manned as can be, with who is present.
    ///
    /// `joins` is a machine that is about to come back.
    pub(crate) fn man(&mut self, joins: Option<Role>, now: Time) {
        let row = self.row;
        for (index, &role) in row.order.iter().enumerate() {
            self.state.crew.wanted[index] = joins == Some(role) || self.is_here(role, now);
        }
        let crew = &mut self.state.crew;
        crew.man(&row.may_operate);
        for (&role, seat) in row.order.iter().zip(&crew.seats) {
            let manned = seat.is_some();
            let duty = self.fleet.duty(role);
            let changes = duty.manned != manned;
            duty.manned = manned;
            duty.set_homeward(row.change);
            self.fleet.changes += u32::from(changes);
        }
    }

    /// Whether a machine is haulage's now; at the very start, whether it is about to be.
    fn is_here(&self, role: Role, now: Time) -> bool {
        let (away, absent) = match role {
            Role::Truck(truck_idx) => {
                let phase = self.fleet.trucks[truck_idx].phase;
                (phase == TruckPhase::Away, phase == TruckPhase::Absent)
            }
            Role::Loader(loader_idx) => {
                let phase = self.fleet.loaders[loader_idx].phase;
                (phase == LoaderPhase::Away, phase == LoaderPhase::Absent)
            }
        };
        !away && (!absent || now == Time::START && self.ground.machine(role).at_start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn manned(present: &[u16], may_operate: &[Vec<u16>]) -> Vec<bool> {
        let mut crew = Crew {
            present: present.to_vec(),
            seats: vec![None; may_operate.len()],
            wanted: vec![true; may_operate.len()],
            seen: vec![false; present.len()],
            ..Crew::default()
        };
        crew.man(may_operate);
        assert!(!crew.contradicts());
        for (machine, &seat) in crew.seats.iter().enumerate() {
            assert!(seat.is_none_or(|seat| may_operate[machine].contains(&seat)));
        }
        crew.seats.iter().map(Option::is_some).collect()
    }

    /// Whether a set of machines can all be manned, by trying every placing.
    fn can_be_manned(set: &[bool], machine: usize, left: &mut Vec<u16>, may_operate: &[Vec<u16>]) -> bool {
        if machine == set.len() {
            return true;
        }
        if !set[machine] {
            return can_be_manned(set, machine + 1, left, may_operate);
        }
        for &row in &may_operate[machine] {
            if left[usize::from(row)] > 0 {
                left[usize::from(row)] -= 1;
                let fits = can_be_manned(set, machine + 1, left, may_operate);
                left[usize::from(row)] += 1;
                if fits {
                    return true;
                }
            }
        }
        false
    }

    proptest! {
        #[test]
        fn the_manned_set_is_the_best_of_all(
            present in prop::collection::vec(0..3_u16, 1..4),
            able in prop::collection::vec(prop::collection::btree_set(0..3_u16, 0..4), 0..7),
        ) {
            let rows = present.len() as u16;
            let able: Vec<Vec<u16>> =
                able.into_iter().map(|set| set.into_iter().filter(|&row| row < rows).collect()).collect();
            let found = manned(&present, &able);
            let mut most = 0;
            let mut best = vec![false; able.len()];
            for bits in 0..1_u32 << able.len() {
                // The first machine is the highest bit, so that sets rise in their order.
                let set: Vec<bool> = (0..able.len()).map(|i| bits >> (able.len() - 1 - i) & 1 == 1).collect();
                if can_be_manned(&set, 0, &mut present.clone(), &able) {
                    most = most.max(bits.count_ones());
                    best = set;
                }
            }
            prop_assert_eq!(found.iter().filter(|&&one| one).count() as u32, most);
            prop_assert_eq!(found, best);
        }
    }

    #[test]
    fn the_binomial_law_is_met_at_both_ends() {
        // Of three, each with chance 1/4: nobody 27/64, one 27/64, two 9/64, three 1/64.
        let at = |u: f64| binomial(3, 0.25, u);
        assert_eq!([0.0, 0.42, 0.43, 0.84, 0.85, 0.98, 0.99].map(at), [0, 0, 1, 1, 2, 2, 3]);
        assert_eq!(binomial(1_000, 0.0, 0.999), 0);
        assert_eq!(binomial(1_000, 1.0, 0.001), 1_000);
        let n = 20_000;
        let mean: f64 = (0..n)
            .map(|index| f64::from(binomial(1_000, 0.9, (f64::from(index) + 0.5) / f64::from(n))))
            .sum::<f64>()
            / f64::from(n);
        assert!((mean - 900.0).abs() < 0.1, "{mean}");
    }
}
