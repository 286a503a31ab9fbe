//! Whether a change helps, and which of two helps more: the one place where advice is ranked.
//!
//! Where a tonne has a worth, the margin ranks. Else what cannot be counted in one money is taken in this order (assumed): the plan
//! and the tonnes the mine is for, what agreements gain, what people lack less, what lasts in the year after, then what it costs.
//!
//! Only clear effects count. A gain of less than [`LEAST_GAIN`] of what there is is none that anybody would act on.

use iceroad_measures::advice::stakes::{
    COST, DELIVERED, MARGIN, PAID, PERSON_DAYS, PLAN, is_cover, is_money,
};
use iceroad_measures::advice::{Effect, Fate, Verdict};
use std::cmp::Ordering;

/// The least gain worth a change, as a share of the measure without it (assumed).
const LEAST_GAIN: f64 = 0.001;

/// What a trial says of a change. It helps where it betters a promise, or the margin, and clearly worsens no promise. Tonnes
/// that cost more than they are worth are no gain.
pub(super) fn fate(effects: &[Effect]) -> Fate {
    let is_money = |effect: &Effect| is_money(&effect.key);
    let too_dear = effects.iter().any(|effect| effect.key == MARGIN && effect.verdict == Verdict::Worse);
    let never = |effect: &Effect| matches!(effect.key.as_str(), COST | PAID);
    let counts = |effect: &Effect| !never(effect) && (!too_dear || effect.key != DELIVERED);
    let is_worse = |effect: &&Effect| !is_money(effect) && effect.verdict == Verdict::Worse;
    let harmed: Vec<String> = effects.iter().filter(is_worse).map(|effect| effect.title.clone()).collect();
    if !harmed.is_empty() {
        return Fate::Harms(harmed);
    }
    if effects.iter().any(|effect| counts(effect) && is_gain(effect)) {
        return Fate::Helps;
    }
    if let Some(margin) = effects.iter().find(|effect| effect.key == MARGIN && too_dear) {
        return Fate::Harms(vec![margin.title.clone()]);
    }
    if effects.iter().all(is_money) { Fate::NoEffect } else { Fate::Unclear }
}

/// Which of two is worth more.
pub(super) fn compare(one: &[Effect], other: &[Effect]) -> Ordering {
    let ranks = |key: fn(&Effect) -> bool| gain(one, key).total_cmp(&gain(other, key));
    let money = |effects: &[Effect]| {
        effects.iter().find(|effect| effect.key == COST).map_or(0.0, |effect| -effect.difference)
    };
    ranks(|effect| effect.key == MARGIN)
        .then(ranks(|effect| matches!(effect.key.as_str(), DELIVERED | PLAN)))
        .then(ranks(|effect| effect.key.ends_with(".on_time")))
        .then(ranks(|effect| effect.key.ends_with(".lateness")))
        .then(ranks(|effect| effect.key == PERSON_DAYS))
        .then(ranks(|effect| is_cover(&effect.key)))
        .then(money(one).total_cmp(&money(other)))
}

/// What is paid tells only where the year after is bought for: what is used up, beside it, has none of that.
pub(super) fn keep_money(effects: &mut Vec<Effect>) {
    let has_cover = effects.iter().any(|effect| is_cover(&effect.key) && is_gain(effect));
    effects.retain(|effect| has_cover || effect.key != PAID);
}

/// Puts what it helps first, and money last.
pub(super) fn put_first(effects: &mut [Effect]) {
    effects.sort_by_key(|effect| match effect.key.as_str() {
        key if is_money(key) => 2,
        _ if is_gain(effect) => 0,
        _ => 1,
    });
}

fn is_gain(effect: &Effect) -> bool {
    effect.verdict == Verdict::Better && effect.difference.abs() >= LEAST_GAIN * effect.now.abs()
}

/// The sum of clear gains.
fn gain(effects: &[Effect], wanted: fn(&Effect) -> bool) -> f64 {
    effects
        .iter()
        .filter(|effect| wanted(effect) && is_gain(effect))
        .map(|effect| effect.difference.abs())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(key: &str, difference: f64, verdict: Verdict) -> Effect {
        Effect {
            key: key.into(),
            title: String::new(),
            unit: String::new(),
            higher_is_better: Some(true),
            now: 1_000.0,
            difference,
            low: difference,
            high: difference,
            verdict,
        }
    }

    #[test]
    fn what_harms_a_promise_does_not_help_whatever_it_gains() {
        let tonnes = effect(DELIVERED, 500.0, Verdict::Better);
        let broken = effect("line.a.1.on_time", -0.5, Verdict::Worse);
        let dear = effect(COST, 9e9, Verdict::Worse);
        let helps = |effects: &[Effect]| fate(effects) == Fate::Helps;
        assert!(helps(&[tonnes.clone(), dear.clone()]));
        let named = Effect { title: "a.1 on time".into(), ..broken };
        assert_eq!(fate(&[tonnes, named]), Fate::Harms(vec!["a.1 on time".into()]));
        assert_eq!(fate(&[dear]), Fate::NoEffect);
        assert_eq!(fate(&[effect(DELIVERED, 90.0, Verdict::Open)]), Fate::Unclear);
        let poorer = effect(MARGIN, -9.0, Verdict::Worse);
        assert!(!helps(&[effect(DELIVERED, 500.0, Verdict::Better), poorer.clone()]));
        // People come before money.
        assert!(helps(&[effect(PERSON_DAYS, -500.0, Verdict::Better), poorer]));
        // Clear, and too small to act on.
        assert!(!helps(&[effect(DELIVERED, 0.9, Verdict::Better)]));
        assert!(!helps(&[effect(DELIVERED, 90.0, Verdict::Open)]));
    }

    #[test]
    fn the_year_after_counts_and_cash_is_told_where_it_is_bought_for() {
        let lasts = effect("cover.tank.oil.lasts", 1.0, Verdict::Better);
        let runs_out =
            Effect { title: "oil lasts".into(), ..effect("cover.tank.oil.lasts", -1.0, Verdict::Worse) };
        let paid = effect(PAID, 5e6, Verdict::Open);
        let tonnes = effect(DELIVERED, 500.0, Verdict::Better);
        assert_eq!(fate(&[lasts.clone(), paid.clone()]), Fate::Helps);
        assert_eq!(fate(&[tonnes.clone(), runs_out]), Fate::Harms(vec!["oil lasts".into()]));
        assert_eq!(fate(std::slice::from_ref(&paid)), Fate::NoEffect);
        let mut bought = vec![paid.clone(), lasts.clone()];
        keep_money(&mut bought);
        put_first(&mut bought);
        assert_eq!(bought, [lasts.clone(), paid.clone()]);
        let mut other = vec![tonnes.clone(), paid];
        keep_money(&mut other);
        assert_eq!(other, std::slice::from_ref(&tonnes));
        let people = effect(PERSON_DAYS, -9.0, Verdict::Better);
        assert_eq!(compare(&[people], std::slice::from_ref(&lasts)), Ordering::Greater);
        assert_eq!(compare(&[lasts], &[effect(COST, -5.0, Verdict::Better)]), Ordering::Greater);
    }

    #[test]
    fn tonnes_come_before_agreements_and_these_before_money() {
        let tonnes = [effect(DELIVERED, 10.0, Verdict::Better)];
        let line =
            [effect("line.a.1.on_time", 1.0, Verdict::Better), effect(DELIVERED, 900.0, Verdict::Open)];
        let dear = [effect(DELIVERED, 10.0, Verdict::Better), effect(COST, 5.0, Verdict::Worse)];
        let margin = [effect(MARGIN, 1.0, Verdict::Better)];
        assert_eq!(compare(&tonnes, &line), Ordering::Greater);
        assert_eq!(compare(&tonnes, &dear), Ordering::Greater);
        assert_eq!(compare(&margin, &tonnes), Ordering::Greater);
    }
}
