//! What every replication shares: the rows of a scenario that supply reads, and all that follows from them alone.
use crate::consumption::Taker;
use crate::interchange::{self, InterchangeGraph};
use crate::restrictions::Rulebook;
use crate::routes::Network;
use iceroad_base::civil::{Clock, Date};
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::{Table, Time};
use iceroad_model::climate::PlannedWindow;
use iceroad_model::fleet::Arrival;
use iceroad_model::goods::Item;
use iceroad_model::obligations::{Agreement, AgreementLine, Crew, Project, Task};
use iceroad_model::rotables::{RepairShop, Rotable};
use iceroad_model::stores::{Inbound, StockLine, Store};
use iceroad_model::trade::Offer;
use iceroad_model::{
    AgreementId, CrewId, InboundId, ItemId, LineId, MachineId, ModelId, OfferId, PartyId, ProjectId,
    RepairShopId, RotableId, Scenario, SeasonId, SiteId, StockId, StoreId, TaskId, TerritoryId,
};
use std::collections::BTreeMap;

/// A machine that comes as a piece of an agreement line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ComesByLine {
    pub(crate) machine: MachineId,
    pub(crate) line: LineId,
    pub(crate) nth: u32,
}

/// Goods, stores, sellers, roads and promises, ready for any number of replications.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) items: Table<ItemId, Item>,
    pub(crate) offers: Table<OfferId, Offer>,
    pub(crate) stores: Table<StoreId, Store>,
    pub(crate) stock: Table<StockId, StockLine>,
    pub(crate) inbound: Table<InboundId, Inbound>,
    pub(crate) repair_shops: Table<RepairShopId, RepairShop>,
    pub(crate) rotables: Table<RotableId, Rotable>,
    /// The row of an item that is asked of a store.
    pub(crate) rotable_of: BTreeMap<(StoreId, ItemId), RotableId>,
    pub(crate) agreements: Table<AgreementId, Agreement>,
    pub(crate) lines: Table<LineId, AgreementLine>,
    /// Who uses what day by day.
    pub(crate) takers: Vec<Taker>,
    /// Whose goods may come out of a store, their own or one above it: places in `takers`, in order.
    pub(crate) fed_by: BTreeMap<(StoreId, ItemId), Vec<usize>>,
    pub(crate) projects: Table<ProjectId, Project>,
    /// Their limits of cold are for the daily mean here.
    pub(crate) crews: Table<CrewId, Crew>,
    pub(crate) tasks: Table<TaskId, Task>,
    /// The territory of each site.
    pub(crate) territory: Table<SiteId, TerritoryId>,
    /// Where each party is seated.
    pub(crate) seat: Table<PartyId, TerritoryId>,
    pub(crate) home: TerritoryId,
    pub(crate) clock: Clock,
    /// Offers of each item, in order.
    pub(crate) offers_of: Table<ItemId, Vec<OfferId>>,
    /// Models that call for each item.
    pub(crate) users: Table<ItemId, Vec<ModelId>>,
    /// Repair priority of each model.
    pub(crate) priority: Table<ModelId, u8>,
    /// The coldest where goods of each store are used: at the store's site and below it.
    pub(crate) coldest: Table<StoreId, Celsius>,
    /// The last instant at which each line is on time.
    pub(crate) due: Table<LineId, Time>,
    /// When goods on the way at the start are ready to move on.
    pub(crate) ready: Table<InboundId, Time>,
    pub(crate) by_line: Vec<ComesByLine>,
    pub(crate) interchange: InterchangeGraph,
    pub(crate) rules: Rulebook,
    pub(crate) network: Network,
    pub(crate) n_seasons: usize,
    pub(crate) n_mine_uses: usize,
}

impl Prepared {
    /// Prepares a scenario. `planned` is all that orders know of the seasons to come, `lowest` the lowest temperature at each
    /// site, which substitutes must be rated for.
    pub fn new(
        scenario: &Scenario,
        planned: &Table<SeasonId, Vec<PlannedWindow>>,
        lowest: &Table<SiteId, Celsius>,
    ) -> Self {
        let mut offers_of = Table::filled(scenario.items.len(), Vec::new());
        for (id, offer) in scenario.offers.entries() {
            offers_of[offer.item].push(id);
        }
        let takers = Taker::all(scenario);
        Self {
            fed_by: fed_by(scenario, &takers),
            items: scenario.items.clone(),
            offers: scenario.offers.clone(),
            stores: scenario.stores.clone(),
            stock: scenario.stock.clone(),
            inbound: scenario.inbound.clone(),
            repair_shops: scenario.repair_shops.clone(),
            rotables: scenario.rotables.clone(),
            rotable_of: scenario.rotables.entries().map(|(id, row)| ((row.store, row.item), id)).collect(),
            agreements: scenario.agreements.clone(),
            lines: scenario.lines.clone(),
            takers,
            projects: scenario.projects.clone(),
            crews: crews(scenario),
            tasks: scenario.tasks.clone(),
            territory: scenario.sites.iter().map(|site| site.territory).collect(),
            seat: scenario.parties.iter().map(|party| party.territory).collect(),
            home: scenario.heading.home,
            clock: scenario.clock(&scenario.heading.zone),
            offers_of,
            users: users(scenario),
            priority: scenario.models.iter().map(|model| model.priority).collect(),
            coldest: coldest(scenario, lowest),
            due: scenario.lines.ids().map(|line| scenario.due(line)).collect(),
            ready: scenario.inbound.iter().map(|one| ready(scenario, one)).collect(),
            by_line: machines_by_line(scenario),
            interchange: InterchangeGraph::new(&scenario.items, &scenario.interchange),
            rules: Rulebook::new(&scenario.items, &scenario.parties, &scenario.restrictions),
            network: Network::new(&scenario.sites, &scenario.legs, &scenario.vehicles, planned),
            n_seasons: scenario.seasons.len(),
            n_mine_uses: scenario.mine_uses.len(),
        }
    }

    /// How many slots of the calendar a replication needs: one, before an agenda of everything dated.
    pub fn slots(&self) -> usize {
        1
    }

    /// The local day of the scenario's zone.
    pub(crate) fn date(&self, at: Time) -> Date {
        self.clock.date(at)
    }

    /// The name of a random stream's entity for one item in one store.
    pub(crate) fn line_name(&self, store: StoreId, item: ItemId) -> String {
        format!("{}/{}", self.stores[store].name, self.items[item].name)
    }

    /// Where a row's units are repaired, if that is elsewhere than at their store.
    pub(crate) fn shop_site(&self, rotable: RotableId) -> Option<SiteId> {
        let row = &self.rotables[rotable];
        self.repair_shops[row.shop].site.filter(|&site| site != self.stores[row.store].site)
    }

    /// Whether `on` lies within an offer's dates.
    pub(crate) fn offered(&self, offer: OfferId, on: Date) -> bool {
        let offer = &self.offers[offer];
        offer.from.is_none_or(|from| from <= on) && offer.to.is_none_or(|to| on <= to)
    }
}

fn fed_by(scenario: &Scenario, takers: &[Taker]) -> BTreeMap<(StoreId, ItemId), Vec<usize>> {
    let mut fed: BTreeMap<(StoreId, ItemId), Vec<usize>> = BTreeMap::new();
    for (place, taker) in takers.iter().enumerate() {
        let mut at = Some(taker.store);
        // At most as many steps as there are stores: echelons have a top.
        for _ in scenario.stores.ids() {
            let Some(store) = at else { break };
            let places = fed.entry((store, taker.item)).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
            at = scenario.stores[store].parent;
        }
    }
    fed
}

fn users(scenario: &Scenario) -> Table<ItemId, Vec<ModelId>> {
    let repairs =
        scenario.subsystems.iter().flat_map(|row| row.parts.iter().map(|part| (row.model, part.item)));
    let services = scenario.services.iter().flat_map(|row| row.kit.iter().map(|part| (row.model, part.item)));
    interchange::users(scenario.items.len(), repairs.chain(services))
}

fn ready(scenario: &Scenario, inbound: &Inbound) -> Time {
    let zone = &scenario.sites[inbound.at].zone;
    scenario.clock(zone).midnight(inbound.ready).max(Time::START)
}

fn machines_by_line(scenario: &Scenario) -> Vec<ComesByLine> {
    let mut by_line = Vec::new();
    for (machine, row) in scenario.machines.entries() {
        if let Arrival::ByLine { line, nth } = row.arrival {
            by_line.push(ComesByLine { machine, line, nth });
        }
    }
    by_line
}

/// The coldest at each store's site and at the sites of the stores below it.
/// The crews, each with the daily mean below which the night is colder than its limit.
fn crews(scenario: &Scenario) -> Table<CrewId, Crew> {
    let crews = scenario.crews.iter().map(|crew| {
        let site = scenario.projects[crew.project].site;
        let stops_below = crew.stops_below.map(|limit| scenario.least_mean(site, limit));
        Crew { stops_below, ..crew.clone() }
    });
    crews.collect()
}

fn coldest(scenario: &Scenario, lowest: &Table<SiteId, Celsius>) -> Table<StoreId, Celsius> {
    let own = |store: &Store| lowest[store.site];
    let mut coldest: Table<StoreId, Celsius> = scenario.stores.iter().map(own).collect();
    for (id, row) in scenario.stores.entries() {
        let here = own(row);
        let mut above = row.parent;
        // At most as many steps as there are stores: echelons have a top.
        for _ in 0..scenario.stores.len() {
            let Some(store) = above.filter(|&store| store != id) else { break };
            if here.get() < coldest[store].get() {
                coldest[store] = here;
            }
            above = scenario.stores[store].parent;
        }
    }
    coldest
}
