//! Grades and crusher stops by dump and month, added up as the log is written.
use iceroad_base::quantity::Mass;
use iceroad_base::{Table, Time};
use iceroad_model::ore::OreLedger;
use iceroad_model::record::DumpCell;
use iceroad_model::{DumpId, FaceId, MachineId, Scenario};
use std::collections::BTreeMap;

/// The sums; nothing is kept where no grade is told and no crusher fails.
pub(crate) struct DumpTally {
    ore: Option<OreLedger>,
    /// Since when each crusher stands.
    stopped: Table<DumpId, Option<Time>>,
    cells: BTreeMap<(DumpId, u16), DumpCell>,
}

impl DumpTally {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            ore: OreLedger::new(scenario),
            stopped: Table::filled(scenario.dumps.len(), None),
            cells: BTreeMap::new(),
        }
    }

    #[inline]
    pub(crate) fn loaded(&mut self, truck: MachineId, face: FaceId, mass: Mass) {
        if let Some(ore) = &mut self.ore {
            ore.loaded(truck, face, mass);
        }
    }

    #[inline]
    pub(crate) fn dumped(&mut self, truck: MachineId, dump: DumpId, mass: Mass, month: usize) {
        let Some(ore) = &mut self.ore else { return };
        let brought = ore.dumped(truck, dump, mass);
        if let Some(grade) = brought.grade {
            let cell = self.cell(dump, month);
            cell.graded_kg += mass.get();
            cell.content += (mass.get() as f64 * grade * 1_000.0).round() as i64;
            if brought.off_blend {
                cell.off_blend_kg += mass.get();
            }
        }
    }

    pub(crate) fn stopped(&mut self, dump: DumpId, at: Time, month: usize) {
        self.stopped[dump] = Some(at);
        self.cell(dump, month).stops += 1;
    }

    pub(crate) fn works(&mut self, dump: DumpId, at: Time, month: usize) {
        self.book(dump, at, month);
        self.stopped[dump] = None;
    }

    /// Books what crushers have stood up to here to the month that ends.
    pub(crate) fn month_over(&mut self, at: Time, month: usize) {
        for dump in self.stopped.ids() {
            self.book(dump, at, month);
        }
    }

    /// The cells, in order of dump and month.
    pub(crate) fn take_cells(&mut self) -> Vec<DumpCell> {
        std::mem::take(&mut self.cells).into_values().collect()
    }

    fn book(&mut self, dump: DumpId, at: Time, month: usize) {
        if let Some(since) = self.stopped[dump].filter(|&since| since < at) {
            self.stopped[dump] = Some(at);
            self.cell(dump, month).stopped_ms += (at - since).millis();
        }
    }

    fn cell(&mut self, dump: DumpId, month: usize) -> &mut DumpCell {
        let month = month as u16;
        self.cells.entry((dump, month)).or_insert(DumpCell::new(dump, month))
    }
}
