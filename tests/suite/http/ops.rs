//! The front door, and what those who run the server ask.

use std::net::SocketAddr;

use crate::support::{Client, Server, config, lines, log, small_site, with};

#[test]
fn the_front_door_leads_to_the_visitors_language() {
    let server = Server::small();
    for (lines, to) in [
        (&[][..], "/kk/"),
        (&["Accept-Language: ru-RU,ru;q=0.9,en;q=0.8"], "/ru/"),
        (&["Accept-Language: en"], "/kk/"),
        (&["Cookie: lang=ru"], "/ru/"),
        (&["Cookie: a=b; lang=kk", "Accept-Language: ru"], "/kk/"),
        (&["Cookie: lang=ru; lang=kk"], "/kk/"),
        (&["Cookie: lang=//evil.kz", "Accept-Language: ru"], "/ru/"),
    ] {
        let answer = server.get_with("/", lines);
        assert_eq!((answer.status, answer.header("location")), (302, Some(to)), "{lines:?}");
        assert_eq!(answer.header("vary"), Some("Cookie, Accept-Language"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
    }
    assert_eq!(server.get("/?from=sms").header("location"), Some("/kk/?from=sms"));
}

#[test]
fn health_and_readiness() {
    let server = Server::small();
    assert_eq!(server.get("/healthz").text(), "ok\n");
    let ready = server.get("/readyz");
    let id = server.app.site().unwrap().id().to_owned();
    assert_eq!((ready.status, ready.text()), (200, &*format!("ready {id}\n")));
    assert_eq!(ready.header("cache-control"), Some("no-store"));
}

#[test]
fn metrics_count() {
    let server = Server::small();
    server.get("/kk/");
    server.get("/kk/");
    server.get("/nothing/");
    server.get("/%00");
    server.get("/");
    let answer = server.get("/metrics");
    let text = answer.text();
    for line in [
        "otau_http_requests_total{route=\"{site}\",class=\"2xx\"} 2",
        "otau_http_requests_total{route=\"{site}\",class=\"4xx\"} 1",
        "otau_http_requests_total{route=\"{refused}\",class=\"4xx\"} 1",
        "otau_http_requests_total{route=\"/\",class=\"3xx\"} 1",
        "otau_http_request_duration_seconds_count 5",
        "otau_http_connections_total 6",
        &format!("otau_release_info{{id=\"{}\"}} 1", server.app.site().unwrap().id()),
        &format!("otau_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION")),
    ] {
        assert!(text.lines().any(|known| known == line), "{line} in\n{text}");
    }
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
}

#[test]
fn s_acl_metrics_are_for_this_machine_alone() {
    let server = Server::small();
    for line in ["X-Forwarded-For: 1.2.3.4", "Forwarded: for=1.2.3.4", "X-Real-IP: 1.2.3.4", "Via: 1.1 proxy"] {
        assert_eq!(server.get_with("/metrics", &[line]).status, 404, "{line}");
    }
    let mut config = config();
    config.public_metrics = true;
    let server = Server::start(config, with(small_site()));
    assert_eq!(server.get_with("/metrics", &["X-Forwarded-For: 1.2.3.4"]).status, 200);
}

#[test]
fn s_log_the_access_log_tells_nothing_private() {
    let (log, written) = log();
    let mut setup = with(small_site());
    setup.log = log;
    let mut config = config();
    config.access_log = true;
    let server = Server::start(config, setup);
    let mut client = server.connect();
    let answer = client.get("/kk/faq/?iin=123456789012", &["Cookie: secret=1"]);
    client.get("/iin/123456789012/", &[]);
    client.ask("BAD\u{1}", "/kk/", &[]);
    let _ = client.try_answer(true);
    let all = lines(&server.app, &written);
    assert_eq!(all[0]["route"], "{site}");
    assert_eq!(all[0]["status"], 200);
    assert_eq!(all[0]["method"], "GET");
    assert_eq!(all[0]["bytes"], answer.body.len());
    assert_eq!(all[0]["id"].as_str(), answer.header("x-request-id"));
    assert!(all[0]["micros"].is_u64() && all[0]["time"].as_str().unwrap().ends_with('Z'));
    let raw = String::from_utf8(written.lock().unwrap().clone()).unwrap();
    for private in ["123456789012", "secret", "127.0.0.1", "faq"] {
        assert!(!raw.contains(private), "{private} in {raw}");
    }
}

#[test]
fn the_access_log_is_off_by_default() {
    let (log, written) = log();
    let mut setup = with(small_site());
    setup.log = log;
    let server = Server::start(config(), setup);
    server.get("/kk/");
    assert!(lines(&server.app, &written).is_empty());
}

#[test]
fn ipv6_works_where_there_is_any() {
    if std::net::TcpListener::bind("[::1]:0").is_err() {
        return;
    }
    let mut config = config();
    config.listen = SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, 0));
    let server = Server::start(config, with(small_site()));
    let mut client = Client::connect(server.address);
    client.send("GET /kk/ HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n");
    assert_eq!(client.answer().status, 200);
}
