//! Adds up turnover: goods as they change hands, works of agreements as they are done.
//!
//! Works have no price of their own: each is worth its share of its line's price. Shares are counted from the whole, so that they add
//! up to the price to the last minor unit. Tonnes under an agreement are no turnover: nobody is told to pay for them.
use iceroad_base::quantity::{Mass, Money};
use iceroad_model::event::Flow;
use iceroad_model::goods::Item;
use iceroad_model::obligations::{AgreementLine, Promise};
use iceroad_model::record::{TurnoverCell, Ware};
use iceroad_model::{ItemId, LineId, PartyId, Scenario, TerritoryId};
use std::collections::BTreeMap;

/// Partner, origin, ware, month and direction.
type Key = (PartyId, Option<TerritoryId>, Ware, u16, Flow);

/// The sums of one replication.
pub(crate) struct TurnoverTally<'s> {
    scenario: &'s Scenario,
    /// Mass in kg and value in minor units.
    cells: BTreeMap<Key, (i64, i64)>,
}

impl<'s> TurnoverTally<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        Self { scenario, cells: BTreeMap::new() }
    }

    /// Goods have changed hands in a month.
    pub(crate) fn goods(
        &mut self,
        month: usize,
        (partner, flow): (PartyId, Flow),
        item: ItemId,
        (mass, amount): (Mass, Money),
    ) {
        let item = &self.scenario.items[item];
        let ware = Ware::Goods { chapter: hs_chapter(item) };
        self.add((partner, item.origin, ware, month as u16, flow), mass.get(), amount.get());
    }

    /// So many units of a line have been delivered in a month, after those `before`.
    pub(crate) fn delivered(&mut self, month: usize, line: LineId, before: i64, units: i64) {
        let row = &self.scenario.lines[line];
        if !matches!(row.promise, Promise::Services { .. }) {
            return;
        }
        let amount = worth(row, before + units) - worth(row, before);
        if amount == 0 {
            return;
        }
        let agreement = &self.scenario.agreements[row.agreement];
        let seat = |party: PartyId| self.scenario.parties[party].territory;
        let home = self.scenario.heading.home;
        let (partner, flow) = if seat(agreement.seller) != home {
            (agreement.seller, Flow::Import)
        } else if seat(agreement.buyer) != home {
            (agreement.buyer, Flow::Export)
        } else {
            (agreement.seller, Flow::Domestic)
        };
        let origin = Some(seat(agreement.seller));
        self.add((partner, origin, Ware::Services, month as u16, flow), 0, amount);
    }

    fn add(&mut self, key: Key, mass_kg: i64, amount: i64) {
        let cell = self.cells.entry(key).or_default();
        cell.0 += mass_kg;
        cell.1 += amount;
    }

    /// The sums as records.
    pub(crate) fn finish(&self) -> Vec<TurnoverCell> {
        let cell = |(&key, &(mass_kg, amount)): (&Key, &(i64, i64))| {
            let (partner, origin, ware, month, flow) = key;
            TurnoverCell { partner, origin, ware, month, flow, mass_kg, amount }
        };
        self.cells.iter().map(cell).collect()
    }
}

/// What the first `units` of a line are worth, minor units.
fn worth(line: &AgreementLine, units: i64) -> i64 {
    let whole = i128::from(line.quantity.get().max(1));
    let part = i128::from(units).min(whole);
    i64::try_from(i128::from(line.price.get()) * part / whole).unwrap_or(i64::MAX)
}

/// The HS chapter of an item: the first two digits of its code, 0 where it has none.
fn hs_chapter(item: &Item) -> u8 {
    item.hs_code.as_deref().and_then(|code| code.get(..2)).and_then(|two| two.parse().ok()).unwrap_or(0)
}
