//! One order for all time that follows: the last-time buy of a part whose maker stops, and the classic newsvendor.
//!
//! With `over` lost on each piece left and `under` on each piece missing, the best order is the least `Q` with
//! `P(D <= Q) >= under/(under + over)` (Arrow, Harris & Marschak 1951). For a last-time buy `D` is all that the machines will
//! still ask for (Teunter & Fortuin 1998, without holding).

use iceroad_base::law::normal_quantile;

use crate::count::Table;
use crate::error::{SparesError, positive};

/// The best order and what is lost with it in the mean.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Once<Q> {
    /// Pieces.
    pub order: Q,
    /// Expected loss: `over·E[(Q−D)⁺] + under·E[(D−Q)⁺]`.
    pub cost: f64,
    /// The share of cases that the order should cover.
    pub critical_ratio: f64,
}

fn ratio(under: f64, over: f64) -> Result<f64, SparesError> {
    positive("cost of a piece missing", under)?;
    positive("cost of a piece left", over)?;
    Ok(under / (under + over))
}

/// The best order of whole pieces.
///
/// ```
/// use iceroad_spares::{count::Count, once::order_once};
/// // Thirty more will fail in the mean; a missing one costs nineteen times what an unused one does.
/// let last = order_once(&Count::poisson(30.0)?.table(), 19.0, 1.0)?;
/// assert_eq!(last.order, 39);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
///
/// # Errors
/// Where a cost is not above 0.
pub fn order_once(demand: &Table, under: f64, over: f64) -> Result<Once<usize>, SparesError> {
    let critical_ratio = ratio(under, over)?;
    let order = demand.quantile(critical_ratio);
    let cost = over * demand.left(order) + under * demand.short(order);
    Ok(Once { order, cost, critical_ratio })
}

/// The best order where demand is normal, as for fuel or bulk.
///
/// # Errors
/// Where a cost or the deviation is not above 0.
pub fn order_once_normal(mean: f64, deviation: f64, under: f64, over: f64) -> Result<Once<f64>, SparesError> {
    positive("standard deviation of demand", deviation)?;
    let critical_ratio = ratio(under, over)?;
    let z = normal_quantile(critical_ratio);
    let cost = (under + over) * deviation * normal_density(z);
    Ok(Once { order: mean + deviation * z, cost, critical_ratio })
}

/// The standard normal density.
fn normal_density(z: f64) -> f64 {
    libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt()
}
