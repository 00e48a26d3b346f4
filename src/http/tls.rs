//! TLS of our own, without a proxy (security, NET-6): rustls with TLS 1.2 and 1.3, HTTP/1.1 or HTTP/2 by ALPN. A renewed
//! certificate is taken up without a restart; one that is not sound leaves the old one in place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwap;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{interval, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::server::TlsStream;

use super::app::App;

/// How long a handshake may take (NET-1).
const HANDSHAKE: Duration = Duration::from_secs(10);

/// How often the files are looked at.
pub const INTERVAL: Duration = Duration::from_secs(30);

/// HTTP/2, as ALPN writes it.
const H2: &[u8] = b"h2";
/// HTTP/1.1, as ALPN writes it.
const H1: &[u8] = b"http/1.1";

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file that cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that is no PEM of what it should be.
    #[error("{}: {source}", path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: pem::Error,
    },
    /// A file without a certificate.
    #[error("{}: no certificate in it", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Certificate and key do not belong together, or rustls does not know their kind.
    #[error("{}: {source}", path.display())]
    Refused {
        /// The certificate.
        path: PathBuf,
        /// What is wrong.
        source: tokio_rustls::rustls::Error,
    },
}

/// A certificate with its key, as they are now.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    current: ArcSwap<ServerConfig>,
    /// When the files were changed last, as far as known.
    seen: Mutex<[Option<SystemTime>; 2]>,
}

impl Tls {
    /// Reads a chain (own certificate first) and its private key, both PEM.
    ///
    /// # Errors
    /// They cannot be read, or do not belong together.
    pub fn open(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let (certificate, key) = (certificate.to_owned(), key.to_owned());
        let seen = Mutex::new([changed(&certificate), changed(&key)]);
        let current = ArcSwap::from_pointee(read(&certificate, &key)?);
        Ok(Self { certificate, key, current, seen })
    }

    /// Reads both files again. Connections that stand keep what they have.
    ///
    /// # Errors
    /// As [`Tls::open`]; the certificate in use stays.
    pub fn reload(&self) -> Result<(), TlsError> {
        self.current.store(Arc::new(read(&self.certificate, &self.key)?));
        Ok(())
    }

    /// Whether a file was changed since this was asked last.
    fn is_stale(&self) -> bool {
        let now = [changed(&self.certificate), changed(&self.key)];
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // A file that is away for a moment is being replaced.
        now.iter().all(Option::is_some) && std::mem::replace(&mut *seen, now) != now
    }

    /// Greets a client, in time.
    pub(super) async fn accept<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S) -> Option<TlsStream<S>> {
        let acceptor = TlsAcceptor::from(self.current.load_full());
        timeout(HANDSHAKE, acceptor.accept(stream)).await.ok()?.ok()
    }
}

/// Whether the client chose HTTP/2.
pub(super) fn is_h2<S>(stream: &TlsStream<S>) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(H2)
}

/// Takes up a renewed certificate: at SIGHUP, and when a file has changed. Never ends.
///
/// # Errors
/// Signals cannot be had.
pub async fn watch(app: Arc<App>, tls: Arc<Tls>, every: Duration) -> io::Result<()> {
    let mut hangup = signal(SignalKind::hangup())?;
    let mut tick = interval(every);
    loop {
        let told = tokio::select! {
            _ = hangup.recv() => true,
            _ = tick.tick() => false,
        };
        if told || tls.is_stale() {
            match tls.reload() {
                Ok(()) => app.log().event("certificate-reloaded", &[]),
                Err(error) => app.log().event("certificate-refused", &[("cause", &error)]),
            }
        }
    }
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

fn read(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let text = |path: &Path| fs::read(path).map_err(|source| TlsError::Io { path: path.to_owned(), source });
    let broken = |path: &Path| {
        let path = path.to_owned();
        move |source| TlsError::Pem { path, source }
    };
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(&text(certificate)?).collect::<Result<_, _>>().map_err(broken(certificate))?;
    if chain.is_empty() {
        return Err(TlsError::Empty { path: certificate.to_owned() });
    }
    let private = PrivateKeyDer::from_pem_slice(&text(key)?).map_err(broken(key))?;
    let refused = |source| TlsError::Refused { path: certificate.to_owned(), source };
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, private))
        .map_err(refused)?;
    config.alpn_protocols = vec![H2.to_vec(), H1.to_vec()];
    Ok(config)
}
