//! Mines ask for what they use: by day, by cold, and with the tonnes hauled.
//!
//! At each midnight a mine has asked for the whole units of what its rows come to so far, to the unit. The log does not tell
//! temperatures: where cold adds to a use, only the least is known, unless the record is replayed. Tonnes that are dumped at the
//! very midnight may count before or after it.
use crate::weather::Weather;
use crate::{Findings, Rules};
use iceroad_base::civil::Clock;
use iceroad_base::{Table, Time};
use iceroad_model::event::{Claimant, Entry, Event};
use iceroad_model::{DumpId, ItemId, MaterialId, MineId, Scenario, StoreId};
use std::collections::BTreeMap;

type Key = (MineId, StoreId, ItemId);
type Tonnes = BTreeMap<(DumpId, MaterialId), i64>;

pub(crate) struct MineUses<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    day: i64,
    /// Kilograms so far, and as the day began.
    dumped: Tonnes,
    at_midnight: Tonnes,
    asked: BTreeMap<Key, i64>,
    /// Heating degree-days of each mine so far, by day, where they are known.
    heating: Table<MineId, Option<Vec<f64>>>,
}

impl<'s> MineUses<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let weather = Weather::new(scenario);
        let keys = scenario.mine_uses.iter().map(|row| ((row.mine, row.store, row.item), 0));
        Self {
            scenario,
            clock: scenario.clock(&scenario.heading.zone),
            day: 0,
            dumped: Tonnes::new(),
            at_midnight: Tonnes::new(),
            asked: keys.collect(),
            heating: scenario.mines.iter().map(|mine| weather.heating(mine.site)).collect(),
        }
    }

    /// What the rows of a use come to over days, with these tonnes; the second is whether cold that is not known adds to it.
    fn used(&self, key: Key, days: i64, tonnes: &Tonnes) -> (f64, bool) {
        let degree_days = self.heating[key.0].as_ref();
        let degree_days = degree_days.and_then(|by_day| by_day.get(days as usize - 1).copied());
        let rows = self.scenario.mine_uses.iter().filter(|row| (row.mine, row.store, row.item) == key);
        let (mut units, mut cold) = (0.0, false);
        for row in rows {
            units += row.per_day * days as f64 + row.per_heating_degree_day * degree_days.unwrap_or(0.0);
            cold |= row.per_heating_degree_day > 0.0 && degree_days.is_none();
            for (&(dump, material), &kg) in tonnes {
                let of_material = row.material.is_none_or(|only| only == material);
                let of_dump = match row.dump {
                    Some(only) => only == dump,
                    None => self.mine(dump) == row.mine && !self.is_stockpile(dump),
                };
                if of_material && of_dump {
                    units += row.per_tonne * kg as f64 / 1_000.0;
                }
            }
        }
        (units, cold)
    }

    fn mine(&self, dump: DumpId) -> MineId {
        self.scenario.nodes[self.scenario.dumps[dump].node].mine
    }

    fn is_stockpile(&self, dump: DumpId) -> bool {
        self.scenario.faces.iter().any(|face| face.stockpile == Some(dump))
    }

    fn says(&self, (mine, _, item): Key, asked: i64, used: f64) -> String {
        let (mine, item) = (&self.scenario.mines[mine].name, &self.scenario.items[item].name);
        format!("{mine}: {asked} of {item} for a use of {used}")
    }

    /// An entry of a day comes: what was dumped before it was dumped by its midnight.
    fn come_to(&mut self, at: Time) {
        let day = self.clock.day_index(at);
        if day > self.day && day < i64::from(self.scenario.heading.days) {
            self.day = day;
            self.at_midnight.clone_from(&self.dumped);
        }
    }

    fn demanded(&mut self, key: Key, units: i64, findings: &mut Findings) {
        let Some(asked) = self.asked.get_mut(&key) else { return };
        *asked += units;
        let asked = *asked;
        let (most, cold) = self.used(key, self.day + 1, &self.dumped);
        let holds = cold || asked as f64 <= most * (1.0 + 1e-9) + 1e-6;
        findings.check(holds, "a mine asks for no more than it uses", || self.says(key, asked, most));
    }
}

impl Rules for MineUses<'_> {
    fn take(&mut self, entry: &Entry, findings: &mut Findings) {
        if self.asked.is_empty() {
            return;
        }
        match entry.event {
            Event::Dumped { dump, material, mass, .. } | Event::Hauled { dump, material, mass, .. } => {
                self.come_to(entry.at);
                *self.dumped.entry((dump, material)).or_default() += mass.get();
            }
            Event::Demanded { store, item, quantity, by: Claimant::Mine(mine), .. } => {
                self.come_to(entry.at);
                self.demanded((mine, store, item), quantity.get(), findings);
            }
            _ => {}
        }
    }

    fn end(&mut self, end: Time, findings: &mut Findings) {
        let last = Time::from_millis(end.millis() - 1);
        let tonnes = if self.clock.day_index(last) > self.day { &self.dumped } else { &self.at_midnight };
        for (&key, &asked) in &self.asked {
            let (least, _) = self.used(key, i64::from(self.scenario.heading.days), tonnes);
            let holds = asked as f64 > least * (1.0 - 1e-9) - 1.0 - 1e-6;
            findings.check(holds, "a mine asks for what it uses", || self.says(key, asked, least));
        }
    }
}
