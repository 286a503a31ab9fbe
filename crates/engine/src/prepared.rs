//! A scenario made ready to be run many times, and what it says before any run.

use crate::error::{EngineError, RunError};
use crate::run::{Replication, Run};
use iceroad_base::civil::Clock;
use iceroad_base::quantity::Celsius;
use iceroad_base::{Span, Table, Time};
use iceroad_climate::Climate;
use iceroad_haulage::foresight::Foresight;
use iceroad_haulage::rates::RateTable;
use iceroad_haulage::{Fidelity, Hauling, Layout};
use iceroad_model::haul_outlook::HaulOutlook;
use iceroad_model::obligations::Promise;
use iceroad_model::site::Site;
use iceroad_model::{DumpId, MineId, ModelId, Scenario, SiteId};
use std::sync::Arc;

/// Felt at sites without a weather station; such sites have no outdoor work, so it only has to be mild (assumed).
pub(crate) const MILD: Celsius = Celsius::clamped(15.0);

/// A scenario made ready to be run many times: what does not change from replication to replication. It owns its share of the
/// scenario, so it can be kept, sent to another thread and shared between threads.
#[derive(Clone)]
pub struct Prepared {
    scenario: Arc<Scenario>,
    pub(crate) climate: Climate,
    layout: Arc<Layout>,
    pub(crate) maintenance: Arc<iceroad_maintenance::Prepared>,
    pub(crate) supply: Arc<iceroad_supply::Prepared>,
    /// The lowest daily mean on record by site: what parts must be rated for.
    pub(crate) lowest: Table<SiteId, Celsius>,
    pub(crate) clock: Clock,
    pub(crate) promised_dumps: Vec<DumpId>,
    /// When tonnes that are promised are counted, in order.
    pub(crate) tonnes_counted: Vec<Time>,
    fidelity: Fidelity,
    /// Production rates, once they were asked for.
    rates: Option<Arc<RateTable>>,
}

/// The hottest air at each mine.
fn hottest<'a>(climate: &'a Climate, scenario: &'a Scenario) -> impl Fn(MineId) -> Option<Celsius> + 'a {
    move |mine| Some(climate.highest(scenario.sites[scenario.mines[mine].site].station?))
}

/// What the worked-out haul roads say of a scenario before any run: routes, faults and warnings.
pub fn foresee(scenario: &Scenario) -> Foresight {
    match Climate::prepare(scenario) {
        Ok(climate) => {
            let mut seen = iceroad_haulage::foresight::foresee(scenario, &hottest(&climate, scenario));
            seen.faults.extend(climate.faults(scenario));
            seen
        }
        Err(_) => iceroad_haulage::foresight::foresee(scenario, &|_| None),
    }
}

/// Whether trucks that may fail drive where a zone is: a broken one stands in everybody's way until it is towed or mended, and
/// rates are learned with nothing failing.
fn breaks_down_in_zones(scenario: &Scenario) -> bool {
    let fails = |model: ModelId| scenario.subsystems.iter().any(|row| row.model == model);
    scenario.machines.iter().any(|row| {
        let is_truck = scenario.models[row.model].truck().is_some();
        is_truck && fails(row.model) && scenario.zones.iter().any(|zone| zone.mine == row.mine)
    })
}

impl Prepared {
    /// Prepares a scenario, given whole or as a share.
    ///
    /// # Errors
    /// [`EngineError::Prepare`] where the climate record gives no usable year, the haul roads cannot be driven, or a calendar of
    /// technicians cannot be laid out.
    pub fn new(scenario: impl Into<Arc<Scenario>>) -> Result<Self, EngineError> {
        let scenario = scenario.into();
        let climate = Climate::prepare(&scenario).map_err(|error| EngineError::prepare("climate", error))?;
        let layout = Layout::new(&scenario).map_err(|error| EngineError::prepare("haulage", error))?;
        let maintenance = iceroad_maintenance::Prepared::new(&scenario, scenario.horizon())
            .map_err(|error| EngineError::prepare("maintenance", error))?;
        let low = |site: &Site| site.station.map_or(MILD, |station| climate.lowest(station));
        let lowest = scenario.sites.iter().map(low).collect();
        let supply = iceroad_supply::Prepared::new(&scenario, climate.planned(), &lowest);
        let clock = scenario.clock(&scenario.heading.zone);
        Ok(Self {
            lowest,
            promised_dumps: promised_dumps(&scenario),
            tonnes_counted: tonnes_counted(&scenario),
            clock,
            climate,
            layout: Arc::new(layout),
            maintenance: Arc::new(maintenance),
            supply: Arc::new(supply),
            fidelity: Fidelity::Cycles,
            rates: None,
            scenario,
        })
    }

    /// Follows haulage so closely from now on: every cycle, as it is at first, or by rates.
    ///
    /// The streams of the rates' own runs are named by the scenario's seed, so that a replication is a function of the
    /// scenario, its seed and its number at either fidelity.
    ///
    /// # Errors
    /// [`EngineError::Prepare`] where rates cannot follow the scenario ([`Prepared::not_followed_by_rates`]).
    pub fn set_fidelity(&mut self, fidelity: Fidelity) -> Result<(), EngineError> {
        let not_followed = self.not_followed_by_rates();
        if fidelity == Fidelity::Rates && !not_followed.is_empty() {
            return Err(EngineError::prepare("haulage by rates", not_followed.join("; ")));
        }
        if fidelity == Fidelity::Rates && self.rates.is_none() {
            let (seed, end) = (self.scenario.heading.seed, self.scenario.horizon().end());
            let table = RateTable::new(Arc::clone(&self.layout), self.scenario.materials.len(), seed, end);
            let table = table.map_err(|error| EngineError::prepare("haulage by rates", error))?;
            self.rates = Some(Arc::new(table));
        }
        self.fidelity = fidelity;
        Ok(())
    }

    /// What of the scenario haulage by rates cannot follow, in words: with any of it, rates are not to be asked for.
    pub fn not_followed_by_rates(&self) -> Vec<&'static str> {
        let mut found = iceroad_haulage::rates::not_followed(&self.layout);
        if breaks_down_in_zones(&self.scenario) {
            found.push("single-lane zones, which a broken truck closes (haul_zones.csv)");
        }
        found
    }

    /// How closely haulage is followed.
    pub fn fidelity(&self) -> Fidelity {
        self.fidelity
    }

    /// The table of rates, once it was asked for by [`Prepared::set_fidelity`].
    pub fn rates(&self) -> Option<&RateTable> {
        self.rates.as_deref()
    }

    /// The table itself, to be shared.
    pub fn rate_table(&self) -> Option<Arc<RateTable>> {
        self.rates.clone()
    }

    /// Takes the rates learned for another scenario that differs from this one only in which machines ever arrive.
    pub fn share_rates(&mut self, table: Option<Arc<RateTable>>) {
        if table.is_some() {
            self.rates = table;
        }
    }

    pub(crate) fn hauling(&self, seed: u64, replication: u32) -> Hauling {
        match &self.rates {
            Some(table) if self.fidelity == Fidelity::Rates => {
                Hauling::rates(table, &self.layout, seed, replication)
            }
            _ => Hauling::cycles(&self.layout, seed, replication),
        }
    }

    /// The scenario.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// Its haulage, worked out: haul roads, fills, dumps.
    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Its climate.
    pub fn climate(&self) -> &Climate {
        &self.climate
    }

    /// What its routes come to without waiting, and what they ask of tyres.
    pub fn haul_outlook(&self) -> HaulOutlook {
        iceroad_haulage::outlook::outlook(
            &self.layout,
            &self.scenario,
            &hottest(&self.climate, &self.scenario),
        )
    }

    /// Runs replication `replication` of `seed`; keeps the whole log where `keep_log` says so (some hundred bytes
    /// for each truck cycle).
    ///
    /// # Errors
    /// [`RunError`] says where the run stopped and how to replay it.
    pub fn replicate(&self, seed: u64, replication: u32, keep_log: bool) -> Result<Replication, RunError> {
        let mut run = Run::new(self, seed, replication, keep_log)?;
        run.go(&|| false)?;
        run.finish()
    }

    /// The same; none where it is told at the beginning of a simulated day that nobody wants it any more.
    pub(crate) fn replicate_unless(
        &self,
        is_unwanted: &dyn Fn() -> bool,
        (seed, replication): (u64, u32),
        keep_log: bool,
    ) -> Result<Option<Replication>, RunError> {
        let mut run = Run::new(self, seed, replication, keep_log)?;
        if !run.go(is_unwanted)? {
            return Ok(None);
        }
        run.finish().map(Some)
    }
}

/// The dumps at which agreements promise tonnes, in order.
fn promised_dumps(scenario: &Scenario) -> Vec<DumpId> {
    let mut dumps: Vec<DumpId> = Vec::new();
    for line in &scenario.lines {
        if let Promise::Tonnes { dump } = line.promise {
            dumps.push(dump);
        }
    }
    dumps.sort_unstable();
    dumps.dedup();
    dumps
}

/// Tonnes are counted at the last instant of each of the mine's days, so that what a day dumped is there on that day: the
/// midnight after it is the next day's. At the horizon's end they are counted in any case.
fn tonnes_counted(scenario: &Scenario) -> Vec<Time> {
    let mut counts = Vec::new();
    for &dump in &promised_dumps(scenario) {
        let site = scenario.mines[scenario.nodes[scenario.dumps[dump].node].mine].site;
        let clock = scenario.clock(&scenario.sites[site].zone);
        for day in 0..=i64::from(scenario.heading.days) {
            counts.push(clock.end_of_day(clock.date_of_day(day)) - Span::from_millis(1));
        }
    }
    counts.retain(|&at| Time::START < at && at < scenario.horizon().end());
    counts.sort_unstable();
    counts.dedup();
    counts
}
