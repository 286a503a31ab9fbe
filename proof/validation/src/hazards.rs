//! What is beside the plain life: poor repairs, inspections, damage, frost, starts, years on the meter.
//!
//! All repairs take no time, so that a position is at work all the time and the formulas are those of one renewal process or of a
//! Poisson process cut by inspections.

use crate::harness::{Case, Reading, Trouble};
use crate::workshop::{Kind, PRODUCT, Seen, Shop};
use iceroad_base::law::Law;
use iceroad_base::quantity::{Hours, MeterHours, Share};
use iceroad_model::maintenance::{PoorRepair, StartFailure};
use iceroad_model::{ModelId, SubsystemId, Tables};
use iceroad_worlds::build::{Build, constant};

const PART: &str = "Beside the plain life";
const FIRST: SubsystemId = SubsystemId(0);
/// Hours that each shop is watched.
const WATCHED_H: f64 = 24_000.0;

/// Machines that all work all the time.
fn fleet(life: Law) -> Shop {
    Shop::new(&[Kind::closed(20, life, constant(0.0))], 20, WATCHED_H)
}

/// Two machines of which one works while the other stands, meter off.
fn in_turn(life: Law) -> Shop {
    Shop::new(&[Kind { positions: 1, ..Kind::closed(2, life, constant(0.0)) }], 2, WATCHED_H)
}

fn case(name: String, source: &'static str, readings: &[Reading<Seen>], shop: Shop) -> Case {
    Case::new(PART, name, source, readings, move |luck| shop.run(luck)).on(PRODUCT)
}

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    poor_repairs(&mut cases)?;
    inspections(&mut cases)?;
    damage(&mut cases)?;
    frost(&mut cases)?;
    starts(&mut cases)?;
    years(&mut cases)?;
    Ok(cases)
}

/// Of lives `X`, each repair with chance `p` followed by the lesser of `X` and an exponential one of mean `q`: the mean time between
/// failures is `(1 − p)·E X + p·E min(X, Y)`. With `X` constant `E min = q·(1 − exp(−X/q))`, with `X` exponential of mean `m` it is
/// `m·q/(m + q)`.
fn poor_repairs(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    let (m, q) = (400.0, 60.0);
    for (what, law, shorter, share) in [
        ("constant", Law::constant(m)?, q * (1.0 - libm::exp(-m / q)), 0.05),
        ("constant", Law::constant(m)?, q * (1.0 - libm::exp(-m / q)), 0.4),
        ("exponential", Law::exponential(m)?, m * q / (m + q), 0.25),
    ] {
        let between = (1.0 - share) * m + share * shorter;
        let shop = fleet(law).warm(WATCHED_H / 2.0).with(|tables| {
            let poor = PoorRepair { chance: Share::clamped(share), life: MeterHours::clamped(q) };
            tables.subsystems[FIRST].hazards.poor_repair = Some(poor);
            // Hours on the meter of each its own: constant lives do not end together.
            for (index, row) in tables.machines.iter_mut().enumerate() {
                row.meter = MeterHours::clamped(123.4 * index as f64);
            }
        });
        let readings: [Reading<Seen>; 1] = [("failures per 1,000 h", 1_000.0 / between, Seen::failures)];
        let name = format!("lives {what}, {m} h; a share {share} of repairs poor, {q} h");
        cases.push(case(name, "renewal theory, two competing risks", &readings, shop));
    }
    Ok(())
}

/// Exponential lives of mean `1/λ`, looked at every `T`, the end showing in the last `W`, found with chance `p`. Alive at an inspection, a
/// life ends within `W` with chance `a = 1 − exp(−λW)`: so many are found, `p·a` each `T`. Where the inspection sees, a life that ends
/// within `W` is renewed at once, and one that does not fails none in `W` and as any from then on: `a·λT + (1 − a)·λ(T − W)` fail until
/// the next, and `λT` where it does not see.
fn inspections(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    for (mean, every, warning, finds) in
        [(300.0, 100.0, 40.0, 1.0), (300.0, 100.0, 40.0, 0.6), (500.0, 250.0, 250.0, 0.9)]
    {
        let rate = 1.0 / mean;
        let shows = 1.0 - libm::exp(-rate * warning);
        let seen = shows * rate * every + (1.0 - shows) * rate * (every - warning);
        let fail = finds * seen + (1.0 - finds) * rate * every;
        let shop = fleet(Law::exponential(mean)?).with(|tables| {
            tables.subsystems[FIRST].hazards.warning = MeterHours::clamped(warning);
            let service = tables.service(ModelId(0), every, 0.0);
            (service.inspects, service.finds) = (vec![FIRST], Share::clamped(finds));
        });
        let readings: [Reading<Seen>; 2] = [
            ("found per 1,000 h", 1_000.0 * finds * shows / every, Seen::found),
            ("failures per 1,000 h", 1_000.0 * fail / every, Seen::failures),
        ];
        let name = format!(
            "exponential lives of {mean} h show in the last {warning} h; looked at every {every} h, found with {finds}"
        );
        cases.push(case(name, "P–F interval; Poisson process", &readings, shop));
    }
    Ok(())
}

/// Each failure breaks each of two others with its chance, once.
fn damage(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    for share in [0.1, 0.7] {
        let shop = fleet(Law::weibull(1.5, 200.0)?).with(|tables| {
            for _ in 0..2 {
                tables.subsystem(ModelId(0), constant(1e6), constant(0.0));
            }
            let hazards = &mut tables.subsystems[FIRST].hazards;
            (hazards.damages, hazards.damage_chance) =
                (vec![SubsystemId(1), SubsystemId(2)], Share::clamped(share));
        });
        let readings: [Reading<Seen>; 1] = [("broken per failure", 2.0 * share, Seen::broken)];
        let name = format!("a failure breaks each of two others with chance {share}");
        cases.push(case(name, "two chances a failure", &readings, shop));
    }
    Ok(())
}

/// Exponential lives of mean `m`; of two machines one works until it fails while the other stands, with `r` hours of life an hour: in as
/// long as a life it comes to its end with chance `r/(1 + r)`, and fails as it is started. The first, mended meanwhile, takes its place and
/// has not stood. So each life is followed by `1 + r/(1 + r)` failures.
fn frost(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    for (mean, pace) in [(120.0, 0.25), (120.0, 1.5)] {
        let shop = in_turn(Law::exponential(mean)?).with(|tables| {
            let curve = tables.curve(&[(0.0, 0.0), (20.0, 2.0 * pace)]);
            tables.subsystems[FIRST].hazards.parked = Some(curve);
        });
        let theory = 1_000.0 / mean * (1.0 + pace / (1.0 + pace));
        let readings: [Reading<Seen>; 1] = [("failures per 1,000 h", theory, Seen::failures)];
        let name = format!(
            "exponential lives of {mean} h, two machines in turn, {pace} h of life an hour that one stands"
        );
        cases.push(case(name, "competing exponentials", &readings, shop));
    }
    Ok(())
}

/// The same two machines; each start after more than `a` of standing breaks with chance `p`, so a life is followed by `1 + p·exp(−a/m)`
/// failures.
fn starts(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    for (mean, share, after) in [(120.0, 0.3, 0.0), (120.0, 0.8, 60.0)] {
        let shop = in_turn(Law::exponential(mean)?).with(|tables: &mut Tables| {
            let (chance, after) = (Share::clamped(share), Hours::clamped(after));
            tables.subsystems[FIRST].hazards.start = StartFailure { chance, after, curve: None };
        });
        let theory = 1_000.0 / mean * (1.0 + share * libm::exp(-after / mean));
        let readings: [Reading<Seen>; 1] = [("failures per 1,000 h", theory, Seen::failures)];
        let name = format!(
            "exponential lives of {mean} h, two machines in turn, a start after {after} h breaks with {share}"
        );
        cases.push(case(name, "Bernoulli starts", &readings, shop));
    }
    Ok(())
}

/// A factor that grows from 1 to 3 over the time watched, read each midnight: of `n` days the mean factor is `1 + (n − 1)/n`.
fn years(cases: &mut Vec<Case>) -> Result<(), Trouble> {
    let mean = 200.0;
    let shop = fleet(Law::exponential(mean)?).warm(0.0).with(|tables| {
        let curve = tables.meter_curve(&[(0.0, 1.0), (WATCHED_H, 3.0)]);
        tables.subsystems[FIRST].hazards.by_meter = Some(curve);
    });
    let days = WATCHED_H / 24.0;
    let theory = 1_000.0 / mean * (1.0 + (days - 1.0) / days);
    let readings: [Reading<Seen>; 1] = [("failures per 1,000 h", theory, Seen::failures)];
    let name = format!("exponential lives of {mean} h, wear that trebles in {WATCHED_H} h on the meter");
    cases.push(case(name, "Poisson process whose rate grows", &readings, shop));
    Ok(())
}
