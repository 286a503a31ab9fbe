//! Refuelling ahead (`refuel = before_change`): trucks that refuel before they must.
//!
//! A truck knows when it will next stand by plan: a break of its group, a shift's start or end. In its last round before
//! that, or when a rest it owes has fallen due, it goes to refuel first if its tank would run low before the time after
//! that. "Last" is where another round, the longest of the mine's, would not end before; the tank is taken to fall at the
//! greatest flow of any of its rounds. Both are worked out from the roads and are as long and as thirsty as on the day's
//! surface. A truck whose tank lacks less than a round's fuel does not go.

use super::OnShift;
use super::row::What;
use crate::fleet::Owed;
use crate::rows::TruckIdx;
use iceroad_base::Time;

impl OnShift<'_> {
    /// Whether a truck refuels now rather than later; see the [module](self).
    pub(super) fn refuels_ahead(&self, truck_idx: TruckIdx, now: Time) -> bool {
        if !self.row.refuels_ahead {
            return false;
        }
        let truck = &self.fleet.trucks[truck_idx];
        let round = self.row.round(truck.kind, self.day.surface);
        if round.ms == 0 || truck.tank.lacks() <= round.used || !truck.tank.takes_more() {
            return false;
        }
        let nth = self.ground.trucks[truck_idx].machine.nth;
        let stands_at = |what: What| match what {
            What::ShiftStarts { .. } | What::ShiftEnds => true,
            What::Opens { .. } | What::Closes { .. } => false,
            What::Break { row: index, group } => self.row.is_break_of_truck(index, group, nth),
        };
        let to_come = self.row.moments[self.state.next..].iter();
        let mut to_come =
            to_come.filter(|moment| moment.at > now && stands_at(moment.what)).map(|moment| moment.at);
        let Some(first) = to_come.next() else {
            return false;
        };
        let until = if truck.duty.owes != Owed::Nothing {
            first
        } else if (first - now).millis() >= round.ms {
            return false;
        } else {
            // A shift's end and the next one's start may be one instant.
            match to_come.find(|&at| at > first) {
                Some(second) => second,
                None => return false,
            }
        };
        truck.tank.is_low_after(round.used_per_h, (until - now).millis())
    }
}
