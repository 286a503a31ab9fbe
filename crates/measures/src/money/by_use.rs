//! Cost by use: what a year used, whenever it was paid, by who pays for it; and what is left of the worth of what was delivered.
//!
//! **Two views.** *Cash* is what is paid within the horizon: stock bought for next year is in it, what was used from the opening
//! stock is not, nor is what a machine wears off. *Use* turns each of these round: goods cost what they were worth when they left
//! the shelf ([`iceroad_model::record::GoodsCell`]: price and freight, moving average), so that
//! `used = opening + bought + freight + repairs − closing − spoiled`, goods on the way counted at both ends. Compare scenarios by use: they
//! rarely end with the same shelves.
//!
//! **Capital once.** Machines bought are no use. They cost by being owned: either within `cost_per_hour`, or by wearing their price
//! off over the time they are in the fleet ([`iceroad_model::fleet::Capital`]), then without the share of `cost_per_hour` that is
//! ownership.
//!
//! Pitfall: fuel counts when it is tanked; what is left in tanks at the end was used. A mine without a fuel store uses what it
//! burns, at what a litre is worth at its site.
use crate::frame::{DAY_MS, Frame, HOUR_MS, class_ms, hours, ratio};
use crate::money::paid_minor;
use crate::production::{delivered_tonnes, fuel_litres};
use iceroad_base::quantity::Ranged;
use iceroad_model::event::{CostCause, MachineState, StateClass};
use iceroad_model::fleet::Capital;
use iceroad_model::goods::ItemKind;
use iceroad_model::obligations::Promise;
use iceroad_model::record::{GoodsCell, MachineRecord, RunRecord};
use iceroad_model::worth::{Payer, Worths, is_capital, payer_of};
use iceroad_model::{MaterialId, ProjectId, Scenario};

/// Days of a mean year.
const YEAR_DAYS: f64 = 365.25;

/// What is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    /// Fuel.
    Fuel,
    /// Parts and tyres.
    Parts,
    /// Food.
    Food,
    /// Building materials.
    Building,
    /// All other goods.
    Goods,
    /// Workshop labour.
    Labour,
    /// Machine operation by the hour.
    Operation,
    /// Machines worn off.
    Ownership,
    /// Electricity for trucks.
    Electricity,
    /// What spoiled.
    Spoilage,
    /// Interest on stock.
    Interest,
    /// Crews of projects.
    Construction,
    /// Penalties paid less received.
    Penalty,
}

impl Line {
    /// All, in the order in which they are shown.
    pub const ALL: [Line; 13] = [
        Line::Fuel,
        Line::Parts,
        Line::Food,
        Line::Building,
        Line::Goods,
        Line::Labour,
        Line::Operation,
        Line::Ownership,
        Line::Electricity,
        Line::Spoilage,
        Line::Interest,
        Line::Construction,
        Line::Penalty,
    ];

    /// Its key.
    pub const fn key(self) -> &'static str {
        self.texts().0
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        self.texts().1
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Line::Fuel => ("fuel", "fuel"),
            Line::Parts => ("parts", "parts and tyres"),
            Line::Food => ("food", "food"),
            Line::Building => ("building", "building materials"),
            Line::Goods => ("goods", "other goods"),
            Line::Labour => ("labour", "workshop labour"),
            Line::Operation => ("operation", "machine operation by the hour"),
            Line::Ownership => ("ownership", "machines worn off"),
            Line::Electricity => ("electricity", "electricity for trucks"),
            Line::Spoilage => ("spoilage", "goods spoiled"),
            Line::Interest => ("interest", "interest on stock"),
            Line::Construction => ("construction", "crews of projects"),
            Line::Penalty => ("penalty", "penalties paid less received"),
        }
    }

    fn of_kind(kind: ItemKind) -> Self {
        match kind {
            ItemKind::Fuel => Line::Fuel,
            ItemKind::Part | ItemKind::Tyre => Line::Parts,
            ItemKind::Food => Line::Food,
            ItemKind::Building => Line::Building,
            ItemKind::Machine | ItemKind::Other => Line::Goods,
        }
    }
}

/// Reads costs by use off replications of one scenario; amounts are in minor units.
pub struct ByUse<'f> {
    frame: &'f Frame<'f>,
    worths: Worths,
}

impl<'f> ByUse<'f> {
    /// Prepares what all replications share.
    pub fn new(frame: &'f Frame<'f>) -> Self {
        Self { frame, worths: Worths::new(frame.scenario) }
    }

    fn scenario(&self) -> &'f Scenario {
        self.frame.scenario
    }

    /// Everything that a payer's part cost.
    pub fn of_payer(&self, record: &RunRecord, payer: Payer) -> f64 {
        Line::ALL.into_iter().map(|line| self.line(record, payer, line)).sum()
    }

    /// Everything, of all payers.
    pub fn total(&self, record: &RunRecord) -> f64 {
        Payer::ALL.iter().map(|&payer| self.of_payer(record, payer)).sum()
    }

    /// One line of a payer.
    pub fn line(&self, record: &RunRecord, payer: Payer, line: Line) -> f64 {
        let of_mine = |amount: f64| if payer == Payer::Mine { amount } else { 0.0 };
        match line {
            Line::Fuel => self.goods(record, payer, line) + of_mine(self.fuel_of_no_store(record)),
            Line::Parts | Line::Food | Line::Building | Line::Goods => self.goods(record, payer, line),
            Line::Labour => self.labour(record, payer),
            Line::Operation => of_mine(self.operation(record)),
            Line::Ownership => of_mine(self.ownership(record)),
            Line::Electricity => of_mine(paid_minor(record, CostCause::Electricity)),
            Line::Spoilage => self.spoilage(record, payer),
            Line::Interest => self.interest(record, payer),
            Line::Construction => self.construction(record, payer),
            Line::Penalty => self.penalty(record, payer),
        }
    }

    /// Cells of goods that are used, machines left out.
    fn cells<'r>(&self, record: &'r RunRecord) -> impl Iterator<Item = GoodsCell> + use<'r, 'f> {
        let scenario = self.scenario();
        record.goods.iter().filter(move |cell| !is_capital(scenario, cell.item))
    }

    fn goods(&self, record: &RunRecord, payer: Payer, line: Line) -> f64 {
        let items = &self.scenario().items;
        let is_of =
            |cell: &GoodsCell| items.get(cell.item).is_some_and(|row| Line::of_kind(row.kind) == line);
        self.cells(record).filter(is_of).map(|cell| cell.used[payer as usize]).sum::<i64>() as f64
    }

    /// Worth of the goods there were at the start, those on the way included.
    pub fn opening(&self, record: &RunRecord) -> f64 {
        self.cells(record).map(|cell| cell.opening + cell.coming_at_start).sum::<i64>() as f64
    }

    /// Worth of the goods there are at the end, those paid for and on the way included.
    pub fn closing(&self, record: &RunRecord) -> f64 {
        self.cells(record).map(|cell| cell.closing + cell.coming).sum::<i64>() as f64
    }

    /// Paid for machines and their freight.
    pub fn capital_paid(&self, record: &RunRecord) -> f64 {
        let machines = record.goods.iter().filter(|cell| is_capital(self.scenario(), cell.item));
        machines.map(|cell| cell.bought + cell.freight).sum::<i64>() as f64
    }

    fn fuel_of_no_store(&self, record: &RunRecord) -> f64 {
        let mut amount = 0.0;
        for (machine, row) in self.scenario().machines.entries() {
            let mine = &self.scenario().mines[row.mine];
            if let (Some(item), None, Some(burnt)) =
                (mine.fuel_item, mine.fuel_store, record.machines.get(machine))
            {
                amount += fuel_litres([burnt]) * self.worths.unit(item, mine.site);
            }
        }
        amount
    }

    /// Machines of models whose price is worn off, with it.
    fn worn_off<'r>(
        &self,
        record: &'r RunRecord,
    ) -> impl Iterator<Item = (MachineRecord, Capital, f64)> + use<'r, 'f> {
        let scenario = self.scenario();
        scenario.machines.entries().filter_map(move |(machine, row)| {
            let model = scenario.models.get(row.model)?;
            Some((record.machines.get(machine)?, model.capital?, model.cost_per_hour.get() as f64))
        })
    }

    fn operation(&self, record: &RunRecord) -> f64 {
        let owned = |(row, capital, per_hour): (MachineRecord, Capital, f64)| {
            let ms = class_ms(&row, StateClass::Working) + class_ms(&row, StateClass::Delay);
            hours(ms) * per_hour * capital.hourly.get()
        };
        paid_minor(record, CostCause::Operation) - self.worn_off(record).map(owned).sum::<f64>()
    }

    fn ownership(&self, record: &RunRecord) -> f64 {
        let worn = |(row, capital, _): (MachineRecord, Capital, f64)| {
            let all: i64 = row.state_ms.iter().flatten().sum();
            let absent: i64 = row.state_ms.iter().map(|month| month[MachineState::Absent as usize]).sum();
            capital.per_year() * (all - absent) as f64 / DAY_MS / YEAR_DAYS
        };
        self.worn_off(record).map(worn).sum()
    }

    /// Hands-on hours are the mine's; the rest of a shift is the payer's of the workshop.
    fn labour(&self, record: &RunRecord, payer: Payer) -> f64 {
        let idle_of = |payer: Payer| -> f64 {
            let groups = self.scenario().technicians.entries().filter_map(|(group, row)| {
                let shop = self.scenario().workshops.get(row.workshop)?;
                (shop.payer == payer).then_some((record.groups.get(group)?, row))
            });
            let idle = groups.map(|(hours, row)| {
                (hours.on_shift_ms - hours.working_ms) as f64 / HOUR_MS * row.cost_per_hour.get() as f64
            });
            idle.sum()
        };
        if payer != Payer::Mine {
            return idle_of(payer);
        }
        let others: f64 =
            Payer::ALL.iter().filter(|&&other| other != Payer::Mine).map(|&other| idle_of(other)).sum();
        paid_minor(record, CostCause::Labour) - others
    }

    fn spoilage(&self, record: &RunRecord, payer: Payer) -> f64 {
        let borne = |cell: &GoodsCell| cell.spoiled != 0 && payer_of(self.scenario(), cell.store) == payer;
        self.cells(record).filter(borne).map(|cell| cell.spoiled).sum::<i64>() as f64
    }

    /// On the mean of what lay there at the start and at the end of each week.
    fn interest(&self, record: &RunRecord, payer: Payer) -> f64 {
        let mut amount = 0.0;
        let years = self.frame.days() as f64 / YEAR_DAYS;
        for (id, line) in self.scenario().stock.entries() {
            let Some(store) = self.scenario().stores.get(line.store) else { continue };
            let rate = store.interest.get();
            let Some(row) = record.stock.get(id).filter(|_| rate > 0.0) else { continue };
            if payer_of(self.scenario(), line.store) != payer || is_capital(self.scenario(), line.item) {
                continue;
            }
            let units = (line.on_hand.get() + row.weekly.iter().sum::<i64>()) as f64;
            let mean = units / (row.weekly.len() + 1) as f64;
            amount += mean * self.worths.unit(line.item, store.site) * rate * years;
        }
        amount
    }

    /// What crews were paid, by the days of work of each project's tasks at its crews' rates.
    fn construction(&self, record: &RunRecord, payer: Payer) -> f64 {
        let end = self.scenario().horizon().end().millis();
        let payer_of_project =
            |project: ProjectId| self.scenario().projects.get(project).map(|row| row.payer);
        let (mut all, mut own) = (0.0, 0.0);
        for (id, task) in self.scenario().tasks.entries() {
            let rate = task.crew.map_or(0.0, |crew| self.scenario().crews[crew].cost_per_day.get() as f64);
            let Some((row, started)) = record.tasks.get(id).and_then(|row| Some((row, row.started_ms?)))
            else {
                continue;
            };
            let worth = rate * (row.done_ms.unwrap_or(end) - started) as f64;
            all += worth;
            own += if payer_of_project(task.project) == Some(payer) { worth } else { 0.0 };
        }
        let paid = paid_minor(record, CostCause::Construction);
        if all > 0.0 { paid * own / all } else { 0.0 }
    }

    /// For goods that came late the receiver is paid; for late work the mine pays.
    fn penalty(&self, record: &RunRecord, payer: Payer) -> f64 {
        let mut amount = 0.0;
        for (id, line) in self.scenario().lines.entries() {
            let penalty = record.lines.get(id).map_or(0, |row| row.penalty) as f64;
            let (borne_by, paid) = match line.promise {
                Promise::Goods { store, .. } => (payer_of(self.scenario(), store), -penalty),
                Promise::Services { .. } | Promise::Tonnes { .. } => (Payer::Mine, penalty),
            };
            amount += if borne_by == payer { paid } else { 0.0 };
        }
        amount
    }

    /// What was delivered at what a tonne is worth; none where no worth is written.
    pub fn worth(&self, record: &RunRecord) -> Option<f64> {
        let worths: Vec<(MaterialId, f64)> = self
            .scenario()
            .materials
            .entries()
            .filter_map(|(id, row)| Some((id, row.worth_per_tonne?.get() as f64)))
            .collect();
        let of = |&(id, worth): &(MaterialId, f64)| worth * delivered_tonnes(self.frame, record, id);
        (!worths.is_empty()).then(|| worths.iter().map(of).sum())
    }

    /// That worth less the mine's cost by use; none where no worth is written.
    pub fn margin(&self, record: &RunRecord) -> Option<f64> {
        Some(self.worth(record)? - self.of_payer(record, Payer::Mine))
    }

    /// The mine's cost by use for a tonne moved; not-a-number where nothing was.
    pub fn per_tonne(&self, record: &RunRecord) -> f64 {
        ratio(self.of_payer(record, Payer::Mine), crate::production::tonnes(record, None))
    }
}

/// Whether the worth of a tonne is written for any material.
pub fn has_worth(scenario: &Scenario) -> bool {
    scenario.materials.iter().any(|row| row.worth_per_tonne.is_some())
}
