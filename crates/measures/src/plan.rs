//! What was planned, and what of it was delivered: like with like.
//!
//! A plan names tonnes of a material from a mine in a month. What is held against it is what was delivered of that material
//! by that mine in that month, and nothing else: a month without a plan adds nothing to another's share. A month that the
//! horizon cuts is planned for its days within it.
//!
//! The plan is *met* in a replication where every material that has a plan reaches the whole of its own, over all its planned
//! months together: more of one ore does not make up for another, and then all of them together reach theirs as well.
use crate::frame::{Frame, in_tonnes, ratio};
use iceroad_base::civil::{Date, epoch_day};
use iceroad_model::record::{RunRecord, TonnesCell};
use iceroad_model::{MaterialId, MineId};
use std::collections::BTreeMap;

/// The plan of the months within the horizon.
pub struct Plan<'f> {
    frame: &'f Frame<'f>,
    /// Tonnes by mine, material and month.
    cells: BTreeMap<(MineId, MaterialId, usize), f64>,
    /// Materials of which something is planned, in order.
    materials: Vec<MaterialId>,
}

impl<'f> Plan<'f> {
    /// The plan of a scenario.
    pub fn of(frame: &'f Frame<'f>) -> Self {
        let mut cells = BTreeMap::new();
        for row in &frame.scenario.plan {
            let month = usize::from(row.month);
            let tonnes = row.mass.tonnes() * share_within(frame, month);
            if tonnes > 0.0 {
                *cells.entry((row.mine, row.material, month)).or_insert(0.0) += tonnes;
            }
        }
        let mut materials: Vec<MaterialId> = cells.keys().map(|&(_, material, _)| material).collect();
        materials.sort_unstable();
        materials.dedup();
        Self { frame, cells, materials }
    }

    /// Materials of which something is planned within the horizon.
    pub fn materials(&self) -> &[MaterialId] {
        &self.materials
    }

    /// Planned of a material within the horizon, t.
    pub fn planned_t(&self, material: MaterialId) -> f64 {
        self.planned_by_month(material).iter().sum()
    }

    /// Planned of a material in each month, t.
    pub fn planned_by_month(&self, material: MaterialId) -> Vec<f64> {
        let mut months = vec![0.0; self.frame.months.len()];
        for (&(_, of, month), tonnes) in &self.cells {
            if of == material {
                months[month] += tonnes;
            }
        }
        months
    }

    /// Delivered of a material in each month by the mines that have a plan for it there, t.
    pub fn counted_by_month(&self, record: &RunRecord, material: MaterialId) -> Vec<f64> {
        let mut months = vec![0.0; self.frame.months.len()];
        for cell in self.frame.delivered(record).filter(|cell| cell.material == material) {
            if self.counts(cell) {
                months[usize::from(cell.month)] += in_tonnes(cell.mass_kg);
            }
        }
        months
    }

    fn counts(&self, cell: &TonnesCell) -> bool {
        let scenario = self.frame.scenario;
        let mine = scenario.dumps.get(cell.dump).map(|dump| scenario.nodes[dump.node].mine);
        mine.is_some_and(|mine| self.cells.contains_key(&(mine, cell.material, usize::from(cell.month))))
    }

    /// The share of its plan that a material reaches; not-a-number where it has none.
    pub fn share(&self, record: &RunRecord, material: MaterialId) -> f64 {
        self.share_of_all(record, &[material])
    }

    /// The share of the plan of several materials together.
    pub fn share_of_all(&self, record: &RunRecord, materials: &[MaterialId]) -> f64 {
        let (mut counted, mut planned) = (0.0, 0.0);
        for &material in materials {
            counted += self.counted_by_month(record, material).iter().sum::<f64>();
            planned += self.planned_t(material);
        }
        ratio(counted, planned)
    }

    /// The lowest of the shares of the materials; not-a-number where nothing is planned.
    pub fn least_share(&self, record: &RunRecord) -> f64 {
        self.materials.iter().map(|&material| self.share(record, material)).fold(f64::NAN, f64::min)
    }

    /// Whether every material reaches its plan.
    pub fn is_met(&self, record: &RunRecord) -> bool {
        self.least_share(record) >= 1.0
    }
}

/// The share of a month's days that the horizon has; 0 for a month that it has nothing of.
fn share_within(frame: &Frame<'_>, month: usize) -> f64 {
    let Some(&(year, number)) = frame.months.get(month) else { return 0.0 };
    let next = if number == 12 { (year + 1, 1) } else { (year, number + 1) };
    let first = |(year, number)| Date::new(year, number, 1).map_or(0, epoch_day);
    let whole = first(next) - first((year, number));
    let within = frame.month_start(month + 1) - frame.month_start(month);
    within as f64 / whole as f64
}
