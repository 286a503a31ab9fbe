//! What became of cores: how many there were, how long they waited for a bench and were on one.
use iceroad_base::{Table, Time};
use iceroad_model::event::CoreNo;
use iceroad_model::record::RotableRecord;
use iceroad_model::{RotableId, Scenario};
use std::collections::BTreeMap;

/// A core that is neither repaired nor condemned.
#[derive(Clone, Copy)]
struct Core {
    rotable: RotableId,
    since: Time,
    on_bench: bool,
}

pub(crate) struct RotableTally {
    cores: BTreeMap<CoreNo, Core>,
    rows: Table<RotableId, RotableRecord>,
}

impl RotableTally {
    /// Units that are under repair at the start have the first numbers, in the order of their rows.
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let mut cores = BTreeMap::new();
        for (rotable, row) in scenario.rotables.entries() {
            for _ in 0..row.in_repair.get() {
                let core = CoreNo(cores.len() as u32);
                cores.insert(core, Core { rotable, since: Time::START, on_bench: false });
            }
        }
        Self { cores, rows: Table::filled(scenario.rotables.len(), RotableRecord::default()) }
    }

    pub(crate) fn out(&mut self, at: Time, core: CoreNo, rotable: RotableId) {
        self.rows[rotable].cores += 1;
        self.cores.insert(core, Core { rotable, since: at, on_bench: false });
    }

    pub(crate) fn began(&mut self, at: Time, core: CoreNo) {
        let Some(row) = self.cores.get_mut(&core) else { return };
        self.rows[row.rotable].waited_ms += (at - row.since).millis();
        (row.since, row.on_bench) = (at, true);
    }

    pub(crate) fn ended(&mut self, at: Time, core: CoreNo, condemned: bool) {
        let Some(core) = self.cores.remove(&core) else { return };
        let row = &mut self.rows[core.rotable];
        row.on_bench_ms += (at - core.since).millis();
        if condemned {
            row.condemned += 1;
        } else {
            row.repaired += 1;
        }
    }

    /// The rows at the horizon's end, with those that are still under repair.
    pub(crate) fn finish(&mut self, end: Time) -> Table<RotableId, RotableRecord> {
        for core in std::mem::take(&mut self.cores).into_values() {
            let row = &mut self.rows[core.rotable];
            let ms = (end - core.since).millis();
            *(if core.on_bench { &mut row.on_bench_ms } else { &mut row.waited_ms }) += ms;
            row.at_end += 1;
        }
        std::mem::take(&mut self.rows)
    }
}
