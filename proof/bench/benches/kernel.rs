//! Event list, plain truck-and-loader model and draws under `cargo bench -p iceroad-bench`.
//!
//! For comparisons that are to be published use the crate's binary, which interleaves the ways.

use divan::Bencher;
use divan::counter::ItemsCount;
use iceroad_base::law::Law;
use iceroad_bench::draws::{Cheap, Named, sum_of_law, sum_of_uniform};
use iceroad_bench::hold::{self, Steps};
use iceroad_bench::trucks;

fn main() {
    divan::main();
}

const ENTITIES: [u16; 2] = [40, 1_000];
const HOLDS: u64 = 200_000;
const CYCLES: u64 = 50_000;
const DRAWS: u64 = 100_000;

#[divan::bench(args = ENTITIES)]
fn hold_std_heap_on_floats(bencher: Bencher<'_, '_>, entities: u16) {
    let steps = Steps::default();
    bencher.counter(ItemsCount::new(HOLDS)).bench_local(|| hold::std_heap_on_floats(entities, HOLDS, &steps));
}

#[divan::bench(args = ENTITIES)]
fn hold_std_heap_on_keys(bencher: Bencher<'_, '_>, entities: u16) {
    let steps = Steps::default();
    bencher.counter(ItemsCount::new(HOLDS)).bench_local(|| hold::std_heap_on_keys(entities, HOLDS, &steps));
}

#[divan::bench(args = ENTITIES)]
fn hold_calendar(bencher: Bencher<'_, '_>, entities: u16) {
    let steps = Steps::default();
    bencher.counter(ItemsCount::new(HOLDS)).bench_local(|| hold::calendar(entities, HOLDS, &steps));
}

#[divan::bench]
fn trucks_std_heap_on_floats(bencher: Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(CYCLES))
        .bench_local(|| trucks::std_heap_on_floats(CYCLES, Cheap::new(1)));
}

#[divan::bench]
fn trucks_std_heap_on_keys(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(CYCLES)).bench_local(|| trucks::std_heap_on_keys(CYCLES, Cheap::new(1)));
}

#[divan::bench]
fn trucks_explicit_events(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(CYCLES)).bench_local(|| trucks::kernel_explicit(CYCLES, Cheap::new(1)));
}

#[divan::bench]
fn trucks_computed_completions(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(CYCLES)).bench_local(|| trucks::kernel_computed(CYCLES, Cheap::new(1)));
}

#[divan::bench]
fn trucks_computed_completions_named_streams(bencher: Bencher<'_, '_>) {
    let draws = Named::new(1, trucks::TRUCKS);
    bencher.counter(ItemsCount::new(CYCLES)).bench_local(|| trucks::kernel_computed(CYCLES, draws.clone()));
}

#[divan::bench]
fn draw_uniform(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| sum_of_uniform(DRAWS));
}

#[divan::bench]
fn draw_exponential(bencher: Bencher<'_, '_>) {
    let law = Law::Exponential { mean: 1.0 };
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| sum_of_law(law, DRAWS));
}

#[divan::bench]
fn draw_weibull(bencher: Bencher<'_, '_>) {
    let law = Law::Weibull { shape: 2.0, scale: 1_000.0 };
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| sum_of_law(law, DRAWS));
}
