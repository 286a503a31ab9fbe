//! Checks a scenario folder and shows all faults: `cargo run -p iceroad-format --example check -- examples/sakha`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("name a scenario folder");
        return ExitCode::from(2);
    };
    let checked = iceroad_format::check(&folder);
    print!("{}", checked.report.render(false));
    match checked.scenario {
        Some(_) => ExitCode::SUCCESS,
        None => ExitCode::from(2),
    }
}
