//! Steady requests to a server: each is sent at its time, whether or not the one before was answered.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

/// Connections; a request goes to the next one.
const CONNECTIONS: usize = 16;

/// How a request was answered.
pub(crate) struct Answer {
    /// From when it was due: a server that falls behind is seen.
    pub(crate) time: Duration,
    /// The status.
    pub(crate) status: u16,
}

/// Sends `requests`, whole texts, so many a second; the answers in the same order.
pub(crate) fn send(host: &str, rate: u64, requests: &[String]) -> io::Result<Vec<Answer>> {
    let start = Instant::now() + Duration::from_millis(200);
    let due = |number: usize| start + Duration::from_nanos(1_000_000_000 / rate * number as u64);
    let ask = |worker| {
        let mut connection = Connection::open(host)?;
        let mine = requests.iter().enumerate().skip(worker).step_by(CONNECTIONS);
        let answered = mine.map(|(number, request)| {
            thread::sleep(due(number).saturating_duration_since(Instant::now()));
            let status = connection.ask(request)?;
            Ok((number, Answer { time: due(number).elapsed(), status }))
        });
        answered.collect::<io::Result<Vec<_>>>()
    };
    let mut answers = Vec::with_capacity(requests.len());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS).map(|worker| scope.spawn(move || ask(worker))).collect();
        for worker in workers {
            answers.extend(worker.join().map_err(|_| io::Error::other("a connection failed"))??);
        }
        Ok::<_, io::Error>(())
    })?;
    answers.sort_unstable_by_key(|(number, _)| *number);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

/// A connection that is kept open.
pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    /// Connects.
    pub(crate) fn open(host: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Sends a request and reads the whole answer; its status.
    pub(crate) fn ask(&mut self, request: &str) -> io::Result<u16> {
        self.0.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length) = (0, 0);
        let mut line = String::new();
        loop {
            line.clear();
            if self.0.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let text = line.trim_end();
            if text.is_empty() {
                break;
            }
            if let Some(rest) = text.strip_prefix("HTTP/1.1 ") {
                status = rest.split(' ').next().and_then(|code| code.parse().ok()).unwrap_or(0);
            }
            let header = text.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
            if let Some((_, value)) = header {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        io::copy(&mut (&mut self.0).take(length), &mut io::sink())?;
        Ok(status)
    }
}
