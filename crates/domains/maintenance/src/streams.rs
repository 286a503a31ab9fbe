//! Streams of the workshop's draws, each made when it is first used.
//!
//! Every subsystem of every machine has a stream `repair/<subsystem>` for hands-on hours and one `parts/<subsystem>`,
//! every service one `kit/<service>` and one `finds/<service>`, every subsystem one `damages/<subsystem>`; one number for each row of parts, needed or not, so that a part more in
//! one table does not change which others are needed in another job.
use crate::prepared::Prepared;
use iceroad_base::random::Stream;
use iceroad_model::{MachineId, ServiceId, SubsystemId};
use std::collections::BTreeMap;

/// What a number is drawn for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Purpose {
    Repair(SubsystemId),
    Parts(SubsystemId),
    Kit(ServiceId),
    /// Whether an inspection finds what shows.
    Finds(ServiceId),
    /// Whether a failure breaks another subsystem.
    Damages(SubsystemId),
}

/// The streams in use.
pub(crate) struct Streams {
    seed: u64,
    replication: u32,
    streams: BTreeMap<(MachineId, Purpose), Stream>,
}

impl Streams {
    /// Those of one replication; none has been drawn from.
    pub(crate) fn new(seed: u64, replication: u32) -> Self {
        Self { seed, replication, streams: BTreeMap::new() }
    }

    /// The stream of one machine for one purpose, where its last draw left it.
    pub(crate) fn stream(
        &mut self,
        prepared: &Prepared,
        machine: MachineId,
        purpose: Purpose,
    ) -> &mut Stream {
        self.streams.entry((machine, purpose)).or_insert_with(|| {
            let name = match purpose {
                Purpose::Repair(subsystem) => format!("repair/{}", prepared.subsystems[subsystem].name),
                Purpose::Parts(subsystem) => format!("parts/{}", prepared.subsystems[subsystem].name),
                Purpose::Kit(service) => format!("kit/{}", prepared.services[service].name),
                Purpose::Finds(service) => format!("finds/{}", prepared.services[service].name),
                Purpose::Damages(subsystem) => format!("damages/{}", prepared.subsystems[subsystem].name),
            };
            Stream::named(self.seed, self.replication, &prepared.machines[machine].name, &name)
        })
    }
}
