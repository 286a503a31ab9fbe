//! How long a flow plan takes by the size of the mine: with prices (two programs) and flows alone (one).
//!
//! `cargo run --release -p iceroad-flow --example solve_time`

use iceroad_flow::{Dump, FlowError, Haul, Loader, Network, Return, TruckClass, flows, plan};
use std::time::Instant;

/// Every way open, ways of unequal length, a crusher at the first dump, half as many trucks as loaders could fill.
fn network(classes: usize, loaders: usize, dumps: usize) -> Network {
    let mut network = Network {
        classes: vec![
            TruckClass { trucks: (4 * loaders) as f64 / classes as f64, ..TruckClass::default() };
            classes
        ],
        loaders: vec![Loader { at_work: 1.0 }; loaders],
        faces: loaders,
        dumps: vec![Dump { places: 2.0, ..Dump::default() }; dumps],
        ..Network::default()
    };
    network.dumps[0].most_t_per_h = Some(2_000.0);
    for class in 0..classes {
        for loader in 0..loaders {
            for dump in 0..dumps {
                let way = 0.1 + ((loader * 7 + dump * 13) % 29) as f64 / 50.0;
                let (tonnes, load_h) = (90.0 + 40.0 * class as f64, 0.05 + 0.02 * class as f64);
                network.hauls.push(Haul {
                    class,
                    loader,
                    face: loader,
                    dump,
                    tonnes,
                    load_h,
                    loader_h: load_h,
                    travel_h: way,
                    dump_h: 0.02,
                    ..Haul::default()
                });
                network.returns.push(Return { class, dump, face: loader, travel_h: way * 0.7 });
            }
        }
    }
    network
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn main() -> Result<(), FlowError> {
    for (classes, loaders, dumps) in [(1, 2, 1), (2, 4, 3), (3, 8, 4), (3, 20, 6), (4, 50, 8), (2, 200, 10)] {
        let network = network(classes, loaders, dumps);
        let times = if loaders > 40 { 1 } else { 20 };
        let began = Instant::now();
        for _ in 0..times {
            plan(&network)?;
        }
        let with_prices = began.elapsed().as_secs_f64() / f64::from(times);
        let began = Instant::now();
        for _ in 0..times {
            flows(&network)?;
        }
        let alone = began.elapsed().as_secs_f64() / f64::from(times);
        println!(
            "{classes} classes, {loaders} loaders, {dumps} dumps ({} ways): {:.2} ms with prices, {:.2} ms flows alone",
            network.hauls.len(),
            with_prices * 1e3,
            alone * 1e3
        );
    }
    Ok(())
}
