//! Base-stock theory: (S−1,S) spares with Poisson demand and any lead time.
//!
//! Palm's theorem: with demand at rate λ and mean lead time L the number on order is Poisson with mean λL, whatever the
//! law of the lead time. A demand is met at once with probability `P(X ≤ S−1)`, and the expected backorders are
//! `E[(X−S)+]`. Expected figures: (S−1,S) spares of the queueing cases, item 11: mean 3: S = 3 fill .423190, EBO .672125;
//! S = 5 fill .815263, EBO .134621.
use crate::world::*;
use iceroad_base::law::Law;
use iceroad_base::random::Stream;
use iceroad_base::{Span, Time};
use iceroad_model::event::Event;
use iceroad_model::{OfferId, Tables};

/// Days that are simulated, and those left out of the figures while the first orders come.
const DAYS: u32 = 24_000;
const WARM_UP: f64 = 200.0;
/// Demands a day; with a mean lead time of 6 days three are on order.
const RATE: f64 = 0.5;

/// Share met at once and mean backorders, over some 12,000 demands of each of `seeds` runs.
fn measure(up_to: i64, lead: Law, seeds: u64) -> (f64, f64) {
    let (mut fill, mut backorders) = (0.0, 0.0);
    for seed in 0..seeds {
        let mut t: Tables = supply();
        t.heading.days = DAYS;
        let yard = t.site("yard", HOME);
        let spare = t.item("spare", 1);
        let shop = t.store("shop", yard, None);
        t.stock(shop, spare, up_to, continuous(up_to - 1, up_to));
        t.offer("offer", spare, yard, 1.0);
        t.offers[OfferId(0)].lead_days = lead;
        let mut run = Run::seeded(t, &[], seed);
        let mut demands = Stream::named(seed, 0, "spare", "demand");
        let mut at = Time::START;
        let end = Time::START + Span::DAY * i64::from(DAYS);
        loop {
            at += Span::from_days(Law::Exponential { mean: 1.0 / RATE }.draw(&mut demands));
            if at >= end {
                break;
            }
            run.until(at).job(shop, spare, 1);
        }
        let (one, two) = figures(&run);
        fill += one / seeds as f64;
        backorders += two / seeds as f64;
    }
    (fill, backorders)
}

fn figures(run: &Run) -> (f64, f64) {
    let mut asked = Vec::new();
    let (mut at_once, mut counted, mut waited) = (0_u32, 0_u32, 0.0);
    for entry in &run.log {
        match entry.event {
            Event::Demanded { .. } => asked.push(entry.at.days()),
            Event::Filled { demand } if asked[demand.0 as usize] > WARM_UP => {
                let wait = entry.at.days() - asked[demand.0 as usize];
                counted += 1;
                at_once += u32::from(wait == 0.0);
                waited += wait;
            }
            _ => {}
        }
    }
    // Little's law: backorders are the waiting of demands, at the rate at which they come.
    (f64::from(at_once) / f64::from(counted), waited / (f64::from(DAYS) - WARM_UP))
}

#[test]
fn fill_rate_and_backorders_are_palms_whatever_the_lead_time_law() {
    for lead in [Law::Exponential { mean: 6.0 }, Law::uniform(2.0, 10.0).unwrap()] {
        for (up_to, fill, backorders) in [(3, 0.423_190, 0.672_125), (5, 0.815_263, 0.134_621)] {
            let (found, waiting) = measure(up_to, lead, 2);
            // Some 24,000 correlated demands; the tolerances are three to four standard errors found over seeds.
            assert!((found - fill).abs() < 0.015, "{lead:?} S {up_to}: fill {found} for {fill}");
            assert!((waiting - backorders).abs() < 0.04, "{lead:?} S {up_to}: {waiting} for {backorders}");
        }
    }
}
