//! Steady requests to a running server, each at its time whether or not the one before was answered:
//! `cargo bench --bench load -- 127.0.0.1:8080 200 10` asks for suggestions 200 times a second for 10 seconds.
//!
//! A fourth argument is the path, up to the query: `/api/v1/search?lang=ru&q=` measures whole searches.

#[path = "support/steady.rs"]
mod steady;
#[path = "support/times.rs"]
mod times;

use std::error::Error;

use times::Times;

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
    let Some(host) = args.first() else {
        println!("which server? cargo bench --bench load -- 127.0.0.1:8080");
        return Ok(());
    };
    let number = |at: usize, default: u64| args.get(at).and_then(|arg| arg.parse().ok()).unwrap_or(default);
    let (rate, seconds) = (number(1, 200).max(1), number(2, 10));
    let path = args.get(3).map_or("/api/v1/suggest?lang=ru&q=", String::as_str);
    let queries: Vec<String> = TYPED.iter().flat_map(|text| begun(text)).map(|text| encoded(&text)).collect();
    let request = |query| format!("GET {path}{query} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\n\r\n");
    let count = usize::try_from(rate * seconds)?;
    let requests: Vec<String> = queries.iter().cycle().take(count).map(request).collect();
    let answers = steady::send(host, rate, &requests)?;
    let refused = answers.iter().filter(|answer| answer.status != 200).count();
    let times: Times = answers.iter().map(|answer| answer.time).collect();
    println!("{} requests at {rate}/s, {refused} not answered with 200", answers.len());
    println!("{times}");
    Ok(())
}

fn begun(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    (2..=letters.len()).map(|length| letters[..length].iter().collect()).collect()
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
