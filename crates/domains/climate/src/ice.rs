//! Ice on a road: growth, thaw, what it bears, and when the road opens and closes.
//!
//! ```text
//!  freeze-up ── FDD grow ice ──▶ construction_from ── construction days ──▶ first step: open ──▶ last step: full load
//!                      thaw since the coldest stretch, the operators' day, or closes_latest ──▶ closed for good
//! ```
//!
//! * **Growth.** Stefan's `h = alpha·sqrt(FDD)` is the closed form of `dh/dt = alpha²·(−T)/(2h)`. Stepped by whole days that
//!   is exactly `h' = sqrt(h² + alpha²·(−T))`, whatever the thickness the day begins with; snow cover is in `alpha`.
//! * **Work.** From the first day of construction on the snow is cleared (`cleared_alpha`), and each day of frost flooding
//!   adds its centimetres, up to the last step's thickness, where the pumps stop. Both are written so that more frost never
//!   means less ice: each day's map from ice to ice rises, and colder days begin the work earlier.
//! * **Thaw.** A day with mean `T` above 0 °C takes `melt·T` centimetres.
//! * **Bearing.** Gold's `P = A·h²` (L. W. Gold, "Use of ice covers for transportation", Canadian Geotechnical
//!   Journal 8, 1971), `P` in kg, `h` in cm; the allowed mass is the lesser of it and the operator's step. A
//!   static rule for short loads; standing loads, cracks and speed waves are not in it.
//! * **A day's thickness is that of its morning**: the drillers know what the days before made, not what this day will.
//! * **Closing.** The earliest of three: thaw degree-days since the coldest stretch (counted above `thaw_base_c`: in spring
//!   the sun softens snow and portages while the daily mean is still below zero), the operators' own day with its spread, and
//!   `closes_latest`. Before it, heavier steps are taken back (`ends_before_closing_days`).
//! * **Coldest stretch.** The [`COLDEST_STRETCH_DAYS`] days with the lowest mean of the winter, found looking back; thaw
//!   before it is winter's and only thins the ice, thaw after it counts towards the closing.
//! * **Luck** ([`Luck`]) is what the caller drew: how long the work took, which day the operators chose, whether full loads
//!   are given at all (a weak place may hold a whole road below its last step), and storms, whose days are closed.
//! * **Reopening.** A thaw may take the ice below the first step while the season lasts: the limit is then zero, and
//!   traffic begins again when the ice is [`REOPEN_MARGIN_CM`] thicker than that step asks, so that a road does not open and
//!   close with each night's frost. After the season's last day it stays closed until the next winter.
use iceroad_base::civil::{Date, MonthDay, epoch_day};
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

/// The mass that a season's ice of this thickness allows in midwinter: the lesser of the operator's step and Gold's
/// bearing; zero below the first step. Without steps it is the bearing alone.
pub fn allowed(season: &IceSeason, thickness_cm: f64) -> Mass {
    allowed_in(season, thickness_cm, usize::MAX)
}

/// The same `days_left` days before the road closes, when the operator has taken heavier steps back.
fn allowed_in(season: &IceSeason, thickness_cm: f64, days_left: usize) -> Mass {
    let by_bearing = bearing(season.bearing.get(), thickness_cm);
    if season.steps.is_empty() {
        return by_bearing;
    }
    let is_given =
        |step: &&IceStep| step.thickness.get() <= thickness_cm && step.ends_before.get() <= days_left as f64;
    let step = season.steps.iter().rev().find(is_given);
    step.map_or(Mass::ZERO, |step| by_bearing.min(step.gross))
}

/// The thickness from which on a road may open: the first step's, or the construction's where there are no steps.
pub fn opening_thickness(season: &IceSeason) -> IceThickness {
    season.steps.first().map_or(season.construction_from, |step| step.thickness)
}

/// The daily means of one winter, from freeze-up to the day of `closes_latest`, both included.
#[derive(Clone, Copy, Debug)]
pub struct Frost<'a> {
    /// The day of freeze-up, in whatever count.
    pub first: i64,
    /// The same day in the calendar.
    pub begins: Date,
    /// Daily means, °C.
    pub means_c: &'a [f64],
}

impl Frost<'_> {
    /// Days from freeze-up to a day of the year in this winter.
    fn index_of(&self, day: MonthDay) -> i64 {
        let begins = epoch_day(self.begins);
        let away = epoch_day(day.in_year(self.begins.year())) - begins;
        if away >= 0 { away } else { epoch_day(day.in_year(self.begins.year().saturating_add(1))) - begins }
    }
}

/// What of a winter is neither weather nor rule. Without luck every figure is at its mean, no storm comes, and full loads are
/// given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Luck {
    /// Days that construction takes longer than its mean; below zero shorter.
    pub construction: i64,
    /// Days that the operators close after their usual day; below zero before.
    pub closing: i64,
    /// The last step is not given this year.
    pub no_full_load: bool,
    /// Whether a storm closes the road, by days from freeze-up; days beyond have none.
    pub storms: Vec<bool>,
}

/// One winter of a road on ice. Days are in whatever count [`Frost::first`] has.
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
    /// The winter that has these daily means and this luck.
    ///
    /// `full` is the mass that counts as full load where the season has no steps; with steps it is the last of them.
    pub fn of(season: &IceSeason, full: Option<Mass>, frost: Frost<'_>, luck: &Luck) -> Self {
        let grown = Grown::of(season, &frost);
        let last = last_day(season, &frost, luck.closing);
        let takes = (season.construction.get().ceil() as i64 + luck.construction).max(0) as usize;
        let ready = grown.construction.map_or(usize::MAX, |day| day + takes);
        let limits = limits(season, &grown.thickness_cm, (ready, last), luck);
        let full = season.steps.last().map(|step: &IceStep| step.gross).or(full);
        let day = |index: Option<usize>| index.map(|index| frost.first + index as i64);
        let opened = limits.iter().position(|limit| *limit > Mass::ZERO);
        let full_load =
            full.and_then(|full| limits.iter().position(|limit| *limit >= full && full > Mass::ZERO));
        let closed = limits.iter().rposition(|limit| *limit > Mass::ZERO);
        Winter {
            first: frost.first,
            construction: day(grown.construction),
            opened: day(opened),
            full_load: day(full_load),
            closed: day(closed),
            thickness_cm: grown.thickness_cm,
            limits,
        }
    }
}

/// The ice of one winter.
struct Grown {
    /// On the morning of each day, cm; bare water on the first.
    thickness_cm: Vec<f64>,
    /// The index of the first day of construction.
    construction: Option<usize>,
}

impl Grown {
    fn of(season: &IceSeason, frost: &Frost<'_>) -> Self {
        let not_before = season.work.not_before.map_or(0, |day| frost.index_of(day)) as usize;
        let mut construction = None;
        let mut cm = 0.0;
        let mut thickness_cm = Vec::with_capacity(frost.means_c.len());
        for (day, mean) in frost.means_c.iter().enumerate() {
            thickness_cm.push(cm);
            if construction.is_none() && day >= not_before && cm >= season.construction_from.get() {
                construction = Some(day);
            }
            cm = tomorrow(season, cm, *mean, construction.is_some()).min(IceThickness::MAX);
        }
        Grown { thickness_cm, construction }
    }
}

/// The thickness after a day on a road under work, or not yet.
fn tomorrow(season: &IceSeason, cm: f64, mean_c: f64, worked: bool) -> f64 {
    let melt = season.melt_cm_per_degree_day;
    if !worked {
        return next_thickness(cm, mean_c, season.alpha.get(), melt);
    }
    let grown = next_thickness(cm, mean_c, season.work.cleared_alpha.unwrap_or(season.alpha).get(), melt);
    match season.steps.last() {
        // Pumps stop where the last step is reached; what grows by itself goes on.
        Some(last) if mean_c < 0.0 => {
            grown.max((grown + season.work.flooding_cm_per_day).min(last.thickness.get()))
        }
        _ => grown,
    }
}

/// The index of the last day on which the road may be open: the one whose thaw closes it, the operators' own, or the last
/// there is, whichever comes first.
fn last_day(season: &IceSeason, frost: &Frost<'_>, late: i64) -> usize {
    let latest = frost.means_c.len().saturating_sub(1);
    let usual = season.habits.closes_usual.map(|day| (frost.index_of(day) + late).max(0) as usize);
    let by_rule = usual.map_or(latest, |usual| usual.min(latest));
    by_thaw(season, frost.means_c).map_or(by_rule, |thaw| thaw.min(by_rule))
}

/// The index of the day whose thaw closes the road.
fn by_thaw(season: &IceSeason, means_c: &[f64]) -> Option<usize> {
    let mut thaw = 0.0;
    let spring = means_c.iter().enumerate().skip(coldest_stretch_end(means_c));
    for (day, mean) in spring {
        thaw += (mean - season.thaw_base_c).max(0.0);
        if thaw > 0.0 && thaw >= season.closes_after_thaw.get() {
            return Some(day);
        }
    }
    None
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

/// The limit of each day: zero before construction is done (`ready`), after the last day, and in storms.
fn limits(season: &IceSeason, thickness_cm: &[f64], (ready, last): (usize, usize), luck: &Luck) -> Vec<Mass> {
    let least = opening_thickness(season).get();
    let given = season.steps.len() - usize::from(luck.no_full_load && season.steps.len() > 1);
    let mut opens_at = least;
    let mut open = false;
    let mut limits = vec![Mass::ZERO; thickness_cm.len()];
    for (day, cm) in thickness_cm.iter().enumerate().take(last + 1).skip(ready) {
        if open && *cm < least {
            open = false;
            opens_at = least + REOPEN_MARGIN_CM;
        }
        open = open || *cm >= opens_at;
        if open && !luck.storms.get(day).is_some_and(|storm| *storm) {
            limits[day] = allowed_in(season, *cm, last - day).min(most(season, given));
        }
    }
    limits
}

/// The mass of the heaviest of the first `given` steps; no limit of a season without steps.
fn most(season: &IceSeason, given: usize) -> Mass {
    given.checked_sub(1).map_or(Mass(i64::MAX), |last| season.steps[last].gross)
}

#[cfg(test)]
mod tests;
