//! Search: the page of results, the same as JSON, suggestions, and the desk that keeps an index with what its pages are
//! made of.

mod api;
mod asked;
mod description;
mod page;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::task::spawn_blocking;

use self::asked::{Asked, SIZE};
use super::app::App;
use super::error::Error;
use super::router::{Methods, Request, Route};
use crate::clock::{Clock as _, SystemClock, almaty_date};
use crate::i18n::Locale;
use crate::page::on_demand::{Kit, OnDemand};
use crate::page::view::SearchResult;
use crate::problem::Problem;
use crate::search::index::{Answer, Hit, Part, SearchIndex};
use crate::search::query::QueryError;

/// How long a search that could not be opened is left alone.
const RETRY: Duration = Duration::from_secs(3);

/// An index and what its pages are made of.
#[derive(Debug)]
pub struct Ready {
    index: Result<SearchIndex, String>,
    pages: OnDemand,
}

impl Ready {
    /// Puts them together. Without an index there are still pages to say so.
    ///
    /// # Errors
    /// The templates of the kit cannot be compiled.
    pub fn new(index: Result<SearchIndex, String>, kit: Kit) -> Result<Self, String> {
        let broken = |problems: Vec<Problem>| match problems.first() {
            Some(problem) => format!("{}: {}", problem.place.path, problem.code.as_str()),
            None => "templates".to_owned(),
        };
        Ok(Self { index, pages: OnDemand::new(kit).map_err(broken)? })
    }
}

/// Opens a search, or says which file is wrong.
pub type Open = Box<dyn Fn() -> Result<Ready, String> + Send + Sync>;

/// The search of one site: opened when it is first needed, and again after a while when that failed.
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
    /// A search that `open` opens.
    pub fn new(open: Open) -> Self {
        Self { open, state: Mutex::new(State::Closed) }
    }

    /// The search, open. Blocks while it is being opened.
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
            Ok(ready) if ready.index.is_ok() => State::Ready(Arc::clone(ready)),
            other => State::Broken(Instant::now(), other.clone()),
        };
        opened
    }
}

/// The endpoints of this room.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new("/kk/search", Methods::Read, |request| page::answer(request, Locale::Kk)),
        Route::new("/ru/search", Methods::Read, |request| page::answer(request, Locale::Ru)),
        Route::new("/api/v1/search", Methods::Read, api::search).described(description::search),
        Route::new("/api/v1/suggest", Methods::Read, api::suggest).described(description::suggest),
    ]
}

fn desk(request: &Request) -> Result<Arc<Desk>, Error> {
    request.app.site().ok_or(Error::Unavailable)?.search().ok_or(Error::NotFound)
}

/// The search, open; an error names what is wrong with it.
async fn open(desk: Arc<Desk>) -> Result<Arc<Ready>, Error> {
    let opened = spawn_blocking(move || desk.ready()).await;
    opened.map_err(|panic| Error::Internal(panic.to_string()))?.map_err(Error::Search)
}

enum Refusal {
    Query(QueryError),
    Error(Error),
}

/// The one way to an answer, for people and for programs.
fn find(index: &SearchIndex, locale: Locale, asked: &Asked) -> Result<Answer, Refusal> {
    let query = index.read(&asked.query).map_err(Refusal::Query)?;
    let size = asked.size.unwrap_or(SIZE);
    let part = Part { from: (asked.number.unwrap_or(1) - 1) * size, size };
    index.answer_of(query, locale, part, asked.kind).map_err(|error| Refusal::Error(Error::Search(error.to_string())))
}

/// Nothing was found: editors will want to know.
fn unanswered(app: &App, locale: Locale, query: &str) {
    app.searches().note(almaty_date(SystemClock.now()), locale, query);
}

fn result(hit: Hit) -> SearchResult {
    SearchResult {
        key: hit.key,
        kind: hit.kind,
        section: hit.section,
        url: hit.url,
        lang: hit.lang,
        title: hit.title,
        title_html: hit.title_html,
        heading_html: hit.heading_html,
        snippet: hit.snippet,
        score: hit.score,
    }
}
