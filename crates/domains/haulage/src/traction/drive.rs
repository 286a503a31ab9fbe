//! A drive from standstill to standstill: the road cut into steps, a pass forward, a pass backward, and the sums.

use super::{ACCELERATION, BRAKING, ROTATING, STEP_M, Supply, Vehicle};

/// A piece of road with one grade and one limit.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Stretch {
    /// Length, m.
    pub length_m: f64,
    /// Grade plus rolling resistance, share of weight.
    pub total: f64,
    /// Speed limit, m/s.
    pub limit_m_s: f64,
    /// Whether a trolley line hangs over it.
    pub trolley: bool,
}

/// What a drive from standstill to standstill comes to.
///
/// `rim_joules − brake_joules` is what gravity and rolling resistance took, for the truck stands at both ends.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Drive {
    /// Time, s.
    pub seconds: f64,
    /// Work of the rimpull, J.
    pub rim_joules: f64,
    /// Work of retarder and brakes, J.
    pub brake_joules: f64,
    /// Fuel, L: for each step the greater of what the work needs and what idling burns.
    pub litres: f64,
    /// Out of the battery, J; below zero where more came back than went out.
    pub battery_joules: f64,
    /// Out of the trolley line, J.
    pub trolley_joules: f64,
    /// Length, m.
    pub metres: f64,
}

impl Vehicle {
    /// Drives the road from standstill to standstill. `room` is scratch space, kept to save allocations.
    ///
    /// Nothing where a stretch is too steep to climb, or too steep for the retarder to hold the truck.
    pub fn drive(&self, road: &[Stretch], room: &mut Room) -> Option<Drive> {
        room.cut(self, road)?;
        self.accelerate(room);
        self.brake(room);
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
            let guess = advance(speed, self.spare(speed, step), step.metres);
            let mut next = advance(speed, self.spare((speed + guess) / 2.0, step), step.metres);
            // A step is too coarse to swing through the steady speed; nor does the real truck.
            next = if speed >= step.steady { next.max(step.steady) } else { next.min(step.steady) };
            speed = next.min(step.cap).min(beyond);
            room.speeds[index + 1] = speed;
        }
    }

    /// The backward pass: no faster than can be undone before the next limit and the stop, with [`BRAKING`] or by what
    /// slows the truck of itself at full force where that is more: a steep climb does, and asks for no brakes.
    fn brake(&self, room: &mut Room) {
        let mut allowed = 0.0_f64;
        if let Some(last) = room.speeds.last_mut() {
            *last = 0.0;
        }
        for (index, step) in room.steps.iter().enumerate().rev() {
            let driven = room.speeds[index];
            if driven > allowed {
                let slowing = BRAKING.max(-self.spare(driven, step));
                allowed = advance(allowed, slowing, step.metres).min(driven);
            } else {
                allowed = driven;
            }
            room.speeds[index] = allowed;
        }
    }

    /// Acceleration from the force to spare, m/s².
    fn spare(&self, speed: f64, step: &Step) -> f64 {
        let force = self.rimpull_under(speed, step.trolley) - self.resistance(step.total);
        (force / (self.mass_kg * (1.0 + ROTATING))).min(ACCELERATION)
    }

    fn sum_up(&self, room: &Room) -> Drive {
        let mut drive = Drive::default();
        let mut before: Option<(Step, f64, f64, Drive)> = None;
        for (step, ends) in room.steps.iter().zip(room.speeds.windows(2)) {
            // Most steps are as the one before, which saves their divisions.
            let one = match before {
                Some((same, from, to, one)) if same == *step && from == ends[0] && to == ends[1] => one,
                _ => self.one_step(step, ends[0], ends[1]),
            };
            before = Some((*step, ends[0], ends[1], one));
            drive.seconds += one.seconds;
            drive.rim_joules += one.rim_joules;
            drive.brake_joules += one.brake_joules;
            drive.litres += one.litres;
            drive.battery_joules += one.battery_joules;
            drive.trolley_joules += one.trolley_joules;
            drive.metres += one.metres;
        }
        drive
    }

    /// A step at constant acceleration, so that time and work are exact.
    fn one_step(&self, step: &Step, from: f64, to: f64) -> Drive {
        let seconds = 2.0 * step.metres / (from + to);
        let acceleration = (to * to - from * from) / (2.0 * step.metres);
        let force = self.mass_kg * (1.0 + ROTATING) * acceleration + self.resistance(step.total);
        let joules = force.max(0.0) * step.metres;
        let mut one = Drive {
            seconds,
            rim_joules: joules,
            brake_joules: (-force).max(0.0) * step.metres,
            metres: step.metres,
            ..Drive::default()
        };
        // Under a line the motors take all they need from it.
        let mut own = joules;
        if step.trolley {
            one.trolley_joules = joules / self.efficiency;
            own = 0.0;
        }
        match self.supply {
            Supply::Engine { litres_per_joule_at_rim, idle_l_per_s } => {
                // Below lock-up the converter passes on power in proportion to speed.
                let slip = (self.lockup_m_s * seconds / step.metres).max(1.0);
                one.litres = (own * slip * litres_per_joule_at_rim).max(seconds * idle_l_per_s);
            }
            Supply::Battery { regen, idle_w } => {
                one.battery_joules = own / self.efficiency - one.brake_joules * regen + idle_w * seconds;
            }
        }
        one
    }
}

/// Scratch space of [`Vehicle::drive`].
#[derive(Clone, Debug, Default)]
pub struct Room {
    steps: Vec<Step>,
    /// Speeds at the ends of the steps, one more than there are steps.
    speeds: Vec<f64>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
struct Step {
    metres: f64,
    total: f64,
    /// Greatest allowed speed: sign, top speed, retarder.
    cap: f64,
    /// Where climbing settles.
    steady: f64,
    /// Whether the truck takes its power from a line here.
    trolley: bool,
}

impl Room {
    /// Cuts the road into steps, at least two a stretch so that even the shortest is driven at some speed.
    fn cut(&mut self, vehicle: &Vehicle, road: &[Stretch]) -> Option<()> {
        self.steps.clear();
        for stretch in road.iter().filter(|stretch| pieces(stretch.length_m) > 0) {
            let trolley = vehicle.takes_line(stretch.total, stretch.trolley);
            let steady = vehicle.steady_speed_under(stretch.total, trolley)?;
            let cap = stretch.limit_m_s.min(vehicle.retarded_speed(stretch.total)?);
            let n = pieces(stretch.length_m);
            let step =
                Step { metres: stretch.length_m / n as f64, total: stretch.total, cap, steady, trolley };
            self.steps.extend(std::iter::repeat_n(step, n));
        }
        self.speeds.clear();
        self.speeds.resize(self.steps.len() + 1, 0.0);
        Some(())
    }

    /// Calls with the time since the start at the end of each stretch of the last drive's road, s; what it calls with
    /// last is the drive's time.
    pub(crate) fn ends(&self, road: &[Stretch], mut each: impl FnMut(f64)) {
        let mut ends = self.steps.iter().zip(self.speeds.windows(2));
        let mut seconds = 0.0;
        for stretch in road {
            for (step, ends) in ends.by_ref().take(pieces(stretch.length_m)) {
                seconds += 2.0 * step.metres / (ends[0] + ends[1]);
            }
            each(seconds);
        }
    }

    /// Each step of the last drive: its length, total resistance, and the speeds at its ends. For tests.
    #[cfg(test)]
    pub(super) fn driven(&self) -> impl Iterator<Item = (f64, f64, f64, f64)> + '_ {
        let steps = self.steps.iter().zip(self.speeds.windows(2));
        steps.map(|(step, ends)| (step.metres, step.total, ends[0], ends[1]))
    }
}

/// A stretch shorter than this is no way at all, m: squares of the speeds on it would vanish, and the drive's time with them.
const LEAST_M: f64 = 1e-3;

/// How many steps a stretch of this length is cut into.
fn pieces(length_m: f64) -> usize {
    if length_m < LEAST_M {
        return 0;
    }
    (length_m / STEP_M).ceil().max(2.0) as usize
}

/// The speed after `metres` at a constant acceleration.
fn advance(speed: f64, acceleration: f64, metres: f64) -> f64 {
    (speed * speed + 2.0 * acceleration * metres).max(0.0).sqrt()
}
