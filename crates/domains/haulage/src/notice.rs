//! What haulage tells others, and what each of its calls is handed and gives back.

use crate::error::HaulageError;
use iceroad_base::quantity::{Metres, Quantity};
use iceroad_kernel::context::Context;
use iceroad_model::{DumpId, MachineId, MineId};

/// What every call of haulage is handed, see [`Context`]; `L` is the log.
pub type Ctx<'a, L> = Context<'a, L, Notice>;

/// The result of whatever may schedule.
pub(crate) type Done = Result<(), HaulageError>;

/// What haulage tells others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The hour meter starts.
    MeterOn {
        /// Whose.
        machine: MachineId,
    },
    /// The hour meter stops.
    MeterOff {
        /// Whose.
        machine: MachineId,
    },
    /// It has come in for planned service; it is maintenance's until [`crate::Haulage::resume`].
    AtGate {
        /// Which.
        machine: MachineId,
    },
    /// It asks for fuel; answer with [`crate::Haulage::fuel_ready`], at once if it can be had.
    FuelWanted {
        /// Which.
        machine: MachineId,
        /// How much, L.
        litres: Quantity,
    },
    /// It no longer waits for the fuel it asked for: it failed, or was asked in for service.
    FuelGivenUp {
        /// Which.
        machine: MachineId,
    },
}

/// Where a machine was stopped.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stopped {
    /// Distance to the gate along the haul roads.
    pub to_gate: Metres,
    /// Whether it has a load aboard.
    pub loaded: bool,
}

/// Whose a calendar slot of haulage is, for messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// A machine.
    Machine(MachineId),
    /// A mine's shifts, or its roads.
    Mine(MineId),
    /// A dump's hopper.
    Dump(DumpId),
}
