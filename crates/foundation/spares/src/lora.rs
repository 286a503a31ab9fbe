//! Level of repair: for each part whether to scrap it, repair it at every site or at the depot, and where to put the benches.
//!
//! A part costs by its choice for each failure, and a choice may need *resources* (a test bench, a lathe) that cost a sum a year at
//! each place, once for all the parts that use them (Basten, van der Heijden & Schutten 2009, European Journal of Operational
//! Research 199). For each set of resources bought the best choice of a part is its own affair, so that all sets of the
//! resources that parts share are tried, group by group of parts that hang together: exact, and quick as long as no
//! group has more than ten resources.

use crate::error::{SparesError, check, not_negative};

/// Where a part goes when it fails.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Thrown away and bought anew.
    Discard,
    /// Repaired where it failed.
    Site,
    /// Sent to the depot.
    Depot,
}

/// A kind of part.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    /// Failures a year, over all sites.
    pub rate: f64,
    /// What a failure costs where the part is thrown away.
    pub discard: f64,
    /// What a repair costs at a site and at the depot; `None` where it cannot be done there.
    pub repair: [Option<f64>; 2],
    /// What bringing it costs, at a site and at the depot.
    pub carriage: [f64; 2],
    /// The resources that a repair needs, by row.
    pub resources: Vec<usize>,
}

/// A bench, a tool, a certificate.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Resource {
    /// What one costs a year at one site.
    pub at_site: f64,
    /// What one costs a year at the depot.
    pub at_depot: f64,
}

/// The question.
#[derive(Clone, PartialEq, Debug)]
pub struct Lora {
    /// The parts.
    pub parts: Vec<Part>,
    /// The resources.
    pub resources: Vec<Resource>,
    /// How many sites there are; a resource at sites is bought for each.
    pub sites: u32,
}

/// The answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Decided {
    /// For each part where it goes.
    pub levels: Vec<Level>,
    /// What all costs a year.
    pub cost: f64,
}

/// The most resources of parts that hang together.
const MOST: usize = 10;

impl Lora {
    /// What a decision costs a year; infinite where it repairs what cannot be repaired there.
    ///
    /// # Errors
    /// Where a number or a row is illegal.
    pub fn cost(&self, levels: &[Level]) -> Result<f64, SparesError> {
        self.check()?;
        crate::error::lengths("levels", levels.len(), self.parts.len())?;
        let (mut cost, mut bought) = (0.0, vec![[false; 2]; self.resources.len()]);
        for (part, &level) in self.parts.iter().zip(levels) {
            cost += part.yearly(level);
            for &resource in &part.resources {
                match level {
                    Level::Discard => {}
                    Level::Site => bought[resource][0] = true,
                    Level::Depot => bought[resource][1] = true,
                }
            }
        }
        Ok(cost + (0..bought.len()).map(|row| self.price(row, bought[row])).sum::<f64>())
    }

    /// The cheapest decision; among equals the one that throws away first.
    ///
    /// # Errors
    /// Where a number or a row is illegal, or more than ten resources hang together.
    pub fn solve(&self) -> Result<Decided, SparesError> {
        self.check()?;
        let group = self.groups();
        let mut levels = vec![Level::Discard; self.parts.len()];
        for root in 0..self.resources.len() {
            let rows: Vec<usize> = (0..self.resources.len()).filter(|row| group[*row] == root).collect();
            if rows.len() > MOST {
                let (what, found) = ("resources that parts share", rows.len());
                return Err(SparesError::TooLarge { what, found, most: MOST });
            }
            let in_group = |part: &Part| part.resources.first().is_some_and(|row| group[*row] == root);
            let parts: Vec<usize> = (0..self.parts.len()).filter(|p| in_group(&self.parts[*p])).collect();
            for (part, level) in parts.iter().zip(self.best_of_group(&rows, &parts)) {
                levels[*part] = level;
            }
        }
        for (part, level) in self.parts.iter().zip(&mut levels) {
            if part.resources.is_empty() {
                *level = part.best(|_| true).0;
            }
        }
        let cost = self.cost(&levels)?;
        Ok(Decided { levels, cost })
    }

    fn best_of_group(&self, rows: &[usize], parts: &[usize]) -> Vec<Level> {
        let mut best = (f64::INFINITY, Vec::new());
        for set in 0..1_usize << (2 * rows.len()) {
            let has = |row: usize, place: usize| {
                rows.iter().position(|r| *r == row).is_some_and(|nth| set >> (2 * nth + place) & 1 == 1)
            };
            let mut cost: f64 = rows.iter().map(|&row| self.price(row, [has(row, 0), has(row, 1)])).sum();
            let mut levels = Vec::with_capacity(parts.len());
            for &part in parts {
                let part = &self.parts[part];
                let (level, yearly) = part.best(|place| part.resources.iter().all(|row| has(*row, place)));
                levels.push(level);
                cost += yearly;
            }
            if cost < best.0 {
                best = (cost, levels);
            }
        }
        best.1
    }

    fn price(&self, row: usize, bought: [bool; 2]) -> f64 {
        let resource = &self.resources[row];
        let at_sites = if bought[0] { f64::from(self.sites) * resource.at_site } else { 0.0 };
        at_sites + if bought[1] { resource.at_depot } else { 0.0 }
    }

    /// For each resource the least row among those that parts tie it to.
    fn groups(&self) -> Vec<usize> {
        let mut group: Vec<usize> = (0..self.resources.len()).collect();
        for part in &self.parts {
            let Some(least) = part.resources.iter().map(|row| group[*row]).min() else { continue };
            let joined: Vec<usize> = part.resources.iter().map(|row| group[*row]).collect();
            for of in &mut group {
                if joined.contains(of) {
                    *of = least;
                }
            }
        }
        group
    }

    fn check(&self) -> Result<(), SparesError> {
        check(self.sites > 0, "sites", f64::from(self.sites), "at least 1")?;
        for part in &self.parts {
            not_negative("failure rate", part.rate)?;
            not_negative("price of a part", part.discard)?;
            for cost in part.repair.iter().flatten().chain(&part.carriage) {
                not_negative("cost of a repair", *cost)?;
            }
            for &row in &part.resources {
                check(row < self.resources.len(), "row of a resource", row as f64, "a row of the resources")?;
            }
        }
        for resource in &self.resources {
            not_negative("cost of a resource", resource.at_site)?;
            not_negative("cost of a resource", resource.at_depot)?;
        }
        Ok(())
    }
}

impl Part {
    fn yearly(&self, level: Level) -> f64 {
        let place = match level {
            Level::Discard => return self.rate * self.discard,
            Level::Site => 0,
            Level::Depot => 1,
        };
        self.repair[place].map_or(f64::INFINITY, |cost| self.rate * (cost + self.carriage[place]))
    }

    /// The cheapest level among the places (0 sites, 1 depot) that may repair it.
    fn best(&self, may: impl Fn(usize) -> bool) -> (Level, f64) {
        let mut best = (Level::Discard, self.yearly(Level::Discard));
        for (place, level) in [(0, Level::Site), (1, Level::Depot)] {
            let yearly = self.yearly(level);
            if may(place) && yearly < best.1 {
                best = (level, yearly);
            }
        }
        best
    }
}
