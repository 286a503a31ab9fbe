//! minehaulsim's traffic: a leg driven segment by segment.
//!
//! Before each segment but the first a truck crosses the crossing at its beginning, if there is one; then it asks for the
//! single lane the segment is part of, if any; then for a slot of the segment. On the segment it drives at once at its
//! speed, with a surcharge for what it must gain over the segment before, never brakes, and never leaves less than the gap
//! after the one that entered before it in its direction.
//!
//! Kept as it is: slots are counted over both directions together; a single lane is left and asked for anew at every
//! segment; a truck may follow into a lane held by its direction though others wait at the far end; waiting costs no speed.
//! Everything that one event sets free is taken at once, before the truck that freed it goes on.

use super::road::{Along, Network, Speeds};
use super::{Event, Queue, Run, at};
use iceroad_base::quantity::Ranged;
use iceroad_model::roads::ZonePolicy;
use std::collections::VecDeque;

/// Acceleration with and without a load, m/s².
const ACCELERATION: [f64; 2] = [0.5, 0.35];

/// A single lane.
#[derive(Clone, Debug, Default)]
struct Zone {
    /// The direction that holds it.
    held: Option<bool>,
    inside: u32,
    followed: u32,
    since: f64,
    waiting: VecDeque<usize>,
}

/// A segment.
#[derive(Clone, Debug)]
struct Segment {
    slots: u32,
    used: u32,
    waiting: VecDeque<usize>,
    /// When the last one that entered leaves, by direction.
    last_exit: [f64; 2],
}

/// A truck's leg.
#[derive(Clone, Copy, Debug, Default)]
struct Leg {
    route: usize,
    /// The segment it is on or wants.
    next: usize,
    loaded: bool,
    /// Its speed on the segment before, m/s.
    speed: f64,
}

/// The roads as they are used.
#[derive(Debug)]
pub(super) struct Traffic<'w> {
    network: &'w Network,
    speeds: Speeds,
    zones: Vec<Zone>,
    segments: Vec<Segment>,
    crossings: Vec<Queue>,
    legs: Vec<Leg>,
}

impl<'w> Traffic<'w> {
    pub(super) fn new(network: &'w Network, trucks: usize) -> Traffic<'w> {
        let segment = |road: &super::road::Road| Segment {
            slots: (road.length_m / network.headway_m).floor().max(1.0) as u32,
            used: 0,
            waiting: VecDeque::new(),
            last_exit: [-1e18; 2],
        };
        let crossing = |crossing: &Option<iceroad_model::roads::Crossing>| {
            Queue::of(crossing.map_or(0, |crossing| usize::from(crossing.trucks)))
        };
        Traffic {
            network,
            speeds: Speeds::default(),
            zones: vec![Zone::default(); network.zones.len()],
            segments: network.roads.iter().map(segment).collect(),
            crossings: network.crossings.iter().map(crossing).collect(),
            legs: vec![Leg::default(); trucks],
        }
    }

    pub(super) fn set_off(&mut self, t: usize, route: usize, loaded: bool) {
        self.legs[t] = Leg { route, next: 0, loaded, speed: 0.0 };
    }
}

impl Run<'_, '_> {
    /// The segment that a truck is on or wants.
    fn along(&self, t: usize) -> Option<Along> {
        let leg = &self.traffic.legs[t];
        self.router.at(leg.route).way.get(leg.next).copied()
    }

    pub(super) fn next_segment(&mut self, t: usize) {
        let Some(along) = self.along(t) else {
            let event = if self.traffic.legs[t].loaded { Event::AtDump(t) } else { Event::AtFace(t) };
            return self.happen(event);
        };
        let node = at(self.traffic.network.ends(along).0);
        if self.traffic.legs[t].next > 0 && self.traffic.network.crossings[node].is_some() {
            if self.traffic.crossings[node].request(t) {
                self.cross(t, node);
            }
            return;
        }
        self.want_lane(t, along);
    }

    fn cross(&mut self, t: usize, node: usize) {
        let seconds = self.traffic.network.crossings[node].map_or(0.0, |crossing| crossing.time.get());
        self.clock.after(seconds, Event::Crossed(t));
    }

    pub(super) fn crossed(&mut self, t: usize) {
        let Some(along) = self.along(t) else { return };
        let node = at(self.traffic.network.ends(along).0);
        if let Some(next) = self.traffic.crossings[node].release() {
            self.cross(next, node);
        }
        self.want_lane(t, along);
    }

    // ---- Single lanes -------------------------------------------------------------------------------------

    fn want_lane(&mut self, t: usize, along: Along) {
        let Some(zone) = self.traffic.network.roads[along.segment].zone else {
            return self.want_slot(t, along);
        };
        if self.may_enter(zone, along.forth) {
            self.admit(zone, t, along);
        } else {
            self.traffic.zones[zone].waiting.push_back(t);
        }
    }

    fn may_enter(&self, zone: usize, forth: bool) -> bool {
        let (rules, state) = (&self.traffic.network.zones[zone], &self.traffic.zones[zone]);
        let Some(held) = state.held else { return true };
        if held != forth || rules.max_trucks.is_some_and(|most| state.inside >= u32::from(most)) {
            return false;
        }
        if rules.batch.is_none() && rules.max_hold.is_none() {
            return true;
        }
        let opposed = state.waiting.iter().any(|&t| self.along(t).is_some_and(|along| along.forth != held));
        let enough = rules.batch.is_some_and(|batch| state.followed >= u32::from(batch));
        let long = rules.max_hold.is_some_and(|most| self.clock.now() - state.since >= most.get());
        !(opposed && (enough || long))
    }

    fn admit(&mut self, zone: usize, t: usize, along: Along) {
        let now = self.clock.now();
        let state = &mut self.traffic.zones[zone];
        if state.held.is_none() {
            state.held = Some(along.forth);
            state.since = now;
            state.followed = 0;
        }
        state.inside += 1;
        state.followed += 1;
        self.want_slot(t, along);
    }

    fn leave_lane(&mut self, zone: usize) {
        let state = &mut self.traffic.zones[zone];
        state.inside = state.inside.saturating_sub(1);
        if state.inside > 0 {
            if let Some(held) = state.held {
                self.admit_all(zone, held);
            }
            return;
        }
        state.held = None;
        if let Some(next) = self.next_direction(zone) {
            self.admit_all(zone, next);
        }
    }

    fn next_direction(&self, zone: usize) -> Option<bool> {
        let waiting = &self.traffic.zones[zone].waiting;
        let loaded = || waiting.iter().find(|&&t| self.traffic.legs[t].loaded);
        let first = match self.traffic.network.zones[zone].policy {
            ZonePolicy::LoadedFirst => loaded().or(waiting.front()),
            ZonePolicy::FirstCome => waiting.front(),
        };
        first.and_then(|&t| self.along(t)).map(|along| along.forth)
    }

    /// Lets in those who wait in one direction, first come first, while they may enter.
    fn admit_all(&mut self, zone: usize, forth: bool) {
        loop {
            let waiting = self.traffic.zones[zone].waiting.iter().enumerate();
            let mut ways = waiting.filter_map(|(place, &t)| Some((place, t, self.along(t)?)));
            let Some((place, t, along)) = ways.find(|(_, _, along)| along.forth == forth) else { return };
            if !self.may_enter(zone, forth) {
                return;
            }
            self.traffic.zones[zone].waiting.remove(place);
            self.admit(zone, t, along);
        }
    }

    // ---- Segments -----------------------------------------------------------------------------------------

    fn want_slot(&mut self, t: usize, along: Along) {
        let segment = &mut self.traffic.segments[along.segment];
        if segment.used < segment.slots {
            segment.used += 1;
            self.occupy(t, along);
        } else {
            segment.waiting.push_back(t);
        }
    }

    fn occupy(&mut self, t: usize, along: Along) {
        let leg = self.traffic.legs[t];
        let kind = self.world.trucks[t].kind;
        let gross_t = self.world.kinds[kind].gross_t(leg.loaded);
        let road = &self.traffic.network.roads[along.segment];
        let speed = self.traffic.speeds.of(&self.world.kinds, kind, gross_t, road, along);
        let gained = (speed - leg.speed.max(0.0)).max(0.0) / ACCELERATION[usize::from(leg.loaded)];
        let own = self.clock.now() + (road.length_m / speed + gained);
        let last = &mut self.traffic.segments[along.segment].last_exit[usize::from(along.forth)];
        let exit = own.max(*last + self.traffic.network.gap_s);
        *last = exit;
        self.traffic.legs[t].speed = speed;
        self.clock.at(exit, Event::SegmentEnds(t));
    }

    pub(super) fn segment_ends(&mut self, t: usize) {
        let Some(along) = self.along(t) else { return };
        let segment = &mut self.traffic.segments[along.segment];
        match segment.waiting.pop_front() {
            // The slot goes from hand to hand.
            Some(next) => {
                if let Some(along) = self.along(next) {
                    self.occupy(next, along);
                }
            }
            None => segment.used -= 1,
        }
        if let Some(zone) = self.traffic.network.roads[along.segment].zone {
            self.leave_lane(zone);
        }
        self.traffic.legs[t].next += 1;
        self.next_segment(t);
    }
}
