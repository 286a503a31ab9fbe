//! Force against speed: of an engine or a retarder, given as points or derived from power.
//!
//! Between points the force is linear in slowness (1/v). That keeps what the points say: it never overshoots, falls
//! where they fall, is level where they are level, and is exact where power is constant, as it is all along an electric
//! drive. Two other ways were tried on curves whose truth is known, each sampled at catalogue speeds (5, 8, 10, 12, 15,
//! 20, 25, 30, 40, 50, 60 km/h); greatest error in force, %:
//!
//! | curve | in slowness | monotone cubic (PCHIP) | straight in v |
//! |---|---:|---:|---:|
//! | constant power | 0.0 | 1.9 | 5.6 |
//! | a torque converter that slips up to 15 km/h | 0.5 | 1.3 | 3.9 |
//! | grip up to 8 km/h, a point there | 0.0 | 4.0 | 2.1 |
//! | grip up to 7 km/h, no point there | 9.5 | 7.0 | 8.3 |
//!
//! The test `ways_to_join_points` measures the table. A corner of the curve needs a point, whatever the way; with it
//! slowness is exact where the cubic wants to be smooth.
//!
//! Pitfalls. Below its first point a curve is held level, which is the safe side: a truck starts no stronger than its
//! data say. Above its last point it says nothing, so a truck goes no faster ([`Curve::last_m_s`]).

use iceroad_base::quantity::Ranged;
use iceroad_model::fleet::ForcePoint;

/// The greatest force at a speed.
#[derive(Clone, PartialEq, Debug)]
pub enum Curve {
    /// Constant power at the rim, W, no stronger than at a least speed, m/s (0: without bound).
    Power {
        /// Power, W.
        watts: f64,
        /// Where the force stops to grow, m/s.
        held_below: f64,
    },
    /// Points in falling order of slowness (s/m), so in rising order of speed; force, N, never rises with speed.
    Points(Vec<(f64, f64)>),
}

impl Curve {
    /// The curve through points in rising order of speed, forced to fall; nothing where there are none.
    pub fn through(points: &[ForcePoint]) -> Option<Curve> {
        let mut least = f64::INFINITY;
        let points: Vec<(f64, f64)> = points
            .iter()
            .map(|point| {
                least = least.min(point.force_kn * 1_000.0);
                (3.6 / point.speed.get(), least)
            })
            .collect();
        (!points.is_empty()).then_some(Curve::Points(points))
    }

    /// Force at `speed` m/s, N.
    pub fn force(&self, speed: f64) -> f64 {
        match self {
            Curve::Power { watts, held_below } => watts / speed.max(*held_below).max(1e-9),
            Curve::Points(points) => on_points(points, speed),
        }
    }

    /// The last speed the curve knows, m/s; without end where it is derived from power.
    pub fn last_m_s(&self) -> f64 {
        match self {
            Curve::Power { .. } => f64::INFINITY,
            Curve::Points(points) => points.last().map_or(f64::INFINITY, |&(slowness, _)| 1.0 / slowness),
        }
    }

    /// The greatest speed from `slow` to `fast` at which `force` (never rising with speed) is at least `needed`.
    ///
    /// It must be so at `slow`.
    pub(super) fn crossing(force: impl Fn(f64) -> f64, needed: f64, slow: f64, fast: f64) -> f64 {
        // One crossing; 60 halvings exhaust the float.
        let (mut slow, mut fast) = (slow, fast);
        for _ in 0..60 {
            let middle = (slow + fast) / 2.0;
            if force(middle) >= needed { slow = middle } else { fast = middle }
        }
        slow
    }
}

/// Force on points, linear in slowness between them; held below the first and at the last.
fn on_points(points: &[(f64, f64)], speed: f64) -> f64 {
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
    use iceroad_base::quantity::Speed;

    const CATALOGUE_KMH: [f64; 11] = [5.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0];

    /// Monotone piecewise cubic Hermite interpolation with the slopes of Fritsch and Butland (1984), as in PCHIP.
    fn cubic(points: &[(f64, f64)], x: f64) -> f64 {
        let n = points.len();
        let h: Vec<f64> = points.windows(2).map(|p| p[1].0 - p[0].0).collect();
        let s: Vec<f64> = points.windows(2).map(|p| (p[1].1 - p[0].1) / (p[1].0 - p[0].0)).collect();
        let slope = |i: usize| {
            if i == 0 {
                return end(h[0], h[1], s[0], s[1]);
            }
            if i == n - 1 {
                return end(h[n - 2], h[n - 3], s[n - 2], s[n - 3]);
            }
            if s[i - 1] * s[i] <= 0.0 {
                return 0.0;
            }
            let (w1, w2) = (2.0 * h[i] + h[i - 1], h[i] + 2.0 * h[i - 1]);
            (w1 + w2) / (w1 / s[i - 1] + w2 / s[i])
        };
        let i = points.windows(2).position(|p| x <= p[1].0).unwrap_or(n - 2);
        let t = (x - points[i].0) / h[i];
        let (t2, t3) = (t * t, t * t * t);
        (2.0 * t3 - 3.0 * t2 + 1.0) * points[i].1
            + (t3 - 2.0 * t2 + t) * h[i] * slope(i)
            + (-2.0 * t3 + 3.0 * t2) * points[i + 1].1
            + (t3 - t2) * h[i] * slope(i + 1)
    }

    /// The slope at an end: of the parabola through three points, kept from overshooting.
    fn end(h0: f64, h1: f64, s0: f64, s1: f64) -> f64 {
        let slope = ((2.0 * h0 + h1) * s0 - h0 * s1) / (h0 + h1);
        if slope * s0 <= 0.0 {
            return 0.0;
        }
        if s0 * s1 <= 0.0 && slope.abs() > 3.0 * s0.abs() { 3.0 * s0 } else { slope }
    }

    fn straight(points: &[(f64, f64)], x: f64) -> f64 {
        let i = points.windows(2).position(|p| x <= p[1].0).unwrap_or(points.len() - 2);
        let ((x0, y0), (x1, y1)) = (points[i], points[i + 1]);
        y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    }

    /// Greatest error of each way, %, between the first and the last point.
    fn errors(truth: impl Fn(f64) -> f64) -> [f64; 3] {
        let given: Vec<ForcePoint> = CATALOGUE_KMH
            .iter()
            .map(|&kmh| ForcePoint { speed: Speed::clamped(kmh), force_kn: truth(kmh) / 1_000.0 })
            .collect();
        let curve = Curve::through(&given).unwrap();
        let points: Vec<(f64, f64)> = given.iter().map(|p| (p.speed.get(), p.force_kn * 1_000.0)).collect();
        let mut worst = [0.0_f64; 3];
        for step in 0..=5_500 {
            let kmh = 5.0 + f64::from(step) / 100.0;
            let found = [curve.force(kmh / 3.6), cubic(&points, kmh), straight(&points, kmh)];
            for (worst, found) in worst.iter_mut().zip(found) {
                *worst = worst.max((found / truth(kmh) - 1.0).abs() * 100.0);
            }
        }
        worst
    }

    #[test]
    fn ways_to_join_points() {
        let power = |kmh: f64| 1_000_000.0 * 3.6 / kmh;
        let grip = |top: f64| move |kmh: f64| power(kmh).min(power(top));
        // A converter that passes on less the slower it turns, up to lock-up at 15 km/h.
        let slips = |kmh: f64| {
            power(kmh) * (1.0 - 0.4 * ((15.0 - kmh).max(0.0) / 15.0) * ((15.0 - kmh).max(0.0) / 15.0))
        };
        let found = [errors(power), errors(slips), errors(grip(8.0)), errors(grip(7.0))];
        let table = [[0.0, 1.9, 5.6], [0.5, 1.3, 3.9], [0.0, 4.0, 2.1], [9.5, 7.0, 8.3]];
        for (found, told) in found.iter().flatten().zip(table.iter().flatten()) {
            assert!((found - told).abs() < 0.051, "{found} {told}");
        }
    }

    #[test]
    fn the_curve_never_overshoots_its_points() {
        let given = [(5.0, 400.0), (9.0, 400.0), (9.5, 210.0), (30.0, 60.0)]
            .map(|(kmh, force_kn)| ForcePoint { speed: Speed::clamped(kmh), force_kn });
        let curve = Curve::through(&given).unwrap();
        let mut before = f64::INFINITY;
        for step in 0..=3_000 {
            let kmh = f64::from(step) / 100.0;
            let force = curve.force(kmh / 3.6);
            assert!(
                force <= before + 1e-9 && (60_000.0 - 1e-6..=400_000.0).contains(&force),
                "{kmh}: {force}"
            );
            before = force;
        }
        // Level where the points are level.
        assert_eq!(curve.force(7.0 / 3.6), 400_000.0);
    }
}
