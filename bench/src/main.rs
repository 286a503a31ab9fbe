//! Measures every section in one run and prints a Markdown page; `make bench` writes it to `docs/benchmarks.md`.
//!
//! ```text
//! cargo run --release -p iceroad-bench            # eleven rounds
//! cargo run --release -p iceroad-bench -- 3       # three, for a quick look
//! ```
//!
//! Each section is a function from the number of rounds to its text, listed once in `main`.

mod kernel;

/// A title and what gives the section's text.
type Section = (&'static str, fn(usize) -> String);

const SECTIONS: &[Section] = &[
    ("Event list: one hold at N pending events", kernel::holds),
    ("Plain truck-and-loader model, cheap draws", kernel::trucks_cheap),
    ("Plain truck-and-loader model, the project's named streams", kernel::trucks_named),
    ("Random draws", kernel::draws),
];

fn main() {
    let rounds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(11).max(1);
    println!("# Benchmarks\n");
    println!(
        "Written by `make bench`. CPU time of one thread; medians of {rounds} rounds, all ways of a section in turn \
         within each round, in one process. Ratios travel between machines, absolute figures do not."
    );
    for (title, section) in SECTIONS {
        println!("\n## {title}\n\n{}", section(rounds).trim_end());
    }
}
