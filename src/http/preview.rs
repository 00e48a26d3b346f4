//! The page that reloads itself in `otau preview`: a stream of events and the small script that listens to it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use super::app::App;
use super::body::Payload;
use super::error::Error;
use super::respond;
use super::router::{Request, Response};

/// Where the events come from.
pub const EVENTS: &str = "/_preview/events";
/// The script preview pages load.
pub const CLIENT_JS: &str = "/_preview/client.js";
/// The style of the overlay.
pub const CLIENT_CSS: &str = "/_preview/client.css";

/// Keeps proxies and browsers from taking silence for an end.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Events a slow page may be behind; one further behind reloads.
const BACKLOG: usize = 64;

/// An event for open pages.
///
/// - `reload`, data `{}` or `{"paths": ["/kk/faq/"], "site": "…"}` (only these pages changed, the site's id is now this);
/// - `problems`, data `{"title", "close", "problems": [{"path", "line", "column", "length", "message", "help",
///   "excerpt"}]}`, already worded in the page's language;
/// - `clean`, data `{}`: the problems are gone.
#[derive(Clone, Debug)]
pub struct PreviewEvent {
    /// Name.
    pub name: &'static str,
    /// Data: one line of JSON.
    pub data: String,
}

/// The channel to all open pages.
pub struct Preview {
    sender: broadcast::Sender<PreviewEvent>,
    /// The problems that stand, for pages opened after they were found.
    problems: Mutex<Option<PreviewEvent>>,
    heartbeat: Duration,
}

impl Default for Preview {
    fn default() -> Self {
        Self::with_heartbeat(HEARTBEAT)
    }
}

impl Preview {
    /// With another heartbeat than 15 seconds.
    pub fn with_heartbeat(heartbeat: Duration) -> Self {
        Self { sender: broadcast::Sender::new(BACKLOG), problems: Mutex::default(), heartbeat }
    }

    /// Sends an event to every open page; `problems` stay until `clean` or the next ones.
    pub fn send(&self, event: PreviewEvent) {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        match event.name {
            "problems" => *problems = Some(event.clone()),
            "clean" => *problems = None,
            _ => {}
        }
        // Nobody listens: nobody misses it.
        let _ = self.sender.send(event);
    }

    /// What stands now, and everything after it.
    fn subscribe(&self) -> (Option<PreviewEvent>, broadcast::Receiver<PreviewEvent>) {
        let problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        (problems.clone(), self.sender.subscribe())
    }
}

/// `/_preview/client.js`
pub(super) async fn script(request: Request) -> Result<Response, Error> {
    // The script knows the site it was loaded with, so that it sees a change that came before its first event.
    let id = request.app.site().map(|site| site.id().to_owned()).unwrap_or_default();
    let script = include_str!("preview.js").replacen("\"@site@\"", &serde_json::Value::from(id).to_string(), 1);
    let mut response = respond::text(StatusCode::OK, script);
    respond::set(&mut response, CONTENT_TYPE, "text/javascript; charset=utf-8");
    Ok(response)
}

/// `/_preview/client.css`
pub(super) async fn style(_: Request) -> Result<Response, Error> {
    let mut response = respond::text(StatusCode::OK, include_str!("preview.css"));
    respond::set(&mut response, CONTENT_TYPE, "text/css; charset=utf-8");
    Ok(response)
}

/// `/_preview/events`: a stream that ends only with the page or the server.
pub(super) async fn events(request: Request) -> Result<Response, Error> {
    let preview = Arc::clone(request.app.preview().ok_or(Error::NotFound)?);
    let mut response = if request.is_head() {
        respond::text(StatusCode::OK, "")
    } else {
        let (to_page, stream) = mpsc::channel(BACKLOG);
        tokio::spawn(feed(Arc::clone(&request.app), preview, to_page));
        Response::new(Payload::events(stream))
    };
    respond::set(&mut response, CONTENT_TYPE, "text/event-stream; charset=utf-8");
    Ok(response)
}

async fn feed(app: Arc<App>, preview: Arc<Preview>, page: mpsc::Sender<Bytes>) {
    let (standing, mut events) = preview.subscribe();
    let mut stopping = app.stopping();
    let mut beat = interval(preview.heartbeat);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut next = Some(hello(&app));
    let mut queued = standing.map(|event| frame(&event));
    loop {
        if let Some(bytes) = next.take().or_else(|| queued.take()) {
            if page.send(bytes).await.is_err() {
                return;
            }
            continue;
        }
        tokio::select! {
            event = events.recv() => match event {
                Ok(event) => next = Some(frame(&event)),
                Err(RecvError::Lagged(_)) => next = Some(frame(&PreviewEvent { name: "reload", data: "{}".into() })),
                Err(RecvError::Closed) => return,
            },
            _ = beat.tick() => next = Some(Bytes::from_static(b": beat\n\n")),
            _ = stopping.wait_for(|stop| *stop) => return,
            () = page.closed() => return,
        }
    }
}

/// The first event. A page that comes back after the server was away compares the site's id with the one it knew.
fn hello(app: &App) -> Bytes {
    let id = app.site().map(|site| site.id().to_owned()).unwrap_or_default();
    frame(&PreviewEvent { name: "hello", data: serde_json::json!({ "site": id }).to_string() })
}

fn frame(event: &PreviewEvent) -> Bytes {
    // Data is one line by contract; a line break in it would be read as the next field.
    let data = event.data.replace(['\r', '\n'], " ");
    Bytes::from(format!("event: {}\ndata: {data}\n\n", event.name))
}
