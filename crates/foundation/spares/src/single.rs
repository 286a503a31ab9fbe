//! One item in one store, a piece ordered for each piece used: what `s` pieces on the shelf achieve.
//!
//! Palm (1938): where demands come by a Poisson process and each piece takes an independent time to come back, whatever its
//! law, the number under way is Poisson with mean *rate × mean time*. Feeney and Sherbrooke (1966, Management Science 12)
//! have the same for orders of several pieces. What a stock achieves follows from the pipeline's law alone, so all here takes
//! a [`Table`]: Palm's, the negative binomial of two moments, a lumpy one of [`compound`](crate::count::compound), the
//! queue of a repair shop with few servers ([`crate::queue::shop`]), or an exact one of [`crate::echelon`].
//!
//! Pitfall: the fill rate counts demands and the ready rate time; a demand meets an empty shelf (`X = s`) that owes nothing yet.

use crate::count::{Count, Table};
use crate::error::{SparesError, not_negative, share};
use crate::queue::erlang_b;

/// What a stock achieves in the long run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Achieved {
    /// Pieces owed in the mean.
    pub backorders: f64,
    /// The variance of the pieces owed.
    pub backorder_variance: f64,
    /// The share of demands of one piece that are met at once: `P(X <= s−1)`.
    pub fill_rate: f64,
    /// The share of time in which nothing is owed: `P(X <= s)`.
    pub ready_rate: f64,
    /// Pieces on the shelf in the mean.
    pub on_hand: f64,
}

/// The pipeline of an item used `rate` times a day whose pieces take `days` to come back (any unit of time).
///
/// # Errors
/// Where one is negative or not finite.
pub fn palm(rate: f64, days: f64) -> Result<Count, SparesError> {
    not_negative("demand rate", rate)?;
    not_negative("mean time to come back", days)?;
    Count::poisson(rate * days)
}

/// What `stock` pieces achieve against this pipeline.
///
/// ```
/// use iceroad_spares::single::{achieved, palm};
/// let three = achieved(&palm(1.0, 3.0)?.table(), 3);
/// assert!((three.fill_rate - 0.423190).abs() < 1e-6);
/// assert!((three.backorders - 0.672125).abs() < 1e-6);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
pub fn achieved(pipeline: &Table, stock: usize) -> Achieved {
    Achieved {
        backorders: pipeline.short(stock),
        backorder_variance: pipeline.short_variance(stock),
        fill_rate: stock.checked_sub(1).map_or(0.0, |below| pipeline.at_most(below)),
        ready_rate: pipeline.at_most(stock),
        on_hand: pipeline.left(stock),
    }
}

/// The share of *pieces* met at once where orders are of 1, 2, … pieces with the chances `sizes`, and part of an order is given.
///
/// # Errors
/// Where the chances of sizes are not such.
pub fn lumpy_fill(pipeline: &Table, sizes: &[f64], stock: usize) -> Result<f64, SparesError> {
    let mut of_size = vec![0.0];
    of_size.extend(sizes);
    let sizes = Table::new(of_size)?;
    // E[min(K, on hand)] is the sum of P(K >= k) over the pieces on hand.
    let mut met = 0.0;
    for k in 1..sizes.reach().min(stock + 1) {
        met += sizes.at_least(k) * pipeline.at_most(stock - k);
    }
    Ok(met / sizes.mean())
}

/// The least stock at which expected backorders are at most `most`.
///
/// # Errors
/// Where `most` is negative or not finite.
pub fn least_for_backorders(pipeline: &Table, most: f64) -> Result<usize, SparesError> {
    not_negative("expected backorders", most)?;
    Ok((0..=pipeline.reach()).find(|&s| pipeline.short(s) <= most).unwrap_or(pipeline.reach()))
}

/// The least stock that meets the share `fill` of demands at once; below 1, as no stock meets all.
///
/// # Errors
/// Where the share is not from 0 to 1, or 1 itself.
pub fn least_for_fill(pipeline: &Table, fill: f64) -> Result<usize, SparesError> {
    share("fill rate", fill)?;
    let best = pipeline.at_most(pipeline.reach());
    (0..=pipeline.reach())
        .find(|&s| achieved(pipeline, s).fill_rate >= fill && fill < 1.0)
        .ok_or(SparesError::OutOfReach { what: "fill rate", wanted: fill, best })
}

/// The share of demands met from `stock` pieces where a demand that finds none is served from outside at once (an airlift)
/// and the pieces under way stay what they are: one less Erlang's loss, whatever the law of the time to come back.
///
/// # Errors
/// Where the rate or the time is negative or not finite.
pub fn fill_with_emergency(rate: f64, days: f64, stock: usize) -> Result<f64, SparesError> {
    Ok(1.0 - erlang_b(palm(rate, days)?.mean(), stock)?)
}
