//! Faults: pages for people, problems for programs, and a process that goes on.

use std::sync::Arc;
use std::time::Duration;

use otau::http::error::Error;
use otau::http::router::{Methods, Route};
use otau::http::source::{Found, SiteSource, StaticFile};

use crate::support::{Server, config, lines, log, small_site, with};

#[test]
fn a_missing_page_is_told_in_the_language_of_its_address() {
    let server = Server::small();
    for (path, text) in [
        ("/kk/nothing/", "<p>Бет табылмады"),
        ("/ru/nothing/", "<p>Страница не найдена"),
        ("/ru/nothing.png", "<p>Страница не найдена"),
        ("/nothing", "<p>Бет табылмады"),
        ("/.git/config", "<p>Бет табылмады"),
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.text()), (404, text), "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!((answer.header("cache-control"), answer.header("etag")), (Some("no-store"), None));
    }
}

#[test]
fn programs_get_problems_with_codes() {
    let server = Server::small();
    for (request, status, code) in [
        ("GET /kk/nothing/ HTTP/1.1\r\nHost: localhost", 404, "not-found"),
        ("GET /%00 HTTP/1.1\r\nHost: localhost", 400, "path-malformed"),
        ("DELETE /kk/ HTTP/1.1\r\nHost: localhost", 405, "method-not-allowed"),
        ("GET /kk/ HTTP/1.1\r\nHost: evil.kz", 421, "host-unknown"),
        ("GET /kk/ HTTP/1.1", 400, "host-not-one"),
        ("POST /kk/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999", 413, "body-too-large"),
    ] {
        let answer = server.raw(format!("{request}\r\nAccept: application/json\r\n\r\n"));
        let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(answer.header("content-type"), Some("application/problem+json; charset=utf-8"));
        assert_eq!((answer.status, &problem["status"], &problem["code"]), (status, &status.into(), &code.into()));
        assert_eq!(problem["request_id"].as_str(), answer.header("x-request-id"));
    }
}

/// A site with a page that panics, and error pages that do or do not.
struct Panics {
    inner: Arc<dyn SiteSource>,
    everywhere: bool,
}

impl SiteSource for Panics {
    fn find(&self, path: &str) -> Found {
        assert!(path != "/kk/panic/", "no\nluck\u{1b}[2J");
        self.inner.find(path)
    }

    fn not_found(&self, path: &str) -> Option<Arc<StaticFile>> {
        self.inner.not_found(path)
    }

    fn error_page(&self, code: u16) -> Option<Arc<StaticFile>> {
        assert!(!self.everywhere, "here too");
        self.inner.error_page(code)
    }

    fn id(&self) -> &'static str {
        "panics"
    }
}

#[test]
fn a_panic_becomes_500_and_the_process_goes_on() {
    for (everywhere, text) in [(false, "<p>Қате / Ошибка"), (true, "500 Internal Server Error")] {
        let (log, written) = log();
        let mut setup = with(Arc::new(Panics { inner: small_site(), everywhere }));
        setup.log = log;
        let server = Server::start(config(), setup);
        let mut client = server.connect();
        let answer = client.get("/kk/panic/", &[]);
        assert_eq!((answer.status, answer.text()), (500, text));
        assert!(answer.header("content-security-policy").is_some());
        assert_eq!(client.get("/kk/", &[]).status, 200, "on the same connection");
        let events = lines(&server.app, &written);
        let event = events.iter().find(|line| line["event"] == "request-failed").unwrap();
        assert_eq!(event["id"].as_str(), answer.header("x-request-id"));
        assert!(event["cause"].as_str().unwrap().contains("luck"), "the log knows why");
        assert!(!answer.text().contains("luck"), "the visitor does not");
        assert!(server.get("/metrics").text().contains("otau_http_panics_total 1\n"));
        let raw = String::from_utf8(written.lock().unwrap().clone()).unwrap();
        assert!(!raw.contains('\u{1b}'), "{raw}");
    }
}

#[test]
fn s_net_02_a_handler_that_takes_too_long_is_503() {
    let mut setup = with(small_site());
    setup.routes.push(Route::new("/slow", Methods::Read, |_| async {
        tokio::time::sleep(Duration::from_mins(1)).await;
        Err(Error::NotFound)
    }));
    let mut config = config();
    config.limits.handler_time = Duration::from_millis(100);
    let server = Server::start(config, setup);
    let mut client = server.connect();
    let answer = client.get("/slow", &["Accept: application/json"]);
    let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((answer.status, problem["code"].as_str()), (503, Some("handler-timeout")));
    assert_eq!(client.get("/kk/", &[]).status, 200);
}
