//! What was moved, what of it was delivered, and what was planned; fuel and grades.
use crate::chance::Chance;
use crate::frame::{Frame, hours, in_tonnes, ratio};
use crate::plan::Plan;
use crate::spread::Spread;
use iceroad_model::mine::MaterialKind;
use iceroad_model::record::{DumpCell, MachineRecord, RunRecord};
use iceroad_model::{DumpId, MaterialId, Scenario};
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

/// What a mine is for, with the key of its word: ore where there is ore, else everything.
pub fn wanted(scenario: &Scenario) -> (Vec<MaterialId>, &'static str) {
    let materials = || scenario.materials.entries();
    let ore: Vec<MaterialId> =
        materials().filter(|(_, material)| material.kind == MaterialKind::Ore).map(|(id, _)| id).collect();
    if ore.is_empty() {
        (materials().map(|(id, _)| id).collect(), "what-material")
    } else {
        (ore, "what-ore")
    }
}

/// What the mines are there for: ore where there is ore, else everything, and how much of it was delivered.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Moved {
    /// The key of the word for it: `what-ore` or `what-material`.
    pub what: &'static str,
    /// The materials that are counted.
    #[serde(skip)]
    pub materials: Vec<MaterialId>,
    /// Delivered over the horizon, t; rock on a stockpile is still to come.
    pub delivered_t: Option<Spread>,
    /// The share of their plan that they reach together; none where there is none.
    pub plan_share: Option<Spread>,
    /// The material that reaches least of its plan, where several have one, and the share.
    pub furthest_behind: Option<(String, Spread)>,
    /// In how many replications every material with a plan reaches it, waste as well; none where there is no plan.
    pub plan_met: Option<Chance>,
}

/// What the mines are there for.
pub fn moved(frame: &Frame<'_>) -> Moved {
    let (materials, what) = wanted(frame.scenario);
    let delivered =
        |record: &RunRecord| -> f64 { materials.iter().map(|&id| delivered_tonnes(frame, record, id)).sum() };
    let delivered_t = Spread::over(frame.records, delivered);
    let plan = Plan::of(frame);
    let has_plan = !plan.materials().is_empty();
    let shares = plan.materials().iter().filter_map(|&id| {
        let share = Spread::over(frame.records, |record| plan.share(record, id))?;
        Some((frame.scenario.materials[id].title.clone(), share))
    });
    let least = shares.min_by(|a, b| a.1.p50.total_cmp(&b.1.p50));
    let plan_share = Spread::over(frame.records, |record| plan.share_of_all(record, &materials));
    let met = || Chance::over(frame.records, |record| plan.is_met(record));
    Moved {
        what,
        delivered_t,
        plan_share,
        furthest_behind: least.filter(|_| plan.materials().len() > 1),
        plan_met: has_plan.then(met),
        materials,
    }
}

/// Loads dumped within the horizon.
pub fn loads(record: &RunRecord) -> f64 {
    record.tonnes.iter().map(|cell| f64::from(cell.loads)).sum()
}

/// Fuel burnt by machines, L.
pub fn fuel_litres(rows: impl IntoIterator<Item = MachineRecord>) -> f64 {
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
    /// Planned in each month for its days within the horizon, t.
    pub plan_t: Vec<f64>,
    /// Delivered in each month, t.
    pub monthly_t: Vec<Spread>,
    /// Delivered up to each month's end, t.
    pub summed_t: Vec<Spread>,
    /// The share of its plan that it reaches in each month that has one.
    pub monthly_share: Vec<Option<Spread>>,
    /// The share of its plan that it reaches over all planned months; none where it has no plan.
    pub share: Option<Spread>,
    /// In how many replications it reaches its plan.
    pub met: Option<Chance>,
}

impl MaterialForecast {
    /// Planned in all, t.
    pub fn planned_t(&self) -> f64 {
        self.plan_t.iter().sum()
    }

    /// Months that have a plan.
    pub fn months_planned(&self) -> usize {
        self.monthly_share.iter().flatten().count()
    }

    /// Months that fall short of plan in the median.
    pub fn months_short(&self) -> usize {
        self.monthly_share.iter().flatten().filter(|share| share.p50 < 1.0).count()
    }

    /// The month that reaches least of its plan in the median, with the share; none where every month reaches it.
    pub fn worst_month(&self) -> Option<(usize, f64)> {
        let months = self.monthly_share.iter().enumerate();
        let shares = months.filter_map(|(at, share)| Some((at, share.as_ref()?.p50)));
        shares.min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, share)| *share < 1.0)
    }
}

/// Every material of which something was planned or delivered.
pub fn by_material(frame: &Frame<'_>) -> Vec<MaterialForecast> {
    let plan = Plan::of(frame);
    frame.scenario.materials.ids().filter_map(|id| of_material(frame, &plan, id)).collect()
}

fn of_material(frame: &Frame<'_>, plan: &Plan<'_>, material: MaterialId) -> Option<MaterialForecast> {
    let n = frame.months.len();
    let plan_t = plan.planned_by_month(material);
    let (mut by_month, mut by_sum, mut by_share) = (vec![vec![]; n], vec![vec![]; n], vec![vec![]; n]);
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
        for (at, counted) in plan.counted_by_month(record, material).into_iter().enumerate() {
            by_share[at].push(ratio(counted, plan_t[at]));
        }
    }
    let spreads = |all: &[Vec<f64>]| all.iter().filter_map(|values| Spread::of(values)).collect::<Vec<_>>();
    let (monthly_t, summed_t) = (spreads(&by_month), spreads(&by_sum));
    let is_planned = plan.materials().contains(&material);
    let is_nothing = !is_planned && summed_t.last().is_none_or(|spread| spread.p90 == 0.0);
    if is_nothing || monthly_t.len() != n {
        return None;
    }
    Some(MaterialForecast {
        material,
        name: frame.scenario.materials[material].title.clone(),
        plan_t,
        monthly_t,
        summed_t,
        monthly_share: by_share.iter().map(|values| Spread::of(values)).collect(),
        share: Spread::over(frame.records, |record| plan.share(record, material)),
        met: is_planned.then(|| Chance::over(frame.records, |record| plan.share(record, material) >= 1.0)),
    })
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
            name: dump.title.clone(),
            grade: spread(blend, Fed::grade),
            off_blend: spread(blend, Fed::off_blend),
            stops: spread(breaks, |fed| f64::from(fed.stops)),
            stood_h: spread(breaks, Fed::stood_h),
        });
    }
    all
}
