//! Connections: so many at once, each with so much time for what it has to say, and encrypted where they leave this machine.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Most connections at once; whoever comes then waits.
const MOST_CONNECTIONS: usize = 1024;
/// Longest time for the head of a request, and for agreeing on encryption.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest head of a request, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// A certificate with its key, both as PEM.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The file of the certificate, perhaps with those that vouch for it.
    pub certificate: PathBuf,
    /// The file of its private key.
    pub key: PathBuf,
}

/// Why connections cannot be encrypted.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read, or is no such PEM.
    #[error("{} holds no {what} that can be used: {why}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        what: &'static str,
        /// Why it does not.
        why: String,
    },
    /// The two do not go together.
    #[error("certificate and key cannot be used together: {0}")]
    Together(String),
    /// None can be made.
    #[error("no certificate can be made: {0}")]
    Made(String),
}

/// A certificate for some names, made by this machine itself and kept in a folder, so that a browser that was told to trust it does so again.
pub fn own_certificate(folder: &Path, names: &[String]) -> Result<Certificate, CertificateError> {
    let made = |error: &dyn std::fmt::Display| CertificateError::Made(error.to_string());
    let files = Certificate { certificate: folder.join("certificate.pem"), key: folder.join("key.pem") };
    // One that was made for other names does not do.
    let note = folder.join("certificate_names.txt");
    let wanted = names.join("\n");
    let is_kept = std::fs::read_to_string(&note).is_ok_and(|kept| kept == wanted);
    if is_kept && files.certificate.is_file() && files.key.is_file() {
        return Ok(files);
    }
    let pair = rcgen::generate_simple_self_signed(names.to_vec()).map_err(|error| made(&error))?;
    write_private(&files.key, pair.signing_key.serialize_pem().as_bytes()).map_err(|error| made(&error))?;
    std::fs::write(&files.certificate, pair.cert.pem()).map_err(|error| made(&error))?;
    std::fs::write(&note, wanted).map_err(|error| made(&error))?;
    Ok(files)
}

/// Writes what only its owner may read.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let folder = path.parent().unwrap_or(Path::new("."));
    // A temporary file is its owner's alone from the begin.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// What encrypts connections.
pub fn encryption(files: &Certificate) -> Result<TlsAcceptor, CertificateError> {
    let wrong = |path: &Path, what, why: String| CertificateError::File { path: path.to_owned(), what, why };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(&files.certificate).and_then(Iterator::collect);
    let chain = chain.map_err(|error| wrong(&files.certificate, "certificate", error.to_string()))?;
    if chain.is_empty() {
        return Err(wrong(&files.certificate, "certificate", "there is none in it".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|error| wrong(&files.key, "private key", error.to_string()))?;
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key);
    let config = config.map_err(|error| CertificateError::Together(error.to_string()))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Takes connections for as long as it is let.
pub async fn accept(listener: TcpListener, encryption: Option<TlsAcceptor>, routes: Router) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // One that was gone before it was taken, or too many open files: the next may be had.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // What is said is short, and waited for.
        let _ = stream.set_nodelay(true);
        let (routes, encryption) = (routes.clone(), encryption.clone());
        tokio::spawn(async move {
            let _place = place;
            match encryption {
                None => converse(stream, routes).await,
                Some(encryption) => {
                    if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, encryption.accept(stream)).await {
                        converse(stream, routes).await;
                    }
                }
            }
        });
    }
}

async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, routes: Router) {
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(LONGEST_HEAD);
    // Who breaks off, or says what is no request, has been told so as far as that can be.
    let _ = connection.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes)).await;
}
