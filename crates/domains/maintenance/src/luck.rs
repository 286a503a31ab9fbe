//! Streams of the workshop's draws, each made when it is first used.
//!
//! Every subsystem of every machine has a stream `repair/<subsystem>` for hands-on hours and one `parts/<subsystem>`,
//! every service one `kit/<service>`; one number for each row of parts, needed or not, so that a part more in
//! one table does not change which others are needed in another job.
use crate::plan::Plan;
use iceroad_base::random::Stream;
use iceroad_model::{MachineId, ServiceId, SubsystemId};
use std::collections::BTreeMap;

/// What a number is drawn for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Purpose {
    Repair(SubsystemId),
    Parts(SubsystemId),
    Kit(ServiceId),
}

/// The streams in use.
#[derive(Default)]
pub(crate) struct Luck {
    streams: BTreeMap<(MachineId, Purpose), Stream>,
}

impl Luck {
    /// The stream of one machine for one purpose, where its last draw left it.
    pub(crate) fn stream(&mut self, plan: &Plan, machine: MachineId, purpose: Purpose) -> &mut Stream {
        self.streams.entry((machine, purpose)).or_insert_with(|| {
            let name = match purpose {
                Purpose::Repair(subsystem) => format!("repair/{}", plan.subsystems[subsystem].name),
                Purpose::Parts(subsystem) => format!("parts/{}", plan.subsystems[subsystem].name),
                Purpose::Kit(service) => format!("kit/{}", plan.services[service].name),
            };
            Stream::named(plan.seed, plan.replication, &plan.machines[machine].name, &name)
        })
    }
}
