//! A 64-bit digest of an event log: two logs with one digest are, for all purposes, the same log.
//!
//! Every field is a word of [`OfWords`].
use iceroad_base::Time;
use iceroad_base::hash::OfWords;
use iceroad_model::MachineId;
use iceroad_model::event::{Event, EventField, EventKind, Field, FieldVisitor, MachineState};

/// Set in the word of a kind, so that it is no field's.
const KIND: u64 = 1 << 63;
/// The word of the start of a machine's state.
const STATE: u64 = 1 | KIND;

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
        self.hash.take(STATE);
        self.hash.take(machine.0.into());
        self.hash.take(state as u64);
    }

    /// The value, and how many entries went into it.
    pub(crate) fn finish(&self) -> (u64, u64) {
        (self.hash.value() ^ self.entries, self.entries)
    }
}

impl FieldVisitor for Digest {
    #[inline(always)]
    fn kind(&mut self, kind: &'static EventKind) {
        self.hash.take(u64::from(kind.number) | KIND);
    }

    #[inline(always)]
    fn field(&mut self, _field: &'static EventField, value: Field) {
        let (number, of) = value.numbers();
        self.hash.take(number as u64);
        if let Some(of) = of {
            self.hash.take(of as u64);
        }
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
