//! Parts within parts: a line replaceable unit (LRU) that is repaired by changing the shop replaceable unit (SRU) at fault.
//!
//! An LRU in the shop waits where its SRU is not there: what is owed of SRUs is added to the LRU's pipeline. MOD-METRIC (Muckstadt
//! 1973, Management Science 20) adds the means and keeps the Poisson; VARI-METRIC (Sherbrooke 1986, Operations Research 34)
//! adds the variances as well and takes the negative binomial of both.

use crate::count::{Count, Table};
use crate::error::{SparesError, check, not_negative, share};

/// A part within the LRU.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sru {
    /// The chance that an LRU that failed needs this one.
    pub share: f64,
    /// Mean time for an SRU to come back to the shop's shelf.
    pub time: f64,
    /// Pieces held.
    pub stock: usize,
}

/// The pipeline of LRUs at a site.
#[derive(Clone, PartialEq, Debug)]
pub struct Nested {
    /// The mean number of LRUs under way.
    pub mean: f64,
    /// Its variance by VARI-METRIC.
    pub variance: f64,
    /// What is owed of each SRU: mean and variance.
    pub owed: Vec<(f64, f64)>,
}

impl Nested {
    /// The pipeline by MOD-METRIC: Poisson.
    pub fn mod_metric(&self) -> Table {
        Count::fitted(self.mean, self.mean).table()
    }

    /// The pipeline by VARI-METRIC: negative binomial.
    pub fn vari_metric(&self) -> Table {
        Count::fitted(self.mean, self.variance).table()
    }
}

/// LRUs that fail at `rate` and take `time` to repair once their SRU is there.
///
/// # Errors
/// Where numbers are negative, or the SRUs' shares are above 1 in all.
pub fn nested(rate: f64, time: f64, srus: &[Sru]) -> Result<Nested, SparesError> {
    not_negative("demand rate", rate)?;
    not_negative("mean repair time", time)?;
    let all = srus.iter().map(|sru| sru.share).sum::<f64>();
    check(all < 1.0 + 1e-9, "sum of the shares of parts at fault", all, "at most 1")?;
    let mut nested = Nested { mean: rate * time, variance: rate * time, owed: Vec::new() };
    for sru in srus {
        share("share of a part at fault", sru.share)?;
        not_negative("mean time of a part", sru.time)?;
        let pipeline = Count::poisson(rate * sru.share * sru.time)?.table();
        let owed = (pipeline.short(sru.stock), pipeline.short_variance(sru.stock));
        nested.mean += owed.0;
        nested.variance += owed.1;
        nested.owed.push(owed);
    }
    Ok(nested)
}
