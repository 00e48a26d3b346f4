//! The search and the suggestions as JSON; whatever is wrong with a request is a problem (RFC 9457).

use std::sync::Arc;

use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::{Value, json};

use super::asked::{Asked, By, SIZE, SUGGESTIONS};
use super::{Refusal, by_turns, find, open, result, unanswered};
use crate::http::app::App;
use crate::http::body::Payload;
use crate::http::desk::Ready;
use crate::http::error::Error;
use crate::http::respond;
use crate::http::router::{Request, Response};
use crate::i18n::Locale;
use crate::page::on_demand::pager;
use crate::search::index::SearchIndex;

/// `GET /api/v1/search`: the same list as the page.
pub(super) async fn search(request: Request) -> Result<Response, Error> {
    answer(request, |app, ready, query| {
        let (asked, fault) = Asked::read(query, By::Search(ready.pages().sizes()));
        let (locale, index) = checked(ready, &asked, fault)?;
        let answer = match find(index, locale, &asked) {
            Ok(answer) => answer,
            Err(Refusal::Query(error)) => return Err(Error::Parameter(error.code())),
            Err(Refusal::Error(error)) => return Err(error),
        };
        if answer.total == 0 && asked.kind.is_none() {
            unanswered(app, locale, &asked.query);
        }
        if answer.hits.is_empty() && answer.total > 0 {
            return Err(Error::Parameter("page-number"));
        }
        let size = asked.size.unwrap_or(SIZE);
        let pages = pager(answer.total, size, asked.number.unwrap_or(1), &[], |_, _| String::new());
        Ok(json!({
            "query": asked.query,
            "lang": locale,
            "kind": asked.kind,
            "meant": answer.query.meant,
            "total": answer.total,
            "page": pages.page,
            "pages": pages.pages,
            "size": size,
            "results": answer.hits.into_iter().map(result).collect::<Vec<_>>(),
        }))
    })
    .await
}

/// `GET /api/v1/suggest`: what the words being typed may become.
pub(super) async fn suggest(request: Request) -> Result<Response, Error> {
    answer(request, |_, ready, query| {
        let (asked, fault) = Asked::read(query, By::Suggest);
        let (locale, index) = checked(ready, &asked, fault)?;
        let most = asked.size.unwrap_or(SUGGESTIONS);
        let suggestions = index.suggest(&asked.query, locale, asked.kind, most);
        let suggestions = suggestions.map_err(|error| Error::Parameter(error.code()))?;
        Ok(json!({
            "query": asked.query,
            "lang": locale,
            "kind": asked.kind,
            "all": asked.address(locale, &asked.query, SIZE, 1),
            "results": suggestions,
        }))
    })
    .await
}

/// What both need: parameters without fault, a language, an index that is whole.
fn checked<'r>(
    ready: &'r Ready,
    asked: &Asked,
    fault: Option<&'static str>,
) -> Result<(Locale, &'r SearchIndex), Error> {
    if let Some(fault) = fault {
        return Err(Error::Parameter(fault));
    }
    let locale = asked.lang.ok_or(Error::Parameter("language"))?;
    let index = ready.index().ok_or(Error::NotFound)?.map_err(|cause| Error::Search(cause.to_owned()))?;
    Ok((locale, index))
}

type Make = fn(&App, &Ready, Option<&str>) -> Result<Value, Error>;

/// The value as JSON. Errors below `/api/` become problems by themselves.
async fn answer(request: Request, make: Make) -> Result<Response, Error> {
    let ready = open(&request).await?;
    let app = Arc::clone(&request.app);
    let query = request.head.uri.query().map(str::to_owned);
    let body = by_turns(&request, move || make(&app, &ready, query.as_deref())).await?;
    let mut response = Response::new(Payload::bytes(body.to_string()));
    respond::set(&mut response, CONTENT_TYPE, "application/json; charset=utf-8");
    respond::set(&mut response, CACHE_CONTROL, "no-store");
    Ok(response)
}
