//! From longitude and latitude to metres in a pit's grid: east, north.
//!
//! Transverse Mercator on the WGS 84 ellipsoid with its own central meridian and scale 1 (Snyder, Map Projections: A
//! Working Manual, USGS Professional Paper 1395, 1987, formulas 3-21 and 8-9 to 8-10). Ten kilometres from the origin
//! lengths are true to three millionths, so that the length of a road needs nothing finer.

/// Semi-major axis of WGS 84, m.
const A: f64 = 6_378_137.0;
/// Flattening of WGS 84.
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// Square of the eccentricity.
const E2: f64 = FLATTENING * (2.0 - FLATTENING);
/// Square of the second eccentricity.
const EP2: f64 = E2 / (1.0 - E2);

/// A grid in metres around an origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct LocalGrid {
    longitude: f64,
    arc_m: f64,
}

impl LocalGrid {
    /// A grid whose origin is at these degrees.
    pub(super) fn at(longitude: f64, latitude: f64) -> Self {
        Self { longitude, arc_m: meridian_arc(latitude.to_radians()) }
    }

    /// Metres east and north of the origin.
    pub(super) fn metres(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let phi = latitude.to_radians();
        let (sin, cos) = (libm::sin(phi), libm::cos(phi));
        let n = A / (1.0 - E2 * sin * sin).sqrt();
        let tan = if cos == 0.0 { 0.0 } else { sin / cos };
        let (t, c) = (tan * tan, EP2 * cos * cos);
        // Across the date line the shorter way round.
        let mut degrees = longitude - self.longitude;
        if degrees > 180.0 {
            degrees -= 360.0;
        } else if degrees < -180.0 {
            degrees += 360.0;
        }
        let a = degrees.to_radians() * cos;
        let a2 = a * a;
        let fifth = 5.0 - 18.0 * t + t * t + 72.0 * c - 58.0 * EP2;
        let east = n * a * (1.0 + (1.0 - t + c) * a2 / 6.0 + fifth * a2 * a2 / 120.0);
        let fourth = 5.0 - t + 9.0 * c + 4.0 * c * c;
        let sixth = 61.0 - 58.0 * t + t * t + 600.0 * c - 330.0 * EP2;
        let bend = n * tan * a2 * (0.5 + fourth * a2 / 24.0 + sixth * a2 * a2 / 720.0);
        (east, meridian_arc(phi) - self.arc_m + bend)
    }
}

/// Metres along the meridian from the equator.
fn meridian_arc(phi: f64) -> f64 {
    let (e4, e6) = (E2 * E2, E2 * E2 * E2);
    let straight = 1.0 - E2 / 4.0 - 3.0 * e4 / 64.0 - 5.0 * e6 / 256.0;
    let twice = 3.0 * E2 / 8.0 + 3.0 * e4 / 32.0 + 45.0 * e6 / 1_024.0;
    let four = 15.0 * e4 / 256.0 + 45.0 * e6 / 1_024.0;
    let six = 35.0 * e6 / 3_072.0;
    A * (straight * phi - twice * libm::sin(2.0 * phi) + four * libm::sin(4.0 * phi)
        - six * libm::sin(6.0 * phi))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(is: f64, said: f64, by: f64) {
        assert!((is - said).abs() <= by, "{is} is not {said}");
    }

    #[test]
    fn degrees_are_as_long_as_tables_say() {
        // Lengths of a degree on WGS 84 as printed in tables of the geodetic services, to the metre.
        for (latitude, north, east) in [(0.0, 110_574.0, 111_320.0), (60.0, 111_412.0, 55_800.0)] {
            let grid = LocalGrid::at(10.0, latitude);
            near(grid.metres(10.0, latitude + 0.5).1 - grid.metres(10.0, latitude - 0.5).1, north, 1.0);
            near(grid.metres(10.05, latitude).0 * 20.0, east, 1.0);
        }
        // The quarter meridian, 10 001 965.729 m.
        near(meridian_arc(std::f64::consts::FRAC_PI_2), 10_001_965.729, 0.01);
    }

    #[test]
    fn the_date_line_is_no_border() {
        let grid = LocalGrid::at(179.99, 66.0);
        near(grid.metres(-179.99, 66.0).0, grid.metres(179.97, 66.0).0.abs(), 1e-6);
    }

    #[test]
    fn a_straight_way_is_as_long_in_the_grid_as_on_the_ellipsoid() {
        // 0.1 degrees along the parallel of 65 N, 8 km from the origin: the arc is N cos φ Δλ = 4 718.06 m, the
        // chord a millimetre less.
        let grid = LocalGrid::at(128.0, 65.0);
        let (west, east) = (grid.metres(128.05, 65.05), grid.metres(128.15, 65.05));
        let length = libm::hypot(east.0 - west.0, east.1 - west.1);
        let phi = 65.05_f64.to_radians();
        let n = A / (1.0 - E2 * libm::sin(phi) * libm::sin(phi)).sqrt();
        near(length, n * libm::cos(phi) * 0.1_f64.to_radians(), 0.02);
    }
}
