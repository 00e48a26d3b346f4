//! Search: the page of results, the same as JSON, and suggestions.

mod api;
mod asked;
mod description;
mod page;

use std::sync::Arc;

use self::asked::{Asked, SIZE};
use super::app::App;
use super::desk::{self, Ready};
use super::error::Error;
use super::router::{Methods, Request, Route};
use crate::clock::{Clock as _, SystemClock, almaty_date};
use crate::i18n::Locale;
use crate::page::view::SearchResult;
use crate::search::index::{Answer, Hit, Part, SearchIndex};
use crate::search::query::QueryError;
use crate::turns::Busy;

/// Seconds to stay away when too many search.
const SOON: u64 = 2;

/// The endpoints of this room.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new("/kk/search", Methods::Read, |request| page::answer(request, Locale::Kk)),
        Route::new("/ru/search", Methods::Read, |request| page::answer(request, Locale::Ru)),
        Route::new("/api/v1/search", Methods::Read, api::search).described(description::search),
        Route::new("/api/v1/suggest", Methods::Read, api::suggest).described(description::suggest),
    ]
}

/// What answers, open; an error where the site has no search.
async fn open(request: &Request) -> Result<Arc<Ready>, Error> {
    let ready = desk::open(request).await?;
    if ready.index().is_none() { Err(Error::NotFound) } else { Ok(ready) }
}

/// Searches on a thread for blocking work, when it is this search's turn.
///
/// # Errors
/// [`Error::Busy`] when too many wait, or too many of this client's network; what `work` says.
pub(super) async fn by_turns<T: Send + 'static>(
    request: &Request,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let app = &request.app;
    let client = request.client();
    let unlimited = app.config().is_unlimited(client);
    let place = if unlimited { None } else { Some(app.searchers().take(client).ok_or(Error::Busy(SOON))?) };
    let turn = app.searching().turn().await.map_err(|Busy| Error::Busy(SOON))?;
    // Like the turn, the place stays with the work.
    let work = move || {
        let found = work();
        drop(place);
        found
    };
    turn.run(work).await.map_err(|panic| Error::Internal(panic.to_string()))?
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
