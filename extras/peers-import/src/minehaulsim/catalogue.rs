//! minehaulsim's catalogue: what its machines are, for a file names them only. From the source of minehaulsim 0.12.1
//! (Apache-2.0), which says itself that these are values of a class and no maker's.

/// A truck of the peer's catalogue.
pub(super) struct TruckClass {
    pub(super) name: &'static str,
    pub(super) payload_t: f64,
    /// Standard deviation of the payload, t.
    pub(super) spread_t: f64,
    pub(super) empty_t: f64,
    pub(super) power_kw: f64,
    pub(super) top_kmh: f64,
}

/// The trucks of minehaulsim 0.12.1 that drive in open pits; class values, as it says itself, no maker's.
pub(super) const TRUCKS: [TruckClass; 3] = [
    TruckClass {
        name: "CAT_777G",
        payload_t: 98.0,
        spread_t: 5.0,
        empty_t: 74.0,
        power_kw: 765.0,
        top_kmh: 60.0,
    },
    TruckClass {
        name: "CAT_785D",
        payload_t: 140.0,
        spread_t: 7.0,
        empty_t: 102.0,
        power_kw: 1_082.0,
        top_kmh: 55.0,
    },
    TruckClass {
        name: "CAT_793F",
        payload_t: 227.0,
        spread_t: 11.0,
        empty_t: 165.0,
        power_kw: 1_976.0,
        top_kmh: 60.0,
    },
];

/// A loader of the peer's catalogue.
pub(super) struct LoaderClass {
    pub(super) name: &'static str,
    pub(super) pass_t: f64,
    pub(super) pass_s: f64,
    /// Coefficient of variation of a whole load's time.
    pub(super) cv: f64,
    pub(super) spot_s: f64,
}

/// The loaders of minehaulsim 0.12.1 that work in open pits.
pub(super) const LOADERS: [LoaderClass; 3] = [
    LoaderClass { name: "SHOVEL_25", pass_t: 25.0, pass_s: 35.0, cv: 0.18, spot_s: 30.0 },
    LoaderClass { name: "SHOVEL_45", pass_t: 45.0, pass_s: 38.0, cv: 0.18, spot_s: 30.0 },
    LoaderClass { name: "WHEEL_LOADER_18", pass_t: 18.0, pass_s: 42.0, cv: 0.22, spot_s: 25.0 },
];

/// Mean dumping time of minehaulsim 0.12.1, s.
pub(super) const DUMP_S: f64 = 55.0;
/// Width class of its open-pit trucks: they do not fit on narrower segments.
pub(super) const WIDTH: i64 = 2;
