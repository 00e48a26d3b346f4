//! The accept loop: limits of connections and time, and the graceful stop.
//!
//! A connection speaks HTTP/1.1, or over TLS what it chose there. Our own loop rather than `axum::serve` or hyper-util's `auto`: neither closes a client that sends nothing.

use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use hyper::Request;
use hyper::body::{Body, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::Service;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::answer;
use super::app::App;
use super::config::Limits;
use super::places::{Place, Places};
use super::pulse::{PORTION, Pace, Pulse};
use super::router::Response;
use super::stall::Stall;
use super::tls::is_h2;

/// How long to wait after the system refused another connection (too many open files).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long and how much to read from a client after the last answer, so that the answer is not lost to a reset.
const LINGER_TIME: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 256 * 1024;

/// Requests of one HTTP/2 connection at the same time (NET-3).
const STREAMS: u32 = 100;
/// Streams of it that were reset and still cost memory; more end the connection.
const RESETS: usize = 32;
/// Silence of a client after which it is asked whether it is there.
const PING_AFTER: Duration = Duration::from_secs(20);
/// How old an HTTP/2 connection becomes until it takes no more requests, and once more until it ends.
const OLDEST: Duration = Duration::from_hours(1);

/// Serves `app` on `listener` until `shutdown` ends; then accepts nothing more, lets running requests finish within
/// the drain time and returns.
///
/// # Errors
/// None at present: a connection that fails ends alone.
pub async fn serve(listener: TcpListener, app: Arc<App>, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let crowd = Arc::new(Crowd::new(&app));
    let mut tasks = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            Some(_) = tasks.join_next() => {}
            (stream, slot) = crowd.next(&listener) => {
                tasks.spawn(connection(stream, slot, Arc::clone(&app)));
            }
        }
    }
    // Whoever stands in the system's queue has connected, and may have asked, before we stopped.
    while let Ok((stream, slot)) = timeout(Duration::ZERO, crowd.next(&listener)).await {
        tasks.spawn(connection(stream, slot, Arc::clone(&app)));
    }
    drop(listener);
    drain(tasks, &app).await;
    Ok(())
}

async fn drain(mut tasks: JoinSet<()>, app: &App) {
    app.stop();
    let all = async {
        while tasks.join_next().await.is_some() {}
        app.uses().noted().await;
    };
    if timeout(app.config().limits.drain_time, all).await.is_err() {
        app.log().event("drain-time-over", &[("connections", &tasks.len())]);
        tasks.shutdown().await;
    }
    app.log().flush();
}

/// Who is connected.
struct Crowd {
    app: Arc<App>,
    slots: Arc<Semaphore>,
    places: Arc<Places>,
    /// The last accept failed, and the log knows.
    failing: AtomicBool,
}

/// A place among the connections; gives itself back when dropped.
struct Slot {
    peer: SocketAddr,
    crowd: Arc<Crowd>,
    /// That of its network, unless this peer is not counted.
    _place: Option<Place>,
    _permit: OwnedSemaphorePermit,
}

impl Crowd {
    fn new(app: &Arc<App>) -> Self {
        let limits = &app.config().limits;
        let slots = Arc::new(Semaphore::new(limits.connections));
        let places = Places::new(limits.connections_per_address);
        Self { app: Arc::clone(app), slots, places, failing: AtomicBool::new(false) }
    }

    /// The next connection that may stay. Waits for a free place before it accepts, so the rest queue in the system.
    async fn next(self: &Arc<Self>, listener: &TcpListener) -> (TcpStream, Slot) {
        loop {
            let Ok(permit) = Arc::clone(&self.slots).acquire_owned().await else {
                // The semaphore is never closed.
                std::future::pending::<()>().await;
                continue;
            };
            match listener.accept().await {
                Ok((stream, peer)) => {
                    self.failing.store(false, Relaxed);
                    if let Some(slot) = self.admit(peer, permit) {
                        return (stream, slot);
                    }
                    self.app.metrics().connection_refused();
                }
                Err(error) => self.rest(&error).await,
            }
        }
    }

    fn admit(self: &Arc<Self>, peer: SocketAddr, permit: OwnedSemaphorePermit) -> Option<Slot> {
        let address = peer.ip().to_canonical();
        let unlimited = self.app.config().is_unlimited(address);
        let place = if unlimited { None } else { Some(self.places.take(address)?) };
        self.app.metrics().connection_opened();
        Some(Slot { peer, crowd: Arc::clone(self), _place: place, _permit: permit })
    }

    /// After a failed accept. A connection that was gone before we took it costs nothing; anything else (too many open
    /// files, no memory) needs a moment in which others close.
    async fn rest(&self, error: &io::Error) {
        self.app.metrics().accept_failed();
        let gone = [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset, io::ErrorKind::Interrupted];
        if !gone.contains(&error.kind()) {
            if !self.failing.swap(true, Relaxed) {
                self.app.log().event("accept-failed", &[("cause", error)]);
            }
            sleep(ACCEPT_PAUSE).await;
        }
    }

    /// Three quarters of the places are taken: idle connections are no longer kept.
    fn is_crowded(&self) -> bool {
        self.slots.available_permits() < self.app.config().limits.connections / 4
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.crowd.app.metrics().connection_closed();
    }
}

/// One connection as hyper sees it.
struct Visitor {
    app: Arc<App>,
    slot: Arc<Slot>,
    /// A request with a body came, of which something may be left unread.
    had_body: AtomicBool,
    /// What moves on a connection of HTTP/2; on one of HTTP/1.1 the socket tells.
    pulse: Option<Arc<Pulse>>,
}

impl Service<Request<Incoming>> for Visitor {
    type Response = Response;
    type Error = std::convert::Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Self::Error>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let close = self.slot.crowd.is_crowded();
        if !request.body().is_end_stream() {
            self.had_body.store(true, Relaxed);
        }
        let pulse = self.pulse.clone();
        let asked = pulse.as_ref().map(Pulse::ask);
        if let Some(pulse) = pulse.as_ref().filter(|_| close) {
            // What `Connection: close` says over HTTP/1.1.
            pulse.dismiss();
        }
        let work = answer::answer(Arc::clone(&self.app), self.slot.peer, request, close);
        Box::pin(async move {
            let mut response = work.await;
            if let Some(pulse) = pulse {
                response.body_mut().pace(|| Pace::new(pulse));
            }
            drop(asked);
            Ok(response)
        })
    }
}

async fn connection(stream: TcpStream, slot: Slot, app: Arc<App>) {
    // Answers are written whole; waiting for more to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let stream = Stall::new(stream, app.config().limits.stall_time);
    let left = stream.left();
    let visitor =
        Visitor { app: Arc::clone(&app), slot: Arc::new(slot), had_body: AtomicBool::new(false), pulse: None };
    match app.tls() {
        None => first_version(stream, visitor).await,
        Some(tls) => {
            let mut stopping = app.stopping();
            let greeted = tokio::select! {
                biased;
                greeted = tls.accept(stream) => greeted,
                () = stopped(&mut stopping) => None,
            };
            match greeted {
                Some(stream) if is_h2(&stream) => second_version(stream, left, visitor).await,
                Some(stream) => first_version(stream, visitor).await,
                None => app.metrics().handshake_failed(),
            }
        }
    }
}

/// A connection that speaks HTTP/1.1.
async fn first_version(stream: impl AsyncRead + AsyncWrite + Unpin, visitor: Visitor) {
    let mut stopping = visitor.app.stopping();
    let mut connection = protocol(&visitor.app.config().limits).serve_connection(TokioIo::new(stream), visitor);
    let mut told = false;
    let ended = loop {
        tokio::select! {
            biased;
            ended = poll_fn(|cx| connection.poll_without_shutdown(cx)) => break ended,
            () = stopped(&mut stopping), if !told => {
                told = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    let parts = connection.into_parts();
    let unread = parts.service.had_body.load(Relaxed) || ended.is_err_and(|error| error.is_parse());
    farewell(parts.io.into_inner(), unread).await;
}

/// A connection that speaks HTTP/2: as long as it is of use, and not for ever (NET-3). One that rests is asked to go, and so
/// is one that asks when it is crowded (NET-4); what is under way is answered first, and who stays all the same is closed.
async fn second_version(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    left: Arc<AtomicU64>,
    visitor: Visitor,
) {
    let pulse = Arc::new(Pulse::new(left));
    let visitor = Visitor { pulse: Some(Arc::clone(&pulse)), ..visitor };
    let mut stopping = visitor.app.stopping();
    let limits = visitor.app.config().limits.clone();
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX))
        .max_pending_accept_reset_streams(RESETS)
        .max_local_error_reset_streams(RESETS)
        // One portion goes out while the next one waits: more of an answer would be out of sight, and in memory.
        .max_send_buf_size(PORTION)
        .keep_alive_interval(PING_AFTER)
        // A ping comes after all that the system still holds for a slow line.
        .keep_alive_timeout(limits.stall_time);
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), visitor));
    let mut age = std::pin::pin!(sleep(OLDEST));
    let mut useless = std::pin::pin!(pulse.ceases(limits.head_time, limits.stall_time));
    let mut resting = std::pin::pin!(pulse.rests(limits.head_time));
    let (mut told, mut old, mut leaving) = (false, false, false);
    loop {
        tokio::select! {
            biased;
            // How it ended is the client's affair.
            _ = &mut connection => return,
            () = stopped(&mut stopping), if !told => {
                told = true;
                connection.as_mut().graceful_shutdown();
            }
            () = &mut useless => return,
            () = pulse.dismissed(), if !leaving => {
                leaving = true;
                connection.as_mut().graceful_shutdown();
            }
            () = &mut resting => {
                if std::mem::replace(&mut leaving, true) {
                    return;
                }
                connection.as_mut().graceful_shutdown();
                // It answers when it has all that the system still holds for it, which may take as long as a write may.
                resting.set(pulse.rests(limits.stall_time));
            }
            () = &mut age => {
                if std::mem::replace(&mut old, true) {
                    return;
                }
                connection.as_mut().graceful_shutdown();
                age.as_mut().reset(tokio::time::Instant::now() + OLDEST);
            }
        }
    }
}

async fn stopped(stopping: &mut tokio::sync::watch::Receiver<bool>) {
    // An error means that the application is gone, which is as good a reason to stop.
    let _ = stopping.wait_for(|stop| *stop).await;
}

fn protocol(limits: &Limits) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head_bytes)
        .max_header_size(limits.head_bytes)
        .max_headers(limits.headers);
    builder
}

/// Closes so that the last answer arrives: closing while bytes come that nobody reads would send a reset, which may
/// overtake it.
async fn farewell(mut stream: impl AsyncRead + AsyncWrite + Unpin, unread: bool) {
    if stream.shutdown().await.is_err() || !unread {
        return;
    }
    let mut scrap = vec![0; 8 * 1024];
    let mut left = LINGER_BYTES;
    let read_on = async {
        while let Ok(read @ 1..) = stream.read(&mut scrap).await {
            left = left.saturating_sub(read);
            if left == 0 {
                return;
            }
        }
    };
    let _ = timeout(LINGER_TIME, read_on).await;
}
