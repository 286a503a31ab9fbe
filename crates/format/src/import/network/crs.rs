//! What a map's coordinates are, by the `crs` member that GeoJSON had before RFC 7946 and that programs still write, or by what
//! the caller names.
//!
//! Terms: *CRS*, a coordinate reference system, known by a number of the EPSG register (`urn:ogc:def:crs:EPSG::32652`); its *datum*
//! says where its ellipsoid lies in the earth.
//!
//! Coordinates of every projected system of the register are worked back into degrees, in whatever unit they are, so that lengths are
//! those of the ground and not of the grid: UTM shortens by up to four parts in ten thousand, web Mercator stretches 2.17 times at
//! 62.5°, a state plane may be in feet. Degrees stay on their own ellipsoid and are taken for those of WGS 84, which makes a road
//! at most one part in ten thousand longer; a shift between datums would move the whole map and change no length.
//!
//! Pitfall: nothing in a file proves that its coordinates are of the system that it names. Positions that the system cannot have, or has
//! only far from where it is meant for, are faults.

use super::super::json::Object;
use proj4rs::proj::Proj;
use proj4rs::transform::transform;

/// How far from its central meridian a transverse Mercator is believed, in degrees of the equator's length: beyond, its scale is off by
/// more than two parts in a hundred, and no mine uses it so. Assumed.
const WIDEST_DEG: f64 = 11.0;
/// Metres in a US survey foot.
const US_FOOT_M: f64 = 1_200.0 / 3_937.0;
/// Metres in a foot.
const FOOT_M: f64 = 0.304_8;
/// The number of web Mercator, and its older ones and those of Esri.
const WEB_MERCATOR: u32 = 3857;
const ALSO_WEB_MERCATOR: [u32; 4] = [3785, 900_913, 102_100, 102_113];

/// What coordinates are.
#[derive(Clone)]
pub(super) enum Crs {
    /// Longitude and latitude.
    Degrees,
    /// Metres that are true on the ground.
    Metres,
    /// Those of a projected system.
    Projected(Box<System>),
    /// Named so, and not known.
    Named(String),
}

/// A projected system.
#[derive(Clone)]
pub(super) struct System {
    code: u32,
    proj: Proj,
    /// Longitude and latitude on its own ellipsoid.
    degrees: Proj,
    /// The central meridian of a transverse Mercator.
    middle: Option<f64>,
    /// Metres in one of its units, where heights are in it too.
    pub(super) unit_m: f64,
}

impl Crs {
    /// What the file says; RFC 7946 knows nothing but degrees.
    pub(super) fn told(root: &Object<'_>) -> Crs {
        let Some(crs) = root.may("crs").and_then(|crs| crs.object()) else { return Crs::Degrees };
        let Some(properties) = crs.may("properties").and_then(|it| it.object()) else { return Crs::Degrees };
        let named = properties.may("name").and_then(|name| name.text());
        let coded = properties.may("code").map(|code| match (code.is_number(), code.is_text()) {
            (Some(number), _) => format!("EPSG:{number}"),
            (_, text) => format!("EPSG:{}", text.unwrap_or_default()),
        });
        match named.or(coded) {
            Some(name) => Crs::named(&name),
            None => Crs::Degrees,
        }
    }

    /// By a name such as `EPSG:3857`, `urn:ogc:def:crs:OGC:1.3:CRS84` or `http://www.opengis.net/def/crs/EPSG/0/32652`.
    fn named(name: &str) -> Crs {
        let last = name.trim().rsplit([':', '/', '#']).next().unwrap_or("").to_uppercase();
        if matches!(last.as_str(), "CRS84" | "CRS84H" | "CRS83" | "CRS27") {
            return Crs::Degrees;
        }
        let known = last.parse().ok().and_then(Crs::of_code);
        known.unwrap_or_else(|| Crs::Named(name.trim().to_owned()))
    }

    /// By its number in the EPSG register; none where it is not there, or is neither in degrees nor projected from them.
    pub(super) fn of_code(code: u32) -> Option<Crs> {
        let code = if ALSO_WEB_MERCATOR.contains(&code) { WEB_MERCATOR } else { code };
        let definition = crs_definitions::from_code(u16::try_from(code).ok()?)?.proj4;
        // Those that count from Paris or another town may be in grads.
        if definition.contains("+pm=") {
            return None;
        }
        if definition.contains("+proj=longlat") {
            return Some(Crs::Degrees);
        }
        System::of(code, definition).map(|system| Crs::Projected(Box::new(system)))
    }

    /// Whether it is web Mercator, which is never taken for metres on the ground.
    pub(super) fn is_web_mercator(&self) -> bool {
        matches!(self, Crs::Projected(system) if system.code == WEB_MERCATOR)
    }
}

impl System {
    fn of(code: u32, definition: &str) -> Option<System> {
        // What tells how one datum lies to another goes: degrees stay on the system's own.
        let words = definition.split_whitespace().filter_map(|word| match word {
            "+datum=NAD27" => Some("+ellps=clrk66"),
            word if word.starts_with("+towgs84=") || word.starts_with("+nadgrids=") => None,
            word => Some(word),
        });
        let words: Vec<&str> = words.collect();
        let value = |key: &str| words.iter().find_map(|word| word.strip_prefix(key));
        let number = |key: &str| value(key).and_then(|text| text.parse::<f64>().ok());
        let middle = match value("+proj=")? {
            // From the earth's centre.
            "geocent" => return None,
            "utm" => number("+zone=").map(|zone| zone * 6.0 - 183.0),
            "tmerc" => number("+lon_0=").or(Some(0.0)),
            _ => None,
        };
        let unit_m = match value("+units=") {
            Some("us-ft") => US_FOOT_M,
            Some("ft") => FOOT_M,
            _ => number("+to_meter=").unwrap_or(1.0),
        };
        let proj = Proj::from_proj_string(&words.join(" ")).ok()?;
        let degrees = Proj::from_proj_string("+proj=longlat +ellps=WGS84 +no_defs").ok()?;
        Some(System { code, proj, degrees, middle, unit_m })
    }

    /// Longitude and latitude of a place; none where the system has no such place, or is not meant for it.
    pub(super) fn degrees(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let mut place = (x, y, 0.0);
        transform(&self.proj, &self.degrees, &mut place).ok()?;
        let (longitude, latitude) = (place.0.to_degrees(), place.1.to_degrees());
        // Beyond what a projection is made for it may answer with any place.
        transform(&self.degrees, &self.proj, &mut place).ok()?;
        let is_back = libm::hypot(place.0 - x, place.1 - y) * self.unit_m < 0.1;
        if !is_back || !longitude.is_finite() || latitude.is_nan() || latitude.abs() > 90.0 {
            return None;
        }
        let turn = |degrees: f64| degrees - 360.0 * ((degrees + 180.0) / 360.0).floor();
        let away = |middle: f64| turn(longitude - middle).abs() * libm::cos(latitude.to_radians());
        self.middle.is_none_or(|middle| away(middle) <= WIDEST_DEG).then_some((longitude, latitude))
    }

    /// Its name, and its unit where that is not the metre.
    pub(super) fn told(&self) -> String {
        let name = self.name();
        match self.unit() {
            Some(unit) => format!("{name} in {unit}"),
            None => name,
        }
    }

    /// Its name.
    pub(super) fn name(&self) -> String {
        match self.code {
            WEB_MERCATOR => "web Mercator (EPSG:3857)".to_owned(),
            code => format!("EPSG:{code}"),
        }
    }

    /// Its unit where that is not the metre.
    pub(super) fn unit(&self) -> Option<&'static str> {
        match self.unit_m {
            1.0 => None,
            US_FOOT_M => Some("US survey feet"),
            FOOT_M => Some("feet"),
            _ => Some("units of its own"),
        }
    }
}

/// Whether metres lie where no grid has them that is true on the ground: beyond the width of a local grid or of UTM, and in no zone of
/// Gauss-Krüger, whose number stands before the six digits of an easting about 500,000.
pub(super) fn is_off_grids(x: f64, y: f64) -> bool {
    /// Local grids and UTM end here, m.
    const WIDE_M: f64 = 1_000_000.0;
    /// A zone's half width at the equator, m: 3° of longitude.
    const HALF_ZONE_M: f64 = 340_000.0;
    /// The northing of 78°, beyond which nobody mines, m.
    const FAR_NORTH_M: f64 = 8_700_000.0;
    let of_zone = x > 0.0 && (x.rem_euclid(WIDE_M) - 500_000.0).abs() <= HALF_ZONE_M;
    x.abs() > WIDE_M && !(of_zone && y.abs() <= FAR_NORTH_M)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A place of the system with this number.
    fn degrees(code: u32, x: f64, y: f64) -> Option<(f64, f64)> {
        match Crs::of_code(code) {
            Some(Crs::Projected(system)) => system.degrees(x, y),
            _ => panic!("EPSG:{code} is not projected"),
        }
    }

    #[test]
    fn names_of_every_shape_are_known() {
        for name in [
            "EPSG:3857",
            "urn:ogc:def:crs:EPSG::3857",
            "http://www.opengis.net/def/crs/EPSG/0/3857",
            "ESRI:102100",
            "EPSG:900913",
        ] {
            assert!(Crs::named(name).is_web_mercator(), "{name}");
        }
        for name in [
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "EPSG:4326",
            "EPSG:4979",
            "EPSG:4269",
            "EPSG:4267",
            "EPSG:4284",
            "EPSG:4200",
            "EPSG:7683",
            "urn:ogc:def:crs:EPSG:6.9:4617",
            "OGC:CRS83",
        ] {
            assert!(matches!(Crs::named(name), Crs::Degrees), "{name}");
        }
        // A mine's own grid, heights alone, the earth's centre, degrees from Paris, a projection that is not worked back.
        for name in ["mine grid", "EPSG:5773", "EPSG:4978", "EPSG:4807", "EPSG:27200", "EPSG:99999999999"] {
            assert!(matches!(Crs::named(name), Crs::Named(same) if same == name), "{name}");
        }
    }

    /// Examples of the register's own guide (IOGP Publication 373-7-2, Geomatics Guidance Note 7 part 2: Lambert conic conformal with
    /// two parallels in US survey feet, transverse Mercator), and the same place by PROJ 9.5 in what mines use.
    #[test]
    fn places_are_worked_back_as_the_register_says() {
        for (code, x, y, longitude, latitude) in [
            (32_040, 2_963_503.91, 254_759.80, -96.0, 28.5),
            (27_700, 577_274.99, 69_740.50, 0.5, 50.5),
            (3_857, 12_690_421.950433187, 8_978_686.3193477, 114.0, 62.5),
            (32_650, 345_489.773_7, 6_933_471.862_4, 114.0, 62.5),
            (28_419, 19_654_574.613_9, 6_936_367.369_7, 114.0, 62.5),
            (20_020, 20_345_425.386_1, 6_936_367.369_7, 114.0, 62.5),
            (28_480, 345_425.386_1, 6_936_367.369_7, 114.0, 62.5),
            (26_912, 345_489.773_7, 6_933_471.862_3, -114.0, 62.5),
            (26_711, 654_516.446_8, 6_933_271.618_2, -114.0, 62.5),
            (3_978, -935_677.322_1, 1_615_541.605_8, -114.0, 62.5),
            (2_227, 7_789_860.918_1, 11_498_014.918_6, -114.0, 62.5),
        ] {
            let is = degrees(code, x, y).unwrap();
            let by = (is.0 - longitude).abs().max((is.1 - latitude).abs());
            // A hundredth of a metre, or what the printed figures leave open.
            assert!(by < 2e-7, "EPSG:{code}: {is:?}");
        }
    }

    #[test]
    fn places_that_a_system_is_not_meant_for_are_none() {
        // East and north exchanged, web Mercator for UTM, another zone's easting, what is no place at all.
        for (code, x, y) in [
            (32_652, 6_931_500.0, 551_200.0),
            (28_422, 6_931_500.0, 22_551_200.0),
            (32_652, 12_690_422.0, 8_978_686.0),
            (28_422, 551_200.0, 6_931_500.0),
            (28_422, 19_551_200.0, 6_931_500.0),
            (3_978, 1e12, 1e12),
            (32_652, f64::NAN, 0.0),
        ] {
            assert_eq!(degrees(code, x, y), None, "EPSG:{code} {x} {y}");
        }
    }

    #[test]
    fn units_are_those_of_the_register() {
        for (code, unit) in [(2_227, Some("US survey feet")), (2_256, Some("feet")), (32_652, None)] {
            match Crs::of_code(code) {
                Some(Crs::Projected(system)) => assert_eq!(system.unit(), unit, "EPSG:{code}"),
                _ => panic!("EPSG:{code} is not projected"),
            }
        }
    }

    #[test]
    fn web_mercator_lies_where_no_grid_does() {
        // Mirny, Yellowknife, the Pilbara on web Mercator.
        for (x, y) in
            [(12_690_422.0, 8_978_686.0), (-12_730_000.0, 8_980_000.0), (13_100_000.0, -2_600_000.0)]
        {
            assert!(is_off_grids(x, y), "{x} {y}");
        }
        // A pit's own grid, UTM 50N, Gauss-Krüger zone 20, the far south of UTM.
        for (x, y) in [
            (-4_000.0, 12_000.0),
            (551_200.0, 6_931_500.0),
            (20_551_200.0, 6_931_500.0),
            (300_000.0, 9_900_000.0),
        ] {
            assert!(!is_off_grids(x, y), "{x} {y}");
        }
    }
}
