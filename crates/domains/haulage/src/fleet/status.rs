//! What the log says a machine does, and whether its hour meter runs.

use crate::notice::{Ctx, Notice};
use iceroad_model::MachineId;
use iceroad_model::event::{Event, MachineState, Recorder, StateClass};

/// A machine's logged state and its meter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Status {
    pub(crate) machine: MachineId,
    state: MachineState,
    meter_runs: bool,
}

impl Status {
    pub(crate) fn new(machine: MachineId) -> Status {
        // `Service` stands for "nothing logged by haulage": haulage never logs a down state.
        Status { machine, state: MachineState::Service, meter_runs: false }
    }

    /// The state logged last; a down state while the machine is not haulage's.
    pub(crate) fn state(&self) -> MachineState {
        self.state
    }

    /// Begins a state, if it is another.
    #[inline]
    pub(crate) fn enter<L: Recorder>(&mut self, state: MachineState, ctx: &mut Ctx<'_, L>) {
        if state == self.state {
            return;
        }
        self.state = state;
        ctx.log.record(ctx.now, Event::State { machine: self.machine, state });
        let runs = matches!(state.class(), StateClass::Working | StateClass::Delay);
        if runs != self.meter_runs {
            self.meter_runs = runs;
            let machine = self.machine;
            ctx.notices.push(if runs { Notice::MeterOn { machine } } else { Notice::MeterOff { machine } });
        }
    }

    /// The machine is no longer haulage's: its meter stops, and whatever comes next is a new state.
    pub(crate) fn hand_over<L>(&mut self, ctx: &mut Ctx<'_, L>) {
        self.state = MachineState::Service;
        if std::mem::take(&mut self.meter_runs) {
            ctx.notices.push(Notice::MeterOff { machine: self.machine });
        }
    }
}
