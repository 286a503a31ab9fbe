//! The validated scenario: made once, read by all, changed by none.
use crate::fault::Fault;
use crate::ids::{LineId, SiteId};
use crate::obligations::Promise;
use crate::rules;
use crate::tables::Tables;
use iceroad_base::Time;
use iceroad_base::civil::{Clock, Horizon, Zone};
use std::ops::Deref;

/// A scenario that passed every rule. It reads like its [`Tables`] (`scenario.machines[id]`) and cannot be changed.
#[derive(Clone, Debug)]
pub struct Scenario {
    tables: Tables,
    horizon: Horizon,
    warnings: Vec<Fault>,
}

impl Scenario {
    /// Checks every rule and gives the scenario.
    ///
    /// # Errors
    /// All faults at once, in the order of the tables, never an empty list; those that only warn are among them,
    /// but do not make an error by themselves.
    pub fn new(tables: Tables) -> Result<Self, Vec<Fault>> {
        let (horizon, warnings) = rules::check(&tables)?;
        Ok(Self { tables, horizon, warnings })
    }

    /// What is legal and may still not be what was meant, in the order of the tables.
    pub fn warnings(&self) -> &[Fault] {
        &self.warnings
    }

    /// The time that is simulated.
    pub fn horizon(&self) -> &Horizon {
        &self.horizon
    }

    /// A clock that tells local time in `zone` over the horizon. Make it once and keep it.
    pub fn clock(&self, zone: &Zone) -> Clock {
        Clock::new(&self.horizon, zone)
    }

    /// Where a line is delivered: its due day ends in this site's local time.
    pub fn delivery_site(&self, line: LineId) -> SiteId {
        match self.lines[line].promise {
            Promise::Goods { store, .. } => self.stores[store].site,
            Promise::Services { workshop, .. } => self.workshops[workshop].site,
            Promise::Tonnes { dump } => self.mines[self.nodes[self.dumps[dump].node].mine].site,
        }
    }

    /// The end of a line's due day at the place of delivery, and with it the first instant that is late: a day has its first
    /// midnight and not its last.
    pub fn due(&self, line: LineId) -> Time {
        self.delivery_clock(line).end_of_day(self.lines[line].due)
    }

    /// The clock that a line's place of delivery reads.
    pub fn delivery_clock(&self, line: LineId) -> Clock {
        self.clock(&self.sites[self.delivery_site(line)].zone)
    }

    /// The tables, to make a changed scenario of.
    pub fn into_tables(self) -> Tables {
        self.tables
    }
}

impl Deref for Scenario {
    type Target = Tables;
    fn deref(&self) -> &Tables {
        &self.tables
    }
}
