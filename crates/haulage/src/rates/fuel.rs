//! Tanks by rates: when they are looked at, what is asked for, and who goes without.
//!
//! A tank is not followed: from what its machine's class burns now follows when it will be low, and it is looked at a
//! little before that. A class that comes to burn more has its tanks looked at again.

use super::haulage::{Done, RateHaulage};
use super::yard::Phase;
use crate::Notice;
use iceroad_base::Span;
use iceroad_base::quantity::Quantity;
use iceroad_kernel::calendar::Class;
use iceroad_kernel::context::Context;
use iceroad_model::event::{MachineState, Recorder, class};

/// A tank is taken for low when so much of the time to its being low is left: it was looked at a little early, and need
/// not be looked at again.
const NEARLY: f64 = 0.08;
/// How early a tank is looked at, as a share of the time to its being low at the present rate.
const EARLY: f64 = 0.95;

/// Tanks are looked at again when a class burns so many times what it did when they were: with [`EARLY`] that leaves more
/// than nothing of what a low tank holds.
pub(super) const HOTTER: f64 = 1.1;

impl RateHaulage {
    /// Asks for fuel if the tank is low, or sets the time to look again. The mine's time need not have passed: a look at a
    /// tank changes nobody's rates.
    pub(crate) fn look_at_tank<L: Recorder>(&mut self, i: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let machine = &mut self.machines[i];
        let row = &self.table.layout.mines[machine.mine];
        if row.fuel.is_none() {
            return Ok(());
        }
        let pit = &mut self.pits[machine.mine];
        machine.read_burnt(pit.burnt_ml(machine.class, ctx.now));
        let burn = pit.rates.classes[machine.class].burn;
        pit.looked_at[machine.class] = pit.looked_at[machine.class].min(burn);
        let per_h = (burn * 3.6e6).round() as i64;
        let Some(ms) = machine.tank.low_in_ms(per_h) else {
            ctx.calendar.cancel(self.slot(i));
            return Ok(());
        };
        let whole = machine.tank.low_from_full_ms(per_h);
        if (ms as f64) > NEARLY * whole as f64 {
            let at = ctx.now + Span::from_millis((ms as f64 * EARLY) as i64 + 1);
            ctx.calendar.schedule(self.slot(i), at, Class(class::SERVED))?;
            return Ok(());
        }
        machine.tank.wanted_l = machine.tank.room_l();
        let id = machine.status.machine;
        if !row.fuel_is_issued {
            machine.tank.fill(id, ctx);
            return self.look_at_tank(i, ctx);
        }
        machine.phase = Phase::AskFuel;
        ctx.notices.push(Notice::FuelWanted { machine: id, litres: Quantity(machine.tank.wanted_l) });
        // If no answer has come by then, in this same instant, there is no fuel to be had.
        ctx.calendar.schedule(self.slot(i), ctx.now, Class(class::ARRIVAL))?;
        Ok(())
    }

    pub(crate) fn goes_without<L: Recorder>(&mut self, i: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.leave(i, ctx.now);
        let machine = &mut self.machines[i];
        machine.phase = Phase::NoFuel;
        if machine.released {
            ctx.notices.push(Notice::FuelGivenUp { machine: machine.status.machine });
            return self.drive_to_gate(i, ctx);
        }
        machine.status.enter(MachineState::NoFuel, ctx);
        Ok(())
    }
}
