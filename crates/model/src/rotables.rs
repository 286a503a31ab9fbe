//! Rotables: units that are repaired and used again, and the shops that repair them.
use crate::ids::{ItemId, PartyId, RepairShopId, SiteId, StoreId};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Money, Quantity, Share};

/// A repair shop, a row of `repair_shops.csv`: on site, in town or at the maker. It is no workshop: machines do not come to it.
#[derive(Clone, Debug)]
pub struct RepairShop {
    /// Short name, unique.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// Where; none: beside each store that it works for, so that nothing is sent.
    pub site: Option<SiteId>,
    /// How many units it works on at a time; none: on all there are.
    pub benches: Option<u16>,
    /// Who is paid for repairs; none: nobody in particular.
    pub party: Option<PartyId>,
}

/// What becomes of an item that jobs replace, a row of `rotables.csv`: what comes out for a demand on one store is repaired and
/// goes back to that store.
#[derive(Clone, Debug)]
pub struct Rotable {
    /// Short name, unique.
    pub name: String,
    /// The item.
    pub item: ItemId,
    /// The store that jobs ask for it, to which it goes back.
    pub store: StoreId,
    /// Who repairs it.
    pub shop: RepairShopId,
    /// Days on a bench.
    pub turn_round: Law,
    /// The share that is condemned at the end of its time on the bench.
    pub scrap_share: Share,
    /// Paid for each unit that is repaired.
    pub cost: Money,
    /// Units in the shop at the start, none of them taken up yet.
    pub in_repair: Quantity,
}
