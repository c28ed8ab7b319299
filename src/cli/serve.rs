//! `callboard serve`: the manager's desk, a page in the browser.

use super::{Failure, print_out, terminal};
use crate::web::{self, Options, ServeError};
use anyhow::Context;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Notify;

/// Words of `callboard serve`.
#[derive(Debug, Args)]
#[command(after_help = "\
The page is for this machine alone. Scenarios are the folders in FOLDER that hold a scenario.toml; what was run is kept in
FOLDER/.callboard. Ctrl-C ends it, and runs that are not done go on when it is started again.

Examples:
  callboard serve scenarios --open
  callboard serve our_centres --port 8080")]
pub struct ServeArguments {
    /// The folder of the scenarios
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The port [default: any that is free]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Runs that are worked on at once
    #[arg(long, value_name = "NUMBER", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    at_once: u16,
}

/// Serves the page until Ctrl-C.
pub fn serve(arguments: &ServeArguments) -> Result<(), Failure> {
    if !arguments.folder.is_dir() {
        return Err(Failure::Usage(format!(
            "{} is no folder: name the one that holds your scenarios, or make it first",
            arguments.folder.display()
        )));
    }
    let options = Options { port: arguments.port, at_once: arguments.at_once.into(), ..Options::of(arguments.folder.clone()) };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("threads cannot be started")?;
    let stop = Arc::new(Notify::new());
    let asked = Arc::clone(&stop);
    terminal::on_interrupt(move || asked.notify_one());
    let tell = |address: SocketAddr| {
        let place = format!("http://{address}/");
        // Whoever reads no more of stdout is served all the same.
        let _ = print_out(&format!("callboard serves {} at {place}\n", arguments.folder.display()));
        eprintln!("press Ctrl-C to end it");
        if arguments.open && open::that_detached(&place).is_err() {
            eprintln!("no browser was found: open {place} in one");
        }
    };
    let ended = runtime.block_on(web::serve(&options, tell, async move { stop.notified().await }));
    // Looks that nobody waits for any more are not waited for here either.
    runtime.shutdown_background();
    ended.map_err(|error| match error {
        ServeError::Folder { .. } | ServeError::Taken(_) | ServeError::Address { .. } => Failure::Usage(error.to_string()),
        error => Failure::Fault(error.into()),
    })
}
