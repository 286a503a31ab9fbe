//! Measures every section in one run and prints a Markdown page; `make bench` writes it to `docs/benchmarks.md`.
//!
//! ```text
//! cargo run --release -p iceroad-bench                              # eleven rounds, printed
//! cargo run --release -p iceroad-bench -- 3                         # three, for a quick look
//! cargo run --release -p iceroad-bench -- --write docs/benchmarks.md
//! ```
//!
//! Each section is a function from the number of rounds to its text, listed once in `main`.

mod kernel;

use std::process::ExitCode;

/// A title and what gives the section's text.
type Section = (&'static str, fn(usize) -> String);

const SECTIONS: &[Section] = &[
    ("Event list: one hold at N pending events", kernel::holds),
    ("Plain truck-and-loader model, cheap draws", kernel::trucks_cheap),
    ("Plain truck-and-loader model, the project's named streams", kernel::trucks_named),
    ("Random draws", kernel::draws),
];

/// Rounds unless told otherwise.
const ROUNDS: usize = 11;

fn main() -> ExitCode {
    let (mut rounds, mut path) = (ROUNDS, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), arg.parse()) {
            ("--write", _) => path = args.next(),
            (_, Ok(n)) if n > 0 => rounds = n,
            _ => {
                eprintln!("argument `{arg}` is neither a number of rounds nor `--write PATH`");
                return ExitCode::from(2);
            }
        }
    }
    let page = page(rounds);
    let Some(path) = path else {
        print!("{page}");
        return ExitCode::SUCCESS;
    };
    if let Err(error) = std::fs::write(&path, page) {
        eprintln!("cannot write `{path}`: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn page(rounds: usize) -> String {
    let mut page = format!(
        "# Benchmarks\n\nWritten by `make bench`. CPU time of one thread; medians of {rounds} rounds, all ways of a \
         section in turn within each round, in one process. Ratios travel between machines, absolute figures do \
         not.\n"
    );
    for (title, section) in SECTIONS {
        eprintln!("{title}");
        page += &format!("\n## {title}\n\n{}\n", section(rounds).trim_end());
    }
    page
}
