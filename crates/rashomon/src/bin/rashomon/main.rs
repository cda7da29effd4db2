//! The command line: one file per command.
#![allow(clippy::disallowed_methods)] // the binary is where the outside world is met

mod annotate;
#[cfg(feature = "case")]
mod case;
mod completions;
mod engine;
#[cfg(feature = "fetch")]
mod fetch;
mod how;
mod journal;
mod man;
mod progress;
mod read;
mod rules;
mod run;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "job")]
mod tables;
mod terminal;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

/// One event, every account.
///
/// Reads what many outlets wrote about the same event and gives back one account in which every
/// statement cites the characters it came from.
#[derive(Debug, Parser)]
#[command(name = "rashomon", version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Arguments),
    Read(read::Arguments),
    #[cfg(feature = "fetch")]
    Fetch(fetch::Arguments),
    #[cfg(feature = "case")]
    Add(case::add::Arguments),
    #[cfg(feature = "case")]
    List(case::list::Arguments),
    #[cfg(feature = "case")]
    Search(case::search::Arguments),
    #[cfg(feature = "case")]
    Export(case::export::Arguments),
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    Annotate(annotate::Arguments),
    Rules(rules::Arguments),
    Verify(verify::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

fn main() -> ExitCode {
    rashomon::hush_caught_panics();
    // clap ends bad arguments with 2, --help and --version with 0
    let result = match Arguments::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Read(arguments) => read::run(&arguments),
        #[cfg(feature = "fetch")]
        Command::Fetch(arguments) => match fetch::run(&arguments) {
            Ok(code) => return code,
            Err(error) => Err(error),
        },
        #[cfg(feature = "case")]
        Command::Add(arguments) => case::add::run(&arguments),
        #[cfg(feature = "case")]
        Command::List(arguments) => case::list::run(&arguments),
        #[cfg(feature = "case")]
        Command::Search(arguments) => case::search::run(&arguments),
        #[cfg(feature = "case")]
        Command::Export(arguments) => case::export::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Annotate(arguments) => annotate::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Completions(arguments) => {
            completions::print(&arguments, &mut Arguments::command())
        }
        Command::Man(arguments) => man::print(&arguments, Arguments::command()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rashomon: {}", terminal::plain(&error.to_string()));
            ExitCode::from(error.exit_code())
        }
    }
}

/// An error of writing to standard output, which a closed pipe (`rashomon man | head`) is not.
fn printed(result: std::io::Result<()>) -> Result<(), rashomon::Error> {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(rashomon::Error::write(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_hold_together() {
        Arguments::command().debug_assert();
    }
}
