//! What changes on a mine's roads in a replication: who is on which edge until when, zones, crossings, bays, trips.
use super::changes::RoadChanges;
use super::map::{BayIdx, Direction, RoadMap, ZoneIdx};
use crate::fleet::Line;
use crate::routes::Step;
use crate::rows::RoadState;
use iceroad_base::{Span, Table, Time};

/// The roads of one mine.
#[derive(Clone, Debug)]
pub(crate) struct Roads {
    pub(crate) edges: Vec<EdgeNow>,
    /// When each place on the edges goes free, see [`EdgeNow::slots_at`]; not kept of an edge's only place.
    pub(crate) slots: Vec<Time>,
    pub(crate) zones: Table<ZoneIdx, ZoneNow>,
    /// When each place on the crossings goes free.
    pub(crate) crossings: Vec<Time>,
    /// Trucks in each bay, or on the way to it.
    pub(crate) bays: Table<BayIdx, u32>,
    /// Zones that may let somebody in.
    pub(crate) stirred: Vec<ZoneIdx>,
    /// Closures and weather, where there are some.
    pub(crate) changes: Option<RoadChanges>,
    /// Counts those who begin to wait, so that equal times have an order.
    pub(crate) turn: u32,
}

/// An edge: who was on it last, with what of [`super::map::EdgeRow`] is asked as it is driven, so that half a line of
/// the processor's cache holds all of it.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(crate) struct EdgeNow {
    /// When the last truck to enter enters or entered …
    pub(crate) last_in: Time,
    /// … and leaves or left.
    pub(crate) last_out: Time,
    /// Its places among all: the first, and how many; none at all where the headway is 0.
    pub(crate) slots_at: u32,
    pub(crate) slots: u32,
    /// The place among its own that goes free first.
    pub(crate) next_slot: u32,
    /// Whether those on it hinder each other.
    pub(crate) obeyed: bool,
    /// Something may be decided at its end.
    pub(crate) stop: bool,
}

/// Long before any event, so that the first truck finds no predecessor.
const LONG_AGO: Time = Time::from_millis(i64::MIN / 4);

/// A zone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ZoneNow {
    /// The direction in which it is driven; none while nobody is in it.
    pub(crate) direction: Option<Direction>,
    pub(crate) inside: u32,
    /// Broken down in it.
    pub(crate) blocked: u32,
    /// Trucks let in since the direction was taken, and when that was.
    pub(crate) passed: u32,
    pub(crate) held_since: Time,
    /// Who waits, by [`Direction`].
    pub(crate) lines: [Line; 2],
}

impl Roads {
    pub(crate) fn new(map: &RoadMap, changes: Option<RoadChanges>) -> Roads {
        let edges = map.edges.iter().map(|row| EdgeNow {
            last_in: LONG_AGO,
            last_out: LONG_AGO,
            slots_at: row.slots_at,
            slots: row.slots,
            next_slot: 0,
            obeyed: row.obeyed,
            stop: row.stop,
        });
        let zone = ZoneNow {
            direction: None,
            inside: 0,
            blocked: 0,
            passed: 0,
            held_since: Time::START,
            lines: [Line::EMPTY; 2],
        };
        let places: u32 = map.crossings.iter().map(|crossing| crossing.trucks).sum();
        Roads {
            edges: edges.collect(),
            slots: vec![LONG_AGO; map.n_slots],
            zones: Table::filled(map.zones.len(), zone),
            crossings: vec![LONG_AGO; places as usize],
            bays: Table::filled(map.bays.len(), 0),
            stirred: Vec::with_capacity(map.zones.len() + 1),
            changes,
            turn: 0,
        }
    }
}

/// Whoever is held longer than this stops the engine: the idling limit of California's rule for off-road diesel fleets
/// (13 CCR 2449). In great cold engines are let run; that is not reckoned here.
pub(crate) const ENGINE_OFF_AFTER: Span = Span::from_millis(300_000);

/// Where a truck is on its way. What its calendar slot means follows from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Stage {
    /// Not on the road.
    #[default]
    Off,
    /// Drives to the next stop; its event is the arrival there.
    Rolling,
    /// Waits at a crossing; its event is the moment it may cross.
    AtCrossing,
    /// Crosses; its event is the end of that.
    Crossing,
    /// Waits before a zone.
    AtZone,
    /// No open road leads on.
    Shut,
}

/// A truck's way, and how far it has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trip {
    pub(crate) stage: Stage,
    pub(crate) steps: Vec<Step>,
    /// The first step that is not driven yet …
    pub(crate) at: usize,
    /// … and, while it rolls, the first beyond the next stop.
    pub(crate) until: usize,
    /// When it set off for the next stop, and when it will be there.
    pub(crate) from_time: Time,
    pub(crate) to_time: Time,
    /// Driving time of the steps done so far for which fuel has been burnt, ms.
    pub(crate) burnt_ms: i64,
    /// Since when it stands and waits, where it does.
    pub(crate) held_since: Option<Time>,
    /// Time that it has stood with its engine off and that no fuel has been reckoned for, ms.
    pub(crate) off_ms: i64,
    /// The zone it is in.
    pub(crate) zone: Option<ZoneIdx>,
    /// The bay where it has a place.
    pub(crate) bay: Option<BayIdx>,
    /// Its turn among those who wait.
    pub(crate) turn: u32,
    /// The state of the roads that it chose its way by; none where it has to look at them anew.
    pub(crate) state: Option<RoadState>,
    /// The node of the network it stood at when it took another way than that from its place.
    pub(crate) came_from: Option<usize>,
    /// Broken down on the road and not taken away yet.
    pub(crate) broken: bool,
    /// Since when.
    pub(crate) broke_at: Time,
}

impl Trip {
    /// Begins to wait.
    pub(crate) fn holds(&mut self, stage: Stage, now: Time) {
        self.drives(now);
        self.stage = stage;
        self.held_since = Some(now);
    }

    /// Waits no more.
    #[inline]
    pub(crate) fn drives(&mut self, now: Time) {
        if self.held_since.is_some() {
            self.stop_engine(now);
            self.held_since = None;
        }
    }

    /// Reckons the time up to now in which a waiting truck's engine is off.
    pub(crate) fn stop_engine(&mut self, now: Time) {
        if let Some(since) = self.held_since {
            let off_from = since + ENGINE_OFF_AFTER;
            self.off_ms += (now - off_from).millis().max(0);
            // What comes after counts from here on.
            self.held_since = Some(since.max(now - ENGINE_OFF_AFTER));
        }
    }

    /// Whether it is between two stops.
    #[inline]
    pub(crate) fn is_rolling(&self, now: Time) -> bool {
        self.stage == Stage::Rolling && now < self.to_time
    }

    /// Driving time of the way done by `now`, ms; of the piece under way by the share of its time.
    pub(crate) fn driven_ms(&self, now: Time) -> i64 {
        let sum = |steps: &[Step]| steps.iter().map(|step| i64::from(step.ms)).sum::<i64>();
        let done = sum(&self.steps[..self.at]);
        if self.stage != Stage::Rolling {
            return done;
        }
        let (whole, spent) = ((self.to_time - self.from_time).millis(), (now - self.from_time).millis());
        done + sum(&self.steps[self.at..self.until]) * spent.min(whole) / whole.max(1)
    }
}
