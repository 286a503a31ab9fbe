//! How grades are reckoned: what a load holds, what a stockpile holds, what a crusher has been fed.
//!
//! A **grade** is a number in a unit of the planner's choice (g/t, %, carats per tonne), the same for all faces of an
//! ore. A **stockpile** is a dump that a face names as its own: what is dumped there can be dug again at that face,
//! at the mean grade by mass of what lies there (it is taken to be mixed). The **running mean** of a dump with blend
//! limits moves toward the grade of each load by the load's share of a control mass, `m ← m + (g − m)·load/control`:
//! the mean of a well-mixed pile of that mass through which all passes. It begins in the middle of the limits. (An
//! exponential mean over a control mass is how White & Olson's dispatch blends, 1986, recalled.)
//!
//! Pitfall: masses and grades change where the log says so, at the end of loading and of dumping.

use crate::ids::{DumpId, FaceId, MachineId};
use crate::pit::Blend;
use crate::tables::Tables;
use iceroad_base::Id;
use iceroad_base::quantity::Mass;

/// What follows grades through a replication, entry by entry.
#[derive(Clone, Debug)]
pub struct OreLedger {
    /// The grade written for each face, and the stockpile it digs.
    faces: Vec<(Option<f64>, Option<DumpId>)>,
    /// What lies on each dump that is a stockpile.
    piles: Vec<Option<Pile>>,
    /// Blend limits of each dump with its running mean.
    blends: Vec<Option<(Blend, f64)>>,
    /// Grade of what is aboard, by machine.
    aboard: Vec<Option<f64>>,
}

/// A stockpile: its mass, and its mass times grade where its ore has a grade.
#[derive(Clone, Copy, Debug)]
struct Pile {
    kg: f64,
    content: f64,
    graded: bool,
}

/// What a load brought to a dump.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Brought {
    /// Its grade; none where its ore has none.
    pub grade: Option<f64>,
    /// Whether it left the dump's running mean outside the limits.
    pub off_blend: bool,
}

impl OreLedger {
    /// The ledger at the start; none where no face has a grade or digs a stockpile, so that nothing is to be followed.
    pub fn new(tables: &Tables) -> Option<OreLedger> {
        let is_used = |face: &crate::mine::Face| face.grade.is_some() || face.stockpile.is_some();
        if !tables.faces.iter().any(is_used) {
            return None;
        }
        let mut piles = vec![None; tables.dumps.len()];
        for face in tables.faces.iter() {
            let Some(pile) = face.stockpile.and_then(|dump| piles.get_mut(dump.index())) else {
                continue;
            };
            let kg = face.available.unwrap_or(Mass::ZERO).get() as f64;
            let graded =
                tables.faces.iter().any(|other| other.material == face.material && other.grade.is_some());
            *pile = Some(Pile { kg, content: kg * face.grade.unwrap_or(0.0), graded });
        }
        let blend = |dump: &crate::mine::Dump| dump.blend.map(|blend| (blend, blend.middle()));
        Some(OreLedger {
            faces: tables.faces.iter().map(|face| (face.grade, face.stockpile)).collect(),
            piles,
            blends: tables.dumps.iter().map(blend).collect(),
            aboard: vec![None; tables.machines.len()],
        })
    }

    /// A truck has been loaded at a face.
    pub fn loaded(&mut self, truck: MachineId, face: FaceId, mass: Mass) {
        let (written, stockpile) = self.faces[face.index()];
        let pile = stockpile.and_then(|dump| self.piles[dump.index()].as_mut());
        self.aboard[truck.index()] = match pile {
            Some(pile) => pile.dig(mass.get() as f64),
            None => written,
        };
    }

    /// A truck has dumped.
    pub fn dumped(&mut self, truck: MachineId, dump: DumpId, mass: Mass) -> Brought {
        let grade = self.aboard[truck.index()].take();
        if let Some(pile) = &mut self.piles[dump.index()] {
            pile.kg += mass.get() as f64;
            pile.content += mass.get() as f64 * grade.unwrap_or(0.0);
        }
        let mut off_blend = false;
        if let (Some((blend, mean)), Some(grade)) = (&mut self.blends[dump.index()], grade) {
            *mean = blend.after(*mean, grade, mass);
            off_blend = blend.distance(*mean) > 0.0;
        }
        Brought { grade, off_blend }
    }

    /// What lies on a dump that is a stockpile.
    pub fn pile(&self, dump: DumpId) -> Option<Mass> {
        self.piles[dump.index()].map(|pile| Mass(pile.kg as i64))
    }

    /// The grade of what a truck has aboard.
    pub fn aboard(&self, truck: MachineId) -> Option<f64> {
        self.aboard[truck.index()]
    }
}

impl Pile {
    /// Takes mass away at the pile's grade, which is told where its ore has one.
    fn dig(&mut self, kg: f64) -> Option<f64> {
        let grade = if self.kg > 0.0 { self.content / self.kg } else { 0.0 };
        self.kg = (self.kg - kg).max(0.0);
        self.content = self.kg * grade;
        self.graded.then_some(grade)
    }
}

impl Blend {
    /// The middle of the limits, or the only one.
    pub fn middle(&self) -> f64 {
        match (self.least, self.most) {
            (Some(least), Some(most)) => f64::midpoint(least, most),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => 0.0,
        }
    }

    /// The running mean after a load.
    pub fn after(&self, mean: f64, grade: f64, load: Mass) -> f64 {
        let share = load.get() as f64 / self.over.get().max(1) as f64;
        mean + (grade - mean) * share.min(1.0)
    }

    /// How far a mean is outside the limits; 0 within them.
    pub fn distance(&self, mean: f64) -> f64 {
        let below = self.least.map_or(0.0, |least| least - mean);
        let above = self.most.map_or(0.0, |most| mean - most);
        below.max(above).max(0.0)
    }

    /// Whether a load is welcome: after it the mean is within the limits, or nearer to them than before.
    pub fn welcomes(&self, mean: f64, grade: f64, load: Mass) -> bool {
        let after = self.distance(self.after(mean, grade, load));
        after == 0.0 || after < self.distance(mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blend() -> Blend {
        Blend { least: Some(1.8), most: Some(2.2), over: Mass::from_tonnes(1_000.0) }
    }

    #[test]
    fn a_load_moves_the_mean_by_its_share_of_the_control_mass() {
        let blend = blend();
        assert_eq!(blend.middle(), 2.0);
        // 100 t of grade 3 into 1,000 t of 2.
        assert!((blend.after(2.0, 3.0, Mass::from_tonnes(100.0)) - 2.1).abs() < 1e-12);
        // A load as great as the pile replaces it.
        assert_eq!(blend.after(2.0, 3.0, Mass::from_tonnes(2_000.0)), 3.0);
        assert!((blend.distance(1.5) - 0.3).abs() < 1e-12 && blend.distance(2.2) == 0.0);
    }

    #[test]
    fn a_load_is_welcome_within_the_limits_or_where_it_leads_back_to_them() {
        let (blend, load) = (blend(), Mass::from_tonnes(100.0));
        assert!(blend.welcomes(2.0, 3.0, load));
        assert!(!blend.welcomes(2.15, 3.0, load), "2.235");
        assert!(blend.welcomes(2.9, 1.0, load), "outside, but nearer");
        assert!(!blend.welcomes(2.9, 3.0, load));
    }
}
