//! What the workshop tells the others, by way of the engine.
use iceroad_base::quantity::Quantity;
use iceroad_model::event::{JobKind, JobNo};
use iceroad_model::{ItemId, MachineId, StoreId, WorkshopId};

/// What others must hear, in the order in which it happened.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Notice {
    /// A subsystem has failed; the machine stands. Answer with [`crate::Maintenance::stopped`] at once.
    Failed {
        /// Which machine.
        machine: MachineId,
    },
    /// A service has fallen due, or planned work can begin; the machine is asked to come to the gate when it can.
    ServiceDue {
        /// Which machine.
        machine: MachineId,
    },
    /// A job asks its store for a part. Answer with [`crate::Maintenance::part_filled`] when all of it has come.
    PartWanted {
        /// The job that asks.
        job: JobNo,
        /// The machine it is for.
        machine: MachineId,
        /// The workshop's store.
        store: StoreId,
        /// The item called for.
        item: ItemId,
        /// How many, in the item's unit.
        quantity: Quantity,
    },
    /// The machine of a job stands where it is mended, and the job has asked for its parts: what they replace comes out. May be told again.
    Stands {
        /// The job.
        job: JobNo,
    },
    /// A recovery vehicle has it in tow: where it stood it stands no more.
    InTow {
        /// Which machine.
        machine: MachineId,
    },
    /// The machine is fit for work.
    Ready {
        /// Which machine.
        machine: MachineId,
        /// It stands where it failed (a field repair); otherwise it is at the gate.
        in_place: bool,
    },
    /// A job is done.
    JobDone {
        /// Where.
        workshop: WorkshopId,
        /// What it was.
        kind: JobKind,
        /// On which machine.
        machine: MachineId,
    },
}
