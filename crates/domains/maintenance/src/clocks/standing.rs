//! Machines that stand: what ages in the frost meanwhile, and what breaks as they are started.
//!
//! A machine *stands* while it is in the fleet, is not with maintenance and its meter is off. What comes to the end of its life
//! then shows at the next start, when the machine fails at once; so does what the start breaks. A machine that comes from the
//! workshop, or was mended where it stood, has been started by those who mended it: its standing begins anew.
//!
//! **Luck.** Each start that counts takes one number of the stream (machine, `start/<subsystem>`).
use super::{Clocks, Wear};
use crate::prepared::Prepared;
use crate::temperature::Temperatures;
use iceroad_base::quantity::Ranged;
use iceroad_base::{Span, Time};
use iceroad_model::{CurveId, MachineId};

/// How long a machine stands.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    since: Time,
    /// What ages meanwhile has aged up to then.
    aged_to: Time,
}

impl From<Time> for Standing {
    fn from(since: Time) -> Self {
        Self { since, aged_to: since }
    }
}

impl Clocks {
    /// A machine is in the fleet from now on.
    pub(crate) fn join(&mut self, machine: MachineId, now: Time) {
        self.stand_by(machine, now);
    }

    /// The machine stands from now on, unless its meter runs, it is down or it stood before.
    pub(super) fn stand_by(&mut self, machine: MachineId, now: Time) {
        let clock = &mut self.clocks[machine];
        if clock.on_since.is_none() && !clock.halted {
            clock.standing.get_or_insert(Standing::from(now));
        }
    }

    /// Ages what ages while its machine stands.
    pub(super) fn age_standing(&mut self, machine: MachineId, now: Time) {
        let clock = &mut self.clocks[machine];
        let Some(standing) = &mut clock.standing else { return };
        let hours = (now - standing.aged_to).hours();
        standing.aged_to = now;
        for wear in &mut self.wear[clock.wear.clone()] {
            wear.stand(hours);
        }
    }

    /// The machine is started, if it stood: what has broken meanwhile, or breaks now, fails at once.
    pub(super) fn start_up(
        &mut self,
        machine: MachineId,
        now: Time,
        temperatures: &Temperatures,
        prepared: &Prepared,
    ) {
        self.age_standing(machine, now);
        let clock = &mut self.clocks[machine];
        let (site, range) = (clock.site, clock.wear.clone());
        let Some(standing) = clock.standing.take() else { return };
        if !self.wear[range.clone()].iter().any(Wear::minds_standing) {
            return;
        }
        self.sync(machine, now);
        let at_night = |curve| temperatures.factor_at_night(site, curve, prepared);
        for wear in &mut self.wear[range] {
            if wear.breaks_at_start(now - standing.since, at_night) {
                wear.remaining = wear.remaining.min(0.0);
            }
        }
        self.choose(machine);
    }
}

impl Wear {
    fn breaks_at_start(&mut self, stood: Span, factor: impl Fn(Option<CurveId>) -> f64) -> bool {
        let Some((start, luck)) = &mut self.start else { return false };
        stood > Span::from_hours(start.after.get()) && luck.chance(start.chance.get() * factor(start.curve))
    }
}
