//! Connections: their number, their time, and the end of the server.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use otau::http::config::HttpConfig;
use otau::http::memory::MemorySource;
use otau::http::respond;
use otau::http::router::{Methods, Route};

use crate::support::{Client, Server, config, eventually, small_site, with};

/// Short times, so that tests are short.
fn quick() -> HttpConfig {
    let mut config = config();
    config.limits.head_time = Duration::from_millis(300);
    config.limits.stall_time = Duration::from_millis(300);
    config.limits.drain_time = Duration::from_millis(1500);
    config
}

/// Limits on this machine too.
fn counted(connections: usize, per_address: usize) -> HttpConfig {
    let mut config = config();
    config.development = false;
    config.allowed_hosts = vec!["localhost".into()];
    config.limits.connections = connections;
    config.limits.connections_per_address = per_address;
    config
}

const SOON: Duration = Duration::from_millis(1500);

#[test]
fn s_net_01_clients_that_do_not_finish_a_request_are_closed() {
    let server = Server::start(quick(), with(small_site()));
    for said in ["", "P", "PRI * HTTP/2.0\r\n", "GET /kk/ HTTP/1.1\r\nHost: local", "\r\n"] {
        let mut client = server.connect();
        client.send(said);
        let after = client.closed_after();
        assert!(after < SOON, "{said:?}: {after:?}");
    }
}

#[test]
fn s_net_01_a_slow_head_has_one_limit_in_all() {
    let server = Server::start(quick(), with(small_site()));
    let mut client = server.connect();
    client.send("GET /kk/ HTTP/1.1\r\n");
    let start = std::time::Instant::now();
    // A line now and then does not help.
    for n in 0..6 {
        client.send(format!("X-{n}: y\r\n"));
        std::thread::sleep(Duration::from_millis(100));
    }
    client.closed_after();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn s_net_01_idle_connections_are_closed() {
    let server = Server::start(quick(), with(small_site()));
    let mut client = server.connect();
    assert_eq!(client.get("/kk/", &[]).status, 200);
    assert!(client.closed_after() < SOON);
}

#[test]
fn s_net_01_http2_is_not_spoken_here() {
    let server = Server::start(quick(), with(small_site()));
    let mut client = server.connect();
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assert!(client.closed_after() < SOON);
    let upgrade = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"];
    assert_eq!(server.get_with("/kk/", &upgrade).status, 200);
}

/// A server with a file too large for the buffers between us.
fn with_large_file(config: HttpConfig) -> Server {
    let files = [("large.bin".to_owned(), vec![7; 32 << 20].into()), ("kk/index.html".to_owned(), "kk".into())];
    Server::start(config, with(Arc::new(MemorySource::new(files, Vec::new()))))
}

#[test]
fn s_net_02_clients_that_do_not_read_are_closed() {
    let server = with_large_file(quick());
    let mut client = server.connect();
    client.ask("GET", "/large.bin", &[]);
    eventually("the end of the connection", || {
        server.get("/metrics").text().contains("otau_http_connections_open 1\n")
    });
    assert!(client.try_answer(true).is_err(), "cut off");
}

#[test]
fn s_net_02_clients_that_read_slowly_are_served() {
    let mut config = quick();
    config.limits.stall_time = Duration::from_millis(500);
    let server = with_large_file(config);
    let mut client = server.connect();
    client.ask("GET", "/large.bin", &["Connection: close"]);
    // Longer than the limit in all, but never so long without a byte.
    for _ in 0..8 {
        std::thread::sleep(Duration::from_millis(100));
        client.read_some(1 << 20);
    }
    assert_eq!(client.answer().body.len(), 32 << 20);
}

#[test]
fn s_net_04_one_address_has_a_limit() {
    let server = Server::start(counted(1024, 8), with(small_site()));
    let mut inside: Vec<Client> = (0..8).map(|_| server.connect()).collect();
    for client in &mut inside {
        assert_eq!(client.get("/kk/", &[]).status, 200);
    }
    let mut outside = server.connect();
    outside.ask("GET", "/kk/", &[]);
    assert!(outside.try_answer(true).is_err(), "closed at once");
    assert_eq!(inside[0].get("/kk/", &[]).status, 200, "those inside stay");
    let refused = "otau_http_connections_refused_total 1\n";
    assert!(inside[0].get("/metrics", &[]).text().contains(refused));
    drop(inside.pop());
    eventually("a free place", || {
        let mut client = server.connect();
        client.ask("GET", "/kk/", &[]);
        client.try_answer(true).is_ok_and(|answer| answer.status == 200)
    });
}

#[test]
fn s_net_04_trusted_proxies_have_none() {
    let mut config = counted(1024, 2);
    config.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    let server = Server::start(config, with(small_site()));
    let mut clients: Vec<Client> = (0..20).map(|_| server.connect()).collect();
    for client in &mut clients {
        assert_eq!(client.get("/kk/", &[]).status, 200);
    }
}

#[test]
fn s_net_04_the_whole_has_a_limit_and_the_rest_wait() {
    let server = Server::start(counted(4, 64), with(small_site()));
    let mut inside: Vec<Client> = (0..4).map(|_| server.connect()).collect();
    let metrics = || server.app.metrics().print(None, Duration::ZERO, 0);
    eventually("four connections", || metrics().contains("otau_http_connections_open 4\n"));
    let mut waiting = server.connect();
    waiting.ask("GET", "/kk/", &[]);
    std::thread::sleep(Duration::from_millis(50));
    assert!(metrics().contains("otau_http_connections_total 4\n"), "the fifth waits");
    let answer = inside[0].get("/kk/", &[]);
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")), "crowded: nobody idles here");
    assert_eq!(waiting.answer().status, 200);
    assert_eq!(inside[1].get("/kk/", &[]).status, 200);
}

#[test]
fn s_net_04_too_many_open_files_are_waited_out() {
    let shell = "ulimit -n 64; exec \"$0\" --exact http::connections::few_files --ignored --nocapture";
    let program = std::env::current_exe().unwrap();
    let child = Command::new("sh").args(["-c", shell]).arg(program).output().unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned() + &String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "started by s_net_04_too_many_open_files_are_waited_out with a low limit"]
fn few_files() {
    let server = Server::small();
    let mut first = server.connect();
    assert_eq!(first.get("/kk/", &[]).status, 200);
    let mut clients = Vec::new();
    while let Ok(client) = std::net::TcpStream::connect(server.address) {
        clients.push(client);
        assert!(clients.len() < 64, "the limit was not set");
    }
    eventually("a failed accept", || !first.get("/metrics", &[]).text().contains("otau_http_accept_errors_total 0\n"));
    assert_eq!(first.get("/kk/", &[]).status, 200, "who is inside is served");
    drop(clients);
    eventually("a new connection", || server.get("/kk/").status == 200);
}

#[test]
fn s_net_05_a_running_request_is_finished() {
    let mut setup = with(small_site());
    setup.routes.push(Route::new("/slow", Methods::Read, |_| async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        Ok(respond::text(hyper::StatusCode::OK, "slow but whole"))
    }));
    let mut server = Server::start(quick(), setup);
    let mut slow = server.connect();
    let mut idle = server.connect();
    assert_eq!(idle.get("/kk/", &[]).status, 200);
    slow.ask("GET", "/slow", &[]);
    std::thread::sleep(Duration::from_millis(100));
    server.begin_stop();
    assert!(idle.closed_after() < Duration::from_millis(250), "idle ones go first");
    let answer = slow.answer();
    assert_eq!((answer.text(), answer.header("connection")), ("slow but whole", Some("close")));
    let address = server.address;
    assert!(server.join() < Duration::from_secs(1));
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn s_net_05_the_end_does_not_wait_for_ever() {
    let server = with_large_file(quick());
    let mut client = server.connect();
    client.ask("GET", "/large.bin", &[]);
    let mut silent = server.connect();
    silent.send("GET /kk/ HTT");
    std::thread::sleep(Duration::from_millis(50));
    let took = server.join();
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn s_net_05_no_request_is_cut_under_load() {
    let mut server = Server::start(quick(), with(small_site()));
    let (address, stop) = (server.address, AtomicBool::new(false));
    let whole = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !stop.load(Relaxed) {
                    // Whoever is let in is answered whole.
                    let Ok(stream) = std::net::TcpStream::connect(address) else { return };
                    let mut client = Client::of(stream);
                    client.ask("GET", "/kk/", &["Connection: close"]);
                    match client.try_answer(true) {
                        Ok(answer) => assert_eq!(answer.text(), "<p>Сәлем"),
                        // Not taken in any more: closed without a byte.
                        Err(_) => assert!(client.is_untouched() && stop.load(Relaxed)),
                    }
                    whole.fetch_add(1, Relaxed);
                }
            });
        }
        std::thread::sleep(Duration::from_millis(300));
        stop.store(true, Relaxed);
        server.begin_stop();
    });
    assert!(whole.load(Relaxed) > 50, "{whole:?}");
}
