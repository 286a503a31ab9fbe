//! A workshop and the machines that come to it: what maintenance is tested on.

use crate::build::{Build, bare};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Quantity, Share};
use iceroad_model::maintenance::PartUse;
use iceroad_model::site::SiteKind;
use iceroad_model::{BrandId, CalendarId, ItemId, SiteId, Tables, TerritoryId, TradeId, WorkshopId};

/// The site whose weather the machines feel.
pub const PIT: SiteId = SiteId(0);
/// The site of the workshop.
pub const TOWN: SiteId = SiteId(1);
/// The one workshop.
pub const SHOP: WorkshopId = WorkshopId(0);
/// The trade of everyone unless changed.
pub const FITTER: TradeId = TradeId(0);
/// A trade that few have.
pub const WELDER: TradeId = TradeId(1);
/// The brand of machines unless changed.
pub const BELAZ: BrandId = BrandId(0);
/// Another brand.
pub const KOMATSU: BrandId = BrandId(1);
/// The calendar of those who are always there.
pub const ALWAYS: CalendarId = CalendarId(0);
/// The calendar of the day shift, 08:00 to 20:00; the horizon begins at midnight.
pub const DAYS: CalendarId = CalendarId(1);
/// The calendar of the night shift, 20:00 to 08:00.
pub const NIGHTS: CalendarId = CalendarId(2);

/// Two sites, one workshop at the gate without bays or people, two brands and trades, no machines.
pub fn shop(days: u32) -> Tables {
    let mut tables = bare(days);
    tables.brands = ["BELAZ", "Komatsu"].map(String::from).into_iter().collect();
    tables.trades = ["fitter", "welder"].map(String::from).into_iter().collect();
    for name in ["pit", "town"] {
        let site = tables.site(name, TerritoryId(0));
        tables.sites[site].kind = SiteKind::Mine;
        tables.with_station(site);
    }
    for (name, shift) in [("always", (8, 8)), ("days", (8, 20)), ("nights", (20, 8))] {
        tables.calendar(name, &[shift]);
    }
    tables.mine();
    tables.workshop(TOWN);
    tables
}

/// So many trucks of one subsystem, and so many bays with a technician each who is always there.
pub fn fleet(days: u32, trucks: usize, life: Law, repair: Law, bays: u16) -> Tables {
    let mut tables = shop(days);
    let model = tables.truck_model(BELAZ, 90.0);
    tables.machines(model, trucks);
    tables.subsystem(model, life, repair);
    tables.bays(bays);
    tables.technicians(bays, ALWAYS);
    tables
}

/// One piece of the first item, which a job needs with a chance.
pub fn part_use(chance: f64) -> PartUse {
    PartUse { item: ItemId(0), quantity: Quantity(1), chance: Share::clamped(chance) }
}
