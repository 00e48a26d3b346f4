//! Questions and answers in the cabinet's frame: those that concern the client's kind of contract first.
//!
//! The questions come with the release; they are the visitors' own. What was searched for is found by whoever asks: here
//! questions are only put in order and cut into pages.

use serde::{Deserialize, Serialize};

use crate::i18n::Locale;
use crate::page::pager::page_numbers;
use crate::page::view::{Pager, PagerNumber, PagerSize};
use crate::portal::contract::Kind;
use crate::routes;

/// Questions on a page.
pub const SIZES: [usize; 4] = [10, 20, 50, 0];

/// A question as a release keeps it for the cabinet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Key of its page.
    pub key: String,
    /// The question.
    pub title: String,
    /// Key of the category.
    pub category: String,
    /// Name of the category.
    pub category_title: String,
    /// Keys of its tags, and of the questions that it names as related.
    pub topics: Vec<String>,
    /// Address of its page.
    pub url: String,
    /// Language of the text, where it is not the reader's.
    pub lang: Option<String>,
    /// The answer as HTML; print with `| safe`.
    pub answer: String,
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What was searched for; empty for all questions.
    pub query: String,
    /// Questions on a page; one of [`SIZES`].
    pub size: usize,
    /// The page.
    pub page: usize,
}

/// `cabinet/faq.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Questions {
    /// Where the form leads.
    pub action: String,
    /// What was searched for.
    pub query: String,
    /// How many were found.
    pub total: usize,
    /// How many of the first ones concern the client's kind of contract; they stand under a title of their own.
    pub own: usize,
    /// The questions of this page.
    pub questions: Vec<Entry>,
    /// Pages and sizes.
    pub pager: Pager,
}

/// Variables of `cabinet/faq.html`.
pub(super) const VARIABLES: &[&str] = &["cabinet", "action", "query", "total", "own", "questions", "pager"];

/// The tag of questions on a kind of contract; also the key of the question that explains it.
pub const fn topic(kind: Kind) -> &'static str {
    match kind {
        Kind::Loan => "loan",
        Kind::LeaseWithPurchase => "lease-with-buyout",
    }
}

impl Questions {
    /// A page of the questions found, in the order of `found`; those on `kinds` first unless something was searched for.
    pub fn of(locale: Locale, found: &[&Entry], kinds: &[Kind], asked: &Asked) -> Self {
        let is_own = |entry: &Entry| kinds.iter().any(|kind| concerns(entry, *kind));
        let mut order: Vec<&Entry> = found.to_vec();
        if asked.query.is_empty() {
            order.sort_by_key(|entry| !is_own(entry));
        }
        let action = routes::cabinet(locale, "faq");
        let size = if asked.size == 0 { order.len().max(1) } else { asked.size };
        let pages = order.len().div_ceil(size).max(1);
        let page = asked.page.clamp(1, pages);
        let shown: Vec<Entry> = order.iter().skip((page - 1) * size).take(size).map(|entry| (*entry).clone()).collect();
        let own = if asked.query.is_empty() { shown.iter().filter(|entry| is_own(entry)).count() } else { 0 };
        Self {
            pager: pager(&action, order.len(), page, pages, size, asked),
            action,
            query: asked.query.clone(),
            total: order.len(),
            own,
            questions: shown,
        }
    }
}

fn concerns(entry: &Entry, kind: Kind) -> bool {
    entry.key == topic(kind) || entry.topics.iter().any(|it| it == topic(kind))
}

fn pager(action: &str, total: usize, page: usize, pages: usize, size: usize, asked: &Asked) -> Pager {
    let at = |size: usize, page: usize| {
        let mut query = Vec::new();
        if !asked.query.is_empty() {
            query.push(format!("q={}", routes::query_value(&asked.query)));
        }
        match size {
            0 => query.push("n=all".to_owned()),
            size if size == SIZES[0] => {}
            size => query.push(format!("n={size}")),
        }
        if page > 1 {
            query.push(format!("p={page}"));
        }
        if query.is_empty() { action.to_owned() } else { format!("{action}?{}", query.join("&")) }
    };
    let from = (page - 1) * size;
    let number = |number: usize| PagerNumber {
        number,
        url: if number == 0 { String::new() } else { at(asked.size, number) },
        current: number == page,
    };
    let sized = |size: usize| PagerSize { size, url: at(size, 1), current: size == asked.size };
    Pager {
        total,
        from: if total == 0 { 0 } else { from + 1 },
        to: total.min(from + size),
        page,
        pages,
        numbers: page_numbers(page, pages).into_iter().map(number).collect(),
        prev: (page > 1).then(|| at(asked.size, page - 1)),
        next: (page < pages).then(|| at(asked.size, page + 1)),
        sizes: if total > SIZES[0] { SIZES.into_iter().map(sized).collect() } else { Vec::new() },
    }
}
