//! What a map's coordinates are, by the `crs` member that GeoJSON had before RFC 7946 and that programs still write.
//!
//! Terms: *CRS*, a coordinate reference system, known by a number of the EPSG register (`urn:ogc:def:crs:EPSG::32652`).
//! Systems in degrees are taken for WGS 84: another ellipsoid makes a road at most one part in ten thousand longer. Grids
//! of the transverse Mercator kind (UTM, Gauss–Krüger and their like) are true on the ground to one part in a thousand
//! (Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, 1987, chapter 8), so their metres are taken as
//! they are. Web Mercator stretches by the reciprocal of the cosine of latitude, 2.17 times at 62.5°, and is worked back
//! into degrees. What else is projected may be in feet or stretched anyhow, and is for whoever knows the map to tell.

use super::super::json::Object;
use std::ops::RangeInclusive;

/// Radius of the sphere of web Mercator, m.
const SPHERE_M: f64 = 6_378_137.0;
/// Half the width of its map of the world, m: π radii.
pub(super) const MERCATOR_MOST_M: f64 = 20_037_508.35;

/// What coordinates are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Crs {
    /// Longitude and latitude.
    Degrees,
    /// Metres of web Mercator.
    WebMercator,
    /// Metres that are true on the ground.
    Metres,
    /// Named so, and neither of those known here.
    Named(String),
}

/// Common systems in degrees: WGS 84, NAD83 and its successors, NAD27, ETRS89, GDA94, GDA2020, CGCS2000, Pulkovo 1942 and
/// 1995, GSK-2011, SIRGAS 2000, Hartebeesthoek 94. Others are known by their numbers, which fit degrees.
const DEGREES: [u32; 16] =
    [4326, 4979, 4269, 4617, 6318, 4267, 4258, 4283, 7844, 4490, 4284, 4200, 7683, 4674, 4148, 4019];

/// Web Mercator, its older numbers, and those of Esri.
const WEB_MERCATOR: [u32; 5] = [3857, 3785, 900_913, 102_100, 102_113];

/// Grids of the transverse Mercator kind in metres, by the names of the register.
const METRES: [RangeInclusive<u32>; 34] = [
    32_601..=32_660, // WGS 84 / UTM north
    32_701..=32_760, // WGS 84 / UTM south
    32_201..=32_260, // WGS 72 / UTM north
    32_301..=32_360, // WGS 72 / UTM south
    26_901..=26_923, // NAD83 / UTM
    26_701..=26_722, // NAD27 / UTM
    2_955..=2_962,   // NAD83(CSRS) / UTM 11N to 13N, 17N to 21N
    3_154..=3_160,   // NAD83(CSRS) / UTM 7N to 10N, 14N to 16N
    3_761..=3_761,   // NAD83(CSRS) / UTM 22N
    6_328..=6_348,   // NAD83(2011) / UTM 59N to 19N
    2_945..=2_953,   // NAD83(CSRS) / MTM 3 to 10
    32_181..=32_197, // NAD83 / MTM
    25_828..=25_838, // ETRS89 / UTM
    23_028..=23_038, // ED50 / UTM
    3_067..=3_067,   // ETRS89 / TM35FIN
    3_006..=3_018,   // SWEREF99 TM and its local zones
    5_105..=5_130,   // ETRS89 / NTM
    28_402..=28_432, // Pulkovo 1942 / Gauss-Krüger
    28_462..=28_492, // Pulkovo 1942 / Gauss-Krüger N
    20_004..=20_032, // Pulkovo 1995 / Gauss-Krüger
    20_064..=20_092, // Pulkovo 1995 / Gauss-Krüger N
    2_523..=2_758,   // Pulkovo 1942 and 1995 / 3-degree Gauss-Krüger
    21_413..=21_423, // Beijing 1954 / Gauss-Krüger
    2_327..=2_390,   // Xian 1980 / Gauss-Krüger
    4_491..=4_554,   // CGCS2000 / Gauss-Krüger
    28_348..=28_358, // GDA94 / MGA
    7_846..=7_859,   // GDA2020 / MGA
    31_965..=31_985, // SIRGAS 2000 / UTM
    29_168..=29_195, // SAD69 / UTM
    24_877..=24_882, // PSAD56 / UTM south
    2_046..=2_055,   // Hartebeesthoek94 / Lo
    2_193..=2_193,   // NZGD2000 / New Zealand Transverse Mercator
    22_171..=22_177, // POSGAR 98 / Argentina
    5_343..=5_349,   // POSGAR 2007 / Argentina
];

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
        match last.parse::<u32>() {
            Ok(code) if DEGREES.contains(&code) => Crs::Degrees,
            Ok(code) if WEB_MERCATOR.contains(&code) => Crs::WebMercator,
            Ok(code) if METRES.iter().any(|range| range.contains(&code)) => Crs::Metres,
            _ => Crs::Named(name.trim().to_owned()),
        }
    }
}

/// Longitude and latitude of a place on web Mercator.
pub(super) fn from_web_mercator(x: f64, y: f64) -> (f64, f64) {
    let latitude = 2.0 * libm::atan(libm::exp(y / SPHERE_M)) - std::f64::consts::FRAC_PI_2;
    ((x / SPHERE_M).to_degrees(), latitude.to_degrees())
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

    #[test]
    fn names_of_every_shape_are_known() {
        for name in [
            "EPSG:3857",
            "urn:ogc:def:crs:EPSG::3857",
            "http://www.opengis.net/def/crs/EPSG/0/3857",
            "ESRI:102100",
        ] {
            assert_eq!(Crs::named(name), Crs::WebMercator, "{name}");
        }
        for name in
            ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG:6.9:4617", "OGC:CRS83"]
        {
            assert_eq!(Crs::named(name), Crs::Degrees, "{name}");
        }
        for name in ["urn:ogc:def:crs:EPSG::32652", "EPSG:28422", "EPSG:26912", "epsg:2956"] {
            assert_eq!(Crs::named(name), Crs::Metres, "{name}");
        }
        // A state plane in feet, Canada's Lambert, the world's Mercator, a mine's own grid.
        for name in ["EPSG:2227", "EPSG:3978", "EPSG:3395", "mine grid"] {
            assert_eq!(Crs::named(name), Crs::Named(name.to_owned()));
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

    #[test]
    fn web_mercator_is_worked_back() {
        let (longitude, latitude) = from_web_mercator(12_690_421.950433187, 8_978_686.3193477);
        assert!((longitude - 114.0).abs() < 1e-9 && (latitude - 62.5).abs() < 1e-9, "{longitude} {latitude}");
        assert!((from_web_mercator(0.0, MERCATOR_MOST_M).1 - 85.051_128_8).abs() < 1e-6);
    }
}
