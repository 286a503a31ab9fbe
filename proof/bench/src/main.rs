//! Measures every section in one run and prints a Markdown page; `make bench` writes it to `docs/benchmarks.md`.
//!
//! ```text
//! cargo run --release -p iceroad-bench                              # eleven rounds, printed
//! cargo run --release -p iceroad-bench -- 3                         # three, for a quick look
//! cargo run --release -p iceroad-bench -- --only trucks              # sections whose title has the word
//! cargo run --release -p iceroad-bench -- --write docs/benchmarks.md
//! cargo run --release -p iceroad-bench -- --only Spares --write docs/benchmarks.md   # those sections of the page, no others
//! ```
//!
//! Each section is a function from the number of rounds to its text, listed once in `SECTIONS`; `tried.md` follows them.

mod kernel;
mod many;
mod rates;
mod rules;
mod sakha;
mod scale;
mod setup;
mod spares;

use std::process::ExitCode;

/// A title and what gives the section's text.
type Section = (&'static str, fn(usize) -> String);

const SECTIONS: &[Section] = &[
    ("Event list: one hold at N pending events", kernel::holds),
    ("Plain truck-and-loader model, cheap draws", kernel::trucks_cheap),
    ("Plain truck-and-loader model, the project's named streams", kernel::trucks_named),
    ("Random draws", kernel::draws),
    ("Haulage by itself", sakha::pit),
    ("Roads with rules", rules::roads),
    ("Up to 2,000 trucks, 200 loaders and 10,000 segments", scale::section),
    ("A year of the Sakha example", sakha::year),
    ("A year by production rates", rates::section),
    ("Setting up a replication", setup::section),
    ("How it grows with the fleet and the horizon", sakha::growth),
    ("How it grows with threads", sakha::threads),
    ("Memory of a hundred replications", sakha::memory),
    ("Memory of ten thousand replications", many::memory),
    ("Thousands of items in many stores", many::items),
    ("Spares: thousands of items over stores and a depot", spares::echelons),
    ("Spares: the orders of a season in which roads close", spares::seasons),
    ("Before the first replication", sakha::once),
];

/// What was tried and measured by instruction counts: written by hand, kept with the page.
const TRIED: &str = include_str!("../tried.md");

/// Rounds unless told otherwise.
const ROUNDS: usize = 11;

fn main() -> ExitCode {
    let (mut rounds, mut path, mut only) = (ROUNDS, None, String::new());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), arg.parse()) {
            (sakha::MEMORY_FLAG, _) => return child(sakha::memory_child()),
            (many::CHILD_FLAG, _) => return child(many::child_says(&args.collect::<Vec<_>>())),
            (scale::CHILD_FLAG, _) => return child(scale::child_says(&args.collect::<Vec<_>>())),
            ("--write", _) => path = args.next(),
            ("--only", _) => only = args.next().unwrap_or_default(),
            (_, Ok(n)) if n > 0 => rounds = n,
            _ => {
                eprintln!(
                    "argument `{arg}` is neither a number of rounds nor `--write PATH` nor `--only WORD`"
                );
                return ExitCode::from(2);
            }
        }
    }
    let page = page(rounds, &only);
    let Some(path) = path else {
        print!("{page}");
        return ExitCode::SUCCESS;
    };
    let page = if only.is_empty() {
        page
    } else {
        renewed(&std::fs::read_to_string(&path).unwrap_or_default(), &page)
    };
    if let Err(error) = std::fs::write(&path, page) {
        eprintln!("cannot write `{path}`: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn child(says: sakha::Text) -> ExitCode {
    match says {
        Ok(numbers) => {
            print!("{numbers}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn page(rounds: usize, only: &str) -> String {
    let mut page = format!(
        "# Benchmarks\n\nWritten by `make bench`, which is `cargo run --release -p iceroad-bench -- --write \
         docs/benchmarks.md`. CPU time of one thread; medians of {rounds} rounds unless a section says otherwise, all \
         ways of a section in turn within each round, in one process. Ratios travel between machines, absolute \
         figures do not.\n\nMeasured on {}.\n",
        machine()
    );
    for (title, section) in SECTIONS.iter().filter(|(title, _)| title.contains(only)) {
        eprintln!("{title}");
        page += &format!("\n## {title}\n\n{}\n", section(rounds).trim_end());
    }
    page += "\n";
    page += TRIED.trim_end();
    page + "\n"
}

/// An earlier page with the sections of another in place of its own; sections it did not have come before what was tried.
fn renewed(earlier: &str, page: &str) -> String {
    let mut renewed = earlier.to_string();
    for section in page.split("\n## ").skip(1) {
        let (title, _) = section.split_once('\n').unwrap_or((section, ""));
        if !SECTIONS.iter().any(|(known, _)| *known == title) {
            continue;
        }
        let section = format!("\n## {}\n", section.trim_end());
        let begin = renewed.find(&format!("\n## {title}\n"));
        let (from, to) = match begin {
            Some(from) => (from, next_section(&renewed, from + 1)),
            None => {
                let tried = TRIED.lines().next().and_then(|heading| renewed.find(&format!("\n{heading}\n")));
                let end = tried.unwrap_or(renewed.len());
                (end, end)
            }
        };
        renewed.replace_range(from..to, &section);
    }
    renewed
}

/// Where the next section begins.
fn next_section(page: &str, from: usize) -> usize {
    page[from..].find("\n## ").map_or(page.len(), |next| from + next)
}

/// The class of machine, and nothing that names it.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = cpu.lines().find(|line| line.starts_with(name))?;
        line.split(':').nth(1).map(|value| value.trim().to_string())
    };
    let model = field("model name").unwrap_or_else(|| std::env::consts::ARCH.to_string());
    let is_virtual = field("flags").is_some_and(|flags| flags.split(' ').any(|flag| flag == "hypervisor"));
    let kind = if is_virtual { "a virtual machine" } else { "a machine" };
    format!("{kind} with {cores} cores ({model}), {}, not reserved for this", std::env::consts::OS)
}
