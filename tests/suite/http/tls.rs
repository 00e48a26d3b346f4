//! TLS of our own: versions of HTTP, cookies, renewed certificates, clients that do not finish their greeting.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper_util::rt::{TokioExecutor, TokioIo};
use otau::http::tls::{Tls, watch};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::support::{Server, config, eventually, lines, log, small_site, with};

pub(super) fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/cabinet/certificates").join(name)
}

fn server(tls: &Arc<Tls>) -> Server {
    let mut setup = with(small_site());
    setup.tls = Some(Arc::clone(tls));
    Server::start(config(), setup)
}

pub(super) fn open() -> Arc<Tls> {
    Arc::new(Tls::open(&file("server.pem"), &file("server-key.pem")).unwrap())
}

pub(super) fn client(authority: &Path, protocols: &[&[u8]]) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&fs::read(authority).unwrap()) {
        roots.add(certificate.unwrap()).unwrap();
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let mut config =
        builder.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    Arc::new(config)
}

pub(super) fn localhost() -> ServerName<'static> {
    ServerName::try_from("localhost").unwrap()
}

/// An answer over HTTP/1.1, whole; or why there is none.
fn get(server: &Server, authority: &Path, path: &str) -> Result<String, std::io::Error> {
    let connection = ClientConnection::new(client(authority, &[b"http/1.1"]), localhost()).unwrap();
    let stream = TcpStream::connect(server.address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut tls = StreamOwned::new(connection, stream);
    tls.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut text = String::new();
    tls.read_to_string(&mut text)?;
    Ok(text)
}

#[test]
fn s_net_06_pages_come_over_tls_with_strict_transport() {
    let server = server(&open());
    let answer = get(&server, &file("ca.pem"), "/kk/").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=31536000; includeSubDomains"), "{answer}");
    assert!(answer.ends_with("<p>Сәлем"), "closed in order: {answer}");
    assert!(get(&server, &file("other-ca.pem"), "/kk/").is_err(), "another authority");
    let plain = server.connect();
    let mut plain = plain;
    plain.send("GET /kk/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(plain.try_answer(true).is_err(), "plain HTTP gets no answer");
}

#[test]
fn s_net_03_http_2_where_the_client_chooses_it() {
    let server = server(&open());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (status, body, version) = runtime.block_on(async {
        let stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
        let config = client(&file("ca.pem"), &[b"h2", b"http/1.1"]);
        let stream = TlsConnector::from(config).connect(localhost(), stream).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let ask =
            |path: &str| hyper::Request::get(format!("https://localhost{path}")).body(Empty::<Bytes>::new()).unwrap();
        let wrong = hyper::Request::get("https://evil.kz/kk/").body(Empty::<Bytes>::new()).unwrap();
        assert_eq!(sender.send_request(wrong).await.unwrap().status(), 421, "another host");
        let long = format!("/{}", "x".repeat(5000));
        assert_eq!(sender.send_request(ask(&long)).await.unwrap().status(), 414);
        let answer = sender.send_request(ask("/ru/")).await.unwrap();
        let (head, body) = answer.into_parts();
        (head.status, body.collect().await.unwrap().to_bytes(), head.version)
    });
    assert_eq!((status.as_u16(), &body[..], version), (200, "<p>Привет".as_bytes(), hyper::Version::HTTP_2));
}

#[test]
fn s_net_06_a_renewed_certificate_is_taken_up_and_a_bad_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let put = |from: &str, from_key: &str| {
        fs::copy(file(from), &certificate).unwrap();
        fs::copy(file(from_key), &key).unwrap();
    };
    put("server.pem", "server-key.pem");
    let tls = Arc::new(Tls::open(&certificate, &key).unwrap());
    let (log, written) = log();
    let mut setup = with(small_site());
    setup.tls = Some(Arc::clone(&tls));
    setup.log = log;
    let server = Server::start(config(), setup);
    let app = Arc::clone(&server.app);
    let watched = Arc::clone(&tls);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let _ = runtime.block_on(watch(app, watched, Duration::from_millis(20)));
    });
    let renewed = file("renewed.pem");
    assert!(get(&server, &file("ca.pem"), "/kk/").is_ok() && get(&server, &renewed, "/kk/").is_err());
    let has = |event: &str| lines(&server.app, &written).iter().any(|line| line["event"] == event);

    fs::write(&certificate, "no certificate").unwrap();
    eventually("the refusal", || has("certificate-refused"));
    assert!(get(&server, &file("ca.pem"), "/kk/").is_ok(), "the old one stays");

    put("renewed.pem", "renewed-key.pem");
    eventually("the renewed certificate", || get(&server, &renewed, "/kk/").is_ok());
    assert!(get(&server, &file("ca.pem"), "/kk/").is_err());
}

#[test]
fn s_net_01_a_client_that_does_not_greet_is_let_go() {
    let server = server(&open());
    let mut silent = server.connect();
    let waited = silent.closed_after();
    assert!(waited < Duration::from_secs(12), "{waited:?}");
}

#[test]
fn certificates_that_cannot_be_used_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    fs::write(&empty, "").unwrap();
    for (certificate, key, words) in [
        (folder.path().join("none.pem"), file("server-key.pem"), "none.pem"),
        (empty.clone(), file("server-key.pem"), "no certificate"),
        (file("server.pem"), empty, "empty.pem"),
        (file("server.pem"), file("renewed-key.pem"), "server.pem"),
    ] {
        let error = Tls::open(&certificate, &key).err().unwrap().to_string();
        assert!(error.contains(words), "{error}");
    }
}
