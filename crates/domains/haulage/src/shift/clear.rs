//! Faces and mines cleared by calendar, above all for a blast.
//!
//! While its face is cleared a loader stands, and its trucks go to other faces or are out of work where they are:
//! it finishes the truck it is at, then its line is dissolved. While the whole mine is cleared it does not work: as
//! at a shift's end, trucks that have a load dump it and all drive to the park. The loader's own way out of the
//! blast's reach and back is part of the closure's time.

use super::{OnShift, Shift, ShiftRow};
use iceroad_model::FaceId;
use iceroad_model::event::MachineState;

impl OnShift<'_> {
    /// A closure begins (1) or ends (−1).
    pub(super) fn closes(&mut self, row: u16, by: i16) {
        let closed = &mut self.state.closed[usize::from(row)];
        *closed = closed.saturating_add_signed(by);
        self.day.cleared = self.state.cleared(self.row, None);
    }
}

impl Shift {
    /// How machines stand where a face is cleared, or, without one, all of the mine: by the first closure that is on.
    pub(crate) fn cleared(&self, row: &ShiftRow, face: Option<FaceId>) -> Option<MachineState> {
        let closures = row.closures.iter().zip(&self.closed);
        let mut on = closures.filter(|(closure, closed)| **closed > 0 && closure.face == face);
        on.next().map(|(closure, _)| closure.state)
    }

    /// How a loader at this face stands where that is cleared.
    pub(crate) fn face_cleared(&self, row: &ShiftRow, face: Option<FaceId>) -> Option<MachineState> {
        self.cleared(row, Some(face?))
    }
}
