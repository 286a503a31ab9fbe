//! The production plan of a mine as a mix: which share each material has of a month's planned tonnes.
//!
//! Only the mix is kept, not the tonnes: a flow plan knows no waiting, and one that were content with the planned tonnes
//! would fall short of them in the pit. What was hauled in the month so far is for who sends trucks ([`crate::dispatch`]).

use iceroad_base::Time;
use iceroad_base::civil::{Clock, Horizon};
use iceroad_model::{MaterialId, MineId, Tables};

/// Shares are rounded to one over this, so that months of nearly the same mix share their flow plans.
const STEPS: f64 = 200.0;

/// One month's mix.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct PlannedMonth {
    /// When it begins.
    pub(crate) from: Time,
    /// The first month with the same mix, by position.
    pub(crate) mix: u32,
    /// When it ends.
    pub(crate) until: Time,
    /// All that is planned in it, kg.
    pub(crate) kg: i64,
    /// The share of each material that is planned at all, above 0; they add up to 1 but for rounding.
    pub(crate) shares: Vec<(MaterialId, f64)>,
}

/// The months of the horizon; none where the mine has no plan.
pub(crate) fn months(tables: &Tables, horizon: &Horizon, clock: &Clock, mine: MineId) -> Vec<PlannedMonth> {
    if tables.plan.iter().all(|row| row.mine != mine) {
        return Vec::new();
    }
    let mut months: Vec<PlannedMonth> = Vec::new();
    for day in 0..=clock.day_index(horizon.end()) {
        let from = clock.midnight(clock.date_of_day(day)).max(Time::START);
        if from >= horizon.end() || clock.month_index(from) != months.len() {
            continue;
        }
        let shares = mix_of(tables, mine, months.len());
        let alike = months.iter().position(|month| month.shares == shares).unwrap_or(months.len());
        let planned = tables.plan.iter().filter(|row| row.mine == mine);
        let kg = planned.filter(|row| usize::from(row.month) == months.len()).map(|row| row.mass.get()).sum();
        if let Some(before) = months.last_mut() {
            before.until = from;
        }
        months.push(PlannedMonth { from, mix: alike as u32, until: horizon.end(), kg, shares });
    }
    months
}

fn mix_of(tables: &Tables, mine: MineId, month: usize) -> Vec<(MaterialId, f64)> {
    let rows = || tables.plan.iter().filter(|row| row.mine == mine && usize::from(row.month) == month);
    let all: f64 = rows().map(|row| row.mass.tonnes()).sum();
    let mut shares: Vec<(MaterialId, f64)> = Vec::new();
    for material in tables.materials.ids() {
        let tonnes: f64 = rows().filter(|row| row.material == material).map(|row| row.mass.tonnes()).sum();
        if tonnes > 0.0 {
            shares.push((material, (tonnes / all * STEPS).round().max(1.0) / STEPS));
        }
    }
    shares
}

/// All months as one, with the mix of the whole plan; none where there is no plan.
pub(crate) fn whole(months: &[PlannedMonth]) -> Option<PlannedMonth> {
    let all_kg: f64 = months.iter().map(|month| month.kg as f64).sum();
    let mut shares: Vec<(MaterialId, f64)> = Vec::new();
    for month in months {
        for &(material, share) in &month.shares {
            let of_all = share * month.kg as f64 / all_kg;
            match shares.iter_mut().find(|(known, _)| *known == material) {
                Some((_, sum)) => *sum += of_all,
                None => shares.push((material, of_all)),
            }
        }
    }
    shares.sort_unstable_by_key(|&(material, _)| material);
    let (first, last) = (months.first()?, months.last()?);
    Some(PlannedMonth { from: first.from, mix: 0, until: last.until, kg: all_kg as i64, shares })
}

/// The month it is; none where there is no plan.
pub(crate) fn month_at(months: &[PlannedMonth], now: Time) -> Option<&PlannedMonth> {
    months.get(nth_at(months, now))
}

/// Which month it is.
pub(crate) fn nth_at(months: &[PlannedMonth], now: Time) -> usize {
    months.partition_point(|month| month.from <= now).saturating_sub(1)
}
