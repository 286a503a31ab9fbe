//! Hours of machines in the classes of the time usage model, and the shares made of them.
//!
//! Terms and their order follow GMG 2020 (recalled; the sources are in [`crate::kpi`]):
//!
//! ```text
//!  calendar time ┬─ available ┬─ operating ┬─ working   loading, driving, dumping
//!                │            │            └─ delay     in line, held, refuelling, warming up, changing crews
//!                │            └─ standby                off shift, break, weather, blast, no work, fuel or operator
//!                └─ down                                repair, service, and all waiting for them
//! ```
use crate::frame::{hours, ratio};
use iceroad_model::event::StateClass;
use serde::Serialize;

/// Hours in each class that fills calendar time. Shares are not-a-number where there is nothing to divide by.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct ClassHours {
    /// Loading, driving, dumping.
    pub working: f64,
    /// In line, held, refuelling and the like.
    pub delay: f64,
    /// Ready but not at work.
    pub standby: f64,
    /// In repair or service, or waiting for them.
    pub down: f64,
}

impl ClassHours {
    /// From the milliseconds in each class.
    pub fn of(ms: impl Fn(StateClass) -> i64) -> Self {
        let hours = |class| hours(ms(class));
        Self {
            working: hours(StateClass::Working),
            delay: hours(StateClass::Delay),
            standby: hours(StateClass::Standby),
            down: hours(StateClass::Down),
        }
    }

    /// Hours in a class; none outside calendar time.
    pub fn class(&self, class: StateClass) -> f64 {
        match class {
            StateClass::Working => self.working,
            StateClass::Delay => self.delay,
            StateClass::Standby => self.standby,
            StateClass::Down => self.down,
            StateClass::Absent => 0.0,
        }
    }

    /// Hours in the fleet: calendar time.
    pub fn calendar(&self) -> f64 {
        self.working + self.delay + self.standby + self.down
    }

    /// Hours at work, waiting included.
    pub fn operating(&self) -> f64 {
        self.working + self.delay
    }

    /// Physical availability.
    pub fn availability(&self) -> f64 {
        ratio(self.calendar() - self.down, self.calendar())
    }

    /// Use of availability.
    pub fn utilisation(&self) -> f64 {
        ratio(self.operating(), self.calendar() - self.down)
    }

    /// Operating efficiency.
    pub fn efficiency(&self) -> f64 {
        ratio(self.working, self.operating())
    }

    /// Mechanical availability: standby is left out.
    pub fn mechanical_availability(&self) -> f64 {
        ratio(self.operating(), self.operating() + self.down)
    }

    /// Working share of calendar time.
    pub fn effective(&self) -> f64 {
        ratio(self.working, self.calendar())
    }
}
