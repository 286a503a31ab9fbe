//! By whom and which way the goods of a line come, as seen in runs.
use super::lines::above;
use super::trace::Seen;
use iceroad_model::{LegId, OfferId, Scenario, StockId};
use std::collections::BTreeMap;

/// By whom and which way goods come.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Supply {
    /// The offer by which most was ordered, for the store itself or one above; none where nothing was.
    pub offer: Option<OfferId>,
    /// The last leg with a season by which most came; none where no such leg is on the way, or nothing came.
    pub leg: Option<LegId>,
    /// The median day on which that leg brought it, days from the horizon's start.
    pub day: Option<f64>,
}

impl Supply {
    /// Of a line by its place among the traces.
    pub(crate) fn of(scenario: &Scenario, line: StockId, at: usize, seen: &[Seen]) -> Self {
        let row = &scenario.stock[line];
        let chain = above(scenario, row.store);
        let mut offers: BTreeMap<OfferId, i64> = BTreeMap::new();
        for (&(store, offer), units) in seen.iter().flat_map(|seen| &seen.ordered) {
            if scenario.offers[offer].item == row.item && chain.contains(&store) {
                *offers.entry(offer).or_default() += units;
            }
        }
        let mut legs: BTreeMap<LegId, (i64, Vec<f64>)> = BTreeMap::new();
        for came in seen.iter().flat_map(|seen| &seen.traces[at].came) {
            if let Some(leg) = came.leg {
                let (units, days) = legs.entry(leg).or_default();
                *units += came.units;
                days.push(came.at.days());
            }
        }
        let leg = legs.into_iter().max_by_key(|(_, (units, _))| *units);
        let offer = offers.into_iter().max_by_key(|(_, units)| *units).map(|(offer, _)| offer);
        let day = leg.as_ref().map(|(_, (_, days))| {
            let mut days = days.clone();
            days.sort_by(f64::total_cmp);
            days[days.len() / 2]
        });
        Self { offer, leg: leg.map(|(leg, _)| leg), day }
    }
}
