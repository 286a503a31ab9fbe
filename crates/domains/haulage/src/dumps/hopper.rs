//! A crusher's hopper, and how the crusher fails.

use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};
use iceroad_model::pit::Breaks;

/// Milliseconds of an hour.
const MS_PER_H: i64 = 3_600_000;

/// Laws and streams of a crusher's failures and repairs.
#[derive(Clone, Debug)]
pub(crate) struct Outage {
    pub(crate) breaks: Breaks,
    pub(crate) life: Stream,
    pub(crate) repair: Stream,
}

/// A crusher's hopper, drained at a constant rate; counted in kg · 3,600,000 so that every instant is exact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hopper {
    size: i64,
    kg_per_h: i64,
    level: i64,
    /// Loads being dumped, not yet in.
    reserved: i64,
    at: Time,
    /// What the crusher passes on until it fails, in the level's unit.
    life: i64,
    is_stopped: bool,
}

impl Hopper {
    pub(crate) fn new(size_kg: i64, kg_per_h: i64) -> Hopper {
        Hopper {
            size: size_kg * MS_PER_H,
            kg_per_h,
            level: 0,
            reserved: 0,
            at: Time::START,
            life: i64::MAX,
            is_stopped: false,
        }
    }

    /// How long until a load fits, ms: 0 where it does, none where it never will by itself.
    pub(crate) fn wait_ms(&mut self, load_kg: i64, now: Time) -> Option<i64> {
        self.drain(now);
        let excess = self.level + self.reserved - self.goal(load_kg);
        if excess <= 0 {
            return Some(0);
        }
        // What is still being dumped cannot drain: its end calls again.
        let drainable = self.kg_per_h > 0 && excess <= self.level && !self.is_stopped;
        drainable.then(|| (excess + self.kg_per_h - 1) / self.kg_per_h)
    }

    pub(crate) fn reserve(&mut self, load_kg: i64) {
        self.reserved += load_kg * MS_PER_H;
    }

    pub(crate) fn release(&mut self, load_kg: i64) {
        self.reserved -= load_kg * MS_PER_H;
    }

    pub(crate) fn pour(&mut self, load_kg: i64, now: Time) {
        self.drain(now);
        self.release(load_kg);
        self.level += load_kg * MS_PER_H;
    }

    /// What must be crushed before a load fits, kg; below nothing where there is more room. Loads being dumped are not counted.
    pub(crate) fn over_kg(&self, load_kg: i64, now: Time) -> i64 {
        let mut hopper = *self;
        hopper.drain(now);
        (hopper.level - hopper.goal(load_kg)) / MS_PER_H
    }

    /// The level at which a load fits. One greater than the hopper fits once that is empty, for otherwise it would wait for ever.
    fn goal(&self, load_kg: i64) -> i64 {
        (self.size - load_kg * MS_PER_H).max(0)
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Begins to crush, with so many hours of crushing until the next failure.
    pub(crate) fn start(&mut self, life_h: f64, now: Time) {
        self.at = now;
        self.is_stopped = false;
        // The cast stops at the greatest number: such a crusher never fails.
        self.life = ((life_h * MS_PER_H as f64).round() * self.kg_per_h as f64).max(1.0) as i64;
    }

    /// Stops crushing.
    pub(crate) fn stop(&mut self, now: Time) {
        self.drain(now);
        self.is_stopped = true;
    }

    /// When the crusher fails, if nothing more is poured in; never where it falls idle before.
    pub(crate) fn fails_at(&mut self, now: Time) -> Time {
        self.drain(now);
        if self.is_stopped || self.life > self.level || self.kg_per_h <= 0 {
            return Time::NEVER;
        }
        now + Span::from_millis((self.life.max(0) + self.kg_per_h - 1) / self.kg_per_h)
    }

    fn drain(&mut self, now: Time) {
        if !self.is_stopped {
            let out = (now - self.at).millis().saturating_mul(self.kg_per_h).min(self.level);
            self.level -= out;
            self.life = self.life.saturating_sub(out);
        }
        self.at = now;
    }
}
