//! Roads close and open, weather comes and goes; trucks under way find another way or wait.
//!
//! A truck looks at the roads at every stop: where a segment ahead of it is closed it takes the quickest open way from
//! there, and where there is none it waits until something changes. Who is on a segment when it closes drives on to the
//! next stop. An opening calls nobody back from a way round. An empty truck that no open road leads to its loader any more
//! is sent to another that one leads to. Nobody turns round in a single-lane zone.
use super::OnRoads;
use super::calendar::{RoadCalendar, WeatherRow};
use super::state::Stage;
use crate::dispatch::{Pit, View};
use crate::error::HaulageError;
use crate::fleet::TruckPhase;
use crate::notice::{Ctx, Done};
use crate::routes::Step;
use crate::rows::{RoadState, TruckIdx};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Celsius, Ranged};
use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};
use iceroad_kernel::calendar::{Class, Slot};
use iceroad_model::SegmentId;
use iceroad_model::event::{Event, MachineState, Recorder, class};

/// Where closures and weather of a mine stand in a replication.
#[derive(Clone, Debug)]
pub(crate) struct RoadChanges {
    /// The next change of the calendar.
    next_change: usize,
    set: u16,
    weather: Vec<WeatherNow>,
    /// The present day's mean, for weather that only comes in the cold.
    pub(crate) mean: Celsius,
    slot: Slot,
}

/// A row of weather.
#[derive(Clone, Debug)]
struct WeatherNow {
    stream: Stream,
    /// It is on until then; past where it is not.
    until: Time,
    /// When it comes next.
    comes: Time,
}

impl RoadChanges {
    /// At the horizon's start, before anything has come; `named` gives the stream of a weather.
    pub(crate) fn new(calendar: &RoadCalendar, slot: Slot, named: impl Fn(&str) -> Stream) -> RoadChanges {
        let weather = calendar.weather.iter().map(|row| {
            let mut now = WeatherNow { stream: named(&row.stream), until: Time::START, comes: Time::START };
            now.comes = now.next_coming(row, Time::START);
            now
        });
        let weather = weather.collect();
        RoadChanges { next_change: 0, set: 0, weather, mean: Celsius::clamped(0.0), slot }
    }

    /// When something changes next.
    fn next(&self, calendar: &RoadCalendar, now: Time) -> Time {
        let by_calendar = calendar.changes.get(self.next_change).map_or(Time::NEVER, |&(at, _)| at);
        let ends = |row: &WeatherNow| if row.until > now { row.until } else { Time::NEVER };
        self.weather.iter().map(|row| row.comes.min(ends(row))).fold(by_calendar, Time::min)
    }
}

impl WeatherNow {
    /// The first coming after `from`: a Poisson process on the time of its season.
    fn next_coming(&mut self, row: &WeatherRow, from: Time) -> Time {
        if row.every_ms <= 0.0 {
            return Time::NEVER;
        }
        let gap = Law::Exponential { mean: row.every_ms }.draw(&mut self.stream);
        row.season.finish(from, Span::from_millis((gap.round() as i64).max(1)))
    }
}

impl OnRoads<'_> {
    /// The slot of the roads has fallen due: closures and weather that begin or end now. Whether the roads are other
    /// ones from now on.
    pub(crate) fn change<L: Recorder>(&mut self, ctx: &mut Ctx<'_, L>) -> Result<bool, HaulageError> {
        let Some(changes) = &mut self.roads.changes else {
            return Ok(false);
        };
        let calendar = &self.rules.calendar;
        while let Some(&(at, set)) = calendar.changes.get(changes.next_change)
            && at <= ctx.now
        {
            changes.set = set;
            changes.next_change += 1;
        }
        for (row, now) in calendar.weather.iter().zip(&mut changes.weather) {
            if now.comes > ctx.now {
                continue;
            }
            // Drawn also where the day is too mild, so that a warm day shifts nothing after it.
            let lasts = Span::from_hours(row.duration_h.draw(&mut now.stream)) + row.plough;
            if row.only_below.is_none_or(|least| changes.mean.get() < least.get()) {
                now.until = now.until.max(ctx.now + lasts);
            }
            now.comes = now.next_coming(row, ctx.now);
        }
        let state = calendar.state(changes.set, |row| changes.weather[row].until > ctx.now);
        let next = changes.next(calendar, ctx.now);
        if next < Time::NEVER {
            ctx.calendar.schedule(changes.slot, next, Class(class::SHIFT))?;
        }
        let before = std::mem::replace(&mut self.day.road_state, state);
        if before != state {
            self.are_other_roads(before, ctx)?;
        }
        Ok(before != state)
    }

    /// Tells what was closed and opened, and whom it concerns.
    fn are_other_roads<L: Recorder>(&mut self, before: RoadState, ctx: &mut Ctx<'_, L>) -> Done {
        let calendar = &self.rules.calendar;
        let (was, is) = (calendar.closed(before), calendar.closed(self.day.road_state));
        let not_in = |set: &[SegmentId], segment: &SegmentId| set.binary_search(segment).is_err();
        for &segment in is.iter().filter(|segment| not_in(was, segment)) {
            ctx.log.record(ctx.now, Event::RoadClosed { segment });
        }
        for &segment in was.iter().filter(|segment| not_in(is, segment)) {
            ctx.log.record(ctx.now, Event::RoadOpened { segment });
        }
        for index in 0..self.mine().trucks.len() {
            let truck_idx = self.mine().trucks[index];
            match self.trips[truck_idx].stage {
                Stage::Shut if !self.trips[truck_idx].broken => self.goes_on(truck_idx, ctx)?,
                Stage::AtZone if self.is_shut_ahead(truck_idx) && !self.trips[truck_idx].broken => {
                    self.leaves_zone_line(truck_idx);
                    self.tries_again(truck_idx, ctx)?;
                }
                _ => {}
            }
        }
        self.settle(ctx)
    }

    /// Whether a segment ahead of the truck is closed.
    fn is_shut_ahead(&self, truck_idx: TruckIdx) -> bool {
        let closed = self.rules.calendar.closed(self.day.road_state);
        let trip = &self.trips[truck_idx];
        let ahead = trip.steps.get(trip.at..).unwrap_or_default();
        !closed.is_empty()
            && ahead
                .iter()
                .any(|step| closed.binary_search(&self.rules.map.edges[step.edge as usize].segment).is_ok())
    }

    /// Takes note of the roads' state; where its way is closed, takes another from where it stands. False where there
    /// is none.
    pub(super) fn finds_a_way(&mut self, truck_idx: TruckIdx, now: Time) -> bool {
        let truck = &self.fleet.trucks[truck_idx];
        let trip = &self.trips[truck_idx];
        let has_none = trip.steps.is_empty() && truck.place != truck.goal;
        let state = self.day.road_state;
        if !has_none && !self.is_shut_ahead(truck_idx) {
            self.trips[truck_idx].state = Some(state);
            return true;
        }
        self.takes_another_way(truck_idx, now)
    }

    /// The node of the network where a truck on the road stands, or is bound to stop next.
    fn stands_at(&self, truck_idx: TruckIdx) -> Option<usize> {
        let (truck, trip) = (&self.fleet.trucks[truck_idx], &self.trips[truck_idx]);
        let routes = &self.mine().routes;
        match trip.at.checked_sub(1) {
            Some(last) => Some(self.rules.map.edges[trip.steps[last].edge as usize].to as usize),
            None if trip.came_from.is_some() => trip.came_from,
            None => routes.network().place(routes.node(truck.place)),
        }
    }

    /// Takes the quickest open way from where it stands to its goal. False where there is none.
    fn takes_another_way(&mut self, truck_idx: TruckIdx, now: Time) -> bool {
        let truck = &self.fleet.trucks[truck_idx];
        let (row, state) = (self.mine(), self.day.road_state);
        let (kind, loaded, goal) = (truck.kind, truck.drives_loaded(), truck.goal);
        let stands_at = self.stands_at(truck_idx);
        let way = stands_at
            .and_then(|node| row.routes_in(state).way_from(node, kind, loaded, self.day.surface, goal));
        let Some((leg, line_wh, steps)) = way else {
            return false;
        };
        if self.turns_in_zone(truck_idx, steps.first()) {
            return false;
        }
        // What was driven of the old way is burnt, what was left of it is not driven.
        self.burn(truck_idx, now);
        let (truck, trip) = (&mut self.fleet.trucks[truck_idx], &mut self.trips[truck_idx]);
        truck.leg_used = i64::from(leg.used);
        truck.leg_line_wh = i64::from(line_wh);
        truck.leg_ms = steps.iter().map(|step| i64::from(step.ms)).sum();
        trip.came_from = stands_at;
        trip.steps.clear();
        trip.steps.extend_from_slice(&steps);
        (trip.at, trip.until, trip.burnt_ms) = (0, 0, 0);
        trip.state = Some(state);
        true
    }

    /// Whether a way that begins with this step turns round in the zone that the truck is in.
    fn turns_in_zone(&self, truck_idx: TruckIdx, first: Option<&Step>) -> bool {
        let (Some(first), Some(zone)) = (first, self.trips[truck_idx].zone) else {
            return false;
        };
        let edge = self.rules.map.edges[first.edge as usize];
        edge.zone == Some(zone) && Some(edge.direction) != self.roads.zones[zone].direction
    }

    /// An empty truck whose loader no open road leads to asks dispatch again, of the loaders that one does lead to from
    /// where it stands. False where there is none, or where it is wanted elsewhere. Allocates, which is rare enough.
    pub(super) fn is_sent_elsewhere(&mut self, truck_idx: TruckIdx, now: Time) -> bool {
        let truck = &self.fleet.trucks[truck_idx];
        let may = truck.phase == TruckPhase::ToFace && !truck.turns_back();
        let Some(node) = self.stands_at(truck_idx).filter(|_| may) else {
            return false;
        };
        if !self.day.works() {
            return false;
        }
        let row = self.mine();
        let (roads, surface) = (self.day.road_state, self.day.surface);
        let goals = row.loaders.iter().map(|&loader_idx| self.fleet.loaders[loader_idx].place);
        let legs = row.routes_in(roads).legs_from_node(node, truck.kind, surface, goals);
        let pit = Pit {
            ground: self.ground,
            fleet: self.fleet,
            faces: self.faces,
            dumps: self.dumps,
            day: self.day,
        };
        let view = View::new(now, truck_idx, &legs, pit);
        if view.candidates().next().is_none() {
            return false;
        }
        let Some(chosen) = self.policies[self.mine_id].choose(&view) else {
            return false;
        };
        let (left, place) = (truck.goal, self.fleet.loaders[chosen.row].place);
        self.fleet.trucks[truck_idx].goal = place;
        if !self.takes_another_way(truck_idx, now) {
            self.fleet.trucks[truck_idx].goal = left;
            return false;
        }
        self.fleet.comes_no_more(self.ground, truck_idx);
        self.fleet.trucks[truck_idx].loader = chosen.row;
        self.fleet.loaders[chosen.row].coming += 1;
        self.fleet.loaders[chosen.row].backlog_ms += chosen.load.millis();
        true
    }

    /// There is no open way: it stands until the roads change.
    pub(super) fn is_shut_out<L: Recorder>(&mut self, truck_idx: TruckIdx, ctx: &mut Ctx<'_, L>) -> Done {
        if self.trips[truck_idx].stage == Stage::Shut && self.trips[truck_idx].held_since.is_some() {
            self.trips[truck_idx].state = None;
            return Ok(());
        }
        self.trips[truck_idx].holds(Stage::Shut, ctx.now);
        // Whatever comes, it looks for a way again, also where the roads are once more as it last saw them.
        self.trips[truck_idx].state = None;
        self.fleet.trucks[truck_idx].status.enter(MachineState::HeldOnRoad, ctx);
        Ok(())
    }

    /// Takes a truck out of the line before a zone.
    pub(super) fn leaves_zone_line(&mut self, truck_idx: TruckIdx) {
        let edge = self.next_edge(truck_idx);
        let Some(zone) = edge.zone else { return };
        let roads = &mut *self.roads;
        roads.zones[zone].lines[edge.direction as usize].remove(&mut self.fleet.trucks, truck_idx);
        // Who stood behind it, or opposite, may go now.
        roads.stirred.push(zone);
    }
}
