//! Laws of a number of pieces: how many are in the pipeline, how many are asked for in a time.
//!
//! [`Count`] is a law told by two numbers whose chances follow from each other, `p(x+1) = p(x)·(a + b·x)/(x+1)`: the
//! Poisson (`b` = 0), the negative binomial of a mean and a variance above it (`b` > 0) and the binomial (`b` < 0), the three
//! of Panjer (1981), "Recursive evaluation of a family of compound distributions", ASTIN Bulletin 12. One recurrence serves all
//! and goes over from the one to the other without a jump, which logarithms of the gamma function do not: these lose seven
//! digits where the variance is all but the mean.
//!
//! [`Table`] has a law written out, with what a stock of `s` pieces means under it: [`Table::short`] is the expected number
//! of pieces missing, `E[(X−s)⁺]`, which is the sum of `P(X > k)` for `k` from `s` on.
//!
//! Pitfalls: what lies past the end of a table weighs less than 10⁻²⁵ of its mode and counts as nothing. A variance below the
//! mean is taken as the Poisson's (spares are then slightly too many, never too few), but for [`Count::binomial`].

use crate::error::{SparesError, check, not_negative, share};

/// A term below this share of the greatest ends a table.
const NEGLIGIBLE: f64 = 1e-25;

/// The longest table, pieces: past that a stock is no matter of single pieces.
const LONGEST: usize = 10_000_000;

/// A law of whole numbers from 0 up.
///
/// ```
/// use iceroad_spares::count::Count;
/// // Palm: 12 failures a year and half a year to repair leave 6 pieces under way in the mean, and Poisson.
/// let pipeline = Count::poisson(12.0 * 0.5)?.table();
/// assert!((pipeline.short(8) - 0.31402).abs() < 1e-5);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Count {
    mean: f64,
    variance: f64,
    /// The recurrence's terms.
    pub(crate) a: f64,
    pub(crate) b: f64,
}

impl Count {
    /// The Poisson law: what many independent sources ask for; by Palm (1938) also what is under repair, whatever the law of
    /// repair times.
    ///
    /// # Errors
    /// Where the mean is negative or not finite.
    pub fn poisson(mean: f64) -> Result<Count, SparesError> {
        not_negative("mean number of pieces", mean)?;
        Ok(Count { mean, variance: mean, a: mean, b: 0.0 })
    }

    /// The negative binomial of this mean and variance (VARI-METRIC's law: Slay 1984, Graves 1985); the Poisson where the variance is not above
    /// the mean.
    ///
    /// # Errors
    /// Where one is negative or not finite.
    pub fn two_moments(mean: f64, variance: f64) -> Result<Count, SparesError> {
        not_negative("mean number of pieces", mean)?;
        not_negative("variance of the number of pieces", variance)?;
        Ok(Count::fitted(mean, variance))
    }

    /// [`Count::two_moments`] of numbers that are known to be legal.
    pub(crate) fn fitted(mean: f64, variance: f64) -> Count {
        if variance <= mean || mean == 0.0 {
            return Count { mean, variance: mean, a: mean, b: 0.0 };
        }
        Count { mean, variance, a: mean * mean / variance, b: (variance - mean) / variance }
    }

    /// How many of `n` independent things happen, each with chance `p`.
    ///
    /// # Errors
    /// Where `p` is not from 0 to 1.
    pub fn binomial(n: u32, p: f64) -> Result<Count, SparesError> {
        share("chance", p)?;
        let (n, q) = (f64::from(n), 1.0 - p);
        if q == 0.0 {
            // All of them, always: written from the other end by the caller; here a law of one value.
            return Ok(Count { mean: n, variance: 0.0, a: f64::INFINITY, b: 0.0 });
        }
        Ok(Count { mean: n * p, variance: n * p * q, a: n * p / q, b: -p / q })
    }

    /// The mean, pieces.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance, pieces².
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// The chance of none: `(1−b)^(a/b)`, which for `b` = 0 is `exp(−a)`.
    pub(crate) fn none(&self) -> f64 {
        if self.b == 0.0 {
            return libm::exp(-self.a);
        }
        libm::exp(self.a / self.b * libm::log1p(-self.b))
    }

    /// The law written out.
    pub fn table(&self) -> Table {
        if self.a == f64::INFINITY {
            let mut pmf = vec![0.0; self.mean as usize + 1];
            if let Some(last) = pmf.last_mut() {
                *last = 1.0;
            }
            return Table::from_chances(pmf);
        }
        let mode = (((self.a - self.b) / (1.0 - self.b)).max(0.0) as usize).min(LONGEST);
        let mut pmf = vec![0.0; mode + 1];
        pmf[mode] = 1.0;
        for x in (0..mode).rev() {
            // Downward from the mode, where the terms only fall: no term overflows and none of weight is lost.
            pmf[x] = pmf[x + 1] * (x + 1) as f64 / (self.a + self.b * x as f64);
            if pmf[x] < NEGLIGIBLE {
                break;
            }
        }
        let mut term = 1.0;
        for x in mode..LONGEST {
            term *= (self.a + self.b * x as f64) / (x + 1) as f64;
            if term <= NEGLIGIBLE {
                break;
            }
            pmf.push(term);
        }
        Table::from_chances(pmf)
    }
}

/// A law of whole numbers written out, with what is missing at each stock.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    /// `P(X = x)`.
    pmf: Vec<f64>,
    /// `P(X >= x)`, summed from the far end, where it is small.
    tail: Vec<f64>,
    /// `E[(X−s)⁺]`.
    short: Vec<f64>,
    /// `Σ_{k>s} E[(X−k)⁺] = E[(X−s)⁺((X−s)⁺−1)]/2`.
    second: Vec<f64>,
}

impl Table {
    /// The law with these chances of 0, 1, 2, …
    ///
    /// # Errors
    /// Where there are none, one is negative or not finite, or they do not sum to 1 within 10⁻⁶.
    pub fn new(pmf: Vec<f64>) -> Result<Table, SparesError> {
        if pmf.is_empty() {
            return Err(SparesError::Nothing { what: "chances" });
        }
        for &chance in &pmf {
            share("chance", chance)?;
        }
        let sum = pmf.iter().sum::<f64>();
        check((sum - 1.0).abs() < 1e-6, "sum of chances", sum, "1")?;
        Ok(Table::from_chances(pmf))
    }

    /// The law of these weights, brought to a sum of 1.
    pub(crate) fn from_chances(mut pmf: Vec<f64>) -> Table {
        let mut sums = (0.0, 0.0);
        let mode = pmf.iter().enumerate().fold(0, |best, (x, p)| if *p > pmf[best] { x } else { best });
        // From both ends towards the mode: small before large.
        for p in &pmf[..mode] {
            sums.0 += p;
        }
        for p in pmf[mode..].iter().rev() {
            sums.1 += p;
        }
        let sum = sums.0 + sums.1;
        for p in &mut pmf {
            *p /= sum;
        }
        let n = pmf.len();
        let (mut tail, mut short, mut second) = (vec![0.0; n + 1], vec![0.0; n + 1], vec![0.0; n + 1]);
        for x in (0..n).rev() {
            tail[x] = tail[x + 1] + pmf[x];
            short[x] = short[x + 1] + tail[x + 1];
            second[x] = second[x + 1] + short[x + 1];
        }
        Table { pmf, tail, short, second }
    }

    /// How many values have a chance that counts: 0 up to one less than this.
    pub fn reach(&self) -> usize {
        self.pmf.len()
    }

    /// `P(X = x)` for 0, 1, 2, …
    pub fn chances(&self) -> &[f64] {
        &self.pmf
    }

    /// `P(X = x)`.
    pub fn chance(&self, x: usize) -> f64 {
        self.pmf.get(x).copied().unwrap_or(0.0)
    }

    /// `P(X >= x)`.
    pub fn at_least(&self, x: usize) -> f64 {
        self.tail.get(x).copied().unwrap_or(0.0)
    }

    /// `P(X <= x)`.
    pub fn at_most(&self, x: usize) -> f64 {
        // The chances from the far end may sum to a digit above 1.
        (1.0 - self.at_least(x + 1)).max(0.0)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.short[0]
    }

    /// The variance.
    pub fn variance(&self) -> f64 {
        self.short_variance(0)
    }

    /// Pieces missing in the mean where `s` are held: `E[(X−s)⁺]`.
    pub fn short(&self, s: usize) -> f64 {
        self.short.get(s).copied().unwrap_or(0.0)
    }

    /// The variance of the pieces missing where `s` are held.
    pub fn short_variance(&self, s: usize) -> f64 {
        let short = self.short(s);
        2.0 * self.second(s) + short - short * short
    }

    /// Pairs of pieces missing, `E[(X−s)⁺((X−s)⁺−1)]/2`: what a shortage that grows at a steady rate comes to over the time.
    pub fn second(&self, s: usize) -> f64 {
        self.second.get(s).copied().unwrap_or(0.0)
    }

    /// Pieces left in the mean where `s` are held: `E[(s−X)⁺]`.
    pub fn left(&self, s: usize) -> f64 {
        s as f64 - self.mean() + self.short(s)
    }

    /// The least `x` with `P(X <= x) >= p`; the last of the table where none has.
    pub fn quantile(&self, p: f64) -> usize {
        (0..self.reach()).find(|&x| self.at_most(x) >= p).unwrap_or(self.reach() - 1)
    }

    /// The law of the sum with an independent number.
    pub fn plus(&self, other: &Table) -> Table {
        let mut sum = vec![0.0; self.reach() + other.reach() - 1];
        for (x, p) in self.pmf.iter().enumerate() {
            for (y, q) in other.pmf.iter().enumerate() {
                sum[x + y] += p * q;
            }
        }
        Table::cut(sum)
    }

    /// The law where each piece counts with chance `share` only, independent of the others.
    ///
    /// # Errors
    /// Where the share is not from 0 to 1.
    pub fn thinned(&self, kept: f64) -> Result<Table, SparesError> {
        share("share", kept)?;
        let mut thinned = vec![0.0; self.reach()];
        // Chances of k of n by Pascal's rule, row by row.
        let mut row = vec![0.0; self.reach()];
        row[0] = 1.0;
        for (n, p) in self.pmf.iter().enumerate() {
            if n > 0 {
                for k in (1..=n).rev() {
                    row[k] = row[k] * (1.0 - kept) + row[k - 1] * kept;
                }
                row[0] *= 1.0 - kept;
            }
            for (sum, k) in thinned.iter_mut().zip(&row[..=n]) {
                *sum += p * k;
            }
        }
        Ok(Table::cut(thinned))
    }

    /// The law of what is missing where `s` are held.
    pub fn missing(&self, s: usize) -> Table {
        let mut pmf = vec![self.at_most(s)];
        pmf.extend(self.pmf.iter().skip(s + 1));
        Table::from_chances(pmf)
    }

    /// Without the values at the far end that weigh nothing.
    fn cut(mut pmf: Vec<f64>) -> Table {
        let last = pmf.iter().rposition(|p| *p > NEGLIGIBLE).unwrap_or(0);
        pmf.truncate(last + 1);
        Table::from_chances(pmf)
    }
}

/// The law of the pieces asked for where orders come by the law `orders` and each is of 1, 2, … pieces with these chances:
/// lumpy demand. By the recursion of Panjer (1981).
///
/// ```
/// use iceroad_spares::count::{Count, compound};
/// // Three orders a month, half of them for one tyre, half for a set of four.
/// let month = compound(&Count::poisson(3.0)?, &[0.5, 0.0, 0.0, 0.5])?;
/// assert!((month.mean() - 7.5).abs() < 1e-12 && (month.variance() - 25.5).abs() < 1e-10);
/// # Ok::<(), iceroad_spares::SparesError>(())
/// ```
///
/// # Errors
/// Where the chances of sizes are not such, or do not sum to 1.
pub fn compound(orders: &Count, sizes: &[f64]) -> Result<Table, SparesError> {
    let sizes = Table::new(sizes.to_vec())?;
    let sizes = sizes.chances();
    check(orders.a.is_finite(), "mean number of orders", orders.mean, "a law of more than one value")?;
    check(
        orders.none() > f64::MIN_POSITIVE,
        "mean number of orders in an interval",
        orders.mean,
        "below 700",
    )?;
    let (mut pmf, mut tail) = (vec![orders.none()], 1.0 - orders.none());
    let enough = orders.mean * sizes.len() as f64 + 1.0;
    while pmf.len() < LONGEST {
        let x = pmf.len();
        let mut sum = 0.0;
        for (size, chance) in (1..=x.min(sizes.len())).zip(sizes) {
            // Panjer's weights of the term: `b·(1 − j/x) + a·j/x`, with our a and b.
            let part = size as f64 / x as f64;
            sum += (orders.b * (1.0 - part) + orders.a * part) * chance * pmf[x - size];
        }
        tail -= sum;
        pmf.push(sum);
        if x as f64 > enough && tail < 1e-14 && sum < NEGLIGIBLE {
            break;
        }
    }
    Ok(Table::cut(pmf))
}

/// The pieces asked for in several intervals together.
///
/// # Errors
/// Where there are no intervals.
pub fn total(intervals: &[Table]) -> Result<Table, SparesError> {
    let (first, others) = intervals.split_first().ok_or(SparesError::Nothing { what: "intervals" })?;
    Ok(others.iter().fold(first.clone(), |sum, next| sum.plus(next)))
}
