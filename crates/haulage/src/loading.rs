//! How a truck is filled: passes, mass, time, and their spread.
//!
//! **A pass** brings `min(bucket · fill · loose density, greatest mass in the bucket)` on average. The truck holds
//! the lesser of its rated payload and its heaped body times the loose density.
//!
//! **Full-truck rule.** The operator makes whole passes while they fit. If what is left then is at least half a
//! pass, one more is made with only what fits (a full pass in time); if less, the truck leaves with that room
//! empty. At least one pass is made, cut to what the truck holds. So `n = ⌊hold / pass + ½⌋` and the mean load is
//! `min(n · pass, hold)`.
//!
//! **Spread.** The sum of `n` independent passes has `n` times the mean and `1/√n` of the coefficient of variation;
//! mass and time of a load are drawn as such sums, log-normal, one number each, instead of pass by pass. No load
//! exceeds [`OVERLOAD`] times the payload, nor the face's remainder.
//!
//! Pitfall: the spread is about the mean load, so a truck's load may exceed its payload, as weighbridges show.

use iceroad_base::law::Law;
use iceroad_base::quantity::{Density, Mass, Ranged, Variation};
use iceroad_base::random::Stream;
use iceroad_model::fleet::{LoaderModel, TruckModel};

/// The greatest load over the rated payload; the trade's 10/10/20 rule stops a truck above it. Assumed.
pub const OVERLOAD: f64 = 1.2;

/// How one loader fills one truck model with one material.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fill {
    /// Passes.
    pub passes: u32,
    /// Mean load.
    pub mass: Mass,
    /// Spotting, ms.
    pub spot_ms: i64,
    /// Mean digging time of all passes, ms.
    pub dig_ms: i64,
    mass_law: Law,
    dig_law: Law,
    most: Mass,
}

/// One load as drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Load {
    /// Mass when complete.
    pub mass: Mass,
    /// Digging time, ms.
    pub dig_ms: i64,
}

impl Fill {
    /// How `loader` fills `truck` with material of this loose density.
    pub fn new(loader: &LoaderModel, truck: &TruckModel, density: Density) -> Fill {
        let by_volume = loader.bucket.cubic_metres() * loader.fill.get() * density.get() * 1_000.0;
        let pass_kg = by_volume.min(loader.bucket_mass.get() as f64).max(1.0);
        let by_body = truck.body.cubic_metres() * density.get() * 1_000.0;
        let hold_kg = by_body.min(truck.payload.get() as f64).max(1.0);
        let passes = (hold_kg / pass_kg + 0.5).floor().max(1.0);
        let mass_kg = (passes * pass_kg).min(hold_kg);
        let dig_ms = (passes * loader.pass.get() * 1_000.0).max(1.0);
        Fill {
            passes: passes as u32,
            mass: Mass(mass_kg.round() as i64),
            spot_ms: (loader.spot.get() * 1_000.0).round() as i64,
            dig_ms: dig_ms.round() as i64,
            mass_law: sum_law(mass_kg, loader.fill_variation, passes),
            dig_law: sum_law(dig_ms, loader.pass_variation, passes),
            most: truck.payload.scaled(OVERLOAD),
        }
    }

    /// Draws a load. Takes two numbers of the stream, whatever the laws, so that draws stay in step.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> Load {
        let (u_mass, u_dig) = (stream.uniform(), stream.uniform());
        let mass = Mass(self.mass_law.quantile(u_mass).round() as i64);
        let dig_ms = self.dig_law.quantile(u_dig).round() as i64;
        Load { mass: mass.min(self.most).max(Mass(1)), dig_ms: dig_ms.max(1) }
    }

    /// Expected time from spotting to leaving, ms: what a dispatcher may know.
    #[inline]
    pub fn expected_ms(&self) -> i64 {
        self.spot_ms + self.dig_ms
    }

    /// What is aboard when loading stops after `dug_ms` of a load's digging time: its whole passes.
    pub fn part(&self, load: Load, dug_ms: i64) -> Mass {
        let passes = i64::from(self.passes);
        let done = (dug_ms.max(0) * passes / load.dig_ms.max(1)).min(passes);
        Mass(load.mass.get() * done / passes)
    }
}

/// The law of a sum of `n` passes with this mean of the sum and spread of one pass.
fn sum_law(mean: f64, of_one: Variation, n: f64) -> Law {
    let constant = Law::Constant { value: mean };
    Law::log_normal(mean, of_one.get() / n.sqrt()).unwrap_or(constant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use iceroad_base::quantity::{Factor, Seconds, Volume};

    fn loader(bucket_m3: f64, bucket_t: f64) -> LoaderModel {
        LoaderModel {
            bucket: Volume::from_cubic_metres(bucket_m3),
            bucket_mass: Mass::from_tonnes(bucket_t),
            fill: Factor::clamped(0.9),
            pass: Seconds::clamped(30.0),
            spot: Seconds::clamped(40.0),
            ..fixture::loader_model()
        }
    }

    fn truck(payload_t: f64, body_m3: f64) -> TruckModel {
        TruckModel {
            payload: Mass::from_tonnes(payload_t),
            body: Volume::from_cubic_metres(body_m3),
            ..fixture::truck_model()
        }
    }

    fn fill(loader: &LoaderModel, truck: &TruckModel, density: f64) -> (u32, f64) {
        let fill = Fill::new(loader, truck, Density::clamped(density));
        (fill.passes, fill.mass.tonnes())
    }

    #[test]
    fn a_last_pass_is_made_where_half_of_it_fits_and_skipped_where_not() {
        // 15 m³ · 0.9 · 2.0 t/m³ = 27 t a pass. 130 t: 4.81 passes, the fifth brings 22 t.
        assert_eq!(fill(&loader(15.0, 40.0), &truck(130.0, 80.0), 2.0), (5, 130.0));
        // 120 t: 4.44 passes, the fifth would find room for 12 t of its 27: skipped, 108 t.
        assert_eq!(fill(&loader(15.0, 40.0), &truck(120.0, 80.0), 2.0), (4, 108.0));
    }

    #[test]
    fn mass_limits_the_bucket_and_volume_the_body() {
        // The bucket may hold 20 t only: 130 / 20 = 6.5, seven passes, the last of 10 t.
        assert_eq!(fill(&loader(15.0, 20.0), &truck(130.0, 80.0), 2.0), (7, 130.0));
        // Light stuff: 15 · 0.9 · 1.0 = 13.5 t a pass, body 80 t: 5.93, six passes, 80 t.
        assert_eq!(fill(&loader(15.0, 20.0), &truck(130.0, 80.0), 1.0), (6, 80.0));
    }

    #[test]
    fn a_bucket_larger_than_the_truck_makes_one_pass() {
        assert_eq!(fill(&loader(30.0, 100.0), &truck(10.0, 80.0), 2.0), (1, 10.0));
    }

    #[test]
    fn loads_spread_as_a_sum_of_passes_does() {
        // Five passes of cv 0.2: cv of the load 0.2/√5 = 0.0894.
        let mut model = loader(15.0, 26.0);
        model.fill_variation = Variation::clamped(0.2);
        model.pass_variation = Variation::clamped(0.2);
        let fill = Fill::new(&model, &truck(130.0, 80.0), Density::clamped(2.0));
        let mut stream = Stream::named(7, 0, "EX-1", "load");
        let n = 100_000;
        let (mut mass, mut squares, mut dig) = (0.0, 0.0, 0.0);
        for _ in 0..n {
            let load = fill.draw(&mut stream);
            mass += load.mass.tonnes();
            squares += load.mass.tonnes() * load.mass.tonnes();
            dig += load.dig_ms as f64;
        }
        let mean = mass / f64::from(n);
        let deviation = (squares / f64::from(n) - mean * mean).sqrt();
        // Standard error of the mean: 11.6 / 316 = 0.037 t; five of them. The overload cut takes 0.1 t.
        assert!((mean - 130.0).abs() < 0.3, "{mean}");
        assert!((deviation / mean - 0.0894).abs() < 0.004, "{deviation}");
        assert!((dig / f64::from(n) - 150_000.0).abs() < 250.0);
    }

    #[test]
    fn loading_cut_short_leaves_whole_passes_aboard() {
        let fill = Fill::new(&loader(15.0, 26.0), &truck(130.0, 80.0), Density::clamped(2.0));
        let load = Load { mass: Mass(130_000), dig_ms: 150_000 };
        assert_eq!(fill.part(load, 29_999), Mass::ZERO);
        assert_eq!(fill.part(load, 30_000), Mass(26_000));
        assert_eq!(fill.part(load, 149_999), Mass(104_000));
        assert_eq!(fill.part(load, -5), Mass::ZERO);
    }
}
