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
//! **Full-bucket rule.** Whole passes only: `n = ⌊hold / pass⌋`, at least one, and the mean load is `n · pass`. A single
//! pass that is more than the truck holds is cut to what it holds, under either rule.
//!
//! **First pass.** It may take a time of its own, as the bucket may hang ready while the truck spots.
//!
//! **Two sides.** The first in line spots on the free side while another truck is loaded. It has spotted since it joined
//! the line or since the side went free, whichever is later, and spots on for what is left when its turn comes. So
//! spotting costs the loader nothing while trucks wait, where loading takes longer than spotting. In the log the
//! truck is in line until its turn; a dispatcher counts whole spottings.
//!
//! **Spread.** The sum of `n` independent passes has `n` times the mean and `1/√n` of the coefficient of variation;
//! mass and time of a load are drawn as such sums, one number each, instead of pass by pass. No load exceeds
//! [`OVERLOAD`] times the payload, nor the face's remainder.
//!
//! **Law of a sum.** Log-normal, read from a table of [`POINTS`] quantiles with straight lines between ([`Shape`]):
//! its mean is exact, its ends are the log-normal's 1 in 2,048, beyond which no load was ever credible. A draw from
//! the table takes a twentieth of the time of one from the law.
//!
//! Pitfall: the spread is about the mean load, so a truck's load may exceed its payload, as weighbridges show.

use iceroad_base::law::Law;
use iceroad_base::quantity::{Density, Mass, Ranged, Variation};
use iceroad_base::random::Stream;
use iceroad_model::fleet::{LoaderModel, TruckModel};
use iceroad_model::pit::LoadingRule;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The greatest load over the rated payload; the trade's 10/10/20 rule stops a truck above it. Assumed.
pub const OVERLOAD: f64 = 1.2;

/// Points in the table of a [`Shape`].
pub const POINTS: usize = 1_024;

/// A log-normal law of mean 1 as a table: the quantiles at the middles of `POINTS` equal shares.
#[derive(Clone, PartialEq, Debug)]
pub struct Shape {
    /// None for a law without spread.
    points: Option<Arc<[f32]>>,
}

impl Shape {
    fn new(cv: f64) -> Shape {
        let Some(law) = Law::log_normal(1.0, cv).ok().filter(|_| cv > 0.0) else {
            return Shape { points: None };
        };
        let exact: Vec<f64> =
            (0..POINTS).map(|index| law.quantile((index as f64 + 0.5) / POINTS as f64)).collect();
        // With straight lines between them and level ends, every point counts alike in the mean: it is made 1.
        let mean = exact.iter().sum::<f64>() / POINTS as f64;
        Shape { points: Some(exact.iter().map(|&value| (value / mean) as f32).collect()) }
    }

    /// The value for a uniform number; it grows with the number.
    #[inline]
    fn at(&self, u: f64) -> f64 {
        let Some(points) = &self.points else {
            return 1.0;
        };
        let x = (u * POINTS as f64 - 0.5).clamp(0.0, (POINTS - 2) as f64 + 0.999_999);
        let below = x as usize;
        let (low, high) = (f64::from(points[below]), f64::from(points[below + 1]));
        low + (high - low) * (x - below as f64)
    }
}

/// The shapes made so far, so that loaders of one spread share one table.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    /// By the bits of the coefficient of variation.
    made: BTreeMap<u64, Shape>,
}

impl Shapes {
    /// The law of a sum of `n` passes with this spread of one, for a mean of 1.
    fn of_sum(&mut self, of_one: Variation, n: f64) -> Shape {
        self.of_cv(of_one.get() / n.sqrt())
    }

    /// The law with this coefficient of variation, for a mean of 1.
    fn of_cv(&mut self, cv: f64) -> Shape {
        self.made.entry(cv.to_bits()).or_insert_with(|| Shape::new(cv)).clone()
    }
}

/// How one loader fills one truck model with one material.
#[derive(Clone, PartialEq, Debug)]
pub struct Fill {
    /// Passes.
    pub passes: u32,
    /// Mean load.
    pub mass: Mass,
    /// Spotting, ms.
    pub spot_ms: i64,
    /// Mean digging time of all passes, ms.
    pub dig_ms: i64,
    /// Mean time of the first of them, ms, where it differs from the others.
    first_ms: Option<i64>,
    mass_shape: Shape,
    dig_shape: Shape,
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
    pub fn new(loader: &LoaderModel, truck: &TruckModel, density: Density, shapes: &mut Shapes) -> Fill {
        let by_volume = loader.bucket.cubic_metres() * loader.fill.get() * density.get() * 1_000.0;
        let pass_kg = by_volume.min(loader.bucket_mass.get() as f64).max(1.0);
        let by_body = truck.body.cubic_metres() * density.get() * 1_000.0;
        let hold_kg = by_body.min(truck.payload.get() as f64).max(1.0);
        let part_of_last = match loader.loading_rule {
            LoadingRule::FullTruck => 0.5,
            // Enough that a whole number of passes is not lost to rounding.
            LoadingRule::FullBucket => 1e-9,
        };
        let passes = (hold_kg / pass_kg + part_of_last).floor().max(1.0);
        let mass_kg = (passes * pass_kg).min(hold_kg);
        let first_ms = loader.first_pass.map(|first| first.get() * 1_000.0);
        let pass_ms = loader.pass.get() * 1_000.0;
        let dig_ms = first_ms.map_or(passes * pass_ms, |first| first + (passes - 1.0) * pass_ms).max(1.0);
        let dig_shape = match first_ms {
            None => shapes.of_sum(loader.pass_variation, passes),
            // Passes are independent, and each spreads by the same share of its own mean.
            Some(first) => {
                let squares = first * first + (passes - 1.0) * pass_ms * pass_ms;
                shapes.of_cv(loader.pass_variation.get() * squares.sqrt() / dig_ms)
            }
        };
        Fill {
            passes: passes as u32,
            mass: Mass(mass_kg.round() as i64),
            spot_ms: (loader.spot.get() * 1_000.0).round() as i64,
            dig_ms: dig_ms.round() as i64,
            first_ms: first_ms.map(|first| first.round() as i64),
            mass_shape: shapes.of_sum(loader.fill_variation, passes),
            dig_shape,
            most: truck.payload.scaled(OVERLOAD),
        }
    }

    /// Draws a load. Takes two numbers of the stream, whatever the laws, so that draws stay in step.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> Load {
        let (u_mass, u_dig) = (stream.uniform(), stream.uniform());
        // Adding a half and cutting rounds what is never negative, without a call.
        let mass = Mass((self.mass.get() as f64 * self.mass_shape.at(u_mass) + 0.5) as i64);
        let dig_ms = (self.dig_ms as f64 * self.dig_shape.at(u_dig) + 0.5) as i64;
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
        let dug_ms = dug_ms.max(0);
        let done = match self.first_ms {
            None => dug_ms * passes / load.dig_ms.max(1),
            Some(mean) => {
                let first = mean * load.dig_ms / self.dig_ms.max(1);
                let others = (load.dig_ms - first).max(1);
                if dug_ms < first { 0 } else { 1 + (dug_ms - first) * (passes - 1) / others }
            }
        };
        Mass(load.mass.get() * done.min(passes) / passes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iceroad_base::quantity::{Factor, Seconds, Volume};
    use iceroad_worlds::pit;

    fn loader(bucket_m3: f64, bucket_t: f64) -> LoaderModel {
        LoaderModel {
            bucket: Volume::from_cubic_metres(bucket_m3),
            bucket_mass: Mass::from_tonnes(bucket_t),
            fill: Factor::clamped(0.9),
            pass: Seconds::clamped(30.0),
            spot: Seconds::clamped(40.0),
            ..pit::loader_model()
        }
    }

    fn truck(payload_t: f64, body_m3: f64) -> TruckModel {
        TruckModel {
            payload: Mass::from_tonnes(payload_t),
            body: Volume::from_cubic_metres(body_m3),
            ..pit::truck_model()
        }
    }

    fn fill(loader: &LoaderModel, truck: &TruckModel, density: f64) -> (u32, f64) {
        let fill = Fill::new(loader, truck, Density::clamped(density), &mut Shapes::default());
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
        let fill = Fill::new(&model, &truck(130.0, 80.0), Density::clamped(2.0), &mut Shapes::default());
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
    fn a_shape_has_the_mean_and_spread_of_its_law() {
        for cv in [0.05, 0.2, 0.6] {
            let shape = Shape::new(cv);
            let n = 1_000_000;
            let values = (0..n).map(|index| shape.at((f64::from(index) + 0.5) / f64::from(n)));
            let (sum, squares) = values.fold((0.0, 0.0), |(s, q), value| (s + value, q + value * value));
            let mean = sum / f64::from(n);
            assert!((mean - 1.0).abs() < 1e-6, "{cv}: {mean}");
            // The cut ends take a little of the spread: under 2 % of it where loads spread at all reasonably.
            let found = (squares / f64::from(n) - mean * mean).sqrt();
            assert!(found <= cv && found > cv * 0.94, "{cv}: {found}");
        }
        assert_eq!(Shape::new(0.0).at(0.3), 1.0);
    }

    #[test]
    fn under_the_full_bucket_rule_no_bucket_is_emptied_in_part() {
        let full_bucket = |bucket_t| {
            let mut model = loader(15.0, bucket_t);
            model.loading_rule = LoadingRule::FullBucket;
            model
        };
        // 27 t a pass: four whole ones into 130 t, where the full-truck rule makes five.
        assert_eq!(fill(&full_bucket(40.0), &truck(130.0, 80.0), 2.0), (4, 108.0));
        // 26 t a pass fill the truck exactly, and none of them is lost to rounding.
        assert_eq!(fill(&full_bucket(26.0), &truck(130.0, 80.0), 2.0), (5, 130.0));
        // One pass there must be, cut to what the truck holds.
        assert_eq!(fill(&full_bucket(40.0), &truck(20.0, 80.0), 2.0), (1, 20.0));
    }

    #[test]
    fn a_first_pass_of_its_own_counts_in_mean_spread_and_part() {
        let mut model = loader(15.0, 26.0);
        model.first_pass = Some(Seconds::clamped(10.0));
        model.pass_variation = Variation::clamped(0.2);
        let fill = Fill::new(&model, &truck(130.0, 80.0), Density::clamped(2.0), &mut Shapes::default());
        // 10 s and four passes of 30 s; spotting takes 40 s.
        assert_eq!((fill.dig_ms, fill.expected_ms()), (130_000, 170_000));
        // Deviation 0.2·√(10² + 4·30²) = 12.166 s; standard error of the mean over 100,000: 38 ms.
        let mut stream = Stream::named(7, 0, "EX-1", "load");
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..100_000 {
            let dig = fill.draw(&mut stream).dig_ms as f64;
            sum += dig;
            squares += dig * dig;
        }
        let mean = sum / 100_000.0;
        assert!((mean - 130_000.0).abs() < 200.0, "{mean}");
        let deviation = (squares / 100_000.0 - mean * mean).sqrt();
        assert!((deviation - 12_166.0).abs() < 300.0, "{deviation}");
        // Cut short: one pass is aboard after 10 s, two after 40 s, all five at the end.
        let load = Load { mass: Mass(130_000), dig_ms: 130_000 };
        let aboard = [9_999, 10_000, 39_999, 40_000, 130_000].map(|ms| fill.part(load, ms).tonnes());
        assert_eq!(aboard, [0.0, 26.0, 26.0, 52.0, 130.0]);
    }

    #[test]
    fn loading_cut_short_leaves_whole_passes_aboard() {
        let fill = Fill::new(
            &loader(15.0, 26.0),
            &truck(130.0, 80.0),
            Density::clamped(2.0),
            &mut Shapes::default(),
        );
        let load = Load { mass: Mass(130_000), dig_ms: 150_000 };
        assert_eq!(fill.part(load, 29_999), Mass::ZERO);
        assert_eq!(fill.part(load, 30_000), Mass(26_000));
        assert_eq!(fill.part(load, 149_999), Mass(104_000));
        assert_eq!(fill.part(load, -5), Mass::ZERO);
    }
}
