//! What drives a machine: a tank or a battery, and what was taken from it and not yet logged.
//!
//! Counted in whole millilitres (Wh in a battery), with the rest of every flow carried, so that no sum of parts differs
//! from the whole.

use super::MS_PER_H;
use crate::notice::Ctx;
use iceroad_base::quantity::{Quantity, Volume};
use iceroad_model::MachineId;
use iceroad_model::event::{Event, Recorder};

/// A machine refuels once its tank holds less than this share. Assumed.
pub(crate) const LOW_TANK: f64 = 0.15;

/// A tank, counted to the millilitre; or a battery, with Wh for mL and kWh for litres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tank {
    size_ml: i64,
    low_ml: i64,
    level_ml: i64,
    /// Burnt and not yet logged; stays 0 in a battery.
    burnt_ml: i64,
    /// Taken from chargers and trolley lines and not yet logged, Wh.
    drawn_wh: i64,
    /// Flow times time that has not made a whole millilitre yet, mL/h · ms.
    rest: i64,
    /// Litres asked for.
    pub(crate) wanted_l: i64,
    is_battery: bool,
}

impl Tank {
    /// A tank filled to a share.
    pub(crate) fn new(size_ml: i64, share: f64) -> Tank {
        let low_ml = (size_ml as f64 * LOW_TANK).round() as i64;
        let level_ml = (size_ml as f64 * share).round() as i64;
        let is_battery = false;
        Tank { size_ml, low_ml, level_ml, burnt_ml: 0, drawn_wh: 0, rest: 0, wanted_l: 0, is_battery }
    }

    /// A battery that is charged once less than `low_wh` is left; at the start it is so far between low and full.
    pub(crate) fn battery(size_wh: i64, low_wh: i64, share: f64) -> Tank {
        let level_ml = low_wh + ((size_wh - low_wh) as f64 * share).round() as i64;
        Tank { low_ml: low_wh, level_ml, is_battery: true, ..Tank::new(size_wh, 0.0) }
    }

    #[inline]
    pub(crate) fn is_battery(&self) -> bool {
        self.is_battery
    }

    /// Whether there is more in it than it holds.
    pub(crate) fn is_overfull(&self) -> bool {
        self.level_ml > self.size_ml && self.size_ml > 0
    }

    #[inline]
    pub(crate) fn is_low(&self) -> bool {
        self.level_ml < self.low_ml
    }

    #[inline]
    pub(crate) fn burn(&mut self, ml: i64) {
        if self.is_battery {
            // What comes back into a full battery is lost.
            self.level_ml = (self.level_ml - ml).min(self.size_ml);
            return;
        }
        self.level_ml -= ml;
        self.burnt_ml += ml;
    }

    /// Puts energy from a charger in, Wh.
    pub(crate) fn charge(&mut self, wh: i64) {
        self.level_ml += wh;
        self.drawn_wh += wh;
    }

    /// Notes what was taken from a trolley line, Wh.
    #[inline]
    pub(crate) fn draw(&mut self, wh: i64) {
        self.drawn_wh += wh;
    }

    /// Burns a flow for a time; what does not make a whole millilitre is carried.
    #[inline]
    pub(crate) fn burn_flow(&mut self, ml_per_h: i64, ms: i64) {
        self.rest += ml_per_h * ms;
        let ml = self.rest / MS_PER_H;
        self.rest -= ml * MS_PER_H;
        self.burn(ml);
    }

    /// How long a flow takes to make the tank low, ms; none where it never does.
    pub(crate) fn low_in_ms(&self, ml_per_h: i64) -> Option<i64> {
        self.below_in_ms(self.low_ml, ml_per_h)
    }

    /// How long a flow takes to bring the tank below a level, ms; none where it never does.
    pub(crate) fn below_in_ms(&self, level_ml: i64, ml_per_h: i64) -> Option<i64> {
        let ml = (self.level_ml - level_ml + 1).max(0);
        (ml_per_h > 0).then(|| ((ml * MS_PER_H - self.rest).max(0) + ml_per_h - 1) / ml_per_h)
    }

    /// Whether a flow for so long leaves the tank low.
    pub(crate) fn is_low_after(&self, ml_per_h: i64, ms: i64) -> bool {
        self.low_in_ms(ml_per_h).is_some_and(|lasts| lasts <= ms)
    }

    /// What is lacking to a full tank, mL.
    pub(crate) fn lacks_ml(&self) -> i64 {
        self.size_ml - self.level_ml
    }

    /// Whole litres that fit.
    pub(crate) fn room_l(&self) -> i64 {
        ((self.size_ml - self.level_ml) / 1_000).max(0)
    }

    /// Takes the litres asked for.
    pub(crate) fn fill<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) {
        if self.is_battery {
            let kwh = std::mem::take(&mut self.wanted_l);
            return self.charge(kwh * 1_000);
        }
        self.level_ml += self.wanted_l * 1_000;
        ctx.log.record(ctx.now, Event::Refuelled { machine, fuel: Volume(self.wanted_l) });
        self.wanted_l = 0;
    }

    /// What must be burnt of a full tank until it is low, mL.
    pub(crate) fn low_from_full_ml(&self) -> i64 {
        (self.size_ml - self.low_ml).max(0)
    }

    /// What must be burnt until it is low, mL.
    pub(crate) fn above_low_ml(&self) -> i64 {
        (self.level_ml - self.low_ml + 1).max(0)
    }

    /// Logs the whole litres burnt and kilowatt-hours drawn; the rest is carried.
    pub(crate) fn log_burnt<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) {
        let litres = self.burnt_ml / 1_000;
        if litres > 0 {
            self.burnt_ml -= litres * 1_000;
            ctx.log.record(ctx.now, Event::Burnt { machine, fuel: Volume(litres) });
        }
        let kwh = self.drawn_wh / 1_000;
        if kwh > 0 {
            self.drawn_wh -= kwh * 1_000;
            ctx.log.record(ctx.now, Event::Drawn { machine, kwh: Quantity(kwh) });
        }
    }
}
