//! A gateway of our own, that does as it is told, with or without TLS.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Folder of the certificates.
pub(super) const CERTIFICATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/cabinet/certificates");

/// What is done with a request.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Status line without the version, head and body.
    Answer(String, Vec<u8>),
    /// Half of the promised body, then the end.
    CutOff,
    /// The end, before a request is read.
    Close,
    /// The end, after the request is read.
    CloseAfterReading,
    /// Nothing, for as long as the other side waits.
    Silence,
    /// A body without end.
    Endless,
    /// A head without end.
    EndlessHead,
    /// An answer when the gate lets it through.
    Hold(Arc<Semaphore>),
}

/// 200 with a JSON body.
pub(super) fn json(body: impl Into<Vec<u8>>) -> Act {
    Act::Answer("200 OK".to_owned(), body.into())
}

/// A request that was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    pub(super) line: String,
    pub(super) head: String,
    pub(super) body: String,
}

pub(super) struct Stub {
    pub(super) address: SocketAddr,
    pub(super) requests: Arc<Mutex<Vec<Request>>>,
    /// The most requests under way at once.
    pub(super) most: Arc<AtomicUsize>,
    _server: JoinSet<()>,
}

impl Stub {
    /// Over plain HTTP.
    pub(super) async fn plain(act: Act) -> Self {
        Self::start(act, None).await
    }

    /// Over TLS, as `localhost`.
    pub(super) async fn tls(act: Act) -> Self {
        let file = |name: &str| format!("{CERTIFICATES}/{name}");
        let chain = CertificateDer::pem_file_iter(file("server.pem")).unwrap().map(Result::unwrap).collect();
        let key = PrivateKeyDer::from_pem_file(file("server-key.pem")).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Self::start(act, Some(TlsAcceptor::from(Arc::new(config)))).await
    }

    async fn start(act: Act, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, most) = (Arc::default(), Arc::default());
        let now = Arc::new(AtomicUsize::new(0));
        let seen = Seen { requests: Arc::clone(&requests), now, most: Arc::clone(&most) };
        let mut server = JoinSet::new();
        server.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (act, tls, seen) = (act.clone(), tls.clone(), seen.clone());
                connections.spawn(async move {
                    let Some(tls) = tls else { return serve(stream, act, &seen).await };
                    // A handshake that the other side breaks off is what some tests are about.
                    if let Ok(stream) = tls.accept(stream).await {
                        serve(stream, act, &seen).await;
                    }
                });
            }
        });
        Self { address, requests, most, _server: server }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/send", self.address)
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

#[derive(Clone)]
struct Seen {
    requests: Arc<Mutex<Vec<Request>>>,
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

/// One request of one connection. Writing fails when the other side has had enough, and that is fine.
async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, act: Act, seen: &Seen) {
    if matches!(act, Act::Close) {
        return;
    }
    let Some(request) = read(&mut stream).await else { return };
    seen.requests.lock().unwrap().push(request);
    let now = seen.now.fetch_add(1, SeqCst) + 1;
    seen.most.fetch_max(now, SeqCst);
    let _ = answer(&mut stream, act).await;
    seen.now.fetch_sub(1, SeqCst);
    let _ = stream.shutdown().await;
}

async fn answer(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), act: Act) -> std::io::Result<()> {
    let whole = |status: &str, body: &[u8]| {
        let head =
            format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    };
    match act {
        Act::Answer(status, body) => stream.write_all(&whole(&status, &body)).await,
        Act::CutOff => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"code\":0").await,
        Act::Close | Act::CloseAfterReading => Ok(()),
        Act::Silence => stream.read_u8().await.map(drop),
        Act::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await?;
            loop {
                stream.write_all(b"10\r\n................\r\n").await?;
            }
        }
        Act::EndlessHead => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nX: ").await?;
            loop {
                stream.write_all(b"................").await?;
            }
        }
        Act::Hold(gate) => {
            gate.acquire().await.unwrap().forget();
            stream.write_all(&whole("200 OK", b"{\"code\":0}")).await
        }
    }
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Request> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                let (line, head) = head.split_once("\r\n").unwrap_or((head, ""));
                return Some(Request { line: line.to_owned(), head: head.to_owned(), body: body.to_owned() });
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
