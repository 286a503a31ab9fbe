//! Everything that is said of a run, worked out once: what consoles, programs and pages show.
use crate::advice::Advice;
use crate::bound::{MineLimits, limits};
use crate::cover::{self, CoverForecast};
use crate::equivalents::Equivalent;
use crate::fidelity::{Followed, followed};
use crate::findings::{Answer, Binding, Loss, answer, bindings, truck_losses};
use crate::frame::Frame;
use crate::kpi::{Book, Measure};
use crate::legs::{LegUse, QueueUse, VehicleUse};
use crate::mine_supply::MineShortage;
use crate::money::{CostForecast, costs};
use crate::production::{DumpForecast, MaterialForecast, Moved, by_material, dumps, moved};
use crate::projects::{TaskForecast, tasks};
use crate::promise::{LineForecast, lines};
use crate::settlements::{ShortageForecast, shortages};
use crate::stock::{Refusal, StockForecast, refusals};
use crate::stops::{SubsystemStops, by_subsystem};
use crate::time_usage::{GroupUse, MachineUse};
use crate::turnover::{TurnoverForecast, turnover};
use crate::workshop::{ResourceUse, Waited, resources, waits};
use crate::{Results, equivalents, legs, mine_supply, seasons, stock, time_usage};
use iceroad_model::outlook::SeasonForecast;
use serde::Serialize;

/// Everything that is said of a run. It owns what it holds, and can be stored; a number that is not finite is stored as
/// nothing.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Assessment {
    /// The answer in a sentence.
    pub answer: Answer,
    /// Every measure that a run lists.
    pub measures: Vec<Measure>,
    /// What the mines are there for, and the plan.
    pub moved: Moved,
    /// Tonnes against plan, by material and month.
    pub production: Vec<MaterialForecast>,
    /// Grades and stops of the dumps that tell of them.
    pub dumps: Vec<DumpForecast>,
    /// The bound of each mine's tonnage.
    pub bounds: Vec<MineLimits>,
    /// Time usage of each group of machines.
    pub groups: Vec<GroupUse>,
    /// Time usage of each machine.
    pub machines: Vec<MachineUse>,
    /// States in which trucks do not produce, largest first.
    pub losses: Vec<Loss>,
    /// What stopped machines, by subsystem.
    pub stops: Vec<SubsystemStops>,
    /// Use of bays and technicians.
    pub workshop: Vec<ResourceUse>,
    /// Machine-hours down waiting, by cause.
    pub waits: Vec<Waited>,
    /// Stock lines.
    pub stock: Vec<StockForecast>,
    /// How long stock lasts beyond the horizon's end, what to worry about first.
    pub cover: Vec<CoverForecast>,
    /// Offers that a restriction refused.
    pub refusals: Vec<Refusal>,
    /// Equivalents of parts, with what they cost over their life.
    pub equivalents: Vec<Equivalent>,
    /// What legs carry.
    pub legs: Vec<LegUse>,
    /// How vehicles are used.
    pub vehicles: Vec<VehicleUse>,
    /// Who stands in line, the most tonne-days first.
    pub queues: Vec<QueueUse>,
    /// When seasons are open.
    pub seasons: Vec<SeasonForecast>,
    /// Lines of agreements.
    pub lines: Vec<LineForecast>,
    /// Tasks of projects.
    pub tasks: Vec<TaskForecast>,
    /// What settlements lack.
    pub shortages: Vec<ShortageForecast>,
    /// What mines lack of what they use beside parts and fuel.
    pub mine_shortages: Vec<MineShortage>,
    /// Goods that change hands.
    pub turnover: TurnoverForecast,
    /// Money paid.
    pub costs: CostForecast,
    /// How fully everything is used, the fullest first.
    pub bindings: Vec<Binding>,
    /// Changes that were tried.
    pub advice: Advice,
    /// How closely haulage was followed.
    pub fidelity: Followed,
}

impl Assessment {
    /// Works out everything.
    pub fn of(results: &Results<'_>) -> Self {
        let Results { scenario, records, .. } = *results;
        let frame = Frame::new(scenario, records);
        let book = Book::of(&frame);
        Self {
            answer: answer(results),
            measures: book.measures(records),
            moved: moved(&frame),
            production: by_material(&frame),
            dumps: dumps(&frame),
            bounds: limits(results),
            groups: time_usage::groups(&frame),
            machines: time_usage::machines(&frame),
            losses: truck_losses(results),
            stops: by_subsystem(&frame),
            workshop: resources(&frame),
            waits: waits(&frame),
            stock: stock::lines(&frame),
            cover: cover::all(&frame),
            refusals: refusals(&frame),
            equivalents: equivalents::all(&frame),
            legs: legs::all(results),
            vehicles: legs::vehicles(results),
            queues: legs::queues(scenario, records),
            seasons: seasons::all(results, &frame),
            lines: lines(scenario, records),
            tasks: tasks(scenario, records),
            shortages: shortages(scenario, records),
            mine_shortages: mine_supply::shortages(scenario, records),
            turnover: turnover(&frame),
            costs: costs(&frame),
            bindings: bindings(results),
            advice: crate::retold::advice(results, &frame),
            fidelity: followed(results),
        }
    }

    /// A measure by its key.
    pub fn measure(&self, key: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.key == key)
    }

    /// A group of machines by its key.
    pub fn group(&self, key: &str) -> Option<&GroupUse> {
        self.groups.iter().find(|group| group.key == key)
    }
}
