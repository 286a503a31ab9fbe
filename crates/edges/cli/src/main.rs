//! `iceroad`: the command line. It parses, calls and shows; every rule lives in the rooms below.
//!
//! Exit codes: 0 done; 1 our failure (a full disk, a bug); 2 the user's input (a faulty scenario, a wrong word).
//! Results go to standard output, everything else to standard error.

mod apply;
mod args;
mod audit;
mod catalogue;
mod check;
mod compare;
mod compat;
mod doctor;
#[cfg(test)]
mod documented;
mod export;
mod failure;
mod fit;
mod fleet;
mod gantt;
mod import;
mod init;
mod manual;
mod new;
mod plan;
mod progress;
mod roads;
mod run;
mod schema;
mod text;
mod workbook;

use args::{Command, Line};
use clap::Parser;
use failure::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let done = match Line::try_parse() {
        Ok(line) => command(&line),
        Err(told) => return text::print_told(&told),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.show();
            failure.exit_code()
        }
    }
}

fn command(line: &Line) -> Result<(), Failure> {
    match &line.command {
        Command::Check(args) => check::command(args),
        Command::Run(args) => match args.compat {
            Some(peer) => compat::command(args, peer),
            None => run::command(args),
        },
        Command::Apply(args) => apply::command(args),
        Command::Compare(args) => compare::command(args),
        Command::Fleet(args) => fleet::command(args),
        Command::Plan(what) => plan::command(what),
        Command::Fit(args) => fit::command(args),
        Command::Roads(args) => roads::command(args),
        Command::Audit(args) => audit::command(args),
        Command::Export(what) => export::command(what),
        Command::Gantt(args) => gantt::command(args),
        Command::Schema(args) => schema::command(args),
        Command::Init(args) => init::command(args),
        Command::New(args) => new::command(args),
        Command::Catalogue(args) => catalogue::command(args),
        Command::Doctor => doctor::command(),
        Command::Manual(args) => manual::command(args),
        Command::Import(args) => import::command(args),
        Command::Workbook(args) => workbook::command(args),
    }
}
