//! What may stand in for what, derived anew from the statements.
//!
//! A statement leads from the need to the substitute, and back only where it says two-way. It holds on its dates and
//! models, if approved. Two or more are followed in a row only where every one of them is transitive. Where a
//! statement in force forbids a substitute for a need, nothing permits it, and no chain steps over a forbidden step.
//! Of several chains the shortest counts, then the one whose statements come first. Where goods are not for one
//! model, a substitute must hold on every model that calls for the need, at one ratio.
//!
//! A substitute must bear the coldest day on the measured record of the place of use. Synthetic stations are not
//! judged: their lowest is not in the scenario but made by the run.
use iceroad_base::Table;
use iceroad_base::civil::Date;
use iceroad_base::quantity::Ranged;
use iceroad_model::climate::StationRecord;
use iceroad_model::goods::{Approval, Interchange};
use iceroad_model::{ItemId, ModelId, Scenario, SiteId};

/// So many of the substitute for so many of the need.
pub(crate) type Ratio = (i128, i128);

/// A permitted step, or a chain of them.
#[derive(Clone, Copy)]
struct Step {
    to: ItemId,
    ratio: Ratio,
    /// Life over that of what it stands in for.
    life: f64,
    transitive: bool,
}

pub(crate) struct Substitutes<'s> {
    scenario: &'s Scenario,
    /// Models whose repairs or services call for each item.
    users: Table<ItemId, Vec<ModelId>>,
}

impl<'s> Substitutes<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let mut users: Table<ItemId, Vec<ModelId>> = Table::filled(scenario.items.len(), Vec::new());
        let mut note = |model: ModelId, item: ItemId| {
            if !users[item].contains(&model) {
                users[item].push(model);
            }
        };
        for row in &scenario.subsystems {
            row.parts.iter().for_each(|part| note(row.model, part.item));
        }
        for row in &scenario.services {
            row.kit.iter().for_each(|part| note(row.model, part.item));
        }
        Self { scenario, users }
    }

    /// The ratio at which `item` may be issued for `need`; nothing where it may not.
    pub(crate) fn ratio(
        &self,
        need: ItemId,
        item: ItemId,
        model: Option<ModelId>,
        date: Date,
    ) -> Option<Ratio> {
        if need == item {
            return Some((1, 1));
        }
        match model {
            Some(model) => self.shortest(need, item, Some(model), date).map(|step| step.ratio),
            None if self.users[need].is_empty() => {
                self.shortest(need, item, None, date).map(|step| step.ratio)
            }
            None => {
                let mut ratios = self.users[need]
                    .iter()
                    .map(|&model| self.shortest(need, item, Some(model), date).map(|step| step.ratio));
                let first = ratios.next()??;
                ratios.all(|ratio| ratio == Some(first)).then_some(first)
            }
        }
    }

    /// The life of an item fitted to a model for `need`, over that of the need; nothing where it may not stand in.
    pub(crate) fn life(&self, need: ItemId, item: ItemId, model: ModelId, date: Date) -> Option<f64> {
        if need == item {
            return Some(1.0);
        }
        self.shortest(need, item, Some(model), date).map(|step| step.life)
    }

    /// Whether an item bears the coldest day on the measured record of a site.
    pub(crate) fn bears_cold(&self, item: ItemId, site: SiteId) -> bool {
        let Some(rated) = self.scenario.items[item].rated_to else { return true };
        let Some(station) = self.scenario.sites[site].station else { return true };
        match &self.scenario.stations[station].record {
            StationRecord::Measured(days) => days.iter().all(|day| rated.get() <= day.mean.get()),
            StationRecord::Synthetic { .. } => true,
        }
    }

    fn shortest(&self, need: ItemId, item: ItemId, model: Option<ModelId>, date: Date) -> Option<Step> {
        if self.forbids(need, item, model, date) {
            return None;
        }
        // A round makes all chains one step longer.
        let mut chains = vec![Step { to: need, ratio: (1, 1), life: 1.0, transitive: true }];
        let mut seen = vec![need];
        while !chains.is_empty() {
            let mut longer = Vec::new();
            for &chain in &chains {
                let is_first = chain.to == need;
                for step in self.steps(chain.to, model, date) {
                    if (!step.transitive && !is_first) || self.forbids(need, step.to, model, date) {
                        continue;
                    }
                    let ratio = lowest_terms((chain.ratio.0 * step.ratio.0, chain.ratio.1 * step.ratio.1));
                    let all = Step { ratio, life: chain.life * step.life, ..step };
                    if step.to == item {
                        return Some(all);
                    }
                    if step.transitive && !seen.contains(&step.to) {
                        seen.push(step.to);
                        longer.push(all);
                    }
                }
            }
            chains = longer;
        }
        None
    }

    /// Single steps that are permitted from an item.
    fn steps(&self, from: ItemId, model: Option<ModelId>, date: Date) -> Vec<Step> {
        let mut steps = Vec::new();
        for row in &self.scenario.interchange {
            let on_model = row.models.is_empty() || model.is_some_and(|model| row.models.contains(&model));
            if row.approval != Approval::Approved || !on_model || !in_force(row, date) {
                continue;
            }
            let ratio = (i128::from(row.ratio.of_use), i128::from(row.ratio.for_need));
            if row.need == from && !self.forbids(from, row.substitute, model, date) {
                steps.push(Step {
                    to: row.substitute,
                    ratio,
                    life: row.life_factor,
                    transitive: row.transitive,
                });
            } else if row.two_way && row.substitute == from && !self.forbids(from, row.need, model, date) {
                let (ratio, life) = ((ratio.1, ratio.0), 1.0 / row.life_factor);
                steps.push(Step { to: row.need, ratio, life, transitive: row.transitive });
            }
        }
        steps
    }

    fn forbids(&self, need: ItemId, item: ItemId, model: Option<ModelId>, date: Date) -> bool {
        self.scenario.interchange.iter().any(|row| {
            let ends = (row.need, row.substitute) == (need, item)
                || row.two_way && (row.substitute, row.need) == (need, item);
            let on_model = row.models.is_empty() || model.is_none_or(|model| row.models.contains(&model));
            row.approval == Approval::Forbidden && ends && on_model && in_force(row, date)
        })
    }
}

fn in_force(row: &Interchange, date: Date) -> bool {
    row.from.is_none_or(|from| from <= date) && row.to.is_none_or(|to| date <= to)
}

fn lowest_terms((of_use, for_need): Ratio) -> Ratio {
    let (mut a, mut b) = (of_use, for_need);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let by = a.max(1);
    (of_use / by, for_need / by)
}
