//! Signals, in a process of their own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use otau::http::app::App;
use otau::http::respond;
use otau::http::router::{Methods, Route};
use otau::http::shutdown::{Stopped, run};

use crate::support::{Client, config, small_site, with};

/// Starts [`child`]; the process and where it listens.
fn start() -> (Child, Client, impl BufRead) {
    let program = std::env::current_exe().unwrap();
    let arguments = ["--exact", "http::signals::child", "--ignored", "--nocapture"];
    let mut process = Command::new(program).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    let address = loop {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the server did not start");
        if let Some((_, address)) = line.trim().split_once("listening ") {
            break address.parse().unwrap();
        }
    };
    (process, Client::connect(address), lines)
}

#[test]
#[ignore = "started by the other tests"]
fn child() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut setup = with(small_site());
    setup.routes.push(Route::new("/slow", Methods::Read, |_| async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok(respond::text(hyper::StatusCode::OK, "whole"))
    }));
    let stopped = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("listening {}", listener.local_addr().unwrap());
        run(listener, Arc::new(App::new(config(), setup).unwrap())).await.unwrap()
    });
    runtime.shutdown_background();
    println!("stopped {}", if stopped == Stopped::Gracefully { "gracefully" } else { "at once" });
}

fn signal(process: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &process.id().to_string()]).status().unwrap().success());
}

fn end(mut process: Child, lines: impl BufRead) -> (Duration, String) {
    let start = Instant::now();
    assert!(process.wait().unwrap().success());
    (start.elapsed(), lines.lines().map(|line| line.unwrap() + "\n").collect())
}

#[test]
fn s_net_05_the_first_signal_lets_requests_finish() {
    for name in ["-TERM", "-INT"] {
        let (process, mut client, lines) = start();
        client.ask("GET", "/slow", &[]);
        std::thread::sleep(Duration::from_millis(200));
        signal(&process, name);
        assert_eq!(client.answer().text(), "whole");
        let (_, said) = end(process, lines);
        assert!(said.contains("stopped gracefully"), "{said}");
    }
}

#[test]
fn s_net_05_the_second_signal_ends_at_once() {
    let (process, mut client, lines) = start();
    client.ask("GET", "/slow", &[]);
    std::thread::sleep(Duration::from_millis(200));
    signal(&process, "-TERM");
    std::thread::sleep(Duration::from_millis(100));
    signal(&process, "-TERM");
    let (took, said) = end(process, lines);
    assert!(said.contains("stopped at once"), "{said}");
    assert!(took < Duration::from_millis(600), "{took:?}");
    assert!(client.try_answer(true).is_err());
}
