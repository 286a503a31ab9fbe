//! Turnover, added up again from the log alone: goods as traded, works by their share of their line's price.
use iceroad_base::Table;
use iceroad_model::event::{Entry, Event, Flow};
use iceroad_model::obligations::Promise;
use iceroad_model::record::{TurnoverCell, Ware};
use iceroad_model::{LineId, PartyId, Scenario, TerritoryId};
use std::collections::BTreeMap;

/// Partner, origin, ware, month and direction.
type Key = (PartyId, Option<TerritoryId>, Ware, u16, Flow);

pub(crate) struct Turnover<'s> {
    scenario: &'s Scenario,
    /// Units done of each line, those before the horizon among them.
    done: Table<LineId, i64>,
    cells: BTreeMap<Key, (i64, i64)>,
}

impl<'s> Turnover<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let done = scenario.lines.iter().map(|line| line.delivered.get()).collect();
        Self { scenario, done, cells: BTreeMap::new() }
    }

    pub(crate) fn take(&mut self, entry: &Entry, month: u16) {
        match entry.event {
            Event::Traded { partner, item, flow, mass, amount, .. } => {
                let item = &self.scenario.items[item];
                let code = item.hs_code.as_deref();
                let chapter = code.and_then(|code| code.get(..2)?.parse().ok()).unwrap_or(0);
                let key = (partner, item.origin, Ware::Goods { chapter }, month, flow);
                let cell = self.cells.entry(key).or_default();
                *cell = (cell.0 + mass.get(), cell.1 + amount.get());
            }
            Event::Delivered { line, quantity } => self.works(line, quantity.get(), month),
            _ => {}
        }
    }

    fn works(&mut self, line: LineId, units: i64, month: u16) {
        let row = &self.scenario.lines[line];
        let Promise::Services { .. } = row.promise else { return };
        let paid = |units: i64| {
            let share = i128::from(row.price.get()) * i128::from(units.min(row.quantity.get()));
            (share / i128::from(row.quantity.get().max(1))) as i64
        };
        let before = paid(self.done[line]);
        self.done[line] += units;
        let amount = paid(self.done[line]) - before;
        let agreement = &self.scenario.agreements[row.agreement];
        let (from, to) = (self.scenario.parties[agreement.seller].territory, agreement.buyer);
        let home = self.scenario.heading.home;
        let sold_abroad = from == home && self.scenario.parties[to].territory != home;
        let key = match (from == home, sold_abroad) {
            (false, _) => (agreement.seller, Some(from), Ware::Services, month, Flow::Import),
            (true, true) => (to, Some(from), Ware::Services, month, Flow::Export),
            (true, false) => (agreement.seller, Some(from), Ware::Services, month, Flow::Domestic),
        };
        if amount != 0 {
            self.cells.entry(key).or_default().1 += amount;
        }
    }

    pub(crate) fn rows(&self) -> Vec<TurnoverCell> {
        let mut rows = Vec::new();
        for (&(partner, origin, ware, month, flow), &(mass_kg, amount)) in &self.cells {
            rows.push(TurnoverCell { partner, origin, ware, month, flow, mass_kg, amount });
        }
        rows
    }
}
