//! Preview: events, the script, and that nothing of it is there otherwise.

use std::sync::Arc;
use std::time::Duration;

use otau::http::app::Setup;
use otau::http::preview::{Preview, PreviewEvent};

use crate::support::{Client, Server, config, site, small_site, with};

fn previewing() -> (Server, Arc<Preview>) {
    let preview = Arc::new(Preview::with_heartbeat(Duration::from_millis(200)));
    let mut config = config();
    config.limits.head_time = Duration::from_millis(300);
    config.limits.stall_time = Duration::from_millis(300);
    config.limits.handler_time = Duration::from_millis(300);
    let setup = Setup { preview: Some(Arc::clone(&preview)), ..with(small_site()) };
    (Server::start(config, setup), preview)
}

/// A page that listens, after its first event.
fn listening(server: &Server) -> Client {
    let mut client = server.connect();
    client.ask("GET", "/_preview/events", &["Accept: text/event-stream"]);
    let head = client.read_until("\r\n\r\n").to_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("content-type: text/event-stream; charset=utf-8"), "{head}");
    assert!(head.contains("cache-control: no-store"), "{head}");
    assert!(head.contains("content-security-policy: "), "{head}");
    let hello = format!("event: hello\ndata: {{\"site\":\"{}\"}}\n\n", server.app.site().unwrap().id());
    assert!(client.read_until("\n\n").ends_with(&hello));
    client
}

fn event(name: &'static str, data: &str) -> PreviewEvent {
    PreviewEvent { name, data: data.to_owned() }
}

#[test]
fn events_reach_every_page() {
    let (server, preview) = previewing();
    let mut pages = [listening(&server), listening(&server)];
    server.app.swap(site(&[("kk/index.html", "new")]));
    preview.send(event("reload", "{\"paths\":[\"/kk/\"]}"));
    for page in &mut pages {
        page.read_until("event: reload\ndata: {\"paths\":[\"/kk/\"]}\n\n");
    }
    assert_eq!(server.get("/kk/").text(), "new");
}

#[test]
fn problems_stand_until_they_are_mended() {
    let (server, preview) = previewing();
    preview.send(event("problems", "{\"title\":\"Қате\nbroken\",\"problems\":[]}"));
    let mut page = listening(&server);
    let got = page.read_until("event: problems\ndata: {\"title\":\"Қате broken\",\"problems\":[]}\n\n");
    assert!(!got.contains("clean"));
    preview.send(event("clean", "{}"));
    page.read_until("event: clean\ndata: {}\n\n");
    let mut later = listening(&server);
    assert!(!later.read_until(": beat\n\n").contains("problems"));
}

#[test]
fn silence_does_not_end_the_stream() {
    let (server, preview) = previewing();
    let mut page = listening(&server);
    // Longer than the limits for heads, writes and handlers.
    for _ in 0..5 {
        page.read_until(": beat\n\n");
    }
    preview.send(event("reload", "{}"));
    page.read_until("event: reload");
}

#[test]
fn a_page_far_behind_reloads() {
    let (server, preview) = previewing();
    let mut page = listening(&server);
    for n in 0..20_000 {
        preview.send(event("problems", &format!("{{\"n\":{n}}}")));
    }
    preview.send(event("clean", "{}"));
    page.read_until("event: reload\ndata: {}\n\n");
    page.read_until("event: clean");
}

#[test]
fn the_server_ends_with_pages_open() {
    let (server, _preview) = previewing();
    let mut page = listening(&server);
    let took = server.join();
    assert!(took < Duration::from_secs(1), "{took:?}");
    page.closed_after();
}

#[test]
fn a_closed_page_is_forgotten() {
    let (server, _preview) = previewing();
    drop(listening(&server));
    crate::support::eventually("the end of the connection", || {
        server.get("/metrics").text().contains("otau_http_connections_open 1\n")
    });
}

#[test]
fn s_hdr_01_the_script_needs_no_exception_from_the_policy() {
    let (server, _preview) = previewing();
    let script = server.get("/_preview/client.js");
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(script.header("cache-control"), Some("no-store"));
    assert!(script.text().contains(server.app.site().unwrap().id()), "it knows the site it came with");
    for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", ".style.", "@site@"] {
        assert!(!script.text().contains(forbidden), "{forbidden}");
    }
    let style = server.get("/_preview/client.css");
    assert_eq!((style.status, style.header("content-type")), (200, Some("text/css; charset=utf-8")));
    let mut client = server.connect();
    client.ask("HEAD", "/_preview/events", &[]);
    assert_eq!(client.head().status, 200);
    assert_eq!(client.get("/kk/", &[]).status, 200);
}

#[test]
fn there_is_no_preview_without_its_channel() {
    let server = Server::small();
    for path in ["/_preview/events", "/_preview/client.js", "/_preview/client.css"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}
