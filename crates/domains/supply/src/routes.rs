//! Ways from site to site over legs, and what may be expected of them.
//!
//! A way is simple (no site twice) and has at most [`MOST_LEGS`] legs. Ordinary ways keep off emergency legs;
//! emergency ways may use any. What is *expected* comes from planned windows, mean transit times and daily
//! capacity alone, never from what the replication will bring.
//!
//! Assumed in an expectation: a single piece heavier than half a leg's payload waits for full load where the season
//! has such a day; a consignment above a day's capacity takes as many days as it fills; nobody else is on the leg.
//! A season with no further planned window is expected never to open.
//!
//! Days are counted from the horizon's first day in the scenario's zone, as fractions.
use iceroad_base::Table;
use iceroad_base::quantity::{Mass, Money};
use iceroad_model::climate::PlannedWindow;
use iceroad_model::goods::Item;
use iceroad_model::site::Site;
use iceroad_model::transport::Leg;
use iceroad_model::{LegId, PartyId, SeasonId, SiteId, TerritoryId};
use std::sync::OnceLock;

/// The most legs of a way.
pub const MOST_LEGS: usize = 6;
/// The most ways kept between two sites, those with fewest legs first.
const MOST_WAYS: usize = 64;

/// One way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// Its legs, from the start on; none where the goods are there already.
    pub legs: Vec<LegId>,
    /// Territories on the way: of the start, of each site between and of each leg, in order, each once.
    pub crossed: Vec<TerritoryId>,
    /// Carriers on the way, each once.
    pub carriers: Vec<PartyId>,
}

/// Every way between two sites, and the least mean time under way that one of them takes, days.
#[derive(Clone, Debug)]
pub(crate) struct Ways {
    pub(crate) all: Vec<Way>,
    pub(crate) fastest: f64,
}

/// Goods to be moved, as an expectation needs them.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// All of it.
    pub mass: Mass,
    /// All of it, in litres.
    pub litres: i64,
    /// One piece.
    pub piece: Mass,
}

impl Load {
    /// So many units of an item.
    pub(crate) fn of(item: &Item, units: i64) -> Self {
        Self { mass: item.mass_of(units), litres: item.volume_of(units).get(), piece: item.mass_of(1) }
    }
}

/// The ways from each site to one: ordinary and emergency ones.
type WaysFrom = Table<SiteId, [OnceLock<Ways>; 2]>;

/// The legs between sites. Ways are kept once found, for all who share the network.
#[derive(Debug)]
pub struct Network {
    legs: Table<LegId, Leg>,
    territory: Table<SiteId, TerritoryId>,
    out: Table<SiteId, Vec<LegId>>,
    back: Table<SiteId, Vec<LegId>>,
    planned: Table<SeasonId, Vec<PlannedWindow>>,
    /// To each site, from each site: ordinary ways and emergency ways, found when first asked for.
    ways: Table<SiteId, OnceLock<WaysFrom>>,
}

impl Network {
    /// The network of `legs` with what is planned for their seasons.
    pub fn new(
        sites: &Table<SiteId, Site>,
        legs: &Table<LegId, Leg>,
        planned: &Table<SeasonId, Vec<PlannedWindow>>,
    ) -> Self {
        let mut out = Table::filled(sites.len(), Vec::new());
        let mut back = Table::filled(sites.len(), Vec::new());
        for (id, leg) in legs.entries() {
            out[leg.from].push(id);
            back[leg.to].push(id);
        }
        Self {
            legs: legs.clone(),
            territory: sites.iter().map(|site| site.territory).collect(),
            out,
            back,
            planned: planned.clone(),
            ways: Table::filled(sites.len(), OnceLock::new()),
        }
    }

    /// A leg.
    pub fn leg(&self, leg: LegId) -> &Leg {
        &self.legs[leg]
    }

    /// All legs.
    pub fn legs(&self) -> &Table<LegId, Leg> {
        &self.legs
    }

    /// Every way from one site to another, fewest legs first, then by leg; `emergency` ways may use any leg.
    pub fn ways(&self, from: SiteId, to: SiteId, emergency: bool) -> &[Way] {
        &self.known_ways(from, to, emergency).all
    }

    /// As [`Network::ways`], with the time of the fastest.
    pub(crate) fn known_ways(&self, from: SiteId, to: SiteId, emergency: bool) -> &Ways {
        let from_each = self.ways[to].get_or_init(|| Table::filled(self.out.len(), Default::default()));
        from_each[from][usize::from(emergency)].get_or_init(|| {
            let all = self.find(from, to, emergency);
            let days = |way: &Way| way.legs.iter().map(|&leg| self.legs[leg].transit_days.mean()).sum();
            let fastest = all.iter().map(days).fold(f64::INFINITY, f64::min);
            Ways { all, fastest }
        })
    }

    fn find(&self, from: SiteId, to: SiteId, emergency: bool) -> Vec<Way> {
        let to_go = self.legs_to_go(to, emergency);
        let mut search = Search {
            network: self,
            to,
            emergency,
            to_go: &to_go,
            legs: Vec::new(),
            visited: Table::filled(self.out.len(), false),
            found: Vec::new(),
        };
        search.visited[from] = true;
        for n_legs in 0..=MOST_LEGS {
            search.extend(from, n_legs);
        }
        let found = search.found;
        found.into_iter().map(|legs| self.way(from, legs)).collect()
    }

    /// The fewest legs from each site to `to`.
    fn legs_to_go(&self, to: SiteId, emergency: bool) -> Table<SiteId, usize> {
        let mut to_go = Table::filled(self.out.len(), usize::MAX);
        to_go[to] = 0;
        let mut front = vec![to];
        while !front.is_empty() {
            let mut next = Vec::new();
            for site in front {
                for &leg in &self.back[site] {
                    let leg = &self.legs[leg];
                    if to_go[leg.from] == usize::MAX && (emergency || !leg.emergency) {
                        to_go[leg.from] = to_go[site] + 1;
                        next.push(leg.from);
                    }
                }
            }
            front = next;
        }
        to_go
    }

    /// What lies on the way over `legs` from a site.
    pub(crate) fn way(&self, from: SiteId, legs: Vec<LegId>) -> Way {
        let mut crossed = vec![self.territory[from]];
        let mut carriers: Vec<PartyId> = Vec::new();
        for (step, leg) in legs.iter().map(|&leg| &self.legs[leg]).enumerate() {
            crossed.extend(&leg.transits);
            if step + 1 < legs.len() {
                crossed.push(self.territory[leg.to]);
            }
            carriers.extend(leg.carrier);
        }
        keep_first(&mut crossed);
        keep_first(&mut carriers);
        Way { legs, crossed, carriers }
    }

    /// The day on which a load that is ready at `ready` may be expected at the way's end; nothing where a season
    /// on the way has no further planned window.
    pub fn expected(&self, way: &Way, ready: f64, load: Load) -> Option<f64> {
        way.legs.iter().try_fold(ready, |at, &leg| self.expected_over(leg, at, load))
    }

    /// As [`Network::expected`], for goods that stand at the way's start on day `today` and know that its first leg
    /// has closed early: the running window is over.
    pub(crate) fn expected_after_early_closure(&self, way: &Way, today: f64, load: Load) -> Option<f64> {
        let window = way.legs.first().and_then(|&leg| self.running_window(leg, today));
        self.expected(way, window.map_or(today, |window| f64::from(window.closes) + 1.0), load)
    }

    /// The planned window of a leg's season that a day lies in.
    pub(crate) fn running_window(&self, leg: LegId, today: f64) -> Option<PlannedWindow> {
        let windows = &self.planned[self.legs[leg].season?];
        windows
            .iter()
            .copied()
            .find(|window| f64::from(window.opens) <= today && today < f64::from(window.closes) + 1.0)
    }

    fn expected_over(&self, leg: LegId, ready: f64, load: Load) -> Option<f64> {
        let leg = &self.legs[leg];
        let heavy = load.piece.get().saturating_mul(2) > leg.payload.get();
        let departs = match leg.season {
            None => ready,
            Some(season) => self.next_open(season, ready, heavy)?,
        };
        let trips = (load.mass.get() as f64 / leg.payload.get().max(1) as f64)
            .max(load.litres as f64 / leg.volume.get().max(1) as f64);
        let more_days = (trips / f64::from(leg.trips_per_day.max(1))).ceil().max(1.0) - 1.0;
        Some(departs + more_days + leg.transit_days.mean())
    }

    /// When the season is next expected to be open at or after `ready`.
    fn next_open(&self, season: SeasonId, ready: f64, heavy: bool) -> Option<f64> {
        for window in &self.planned[season] {
            let opens = if heavy { window.full_load.unwrap_or(window.opens) } else { window.opens };
            let departs = ready.max(f64::from(opens));
            if departs < f64::from(window.closes) + 1.0 {
                return Some(departs);
            }
        }
        None
    }

    /// The last day by which goods may come over this way before its road closes, for an order on `today`: the end
    /// of the running or next planned window of its last seasonal leg, and the transit from there. Nothing where
    /// no leg of the way has a season, or none has a further window.
    pub fn closure(&self, way: &Way, today: f64) -> Option<f64> {
        let mut onward = 0.0;
        for &leg in way.legs.iter().rev() {
            let leg = &self.legs[leg];
            onward += leg.transit_days.mean();
            let Some(season) = leg.season else { continue };
            let window = self.planned[season].iter().find(|window| today < f64::from(window.closes) + 1.0)?;
            return Some(f64::from(window.closes) + 1.0 + onward);
        }
        None
    }

    /// What a load costs over the way at full loads, in minor units.
    pub fn freight(&self, way: &Way, load: Load) -> f64 {
        let cost = |leg: &Leg| {
            let trips = (load.mass.get() as f64 / leg.payload.get().max(1) as f64)
                .max(load.litres as f64 / leg.volume.get().max(1) as f64);
            trips * minor(leg.cost_per_trip) + load.mass.tonnes() * minor(leg.cost_per_tonne)
        };
        way.legs.iter().map(|&leg| cost(&self.legs[leg])).sum()
    }

    /// The least mass and litres that a leg of the way carries in a day at full load; nothing on an empty way.
    pub(crate) fn tightest_day(&self, way: &[LegId]) -> Option<(i64, i64)> {
        let day = |leg: &LegId| {
            let leg = &self.legs[*leg];
            let trips = i64::from(leg.trips_per_day);
            (leg.payload.get().saturating_mul(trips), leg.volume.get().saturating_mul(trips))
        };
        way.iter().map(day).reduce(|one, two| (one.0.min(two.0), one.1.min(two.1)))
    }
}

fn minor(money: Money) -> f64 {
    money.get() as f64
}

fn keep_first<T: PartialEq + Copy>(list: &mut Vec<T>) {
    let mut kept: Vec<T> = Vec::with_capacity(list.len());
    list.retain(|one| {
        let new = !kept.contains(one);
        if new {
            kept.push(*one);
        }
        new
    });
}

/// Depth first to an exact number of legs, pruned by the fewest legs still to go.
struct Search<'a> {
    network: &'a Network,
    to: SiteId,
    emergency: bool,
    to_go: &'a Table<SiteId, usize>,
    legs: Vec<LegId>,
    visited: Table<SiteId, bool>,
    found: Vec<Vec<LegId>>,
}

impl Search<'_> {
    fn extend(&mut self, at: SiteId, left: usize) {
        if self.found.len() >= MOST_WAYS || self.to_go[at] > left {
            return;
        }
        if at == self.to {
            if left == 0 {
                self.found.push(self.legs.clone());
            }
            return;
        }
        let network = self.network;
        for &id in &network.out[at] {
            let leg = &network.legs[id];
            if self.visited[leg.to] || (leg.emergency && !self.emergency) {
                continue;
            }
            self.visited[leg.to] = true;
            self.legs.push(id);
            self.extend(leg.to, left - 1);
            self.legs.pop();
            self.visited[leg.to] = false;
        }
    }
}
