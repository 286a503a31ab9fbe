//! What is read off a replication for a fleet question.

use crate::variant::Fleet;
use iceroad_base::Span;
use iceroad_model::Scenario;
use iceroad_model::event::{MachineState, StateClass};
use iceroad_model::record::RunRecord;

/// One replication of one fleet.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Year {
    /// Everything moved, t.
    pub(crate) tonnes: f64,
    /// The lowest share of the plan over materials; not a number without a plan.
    pub(crate) plan_share: f64,
    /// Operating machines, and their fuel where its price is known, minor units.
    pub(crate) cost: f64,
    /// Trucks over truck cycle time, over the sum over loaders of one over their loading time.
    pub(crate) match_factor: f64,
}

impl Year {
    /// Cost per tonne, minor units.
    pub(crate) fn per_tonne(&self) -> f64 {
        self.cost / self.tonnes
    }
}

/// Minor units per litre of the fuel that a mine burns: the cheapest offer of it; none where nobody offers it.
pub(crate) fn fuel_price(scenario: &Scenario) -> Option<f64> {
    let items: Vec<_> = scenario.mines.iter().filter_map(|mine| mine.fuel_item).collect();
    let offers = scenario.offers.iter().filter(|offer| items.contains(&offer.item));
    offers.map(|offer| offer.price.get() as f64).min_by(f64::total_cmp)
}

/// Reads a replication.
pub(crate) fn year(scenario: &Scenario, record: &RunRecord, fuel_price: Option<f64>) -> Year {
    let tonnes = record.tonnes.iter().map(|cell| cell.mass_kg).sum::<i64>() as f64 / 1_000.0;
    let mut cost = 0.0;
    for (id, machine) in scenario.machines.entries() {
        let row = &record.machines[id];
        let ms: i64 = row.state_ms.iter().map(in_class).sum();
        let per_hour = scenario.models[machine.model].cost_per_hour.get() as f64;
        cost += Span::from_millis(ms).hours() * per_hour;
        cost += row.fuel_l.iter().sum::<i64>() as f64 * fuel_price.unwrap_or(0.0);
    }
    Year {
        tonnes,
        plan_share: plan_share(scenario, record),
        cost,
        match_factor: match_factor(scenario, record),
    }
}

fn in_class(month: &[i64; MachineState::COUNT]) -> i64 {
    let runs = |state: &&MachineState| matches!(state.class(), StateClass::Working | StateClass::Delay);
    MachineState::ALL.iter().filter(runs).map(|&state| month[state as usize]).sum()
}

/// The lowest share of what was planned within the horizon, over materials.
fn plan_share(scenario: &Scenario, record: &RunRecord) -> f64 {
    let months = scenario.clock(&scenario.heading.zone).months().len();
    let mut lowest = f64::NAN;
    for material in scenario.materials.ids() {
        let rows = scenario.plan.iter().filter(|row| row.material == material);
        let planned: f64 =
            rows.filter(|row| usize::from(row.month) < months).map(|row| row.mass.tonnes()).sum();
        if planned <= 0.0 {
            continue;
        }
        let cells = record.tonnes.iter().filter(|cell| cell.material == material);
        let moved = cells.map(|cell| cell.mass_kg).sum::<i64>() as f64 / 1_000.0;
        let share = moved / planned;
        lowest = if lowest.is_nan() { share } else { lowest.min(share) };
    }
    lowest
}

/// Match factor of mixed trucks and loaders, from what was measured: the trucks' own cycle time (without waiting) and the
/// loaders' own loading time, each loader counted by itself. Machines count by the part of the horizon that they are
/// in the fleet for.
///
/// The rate at which trucks could come over the rate at which loaders could load; 1 where the two match. The loaders' rates add up;
/// dividing by a mean loading time instead, as is often done, is right for equal loaders only.
fn match_factor(scenario: &Scenario, record: &RunRecord) -> f64 {
    use MachineState::{Dumping, Loading, TravelEmpty, TravelLoaded};
    let end = scenario.horizon().end().millis() as f64;
    let (mut trucks, mut truck_ms, mut cycles, mut loaders) = (0.0, 0.0, 0.0, 0.0);
    for (id, machine) in scenario.machines.entries() {
        let row = &record.machines[id];
        let ms =
            |state: MachineState| row.state_ms.iter().map(|month| month[state as usize]).sum::<i64>() as f64;
        let there = 1.0 - ms(MachineState::Absent) / end;
        let loads = f64::from(row.cycles.iter().sum::<u32>());
        if scenario.models[machine.model].truck().is_some() {
            trucks += there;
            truck_ms += ms(TravelEmpty) + ms(Loading) + ms(TravelLoaded) + ms(Dumping);
            cycles += loads;
        } else if loads > 0.0 {
            loaders += there * loads / ms(Loading).max(1.0);
        }
    }
    if cycles == 0.0 || loaders == 0.0 { f64::NAN } else { trucks * cycles / truck_ms / loaders }
}

/// A fleet as it is: what the scenario has of each model of another fleet.
pub(crate) fn as_it_is(scenario: &Scenario, fleet: &Fleet) -> Fleet {
    let counts = fleet.counts.iter().map(|&(model, _)| (model, crate::variant::count(scenario, model)));
    Fleet { counts: counts.collect() }
}
