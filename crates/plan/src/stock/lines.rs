//! The stock lines that a plan may change: those that jobs of the workshop ask, with what a unit costs and what a level
//! is.
use super::Question;
use iceroad_base::quantity::{Quantity, Ranged};
use iceroad_model::goods::ItemKind;
use iceroad_model::stores::{ReviewPolicy, StockLine};
use iceroad_model::tables::Tables;
use iceroad_model::worth::Worths;
use iceroad_model::{Scenario, StockId, StoreId};

/// A stock line that may hold more or less.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) id: StockId,
    /// Worth of a unit on its shelf, minor units.
    pub(crate) unit: f64,
    /// What keeping a unit for a year costs beyond the interest that the scenario charges itself, minor units.
    pub(crate) keeping: f64,
    /// Fewest units more; below zero: so many fewer.
    pub(crate) least: i64,
    /// Days after which an unfilled demand is met by the fastest way.
    pub(crate) emergency_after: Option<f64>,
}

/// Units more on each line, in their order.
pub(crate) type Plan = Vec<i64>;

/// The lines of parts and tyres in stores that workshops draw from.
pub(crate) fn lines(question: &Question) -> Vec<Line> {
    let scenario = &question.scenario;
    let worths = Worths::new(scenario);
    let line = |(id, row): (StockId, &StockLine)| {
        let item = &scenario.items[row.item];
        let drawn = scenario.workshops.iter().any(|workshop| workshop.store == row.store);
        if !drawn || !matches!(item.kind, ItemKind::Part | ItemKind::Tyre | ItemKind::Other) {
            return None;
        }
        let store = &scenario.stores[row.store];
        let unit = worths.unit(row.item, store.site);
        let keeping = unit * (question.keeping - store.interest.get()).max(0.0);
        let least = -least_taken(row, question.from_start);
        let emergency_after = store.emergency_after.map(|days| days.get());
        Some(Line { id, unit, keeping, least, emergency_after })
    };
    scenario.stock.entries().filter_map(line).collect()
}

/// Units that can be taken off a line.
fn least_taken(row: &StockLine, from_start: bool) -> i64 {
    let level = level(row);
    if from_start { level.min(row.on_hand.get()) } else { level }.max(0)
}

/// What a line is ordered up to; what lies there where it is never ordered.
pub fn level(row: &StockLine) -> i64 {
    match row.policy {
        ReviewPolicy::None => row.on_hand.get(),
        ReviewPolicy::ReorderUpTo { up_to, .. } | ReviewPolicy::BeforeClosure { up_to, .. } => up_to.get(),
    }
}

/// A stock line with so many units more: what it is ordered at and up to, and where `from_start` says so what lies there at
/// the start. Its stock is so many units higher throughout then, as long as nothing else changes.
pub fn moved(row: &StockLine, more: i64, from_start: bool) -> StockLine {
    let plus = |quantity: Quantity| Quantity(quantity.get().saturating_add(more).max(0));
    let policy = match row.policy {
        ReviewPolicy::None => ReviewPolicy::None,
        ReviewPolicy::ReorderUpTo { reorder, up_to, review_days } => {
            ReviewPolicy::ReorderUpTo { reorder: plus(reorder), up_to: plus(up_to), review_days }
        }
        ReviewPolicy::BeforeClosure { up_to, order_by, reorder, reorder_up_to } => {
            let is_between = reorder_up_to.get() > 0;
            let between = |quantity| if is_between { plus(quantity) } else { quantity };
            ReviewPolicy::BeforeClosure {
                up_to: plus(up_to),
                order_by,
                reorder: between(reorder),
                reorder_up_to: between(reorder_up_to),
            }
        }
    };
    let on_hand = if from_start { plus(row.on_hand) } else { row.on_hand };
    StockLine { on_hand, policy, ..row.clone() }
}

/// The scenario's tables with a plan in force.
pub(crate) fn in_force(scenario: &Scenario, lines: &[Line], plan: &Plan, from_start: bool) -> Tables {
    let mut tables = scenario.clone().into_tables();
    for (line, &more) in lines.iter().zip(plan) {
        if more != 0 {
            tables.stock[line.id] = moved(&scenario.stock[line.id], more, from_start);
        }
    }
    tables
}

/// A store, and the stores above it.
pub(crate) fn above(scenario: &Scenario, store: StoreId) -> Vec<StoreId> {
    let mut chain = vec![store];
    let mut at = store;
    while let Some(parent) = scenario.stores[at].parent.filter(|parent| !chain.contains(parent)) {
        chain.push(parent);
        at = parent;
    }
    chain
}
