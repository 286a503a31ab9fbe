//! How fast a truck goes and what it burns: force at the rim against the resistance of the road.
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
//! Method. The road is cut into steps of at most [`STEP_M`]. A forward pass accelerates with the force that is to
//! spare, a backward pass lowers the speed so that every lower limit, and the stop at the end, is met with
//! [`BRAKING`]. Time and energy follow from the speeds, exactly for constant acceleration within a step.
//! Resistance uses grade as the tangent (`m·g·grade`), as the trade does; at 12 % that is 0.7 % too much.
//!
//! Pitfalls. A rimpull curve says nothing outside its points: below the first the force is held, above the last
//! speed the truck does not go, whatever its top speed ([`Vehicle::is_held_by_curve`] tells). Between points the
//! force is linear in 1/v, which is exact for constant power; straight lines in v run fast.

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
    force: Force,
    retarder_w: f64,
    top_m_s: f64,
    held_by_curve: bool,
    engine: Engine,
}

/// Where the force comes from.
#[derive(Clone, PartialEq, Debug)]
enum Force {
    /// Constant power at the rim, W.
    Power(f64),
    /// Points in falling order of slowness (s/m), so in rising order of speed; force never rises with speed.
    Curve(Vec<(f64, f64)>),
}

/// From energy at the rim to fuel.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Engine {
    litres_per_joule_at_rim: f64,
    idle_l_per_s: f64,
}

/// A piece of road with one grade and one limit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stretch {
    /// Length, m.
    pub length_m: f64,
    /// Grade plus rolling resistance, share of weight.
    pub total: f64,
    /// Speed limit, m/s.
    pub limit_m_s: f64,
}

/// What a drive from standstill to standstill comes to.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Drive {
    /// Time, s.
    pub seconds: f64,
    /// Work of the rimpull, J; what the retarder takes is not in it.
    pub rim_joules: f64,
    /// Fuel, L: for each step the greater of what the work needs and what idling burns.
    pub litres: f64,
    /// Length, m.
    pub metres: f64,
}

impl Vehicle {
    /// A truck of `model` with `payload` aboard.
    pub fn new(model: &TruckModel, payload: Mass) -> Vehicle {
        let mass_kg = ((model.empty + payload).get() as f64).max(1.0);
        let efficiency = model.drive_efficiency.get().max(0.01);
        let top_m_s = model.top_speed.get() / 3.6;
        let (force, curve_top) = match curve(model) {
            Some(points) => {
                let last = model.rimpull.last().map_or(f64::INFINITY, |point| point.speed.get() / 3.6);
                (Force::Curve(points), last)
            }
            None => (Force::Power(model.power.get() * 1_000.0 * efficiency), f64::INFINITY),
        };
        let kilograms_per_joule = model.specific_fuel.get() / 1_000.0 / 3.6e6;
        Vehicle {
            mass_kg,
            grip_n: model.traction.get() * mass_kg * GRAVITY,
            force,
            retarder_w: model.retarder.get() * 1_000.0,
            top_m_s: top_m_s.min(curve_top),
            held_by_curve: curve_top < top_m_s,
            engine: Engine {
                litres_per_joule_at_rim: kilograms_per_joule / efficiency / FUEL_KG_PER_L,
                idle_l_per_s: model.idle_fuel.get() / 3_600.0,
            },
        }
    }

    /// Whether the rimpull curve ends below the top speed, so that the curve's end is the greatest speed.
    pub fn is_held_by_curve(&self) -> bool {
        self.held_by_curve
    }

    /// The force at the rim at `speed` m/s, N: what engine and grip allow.
    pub fn rimpull(&self, speed: f64) -> f64 {
        let from_engine = match &self.force {
            Force::Power(watts) => watts / speed.max(1e-9),
            Force::Curve(points) => on_curve(points, speed),
        };
        from_engine.min(self.grip_n)
    }

    /// The force the road asks for, N, at this total resistance; negative where the road pushes.
    pub fn resistance(&self, total: f64) -> f64 {
        self.mass_kg * GRAVITY * total
    }

    /// The speed at which forces balance, m/s, never above the top speed: rimpull uphill, retarder downhill.
    ///
    /// Nothing where the force does not suffice to climb at all.
    pub fn steady_speed(&self, total: f64) -> Option<f64> {
        let needed = self.resistance(total);
        if needed <= 0.0 {
            return Some(self.retarded_speed(total));
        }
        if self.rimpull(self.top_m_s) >= needed {
            return Some(self.top_m_s);
        }
        if self.rimpull(CRAWL) <= needed {
            return None;
        }
        if let Force::Power(watts) = self.force {
            return Some(watts / needed);
        }
        // Force never rises with speed, so there is one crossing; 60 halvings exhaust the float.
        let (mut slow, mut fast) = (CRAWL, self.top_m_s);
        for _ in 0..60 {
            let middle = (slow + fast) / 2.0;
            if self.rimpull(middle) >= needed { slow = middle } else { fast = middle }
        }
        Some(slow)
    }

    /// The greatest speed the retarder holds, m/s; the top speed where the road does not push.
    fn retarded_speed(&self, total: f64) -> f64 {
        let pushing = -self.resistance(total);
        if pushing <= 0.0 { self.top_m_s } else { (self.retarder_w / pushing).min(self.top_m_s) }
    }

    /// Drives the road from standstill to standstill. `room` is scratch space, kept to save allocations.
    ///
    /// Nothing where a stretch is too steep.
    pub fn drive(&self, road: &[Stretch], room: &mut Room) -> Option<Drive> {
        room.cut(self, road)?;
        self.accelerate(room);
        brake(room);
        Some(self.sum_up(room))
    }

    /// The forward pass: as fast as force and limits allow, from standstill.
    fn accelerate(&self, room: &mut Room) {
        let mut speed = 0.0_f64;
        for (index, step) in room.steps.iter().enumerate() {
            let beyond = room.steps.get(index + 1).map_or(f64::INFINITY, |after| after.cap);
            // At its steady speed, or at the limit with force to spare, the truck keeps its pace: most steps.
            if speed == step.steady.min(step.cap) {
                speed = speed.min(beyond);
                room.speeds[index + 1] = speed;
                continue;
            }
            let guess = advance(speed, self.spare(speed, step.total), step.metres);
            let mut next = advance(speed, self.spare((speed + guess) / 2.0, step.total), step.metres);
            // A step is too coarse to swing through the steady speed; nor does the real truck.
            next = if speed >= step.steady { next.max(step.steady) } else { next.min(step.steady) };
            speed = next.min(step.cap).min(beyond);
            room.speeds[index + 1] = speed;
        }
    }

    /// Acceleration from the force to spare, m/s².
    fn spare(&self, speed: f64, total: f64) -> f64 {
        let force = self.rimpull(speed) - self.resistance(total);
        (force / (self.mass_kg * (1.0 + ROTATING))).min(ACCELERATION)
    }

    fn sum_up(&self, room: &Room) -> Drive {
        let mut drive = Drive::default();
        for (step, ends) in room.steps.iter().zip(room.speeds.windows(2)) {
            let seconds = 2.0 * step.metres / (ends[0] + ends[1]);
            let acceleration = (ends[1] * ends[1] - ends[0] * ends[0]) / (2.0 * step.metres);
            let force = self.mass_kg * (1.0 + ROTATING) * acceleration + self.resistance(step.total);
            let joules = force.max(0.0) * step.metres;
            drive.seconds += seconds;
            drive.rim_joules += joules;
            drive.litres +=
                (joules * self.engine.litres_per_joule_at_rim).max(seconds * self.engine.idle_l_per_s);
            drive.metres += step.metres;
        }
        drive
    }
}

/// Scratch space of [`Vehicle::drive`].
#[derive(Clone, Debug, Default)]
pub struct Room {
    steps: Vec<Step>,
    /// Speeds at the ends of the steps, one more than there are steps.
    speeds: Vec<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    metres: f64,
    total: f64,
    /// Greatest allowed speed: sign, top speed, retarder.
    cap: f64,
    /// Where climbing settles.
    steady: f64,
}

impl Room {
    /// Cuts the road into steps, at least two a stretch so that even the shortest is driven at some speed.
    fn cut(&mut self, vehicle: &Vehicle, road: &[Stretch]) -> Option<()> {
        self.steps.clear();
        for stretch in road.iter().filter(|stretch| stretch.length_m > 0.0) {
            let steady = vehicle.steady_speed(stretch.total)?;
            let cap = stretch.limit_m_s.min(vehicle.retarded_speed(stretch.total));
            let n = (stretch.length_m / STEP_M).ceil().max(2.0);
            let step = Step { metres: stretch.length_m / n, total: stretch.total, cap, steady };
            self.steps.extend(std::iter::repeat_n(step, n as usize));
        }
        self.speeds.clear();
        self.speeds.resize(self.steps.len() + 1, 0.0);
        Some(())
    }
}

/// The backward pass: no faster than brakes can undo before the next limit and the stop.
fn brake(room: &mut Room) {
    let mut allowed = 0.0_f64;
    if let Some(last) = room.speeds.last_mut() {
        *last = 0.0;
    }
    for (index, step) in room.steps.iter().enumerate().rev() {
        let driven = room.speeds[index];
        allowed = if driven <= allowed { driven } else { advance(allowed, BRAKING, step.metres).min(driven) };
        room.speeds[index] = allowed;
    }
}

/// The speed after `metres` at a constant acceleration.
fn advance(speed: f64, acceleration: f64, metres: f64) -> f64 {
    (speed * speed + 2.0 * acceleration * metres).max(0.0).sqrt()
}

/// The model's curve as (slowness, force), forced to fall; nothing where it has no points.
fn curve(model: &TruckModel) -> Option<Vec<(f64, f64)>> {
    let mut least = f64::INFINITY;
    let points: Vec<(f64, f64)> = model
        .rimpull
        .iter()
        .map(|point| {
            least = least.min(point.force_kn * 1_000.0);
            (3.6 / point.speed.get(), least)
        })
        .collect();
    (!points.is_empty()).then_some(points)
}

/// Force on a curve, linear in slowness between its points; held below the first and at the last.
fn on_curve(points: &[(f64, f64)], speed: f64) -> f64 {
    let slowness = 1.0 / speed.max(1e-9);
    let after = points.partition_point(|&(at, _)| at > slowness);
    let Some(&(fast, low)) = points.get(after) else {
        return points.last().map_or(0.0, |&(_, force)| force);
    };
    let Some(&(slow, high)) = after.checked_sub(1).and_then(|before| points.get(before)) else {
        return low;
    };
    low + (high - low) * (slowness - fast) / (slow - fast)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::quantity::{FuelFlow, Power, Share, SpecificFuel, Speed, Volume};
    use iceroad_model::fleet::{self, ForcePoint};

    /// 400 t all told, 1.8 MW at the wheels, 2.5 MW retarder.
    fn big() -> TruckModel {
        TruckModel {
            payload: Mass::from_tonnes(240.0),
            body: Volume::from_cubic_metres(150.0),
            empty: Mass::from_tonnes(160.0),
            power: Power::clamped(2_000.0),
            drive_efficiency: Share::clamped(0.9),
            retarder: Power::clamped(2_500.0),
            top_speed: Speed::clamped(60.0),
            traction: Share::clamped(0.33),
            drive: fleet::Drive::DieselElectric,
            rimpull: Vec::new(),
            specific_fuel: SpecificFuel::clamped(200.0),
            idle_fuel: FuelFlow::clamped(20.0),
            tank: Volume(4_000),
            fitted: fleet::Fitted::default(),
        }
    }

    fn loaded(model: &TruckModel) -> Vehicle {
        Vehicle::new(model, model.payload)
    }

    fn near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within, "found {found}, expected {expected}");
    }

    fn climb(metres: f64) -> Drive {
        let road = [Stretch { length_m: metres, total: 0.12, limit_m_s: 16.0 }];
        loaded(&big()).drive(&road, &mut Room::default()).unwrap()
    }

    #[test]
    fn resistance_and_climbing_speeds_are_those_of_the_worked_example() {
        let truck = loaded(&big());
        near(truck.resistance(0.12) / 1_000.0, 470.9, 0.05);
        for (total, kmh) in [(0.04, 41.3), (0.08, 20.6), (0.12, 13.8), (0.16, 10.3)] {
            near(truck.steady_speed(total).unwrap() * 3.6, kmh, 0.05);
        }
    }

    #[test]
    fn the_retarder_limits_the_speed_downhill() {
        near(loaded(&big()).steady_speed(-0.08).unwrap() * 3.6, 28.7, 0.05);
        near(loaded(&big()).steady_speed(-0.001).unwrap() * 3.6, 60.0, 1e-9);
    }

    #[test]
    fn three_kilometres_of_climb_take_785_seconds_and_392_kilowatt_hours() {
        // The ends (starting, stopping) are the same in both climbs, so the difference is the steady climb:
        // 3,000 m / 3.8226 m/s = 784.8 s; 470.88 kN · 3,000 m = 1,412.6 MJ = 392.4 kWh.
        let (short, long) = (climb(3_000.0), climb(6_000.0));
        near(long.seconds - short.seconds, 784.8, 0.1);
        near((long.rim_joules - short.rim_joules) / 3.6e6, 392.4, 0.05);
        // At the engine 392.4 / 0.9 kWh; 200 g each; 0.84 kg/L.
        near(long.litres - short.litres, 392.4 / 0.9 * 0.2 / 0.84, 0.05);
    }

    #[test]
    fn a_level_drive_accelerates_cruises_and_brakes() {
        // Empty, light and strong: 0.5 m/s² up to 10 m/s takes 20 s and 100 m, and the same to stop. The 800 m
        // between take 80 s: 120 s in all.
        let mut model = big();
        model.power = Power::clamped(9_000.0);
        let truck = Vehicle::new(&model, Mass::ZERO);
        let road = [Stretch { length_m: 1_000.0, total: 0.02, limit_m_s: 10.0 }];
        let drive = truck.drive(&road, &mut Room::default()).unwrap();
        near(drive.seconds, 120.0, 0.3);
        near(drive.metres, 1_000.0, 1e-6);
    }

    #[test]
    fn the_truck_has_slowed_down_where_a_lower_limit_begins() {
        let mut room = Room::default();
        let road = [
            Stretch { length_m: 500.0, total: 0.0, limit_m_s: 15.0 },
            Stretch { length_m: 100.0, total: 0.0, limit_m_s: 3.0 },
            Stretch { length_m: 500.0, total: 0.0, limit_m_s: 15.0 },
        ];
        let truck = loaded(&big());
        truck.drive(&road, &mut room).unwrap();
        assert!(room.speeds[100..=120].iter().all(|&speed| speed <= 3.0 + 1e-9));
        assert!(room.speeds[50] > 9.0);
        for (ends, step) in room.speeds.windows(2).zip(&room.steps) {
            let acceleration = (ends[1] * ends[1] - ends[0] * ends[0]) / (2.0 * step.metres);
            assert!((-BRAKING - 1e-9..=ACCELERATION + 1e-9).contains(&acceleration));
        }
    }

    #[test]
    fn a_curve_of_constant_power_is_the_same_between_its_points() {
        let mut model = big();
        let points = [10.0, 20.0, 40.0, 60.0];
        model.rimpull = points
            .iter()
            .map(|&kmh| ForcePoint { speed: Speed::clamped(kmh), force_kn: 1_800.0 * 3.6 / kmh })
            .collect();
        let (derived, curved) = (loaded(&big()), loaded(&model));
        for kmh in [10.0, 13.0, 29.0, 59.0] {
            near(curved.rimpull(kmh / 3.6), derived.rimpull(kmh / 3.6), 1e-6);
        }
        near(curved.steady_speed(0.12).unwrap(), derived.steady_speed(0.12).unwrap(), 1e-9);
        // Below the first point the force is held, not grown.
        near(curved.rimpull(1.0), 648_000.0, 1e-6);
        assert!(!curved.is_held_by_curve());
    }

    #[test]
    fn no_truck_goes_faster_than_its_curve_is_known() {
        let mut model = big();
        model.rimpull = vec![ForcePoint { speed: Speed::clamped(30.0), force_kn: 200.0 }];
        let truck = loaded(&model);
        assert!(truck.is_held_by_curve());
        near(truck.steady_speed(0.0).unwrap() * 3.6, 30.0, 1e-9);
    }

    #[test]
    fn a_road_steeper_than_the_grip_is_impassable() {
        let truck = loaded(&big());
        assert_eq!(truck.steady_speed(0.34), None);
        let road = [Stretch { length_m: 10.0, total: 0.34, limit_m_s: 5.0 }];
        assert_eq!(truck.drive(&road, &mut Room::default()), None);
    }

    #[test]
    fn an_empty_road_takes_no_time() {
        assert_eq!(loaded(&big()).drive(&[], &mut Room::default()), Some(Drive::default()));
    }
}
