//! What haulage tells others, and what each of its calls is handed and gives back.

use crate::error::HaulageError;
use iceroad_base::quantity::Quantity;
use iceroad_kernel::context::Context;
use iceroad_model::MachineId;

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
