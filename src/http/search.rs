//! Search: the page of results, and the same as JSON.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::json;
use tokio::task::spawn_blocking;

use super::body::Payload;
use super::desk::{self, Ready};
use super::error::Error;
use super::respond;
use super::router::{Methods, Request, Response, Route};
use crate::i18n::Locale;
use crate::page::on_demand::pager;
use crate::page::view::{Pager, SearchLink, SearchPage, SearchResult};
use crate::routes;
use crate::search::index::{Answer, Hit, Part, SearchIndex};
use crate::search::query::QueryError;

/// Results on a page, unless asked otherwise.
const SIZE: usize = 10;

/// Most pages that can be asked for.
const MOST_PAGES: usize = 10_000;

/// What stays as it is in the value of a query.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The endpoints of this room.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new("/kk/search", Methods::Read, |request| page(request, Locale::Kk)),
        Route::new("/ru/search", Methods::Read, |request| page(request, Locale::Ru)),
        Route::new("/api/v1/search", Methods::Read, api),
    ]
}

/// What a search was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    query: String,
    number: Option<usize>,
    size: Option<usize>,
    lang: Option<Locale>,
}

/// Reads the parameters; a fault is the last part of the key of its message. What was asked is kept for the form.
fn read(query: Option<&str>, sizes: &[usize]) -> (Asked, Option<&'static str>) {
    let mut asked = Asked::default();
    let mut fault = None;
    let mut seen: Vec<&str> = Vec::new();
    for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if !["q", "p", "n", "lang"].contains(&name) {
            continue;
        }
        if seen.contains(&name) {
            fault = fault.or(Some("parameter-twice"));
            continue;
        }
        seen.push(name);
        let spaced = value.replace('+', " ");
        let Ok(value) = percent_decode_str(&spaced).decode_utf8() else {
            fault = fault.or(Some("query-encoding"));
            continue;
        };
        let number = |value: &str| {
            let digits = !value.is_empty() && value.len() <= 5 && value.bytes().all(|byte| byte.is_ascii_digit());
            value.parse::<usize>().ok().filter(|_| digits)
        };
        match name {
            "q" => asked.query = plain(&value),
            "p" => {
                asked.number = number(&value).filter(|number| (1..=MOST_PAGES).contains(number));
                fault = fault.or(asked.number.is_none().then_some("page-number"));
            }
            "n" => {
                asked.size = number(&value).filter(|size| sizes.contains(size));
                fault = fault.or(asked.size.is_none().then_some("page-size"));
            }
            _ => {
                asked.lang = Locale::from_code(&value);
                fault = fault.or(asked.lang.is_none().then_some("language"));
            }
        }
    }
    (asked, fault)
}

/// Without control characters and spaces at the ends.
fn plain(value: &str) -> String {
    let text: Cow<'_, str> = if value.chars().any(char::is_control) {
        value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
    } else {
        value.into()
    };
    text.trim().to_owned()
}

fn encoded(query: &str) -> String {
    utf8_percent_encode(query, KEPT).to_string()
}

fn address(locale: Locale, query: &str, size: usize, number: usize) -> String {
    let mut url = format!("{}?q={}", routes::search(locale), encoded(query));
    if size != SIZE {
        let _ = write!(url, "&n={size}");
    }
    if number > 1 {
        let _ = write!(url, "&p={number}");
    }
    url
}

/// What answers, open; an error where the site has no search.
async fn open(request: &Request) -> Result<Arc<Ready>, Error> {
    let ready = desk::open(request).await?;
    if ready.index().is_none() { Err(Error::NotFound) } else { Ok(ready) }
}

async fn page(request: Request, locale: Locale) -> Result<Response, Error> {
    let ready = open(&request).await?;
    if let Some(Err(cause)) = ready.index() {
        request.app.log().event("search-unavailable", &[("id", &request.id), ("cause", &cause)]);
    }
    let (asked, fault) = read(request.head.uri.query(), ready.pages().sizes());
    spawn_blocking(move || {
        let (status, view) = view(&ready, locale, &asked, fault)?;
        let again = if asked.query.is_empty() { String::new() } else { format!("q={}", encoded(&asked.query)) };
        let pages = ready.pages();
        let head = pages.head(locale, "search", pages.text(locale, "search-title"), routes::search).with_query(&again);
        desk::page(status, pages.render(locale, "search.html", &head, &view))
    })
    .await
    .map_err(|panic| Error::Internal(panic.to_string()))?
}

/// The view of a search with its status.
fn view(
    ready: &Ready,
    locale: Locale,
    asked: &Asked,
    fault: Option<&'static str>,
) -> Result<(StatusCode, SearchPage), Error> {
    let (size, number) = (asked.size.unwrap_or(SIZE), asked.number.unwrap_or(1));
    let url = |size: usize, number: usize| address(locale, &asked.query, size, number);
    let mut page = SearchPage {
        query: asked.query.clone(),
        state: "empty",
        fault: None,
        total: 0,
        results: Vec::new(),
        pager: pager(0, size, 1, &[], url),
        meant: None,
        shorter: Vec::new(),
    };
    let refused = |mut page: SearchPage, fault: &'static str| {
        page.state = "refused";
        page.fault = Some(fault);
        Ok((StatusCode::BAD_REQUEST, page))
    };
    if let Some(fault) = fault {
        // `lang` is no parameter of the page.
        return if fault == "language" { refused(page, "query-encoding") } else { refused(page, fault) };
    }
    if asked.query.is_empty() {
        return Ok((StatusCode::OK, page));
    }
    let Some(Ok(index)) = ready.index() else {
        page.state = "unavailable";
        return Ok((StatusCode::SERVICE_UNAVAILABLE, page));
    };
    let answer = match find(index, locale, asked) {
        Ok(answer) => answer,
        Err(Refusal::Query(QueryError::Empty)) => {
            page.state = "nothing";
            return Ok((StatusCode::OK, page));
        }
        Err(Refusal::Query(error)) => return refused(page, error.code()),
        Err(Refusal::Error(error)) => return Err(error),
    };
    page.total = answer.total;
    page.meant = answer.query.meant.as_ref().filter(|meant| **meant != asked.query).map(|meant| link(locale, meant));
    if answer.total == 0 {
        page.state = "nothing";
        let known = answer.query.terms.iter().filter(|term| !term.stop && !term.keys.is_empty());
        page.shorter = known.take(3).map(|term| link(locale, &term.word)).collect();
        return Ok((StatusCode::OK, page));
    }
    if answer.hits.is_empty() {
        return refused(page, "page-number");
    }
    page.state = "found";
    page.pager = pager(answer.total, size, number, ready.pages().sizes(), url);
    page.results = answer.hits.into_iter().map(result).collect();
    Ok((StatusCode::OK, page))
}

fn link(locale: Locale, query: &str) -> SearchLink {
    SearchLink { query: query.to_owned(), url: address(locale, query, SIZE, 1) }
}

fn result(hit: Hit) -> SearchResult {
    SearchResult {
        key: hit.key,
        kind: hit.kind,
        url: hit.url,
        lang: hit.lang,
        title: hit.title,
        title_html: hit.title_html,
        heading_html: hit.heading_html,
        snippet: hit.snippet,
        score: hit.score,
    }
}

enum Refusal {
    Query(QueryError),
    Error(Error),
}

fn find(index: &SearchIndex, locale: Locale, asked: &Asked) -> Result<Answer, Refusal> {
    let query = index.read(&asked.query).map_err(Refusal::Query)?;
    let size = asked.size.unwrap_or(SIZE);
    let part = Part { from: (asked.number.unwrap_or(1) - 1) * size, size };
    index.answer(query, locale, part).map_err(|error| Refusal::Error(Error::Search(error.to_string())))
}

/// The same list as JSON; whatever is wrong with the request is a problem (RFC 9457).
async fn api(request: Request) -> Result<Response, Error> {
    let ready = open(&request).await?;
    if let Some(Err(cause)) = ready.index() {
        return Err(Error::Search(cause.to_owned()));
    }
    let (asked, fault) = read(request.head.uri.query(), ready.pages().sizes());
    let outcome = spawn_blocking(move || {
        if let Some(fault) = fault {
            return Err(Error::Parameter(fault));
        }
        let locale = asked.lang.ok_or(Error::Parameter("language"))?;
        let index = ready.index().ok_or(Error::NotFound)?.map_err(|cause| Error::Search(cause.to_owned()))?;
        let answer = match find(index, locale, &asked) {
            Ok(answer) => answer,
            Err(Refusal::Query(error)) => return Err(Error::Parameter(error.code())),
            Err(Refusal::Error(error)) => return Err(error),
        };
        let size = asked.size.unwrap_or(SIZE);
        let view: Pager = pager(answer.total, size, asked.number.unwrap_or(1), &[], |size, number| {
            address(locale, &asked.query, size, number)
        });
        Ok(json!({
            "query": asked.query,
            "lang": locale,
            "meant": answer.query.meant,
            "total": answer.total,
            "page": view.page,
            "pages": view.pages,
            "results": answer.hits.into_iter().map(result).collect::<Vec<_>>(),
        }))
    })
    .await
    .map_err(|panic| Error::Internal(panic.to_string()))?;
    match outcome {
        Ok(body) => {
            let mut response = Response::new(Payload::bytes(body.to_string()));
            respond::set(&mut response, CONTENT_TYPE, "application/json; charset=utf-8");
            respond::set(&mut response, CACHE_CONTROL, "no-store");
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_strictly() {
        for (query, wanted) in [
            ("q=a", None),
            ("q=%D0%BF+%D0%B0&p=2&n=20", None),
            ("q=a&utm=1", None),
            ("q=a&q=b", Some("parameter-twice")),
            ("q=%FF", Some("query-encoding")),
            ("q=a&p=0", Some("page-number")),
            ("q=a&p=-1", Some("page-number")),
            ("q=a&p=1e3", Some("page-number")),
            ("q=a&p=%D9%A3", Some("page-number")),
            ("q=a&p=NaN", Some("page-number")),
            ("q=a&p=1000000000000000000", Some("page-number")),
            ("q=a&p=", Some("page-number")),
            ("q=a&n=11", Some("page-size")),
            ("lang=en&q=a", Some("language")),
        ] {
            assert_eq!(read(Some(query), &[10, 20, 50]).1, wanted, "{query}");
        }
        let (asked, _) = read(Some("q=%00%D0%BF+%0A%D0%B0%00"), &[10]);
        assert_eq!(asked.query, "п  а");
    }
}
