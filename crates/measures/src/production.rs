//! What was moved, what of it was delivered, and what was planned; fuel and grades.
use crate::frame::{Frame, hours, in_tonnes, ratio};
use crate::spread::Spread;
use iceroad_model::record::{DumpCell, MachineRecord, RunRecord};
use iceroad_model::{DumpId, MaterialId};
use serde::Serialize;

/// Mass dumped of one material, or of all, t.
pub fn tonnes(record: &RunRecord, material: Option<MaterialId>) -> f64 {
    let cells = record.tonnes.iter().filter(|cell| material.is_none_or(|id| cell.material == id));
    in_tonnes(cells.map(|cell| cell.mass_kg).sum())
}

/// What was delivered of a material, t: dumped elsewhere than on stockpiles, where it is still to come.
pub fn delivered_tonnes(frame: &Frame<'_>, record: &RunRecord, material: MaterialId) -> f64 {
    let cells = frame.delivered(record).filter(|cell| cell.material == material);
    in_tonnes(cells.map(|cell| cell.mass_kg).sum())
}

/// What was planned of a material within the months of the horizon, t.
pub fn planned_tonnes(frame: &Frame<'_>, material: MaterialId) -> f64 {
    planned_by_month(frame, material).iter().sum()
}

fn planned_by_month(frame: &Frame<'_>, material: MaterialId) -> Vec<f64> {
    let mut months = vec![0.0; frame.months.len()];
    for row in frame.scenario.plan.iter().filter(|row| row.material == material) {
        if let Some(month) = months.get_mut(usize::from(row.month)) {
            *month += row.mass.tonnes();
        }
    }
    months
}

/// Loads dumped within the horizon.
pub fn loads(record: &RunRecord) -> f64 {
    record.tonnes.iter().map(|cell| f64::from(cell.loads)).sum()
}

/// Fuel burnt by machines, L.
pub fn fuel_litres<'r>(rows: impl IntoIterator<Item = &'r MachineRecord>) -> f64 {
    rows.into_iter().map(|row| row.fuel_l.iter().sum::<i64>()).sum::<i64>() as f64
}

/// What came to a dump over the horizon.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Fed {
    graded_kg: i64,
    content: i64,
    off_blend_kg: i64,
    /// Times its crusher failed.
    pub stops: u32,
    stood_ms: i64,
}

impl Fed {
    /// What came to a dump in a replication.
    pub fn of(record: &RunRecord, dump: DumpId) -> Self {
        let mut sum = Self::default();
        for cell in record.dump_months.iter().filter(|cell| cell.dump == dump) {
            let month = Self::of_cell(cell);
            sum.graded_kg += month.graded_kg;
            sum.content += month.content;
            sum.off_blend_kg += month.off_blend_kg;
            sum.stops += month.stops;
            sum.stood_ms += month.stood_ms;
        }
        sum
    }

    /// What came to a dump in a month.
    pub fn of_cell(cell: &DumpCell) -> Self {
        Self {
            graded_kg: cell.graded_kg,
            content: cell.content,
            off_blend_kg: cell.off_blend_kg,
            stops: cell.stops,
            stood_ms: cell.stopped_ms,
        }
    }

    /// How long its crusher stood after failures, h.
    pub fn stood_h(&self) -> f64 {
        hours(self.stood_ms)
    }

    /// Mean grade by mass; not-a-number where nothing with a grade came.
    pub fn grade(&self) -> f64 {
        ratio(self.content as f64 / 1_000.0, self.graded_kg as f64)
    }

    /// Mass of loads that left the running mean outside the limits, over all with a grade.
    pub fn off_blend(&self) -> f64 {
        ratio(self.off_blend_kg as f64, self.graded_kg as f64)
    }
}

/// One material by month, delivered against plan.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MaterialForecast {
    /// Which.
    #[serde(skip)]
    pub material: MaterialId,
    /// Its name.
    pub name: String,
    /// Planned in each month, t.
    pub plan_t: Vec<f64>,
    /// Delivered in each month, t.
    pub monthly_t: Vec<Spread>,
    /// Delivered up to each month's end, t.
    pub summed_t: Vec<Spread>,
    /// Replications in which the whole plan was met.
    pub met: usize,
}

impl MaterialForecast {
    /// Planned in all, t.
    pub fn planned_t(&self) -> f64 {
        self.plan_t.iter().sum()
    }

    /// Months that fall short of plan in the median.
    pub fn months_short(&self) -> usize {
        self.monthly_t.iter().zip(&self.plan_t).filter(|(month, plan)| month.p50 < **plan).count()
    }

    /// The month that reaches least of its plan in the median, with the share; none where every month reaches it.
    pub fn worst_month(&self) -> Option<(usize, f64)> {
        let months =
            self.monthly_t.iter().zip(&self.plan_t).enumerate().filter(|(_, (_, plan))| **plan > 0.0);
        let shares = months.map(|(at, (month, plan))| (at, month.p50 / plan));
        shares.min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, share)| *share < 1.0)
    }
}

/// Every material of which something was planned or delivered.
pub fn by_material(frame: &Frame<'_>) -> Vec<MaterialForecast> {
    frame.scenario.materials.ids().filter_map(|id| of_material(frame, id)).collect()
}

fn of_material(frame: &Frame<'_>, material: MaterialId) -> Option<MaterialForecast> {
    let n = frame.months.len();
    let plan_t = planned_by_month(frame, material);
    let mut by_month: Vec<Vec<f64>> = vec![Vec::new(); n];
    let mut by_sum: Vec<Vec<f64>> = vec![Vec::new(); n];
    for record in frame.records {
        let mut months = vec![0.0; n];
        for cell in frame.delivered(record).filter(|cell| cell.material == material) {
            if let Some(month) = months.get_mut(usize::from(cell.month)) {
                *month += in_tonnes(cell.mass_kg);
            }
        }
        let mut sum = 0.0;
        for (at, tonnes) in months.into_iter().enumerate() {
            sum += tonnes;
            by_month[at].push(tonnes);
            by_sum[at].push(sum);
        }
    }
    let spreads = |all: &[Vec<f64>]| all.iter().filter_map(|values| Spread::of(values)).collect::<Vec<_>>();
    let (monthly_t, summed_t) = (spreads(&by_month), spreads(&by_sum));
    let planned: f64 = plan_t.iter().sum();
    let is_nothing = planned == 0.0 && summed_t.last().is_none_or(|spread| spread.p90 == 0.0);
    if is_nothing || monthly_t.len() != n {
        return None;
    }
    let met =
        frame.records.iter().filter(|record| delivered_tonnes(frame, record, material) >= planned).count();
    let name = frame.scenario.materials[material].name.clone();
    Some(MaterialForecast { material, name, plan_t, monthly_t, summed_t, met })
}

/// Grades fed to a dump and stops of its crusher; none of what it does not tell of.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DumpForecast {
    /// Its name.
    pub name: String,
    /// Mean grade.
    pub grade: Option<Spread>,
    /// Share fed off its blend.
    pub off_blend: Option<Spread>,
    /// Times its crusher failed.
    pub stops: Option<Spread>,
    /// Hours it stood for it.
    pub stood_h: Option<Spread>,
}

/// The dumps that have a blend or a crusher that fails.
pub fn dumps(frame: &Frame<'_>) -> Vec<DumpForecast> {
    let mut all = Vec::new();
    for (id, dump) in frame.scenario.dumps.entries() {
        let (blend, breaks) = (dump.blend.is_some(), dump.breaks.is_some());
        if !blend && !breaks {
            continue;
        }
        let spread = |is_told: bool, of: fn(&Fed) -> f64| {
            Spread::over(frame.records, |record| of(&Fed::of(record, id))).filter(|_| is_told)
        };
        all.push(DumpForecast {
            name: dump.name.clone(),
            grade: spread(blend, Fed::grade),
            off_blend: spread(blend, Fed::off_blend),
            stops: spread(breaks, |fed| f64::from(fed.stops)),
            stood_h: spread(breaks, Fed::stood_h),
        });
    }
    all
}
