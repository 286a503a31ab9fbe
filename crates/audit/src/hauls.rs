//! Hauls between faces and dumps and time in line, added up again from the log alone.
use iceroad_base::{Span, Table};
use iceroad_model::event::MachineState;
use iceroad_model::record::{HaulCell, PlaceRecord};
use iceroad_model::{DumpId, FaceId, MachineId, ModelId, Scenario};
use std::collections::BTreeMap;

/// Where a truck was served last.
#[derive(Clone, Copy)]
enum Last {
    Face(FaceId),
    Dump(DumpId),
}

/// What a truck has done since.
#[derive(Clone, Copy, Default)]
struct Since {
    last: Option<Last>,
    driven: Span,
    in_line: Span,
    elsewhere: Span,
}

pub(crate) struct Hauls {
    trucks: Table<MachineId, Since>,
    model: Table<MachineId, ModelId>,
    cells: BTreeMap<(FaceId, DumpId, ModelId), HaulCell>,
    pub(crate) faces: Table<FaceId, PlaceRecord>,
    pub(crate) dumps: Table<DumpId, PlaceRecord>,
}

impl Hauls {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            trucks: Table::filled(scenario.machines.len(), Since::default()),
            model: scenario.machines.iter().map(|machine| machine.model).collect(),
            cells: BTreeMap::new(),
            faces: Table::filled(scenario.faces.len(), PlaceRecord::default()),
            dumps: Table::filled(scenario.dumps.len(), PlaceRecord::default()),
        }
    }

    /// A machine was in a state for so long.
    pub(crate) fn spent(&mut self, machine: MachineId, state: MachineState, span: Span) {
        use MachineState::*;
        let since = &mut self.trucks[machine];
        match state {
            TravelLoaded | TravelEmpty => since.driven += span,
            QueueLoad | QueueDump => since.in_line += span,
            Loading | Dumping | HeldOnRoad | WaitTruck => {}
            _ => since.elsewhere += span,
        }
    }

    pub(crate) fn loaded(&mut self, truck: MachineId, face: FaceId) {
        let done = self.begin(truck, Last::Face(face));
        let row = &mut self.faces[face];
        row.trucks += 1;
        row.queued_ms += done.in_line.millis();
        if let (Some(Last::Dump(dump)), Span::ZERO) = (done.last, done.elsewhere) {
            let cell = self.cell(face, dump, truck);
            cell.returns += 1;
            cell.return_ms += done.driven.millis();
        }
    }

    pub(crate) fn dumped(&mut self, truck: MachineId, dump: DumpId, mass_kg: i64) {
        let done = self.begin(truck, Last::Dump(dump));
        let row = &mut self.dumps[dump];
        row.trucks += 1;
        row.queued_ms += done.in_line.millis();
        if let Some(Last::Face(face)) = done.last {
            let cell = self.cell(face, dump, truck);
            cell.loads += 1;
            cell.mass_kg += mass_kg;
            if done.elsewhere == Span::ZERO {
                cell.drives += 1;
                cell.drive_ms += done.driven.millis();
            }
        }
    }

    fn begin(&mut self, truck: MachineId, last: Last) -> Since {
        std::mem::replace(&mut self.trucks[truck], Since { last: Some(last), ..Since::default() })
    }

    fn cell(&mut self, face: FaceId, dump: DumpId, truck: MachineId) -> &mut HaulCell {
        let model = self.model[truck];
        self.cells.entry((face, dump, model)).or_insert(HaulCell::new(face, dump, model))
    }

    /// The cells in their order.
    pub(crate) fn cells(&self) -> Vec<HaulCell> {
        self.cells.values().copied().collect()
    }
}
