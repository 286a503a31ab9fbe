//! Kinds of machines of which one is served first; who is being mended is not pushed aside. The unit of time is ten hours.

use crate::harness::{Case, Reading, Trouble};
use crate::workshop::{Kind, PRODUCT, Seen, Shop};
use iceroad_base::law::Law;

const PART: &str = "Priorities";

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let unit = Law::exponential(1.0)?;
    let hours = Law::exponential(8.0)?;
    let case = |name: &str, source, kinds: &[(f64, Law)], bays, units, readings: &[Reading<Seen>]| {
        let kinds: Vec<Kind> =
            kinds.iter().map(|&(rate, law)| Kind::open(Law::Exponential { mean: 1.0 / rate }, law)).collect();
        let shop = Shop::in_tens(&kinds, bays, units)?;
        Ok::<_, Trouble>(Case::new(PART, name, source, readings, move |luck| shop.run(luck)).on(PRODUCT))
    };
    Ok(vec![
        case(
            "M/M/1, two classes, who is served is not cut",
            "Ciw, compare_literature",
            &[(0.2, unit), (0.6, unit)],
            1,
            20_000.0,
            &[("W urgent", 2.0, |seen| seen.stay(0)), ("W other", 6.0, |seen| seen.stay(1))],
        )?
        .long(),
        case(
            "M/G/1, three classes, who is served is not cut",
            "Cobham",
            &[(0.1, Law::constant(1.0)?), (0.2, unit), (0.3, Law::erlang(2, 1.0)?)],
            1,
            20_000.0,
            &[
                ("W constant", 1.527778, |seen| seen.stay(0)),
                ("W exponential", 1.753968, |seen| seen.stay(1)),
                ("W Erlang 2", 2.696429, |seen| seen.stay(2)),
            ],
        )?,
        case(
            "M/M/5 workshop, two classes of jobs, 8 each",
            "Cobham",
            &[(0.2, hours), (0.3, hours)],
            5,
            20_000.0,
            &[("Wq urgent", 1.303794, |seen| seen.wait(0)), ("Wq other", 6.518971, |seen| seen.wait(1))],
        )?
        .long(),
    ])
}
