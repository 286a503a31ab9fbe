//! Trucks that break down on the road, are mended there or taken away; what they burn under way.
//!
//! On a road of two lanes a broken truck is pulled aside and others pass it (assumed); in a single-lane zone nobody
//! comes in any more until it drives on or is taken in tow, while those who were in it already get out (assumed). Those
//! who had fallen in behind it on the same stretch keep the times they had: they lose what they would have lost had it
//! driven on.
use super::state::{Stage, Trip};
use crate::cycle::Done;
use crate::yard::NONE;
use crate::{Haulage, HaulageError, Notice};
use iceroad_base::Time;
use iceroad_kernel::context::Context;
use iceroad_model::MachineId;
use iceroad_model::event::{Recorder, class};

impl Haulage {
    /// The machine is taken in tow: if it stands on the road, it blocks it no more.
    ///
    /// # Errors
    /// [`HaulageError::UnknownMachine`], or [`HaulageError::Schedule`]: bugs.
    pub fn towed<L: Recorder>(
        &mut self,
        machine: MachineId,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<(), HaulageError> {
        match self.role(machine)? {
            crate::layout::Role::Truck(t) if self.trips[t].broken => self.is_taken_off_road(t, ctx),
            _ => Ok(()),
        }
    }

    /// It has broken down where it is.
    pub(crate) fn breaks_down_on_road<L: Recorder>(
        &mut self,
        t: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        if !self.trucks[t].on_road {
            return Ok(());
        }
        let m = self.trucks[t].mine as usize;
        let trip = &mut self.trips[t];
        trip.broken = true;
        trip.broke_at = ctx.now;
        trip.held_since = None;
        if trip.zone != NONE {
            self.roads[m].zones[trip.zone as usize].blocked += 1;
        }
        if trip.stage == Stage::AtZone {
            self.leaves_zone_line(t);
            return self.settle(m, ctx);
        }
        Ok(())
    }

    /// It was mended where it stands and drives on, with what was left of its stretch.
    pub(crate) fn drives_on<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.blocks_no_more(t);
        let trip = &mut self.trips[t];
        match trip.stage {
            Stage::Rolling => {
                let stood = ctx.now - trip.broke_at;
                trip.from_time += stood;
                trip.to_time += stood;
                let at = trip.to_time;
                self.post_truck(t, at, class::ARRIVAL, ctx)?;
            }
            Stage::Crossing | Stage::AtZone => self.tries_again(t, ctx)?,
            Stage::AtCrossing | Stage::Shut => self.goes_on(t, ctx)?,
            Stage::Off => {}
        }
        self.settle(self.trucks[t].mine as usize, ctx)
    }

    fn blocks_no_more(&mut self, t: usize) {
        let (m, trip) = (self.trucks[t].mine as usize, &mut self.trips[t]);
        if std::mem::take(&mut trip.broken) && trip.zone != NONE {
            self.roads[m].zones[trip.zone as usize].blocked -= 1;
            self.roads[m].stirred.push(trip.zone);
        }
    }

    /// It is no longer on the road, wherever it stood.
    pub(crate) fn is_taken_off_road<L: Recorder>(
        &mut self,
        t: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        if !std::mem::take(&mut self.trucks[t].on_road) {
            return Ok(());
        }
        self.blocks_no_more(t);
        self.trips[t].stage = Stage::Off;
        self.trips[t].off_ms = 0;
        self.leaves_bay(t);
        if self.trips[t].zone != NONE {
            self.leaves_zone(t, ctx)?;
        }
        self.settle(self.trucks[t].mine as usize, ctx)
    }

    /// Burns the fuel of the part of its way driven up to now, and of the time it lost idling; its leg keeps the rest.
    pub(crate) fn burn_on_road(&mut self, t: usize, now: Time) {
        let (truck, trip) = (&mut self.trucks[t], &mut self.trips[t]);
        let driven_ms = trip.driven_ms(now) - trip.burnt_ms;
        truck.use_part(driven_ms);
        trip.burnt_ms += driven_ms;
        trip.stop_engine(now);
        let lost_ms = (now - truck.since).millis() - driven_ms - std::mem::take(&mut trip.off_ms);
        if lost_ms > 0 {
            truck.tank.burn_flow(truck.idle_ml_h, lost_ms);
        }
        truck.since = now;
    }
}

impl Trip {
    /// The share of its way that is left.
    pub(crate) fn left(&self, now: Time) -> f64 {
        let whole_ms: i64 = self.steps.iter().map(|step| i64::from(step.ms)).sum();
        let now = if self.broken { self.broke_at } else { now };
        let left_ms = whole_ms - self.driven_ms(now);
        (left_ms as f64 / whole_ms.max(1) as f64).clamp(0.0, 1.0)
    }
}
