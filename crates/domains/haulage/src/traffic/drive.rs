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
use super::map::EdgeRow;
use super::state::{EdgeNow, IDLE, Stage};
use crate::cycle::Done;
use crate::routes::Step;
use crate::yard::{NONE, Truck};
use crate::{Haulage, Notice};
use iceroad_base::{Span, Time};
use iceroad_kernel::context::Context;
use iceroad_model::event::{Event, MachineState, Recorder, class};
use iceroad_model::roads::ZonePolicy;

impl Haulage {
    /// Begins the drive from the truck's place to its goal, segment by segment.
    pub(crate) fn sets_off<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let truck = &mut self.trucks[t];
        let m = truck.mine as usize;
        let (state, surface) = (self.mines[m].roads, self.mines[m].surface);
        let routes = self.layout.mines[m].routes_in(state);
        let way = routes.steps(truck.kind, truck.drives_loaded(), surface, truck.place, truck.goal);
        let trip = &mut self.trips[t];
        trip.steps.clear();
        trip.steps.extend_from_slice(way);
        (trip.at, trip.until, trip.burnt_ms) = (0, 0, 0);
        (trip.state, trip.came_from) = (state, NONE);
        // The leg's time has that on crossings in it, which is not driven.
        truck.leg_ms = way.iter().map(|step| i64::from(step.ms)).sum();
        truck.on_road = true;
        if trip.steps.is_empty() && truck.place != truck.goal {
            return self.is_shut_out(t, ctx);
        }
        self.goes_on(t, ctx)
    }

    /// The slot of a truck on the road has fallen due. True where it has come to its goal.
    pub(crate) fn road_due<L: Recorder>(
        &mut self,
        t: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<bool, crate::HaulageError> {
        match self.trips[t].stage {
            Stage::Rolling => return self.reaches_stop(t, ctx),
            Stage::AtCrossing => self.crosses(t, ctx)?,
            Stage::Crossing => self.may_enter(t, ctx)?,
            Stage::Off | Stage::AtZone | Stage::Shut => {}
        }
        Ok(false)
    }

    /// It has driven to a stop, or to its goal.
    fn reaches_stop<L: Recorder>(
        &mut self,
        t: usize,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Result<bool, crate::HaulageError> {
        let trip = &mut self.trips[t];
        trip.at = trip.until;
        if trip.zone != NONE && !self.stays_in_zone(t) {
            self.leaves_zone(t, ctx)?;
        }
        if self.trips[t].at < self.trips[t].steps.len() {
            self.goes_on(t, ctx)?;
            return Ok(false);
        }
        self.has_arrived(t, ctx.now);
        Ok(true)
    }

    /// It stands at a stop, or where it set off, and looks ahead.
    pub(crate) fn goes_on<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let m = self.trucks[t].mine as usize;
        if !self.knows_a_way(t, m, ctx.now) {
            return self.is_shut_out(t, ctx);
        }
        let trip = &self.trips[t];
        let Some(step) = trip.steps.get(trip.at) else {
            return self.is_there(t, ctx);
        };
        let map = &self.layout.mines[m].map;
        let edge = map.edges[step.edge as usize];
        if edge.crossing != NONE && trip.at > 0 {
            return self.comes_to_crossing(t, edge.crossing, ctx);
        }
        self.enters(t, m, edge, ctx)
    }

    /// It stands before the next piece of road, its crossing behind it, and looks ahead once more.
    pub(super) fn tries_again<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let m = self.trucks[t].mine as usize;
        if !self.knows_a_way(t, m, ctx.now) {
            return self.is_shut_out(t, ctx);
        }
        if self.trips[t].at == self.trips[t].steps.len() {
            return self.is_there(t, ctx);
        }
        self.may_enter(t, ctx)
    }

    /// Whether it has an open way ahead, to where it was sent or to where it is sent now.
    #[inline]
    fn knows_a_way(&mut self, t: usize, m: usize, now: Time) -> bool {
        self.trips[t].state == self.mines[m].roads
            || self.finds_a_way(t, now)
            || self.is_sent_elsewhere(t, now)
    }

    /// It is where it wants to be, and arrives at once.
    fn is_there<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        self.post_stop(t, ctx.now, ctx)?;
        if self.trips[t].bay == NONE {
            return Ok(());
        }
        self.leaves_bay(t);
        self.settle(self.trucks[t].mine as usize, ctx)
    }

    // ---- Crossings ----------------------------------------------------------------------------------------

    /// First come, first served, on the place that goes free first; each is on it equally long.
    fn comes_to_crossing<L: Recorder>(
        &mut self,
        t: usize,
        crossing: u32,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let m = self.trucks[t].mine as usize;
        let row = self.layout.mines[m].map.crossings[crossing as usize];
        let places = &mut self.roads[m].crossings[row.first as usize..(row.first + row.trucks) as usize];
        let mut at = ctx.now;
        if let Some(free) = places.iter_mut().min() {
            at = at.max(*free);
            *free = at + Span::from_millis(row.ms);
        }
        if at == ctx.now {
            return self.crosses(t, ctx);
        }
        self.trips[t].holds(Stage::AtCrossing, ctx.now);
        self.trucks[t].status.enter(MachineState::HeldOnRoad, ctx);
        self.post_truck(t, at, class::ARRIVAL, ctx)
    }

    fn crosses<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let m = self.trucks[t].mine as usize;
        let map = &self.layout.mines[m].map;
        let trip = &mut self.trips[t];
        trip.drives(ctx.now);
        trip.stage = Stage::Crossing;
        let crossing = map.edges[trip.steps[trip.at].edge as usize].crossing;
        let ms = map.crossings[crossing as usize].ms;
        drives_again(&mut self.trucks[t], ctx);
        self.post_truck(t, ctx.now + Span::from_millis(ms), class::ARRIVAL, ctx)
    }

    // ---- Single-lane zones --------------------------------------------------------------------------------

    /// Enters the next piece of road, where that is in a zone once it is let in.
    fn may_enter<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let m = self.trucks[t].mine as usize;
        let edge = self.next_edge(t);
        self.enters(t, m, edge, ctx)
    }

    /// The same, with the mine and the first edge of that piece at hand.
    fn enters<L: Recorder>(
        &mut self,
        t: usize,
        m: usize,
        edge: EdgeRow,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        if edge.zone == NONE || edge.zone == self.trips[t].zone {
            if edge.zone == NONE && self.trips[t].bay != NONE {
                // Its way has changed, and it leaves its bay by another road.
                self.leaves_bay(t);
                self.settle(m, ctx)?;
            }
            drives_again(&mut self.trucks[t], ctx);
            return self.rolls(t, m, ctx);
        }
        let (zone, direction) = (edge.zone as usize, usize::from(edge.direction));
        let first = self.roads[m].zones[zone].lines[direction].len() == 0;
        if first && self.is_let_in(t, m, zone, edge.direction, ctx.now) {
            self.enters_zone(t, m, edge, ctx)?;
            return self.settle(m, ctx);
        }
        let roads = &mut self.roads[m];
        let trip = &mut self.trips[t];
        trip.holds(Stage::AtZone, ctx.now);
        trip.turn = roads.turn;
        roads.turn = roads.turn.wrapping_add(1);
        roads.zones[zone].lines[direction].push(&mut self.trucks, t);
        self.trucks[t].status.enter(MachineState::HeldOnRoad, ctx);
        self.find_gridlock(m)
    }

    /// Whether the zone, and the bay behind it, take one more from this side now.
    #[inline]
    fn is_let_in(&self, t: usize, m: usize, zone: usize, direction: u8, now: Time) -> bool {
        let (row, state) = (&self.layout.mines[m].map.zones[zone], &self.roads[m].zones[zone]);
        if state.blocked > 0 {
            return false;
        }
        if state.direction != IDLE {
            if state.direction != direction || state.inside >= row.most {
                return false;
            }
            let opposed = state.lines[usize::from(1 - direction)].len() > 0;
            let held_ms = (now - state.held_since).millis();
            if opposed && (state.passed >= row.batch || held_ms >= row.max_hold_ms) {
                return false;
            }
        }
        self.bay_is_free(t, m)
    }

    /// It is let in: takes its place in the zone and in the bay behind it, and leaves the bay it waited in.
    fn enters_zone<L: Recorder>(
        &mut self,
        t: usize,
        m: usize,
        edge: EdgeRow,
        ctx: &mut Context<'_, L, Notice>,
    ) -> Done {
        let zone = &mut self.roads[m].zones[edge.zone as usize];
        if zone.direction == IDLE {
            (zone.direction, zone.passed, zone.held_since) = (edge.direction, 0, ctx.now);
        }
        zone.inside += 1;
        zone.passed += 1;
        self.trips[t].zone = edge.zone;
        self.moves_to_bay(t, m);
        drives_again(&mut self.trucks[t], ctx);
        let zone = self.layout.mines[m].map.zones[edge.zone as usize].id;
        let truck = self.trucks[t].status.machine;
        let along = edge.direction == super::map::ALONG;
        ctx.log.record(ctx.now, Event::ZoneEntered { truck, zone, along });
        self.rolls(t, m, ctx)
    }

    fn stays_in_zone(&self, t: usize) -> bool {
        let trip = &self.trips[t];
        trip.at < trip.steps.len() && self.next_edge(t).zone == trip.zone
    }

    /// It is out: those who wait may come in.
    pub(crate) fn leaves_zone<L: Recorder>(&mut self, t: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let m = self.trucks[t].mine as usize;
        let zone = std::mem::replace(&mut self.trips[t].zone, NONE);
        let roads = &mut self.roads[m];
        let state = &mut roads.zones[zone as usize];
        state.inside -= 1;
        if state.inside == 0 {
            state.direction = IDLE;
        }
        let waits = state.lines.iter().any(|line| line.len() > 0);
        let truck = self.trucks[t].status.machine;
        let id = self.layout.mines[m].map.zones[zone as usize].id;
        ctx.log.record(ctx.now, Event::ZoneLeft { truck, zone: id });
        if waits {
            roads.stirred.push(zone);
            return self.settle(m, ctx);
        }
        Ok(())
    }

    /// Lets in whoever may go, until nobody may.
    #[inline]
    pub(crate) fn settle<L: Recorder>(&mut self, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        while let Some(zone) = self.roads[m].stirred.pop() {
            while let Some(t) = self.next_into(m, zone as usize, ctx.now) {
                let edge = self.next_edge(t);
                let direction = usize::from(edge.direction);
                self.roads[m].zones[zone as usize].lines[direction].pop(&self.trucks);
                self.enters_zone(t, m, edge, ctx)?;
            }
        }
        Ok(())
    }

    /// Who of those waiting goes into a zone next.
    fn next_into(&self, m: usize, zone: usize, now: Time) -> Option<usize> {
        let state = &self.roads[m].zones[zone];
        let head = |direction: u8| {
            let first = state.lines[usize::from(direction)].first()?;
            self.is_let_in(first, m, zone, direction, now).then_some(first)
        };
        if state.direction != IDLE {
            return head(state.direction);
        }
        let preferred = self.preferred(m, zone)?;
        // Where no bay is free behind the zone for who should go, the others may.
        head(preferred).or_else(|| head(1 - preferred))
    }

    /// The direction that an empty zone is driven in next.
    fn preferred(&self, m: usize, zone: usize) -> Option<u8> {
        let lines = &self.roads[m].zones[zone].lines;
        let loaded_first = self.layout.mines[m].map.zones[zone].policy == ZonePolicy::LoadedFirst;
        let first = |direction: u8, loaded: bool| {
            let mut waiting = lines[usize::from(direction)].iter(&self.trucks);
            let found = waiting.find(|&t| !loaded || self.trucks[t].load_kg > 0)?;
            // Turns count up and may wrap; those who wait are few.
            Some((self.roads[m].turn.wrapping_sub(self.trips[found].turn), direction))
        };
        let longest = |loaded| (0..2).filter_map(|direction| first(direction, loaded)).max();
        let chosen = if loaded_first { longest(true).or_else(|| longest(false)) } else { longest(false) };
        chosen.map(|(_, direction)| direction)
    }

    // ---- Rolling ------------------------------------------------------------------------------------------

    /// Drives to the next stop: works out when it passes each edge, and is due there.
    fn rolls<L: Recorder>(&mut self, t: usize, m: usize, ctx: &mut Context<'_, L, Notice>) -> Done {
        let (map, roads, trip) = (&self.layout.mines[m].map, &mut self.roads[m], &mut self.trips[t]);
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
        self.post_truck(t, at, class::ARRIVAL, ctx)
    }

    /// It need not drive, and is due now.
    fn post_stop<L: Recorder>(&mut self, t: usize, at: Time, ctx: &mut Context<'_, L, Notice>) -> Done {
        let trip = &mut self.trips[t];
        trip.until = trip.at;
        trip.drives(at);
        trip.stage = Stage::Rolling;
        (trip.from_time, trip.to_time) = (at, at);
        self.post_truck(t, at, class::ARRIVAL, ctx)
    }

    /// At its goal it is off the road; what it lost on the way it has idled.
    fn has_arrived(&mut self, t: usize, now: Time) {
        let (truck, trip) = (&mut self.trucks[t], &mut self.trips[t]);
        truck.on_road = false;
        trip.stage = Stage::Off;
        let lost_ms = (now - truck.since).millis() - truck.leg_ms - std::mem::take(&mut trip.off_ms);
        if lost_ms > 0 {
            truck.tank.burn_flow(truck.idle_ml_h, lost_ms);
        }
    }

    /// The edge that comes next.
    #[inline]
    pub(crate) fn next_edge(&self, t: usize) -> EdgeRow {
        let (truck, trip) = (&self.trucks[t], &self.trips[t]);
        self.layout.mines[truck.mine as usize].map.edges[trip.steps[trip.at].edge as usize]
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
pub(crate) fn drives_again<L: Recorder>(truck: &mut Truck, ctx: &mut Context<'_, L, Notice>) {
    let state = if truck.drives_loaded() { MachineState::TravelLoaded } else { MachineState::TravelEmpty };
    truck.status.enter(state, ctx);
}
