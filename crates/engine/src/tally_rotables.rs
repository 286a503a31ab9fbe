//! What became of cores: how many there were, how long they were on their way, waited for a bench and were on one.
use iceroad_base::{Table, Time};
use iceroad_model::event::CoreNo;
use iceroad_model::record::RotableRecord;
use iceroad_model::rotables::Rotable;
use iceroad_model::{RotableId, Scenario};
use std::collections::BTreeMap;

/// A core that is neither repaired nor condemned.
#[derive(Clone, Copy)]
struct Core {
    rotable: RotableId,
    since: Time,
    place: Place,
}

#[derive(Clone, Copy)]
enum Place {
    OnItsWay,
    InLine,
    OnBench,
}

pub(crate) struct RotableTally {
    /// By row: where a core is as it comes out.
    first: Table<RotableId, Place>,
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
                cores.insert(core, Core { rotable, since: Time::START, place: Place::InLine });
            }
        }
        let elsewhere = |row: &Rotable| {
            let site = scenario.repair_shops[row.shop].site;
            site.is_some_and(|site| site != scenario.stores[row.store].site)
        };
        let first = |row| if elsewhere(row) { Place::OnItsWay } else { Place::InLine };
        Self {
            first: scenario.rotables.iter().map(first).collect(),
            cores,
            rows: Table::filled(scenario.rotables.len(), RotableRecord::default()),
        }
    }

    pub(crate) fn out(&mut self, at: Time, core: CoreNo, rotable: RotableId) {
        self.rows[rotable].cores += 1;
        self.cores.insert(core, Core { rotable, since: at, place: self.first[rotable] });
    }

    pub(crate) fn came(&mut self, at: Time, core: CoreNo) {
        self.turns(at, core, Place::InLine);
    }

    pub(crate) fn began(&mut self, at: Time, core: CoreNo) {
        self.turns(at, core, Place::OnBench);
    }

    fn turns(&mut self, at: Time, core: CoreNo, next: Place) {
        let Some(core) = self.cores.get_mut(&core) else { return };
        book(&mut self.rows[core.rotable], core, at);
        (core.since, core.place) = (at, next);
    }

    pub(crate) fn ended(&mut self, at: Time, core: CoreNo, condemned: bool) {
        let Some(core) = self.cores.remove(&core) else { return };
        let row = &mut self.rows[core.rotable];
        book(row, &core, at);
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
            book(row, &core, end);
            row.at_end += 1;
        }
        std::mem::take(&mut self.rows)
    }
}

/// Books the time since a core came to where it is.
fn book(row: &mut RotableRecord, core: &Core, until: Time) {
    let ms = (until - core.since).millis();
    match core.place {
        Place::OnItsWay => row.way_ms += ms,
        Place::InLine => row.waited_ms += ms,
        Place::OnBench => row.on_bench_ms += ms,
    }
}
