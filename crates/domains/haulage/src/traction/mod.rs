//! How fast a truck goes and what it uses: force at the rim against the resistance of the road.
//!
//! Terms. *Rimpull* is the force at the driven wheels' rims. *Total resistance* is grade plus rolling resistance
//! as a share of weight (0.12 for 10 % + 2 %), negative where the road falls by more than it resists. The
//! *retarder* turns power into heat downhill. The *steady speed* is where rimpull and resistance balance.
//!
//! ```text
//!   rimpull  |----.  traction · m·g                  v ▲   limit ┌────────┐
//!            |     ` .                                 │       / │        └──┐
//!            |         `  . P/v                        │     /   braking ->   \
//!            |                ` - . _                  │   /  accelerating     \
//!            └───────────────────────── v              └────────────────────────── s
//! ```
//!
//! | module | is about |
//! |---|---|
//! | [`Curve`] | force against speed, given as points or derived from power |
//! | [`Drive`], [`Stretch`], [`Room`] | a road driven from standstill to standstill |
//!
//! Method. The road is cut into steps of at most [`STEP_M`]. A forward pass accelerates with the force that is to
//! spare, a backward pass lowers the speed so that every lower limit, and the stop at the end, is met with
//! [`BRAKING`], or with what a climb slows it by of itself where that is more. Time and energy follow from the speeds, exactly for constant acceleration within a step.
//! Resistance uses grade as the tangent (`m·g·grade`), as the trade does; at 12 % that is 0.7 % too much.
//!
//! Drives. An electric drive is taken to have the same power at any speed, and so is a mechanical one, whose gears
//! follow constant power closely; its torque converter, where told, passes on power in proportion to speed below
//! lock-up, so that the force stays level there and the rest is heat (assumed; converters come to 80–90 % at their
//! coupling point and to nothing at stall). Shifting pauses are in the efficiency, or in the curve where one is given.
//! A battery truck gets back a share of all braking work. Under a trolley line, where the road asks for force, the
//! motors take their power from the line.
//!
//! Pitfalls. A curve says nothing outside its points: below the first the force is held, above the last speed the
//! truck does not go, whatever its top speed ([`Vehicle::is_held_by_curve`] tells).

mod curve;
mod drive;

pub use curve::Curve;
pub use drive::{Drive, Room, Stretch};

use iceroad_base::quantity::{Mass, Ranged};
use iceroad_model::fleet::TruckModel;

/// Acceleration of free fall, m/s²: the value behind the trade's worked examples (400 t at 12 % is 470.9 kN).
pub const GRAVITY: f64 = 9.81;
/// Inertia of wheels, motors and gears over that of the mass itself. Assumed.
pub const ROTATING: f64 = 0.10;
/// The greatest acceleration a driver asks for, m/s². 0.5 for an empty truck in the catalogue of minehaulsim
/// 0.12.1 (Apache-2.0, class value); loaded trucks are held by their power well below it on grades.
pub const ACCELERATION: f64 = 0.5;
/// The deceleration a driver plans with, m/s². Assumed.
pub const BRAKING: f64 = 0.5;
/// Density of diesel fuel, kg/L: within EN 590's 0.820–0.845. Assumed.
pub const FUEL_KG_PER_L: f64 = 0.84;
/// The longest step of the integration, m.
pub const STEP_M: f64 = 5.0;
/// The slowest a truck climbs, m/s; where force does not suffice for it the road is impassable. Assumed.
const CRAWL: f64 = 0.3;

/// A truck with what it carries.
#[derive(Clone, PartialEq, Debug)]
pub struct Vehicle {
    mass_kg: f64,
    grip_n: f64,
    force: Curve,
    /// What the motors do under a trolley line, where they can.
    line: Option<Curve>,
    retarder: Curve,
    top_m_s: f64,
    held_by_curve: bool,
    lockup_m_s: f64,
    /// Energy at the rim over energy into the drive.
    efficiency: f64,
    supply: Supply,
}

/// From energy at the rim to what is used up.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Supply {
    Engine { litres_per_joule_at_rim: f64, idle_l_per_s: f64 },
    Battery { regen: f64, idle_w: f64 },
}

impl Vehicle {
    /// A truck of `model` with `payload` aboard.
    pub fn new(model: &TruckModel, payload: Mass) -> Vehicle {
        let mass_kg = ((model.empty + payload).get() as f64).max(1.0);
        let efficiency = model.drive_efficiency.get().max(0.01);
        let top_m_s = model.top_speed.get() / 3.6;
        let lockup_m_s = model.lockup.map_or(0.0, |speed| speed.get() / 3.6);
        let (force, curve_top) = match Curve::through(&model.rimpull) {
            Some(points) => {
                let last = model.rimpull.last().map_or(f64::INFINITY, |point| point.speed.get() / 3.6);
                (points, last)
            }
            None => {
                let watts = model.power.get() * 1_000.0 * efficiency;
                (Curve::Power { watts, held_below: lockup_m_s }, f64::INFINITY)
            }
        };
        let constant = |kilowatts: f64| Curve::Power { watts: kilowatts * 1_000.0, held_below: 0.0 };
        Vehicle {
            mass_kg,
            grip_n: model.traction.get() * mass_kg * GRAVITY,
            force,
            line: model.trolley.map(|power| constant(power.get())),
            retarder: Curve::through(&model.retarder_curve).unwrap_or_else(|| constant(model.retarder.get())),
            top_m_s: top_m_s.min(curve_top),
            held_by_curve: curve_top < top_m_s,
            lockup_m_s,
            efficiency,
            supply: supply(model, efficiency),
        }
    }

    /// Mass with what it carries, kg.
    pub fn mass_kg(&self) -> f64 {
        self.mass_kg
    }

    /// Whether the rimpull curve ends below the top speed, so that the curve's end is the greatest speed.
    pub fn is_held_by_curve(&self) -> bool {
        self.held_by_curve
    }

    /// The force at the rim at `speed` m/s, N: what engine and grip allow.
    pub fn rimpull(&self, speed: f64) -> f64 {
        self.rimpull_under(speed, false)
    }

    /// The same, under a trolley line or not.
    fn rimpull_under(&self, speed: f64, line: bool) -> f64 {
        let curve = self.line.as_ref().filter(|_| line).unwrap_or(&self.force);
        curve.force(speed).min(self.grip_n)
    }

    /// Whether it takes power from a line that hangs over a road of this total resistance.
    fn takes_line(&self, total: f64, hangs: bool) -> bool {
        hangs && total > 0.0 && self.line.is_some()
    }

    /// The force the road asks for, N, at this total resistance; negative where the road pushes.
    pub fn resistance(&self, total: f64) -> f64 {
        self.mass_kg * GRAVITY * total
    }

    /// The speed at which forces balance, m/s, never above the top speed: rimpull uphill, retarder downhill.
    ///
    /// Nothing where the force does not suffice to climb at all, or the retarder does not hold the truck.
    pub fn steady_speed(&self, total: f64) -> Option<f64> {
        self.steady_speed_under(total, false)
    }

    /// The speed at which it is driven along a stretch once it has settled, m/s, the limit included.
    pub fn pace(&self, stretch: &Stretch) -> Option<f64> {
        let line = self.takes_line(stretch.total, stretch.trolley);
        Some(self.steady_speed_under(stretch.total, line)?.min(stretch.limit_m_s))
    }

    fn steady_speed_under(&self, total: f64, line: bool) -> Option<f64> {
        let needed = self.resistance(total);
        if needed <= 0.0 {
            return self.retarded_speed(total);
        }
        if self.rimpull_under(self.top_m_s, line) >= needed {
            return Some(self.top_m_s);
        }
        if self.rimpull_under(CRAWL, line) <= needed {
            return None;
        }
        let curve = self.line.as_ref().filter(|_| line).unwrap_or(&self.force);
        if let Curve::Power { watts, .. } = curve {
            return Some(watts / needed);
        }
        Some(Curve::crossing(|speed| self.rimpull_under(speed, line), needed, CRAWL, self.top_m_s))
    }

    /// The greatest speed the retarder holds, m/s; the top speed where the road does not push.
    ///
    /// Nothing where it holds the truck at no speed it knows.
    fn retarded_speed(&self, total: f64) -> Option<f64> {
        let pushing = -self.resistance(total);
        if pushing <= 0.0 {
            return Some(self.top_m_s);
        }
        let Curve::Power { watts, .. } = self.retarder else {
            let top = self.top_m_s.min(self.retarder.last_m_s());
            let force = |speed| self.retarder.force(speed);
            if force(top) >= pushing {
                return Some(top);
            }
            return (force(CRAWL) >= pushing).then(|| Curve::crossing(force, pushing, CRAWL, top));
        };
        Some((watts / pushing).min(self.top_m_s))
    }
}

fn supply(model: &TruckModel, efficiency: f64) -> Supply {
    if let Some(battery) = model.battery {
        return Supply::Battery { regen: battery.regen.get(), idle_w: battery.idle.get() * 1_000.0 };
    }
    let kilograms_per_joule = model.specific_fuel.get() / 1_000.0 / 3.6e6;
    Supply::Engine {
        litres_per_joule_at_rim: kilograms_per_joule / efficiency / FUEL_KG_PER_L,
        idle_l_per_s: model.idle_fuel.get() / 3_600.0,
    }
}

#[cfg(test)]
mod tests;
