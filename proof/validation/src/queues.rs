//! Open queues: failures that come as from an endless source to the bays of a workshop. The unit of time is ten hours.

use crate::harness::{Case, Check, Reading, Trouble};
use crate::theory::{erlang_c, pollaczek_khinchine};
use crate::workshop::{Kind, PRODUCT, Seen, Shop};
use iceroad_base::law::Law;

const PART: &str = "Queues";
const TEXTBOOK: &str = "textbook formula";
const OCTAVE: &str = "Octave queueing, demo of qsmmm; Erlang C";
const PK: &str = "Pollaczek–Khinchine";

fn open(
    name: String,
    source: &'static str,
    readings: &[Reading<Seen>],
    (between, service): (Law, Law),
    bays: u16,
    units: f64,
) -> Result<Case, Trouble> {
    let shop = Shop::in_tens(&[Kind::open(between, service)], bays, units)?;
    Ok(Case::new(PART, name, source, readings, move |luck| shop.run(luck)).on(PRODUCT))
}

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let exponential = |rate: f64| Law::exponential(1.0 / rate);
    let between = exponential(0.8)?;
    // Variances and tails take some 10^7 arrivals.
    let mut cases = vec![
        open(
            "M/M/1, rate 0.8, service 1".into(),
            TEXTBOOK,
            &[
                ("L", 4.0, Seen::down),
                ("W", 5.0, |seen| seen.stay(0)),
                ("Lq", 3.2, Seen::queue),
                ("Wq", 4.0, |seen| seen.wait(0)),
                ("Var(Wq)", 24.0, Seen::wait_variance),
                ("P(Wq > 5)", 0.294304, Seen::long_waits),
            ],
            (between, exponential(1.0)?),
            1,
            20_000.0,
        )?
        .long(),
    ];
    for (rate, mu, bays, source, readings) in multi_server() {
        let name = format!("M/M/{bays}, rate {rate}, service rate {mu}");
        let laws = (exponential(rate)?, exponential(mu)?);
        let case = open(name, source, &readings, laws, bays, 20_000.0 / rate)?;
        cases.push(if bays == 2 { case.long() } else { case });
    }
    for (rate, mean, bays, share, wait) in
        [(0.4, 8.0, 5, 0.288555, 1.28247), (0.5, 6.0, 4, 0.509434, 3.05660)]
    {
        let name = format!("workshop M/M/{bays}, {rate} jobs of {mean}");
        let readings: [Reading<Seen>; 2] =
            [("P(wait)", share, Seen::waiting_share), ("Wq", wait, |seen| seen.wait(0))];
        let laws = (exponential(rate)?, Law::exponential(mean)?);
        cases.push(open(name, "Erlang C", &readings, laws, bays, 10_000.0 / rate)?);
    }
    // Squared variation 4: log-normal with cv 2. Its busy spells are long beside the others', so its replications are too: what
    // waits when one ends is not counted, and means of short ones are skewed. 80,000 units are 91 years, near the longest horizon.
    for (name, law, wait, units) in [
        ("constant", Law::constant(1.0)?, 2.0, 20_000.0),
        ("Erlang 4", Law::erlang(4, 1.0)?, 2.5, 20_000.0),
        ("Erlang 2", Law::erlang(2, 1.0)?, 3.0, 20_000.0),
        ("log-normal cv 0.3", Law::log_normal(1.0, 0.3)?, 2.18, 20_000.0),
        ("uniform 0–2", Law::uniform(0.0, 2.0)?, 8.0 / 3.0, 20_000.0),
        ("exponential", Law::exponential(1.0)?, 4.0, 20_000.0),
        ("log-normal cv 2", Law::log_normal(1.0, 2.0)?, 10.0, 80_000.0),
    ] {
        let readings: [Reading<Seen>; 1] = [("Wq", wait, |seen| seen.wait(0))];
        let case =
            open(format!("M/G/1, rate 0.8, service 1 {name}"), PK, &readings, (between, law), 1, units)?;
        cases.push(if wait == 2.0 { case } else { case.long() });
    }
    for (rate, bays, wait) in [(0.8, 1, 2.0), (1.6, 2, 0.903284), (3.2, 4, 0.386095)] {
        let name = format!("M/D/{bays}, rate {rate}, service 1");
        let readings: [Reading<Seen>; 2] =
            [("Wq", wait, |seen| seen.wait(0)), ("Lq", wait * rate, Seen::queue)];
        let laws = (exponential(rate)?, Law::constant(1.0)?);
        let case = open(name, "Crommelin's formula", &readings, laws, bays, 20_000.0 / rate)?;
        cases.push(if bays == 2 { case } else { case.long() });
    }
    Ok(cases)
}

type MultiServer = (f64, f64, u16, &'static str, Vec<Reading<Seen>>);

fn multi_server() -> [MultiServer; 3] {
    [
        (9.0, 5.0, 2, OCTAVE, vec![("Lq", 7.67368, Seen::queue), ("W", 1.05263, |seen| seen.stay(0))]),
        (9.0, 5.0, 4, OCTAVE, vec![("Lq", 0.105164, Seen::queue), ("W", 0.211685, |seen| seen.stay(0))]),
        (
            2.0,
            1.0,
            3,
            TEXTBOOK,
            vec![("P(wait)", 4.0 / 9.0, Seen::waiting_share), ("Lq", 0.888889, Seen::queue)],
        ),
    ]
}

/// The formulas against printed figures.
pub fn checks() -> Vec<Check> {
    const FORMULAS: &str = "Formulas";
    let printed = |name: &str, expected, decimals, got| {
        Check::printed(FORMULAS, name, "recomputed independently", expected, decimals, got)
    };
    let lq = |servers: u32, rate: f64, mu: f64| {
        let load = rate / mu;
        erlang_c(servers, load) * load / (f64::from(servers) - load)
    };
    let c5 = erlang_c(5, 3.2);
    let mut checks = vec![
        printed("M/M/2 (9, 5): Lq", 7.67368, 5, lq(2, 9.0, 5.0)),
        printed("M/M/4 (9, 5): Lq", 0.105164, 6, lq(4, 9.0, 5.0)),
        printed("M/M/3 (2, 1): P(wait)", 4.0 / 9.0, 9, erlang_c(3, 2.0)),
        printed("M/M/5 (0.4/h, 8 h): P(wait)", 0.288555, 6, c5),
        printed("M/M/5 (0.4/h, 8 h): Wq", 1.28247, 5, c5 * 8.0 / (5.0 - 3.2)),
        printed("M/M/4 (0.5/h, 6 h): P(wait)", 0.509434, 6, erlang_c(4, 3.0)),
        printed("M/M/1 (0.8, 1): P(Wq > 5)", 0.294304, 6, 0.8 * libm::exp(-1.0)),
    ];
    let laws = [
        ("Erlang 4", Law::erlang(4, 1.0), 2.5),
        ("log-normal cv 0.3", Law::log_normal(1.0, 0.3), 2.18),
        ("uniform 0–2", Law::uniform(0.0, 2.0), 2.666667),
        ("log-normal cv 2", Law::log_normal(1.0, 2.0), 10.0),
    ];
    for (name, law, wait) in laws {
        let name = format!("M/G/1 {name}: Wq");
        checks.push(match law {
            Ok(law) => printed(&name, wait, 6, pollaczek_khinchine(0.8, &law)),
            Err(bad) => Check::broken(FORMULAS, name, "recomputed independently", bad.to_string()),
        });
    }
    checks
}
