//! HTTP/2 as no honest client speaks it: frame by frame over TLS.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use otau::http::config::HttpConfig;
use otau::http::memory::MemorySource;
use otau::http::respond;
use otau::http::router::{Methods, Route};
use tokio::sync::Semaphore;
use tokio_rustls::rustls::{ClientConnection, StreamOwned};

use super::tls::{client, file, localhost, open};
use crate::support::{PATIENCE, Server, config, small_site, with};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// Errors of RFC 9113, §7.
const REFUSED_STREAM: u32 = 7;
const ENHANCE_YOUR_CALM: u32 = 11;

/// `:status 200` of the static table.
const OK: u8 = 0x88;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

impl Frame {
    /// The number at a place of the payload.
    fn number(&self, at: usize) -> u32 {
        u32::from_be_bytes(self.payload[at..at + 4].try_into().unwrap())
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let head = [length[1], length[2], length[3], kind, flags];
    [&head[..], &stream.to_be_bytes(), payload].concat()
}

/// `GET path` of this host, in literals and the static table alone.
fn get(path: &str) -> Vec<u8> {
    let mut block = vec![0x82, 0x87];
    literal(&mut block, 0x04, path);
    literal(&mut block, 0x01, "localhost");
    block
}

fn literal(block: &mut Vec<u8>, name: u8, value: &str) {
    block.push(name);
    text(block, value);
}

fn text(block: &mut Vec<u8>, value: &str) {
    match value.len() {
        short @ 0..127 => block.push(u8::try_from(short).unwrap()),
        long => {
            block.push(127);
            let mut rest = long - 127;
            while rest >= 128 {
                block.push(u8::try_from(rest % 128).unwrap() | 128);
                rest /= 128;
            }
            block.push(u8::try_from(rest).unwrap());
        }
    }
    block.extend_from_slice(value.as_bytes());
}

/// A client that may do anything.
struct Raw(StreamOwned<ClientConnection, TcpStream>);

impl Raw {
    /// Greets by TLS and says nothing yet.
    fn silent(server: &Server) -> Self {
        Self::over(TcpStream::connect(server.address).unwrap())
    }

    /// Has a window for whatever may come, but the system holds little of what it has not read.
    fn narrow(server: &Server) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
        let stream = runtime.block_on(async {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.set_recv_buffer_size(16 * 1024).unwrap();
            socket.connect(server.address).await.unwrap().into_std().unwrap()
        });
        stream.set_nonblocking(false).unwrap();
        let mut raw = Self::over(stream);
        let window = (1_u32 << 20).to_be_bytes();
        let own = frame(SETTINGS, 0, 0, &[&[0, 4][..], &window].concat());
        raw.send(&[PREFACE, &own, &frame(WINDOW_UPDATE, 0, 0, &window)].concat()).unwrap();
        raw
    }

    fn over(mut stream: TcpStream) -> Self {
        let config = client(&file("ca.pem"), &[b"h2"]);
        let mut connection = ClientConnection::new(config, localhost()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        connection.complete_io(&mut stream).unwrap();
        Self(StreamOwned::new(connection, stream))
    }

    /// Begins as it should.
    fn polite(server: &Server) -> Self {
        let mut raw = Self::silent(server);
        raw.send(&[PREFACE, &frame(SETTINGS, 0, 0, &[])].concat()).unwrap();
        raw
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)?;
        self.0.flush()
    }

    fn ask(&mut self, stream: u32, path: &str) -> io::Result<()> {
        self.send(&frame(HEADERS, END_STREAM | END_HEADERS, stream, &get(path)))
    }

    /// The next frame; none when the server has closed.
    fn next(&mut self) -> Option<Frame> {
        let mut head = [0; 9];
        self.read(&mut head)?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        self.read(&mut payload)?;
        let stream = u32::from_be_bytes(head[5..].try_into().unwrap());
        Some(Frame { kind: head[3], flags: head[4], stream, payload })
    }

    fn read(&mut self, into: &mut [u8]) -> Option<()> {
        match self.0.read_exact(into) {
            Ok(()) => Some(()),
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                panic!("neither an answer nor an end")
            }
            Err(_) => None,
        }
    }

    /// The first frame that fits; none when the connection ends before.
    fn find(&mut self, fits: impl Fn(&Frame) -> bool) -> Option<Frame> {
        std::iter::from_fn(|| self.next()).find(fits)
    }

    /// All that comes until the end.
    fn rest(&mut self) -> Vec<Frame> {
        std::iter::from_fn(|| self.next()).collect()
    }

    fn head_of(&mut self, stream: u32) -> Option<Frame> {
        self.find(|frame| frame.kind == HEADERS && frame.stream == stream)
    }
}

fn served(config: HttpConfig) -> Server {
    let mut setup = with(small_site());
    setup.tls = Some(open());
    Server::start(config, setup)
}

/// Answers `/wait` by as many permits as the gate is given.
fn keeps_waiting(config: HttpConfig) -> (Server, Arc<Semaphore>) {
    let gate = Arc::new(Semaphore::new(0));
    let waiting = Arc::clone(&gate);
    let mut setup = with(small_site());
    setup.tls = Some(open());
    setup.routes = vec![Route::new("/wait", Methods::Read, move |_| {
        let gate = Arc::clone(&waiting);
        async move {
            drop(gate.acquire().await);
            Ok(respond::text(hyper::StatusCode::OK, "ok"))
        }
    })];
    let server = Server::start(config, setup);
    (server, gate)
}

/// Short times, so that tests are short.
fn quick() -> HttpConfig {
    let mut config = config();
    config.limits.head_time = Duration::from_millis(400);
    config.limits.stall_time = Duration::from_millis(400);
    config
}

/// Others go on being answered.
fn assert_others_are_served(server: &Server) {
    let mut honest = Raw::polite(server);
    honest.ask(1, "/kk/").unwrap();
    assert_eq!(honest.head_of(1).unwrap().payload[0], OK);
}

/// What the server says of itself when it lets somebody go.
fn reason(frames: &[Frame]) -> Option<u32> {
    frames.iter().rfind(|frame| frame.kind == GOAWAY).map(|frame| frame.number(4))
}

#[test]
fn s_net_03_the_bounds_are_told_at_the_beginning() {
    let server = served(config());
    let mut raw = Raw::polite(&server);
    let told = raw.find(|frame| frame.kind == SETTINGS && frame.flags == 0).unwrap();
    let settings: Vec<(u16, u32)> = told
        .payload
        .chunks(6)
        .map(|it| (u16::from_be_bytes([it[0], it[1]]), u32::from_be_bytes(it[2..].try_into().unwrap())))
        .collect();
    assert!(settings.contains(&(3, 100)), "streams at a time: {settings:?}");
    assert!(settings.contains(&(6, 16 * 1024)), "list of headers: {settings:?}");
}

#[test]
fn s_net_01_over_http_2_a_client_that_asks_nothing_is_closed() {
    let server = served(quick());
    let settings = frame(SETTINGS, 0, 0, &[]);
    let half = frame(HEADERS, END_STREAM, 1, &get("/kk/")[..5]);
    for (said, what) in [
        (Vec::new(), "no greeting of HTTP/2"),
        (PREFACE[..10].to_vec(), "half of it"),
        (PREFACE.to_vec(), "no settings"),
        ([PREFACE, &settings].concat(), "no request"),
        ([PREFACE, &settings, &half].concat(), "half a request"),
        (b"GET /kk/ HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(), "HTTP/1.1"),
    ] {
        let mut raw = Raw::silent(&server);
        raw.send(&said).unwrap();
        let start = Instant::now();
        assert!(raw.rest().iter().all(|frame| frame.kind != HEADERS), "{what}");
        assert!(start.elapsed() < Duration::from_secs(3), "{what}: {:?}", start.elapsed());
    }
    assert_others_are_served(&server);
}

#[test]
fn s_net_03_rapid_resets_end_the_connection() {
    let server = served(config());
    let mut raw = Raw::polite(&server);
    // CVE-2023-44487: opened and reset in one breath, so that they never count as open.
    let pair = |n: u32| {
        let stream = 2 * n + 1;
        let opened = frame(HEADERS, END_STREAM | END_HEADERS, stream, &get("/kk/"));
        [opened, frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes())].concat()
    };
    // No more than the server reads before it closes: what nobody reads would make the system throw its last words away.
    raw.send(&(0..100).flat_map(pair).collect::<Vec<u8>>()).unwrap();
    assert_eq!(reason(&raw.rest()), Some(ENHANCE_YOUR_CALM));
    let mut deaf = Raw::polite(&server);
    let start = Instant::now();
    while deaf.send(&(0..100).flat_map(pair).collect::<Vec<u8>>()).is_ok() {
        assert!(start.elapsed() < Duration::from_secs(30), "it goes on for ever");
    }
    assert_others_are_served(&server);
}

#[test]
fn s_net_03_headers_without_an_end_end_the_connection() {
    let server = served(config());
    let begun = frame(HEADERS, END_STREAM, 1, &get("/kk/"));
    let mut field = vec![0x00];
    text(&mut field, "x-field");
    text(&mut field, &"x".repeat(8_000));
    // CVE-2024-27316, with nothing in the frames and with much.
    for more in [frame(CONTINUATION, 0, 1, &[]), frame(CONTINUATION, 0, 1, &field)] {
        let mut raw = Raw::polite(&server);
        raw.send(&begun).unwrap();
        // The server may be gone before the last of them, and its last words with it.
        let taken = raw.send(&more.repeat(10)).is_ok();
        let frames = raw.rest();
        let reason = reason(&frames);
        assert!(reason == Some(ENHANCE_YOUR_CALM) || !taken && reason.is_none(), "{} bytes: {reason:?}", more.len());
        assert!(frames.iter().all(|frame| frame.kind != HEADERS), "nothing is answered");
    }
    assert_others_are_served(&server);
}

#[test]
fn s_net_03_a_list_of_headers_that_is_too_long_is_not_read() {
    let server = served(config());
    for (fields, fits) in [(1, true), (3, false)] {
        let mut block = get("/kk/");
        for n in 0..fields {
            block.push(0x00);
            text(&mut block, &format!("x-field-{n}"));
            text(&mut block, &"x".repeat(7_000));
        }
        let mut raw = Raw::polite(&server);
        let (first, rest) = block.split_at(block.len().min(16_000));
        raw.send(&frame(HEADERS, END_STREAM, 1, first)).unwrap();
        raw.send(&frame(CONTINUATION, END_HEADERS, 1, rest)).unwrap();
        let told = raw.find(|frame| [HEADERS, RST_STREAM, GOAWAY].contains(&frame.kind));
        let answered = told.is_some_and(|frame| frame.kind == HEADERS && frame.payload[0] == OK);
        assert_eq!(answered, fits, "{fields} fields of 7000 bytes");
    }
}

#[test]
fn s_net_03_more_requests_at_a_time_than_allowed_are_refused() {
    let (server, gate) = keeps_waiting(config());
    let mut raw = Raw::polite(&server);
    for n in 0..110 {
        raw.ask(2 * n + 1, "/wait").unwrap();
    }
    let refused: Vec<Frame> = (0..10).filter_map(|_| raw.find(|frame| frame.kind == RST_STREAM)).collect();
    for frame in &refused {
        assert!(frame.stream > 200, "the last ones are refused: {}", frame.stream);
        assert_eq!(frame.number(0), REFUSED_STREAM);
    }
    assert_eq!(refused.len(), 10);
    gate.add_permits(100);
    for _ in 0..100 {
        assert_eq!(raw.find(|frame| frame.kind == HEADERS).unwrap().payload[0], OK, "the others are served");
    }
}

#[test]
fn s_net_03_floods_of_small_frames_whose_answers_nobody_reads_end() {
    let server = served(quick());
    for (kind, payload) in [(PING, &[7; 8][..]), (SETTINGS, &[0, 3, 0, 0, 0, 9][..])] {
        let mut raw = Raw::polite(&server);
        raw.ask(1, "/kk/").unwrap();
        let portion = frame(kind, 0, 0, payload).repeat(4_000);
        let start = Instant::now();
        // What the system holds between us is finite; then our answers stall.
        while raw.send(&portion).is_ok() {
            assert!(start.elapsed() < Duration::from_mins(1), "a flood of {kind} goes on");
        }
        assert_others_are_served(&server);
    }
}

/// A file too large for any window.
fn with_large_file() -> Server {
    let files = [("large.bin".to_owned(), vec![7; 4 << 20].into()), ("kk/index.html".to_owned(), "kk".into())];
    let mut setup = with(Arc::new(MemorySource::new(files, Vec::new())));
    setup.tls = Some(open());
    Server::start(quick(), setup)
}

#[test]
fn s_net_02_over_http_2_clients_that_open_no_window_are_closed() {
    let server = with_large_file();
    for window in [0_u32, 1, 65_535] {
        let mut raw = Raw::silent(&server);
        let mut own = vec![0, 4];
        own.extend(window.to_be_bytes());
        raw.send(&[PREFACE, &frame(SETTINGS, 0, 0, &own)].concat()).unwrap();
        raw.ask(1, "/large.bin").unwrap();
        let start = Instant::now();
        // Pings are answered; the file is not taken.
        let mut taken = 0;
        while let Some(it) = raw.next() {
            match it.kind {
                PING if it.flags == 0 => raw.send(&frame(PING, 1, 0, &it.payload)).unwrap(),
                DATA => taken += it.payload.len(),
                _ => {}
            }
        }
        assert!(taken <= window as usize, "{taken} of {window}");
        assert!(start.elapsed() < Duration::from_secs(4), "{window}: {:?}", start.elapsed());
    }
    assert_others_are_served(&server);
}

#[test]
fn s_net_02_over_http_2_clients_that_read_slowly_are_served() {
    let server = with_large_file();
    let mut raw = Raw::polite(&server);
    raw.ask(1, "/large.bin").unwrap();
    let mut taken = 0;
    let mut owed = 0;
    loop {
        let Some(it) = raw.next() else { panic!("cut off after {taken} bytes") };
        if it.kind != DATA {
            continue;
        }
        taken += it.payload.len();
        owed += u32::try_from(it.payload.len()).unwrap();
        if it.flags & END_STREAM != 0 {
            break;
        }
        // Longer than the limit in all, but never so long without a byte.
        if owed >= 60_000 {
            if taken < (1 << 20) {
                std::thread::sleep(Duration::from_millis(100));
            }
            for stream in [0, 1] {
                raw.send(&frame(WINDOW_UPDATE, 0, stream, &owed.to_be_bytes())).unwrap();
            }
            owed = 0;
        }
    }
    assert_eq!(taken, 4 << 20);
}

#[test]
fn s_net_01_over_http_2_who_takes_long_for_its_last_answers_gets_them_and_who_takes_nothing_is_closed() {
    // Each is handed over whole, so that no answer is open while they go out.
    const FILES: usize = 48;
    const SIZE: usize = 16 * 1024;
    let name = |n: usize| format!("picture-{n}.bin");
    let files: Vec<_> = (0..FILES).map(|n| (name(n), vec![7; SIZE].into())).collect();
    let mut setup = with(Arc::new(MemorySource::new(files, Vec::new())));
    setup.tls = Some(open());
    let mut config = config();
    config.limits.head_time = Duration::from_millis(500);
    config.limits.stall_time = Duration::from_secs(1);
    let server = Server::start_narrow(config, setup);
    for (before, between, whole) in [(0, 80, true), (4_000, 0, false)] {
        let mut raw = Raw::narrow(&server);
        for n in 0..FILES {
            raw.ask(u32::try_from(2 * n + 1).unwrap(), &format!("/{}", name(n))).unwrap();
        }
        std::thread::sleep(Duration::from_millis(before));
        // Nothing is asked, and no window is wanting: the line alone is slow, and much longer at it than anyone may rest.
        let mut taken = 0;
        while taken < FILES * SIZE
            && let Some(it) = raw.next()
        {
            if it.kind == DATA {
                taken += it.payload.len();
                std::thread::sleep(Duration::from_millis(between));
            }
        }
        assert_eq!(taken == FILES * SIZE, whole, "{taken} bytes");
    }
}

/// Asks for one page and nothing more, answers pings or not; whether the page came, and what the server says at the end.
fn ask_and_idle(raw: &mut Raw, answers_pings: bool) -> (bool, Option<u32>) {
    raw.ask(1, "/kk/").unwrap();
    let mut frames = Vec::new();
    while let Some(it) = raw.next() {
        if answers_pings && it.kind == PING && it.flags == 0 {
            // It may have gone by then.
            let _ = raw.send(&frame(PING, 1, 0, &it.payload));
        }
        frames.push(it);
    }
    let answered = frames.iter().any(|frame| frame.kind == HEADERS && frame.payload[0] == OK);
    (answered, reason(&frames))
}

#[test]
fn s_net_01_over_http_2_idle_connections_are_closed_whether_or_not_they_answer_pings() {
    let server = served(quick());
    for answers_pings in [true, false] {
        let mut raw = Raw::polite(&server);
        let told = ask_and_idle(&mut raw, answers_pings);
        assert_eq!(told, (true, Some(0)), "answered, and asked to go for no fault of its own");
    }
}

#[test]
fn s_net_01_over_http_2_who_waits_for_an_answer_is_not_idle() {
    let (server, gate) = keeps_waiting(quick());
    let mut raw = Raw::polite(&server);
    raw.ask(1, "/wait").unwrap();
    // Others rest, and are asked to go, twice meanwhile.
    for _ in 0..2 {
        ask_and_idle(&mut Raw::polite(&server), true);
    }
    gate.add_permits(1);
    assert_eq!(raw.head_of(1).unwrap().payload[0], OK);
}

#[test]
fn s_net_04_over_http_2_nobody_idles_in_a_crowd() {
    let mut config = config();
    config.development = false;
    config.allowed_hosts = vec!["localhost".into()];
    config.limits.connections = 4;
    let mut setup = with(small_site());
    setup.tls = Some(open());
    let server = Server::start(config, setup);
    let mut inside: Vec<Raw> = (0..4).map(|_| Raw::polite(&server)).collect();
    assert_eq!(ask_and_idle(&mut inside[0], true), (true, Some(0)), "answered, and asked to go");
    // The next one has the place, and is answered.
    assert_others_are_served(&server);
}
