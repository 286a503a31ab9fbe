//! Ice on a road: growth, thaw, what it bears, and when the road opens and closes.
//!
//! ```text
//!  freeze-up ── FDD grow ice ──▶ construction_from ── construction days ──▶ first step: open ──▶ last step: full load
//!                                                    thaw since the coldest stretch, or closes_latest ──▶ closed for good
//! ```
//!
//! * **Growth.** Stefan's `h = alpha·sqrt(FDD)` is the closed form of `dh/dt = alpha²·(−T)/(2h)`. Stepped by whole days that
//!   is exactly `h' = sqrt(h² + alpha²·(−T))`, whatever the thickness the day begins with; snow cover and flooding
//!   are in `alpha`.
//! * **Thaw.** A day with mean `T` above 0 °C takes `melt·T` centimetres.
//! * **Bearing.** Gold's `P = A·h²` (L. W. Gold, "Use of ice covers for transportation", Canadian Geotechnical
//!   Journal 8, 1971), `P` in kg, `h` in cm; the allowed mass is the lesser of it and the operator's step. A
//!   static rule for short loads; standing loads, cracks and speed waves are not in it.
//! * **A day's thickness is that of its morning**: the drillers know what the days before made, not what this day will.
//! * **Coldest stretch.** The [`COLDEST_STRETCH_DAYS`] days with the lowest mean of the winter, found looking back; thaw
//!   before it is winter's and only thins the ice, thaw after it counts towards the closing.
//! * **Reopening.** A thaw may take the ice below the first step while the season lasts: the limit is then zero, and
//!   traffic begins again when the ice is [`REOPEN_MARGIN_CM`] thicker than that step asks, so that a road does not open and
//!   close with each night's frost. After the season's last day it stays closed until the next winter.
use iceroad_base::quantity::{IceThickness, Mass, Ranged};
use iceroad_model::climate::{IceSeason, IceStep};

/// How much thicker than the first step the ice must be for a road that thaw has closed to open again, cm (assumed).
pub const REOPEN_MARGIN_CM: f64 = 2.0;
/// Days of the coldest stretch of a winter (assumed: a month).
pub const COLDEST_STRETCH_DAYS: usize = 30;

/// The thickness after a day of mean temperature `mean_c`, cm; `alpha` in cm/√(°C·d), `melt` in cm/(°C·d).
///
/// ```
/// use iceroad_climate::ice::next_thickness;
/// // A hundred days of −25 °C are 2,500 °C·d: Stefan's 1.8·√2500 is 90 cm.
/// let grown = (0..100).fold(0.0, |cm, _| next_thickness(cm, -25.0, 1.8, 0.5));
/// assert!((grown - 90.0_f64).abs() < 1e-9);
/// assert_eq!(next_thickness(90.0, 4.0, 1.8, 0.5), 88.0);
/// ```
#[inline]
pub fn next_thickness(thickness_cm: f64, mean_c: f64, alpha: f64, melt: f64) -> f64 {
    if mean_c < 0.0 {
        return (thickness_cm * thickness_cm - alpha * alpha * mean_c).sqrt();
    }
    (thickness_cm - melt * mean_c).max(0.0)
}

/// Gold's bearing `A·h²` in whole kilograms, rounded down; `a` in kg/cm².
///
/// ```
/// use iceroad_climate::ice::bearing;
/// assert_eq!(bearing(4.0, 50.0).tonnes(), 10.0);
/// assert_eq!(bearing(4.0, 100.0).tonnes(), 40.0);
/// ```
pub fn bearing(a: f64, thickness_cm: f64) -> Mass {
    Mass((a * thickness_cm * thickness_cm) as i64)
}

/// The thickness that Gold's rule asks for a mass, cm.
pub fn thickness_needed(a: f64, mass: Mass) -> f64 {
    (mass.get() as f64 / a).max(0.0).sqrt()
}

/// The mass that a season's ice of this thickness allows: the lesser of the operator's step and Gold's
/// bearing; zero below the first step. Without steps it is the bearing alone.
pub fn allowed(season: &IceSeason, thickness_cm: f64) -> Mass {
    let by_bearing = bearing(season.bearing.get(), thickness_cm);
    let reached = season.steps.partition_point(|step| step.thickness.get() <= thickness_cm);
    match (season.steps.is_empty(), reached.checked_sub(1)) {
        (true, _) => by_bearing,
        (false, None) => Mass::ZERO,
        (false, Some(last)) => by_bearing.min(season.steps[last].gross),
    }
}

/// The thickness from which on a road may open: the first step's, or the construction's where there are no steps.
pub fn opening_thickness(season: &IceSeason) -> IceThickness {
    season.steps.first().map_or(season.construction_from, |step| step.thickness)
}

/// One winter of a road on ice. Days are in whatever count `first` has.
#[derive(Clone, PartialEq, Debug)]
pub struct Winter {
    /// The day of freeze-up.
    pub first: i64,
    /// Thickness on the morning of each day from `first` on, cm.
    pub thickness_cm: Vec<f64>,
    /// Allowed gross mass on each day from `first` on; zero is closed.
    pub limits: Vec<Mass>,
    /// The day on which construction began.
    pub construction: Option<i64>,
    /// First open day.
    pub opened: Option<i64>,
    /// First day at full load.
    pub full_load: Option<i64>,
    /// Last open day, where it opened.
    pub closed: Option<i64>,
}

impl Winter {
    /// The winter that has these daily means from freeze-up (`first`) to the day of `closes_latest`, both included.
    ///
    /// `full` is the mass that counts as full load where the season has no steps; with steps it is the last of them.
    pub fn of(season: &IceSeason, full: Option<Mass>, first: i64, means_c: &[f64]) -> Self {
        let thickness_cm = thicknesses(season, means_c);
        let construction = thickness_cm.iter().position(|cm| *cm >= season.construction_from.get());
        let last = last_day(season, means_c);
        let ready = construction.map(|day| day + season.construction.get().ceil() as usize);
        let limits = limits(season, &thickness_cm, ready.unwrap_or(usize::MAX), last);
        let full = season.steps.last().map(|step: &IceStep| step.gross).or(full);
        let day = |index: Option<usize>| index.map(|index| first + index as i64);
        let opened = limits.iter().position(|limit| *limit > Mass::ZERO);
        let full_load =
            full.and_then(|full| limits.iter().position(|limit| *limit >= full && full > Mass::ZERO));
        let closed = limits.iter().rposition(|limit| *limit > Mass::ZERO);
        Winter {
            first,
            construction: day(construction),
            opened: day(opened),
            full_load: day(full_load),
            closed: day(closed),
            thickness_cm,
            limits,
        }
    }
}

/// Thickness on the morning of each day, cm; bare water on the first.
fn thicknesses(season: &IceSeason, means_c: &[f64]) -> Vec<f64> {
    let (alpha, melt) = (season.alpha.get(), season.melt_cm_per_degree_day);
    let mut cm = 0.0;
    let mut mornings = Vec::with_capacity(means_c.len());
    for mean in means_c {
        mornings.push(cm);
        cm = next_thickness(cm, *mean, alpha, melt).min(IceThickness::MAX);
    }
    mornings
}

/// The index of the last day on which the road may be open: the one whose thaw closes it, or the last there is.
fn last_day(season: &IceSeason, means_c: &[f64]) -> usize {
    let mut thaw = 0.0;
    for (day, mean) in means_c.iter().enumerate().skip(coldest_stretch_end(means_c)) {
        thaw += mean.max(0.0);
        if thaw > 0.0 && thaw >= season.closes_after_thaw.get() {
            return day;
        }
    }
    means_c.len().saturating_sub(1)
}

/// The index after the coldest stretch; of equal stretches the first.
fn coldest_stretch_end(means_c: &[f64]) -> usize {
    let length = COLDEST_STRETCH_DAYS.min(means_c.len());
    let mut coldest = (f64::INFINITY, length);
    for (first, stretch) in means_c.windows(length.max(1)).enumerate() {
        let sum: f64 = stretch.iter().sum();
        if sum < coldest.0 {
            coldest = (sum, first + length);
        }
    }
    coldest.1
}

/// The limit of each day: zero before construction is done and after the last day.
fn limits(season: &IceSeason, thickness_cm: &[f64], ready: usize, last: usize) -> Vec<Mass> {
    let least = opening_thickness(season).get();
    let mut opens_at = least;
    let mut open = false;
    let mut limits = vec![Mass::ZERO; thickness_cm.len()];
    for (day, cm) in thickness_cm.iter().enumerate().take(last + 1).skip(ready) {
        if open && *cm < least {
            open = false;
            opens_at = least + REOPEN_MARGIN_CM;
        }
        open = open || *cm >= opens_at;
        if open {
            limits[day] = allowed(season, *cm);
        }
    }
    limits
}

#[cfg(test)]
mod tests;
