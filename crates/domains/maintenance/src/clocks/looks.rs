//! Whether a coming failure shows: the P–F interval, from the point at which it can be seen to the failure.
use super::Clocks;
use iceroad_base::Time;
use iceroad_model::{MachineId, SubsystemId};

impl Clocks {
    /// Whether whoever looks at a subsystem now can see that it will fail.
    pub(crate) fn shows(&mut self, machine: MachineId, subsystem: SubsystemId, now: Time) -> bool {
        self.sync(machine, now);
        let wear = &self.wear[self.clocks[machine].wear.clone()];
        wear.iter().any(|wear| wear.subsystem == subsystem && wear.remaining <= wear.warning)
    }
}
