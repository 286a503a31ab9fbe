//! Tanks by rates: when they are looked at, what is asked for, and who goes without.
//!
//! A tank is not followed: from what its machine's class burns now and the shifts to come follows when it will be low,
//! and then it is looked at. A truck that follows its cycles only goes for fuel at the end of one, half a cycle later on
//! average, and so it does here. A tank that is not low by then, because less was burnt, is looked at again; a class that
//! comes to burn more has its tanks looked at sooner.

use super::haulage::RateHaulage;
use super::machines::Phase;
use crate::notice::{Ctx, Done, Notice};
use iceroad_base::quantity::Quantity;
use iceroad_base::{Span, Time};
use iceroad_kernel::calendar::Class;
use iceroad_kernel::working_time::Windows;
use iceroad_model::MachineId;
use iceroad_model::event::{MachineState, Recorder, class};

/// A tank is taken for low when so small a share is left of what a full one burns until it is low: less was burnt than was
/// thought, and it need not be looked at again. Assumed.
const NEARLY: f64 = 0.02;

/// A tank that lasts longer, a thousand years, is not looked at.
const MOST_MS: f64 = 3.2e13;

/// Tanks are looked at again when a class burns so many times what it did when they were: that leaves more than nothing
/// of what a low tank holds.
pub(super) const HOTTER: f64 = 1.1;

impl RateHaulage {
    /// Asks for fuel if the tank is low, or sets the time to look again. The mine's time need not have passed: a look at a
    /// tank changes nobody's rates.
    pub(crate) fn look_at_tank<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let machine = &mut self.machines[machine_id];
        if machine.tank.is_cable() {
            return Ok(());
        }
        let Some(point) = self.table.layout.energy.mines[machine.mine].fuel else { return Ok(()) };
        let book = &self.books[machine.mine];
        machine.read_burnt(book.burnt_ml(machine.class, ctx.now));
        // Whose class does nothing, as the rates have it that still stand, asks for nothing.
        let burns = book.rates.classes[machine.class].burn > 0.0;
        if !burns || machine.tank.above_low() as f64 > NEARLY * machine.tank.low_from_full() as f64 {
            return self.set_look(machine_id, ctx);
        }
        let litres = Quantity(machine.tank.ask());
        let id = machine.status.machine;
        if !point.is_issued {
            machine.tank.fill(id, ctx);
            return self.look_at_tank(machine_id, ctx);
        }
        machine.phase = Phase::AskFuel;
        ctx.notices.push(Notice::FuelWanted { machine: id, litres });
        // If no answer has come by then, in this same instant, there is no fuel to be had.
        ctx.calendar.schedule(self.machine_slot(machine_id), ctx.now, Class(class::ARRIVAL))?;
        Ok(())
    }

    /// Sets the time to look at a tank again, from what it holds now.
    pub(crate) fn set_look<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        let machine = &self.machines[machine_id];
        let book = &mut self.books[machine.mine];
        let rates = &book.rates.classes[machine.class];
        book.looked_at[machine.class] = book.looked_at[machine.class].min(rates.burn);
        let half_cycle_ms = if machine.is_truck() && rates.loads > 0.0 { 0.5 / rates.loads } else { 0.0 };
        let lasts_ms = machine.tank.above_low() as f64 / rates.burn + half_cycle_ms;
        let shifts = (&self.table.layout.ground.mines[machine.mine].windows, book.shifts_begun);
        let at = (lasts_ms < MOST_MS).then(|| at_work_for(shifts, ctx.now, rates.tail, lasts_ms)).flatten();
        match at {
            Some(at) => ctx.calendar.schedule(self.machine_slot(machine_id), at, Class(class::SERVED))?,
            None => ctx.calendar.cancel(self.machine_slot(machine_id)),
        }
        Ok(())
    }

    pub(crate) fn goes_without<L: Recorder>(&mut self, machine_id: MachineId, ctx: &mut Ctx<'_, L>) -> Done {
        self.leave(machine_id, ctx.now);
        let machine = &mut self.machines[machine_id];
        machine.phase = Phase::NoFuel;
        if machine.released {
            ctx.notices.push(Notice::FuelGivenUp { machine: machine.status.machine });
            return self.drive_to_gate(machine_id, ctx);
        }
        machine.status.enter(MachineState::NoFuel, ctx);
        Ok(())
    }
}

/// When a class will have been at work for so long, in the shifts and their tails from `now` on; none where they do not
/// suffice. `shifts` says how many have begun by now.
fn at_work_for(shifts: (&Windows, usize), now: Time, tail: Span, lasts_ms: f64) -> Option<Time> {
    let (windows, begun) = shifts;
    let mut left = Span::from_millis(lasts_ms as i64 + 1);
    let mut index = begun.saturating_sub(1);
    loop {
        let (on, off) = windows.get(index)?;
        index += 1;
        let next = windows.get(index).map_or(Time::NEVER, |(on, _)| on);
        let (from, to) = (on.max(now), (off + tail).min(next));
        if from + left <= to {
            return Some(from + left);
        }
        left -= (to - from).max(Span::ZERO);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_goes_on_in_the_tail_of_a_shift_and_not_between_shifts() {
        let h = |hours: i64| Time::from_millis(hours * 3_600_000);
        let hours = |hours: i64| Span::from_millis(hours * 3_600_000);
        let windows = Windows::of([(h(8), h(12)), (h(20), h(24)), (h(25), h(30))]).unwrap();
        let after = |now, begun, lasts| {
            at_work_for((&windows, begun), h(now), hours(2), f64::from(lasts) * 3.6e6 - 1.0)
        };
        assert_eq!(after(9, 1, 3), Some(h(12)));
        assert_eq!(after(9, 1, 5), Some(h(14)), "in the tail");
        assert_eq!(after(13, 1, 1), Some(h(14)));
        assert_eq!(after(9, 1, 6), Some(h(21)), "in the next shift");
        assert_eq!(after(15, 1, 1), Some(h(21)), "from between the shifts");
        assert_eq!(after(23, 2, 4), Some(h(27)), "a tail as long as the gap");
        assert_eq!(after(0, 0, 1), Some(h(9)), "before the first");
        assert_eq!(after(26, 3, 7), None, "beyond the last");
    }
}
