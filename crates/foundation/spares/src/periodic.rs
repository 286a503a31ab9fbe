//! A shelf that is filled at fixed dates only (a ship, a winter convoy) and to a level, while demand goes on in between.
//!
//! Nothing comes between two dates, so that backorders grow with time. With Poisson demand `m` in a whole cycle their time
//! average is `Σ_{k>S} EBO(k | m) / m`, as the slope of `E[(X−S)⁺((X−S)⁺−1)]/2` in `m` is `E[(X−S)⁺]`. (Sherbrooke 2004,
//! chapter 6, has the space station's resupply.) What is owed at a date is met from what comes, before it is the new stock.

use crate::count::{Count, Table};
use crate::error::{SparesError, lengths, not_negative, positive};

/// What filling up to a level achieves in a cycle.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cycle {
    /// Pieces owed, averaged over the cycle.
    pub backorders: f64,
    /// Pieces owed at its end, the mean.
    pub backorders_at_end: f64,
    /// The chance that nothing is owed all through the cycle.
    pub never_short: f64,
}

/// Filling up to `level` where demand is Poisson at `rate` and the cycle lasts `time`.
///
/// ```
/// use iceroad_spares::periodic::cycle;
/// // Two a year, one convoy a year, three on the shelf when it leaves.
/// let year = cycle(2.0, 1.0, 3)?;
/// assert!((year.backorders_at_end - 0.2180).abs() < 1e-4 && (year.backorders - 0.0527).abs() < 1e-4);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
///
/// # Errors
/// Where the rate or the time is not above 0.
pub fn cycle(rate: f64, time: f64, level: usize) -> Result<Cycle, SparesError> {
    positive("demand rate", rate)?;
    positive("length of the cycle", time)?;
    let demand = Count::poisson(rate * time)?.table();
    Ok(Cycle {
        backorders: demand.second(level) / demand.mean(),
        backorders_at_end: demand.short(level),
        never_short: demand.at_most(level),
    })
}

/// Pieces owed on the average of a year in which the shelf is filled at several dates, unevenly spaced, each to its own level.
///
/// `dates` rise within `0..year`; the last cycle runs over the new year to the first date.
///
/// # Errors
/// Where dates do not rise within the year, or levels are not one for each.
pub fn uneven(rate: f64, year: f64, dates: &[f64], levels: &[usize]) -> Result<f64, SparesError> {
    positive("demand rate", rate)?;
    positive("length of the year", year)?;
    lengths("levels", levels.len(), dates.len())?;
    let first = *dates.first().ok_or(SparesError::Nothing { what: "dates" })?;
    not_negative("first date", first)?;
    let mut owed = 0.0;
    for (nth, (&date, &level)) in dates.iter().zip(levels).enumerate() {
        let next = dates.get(nth + 1).copied().unwrap_or(first + year);
        positive("time to the next date", next - date)?;
        let demand: Table = Count::poisson(rate * (next - date))?.table();
        owed += demand.second(level) / rate;
    }
    Ok(owed / year)
}
