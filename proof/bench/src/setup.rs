//! What a replication costs before its first event: each domain's state made on what all replications share, beside
//! making what they share anew each time.

use std::fmt::Write as _;
use std::sync::Arc;

use iceroad_base::quantity::Celsius;
use iceroad_bench::measure::{Measured, Way, interleaved};
use iceroad_bench::year;
use iceroad_climate::Climate;
use iceroad_haulage::{Hauling, Layout};
use iceroad_maintenance::Maintenance;
use iceroad_model::Scenario;
use iceroad_model::site::Site;
use iceroad_supply::Supply;

use crate::sakha::{Text, prepare, text, words};

/// Days of the short runs that a search makes many of.
const DAYS: u32 = 30;
/// Replications set up in one run of a way.
const SETUPS: u32 = 200;
/// Short runs in one run of a way.
const RUNS: u32 = 10;
/// Microseconds in a nanosecond.
const US: f64 = 1e-3;

pub(crate) fn section(rounds: usize) -> String {
    text(parts(rounds))
}

/// Sets up so many replications; what is counted keeps them from being optimised away.
fn each(set_up: impl Fn(u32) -> Option<usize>) -> u64 {
    (0..SETUPS).map(|replication| set_up(replication).unwrap_or_default() as u64).sum()
}

fn parts(rounds: usize) -> Text {
    let scenario = year::days(&*year::sakha()?, DAYS)?;
    let seed = scenario.heading.seed;
    let climate = Climate::prepare(&scenario).map_err(words)?;
    let (layout, maintenance) = (Arc::new(layout(&scenario)?), Arc::new(maintenance(&scenario)?));
    let supply = Arc::new(supply(&scenario, &climate));
    let prepared = prepare(&scenario)?;
    let setups = u64::from(SETUPS);
    let mut ways = [
        Way::new("haulage, anew", setups, || {
            each(|n| Some(Hauling::cycles(&Arc::new(self::layout(&scenario).ok()?), seed, n).slots()))
        }),
        Way::new("haulage", setups, || each(|n| Some(Hauling::cycles(&layout, seed, n).slots()))),
        Way::new("maintenance, anew", setups, || {
            each(|n| {
                let anew = Arc::new(self::maintenance(&scenario).ok()?);
                Some(Maintenance::new(&anew, seed, n, 0).ok()?.jobs_opened())
            })
        }),
        Way::new("maintenance", setups, || {
            each(|n| Some(Maintenance::new(&maintenance, seed, n, 0).ok()?.jobs_opened()))
        }),
        Way::new("supply, anew", setups, || {
            each(|n| {
                let anew = Arc::new(self::supply(&scenario, &climate));
                Some(Supply::new(&anew, seed, n, 0).balance().len())
            })
        }),
        Way::new("supply", setups, || each(|n| Some(Supply::new(&supply, seed, n, 0).balance().len()))),
        Way::new("weather and seasons", setups, || {
            each(|n| Some(climate.tracks(&climate.draw(seed, n).ok()?, seed, n).len()))
        }),
        Way::new("run", u64::from(RUNS), || (0..RUNS).map(|n| year::whole(&prepared, n).events).sum()),
    ];
    let measured = interleaved(rounds, &mut ways);
    let [haul_anew, haul, shop_anew, shop, supply_anew, supply, weather, run] = &measured[..] else {
        return Ok(String::new());
    };
    let mut page = format!(
        "`examples/sakha` over {DAYS} days, as a search runs it many times; one thread. *Anew*: what all replications share is \
         made again for each, as supply and maintenance once did. The last column is the share of such a run, which takes \
         {:.1} ms.\n\n| part | anew, µs | on what is shared, µs | times as fast | of a run |\n|---|---:|---:|---:|---:|\n",
        run.median_ns * 1e-6
    );
    let share = |way: &Measured| 100.0 * way.median_ns / run.median_ns;
    for (name, anew, shared) in
        [("haulage", haul_anew, haul), ("maintenance", shop_anew, shop), ("supply", supply_anew, supply)]
    {
        let _ = writeln!(
            page,
            "| {name} | {:.0} | {:.0} | {:.1} | {:.2} % |",
            anew.median_ns * US,
            shared.median_ns * US,
            anew.median_ns / shared.median_ns,
            share(shared)
        );
    }
    let _ = writeln!(
        page,
        "| weather and seasons | | {:.0} | | {:.2} % |",
        weather.median_ns * US,
        share(weather)
    );
    Ok(page)
}

fn layout(scenario: &Scenario) -> Result<Layout, String> {
    Layout::new(scenario).map_err(words)
}

fn maintenance(scenario: &Scenario) -> Result<iceroad_maintenance::Prepared, String> {
    iceroad_maintenance::Prepared::new(scenario, scenario.horizon()).map_err(words)
}

fn supply(scenario: &Scenario, climate: &Climate) -> iceroad_supply::Prepared {
    let low = |site: &Site| site.station.map_or(Celsius::clamped(15.0), |station| climate.lowest(station));
    let lowest = scenario.sites.iter().map(low).collect();
    iceroad_supply::Prepared::new(scenario, climate.planned(), &lowest)
}
