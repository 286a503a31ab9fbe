//! The day's temperatures at the sites, and the factors they give by curve.
//!
//! Factors are computed once a day for each site that matters and each curve, so that machines only look them up.
//! Before the first day's weather, and at sites without a station, every factor is that of no weather: 1, no stop.
use crate::prepared::Prepared;
use iceroad_base::quantity::{Celsius, Factor, Ranged};
use iceroad_base::{Id, Table};
use iceroad_model::maintenance::TemperatureCurve;
use iceroad_model::{CurveId, SiteId};

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
    between(&curve.points, at)
}

/// Straight lines between points, level outside them; 1 without points.
pub(crate) fn between<X: Ranged + Copy + PartialOrd>(points: &[(X, Factor)], at: X) -> Factor {
    let (Some(&(_, first)), Some(&(_, last))) = (points.first(), points.last()) else {
        return Factor::clamped(1.0);
    };
    let above = points.partition_point(|&(point, _)| point <= at);
    if above == 0 {
        return first;
    }
    let Some(&(right, right_factor)) = points.get(above) else { return last };
    let (left, left_factor) = points[above - 1];
    let share = (at.get() - left.get()) / (right.get() - left.get());
    Factor::clamped(left_factor.get() + share * (right_factor.get() - left_factor.get()))
}

/// Today's temperatures and factors.
pub(crate) struct Temperatures {
    felt: Table<SiteId, Option<Celsius>>,
    /// The night's lowest.
    night: Table<SiteId, Option<Celsius>>,
    /// By site, then curve.
    factors: Vec<f64>,
    n_curves: usize,
}

impl Temperatures {
    /// No weather yet.
    pub(crate) fn new(prepared: &Prepared) -> Self {
        let n_curves = prepared.curves.len();
        Self {
            felt: Table::filled(prepared.n_sites, None),
            night: Table::filled(prepared.n_sites, None),
            factors: vec![1.0; prepared.n_sites * n_curves],
            n_curves,
        }
    }

    /// A new day. Sites beyond the slice keep what they had.
    pub(crate) fn set(&mut self, prepared: &Prepared, by_site: &[Celsius]) {
        for &site in &prepared.weather_sites {
            let Some(&felt) = by_site.get(site.index()) else { continue };
            if self.felt[site] == Some(felt) {
                continue;
            }
            self.felt[site] = Some(felt);
            self.night[site] = Some(Celsius::clamped(felt.get() - prepared.night_drop_c[site]));
            let row = site.index() * self.n_curves;
            for (place, curve) in self.factors[row..].iter_mut().zip(&prepared.curves) {
                *place = factor_at(curve, felt).get();
            }
        }
    }

    /// Today's factor of a curve at a site.
    #[inline]
    pub(crate) fn factor(&self, site: SiteId, curve: Option<CurveId>) -> f64 {
        curve.map_or(1.0, |curve| self.factors[site.index() * self.n_curves + curve.index()])
    }

    /// Hours of life that go by in an hour that a machine stands; none where no weather is known.
    pub(crate) fn standing(&self, site: SiteId, curve: Option<CurveId>) -> f64 {
        if curve.is_none() || self.felt[site].is_none() { 0.0 } else { self.factor(site, curve) }
    }

    /// The factor of a curve at tonight's lowest; 1 where no weather is known.
    pub(crate) fn factor_at_night(&self, site: SiteId, curve: Option<CurveId>, prepared: &Prepared) -> f64 {
        let at_night = |night| prepared.factor_held(night, curve);
        self.night[site].map_or(1.0, at_night)
    }

    /// Whether the night at the site is too cold for work that stops below `limit`.
    pub(crate) fn stops(&self, site: SiteId, limit: Option<Celsius>) -> bool {
        matches!((self.night[site], limit), (Some(night), Some(limit)) if night < limit)
    }
}
