//! A mine's day: whether it works, and on what roads.

use crate::rows::RoadState;
use crate::surface::Surface;
use iceroad_model::event::MachineState;

/// What holds for all of a mine now.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Day {
    pub(crate) on_shift: bool,
    pub(crate) too_cold: bool,
    /// How machines stand while a closure by calendar has cleared the whole mine.
    pub(crate) cleared: Option<MachineState>,
    pub(crate) surface: Surface,
    pub(crate) road_state: RoadState,
}

impl Day {
    #[inline]
    pub(crate) fn works(&self) -> bool {
        self.on_shift && !self.too_cold && self.cleared.is_none()
    }

    /// How machines stand while it does not work.
    pub(crate) fn standing(&self) -> MachineState {
        if !self.on_shift {
            return MachineState::OffShift;
        }
        self.cleared.filter(|_| !self.too_cold).unwrap_or(MachineState::WeatherStop)
    }
}
