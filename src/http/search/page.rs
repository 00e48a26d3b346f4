//! The page of results.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::RETRY_AFTER;

use super::asked::{Asked, By, SIZE};
use super::{Refusal, by_turns, find, open, result, unanswered};
use crate::http::desk::{self, Ready};
use crate::http::error::Error;
use crate::http::router::{Request, Response};
use crate::i18n::Locale;
use crate::page::on_demand::pager;
use crate::page::view::{SearchLink, SearchPage};
use crate::routes;
use crate::search::query::QueryError;

pub(super) async fn answer(request: Request, locale: Locale) -> Result<Response, Error> {
    let ready = open(&request).await?;
    if let Some(Err(cause)) = ready.index() {
        request.app.log().event("search-unavailable", &[("id", &request.id), ("cause", &cause)]);
    }
    let (asked, fault) = Asked::read(request.head.uri.query(), By::Page(ready.pages().sizes()));
    if asked.query.is_empty() || fault.is_some() {
        let (status, view) = view(&ready, locale, &asked, fault)?;
        return show(&ready, locale, status, &view, &again(&asked, 1));
    }
    let (app, here) = (Arc::clone(&request.app), Arc::clone(&ready));
    let mut busy = empty(locale, &asked);
    let same = again(&asked, asked.number.unwrap_or(1));
    let outcome = by_turns(&request, move || {
        let (status, view) = view(&ready, locale, &asked, fault)?;
        if view.state == "nothing" && view.kind.is_none() {
            unanswered(&app, locale, &view.query);
        }
        // The other language shows the same part of the same list.
        let number = if view.state == "found" { view.pager.page } else { 1 };
        show(&ready, locale, status, &view, &again(&asked, number))
    });
    match outcome.await {
        Err(error @ Error::Busy(seconds)) => {
            busy.state = "busy";
            let mut response = show(&here, locale, error.status(), &busy, &same)?;
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            Ok(response)
        }
        outcome => outcome,
    }
}

/// What the page is to be asked for in the other language.
fn again(asked: &Asked, number: usize) -> String {
    match asked.query.as_str() {
        "" => String::new(),
        query => asked.parameters(query, asked.size.unwrap_or(SIZE), number),
    }
}

fn show(ready: &Ready, locale: Locale, status: StatusCode, view: &SearchPage, again: &str) -> Result<Response, Error> {
    let pages = ready.pages();
    let head = pages.head(locale, "search", pages.text(locale, "search-title"), routes::search).with_query(again);
    desk::page(status, pages.render(locale, "search.html", &head, view))
}

/// The view of a search with its status.
fn view(
    ready: &Ready,
    locale: Locale,
    asked: &Asked,
    fault: Option<&'static str>,
) -> Result<(StatusCode, SearchPage), Error> {
    let (size, number) = (asked.size.unwrap_or(SIZE), asked.number.unwrap_or(1));
    let mut page = empty(locale, asked);
    let refused = |mut page: SearchPage, fault: &'static str| {
        page.state = "refused";
        page.fault = Some(fault);
        Ok((StatusCode::BAD_REQUEST, page))
    };
    if let Some(fault) = fault {
        // A type nobody offers is an address written wrong.
        return refused(page, if fault == "kind" { "query-encoding" } else { fault });
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
    let link = |query: &str| SearchLink { query: query.to_owned(), url: asked.address(locale, query, SIZE, 1) };
    page.meant = answer.query.meant.as_ref().filter(|meant| **meant != asked.query).map(|meant| link(meant));
    if answer.total == 0 {
        page.state = "nothing";
        let known = answer.query.terms.iter().filter(|term| !term.stop && !term.keys.is_empty());
        page.shorter = known.take(3).map(|term| link(&term.word)).collect();
        return Ok((StatusCode::OK, page));
    }
    if answer.hits.is_empty() {
        return refused(page, "page-number");
    }
    page.state = "found";
    let url = |size: usize, number: usize| asked.address(locale, &asked.query, size, number);
    page.pager = pager(answer.total, size, number, ready.pages().sizes(), url);
    page.results = answer.hits.into_iter().map(result).collect();
    Ok((StatusCode::OK, page))
}

/// The page before anything is known.
fn empty(locale: Locale, asked: &Asked) -> SearchPage {
    let everywhere = Asked { kind: None, ..asked.clone() };
    let questions = Asked { kind: Some("faq"), ..asked.clone() };
    SearchPage {
        query: asked.query.clone(),
        kind: asked.kind,
        everywhere_url: everywhere.address(locale, &asked.query, asked.size.unwrap_or(SIZE), 1),
        questions_url: questions.address(locale, &asked.query, asked.size.unwrap_or(SIZE), 1),
        size: asked.size.filter(|size| *size != SIZE),
        state: "empty",
        fault: None,
        total: 0,
        results: Vec::new(),
        pager: pager(0, SIZE, 1, &[], |_, _| String::new()),
        meant: None,
        shorter: Vec::new(),
    }
}
