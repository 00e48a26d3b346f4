//! Calls to one host over HTTPS and to nowhere else (security, NET-7).
//!
//! The certificate is checked; connecting, the whole call and the answer are limited; a redirect is an answer like any
//! other. Each call has a connection of its own: there are few, and none is ever found closed half-way. Plain HTTP is only
//! for a server on the same machine, in development and tests. Nothing here prints an address: it may hold a key.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HOST, HeaderValue, RETRY_AFTER};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Bounds of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until the connection stands and the host has proved who it is.
    pub connect: Duration,
    /// The whole call.
    pub whole: Duration,
    /// Bytes of an answer.
    pub answer: usize,
    /// Calls at once.
    pub at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), whole: Duration::from_secs(10), answer: 64 << 10, at_once: 4 }
    }
}

/// Why calls cannot be made. Tells no address.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// Not an address, or one with a name or password in it.
    #[error("the gateway's address is not one: write https://HOST/PATH")]
    Address,
    /// Plain HTTP, and not to this machine in development.
    #[error("the gateway's address must begin with https://")]
    Plain,
    /// The file of certificates cannot be read or holds none.
    #[error("{path}: no certificates could be read: {reason}")]
    Certificates {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// There is nothing to check certificates against.
    #[error("the system has no certificates to trust; name a file of them (ca_file)")]
    NoRoots,
    /// The cryptography does not fit; cannot happen with what is built in.
    #[error("TLS: {0}")]
    Tls(#[from] tokio_rustls::rustls::Error),
}

/// Why a call brought no answer. The reason is a word for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The host has certainly seen nothing of it.
    #[error("not sent: {0}")]
    NotSent(&'static str),
    /// The host may have done what was asked.
    #[error("no answer: {0}")]
    Unknown(&'static str),
}

/// An answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// How long to wait before asking again, if it says so.
    pub retry_after: Option<Duration>,
    /// Its body.
    pub body: Bytes,
}

/// One host and how it is called.
pub struct Outgoing {
    host: String,
    port: u16,
    authority: HeaderValue,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    limits: Limits,
    slots: Semaphore,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing").field("host", &self.host).field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// Whom to trust and what to allow.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Certificates (PEM) besides those of the system.
    pub ca_file: Option<PathBuf>,
    /// Plain HTTP to this machine is fine: development and tests.
    pub plain_loopback: bool,
}

impl Outgoing {
    /// Calls to the host of `address`, and the path to ask for there.
    ///
    /// # Errors
    /// [`OutgoingError`].
    pub fn new(address: &str, trust: &Trust, limits: Limits) -> Result<(Self, String), OutgoingError> {
        let uri: Uri = address.parse().map_err(|_| OutgoingError::Address)?;
        let authority = uri.authority().filter(|it| !it.as_str().contains('@')).ok_or(OutgoingError::Address)?;
        let host = authority.host().trim_matches(['[', ']']).to_owned();
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if trust.plain_loopback && is_loopback(&host) => false,
            Some("http") => return Err(OutgoingError::Plain),
            _ => return Err(OutgoingError::Address),
        };
        let tls = if secure {
            let name = ServerName::try_from(host.clone()).map_err(|_| OutgoingError::Address)?;
            Some((TlsConnector::from(Arc::new(tls(trust.ca_file.as_deref())?)), name))
        } else {
            None
        };
        let port = authority.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let authority = HeaderValue::from_str(authority.as_str()).map_err(|_| OutgoingError::Address)?;
        let path = uri.path_and_query().map_or("/", |it| it.as_str()).to_owned();
        let slots = Semaphore::new(limits.at_once);
        Ok((Self { host, port, authority, tls, limits, slots }, path))
    }

    /// Makes a call that must be over after `time` (and after the limit of all calls). The request names a path only.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn call(&self, mut request: Request<Full<Bytes>>, time: Duration) -> Result<Reply, CallError> {
        request.headers_mut().insert(HOST, self.authority.clone());
        request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        let begun = AtomicBool::new(false);
        // A time-out of nothing would still let the first step through.
        if time.is_zero() {
            return Err(CallError::NotSent("timeout"));
        }
        match timeout(time.min(self.limits.whole), self.exchange(request, &begun)).await {
            Ok(reply) => reply,
            Err(_) if begun.load(Relaxed) => Err(CallError::Unknown("timeout")),
            Err(_) => Err(CallError::NotSent("timeout")),
        }
    }

    async fn exchange(&self, request: Request<Full<Bytes>>, begun: &AtomicBool) -> Result<Reply, CallError> {
        let _slot = self.slots.acquire().await.map_err(|_| CallError::NotSent("stopped"))?;
        let connected = timeout(self.limits.connect, self.connect()).await;
        let stream = connected.map_err(|_| CallError::NotSent("connect-timeout"))??;
        let (mut sender, connection) = http1::Builder::new()
            .max_headers(64)
            .max_buf_size(16 << 10)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|_| CallError::NotSent("handshake"))?;
        // Dropped with the set, so an abandoned call leaves no connection behind.
        let mut driver = JoinSet::new();
        driver.spawn(connection);
        begun.store(true, Relaxed);
        let answer = sender.send_request(request).await.map_err(|_| CallError::Unknown("closed"))?;
        let status = answer.status().as_u16();
        let seconds = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let body = Limited::new(answer.into_body(), self.limits.answer).collect().await.map_err(|error| {
            CallError::Unknown(if error.is::<LengthLimitError>() { "too-large" } else { "cut-off" })
        })?;
        Ok(Reply { status, retry_after: seconds.map(Duration::from_secs), body: body.to_bytes() })
    }

    async fn connect(&self) -> Result<Box<dyn Stream>, CallError> {
        let stream =
            TcpStream::connect((self.host.as_str(), self.port)).await.map_err(|_| CallError::NotSent("connect"))?;
        Ok(match &self.tls {
            None => Box::new(stream),
            Some((tls, name)) => {
                Box::new(tls.connect(name.clone(), stream).await.map_err(|_| CallError::NotSent("tls"))?)
            }
        })
    }
}

/// A connection, with or without TLS.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// TLS 1.2 and 1.3 against the system's certificates and those of a file.
fn tls(ca_file: Option<&Path>) -> Result<ClientConfig, OutgoingError> {
    let mut roots = RootCertStore::empty();
    // Single certificates of the system that do not parse are no reason to trust none.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = ca_file {
        let failed = |reason: String| OutgoingError::Certificates { path: path.display().to_string(), reason };
        let before = roots.len();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| failed(error.to_string()))? {
            let certificate = certificate.map_err(|error| failed(error.to_string()))?;
            roots.add(certificate).map_err(|error| failed(error.to_string()))?;
        }
        if roots.len() == before {
            return Err(failed("it is empty".to_owned()));
        }
    }
    if roots.is_empty() {
        return Err(OutgoingError::NoRoots);
    }
    let builder =
        ClientConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_net_07_only_https_or_this_machine_in_development() {
        let rows: [(&str, bool, Result<&str, &str>, &str); 13] = [
            ("https://smsc.kz/sys/send.php", false, Ok("/sys/send.php"), "the plain case"),
            ("https://smsc.kz", false, Ok("/"), "no path"),
            ("https://smsc.kz:8443/a?b=c", false, Ok("/a?b=c"), "port and query"),
            ("http://smsc.kz/", false, Err("must begin"), "plain"),
            ("http://smsc.kz/", true, Err("must begin"), "plain to another machine, even in development"),
            ("http://127.0.0.1:8080/x", true, Ok("/x"), "this machine in development"),
            ("http://[::1]:8080/x", true, Ok("/x"), "this machine in development"),
            ("http://localhost/x", true, Ok("/x"), "this machine in development"),
            ("http://127.0.0.1:8080/x", false, Err("must begin"), "this machine in production"),
            ("http://127.0.0.1.example.kz/", true, Err("must begin"), "a host that only looks local"),
            ("https://key@smsc.kz/", false, Err("is not one"), "a secret before the host"),
            ("ftp://smsc.kz/", false, Err("is not one"), "another protocol"),
            ("smsc.kz", false, Err("is not one"), "no protocol"),
        ];
        for (address, plain_loopback, expected, reason) in rows {
            let ca_file = Some(PathBuf::from("tests/suite/cabinet/certificates/ca.pem"));
            let made = Outgoing::new(address, &Trust { ca_file, plain_loopback }, Limits::default());
            match (made, expected) {
                (Ok((_, path)), Ok(expected)) => assert_eq!(path, expected, "{reason}"),
                (Err(error), Err(expected)) => assert!(error.to_string().contains(expected), "{reason}: {error}"),
                (made, _) => panic!("{address}: {reason}: {:?}", made.map(|(_, path)| path)),
            }
        }
    }

    #[test]
    fn certificates_that_cannot_be_read_are_named() {
        let trust = |path: &str| Trust { ca_file: Some(PathBuf::from(path)), plain_loopback: false };
        for (path, reason) in [("no/such.pem", "missing"), ("Cargo.toml", "no certificate in it")] {
            let error = Outgoing::new("https://smsc.kz/", &trust(path), Limits::default()).unwrap_err();
            assert!(error.to_string().starts_with(path), "{reason}: {error}");
        }
    }
}
