//! Faces and mines cleared by calendar, above all for a blast.
//!
//! While its face is cleared a loader stands, and its trucks go to other faces or are out of work where they are:
//! it finishes the truck it is at, then its line is dissolved. While the whole mine is cleared it does not work: as
//! at a shift's end, trucks that have a load dump it and all drive to the park. The loader's own way out of the
//! blast's reach and back is part of the closure's time.

use crate::Haulage;
use crate::rows::LoaderIdx;
use iceroad_model::event::MachineState;
use iceroad_model::{FaceId, MineId};

impl Haulage {
    /// A closure begins (1) or ends (−1).
    pub(super) fn closes(&mut self, mine_id: MineId, row: u16, by: i16) {
        let closed = &mut self.shifts[mine_id].closed[usize::from(row)];
        *closed = closed.saturating_add_signed(by);
        self.mines[mine_id].cleared = self.cleared(mine_id, None);
    }

    /// How the loader stands where its face is cleared.
    pub(crate) fn face_cleared(&self, loader_idx: LoaderIdx) -> Option<MachineState> {
        let loader = &self.loaders[loader_idx];
        self.cleared(loader.mine, Some(loader.face?))
    }

    /// Of the closures of a face, or of all of the mine, the first that is on.
    fn cleared(&self, mine_id: MineId, face: Option<FaceId>) -> Option<MachineState> {
        let rows = self.layout.mines[mine_id].shift.closures.iter().zip(&self.shifts[mine_id].closed);
        let mut on = rows.filter(|(row, closed)| **closed > 0 && row.face == face);
        on.next().map(|(row, _)| row.state)
    }
}
