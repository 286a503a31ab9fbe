//! What changes on a mine's roads in a replication: who is on which edge until when, zones, crossings, bays, trips.
use super::map::RoadMap;
use crate::routes::Step;
use crate::yard::{Line, NONE};
use iceroad_base::{Span, Time};

/// The roads of one mine; empty where the mine has no rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roads {
    pub(crate) edges: Vec<EdgeNow>,
    /// When each place on the edges goes free, see [`EdgeNow::slots_at`]; not kept of an edge's only place.
    pub(crate) slots: Vec<Time>,
    pub(crate) zones: Vec<ZoneNow>,
    /// When each place on the crossings goes free.
    pub(crate) crossings: Vec<Time>,
    /// Trucks in each bay, or on the way to it.
    pub(crate) bays: Vec<u32>,
    /// Zones that may let somebody in.
    pub(crate) stirred: Vec<u32>,
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
    /// The direction in which it is driven, or [`IDLE`].
    pub(crate) direction: u8,
    pub(crate) inside: u32,
    /// Broken down in it.
    pub(crate) blocked: u32,
    /// Trucks let in since the direction was taken, and when that was.
    pub(crate) passed: u32,
    pub(crate) held_since: Time,
    /// Who waits, by direction.
    pub(crate) lines: [Line; 2],
}

/// No direction.
pub(crate) const IDLE: u8 = 2;

impl Roads {
    pub(crate) fn new(map: &RoadMap) -> Roads {
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
            direction: IDLE,
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
            zones: vec![zone; map.zones.len()],
            crossings: vec![LONG_AGO; places as usize],
            bays: vec![0; map.bays.len()],
            stirred: Vec::with_capacity(map.zones.len() + 1),
            turn: 0,
        }
    }
}

/// No state of the roads: a truck that has seen this looks at them anew.
pub(crate) const UNSEEN: u16 = u16::MAX;

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
    /// The zone it is in, or [`NONE`].
    pub(crate) zone: u32,
    /// The bay where it has a place, or [`NONE`].
    pub(crate) bay: u32,
    /// Its turn among those who wait.
    pub(crate) turn: u32,
    /// The roads' state it chose its way by.
    pub(crate) state: u16,
    /// The node it stood at when it took another way than that from its place, or [`NONE`].
    pub(crate) came_from: u32,
    /// Broken down on the road and not taken away yet.
    pub(crate) broken: bool,
    /// Since when.
    pub(crate) broke_at: Time,
}

impl Trip {
    pub(crate) fn new() -> Trip {
        Trip { zone: NONE, bay: NONE, came_from: NONE, ..Trip::default() }
    }

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
