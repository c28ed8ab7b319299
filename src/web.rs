//! The manager's desk: a page in the browser, served from this program, with everything it needs inside.
//!
//! ```text
//! browser ──► guard ──► api ──► folder     scenarios as files: read, checked, saved whole or not at all
//!             (who may)  │  ──► dials      the few values that matter most
//!                        │  ──► answers    dials laid over a scenario, simulated: a first look, then closer and closer
//!                        │  ──► jobs       long work, in turn, stopped when nobody wants it
//!                        └──► store        what was run, by whom, when, of what; kept through a power cut
//! ```
//!
//! The page decides nothing and computes nothing: each number that it shows is one that the command line gives as well. Nothing is
//! fetched from elsewhere, and the server tells nobody that it is there.

mod answers;
mod api;
mod dials;
pub mod folder;
pub mod guard;
mod jobs;
mod listen;
mod page;
mod store;

pub use listen::Certificate;

use std::fs::{File, TryLockError};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is served, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the scenarios.
    pub folder: PathBuf,
    /// The address; only this machine unless told otherwise.
    pub address: IpAddr,
    /// The port; 0: any that is free.
    pub port: u16,
    /// Names by which others ask for this machine.
    pub names: Vec<String>,
    /// The token that others need, where the page is not for this machine alone; one is made where none is given.
    pub token: Option<String>,
    /// What encrypts, where the page is not for this machine alone; one is made where none is given.
    pub certificate: Option<Certificate>,
    /// Runs that are worked on at once.
    pub at_once: usize,
}

impl Options {
    /// This machine alone, on any free port, two runs at once.
    pub fn of(folder: PathBuf) -> Self {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        Self { folder, address, port: 0, names: Vec::new(), token: None, certificate: None, at_once: 2 }
    }
}

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The folder cannot be used.
    #[error("the folder {} cannot be used: {error}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// Another server has the folder.
    #[error("the folder {} is served already by another callboard", .0.display())]
    Taken(PathBuf),
    /// The history of runs cannot be opened.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// Nobody can work.
    #[error("work cannot begin: {0}")]
    Jobs(Box<dyn std::error::Error + Send + Sync>),
    /// The address cannot be listened at.
    #[error("{address} cannot be listened at: {error}")]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// Connections cannot be encrypted.
    #[error(transparent)]
    Certificate(#[from] listen::CertificateError),
    /// No token can be made.
    #[error("no token can be made: {0}")]
    Token(#[from] getrandom::Error),
    /// The server ended by itself.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The folder's own folder for the history of runs, and a lock on it as long as the file lives.
fn own_folder(folder: &Path) -> Result<(PathBuf, File), ServeError> {
    let unusable = |error| ServeError::Folder { folder: folder.to_owned(), error };
    let own = folder.join(".callboard");
    std::fs::create_dir_all(&own).map_err(unusable)?;
    let lock = File::create(own.join("lock")).map_err(unusable)?;
    match lock.try_lock() {
        Ok(()) => Ok((own, lock)),
        Err(TryLockError::WouldBlock) => Err(ServeError::Taken(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

/// Serves until `stop` is done; tells the address of the page, with its token, as soon as requests are taken.
pub async fn serve(
    options: &Options,
    tell: impl FnOnce(&str),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let folder = folder::Folder::of(&options.folder)
        .map_err(|error| ServeError::Folder { folder: options.folder.clone(), error })?;
    let address = SocketAddr::new(options.address, options.port);
    let listener =
        tokio::net::TcpListener::bind(address).await.map_err(|error| ServeError::Address { address, error })?;
    let address = listener.local_addr()?;
    let (own, _lock) = own_folder(&options.folder)?;
    let store = Arc::new(store::Store::open(&own.join("runs.sqlite"))?);
    let is_local = address.ip().is_loopback();
    let token = match &options.token {
        Some(token) => Some(token.clone()),
        None if is_local => None,
        None => Some(guard::new_token()?),
    };
    let encryption = match &options.certificate {
        Some(files) => Some(listen::encryption(files)?),
        None if is_local => None,
        None => {
            let names = guard::names_of(address.ip(), &options.names);
            let names = if names.is_empty() { vec!["localhost".to_owned()] } else { names };
            Some(listen::encryption(&listen::own_certificate(&own, &names)?)?)
        }
    };
    let uploads = own.join("uploads");
    std::fs::create_dir_all(&uploads)?;
    let scheme = if encryption.is_some() { "https" } else { "http" };
    let guard = guard::Guard::of(address, &options.names, token.as_deref(), encryption.is_some(), api::LONGEST_BODY);
    let jobs = Arc::new(jobs::Jobs::begin(Arc::clone(&store), options.at_once).map_err(ServeError::Jobs)?);
    let routes = api::routes(api::Desk::of(folder, uploads, store, Arc::clone(&jobs)), guard);
    let shown = options.names.first().map_or_else(|| address.to_string(), |name| format!("{name}:{}", address.port()));
    let key = token.map_or_else(String::new, |token| format!("?token={token}"));
    tell(&format!("{scheme}://{shown}/{key}"));
    // Whoever listens to news would keep the server from ending: they are left when it is time.
    tokio::select! {
        () = listen::accept(listener, encryption, routes) => {}
        () = stop => {}
    }
    jobs.close();
    Ok(())
}
