//! `callboard completions` and `callboard man`: what shells and manuals ask for, made of the command line itself.

use super::{Arguments, Failure, print_out};
use crate::report::file::write_by_rename;
use anyhow::Context;
use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use std::path::PathBuf;

/// Words of `callboard completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard completions bash > ~/.local/share/bash-completion/completions/callboard
  callboard completions zsh > ~/.zfunc/_callboard
  callboard completions fish > ~/.config/fish/completions/callboard.fish")]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Words of `callboard man`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard man | man -l -
  callboard man -o ~/.local/share/man/man1")]
pub struct ManArguments {
    /// Write the pages of all commands into this folder instead of printing that of the program
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
}

/// Prints what a shell needs to complete words.
pub fn completions(arguments: &CompletionsArguments) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "callboard", &mut script);
    print_out(&String::from_utf8_lossy(&script))
}

/// Prints the manual page, or writes those of all commands.
pub fn man(arguments: &ManArguments) -> Result<(), Failure> {
    let whole = command();
    let Some(folder) = &arguments.output else { return print_out(&page(&whole)?) };
    if !folder.is_dir() {
        return Err(Failure::Usage(format!("{} is no folder: make it first", folder.display())));
    }
    let commands = std::iter::once(&whole).chain(whole.get_subcommands());
    let named = |command: &Command| Ok((command.get_display_name().unwrap_or("callboard").to_owned(), page(command)?));
    let pages: Vec<(String, String)> = commands.map(named).collect::<Result<_, Failure>>()?;
    for (name, text) in &pages {
        let path = folder.join(format!("{name}.1"));
        write_by_rename(&path, text.as_bytes()).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    print_out(&format!("wrote {} pages into {}\n", pages.len(), folder.display()))
}

/// The command line, in which each command knows its whole name; without a command about help.
fn command() -> Command {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    command
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut text = Vec::new();
    // The date of the build would make other pages of the same program.
    clap_mangen::Man::new(command.clone()).date("").render(&mut text).context("the manual page cannot be made")?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
