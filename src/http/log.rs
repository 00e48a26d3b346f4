//! JSON lines: requests (if wanted) and events worth an operator's eye. A thread of its own writes them, so that a slow
//! terminal or pipe never holds up an answer; when it cannot keep up, lines are dropped and counted.

use std::fmt::Display;
use std::io::{BufWriter, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, SecondsFormat, Utc};

use crate::cabinet::journal::Journal;

/// Lines that may wait to be written.
const QUEUE: usize = 8192;

/// The log; clones write to the same place. The default one writes nowhere.
#[derive(Clone, Default)]
pub struct Log {
    lines: Option<SyncSender<Line>>,
    lost: Arc<AtomicU64>,
}

enum Line {
    Text(String),
    Flush(SyncSender<()>),
}

/// A request as the log shows it: no query string, no address, no header.
#[derive(Clone, Debug)]
pub struct Access<'a> {
    /// Id of the request.
    pub id: &'a str,
    /// Method.
    pub method: &'a str,
    /// Pattern of the route, never the path itself.
    pub route: &'a str,
    /// Status.
    pub status: u16,
    /// Bytes of the body that were handed over.
    pub bytes: u64,
    /// Time from the request to the end of its answer.
    pub took: Duration,
}

impl Log {
    /// A log that writes to `out`.
    pub fn to(out: impl Write + Send + 'static) -> Self {
        let (lines, queue) = sync_channel(QUEUE);
        std::thread::spawn(move || write_all(&queue, &mut BufWriter::new(out)));
        Self { lines: Some(lines), lost: Arc::default() }
    }

    /// A request.
    pub fn access(&self, access: &Access<'_>) {
        if self.lines.is_none() {
            return;
        }
        let micros = access.took.as_micros();
        self.line(&[
            ("time", &now()),
            ("id", &access.id),
            ("method", &access.method),
            ("route", &access.route),
            ("status", &access.status),
            ("bytes", &access.bytes),
            ("micros", &micros),
        ]);
    }

    /// Anything else, under a stable name.
    pub fn event(&self, name: &str, fields: &[(&str, &dyn Display)]) {
        if self.lines.is_none() {
            return;
        }
        let time = now();
        let mut all: Vec<(&str, &dyn Display)> = vec![("time", &time), ("event", &name)];
        all.extend_from_slice(fields);
        self.line(&all);
    }

    /// How many lines were dropped.
    pub fn lost(&self) -> u64 {
        self.lost.load(Relaxed)
    }

    /// Waits, a second at most, until everything said so far is written.
    pub fn flush(&self) {
        let Some(lines) = &self.lines else { return };
        let (done, wait) = sync_channel(1);
        if lines.try_send(Line::Flush(done)).is_ok() {
            let _ = wait.recv_timeout(Duration::from_secs(1));
        }
    }

    fn line(&self, fields: &[(&str, &dyn Display)]) {
        let Some(lines) = &self.lines else { return };
        if lines.try_send(Line::Text(json(fields))).is_err() {
            self.lost.fetch_add(1, Relaxed);
        }
    }
}

impl Journal for Log {
    fn event(&self, name: &str, fields: &[(&str, &dyn Display)]) {
        Log::event(self, name, fields);
    }
}

/// One object; numbers as numbers, everything else as a string with its control characters encoded.
fn json(fields: &[(&str, &dyn Display)]) -> String {
    let mut line = String::with_capacity(192);
    for (index, (name, value)) in fields.iter().enumerate() {
        line.push(if index == 0 { '{' } else { ',' });
        line.push_str(&quoted(name));
        line.push(':');
        let text = value.to_string();
        let number = !text.is_empty() && text.len() < 20 && text.bytes().all(|b| b.is_ascii_digit());
        let number = number && (text == "0" || !text.starts_with('0')) && *name != "id";
        line.push_str(&if number { text } else { quoted(&text) });
    }
    line.push_str("}\n");
    line
}

/// serde encodes U+0000 to U+001F; the other controls could still move a terminal's cursor.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if !json.chars().any(char::is_control) {
        return json;
    }
    let encode = |c: char| if c.is_control() { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(encode).collect()
}

fn now() -> String {
    DateTime::<Utc>::from(SystemTime::now()).to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn write_all(queue: &Receiver<Line>, out: &mut impl Write) {
    // A log that cannot be written must not stop the server, so errors end here.
    while let Ok(first) = queue.recv() {
        let mut next = Ok(first);
        loop {
            match next {
                Ok(Line::Text(text)) => drop(out.write_all(text.as_bytes())),
                Ok(Line::Flush(done)) => {
                    let _ = out.flush();
                    let _ = done.try_send(());
                }
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
            next = queue.try_recv();
        }
        let _ = out.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_log_control_characters_are_encoded() {
        let line = json(&[("a", &"x\n\u{1b}[2J\u{85}\"é"), ("n", &17), ("id", &"12"), ("z", &"007")]);
        assert_eq!(line, "{\"a\":\"x\\n\\u001b[2J\\u0085\\\"é\",\"n\":17,\"id\":\"12\",\"z\":\"007\"}\n");
    }
}
