//! Random draws: the project's own, and cheap ones that leave a kernel benchmark to the kernel.

use std::hint::black_box;

use crate::ahead::Ahead;
use iceroad_base::Span;
use iceroad_base::law::Law;
use iceroad_base::random::Stream;

/// A source of exponential durations.
pub trait Durations {
    /// The next duration of `truck` for `purpose`, below [`PURPOSES`].
    fn next(&mut self, truck: u16, purpose: usize) -> Span;

    /// The same in seconds, for programs that count in floats: no rounding, where the source has none.
    fn next_seconds(&mut self, truck: u16, purpose: usize) -> f64;
}

/// How many purposes a truck draws for: load, haul, dump, return.
pub const PURPOSES: usize = 4;
/// Mean seconds of load, haul, dump, return.
pub const MEANS: [f64; PURPOSES] = [180.0, 1_080.0, 90.0, 720.0];

/// As a model draws: one named stream for each truck and purpose, inversion by `libm`, one ahead of need.
#[derive(Clone)]
pub struct Named(Vec<Ahead>);

impl Named {
    /// The streams of `trucks` trucks.
    pub fn new(seed: u64, trucks: usize) -> Named {
        let names = ["load", "haul", "dump", "return"];
        let of_truck = |truck: usize| {
            (0..PURPOSES).map(move |purpose| {
                let stream = Stream::named(seed, 0, &format!("truck {truck}"), names[purpose]);
                Ahead::of_seconds(Law::Exponential { mean: MEANS[purpose] }, stream)
            })
        };
        Named((0..trucks).flat_map(of_truck).collect())
    }
}

impl Durations for Named {
    #[inline]
    fn next(&mut self, truck: u16, purpose: usize) -> Span {
        self.0[usize::from(truck) * PURPOSES + purpose].take()
    }

    #[inline]
    fn next_seconds(&mut self, truck: u16, purpose: usize) -> f64 {
        self.next(truck, purpose).seconds()
    }
}

/// One SplitMix64 sequence for all, and a table of 4,096 quantiles: about 2 ns a draw.
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014). Good enough to keep a
/// calendar busy; no model should use it.
#[derive(Clone)]
pub struct Cheap {
    state: u64,
    quantiles: Box<[f64; TABLE]>,
}

const TABLE: usize = 4_096;

impl Cheap {
    /// The sequence of `seed`.
    pub fn new(seed: u64) -> Cheap {
        let mut quantiles = Box::new([0.0; TABLE]);
        for (index, quantile) in quantiles.iter_mut().enumerate() {
            *quantile = -libm::log1p(-(index as f64 + 0.5) / TABLE as f64);
        }
        Cheap { state: seed, quantiles }
    }

    /// The next 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl Cheap {
    /// An exponential number of mean 1.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        self.quantiles[self.next_u64() as usize % TABLE]
    }
}

impl Durations for Cheap {
    #[inline]
    fn next(&mut self, _: u16, purpose: usize) -> Span {
        Span::from_seconds(MEANS[purpose] * self.exponential())
    }

    #[inline]
    fn next_seconds(&mut self, _: u16, purpose: usize) -> f64 {
        MEANS[purpose] * self.exponential()
    }
}

/// Draws `n` numbers of `law`; gives their sum.
pub fn sum_of_law(law: Law, n: u64) -> f64 {
    let mut stream = Stream::named(42, 0, "bench", "draw");
    let law = black_box(law);
    (0..n).map(|_| law.draw(&mut stream)).sum()
}

/// Draws `n` uniform numbers; gives their sum.
pub fn sum_of_uniform(n: u64) -> f64 {
    let mut stream = Stream::named(42, 0, "bench", "draw");
    (0..n).map(|_| stream.uniform()).sum()
}

/// Draws `n` times 64 bits; gives their exclusive or.
pub fn bits(n: u64) -> u64 {
    let mut stream = Stream::named(42, 0, "bench", "draw");
    (0..n).fold(0, |bits, _| bits ^ stream.next_u64())
}
