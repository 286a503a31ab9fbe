//! The bound of a mine's tonnage by its flow plan: the greatest tonnes that any dispatch could move with the machines
//! there were, how much of it was reached, and what binds at what price.
//!
//! Terms. A *bound* leaves out whatever only costs time: waiting, other trucks on the road, fuel, breaks, drives to park
//! and gate. *All machines* stands for every machine that had arrived, in all hours of the mine's calendar; *at work*
//! for the hours that machines were seen hauling or in line, loading or waiting for trucks. A *price* is what one more of
//! a resource, for the whole horizon, would add to the bound.
use crate::ids::{DumpId, MachineId, MineId, ModelId};

/// What limits a mine's tonnage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Resource {
    /// Trucks of a model.
    Trucks(ModelId),
    /// A loader.
    Loader(MachineId),
    /// Places at a dump.
    Places(DumpId),
    /// The rate of a dump's crusher.
    Crusher(DumpId),
    /// What a dump's feed may lack of its least mean grade, see [`OffBlend`].
    BlendLeast(DumpId),
    /// What it may exceed of its greatest.
    BlendMost(DumpId),
}

/// What the feed of a dump is off the limits of its blend, grade times t/h: `(least − mean) · t/h` below, and
/// `(mean − most) · t/h` above; 0 where the mean over all of it is within them.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct OffBlend {
    /// Below the least.
    pub below: f64,
    /// Above the greatest.
    pub above: f64,
}

/// A limit of a blend that costs tonnes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BlendPriced {
    /// The dump.
    pub dump: DumpId,
    /// Whether it is the greatest mean grade; else it is the least.
    pub is_most: bool,
    /// The limit, in the planner's unit of grade.
    pub limit: f64,
    /// What the plan feeds the dump of graded ore, t/h.
    pub t_per_h: f64,
    /// What a limit wider by one unit of grade would add to the bound, t/h. It holds for a small change.
    pub worth: f64,
}

impl Resource {
    /// The unit of its price.
    pub fn unit(self) -> &'static str {
        match self {
            Resource::Trucks(_) => "t/h per truck",
            Resource::Loader(_) => "t/h per loader",
            Resource::Places(_) => "t/h per place",
            Resource::Crusher(_) => "t/h per t/h of the crusher",
            Resource::BlendLeast(_) | Resource::BlendMost(_) => "t/h per unit of grade times t/h",
        }
    }
}

/// A resource with its price.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Priced {
    /// What.
    pub resource: Resource,
    /// How much there is, on average over the horizon: trucks, loaders, places, t/h.
    pub there: f64,
    /// How much of it the flow plan uses.
    pub used: f64,
    /// What one more would add to the bound, in [`Resource::unit`].
    pub worth: f64,
}

impl Priced {
    /// Its part in the bound, t/h: price times quantity. The parts of all resources add up to the bound.
    pub fn part(&self) -> f64 {
        self.worth * self.there
    }
}

/// A bound with the prices that belong to it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Bound {
    /// Tonnes an hour, over every hour of the horizon.
    pub t_per_h: f64,
    /// Every resource, in order.
    pub resources: Vec<Priced>,
    /// The limits of blends that cost tonnes, in order.
    pub blends: Vec<BlendPriced>,
}

impl Bound {
    /// The resource that binds: the one with the largest part in the bound. Ties: the first.
    pub fn binding(&self) -> Option<&Priced> {
        let mut most: Option<&Priced> = None;
        for priced in self.resources.iter().filter(|priced| priced.part() > 0.0) {
            if most.is_none_or(|most| priced.part() > most.part()) {
                most = Some(priced);
            }
        }
        most
    }
}

/// One replication of a mine against its bounds, t over the horizon.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Reached {
    /// What was dumped.
    pub dumped_t: f64,
    /// The bound with all machines in all scheduled hours.
    pub all_t: f64,
    /// The bound with the machines at work.
    pub at_work_t: f64,
}

/// A mine's bounds.
#[derive(Clone, PartialEq, Debug)]
pub struct MineBound {
    /// The mine.
    pub mine: MineId,
    /// With all machines in all scheduled hours, on average over replications.
    pub all: Bound,
    /// With the machines at work, on average over replications.
    pub at_work: Bound,
    /// Each replication, in their order.
    pub replications: Vec<Reached>,
}
