//! A truck on roads with rules, from setting off to arriving. The hot path: read it from top to bottom.
//!
//! ```text
//!  sets_off ─▶ goes_on ──crossing──▶ AtCrossing ─▶ Crossing ─┐
//!     ▲  ▲         │  └───────── free ──────────────────────┤
//!     │  │         │                                        ▼
//!     │  │         │                            may_enter ──zone──▶ AtZone ─┐
//!     │  │         └──closed──▶ Shut                 └──── free ────┬───────┘ (woken by who leaves)
//!     │  │                                                         ▼
//!     │  └───────────── more road ahead ◀── reaches_stop ◀── rolls: Rolling
//!     └ arrives where it set off for ◀───────────┘
//! ```
//!
//! From stop to stop nobody can come between ([`super::map`]), so a truck's times on the edges in between are known
//! when it enters: it enters an edge no sooner than a place on it is free and its predecessor has gone ahead by the
//! gap, and leaves it no sooner than the gap behind its predecessor. What takes a place first comes first, which is the
//! order of the calls, which is the order of time. One event a stop; nothing here allocates.
//!
//! Order within one instant: who leaves a zone lets others in before it goes on itself.
use super::OnRoads;
use super::map::{CrossingIdx, Direction, EdgeRow, ZoneIdx};
use super::state::{EdgeNow, Stage};
use crate::error::HaulageError;
use crate::fleet::Truck;
use crate::notice::{Ctx, Done};
use crate::routes::Step;
use crate::rows::TruckIdx;
use iceroad_base::{Span, Time};
use iceroad_model::event::{Event, MachineState, Recorder, class};
use iceroad_model::roads::ZonePolicy;

impl OnRoads<'_> {
    /// Begins the drive from the truck's place to its goal, segment by segment.
    pub(crate) fn sets_off<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let (state, surface) = (self.day.road_state, self.day.surface);
        let routes = self.mine().routes_in(state);
        let truck = &mut self.fleet.trucks[truck_idx];
        let way = routes.steps(truck.kind, truck.drives_loaded(), surface, truck.place, truck.goal);
        let trip = &mut self.trips[truck_idx];
        trip.steps.clear();
        trip.steps.extend_from_slice(way);
        (trip.at, trip.until, trip.burnt_ms) = (0, 0, 0);
        (trip.state, trip.came_from) = (Some(state), None);
        // The leg's time has that on crossings in it, which is not driven.
        truck.leg_ms = way.iter().map(|step| i64::from(step.ms)).sum();
        truck.on_road = true;
        if trip.steps.is_empty() && truck.place != truck.goal {
            return self.is_shut_out(truck_idx, ctx);
        }
        self.goes_on(truck_idx, ctx)
    }

    /// The slot of a truck on the road has fallen due. True where it has come to its goal.
    #[inline]
    pub(crate) fn falls_due<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        match self.trips[truck_idx].stage {
            Stage::Rolling => return self.reaches_stop(truck_idx, ctx),
            Stage::AtCrossing => self.crosses(truck_idx, ctx)?,
            Stage::Crossing => self.may_enter(truck_idx, ctx)?,
            Stage::Off | Stage::AtZone | Stage::Shut => {}
        }
        Ok(false)
    }

    /// It has driven to a stop, or to its goal.
    #[inline]
    fn reaches_stop<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Result<bool, HaulageError> {
        let trip = &mut self.trips[truck_idx];
        trip.at = trip.until;
        if trip.zone.is_some() && !self.stays_in_zone(truck_idx) {
            self.leaves_zone(truck_idx, ctx)?;
        }
        if self.trips[truck_idx].at < self.trips[truck_idx].steps.len() {
            self.goes_on(truck_idx, ctx)?;
            return Ok(false);
        }
        self.has_arrived(truck_idx, ctx.now);
        Ok(true)
    }

    /// It stands at a stop, or where it set off, and looks ahead.
    #[inline]
    pub(crate) fn goes_on<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        if !self.knows_a_way(truck_idx, ctx.now) {
            return self.is_shut_out(truck_idx, ctx);
        }
        let trip = &self.trips[truck_idx];
        let Some(step) = trip.steps.get(trip.at) else {
            return self.is_there(truck_idx, ctx);
        };
        let map = &self.rules.map;
        let edge = map.edges[step.edge as usize];
        if let Some(crossing) = edge.crossing.filter(|_| trip.at > 0) {
            return self.comes_to_crossing(truck_idx, crossing, ctx);
        }
        self.enters(truck_idx, edge, ctx)
    }

    /// It stands before the next piece of road, its crossing behind it, and looks ahead once more.
    pub(super) fn tries_again<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        if !self.knows_a_way(truck_idx, ctx.now) {
            return self.is_shut_out(truck_idx, ctx);
        }
        if self.trips[truck_idx].at == self.trips[truck_idx].steps.len() {
            return self.is_there(truck_idx, ctx);
        }
        self.may_enter(truck_idx, ctx)
    }

    /// Whether it has an open way ahead, to where it was sent or to where it is sent now.
    #[inline]
    fn knows_a_way(&mut self, truck_idx: TruckIdx, now: Time) -> bool {
        self.trips[truck_idx].state == Some(self.day.road_state)
            || self.finds_a_way(truck_idx, now)
            || self.is_sent_elsewhere(truck_idx, now)
    }

    /// It is where it wants to be, and arrives at once.
    fn is_there<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        self.post_stop(truck_idx, ctx.now, ctx)?;
        if self.trips[truck_idx].bay.is_none() {
            return Ok(());
        }
        self.leaves_bay(truck_idx);
        self.settle(ctx)
    }

    // ---- Crossings ----------------------------------------------------------------------------------------

    /// First come, first served, on the place that goes free first; each is on it equally long.
    fn comes_to_crossing<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        crossing: CrossingIdx,
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let row = self.rules.map.crossings[crossing];
        let places = &mut self.roads.crossings[row.first as usize..(row.first + row.trucks) as usize];
        let mut at = ctx.now;
        if let Some(free) = places.iter_mut().min() {
            at = at.max(*free);
            *free = at + Span::from_millis(row.ms);
        }
        if at == ctx.now {
            return self.crosses(truck_idx, ctx);
        }
        self.trips[truck_idx].holds(Stage::AtCrossing, ctx.now);
        self.fleet.trucks[truck_idx].status.enter(MachineState::HeldOnRoad, ctx);
        self.slots.post_truck(truck_idx, at, class::ARRIVAL, ctx)
    }

    fn crosses<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let map = &self.rules.map;
        let trip = &mut self.trips[truck_idx];
        trip.drives(ctx.now);
        trip.stage = Stage::Crossing;
        let crossing = map.edges[trip.steps[trip.at].edge as usize].crossing;
        let ms = crossing.map_or(0, |crossing| map.crossings[crossing].ms);
        drives_again(&mut self.fleet.trucks[truck_idx], ctx);
        self.slots.post_truck(truck_idx, ctx.now + Span::from_millis(ms), class::ARRIVAL, ctx)
    }

    // ---- Single-lane zones --------------------------------------------------------------------------------

    /// Enters the next piece of road, where that is in a zone once it is let in.
    fn may_enter<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let edge = self.next_edge(truck_idx);
        self.enters(truck_idx, edge, ctx)
    }

    /// The same, with the first edge of that piece at hand.
    #[inline]
    fn enters<L: Recorder>(&mut self, truck_idx: TruckIdx, edge: EdgeRow, ctx: &mut Ctx<'_, L>) -> Done {
        let zone = edge.zone.filter(|_| edge.zone != self.trips[truck_idx].zone);
        let Some(zone) = zone else {
            if edge.zone.is_none() && self.trips[truck_idx].bay.is_some() {
                // Its way has changed, and it leaves its bay by another road.
                self.leaves_bay(truck_idx);
                self.settle(ctx)?;
            }
            drives_again(&mut self.fleet.trucks[truck_idx], ctx);
            return self.rolls(truck_idx, ctx);
        };
        let direction = edge.direction as usize;
        let first = self.roads.zones[zone].lines[direction].len() == 0;
        if first && self.is_let_in(truck_idx, zone, edge.direction, ctx.now) {
            self.enters_zone(truck_idx, (zone, edge.direction), ctx)?;
            return self.settle(ctx);
        }
        let roads = &mut *self.roads;
        let trip = &mut self.trips[truck_idx];
        trip.holds(Stage::AtZone, ctx.now);
        trip.turn = roads.turn;
        roads.turn = roads.turn.wrapping_add(1);
        roads.zones[zone].lines[direction].push(&mut self.fleet.trucks, truck_idx);
        self.fleet.trucks[truck_idx].status.enter(MachineState::HeldOnRoad, ctx);
        self.find_gridlock()
    }

    /// Whether the zone, and the bay behind it, take one more from this side now.
    #[inline]
    fn is_let_in(&self, truck_idx: TruckIdx, zone: ZoneIdx, direction: Direction, now: Time) -> bool {
        let (row, state) = (&self.rules.map.zones[zone], &self.roads.zones[zone]);
        if state.blocked > 0 {
            return false;
        }
        if let Some(driven) = state.direction {
            if driven != direction || state.inside >= row.most {
                return false;
            }
            let opposed = state.lines[direction.opposite() as usize].len() > 0;
            let held_ms = (now - state.held_since).millis();
            if opposed && (state.passed >= row.batch || held_ms >= row.max_hold_ms) {
                return false;
            }
        }
        self.bay_is_free(truck_idx)
    }

    /// It is let in: takes its place in the zone and in the bay behind it, and leaves the bay it waited in.
    fn enters_zone<L: Recorder>(
        &mut self,
        truck_idx: TruckIdx,
        (zone, direction): (ZoneIdx, Direction),
        ctx: &mut Ctx<'_, L>,
    ) -> Done {
        let state = &mut self.roads.zones[zone];
        if state.direction.is_none() {
            (state.direction, state.passed, state.held_since) = (Some(direction), 0, ctx.now);
        }
        state.inside += 1;
        state.passed += 1;
        self.trips[truck_idx].zone = Some(zone);
        self.moves_to_bay(truck_idx);
        drives_again(&mut self.fleet.trucks[truck_idx], ctx);
        let zone = self.rules.map.zones[zone].id;
        let truck = self.fleet.trucks[truck_idx].status.machine;
        let along = direction == Direction::Along;
        ctx.log.record(ctx.now, Event::ZoneEntered { truck, zone, along });
        self.rolls(truck_idx, ctx)
    }

    fn stays_in_zone(&self, truck_idx: TruckIdx) -> bool {
        let trip = &self.trips[truck_idx];
        trip.at < trip.steps.len() && self.next_edge(truck_idx).zone == trip.zone
    }

    /// It is out of the zone it was in, if it was in one: those who wait may come in.
    pub(crate) fn leaves_zone<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let Some(zone) = self.trips[truck_idx].zone.take() else { return Ok(()) };
        let roads = &mut *self.roads;
        let state = &mut roads.zones[zone];
        state.inside -= 1;
        if state.inside == 0 {
            state.direction = None;
        }
        let waits = state.lines.iter().any(|line| line.len() > 0);
        let truck = self.fleet.trucks[truck_idx].status.machine;
        let id = self.rules.map.zones[zone].id;
        ctx.log.record(ctx.now, Event::ZoneLeft { truck, zone: id });
        if waits {
            roads.stirred.push(zone);
            return self.settle(ctx);
        }
        Ok(())
    }

    /// Lets in whoever may go, until nobody may.
    #[inline]
    pub(crate) fn settle<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) -> Done {
        while let Some(zone) = self.roads.stirred.pop() {
            while let Some(truck_idx) = self.next_into(zone, ctx.now) {
                let edge = self.next_edge(truck_idx);
                self.roads.zones[zone].lines[edge.direction as usize].pop(&self.fleet.trucks);
                self.enters_zone(truck_idx, (zone, edge.direction), ctx)?;
            }
        }
        Ok(())
    }

    /// Who of those waiting goes into a zone next.
    fn next_into(&self, zone: ZoneIdx, now: Time) -> Option<TruckIdx> {
        let state = &self.roads.zones[zone];
        let head = |direction: Direction| {
            let first = state.lines[direction as usize].first()?;
            self.is_let_in(first, zone, direction, now).then_some(first)
        };
        if let Some(direction) = state.direction {
            return head(direction);
        }
        let preferred = self.preferred(zone)?;
        // Where no bay is free behind the zone for who should go, the others may.
        head(preferred).or_else(|| head(preferred.opposite()))
    }

    /// The direction that an empty zone is driven in next.
    fn preferred(&self, zone: ZoneIdx) -> Option<Direction> {
        let lines = &self.roads.zones[zone].lines;
        let loaded_first = self.rules.map.zones[zone].policy == ZonePolicy::LoadedFirst;
        let first = |direction: Direction, loaded: bool| {
            let mut waiting = lines[direction as usize].iter(&self.fleet.trucks);
            let found = waiting.find(|&truck_idx| !loaded || self.fleet.trucks[truck_idx].load_kg > 0)?;
            // Turns count up and may wrap; those who wait are few.
            Some((self.roads.turn.wrapping_sub(self.trips[found].turn), direction))
        };
        let longest =
            |loaded| Direction::BOTH.into_iter().filter_map(|direction| first(direction, loaded)).max();
        let chosen = if loaded_first { longest(true).or_else(|| longest(false)) } else { longest(false) };
        chosen.map(|(_, direction)| direction)
    }

    // ---- Rolling ------------------------------------------------------------------------------------------

    /// Drives to the next stop: works out when it passes each edge, and is due there.
    #[inline]
    fn rolls<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let (map, roads, trip) = (&self.rules.map, &mut *self.roads, &mut self.trips[truck_idx]);
        let mut at = ctx.now;
        let mut next = trip.at;
        let gap = Span::from_millis(map.gap_ms);
        for &step in trip.steps.get(next..).unwrap_or_default() {
            let edge = &mut roads.edges[step.edge as usize];
            at = passes(edge, &mut roads.slots, gap, step, at);
            next += 1;
            if edge.stop {
                break;
            }
        }
        trip.until = next;
        trip.drives(ctx.now);
        trip.stage = Stage::Rolling;
        trip.from_time = ctx.now;
        trip.to_time = at;
        self.post_rolling(truck_idx, ctx)
    }

    /// It is due at its next stop, or where it runs dry before that.
    #[inline]
    pub(super) fn post_rolling<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        let (truck, to_time) = (&self.fleet.trucks[truck_idx], self.trips[truck_idx].to_time);
        let lasts = truck.tank.lasts_for(truck.leg_used);
        let at = if lasts { to_time } else { to_time.min(self.runs_dry_at(truck_idx, ctx.now)) };
        self.slots.post_truck(truck_idx, at, class::ARRIVAL, ctx)
    }

    /// It need not drive, and is due now.
    fn post_stop<L: Recorder>(&mut self, truck_idx: TruckIdx, at: Time, ctx: &mut Ctx<'_, L>) -> Done {
        let trip = &mut self.trips[truck_idx];
        trip.until = trip.at;
        trip.drives(at);
        trip.stage = Stage::Rolling;
        (trip.from_time, trip.to_time) = (at, at);
        self.slots.post_truck(truck_idx, at, class::ARRIVAL, ctx)
    }

    /// At its goal it is off the road; what it lost on the way it has idled.
    fn has_arrived(&mut self, truck_idx: TruckIdx, now: Time) {
        let (truck, trip) = (&mut self.fleet.trucks[truck_idx], &mut self.trips[truck_idx]);
        truck.on_road = false;
        trip.stage = Stage::Off;
        let lost_ms = (now - truck.since).millis() - truck.leg_ms - std::mem::take(&mut trip.off_ms);
        if lost_ms > 0 {
            truck.tank.burn_flow(truck.idle_flow, lost_ms);
        }
    }

    /// The edge that comes next.
    #[inline]
    pub(crate) fn next_edge(&self, truck_idx: TruckIdx) -> EdgeRow {
        let trip = &self.trips[truck_idx];
        self.rules.map.edges[trip.steps[trip.at].edge as usize]
    }
}

/// When a truck that comes to an edge at `at` leaves it; takes its place there.
#[inline]
fn passes(edge: &mut EdgeNow, slots: &mut [Time], gap: Span, step: Step, at: Time) -> Time {
    let driving = Span::from_millis(i64::from(step.ms));
    if !edge.obeyed {
        return at + driving;
    }
    let mut enters = at.max(edge.last_in + gap);
    if edge.slots == 1 {
        // The only place goes free as the last truck leaves.
        enters = enters.max(edge.last_out);
    }
    let leaves;
    if edge.slots > 1 {
        // In one direction the places go free in the order in which they were taken.
        let slot = &mut slots[(edge.slots_at + edge.next_slot) as usize];
        enters = enters.max(*slot);
        leaves = (enters + driving).max(edge.last_out + gap);
        *slot = leaves;
        edge.next_slot = if edge.next_slot + 1 == edge.slots { 0 } else { edge.next_slot + 1 };
    } else {
        leaves = (enters + driving).max(edge.last_out + gap);
    }
    edge.last_in = enters;
    edge.last_out = leaves;
    leaves
}

/// It was held and drives on.
#[inline]
pub(crate) fn drives_again<L: Recorder>(truck: &mut Truck, ctx: &mut Ctx<'_, L>) {
    let state = if truck.drives_loaded() { MachineState::TravelLoaded } else { MachineState::TravelEmpty };
    truck.status.enter(state, ctx);
}
