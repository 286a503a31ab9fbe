//! Choosing where to buy: every offer of an item and its permitted substitutes, over every way to the store,
//! judged by every restriction.
//!
//! Offers whose every way is refused are out, each with the rule that refused it. Of the rest,
//!
//! * *ordinary* orders take the cheapest landed (goods and freight) among those expected before the road closes,
//!   and the earliest where none is; the item itself goes before its substitutes as long as it comes in time, and of these the
//!   one that costs least by its life: landed over `life_factor`, whatever row names it;
//! * *urgent* orders take the earliest, by whatever leg, and the cheapest by its life of equals.
//!
//! The road closes, for a choice, at the first planned closure of any way that is open to the choice. Where a way is
//! open all year, a month past the earliest arrival (assumed) ends the wait for a cheaper road.
use crate::interchange::{Proportion, Substitute};
use crate::restrictions::{Deal, Verdict};
use crate::routes::{Load, Way};
use crate::shipments::{EMERGENCIES, OTHERS};
use crate::state::State;
use iceroad_base::Time;
use iceroad_base::civil::Date;
use iceroad_base::quantity::{Days, Ranged};
use iceroad_model::{ItemId, OfferId, RestrictionId, SiteId, StoreId};
use std::cmp::Ordering;

/// How long an order waits for a cheaper way where an all-year way is there, days (assumed).
const PATIENCE_DAYS: f64 = 30.0;

/// What is to be bought.
#[derive(Clone, Debug)]
pub(crate) struct Want {
    pub(crate) store: StoreId,
    pub(crate) need: ItemId,
    /// Units of the need.
    pub(crate) units: i64,
    /// What may be bought instead.
    pub(crate) substitutes: Vec<Substitute>,
    pub(crate) hurry: Hurry,
}

/// What decides between offers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hurry {
    /// Cheapest before the road closes.
    Ordinary,
    /// Earliest by ordinary legs: somebody waits, and nobody keeps stock.
    Waiting,
    /// Earliest by any leg.
    Emergency,
}

/// A permitted way to buy.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) offer: OfferId,
    pub(crate) item: ItemId,
    pub(crate) way: Way,
    pub(crate) ratio: Proportion,
    /// Units of the item bought.
    pub(crate) units: i64,
    pub(crate) licence: Option<(RestrictionId, Days)>,
    /// Steps of interchange from the need.
    steps: usize,
    /// Day on which it may be expected; none where a season has no further planned window.
    pub(crate) expected: Option<f64>,
    closure: Closure,
    /// Goods and freight, over the life of what is bought; that of the item itself is 1.
    cost: f64,
}

/// When the road of a way closes.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Closure {
    Never,
    After(f64),
    Unknown,
}

/// What a search came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sourced {
    pub(crate) best: Option<Source>,
    pub(crate) refused: Vec<(OfferId, RestrictionId)>,
}

/// One offer over the ways there are.
struct Bid<'a> {
    offer: OfferId,
    units: i64,
    one: &'a Substitute,
    to: SiteId,
    emergency: bool,
    today: f64,
    date: Date,
}

impl State {
    /// Searches all offers for `want`.
    pub(crate) fn source(&self, want: &Want, now: Time) -> Sourced {
        let prepared = &self.prepared;
        let date = prepared.date(now);
        let itself = [Substitute::itself(want.need)];
        let mut found = Sourced::default();
        let mut sources: Vec<Source> = Vec::new();
        for group in [&itself[..], &want.substitutes] {
            for one in group {
                for &offer in &prepared.offers_of[one.item] {
                    if !prepared.offered(offer, date) {
                        continue;
                    }
                    let row = &prepared.offers[offer];
                    let bid = Bid {
                        offer,
                        units: lot(one.ratio.units_for(want.units), row.minimum.get(), row.batch.get()),
                        one,
                        to: prepared.stores[want.store].site,
                        emergency: want.hurry == Hurry::Emergency,
                        today: prepared.clock.day_index(now) as f64,
                        date,
                    };
                    self.bid(&bid, &mut sources, &mut found.refused);
                }
            }
            if want.hurry == Hurry::Ordinary
                && let Some(best) = cheapest_in_time(&sources)
            {
                found.best = Some(best.clone());
                return found;
            }
        }
        found.best = sources.into_iter().min_by(earliest);
        found
    }

    /// Adds every permitted way of an offer; where there are ways and none is permitted, the rule that refuses.
    fn bid(&self, bid: &Bid<'_>, sources: &mut Vec<Source>, refused: &mut Vec<(OfferId, RestrictionId)>) {
        let prepared = &self.prepared;
        let row = &prepared.offers[bid.offer];
        let load = Load::of(&prepared.items[bid.one.item], bid.units);
        let goods = row.price.get() as f64 * bid.units as f64;
        let rank = if bid.emergency { EMERGENCIES } else { OTHERS };
        let (mut rule, before) = (None, sources.len());
        for way in prepared.network.ways(row.site, bid.to, bid.emergency) {
            let deal = Deal {
                item: bid.one.item,
                seller: Some(row.seller),
                carriers: &way.carriers,
                crossed: &way.crossed,
                destination: prepared.territory[bid.to],
                ordered: bid.date,
                signed: None,
                own_goods: false,
            };
            let verdict = prepared.rules.mildest(&deal, &way.choices);
            if let Some(by) = verdict.refused_by() {
                rule = rule.or(Some(by));
                continue;
            }
            let licence = licence_of(verdict);
            let ready = bid.today + licence.map_or(0.0, |(_, lead)| lead.get()) + row.lead_days.mean();
            sources.push(Source {
                offer: bid.offer,
                item: bid.one.item,
                ratio: bid.one.ratio,
                units: bid.units,
                licence,
                steps: bid.one.chain.len(),
                expected: self.expected(way, ready, bid.today, load, rank),
                closure: self.closes(way, bid.today),
                cost: (goods + prepared.network.freight(way, load)) / bid.one.life_factor,
                way: way.clone(),
            });
        }
        if let Some(rule) = rule.filter(|_| sources.len() == before) {
            refused.push((bid.offer, rule));
        }
    }

    fn closes(&self, way: &Way, today: f64) -> Closure {
        if way.legs.iter().all(|&leg| self.prepared.network.leg(leg).season.is_none()) {
            return Closure::Never;
        }
        self.prepared.network.closure(way, today).map_or(Closure::Unknown, Closure::After)
    }

    /// The way goods that are one's own already take, and the day on which they may be expected.
    pub(crate) fn way_for_own(
        &self,
        (from, to): (SiteId, SiteId),
        item: ItemId,
        units: i64,
        emergency: bool,
        now: Time,
    ) -> Option<(Way, Option<f64>)> {
        let prepared = &self.prepared;
        let load = Load::of(&prepared.items[item], units);
        let today = prepared.clock.day_index(now) as f64;
        let rank = if emergency { EMERGENCIES } else { OTHERS };
        let mut best: Option<(f64, f64, Way)> = None;
        for way in prepared.network.ways(from, to, emergency) {
            let deal = Deal {
                item,
                seller: None,
                carriers: &way.carriers,
                crossed: &way.crossed,
                destination: prepared.territory[to],
                ordered: prepared.date(now),
                signed: None,
                own_goods: true,
            };
            let verdict = prepared.rules.mildest(&deal, &way.choices);
            if verdict.refused_by().is_some() {
                continue;
            }
            let expected = self.expected(way, today, today, load, rank).unwrap_or(f64::INFINITY);
            let cost = prepared.network.freight(way, load);
            if best.as_ref().is_none_or(|(day, least, _)| (expected, cost) < (*day, *least)) {
                best = Some((expected, cost, way.clone()));
            }
        }
        best.map(|(day, _, way)| (way, day.is_finite().then_some(day)))
    }
}

/// The licence that a verdict asks for.
pub(crate) fn licence_of(verdict: Verdict) -> Option<(RestrictionId, Days)> {
    match verdict {
        Verdict::Licence { lead, rule } => Some((rule, lead)),
        Verdict::Allowed | Verdict::Review { .. } | Verdict::Prohibited { .. } => None,
    }
}

/// What must be ordered to have `units`: at least the minimum, in whole batches.
pub(crate) fn lot(units: i64, minimum: i64, batch: i64) -> i64 {
    let batch = batch.max(1);
    let least = units.max(minimum).max(1);
    least.saturating_add(batch - 1).div_euclid(batch).saturating_mul(batch)
}

/// The cheapest that comes before the road closes; the item itself before substitutes.
fn cheapest_in_time(sources: &[Source]) -> Option<&Source> {
    let all_year = sources.iter().filter(|one| one.closure == Closure::Never);
    let patience = all_year.filter_map(|one| one.expected).fold(f64::INFINITY, f64::min) + PATIENCE_DAYS;
    let closure = |one: &Source| match one.closure {
        Closure::After(day) => day,
        Closure::Never | Closure::Unknown => f64::INFINITY,
    };
    let deadline = sources.iter().map(closure).fold(patience, f64::min);
    let in_time = sources.iter().filter(|one| one.expected.is_some_and(|day| day <= deadline));
    in_time.min_by(|a, b| {
        let stands_in = |one: &Source| one.steps > 0;
        let by_cost = stands_in(a).cmp(&stands_in(b)).then(a.cost.total_cmp(&b.cost));
        by_cost.then(a.steps.cmp(&b.steps)).then(arrival(a).total_cmp(&arrival(b)))
    })
}

fn earliest(a: &Source, b: &Source) -> Ordering {
    arrival(a).total_cmp(&arrival(b)).then(a.steps.cmp(&b.steps)).then(a.cost.total_cmp(&b.cost))
}

fn arrival(one: &Source) -> f64 {
    one.expected.unwrap_or(f64::INFINITY)
}
