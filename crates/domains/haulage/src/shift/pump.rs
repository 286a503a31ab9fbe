//! The fuel point: so many pumps and a line before them, and trucks that refuel before they must.
//!
//! Where `fuel_places` is given, a truck that finds every pump taken waits in line with its engine on, and holds a
//! pump until it has taken its fuel. One for which the store has none makes room and stands beside; when its fuel
//! has come it takes a pump, or goes to the end of the line.
//!
//! **Refuelling ahead** (`refuel = before_change`). A truck knows when it will next stand by plan: a break of its
//! group, a shift's start or end. In its last round before that, or when a rest it owes has fallen due, it goes to
//! refuel first if its tank would run low before the time after that. "Last" is where another round, the longest
//! of the mine's, would not end before; the tank is taken to fall at the greatest flow of any of its rounds. Both
//! are worked out from the roads and are as long and as thirsty as on the day's surface. A truck whose tank lacks
//! less than a round's fuel does not go.

use super::duty::Owed;
use super::plan::What;
use crate::Haulage;
use crate::error::HaulageError;
use crate::notice::{Ctx, Done};
use crate::rows::TruckIdx;
use crate::yard::TruckPhase;
use iceroad_base::Time;
use iceroad_model::event::{MachineState, Recorder};

impl Haulage {
    /// Whether a truck at the fuel point may refuel at once; if not, it stands in line now.
    pub(crate) fn takes_pump<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> bool {
        let mine_id = self.trucks[truck_idx].mine;
        let Some(places) = self.layout.mines[mine_id].shift.fuel_places else {
            return true;
        };
        let state = &mut self.shifts[mine_id];
        if state.pumps_busy < places {
            state.pumps_busy += 1;
            self.trucks[truck_idx].duty.at_pump = true;
            return true;
        }
        state.pump_line.push(&mut self.trucks, truck_idx);
        let truck = &mut self.trucks[truck_idx];
        if truck.phase == TruckPhase::NoFuel {
            truck.duty.fuel_issued = true;
            return false;
        }
        truck.phase = TruckPhase::FuelLine;
        truck.since = ctx.now;
        truck.status.enter(MachineState::Refuelling, ctx);
        false
    }

    /// The store has issued what a truck asked for: it refuels, or waits for a pump.
    pub(crate) fn truck_has_fuel<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let duty = &self.trucks[truck_idx].duty;
        if duty.fuel_issued || (!duty.at_pump && !self.takes_pump(truck_idx, ctx)) {
            return Ok(());
        }
        self.refuel_truck(truck_idx, ctx)
    }

    /// A truck that held a pump leaves it to the first in line.
    pub(crate) fn leave_pump<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        if !std::mem::take(&mut self.trucks[truck_idx].duty.at_pump) {
            return Ok(());
        }
        let state = &mut self.shifts[self.trucks[truck_idx].mine];
        let Some(next) = state.pump_line.pop(&self.trucks) else {
            state.pumps_busy -= 1;
            return Ok(());
        };
        self.burn_standing(next, ctx.now);
        let duty = &mut self.trucks[next].duty;
        duty.at_pump = true;
        if std::mem::take(&mut duty.fuel_issued) {
            self.refuel_truck(next, ctx)
        } else {
            self.asks_fuel(next, ctx)
        }
    }

    /// A truck in line for a pump is taken away. What was issued for it is in its tank.
    pub(crate) fn leave_pump_line<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) {
        self.burn_standing(truck_idx, ctx.now);
        self.shifts[self.trucks[truck_idx].mine].pump_line.remove(&mut self.trucks, truck_idx);
        let truck = &mut self.trucks[truck_idx];
        if std::mem::take(&mut truck.duty.fuel_issued) {
            truck.tank.fill(truck.status.machine, ctx);
        }
    }

    /// Whether a truck refuels now rather than later; see the [module](self).
    pub(super) fn refuels_ahead(&self, truck_idx: TruckIdx, now: Time) -> Result<bool, HaulageError> {
        let truck = &self.trucks[truck_idx];
        let mine_id = truck.mine;
        let row = &self.layout.mines[mine_id].shift;
        if !row.refuels_ahead {
            return Ok(false);
        }
        let round = row.round(truck.kind, self.mines[mine_id].surface);
        if round.ms == 0 || truck.tank.lacks_ml() <= round.ml {
            return Ok(false);
        }
        let nth = self.layout.trucks[truck_idx].nth;
        let stands_at = |what: What| match what {
            What::ShiftStarts { .. } | What::ShiftEnds => true,
            What::Opens { .. } | What::Closes { .. } => false,
            What::Break { row: index, group } => row.is_break_of_truck(index, group, nth),
        };
        let to_come = row.moments[self.shifts[mine_id].next..].iter();
        let mut to_come =
            to_come.filter(|moment| moment.at > now && stands_at(moment.what)).map(|moment| moment.at);
        let Some(first) = to_come.next() else {
            return Ok(false);
        };
        let until = if truck.duty.owes != Owed::Nothing {
            first
        } else if (first - now).millis() >= round.ms {
            return Ok(false);
        } else {
            // A shift's end and the next one's start may be one instant.
            match to_come.find(|&at| at > first) {
                Some(second) => second,
                None => return Ok(false),
            }
        };
        Ok(truck.tank.is_low_after(round.ml_per_h, (until - now).millis()))
    }
}
