//! A mine's year as a workload: the Sakha example as it is, made larger, and in parts.
//!
//! Work is counted as it is done: *cycles* (loads dumped), *events* (what the calendar fires) and *entries* (of the
//! log). A changed scenario does another amount of work, so compare time for each of these, not time alone.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use iceroad_base::Time;
use iceroad_base::law::Law;
use iceroad_base::quantity::{Mass, MeterHours, Ranged, TonnesPerHour};
use iceroad_engine::Prepared;
use iceroad_haulage::alone::Alone;
use iceroad_haulage::{Haulage, HaulageError, Layout};
use iceroad_model::event::{Event, Recorder};
use iceroad_model::fleet::Arrival;
use iceroad_model::record::RunRecord;
use iceroad_model::{Scenario, Tables};

/// The folder of the Sakha example in the sources this program was built from.
pub fn sakha_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/sakha")
}

/// Reads the Sakha example.
///
/// # Errors
/// What is wrong with it, in words.
pub fn sakha() -> Result<Arc<Scenario>, String> {
    iceroad_format::read(&sakha_folder()).map(Arc::new).map_err(|report| report.render(false))
}

/// Work done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Loads dumped.
    pub cycles: u64,
    /// Events the calendar fired.
    pub events: u64,
    /// Entries in the log.
    pub entries: u64,
    /// Digest of the log, 0 where there is none.
    pub digest: u64,
}

/// Simulates one replication, all parts on. No work done means that it failed.
pub fn whole(prepared: &Prepared, replication: u32) -> Work {
    let seed = prepared.scenario().heading.seed;
    let Ok(done) = prepared.replicate(seed, replication, false) else { return Work::default() };
    work_of(&done.record)
}

fn work_of(record: &RunRecord) -> Work {
    let cycles = record.tonnes.iter().map(|cell| u64::from(cell.loads)).sum();
    Work { cycles, events: record.fired, entries: record.entries, digest: record.digest }
}

/// The haulage of `tables` by itself: nothing fails, fuel is always there, the roads stay as they are.
///
/// # Errors
/// Those of haulage.
pub fn haulage_alone(layout: &Arc<Layout>, seed: u64, end: Time) -> Result<Work, HaulageError> {
    let haulage = Haulage::on_layout(Arc::clone(layout), seed, 0, 0);
    let mut alone = Alone::start(haulage, Count::default())?;
    alone.keep_notices = false;
    alone.run_until(end)?;
    let Count { entries, cycles } = alone.log;
    Ok(Work { cycles, events: alone.events(), entries, digest: 0 })
}

/// A log that is counted and not kept.
#[derive(Default)]
struct Count {
    entries: u64,
    cycles: u64,
}

impl Recorder for Count {
    #[inline]
    fn record(&mut self, _at: Time, event: Event) {
        self.entries += 1;
        self.cycles += u64::from(matches!(event, Event::Dumped { .. }));
    }
}

/// The scenario over so many years of 365 days.
///
/// # Errors
/// The rules that the changed scenario breaks.
pub fn years(scenario: &Scenario, years: u32) -> Result<Arc<Scenario>, String> {
    days(scenario, 365 * years)
}

/// The scenario over so many days.
///
/// # Errors
/// The rules that the changed scenario breaks.
pub fn days(scenario: &Scenario, days: u32) -> Result<Arc<Scenario>, String> {
    let mut tables = scenario.clone().into_tables();
    tables.heading.days = days;
    made(tables)
}

/// The scenario with `times` as many machines, and with what they need to work as before: dump places, crushers,
/// faces, bays and technicians. Nobody refuels; the rest of supply stays as it is.
///
/// # Errors
/// The rules that the changed scenario breaks.
pub fn fleet(scenario: &Scenario, times: u16) -> Result<Arc<Scenario>, String> {
    let mut tables = scenario.clone().into_tables();
    let machines: Vec<_> = tables.machines.iter().cloned().collect();
    for copy in 2..=times {
        for machine in &machines {
            let mut machine = machine.clone();
            machine.name = format!("{}-{copy}", machine.name);
            // Only one machine can be the n-th piece of a line.
            if matches!(machine.arrival, Arrival::ByLine { .. }) {
                machine.arrival = Arrival::AtStart;
            }
            tables.machines.push(machine);
        }
    }
    for mine in tables.mines.ids().collect::<Vec<_>>() {
        let mine = &mut tables.mines[mine];
        (mine.fuel_point, mine.fuel_store, mine.fuel_item) = (None, None, None);
    }
    for dump in tables.dumps.ids().collect::<Vec<_>>() {
        let dump = &mut tables.dumps[dump];
        dump.places *= times;
        if let Some(crusher) = &mut dump.crusher {
            crusher.rate = TonnesPerHour::clamped(crusher.rate.get() * f64::from(times));
            crusher.hopper = Mass(crusher.hopper.get() * i64::from(times));
        }
    }
    for face in tables.faces.ids().collect::<Vec<_>>() {
        let face = &mut tables.faces[face];
        face.available = face.available.map(|mass| Mass(mass.get() * i64::from(times)));
    }
    for bay in tables.bays.ids().collect::<Vec<_>>() {
        tables.bays[bay].count *= times;
    }
    for group in tables.technicians.ids().collect::<Vec<_>>() {
        tables.technicians[group].count *= times;
    }
    made(tables)
}

/// The scenario with machines that never fail and are never serviced: lives and intervals of a million hours.
///
/// # Errors
/// The rules that the changed scenario breaks.
pub fn without_failures(scenario: &Scenario) -> Result<Arc<Scenario>, String> {
    const NEVER_H: f64 = 1e6;
    let mut tables = scenario.clone().into_tables();
    for subsystem in tables.subsystems.ids().collect::<Vec<_>>() {
        tables.subsystems[subsystem].life = Law::Constant { value: NEVER_H };
    }
    for service in tables.services.ids().collect::<Vec<_>>() {
        tables.services[service].interval = MeterHours::clamped(NEVER_H);
    }
    made(tables)
}

fn made(tables: Tables) -> Result<Arc<Scenario>, String> {
    Scenario::new(tables).map(Arc::new).map_err(|faults| match faults.first() {
        Some(first) => format!("{} rules broken, first: {first:?}", faults.len()),
        None => "the rules refuse it".into(),
    })
}

/// Bytes of a record in memory: itself and all its lists.
pub fn record_bytes(record: &RunRecord) -> usize {
    fn list<T>(list: &[T]) -> usize {
        size_of_val(list)
    }
    let lines: usize = record.lines.iter().map(|row| list(&row.delays)).sum();
    let packed = [
        record.machines.size(),
        record.hauls.size(),
        record.subsystems.size(),
        record.stock.size(),
        record.goods.size(),
        record.legs.size(),
        record.queues.size(),
        record.turnover.size(),
    ];
    let flat = [
        list(record.tonnes.as_slice()),
        list(record.vehicles.as_slice()),
        list(record.dump_months.as_slice()),
        list(record.zones.as_slice()),
        list(record.dumps.as_slice()),
        list(record.faces.as_slice()),
        list(record.bays.as_slice()),
        list(record.groups.as_slice()),
        list(record.windows.as_slice()),
        list(record.lines.as_slice()),
        list(record.shortages.as_slice()),
        list(record.mine_shortages.as_slice()),
        list(record.tasks.as_slice()),
        list(record.costs.as_slice()),
        list(record.refusals.as_slice()),
    ];
    size_of::<RunRecord>() + lines + packed.iter().chain(&flat).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_scenarios_pass_the_rules_and_do_more_work() {
        let scenario = sakha().unwrap();
        let quarter = |scenario: &Scenario| {
            let mut tables = scenario.clone().into_tables();
            tables.heading.days = 90;
            made(tables).unwrap()
        };
        let work = |scenario: &Arc<Scenario>| whole(&Prepared::new(Arc::clone(scenario)).unwrap(), 0);
        let short = quarter(&scenario);
        let plain = work(&short);
        assert!(plain.cycles > 10_000, "{plain:?}");
        assert!(work(&fleet(&short, 2).unwrap()).cycles > plain.cycles * 3 / 2);
        assert!(work(&without_failures(&short).unwrap()).cycles > plain.cycles);
        assert_eq!(years(&scenario, 2).unwrap().heading.days, 730);
    }
}
