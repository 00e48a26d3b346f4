//! Tries what people type on an index: how often the right page comes first, and whether nonsense finds nothing. Looks too
//! whether the synonyms do anything.

use std::collections::BTreeMap;

use serde::Serialize;

use super::index::{Part, SearchIndex};
use super::words::{compose, stem, words};
use super::write::IndexError;
use crate::i18n::Locale;
use crate::problem::{Code, Place, Problem, nearest};
use crate::site::model::SiteModel;
use crate::site::search::{Expected, QuerySet};

/// An answer further down is missed.
const LOOKED_AT: usize = 3;

/// Queries of one kind, and how they went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many.
    pub queries: usize,
    /// Answered by the first page.
    pub first: usize,
    /// Answered by one of the first three.
    pub third: usize,
}

/// A query whose answer came second or third.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// Where it stands.
    pub place: Place,
    /// The query.
    pub query: String,
    /// Where the answer came, from 1.
    pub at: usize,
}

/// How all queries of a site went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// All that have an answer.
    pub all: Tally,
    /// The same by kind.
    pub groups: BTreeMap<String, Tally>,
    /// Those whose answer did not come first.
    pub late: Vec<Late>,
    /// Queries without an answer, and how many of them found nothing.
    pub nonsense: (usize, usize),
    /// What went wrong.
    pub problems: Vec<Problem>,
}

impl Trial {
    /// Tries every query of a set on the index of a site.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn run(model: &SiteModel, queries: &QuerySet, index: &SearchIndex) -> Result<Self, IndexError> {
        let mut trial = Self::default();
        for expected in &queries.answered {
            trial.try_one(model, index, expected)?;
        }
        for (query, place) in &queries.nonsense {
            let found = keys(index, Locale::Kk, query)?;
            trial.nonsense.0 += 1;
            if found.is_empty() {
                trial.nonsense.1 += 1;
            } else {
                let problem = Problem::new(Code::NonsenseAnswered, place.clone());
                trial.problems.push(problem.with("query", query).with("found", found.join(", ")));
            }
        }
        Ok(trial)
    }

    fn try_one(&mut self, model: &SiteModel, index: &SearchIndex, expected: &Expected) -> Result<(), IndexError> {
        for (key, place) in expected.pages.iter().filter(|(key, _)| model.page_id(key).is_none()) {
            let near = nearest(key, model.pages.iter().map(crate::site::model::Page::key)).unwrap_or_default();
            let code = if model.is_hidden(key) { Code::HiddenPage } else { Code::QueryPage };
            let problem = Problem::new(code, place.clone()).with("key", key);
            self.problems.push(if code == Code::QueryPage { problem.with("nearest", near) } else { problem });
        }
        let found = keys(index, expected.locale, &expected.query)?;
        let at = found.iter().position(|found| expected.pages.iter().any(|(key, _)| key == found));
        let group = self.groups.entry(expected.group.clone()).or_default();
        for tally in [&mut self.all, group] {
            tally.queries += 1;
            tally.first += usize::from(at == Some(0));
            tally.third += usize::from(at.is_some());
        }
        let (query, place) = (expected.query.clone(), expected.place.clone());
        match at {
            Some(0) => {}
            Some(at) => self.late.push(Late { place, query, at: at + 1 }),
            None => {
                let wanted: Vec<&str> = expected.pages.iter().map(|(key, _)| key.as_str()).collect();
                let problem = Problem::new(Code::QueryMissed, place).with("query", query);
                let found = if found.is_empty() { "–".to_owned() } else { found.join(", ") };
                self.problems.push(problem.with("wanted", wanted.join(", ")).with("found", found));
            }
        }
        Ok(())
    }
}

fn keys(index: &SearchIndex, locale: Locale, query: &str) -> Result<Vec<String>, IndexError> {
    // What search refuses to read finds nothing.
    let Ok(query) = index.read(query) else { return Ok(Vec::new()) };
    let answer = index.answer(query, locale, Part { from: 0, size: LOOKED_AT })?;
    Ok(answer.hits.into_iter().map(|hit| hit.key).collect())
}

/// Synonyms of more than one word, in two groups, or in a group of which the site has no word.
pub fn synonyms(model: &SiteModel, index: &SearchIndex) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (locale, groups) in model.synonyms.groups.iter() {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (number, group) in groups.iter().enumerate() {
            let mut used = group.is_empty();
            for (text, place) in group {
                let words = words(&compose(text));
                let [word] = words.as_slice() else {
                    problems.push(Problem::new(Code::SynonymNotAWord, place.clone()).with("word", text));
                    continue;
                };
                let stem = stem(locale, &word.text);
                used |= index.has(locale, &stem);
                if seen.insert(stem, number).is_some_and(|before| before != number) {
                    problems.push(Problem::new(Code::SynonymTwice, place.clone()).with("word", text));
                }
            }
            if let Some((text, place)) = group.first().filter(|_| !used) {
                problems.push(Problem::new(Code::SynonymUnused, place.clone()).with("word", text));
            }
        }
    }
    problems
}
