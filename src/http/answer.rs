//! One request from its arrival to its answer: the checks, the handler, its time limit and its panics, and what every
//! answer has in common.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, LazyLock};
use std::task::Poll;
use std::time::Instant;

use hyper::body::Incoming;
use hyper::header::{CONNECTION, CONTENT_LENGTH, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};
use tokio::time::timeout;

use super::app::App;
use super::body::Record;
use super::error::{self, Error, Reader};
use super::guard;
use super::headers;
use super::metrics::{REFUSED, SITE};
use super::path::{self, Refused};
use super::router::{self, Request, Response};

/// Tells an answer's request in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Answers one request. `close` asks to end the connection after it.
pub(super) async fn answer(
    app: Arc<App>,
    peer: SocketAddr,
    request: hyper::Request<Incoming>,
    close: bool,
) -> Response {
    let start = Instant::now();
    let (head, body) = request.into_parts();
    let (method, id) = (head.method.clone(), next_id());
    let checked = guard::check(app.config(), peer, &head).and_then(|()| decoded(head.uri.path()));
    let reader = Reader::new(head.uri.path(), &head.headers);
    let (route, personal) = route_of(&app, checked.as_ref().ok());
    let outcome = match checked {
        Ok(path) => handle(Request { app: Arc::clone(&app), head, body: Some(body), peer, path, id: id.clone() }).await,
        Err(error) => Err(error),
    };
    let mut response = match outcome {
        Ok(response) => response,
        Err(error) => explain(&app, &error, &reader, &id, route).await,
    };
    if personal {
        headers::personal(response.headers_mut());
    }
    finish(&app, &mut response, &method, &id, close);
    app.metrics().request(route, response.status().as_u16(), start.elapsed());
    let (status, method) = (response.status().as_u16(), method.to_string());
    response.body_mut().record(Record { app, id, method, route, status, start });
    response
}

fn decoded(raw: &str) -> Result<String, Error> {
    path::decode(raw).map_err(|refused| match refused {
        Refused::Malformed => Error::Path,
        Refused::Hidden => Error::NotFound,
    })
}

/// The label of the endpoint of a path, and whether what it answers is for one person alone.
fn route_of(app: &App, path: Option<&String>) -> (&'static str, bool) {
    let Some(path) = path else { return (REFUSED, false) };
    let route = app.routes().iter().find(|route| route.matches(path));
    route.map_or((SITE, false), |route| (route.pattern, route.is_personal()))
}

async fn handle(request: Request) -> Result<Response, Error> {
    let limit = request.app.config().limits.handler_time;
    match caught(timeout(limit, router::dispatch(request))).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(Error::Timeout),
        Err(message) => Err(Error::Panic(message)),
    }
}

/// The answer to an error, and a line in the log if the fault is ours.
async fn explain(app: &App, error: &Error, reader: &Reader, id: &str, route: &'static str) -> Response {
    if let Error::Panic(_) = error {
        app.metrics().panicked();
    }
    if let Some(cause) = error.cause() {
        app.log().event("request-failed", &[("id", &id), ("route", &route), ("cause", &cause)]);
    }
    // The page of the site may be what is broken.
    caught(error::answer(app, error, reader, id)).await.unwrap_or_else(|_| error::plain(error.status()))
}

/// What every answer has: length, no body for HEAD, id and the headers of the security requirements.
fn finish(app: &App, response: &mut Response, method: &Method, id: &str, close: bool) {
    if response.status() != StatusCode::NOT_MODIFIED
        && let Some(length) = response.body().length()
    {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    if method == Method::HEAD {
        response.body_mut().clear();
    }
    headers::apply(response.headers_mut(), app.config().is_https() || app.tls().is_some());
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    if close {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
}

/// The future's output, or the message of its panic.
async fn caught<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let mut future = pin!(future);
    poll_fn(move |cx| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(panic) => Poll::Ready(Err(message(panic.as_ref()))),
    })
    .await
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}

/// Unlike any other of this process, and not to be guessed from the one before.
fn next_id() -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}", KEY.hash_one(COUNT.fetch_add(1, Relaxed)))
}
