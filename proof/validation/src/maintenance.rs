//! Renewal: availability of the means, age replacement, its costs, minimal repair, and a fleet long at work.

use crate::harness::{Case, Check, Luck, Reading, Trouble};
use crate::workshop::{Kind, PRODUCT, Seen, Shop};
use iceroad_base::law::Law;
use iceroad_base::quantity::{MeterHours, Share};
use iceroad_model::{ModelId, SubsystemId, Tables};
use iceroad_worlds::build::{Build, constant};

const PART: &str = "Maintenance";
const RENEWAL: &str = "renewal theory; recomputed and re-simulated independently";

/// A renewal of the subsystem every so many hours of the meter, done with any failure that comes within `early` hours of it.
fn renewal(tables: &mut Tables, every_h: f64, early_h: f64, duration_h: f64) {
    let service = tables.service(ModelId(0), every_h, duration_h);
    service.early = MeterHours::clamped(early_h);
    service.renews = vec![SubsystemId(0)];
}

/// A failure is mended and leaves the age as it was.
fn minimal(tables: &mut Tables) {
    tables.subsystems[SubsystemId(0)].renewal = Share::clamped(0.0);
}

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    age_replacement(&mut cases)?;
    replacement_costs(&mut cases)?;
    long_at_work(&mut cases)?;
    Ok(cases)
}

/// Weibull(2, 1,000 h), 24 h down for a failure and 8 h for a planned renewal, in the domain's own terms: a repair of
/// 16 h and, with it, the service of 8 h, which may be done as early as one likes.
fn age_replacement(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    let life = Law::weibull(2.0, 1_000.0)?;
    for (age, availability, failures) in [
        (250.0, 0.964668, 0.238665),
        (500.0, 0.975595, 0.467829),
        (1_000.0, 0.976320, 0.826368),
        (3_000.0, 0.973634, 1.09852),
    ] {
        let shop = Shop::new(&[Kind::closed(40, life, constant(16.0))], 40, 36_000.0)
            .with(|tables| renewal(tables, age, age, 8.0))
            .warm(8_000.0);
        let readings: [Reading<Seen>; 2] = [
            ("availability", availability, Seen::availability),
            ("failures per 1,000 h", failures, Seen::failures),
        ];
        let name = format!("age replacement at {age} h, Weibull 2, 1,000 h, 24 h down or 8 h");
        let case = Case::new(PART, name, RENEWAL, &readings, move |luck| shop.run(luck)).on(PRODUCT);
        cases.push(if age == 500.0 { case } else { case.long() });
    }
    Ok(())
}

/// Shape, scale, cost planned, cost failed; age and rate; rate at failure only; age and rate under minimal repair.
type CostRow = (f64, f64, f64, f64, f64, f64, f64, f64, f64);

const COSTS: [CostRow; 7] = [
    (
        2.5,
        1_000.0,
        1.0,
        5.0,
        493.0469575966341,
        0.0034620427387892687,
        0.005635302489930136,
        446.6583884415239,
        0.0037314124391170252,
    ),
    (
        2.0,
        1_000.0,
        1.0,
        5.0,
        510.6552242954465,
        0.004085241794363572,
        0.005641895835477563,
        447.21359549995793,
        0.00447213595499958,
    ),
    (
        3.0,
        1_000.0,
        1.0,
        10.0,
        382.45553114297996,
        0.003949350299150191,
        0.011198465217221855,
        368.4031498640387,
        0.00407162642489236,
    ),
    (
        1.5,
        2_000.0,
        1.0,
        10.0,
        756.2889831460346,
        0.004150808161948177,
        0.005538660837162362,
        683.9903786706789,
        0.004386026607319299,
    ),
    (
        4.0,
        14_000.0,
        20_000.0,
        60_000.0,
        8982.32450849797,
        3.018381030669606,
        4.72826850566073,
        8082.90376865476,
        3.2991443953692903,
    ),
    (
        2.0,
        12_000.0,
        30_000.0,
        90_000.0,
        8854.966322066462,
        7.379138601722053,
        8.462843753216344,
        6928.203230275509,
        8.660254037844387,
    ),
    (
        1.2,
        500.0,
        1.0,
        20.0,
        173.06132610231035,
        0.036881692893995156,
        0.0425235219117523,
        157.49013123685918,
        0.03809762524723678,
    ),
];

/// A fleet of machines that are mended and renewed in no time.
fn replacement_costs(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    const SOURCE: &str = "Barlow and Hunter 1960; first row also ReliaWiki";
    for (shape, scale, planned, failed, age, at_age, at_failure, block, mended) in COSTS {
        let life = Law::weibull(shape, scale)?;
        // All machines begin as new, so what is watched is whole cycles after the first ten.
        let fleet = |cycle: f64| {
            Shop::new(&[Kind::closed(100, life, constant(0.0))], 100, 30.5 * cycle).warm(10.5 * cycle)
        };
        let policies = [
            (
                format!("replaced at {age:.1} h"),
                fleet(age).with(|tables| renewal(tables, age, age, 0.0)),
                at_age,
            ),
            ("replaced at failure".to_string(), fleet(life.mean()), at_failure),
            (
                format!("mended, renewed every {block:.1} h"),
                fleet(block).with(minimal).with(|tables| renewal(tables, block, 0.0, 0.0)),
                mended,
            ),
        ];
        for (what, shop, theory) in policies {
            let name = format!("Weibull {shape}, {scale} h, costs {planned} and {failed}: {what}");
            let readings: [Reading<f64>; 1] = [("cost per h", theory, |cost| *cost)];
            let run = move |luck: &Luck<'_>| Ok(shop.run(luck)?.cost(failed, planned));
            let case = Case::new(PART, name, SOURCE, &readings, run).on(PRODUCT);
            cases.push(if shape == 2.5 { case } else { case.long() });
        }
    }
    Ok(())
}

/// Machines with hours on their meters begin with the ages that belong to them.
fn long_at_work(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    for (what, law) in [
        ("Weibull 3", Law::weibull(3.0, 1_000.0)?),
        ("log-normal cv 0.5", Law::log_normal(900.0, 0.5)?),
        ("Erlang 3", Law::erlang(3, 700.0)?),
    ] {
        let shop = Shop::new(&[Kind::closed(400, law, constant(0.0))], 400, 720.0).warm(0.0).with(|tables| {
            for (index, row) in tables.machines.iter_mut().enumerate() {
                row.meter = MeterHours::clamped(30_000.0 + 123.4 * index as f64);
            }
        });
        let readings: [Reading<Seen>; 1] = [("failures per h", 400.0 / law.mean(), Seen::rate)];
        let name = format!("400 machines of some 50,000 h, {what}: the first 30 days");
        let case = Case::new(PART, name, "renewal theory", &readings, move |luck| shop.run(luck)).on(PRODUCT);
        cases.push(case);
    }
    let life = Law::weibull(2.0, 1_000.0)?;
    let shop = Shop::new(&[Kind::closed(50, life, constant(0.0))], 50, 2_400.0).warm(0.0).with(|tables| {
        minimal(tables);
        tables.machines.iter_mut().for_each(|row| row.meter = MeterHours::clamped(1_600.0));
    });
    // From 1,600 h to 4,000 h: 4² − 1.6² failures each.
    let readings: [Reading<Seen>; 1] = [("failures per h", 50.0 * (16.0 - 2.56) / 2_400.0, Seen::rate)];
    let name = "50 machines mended from 1,600 h to 4,000 h, Weibull 2, 1,000 h";
    cases.push(Case::new(PART, name, "power law", &readings, move |luck| shop.run(luck)).on(PRODUCT));
    Ok(())
}

/// Failures and repairs without luck, to the tick.
pub fn checks() -> Vec<Check> {
    const SOURCE: &str = "ReliaWiki, Simple Repairs: Deterministic View, Simple Series (0.86667)";
    let shop =
        Shop::new(&[Kind::closed(1, constant(100.0), constant(10.0))], 2, 300.0).warm(0.0).with(|tables| {
            tables.subsystem(ModelId(0), constant(120.0), constant(10.0));
        });
    match shop.run(&Luck { case: "series of two", replication: 0 }) {
        Ok(seen) => {
            let hours: Vec<f64> = seen.first.iter().map(|at| at.hours()).collect();
            let check = |name: &str, expected: Vec<f64>, got: Vec<f64>| {
                Check::exact("Maintenance to the tick", name, SOURCE, expected, got)
            };
            vec![
                check(
                    "A fails every 100 h, B every 120 h, repair 10 h: failures, h",
                    vec![100.0, 130.0, 220.0, 270.0],
                    hours,
                ),
                check("the same until 300 h: downtime, h", vec![40.0], vec![seen.down_hours()]),
            ]
        }
        Err(trouble) => {
            vec![Check::broken("Maintenance to the tick", "series of two", SOURCE, trouble.to_string())]
        }
    }
}
