//! The effect of a change on one measure, from pairs of replications.
//!
//! Most differences have Student's interval. Two kinds are too coarse for it:
//!
//! * a thing that is yes or no in a replication (a line on time): the interval of A. Agresti and Y. Min, "Simple improved confidence
//!   intervals for comparing matched proportions", Statistics in Medicine 24 (2005), recalled: half an outcome is added to each of
//!   the four kinds of pairs. Twelve pairs that all go from late to on time so give 86 % ± 30 %, never certainty;
//! * a difference in fewer than [`LEAST_DIFFERING`] pairs, as of a shortage in one year in ten: nothing is called clear by it.

use iceroad_base::estimate::Moments;
use iceroad_base::law::normal_quantile;
use iceroad_measures::advice::stakes::{Kind, Stake};
use iceroad_measures::advice::{Effect, LEVEL, Verdict};

/// Pairs that must differ before an effect is called clear.
const LEAST_DIFFERING: usize = 5;

/// A measure that changes are judged by.
pub(super) struct Head {
    pub(super) key: String,
    pub(super) kind: Kind,
    pub(super) title: String,
    unit: String,
    pub(super) higher_is_better: Option<bool>,
}

impl Head {
    pub(super) fn of(stake: &Stake<'_, '_>) -> Self {
        let measure = stake.measure;
        Self {
            key: measure.key.clone(),
            kind: stake.kind,
            title: measure.title.clone(),
            unit: measure.unit.clone(),
            higher_is_better: measure.higher_is_better,
        }
    }
}

/// The effect over pairs of (as it is, changed); none where it changes nothing in any of them.
pub(super) fn of(head: &Head, pairs: &[(f64, f64)]) -> Option<Effect> {
    let known: Vec<(f64, f64)> =
        pairs.iter().copied().filter(|(now, new)| now.is_finite() && new.is_finite()).collect();
    let differing = known.iter().filter(|(now, new)| now != new).count();
    if differing == 0 {
        return None;
    }
    let now: Moments = known.iter().map(|(now, _)| *now).collect();
    let differences: Moments = known.iter().map(|(now, new)| new - now).collect();
    let (low, high) = match head.kind {
        Kind::Chance => chance(&known),
        _ => {
            let interval = differences.interval(LEVEL);
            (interval.low(), interval.high())
        }
    };
    let is_clear = differing >= LEAST_DIFFERING && (low > 0.0 || high < 0.0);
    let verdict = match head.higher_is_better {
        Some(more) if is_clear && (low > 0.0) == more => Verdict::Better,
        Some(_) if is_clear => Verdict::Worse,
        _ => Verdict::Open,
    };
    Some(Effect {
        key: head.key.clone(),
        title: head.title.clone(),
        unit: head.unit.clone(),
        higher_is_better: head.higher_is_better,
        now: now.mean(),
        difference: differences.mean(),
        low,
        high,
        verdict,
    })
}

/// Agresti and Min's interval for the difference of two matched chances.
fn chance(pairs: &[(f64, f64)]) -> (f64, f64) {
    let count = |wanted: fn(f64) -> bool| pairs.iter().filter(|(now, new)| wanted(new - now)).count() as f64;
    let (up, down) = (count(|by| by > 0.0) + 0.5, count(|by| by < 0.0) + 0.5);
    let n = pairs.len() as f64 + 2.0;
    let middle = (up - down) / n;
    let variance = ((up + down) - (up - down) * (up - down) / n).max(0.0);
    let half = normal_quantile(0.5 + LEVEL / 2.0) * variance.sqrt() / n;
    ((middle - half).max(-1.0), (middle + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(kind: Kind) -> Head {
        let text = String::new;
        Head { key: text(), kind, title: text(), unit: text(), higher_is_better: Some(true) }
    }

    #[test]
    fn what_was_seen_in_every_pair_is_not_certain() {
        let effect = of(&head(Kind::Chance), &[(0.0, 1.0); 12]).unwrap();
        assert_eq!((effect.difference, effect.verdict), (1.0, Verdict::Better));
        assert!((effect.low - 0.554).abs() < 0.001 && effect.high == 1.0, "{effect:?}");
    }

    #[test]
    fn a_difference_in_few_pairs_is_not_clear_and_none_is_no_effect() {
        let rare = [(0.0, 1.0), (0.0, 1.0), (0.0, 1.0), (5.0, 6.0)];
        assert_eq!(of(&head(Kind::Promise), &rare).unwrap().verdict, Verdict::Open);
        assert_eq!(of(&head(Kind::Promise), &[(2.0, 2.0); 9]), None);
        let worse = [(9.0, 7.0), (9.0, 7.1), (8.0, 6.1), (9.0, 6.9), (7.0, 5.0), (9.0, 7.0)];
        assert_eq!(of(&head(Kind::Promise), &worse).unwrap().verdict, Verdict::Worse);
    }
}
