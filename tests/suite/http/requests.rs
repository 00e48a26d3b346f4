//! What a request must be: hosts, methods, sizes, framing.

use std::time::Duration;

use otau::http::extract;
use otau::http::respond;
use otau::http::router::{Methods, Request, Response, Route};

use crate::support::{Server, config, small_site, with};

async fn echo(mut request: Request) -> Result<Response, otau::http::error::Error> {
    let body = extract::body(&mut request).await?;
    Ok(respond::text(hyper::StatusCode::OK, body))
}

/// A server with an endpoint that reads bodies.
fn echoing() -> Server {
    let mut setup = with(small_site());
    setup.routes.push(Route::new("/echo", Methods::Write, echo));
    let mut config = config();
    config.limits.body_time = Duration::from_millis(300);
    Server::start(config, setup)
}

fn public() -> Server {
    let mut config = config();
    config.development = false;
    config.public_origin = Some("https://help.kz".parse().unwrap());
    Server::start(config, with(small_site()))
}

#[test]
fn s_in_09_two_hosts_are_refused() {
    let server = Server::small();
    for (lines, status) in [
        ("Host: localhost\r\n", 200),
        ("", 400),
        ("Host: localhost\r\nHost: localhost\r\n", 400),
        ("Host: localhost\r\nX: y\r\nhost: evil.kz\r\n", 400),
        ("Host:\r\n", 421),
        ("Host: l\u{e9}\r\n", 400),
    ] {
        let answer = server.raw(format!("GET /kk/ HTTP/1.1\r\n{lines}\r\n"));
        assert_eq!(answer.status, status, "{lines:?}");
    }
    assert_eq!(server.raw("GET /kk/ HTTP/1.0\r\n\r\n").status, 400);
}

#[test]
fn s_in_09_unknown_hosts_are_misdirected() {
    let server = public();
    for (host, lines, status) in [
        ("help.kz", "", 200),
        ("HELP.KZ:443", "", 200),
        ("evil.kz", "", 421),
        ("help.kz.evil.kz", "", 421),
        ("user@help.kz", "", 421),
        // Health checks on this machine are welcome, but not what a proxy on this machine passes on.
        ("127.0.0.1:8080", "", 200),
        ("127.0.0.1:8080", "X-Forwarded-For: 1.2.3.4\r\n", 421),
    ] {
        let answer = server.raw(format!("GET /kk/ HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n"));
        assert_eq!(answer.status, status, "{host} {lines}");
    }
    for (target, status) in [("http://help.kz/kk/", 200), ("http://evil.kz/kk/", 421), ("http://a@help.kz/kk/", 421)] {
        let answer = server.raw(format!("GET {target} HTTP/1.1\r\nHost: help.kz\r\n\r\n"));
        assert_eq!(answer.status, status, "{target}");
    }
}

#[test]
fn s_in_10_transfer_encoding_is_refused_and_the_connection_closed() {
    let server = Server::small();
    for lines in [
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    ] {
        let mut client = server.connect();
        let smuggled = "GET /ru/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
        client.send(format!("POST /kk/ HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n0\r\n\r\n{smuggled}"));
        let answer = client.answer();
        assert_eq!(answer.status, 411, "{lines:?}");
        assert_eq!(answer.header("connection"), Some("close"));
        assert!(client.try_answer(true).is_err(), "one answer, then closed: {lines:?}");
    }
}

#[test]
fn s_in_10_ambiguous_framing_is_refused() {
    let server = Server::small();
    for lines in [
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: +3\r\n",
        "Content-Length: -1\r\n",
        "Content-Length : 3\r\n",
        "X: a\r\n b\r\n",
        "Transfer-Encoding: xchunked\r\n",
    ] {
        let mut client = server.connect();
        client.send(format!("POST /kk/ HTTP/1.1\r\nHost: localhost\r\n{lines}\r\nabcdef"));
        let answer = client.answer();
        assert_eq!(answer.status, 400, "{lines:?}");
        assert!(client.try_answer(true).is_err(), "one answer, then closed: {lines:?}");
    }
}

#[test]
fn s_csrf_04_unknown_methods_are_told_what_is_allowed() {
    let server = echoing();
    for (method, path, status, allow) in [
        ("GET", "/kk/", 200, None),
        ("POST", "/kk/", 405, Some("GET, HEAD")),
        ("OPTIONS", "/kk/", 405, Some("GET, HEAD")),
        ("DELETE", "/healthz", 405, Some("GET, HEAD")),
        ("TRACE", "/kk/", 405, Some("GET, HEAD")),
        ("get", "/kk/", 405, Some("GET, HEAD")),
        ("BREW", "/kk/", 405, Some("GET, HEAD")),
        ("GET", "/echo", 405, Some("POST")),
        ("POST", "/echo", 200, None),
        ("OPTIONS", "*", 400, None),
        ("CONNECT", "localhost:443", 405, Some("GET, HEAD")),
    ] {
        let mut client = server.connect();
        client.ask(method, path, &[]);
        let answer = client.answer();
        assert_eq!((answer.status, answer.header("allow")), (status, allow), "{method} {path}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[test]
fn s_in_05_head_of_a_request_is_limited() {
    let server = Server::small();
    let limit = 16 * 1024;
    for (size, status) in [(limit - 1, 200), (limit, 200), (limit + 1, 431), (4 * limit, 431)] {
        let start = "GET /kk/ HTTP/1.1\r\nHost: localhost\r\nX: ";
        let fill = size - start.len() - 4;
        let answer = server.raw(format!("{start}{}\r\n\r\n", "x".repeat(fill)));
        assert_eq!(answer.status, status, "{size} bytes");
    }
    for (count, status) in [(63, 200), (64, 200), (65, 431)] {
        let lines = (1..count).map(|n| format!("X-{n}: y\r\n")).collect::<Vec<_>>().concat();
        let answer = server.raw(format!("GET /kk/ HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n"));
        assert_eq!(answer.status, status, "{count} lines");
    }
}

#[test]
fn s_in_05_targets_are_limited() {
    let server = Server::small();
    for (size, status) in [(4095, 200), (4096, 200), (4097, 414), (8000, 414)] {
        let target = format!("/kk/?{}", "q".repeat(size - 5));
        assert_eq!(server.get(&target).status, status, "{size} bytes");
    }
}

#[test]
fn s_in_05_bodies_are_limited_before_they_are_read() {
    let server = echoing();
    for (size, status) in [(16 * 1024 - 1, 200), (16 * 1024, 200), (16 * 1024 + 1, 413), (1 << 40, 413)] {
        let mut client = server.connect();
        client.send(format!("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"));
        if status == 200 {
            client.send("x".repeat(size));
        }
        let answer = client.answer();
        assert_eq!(answer.status, status, "{size}");
        if status == 200 {
            assert_eq!(answer.body.len(), size);
        } else {
            assert_eq!(answer.header("connection"), Some("close"));
            assert!(client.try_answer(true).is_err());
        }
    }
}

#[test]
fn s_in_05_a_refused_body_on_its_way_does_not_lose_the_answer() {
    let server = echoing();
    for _ in 0..20 {
        let mut client = server.connect();
        client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
        client.send("x".repeat(100_000));
        assert_eq!(client.answer().status, 413);
    }
}

#[test]
fn s_in_05_encoded_bodies_are_refused() {
    let server = echoing();
    let request = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc";
    assert_eq!(server.raw(request).status, 415);
}

#[test]
fn s_net_02_slow_bodies_are_given_up() {
    let server = echoing();
    let mut client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
    let answer = client.answer();
    assert_eq!((answer.status, answer.header("connection")), (408, Some("close")));
    assert!(client.closed_after() < Duration::from_secs(2));
}

#[test]
fn expected_continue_comes_only_before_a_body_that_is_wanted() {
    let server = echoing();
    let expecting = |length: usize| {
        format!("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n")
    };
    let mut client = server.connect();
    client.send(expecting(3));
    assert_eq!(client.head().status, 100);
    client.send("abc");
    assert_eq!(client.answer().text(), "abc");
    let mut client = server.connect();
    client.send(expecting(100_000));
    assert_eq!(client.answer().status, 413);
}

#[test]
fn several_requests_go_over_one_connection() {
    let server = Server::small();
    let mut client = server.connect();
    client.send("GET /kk/ HTTP/1.1\r\nHost: localhost\r\n\r\nGET /ru/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_eq!(client.answer().text(), "<p>Сәлем");
    assert_eq!(client.answer().text(), "<p>Привет");
    assert_eq!(client.get("/nothing/", &[]).status, 404);
    assert_eq!(client.get("/kk/", &[]).status, 200);
}
