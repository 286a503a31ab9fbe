//! Adds up where trucks drove and stood in line, for the pit map: a few sums a truck, added to when a state ends.
//!
//! A *half* of a cycle goes from loaded to dumped, or from dumped to loaded. What a truck did in it is summed by part; when the half
//! ends its sums go to the cell of its face, dump and model. A half with anything in it that is not of a cycle (fuel, a
//! break, a repair) has no driving time, for part of it led elsewhere.
use iceroad_base::{Id, Table};
use iceroad_model::event::MachineState;
use iceroad_model::record::{HaulCell, PlaceRecord};
use iceroad_model::{DumpId, FaceId, MachineId, Scenario};
use std::mem::{replace, take};

/// A part of a half cycle.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Part {
    Drive,
    Line,
    /// Loading, dumping, held on the road: of the cycle, and neither driving nor in line.
    Other,
    /// Not of a cycle.
    Away,
}

const PARTS: usize = 4;

const fn part(state: MachineState) -> Part {
    use MachineState::*;
    match state {
        TravelEmpty | TravelLoaded => Part::Drive,
        QueueLoad | QueueDump => Part::Line,
        Loading | Dumping | HeldOnRoad | WaitTruck => Part::Other,
        _ => Part::Away,
    }
}

const PART_OF: [Part; MachineState::COUNT] = {
    let mut parts = [Part::Away; MachineState::COUNT];
    let mut at = 0;
    while at < MachineState::COUNT {
        parts[at] = part(MachineState::ALL[at]);
        at += 1;
    }
    parts
};

/// Where a half began.
#[derive(Clone, Copy)]
enum From {
    /// Nowhere yet.
    Nowhere,
    /// The face it was loaded at.
    Face(FaceId),
    /// The dump it dumped at.
    Dump(DumpId),
}

/// What a truck has done since its half cycle began.
#[derive(Clone, Copy)]
pub(crate) struct Half {
    ms: [i64; PARTS],
    from: From,
}

impl Half {
    pub(crate) const NEW: Half = Half { ms: [0; PARTS], from: From::Nowhere };

    /// A state has ended.
    #[inline]
    pub(crate) fn add(&mut self, state: MachineState, ms: i64) {
        self.ms[PART_OF[state as usize] as usize] += ms;
    }

    /// Ends it, and begins the next from here.
    fn turn(&mut self, here: From) -> Half {
        replace(self, Half { ms: [0; PARTS], from: here })
    }

    /// Time under way, where nothing came between.
    fn drive_ms(&self) -> Option<i64> {
        (self.ms[Part::Away as usize] == 0).then_some(self.ms[Part::Drive as usize])
    }
}

/// The sums of one replication.
pub(crate) struct Hauls {
    /// By (face, dump, row of the model).
    cells: Vec<HaulCell>,
    n_dumps: usize,
    n_models: usize,
    model: Table<MachineId, usize>,
    faces: Table<FaceId, PlaceRecord>,
    dumps: Table<DumpId, PlaceRecord>,
}

impl Hauls {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        let (n_faces, n_dumps, n_models) =
            (scenario.faces.len(), scenario.dumps.len(), scenario.models.len());
        let mut cells = Vec::with_capacity(n_faces * n_dumps * n_models);
        for face in scenario.faces.ids() {
            for dump in scenario.dumps.ids() {
                cells.extend(scenario.models.ids().map(|model| HaulCell::new(face, dump, model)));
            }
        }
        Self {
            cells,
            n_dumps,
            n_models,
            model: scenario.machines.iter().map(|machine| machine.model.index()).collect(),
            faces: Table::filled(n_faces, PlaceRecord::default()),
            dumps: Table::filled(n_dumps, PlaceRecord::default()),
        }
    }

    /// A truck was loaded.
    #[inline]
    pub(crate) fn loaded(&mut self, truck: MachineId, face: FaceId, half: &mut Half) {
        let done = half.turn(From::Face(face));
        let place = &mut self.faces[face];
        place.trucks += 1;
        place.queued_ms += done.ms[Part::Line as usize];
        if let From::Dump(dump) = done.from
            && let Some(ms) = done.drive_ms()
        {
            let cell = self.cell(face, dump, truck);
            cell.returns += 1;
            cell.return_ms += ms;
        }
    }

    /// A truck has dumped.
    #[inline]
    pub(crate) fn dumped(&mut self, truck: MachineId, dump: DumpId, mass_kg: i64, half: &mut Half) {
        let done = half.turn(From::Dump(dump));
        let place = &mut self.dumps[dump];
        place.trucks += 1;
        place.queued_ms += done.ms[Part::Line as usize];
        let From::Face(face) = done.from else { return };
        let cell = self.cell(face, dump, truck);
        cell.loads += 1;
        cell.mass_kg += mass_kg;
        if let Some(ms) = done.drive_ms() {
            cell.drives += 1;
            cell.drive_ms += ms;
        }
    }

    #[inline]
    fn cell(&mut self, face: FaceId, dump: DumpId, truck: MachineId) -> &mut HaulCell {
        let at = (face.index() * self.n_dumps + dump.index()) * self.n_models + self.model[truck];
        &mut self.cells[at]
    }

    /// The sums as records: cells, faces, dumps.
    pub(crate) fn finish(
        &mut self,
    ) -> (Vec<HaulCell>, Table<FaceId, PlaceRecord>, Table<DumpId, PlaceRecord>) {
        self.cells.retain(|cell| cell.loads > 0 || cell.returns > 0);
        self.cells.shrink_to_fit();
        (take(&mut self.cells), take(&mut self.faces), take(&mut self.dumps))
    }
}
