//! Quantities with units: integers for what is counted and paid, ranged finite floats for physics.
//!
//! A legal range is stated once, at the type, and everything else derives from it: the constructor's check, the
//! scenario reader's error text, the schema's minimum and maximum, and the test generators.
//!
//! Pitfall: a float quantity has no arithmetic of its own. Take the number out with `get()`, name the local
//! after its unit (`speed_m_s`), and put the result back into a type at the function's border.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

macro_rules! whole {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub i64);
        impl $name {
            /// The unit one step of the integer stands for.
            pub const UNIT: &'static str = $unit;
            /// Nothing.
            pub const ZERO: $name = $name(0);
            /// The number, in the type's unit.
            pub const fn get(self) -> i64 {
                self.0
            }
            /// This much times a share, rounded to the nearest whole unit.
            pub fn scaled(self, share: f64) -> Self {
                $name((self.0 as f64 * share).round() as i64)
            }
        }
        impl Add for $name {
            type Output = $name;
            fn add(self, other: $name) -> $name {
                $name(self.0.saturating_add(other.0))
            }
        }
        impl Sub for $name {
            type Output = $name;
            fn sub(self, other: $name) -> $name {
                $name(self.0.saturating_sub(other.0))
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: $name) {
                *self = *self + other;
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: $name) {
                *self = *self - other;
            }
        }
        impl Mul<i64> for $name {
            type Output = $name;
            fn mul(self, times: i64) -> $name {
                $name(self.0.saturating_mul(times))
            }
        }
        impl Neg for $name {
            type Output = $name;
            fn neg(self) -> $name {
                $name(self.0.saturating_neg())
            }
        }
        impl std::iter::Sum for $name {
            fn sum<It: Iterator<Item = $name>>(all: It) -> $name {
                all.fold($name::ZERO, |acc, one| acc + one)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} {}", self.0, $unit)
            }
        }
    };
}

whole!(
    /// Mass in whole kilograms.
    Mass, "kg"
);
whole!(
    /// Volume in whole litres (1 m³ = 1,000 L).
    Volume, "L"
);
whole!(
    /// Electric energy in whole kilowatt-hours.
    Energy, "kWh"
);
whole!(
    /// Money in the smallest unit of the scenario's currency (kopecks, cents). May be negative.
    Money, "minor"
);
whole!(
    /// A count in the item's own unit of issue: pieces, kilograms or litres.
    Quantity, "units"
);

impl Mass {
    /// The mass nearest to `tonnes`.
    pub fn from_tonnes(tonnes: f64) -> Self {
        Mass((tonnes * 1_000.0).round() as i64)
    }
    /// In tonnes, for display and physics.
    pub fn tonnes(self) -> f64 {
        self.0 as f64 / 1_000.0
    }
}

impl Volume {
    /// The volume nearest to `cubic_metres`.
    pub fn from_cubic_metres(cubic_metres: f64) -> Self {
        Volume((cubic_metres * 1_000.0).round() as i64)
    }
    /// In cubic metres.
    pub fn cubic_metres(self) -> f64 {
        self.0 as f64 / 1_000.0
    }
}

impl Money {
    /// The amount nearest to `major` units (rubles, dollars), a hundred minor units each.
    pub fn from_major(major: f64) -> Self {
        Money((major * 100.0).round() as i64)
    }
    /// In major units, for display.
    pub fn major(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

/// A number that is not finite or lies outside its type's range.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OutOfRange {
    /// What was measured, in words (`"temperature"`).
    pub what: &'static str,
    /// The unit of the number.
    pub unit: &'static str,
    /// The number that was given.
    pub value: f64,
    /// The least legal value.
    pub min: f64,
    /// The greatest legal value.
    pub max: f64,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, unit, value, min, max } = self;
        write!(f, "{what} of {value} {unit} is not between {min} and {max} {unit}")
    }
}

impl std::error::Error for OutOfRange {}

/// A physical quantity: a finite number with a unit and a legal range.
pub trait Ranged: Copy {
    /// What it measures, in words.
    const WHAT: &'static str;
    /// Its unit as written in column headers (`t`, `kmh`, `pct`).
    const UNIT: &'static str;
    /// The least legal value.
    const MIN: f64;
    /// The greatest legal value.
    const MAX: f64;
    /// Checks the number and gives the quantity.
    ///
    /// # Errors
    /// [`OutOfRange`] where the number is not finite or outside `MIN..=MAX`.
    fn new(value: f64) -> Result<Self, OutOfRange>;
    /// The number, in `UNIT`.
    fn get(self) -> f64;
}

macro_rules! ranged {
    ($(#[$doc:meta])* $name:ident, $what:literal, $unit:literal, $min:literal ..= $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(f64);
        impl Ranged for $name {
            const WHAT: &'static str = $what;
            const UNIT: &'static str = $unit;
            const MIN: f64 = $min;
            const MAX: f64 = $max;
            fn new(value: f64) -> Result<Self, OutOfRange> {
                if (Self::MIN..=Self::MAX).contains(&value) {
                    return Ok($name(value));
                }
                Err(OutOfRange { what: $what, unit: $unit, value, min: $min, max: $max })
            }
            fn get(self) -> f64 {
                self.0
            }
        }
        impl $name {
            /// The quantity nearest to `value` inside the legal range; not-a-number gives the least legal value.
            pub const fn clamped(value: f64) -> Self {
                if value >= $min && value <= $max {
                    return $name(value);
                }
                if value > $max { $name($max) } else { $name($min) }
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} {}", self.0, $unit)
            }
        }
    };
}

ranged!(
    /// Air temperature, °C.
    Celsius, "temperature", "c", -90.0..=60.0
);
ranged!(
    /// A length of road, m.
    Metres, "length", "m", 0.0..=100_000.0
);
ranged!(
    /// A coordinate of a place in the pit's own grid, m.
    Coordinate, "coordinate", "m", -1_000_000.0..=1_000_000.0
);
ranged!(
    /// A distance between sites, km.
    Kilometres, "distance", "km", 0.0..=20_000.0
);
ranged!(
    /// Speed, km/h.
    Speed, "speed", "kmh", 0.1..=1_000.0
);
ranged!(
    /// Power, kW.
    Power, "power", "kw", 1.0..=10_000.0
);
ranged!(
    /// Grade of a segment in its written direction, %; uphill is positive.
    Grade, "grade", "pct", -30.0..=30.0
);
ranged!(
    /// Rolling resistance as a share of weight, %.
    RollingResistance, "rolling resistance", "pct", 0.0..=30.0
);
ranged!(
    /// A share between nothing and all.
    Share, "share", "share", 0.0..=1.0
);
ranged!(
    /// A factor that multiplies a rate or a duration.
    Factor, "factor", "factor", 0.0..=100.0
);
ranged!(
    /// Coefficient of variation: standard deviation over mean.
    Variation, "coefficient of variation", "cv", 0.0..=10.0
);
ranged!(
    /// Thickness of ice, cm.
    IceThickness, "ice thickness", "cm", 0.0..=500.0
);
ranged!(
    /// Growth coefficient of ice in `h = alpha·sqrt(FDD)`, cm/√(°C·d).
    IceGrowth, "ice growth coefficient", "alpha", 0.1..=4.0
);
ranged!(
    /// Gold's bearing coefficient `A` in `P = A·h²`, kg/cm².
    Bearing, "bearing coefficient", "kg_cm2", 1.0..=10.0
);
ranged!(
    /// Freezing or thawing degree-days, °C·d.
    DegreeDays, "degree-days", "c_d", 0.0..=20_000.0
);
ranged!(
    /// Hours on a machine's meter, or a life or interval counted on it.
    MeterHours, "operating hours", "h", 0.0..=1_000_000.0
);
ranged!(
    /// Duration in hours.
    Hours, "duration", "h", 0.0..=100_000.0
);
ranged!(
    /// Duration in days.
    Days, "duration", "days", 0.0..=10_000.0
);
ranged!(
    /// Duration in seconds.
    Seconds, "duration", "s", 0.0..=100_000.0
);
ranged!(
    /// Flow of mass, t/h.
    TonnesPerHour, "rate", "t_h", 0.0..=100_000.0
);
ranged!(
    /// Density, t/m³.
    Density, "density", "t_m3", 0.1..=10.0
);
ranged!(
    /// Specific fuel consumption, g/kWh.
    SpecificFuel, "specific fuel consumption", "g_kwh", 100.0..=1_000.0
);
ranged!(
    /// Fuel flow, L/h.
    FuelFlow, "fuel flow", "l_h", 0.0..=5_000.0
);
ranged!(
    /// What a tyre bears without overheating: mean load times mean speed of the working day, t·km/h (TKPH).
    TyreRating, "tyre rating", "tkph", 1.0..=10_000.0
);
ranged!(
    /// Carbon dioxide let out for each kWh from a grid or generator, kg/kWh.
    GridCarbon, "carbon dioxide of electricity", "kg_kwh", 0.0..=3.0
);
ranged!(
    /// Latitude, degrees north.
    Latitude, "latitude", "deg", -90.0..=90.0
);
ranged!(
    /// Longitude, degrees east.
    Longitude, "longitude", "deg", -180.0..=180.0
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_quantity_refuses_what_is_not_finite_or_out_of_range() {
        assert!(Celsius::new(f64::NAN).is_err());
        assert!(Celsius::new(f64::INFINITY).is_err());
        let fault = Grade::new(45.0).unwrap_err();
        assert_eq!(fault.to_string(), "grade of 45 pct is not between -30 and 30 pct");
        assert_eq!(Share::clamped(f64::NAN).get(), 0.0);
        assert_eq!(Share::clamped(7.0).get(), 1.0);
    }

    #[test]
    fn money_and_mass_round_to_the_nearest_whole_unit() {
        assert_eq!(Money::from_major(12.345).get(), 1235);
        assert_eq!(Mass::from_tonnes(0.0004), Mass::ZERO);
        assert_eq!(Mass(10).scaled(0.25), Mass(3));
    }
}
