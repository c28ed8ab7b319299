//! The `callboard` program: parse, call, print the error, exit code.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    callboard::cli::main(&callboard::cli::Arguments::parse())
}
