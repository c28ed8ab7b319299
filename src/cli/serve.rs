//! `callboard serve`: the manager's desk, a page in the browser.

use super::{Failure, print_out, terminal};
use crate::web::{self, Certificate, Options, ServeError};
use anyhow::Context;
use clap::Args;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Notify;

/// Least letters of a token that is given.
const SHORTEST_TOKEN: usize = 16;

/// Words of `callboard serve`.
#[derive(Debug, Args)]
#[command(after_help = "\
Scenarios are the folders in FOLDER that hold a scenario.toml; what was run is kept in FOLDER/.callboard. The page is for this
machine alone, unless another address is named: then it is encrypted and wants a token, which the address that is printed holds.
Ctrl-C ends it, and runs that are not done go on when it is started again.

Examples:
  callboard serve scenarios --open
  callboard serve our_centres --port 8080
  callboard serve our_centres --address 0.0.0.0 --port 8443 --name planning.example --certificate cert.pem --key key.pem")]
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
    /// The address to listen at; one that others reach needs a token and encryption, which are made where they are not given
    #[arg(long, default_value = "127.0.0.1")]
    address: IpAddr,
    /// A name by which others ask for this machine (may be repeated)
    #[arg(long = "name", value_name = "HOST")]
    names: Vec<String>,
    /// A file with the token that requests need
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// The certificate, as PEM
    #[arg(long, value_name = "FILE", requires = "key")]
    certificate: Option<PathBuf>,
    /// The private key of the certificate, as PEM
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
    /// Runs that are worked on at once
    #[arg(long, value_name = "NUMBER", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    at_once: u16,
}

/// The token of a file.
fn token(path: &PathBuf) -> Result<String, Failure> {
    let shown = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| Failure::Usage(format!("{shown} cannot be read: {error}")))?;
    let token = text.trim();
    if token.len() >= SHORTEST_TOKEN
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    {
        Ok(token.to_owned())
    } else {
        Err(Failure::Usage(format!(
            "{shown} holds no token: at least {SHORTEST_TOKEN} letters, digits, - and _ in one line"
        )))
    }
}

/// Serves the page until Ctrl-C.
pub fn serve(arguments: &ServeArguments) -> Result<(), Failure> {
    if !arguments.folder.is_dir() {
        return Err(Failure::Usage(format!(
            "{} is no folder: name the one that holds your scenarios, or make it first",
            arguments.folder.display()
        )));
    }
    let files = arguments.certificate.clone().zip(arguments.key.clone());
    let options = Options {
        folder: arguments.folder.clone(),
        address: arguments.address,
        port: arguments.port,
        names: arguments.names.clone(),
        token: arguments.token_file.as_ref().map(token).transpose()?,
        certificate: files.map(|(certificate, key)| Certificate { certificate, key }),
        at_once: arguments.at_once.into(),
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("threads cannot be started")?;
    let stop = Arc::new(Notify::new());
    let asked = Arc::clone(&stop);
    terminal::on_interrupt(move || asked.notify_one());
    let tell = |page: &str| {
        // Whoever reads no more of stdout is served all the same.
        let _ = print_out(&format!("callboard serves {} at {page}\n", arguments.folder.display()));
        eprintln!("press Ctrl-C to end it");
        if arguments.open && open::that_detached(page).is_err() {
            eprintln!("no browser was found: open {page} in one");
        }
    };
    let ended = runtime.block_on(web::serve(&options, tell, async move { stop.notified().await }));
    // Looks that nobody waits for any more are not waited for here either.
    runtime.shutdown_background();
    ended.map_err(|error| match error {
        ServeError::Folder { .. } | ServeError::Taken(_) | ServeError::Address { .. } | ServeError::Certificate(_) => {
            Failure::Usage(error.to_string())
        }
        error => Failure::Fault(error.into()),
    })
}
