//! What became of cores, reckoned again from the log: the record's rows of rotables.
use crate::book::shop_site;
use iceroad_base::{Table, Time};
use iceroad_model::event::{CoreNo, Entry, Event};
use iceroad_model::record::RotableRecord;
use iceroad_model::{RotableId, Scenario};

/// When a core came out, came to the shop, was taken up and left it.
struct Core {
    rotable: RotableId,
    out: Time,
    came: Option<Time>,
    began: Option<Time>,
    ended: Option<Time>,
}

pub(crate) struct Cores {
    cores: Vec<Core>,
    rows: Table<RotableId, RotableRecord>,
}

impl Cores {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let mut cores = Self {
            cores: Vec::new(),
            rows: Table::filled(scenario.rotables.len(), RotableRecord::default()),
        };
        for (rotable, row) in scenario.rotables.entries() {
            (0..row.in_repair.get()).for_each(|_| cores.comes(rotable, Time::START, Some(Time::START)));
        }
        cores
    }

    fn comes(&mut self, rotable: RotableId, out: Time, came: Option<Time>) {
        self.cores.push(Core { rotable, out, came, began: None, ended: None });
    }

    fn core(&mut self, core: CoreNo) -> Option<&mut Core> {
        self.cores.get_mut(core.0 as usize)
    }

    pub(crate) fn take(&mut self, entry: &Entry, scenario: &Scenario) {
        match entry.event {
            Event::CoreOut { rotable, .. } => {
                self.rows[rotable].cores += 1;
                let is_here = shop_site(scenario, rotable).is_none();
                self.comes(rotable, entry.at, is_here.then_some(entry.at));
            }
            Event::CoreCame { core, .. } => {
                if let Some(core) = self.core(core) {
                    core.came = Some(entry.at);
                }
            }
            Event::RepairBegan { core, .. } => {
                if let Some(core) = self.core(core) {
                    core.began = Some(entry.at);
                }
            }
            Event::Repaired { core, rotable } => {
                self.rows[rotable].repaired += 1;
                self.ends(core, entry.at);
            }
            Event::Condemned { core, rotable } => {
                self.rows[rotable].condemned += 1;
                self.ends(core, entry.at);
            }
            _ => {}
        }
    }

    fn ends(&mut self, core: CoreNo, at: Time) {
        if let Some(core) = self.core(core) {
            core.ended = Some(at);
        }
    }

    pub(crate) fn finish(&self, end: Time) -> Table<RotableId, RotableRecord> {
        let mut rows = self.rows.clone();
        for core in &self.cores {
            let row = &mut rows[core.rotable];
            row.at_end += u32::from(core.ended.is_none());
            let left = core.ended.unwrap_or(end);
            let came = core.came.unwrap_or(left);
            row.way_ms += (came - core.out).millis();
            row.waited_ms += (core.began.unwrap_or(left) - came).millis();
            row.on_bench_ms += (left - core.began.unwrap_or(left)).millis();
        }
        rows
    }
}
