//! Trucks that break down or run dry on the road, are mended there or taken away; what they burn under way.
//!
//! On a road of two lanes a broken truck is pulled aside and others pass it (assumed); in a single-lane zone nobody
//! comes in any more until it drives on or is taken in tow, while those who were in it already get out (assumed). Those
//! who had fallen in behind it on the same stretch keep the times they had: they lose what they would have lost had it
//! driven on.
use super::OnRoads;
use super::state::{Stage, Trip};
use crate::notice::{Ctx, Done};
use crate::rows::TruckIdx;
use iceroad_base::{Span, Time};
use iceroad_model::event::Recorder;

impl OnRoads<'_> {
    /// It has broken down where it is.
    pub(crate) fn breaks_down<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        if !self.fleet.trucks[truck_idx].on_road {
            return Ok(());
        }
        let trip = &mut self.trips[truck_idx];
        if trip.broken {
            // It had run dry there.
            return Ok(());
        }
        trip.broken = true;
        trip.broke_at = ctx.now;
        trip.held_since = None;
        if let Some(zone) = trip.zone {
            self.roads.zones[zone].blocked += 1;
        }
        if trip.stage == Stage::AtZone {
            self.leaves_zone_line(truck_idx);
            return self.settle(ctx);
        }
        Ok(())
    }

    /// It was mended where it stands and drives on, with what was left of its stretch.
    pub(crate) fn drives_on<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.blocks_no_more(truck_idx);
        let trip = &mut self.trips[truck_idx];
        match trip.stage {
            Stage::Rolling => {
                let stood = ctx.now - trip.broke_at;
                trip.from_time += stood;
                trip.to_time += stood;
                self.post_rolling(truck_idx, ctx)?;
            }
            Stage::Crossing | Stage::AtZone => self.tries_again(truck_idx, ctx)?,
            Stage::AtCrossing | Stage::Shut => self.goes_on(truck_idx, ctx)?,
            Stage::Off => {}
        }
        self.settle(ctx)
    }

    /// When a truck that rolls, and whose tank does not last for its way, has burnt all of it; perhaps only beyond its next
    /// stop.
    pub(super) fn runs_dry_at(&mut self, truck_idx: TruckIdx, now: Time) -> Time {
        self.burn(truck_idx, now);
        let (truck, trip) = (&self.fleet.trucks[truck_idx], &self.trips[truck_idx]);
        let Some(lasts_ms) = truck.tank.lasts_ms_of(truck.leg_ms, truck.leg_used) else {
            return Time::NEVER;
        };
        // Held behind others it takes longer for a stretch than its driving time.
        let stretch = &trip.steps[trip.at..trip.until];
        let driving_ms: i64 = stretch.iter().map(|step| i64::from(step.ms)).sum();
        let whole_ms = (trip.to_time - trip.from_time).millis();
        now + Span::from_millis((lasts_ms * whole_ms + driving_ms - 1) / driving_ms.max(1))
    }

    fn blocks_no_more(&mut self, truck_idx: TruckIdx) {
        let trip = &mut self.trips[truck_idx];
        if std::mem::take(&mut trip.broken)
            && let Some(zone) = trip.zone
        {
            self.roads.zones[zone].blocked -= 1;
            self.roads.stirred.push(zone);
        }
    }

    /// It is no longer on the road, wherever it stood.
    pub(crate) fn is_taken_off<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        if !std::mem::take(&mut self.fleet.trucks[truck_idx].on_road) {
            return Ok(());
        }
        self.blocks_no_more(truck_idx);
        self.trips[truck_idx].stage = Stage::Off;
        self.trips[truck_idx].off_ms = 0;
        self.leaves_bay(truck_idx);
        self.leaves_zone(truck_idx, ctx)?;
        self.settle(ctx)
    }

    /// Burns the fuel of the part of its way driven up to now, and of the time it lost idling; its leg keeps the rest.
    pub(crate) fn burn(&mut self, truck_idx: TruckIdx, now: Time) {
        let (truck, trip) = (&mut self.fleet.trucks[truck_idx], &mut self.trips[truck_idx]);
        let driven_ms = trip.driven_ms(now) - trip.burnt_ms;
        truck.use_part(driven_ms);
        trip.burnt_ms += driven_ms;
        trip.stop_engine(now);
        let lost_ms = (now - truck.since).millis() - driven_ms - std::mem::take(&mut trip.off_ms);
        if lost_ms > 0 {
            truck.tank.burn_flow(truck.idle_flow, lost_ms);
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
