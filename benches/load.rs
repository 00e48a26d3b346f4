//! Steady requests to a running server, each at its time whether or not the one before was answered:
//! `cargo bench --bench load -- 127.0.0.1:8080 200 10` asks for suggestions 200 times a second for 10 seconds.
//!
//! A fourth argument is the path, up to the query: `/api/v1/search?lang=ru&q=` measures whole searches.

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Connections; a request goes to the next one.
const CONNECTIONS: usize = 16;

/// What is typed, letter by letter.
const TYPED: [&str; 8] = [
    "график платежей",
    "забыл пароль",
    "компенсация",
    "первичная авторизация",
    "төлем кестесі",
    "құпиясөз",
    "өтемақы",
    "uhfabr",
];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let Some(host) = args.first().cloned() else {
        println!("which server? cargo bench --bench load -- 127.0.0.1:8080");
        return Ok(());
    };
    let number = |at: usize, default: u64| args.get(at).and_then(|arg| arg.parse().ok()).unwrap_or(default);
    let (rate, seconds) = (number(1, 200).max(1), number(2, 10));
    let path = args.get(3).cloned().unwrap_or_else(|| "/api/v1/suggest?lang=ru&q=".to_owned());
    let queries: Vec<String> = TYPED.iter().flat_map(|text| begun(text)).map(|text| encoded(&text)).collect();
    let (sender, results) = mpsc::channel();
    let start = Instant::now() + Duration::from_millis(200);
    let workers: Vec<_> = (0..CONNECTIONS)
        .map(|worker| {
            let (host, path, queries, sender) = (host.clone(), path.clone(), queries.clone(), sender.clone());
            thread::spawn(move || -> std::io::Result<()> {
                let mut stream = BufReader::new(TcpStream::connect(&host)?);
                stream.get_ref().set_nodelay(true)?;
                for number in (worker..usize::try_from(rate * seconds).unwrap_or(usize::MAX)).step_by(CONNECTIONS) {
                    let due = start + Duration::from_nanos(1_000_000_000 / rate * number as u64);
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    let target = format!("{path}{}", queries[number % queries.len()]);
                    write!(
                        stream.get_mut(),
                        "GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\n\r\n"
                    )?;
                    let status = answer(&mut stream)?;
                    // From the time it was due: a server that falls behind is seen.
                    _ = sender.send((due.elapsed(), status));
                }
                Ok(())
            })
        })
        .collect();
    drop(sender);
    let mut times = Vec::new();
    let mut refused = 0_usize;
    for (time, status) in results {
        times.push(time.as_secs_f64() * 1000.0);
        refused += usize::from(status != 200);
    }
    for worker in workers {
        worker.join().map_err(|_| "a connection failed")??;
    }
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)));
    let time = |percent: usize| at(percent).copied().unwrap_or(f64::NAN);
    println!("{} requests at {rate}/s, {refused} not answered with 200", times.len());
    println!("p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms", time(50), time(99), time(100));
    Ok(())
}

fn begun(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    (2..=letters.len()).map(|length| letters[..length].iter().collect()).collect()
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Reads one answer and gives its status.
fn answer(stream: &mut BufReader<TcpStream>) -> std::io::Result<u16> {
    let (mut status, mut length) = (0, 0);
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let text = line.trim_end();
        if text.is_empty() {
            break;
        }
        if let Some(rest) = text.strip_prefix("HTTP/1.1 ") {
            status = rest.split(' ').next().and_then(|code| code.parse().ok()).unwrap_or(0);
        }
        if let Some((_, value)) = text.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    std::io::copy(&mut stream.take(length), &mut std::io::sink())?;
    Ok(status)
}
