//! Rashomon's own tools, run as `cargo xtask …`.
#![allow(clippy::disallowed_methods)] // tools read and write files

mod bless;
mod coreference;
mod eval;
mod load;
mod logistic;
mod sample;
mod scale;
mod spelling;
mod train;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Rashomon's own tools.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Eval(eval::Arguments),
    Train(train::Arguments),
    Speed(train::Place),
    Sample(sample::Arguments),
    Scale(scale::Arguments),
    Load(load::Arguments),
    /// Write the examples' golden dossiers anew; read the difference before committing it
    Bless,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::Speed(place) => train::speed(&place),
        Command::Sample(arguments) => sample::run(&arguments),
        Command::Scale(arguments) => scale::run(&arguments),
        Command::Load(arguments) => load::run(&arguments),
        Command::Bless => bless::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Bytes as lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
