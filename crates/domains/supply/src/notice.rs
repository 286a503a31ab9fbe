//! What the supply domain hears and says: demands in, notices out.
use iceroad_base::quantity::{Celsius, Quantity};
use iceroad_model::event::{Claimant, DemandNo};
use iceroad_model::{ItemId, MachineId, ModelId, StoreId, TaskId};

/// Goods asked of a store.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Demand {
    /// The store that is asked.
    pub store: StoreId,
    /// What is called for.
    pub item: ItemId,
    /// How many.
    pub quantity: Quantity,
    /// Who asks.
    pub by: Claimant,
    /// The machine model it is for: statements of interchange hold on models. None: for no machine, and then
    /// only statements that hold on all models that use the item are followed.
    pub model: Option<ModelId>,
    /// The lowest temperature at the place of use: what a substitute must be rated for.
    pub lowest: Celsius,
}

/// What others must hear.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Notice {
    /// A demand of a job or a machine at the fuel point is met in full.
    Filled {
        /// The demand.
        demand: DemandNo,
        /// Who asked.
        by: Claimant,
        /// The life of what was issued over that of what was called for: 1 but for an equivalent.
        life_factor: f64,
    },
    /// The piece of an agreement line that this machine waited for has come.
    Commission {
        /// The machine.
        machine: MachineId,
    },
    /// A task of a project is done.
    TaskDone {
        /// The task.
        task: TaskId,
    },
}
