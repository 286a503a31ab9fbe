//! Writing to standard output, where a closed pipe (`iceroad roads … | head`) is not a fault.
use crate::failure::Failure;
use serde::Serialize;
use serde_json::json;
use std::io::{BufWriter, ErrorKind, Write};
use std::process::ExitCode;

/// Prints `text`.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match done {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Ours(format!("writing to standard output failed: {error}")))
        }
        _ => Ok(()),
    }
}

/// Shows what the words of the command line came to before any command: help, or what is wrong with them. Help that did not
/// reach its reader is a failure.
pub(crate) fn print_told(told: &clap::Error) -> ExitCode {
    let shown = told.print().and_then(|()| std::io::stdout().flush());
    match shown {
        Err(error) if error.kind() != ErrorKind::BrokenPipe && !told.use_stderr() => {
            let failure = Failure::Ours(format!("writing to standard output failed: {error}"));
            failure.show();
            failure.exit_code()
        }
        _ => u8::try_from(told.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from),
    }
}

/// Says a line on standard error; where nobody listens any more, the exit code still tells.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Prints piece by piece what `write` gives; none where nobody read it to its end.
pub(crate) fn stream<T>(
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<T>,
) -> Result<Option<T>, Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let done = write(&mut out).and_then(|told| out.flush().map(|()| told));
    match done {
        Ok(told) => Ok(Some(told)),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(None),
        Err(error) => Err(Failure::Ours(format!("writing to standard output failed: {error}"))),
    }
}

/// Prints a JSON document, its keys in order.
pub(crate) fn print_json(answer: &impl Serialize) -> Result<(), Failure> {
    let document = serde_json::to_value(answer).map_err(Failure::ours)?;
    print(&format!("{document:#}\n"))
}

/// Prints an answer as a JSON document that says which program gave it.
pub(crate) fn print_answer(answer: &impl Serialize) -> Result<(), Failure> {
    let mut document = serde_json::to_value(answer).map_err(Failure::ours)?;
    document["program"] = json!("iceroad");
    document["version"] = json!(env!("CARGO_PKG_VERSION"));
    print_json(&document)
}
