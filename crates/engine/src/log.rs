//! Everything that takes the entries of a run: its digest, its totals and, where it was asked for, the whole log.

use crate::digest::Digest;
use crate::tally::Tally;
use iceroad_base::Time;
use iceroad_model::MachineId;
use iceroad_model::event::{Entry, Event, MachineState, Recorder};

/// Everything that takes entries.
pub(crate) struct Log<'s> {
    pub(crate) digest: Digest,
    pub(crate) tally: Tally<'s>,
    pub(crate) entries: Option<Vec<Entry>>,
}

impl Recorder for Log<'_> {
    /// Most who call it know which kind of entry they write: the choice is made where they are compiled.
    #[inline(always)]
    fn record(&mut self, at: Time, event: Event) {
        match event {
            Event::State { machine, state } => self.state(at, machine, state),
            other => self.other(at, other),
        }
    }
}

impl Log<'_> {
    fn state(&mut self, at: Time, machine: MachineId, state: MachineState) {
        self.digest.take_state(at, machine, state);
        self.tally.machine_state(at, machine, state);
        if let Some(entries) = &mut self.entries {
            entries.push(Entry { at, event: Event::State { machine, state } });
        }
    }

    fn other(&mut self, at: Time, event: Event) {
        self.digest.take(at, &event);
        self.tally.take(at, event);
        if let Some(entries) = &mut self.entries {
            entries.push(Entry { at, event });
        }
    }
}
