//! A 64-bit digest of an event log: two logs with one digest are, for all purposes, the same log.
//!
//! Every field is a word of [`OfWords`].
use iceroad_base::Time;
use iceroad_base::hash::OfWords;
use iceroad_model::MachineId;
use iceroad_model::event::{Event, MachineState};
use iceroad_model::event_fields::FieldVisitor;

/// The digest so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digest {
    hash: OfWords,
    entries: u64,
}

impl Digest {
    /// The digest of an empty log.
    pub(crate) fn new() -> Self {
        Self { hash: OfWords::default(), entries: 0 }
    }

    /// Takes one entry.
    #[inline]
    pub(crate) fn take(&mut self, at: Time, event: &Event) {
        self.entries += 1;
        self.hash.take(at.millis() as u64);
        event.visit(self);
    }

    /// [`Digest::take`] of the start of a machine's state: three entries of four are that.
    #[inline]
    pub(crate) fn take_state(&mut self, at: Time, machine: MachineId, state: MachineState) {
        self.entries += 1;
        self.hash.take(at.millis() as u64);
        self.kind(1, "state");
        self.field("machine", machine.0.into());
        self.field("state", (state as u8).into());
    }

    /// The value, and how many entries went into it.
    pub(crate) fn finish(&self) -> (u64, u64) {
        (self.hash.value() ^ self.entries, self.entries)
    }
}

impl FieldVisitor for Digest {
    #[inline]
    fn kind(&mut self, number: u8, _name: &'static str) {
        self.hash.take(u64::from(number) | 1 << 63);
    }

    #[inline]
    fn field(&mut self, _name: &'static str, value: i64) {
        self.hash.take(value as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest_of(entries: &[(i64, u32, MachineState)]) -> u64 {
        let mut digest = Digest::new();
        for &(ms, machine, state) in entries {
            digest.take(Time::from_millis(ms), &Event::State { machine: MachineId(machine), state });
        }
        digest.finish().0
    }

    #[test]
    fn a_state_taken_the_short_way_is_a_state_taken_field_by_field() {
        let (mut short, mut long) = (Digest::new(), Digest::new());
        for (number, state) in MachineState::ALL.into_iter().enumerate() {
            let (at, machine) = (Time::from_millis(number as i64), MachineId(7));
            short.take_state(at, machine, state);
            long.take(at, &Event::State { machine, state });
        }
        assert_eq!(short.finish(), long.finish());
    }

    #[test]
    fn any_changed_field_and_any_changed_order_change_the_digest() {
        let first = (1, 1, MachineState::Loading);
        let second = (2, 1, MachineState::Dumping);
        let base = digest_of(&[first, second]);
        assert_eq!(base, digest_of(&[first, second]));
        assert_ne!(base, digest_of(&[second, first]));
        assert_ne!(base, digest_of(&[(1, 2, MachineState::Loading), second]));
        assert_ne!(base, digest_of(&[(0, 1, MachineState::Loading), second]));
        assert_ne!(base, digest_of(&[first]));
    }
}
