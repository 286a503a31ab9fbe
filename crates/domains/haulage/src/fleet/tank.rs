//! What drives a machine: a tank of fuel, a battery or a cable, and what was taken from it and not yet logged.
//!
//! A [`Level`] is counted in thousandths of what is asked for and logged: millilitres of a tank, watt-hours of a battery. So
//! are the amounts and flows it is asked about: those of a drive and of idling are in the machine's own unit. The rest of
//! every flow is carried, so that no sum of parts differs from the whole. A machine on a cable holds nothing: what it uses is
//! drawn as it is used, and nothing is ever low.
//!
//! A tank that is *bounded* never gives more than it holds: an engine that has burnt all of it stands. Whoever drives or digs
//! asks first how long it lasts. A tank is not bounded where its mine has no fuel point, for there fuel is not followed, nor
//! where haulage goes by rates, which looks at tanks too seldom.

use crate::ground::LITRE_ML;
use crate::notice::Ctx;
use iceroad_base::quantity::{Quantity, Volume};
use iceroad_model::MachineId;
use iceroad_model::event::{Event, Recorder};

/// Milliseconds of an hour.
const MS_PER_H: i64 = 3_600_000;

/// How full something is, mL or Wh.
#[derive(Clone, Copy, Debug)]
struct Level {
    size: i64,
    /// Below this it is low.
    low: i64,
    now: i64,
    /// Flow times time that has not made a whole unit yet, mL/h · ms or W · ms.
    rest: i64,
}

/// What a tank holds.
#[derive(Clone, Copy, Debug)]
enum Holds {
    /// With what was burnt and not yet logged.
    Fuel {
        burnt_ml: i64,
        is_bounded: bool,
    },
    Battery,
    /// Nothing: it is on a cable.
    Grid,
}

/// A machine's tank, battery or cable.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tank {
    level: Level,
    holds: Holds,
    /// Taken from chargers, trolley lines and cables and not yet logged.
    drawn_wh: i64,
    /// What was asked for, whole litres or kilowatt-hours.
    pub(crate) wanted: i64,
}

impl Tank {
    /// A tank of fuel that is low below `low_ml`; at the start it is so far between low and full.
    pub(crate) fn fuel(size_ml: i64, low_ml: i64, share: f64) -> Tank {
        let now = low_ml + ((size_ml - low_ml).max(0) as f64 * share).round() as i64;
        let level = Level { size: size_ml, low: low_ml, now, rest: 0 };
        Tank { level, holds: Holds::Fuel { burnt_ml: 0, is_bounded: false }, drawn_wh: 0, wanted: 0 }
    }

    /// The same tank, which gives no more than it holds.
    pub(crate) fn bounded(mut self) -> Tank {
        if let Holds::Fuel { is_bounded, .. } = &mut self.holds {
            *is_bounded = true;
        }
        self
    }

    /// A battery that is charged once less than `low_wh` is left; at the start it is so far between low and full.
    pub(crate) fn battery(size_wh: i64, low_wh: i64, share: f64) -> Tank {
        let now = low_wh + ((size_wh - low_wh) as f64 * share).round() as i64;
        let level = Level { size: size_wh, low: low_wh, now, rest: 0 };
        Tank { level, holds: Holds::Battery, drawn_wh: 0, wanted: 0 }
    }

    /// A cable, which gives whatever is used.
    pub(crate) fn grid() -> Tank {
        let level = Level { size: 0, low: 0, now: 0, rest: 0 };
        Tank { level, holds: Holds::Grid, drawn_wh: 0, wanted: 0 }
    }

    #[inline]
    pub(crate) fn is_battery(&self) -> bool {
        matches!(self.holds, Holds::Battery)
    }

    /// Whether it gives whatever is used.
    pub(crate) fn is_cable(&self) -> bool {
        matches!(self.holds, Holds::Grid)
    }

    /// Whether there is more in it than it holds, or less than nothing.
    pub(crate) fn is_beyond(&self) -> bool {
        let overfull = self.level.now > self.level.size && self.level.size > 0;
        overfull || self.is_bounded() && self.level.now < 0
    }

    #[inline]
    pub(crate) fn is_low(&self) -> bool {
        self.level.now < self.level.low
    }

    #[inline]
    fn is_bounded(&self) -> bool {
        matches!(self.holds, Holds::Fuel { is_bounded: true, .. })
    }

    /// Whether it holds what a drive uses.
    #[inline]
    pub(crate) fn lasts_for(&self, used: i64) -> bool {
        used <= self.level.now || !self.is_bounded()
    }

    /// Whether it lasts for a flow for so long.
    #[inline]
    pub(crate) fn lasts_at(&self, per_h: i64, ms: i64) -> bool {
        self.level.rest + per_h * ms <= self.level.now * MS_PER_H || !self.is_bounded()
    }

    /// How long it lasts at a flow, ms; none where it never runs dry.
    pub(crate) fn lasts_ms(&self, per_h: i64) -> Option<i64> {
        if self.is_bounded() { self.below_in_ms(1, per_h) } else { None }
    }

    /// The share of a drive that it lasts for, as ms of the whole; none where it lasts for all of it.
    #[inline]
    pub(crate) fn lasts_ms_of(&self, leg_ms: i64, used: i64) -> Option<i64> {
        if self.lasts_for(used) {
            return None;
        }
        Some((leg_ms * self.level.now + used - 1) / used)
    }

    /// Whether it takes a litre more.
    pub(crate) fn takes_more(&self) -> bool {
        self.lacks() >= LITRE_ML
    }

    /// Takes out what a drive used; a drive downhill may put something into a battery.
    #[inline]
    pub(crate) fn burn(&mut self, used: i64) {
        match &mut self.holds {
            Holds::Fuel { burnt_ml, is_bounded } => {
                let used = if *is_bounded { used.min(self.level.now) } else { used };
                self.level.now -= used;
                *burnt_ml += used;
            }
            // What comes back into a full battery is lost.
            Holds::Battery => self.level.now = (self.level.now - used).min(self.level.size),
            Holds::Grid => self.drawn_wh += used,
        }
    }

    /// Takes out a flow for a time; what does not make a whole unit is carried.
    #[inline]
    pub(crate) fn burn_flow(&mut self, per_h: i64, ms: i64) {
        self.level.rest += per_h * ms;
        let used = self.level.rest / MS_PER_H;
        self.level.rest -= used * MS_PER_H;
        self.burn(used);
    }

    /// Puts energy from a charger into a battery.
    pub(crate) fn charge(&mut self, wh: i64) {
        self.level.now += wh;
        self.drawn_wh += wh;
    }

    /// Notes what was taken from a trolley line.
    #[inline]
    pub(crate) fn draw(&mut self, wh: i64) {
        self.drawn_wh += wh;
    }

    /// How long a flow takes to make it low, ms; none where it never does.
    pub(crate) fn low_in_ms(&self, per_h: i64) -> Option<i64> {
        self.below_in_ms(self.level.low, per_h)
    }

    /// How long a flow takes to bring it below an amount, ms; none where it never does.
    pub(crate) fn below_in_ms(&self, amount: i64, per_h: i64) -> Option<i64> {
        let above = (self.level.now - amount + 1).max(0);
        let falls = per_h > 0 && !matches!(self.holds, Holds::Grid);
        falls.then(|| ((above * MS_PER_H - self.level.rest).max(0) + per_h - 1) / per_h)
    }

    /// Whether a flow for so long leaves it low.
    pub(crate) fn is_low_after(&self, per_h: i64, ms: i64) -> bool {
        self.low_in_ms(per_h).is_some_and(|lasts| lasts <= ms)
    }

    /// What is lacking to a full one.
    pub(crate) fn lacks(&self) -> i64 {
        self.level.size - self.level.now
    }

    /// What must be used until it is low.
    pub(crate) fn above_low(&self) -> i64 {
        (self.level.now - self.level.low + 1).max(0)
    }

    /// What must be used of a full one until it is low.
    pub(crate) fn low_from_full(&self) -> i64 {
        (self.level.size - self.level.low).max(0)
    }

    /// Asks for what fits, in whole litres or kilowatt-hours.
    pub(crate) fn ask(&mut self) -> i64 {
        // One that is not bounded takes no more than it holds.
        self.wanted = (self.lacks().min(self.level.size) / LITRE_ML).max(0);
        self.wanted
    }

    /// Takes what was asked for.
    pub(crate) fn fill<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) {
        let wanted = std::mem::take(&mut self.wanted);
        match self.holds {
            Holds::Battery => self.charge(wanted * 1_000),
            Holds::Grid => {}
            Holds::Fuel { .. } => {
                self.log_fuel(machine, ctx);
                self.level.now += wanted * LITRE_ML;
                ctx.log.record(ctx.now, Event::Refuelled { machine, fuel: Volume(wanted) });
            }
        }
    }

    /// Logs the whole litres burnt and kilowatt-hours drawn; the rest is carried.
    pub(crate) fn log_burnt<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) {
        self.log_fuel(machine, ctx);
        let kwh = self.drawn_wh / 1_000;
        if kwh > 0 {
            self.drawn_wh -= kwh * 1_000;
            ctx.log.record(ctx.now, Event::Drawn { machine, kwh: Quantity(kwh) });
        }
    }

    /// Logs the whole litres burnt: when it is filled or empty too, so that what it holds can be told from the log.
    pub(crate) fn log_fuel<L: Recorder>(&mut self, machine: MachineId, ctx: &mut Ctx<'_, L>) {
        if let Holds::Fuel { burnt_ml, .. } = &mut self.holds {
            let litres = *burnt_ml / LITRE_ML;
            if litres > 0 {
                *burnt_ml -= litres * LITRE_ML;
                ctx.log.record(ctx.now, Event::Burnt { machine, fuel: Volume(litres) });
            }
        }
    }
}
