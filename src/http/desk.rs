//! What the server makes for each request rather than reads from the tree: pages on demand and, where the site has a
//! search, its index. They belong to one [`SiteSource`](super::source::SiteSource) and are opened when first needed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use tokio::task::spawn_blocking;

use super::body::Payload;
use super::error::Error;
use super::respond;
use super::router::{Request, Response};
use crate::page::on_demand::{Kit, OnDemand};
use crate::problem::Problem;
use crate::search::index::SearchIndex;

/// How long something that could not be opened is left alone.
const RETRY: Duration = Duration::from_secs(3);

/// Pages on demand and the index, open.
#[derive(Debug)]
pub struct Ready {
    pages: OnDemand,
    index: Option<Result<SearchIndex, String>>,
}

impl Ready {
    /// Puts them together. With an index that is damaged there are still pages to say so.
    ///
    /// # Errors
    /// The templates of the kit cannot be compiled.
    pub fn new(kit: Kit, index: Option<Result<SearchIndex, String>>) -> Result<Self, String> {
        let broken = |problems: Vec<Problem>| match problems.first() {
            Some(problem) => format!("{}: {}", problem.place.path, problem.code.as_str()),
            None => "templates".to_owned(),
        };
        Ok(Self { pages: OnDemand::new(kit).map_err(broken)?, index })
    }

    /// Makes pages.
    pub fn pages(&self) -> &OnDemand {
        &self.pages
    }

    /// The index, or what is wrong with it; none where the site has no search.
    pub fn index(&self) -> Option<Result<&SearchIndex, &str>> {
        self.index.as_ref().map(|index| index.as_ref().map_err(String::as_str))
    }
}

/// Opens them, or says which file is wrong.
pub type Open = Box<dyn Fn() -> Result<Ready, String> + Send + Sync>;

/// Opens what it keeps when it is first needed, and again after a while when that failed.
pub struct Desk {
    open: Open,
    state: Mutex<State>,
}

enum State {
    Closed,
    Ready(Arc<Ready>),
    /// When, and what is wrong; with the pages if these are sound.
    Broken(Instant, Result<Arc<Ready>, String>),
}

impl Desk {
    /// A desk that `open` opens.
    pub fn new(open: Open) -> Self {
        Self { open, state: Mutex::new(State::Closed) }
    }

    /// All of it, open. Blocks while it is being opened.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn ready(&self) -> Result<Arc<Ready>, String> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Ready(ready) => return Ok(Arc::clone(ready)),
            State::Broken(at, outcome) if at.elapsed() < RETRY => return outcome.clone(),
            _ => {}
        }
        let opened = (self.open)().map(Arc::new);
        *state = match &opened {
            Ok(ready) if !matches!(ready.index, Some(Err(_))) => State::Ready(Arc::clone(ready)),
            other => State::Broken(Instant::now(), other.clone()),
        };
        opened
    }

    /// What of it is damaged, if anything is.
    pub fn fault(&self) -> Option<String> {
        match self.ready() {
            Ok(ready) => ready.index().and_then(Result::err).map(str::to_owned),
            Err(cause) => Some(cause),
        }
    }

    /// All of it, if it is open and the lock is free: never blocks.
    fn at_hand(&self) -> Option<Arc<Ready>> {
        match &*self.state.try_lock().ok()? {
            State::Ready(ready) => Some(Arc::clone(ready)),
            State::Closed | State::Broken(..) => None,
        }
    }
}

/// The desk of the site, open. Another thread is asked only when it must be opened first.
///
/// # Errors
/// There is no site, it has no such pages, or they cannot be made.
pub(super) async fn open(request: &Request) -> Result<Arc<Ready>, Error> {
    let desk = request.app.site().ok_or(Error::Unavailable)?.desk().ok_or(Error::NotFound)?;
    if let Some(ready) = desk.at_hand() {
        return Ok(ready);
    }
    let opened = spawn_blocking(move || desk.ready()).await;
    opened.map_err(|panic| Error::Internal(panic.to_string()))?.map_err(Error::Desk)
}

/// An answer with a page made for this request.
///
/// # Errors
/// The page could not be rendered.
pub(super) fn page(status: StatusCode, rendered: Result<Vec<u8>, Problem>) -> Result<Response, Error> {
    let html = rendered.map_err(|problem| {
        Error::Internal(format!("{}:{}: {}", problem.place.path, problem.place.line, problem.code.as_str()))
    })?;
    let mut response = Response::new(Payload::bytes(html));
    *response.status_mut() = status;
    respond::set(&mut response, CONTENT_TYPE, "text/html; charset=utf-8");
    respond::set(&mut response, CACHE_CONTROL, "no-store");
    Ok(response)
}
