//! An open index: from a query to answers.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::Serialize;
use tantivy::schema::{TantivyDocument, Value as _};
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher};

use super::query::{Query, QueryError, Reader};
use super::rank::{Evidence, Ranker};
pub use super::schema::KINDS;
use super::schema::Layout;
use super::snippet::{Marks, highlight, snippet};
use super::suggest::{Suggestion, suggest};
use super::synonyms::Synonyms;
use super::titles::Titles;
use super::unit::Unit;
use super::vocabulary::Vocabulary;
use super::write::IndexError;
use crate::i18n::{Locale, PerLocale};

/// An index, open.
pub struct SearchIndex {
    layout: Layout,
    reader: IndexReader,
    /// None for an index of nothing.
    ranker: Option<Ranker>,
    vocabularies: PerLocale<Vocabulary>,
    synonyms: Synonyms,
    /// Read at the first suggestion: opening an index waits for nothing that a search does not need.
    titles: LazyLock<Titles, Box<dyn FnOnce() -> Titles + Send>>,
}

/// Which part of the answers is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Number of the first, from 0.
    pub from: usize,
    /// How many.
    pub size: usize,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The query as it was understood.
    pub query: Query,
    /// All that was found, of every page the best unit.
    pub total: usize,
    /// The part that was wanted, best first; those without a text in the reader's language come last.
    pub hits: Vec<Hit>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Key of the page.
    pub key: String,
    /// Type of the page.
    pub kind: String,
    /// Id of the section, if it is one.
    pub section: Option<String>,
    /// Address in the reader's language.
    pub url: String,
    /// Language of the text, where it is not the reader's.
    pub lang: Option<&'static str>,
    /// Title of the page.
    pub title: String,
    /// The same as HTML with the words found marked.
    pub title_html: String,
    /// Title of the section as HTML with the words found marked.
    pub heading_html: Option<String>,
    /// A part of the text as HTML with the words found marked.
    pub snippet: String,
    /// How well it fits; comparable within one answer.
    pub score: f32,
    /// Share of what was asked that it has, from 0 to 1.
    pub share: f32,
    /// Number of the unit in the index.
    #[serde(skip)]
    pub unit: u32,
}

/// A unit found, before it is read.
struct Candidate {
    score: f32,
    share: f32,
    address: DocAddress,
    page: u64,
    kind: Option<&'static str>,
    foreign: bool,
}

impl SearchIndex {
    pub(super) fn new(
        index: &Index,
        layout: Layout,
        vocabularies: PerLocale<Vocabulary>,
        synonyms: Synonyms,
        titles: String,
    ) -> Result<Self, IndexError> {
        // An index is never written again: its reader needs no watching.
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let ranker = reader.searcher().segment_readers().first().map(|segment| Ranker::new(&layout, segment));
        let titles: Box<dyn FnOnce() -> Titles + Send> = Box::new(|| Titles::read(titles));
        let titles = LazyLock::new(titles);
        Ok(Self { layout, ranker: ranker.transpose()?, reader, vocabularies, synonyms, titles })
    }

    /// How many units it has.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a stem occurs in it.
    pub fn has(&self, locale: Locale, stem: &str) -> bool {
        self.vocabularies[locale].stem_count(stem) > 0
    }

    /// Reads a query as this index understands it.
    ///
    /// # Errors
    /// It is empty or over a limit.
    pub fn read(&self, text: &str) -> Result<Query, QueryError> {
        Reader { vocabularies: &self.vocabularies, synonyms: &self.synonyms }.read(text)
    }

    /// Answers a query for a reader of `locale`.
    ///
    /// # Errors
    /// What the engine says: a file that went bad.
    pub fn answer(&self, query: Query, locale: Locale, wanted: Part) -> Result<Answer, IndexError> {
        self.answer_of(query, locale, wanted, None)
    }

    /// The same from pages of one type alone, one of [`KINDS`].
    ///
    /// # Errors
    /// What the engine says: a file that went bad.
    pub fn answer_of(
        &self,
        mut query: Query,
        locale: Locale,
        wanted: Part,
        kind: Option<&str>,
    ) -> Result<Answer, IndexError> {
        let searcher = self.reader.searcher();
        let mut found = self.candidates(&searcher, &query, locale)?;
        if let Some(kind) = kind {
            found.retain(|candidate| candidate.kind == Some(kind));
        }
        // Stable: equal scores keep the order of the site.
        found.sort_by(|a, b| {
            a.foreign.cmp(&b.foreign).then(b.score.total_cmp(&a.score)).then(a.address.cmp(&b.address))
        });
        let mut pages = FxHashSet::default();
        found.retain(|candidate| pages.insert(candidate.page));
        let marks = marks(&query);
        let total = found.len();
        // What finds nothing either is not worth proposing.
        query.meant = query.meant.filter(|_| total > 0);
        let shown = found.into_iter().skip(wanted.from).take(wanted.size);
        let hits = shown.map(|candidate| self.hit(&searcher, &candidate, locale, &marks));
        Ok(Answer { query, total, hits: hits.collect::<Result<_, _>>()? })
    }

    /// Suggestions for what is being typed, best first, at most `most`; `kind` keeps to one type of page.
    ///
    /// # Errors
    /// It is empty or over a limit.
    pub fn suggest(
        &self,
        text: &str,
        locale: Locale,
        kind: Option<&str>,
        most: usize,
    ) -> Result<Vec<Suggestion>, QueryError> {
        suggest(&self.titles, text, locale, kind, most)
    }

    /// Where the words of a query stand in the unit of a hit.
    ///
    /// # Errors
    /// What the engine says: a file that went bad.
    pub fn evidence(&self, query: &Query, hit: &Hit) -> Result<Vec<Evidence>, IndexError> {
        Ok(self.ranker.as_ref().map(|ranker| ranker.evidence(query, hit.unit)).transpose()?.unwrap_or_default())
    }

    fn candidates(&self, searcher: &Searcher, query: &Query, locale: Locale) -> Result<Vec<Candidate>, IndexError> {
        let Some(ranker) = &self.ranker else { return Ok(Vec::new()) };
        let found = ranker.rank(query)?;
        let fast = searcher.segment_reader(0).fast_fields();
        let (page, kind, languages) = (fast.u64("page")?, fast.u64("kind")?, fast.u64("languages")?);
        let own = if locale == Locale::Kk { 1 } else { 2 };
        let value = |column: &tantivy::columnar::Column<u64>, unit: u32| column.first(unit).unwrap_or(0);
        Ok(found
            .into_iter()
            .map(|found| Candidate {
                score: found.score * prior(value(&kind, found.unit)),
                share: found.share,
                address: DocAddress::new(0, found.unit),
                page: value(&page, found.unit),
                kind: kind_name(value(&kind, found.unit)),
                foreign: value(&languages, found.unit) & own == 0,
            })
            .collect())
    }

    fn hit(
        &self,
        searcher: &Searcher,
        candidate: &Candidate,
        locale: Locale,
        marks: &PerLocale<Marks>,
    ) -> Result<Hit, IndexError> {
        let document: TantivyDocument = searcher.doc(candidate.address)?;
        let json = document.get_first(self.layout.unit).and_then(|value| value.as_bytes()).unwrap_or_default();
        let unit: Unit = serde_json::from_slice(json)
            .map_err(|error| tantivy::TantivyError::InternalError(format!("a unit that is none: {error}")))?;
        let shown = if candidate.foreign { locale.other() } else { locale };
        let side = unit.side(shown).cloned().unwrap_or_default();
        let marks = &marks[shown];
        let mut text = snippet(shown, &side.text, marks);
        if !text.contains("<mark>") && !side.lead.is_empty() {
            text = snippet(shown, &side.lead, marks);
        }
        Ok(Hit {
            url: unit.url(locale).to_owned(),
            title_html: highlight(shown, &side.title, marks),
            heading_html: side.heading.as_ref().map(|heading| highlight(shown, heading, marks)),
            title: side.title,
            snippet: text,
            score: candidate.score,
            share: candidate.share,
            unit: candidate.address.doc_id,
            lang: candidate.foreign.then(|| shown.code()),
            key: unit.key,
            kind: unit.kind,
            section: unit.section,
        })
    }
}

/// Questions are what people look for; the beginning of a page comes before its sections.
fn prior(kind: u64) -> f32 {
    let beginning = if kind & 8 == 0 { 0.88 } else { 1.0 };
    beginning
        * match kind_name(kind) {
            Some("faq") => 1.1,
            Some("page") => 0.9,
            _ => 1.0,
        }
}

fn kind_name(kind: u64) -> Option<&'static str> {
    usize::try_from(kind & 7).ok().and_then(|at| KINDS.get(at)).copied()
}

/// What to mark in texts: the keys of all words that count.
fn marks(query: &Query) -> PerLocale<Marks> {
    let mut marks = PerLocale::<Marks>::default();
    for key in query.terms.iter().filter(|term| !term.stop).flat_map(|term| &term.keys) {
        marks[key.lang].stems.insert(key.stem.clone());
        if let Some(word) = &key.word {
            marks[key.lang].words.insert(word.clone());
        }
    }
    marks
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex").field("units", &self.len()).finish_non_exhaustive()
    }
}
