//! Questions and answers inside the cabinet: found by the site's own search, those on the client's contracts first.

use std::collections::HashMap;
use std::sync::Arc;

use hyper::StatusCode;

use super::super::desk::Ready;
use super::super::error::Error;
use super::super::router::{Request, Response};
use super::super::search::by_turns;
use super::asked;
use super::room::{Holdings, Room, Sheet};
use super::visit::Visit;
use crate::i18n::Locale;
use crate::page::cabinet::faq::{Entry, Questions};
use crate::portal::contract::Kind;
use crate::routes;
use crate::search::index::Part;

/// More questions than any site has: all that are found are put in pages here.
const ALL: usize = 1000;

/// `/LANG/cabinet/faq`.
pub(super) async fn page(request: Request, visit: Visit) -> Result<Response, Error> {
    let room = Room::of(&request, visit).await?;
    let outcome = async {
        let asked = asked::of_questions(&request)?;
        let holdings = Holdings::of(&room.visit).await?;
        let kinds: Vec<Kind> = holdings.facts().iter().map(|facts| facts.contract.kind).collect();
        let all = room.pages().questions(room.locale);
        let found = if asked.query.is_empty() {
            all.iter().collect()
        } else {
            let (ready, query, locale) = (Arc::clone(room.ready()), asked.query.clone(), room.locale);
            let keys = match by_turns(&request, move || Ok(keys(&ready, &query, locale))).await {
                // Who is in the cabinet is not to be turned away because many others search.
                Err(Error::Busy(_)) => None,
                keys => keys?,
            };
            of_keys(all, keys.as_deref(), &asked.query)
        };
        let view = Questions::of(room.locale, &found, &kinds, &asked);
        let address = |locale| routes::cabinet(locale, "faq");
        let query = request.head.uri.query().unwrap_or_default();
        let sheet = Sheet { template: "faq", title: "cabinet-menu-faq", section: "faq", address: &address, query };
        room.show(StatusCode::OK, &sheet, &view)
    };
    room.told(outcome.await)
}

/// The keys of the questions found, best first; none where nothing can be searched.
fn keys(ready: &Ready, query: &str, locale: Locale) -> Option<Vec<String>> {
    let index = ready.index()?.ok()?;
    let Ok(query) = index.read(query) else { return Some(Vec::new()) };
    let answer = index.answer(query, locale, Part { from: 0, size: ALL }).ok()?;
    Some(answer.hits.into_iter().filter(|hit| hit.kind == "faq").map(|hit| hit.key).collect())
}

/// The questions of the keys. Without a search, or a turn at it, those that hold all words as they were typed.
fn of_keys<'a>(all: &'a [Entry], keys: Option<&[String]>, query: &str) -> Vec<&'a Entry> {
    let Some(keys) = keys else {
        let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let holds = |entry: &&Entry| {
            let text = format!("{} {}", entry.title, entry.answer).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        return all.iter().filter(holds).collect();
    };
    let known: HashMap<&str, &Entry> = all.iter().map(|entry| (entry.key.as_str(), entry)).collect();
    keys.iter().filter_map(|key| known.get(key.as_str()).copied()).collect()
}
