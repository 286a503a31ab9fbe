//! From pieces owed to machines that work: a fleet's availability, and the chance that enough of it is up.
//!
//! A machine has `Z` places for an item and `N` machines have `N·Z`; each piece owed leaves one of them empty, spread by chance. A
//! machine works where none of its places is empty, so that availability is the product over items of
//! `(1 − EBO/(N·Z))^Z` (Sherbrooke 2004, section 2.12). The measure supposes that no machine gives its parts to another.

use crate::count::Count;
use crate::error::{SparesError, check, not_negative, share};

/// An item's share in the availability of a fleet, as its logarithm: `Z·ln(1 − EBO/(N·Z))`; minus infinity where every place is empty.
///
/// Convex and falling as a price of backorders, so that a [frontier](crate::frontier) may be walked by it.
///
/// # Errors
/// Where backorders are negative, or there is no machine or place.
pub fn log_availability(backorders: f64, machines: u32, places: u32) -> Result<f64, SparesError> {
    not_negative("expected backorders", backorders)?;
    check(machines > 0, "machines", f64::from(machines), "at least 1")?;
    check(places > 0, "places of the item in a machine", f64::from(places), "at least 1")?;
    let empty = backorders / (f64::from(machines) * f64::from(places));
    if empty >= 1.0 {
        return Ok(f64::NEG_INFINITY);
    }
    Ok(f64::from(places) * libm::log1p(-empty))
}

/// The share of `machines` that want for no part, from each item's expected backorders and places in a machine.
///
/// # Errors
/// As for [`log_availability`].
pub fn availability(items: &[(f64, u32)], machines: u32) -> Result<f64, SparesError> {
    let mut sum = 0.0;
    for &(backorders, places) in items {
        sum += log_availability(backorders, machines, places)?;
    }
    Ok(libm::exp(sum))
}

/// The chance that at least `k` of `n` machines are up, each with chance `up` and independent of the others.
///
/// ```
/// use iceroad_spares::fleet::enough_up;
/// assert!((enough_up(8, 10, 0.85)? - 0.8202).abs() < 1e-4);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
///
/// # Errors
/// Where the chance is not from 0 to 1, or `k` is above `n`.
pub fn enough_up(k: u32, n: u32, up: f64) -> Result<f64, SparesError> {
    share("availability", up)?;
    check(k <= n, "machines wanted", f64::from(k), "at most the machines there are")?;
    Ok(Count::binomial(n, up)?.table().at_least(k as usize))
}
