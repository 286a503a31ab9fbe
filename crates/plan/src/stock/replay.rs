//! What would have come of a stock line with more or less on it.
//!
//! What an order brings comes on the day it came. With `k` units more throughout, every order is as large as it was, and whatever
//! else is taken from the shelf than was taken then the next order makes up for. Demands are met in the order in which they came;
//! one that has waited as long as its store lets it is met by the fastest way, in the time that this took in the replications seen.
//!
//! Pitfall: a repair that waits for two parts waits once. Replay knows nothing of that: what a plan is worth is told by runs, replay
//! finds plans worth running.
use super::trace::{Ask, Came};
use iceroad_base::Time;
use std::collections::VecDeque;
use std::ops::AddAssign;

/// How a line is kept in a replay.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Kept {
    /// On the shelf at the start.
    pub(crate) start: i64,
    /// Units that the first ordinary order brings more.
    pub(crate) first_order: i64,
    /// From an ask until what is flown in for it is there; none: nothing is flown in.
    pub(crate) flight_ms: Option<i64>,
    /// The horizon's end.
    pub(crate) end: Time,
}

/// How demands were met.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Met {
    /// Truck-hours that machines waited.
    pub(crate) hours: f64,
    /// Demands of machines …
    pub(crate) asked: f64,
    /// … and those met at once.
    pub(crate) at_once: f64,
}

impl AddAssign for Met {
    fn add_assign(&mut self, other: Met) {
        self.hours += other.hours;
        self.asked += other.asked;
        self.at_once += other.at_once;
    }
}

const HOUR_MS: f64 = 3_600_000.0;

/// A year of a line to be replayed.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Story {
    /// What is asked, in order of time.
    pub(crate) asks: Vec<Ask>,
    /// What came, in order of time …
    pub(crate) came: Vec<Came>,
    /// … because so many units were taken from the shelf then, in order of time.
    pub(crate) taken: Vec<(Time, i64)>,
}

/// Replays a line.
pub(crate) fn replay(story: &Story, kept: &Kept) -> Met {
    let mut shelf = Shelf {
        kept,
        on_hand: kept.start,
        made_up: kept.first_order,
        open: VecDeque::new(),
        met: Met::default(),
    };
    let mut came = story.came.iter().peekable();
    let mut taken = story.taken.iter().peekable();
    for ask in &story.asks {
        while let Some(next) = came.next_if(|next| next.at <= ask.at) {
            while let Some((_, units)) = taken.next_if(|(at, _)| *at <= next.at) {
                shelf.made_up -= units;
            }
            shelf.receive(next.at, next.units);
        }
        shelf.ask(ask);
    }
    for next in came {
        while let Some((_, units)) = taken.next_if(|(at, _)| *at <= next.at) {
            shelf.made_up -= units;
        }
        shelf.receive(next.at, next.units);
    }
    shelf.fly_in_until(kept.end);
    for (ask, _) in std::mem::take(&mut shelf.open) {
        shelf.waited(&ask, kept.end);
    }
    shelf.met
}

struct Shelf<'k> {
    kept: &'k Kept,
    on_hand: i64,
    /// What the next ordinary order brings more than it did.
    made_up: i64,
    /// Asks in line with what each still lacks.
    open: VecDeque<(Ask, i64)>,
    met: Met,
}

impl Shelf<'_> {
    fn receive(&mut self, at: Time, units: i64) {
        self.fly_in_until(at);
        let units = units + std::mem::take(&mut self.made_up);
        self.made_up = units.min(0);
        self.on_hand += units.max(0);
        while let Some((ask, lacks)) = self.open.front_mut() {
            let taken = self.on_hand.min(*lacks);
            self.on_hand -= taken;
            *lacks -= taken;
            if *lacks > 0 {
                break;
            }
            let ask = *ask;
            self.open.pop_front();
            self.waited(&ask, at);
        }
    }

    fn ask(&mut self, ask: &Ask) {
        self.fly_in_until(ask.at);
        let taken = if self.open.is_empty() { self.on_hand.min(ask.units) } else { 0 };
        self.on_hand -= taken;
        let asked = f64::from(u8::from(ask.weight > 0.0));
        self.met.asked += asked;
        if taken == ask.units {
            self.met.at_once += asked;
            self.made_up += ask.units;
        } else if ask.weight > 0.0 {
            self.open.push_back((*ask, ask.units - taken));
            self.made_up += ask.units;
        } else {
            // What nobody waits for takes what there is.
            self.made_up += taken;
        }
    }

    /// Those in line who have waited for long enough by `now` are met by the fastest way, or have given up.
    fn fly_in_until(&mut self, now: Time) {
        let mut place = 0;
        while let Some(&(ask, _)) = self.open.get(place) {
            let flown = self.kept.flight_ms.map(|ms| Time::from_millis(ask.at.millis() + ms));
            let first = [ask.until, flown].into_iter().flatten().min().filter(|first| *first <= now);
            let Some(first) = first else {
                place += 1;
                continue;
            };
            self.open.remove(place);
            self.made_up -= ask.units;
            self.waited(&ask, first);
        }
    }

    fn waited(&mut self, ask: &Ask, until: Time) {
        self.met.hours += ask.weight * (until - ask.at).millis() as f64 / HOUR_MS;
    }
}
