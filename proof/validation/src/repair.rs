//! Machine repair: a fleet that fails and crews that mend it, with cold spares and without. The unit of time is one hour.
//!
//! Trucks round one loading point are the same model where loading is exponential: sources and servers of the figures
//! that peers print are machines and bays here.

use crate::harness::{Case, Check, Reading, Trouble};
use crate::theory::{Place, closed_network, repairmen};
use crate::workshop::{Kind, PRODUCT, Seen, Shop};
use iceroad_base::law::Law;

const PART: &str = "Machine repair";
const PEERS: &str = "finite-source formula; printed in peers' manuals";
const BIRTH: &str = "birth and death process";

fn case(
    name: String,
    source: &'static str,
    readings: &[Reading<Seen>],
    kind: Kind,
    crews: u16,
    failures: f64,
) -> Case {
    let hours = failures * (kind.life.mean() + kind.repair.mean()) / kind.positions as f64;
    let shop = Shop::new(&[kind], crews, hours);
    Case::new(PART, name, source, readings, move |luck| shop.run(luck)).on(PRODUCT)
}

/// The stochastic cases.
///
/// # Errors
/// Where a law is refused, which would be a fault here.
pub fn cases() -> Result<Vec<Case>, Trouble> {
    let mut cases = finite_sources()?;
    cases.extend(repair_shops()?);
    cases.extend(with_spares()?);
    Ok(cases)
}

/// The figures printed by other programs.
fn finite_sources() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    let exponential = |mean| Law::exponential(mean);
    for (crews, wait) in [(1, 1.279), (2, 0.0834)] {
        let exact = repairmen(6, 0, u32::from(crews), 20.0, 2.0);
        let kind = Kind::closed(6, exponential(20.0)?, exponential(2.0)?);
        let readings: [Reading<Seen>; 2] =
            [("Lq", exact.queue, Seen::queue), ("Wq, h", exact.wait, |seen| seen.wait(0))];
        let name = format!("Kolkmeyer: 6 sources of 0.05/h, {crews} servers of 0.5/h ({wait} h printed)");
        let case = case(name, PEERS, &readings, kind, crews, 20_000.0);
        cases.push(if crews == 2 { case.long() } else { case });
    }
    let kind = Kind::closed(8, exponential(21.0)?, exponential(3.0)?);
    let readings: [Reading<Seen>; 2] =
        [("rate per h", 16.423563 / 60.0, Seen::rate), ("use", 0.8212, Seen::busy)];
    cases.push(case("8 sources, service 3, away 21".into(), PEERS, &readings, kind, 1, 8_000.0));
    for machines in [1_u32, 3, 5, 6, 8] {
        let exact = repairmen(machines, 0, 1, 20.0, 4.0);
        for (law, away) in [("exponential", exponential(20.0)?), ("constant", Law::constant(20.0)?)] {
            let kind = Kind::closed(machines as usize, away, exponential(4.0)?);
            let readings: [Reading<Seen>; 1] = [("rate per h", exact.rate, Seen::rate)];
            let name = format!("{machines} sources, service 4 exponential, away 20 {law}");
            cases.push(case(name, PEERS, &readings, kind, 1, 8_000.0));
        }
    }
    for (machines, crews) in [(5_u32, 1), (10, 1), (20, 1), (40, 2)] {
        let exact = repairmen(machines, 0, u32::from(crews), 60.0, 3.0);
        let kind = Kind::closed(machines as usize, exponential(60.0)?, exponential(3.0)?);
        let readings: [Reading<Seen>; 2] = [
            ("wait", exact.wait, |seen| seen.wait(0)),
            ("trips per 20", 20.0 * exact.rate, |seen| 20.0 * seen.rate()),
        ];
        let name = format!("finite source, {machines} trucks, {crews} shovels of 3, away 60");
        cases.push(case(name, PEERS, &readings, kind, crews, 20_000.0).long());
    }
    Ok(cases)
}

/// Machines, hours up, hours of repair, crews, and what is measured.
type Row = (usize, f64, f64, u16, Vec<Reading<Seen>>);

/// Machines that fail and crews that mend them.
fn repair_shops() -> Result<Vec<Case>, Trouble> {
    let mut cases = Vec::new();
    let rows: [Row; 8] = [
        (
            40,
            50.0,
            8.0,
            5,
            vec![
                ("down", 10.0392, Seen::down),
                ("availability", 0.749019, Seen::availability),
                ("Lq", 5.2455, Seen::queue),
                ("Wq, h", 8.75394, |seen| seen.wait(0)),
                ("use of bays", 0.958745, Seen::busy),
                ("failures per 1,000 h", 14.98038, Seen::failures),
            ],
        ),
        (
            40,
            50.0,
            8.0,
            6,
            vec![
                ("down", 7.33247, Seen::down),
                ("availability", 0.816688, Seen::availability),
                ("Wq, h", 3.22288, |seen| seen.wait(0)),
                ("failures per 1,000 h", 16.33376, Seen::failures),
            ],
        ),
        (
            40,
            50.0,
            8.0,
            40,
            vec![
                ("availability", 0.862069, Seen::availability),
                ("failures per 1,000 h", 17.24138, Seen::failures),
            ],
        ),
        (10, 10.0, 1.0, 1, vec![("down", 2.14582, Seen::down)]),
        (10, 10.0, 1.0, 2, vec![("down", 1.03864, Seen::down)]),
        (4, 80.0, 6.0, 4, vec![("availability", 0.930233, Seen::availability)]),
        (4, 80.0, 6.0, 1, vec![("availability", 0.915043, Seen::availability)]),
        (5, 100.0, 10.0, 1, vec![("wait", 4.666321779617175, |seen| seen.wait(0))]),
    ];
    for (machines, life, repair, crews, readings) in rows {
        let kind = Kind::closed(machines, Law::exponential(life)?, Law::exponential(repair)?);
        let name = format!("M/M/{crews}//{machines}, {life} h up, {repair} h of repair");
        cases.push(case(name, BIRTH, &readings, kind, crews, 10_000.0));
    }
    let weibull = Law::weibull(2.0, 56.418958)?;
    let kind = Kind::closed(40, weibull, Law::log_normal(8.0, 1.0)?);
    let readings: [Reading<Seen>; 1] = [("availability", 0.862069, Seen::availability)];
    let name = "40 machines, a bay each, Weibull up, log-normal repair".into();
    cases.push(case(name, "Engset insensitivity", &readings, kind, 40, 10_000.0));
    Ok(cases)
}

/// Cold spares: a machine back from repair waits for a free position.
fn with_spares() -> Result<Vec<Case>, Trouble> {
    let rows: [(u32, u32, u16, f64, f64); 7] = [
        (5, 0, 1, 100.0, 10.0),
        (10, 0, 1, 60.0, 8.0),
        (10, 0, 2, 60.0, 8.0),
        (20, 0, 3, 60.0, 8.0),
        (40, 0, 6, 45.0, 6.0),
        (10, 2, 2, 60.0, 8.0),
        (60, 3, 8, 50.0, 7.0),
    ];
    let mut cases = Vec::new();
    for (positions, spares, crews, life, repair) in rows {
        let exact = repairmen(positions, spares, u32::from(crews), life, repair);
        let kind = Kind {
            machines: (positions + spares) as usize,
            positions: positions as usize,
            life: Law::exponential(life)?,
            repair: Law::exponential(repair)?,
        };
        let name = format!(
            "repairmen: {positions} positions, {spares} spares, {crews} crews, {life} h up, {repair} h"
        );
        let readings: [Reading<Seen>; 4] = [
            ("availability", exact.availability, Seen::availability),
            ("down", exact.down, Seen::down),
            ("wait, h", exact.wait, |seen| seen.wait(0)),
            ("use of crews", exact.busy, Seen::busy),
        ];
        let case = case(name, BIRTH, &readings, kind, crews, 20_000.0);
        cases.push(if spares == 2 { case } else { case.long() });
    }
    Ok(cases)
}

/// The formulas against printed figures.
pub fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    formulas(&mut checks);
    checks
}

fn bolch_81_places() -> [Place; 3] {
    [
        Place { demand: 1.0 / 0.8, servers: Some(2) },
        Place { demand: 0.667 / 0.6, servers: Some(3) },
        Place { demand: 0.2 / 0.4, servers: Some(1) },
    ]
}

fn formulas(checks: &mut Vec<Check>) {
    const FORMULAS: &str = "Formulas";
    let mut printed = |name: &str, source: &'static str, expected: f64, decimals: usize, got: f64| {
        checks.push(Check::printed(FORMULAS, name, source, expected, decimals, got));
    };
    let kolkmeyer = repairmen(6, 0, 1, 20.0, 2.0);
    printed("Kolkmeyer: Lq", "figure printed by a peer", 0.3297, 4, kolkmeyer.queue);
    printed("Kolkmeyer: L", "figure printed by a peer", 0.8451, 4, kolkmeyer.down);
    printed("Kolkmeyer: Wq, h", "figure printed by a peer", 1.279, 3, kolkmeyer.wait);
    printed(
        "Kolkmeyer, two servers: Wq, h",
        "figure printed by a peer",
        0.0834,
        4,
        repairmen(6, 0, 2, 20.0, 2.0).wait,
    );
    printed(
        "8 trucks: loads per h",
        "figure printed by a peer",
        16.423563,
        6,
        60.0 * repairmen(8, 0, 1, 21.0, 3.0).rate,
    );
    for (trucks, per_hour, decimals) in
        [(1, 2.50, 2), (3, 7.055, 3), (5, 10.727, 3), (6, 12.122, 3), (8, 13.949, 3)]
    {
        let rate = 60.0 * repairmen(trucks, 0, 1, 20.0, 4.0).rate;
        printed(
            &format!("load 4, away 20, {trucks} trucks: loads per h"),
            "figure printed by a peer",
            per_hour,
            decimals,
            rate,
        );
    }
    for (trucks, shovels, wait, trips, decimals) in
        [(5, 1, 0.7, 94.3, 1), (10, 1, 1.9, 184.8, 1), (20, 1, 8.3, 336.4, 1), (40, 2, 5.4, 701.0, 0)]
    {
        let exact = repairmen(trucks, 0, shovels, 60.0, 3.0);
        let name = format!("finite source, {trucks} trucks, {shovels} shovels");
        printed(&format!("{name}: wait, min"), "figure printed by a peer", wait, 1, exact.wait);
        printed(
            &format!("{name}: trips per 20 h"),
            "figure printed by a peer",
            trips,
            decimals,
            1_200.0 * exact.rate,
        );
    }
    let (down, wait) = (repairmen(40, 0, 5, 50.0, 8.0).down, repairmen(40, 0, 6, 50.0, 8.0).wait);
    printed("M/M/5//40: down", "recomputed independently", 10.0392, 4, down);
    printed("M/M/6//40: Wq, h", "recomputed independently", 3.22288, 5, wait);
    let spares = repairmen(60, 3, 8, 50.0, 7.0);
    printed(
        "repairmen, 60 + 3 spares: availability",
        "recomputed independently",
        0.8703194712589137,
        12,
        spares.availability,
    );
    printed(
        "repairmen, 60 + 3 spares: wait",
        "recomputed independently",
        3.3137806584226217,
        12,
        spares.wait,
    );

    let place = |demand, servers| Place { demand, servers };
    let mine = |trucks: usize| {
        closed_network(trucks, &[place(3.0, Some(4)), place(30.0, None), place(1.5, Some(3))])
    };
    for (trucks, rate) in [(1, 0.02898551), (20, 0.57754326), (40, 1.0993028), (60, 1.32603058)] {
        let decimals = if trucks == 40 { 7 } else { 8 };
        printed(
            &format!("bench mine, {trucks} trucks: X"),
            "recomputed independently",
            rate,
            decimals,
            mine(trucks).0,
        );
    }
    printed("bench mine, 40 trucks: L shovel", "recomputed independently", 5.070712, 6, mine(40).1[0]);
    for (trucks, per_hour) in [(1, 2.44898), (6, 12.94159), (12, 19.12846)] {
        let (rate, _) =
            closed_network(trucks, &[place(3.0, Some(1)), place(20.0, None), place(1.5, Some(1))]);
        printed(
            &format!("shovel and crusher, {trucks} trucks: X per h"),
            "figure printed by a peer",
            per_hour,
            5,
            60.0 * rate,
        );
    }
    let jain = closed_network(
        20,
        &[place(2.0, Some(1)), place(3.0, Some(1)), place(1.0, Some(1)), place(4.0, None)],
    );
    printed("Jain 3.42: Q2", "Jain 1991, p. 577", 16.177, 3, jain.1[1]);
    printed("Jain 3.42: X", "recomputed independently", 0.333247, 6, jain.0);
    let bolch = closed_network(
        6,
        &[place(0.02, Some(1)), place(0.08, Some(1)), place(0.08, Some(1)), place(0.06, Some(1))],
    );
    printed("Bolch 8.3: Q4", "Bolch et al. 1998, p. 331", 1.234, 3, bolch.1[3]);
    printed("Bolch 8.3: X", "Bolch et al. 1998, p. 331", 9.920, 3, bolch.0);
    let bolch = closed_network(3, &bolch_81_places());
    for (index, number) in [1.290, 1.050, 0.660].into_iter().enumerate() {
        printed(
            &format!("Bolch 8.1: Q{}", index + 1),
            "Bolch et al. 1998, p. 318",
            number,
            3,
            bolch.1[index],
        );
    }
}
