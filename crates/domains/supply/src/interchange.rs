//! What may stand in for what: questions to the directed graph of interchange statements.
//!
//! A statement says need → substitute and nothing else. It is followed only where it is approved, holds on the day
//! and on the model; the other way only where it says two-way, at the inverse ratio. A chain of two or more steps
//! is followed only where *every* step says transitive; its scope is what all its steps share, its ratio the exact
//! product of theirs. An explicit prohibition beats any other path: for a need, an item forbidden in its stead is
//! neither used nor passed through. Whoever stands in must be rated for the coldest the place of use has seen.
//!
//! Pitfall: what is not known is never in scope. Without a model, a statement for certain models does not hold,
//! and a prohibition for certain models does.
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::{Id, Table};
use iceroad_model::goods::{Approval, Interchange, Item};
use iceroad_model::{InterchangeId, ItemId, ModelId};

/// So many units of the substitute for so many units of the need, in lowest terms and never zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proportion {
    /// Units of the substitute …
    pub of_use: i64,
    /// … for so many of the need.
    pub for_need: i64,
}

impl Proportion {
    /// One for one.
    pub const ONE: Proportion = Proportion { of_use: 1, for_need: 1 };

    /// In lowest terms; nothing where a part is not above zero.
    pub fn new(of_use: i64, for_need: i64) -> Option<Self> {
        if of_use <= 0 || for_need <= 0 {
            return None;
        }
        let by = greatest_common_divisor(of_use, for_need);
        Some(Self { of_use: of_use / by, for_need: for_need / by })
    }

    /// This and then that; nothing where the product does not fit.
    fn then(self, next: Proportion) -> Option<Self> {
        Self::new(self.of_use.checked_mul(next.of_use)?, self.for_need.checked_mul(next.for_need)?)
    }

    /// Units of the substitute that cover `need` units, rounded up.
    pub fn units_for(self, need: i64) -> i64 {
        let units = i128::from(need) * i128::from(self.of_use);
        let whole = (units + i128::from(self.for_need) - 1).div_euclid(i128::from(self.for_need));
        i64::try_from(whole).unwrap_or(i64::MAX)
    }

    /// Units of the need that `units` of the substitute cover, rounded down.
    pub fn covered_by(self, units: i64) -> i64 {
        let need = (i128::from(units) * i128::from(self.for_need)).div_euclid(i128::from(self.of_use));
        i64::try_from(need).unwrap_or(i64::MAX)
    }
}

fn greatest_common_divisor(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// Where and when a substitute is asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Asked {
    /// The machine model it is for; none: not known.
    pub model: Option<ModelId>,
    /// The day.
    pub date: Date,
    /// The coldest it gets at the place of use.
    pub lowest: Celsius,
}

/// A permitted substitute.
#[derive(Clone, PartialEq, Debug)]
pub struct Substitute {
    /// What may be used.
    pub item: ItemId,
    /// How many for how many.
    pub ratio: Proportion,
    /// The statements that lead there, from the need on.
    pub chain: Vec<InterchangeId>,
    /// Its life over that of the need: the product of those of the statements, inverse where one is followed back.
    pub life_factor: f64,
}

impl Substitute {
    /// The need itself.
    pub(crate) fn itself(item: ItemId) -> Self {
        Self { item, ratio: Proportion::ONE, chain: Vec::new(), life_factor: 1.0 }
    }
}

#[derive(Clone, Copy, Debug)]
struct Step {
    statement: InterchangeId,
    to: ItemId,
    ratio: Proportion,
    life_factor: f64,
}

/// The statements of a scenario, ready to be asked.
#[derive(Clone, Debug)]
pub struct InterchangeGraph {
    statements: Table<InterchangeId, Interchange>,
    rated_to: Table<ItemId, Option<Celsius>>,
    /// Approved steps from each item, in order of statement.
    steps: Table<ItemId, Vec<Step>>,
    /// Explicit prohibitions from each item.
    forbidden: Table<ItemId, Vec<Step>>,
    /// Whether an item may ever stand in for another, by the approved steps alone.
    stands_in: Table<ItemId, bool>,
}

impl InterchangeGraph {
    /// The graph of `statements` over `items`. Proposed statements are not used.
    pub fn new(items: &Table<ItemId, Item>, statements: &Table<InterchangeId, Interchange>) -> Self {
        let mut graph = Self {
            statements: statements.clone(),
            rated_to: items.iter().map(|item| item.rated_to).collect(),
            steps: Table::filled(items.len(), Vec::new()),
            forbidden: Table::filled(items.len(), Vec::new()),
            stands_in: Table::filled(items.len(), false),
        };
        for (id, row) in statements.entries() {
            let (of_use, for_need) = (i64::from(row.ratio.of_use), i64::from(row.ratio.for_need));
            let life = row.life_factor;
            graph.add(id, row, (row.need, row.substitute), Proportion::new(of_use, for_need), life);
            if row.two_way {
                let back = (row.substitute, row.need);
                graph.add(id, row, back, Proportion::new(for_need, of_use), 1.0 / life);
            }
        }
        graph
    }

    fn add(
        &mut self,
        statement: InterchangeId,
        row: &Interchange,
        (from, to): (ItemId, ItemId),
        ratio: Option<Proportion>,
        life_factor: f64,
    ) {
        let Some(ratio) = ratio else { return };
        let step = Step { statement, to, ratio, life_factor };
        match row.approval {
            Approval::Approved => {
                self.steps[from].push(step);
                self.stands_in[to] = true;
            }
            Approval::Forbidden => self.forbidden[from].push(step),
            Approval::Proposed => {}
        }
    }

    /// Whether the item may ever stand in for another.
    pub fn stands_in(&self, item: ItemId) -> bool {
        self.stands_in[item]
    }

    /// Every permitted substitute of `need`, fewest steps first, then by statement; the need itself is not in it.
    pub fn substitutes(&self, need: ItemId, asked: Asked) -> Vec<Substitute> {
        if self.steps[need].is_empty() {
            return Vec::new();
        }
        let mut found = self.reached(need, asked);
        found.retain(|one| self.warm_enough(one.item, asked.lowest));
        found
    }

    /// Substitutes that are permitted on every one of `models`, at one ratio; on any model where the list is empty.
    pub fn substitutes_on_all(
        &self,
        need: ItemId,
        models: &[ModelId],
        date: Date,
        lowest: Celsius,
    ) -> Vec<Substitute> {
        let Some((&first, others)) = models.split_first() else {
            return self.substitutes(need, Asked { model: None, date, lowest });
        };
        let mut found = self.substitutes(need, Asked { model: Some(first), date, lowest });
        for &model in others {
            if found.is_empty() {
                break;
            }
            let here = self.substitutes(need, Asked { model: Some(model), date, lowest });
            found.retain(|one| here.iter().any(|other| (other.item, other.ratio) == (one.item, one.ratio)));
        }
        found
    }

    /// The substitute `item` for `need`, where it is permitted.
    pub fn substitute(&self, need: ItemId, item: ItemId, asked: Asked) -> Option<Substitute> {
        self.substitutes(need, asked).into_iter().find(|one| one.item == item)
    }

    /// Breadth first: by single steps of any kind, and by chains of transitive steps.
    fn reached(&self, need: ItemId, asked: Asked) -> Vec<Substitute> {
        let barred = |item| item == need || self.is_forbidden(need, item, asked);
        let mut found: Vec<Substitute> = Vec::new();
        let mut front: Vec<Substitute> = Vec::new();
        let mut passed = vec![need];
        for step in self.steps_in_scope(need, asked) {
            if barred(step.to) {
                continue;
            }
            let one = Substitute {
                item: step.to,
                ratio: step.ratio,
                chain: vec![step.statement],
                life_factor: step.life_factor,
            };
            if self.statements[step.statement].transitive && !passed.contains(&step.to) {
                passed.push(step.to);
                front.push(one.clone());
            }
            note(&mut found, one);
        }
        while !front.is_empty() {
            let mut next: Vec<Substitute> = Vec::new();
            for before in &front {
                for step in self.steps_in_scope(before.item, asked) {
                    let transitive = self.statements[step.statement].transitive;
                    if !transitive || barred(step.to) || passed.contains(&step.to) {
                        continue;
                    }
                    let Some(ratio) = before.ratio.then(step.ratio) else { continue };
                    passed.push(step.to);
                    let chain = [before.chain.as_slice(), &[step.statement]].concat();
                    let life_factor = before.life_factor * step.life_factor;
                    let one = Substitute { item: step.to, ratio, chain, life_factor };
                    note(&mut found, one.clone());
                    next.push(one);
                }
            }
            front = next;
        }
        found
    }

    fn steps_in_scope(&self, from: ItemId, asked: Asked) -> impl Iterator<Item = Step> + '_ {
        self.steps[from].iter().copied().filter(move |step| {
            let row = &self.statements[step.statement];
            let model = row.models.is_empty() || asked.model.is_some_and(|model| row.models.contains(&model));
            model && in_force(row, asked.date) && !self.is_forbidden(from, step.to, asked)
        })
    }

    fn is_forbidden(&self, need: ItemId, item: ItemId, asked: Asked) -> bool {
        self.forbidden[need].iter().filter(|step| step.to == item).any(|step| {
            let row = &self.statements[step.statement];
            let model = row.models.is_empty() || asked.model.is_none_or(|model| row.models.contains(&model));
            model && in_force(row, asked.date)
        })
    }

    fn warm_enough(&self, item: ItemId, lowest: Celsius) -> bool {
        self.rated_to.get(item).copied().flatten().is_none_or(|rated| rated.get() <= lowest.get())
    }
}

/// Adds a substitute unless a shorter or earlier chain has led there before.
fn note(found: &mut Vec<Substitute>, one: Substitute) {
    if found.iter().all(|other| other.item != one.item) {
        found.push(one);
    }
}

fn in_force(row: &Interchange, date: Date) -> bool {
    row.from.is_none_or(|from| from <= date) && row.to.is_none_or(|to| date <= to)
}

/// Models that call for each item, in order: those whose repairs or services use it.
pub(crate) fn users(
    n_items: usize,
    uses: impl Iterator<Item = (ModelId, ItemId)>,
) -> Table<ItemId, Vec<ModelId>> {
    let mut users: Table<ItemId, Vec<ModelId>> = Table::filled(n_items, Vec::new());
    for (model, item) in uses {
        if item.index() < n_items {
            users[item].push(model);
        }
    }
    for models in users.iter_mut() {
        models.sort_unstable();
        models.dedup();
    }
    users
}
