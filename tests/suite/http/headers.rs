//! Headers every answer carries.

use crate::support::{Answer, Server, config, small_site, with};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// An answer of every kind there is.
fn all(server: &Server, host: &str) -> Vec<(u16, Answer)> {
    let big = "x".repeat(5000);
    let etag = server.raw(format!("GET /robots.txt HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    let etag = etag.header("etag").unwrap();
    let h = format!("Host: {host}\r\n");
    let requests = [
        (200, format!("GET /kk/ HTTP/1.1\r\n{h}\r\n")),
        (200, format!("GET /healthz HTTP/1.1\r\n{h}\r\n")),
        (206, format!("GET /assets/logo.png HTTP/1.1\r\n{h}Range: bytes=0-1\r\n\r\n")),
        (301, format!("GET /kk HTTP/1.1\r\n{h}\r\n")),
        (302, format!("GET / HTTP/1.1\r\n{h}\r\n")),
        (400, format!("GET /%00 HTTP/1.1\r\n{h}\r\n")),
        (400, "GET /kk/ HTTP/1.1\r\n\r\n".to_owned()),
        (404, format!("GET /nothing/ HTTP/1.1\r\n{h}\r\n")),
        (404, format!("GET /nothing/ HTTP/1.1\r\n{h}Accept: application/json\r\n\r\n")),
        (405, format!("POST /kk/ HTTP/1.1\r\n{h}\r\n")),
        (411, format!("POST /kk/ HTTP/1.1\r\n{h}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
        (413, format!("POST /kk/ HTTP/1.1\r\n{h}Content-Length: 99999\r\n\r\n")),
        (414, format!("GET /{big} HTTP/1.1\r\n{h}\r\n")),
        (415, format!("POST /kk/ HTTP/1.1\r\n{h}Content-Encoding: gzip\r\n\r\n")),
        (416, format!("GET /assets/logo.png HTTP/1.1\r\n{h}Range: bytes=99-\r\n\r\n")),
        (421, "GET /kk/ HTTP/1.1\r\nHost: evil.kz\r\n\r\n".to_owned()),
        // Preview pages are never kept, so there is no 304 to be had of them; `files` looks at its headers.
        (200, format!("GET /robots.txt HTTP/1.1\r\n{h}If-None-Match: {etag}\r\n\r\n")),
    ];
    requests.into_iter().map(|(status, request)| (status, server.raw(request))).collect()
}

#[test]
fn s_hdr_01_to_04_on_every_answer() {
    let server = Server::small();
    for (status, answer) in all(&server, "localhost") {
        assert_eq!(answer.status, status, "{answer:?}");
        for (name, value) in [
            ("content-security-policy", CSP),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{status} {name}");
        }
        let permissions = answer.header("permissions-policy").unwrap();
        assert!(permissions.split(", ").all(|permission| permission.ends_with("=()")), "{permissions}");
        assert_eq!(answer.header("strict-transport-security"), None, "plain HTTP");
        assert_eq!(answer.header("server"), None);
        let kind = answer.header("content-type").unwrap();
        assert!(!kind.starts_with("text/") || kind.ends_with("charset=utf-8"), "{status} {kind}");
        assert!(answer.header("cache-control").is_some(), "{status}");
        assert!(answer.header("content-length").is_some(), "{status}");
        if status >= 400 {
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{status}");
        }
    }
}

#[test]
fn s_hdr_02_hsts_only_where_people_come_over_tls() {
    let mut config = config();
    config.public_origin = Some("https://help.kz".parse().unwrap());
    let server = Server::start(config, with(small_site()));
    for (status, answer) in all(&server, "help.kz") {
        let hsts = answer.header("strict-transport-security");
        assert_eq!((answer.status, hsts), (status, Some("max-age=31536000; includeSubDomains")));
    }
}
