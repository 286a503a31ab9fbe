//! What the shift asks of one machine: the rest it owes, whether it is manned, whether its engine runs.

use super::Tank;
use iceroad_base::{Span, Time};
use iceroad_model::shift::ShiftChange;

/// A rest that has fallen due and is not begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Owed {
    Nothing,
    /// The break of this row of the mine's.
    Break(u16),
    Change,
}

/// See the [module](self).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Duty {
    pub(crate) owes: Owed,
    /// Somebody present operates it.
    pub(crate) manned: bool,
    /// It is not to be loaded first: it is not manned, or its crew walks out. Never where no shift is lived.
    pub(crate) homeward: bool,
    /// It stands with its engine left to idle, in the cold.
    pub(crate) idles: bool,
    /// When its engine was switched off; never while it runs.
    pub(crate) off_since: Time,
    /// Idling is burnt up to here.
    settled: Time,
}

impl Duty {
    pub(crate) const NEW: Duty = Duty {
        owes: Owed::Nothing,
        manned: true,
        homeward: false,
        idles: false,
        off_since: Time::NEVER,
        settled: Time::START,
    };

    /// A rest falls due, or lapses.
    pub(crate) fn owe(&mut self, owed: Owed, change: ShiftChange) {
        self.owes = owed;
        self.set_homeward(change);
    }

    pub(crate) fn set_homeward(&mut self, change: ShiftChange) {
        let walks_out = self.owes == Owed::Change && change == ShiftChange::WalkOut;
        self.homeward = !self.manned || walks_out;
    }

    /// Whether a machine that stands idle has to look again at what it does.
    pub(crate) fn stirs(&self) -> bool {
        self.owes != Owed::Nothing || !self.manned
    }

    /// The machine stands: its engine is switched off, or left to idle. Nothing where it stood before.
    pub(crate) fn stands(&mut self, now: Time, left_to_idle: bool) {
        if self.idles || self.off_since != Time::NEVER {
            return;
        }
        self.idles = left_to_idle;
        self.settled = now;
        if !left_to_idle {
            self.off_since = now;
        }
    }

    /// Burns what was idled away. An engine that has made its tank low is switched off at that instant.
    pub(crate) fn settle(&mut self, tank: &mut Tank, per_h: i64, now: Time) {
        if !self.idles {
            return;
        }
        let ms = (now - self.settled).millis();
        let lasts_ms = tank.low_in_ms(per_h).unwrap_or(i64::MAX);
        tank.burn_flow(per_h, ms.min(lasts_ms));
        if lasts_ms < ms {
            self.idles = false;
            self.off_since = self.settled + Span::from_millis(lasts_ms);
        }
        self.settled = now;
    }

    /// The engine runs from now on.
    pub(crate) fn runs(&mut self, tank: &mut Tank, per_h: i64, now: Time) {
        self.settle(tank, per_h, now);
        self.idles = false;
        self.off_since = Time::NEVER;
    }

    /// A day begins on which engines that stand idle, or not.
    ///
    /// One switched off at this very instant is judged by the new day; one that is cold already stays so.
    pub(crate) fn day_begins(&mut self, now: Time, left_to_idle: bool) {
        if self.idles && !left_to_idle {
            self.idles = false;
            self.off_since = now;
        } else if left_to_idle && self.off_since == now {
            self.idles = true;
            self.off_since = Time::NEVER;
            self.settled = now;
        }
    }
}
