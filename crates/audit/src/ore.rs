//! Grades, reckoned again from the log: of what is aboard, on stockpiles, and fed to each dump.
//!
//! The arithmetic is written here a second time, in the same order, so that sums agree to the last bit.
use iceroad_base::quantity::Mass;
use iceroad_base::{Table, Time};
use iceroad_model::event::{Entry, Event};
use iceroad_model::pit::Blend;
use iceroad_model::record::DumpCell;
use iceroad_model::{DumpId, MachineId, Scenario};
use std::collections::BTreeMap;

/// Grades and stops by dump and month.
pub(crate) struct Ore<'s> {
    scenario: &'s Scenario,
    /// Mass on each stockpile and its mass times grade.
    piles: Table<DumpId, (f64, f64)>,
    /// Running mean of what each dump with limits was fed.
    fed: Table<DumpId, f64>,
    aboard: Table<MachineId, Option<f64>>,
    stopped: Table<DumpId, Option<Time>>,
    cells: BTreeMap<(DumpId, u16), DumpCell>,
}

impl<'s> Ore<'s> {
    pub(crate) fn new(scenario: &'s Scenario) -> Self {
        let mut piles = Table::filled(scenario.dumps.len(), (0.0, 0.0));
        for face in scenario.faces.iter() {
            if let Some(dump) = face.stockpile {
                let kg = face.available.map_or(0, Mass::get) as f64;
                piles[dump] = (kg, kg * face.grade.unwrap_or(0.0));
            }
        }
        let start = |limits: Option<Blend>| match limits.map(|blend| (blend.least, blend.most)) {
            Some((Some(least), Some(most))) => f64::midpoint(least, most),
            Some((one, other)) => one.or(other).unwrap_or(0.0),
            None => 0.0,
        };
        Self {
            piles,
            fed: scenario.dumps.iter().map(|dump| start(dump.blend)).collect(),
            aboard: Table::filled(scenario.machines.len(), None),
            stopped: Table::filled(scenario.dumps.len(), None),
            cells: BTreeMap::new(),
            scenario,
        }
    }

    /// Reads an entry of a month.
    pub(crate) fn take(&mut self, entry: &Entry, month: u16, month_of: impl Fn(Time) -> (u16, Option<Time>)) {
        match entry.event {
            Event::Loaded { truck, face, mass, .. } => {
                let row = &self.scenario.faces[face];
                self.aboard[truck] = match row.stockpile {
                    None => row.grade,
                    Some(dump) => {
                        let graded = self
                            .scenario
                            .faces
                            .iter()
                            .any(|other| other.material == row.material && other.grade.is_some());
                        let (kg, content) = self.piles[dump];
                        let grade = if kg > 0.0 { content / kg } else { 0.0 };
                        let left = (kg - mass.get() as f64).max(0.0);
                        self.piles[dump] = (left, left * grade);
                        graded.then_some(grade)
                    }
                };
            }
            Event::Dumped { truck, dump, mass, .. } => self.dumped(truck, dump, mass, month),
            Event::DumpStopped { dump } => {
                self.stopped[dump] = Some(entry.at);
                self.cell(dump, month).stops += 1;
            }
            Event::DumpWorks { dump } => self.stood(dump, entry.at, month_of),
            _ => {}
        }
    }

    fn dumped(&mut self, truck: MachineId, dump: DumpId, mass: Mass, month: u16) {
        let grade = self.aboard[truck].take();
        let kg = mass.get() as f64;
        if self.scenario.faces.iter().any(|face| face.stockpile == Some(dump)) {
            let (before, content) = self.piles[dump];
            self.piles[dump] = (before + kg, content + kg * grade.unwrap_or(0.0));
        }
        let Some(grade) = grade else { return };
        let cell = self.cell(dump, month);
        cell.graded_kg += mass.get();
        cell.content += (kg * grade * 1_000.0).round() as i64;
        if let Some(blend) = self.scenario.dumps[dump].blend {
            let share = kg / blend.over.get().max(1) as f64;
            let mean = self.fed[dump] + (grade - self.fed[dump]) * share.min(1.0);
            self.fed[dump] = mean;
            let is_off =
                blend.least.is_some_and(|least| mean < least) || blend.most.is_some_and(|most| mean > most);
            if is_off {
                self.cell(dump, month).off_blend_kg += mass.get();
            }
        }
    }

    /// Books the time a crusher has stood, month by month.
    fn stood(&mut self, dump: DumpId, at: Time, month_of: impl Fn(Time) -> (u16, Option<Time>)) {
        let Some(mut from) = self.stopped[dump].take() else { return };
        while from < at {
            let (month, next) = month_of(from);
            let until = next.map_or(at, |next| next.min(at));
            self.cell(dump, month).stopped_ms += (until - from).millis();
            from = until;
        }
    }

    /// The cells at the horizon's end.
    pub(crate) fn finish(
        &mut self,
        end: Time,
        month_of: impl Fn(Time) -> (u16, Option<Time>) + Copy,
    ) -> Vec<DumpCell> {
        for dump in self.scenario.dumps.ids() {
            self.stood(dump, end, month_of);
        }
        std::mem::take(&mut self.cells).into_values().collect()
    }

    fn cell(&mut self, dump: DumpId, month: u16) -> &mut DumpCell {
        self.cells.entry((dump, month)).or_insert(DumpCell::new(dump, month))
    }
}
