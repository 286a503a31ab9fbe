//! What became of cores, reckoned again from the log: the record's rows of rotables.
use iceroad_base::{Table, Time};
use iceroad_model::event::{CoreNo, Entry, Event};
use iceroad_model::record::RotableRecord;
use iceroad_model::{RotableId, Scenario};

/// When a core came to the shop, was taken up and left it.
struct Core {
    rotable: RotableId,
    came: Time,
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
            (0..row.in_repair.get()).for_each(|_| cores.comes(rotable, Time::START));
        }
        cores
    }

    fn comes(&mut self, rotable: RotableId, came: Time) {
        self.cores.push(Core { rotable, came, began: None, ended: None });
    }

    fn core(&mut self, core: CoreNo) -> Option<&mut Core> {
        self.cores.get_mut(core.0 as usize)
    }

    pub(crate) fn take(&mut self, entry: &Entry) {
        match entry.event {
            Event::CoreOut { rotable, .. } => {
                self.rows[rotable].cores += 1;
                self.comes(rotable, entry.at);
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
            row.waited_ms += (core.began.unwrap_or(left) - core.came).millis();
            row.on_bench_ms += (left - core.began.unwrap_or(left)).millis();
        }
        rows
    }
}
