//! What dispatch remembers of the month's plan: how far each material is behind it, and which are therefore not wanted now.
//!
//! A policy held to the plan ([`crate::dispatch`]) sends no truck to what is [`AHEAD`] loads ahead of its share, as far as the
//! loaders of the rest can. In a pit left alone that keeps every material level, and the rates learned there have it in them. After a
//! loader's stop it does not: what it digs has fallen behind, everything else is *ahead*, and for days all trucks that can be filled
//! are sent to it, until it has caught up or the month ends. So what is ahead is part of a [state](super::State): the rates of
//! such a state are learned with dispatch held in that belief, and who moves through the states counts each material against the
//! plan as dispatch does.
//!
//! Where a pit left alone comes to be ahead by itself, for the loaders of the rest cannot do more, its rates are those of the state in
//! which dispatch knows it: nothing is learned anew.
//!
//! A pit left alone keeps one *mix* all the time; months that differ much have each their own, and their own states. In a month that
//! is only like the mix it goes by, materials drift apart, and the mine catches up from time to time.
//!
//! Two-stage dispatch plans for the month's mix and catches up with nothing: each of its mixes has its own states, and nothing is ahead.
//!
//! What has no plan waits, in dispatch, until the month's tonnes are up to date. So it counts as ahead while all that is planned is
//! behind its pace; a month of another pace is another mix.

use super::classes::{Mine, State};
use super::learn::Rates;
use super::machines::Flow;
use crate::Layout;
use crate::dispatch::{AHEAD, DispatchRow, most_kg};
use crate::ground::Ground;
use crate::planned::{self, PlannedMonth};
use iceroad_base::{Id, Span, Time};
use iceroad_model::{MaterialId, MineId};
use std::sync::Arc;

/// A material counts as ahead once it is so many times [`AHEAD`] loads ahead, and until it is not once [`AHEAD`] ahead. Assumed: nothing in
/// a month, and far enough apart that a mine does not change its state every minute.
const COMES_AHEAD: f64 = 3.0;
/// A pit left alone is level if no material is more than this share of all planned tonnes ahead. Assumed: more than the luck of a thousand
/// loads.
const LEVEL: f64 = 0.01;

/// The share of its time that a mine catches up with its plan. Assumed.
const CATCHES_UP: f64 = 0.1;
/// Months whose shares differ by no more than this from an earlier one's keep its mix. Assumed: what is left of the difference costs
/// a pit of ten trucks a percent at most, and each mix has all its states to learn.
const ALIKE: f64 = 0.02;

/// The same of the tonnes an hour that are planned, as a share of them, where something waits for them. Assumed.
const ALIKE_PACE: f64 = 0.02;

/// The plan of a mine whose dispatch keeps it.
#[derive(Clone, Debug)]
pub(crate) struct KeptPlan {
    months: Vec<Month>,
    /// Whether dispatch catches up with it.
    catches_up: bool,
    /// What dispatch goes by in a pit left alone, by mix.
    mixes: Vec<Arc<DispatchRow>>,
    /// The same where something is ahead: all that is ever planned is.
    whole: Arc<DispatchRow>,
    /// What is ever planned or dug, in order of id.
    materials: Vec<MaterialId>,
    /// The place of each of the scenario's materials among these.
    place_of: Vec<Option<usize>>,
    /// What each loader digs, in the mine's order.
    dug: Vec<Option<MaterialId>>,
    /// The longest rest between two shifts, no more than a day.
    rests: Span,
    /// So far ahead, kg, a material is no longer shown.
    ahead_kg: f64,
}

/// A month of it.
#[derive(Clone, Debug)]
struct Month {
    from: Time,
    /// By material; all 0 where nothing is planned.
    shares: Vec<f64>,
    /// All that is planned, kg for each ms of the month; 0 where nothing is dug that has no plan and waits for that.
    pace: f64,
    /// Its mix, or one like it.
    mix: usize,
}

impl Month {
    fn of(planned: &PlannedMonth, materials: &[MaterialId], dug: &[Option<MaterialId>]) -> Month {
        let known = |material| planned.shares.iter().find(|&&(known, _)| known == material);
        let share = |&material: &MaterialId| known(material).map_or(0.0, |&(_, share)| share);
        let waits = dug.iter().flatten().any(|&material| known(material).is_none());
        let pace =
            if waits { planned.kg as f64 / (planned.until - planned.from).millis() as f64 } else { 0.0 };
        Month { from: planned.from, shares: materials.iter().map(share).collect(), pace, mix: 0 }
    }

    /// Whether no material's share is farther apart than this, and the pace not much.
    fn is_like(&self, other: &Month, most: f64) -> bool {
        let mut shares = self.shares.iter().zip(&other.shares);
        shares.all(|(one, other)| (one - other).abs() <= most + 1e-9)
            && (self.pace - other.pace).abs() <= ALIKE_PACE * self.pace
    }

    fn is_planned(&self) -> bool {
        self.shares.iter().any(|&share| share > 0.0)
    }

    /// All that is planned of what flows.
    fn all_of(&self, kg: &[f64]) -> f64 {
        let planned = kg.iter().zip(&self.shares).filter(|&(_, &share)| share > 0.0);
        planned.map(|(kg, _)| kg).sum()
    }
}

impl KeptPlan {
    /// None where no plan is kept.
    pub(crate) fn of(layout: &Layout, mine_id: MineId, n_materials: usize) -> Option<KeptPlan> {
        let (row, ground) = (&layout.dispatch[mine_id], &layout.ground);
        if !row.keeps_plan() {
            return None;
        }
        let whole = planned::whole(&row.planned)?;
        let digs = |&loader| ground.loaders[loader].machine.face.map(|face| ground.faces[face].material);
        let dug: Vec<Option<MaterialId>> = ground.mines[mine_id].loaders.iter().map(digs).collect();
        let planned = whole.shares.iter().map(|&(material, _)| material);
        let mut materials: Vec<MaterialId> = planned.chain(dug.iter().flatten().copied()).collect();
        materials.sort_unstable();
        materials.dedup();
        let place = |material| materials.iter().position(|&planned| planned == material);
        let trucks = ground.mines[mine_id].trucks.iter();
        let loads = trucks.map(|&truck| most_kg(ground, mine_id, ground.trucks[truck].kind.index()));
        let mut months: Vec<Month> =
            row.planned.iter().map(|planned| Month::of(planned, &materials, &dug)).collect();
        let mixes = mixes(row, &mut months);
        Some(KeptPlan {
            months,
            catches_up: row.is_held(),
            mixes,
            whole: Arc::new(row.with_one_month(whole)),
            place_of: (0..n_materials).map(|material| place(MaterialId::from_index(material))).collect(),
            dug,
            rests: rests(ground, mine_id),
            ahead_kg: (AHEAD * loads.max().unwrap_or(0).max(1)) as f64,
            materials,
        })
    }

    /// What dispatch goes by in a state.
    pub(crate) fn row(&self, state: &State) -> &Arc<DispatchRow> {
        if state.ahead.is_empty() { &self.mixes[usize::from(state.mix)] } else { &self.whole }
    }

    /// About what share of the time dispatch goes by what it does in a state.
    pub(crate) fn time_in(&self, state: &State) -> f64 {
        if !state.ahead.is_empty() {
            return CATCHES_UP;
        }
        let alike = self.months.iter().filter(|month| month.mix == usize::from(state.mix)).count();
        alike as f64 / self.months.len() as f64
    }

    /// What a pit left alone with the first mix comes to be ahead with, by what flows in it.
    pub(crate) fn comes_to(&self, mine: &Mine, flows: impl Iterator<Item = (usize, f64)>) -> Vec<MaterialId> {
        let (kg, month) = (self.add_up(mine, flows), &self.months[0]);
        let (all, shares) = (month.all_of(&kg), &month.shares);
        let ahead = (0..kg.len()).filter(|&at| shares[at] > 0.0 && kg[at] > (shares[at] + LEVEL) * all);
        ahead.map(|at| self.materials[at]).collect()
    }

    /// What is to be held ahead so that what a stopped loader owes is owed all the time: all else that is planned, where the pit is
    /// level with it and what it digs falls behind without it.
    pub(crate) fn owed_to(
        &self,
        mine: &Mine,
        place: usize,
        with: impl Iterator<Item = (usize, f64)>,
        without: impl Iterator<Item = (usize, f64)>,
    ) -> Vec<MaterialId> {
        let own = self.dug[place].and_then(|material| self.place_of[material.index()]);
        let kg = self.add_up(mine, without);
        let all = self.months[0].all_of(&kg);
        let falls_behind = own.is_some_and(|own| kg[own] < (self.months[0].shares[own] - LEVEL) * all);
        if !self.catches_up || !falls_behind || !self.comes_to(mine, with).is_empty() {
            return Vec::new();
        }
        let planned = self.materials.iter().zip(&self.months[0].shares).filter(|&(_, &share)| share > 0.0);
        planned.map(|(&material, _)| material).filter(|&material| self.dug[place] != Some(material)).collect()
    }

    /// So far ahead, kg, what is ahead ceases to be so, and what is not comes to be. What waits for the plan does not for what
    /// falls due in a rest.
    fn bound_kg(&self, month: &Month, at: usize, is_ahead: bool) -> f64 {
        let rests = if month.shares[at] > 0.0 { 0.0 } else { month.pace * self.rests.millis() as f64 };
        if is_ahead { self.ahead_kg } else { COMES_AHEAD * self.ahead_kg + rests }
    }

    /// What flows of each material of the plan.
    fn add_up(&self, mine: &Mine, flows: impl Iterator<Item = (usize, f64)>) -> Vec<f64> {
        let mut kg = vec![0.0; self.materials.len()];
        for (flow, more) in flows {
            if more != 0.0
                && let Some(at) = self.place(mine, flow)
            {
                kg[at] += more;
            }
        }
        kg
    }

    /// The place of a flow's material in the plan.
    fn place(&self, mine: &Mine, flow: usize) -> Option<usize> {
        let (.., material) = mine.flow(flow);
        self.place_of[material.index()]
    }
}

/// The longest time between two shifts of a mine, no more than a day.
fn rests(ground: &Ground, mine_id: MineId) -> Span {
    let windows = &ground.mines[mine_id].windows;
    let ends = windows.iter().map(|(_, off)| off);
    let begins = windows.iter().skip(1).map(|(on, _)| on);
    let longest = ends.zip(begins).map(|(off, on)| on - off).max().unwrap_or(Span::ZERO);
    longest.min(Span::from_days(1.0))
}

/// Gives each month its mix, that of the first month like it, and says what dispatch goes by in each mix.
fn mixes(row: &DispatchRow, months: &mut [Month]) -> Vec<Arc<DispatchRow>> {
    // Who does not catch up hauls the mix it goes by.
    let most = if row.is_held() { ALIKE } else { 0.0 };
    let mut mixes: Vec<Arc<DispatchRow>> = Vec::new();
    let mut firsts: Vec<Month> = Vec::new();
    for (month, planned) in months.iter_mut().zip(&row.planned) {
        let known = firsts.iter().position(|first| first.is_like(month, most));
        month.mix = known.unwrap_or_else(|| {
            firsts.push(month.clone());
            mixes.push(Arc::new(row.with_one_month(planned.clone())));
            mixes.len() - 1
        });
    }
    mixes
}

/// A mine's hauled tonnes against its plan.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlanBook {
    /// Which month it is.
    month: Option<usize>,
    /// By material of the plan: what was hauled of it when the month began, kg.
    before_kg: Vec<f64>,
    /// How far it is behind its share; of what has none, how far all that is planned is before its time.
    lag_kg: Vec<f64>,
    /// Whether it is ahead.
    is_ahead: Vec<bool>,
}

impl PlanBook {
    pub(crate) fn new(plan: &KeptPlan) -> PlanBook {
        let (nothing, is_ahead) = (vec![0.0; plan.materials.len()], vec![false; plan.materials.len()]);
        PlanBook { month: None, before_kg: nothing.clone(), lag_kg: nothing, is_ahead }
    }

    /// Counts what was hauled up to now.
    pub(crate) fn look(&mut self, plan: &KeptPlan, mine: &Mine, flows: &[Flow], now: Time) {
        let mut hauled_kg = plan.add_up(mine, flows.iter().enumerate().map(|(flow, of)| (flow, of.kg)));
        let nth = plan.months.partition_point(|month| month.from <= now).saturating_sub(1);
        if self.month != Some(nth) {
            self.month = Some(nth);
            self.before_kg.clone_from(&hauled_kg);
            self.is_ahead.fill(false);
        }
        let month = &plan.months[nth];
        if !plan.catches_up || !month.is_planned() {
            return;
        }
        hauled_kg.iter_mut().zip(&self.before_kg).for_each(|(kg, before)| *kg -= before);
        let all_kg = month.all_of(&hauled_kg);
        for (at, hauled_kg) in hauled_kg.into_iter().enumerate() {
            self.lag_kg[at] = match month.shares[at] {
                share if share > 0.0 => all_kg * share - hauled_kg,
                _ => all_kg - month.pace * (now - month.from).millis() as f64,
            };
            self.is_ahead[at] = self.lag_kg[at] < -plan.bound_kg(month, at, self.is_ahead[at]);
        }
    }

    /// Tells the mix that is kept, and what of it is ahead and dug by the loaders at work. Where they dig but one material of the
    /// plan, there is nothing to choose.
    pub(crate) fn tell(&self, plan: &KeptPlan, state: &mut State) {
        let loaders = &state.loaders;
        let is_dug = |material: &MaterialId| {
            plan.dug.iter().zip(loaders).any(|(dug, &works)| works && dug.as_ref() == Some(material))
        };
        state.ahead.clear();
        if plan.materials.iter().filter(|&material| is_dug(material)).count() > 1 {
            let all = plan.materials.iter().zip(&self.is_ahead).filter(|&(_, &is_ahead)| is_ahead);
            state.ahead.extend(all.map(|(material, _)| material).filter(|&material| is_dug(material)));
        }
        let mix = self.month.map_or(0, |nth| plan.months[nth].mix);
        state.mix = if state.ahead.is_empty() { mix as u8 } else { 0 };
    }

    /// When something comes to be ahead, or is no longer, at these rates with the mine on shift; or the next month begins. None where
    /// neither is to come.
    pub(crate) fn next_change(&self, plan: &KeptPlan, mine: &Mine, rates: &Rates, now: Time) -> Option<Time> {
        let nth = self.month?;
        let (month, next) = (&plan.months[nth], plan.months.get(nth + 1).map(|month| month.from));
        if !plan.catches_up || !month.is_planned() {
            return next;
        }
        let kg = plan.add_up(mine, rates.kg_by_flow());
        let all_kg = month.all_of(&kg);
        let mut least_ms = f64::INFINITY;
        for (at, kg) in kg.into_iter().enumerate() {
            let falls_behind = match month.shares[at] {
                share if share > 0.0 => all_kg * share - kg,
                _ => all_kg - month.pace,
            };
            let is_ahead = self.is_ahead[at];
            if (falls_behind > 0.0) == is_ahead && falls_behind != 0.0 {
                let bound_kg = plan.bound_kg(month, at, is_ahead);
                least_ms = least_ms.min((-bound_kg - self.lag_kg[at]) / falls_behind);
            }
        }
        // Beyond a thousand years nothing need be set.
        let changes = (least_ms < 3.2e13).then(|| now + Span::from_millis(least_ms.max(0.0) as i64 + 1));
        changes.into_iter().chain(next).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_model::mine::DispatchPolicy;

    /// Months of thirty days with so much of a first material in all, and so many kg; both are dug.
    fn mixes_of(policy: DispatchPolicy, months: &[(f64, i64)], both_planned: bool) -> Vec<usize> {
        let at = |nth: usize| Time::START + Span::from_days(30.0 * nth as f64);
        let (ore, waste) = (MaterialId(0), MaterialId(1));
        let month = |(nth, &(share, kg)): (usize, &(f64, i64))| {
            let mut shares = vec![(ore, share)];
            shares.extend(both_planned.then_some((waste, 1.0 - share)));
            PlannedMonth { from: at(nth), mix: nth as u32, until: at(nth + 1), kg, shares }
        };
        let row = DispatchRow::of_plan(policy, months.iter().enumerate().map(month).collect());
        let dug = [Some(ore), Some(waste)];
        let mut months: Vec<Month> =
            row.planned.iter().map(|planned| Month::of(planned, &[ore, waste], &dug)).collect();
        let mixes = mixes(&row, &mut months);
        assert_eq!(months.iter().map(|month| month.mix).max(), mixes.len().checked_sub(1));
        months.iter().map(|month| month.mix).collect()
    }

    #[test]
    fn months_alike_keep_one_mix() {
        let months = [(0.13, 100), (0.14, 300), (0.16, 100), (0.15, 100), (0.13, 100)];
        assert_eq!(mixes_of(DispatchPolicy::Nearest, &months, true), [0, 0, 1, 0, 0]);
        // Two stages never catch up.
        assert_eq!(mixes_of(DispatchPolicy::TwoStage, &months, true), [0, 1, 2, 3, 0]);
    }

    #[test]
    fn where_waste_waits_for_the_ore_the_pace_counts() {
        let months = [(1.0, 100_000), (1.0, 101_500), (1.0, 104_000)];
        assert_eq!(mixes_of(DispatchPolicy::Nearest, &months, false), [0, 0, 1]);
        assert_eq!(mixes_of(DispatchPolicy::Nearest, &months, true), [0, 0, 0]);
    }
}
