//! The self-consistent estimate from lives of any censoring.
//!
//! All that the likelihood can tell is the share that fails in each *innermost* interval: one that begins where some
//! observation begins and ends where some observation ends, with no other end between. The shares are found by
//! expectation and maximisation; each round costs one pass over the rows, as what a row covers is a stretch of innermost
//! intervals and sums over stretches come from running totals. The end is known by the conditions of the optimum
//! (R. Gentleman and C. J. Geyer, Biometrika 81, 1994, 618–623). Ages of entry are ends too: H. Frydman, JRSS B 56 (1994)
//! 71–74.

use crate::observation::{End, Sample};

/// The share of lives that fail within an innermost interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mass {
    /// After this age; at this very age where `high` is the same.
    pub low: f64,
    /// Up to and with this age; infinite for what outlives all that was seen.
    pub high: f64,
    /// The share.
    pub share: f64,
}

/// A place on the axis of ages: just before an age (0) or just after it (1); ends sort before beginnings.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Place {
    age: f64,
    after: bool,
    begins: bool,
}

impl Place {
    fn key(self) -> (f64, bool, bool) {
        (self.age, self.after, self.begins)
    }

    fn order(self, other: Place) -> std::cmp::Ordering {
        let ((age, after, begins), (age_2, after_2, begins_2)) = (self.key(), other.key());
        age.total_cmp(&age_2).then(after.cmp(&after_2)).then(begins.cmp(&begins_2))
    }
}

/// A row: which innermost intervals it may have failed in, and from which on it would have been seen.
struct Row {
    from: usize,
    to: usize,
    seen_from: usize,
    weight: f64,
}

/// Rounds at most; beyond, what is left to gain is in the last digits.
const MOST_ROUNDS: usize = 100_000;
/// How far the conditions of the optimum may be missed.
const CLOSE: f64 = 1e-9;

/// The shares by innermost interval, in order of age. They sum to 1.
pub fn turnbull(sample: &Sample) -> Vec<Mass> {
    let begin = |age: f64, after: bool| Place { age, after, begins: true };
    let end = |age: f64| Place { age, after: true, begins: false };
    let span = |life_end: End, entry: f64| match life_end {
        End::Failed(age) => (begin(age, false), end(age)),
        End::Running(age) => (begin(age, true), end(f64::INFINITY)),
        End::FailedBefore(age) => (begin(entry, true), end(age)),
        End::FailedBetween(low, high) => (begin(low.max(entry), true), end(high)),
    };
    let mut places = Vec::with_capacity(2 * sample.rows().len());
    for life in sample.rows() {
        let (from, to) = span(life.end, life.entry);
        places.extend([from, to]);
        if life.entry > 0.0 {
            places.push(end(life.entry));
        }
    }
    places.sort_by(|a, b| a.order(*b));
    let innermost: Vec<(Place, Place)> = places
        .windows(2)
        .filter(|pair| pair[0].begins && !pair[1].begins)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    // The first innermost interval that begins at or after a place, and the first that ends after it.
    let first_from = |place: Place| innermost.partition_point(|(from, _)| from.order(place).is_lt());
    let first_past = |place: Place| innermost.partition_point(|(_, to)| to.order(place).is_le());
    let rows: Vec<Row> = sample
        .rows()
        .iter()
        .map(|life| {
            let (from, to) = span(life.end, life.entry);
            let seen_from = if life.entry > 0.0 { first_from(begin(life.entry, true)) } else { 0 };
            Row { from: first_from(from), to: first_past(to), seen_from, weight: life.count as f64 }
        })
        .collect();
    let shares = self_consistent(&rows, innermost.len());
    let mass = |((from, to), share): (&(Place, Place), f64)| Mass { low: from.age, high: to.age, share };
    innermost.iter().zip(shares).map(mass).collect()
}

/// The shares by expectation and maximisation from even ones.
fn self_consistent(rows: &[Row], size: usize) -> Vec<f64> {
    let mut shares = vec![1.0 / size as f64; size];
    let (mut totals, mut pull) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    for _ in 0..MOST_ROUNDS {
        for (i, share) in shares.iter().enumerate() {
            totals[i + 1] = totals[i] + share;
        }
        pull.fill(0.0);
        let mut all = 0.0;
        for row in rows {
            let within = row.weight / (totals[row.to] - totals[row.from]);
            pull[row.from] += within;
            pull[row.to] -= within;
            // Each life that was seen stands for others that failed before they could be.
            let seen = row.weight / (totals[size] - totals[row.seen_from]);
            all += seen;
            pull[0] += seen;
            pull[row.seen_from] -= seen;
        }
        let (mut running, mut fault, mut sum) = (0.0, 0.0_f64, 0.0);
        for (share, pull) in shares.iter_mut().zip(&pull) {
            running += pull;
            let factor = running / all;
            fault = fault.max(if *share > CLOSE { (factor - 1.0).abs() } else { factor - 1.0 });
            *share *= factor;
            sum += *share;
        }
        shares.iter_mut().for_each(|share| *share /= sum);
        if fault < CLOSE {
            break;
        }
    }
    shares
}
