//! Ways from site to site over legs, and what may be expected of them.
//!
//! A way is simple (no site twice) and has at most [`MOST_LEGS`] legs. Ordinary ways keep off emergency legs;
//! emergency ways may use any. What is *expected* comes from planned windows, mean transit times and daily
//! capacity alone, never from what the replication will bring.
//!
//! Assumed in an expectation: a single piece heavier than half a leg's payload waits for full load where the season
//! has such a day; a consignment above a day's capacity takes as many days as it fills; what waits for the legs today and
//! goes first is gone when their vehicles at full load have carried it.
//! A season with no further planned window is expected never to open.
//!
//! Days are counted from the horizon's first day in the scenario's zone, as fractions.
use iceroad_base::Table;
use iceroad_base::quantity::{Mass, Money};
use iceroad_model::climate::PlannedWindow;
use iceroad_model::goods::Item;
use iceroad_model::site::Site;
use iceroad_model::transport::{Leg, Vehicle};
use iceroad_model::{LegId, PartyId, SeasonId, SiteId, TerritoryId, VehicleId};
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
    /// Carriers of legs on which one alone carries, each once.
    pub carriers: Vec<PartyId>,
    /// For each leg on which several carry, who they are; none: nobody who is named.
    pub choices: Vec<Vec<Option<PartyId>>>,
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

/// Two sites that legs lead from and to, in this direction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct LinkId(pub(crate) usize);

/// All legs from one site to another.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    from: SiteId,
    to: SiteId,
    pub(crate) legs: Vec<LegId>,
    /// In order of the legs, then of their own.
    vehicles: Vec<VehicleId>,
    /// What its ordinary vehicles carry on a day at full load, kg.
    kg_a_day: f64,
}

/// What runs on a leg at full load.
#[derive(Clone, Debug, Default)]
struct Fleet {
    vehicles: Vec<VehicleId>,
    /// Who carries, each once.
    carriers: Vec<Option<PartyId>>,
    /// The greatest payload of one vehicle.
    payload: i64,
    kg_a_day: f64,
    litres_a_day: f64,
}

/// The ways from each site to one: ordinary and emergency ones.
type WaysFrom = Table<SiteId, [OnceLock<Ways>; 2]>;

/// The legs between sites. Ways are kept once found, for all who share the network.
#[derive(Debug)]
pub struct Network {
    legs: Table<LegId, Leg>,
    vehicles: Table<VehicleId, Vehicle>,
    /// What runs on each leg, and what it comes to.
    fleets: Table<LegId, Fleet>,
    links: Vec<Link>,
    link_of: Table<LegId, LinkId>,
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
        vehicles: &Table<VehicleId, Vehicle>,
        planned: &Table<SeasonId, Vec<PlannedWindow>>,
    ) -> Self {
        let mut out = Table::filled(sites.len(), Vec::new());
        let mut back = Table::filled(sites.len(), Vec::new());
        for (id, leg) in legs.entries() {
            out[leg.from].push(id);
            back[leg.to].push(id);
        }
        let fleets = fleets(legs, vehicles);
        let (links, link_of) = links(legs, &fleets);
        Self {
            legs: legs.clone(),
            vehicles: vehicles.clone(),
            fleets,
            links,
            link_of,
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

    /// A class of vehicles.
    pub(crate) fn vehicle(&self, vehicle: VehicleId) -> &Vehicle {
        &self.vehicles[vehicle]
    }

    /// All classes of vehicles.
    pub(crate) fn vehicles(&self) -> &Table<VehicleId, Vehicle> {
        &self.vehicles
    }

    /// Pairs of sites between which legs lead.
    pub(crate) fn links(&self) -> &[Link] {
        &self.links
    }

    /// One of them.
    pub(crate) fn link(&self, link: LinkId) -> &Link {
        &self.links[link.0]
    }

    /// Between which sites a leg leads.
    pub(crate) fn link_of(&self, leg: LegId) -> LinkId {
        self.link_of[leg]
    }

    /// What runs between two sites, by whatever leg.
    pub(crate) fn on_link(&self, link: LinkId) -> &[VehicleId] {
        &self.links[link.0].vehicles
    }

    /// Who may carry over a leg.
    pub(crate) fn carriers(&self, leg: LegId) -> &[Option<PartyId>] {
        &self.fleets[leg].carriers
    }

    /// The greatest payload of a vehicle on a leg, kg.
    pub(crate) fn greatest_payload(&self, leg: LegId) -> i64 {
        self.fleets[leg].payload
    }

    /// What a class carries on a day at full load, kg.
    pub(crate) fn kg_a_day(&self, vehicle: VehicleId) -> f64 {
        let row = &self.vehicles[vehicle];
        kg_a_day(row, &self.legs[row.leg])
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
        let mut choices = Vec::new();
        for &leg in &legs {
            match self.fleets[leg].carriers.as_slice() {
                [] => {}
                [one] => carriers.extend(one),
                several => choices.push(several.to_vec()),
            }
        }
        for (step, leg) in legs.iter().map(|&leg| &self.legs[leg]).enumerate() {
            crossed.extend(&leg.transits);
            if step + 1 < legs.len() {
                crossed.push(self.territory[leg.to]);
            }
        }
        keep_first(&mut crossed);
        keep_first(&mut carriers);
        Way { legs, crossed, carriers, choices }
    }

    /// The day on which a load that is ready at `ready` may be expected at the way's end with nobody else on it; nothing
    /// where a season on the way has no further planned window.
    pub fn expected(&self, way: &Way, ready: f64, load: Load) -> Option<f64> {
        self.expected_behind(way, ready, load, &|_| f64::NEG_INFINITY)
    }

    /// As [`Network::expected`], with the day on which what waits for a leg will have left it.
    pub(crate) fn expected_behind(
        &self,
        way: &Way,
        ready: f64,
        load: Load,
        clears: &dyn Fn(LegId) -> f64,
    ) -> Option<f64> {
        way.legs.iter().try_fold(ready, |at, &leg| self.expected_over(leg, at.max(clears(leg)), load))
    }

    /// The day on which so much that waits today for a leg's way will have left.
    pub(crate) fn clears(&self, leg: LegId, today: f64, kg: i64) -> f64 {
        let link = self.link(self.link_of(leg));
        if kg <= 0 || link.kg_a_day <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let begins = self.departs(leg, today, false).unwrap_or(today);
        begins + kg as f64 / link.kg_a_day
    }

    /// When goods that stand at a way's start on day `today` may set off at the earliest, where its first leg has closed
    /// early: the running window is over.
    pub(crate) fn after_early_closure(&self, way: &Way, today: f64) -> f64 {
        let window = way.legs.first().and_then(|&leg| self.running_window(leg, today));
        window.map_or(today, |window| f64::from(window.closes) + 1.0)
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
        let fleet = &self.fleets[leg];
        let heavy = load.piece.get().saturating_mul(2) > fleet.payload;
        let departs = self.departs(leg, ready, heavy)?;
        let days = (load.mass.get() as f64 / fleet.kg_a_day.max(1.0))
            .max(load.litres as f64 / fleet.litres_a_day.max(1.0));
        // What fills a day to the brim takes no second one, however its sum was rounded.
        let more_days = (days - 1e-9).ceil().max(1.0) - 1.0;
        Some(departs + more_days + self.legs[leg].transit_days.mean())
    }

    /// When goods that are ready then may be expected to set off on a leg; heavy ones wait for full load.
    pub(crate) fn departs(&self, leg: LegId, ready: f64, heavy: bool) -> Option<f64> {
        match self.legs[leg].season {
            None => Some(ready),
            Some(season) => self.next_open(season, ready, heavy),
        }
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

    /// What a load costs over the way at full loads by the cheapest vehicles, in minor units.
    pub fn freight(&self, way: &Way, load: Load) -> f64 {
        let by = |vehicle: &VehicleId| {
            let row = &self.vehicles[*vehicle];
            let trips = (load.mass.get() as f64 / row.payload.get().max(1) as f64)
                .max(load.litres as f64 / row.volume.get().max(1) as f64);
            trips * minor(row.cost_per_trip) + load.mass.tonnes() * minor(row.cost_per_tonne)
        };
        let cost = |leg: &LegId| self.fleets[*leg].vehicles.iter().map(by).fold(f64::INFINITY, f64::min);
        way.legs.iter().map(cost).sum()
    }

    /// The least mass and litres that a leg of the way carries in a day at full load; nothing on an empty way.
    pub(crate) fn tightest_day(&self, way: &[LegId]) -> Option<(i64, i64)> {
        let day = |leg: &LegId| {
            let fleet = &self.fleets[*leg];
            (fleet.kg_a_day.floor() as i64, fleet.litres_a_day.floor() as i64)
        };
        way.iter().map(day).reduce(|one, two| (one.0.min(two.0), one.1.min(two.1)))
    }
}

fn kg_a_day(vehicle: &Vehicle, leg: &Leg) -> f64 {
    vehicle.payload.get() as f64 * vehicle.trips_a_day(leg)
}

fn fleets(legs: &Table<LegId, Leg>, vehicles: &Table<VehicleId, Vehicle>) -> Table<LegId, Fleet> {
    let mut fleets = Table::filled(legs.len(), Fleet::default());
    for (id, vehicle) in vehicles.entries() {
        let leg = &legs[vehicle.leg];
        let fleet: &mut Fleet = &mut fleets[vehicle.leg];
        let carrier = vehicle.carrier.or(leg.carrier);
        fleet.vehicles.push(id);
        if !fleet.carriers.contains(&carrier) {
            fleet.carriers.push(carrier);
        }
        fleet.payload = fleet.payload.max(vehicle.payload.get());
        fleet.kg_a_day += kg_a_day(vehicle, leg);
        fleet.litres_a_day += vehicle.volume.get() as f64 * vehicle.trips_a_day(leg);
    }
    fleets
}

fn links(legs: &Table<LegId, Leg>, fleets: &Table<LegId, Fleet>) -> (Vec<Link>, Table<LegId, LinkId>) {
    let mut links: Vec<Link> = Vec::new();
    let mut link_of = Table::filled(legs.len(), LinkId(0));
    for (id, leg) in legs.entries() {
        let known = links.iter().position(|link| (link.from, link.to) == (leg.from, leg.to));
        let at = known.unwrap_or_else(|| {
            let (from, to) = (leg.from, leg.to);
            links.push(Link { from, to, legs: Vec::new(), vehicles: Vec::new(), kg_a_day: 0.0 });
            links.len() - 1
        });
        link_of[id] = LinkId(at);
        links[at].legs.push(id);
        links[at].vehicles.extend(&fleets[id].vehicles);
        if !leg.emergency {
            links[at].kg_a_day += fleets[id].kg_a_day;
        }
    }
    (links, link_of)
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
