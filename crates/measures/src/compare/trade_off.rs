//! Cheaper with fewer tonnes is no gain by itself: what cost alone cannot tell.
//!
//! Where cost and tonnes differ the same way, only the worth of a tonne tells which is better: the margin does, where a worth is
//! written, and where none is that is said.
use super::{Pair, Verdict};
use iceroad_model::Scenario;
use iceroad_words::say;

/// The margin's key.
const MARGIN: &str = "margin.total";

/// Marks costs that differ the same way as the tonnes of some material, or of all.
pub(super) fn mark(pairs: &mut [Pair]) {
    let tonnes =
        |verdict| pairs.iter().any(|pair| pair.key.starts_with("tonnes.") && pair.verdict == verdict);
    let (fewer, more) = (tonnes(Verdict::Lower), tonnes(Verdict::Higher));
    let priced = pairs.iter().any(|pair| pair.key == MARGIN);
    for pair in pairs.iter_mut().filter(|pair| is_cost(&pair.key)) {
        let what = match pair.verdict {
            Verdict::Lower if fewer => say!("trade-off-cheaper"),
            Verdict::Higher if more => say!("trade-off-dearer"),
            _ => continue,
        };
        let why = say!(if priced { "trade-off-margin" } else { "trade-off-no-worth" });
        pair.trade_off = Some(format!("{what}: {why}"));
    }
}

fn is_cost(key: &str) -> bool {
    ["cost.", "use.", "use_of_mine."].iter().any(|start| key.starts_with(start))
}

/// What makes margins hard to compare.
pub(super) fn caution(a: &Scenario, b: &Scenario) -> Option<String> {
    let worths = |scenario: &Scenario| -> Vec<_> {
        let rows = scenario.materials.iter().filter(|row| row.worth_per_tonne.is_some());
        rows.map(|row| (row.name.clone(), row.worth_per_tonne)).collect()
    };
    let (of_a, of_b) = (worths(a), worths(b));
    if of_a == of_b {
        return None;
    }
    let in_one = of_a.is_empty() || of_b.is_empty();
    Some(say!(if in_one { "caution-one-worth" } else { "caution-worths" }))
}
