//! A server on a free port and a client that speaks bytes, so that what no HTTP library would send can be sent.

pub(crate) mod described;
pub(crate) mod html;
pub(crate) mod links;
pub(crate) mod portal;
pub(crate) mod sites;
pub(crate) mod small_disk;

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use otau::http::accept::serve;
use otau::http::app::{App, Setup};
use otau::http::config::HttpConfig;
use otau::http::log::Log;
use otau::http::memory::MemorySource;
use otau::http::source::SiteSource;
use tokio::sync::oneshot;

/// How long a test waits for something that should be there already.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// A site in memory of these files.
pub(crate) fn site(files: &[(&str, &str)]) -> Arc<dyn SiteSource> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec().into()));
    Arc::new(MemorySource::new(files, Vec::new()))
}

/// The small site most tests use.
pub(crate) fn small_site() -> Arc<dyn SiteSource> {
    site(&[
        ("kk/index.html", "<p>Сәлем"),
        ("ru/index.html", "<p>Привет"),
        ("kk/faq/index.html", "<p>Сұрақтар"),
        ("kk/404.html", "<p>Бет табылмады"),
        ("ru/404.html", "<p>Страница не найдена"),
        ("500.html", "<p>Қате / Ошибка"),
        ("robots.txt", "User-agent: *"),
        ("assets/logo.png", "0123456789"),
    ])
}

/// Settings for tests: everything as for people, but only on this machine.
pub(crate) fn config() -> HttpConfig {
    HttpConfig::development(SocketAddr::from(([127, 0, 0, 1], 0)))
}

/// A setup with a site.
pub(crate) fn with(site: Arc<dyn SiteSource>) -> Setup {
    Setup { site: Some(site), ..Setup::default() }
}

/// A running server; stops when dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) app: Arc<App>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts one.
    pub(crate) fn start(config: HttpConfig, setup: Setup) -> Self {
        Self::start_in(config, async || setup)
    }

    /// Starts one whose setup needs the runtime that it will run in.
    pub(crate) fn start_in<F: AsyncFnOnce() -> Setup + Send + 'static>(config: HttpConfig, setup: F) -> Self {
        Self::start_on(TcpListener::bind(config.listen).unwrap(), config, setup)
    }

    /// Starts one for which the system holds little of what a client is slow to read.
    pub(crate) fn start_narrow(config: HttpConfig, setup: Setup) -> Self {
        let listener = {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
            let _inside = runtime.enter();
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.set_send_buffer_size(16 * 1024).unwrap();
            socket.bind(config.listen).unwrap();
            socket.listen(64).unwrap().into_std().unwrap()
        };
        Self::start_on(listener, config, async || setup)
    }

    fn start_on<F: AsyncFnOnce() -> Setup + Send + 'static>(
        listener: TcpListener,
        config: HttpConfig,
        setup: F,
    ) -> Self {
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let (tell, made) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async {
                let app = Arc::new(App::new(config, setup().await).unwrap());
                tell.send(Arc::clone(&app)).unwrap();
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                serve(listener, app, async { drop(stopped.await) }).await.unwrap();
            });
        });
        let app = made.recv().unwrap();
        Self { address, app, stop: Some(stop), thread: Some(thread) }
    }

    /// The small site with usual settings.
    pub(crate) fn small() -> Self {
        Self::start(config(), with(small_site()))
    }

    /// A new connection.
    pub(crate) fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    /// GET over a new connection.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.connect().get(path, &[])
    }

    /// GET with further header lines.
    pub(crate) fn get_with(&self, path: &str, lines: &[&str]) -> Answer {
        self.connect().get(path, lines)
    }

    /// Sends these bytes over a new connection and reads one answer.
    pub(crate) fn raw(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut client = self.connect();
        client.send(&bytes);
        let answer = client.answer();
        let line = String::from_utf8_lossy(bytes.as_ref());
        if let Some((method, target)) = line.split_once(' ') {
            described::check(method, target.split(' ').next().unwrap_or_default(), &answer);
        }
        answer
    }

    /// Asks it to stop, without waiting.
    pub(crate) fn begin_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Waits for the end; how long it took.
    pub(crate) fn join(mut self) -> Duration {
        self.end()
    }

    /// The same, where something is to be looked at afterwards.
    pub(crate) fn end(&mut self) -> Duration {
        self.begin_stop();
        let start = Instant::now();
        self.thread.take().unwrap().join().unwrap();
        start.elapsed()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.begin_stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A connection.
pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    /// Connects.
    pub(crate) fn connect(address: SocketAddr) -> Self {
        Self::of(TcpStream::connect(address).unwrap())
    }

    /// Takes over a connection.
    pub(crate) fn of(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self { stream, buffer: Vec::new() }
    }

    /// Sends bytes. That the other side has closed shows when its answer is read.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref());
    }

    /// GET on this connection.
    pub(crate) fn get(&mut self, path: &str, lines: &[&str]) -> Answer {
        self.ask("GET", path, lines);
        let answer = self.answer();
        described::check("GET", path, &answer);
        answer
    }

    /// Sends a request without a body.
    pub(crate) fn ask(&mut self, method: &str, path: &str, lines: &[&str]) {
        let lines: Vec<String> = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let lines = lines.concat();
        self.send(format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n"));
    }

    /// Reads one answer with its body.
    pub(crate) fn answer(&mut self) -> Answer {
        self.try_answer(true).unwrap()
    }

    /// Reads the head of an answer that has no body (to HEAD).
    pub(crate) fn head(&mut self) -> Answer {
        self.try_answer(false).unwrap()
    }

    /// Reads one answer.
    pub(crate) fn try_answer(&mut self, body: bool) -> io::Result<Answer> {
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
            self.fill()?;
        };
        let head = String::from_utf8(self.buffer.drain(..end).collect()).unwrap();
        let mut answer = Answer::parse(&head);
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        if body && answer.status != 304 {
            while self.buffer.len() < length {
                self.fill()?;
            }
            answer.body = self.buffer.drain(..length).collect();
        }
        Ok(answer)
    }

    /// Reads until `text` has come.
    pub(crate) fn read_until(&mut self, text: &str) -> String {
        loop {
            let all = String::from_utf8_lossy(&self.buffer).into_owned();
            if let Some(at) = all.find(text) {
                let end = at + text.len();
                self.buffer.drain(..end);
                return all[..end].to_owned();
            }
            self.fill().unwrap();
        }
    }

    /// Whether nothing has come that was not read as an answer.
    pub(crate) fn is_untouched(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Reads at least so many bytes, to be part of the next answer.
    pub(crate) fn read_some(&mut self, bytes: usize) {
        let wanted = self.buffer.len() + bytes;
        while self.buffer.len() < wanted {
            self.fill().unwrap();
        }
    }

    /// How long until the other side closes; anything it still says is thrown away.
    pub(crate) fn closed_after(&mut self) -> Duration {
        let start = Instant::now();
        self.stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        let mut scrap = [0; 4096];
        loop {
            match self.stream.read(&mut scrap) {
                Ok(0) => return start.elapsed(),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return start.elapsed(),
                Err(error) => panic!("still open after {:?}: {error}", start.elapsed()),
            }
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut chunk = [0; 16 * 1024];
        match self.stream.read(&mut chunk)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                self.buffer.extend_from_slice(&chunk[..read]);
                Ok(())
            }
        }
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn parse(head: &str) -> Self {
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap()).map(|(n, v)| (n.to_lowercase(), v.to_owned()));
        Self { status, headers: headers.collect(), body: Vec::new() }
    }

    /// A header that comes at most once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let first = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} comes twice in {self:?}");
        first
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// Waits until `done`.
pub(crate) fn eventually(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A log and what was written to it.
pub(crate) fn log() -> (Log, Arc<Mutex<Vec<u8>>>) {
    let written = Arc::new(Mutex::new(Vec::new()));
    (Log::to(Written(Arc::clone(&written))), written)
}

struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a log holds once it is flushed.
pub(crate) fn lines(app: &App, written: &Mutex<Vec<u8>>) -> Vec<serde_json::Value> {
    app.log().flush();
    let text = String::from_utf8(written.lock().unwrap().clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
