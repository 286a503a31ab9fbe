//! Sections on the kernel: event list, plain model, draws.

use iceroad_base::law::Law;
use iceroad_bench::draws::{self, Cheap, Named};
use iceroad_bench::hold::{self, Steps};
use iceroad_bench::measure::{Way, interleaved, table};
use iceroad_bench::trucks::{self, Run, TRUCKS};

pub(crate) fn holds(rounds: usize) -> String {
    const HOLDS: u64 = 6_000_000;
    let steps = Steps::default();
    let mut text = String::from(
        "Take the first event out and put it back later, exponential steps from a table. Target: the calendar at \
         least three times as fast as the standard heap on (f64, sequence).\n",
    );
    for entities in [40, 1_000] {
        let mut ways = [
            Way::new("std BinaryHeap on (f64, seq)", HOLDS, || {
                hold::std_heap_on_floats(entities, HOLDS, &steps)
            }),
            Way::new("std BinaryHeap on packed u64, replace", HOLDS, || {
                hold::std_heap_on_keys(entities, HOLDS, &steps)
            }),
            Way::new("calendar", HOLDS, || hold::calendar(entities, HOLDS, &steps)),
        ];
        let measured = interleaved(rounds, &mut ways);
        text += &format!("\nN = {entities}\n\n{}", table("hold", "", &measured));
    }
    text
}

const CYCLES: u64 = 2_000_000;

pub(crate) fn trucks_cheap(rounds: usize) -> String {
    let cycles = |run: Run| run.cycles;
    let mut ways = [
        Way::new("plain Rust, std BinaryHeap on (f64, seq)", CYCLES, || {
            cycles(trucks::std_heap_on_floats(CYCLES, Cheap::new(1)))
        }),
        Way::new("plain Rust, std BinaryHeap on packed u64", CYCLES, || {
            cycles(trucks::std_heap_on_keys(CYCLES, Cheap::new(1)))
        }),
        Way::new("kernel, explicit events", CYCLES, || {
            cycles(trucks::kernel_explicit(CYCLES, Cheap::new(1)))
        }),
        Way::new("kernel, computed completions", CYCLES, || {
            cycles(trucks::kernel_computed(CYCLES, Cheap::new(1)))
        }),
    ];
    let note = "40 trucks, 4 loaders, 3 dumps, exponential, first come first served; four draws a cycle, from a table. \
                The plain programs keep no statistics, the kernel does. Target: six million cycles a second.\n\n";
    note.to_string() + &table("cycle", "", &interleaved(rounds, &mut ways))
}

pub(crate) fn trucks_named(rounds: usize) -> String {
    let cycles = |run: Run| run.cycles;
    let draws = Named::new(1, TRUCKS);
    let mut ways = [
        Way::new("plain Rust, std BinaryHeap on (f64, seq)", CYCLES, || {
            cycles(trucks::std_heap_on_floats(CYCLES, draws.clone()))
        }),
        Way::new("kernel, explicit events", CYCLES, || {
            cycles(trucks::kernel_explicit(CYCLES, draws.clone()))
        }),
        Way::new("kernel, computed completions", CYCLES, || {
            cycles(trucks::kernel_computed(CYCLES, draws.clone()))
        }),
    ];
    let note = "The same model as a user writes it: a stream for each truck and purpose (Philox4x32-10), inversion by \
                `libm`. Most of the time is the four draws.\n\n";
    note.to_string() + &table("cycle", "", &interleaved(rounds, &mut ways))
}

pub(crate) fn draws(rounds: usize) -> String {
    const DRAWS: u64 = 5_000_000;
    let laws = [
        ("exponential", Law::exponential(1.0)),
        ("Weibull, shape 2", Law::weibull(2.0, 1_000.0)),
        ("log-normal, cv 1", Law::log_normal(8.0, 1.0)),
        ("uniform", Law::uniform(0.0, 1.0)),
        ("Erlang, 4 stages", Law::erlang(4, 1.0)),
    ];
    let mut ways = vec![
        Way::new("64 bits of a stream", DRAWS, || draws::bits(DRAWS)),
        Way::new("uniform number of a stream", DRAWS, || draws::sum_of_uniform(DRAWS).to_bits()),
    ];
    for (name, law) in laws {
        if let Ok(law) = law {
            ways.push(Way::new(name, DRAWS, move || draws::sum_of_law(law, DRAWS).to_bits()));
        }
    }
    table("draw", "", &interleaved(rounds, &mut ways))
}
