//! The day's temperatures at the sites, and the factors they give by curve.
//!
//! Factors are computed once a day for each site that matters and each curve, so that machines only look them up.
//! Before the first day's weather, and at sites without a station, every factor is that of no weather: 1, no stop.
use iceroad_base::Id;
use iceroad_base::quantity::{Celsius, Factor, Ranged};
use iceroad_model::maintenance::TemperatureCurve;
use iceroad_model::{CurveId, SiteId, Tables};

/// The factor of `curve` at a temperature: straight lines between its points, level outside them; 1 without points.
///
/// ```
/// # use iceroad_base::quantity::{Celsius, Factor};
/// # use iceroad_model::maintenance::TemperatureCurve;
/// let point = |at, factor| (Celsius::clamped(at), Factor::clamped(factor));
/// let curve = TemperatureCurve { name: "hoses".into(), points: vec![point(-40.0, 3.0), point(0.0, 1.0)] };
/// assert_eq!(iceroad_maintenance::factor_at(&curve, Celsius::clamped(-20.0)), Factor::clamped(2.0));
/// assert_eq!(iceroad_maintenance::factor_at(&curve, Celsius::clamped(30.0)), Factor::clamped(1.0));
/// ```
pub fn factor_at(curve: &TemperatureCurve, at: Celsius) -> Factor {
    let (Some(&(_, first)), Some(&(_, last))) = (curve.points.first(), curve.points.last()) else {
        return Factor::clamped(1.0);
    };
    let above = curve.points.partition_point(|&(point, _)| point <= at);
    if above == 0 {
        return first;
    }
    let Some(&(right, right_factor)) = curve.points.get(above) else { return last };
    let (left, left_factor) = curve.points[above - 1];
    let share = (at.get() - left.get()) / (right.get() - left.get());
    Factor::clamped(left_factor.get() + share * (right_factor.get() - left_factor.get()))
}

/// Today's temperatures and factors.
pub(crate) struct Temperatures {
    curves: Vec<TemperatureCurve>,
    /// Sites whose weather acts on something here.
    used: Vec<SiteId>,
    has_station: Vec<bool>,
    felt: Vec<Option<Celsius>>,
    /// By site, then curve.
    factors: Vec<f64>,
}

impl Temperatures {
    /// No weather yet.
    pub(crate) fn new(tables: &Tables) -> Self {
        let mines = tables.mines.iter().map(|mine| mine.site);
        let workshops = tables.workshops.iter().map(|workshop| workshop.site);
        let mut used: Vec<SiteId> = mines.chain(workshops).collect();
        used.sort_unstable();
        used.dedup();
        Self {
            curves: tables.curves.iter().cloned().collect(),
            used,
            has_station: tables.sites.iter().map(|site| site.station.is_some()).collect(),
            felt: vec![None; tables.sites.len()],
            factors: vec![1.0; tables.sites.len() * tables.curves.len()],
        }
    }

    /// A new day. Sites beyond the slice keep what they had.
    pub(crate) fn set(&mut self, by_site: &[Celsius]) {
        for &site in &self.used {
            let Some(&felt) = by_site.get(site.index()) else { continue };
            if !self.has_station[site.index()] || self.felt[site.index()] == Some(felt) {
                continue;
            }
            self.felt[site.index()] = Some(felt);
            let row = site.index() * self.curves.len();
            for (place, curve) in self.factors[row..].iter_mut().zip(&self.curves) {
                *place = factor_at(curve, felt).get();
            }
        }
    }

    /// Today's factor of a curve at a site.
    #[inline]
    pub(crate) fn factor(&self, site: SiteId, curve: Option<CurveId>) -> f64 {
        curve.map_or(1.0, |curve| self.factors[site.index() * self.curves.len() + curve.index()])
    }

    /// The factor of a curve at a temperature that is held.
    pub(crate) fn factor_held(&self, held: Celsius, curve: Option<CurveId>) -> f64 {
        curve.map_or(1.0, |curve| factor_at(&self.curves[curve.index()], held).get())
    }

    /// Whether it is too cold at the site for work that stops below `limit`.
    pub(crate) fn stops(&self, site: SiteId, limit: Option<Celsius>) -> bool {
        matches!((self.felt[site.index()], limit), (Some(felt), Some(limit)) if felt < limit)
    }
}
